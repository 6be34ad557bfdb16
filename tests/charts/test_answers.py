"""The questions of Overview and the ministers' communique: sentences, figures and charts that stand in the data."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis import as_known_on
from charts import catalog, communique
from charts.answers import answers
from loaders import Ledger
from loaders.frames import as_records


def test_overview_asks_at_most_eight_questions(ledger: Ledger) -> None:
    found = answers(ledger)
    assert 4 <= len(found) <= 8
    assert found[0].question == "How many people in al-Hol?"
    assert found[0].sentence == "Al-Hol camp was closed on 22 Feb 2026; it held 73,520 people in May 2019."


def test_each_answer_has_its_sentence_source_and_a_chart_that_draws_its_figure(ledger: Ledger) -> None:
    for one in answers(ledger):
        assert one.question.endswith("?")
        assert one.sentence.endswith("."), one.question
        assert one.tile.source, one.question
        spec = catalog.build(one.chart, ledger, **one.filters)
        assert f"{spec.title}." == one.sentence
        assert one.tile.value in set(spec.data["text"]) or one.tile.value == "Closed", one.question


def test_the_answer_of_a_camp_is_the_chart_set_to_it(ledger: Ledger) -> None:
    roj = next(one for one in answers(ledger) if "Roj" in one.question)
    assert (roj.chart, roj.filters) == ("camps.population", {"camp": "roj"})


def test_what_an_event_has_overtaken_says_what_has_happened_since(ledger: Ledger) -> None:
    held = next(one for one in answers(ledger) if "detainees held" in one.question)
    assert "many had moved by 12 Feb 2026; no count after that" in held.tile.when


def test_the_last_count_that_is_known_is_not_called_an_earlier_one(ledger: Ledger) -> None:
    """A body that counts the same number later confirms it: detention.csv has about 9,000 of 21 January 2026."""
    held = next(one for one in answers(ledger) if "detainees held" in one.question)
    assert held.tile.when.startswith("as of 26 Sep 2025; the same by another body, 21 Jan 2026; ")


@pytest.mark.parametrize("day", ["2019-06-30", "2021-12-31", "2025-06-30"])
def test_a_sentence_of_other_people_does_not_stand_under_a_figure(ledger: Ledger, day: str) -> None:
    """Before: 280 detainees moved to Iraq, and under it 680 Iraqis, a later total of one nationality alone."""
    found = answers(as_known_on(ledger, pd.Timestamp(day)))
    moved = next(one for one in found if "detainees moved" in one.question)
    assert (moved.tile.value, moved.sentence) == ("280", "")
    assert sum(one.sentence != "" for one in found) >= len(found) - 1


def test_the_communique_is_the_newest_that_is_presented(ledger: Ledger) -> None:
    rows = communique.newest(ledger)
    assert set(rows["source"].astype(str)) == {"coalition-2019-novministerial"}
    assert (
        communique.sentence(ledger)
        == "The ministers of the Coalition stated 7 figures on 14 Nov 2019; 3 have a later one."
    )
    other = str(ledger.observations.loc[ledger.observations["published"] > "2024-01-01", "source"].iloc[0])
    more = ledger.presented.assign(
        source=ledger.presented["source"].astype(str).replace("coalition-2019-novministerial", other)
    )
    newer = replace(ledger, presented=more)
    assert set(communique.newest(newer)["source"].astype(str)) <= {other}


def test_a_later_figure_of_any_body_counts_as_later(ledger: Ledger) -> None:
    table = communique.then_and_now(ledger)
    found = {row["Measure"]: row for row in as_records(table)}
    assert found["Foreigners who travelled to Syria or Iraq"]["Newest since"] == "at least 53,000 people"
    assert found["Local forces trained by the Coalition"]["Newest since"] == "no later figure"


def test_a_figure_of_one_country_names_it(ledger: Ledger) -> None:
    """The displaced people are those of Iraq alone; the others are of the whole area of the campaign."""
    displaced = "Internally displaced persons, Iraq"
    assert displaced in [one.label for one in communique.tiles(ledger)]
    assert displaced in set(communique.then_and_now(ledger)["Measure"])


@pytest.mark.parametrize("day", ["2016-06-30"])
def test_before_the_communique_the_page_says_that_there_is_none(ledger: Ledger, day: str) -> None:
    before = as_known_on(ledger, pd.Timestamp(day))
    assert communique.sentence(before) == communique.NONE
    assert communique.then_and_now(before).empty
    assert communique.charts(before) == ()
    assert communique.tiles(before) == []
