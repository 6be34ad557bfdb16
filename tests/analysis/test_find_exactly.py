"""Find answers of exactly whom, where and when was asked, or of nothing; what is near is told as near."""

from __future__ import annotations

import re

import pytest

from analysis.find import Question, ask, figures, others, telling, understood
from analysis.find.figures import fits
from analysis.find.series import Series, Shelf
from loaders import Ledger


@pytest.mark.parametrize(
    "words",
    [
        "Turkish children in Syria",
        "how many people left Roj in 2026",
        "Turkish women in al-Hol",
        "Belgians in al-Hol",
        "British children in Roj",
        "women in Roj",
        "men in al-Hol",
        "detainees died in Iraq",
        "how many people left Roj",
        "deaths in Iraq",
        "deaths in Syria",
        "Dutch men in Iraq",
        "Iraqi women in al-Hol",
        "deaths in Mosul",
        "French sentenced to death in Iraq",
        "belges dans les camps",
        "children from France repatriated from Iraq",
        "Germans repatriated from Iraq",
        "Iraqi women",
        "Japanese in Syria",
        "Mexicans repatriated",
        "cost of al-Hol camp",
        "how many partner forces in Syria",
        "How much did partners give Syria",
        "How much did Iraq ask for partner forces in 2026?",
    ],
)
def test_people_who_are_not_counted_are_not_answered_by_others(ledger: Ledger, words: str) -> None:
    """Before: 2,100 Turkish nationals who travelled, 34 Australians still held.

    Of those who left Roj the Iraqis were told, of the dead in Iraq the Peshmerga, for Iraqi women convicts in Iraqi
    prisons, for those sentenced to death the French who had travelled, and of a camp's cost that it was closed.
    """
    assert ask(ledger, words).answer is None


def test_a_state_answers_for_itself_alone(ledger: Ledger) -> None:
    """Before: women held in Iraq were answered by four from Trinidad and Tobago."""
    for words in ("women held in Iraq", "Iraqi women"):
        answer = ask(ledger, words).answer
        assert answer is None or answer.key[2] in ("all", "irq", "IRQ")
    named = ask(ledger, "women from Trinidad held in Iraq").answer
    assert named is not None
    assert named.key[2] == "TTO"


@pytest.mark.parametrize(
    "words",
    ["how many detainees died", "deaths in detention", "deaths in custody", "how many prisoners died", "prison deaths"],
)
def test_who_is_on_death_row_or_held_has_not_died(ledger: Ledger, words: str) -> None:
    """Before: 8,000 people under sentence of death; the deaths in prison attacks are some of those asked for."""
    assert ask(ledger, words).answer is None


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("deaths in al-Sina'a", ("prison_attack_deaths", "al-sinaa")),
        ("deaths in prison attacks", ("prison_attack_deaths", "al-sinaa")),
        ("how many people died in al-Hol in 2019", ("camp_deaths_total", "al-hol")),
        ("people on death row", ("death_row", "iraq")),
        ("detainees executed", ("terrorism_executions", "nasiriyah")),
    ],
)
def test_deaths_that_are_counted_are_still_answered(ledger: Ledger, words: str, key: tuple[str, str]) -> None:
    answer = ask(ledger, words).answer
    assert answer is not None
    assert answer.key[:2] == key


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("how many people left Roj", "Iraqis returned from Roj camp"),
        ("deaths in Mosul", "Partner forces killed in a period or battle in Mosul"),
        ("belges dans les camps", "Children from Belgium still held abroad in Northeast Syria"),
        ("children from France repatriated from Iraq", "Children from France repatriated from Northeast Syria"),
    ],
)
def test_what_is_counted_of_some_of_them_is_near(ledger: Ledger, words: str, near: str) -> None:
    """A figure of a part of the people, or of another place, is no answer and is told as near."""
    assert near in ask(ledger, words).near[:3]
    assert ask(ledger, near).answer is not None


def test_no_later_count_is_denied_where_one_is_stated(ledger: Ledger) -> None:
    """Before: `No later count is known`, though a statement that does not lead, or of a wider area, was later."""
    for words, later in (
        (
            "people in al-Hol and Roj",
            "A later statement, which does not lead: at least 28,000 (reported 30 Jan 2026), ",
        ),
        (
            "Dutch children remaining",
            "A later count, of all of Iraq and Syria: about 150 (31 Aug 2023), according to AIVD",
        ),
        ("IDPs in Anbar", "A later count, of all of Iraq: 997,334 (31 Dec 2025), "),
    ):
        answer = ask(ledger, words).answer
        assert answer is not None
        assert answer.remarks[-1].startswith(later), words
        assert not any("o later" in one for one in answer.remarks), words


def test_an_event_that_explains_a_turn_of_a_series_is_told_beside_an_older_count(ledger: Ledger) -> None:
    """Before: at least 20,000 detainees in Iraq in 2022, and no word on the 5,700 who were moved there in 2026."""
    answer = ask(ledger, "how many detainees are held in Iraq").answer
    assert answer is not None
    assert "Since then, on 12 Feb 2026: US completes transfer of over 5,700 detainees to Iraq." in answer.remarks
    moved = ask(ledger, "detainees held in northeast Syria").answer
    assert moved is not None
    assert sum("12 Feb 2026" in one for one in moved.remarks) == 1


def test_people_from_a_camp_are_those_who_have_left_it(ledger: Ledger) -> None:
    """Before: Iraqis from Roj were the 15 households that live there."""
    there, gone = (ask(ledger, words).answer for words in ("Iraqis in al-Hol", "Iraqis from al-Hol"))
    assert there is not None
    assert gone is not None
    assert (there.key[0], gone.key[0]) == ("camp_population", "iraqi_returns_cumulative")


def test_a_time_may_be_named_by_what_happened(ledger: Ledger) -> None:
    """Before: who asked for detainees before the fall of Assad was told of a briefing in 2021."""
    before = understood(ledger, "detainees before the fall of Assad").period
    assert before is not None
    assert before.text == "up to 7 Dec 2024"
    assert understood(ledger, "detainees before the flood").period is None
    # What a measure is called stays whole.
    assert understood(ledger, "returned since the fall of Assad").period is None


def test_a_sum_that_leaves_out_a_part_of_the_time_says_so(ledger: Ledger) -> None:
    """Before: 30 murders of 2022 were told for those since 2020."""
    answer = ask(ledger, "murders in al-Hol since 2020").answer
    assert answer is not None
    assert "All of that time cannot be added up; this is a part." in answer.remarks


def test_people_taken_home_over_several_years_are_added_by_state(ledger: Ledger) -> None:
    """Before: of Norwegians taken home since 2019 the five of one day were told."""
    answer = ask(ledger, "Norwegians repatriated since 2019").answer
    assert answer is not None
    assert answer.sentence.startswith("Norway has taken home at least 13 people since 2019, added up from ")
    assert answer.when == "since 2019"


def test_people_in_a_place_are_not_those_who_were_taken_out_of_it(ledger: Ledger) -> None:
    """Before: of Russians in Iraq those taken home from everywhere were told, of Swedes in Syria those moved out."""
    for words in ("Russians in Iraq", "Swedes in Syria", "Kazakhs in Iraq"):
        answer = ask(ledger, words).answer
        measures = ("detainees_held", "foreign_fighters_travelled", "nationals_remaining")
        assert answer is None or answer.key[0] in measures


def test_a_name_that_begins_otherwise_is_another_one(ledger: Ledger) -> None:
    """Before: Mexicans were read as Americans."""
    assert understood(ledger, "Mexicans").corrected == ()
    assert understood(ledger, "Germasn").corrected == (("germasn", "germans"),)


def test_one_prison_of_a_country_says_that_it_is_one(ledger: Ledger) -> None:
    answer = ask(ledger, "Russians in Iraq").answer
    assert answer is not None
    assert not answer.exact
    assert answer.remarks[0] == "This is of Al-Karkh central prison, Baghdad alone."


def test_why_a_series_is_no_answer_is_told(ledger: Ledger) -> None:
    """Before: one line of eight conditions said that a series was none, and not which of them had failed."""

    def lacking(words: str, indicator: str) -> set[str]:
        found = fits(ledger, understood(ledger, words), 40)
        return {lack for one in found if one.series.indicator == indicator for lack in one.lacking}

    assert "named" in lacking("children killed in al-Hol", "camp_share_children")
    assert "area" in lacking("population of Raqqa", "camp_population")
    assert "state" in lacking("cost of repatriation", "repatriated_persons")
    assert "everybody" in lacking("deaths in al-Hol 2021", "camp_deaths_children")
    assert "measure" in lacking("how much did Germany give", "ffs_contributions")
    assert "there" in lacking("Iraqis in al-Hol", "iraqi_returns")
    assert "gone" in lacking("Iraqis from al-Hol", "camp_population")
    assert "people" in lacking("Swedes in Syria", "detainees_transferred_total")


def test_of_several_things_each_is_told_and_none_for_all(ledger: Ledger) -> None:
    """Before: `al-Hol or Roj` was answered by nothing, and the peak of a camp neither."""
    found = ask(ledger, "more Iraqis or Syrians in al-Hol")
    assert found.answer is None
    assert [one.key[2] for one in found.both] == ["irq", "syr"]
    assert others(found) == found.both
    assert ask(ledger, "Iraqi detainees in Syria").both == ()


def test_of_two_things_one_alone_is_looked_for_among_all_series(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a million statements each search of all takes most of an answer's time; before, there were three."""
    asked = []
    real = figures._candidates

    def noted(data: Ledger, held: Shelf, question: Question) -> list[Series]:
        asked.append(question.text)
        return real(data, held, question)

    monkeypatch.setattr(figures, "_candidates", noted)
    found = ask(ledger, "are there more French or German children remaining?")
    assert [one.key[2] for one in found.both] == ["FRA", "DEU"]
    assert len(asked) == 1


def test_a_peak_says_among_how_many_and_what_the_newest_is(ledger: Ledger) -> None:
    answer = ask(ledger, "al hol peak").answer
    assert answer is not None
    assert answer.sentence.startswith("People living in Al-Hol camp, highest figure: 73,520 (5 May 2019), according to")
    assert "the newest is an estimated 0 (22 Feb 2026)." in answer.remarks[0]
    assert ask(ledger, "highest number of Iraqis returned").answer is None


@pytest.mark.parametrize("words", ["al hol peak pakk", "ISIS families in al-Hol", "held isil hol", "PAK"])
def test_what_is_near_is_named_as_readers_know_it_and_once(ledger: Ledger, words: str) -> None:
    """Before: `PAK`, `D ISIS`, `ISIL`, `hol` and `held` were offered, and one title twice."""
    near = ask(ledger, words).near
    assert not {"PAK", "D ISIS", "ISIL", "hol", "held"} & set(near)
    assert len(near) == len({one.casefold() for one in near})


def test_no_answer_shows_the_key_of_a_source(ledger: Ledger) -> None:
    """Before: `School made a prison in 2017 (aljazeera-2022-sinaa)`."""
    keys = [key for key in ledger.sources["source"].astype(str) if "-" in key]
    for place in ledger.custody["place"].unique():
        answer = ask(ledger, f"who controls {telling.place_name(ledger, str(place))}").answer
        told = " ".join(answer.remarks) if answer is not None else ""
        assert [key for key in keys if key in told] == []
        assert re.search(r"\(\w+(-\w+)+\)", told) is None
    camp = ask(ledger, "Who controls Roj camp now?").answer
    assert camp is not None
    assert camp.remarks[0].startswith("Creation day from Rojava Information Center, ")


def test_a_running_total_that_began_anew_says_since_when_and_what_was_before(ledger: Ledger) -> None:
    """Before: `had reached 3 by 11 Feb 2026`, and no word on the 47 French detainees of earlier years."""
    answer = ask(ledger, "How many French ISIS detainees were moved to Iraq?").answer
    assert answer is not None
    assert "(France) from 21 Jan to 11 Feb 2026: 3, according to" in answer.sentence
    assert answer.remarks[0].startswith("Interim breakdown")
    assert answer.remarks[1] == (
        "Counted apart, of earlier times: 47 (up to 21 Jan 2026) and at most 14 (21 to 24 Feb 2019)."
    )
    back = ask(ledger, "how many Iraqis are back").answer
    assert back is not None
    assert "had reached about 22,000 by" in back.sentence


def test_no_later_count_is_of_all_where_some_were_counted_later(ledger: Ledger) -> None:
    """Before: `No later count is known`, though the Iraqi men among those held were counted in 2025."""
    answer = ask(ledger, "Iraqi detainees in Syria").answer
    assert answer is not None
    assert answer.remarks[-1] == "No later count is known of all of them; of men 1,600 (7 Apr 2025)."


def test_who_asks_for_money_is_told_of_money(ledger: Ledger) -> None:
    """Before: US aid to Syria in 2025 was 17 programmes."""
    answer = ask(ledger, "US aid to Syria 2025").answer
    assert answer is not None
    assert (answer.key[0], answer.exact) == ("us_humanitarian_assistance", False)


def test_one_of_several_sums_of_a_state_names_the_others(ledger: Ledger) -> None:
    """Before: one of the Saudi pledges was told as what Saudi Arabia has pledged."""
    answer = ask(ledger, "How much has Saudi Arabia pledged?").answer
    assert answer is not None
    assert answer.remarks[0].startswith("This is one of 3 sums that may be meant: Coalition stabilisation pledges in")
    assert "$100 mn (12 Jul to 17 Aug 2018)" in answer.remarks[0]
    named = ask(ledger, "How much did Germany pledge at the Brussels conference 2025?").answer
    assert named is not None
    assert not any("may be meant" in one for one in named.remarks)


def test_one_happening_of_a_year_names_the_others(ledger: Ledger) -> None:
    """Before: eleven executed on a day of 2024 stood for the year."""
    answer = ask(ledger, "How many executions in Iraq in 2024?").answer
    assert answer is not None
    assert answer.remarks[0].startswith("No figure of all of 2024 is known; also reported, and not added up: ")
    assert "at least 13 (22 Apr 2024)" in answer.remarks[0]
    assert "all offences, Nasiriyah central prison at least 21" in answer.remarks[0]
