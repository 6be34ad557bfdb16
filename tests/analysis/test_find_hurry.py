"""Questions typed in a hurry: what is of a part, of another time or of another place is told as that, or not at all."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import as_known_on
from analysis.find import ask, others, understood
from analysis.find.lexicon import lexicon
from analysis.find.series import shelf
from analysis.find.text import stems, tokens
from analysis.repatriated import REPATRIATED, happenings
from analysis.since import since
from analysis.vocabulary import GROUPS
from loaders import Ledger
from loaders.frames import as_records, texts

_PEOPLE = {name for name, group in GROUPS.items() if group.people and name != "total"}


def test_a_year_without_a_repatriation_is_told_by_the_last_one_before_it(ledger: Ledger) -> None:
    """Before: `repatriated in 2026` was answered by a thousand children, of three years earlier."""
    rows = ledger.observations[ledger.observations["indicator"] == REPATRIATED]
    year = rows["period_end"].max().year + 1
    newest = max(one.end for every in happenings(ledger).values() for one in every)
    for words in (f"repatriated in {year}", f"repatriations {year}", f"children repatriated in {year}"):
        answer = ask(ledger, words).answer
        assert answer is not None
        assert answer.sentence.startswith(f"No repatriation by a state is reported in {year}; the last reported"), words
        assert (answer.date, answer.exact) == (newest, False)
    first = ask(ledger, "repatriated in 2012").answer
    assert first is not None
    assert "; the first reported repatriation by" in first.sentence


@pytest.mark.parametrize("said", ["as known on 31 Dec 2021", ", as known by 31.12.2021", "known at 2021-12-31"])
def test_a_day_as_known_on_which_is_asked_leaves_out_what_came_later(ledger: Ledger, said: str) -> None:
    """Before: no figure was found, for `known` was looked for among the words of titles."""
    answer = ask(ledger, f"SDF detainees {said}").answer
    assert answer is not None
    then = ask(as_known_on(ledger, pd.Timestamp("2021-12-31")), "SDF detainees").answer
    assert then is not None
    assert answer.sentence == then.sentence
    assert answer.remarks == ("As known on 31 Dec 2021: nothing that was published later is counted.", *then.remarks)
    newest = ask(ledger, "SDF detainees").answer
    assert newest is not None
    assert answer.date < newest.date


def test_all_that_is_found_of_a_question_as_known_on_a_day_is_of_that_day(ledger: Ledger) -> None:
    """The next best figures were those of today, and statements had the standing that they have now."""
    day = pd.Timestamp("2021-12-31")
    found = ask(ledger, "SDF detainees as known on 31 Dec 2021")
    assert found.ledger is as_known_on(ledger, day)
    rest = others(found)
    assert rest
    rows = ledger.observations.loc[[label for one in rest for label in one.rows]]
    assert (rows["published"] <= day).all()
    assert rest == others(ask(found.ledger, "SDF detainees"))


@pytest.mark.parametrize(
    ("words", "first", "second"),
    [
        ("What changed since 1 January 2026", "2025-12-31", "2026-11-28"),
        ("whats new since march 2026", "2026-02-28", "2026-11-28"),
        ("what changed as known on 1 Mar 2026 since 2025", "2024-12-31", "2026-03-01"),
    ],
)
def test_what_has_changed_is_what_the_page_of_changes_opens_with(
    ledger: Ledger, words: str, first: str, second: str
) -> None:
    """Before: a link to the page alone."""
    answer = ask(ledger, words).answer
    assert answer is not None
    told = since(ledger, pd.Timestamp(first), pd.Timestamp(second))
    assert answer.sentence == told.opening
    assert set(answer.sources) == {source for _, source in told.told}
    assert answer.date == pd.Timestamp(second)


@pytest.mark.parametrize(
    "words", ["new arrivals 2025", "changes in al-Hol since 2025", "changed since 2031", "changed"]
)
def test_what_has_changed_of_somebody_or_at_no_time_is_no_summary(ledger: Ledger, words: str) -> None:
    answer = ask(ledger, words).answer
    assert answer is None or not answer.sentence.startswith("Between")


def test_a_share_of_people_who_are_asked_for_says_that_no_number_is_known(ledger: Ledger) -> None:
    answer, share = (ask(ledger, words).answer for words in ("children in Roj camp", "share of children in Roj camp"))
    assert answer is not None
    assert share is not None
    assert answer.sentence == f"No source gives a number; {share.sentence[0].lower()}{share.sentence[1:]}"
    assert not answer.exact
    assert share.exact


def test_no_state_is_told_to_have_taken_nobody_home_in_a_time_that_is_stated(ledger: Ledger) -> None:
    """Of states and years with a statement of any kind, every third."""
    rows = ledger.observations[ledger.observations["indicator"] == REPATRIATED]
    every = {
        (str(row["origin"]), row["period_end"].year) for row in as_records(rows) if row["origin"] in happenings(ledger)
    }
    assert len(every) > 60
    for state, year in sorted(every)[::3]:
        answer = ask(ledger, f"{state} repatriated {year}").answer
        assert answer is None or not answer.sentence.startswith("No repatriation"), (state, year)


def test_a_part_of_the_people_never_answers_alone_for_all_of_them(ledger: Ledger) -> None:
    """Of every measure with figures of some: children, women or men say so where the question names nobody."""
    asked, held = 0, shelf(ledger)
    parts = {name for name, found in held.by_indicator.items() if any(one.group in _PEOPLE for one in found)}
    rows = ledger.indicators[ledger.indicators["indicator"].isin(parts)]
    for title in texts(rows["title"]):
        found = ask(ledger, title)
        answer = found.answer
        if answer is None or not answer.key or answer.key[3] not in _PEOPLE or found.question.ids("group"):
            continue
        group = GROUPS[answer.key[3]]
        named = set(stems(f"{group.many} {group.one} {group.label}")) & held.measures[answer.key[0]].title
        asked += not named
        assert named or (not answer.exact and answer.remarks[0].startswith(f"This is of {group.many} alone")), title
    belgians = ask(ledger, "Belgians still in the camps").answer
    assert belgians is not None
    assert belgians.remarks[0].startswith("This is of children alone")


def test_a_word_that_names_nothing_is_no_question_for_a_figure(ledger: Ledger) -> None:
    """Before: `home` was answered by displaced people of one governorate, `one` by refugees who hope to return one day.

    Of words all through the titles; what is counted by its name is answered: arrests, acquittals.
    """
    held, asked = shelf(ledger), 0
    words = {word for column in ("title", "short_title") for text in ledger.indicators[column] for word in tokens(text)}
    plain = sorted(word for word in words if not lexicon(ledger).names.keys() & {word, *stems(word)})
    for word in {*plain[::6], "home", "one", "december", "area", "arrests", "capacity"}:
        found = ask(ledger, word)
        if found.answer is None or not found.answer.key or any(one.targets for one in found.question.mentions):
            continue
        asked += 1
        assert held.measures[found.answer.key[0]].heads & set(stems(word)), (word, found.answer.sentence)
    assert asked > 1
    assert ask(ledger, "acquittals").answer is not None


def test_those_in_the_camps_of_a_region_are_told_by_no_deaths_and_no_escapes(ledger: Ledger) -> None:
    """Before: children were told by those who died, and women by those who were caught while they escaped."""
    held = shelf(ledger)
    sets = sorted(held.holding - {place for place, kind in held.place_kind.items() if kind != "region"})
    assert len(sets) > 1
    for place in sets:
        for who in ("children", "women", "men", "Iraqis", "French children"):
            answer = ask(ledger, f"{who} in {place}").answer
            kind = "" if answer is None else ledger.observations["kind"][answer.rows[0]]
            assert kind in ("", "stock"), (who, place)


def test_money_for_prisons_is_no_money_for_camps(ledger: Ledger) -> None:
    found = ask(ledger, "how much did the US pay for camps")
    assert found.answer is None
    assert "Funding for detention facilities in Northeast Syria (United States)" in found.near


def test_what_is_of_whole_countries_says_so_where_camps_are_asked_for(ledger: Ledger) -> None:
    """And later counts of some of them are told, wherever in the area they are."""
    for words in ("Germans still in the camps", "Germans in the camps"):
        answer = ask(ledger, words).answer
        assert answer is not None
        assert (answer.key[1], answer.exact) == ("iraq-syria", False)
        assert answer.remarks[0] == "This is of all of Iraq and Syria, not of camps alone."
        assert "of women 68 (Northeast Syria, Aug 2019)" in answer.remarks[-1]
        assert "of adults about 70 (Syria, Dec 2020)" in answer.remarks[-1]


def test_a_place_with_another_number_is_another_place(ledger: Ledger) -> None:
    """Before: that Jeddah-5 was closed answered for Jeddah-1."""
    assert understood(ledger, "Jeddah-5 population").ids("place") == ()
    assert understood(ledger, "Jeddah 1 population").ids("place") == ("jeddah-1",)
    closed = ask(ledger, "Jeddah-1 closed?").answer
    assert closed is not None
    assert "last known to be held" in closed.sentence


def test_camps_that_events_tell_of_are_told_in_their_words(ledger: Ledger) -> None:
    """Before: of the camps closed in Iraq one, and of prisons that are closed how many people are held in them."""
    iraq = ask(ledger, "camps closed in Iraq").answer
    assert iraq is not None
    titles = ledger.events[ledger.events["title"].str.contains("clos") & (ledger.events["category"] == "camp")]
    above = shelf(ledger).above_place
    inside = [str(row["title"]) for row in as_records(titles) if "iraq" in above.get(str(row["place"]), {row["place"]})]
    assert len(inside) > 2
    assert all(f"“{title}”" in iraq.sentence for title in inside)
    assert "still open" in iraq.remarks[0]
    prisons = ask(ledger, "prisons closed").answer
    assert prisons is not None
    assert prisons.kind == "custody"
    again = ask(ledger, "which camps closed in 2019").answer
    assert again is not None
    assert "Newroz camp (2019; opened again since)" in again.sentence


def test_what_people_came_to_is_never_told_as_where_they_came_from(ledger: Ledger) -> None:
    """Before: `Syrians returned from Deir-ez-Zor`, who had come there from the camps."""
    answer = ask(ledger, "deir ez-zor returns").answer
    assert answer is not None
    assert answer.sentence.startswith("Syrians returned from camps to Deir-ez-Zor in ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("convicted in iraq 2018", "This is of third-country nationals alone."),
        ("women sentenced in iraq", "This is of third-country nationals alone."),
        ("iraq executed how many 2025", "This is of Nasiriyah central prison alone."),
    ],
)
def test_foreigners_and_one_prison_are_some_of_those_who_were_asked_for(ledger: Ledger, words: str, told: str) -> None:
    answer = ask(ledger, words).answer
    assert answer is not None
    assert (answer.remarks[0], answer.exact) == (told, False)
    for plain in ("foreign fighters total", "foreigners convicted in iraq"):
        own = ask(ledger, plain).answer
        assert own is not None
        assert told not in own.remarks


def test_a_month_is_no_answer_for_a_year_where_a_year_is_stated(ledger: Ledger) -> None:
    answer = ask(ledger, "isis attacks in 2024").answer
    assert answer is not None
    row = ledger.observations.loc[answer.rows[0]]
    assert row["period_end"] - row["period_start"] >= pd.Timedelta(days=364)


def test_two_counts_of_one_time_are_both_told(ledger: Ledger) -> None:
    answer = ask(ledger, "ISIS territory in 2014").answer
    assert answer is not None
    assert answer.remarks[0].startswith("A wider count (World) of the same time: at least 100,000 km² (Q4 2014), ")
