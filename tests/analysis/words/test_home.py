"""Sentences on people taken home: number, article, hedge and date as English has them."""

import pandas as pd
import pytest

from analysis import Figure
from analysis.words import WORKED_OUT, Told
from analysis.words.grammar import BREATH, LONGEST, aloud, shortest, told_in
from analysis.words.home import (
    group_said,
    nationals_said,
    peak_of,
    people_said,
    remained,
    share_of_children,
    states_that_took_home,
    took_home,
    took_home_most,
    went_and_came,
)

NAN = float("nan")


def figure(value: float, kind: str = "exact") -> Figure:
    return Figure(value, NAN, NAN, kind, "persons")


def told(value: float, kind: str = "exact", day: str = "2025-09-16", precision: str = "day") -> Told:
    return Told(figure(value, kind), pd.Timestamp(day), precision, pd.Timestamp("2025-12-01"))


def test_one_is_a_person_and_several_are_people() -> None:
    assert people_said(figure(1)) == "1 person"
    assert people_said(figure(239, "at_least")) == "at least 239 people"
    assert group_said(figure(1), "women") == "1 woman"
    assert group_said(figure(120, "about"), "children") == "about 120 children"
    assert group_said(figure(7), "under_12") == "7 people"


def test_nationals_are_of_a_state_and_children_from_it() -> None:
    assert nationals_said([("total", told(182))], "Indonesia") == "182 nationals of Indonesia"
    both = [("children", told(120, "about")), ("women", told(50, "about"))]
    assert nationals_said(both, "France") == "about 120 children and 50 women from France"
    mixed = [("children", told(120, "about")), ("women", told(50))]
    assert nationals_said(mixed, "United Kingdom") == "about 120 children and 50 women from the United Kingdom"
    unlike = [("children", told(50, "at_least")), ("women", told(25, "about"))]
    assert nationals_said(unlike, "Sweden") == "at least 50 children and about 25 women from Sweden"


def test_a_total_names_the_state_with_its_article_and_its_date() -> None:
    assert took_home("France", told(239, "at_least")) == "France had taken home at least 239 people by 16 Sep 2025"
    year = told(16, "at_least", "2024-12-31", "year")
    assert took_home("Netherlands", year) == "The Netherlands had taken home at least 16 people by the end of 2024"


def test_each_total_has_the_date_that_it_reaches() -> None:
    named = [("Kazakhstan", told(626, "at_least", "2023-05-21")), ("Russia", told(540, "at_least", "2024-11-22"))]
    assert (
        took_home_most(named)
        == "Kazakhstan had taken home at least 626 people by May 2023 and Russia at least 540 by Nov 2024"
    )
    exact = [("Kazakhstan", told(607, "exact", "2021-12-31", "year")), ("United States", told(51, "exact"))]
    assert (
        took_home_most(exact)
        == "Kazakhstan had taken home 607 people by the end of 2021 and the United States 51 by Sep 2025"
    )


def test_one_date_is_said_once() -> None:
    same = [("Kazakhstan", told(607)), ("Azerbaijan", told(409))]
    assert took_home_most(same) == "Kazakhstan had taken home 607 people and Azerbaijan 409 by Sep 2025"
    went, back = told(156, "estimate"), told(34, "at_least")
    assert (
        went_and_came("North Macedonia", went, back, "taken home")
        == "An estimated 156 people had travelled from North Macedonia and at least 34 were taken home by Sep 2025"
    )
    later = told(34, "at_least", "2025-11-25")
    assert (
        went_and_came("North Macedonia", went, later, "taken home")
        == "An estimated 156 people travelled from North Macedonia by Sep 2025; "
        "at least 34 were taken home by Nov 2025"
    )
    assert went_and_came("Spain", went, told(1), "back by any route").endswith("1 was back by any route by Sep 2025")


def test_the_fullest_way_that_is_short_enough_is_said() -> None:
    assert shortest("a" * (LONGEST + 1), "b" * LONGEST, "c") == "b" * LONGEST
    assert shortest("a" * (LONGEST + 1), "b" * (LONGEST + 2)) == "b" * (LONGEST + 2)
    assert aloud("a" * (BREATH + 1), "b" * BREATH, "c") == "b" * BREATH


def test_states_are_at_least_those_that_reports_name() -> None:
    named = [("Kazakhstan", told(626, "at_least")), ("Russia", told(540, "at_least"))]
    assert (
        states_that_took_home(named, "by 25 Nov 2025")
        == "At least 2 states had taken people home by 25 Nov 2025, Kazakhstan the most (at least 626)"
    )
    assert (
        states_that_took_home(named[:1], "by the end of 2017")
        == "Kazakhstan alone is reported to have taken people home by the end of 2017: at least 626"
    )
    stated = [("Kazakhstan", told(607, "exact", "2021-12-31", "year")), named[1]]
    assert states_that_took_home(stated, "by 25 Nov 2025").endswith("Kazakhstan the most (607 by the end of 2021)")


def test_a_peak_is_told_beside_the_newest_year() -> None:
    best, last = ("2019", told(1330, "at_least")), ("2025", told(44, "at_least"))
    peak = "Reported repatriations peaked in 2019 with at least 1,330 people"
    assert peak_of("Reported repatriations", best) == peak
    assert peak_of("Reported repatriations", best, last) == f"{peak}; 2025 saw at least 44"
    assert peak_of("Reported repatriations", best, last, running=True) == f"{peak}; 2025 saw at least 44 so far"


@pytest.mark.parametrize(
    ("children", "known", "said"),
    [(80, 100, "four in five"), (64, 100, "64%"), (10, 10, "all"), (0, 10, "none")],
)
def test_a_share_of_children_is_said_as_people_say_it(children: float, known: float, said: str) -> None:
    whole = share_of_children(children, known, "Netherlands")
    assert whole == f"In reported operations {said} of those taken home to the Netherlands were children"
    part = share_of_children(children, known, of_all=False)
    assert part == f"Where reports give ages, {said} of those taken home were children"


def test_those_who_remained_are_told_with_those_who_left_since() -> None:
    parts = [("children", told(120, "about")), ("women", told(50, "about"))]
    assert (
        remained(parts, "France", "in Roj camp", "in Jun 2025", told(13, "at_least"))
        == "About 120 children and 50 women from France remained in Roj camp in Jun 2025; at least 13 people left since"
    )
    assert (
        remained([("women", told(1))], "Spain", "in Syria", "in 2023") == "1 woman from Spain remained in Syria in 2023"
    )
    nobody = remained([("total", told(0))], "Austria", "in Syria", "in Mar 2025")
    assert nobody == "No nationals of Austria were known to remain in Syria in Mar 2025"


def test_a_long_sentence_leaves_out_the_place() -> None:
    parts = [("children", told(66)), ("women", told(30)), ("men", told(22))]
    told_of = remained(parts, "Bosnia and Herzegovina", "in Northeast Syria", "on 22 Apr 2025", told(13, "at_least"))
    who = "66 children, 30 women and 22 men from Bosnia and Herzegovina"
    assert told_of == f"{who} remained on 22 Apr 2025; at least 13 people left since"


def test_a_sentence_tells_its_figures_in_their_order() -> None:
    """Whoever quotes it names the sources of these."""
    one, two, since = told(120, "about"), told(50, "about"), told(13, "at_least")
    parts, states = [("children", one), ("women", two)], [("Kazakhstan", one), ("Russia", two)]
    assert told_in(nationals_said(parts, "France")) == (one, two)
    assert told_in(took_home("France", one)) == (one,)
    assert told_in(took_home_most(states)) == (one, two)
    assert told_in(took_home_most(states[:1])) == (one,)
    assert told_in(states_that_took_home(states, "by 2025")) == (WORKED_OUT, one)
    assert told_in(states_that_took_home(states[:1], "by 2025")) == (one,)
    assert told_in(went_and_came("Spain", one, two, "taken home")) == (one, two)
    assert told_in(peak_of("Repatriations", ("2019", one), ("2025", two))) == (one, two)
    assert told_in(peak_of("Repatriations", ("2019", one))) == (one,)
    assert told_in(share_of_children(80, 100)) == (WORKED_OUT,)
    assert told_in(remained(parts, "France", "in Roj camp", "in Jun 2025", since)) == (one, two, since)
    assert told_in(remained(parts, "France", "in Roj camp", "in Jun 2025")) == (one, two)
