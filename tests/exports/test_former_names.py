"""A chart that has got another name is found by the one that links, decks, briefings and commands still bear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from api import charts as programs
from api import served
from charts import catalog
from exports.briefing import Briefing, Item, exhibit, from_token, to_token
from exports.command import find
from exports.deck import deck, refresh
from exports.deck.find import found_in
from exports.deck.slides import chart_called, chart_name
from exports.judged import Wanted
from loaders import Ledger
from loaders.geo import Geo
from tests.exports.decks import opened

FORMER = {
    "displacement.syria_2014": "displacement.syria_governorates",
    "displacement.statement_2019": "displacement.iraq_statement",
}


@pytest.fixture(params=FORMER)
def former(request: pytest.FixtureRequest) -> str:
    """A name that a chart had."""
    return str(request.param)


@pytest.fixture
def earlier(former: str) -> Iterator[pytest.MonkeyPatch]:
    """The catalogue of the time when the chart had its former name."""
    entry = catalog.entry(FORMER[former])
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(catalog._FORMER, former)
        patch.setitem(catalog._ENTRIES, former, replace(entry, name=former))
        yield patch


def test_no_chart_bears_a_former_name(former: str) -> None:
    assert former not in catalog.names()
    assert catalog.entry(former).name == FORMER[former]


def test_a_link_of_its_former_name_opens_the_chart(ledger: Ledger, former: str, earlier: pytest.MonkeyPatch) -> None:
    token = to_token(Briefing("Displaced", (Item(former, {}),)))
    earlier.undo()
    (item,) = from_token(token).items
    assert item.chart == exhibit(item, ledger).spec.name == FORMER[former]


def test_a_deck_of_its_former_name_is_refreshed(
    ledger: Ledger, geo: Geo, former: str, earlier: pytest.MonkeyPatch
) -> None:
    made = deck("Displaced", [exhibit(Item(former, {}), ledger)], geo, ledger=ledger, address="http://localhost:8501")
    assert former in {one.identity.item.chart for one in found_in(opened(made))}
    earlier.undo()
    renewed = refresh(made, ledger, geo)
    assert renewed.remarks == []
    assert {one.identity.item.chart for one in found_in(opened(renewed.deck))} - {""} == {FORMER[former]}
    assert chart_called(chart_name(former, "")) == FORMER[former]


def test_programs_and_the_command_line_know_its_former_name(ledger: Ledger, former: str) -> None:
    asked = served.Served(lambda: ledger, lambda: pytest.fail("no map"), dict)
    assert programs.built(asked, ledger, former, {}).name == FORMER[former]
    (made,) = find(Wanted(former, "", "", "", ()), ledger).exhibits
    assert made.spec.name == FORMER[former]
