"""Totals obey kind, scope and parts; everything else is refused in words."""

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import NotSummable, by_period, headline, select, total
from loaders import Ledger

Make = Callable[..., Ledger]
FLOW = {"kind": "flow", "aggregation": "over non-overlapping periods", "indicator": "iraqi_returns", "origin": "irq"}


def month(number: int, value: float = 10.0, **more: object) -> dict[str, object]:
    """A flow of one calendar month of 2021."""
    start = pd.Timestamp(2021, number, 1)
    end = start + pd.offsets.MonthEnd(0)
    return (
        FLOW
        | {"period_start": start, "period_end": end, "scope": "part_period", "preferred": "yes", "value": value}
        | more
    )


@given(st.lists(st.integers(1, 12), min_size=2, max_size=5, unique=True))
def test_a_stock_is_never_summed_over_time(with_rows: Make, months: list[int]) -> None:
    made = with_rows(*({"period_end": f"2021-{m:02}-28"} for m in months))
    with pytest.raises(NotSummable, match="stock is never summed over time"):
        total(made, made.observations, "periods")


def test_a_running_total_is_differenced_not_added(with_rows: Make) -> None:
    made = with_rows({"kind": "cumulative"}, {"kind": "cumulative", "period_end": "2021-03-31"})
    with pytest.raises(NotSummable, match="running total"):
        total(made, made.observations, "periods")


@given(part=st.sampled_from(["children", "women", "men", "boys", "unaccompanied_children"]))
def test_a_part_is_never_added_to_its_total(with_rows: Make, part: str) -> None:
    """Total plus children would count the children twice."""
    made = with_rows(month(1), month(2, group=part))
    with pytest.raises(NotSummable, match="part and its total"):
        total(made, made.observations, "periods")


def test_households_are_never_added_to_persons(with_rows: Make) -> None:
    made = with_rows(month(1), month(2, unit="households"))
    with pytest.raises(NotSummable, match="never added"):
        total(made, made.observations, "periods")


@given(st.integers(1, 12))
def test_a_year_total_is_never_added_to_the_months_that_it_contains(with_rows: Make, number: int) -> None:
    year = month(1) | {"period_end": pd.Timestamp(2021, 12, 31), "scope": "year_total", "value": 120.0}
    made = with_rows(year, month(number))
    with pytest.raises(NotSummable, match="different scopes"):
        total(made, made.observations, "periods")


@given(st.lists(st.floats(1, 1e6), min_size=1, max_size=5), st.lists(st.floats(1, 1e6), max_size=5))
def test_an_alternative_count_is_never_added_to_its_event(
    with_rows: Make, events: list[float], others: list[float]
) -> None:
    """The sum of the events is the sum of the preferred counts, however many alternatives there are."""
    rows = []
    for number, value in enumerate(events):
        base = month(1 + number, value, scope="event", event=f"batch-{number}")
        rows.append(base)
        rows += [
            base | {"value": other, "scope": "alternative_count", "preferred": "no", "source": f"s{i}"}
            for i, other in enumerate(others)
        ]
    made = with_rows(*rows)
    assert total(made, made.observations, "periods").value == pytest.approx(sum(events))


def test_overlapping_periods_are_refused(with_rows: Make) -> None:
    longer = month(1) | {"period_end": pd.Timestamp(2021, 3, 31)}
    made = with_rows(longer, month(2))
    with pytest.raises(NotSummable, match="overlap"):
        total(made, made.observations, "periods")


def test_months_that_do_not_overlap_are_added(with_rows: Make) -> None:
    made = with_rows(month(1, 10.0), month(2, 20.0, qualifier="about"))
    result = total(made, made.observations, "periods")
    assert (result.value, result.qualifier) == (30.0, "about")


def test_a_whole_is_never_added_to_its_part_in_space(with_rows: Make) -> None:
    """The annex is part of al-Hol, and al-Hol of the two camps together."""
    for whole, part in (
        ("al-hol", "al-hol-annex"),
        ("al-hol-and-roj", "al-hol"),
        ("iraq", "ninewa"),
        ("world", "iraq"),
    ):
        made = with_rows({"place": whole}, {"place": part})
        with pytest.raises(NotSummable, match="is part of"):
            total(made, made.observations, "places")


def test_all_nationalities_are_never_added_to_one_of_them(with_rows: Make) -> None:
    for whole, part in (("all", "irq"), ("non_syr", "tcn"), ("tcn", "FRA")):
        made = with_rows({"origin": whole}, {"origin": part})
        with pytest.raises(NotSummable, match="is part of"):
            total(made, made.observations, "origins")


def test_figures_of_different_dates_are_not_added_over_places(with_rows: Make) -> None:
    made = with_rows({"place": "roj"}, {"place": "areesha", "period_end": "2021-05-31"})
    with pytest.raises(NotSummable, match="different dates"):
        total(made, made.observations, "places")


def test_governorates_of_one_dtm_round_add_up_over_places(ledger: Ledger) -> None:
    """The governorates of a round are parts without overlap, so their sum is allowed."""
    rows = select(ledger, "idps", origin="irq")
    rows = rows[(rows["place_kind"].astype(str) == "admin1")]
    one = rows[rows["period_end"] == rows["period_end"].value_counts().index[0]]
    marked = headline(ledger, one)
    expected = marked.loc[marked["role"] == "headline", "value"].sum()
    assert total(ledger, one, "places").value == pytest.approx(expected)


def test_a_stated_year_leads_the_sum_of_its_events(with_rows: Make) -> None:
    """Where a source states the year, the events of that year are not added beside it."""
    year = month(1) | {"period_end": pd.Timestamp(2021, 12, 31), "scope": "year_total", "value": 100.0}
    made = with_rows(year, month(3, 30.0, scope="event", event="a"), month(5, 40.0, scope="event", event="b"))
    years = by_period(made, made.observations)
    assert years[["value", "basis"]].to_numpy().tolist() == [[100.0, "stated"]]


def test_a_year_without_a_stated_total_is_the_sum_of_its_events_and_says_so(with_rows: Make) -> None:
    made = with_rows(month(3, 30.0, scope="event", event="a"), month(5, 40.0, scope="event", event="b"))
    years = by_period(made, made.observations)
    assert years[["value", "basis", "parts"]].to_numpy().tolist() == [[70.0, "events", 2]]


def test_a_year_without_any_statement_is_not_invented(with_rows: Make) -> None:
    made = with_rows(
        month(3, scope="event", event="a"),
        month(3, scope="event", event="b")
        | {"period_start": pd.Timestamp(2023, 3, 1), "period_end": pd.Timestamp(2023, 3, 31)},
    )
    assert by_period(made, made.observations)["period_end"].dt.year.tolist() == [2021, 2023]
