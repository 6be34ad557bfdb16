"""A stock holds until an event ends, empties or overtakes it, until too many have left, or until it is old."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis import as_known_on, latest, select, standing
from analysis.standing import OVERTAKEN_SHARE
from loaders import Ledger

Maker = Callable[..., Ledger]
NEW = {"period_end": "2026-10-31", "published": "2026-11-01"}


def ending(ledger: Ledger, effect: str, date: str = "2026-11-10", **series: str) -> Ledger:
    """A ledger in which an event ends the stock of people in al-Hol."""
    event = ledger.events.iloc[[0]].assign(date=pd.Timestamp(date), title="It happened", date_precision="day")
    row = {
        "date": pd.Timestamp(date),
        "title": "It happened",
        "effect": effect,
        "indicator": "camp_population",
        "place": "al-hol",
        "origin": "*",
        "group": "*",
        "note": "Said so",
        "file": "endings.csv",
        "line": 2,
    } | series
    return replace(ledger, events=event, endings=pd.DataFrame([row]))


def how(ledger: Ledger, at: int = 0) -> Any:
    """The standing of one row of a small ledger."""
    return standing(ledger, ledger.observations.iloc[at])


def test_a_fresh_stock_holds(with_rows: Maker) -> None:
    assert how(with_rows(NEW)).holds


def test_a_stock_older_than_a_year_is_told_in_the_past(with_rows: Maker) -> None:
    found = how(with_rows({"period_end": "2025-11-20", "place": "areesha"}))
    assert (found.state, found.past, found.final) == ("old", True, False)


def test_a_stock_older_than_half_a_year_is_told_in_the_past_and_still_compared(with_rows: Maker) -> None:
    """Before: Roj "holds" about 2,225, nine months after the count."""
    found = how(with_rows({"period_end": "2026-02-21", "place": "areesha"}))
    assert (found.state, found.past, found.holds) == ("current", True, True)
    assert not how(with_rows({"period_end": "2026-06-21", "place": "areesha"})).past


@pytest.mark.parametrize(
    ("effect", "final"), [("closed", True), ("emptied", True), ("overtaken", False), ("over", True)]
)
def test_an_event_after_the_figure_ends_it(with_rows: Maker, effect: str, final: bool) -> None:  # noqa: FBT001
    found = how(ending(with_rows(NEW), effect))
    assert (found.state, found.holds, found.final) == (effect, False, final)
    assert (found.on, found.event, found.note) == (pd.Timestamp("2026-11-10"), "It happened", "Said so")


def test_a_newer_count_than_the_event_holds_again(with_rows: Maker) -> None:
    assert how(ending(with_rows(NEW), "closed", date="2026-10-01")).holds


def test_an_ending_of_another_series_changes_nothing(with_rows: Maker) -> None:
    assert how(ending(with_rows(NEW), "closed", place="roj")).holds
    assert how(ending(with_rows(NEW), "closed", group="children")).holds


def test_an_event_that_is_not_known_yet_ends_nothing(with_rows: Maker) -> None:
    made = ending(with_rows(NEW), "closed")
    assert how(replace(made, events=made.events.iloc[:0])).holds


def leavers(value: float, **more: Any) -> list[dict[str, Any]]:
    """A count of 100 nationals who remain, and an operation after it that took some home."""
    stock = {
        "indicator": "nationals_remaining",
        "place": "ne-syria",
        "origin": "FRA",
        "value": 100.0,
        **NEW,
        "period_end": "2026-06-30",
    }
    gone = {
        "indicator": "repatriated_persons",
        "place": "ne-syria",
        "origin": "FRA",
        "value": value,
        "kind": "flow",
        "scope": "event",
        "event": "rep-FRA",
        "preferred": "yes",
        "period_start": "2026-07-10",
        "period_end": "2026-07-10",
        "published": "2026-07-11",
    } | more
    return [stock, gone]


@pytest.fixture
def reducing(ledger: Ledger, with_rows: Maker) -> Maker:
    """As `with_rows`, where repatriations reduce the nationals who remain."""
    table = ledger.indicators.astype({"reduced_by": object})
    table.loc[table["indicator"] == "nationals_remaining", "reduced_by"] = "repatriated_persons"
    return lambda *rows: replace(with_rows(*rows), indicators=table)


def test_departures_of_a_tenth_overtake_a_count(reducing: Maker) -> None:
    found = how(reducing(*leavers(100 * OVERTAKEN_SHARE)))
    assert (found.state, found.past) == ("overtaken", True)
    assert found.left is not None
    assert found.left.text == "at least 10"


def test_fewer_departures_are_told_but_the_count_holds(reducing: Maker) -> None:
    found = how(reducing(*leavers(9)))
    assert found.holds
    assert found.left is not None
    assert found.left.text == "at least 9"


def test_departures_before_the_count_or_of_others_do_not_overtake_it(reducing: Maker) -> None:
    assert how(reducing(*leavers(50, period_start="2026-05-01", period_end="2026-05-01"))).left is None
    assert how(reducing(*leavers(50, origin="DEU"))).left is None
    assert how(reducing(*leavers(50, place="iraq"))).left is None


def test_children_and_women_of_one_operation_count_once(reducing: Maker) -> None:
    stock, gone = leavers(7, group="children")
    _, women = leavers(5, group="women")
    _, whole = leavers(12)
    for rows in ([stock, gone, women], [stock, gone, women, whole]):
        found = how(reducing(*rows))
        assert found.left is not None
        assert found.left.value == 12


def test_al_hol_is_closed_and_its_part_figures_with_it(ledger: Ledger) -> None:
    for origin in ("all", "syr", "irq", "tcn"):
        last = latest(ledger, select(ledger, "camp_population", place="al-hol", origin=origin))
        assert last is not None
        assert standing(ledger, last).state == "closed", origin


def test_al_hol_held_people_as_known_before_its_closure(ledger: Ledger) -> None:
    then = as_known_on(ledger, pd.Timestamp("2025-06-30"))
    last = latest(then, select(then, "camp_population", place="al-hol", origin="all"))
    assert last is not None
    assert standing(then, last).holds
