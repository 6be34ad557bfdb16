"""Flows of people: every account balances, nothing is counted twice, and the figures are those of the files."""

import math
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import as_known_on, figure_of
from analysis.flows import Flows, people_flows
from analysis.moves import UNNAMED, Link, hedged, stocks
from loaders import Ledger
from loaders.frames import row_at

DAY = pd.Timestamp
MONTHS = st.integers(0, 12 * 9)


def flows_of(ledger: Ledger, start: str, end: str) -> Flows:
    """The flows between two ISO dates."""
    return people_flows(ledger, DAY(start), DAY(end))


def value(flows: Flows, source: str, target: str) -> float:
    """People on one link, 0 where there is none."""
    return sum(link.figure.value for link in flows.links if (link.source, link.target) == (source, target))


def months(first: int, length: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    """A period of whole months from 2018 on."""
    start = DAY("2018-01-01") + pd.DateOffset(months=first)
    return start, start + pd.DateOffset(months=length) - pd.Timedelta(days=1)


@given(MONTHS, st.integers(1, 108), st.sampled_from(["", "2019-06-30", "2021-12-31", "2024-12-31"]))
def test_what_comes_is_what_goes_for_any_period_and_any_vintage(
    ledger: Ledger, first: int, length: int, known: str
) -> None:
    """First counts and arrivals are last counts, departures and the remainder, at each site and in all."""
    led = as_known_on(ledger, DAY(known)) if known else ledger
    flows = people_flows(led, *months(first, length))
    for site in (*stocks(led), UNNAMED):
        came = sum(link.figure.value for link in flows.links if link.target == site)
        went = sum(link.figure.value for link in flows.links if link.source == site)
        assert math.isclose(came, went, abs_tol=1e-6)
    held = flows.sum("start:", "arrived", "outside", "uncounted")
    gone = flows.sum("end:", "to:", "beyond", "unclosed")
    assert math.isclose(held, gone + flows.remainder, abs_tol=1e-6)
    for balance in flows.balances:
        first_count = balance.first.figure.value if balance.first else 0.0
        last_count = balance.last.figure.value if balance.last else 0.0
        left = balance.left - balance.outside
        assert math.isclose(first_count + balance.arrived - left - last_count, balance.remainder, abs_tol=1e-6)


@given(MONTHS, st.integers(1, 108), st.data())
def test_the_bounds_of_a_remainder_hold_whatever_the_hedges_hide(
    ledger: Ledger, first: int, length: int, data: st.DataObject
) -> None:
    """Any true values that the statements allow leave a remainder within the stated bounds."""
    flows = people_flows(ledger, *months(first, length))
    rows = ledger.observations
    for balance in flows.balances:
        links = [link for link in flows.links if balance.site in (link.source, link.target) and link.basis != "rest"]
        # Who left outside the counts stands on both sides as the same people, and so with the same true number.
        truth: dict[int, float] = {}
        for label in sorted({label for link in links for label in link.rows}):
            low, high = figure_of(row_at(rows, label)).bounds
            top = high if math.isfinite(high) else 2 * low + 100
            truth[label] = data.draw(st.sampled_from([low, (low + top) / 2, top]))
        told = sum(truth[label] * (1 if link.target == balance.site else -1) for link in links for label in link.rows)
        assert balance.low - 1e-6 <= told <= balance.high + 1e-6


@given(MONTHS, st.integers(1, 108))
def test_no_statement_counts_twice_among_those_who_left(ledger: Ledger, first: int, length: int) -> None:
    flows = people_flows(ledger, *months(first, length))
    used = Counter(label for link in flows.links if link.target.startswith("to:") for label in link.rows)
    assert not [label for label, times in used.items() if times > 1]
    rows = ledger.observations.loc[list(used)]
    assert set(rows["group"].astype(str)) <= {"total"}
    assert set(rows["unit"].astype(str)) <= {"persons"}


@given(MONTHS, st.integers(1, 108))
def test_a_stated_total_never_stands_beside_the_operations_that_it_holds(
    ledger: Ledger, first: int, length: int
) -> None:
    """Scopes are never mixed: the period of a total holds no operation of the same measure and origin."""
    flows = people_flows(ledger, *months(first, length))
    used = [label for link in flows.links if link.target.startswith("to:") for label in link.rows]
    rows = ledger.observations.loc[used]
    for total in rows[rows["scope"].isin(["year_total", "part_period"])].to_dict("records"):
        same = rows[(rows["indicator"] == total["indicator"]) & (rows["origin"] == total["origin"])]
        ends = same.loc[same["scope"] == "event", "period_end"]
        assert not ((ends >= total["period_start"]) & (ends <= total["period_end"])).any()


def test_iraqis_who_left_al_hol_in_2025_are_the_sum_of_fourteen_movements(ledger: Ledger) -> None:
    """Batches 19 to 32 of camp_returns.csv; the second movement under number 20 (360) is in not_added.csv."""
    batches = (715, 579, 569, 618, 607, 681, 865, 832, 935, 812, 839, 829, 858, 840)
    flows = flows_of(ledger, "2025-01-01", "2025-12-31")
    assert value(flows, "al-hol", "to:iraq") == sum(batches) == 10_579
    assert value(flows, "roj", "to:iraq") == 184 + 67


def test_2025_is_closed_between_two_counts_of_al_hol(ledger: Ledger) -> None:
    """37,363 on 23 February 2025 and 23,376 on 11 January 2026; 2,481 had left by the day of the first count."""
    flows = flows_of(ledger, "2025-01-01", "2025-12-31")
    balance = next(one for one in flows.balances if one.site == "al-hol")
    assert balance.first is not None
    assert balance.last is not None
    assert (balance.first.figure.value, balance.first.end) == (37_363, DAY("2025-02-23"))
    assert (balance.last.figure.value, balance.last.end) == (23_376, DAY("2026-01-11"))
    syrians = 233 + 296 + 127
    assert balance.left == 10_579 + syrians
    assert balance.outside == 715 + 579 + 569 + 618
    assert balance.remainder == 37_363 - (10_579 + syrians - 2_481) - 23_376 == 5_233


def test_the_exodus_of_2026_leaves_a_range_unexplained(ledger: Ledger) -> None:
    """15,000 to 20,000 at large, 191 to Iraq, about 670 to Akhtarin and 66 home leave 2,449 to 7,449 of 23,376."""
    flows = flows_of(ledger, "2026-01-01", "2026-02-28")
    (rest,) = [link for link in flows.links if link.target == "rest"]
    assert (rest.source, rest.low, rest.high) == ("al-hol", 2_449, 7_449)
    assert rest.figure.text == "2,449 to 7,449"
    assert value(flows, "prisons", "to:iraq") == 5_704
    assert value(flows, "al-hol", "to:akhtarin") == 670


def test_the_stated_year_leads_the_single_handovers_to_iraq(ledger: Ledger) -> None:
    """About 900 detainees in 2019 by judicial sources, not the three handovers of 480; 156 in 2024."""
    (handed,) = [
        k for k in flows_of(ledger, "2019-01-01", "2019-12-31").links if k.source == "prisons" and k.target == "to:iraq"
    ]
    assert handed.figure.text == "about 900"
    part = flows_of(ledger, "2019-01-01", "2019-06-30")
    assert value(part, "prisons", "to:iraq") == 130 + 150 + 200
    assert value(flows_of(ledger, "2024-01-01", "2024-12-31"), "prisons", "to:iraq") == 156


def test_more_people_than_reports_know_are_shown_and_not_hidden(ledger: Ledger) -> None:
    """In 2019 al-Hol grew by far more than the reported arrivals: the remainder comes in as a link of its own."""
    flows = flows_of(ledger, "2019-01-01", "2019-12-31")
    assert value(flows, "more", "al-hol") == 66_101 + (18 + 184 + 126 + 1_313 + 517 + 315) - 9_400 - 10_408
    assert flows.remainder < 0


def test_groups_from_other_camps_do_not_leave_al_hol(ledger: Ledger) -> None:
    """Of the groups to Deir ez-Zor in 2025 eight left Areesha; only the about 296 of al-Hol count."""
    assert value(flows_of(ledger, "2025-01-01", "2025-12-31"), "al-hol", "to:deir-ez-zor") == 296


def test_a_site_without_a_count_near_an_end_stays_open(ledger: Ledger) -> None:
    """Roj is counted in February 2026 and not near January 2025."""
    flows = flows_of(ledger, "2025-01-01", "2025-12-31")
    balance = next(one for one in flows.balances if one.site == "roj")
    assert not balance.closed
    assert value(flows, "uncounted", "roj") == 2_201 + 184 + 67 + 14


def test_a_period_that_ends_before_it_starts_is_refused(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="ends before"):
        flows_of(ledger, "2025-12-31", "2025-01-01")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (100.0, 100.0, "about 100"),
        (100.0, math.inf, "at least 100"),
        (-math.inf, 100.0, "at most 100"),
        (90.0, 110.0, "90 to 110"),
        (90.0, math.inf, "about 100"),
        (-math.inf, math.inf, "about 100"),
    ],
)
def test_a_computed_number_says_what_its_bounds_allow(low: float, high: float, words: str) -> None:
    assert hedged(100.0, low, high, exact=False).text == words
    assert hedged(100.0, 100.0, 100.0, exact=True).text == "100"


def test_a_link_cites_every_statement_behind_it(ledger: Ledger) -> None:
    link: Link
    for link in flows_of(ledger, "2024-01-01", "2024-12-31").links:
        assert link.rows
        assert (link.basis == "stated") == (len(link.rows) == 1 and link.basis != "rest")
