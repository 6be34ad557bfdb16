"""Charts that hold a figure: built and looked through, with the choices that show it."""

import pytest

from analysis.find import ask
from charts import catalog
from charts.holding import holding, named, shelf
from loaders import Ledger


def test_every_chart_named_draws_the_very_statement(ledger: Ledger) -> None:
    for words in ("french kids still in syria", "roj camp population", "IDPs in Ninewa", "US troops in Syria"):
        answer = ask(ledger, words).answer
        assert answer is not None
        row = ledger.observations.loc[answer.rows[0]]
        held = holding(ledger, answer)
        assert held, words
        for one in held:
            data = catalog.build(one.name, ledger, **one.filters).data
            at = set(zip(data["file"].astype(str), data["line"], strict=True))
            assert (str(row["file"]), row["line"]) in at, (words, one.name)


def test_a_sum_leads_to_the_chart_that_draws_the_same_sum(ledger: Ledger) -> None:
    answer = ask(ledger, "Germany repatriated 2022").answer
    assert answer is not None
    first = holding(ledger, answer)[0]
    assert (first.name, dict(first.filters)) == ("repatriation.years", {"country": "DEU"})


def test_charts_are_named_by_words_with_the_place_chosen(ledger: Ledger) -> None:
    found = {one.name: dict(one.filters) for one in named(ledger, "population of Roj camp")}
    assert found["camps.population"] == {"camp": "roj"}
    assert next(iter(named(ledger, "detention.transfer"))).name == "detention.transfer"


def test_the_shelf_has_every_chart(ledger: Ledger) -> None:
    assert set(shelf(ledger).specs) == set(catalog.names())


@pytest.mark.parametrize("words", ["al-hol population", "roj population", "people in al-hol"])
def test_who_names_a_place_gets_a_chart_of_it_first(ledger: Ledger, words: str) -> None:
    """Before: the first chart for `al-hol population` was of those who lived under ISIS."""
    assert named(ledger, words)[0].name == "camps.population"


def test_a_chart_in_which_others_stand_highlights_whom_was_asked_for(ledger: Ledger) -> None:
    """Before: for French children the second chart was headed by Australia, and was added to the briefing so."""
    answer = ask(ledger, "french kids still in syria").answer
    assert answer is not None
    found = holding(ledger, answer)
    beside = [one for one in found if one.filters.get("subject") == "FRA"]
    assert beside
    for one in beside:
        assert "France" in one.title
        assert {"orange", "grey"} == set(catalog.build(one.name, ledger, **one.filters).colours.values())
    assert all("France" in one.title or "French" in one.title for one in found), [one.title for one in found]
    assert any(one.filters.get("subject") == "FRA" for one in named(ledger, "French children"))
