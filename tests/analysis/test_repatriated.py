"""People taken home: one arithmetic of years and totals, traced to the files, and its hedges on small ledgers."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from analysis import Figure, as_known_on, by_period, headline, select, with_lead
from analysis.origins import nationalities
from analysis.repatriated import (
    AREA,
    REPATRIATED,
    SO_FAR,
    Taken,
    by_year,
    in_all,
    remaining,
    remaining_of_all,
    wider,
)
from analysis.standing import departed
from loaders import Ledger

Maker = Callable[..., Ledger]
DAY = pd.Timestamp


def lines(ledger: Ledger, taken: Taken) -> set[int]:
    """The lines of the data file behind a figure."""
    return set(ledger.observations.loc[list(taken.rows), "line"])


# Figures of the files.


def test_france_2022_is_at_least_the_sum_of_its_three_operations(ledger: Ledger) -> None:
    """51 in July (line 319), 55 on 20 October (320) and 3 in early October (321): others may be unreported."""
    (lead,) = by_year(ledger)["FRA", 2022]
    assert (lead.figure.text, lead.basis, lines(ledger, lead)) == ("at least 109", "sum", {319, 320, 321})


def test_a_stated_total_of_a_year_stays_as_stated(ledger: Ledger) -> None:
    """Kyrgyzstan 2023: 333 by the US Department of State (line 371), not the four missions again on top of it."""
    (lead,) = by_year(ledger)["KGZ", 2023]
    assert (lead.figure.text, lead.basis, lines(ledger, lead)) == ("333", "stated", {371})


def test_a_single_operation_is_at_least_the_year(ledger: Ledger) -> None:
    """France 2025: 13 in the one reported operation (line 324)."""
    (lead,) = by_year(ledger)["FRA", 2025]
    assert (lead.figure.text, lines(ledger, lead)) == ("at least 13", {324})


def test_an_operation_told_by_its_parts_alone_is_in_the_year(ledger: Ledger) -> None:
    """Sweden 2021: 11 in October (line 214) and nine in September, told as three women and six children (430)."""
    lead = by_year(ledger)["SWE", 2021][0]
    assert (lead.figure.text, lines(ledger, lead)) == ("at least 20", {214, 430})


def test_larger_counts_of_a_part_stand_beside_the_lead(ledger: Ledger) -> None:
    """Russia 2023: operations add up to 83, the ombudsman counts 122 children in the year (line 587)."""
    lead, *larger = by_year(ledger)["RUS", 2023]
    assert lead.figure.text == "at least 83"
    assert [(one.figure.text, one.basis, lines(ledger, one)) for one in larger] == [("at least 122", "part", {587})]


@pytest.mark.parametrize(
    ("state", "text", "basis", "until"),
    [
        ("KAZ", "at least 626", "sum", "2023-05-21"),
        ("RUS", "at least 540", "sum", "2024-11-22"),
        ("KGZ", "at least 539", "sum", "2024-12-31"),
        ("AZE", "at least 482", "sum", "2024-06-04"),
        ("UZB", "at least 411", "sum", "2021-04-30"),
        ("TJK", "at least 385", "sum", "2024-04-25"),
        ("FRA", "at least 239", "part", "2025-09-16"),
        ("DEU", "at least 102", "part", "2022-10-05"),
        ("UKR", "at least 55", "part", "2025-04-29"),
        ("USA", "51", "stated", "2024-05-07"),
        ("NLD", "at least 50", "sum", "2024-05-07"),
        ("GBR", "at least 16", "sum", "2024-05-24"),
    ],
)
def test_totals_of_states(ledger: Ledger, state: str, text: str, basis: str, until: str) -> None:
    taken = in_all(ledger)[state]
    assert (taken.figure.text, taken.basis, taken.until) == (text, basis, DAY(until))


def test_kazakhstan_adds_what_its_running_total_leaves_out(ledger: Ledger) -> None:
    """607 from northeast Syria up to 2021 (line 631), 14 children from Iraq in 2019 (229), five in 2023 (356)."""
    taken = in_all(ledger)["KAZ"]
    assert lines(ledger, taken) == {631, 229, 356}
    assert taken.note == "607 by the end of 2021, and 19 in 2 reported operations beyond these"


@pytest.mark.parametrize(("state", "parts"), [("FRA", {621, 624}), ("UKR", {647, 648}), ("DEU", {615, 616})])
def test_parts_that_one_source_gives_of_the_same_people_are_added(ledger: Ledger, state: str, parts: set[int]) -> None:
    """179 children and 60 women; 41 and 14; 76 and 26: at least so many, because men may be missing."""
    assert lines(ledger, in_all(ledger)[state]) == parts


def test_a_total_of_one_country_does_not_hide_operations_from_the_other(ledger: Ledger) -> None:
    """254 Tajiks from northeast Syria by June 2023 (line 641) leave out the 84 children from Iraq (line 237)."""
    taken = in_all(ledger, DAY("2023-12-31"))["TJK"]
    assert (taken.figure.value, lines(ledger, taken)) == (254 + 84, {641, 237})


def test_a_total_of_more_countries_is_told_apart_and_never_leads(ledger: Ledger) -> None:
    """Kyrgyzstan counts Türkiye (line 601), Russia Pakistan and Türkiye (604), Uzbekistan Afghanistan (611)."""
    told = wider(ledger)
    assert {state: taken.figure.text for state, taken in told.items()} == {
        "KGZ": "551",
        "RUS": "at least 592",
        "UZB": "531",
    }
    assert told["RUS"].note == "Counts Iraq, Pakistan, Syria and Türkiye together: 592 children"
    used = {line for taken in in_all(ledger).values() for line in lines(ledger, taken)}
    assert not used & {601, 603, 604, 611, 612}


# Rules that hold for every state, vintage and lead.

LEDGERS = ["", "2019-06-30", "2021-12-31", "2023-06-30", "2024-12-31", "highest", "lowest", "kind:media"]


def variant(ledger: Ledger, which: str) -> Ledger:
    """The ledger as known on a date, or under another lead."""
    return (
        with_lead(ledger, which) if which[:1] not in ("", "2") else as_known_on(ledger, DAY(which)) if which else ledger
    )


@pytest.mark.parametrize("which", LEDGERS)
def test_what_is_added_up_or_counts_a_part_is_never_exact(ledger: Ledger, which: str) -> None:
    led = variant(ledger, which)
    every = [*in_all(led).values(), *(one for figures in by_year(led).values() for one in figures)]
    assert every
    assert {one.figure.qualifier for one in every if one.basis != "stated"} <= {"at_least", "about", "estimate"}


@pytest.mark.parametrize("which", LEDGERS)
def test_a_total_is_at_least_each_of_its_years_and_their_sum(ledger: Ledger, which: str) -> None:
    led = variant(ledger, which)
    sums: dict[str, float] = {}
    for (state, _), (lead, *_) in by_year(led).items():
        sums[state] = sums.get(state, 0.0) + lead.figure.value
    totals = in_all(led)
    assert {state for state, added in sums.items() if totals[state].figure.value < added} == set()


@pytest.mark.parametrize("which", LEDGERS)
def test_totals_never_fall_and_hold_nothing_later(ledger: Ledger, which: str) -> None:
    led = variant(ledger, which)
    ends = [DAY(f"{year}-12-31") for year in range(2017, 2026)]
    found = [in_all(led, end) for end in ends]
    for end, totals in zip(ends, found, strict=True):
        assert all(taken.until <= end for taken in totals.values())
        assert all((led.observations.loc[list(t.rows), "period_end"] <= end).all() for t in totals.values())
    for before, after in pairwise(found):
        assert all(after[state].figure.value >= taken.figure.value for state, taken in before.items())


@pytest.mark.parametrize("which", LEDGERS)
def test_no_statement_is_counted_twice(ledger: Ledger, which: str) -> None:
    led = variant(ledger, which)
    for taken in in_all(led).values():
        assert len(set(taken.rows)) == len(taken.rows)
        rows = led.observations.loc[list(taken.rows)]
        events = rows[rows["event"].astype(str) != ""]
        keys = events["event"].astype(str) + "|" + events["group"].astype(str)
        assert not keys.duplicated().any()


def test_years_are_what_every_other_sum_of_the_flow_is(ledger: Ledger) -> None:
    """The lead of a year is what `by_period` makes of the same statements, where all operations have a total."""
    alone = {("SWE", 2021)}  # one operation is told by its women only
    found = {key: figures[0] for key, figures in by_year(ledger).items() if figures[0].basis != "part"}
    seen = set()
    for state in nationalities(ledger):
        rows = select(ledger, REPATRIATED, origin=state)
        for row in by_period(ledger, rows).to_dict("records") if len(rows) else []:
            key = (state, row["period_end"].year)
            seen.add(key)
            if key not in alone:
                assert (found[key].figure.value, found[key].figure.qualifier) == (row["value"], row["qualifier"]), key
    assert seen == set(found)


def test_what_is_not_to_be_added_is_in_no_sum(ledger: Ledger) -> None:
    """The two children of June 2019 with a Danish background came with the flight to France (not_added.csv)."""
    held_back = set(ledger.not_added["event"].astype(str))
    assert held_back & set(ledger.observations["event"].astype(str))
    every = [*in_all(ledger).values(), *(one for figures in by_year(ledger).values() for one in figures)]
    used = ledger.observations.loc[sorted({label for one in every for label in one.rows}), "event"].astype(str)
    assert not held_back & set(used)
    assert ("DNK", 2019) not in by_year(ledger)


# Small ledgers, one rule each.

OPERATION = {
    "indicator": REPATRIATED,
    "place": "roj",
    "origin": "FRA",
    "group": "total",
    "scope": "event",
    "event": "one",
    "period_start": "2020-05-01",
    "period_end": "2020-05-01",
    "value": 10,
    "kind": "flow",
    "unit": "persons",
}
CLAIM = OPERATION | {
    "indicator": SO_FAR,
    "place": AREA,
    "scope": "",
    "event": "",
    "kind": "cumulative",
    "period_start": "2019-01-01",
    "period_end": "2020-12-31",
    "value": 100,
}
LATER = OPERATION | {"event": "two", "period_start": "2021-03-01", "period_end": "2021-03-01", "value": 7}


def total(ledger: Ledger, until: str = "2030-12-31") -> Taken:
    return in_all(ledger, DAY(until))["FRA"]


def test_a_stated_total_alone_keeps_its_hedge_and_its_date(with_rows: Maker) -> None:
    taken = total(with_rows(CLAIM, OPERATION))
    assert (taken.figure.text, taken.basis, taken.until) == ("100", "stated", DAY("2020-12-31"))


def test_operations_after_its_end_are_added_as_at_least(with_rows: Maker) -> None:
    taken = total(with_rows(CLAIM, OPERATION, LATER))
    assert (taken.figure.text, taken.basis, taken.until) == ("at least 107", "sum", DAY("2021-03-01"))
    assert total(with_rows(CLAIM, OPERATION, LATER), "2021-02-28").figure.text == "100"


def test_operations_before_its_start_are_added(with_rows: Maker) -> None:
    early = OPERATION | {"period_start": "2018-05-01", "period_end": "2018-05-01"}
    assert total(with_rows(CLAIM, early)).figure.text == "at least 110"


def test_operations_within_its_time_and_area_are_not_added(with_rows: Maker) -> None:
    claim = CLAIM | {"place": "ne-syria", "country": "SYR"}
    assert total(with_rows(claim, OPERATION | {"country": "SYR"})).figure.text == "100"
    assert total(with_rows(claim, OPERATION | {"place": "iraq", "country": "IRQ"})).figure.text == "at least 110"
    assert (
        total(with_rows(CLAIM | {"country": ""}, OPERATION | {"place": "iraq", "country": "IRQ"})).figure.text == "100"
    )


def test_parts_are_a_lower_bound_unless_they_are_everybody(with_rows: Maker) -> None:
    children = CLAIM | {"group": "children", "value": 41}
    women = CLAIM | {"group": "women", "value": 14}
    men = CLAIM | {"group": "men", "value": 5}
    assert total(with_rows(children)).figure.text == "at least 41"
    both = total(with_rows(children, women))
    assert (both.figure.text, both.basis, both.note) == ("at least 55", "part", "41 children and 14 women")
    assert (total(with_rows(children, women, men)).figure.text, total(with_rows(children, women, men)).basis) == (
        "60",
        "stated",
    )


def test_parts_of_two_sources_are_never_added(with_rows: Maker) -> None:
    children = CLAIM | {"group": "children", "value": 41}
    women = CLAIM | {"group": "women", "value": 14, "source": "other"}
    assert total(with_rows(children, women)).figure.text == "at least 41"


def test_a_wider_total_is_only_told(with_rows: Maker) -> None:
    outside = CLAIM | {"place": "iraq-syria-afghanistan", "place_name": "Iraq, Syria and Afghanistan", "value": 500}
    led = with_rows(outside, OPERATION)
    assert total(led).figure.text == "at least 10"
    assert wider(led)["FRA"].figure.text == "500"


def test_an_upper_limit_is_no_lower_bound(with_rows: Maker) -> None:
    most = CLAIM | {"qualifier": "at_most", "value": 500}
    assert total(with_rows(most, OPERATION)).figure.text == "at least 10"
    year = OPERATION | {
        "scope": "part_period",
        "event": "",
        "qualifier": "at_most",
        "group": "children",
        "period_start": "2022-01-01",
        "period_end": "2022-06-30",
    }
    assert ("FRA", 2022) not in by_year(with_rows(year))


def test_a_stated_year_leads_and_adds_operations_from_the_other_country(with_rows: Maker) -> None:
    year = OPERATION | {
        "scope": "year_total",
        "event": "",
        "period_start": "2020-01-01",
        "period_end": "2020-12-31",
        "value": 50,
        "place": "ne-syria",
        "country": "SYR",
    }
    alone = by_year(with_rows(year, OPERATION | {"country": "SYR"}))["FRA", 2020]
    assert [(one.figure.text, one.basis) for one in alone] == [("50", "stated")]
    iraq = OPERATION | {"place": "iraq", "country": "IRQ"}
    assert by_year(with_rows(year, iraq))["FRA", 2020][0].figure.text == "at least 60"


def test_part_of_a_year_leads_only_where_nothing_else_is_known(with_rows: Maker) -> None:
    part = OPERATION | {
        "scope": "part_period",
        "event": "",
        "group": "children",
        "period_start": "2020-01-01",
        "period_end": "2020-10-09",
        "value": 30,
    }
    assert [one.figure.text for one in by_year(with_rows(part))["FRA", 2020]] == ["at least 30"]
    assert [one.figure.text for one in by_year(with_rows(part, OPERATION))["FRA", 2020]] == [
        "at least 10",
        "at least 30",
    ]


# Those who remain.


def test_the_widest_of_counts_of_one_day_speaks_for_all(ledger: Ledger) -> None:
    """Kazakhstan: at least 10 in the camps and at least 30 in Syria, both of 2 March 2025 (lines 86 and 154)."""
    assert ledger.observations.loc[remaining(ledger)["KAZ"], "line"] == 154


def test_a_count_of_one_camp_is_no_count_of_all(ledger: Ledger) -> None:
    """34 Australians in Roj, about 30 Albanians in al-Hol, and at least 180 people in Iraq are not all of theirs."""
    newest, of_all = remaining(ledger), remaining_of_all(ledger)
    assert ledger.observations.loc[newest["AUS"], "place"] == "roj"
    assert "AUS" not in of_all
    assert "TUR" not in of_all
    assert ledger.observations.loc[of_all["ALB"], "place"] == "ne-syria"


@pytest.mark.parametrize(
    ("place", "origin", "group", "since", "left"),
    [
        ("ne-syria", "TJK", "total", "2020-07-27", 146 + 104 + 47),
        ("iraq-syria", "DEU", "total", "2018-03-31", 4 + 15 + 31 + 37 + 12),
        ("ne-syria", "FRA", "children", "2025-06-30", 10),
        ("ne-syria", "GBR", "total", "2022-10-14", 6 + 4),
        # Operations tell women and children apart; of Kosovo's eleven in 2021 six were men.
        ("ne-syria", "KGZ", "women_and_children", "2022-06-30", 59 + 95 + 83 + 96 + 99 + 22),
        ("syria", "XKX", "women_and_children", "2019-04-20", 5),
    ],
)
def test_repatriations_since_a_count_overtake_it(
    ledger: Ledger, place: str, origin: str, group: str, since: str, left: float
) -> None:
    """indicators.csv names the flows that take people out of the stock of those who remain."""
    found = departed(ledger, "nationals_remaining", place, origin, group, DAY(since))
    assert found == Figure(left, found.low, found.high, "at_least", "persons")  # type: ignore[union-attr]


def test_every_statement_behind_a_figure_leads_its_own_count(ledger: Ledger) -> None:
    every: list[Any] = [*in_all(ledger).values(), *(one for found in by_year(ledger).values() for one in found)]
    rows = headline(ledger, ledger.observations.loc[sorted({label for one in every for label in one.rows})])
    assert set(rows["role"].astype(str)) <= {"headline", "beside"}
