"""Any measure of the codebook can be the subject of a sentence, with its place and its people."""

import re

import pandas as pd
import pytest

from analysis import Figure
from analysis.words import Told
from analysis.words.grammar import Telling, told_in
from analysis.words.measures import (
    according_to,
    between,
    by_other_count,
    first_told,
    has_moved,
    highest,
    highest_on_map,
    lower,
    measured,
    moved_from,
    not_given,
    nothing_moved,
    number_of,
    people_of,
    reached,
    record_of,
    stood_at,
    told_now,
    with_unit,
)
from loaders import Ledger

NAN = float("nan")


def told(value: float, day: str, qualifier: str = "exact", unit: str = "persons") -> Told:
    """A figure with its date."""
    return Told(Figure(value, NAN, NAN, qualifier, unit), pd.Timestamp(day))


@pytest.mark.parametrize(
    ("name", "kind", "people"),
    [
        ("Iraqi", "aggregate", "Iraqis"),
        ("Syrian", "aggregate", "Syrians"),
        ("third-country", "aggregate", "third-country nationals"),
        ("non-Syrian (Iraqi and third-country)", "aggregate", "non-Syrian nationals"),
        ("all nationalities", "aggregate", "people"),
        ("France", "nationality", "nationals of France"),
        ("Netherlands", "nationality", "nationals of the Netherlands"),
        ("Europe", "region", "people from Europe"),
    ],
)
def test_people_are_named_by_their_nationality(name: str, kind: str, people: str) -> None:
    assert people_of(name, kind) == people


@pytest.mark.parametrize(
    ("title", "place", "people", "what"),
    [
        ("People living in camp", "Al-Hol camp", "Iraqis", "Iraqis living in Al-Hol camp"),
        ("People living in camp", "Two camps together", "", "People living in Two camps together"),
        ("Iraqis returned from camp, running total", "Al-Hol camp", "", "Iraqis returned from Al-Hol camp"),
        ("Syrian refugees, by host country", "Türkiye", "", "Syrian refugees in Türkiye"),
        ("Syrian refugees, by host country", "Netherlands", "", "Syrian refugees in the Netherlands"),
        ("Syrians returned from camp, by destination", "Raqqa", "", "Syrians returned from camps to Raqqa"),
        ("US troops in the country", "Iraq", "", "US troops in Iraq"),
        ("Members of the Global Coalition", "World", "", "Members of the Global Coalition"),
        (
            "ISIS detainees transferred, running total",
            "Northeast Syria",
            "nationals of Türkiye",
            "ISIS detainees transferred from Northeast Syria (nationals of Türkiye)",
        ),
        (
            "People held as ISIS suspects or convicts",
            "Al-Karkh central prison, Baghdad",
            "nationals of Russia",
            "Nationals of Russia held as ISIS suspects or convicts in Al-Karkh central prison, Baghdad",
        ),
        (
            "Nationals still held abroad",
            "Roj camp",
            "nationals of Australia",
            "Nationals of Australia still held abroad in Roj camp",
        ),
        (
            "Left Jeddah-1 for home areas, running total",
            "Jeddah-1 centre (Al-Jadaa)",
            "",
            "People who left Jeddah-1 for home areas",
        ),
        ("Displaced persons by home governorate", "Ninewa", "", "Displaced persons from Ninewa"),
        ("Returnees in custody", "Germany", "nationals of Germany", "Returnees in custody in Germany"),
        (
            "Syrians returned from abroad since 8 December 2024",
            "Syria",
            "",
            "Syrians returned from abroad since 8 December 2024",
        ),
        ("Displacement movements in Syria", "Aleppo", "", "Displacement movements in Syria, Aleppo"),
        ("Conference headline total, euro", "Iraq", "Germany", "Conference total in Iraq (Germany)"),
    ],
)
def test_a_measure_is_told_with_its_place_and_people(title: str, place: str, people: str, what: str) -> None:
    assert measured(title, place, people) == what


def test_only_people_have_a_number() -> None:
    assert number_of("Iraqis living in Al-Hol camp", "persons") == "The number of Iraqis living in Al-Hol camp"
    assert number_of("Internally displaced persons", "persons") == "The number of internally displaced persons"
    for capacity in ("Camp capacity in Al-Hol camp", "Announced return targets", "Death sentences in Iraq"):
        assert number_of(capacity, "persons") == capacity
    assert number_of("Members of the Global Coalition", "members") == "Members of the Global Coalition"
    assert number_of("Share of children in camp", "percent") == "The share of children in camp"


def test_every_title_of_the_codebook_makes_a_subject(ledger: Ledger) -> None:
    for row in ledger.indicators.to_dict("records"):
        what = measured(str(row["title"]), "Northeast Syria", "nationals of France")
        assert what[:1].isupper(), what
        assert "running total" not in what
        assert not re.search(r"\b(in|from|to) camp$|  |\bin in\b", what), what
        subject = number_of(what, str(row["unit"]))
        assert not subject.startswith("The number of The"), subject


def test_names_keep_their_capitals_within_a_sentence() -> None:
    assert lower("Iraqis living") == "Iraqis living"
    assert lower("ISIS detainees") == "ISIS detainees"
    assert lower("Small Group size") == "Small Group size"
    assert lower("Displaced Iraqis") == "displaced Iraqis"
    assert lower("Non-Syrian nationals") == "non-Syrian nationals"


def test_a_stock_is_told_with_what_it_was() -> None:
    now, then = told(2462, "2026-01-11"), told(30897, "2019-11-19")
    what = "Iraqis living in Al-Hol camp"
    assert stood_at(what, "persons", now, then, past=True) == (
        "The number of Iraqis living in Al-Hol camp was 2,462 (11 Jan 2026), down from 30,897 in Nov 2019"
    )
    assert " is 2,462" in stood_at(what, "persons", now)
    capacity = stood_at("Camp capacity", "persons", told(20000, "2019-03-28"), past=True)
    assert capacity == "Camp capacity: last given as 20,000 (28 Mar 2019)"
    assert reached("ISIS detainees transferred", "persons", told(5704, "2026-02-13")) == (
        "The number of ISIS detainees transferred had reached 5,704 by 13 Feb 2026"
    )


def test_what_moved_is_told_from_where_to_where() -> None:
    what, then, now = "Iraqis living in Al-Hol camp", told(3500, "2025-12-11"), told(2462, "2026-01-11")
    assert moved_from(what, "persons", then, now) == (
        "The number of Iraqis living in Al-Hol camp fell from 3,500 (11 Dec 2025) to 2,462 (11 Jan 2026)"
    )
    assert moved_from(what, "persons", now, told(0, "2026-02-22", "estimate")).endswith("to none (22 Feb 2026)")
    assert (
        has_moved(what, "persons", now, then) == "The number of Iraqis living in Al-Hol camp rose to 3,500 (Dec 2025)"
    )
    assert first_told(what, "persons", now).endswith(": 2,462 (11 Jan 2026), the first count found")
    assert told_now("Camp capacity", "persons", now) == "Camp capacity: 2,462 (11 Jan 2026)"
    assert (
        according_to("Syria TV, via Damapost", "23 Jan 2026") == ", according to Syria TV, via Damapost (23 Jan 2026)"
    )
    assert according_to("press report, Rudaw", "2025").startswith(", according to a press report, Rudaw")
    first, second = pd.Timestamp(2025, 12, 31), pd.Timestamp(2026, 9, 30)
    assert between(first, second, ["A (Feb)", "B"]) == "Between 31 Dec 2025 and 30 Sep 2026: A (Feb). B."
    assert nothing_moved(first, second).endswith("between 31 Dec 2025 and 30 Sep 2026.")


def test_the_highest_of_a_map_is_alone_only_where_the_hedges_say_so() -> None:
    one, other = ("Syria", told(466, "2022-12-31")), ("Iraq", told(220, "2022-12-31", "at_least"))
    far = ("Iraq", told(220, "2022-12-31"))
    assert highest_on_map("Murders", "2022", [one, far]) == "Murders, 2022: most in Syria, 466"
    assert highest_on_map("Murders", "2022", [one, other]) == (
        "Murders, 2022: most in Syria and Iraq, 466 and at least 220"
    )
    assert highest_on_map("Murders", "2022", [one]) == "Murders, 2022: Syria 466"
    assert highest("Returns", "935", "on 22 Jun 2025") == "Returns peaked on 22 Jun 2025: 935"
    assert highest("Returns", "935", "in 2025", alone=True) == "Returns in 2025: 935"


def test_what_is_not_known_is_a_sentence() -> None:
    assert not_given("People living in camp") == "No source gives people living in camp"
    assert not_given("US troops", "nationality", "2022") == "No source gives US troops by nationality in 2022"
    assert by_other_count("Detainees held", told(12000, "2020-01-08", "about"), "US government") == (
        "Detainees held: about 12,000 by the count of the US government (8 Jan 2020)"
    )
    assert record_of("", []) == "The record has nothing yet"
    assert record_of("Camps", [2019, 2022]) == "On camps the record is fullest for 2019 to 2022"


def test_a_figure_in_a_table_bears_its_unit_once() -> None:
    assert with_unit("about 200", "persons") == "about 200 people"
    assert with_unit("37", "operations") == "37 operations"
    assert with_unit("$1.37 bn", "usd") == "$1.37 bn"
    assert with_unit("64%", "percent") == "64%"


def test_a_sentence_on_a_measure_tells_the_figures_that_it_says() -> None:
    """Whichever of its ways has room: what is left out of the words is not told."""
    now, then = told(2_225, "2026-02-21"), told(2_600, "2024-06-14")
    assert told_in(stood_at("People living in Roj camp", "persons", now, then)) == (now, then)
    assert told_in(stood_at(f"People living in {'the north ' * 5}", "persons", now, then)) == (now,)
    assert told_in(reached("Iraqis returned", "persons", now)) == (now,)
    assert told_in(highest("Returns", Telling("935", now), "in 2025")) == (now,)
    level = [("Roj camp", now), ("Areesha camp", told(2_220, "2026-02-21", "about"))]
    assert told_in(highest_on_map("People in camp", "2026", level)) == (now, level[1][1])
    assert told_in(highest_on_map("People in camp", "2026", [level[0], ("Nowruz", told(5, "2026-02-21"))])) == (now,)
