"""Charts of so few figures that they are told as numbers."""

from charts import catalog
from charts.few import is_small, told
from loaders import Ledger


def test_the_figure_of_the_headline_is_told_first(ledger: Ledger) -> None:
    """`517 people died in al-Hol in 2019; 371 were children` was followed by 371 and then 517."""
    spec = catalog.usual("camps.deaths", ledger)
    assert is_small(spec)
    first, second, *_ = (one.text for one in told(spec))
    assert spec.title.index(first) < spec.title.index(second)
