"""What stands under a chart in words."""

from charts import catalog
from charts.citation import dispute_line
from loaders import Ledger


def test_a_dispute_gives_its_reason_or_none(ledger: Ledger) -> None:
    """Under the trips of Syrians stood `(press report, North Press Agency: )`."""
    lines = [dispute_line(catalog.usual(name, ledger)) for name in catalog.names()]
    assert sum(map(bool, lines)) > 10
    assert [line for line in lines if ": )" in line] == []


def test_dispute_and_date_are_of_the_state_that_stands_out(ledger: Ledger) -> None:
    """Under the operations of Kazakhstan stood how far sources lie apart on another state's, and that one's date."""
    every = catalog.build("repatriation.operations", ledger)
    assert "(North Macedonia)" in dispute_line(every)
    for name in ("repatriation.operations", "repatriation.map", "repatriation.totals"):
        spec = catalog.build(name, ledger, country="KAZ")
        own = spec.data[spec.data["origin"] == "KAZ"]
        assert spec.as_of == own["as_of"].max() < catalog.build(name, ledger).as_of
        assert dispute_line(spec) == ""
    marked = catalog.build("detention.nationalities", ledger, subject="DEU")
    assert set(marked.own_data["origin"]) == {"DEU"}
