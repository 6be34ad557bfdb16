"""Questions in plain words and what is answered first, read off the data by hand: tests/analysis/find_questions.csv."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import as_known_on, with_lead
from analysis.find import Found, Index, NoFullTextError, ask, others, telling, understood
from analysis.find.index import index as index_of
from analysis.find.lexicon import lexicon, spelled
from analysis.find.periods import read_period
from analysis.find.text import joined, stem, tokens
from loaders import Ledger

Row = dict[str, str]
QUESTIONS = Path(__file__).with_name("find_questions.csv")
_FIRST = 55  # of 60 questions


def rows() -> list[Row]:
    """The questions with what is expected."""
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def said(found: Found) -> tuple[str, tuple[str, ...], str, str]:
    """Kind, key, figure and date of the answer, as the table writes them."""
    answer = found.answer
    return ("", (), "", "") if answer is None else (answer.kind, answer.key, answer.text, answer.when)


def is_first(row: Row, found: Found) -> bool:
    """Whether the answer is the one expected: for `none` there is none and what is expected is near, for `both` two."""
    if row["kind"] == "none":
        return found.answer is None and not found.both and row["answer"] in found.near[:4]
    if row["kind"] == "both":
        return found.answer is None and row["answer"] == " and ".join(one.text for one in found.both)
    kind, key, text, when = said(found)
    wanted = tuple(row[name] for name in ("indicator", "place", "origin", "group"))
    if row["kind"] == "figure":
        return (kind, key, text, when) == ("figure", wanted, row["answer"], row["when"])
    return kind == row["kind"] and row["answer"] in text and when == row["when"]


def is_near(row: Row, found: Found) -> bool:
    """Whether the figure expected stands among the others on the first screen."""
    wanted = tuple(row[name] for name in ("indicator", "place", "origin", "group"))
    return any(one.key == wanted and one.text == row["answer"] for one in others(found))


def test_questions_are_answered_first_or_on_the_first_screen(ledger: Ledger) -> None:
    asked = rows()
    assert len(asked) >= 60
    found = {row["question"]: ask(ledger, row["question"]) for row in asked}
    missed = [row for row in asked if not is_first(row, found[row["question"]])]
    told = [(row["question"], *said(found[row["question"]])) for row in missed]
    assert len(asked) - len(missed) >= len(asked) * _FIRST / 60, told
    assert [row["question"] for row in missed if not is_near(row, found[row["question"]])] == []


def test_every_figure_expected_stands_in_the_data(ledger: Ledger) -> None:
    """A question whose series is gone would be answered by none, and the table is to be mended."""
    data = ledger.observations
    keys = set(data[["indicator", "place", "origin", "group"]].astype(str).itertuples(index=False, name=None))
    wanted = [tuple(row[name] for name in ("indicator", "place", "origin", "group")) for row in rows()]
    assert [key for key in wanted if key[1] and key not in keys] == []


def test_an_answer_carries_its_sources_and_who_says_so(ledger: Ledger) -> None:
    for row in rows():
        answer = ask(ledger, row["question"]).answer
        if row["kind"] in ("none", "both"):
            continue
        assert answer is not None
        assert answer.sources
        assert set(answer.sources) <= set(ledger.sources["source"].astype(str))
        if answer.figure is not None:
            assert answer.rows
            # A sum of several reports is stated by none of them.
            several = answer.basis == "sum" and re.search(r" and \d+ others?$", answer.attribution)
            says = ", added up from statements of" if several else ", according to"
            assert f"{says} {answer.attribution.split(' and ')[0]}"[:40] in answer.sentence.replace("a press", "press")


@pytest.mark.parametrize("words", ["asdfgh qwerty", "lafarge cement", "", "   ", "?!", "2021", "؟؟", "'; DROP TABLE"])
def test_what_the_data_do_not_hold_is_never_answered(ledger: Ledger, words: str) -> None:
    found = ask(ledger, words)
    assert found.answer is None


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("french children al-hol", "Children from France still held abroad in Northeast Syria"),
        ("frnch childern hol", "Children from France still held abroad in Northeast Syria"),
        ("French women hol", "Women from France still held abroad in Northeast Syria"),
        ("Swedish women in Roj", "Women from Sweden still held abroad in Northeast Syria"),
        ("Dutch women in Al-Hol", "Women from the Netherlands still held abroad in Northeast Syria"),
    ],
)
def test_a_state_that_is_named_is_never_answered_by_another_one(ledger: Ledger, words: str, near: str) -> None:
    """Before: French children in al-Hol were answered by two Australian women; what is near leads to an answer."""
    found = ask(ledger, words)
    assert found.answer is None
    assert near in found.near[:3]
    of_near = ask(ledger, near).answer
    assert of_near is not None
    assert of_near.key[0] == "nationals_remaining"


def test_an_event_answers_where_it_is_of_the_state_and_place_that_are_named(ledger: Ledger) -> None:
    for words, told in (
        ("when did al-hol close", "Al-Hol camp declared closed"),
        ("when did Ukraine evacuate its last citizen", "Ukraine evacuates its last citizen"),
    ):
        answer = ask(ledger, words).answer
        assert answer is not None
        assert told in answer.sentence


def test_a_place_without_such_a_figure_gets_none_of_another(ledger: Ledger) -> None:
    """No source gives children in al-Karkh, nor land held by ISIS in Germany."""
    for words in ("children in al-Karkh", "territory held by ISIS in Germany"):
        answer = ask(ledger, words).answer
        assert answer is None or "Karkh" in answer.sentence or "Germany" in answer.sentence


def test_a_period_without_a_figure_says_so(ledger: Ledger) -> None:
    answer = ask(ledger, "people living in Roj camp 2016").answer
    assert answer is not None
    assert not answer.exact
    assert any(one.startswith("No figure of 2016 is known") for one in answer.remarks)


def test_words_may_come_in_any_order(ledger: Ledger) -> None:
    keys = {
        ask(ledger, words).answer for words in ("murders al-Hol 2021", "2021 Al Hol murders", "al-hol 2021 murders")
    }
    assert len({one.key for one in keys if one is not None}) == 1


def test_the_answer_follows_date_and_lead(ledger: Ledger) -> None:
    words = "people living in al-Hol camp"
    then = ask(as_known_on(ledger, pd.Timestamp(2021, 12, 31)), words).answer
    highest = ask(with_lead(ledger, "highest"), words).answer
    assert then is not None
    assert then.date <= pd.Timestamp(2021, 12, 31)
    assert then.figure is not None
    assert then.figure.value > 0
    assert highest is not None


def test_words_that_questions_do_without_may_stand_within_a_name(ledger: Ledger) -> None:
    """Before: `Iraqis are back` was answered by 4.95 million displaced people who went home within Iraq."""
    whole = understood(ledger, "how many Iraqis are back").mentions
    assert [one.text for one in whole] == ["iraqis are back"]
    assert whole[0].ids("indicator") == understood(ledger, "Iraqis back").mentions[0].ids("indicator")


def test_people_of_a_state_come_before_what_it_has_paid(ledger: Ledger) -> None:
    """Before: who asked for Germans in Syria was told of a pledge in euros; who names the money still is."""
    people, money = (ask(ledger, words).answer for words in ("Germans in Syria", "German pledges for Syria"))
    assert people is not None
    assert money is not None
    assert people.figure is not None
    assert money.figure is not None
    assert (people.figure.unit, people.key[2]) == ("persons", "DEU")
    assert money.figure.unit != "persons"


@pytest.mark.parametrize(
    ("place", "indicator"), [("Ninewa", "returnees"), ("Duhok", "idps"), ("Babil", "idps"), ("Roj", "camp_population")]
)
def test_a_place_named_alone_is_answered_with_who_is_in_it(ledger: Ledger, place: str, indicator: str) -> None:
    """Before: of Ninewa those were told who had fled from it, and of Duhok, with 259,000 displaced, 768 returnees."""
    answer = ask(ledger, place).answer
    assert answer is not None
    assert answer.key[0] == indicator


def test_who_took_people_home_is_told_by_name(ledger: Ledger) -> None:
    """Before: `who repatriated in 2025` was answered by six states, and none was named."""
    answer = ask(ledger, "who repatriated in 2025").answer
    assert answer is not None
    assert answer.remarks == (
        (
            "Sum of what each state took home: South Africa at least 17, France at least 13, Austria at least 5, "
            "Tanzania at least 4, Ukraine at least 3 and Spain at least 2."
        ),
        "Of third-country nationals alone: Iraqis and Syrians who went home are counted apart.",
    )
    assert ", added up from statements of US Department of State and 5 others (newest" in answer.sentence
    ever = ask(ledger, "who has repatriated").answer
    assert ever is not None
    assert ever.remarks[0].startswith("Sum of what each state took home: Kazakhstan at least 626, ")
    assert ever.remarks[0].endswith(" other states.")


def test_an_answer_says_why_other_counts_of_the_same_differ(ledger: Ledger) -> None:
    """Before: who asked why sources differ on Iraqis returned got a figure and no word on the others."""
    answer = ask(ledger, "how many Iraqis are back, and why do sources differ").answer
    assert answer is not None
    assert answer.remarks[-1] == (
        "Iraqis returned from Northeast Syria by autumn 2025: counts that differ in kind run from 16,000 "
        "(Iraqi Ministry of Migration) to 25,000 (US Central Command). The US figure stands above every running "
        "total of the convoys from al-Hol in the same months and may include others."
    )
    held = ask(ledger, "detainees held in northeast Syria").answer
    assert held is not None
    assert not any("differ in kind" in one for one in held.remarks), "of 2020, and said of a figure of 2025"


def test_a_closed_camp_is_told_in_the_past(ledger: Ledger) -> None:
    answer = ask(ledger, "how many people live in al-Hol").answer
    assert answer is not None
    assert "was closed on 22 Feb 2026" in answer.sentence


def test_an_answer_tells_who_has_left_since_the_count(ledger: Ledger) -> None:
    """Before: 10 of the French children counted in June 2025 came home in September, and only the closure was told."""
    answer = ask(ledger, "french children remaining").answer
    assert answer is not None
    assert answer.remarks[0] == "At least 10 children are reported to have left since (up to 16 Sep 2025)."
    assert answer.remarks[1].startswith("On 22 Feb 2026: Al-Hol camp")


def test_who_has_left_since_is_reckoned_for_the_count_that_answers_alone(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a million statements it takes most of an answer's time; before, it was reckoned for the count beside too."""
    asked = []

    def noted(_ledger: Ledger, row: Mapping[str, Any]) -> str:
        asked.append(row["period_end"])
        return ""

    monkeypatch.setattr(telling, "gone_since", noted)
    answer = ask(ledger, "how many Australian children are still in Syria").answer
    assert answer is not None
    assert answer.remarks[-1].startswith("The last count of the body that leads: at least 20 (22 Feb 2024)")
    assert len(asked) == 1


def test_what_is_near_is_written_alike(ledger: Ledger) -> None:
    """Before: whoever asked for Atlantis was offered Albania, and for a cement works a Yemen."""
    assert ask(ledger, "Atlantis").near == ()
    assert ask(ledger, "lafarge cement").near == ()
    assert ask(ledger, "qazaqhstanis").near or ask(ledger, "qazaqhstanis").answer


def test_what_was_counted_later_by_another_body_is_never_passed_over(ledger: Ledger) -> None:
    """US troops in Syria: the Department of Defense said 2,000 in April 2025, news reports 1,000 in February 2026."""
    answer = ask(ledger, "US troops in Syria").answer
    assert answer is not None
    assert answer.text == "about 1,000"
    assert any("about 2,000 (18 Apr 2025)" in one for one in answer.remarks)
    held = ask(ledger, "detainees held in northeast Syria").answer
    assert held is not None
    assert any(one.startswith("A later count of another body: about 9,000 (21 Jan 2026)") for one in held.remarks)
    assert not any("No later count" in one for one in held.remarks)


def test_a_flow_of_one_stock_is_never_a_sum_over_bases(with_rows: Callable[..., Ledger]) -> None:
    """Of two convoys of a year the sum is at least so many; a year's stated total stands alone."""
    flow = {
        "indicator": "camp_departures",
        "title": "People leaving camp",
        "kind": "flow",
        "place": "al-hol",
        "aggregation": "over non-overlapping periods",
        "scope": "event",
        "preferred": "yes",
    }
    ledger = with_rows(
        flow | {"period_start": "2021-02-01", "period_end": "2021-02-01", "value": 40.0, "event": "one"},
        flow | {"period_start": "2021-03-01", "period_end": "2021-03-01", "value": 60.0, "event": "two"},
    )
    answer = ask(ledger, "people leaving al-Hol 2021").answer
    assert answer is not None
    assert answer.text == "at least 100"
    assert answer.basis == "sum"


@pytest.mark.parametrize(
    ("text", "period", "rest"),
    [
        ("murders 2021", "2021", "murders"),
        ("since 2025", "since 2025", ""),
        ("31.12.2020 idps", "31 Dec 2020", "idps"),
        ("by the end of 2020", "up to the end of 2020", ""),
        ("June 2025", "Jun 2025", ""),
        ("q3 2021", "Q3 2021", ""),
        ("last year", "2025", ""),
        ("before 2019", "up to the end of 2018", ""),
        ("avant 2019", "up to the end of 2018", ""),
        ("after 2019", "since 2020", ""),
        ("until 2019", "up to the end of 2019", ""),
        ("30 Feb", None, "30 Feb"),
        ("batch 25", None, "batch 25"),
    ],
)
def test_periods_are_read_as_people_write_them(text: str, period: str | None, rest: str) -> None:
    found, left = read_period(text, pd.Timestamp(2026, 11, 28))
    assert (found.text if found else None) == period
    assert " ".join(left.split()) == rest


def test_spellings_of_a_name_are_one() -> None:
    assert joined("Deir ez-Zor") == joined("Deir Ezzor") == joined("deirezzor")
    assert joined("Al-Sina'a") == joined("al sinaa")
    assert tokens("الأنبار") == tokens("الانبار")
    assert stem("killings") == stem("killed") == "kill"


def test_typos_find_their_word_and_far_words_none(ledger: Ledger) -> None:
    lex = lexicon(ledger)
    assert spelled(lex, "germny") == "germany"
    assert spelled(lex, "lafarge") == ""
    assert understood(ledger, "kazakhstn").corrected == (("kazakhstn", "kazakhstan"),)


def test_a_python_without_full_text_search_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Poor:
        def execute(self, _sql: str) -> None:
            raise sqlite3.OperationalError("no such module: fts5")

    monkeypatch.setattr(sqlite3, "connect", lambda *_given, **_named: Poor())
    with pytest.raises(NoFullTextError, match="no FTS5"):
        Index()


def test_signs_in_a_question_are_no_syntax_of_the_search(ledger: Ledger) -> None:
    index = index_of(ledger)
    for words in ('"', "*", "a OR b", "NEAR(", "title:", "-", "^x", "idps AND"):
        ask(ledger, words)
        index.search("event", words.split(), 3)
