"""Cuts through an indicator: which values are offered together, and which rows they stand for."""

from collections.abc import Callable

import pytest

from analysis.cut import (
    CUTS,
    FIXED,
    Cut,
    choices,
    default_cut,
    documented,
    held,
    likely_cuts,
    scopes,
    statements,
    year_sums,
    years,
)
from loaders import Ledger


def test_every_default_cut_of_every_indicator_has_figures(ledger: Ledger) -> None:
    """Whatever a reader picks first, there is something to see."""
    for indicator in documented(ledger).index[::3]:
        for by in CUTS:
            cut = default_cut(ledger, indicator, by)
            assert len(statements(ledger, cut)), (indicator, by)
            assert len(cut.which) <= 4
            assert years(ledger, cut)


def test_a_cut_holds_every_other_dimension_at_one_value(ledger: Ledger) -> None:
    for by in CUTS:
        rows = held(ledger, default_cut(ledger, "repatriated_persons", by))
        for column in FIXED:
            if column != by:
                assert rows[column].nunique() == 1, (by, column)


def test_people_and_households_are_never_in_one_cut(ledger: Ledger) -> None:
    """Cut by group, households are left out: they are another unit, and have a cut of their own."""
    for indicator in ("camp_population", "iraqi_returns", "idps"):
        cut = default_cut(ledger, indicator, "group")
        assert held(ledger, cut)["unit"].nunique() == 1
        assert "households" not in choices(ledger, cut, "group")
    assert "households" in choices(ledger, default_cut(ledger, "iraqi_returns", "place"), "group")


def test_everybody_comes_before_a_part(ledger: Ledger) -> None:
    cut = default_cut(ledger, "camp_population", "place")
    assert choices(ledger, cut, "origin")[0] == "all"
    assert choices(ledger, cut, "group")[0] == "total"
    assert cut.which[0] == "al-hol"


def test_what_is_counted_by_nationality_is_cut_by_nationality_first(ledger: Ledger) -> None:
    assert likely_cuts(ledger, "repatriated_persons")[0] == "origin"
    assert likely_cuts(ledger, "idps")[0] == "place"
    assert set(likely_cuts(ledger, "idps")) == set(CUTS)


def test_only_flows_have_periods_to_choose_from(ledger: Ledger) -> None:
    assert scopes(ledger, default_cut(ledger, "camp_population")) == ()
    assert scopes(ledger, default_cut(ledger, "detainees_transferred_total")) == ()
    assert scopes(ledger, default_cut(ledger, "repatriated_persons", "origin"))[0] == "years"


def test_other_counts_are_offered_last_however_many_there_are(ledger: Ledger) -> None:
    """The deaths of one attack have more rival tolls than preferred ones."""
    offered = scopes(ledger, default_cut(ledger, "prison_attack_deaths"))
    assert offered[-1] == "alternative_count"
    assert offered[0] != "alternative_count"


def test_a_share_is_never_added_up_to_a_year(ledger: Ledger) -> None:
    """What may not be added over periods is shown by year only as its sources state it."""
    for indicator in ("rrp_share_funded", "share_funded", "conference_total"):
        cut = default_cut(ledger, indicator)
        for sums in year_sums(ledger, statements(ledger, cut), "place").values():
            assert set(sums["basis"]) == {"stated"}
            assert set(sums["parts"]) == {1}


def test_years_limit_the_statements(ledger: Ledger) -> None:
    cut = Cut("camp_population", "place", ("al-hol",), first="2020", last="2021")
    ends = statements(ledger, cut)["period_end"].dt.year
    assert set(ends) == {2020, 2021}


@pytest.mark.parametrize("by", CUTS)
def test_no_choice_gives_no_statement(ledger: Ledger, by: str) -> None:
    cut = default_cut(ledger, "camp_population", by)
    assert statements(ledger, Cut("camp_population", cut.by, (), cut.place, cut.origin, cut.group)).empty


def test_each_body_leads_among_its_own_statements(with_rows: Callable[..., Ledger]) -> None:
    """Two bodies that differ are rivals, but cut by counting body each has its own series."""
    made = with_rows(
        {"value": 100.0, "publisher": "UN body", "publisher_kind": "un"},
        {"value": 150.0, "publisher": "Newspaper", "publisher_kind": "media"},
    )
    by_place = statements(made, Cut("camp_population", "place", ("al-hol",)))
    assert sorted(by_place["role"]) == ["headline", "rival"]
    by_body = statements(made, Cut("camp_population", "counter", ("UN body", "Newspaper"), "al-hol"))
    assert list(by_body["role"]) == ["headline", "headline"]


def test_an_outlet_is_no_body_that_counts(with_rows: Callable[..., Ledger]) -> None:
    """What one newspaper relays of two officials is of two bodies; what two relay of one official is of one."""
    relay = {"publisher": "Newspaper", "publisher_kind": "media"}
    made = with_rows(
        relay | {"value": 100.0, "counter": "SDF"},
        relay | {"value": 150.0, "counter": "US government", "period_end": "2021-06-30"},
        {"value": 160.0, "publisher": "Another", "counter": "US government", "period_end": "2021-12-31"},
    )
    cut = default_cut(made, "camp_population", "counter")
    assert set(cut.which) == {"SDF", "US government"}
    rows = statements(made, cut)
    assert sorted(rows.loc[rows["counter"] == "US government", "value"]) == [150.0, 160.0]
