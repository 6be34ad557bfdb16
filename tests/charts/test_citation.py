"""What stands under a chart in words."""

from charts import catalog
from charts.citation import dispute_line
from loaders import Ledger


def test_a_dispute_gives_its_reason_or_none(ledger: Ledger) -> None:
    """Under the trips of Syrians stood `(press report, North Press Agency: )`."""
    lines = [dispute_line(catalog.usual(name, ledger)) for name in catalog.names()]
    assert sum(map(bool, lines)) > 10
    assert [line for line in lines if ": )" in line] == []
