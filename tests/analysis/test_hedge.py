"""Hedged figures: their words and their sums."""

from math import inf, isinf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas import Timestamp

from analysis import Figure, add
from analysis.words import date_text, number_text, period_text
from loaders.frames import NO_DAY

QUALIFIERS = ("exact", "about", "at_least", "at_most", "range", "estimate")


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """Any figure that a source can state, in persons."""
    qualifier = draw(st.sampled_from(QUALIFIERS))
    value = float(draw(st.integers(0, 10**7)))
    if qualifier == "range":
        width = float(draw(st.integers(1, 10**5)))
        return Figure(value + width / 2, value, value + width, "range", "persons")
    return Figure(value, nan, nan, qualifier, "persons")


@given(st.lists(figures(), min_size=2, max_size=8))
def test_hedges_survive_a_sum(items: list[Figure]) -> None:
    """Of at least anything is at least; only exact parts make an exact sum."""
    kinds = {item.qualifier for item in items}
    result = add(items)
    if "at_least" in kinds:
        assert result.qualifier == "at_least"
        assert isinf(result.bounds[1])
    elif "at_most" in kinds:
        assert result.qualifier == "at_most"
    elif kinds == {"exact"}:
        assert result.qualifier == "exact"
    else:
        assert result.qualifier != "exact"


@given(st.lists(figures(), min_size=1, max_size=8), st.randoms())
def test_a_sum_does_not_depend_on_order(items: list[Figure], random: object) -> None:
    """Adding in another order gives the same figure."""
    turned = list(items)
    random.shuffle(turned)  # type: ignore[attr-defined]
    first, second = add(items), add(turned)
    assert (first.value, first.qualifier) == (second.value, second.qualifier)


@given(st.lists(figures(), min_size=1, max_size=6))
def test_a_sum_allows_every_value_that_its_parts_allow(items: list[Figure]) -> None:
    """The bounds of the sum contain the sums of the bounds of the parts."""
    low, high = sum(i.bounds[0] for i in items), sum(i.bounds[1] for i in items)
    got = add(items).bounds
    assert got[0] <= low
    assert got[1] >= high


def test_figures_of_two_units_are_never_added() -> None:
    """Dollars and euros, persons and households, have no sum."""
    with pytest.raises(ValueError, match="different units"):
        add([Figure(1, nan, nan, "exact", "usd"), Figure(1, nan, nan, "exact", "eur")])


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure(42500, nan, nan, "exact", "persons"), "42,500"),
        (Figure(10000, nan, nan, "about", "persons"), "about 10,000"),
        (Figure(220000, nan, nan, "at_least", "persons"), "at least 220,000"),
        (Figure(300, nan, nan, "at_most", "persons"), "at most 300"),
        (Figure(5000, 4000, 6000, "range", "persons"), "4,000 to 6,000"),
        (Figure(35, nan, nan, "estimate", "persons"), "an estimated 35"),
        (Figure(20.3e9, nan, nan, "exact", "usd"), "$20.3 bn"),
        (Figure(110000, nan, nan, "about", "km2"), "about 110,000 km²"),
        (Figure(44, nan, nan, "exact", "percent"), "44%"),
    ],
)
def test_a_figure_is_written_with_its_hedge_and_unit(figure: Figure, text: str) -> None:
    assert figure.text == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1_234_567_890.0, "usd", "$1.23 bn"),
        (300_000_000.0, "usd", "$300 mn"),
        (999_999.0, "usd", "$999,999"),
        (1_500_000.0, "eur", "€1.5 mn"),
        (12.5, "percent", "12.5%"),
        (nan, "persons", "not stated"),
        (inf, "persons", "no upper limit"),
    ],
)
def test_a_number_is_written_in_its_unit(value: float, unit: str, text: str) -> None:
    assert number_text(value, unit) == text


def test_a_date_is_written_no_more_precisely_than_its_source() -> None:
    """A quarter stays a quarter."""
    date = Timestamp(2026, 3, 31)
    texts = [date_text(date, precision) for precision in ("day", "month", "quarter", "year")]
    assert texts == ["31 Mar 2026", "Mar 2026", "Q1 2026", "2026"]
    assert date_text(NO_DAY) == "undated"


def test_a_period_reads_as_month_quarter_or_year_where_it_is_one() -> None:
    assert period_text(Timestamp(2021, 1, 1), Timestamp(2021, 1, 31)) == "Jan 2021"
    assert period_text(Timestamp(2021, 4, 1), Timestamp(2021, 6, 30)) == "Q2 2021"
    assert period_text(Timestamp(2021, 1, 1), Timestamp(2021, 12, 31)) == "2021"
    assert period_text(Timestamp(2021, 3, 28), Timestamp(2021, 4, 2)) == "28 Mar to 2 Apr 2021"
