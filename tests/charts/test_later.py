"""What another body has counted since a line ended is told with every chart that draws it as a faint mark."""

from __future__ import annotations

import pytest

from charts import catalog
from charts.later import later_words, with_later
from charts.spec import empty_points
from loaders import Ledger


def test_no_chart_over_time_leaves_a_later_count_unsaid(ledger: Ledger) -> None:
    """Before: 37,511 households of 2021 led, with a faint mark of 2024 that neither headline nor note told."""
    found = 0
    for name in catalog.names():
        spec = catalog.usual(name, ledger)
        if spec.mark not in ("line", "step", "dots") or spec.x_kind != "date" or spec.is_empty:
            continue
        words = later_words(spec)
        found += bool(words)
        assert not words or spec.caveats[0] == words, name
    assert found


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("displacement.camp_households", "37,511 displaced households lived in camps in Iraq (28 Feb 2021)"),
        ("displacement.syria_returned", "About 1.8 million displaced Syrians had gone home by 24 Sep 2025"),
        ("returns.syrian_totals", "At least 10,092 Syrians had gone home from Al-Hol camp by the end of Q2 2022"),
    ],
)
def test_a_headline_of_one_line_says_that_it_was_counted_anew(ledger: Ledger, name: str, told: str) -> None:
    assert catalog.usual(name, ledger).title.startswith(f"{told}; later: ")


def test_what_the_headline_dates_already_is_not_told_twice(ledger: Ledger) -> None:
    spec = catalog.usual("displacement.intentions", ledger)
    assert "United Nations, Sep 2025" in spec.title
    assert not any("later count" in text for text in spec.caveats)


@pytest.mark.parametrize(("name", "figure"), [("returns.syrian_trips", "55"), ("displacement.intentions", "about 20%")])
def test_a_figure_that_the_headline_names_has_a_full_mark(ledger: Ledger, name: str, figure: str) -> None:
    """Before: counts of other bodies were light marks without a number, though no line is drawn for one to follow."""
    spec = catalog.usual(name, ledger)
    full = spec.data[spec.data["role"] == "headline"]
    assert figure in set(full["text"])
    assert figure.casefold() in spec.title.casefold()
    assert not full["clause"].str.contains("the line follows").any()


def test_a_chart_without_points_has_no_later_count() -> None:
    assert with_later("No source", empty_points()) == "No source"
