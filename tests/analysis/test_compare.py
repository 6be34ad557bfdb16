"""Comparisons: index, rate and share carry every hedge, and the scorecard holds the figures of the files."""

import math
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import Figure, as_known_on
from analysis.compare import COMMON, Cell, indexed, per_stock, ratio, scorecard, share
from loaders import Ledger
from loaders.frames import NO_DAY, row_at

NAN = float("nan")
NUMBERS = st.integers(0, 100_000)


@st.composite
def figures(draw: st.DrawFn, least: int = 0) -> Figure:
    """Any figure as a source could state it."""
    kind = draw(st.sampled_from(["exact", "about", "estimate", "at_least", "at_most", "range"]))
    value = float(draw(st.integers(least, 100_000)))
    if kind == "range":
        width = float(draw(st.integers(0, 5_000)))
        return Figure(value + width / 2, value, value + width, kind, "persons")
    return Figure(value, NAN, NAN, kind, "persons")


def truths(figure: Figure) -> list[float]:
    """True values that a statement allows: its bounds and the middle, an open end taken far out."""
    low, high = figure.bounds
    top = high if math.isfinite(high) else 10 * low + 1_000
    return [low, (low + top) / 2, top]


def inside(figure: Figure, value: float) -> bool:
    """Whether a value lies within what a computed figure allows."""
    low, high = figure.bounds
    return low - 1e-6 <= value <= high + 1e-6 * max(1.0, abs(value))


@given(figures(), figures(least=1))
def test_an_index_or_rate_contains_every_combination_of_true_values(part: Figure, whole: Figure) -> None:
    found = ratio(part, whole, "index")
    for one, other in product(truths(part), truths(whole)):
        if other > 0:
            assert inside(found, one / other * 100), (part, whole, found)


@given(figures(), figures())
def test_a_share_contains_every_combination_and_never_passes_all(part: Figure, rest: Figure) -> None:
    if part.value + rest.value == 0:
        with pytest.raises(ValueError, match="share of nothing"):
            share(part, rest)
        return
    found = share(part, rest)
    assert 0 <= found.value <= 100 + 1e-9
    assert math.isnan(found.high) or found.high <= 100 + 1e-9
    for one, other in product(truths(part), truths(rest)):
        if one + other > 0:
            assert inside(found, one / (one + other) * 100), (part, rest, found)


def test_the_index_of_an_at_least_figure_is_at_least() -> None:
    exact, least = Figure(200, NAN, NAN, "exact", "persons"), Figure(50, NAN, NAN, "at_least", "persons")
    assert ratio(least, exact, "").text == "at least 25"
    assert ratio(exact, least, "").text == "at most 400"
    assert ratio(least, least, "").bounds == (0.0, math.inf)
    with pytest.raises(ValueError, match="nothing"):
        ratio(exact, Figure(0, NAN, NAN, "exact", "persons"), "")


def rows_of(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Headline figures as (series, date, value)."""
    frame = pd.DataFrame(rows, columns=["series", "period_end", "value"])
    return frame.assign(
        period_end=pd.to_datetime(frame["period_end"]), low=NAN, high=NAN, qualifier="exact", unit="persons"
    )


def test_every_index_starts_at_its_own_first_figure() -> None:
    rows = rows_of(("a", "2019-01-01", 0), ("a", "2019-06-01", 50), ("b", "2020-01-01", 10), ("a", "2020-06-01", 25))
    found = {(one.row, one.base): one.figure.value for one in indexed(rows, common=False)}
    assert found == {(0, 1): 0.0, (1, 1): 100.0, (2, 2): 100.0, (3, 1): 50.0}


def test_a_common_base_is_the_first_date_that_all_share() -> None:
    rows = rows_of(("a", "2019-01-01", 50), ("a", "2020-01-10", 40), ("b", "2020-01-01", 10), ("b", "2021-01-01", 5))
    found = {one.row: (one.base, one.figure.value) for one in indexed(rows, common=True)}
    assert found == {0: (1, 125.0), 1: (1, 100.0), 2: (2, 100.0), 3: (2, 50.0)}
    apart = rows_of(("a", "2019-01-01", 50), ("b", "2020-01-01", 10))
    assert COMMON < 365
    assert indexed(apart, common=True) == []


def test_a_flow_is_set_against_the_nearest_stock_of_the_same_people() -> None:
    flows = rows_of(("x", "2021-12-31", 10)).assign(place="p", origin="irq", period_start=pd.Timestamp("2021-01-01"))
    stocks = rows_of(("", "2021-02-01", 200), ("", "2021-06-01", 100)).assign(
        place="p", origin="irq", period_start=NO_DAY
    )
    (found,) = per_stock(flows, stocks)
    assert (found.base, found.figure.value, found.figure.unit) == (0, 5.0, "percent")
    assert per_stock(flows, stocks.assign(place="q")) == []
    assert per_stock(flows, stocks.assign(period_end=pd.Timestamp("2018-01-01"))) == []


@pytest.fixture(scope="module")
def card(ledger: Ledger) -> pd.DataFrame:
    """The scorecard by country code."""
    return scorecard(ledger).set_index("origin")


def test_bosnia_had_taken_home_25_when_118_remained(card: pd.DataFrame) -> None:
    """25 in the operation of December 2019; 118 in camps and detention units in April 2025: at least 17.48 percent."""
    row = card.loc["BIH"]
    assert row["repatriated"].figure.text == row["then"].figure.text == "at least 25"
    assert (row["remaining"].figure.text, row["remaining"].date) == ("118", pd.Timestamp("2025-04-22"))
    assert row["share"].value == pytest.approx(25 / 143 * 100)
    assert row["share"].qualifier == "at_least"


def test_kazakhstan_and_kosovo_keep_their_open_ends(card: pd.DataFrame) -> None:
    """At least 626 with at least 30 remaining allow anything; at least 110 before about 90 is at least 55 percent."""
    assert row_at(card, "KAZ")["repatriated"].figure.text == "at least 626"
    assert row_at(card, "KAZ")["counted"].figure.text == "at least 30"
    assert row_at(card, "KAZ")["share"] is None
    assert row_at(card, "XKX")["share"].qualifier == "at_least"
    assert row_at(card, "XKX")["share"].value == pytest.approx(110 / 200 * 100)


def test_france_is_what_a_source_tells_and_a_gap_where_nothing_is_stated(card: pd.DataFrame) -> None:
    row = card.loc["FRA"]
    assert row["repatriated"].figure.text == "at least 239"
    assert row["repatriated"].note == "179 children and 60 women"
    assert row["remaining"] is None
    assert row["share"] is None
    assert row["travelled"].figure.text == "about 1,910"


def test_azerbaijan_and_russia_count_parts_as_lower_bounds(card: pd.DataFrame) -> None:
    """469 women and children by 2023 and 13 people in 2024; at least 341 by 2021 and 199 in operations after it."""
    assert row_at(card, "AZE")["repatriated"].figure.text == "at least 482"
    assert row_at(card, "RUS")["repatriated"].figure.text == "at least 540"
    assert row_at(card, "AZE")["killed"].figure.text == "903"
    assert row_at(card, "AZE")["travelled"].figure.text == "1,477"


def test_whoever_came_home_after_a_count_is_not_in_its_share(card: pd.DataFrame) -> None:
    """Tajikistan: 84 were home before the about 500 of July 2020; the 297 who came later are in neither figure."""
    row = card.loc["TJK"]
    assert (row["then"].figure.text, row["counted"].figure.text) == ("at least 84", "about 500")
    assert row["share"].value == pytest.approx(84 / 584 * 100)
    assert (row["remaining"].holds, row["remaining"].left.text) == (False, "at least 297")
    assert row_at(card, "DEU")["counted"].date < pd.Timestamp("2019-01-01")
    assert row_at(card, "DEU")["then"] is None
    assert row_at(card, "DEU")["share"] is None


def test_nobody_who_came_on_the_day_of_a_count_is_in_its_share(card: pd.DataFrame) -> None:
    """Eleven people reached Kosovo on 17 July 2021, the day that its count of those left is of; they may be in it."""
    assert row_at(card, "XKX")["counted"].date == pd.Timestamp("2021-07-17")
    assert row_at(card, "XKX")["then"].date == pd.Timestamp("2019-04-20")


def test_a_count_of_nobody_gives_no_share(card: pd.DataFrame) -> None:
    """Austria's ministry knew of nobody left in camps in March 2025, prisons not covered; that is not all of them."""
    assert row_at(card, "AUT")["counted"].figure.text == "0"
    assert row_at(card, "AUT")["share"] is None


def test_where_nobody_is_left_a_share_is_all_and_not_at_least_all() -> None:
    least = Figure(5, NAN, NAN, "at_least", "persons")
    assert share(least, Figure(0, NAN, NAN, "exact", "persons")).text == "100%"
    assert share(least, Figure(0, NAN, NAN, "at_least", "persons")).qualifier == "about"


def test_a_count_of_one_camp_or_of_iraq_gives_no_share(card: pd.DataFrame) -> None:
    """34 Australians in Roj and at least 180 people of Türkiye in Iraq are not all who are left."""
    for origin in ("AUS", "TUR"):
        assert card.loc[origin, "remaining"] is not None
        assert card.loc[origin, "counted"] is None
        assert card.loc[origin, "share"] is None


@pytest.mark.parametrize("known", ["2015-06-30", "2019-06-30", "2021-12-31", "2024-12-31", ""])
def test_no_share_passes_all_in_any_vintage_and_no_gap_is_a_zero(ledger: Ledger, known: str) -> None:
    led = as_known_on(ledger, pd.Timestamp(known)) if known else ledger
    for row in scorecard(led).to_dict("records"):
        cells = [row[key] for key in ("travelled", "returned", "repatriated", "remaining", "killed")]
        assert any(cells)
        assert all(cell is None or isinstance(cell, Cell) for cell in cells)
        assert (row["share"] is None) or (row["then"] is not None and row["counted"] is not None)
        assert row["then"] is None or row["then"].date <= row["counted"].date
        assert row["then"] is None or row["then"].figure.value <= row["repatriated"].figure.value
        assert row["share"] is None or 0 <= row["share"].value <= 100
