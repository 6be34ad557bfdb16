"""Filters and their choices in words: no identifier of the data files reaches a reader."""

import re

import pytest

from charts import catalog, choices
from loaders import Ledger

_IDENTIFIER = re.compile(r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$|^[A-Z]{3}$")
_PLAIN = re.compile(r"^\d{4}$|^IOM$|^\d+$")  # years and the like read as they are written


def test_every_choice_of_every_filter_has_words(ledger: Ledger) -> None:
    """Of all charts whose filters can be chosen one by one; a date reads `7 Feb 2026`."""
    raw = [
        (chart, name, value, said)
        for chart in catalog.names()
        for name, offered in choices.offered(ledger, chart).items()
        for value in offered
        if _IDENTIFIER.match(said := choices.text(ledger, chart, name, value)) and not _PLAIN.match(said)
    ]
    assert raw == []


def test_every_filter_has_a_label(ledger: Ledger) -> None:
    for chart in catalog.names():
        for name in catalog.entry(chart).filters(ledger):
            label = choices.label(chart, name)
            assert label[0].isupper()
            assert "_" not in label
    assert choices.label("pace.fan", "by") == "Pace"
    assert choices.label("explore.series", "by") == "Compared by"
    assert choices.text(ledger, "pace.fan", "by", "best") == "Fastest pace"


def test_choices_of_woven_filters_are_told_but_not_offered_one_by_one(ledger: Ledger) -> None:
    spec = catalog.build("explore.series", ledger)
    said = choices.said(ledger, "explore.series", spec.filters)
    assert "Measure: People living in camp" in said
    assert "Compared: Al-Hol camp and Roj camp" in said
    assert choices.offered(ledger, "explore.series") == {}
    assert choices.is_woven("explore.series")


def test_what_stands_at_its_default_is_said_only_where_it_says_something(ledger: Ledger) -> None:
    assert choices.said(ledger, "camps.map", {"day": ""}) == []
    assert choices.said(ledger, "camps.map", {"day": "2023-01-31"}) == ["Date: 31 Jan 2023"]
    assert choices.said(ledger, "pace.fan", {"by": "last", "per_month": "100"}) == ["Pace: Latest pace"]
    assert choices.text(ledger, "camps.map", "day", "") == "Newest"
    assert choices.text(ledger, "repatriation.years", "country", "all") == "All states"


def test_a_choice_that_is_none_is_told_as_it_is_written(ledger: Ledger) -> None:
    """A date or a name from a strange link breaks nothing."""
    assert choices.text(ledger, "camps.map", "day", "never") == "never"
    assert choices.text(ledger, "camps.population", "camp", "atlantis") == "atlantis"


@pytest.mark.parametrize("chart", ["camps.map", "detention.statements", "disputes.one", "explore.series", "pace.fan"])
def test_the_filters_of_a_chart_build_it_again(chart: str, ledger: Ledger) -> None:
    """Also those that stand at an empty default, which is no choice that a reader is offered."""
    spec = catalog.build(chart, ledger)
    assert catalog.build(chart, ledger, **spec.filters).title == spec.title


def test_one_choice_and_several_are_not_taken_for_each_other(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="one choice"):
        catalog.build("camps.population", ledger, camp=("roj",))
    with pytest.raises(ValueError, match="several choices"):
        catalog.build("explore.series", ledger, which="roj")
