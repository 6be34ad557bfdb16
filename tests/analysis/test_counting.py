"""One line is one counting body where bodies count differently, and a running total only rises."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from analysis import headline, latest, select, series, with_lead
from analysis.counting import FELL, lone
from loaders import Ledger

Maker = Callable[..., Ledger]


def stock(date: str, value: float, counter: str, kind: str = "un", **more: Any) -> dict[str, Any]:
    """A figure of one body for an indicator whose bodies count differently."""
    return {"period_end": date, "value": value, "publisher": counter, "publisher_kind": kind, "comparable": "no"} | more


def total(date: str, value: float, **more: Any) -> dict[str, Any]:
    """A figure of a running total."""
    return {"period_end": date, "value": value, "kind": "cumulative"} | more


def roles(ledger: Ledger) -> list[str]:
    """The role of every statement, in the order of the rows."""
    return headline(ledger, ledger.observations)["role"].astype(str).tolist()


def test_the_body_with_the_most_dates_is_the_line_and_the_others_stand_beside(with_rows: Maker) -> None:
    made = with_rows(
        stock("2020-01-31", 100, "IOM"),
        stock("2020-06-30", 90, "IOM"),
        stock("2020-12-31", 80, "IOM"),
        stock("2020-12-31", 300, "UNHCR"),
        stock("2021-01-31", 310, "UNHCR"),
    )
    assert roles(made) == ["headline"] * 3 + ["beside"] * 2
    assert headline(made, made.observations)["clause"].astype(str).iloc[-1].endswith("the line follows IOM")


def test_figures_of_comparable_bodies_stand_in_one_line(with_rows: Maker) -> None:
    made = with_rows(
        stock("2020-01-31", 100, "IOM", comparable="yes"), stock("2020-12-31", 300, "UNHCR", comparable="yes")
    )
    assert roles(made) == ["headline"] * 2


def test_a_body_that_fell_silent_gives_way_to_one_that_still_counts(with_rows: Maker) -> None:
    made = with_rows(
        *(stock(f"201{year}-12-31", 100, "IOM") for year in range(3, 9)),
        stock("2024-12-31", 60, "UNHCR"),
        stock("2025-12-31", 50, "UNHCR"),
    )
    assert roles(made) == ["beside"] * 6 + ["headline"] * 2


def test_who_counts_for_itself_comes_before_who_relays(with_rows: Maker) -> None:
    made = with_rows(
        *(stock(f"2020-0{month}-28", 100, "A newspaper", "media") for month in range(1, 6)),
        stock("2020-06-30", 90, "UNHCR"),
    )
    assert roles(made) == ["beside"] * 5 + ["headline"]


def test_the_body_that_the_reader_lets_lead_is_the_line(with_rows: Maker) -> None:
    made = with_rows(
        stock("2020-01-31", 100, "IOM"), stock("2020-06-30", 90, "IOM"), stock("2020-12-31", 300, "UNHCR", "un")
    )
    assert roles(with_lead(made, "by:UNHCR")) == ["beside", "beside", "headline"]
    assert roles(with_lead(made, "highest")) == ["beside", "beside", "headline"]
    assert roles(with_lead(made, "lowest")) == ["headline", "headline", "beside"]


def test_rival_bodies_still_show_how_far_apart_they_are(with_rows: Maker) -> None:
    made = with_rows(stock("2020-12-31", 100, "IOM"), stock("2020-06-30", 90, "IOM"), stock("2020-12-31", 300, "UNHCR"))
    row = headline(made, made.observations).iloc[0]
    assert (row["rival_low"], row["rival_high"], row["statements"]) == (100, 300, 2)


def test_no_series_of_the_ledger_has_headlines_of_two_counting_bodies(ledger: Ledger) -> None:
    rows = headline(ledger, ledger.observations)
    apart = rows[(rows["role"] == "headline") & (rows["comparable"] == "no") & (rows["kind"] != "flow")]
    bodies = apart.groupby(["indicator", "place", "origin", "group", "unit"], observed=True)["counter"].nunique()
    assert (bodies == 1).all()


def test_displaced_people_in_iraq_are_the_count_of_one_body(ledger: Ledger) -> None:
    rows = series(ledger, select(ledger, "idps", place="iraq", origin="irq"))
    assert set(rows["counter"].astype(str)) == {"IOM"}
    last = latest(ledger, select(ledger, "idps", place="iraq", origin="irq"))
    assert last is not None
    assert (last["value"], last["period_end"]) == (997_334, pd.Timestamp("2025-12-31"))


def test_a_running_total_that_falls_gives_way_to_the_longest_rise(with_rows: Maker) -> None:
    made = with_rows(
        total("2020-01-31", 150), total("2020-02-28", 500), total("2020-03-31", 450), total("2020-04-30", 460)
    )
    marked = headline(made, made.observations)
    assert marked["role"].astype(str).tolist() == ["headline", "rival", "headline", "headline"]
    assert marked["clause"].astype(str).iloc[1] == FELL


def test_of_two_totals_that_exclude_each_other_the_newer_stays(with_rows: Maker) -> None:
    made = with_rows(total("2020-01-31", 6000), total("2021-01-31", 5500))
    assert roles(made) == ["rival", "headline"]


def test_a_total_that_starts_anew_is_another_total(with_rows: Maker) -> None:
    made = with_rows(
        total("2019-02-24", 280, period_start="2019-02-21"), total("2026-01-21", 150, period_start="2026-01-21")
    )
    assert roles(made) == ["headline", "headline"]


def test_no_running_total_of_the_ledger_falls(ledger: Ledger) -> None:
    rows = headline(ledger, ledger.observations)
    lead = rows[(rows["role"] == "headline") & (rows["kind"] == "cumulative")]
    keys = ["indicator", "place", "origin", "group", "unit"]
    for key, one in lead.sort_values(["period_end", "file", "line"]).groupby(keys, observed=True):
        records = one.to_dict("records")
        for before, after in pairwise(records):
            # Only a total that starts after the one before it may be lower.
            anew = pd.notna(after["period_start"]) and after["period_start"] > before["period_end"]
            assert anew or after["value"] >= before["value"], (key, before["line"], after["line"])


@pytest.mark.parametrize(
    ("values", "off"),
    [
        ([10_000, 12_000, 10_000], [False, True, False]),
        ([10_000, 12_000, 12_500], [False, False, False]),
        ([14_000, 10_000, 10_100], [True, False, False]),
        ([12_000, 10_000, 10_100], [False, False, False]),
        ([73_000, 60_000, 50_000], [False, False, False]),
        ([10_000, 12_000], [False, False]),
    ],
)
def test_a_lone_outlier_is_off_both_neighbours_which_agree(values: list[float], off: list[bool]) -> None:
    dates = [pd.Timestamp(2020, month, 1) for month in range(1, len(values) + 1)]
    assert lone(values, dates) == off


def test_a_step_between_far_dates_is_no_outlier() -> None:
    assert lone([10, 20, 10], [pd.Timestamp(year, 1, 1) for year in (2010, 2015, 2020)]) == [False] * 3
