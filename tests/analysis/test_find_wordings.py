"""Ordinary wordings of questions, each with its kind: whose people are in the camps, who is home, who took whom."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.find import ask
from analysis.find.answer import answered
from analysis.find.lexicon import lexicon
from analysis.find.periods import Period, read_period
from analysis.find.series import shelf
from analysis.find.statements import rows_of
from analysis.find.telling import origin_names
from analysis.find.text import tokens
from analysis.origins import is_state
from loaders import Ledger
from loaders.frames import texts


def test_children_of_a_state_in_the_camps_are_those_still_in_syria(ledger: Ledger) -> None:
    """Before: `French children still in the camps` had no answer, and `still in Syria` had one."""
    names = origin_names(ledger)
    every = shelf(ledger).by_indicator["nationals_remaining"]
    states = sorted({one.origin for one in every if one.group == "children" and is_state(one.origin)})
    assert len(states) > 10
    for state in states:
        camps, syria = (
            ask(ledger, f"children from {names[state]} still {where}").answer for where in ("in the camps", "in Syria")
        )
        assert (camps and camps.key, camps and camps.text) == (syria and syria.key, syria and syria.text), state


def test_a_word_that_is_known_is_near_no_name_that_is_written_like_it(ledger: Ledger) -> None:
    """Before: near `home` stood Men, Homs and Rome."""
    names = {*texts(ledger.places["name"]), *texts(ledger.places["label"]), *origin_names(ledger).values(), "Men"}
    words = sorted({word for title in texts(ledger.events["title"]) for word in tokens(title) if len(word) == 4})
    plain = [word for word in words if word not in lexicon(ledger).names]
    assert len(plain) > 40
    for word in plain:
        found = ask(ledger, f"lafarge {word}")
        assert not names & set(found.near), (word, found.near)
    assert "Homs" not in ask(ledger, "how many Syrians are back home").near


@pytest.mark.parametrize("word", ["in", "during", "In", "en"])
def test_what_leads_to_a_time_goes_with_it(word: str) -> None:
    """Before: `who repatriated people in 2025` asked for `people in`, those who live somewhere."""
    found, rest = read_period(f"who repatriated people {word} 2025", pd.Timestamp(2026, 11, 28))
    assert found is not None
    assert rest.split() == ["who", "repatriated", "people"]


def test_a_count_of_another_body_answers_a_time_for_which_the_leading_one_has_none(ledger: Ledger) -> None:
    """Before: `No figure of Jan 2026 is known`, and two lines below one of 21 January."""
    answer = ask(ledger, "how many detainees held in Northeast Syria January 2026").answer
    assert answer is not None
    assert (answer.exact, answer.attribution) == (True, "press report, Associated Press (AP)")
    assert answer.remarks[0].startswith("The body that leads gives no figure of Jan 2026; its last before it: about 9,")


def test_no_figure_is_denied_of_a_time_of_which_one_is_stated(ledger: Ledger) -> None:
    """Of every year of series that several bodies count."""
    asked = 0
    for one in shelf(ledger).by_indicator["detainees_held"]:
        rows = rows_of(ledger, one)
        for year in sorted(set(rows["period_end"].dt.year)) if len(set(rows["attribution"])) > 1 else ():
            answer = answered(ledger, one, Period(pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31), "year"))
            asked += 1
            denied = answer is not None and any(said.startswith(f"No figure of {year} is") for said in answer.remarks)
            assert not denied, (one.key, year)
    assert asked > 20


def test_a_share_is_no_number(ledger: Ledger) -> None:
    """Before: `how many children in Roj` was answered by `at least 60%`, though of al-Hol a number was known."""
    held = shelf(ledger)
    shares = {one.place for one in held.by_indicator["camp_share_children"] if one.group == "children"}
    counted = held.by_indicator["camp_population"]
    numbers = {one.place for one in counted if (one.origin, one.group) == ("all", "children")}
    assert shares - numbers
    assert shares & numbers
    for place in shares:
        answer = ask(ledger, f"how many children in {place}").answer
        if answer is None or answer.figure is None:
            continue
        if place in numbers:
            assert answer.figure.unit == "persons", place
        elif answer.figure.unit == "percent":
            assert answer.sentence.startswith("No source gives a number; the share of children"), place
            assert not answer.exact
    guards = ask(ledger, "how many women in al-Hol").answer
    assert guards is None or guards.key[0] != "camp_guards"


def test_camps_that_are_open_are_told_by_the_last_report_of_each(ledger: Ledger) -> None:
    """Before: 20 camps for displaced people in Iraq; no camp that was closed or emptied is among them."""
    answer = ask(ledger, "which camps are still open").answer
    assert answer is not None
    assert "Al-Hol camp" not in answer.sentence
    assert "Roj camp (" in answer.sentence
    assert "there may be others" in answer.remarks[0]
    assert answer.remarks[1].startswith("Whether these are still in use is not known: ")


def test_a_number_by_the_month_is_never_one_of_other_people(ledger: Ledger) -> None:
    """Before: displaced Iraqis who went home in December 2017 were told for those who return from the camps."""
    for words in ("how many Iraqis return per month", "Iraqi returns each month"):
        answer = ask(ledger, words).answer
        assert answer is None or answer.key[0].startswith("iraqi_returns"), words
