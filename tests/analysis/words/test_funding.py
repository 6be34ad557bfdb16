"""Sentences on money: plans required and received, sums rounded to three figures, names with their article."""

from __future__ import annotations

from math import nan

import pytest

from analysis.hedge import Figure
from analysis.words import WORKED_OUT, Telling, Told, funded_by, only_required, received_of, said, the, verb
from analysis.words.grammar import told_in
from loaders.frames import NO_DAY


@pytest.mark.parametrize(
    ("value", "qualifier", "words"),
    [
        (361_531_966, "exact", "$362 mn"),
        (1_372_512_105, "exact", "$1.37 bn"),
        (405_999_999, "at_least", "at least $405 mn"),
        (405_100_001, "at_most", "at most $406 mn"),
        (15_000_000_000, "about", "about $15 bn"),
        (268_817, "exact", "$269,000"),
        (400_000_000, "exact", "$400 mn"),
    ],
)
def test_money_is_said_with_three_figures_and_its_hedge_is_never_crossed(
    value: float, qualifier: str, words: str
) -> None:
    assert said(Figure(value, nan, nan, qualifier, "usd")) == words


def test_a_range_of_money_rounds_outwards() -> None:
    assert said(Figure(150e6, 50_060_000, 300_400_000, "range", "usd")) == "$50 mn to $301 mn"


def test_a_plan_of_a_past_year_received_and_of_a_running_year_has_received() -> None:
    assert received_of("the 2025 plan", "$1.37 bn", "$3.19 bn", "43%") == (
        "The 2025 plan received 43% of the $3.19 bn it required"
    )
    assert received_of("the 2026 plan", "$874 mn", "$2.92 bn", over=False) == (
        "The 2026 plan has received $874 mn of the $2.92 bn it requires"
    )
    assert received_of("the 2013 plan", "$1.01 bn") == "The 2013 plan received $1.01 bn"
    assert received_of("the appeal", "$414 mn", "$398 mn", more=True) == (
        "The appeal received $414 mn, more than the $398 mn it required"
    )


def test_a_share_to_a_date_is_told_with_the_sums_that_are_known() -> None:
    assert funded_by("the 2026 plan", "by 27 Sep 2026", "$874 mn", "$2.92 bn", "30%") == (
        "The 2026 plan was 30% funded by 27 Sep 2026: $874 mn of $2.92 bn"
    )
    assert funded_by("the 2026 plan", "by 27 Sep 2026", share="30%") == "The 2026 plan was 30% funded by 27 Sep 2026"
    assert (
        funded_by("the 2026 plan", "by 20 Feb 2026", "$162 mn") == "The 2026 plan had received $162 mn by 20 Feb 2026"
    )


def test_a_plan_without_money_on_record_is_not_told_as_unfunded() -> None:
    assert only_required("the 2026 plan", "$2.8 bn") == (
        "The 2026 plan requires $2.8 bn; no figure of money received yet"
    )
    assert only_required("the 2024 plan", "$2.8 bn", over=True) == (
        "The 2024 plan required $2.8 bn; no figure of money received"
    )
    assert only_required("the 2026 plan", "$2.8 bn", "the last known sum received was $2.02 bn (2013)") == (
        "The 2026 plan requires $2.8 bn; the last known sum received was $2.02 bn (2013)"
    )


def test_a_sentence_on_a_plan_tells_its_sums_in_their_order() -> None:
    """And a share behind the sums that it is worked out of."""
    got, asks = (Told(Figure(value, nan, nan, "exact", "usd"), NO_DAY) for value in (1.37e9, 3.19e9))
    received, required = (Telling(one.said, one) for one in (got, asks))
    share = Telling("43%", WORKED_OUT)
    assert told_in(received_of("the plan", received, required, share)) == (asks, WORKED_OUT), "its sum is not said"
    assert told_in(received_of("the plan", received, required)) == (got, asks)
    assert told_in(received_of("the plan", received, required, more=True)) == (got, asks)
    assert told_in(received_of("the plan", received)) == (got,)
    assert told_in(funded_by("the plan", "by 2026", received, required, share)) == (got, asks, WORKED_OUT)
    assert told_in(funded_by("the plan", "by 2026", received, "", share)) == (WORKED_OUT,)
    assert told_in(funded_by("the plan", "by 2026", received, required)) == (got, asks)
    known = Telling(f"the last known sum received was {received} (2013)", received)
    assert told_in(only_required("the plan", required, known)) == (asks, got)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("United States", "the United States"),
        ("Netherlands", "the Netherlands"),
        ("European Union and its member states", "the European Union and its member states"),
        ("Syria crisis response", "the Syria crisis response"),
        ("Islamic Development Bank", "the Islamic Development Bank"),
        ("Germany", "Germany"),
        ("Uzbekistan", "Uzbekistan"),
        ("Iraq and Syria", "Iraq and Syria"),
    ],
)
def test_names_take_their_article(name: str, words: str) -> None:
    assert the(name) == words


def test_to_seek_is_irregular() -> None:
    assert (verb("seek"), verb("seek", past=True)) == ("seeks", "sought")
