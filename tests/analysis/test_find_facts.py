"""Find tells who holds what, the last of what happened and the year of a peak, and says where a figure is of a part."""

from __future__ import annotations

from itertools import product

import pytest

from analysis.find import ask, telling, understood
from analysis.find.lexicon import lexicon
from analysis.find.telling import of_others, origin_names
from analysis.repatriated import by_year, happenings
from analysis.words import date_text, the
from loaders import Ledger
from loaders.frames import as_records

_FEW = 40  # years of states at least, so that a rule is tried on many


def test_who_holds_what_is_answered_by_custody_for_every_holder_and_kind(ledger: Ledger) -> None:
    """Before: which camps the SDF holds was answered by money for al-Hol, and its prisons by how many there are."""
    bodies = sorted({str(one).partition(" (")[0] for one in ledger.custody["holder"] if one})
    assert len(bodies) > 3
    for body, kind in product(bodies, ("camps", "prisons")):
        asked = (f"which {kind} does the {body} hold", f"which {kind} did the {body} hold", f"{body} {kind} control")
        for words in asked:
            answer = ask(ledger, words).answer
            assert answer is not None, words
            assert answer.kind == "custody", words
            assert body in answer.sentence, words


def test_of_each_place_that_a_holder_is_said_to_hold_it_was_the_last(ledger: Ledger) -> None:
    """A list of what somebody holds and the answer for each place say the same."""
    last = {str(row["place"]): row for row in as_records(ledger.custody.sort_values("start", na_position="first"))}
    for row in last.values():
        answer = ask(ledger, f"who holds {row['place_name']}").answer
        assert answer is not None, row["place"]
        assert answer.kind == "custody", row["place"]


def test_who_held_a_place_at_a_time_says_where_the_beginning_is_not_known(ledger: Ledger) -> None:
    """Before: who held a prison in Raqqa in 2015 was told by evidence of 2024 as an exact answer."""
    unknown = ledger.custody.loc[ledger.custody["start"].isna() & ledger.custody["end"].isna(), "place"]
    single = [place for place in unknown if (ledger.custody["place"] == place).sum() == 1]
    assert len(single) > 5
    for place in single:
        answer = ask(ledger, f"who held {telling.place_name(ledger, str(place))} in 2015").answer
        assert answer is not None, place
        assert not answer.exact, place
        assert answer.remarks[0] == "From when on is not known.", place


def test_who_holds_camps_of_a_kind_is_told_by_holder(ledger: Ledger) -> None:
    """Before: `who holds the prisons` was answered by two of them, of a holder with an authority for prisons."""
    answer = ask(ledger, "who holds the prisons").answer
    assert answer is not None
    assert "the Syrian Democratic Forces: " in answer.sentence
    assert "Iraqi Ministry of Justice: " in answer.sentence


def test_a_holder_with_nothing_left_says_what_was_held_before_and_who_holds_the_others(ledger: Ledger) -> None:
    answer = ask(ledger, "which camps does the SDF hold").answer
    assert answer is not None
    assert answer.remarks[0].startswith("Held before: Al-Hol camp by the Autonomous Administration")
    assert answer.remarks[1].startswith("Last known holders of camps: the Autonomous Administration")
    assert answer.sources


@pytest.mark.parametrize("words", ["how many people does the SDF hold", "how many does Roj hold", "number held in Roj"])
def test_who_asks_how_many_is_not_told_by_whom(ledger: Ledger, words: str) -> None:
    answer = ask(ledger, words).answer
    assert answer is not None
    assert answer.figure is not None


def test_a_number_that_fits_in_is_none_of_those_who_are_in(ledger: Ledger) -> None:
    answer = ask(ledger, "how many people can Nasiriyah prison hold").answer
    assert answer is None or answer.key[0] in ("facility_capacity", "camp_capacity")


def test_the_last_repatriation_of_every_state_is_the_newest_operation(ledger: Ledger) -> None:
    """Before: none, or all that the state had taken home."""
    names = origin_names(ledger)
    found = happenings(ledger)
    assert len(found) > 30
    for state, every in found.items():
        newest = max(one.end for one in every)
        precision = next(str(one.rows[0]["date_precision"]) for one in every if one.end == newest)
        for words in (f"when did {the(names[state])} last repatriate", f"last repatriation to {names[state]}"):
            answer = ask(ledger, words).answer
            assert answer is not None, words
            assert answer.date == newest, words
            assert answer.when == date_text(newest, precision), words
    whole = ask(ledger, "when was the last repatriation").answer
    assert whole is not None
    assert whole.date == max(one.end for every in found.values() for one in every)


def test_the_last_repatriation_names_a_later_statement_without_a_day(ledger: Ledger) -> None:
    answer = ask(ledger, "when did Germany last repatriate").answer
    assert answer is not None
    assert answer.remarks[0] == "A later statement gives no single day: 53 people (1 Jan to 22 Dec 2022)."


def test_the_last_convoy_is_the_newest_that_is_counted(ledger: Ledger) -> None:
    """Before: the last one of 2025, since an event is called so."""
    answer = ask(ledger, "when was the last convoy of Iraqis").answer
    assert answer is not None
    rows = ledger.observations
    convoys = rows[(rows["indicator"] == "iraqi_returns") & (rows["scope"] == "event")]
    assert answer.date == convoys["period_end"].max()


def test_the_year_of_a_peak_is_the_highest_of_all_years(ledger: Ledger) -> None:
    """Before: who asked for the most in a year was told of nothing."""
    names, years = origin_names(ledger), by_year(ledger)
    states = {state for state, _ in years if sum(other == state for other, _ in years) > 1}
    assert len(states) > 10
    for state in states:
        most = max(lead.figure.value for (other, _), (lead, *_) in years.items() if other == state)
        answer = ask(ledger, f"highest number repatriated to {names[state]} in one year").answer
        assert answer is not None, state
        assert answer.figure is not None, state
        assert answer.figure.value == most, state


def test_a_sum_of_what_is_reported_is_never_the_lowest(ledger: Ledger) -> None:
    """Each year of it is a lower bound: another one may be lower."""
    assert ask(ledger, "lowest number of Iraqis returned in a year").answer is None
    assert ask(ledger, "lowest number of people repatriated in a year").answer is None
    stated = ask(ledger, "lowest number of refugees returned in a year").answer
    assert stated is None or stated.basis == "stated"


def test_what_a_state_took_home_in_a_year_names_no_other_state(ledger: Ledger) -> None:
    """Before: beside the one operation of Belgium stood those of Germany and Australia of that year."""
    names = origin_names(ledger)
    asked = list(by_year(ledger))
    assert len(asked) > _FEW
    for state, year in asked:
        answer = ask(ledger, f"{names[state]} repatriated {year}").answer
        assert answer is not None, (state, year)
        assert not any("not added up" in one for one in (answer.sentence, *answer.remarks)), (state, year)


def test_a_larger_statement_of_a_part_is_told_beside_the_year_that_leads(ledger: Ledger) -> None:
    """Before: 49 people of 2022, and no word on 53 women and children by another body."""
    names = origin_names(ledger)
    beside = {key: more for key, (_, *more) in by_year(ledger).items() if more}
    assert beside
    for (state, year), more in beside.items():
        answer = ask(ledger, f"{names[state]} repatriated {year}").answer
        assert answer is not None
        assert sum(one.startswith("Stated beside it, and larger: ") for one in answer.remarks) == len(more)


def test_one_of_several_happenings_says_so_in_its_sentence(ledger: Ledger) -> None:
    """Before: eleven executed on a day of 2024 were an exact answer for the year."""
    answer = ask(ledger, "executions 2024").answer
    assert answer is not None
    assert answer.sentence.startswith("One of 3 reports of 2024, which are not added up: ")
    assert not answer.exact


@pytest.mark.parametrize(
    ("words", "remark"),
    [
        ("minors in SDF custody", "This is of boys, not of children as such."),
        ("how many Kyrgyz women remain", "This is of women and children, not of women as such."),
        ("Iraqis in camps", "This is of Al-Hol camp alone."),
        ("number of coalition airstrikes in 2017", "This is a running total up to that day, and not of 2017 alone."),
        ("convoys in 2024", "This is a running total up to that day, and not of 2024 alone."),
    ],
)
def test_a_figure_of_a_part_or_of_more_than_was_asked_for_says_so(ledger: Ledger, words: str, remark: str) -> None:
    answer = ask(ledger, words).answer
    assert answer is not None
    assert remark in answer.remarks
    assert not answer.exact


def test_a_note_that_names_other_people_is_told_with_the_figure_of_a_group(ledger: Ledger) -> None:
    """Before: boys and young men were told as boys."""
    answer = ask(ledger, "boys in prison").answer
    assert answer is not None
    assert answer.remarks[0] == "Amnesty estimate: boys and young men in overcrowded facilities."
    rows = as_records(ledger.observations[["group", "note"]])
    told = [row for row in rows if of_others(row)]
    assert len(told) > 10
    assert not any(str(row["group"]) in ("total", "all") for row in told)
    assert of_others({"group": "women", "note": "Women in the camp."}) == ""


def test_iraqis_who_remain_are_not_told_by_those_in_one_camp(ledger: Ledger) -> None:
    """Before: 2,462 in al-Hol, which has been closed since, for all in Syria."""
    for words in ("Iraqis remaining in Syria", "how many Iraqis are still in Syria", "Iraqis left in Syria"):
        answer = ask(ledger, words).answer
        assert answer is None or answer.key[1] != "al-hol", words


def test_words_that_say_nothing_are_no_name_together(ledger: Ledger) -> None:
    """Before: `in a` was the Iraqi News Agency, INA."""
    lex = lexicon(ledger)
    pairs = [(one, other) for one, other in product(sorted(lex.fillers), repeat=2) if one + other in lex.names]
    assert ("in", "a") in pairs
    for pair in pairs:
        if pair not in lex.of_fillers:
            assert understood(ledger, f"Roj {' '.join(pair)}").ids("publisher") == ()


def test_whose_the_people_are_may_stand_last(ledger: Ledger) -> None:
    """Before: `how many detainees are Syrian` was answered by all who are held."""
    for words, origin in (("how many detainees are Syrian", "syr"), ("how many detainees are Iraqi", "irq")):
        answer = ask(ledger, words).answer
        assert answer is not None
        assert answer.key[2] == origin


def test_a_time_without_an_operation_has_no_last_one(ledger: Ledger) -> None:
    answer = ask(ledger, "last French repatriation in 2013").answer
    assert answer is None or answer.date.year == 2013
