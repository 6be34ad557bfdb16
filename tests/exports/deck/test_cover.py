"""The opening slide of a deck: its dates never contradict each other."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

import pandas as pd
import pytest

from analysis import newest_publication
from charts.spec import ChartSpec
from exports.briefing import BriefingError, Item, exhibit
from exports.deck.pages import facts_of, published_until
from exports.ready import briefings
from loaders import Ledger

PINS = ("", "2019-06-30", "2021-12-31", "2023-12-31", "2025-06-30", "2026-06-25")
DATE = r"(?:reported )?(?:\d{1,2} )?(?:[A-Z][a-z]{2} |Q[1-4] )?\d{4}"
NEWEST = re.compile(rf"^Figures (?:from .*; the newest )?(?:as of )?({DATE})$")
UNTIL = re.compile(rf"^As known on: (?:everything published up to )?({DATE})$")


def earliest(text: str) -> pd.Timestamp:
    """The first day that a date as written can mean."""
    words = text.removeprefix("reported ")
    if words.startswith("Q"):
        return pd.Period(f"{words[3:]}{words[:2]}", freq="Q").start_time.normalize()
    return pd.Timestamp(words if " " in words else f"{words}-01-01")


@lru_cache(maxsize=200)
def drawn(ledger: Ledger, chart: str, filters: tuple[tuple[str, str], ...], known_on: str) -> ChartSpec | None:
    """A chart of a ready-made briefing; None where nothing was known of it."""
    try:
        spec = exhibit(Item(chart, dict(filters), known_on), ledger).spec
    except BriefingError:
        return None
    return None if spec.is_empty else spec


def specs_of(name: str, ledger: Ledger, known_on: str) -> list[ChartSpec]:
    """All charts of a ready-made briefing that have something to show."""
    slides = briefings(ledger)[name].slides
    made = [drawn(ledger, one.chart, tuple(sorted(one.filters.items())), known_on) for one in slides]
    return [one for one in made if one is not None]


@pytest.mark.parametrize("known_on", PINS)
def test_no_figure_is_newer_than_what_was_published(known_on: str, ledger: Ledger) -> None:
    """In every ready-made briefing, by the dates and as a reader reads them."""
    for name in briefings(ledger):
        specs = specs_of(name, ledger, known_on)
        told = facts_of(specs, ledger)
        until = pd.Timestamp(known_on) if known_on else published_until(specs, ledger)
        assert specs, name
        assert max(spec.as_of for spec in specs if pd.notna(spec.as_of)) <= until, name
        newest = next(found for line in told if (found := NEWEST.search(line)))
        limit = next(found for line in told if (found := UNTIL.match(line)))
        assert earliest(newest[1]) <= earliest(limit[1]) == until, told


def test_a_deck_that_counts_everything_says_up_to_when(ledger: Ledger) -> None:
    """No further than today, and as far as the newest publication."""
    until = published_until(specs_of("funding", ledger, ""), ledger)
    assert newest_publication(ledger) <= until <= ledger.today


def test_a_publication_of_the_running_month_does_not_contradict_the_limit(ledger: Ledger) -> None:
    """It is dated to a month that has not ended; a figure of it from these days is drawn, so the limit covers it."""
    item = Item("camps.population", {"camp": "roj"})
    shown = exhibit(item, ledger).spec.data
    source = shown[shown["role"] == "headline"].iloc[-1]["source"]
    day, month = ledger.today - pd.Timedelta(days=3), ledger.today + pd.offsets.MonthEnd(0)
    assert month > ledger.today
    observations, sources = ledger.observations.copy(), ledger.sources.copy()
    rows = (observations["source"] == source) & (observations["indicator"] == "camp_population")
    observations.loc[rows, ["published", "period_end"]] = [month, day]
    observations.loc[rows, "date_precision"] = "day"
    of_source = sources["source"] == source
    sources.loc[of_source, "published"] = month
    sources.loc[of_source, "published_precision"] = "month"
    running = replace(ledger, observations=observations, sources=sources, version="running month")
    spec = exhibit(item, running).spec
    assert spec.as_of == day
    until = published_until([spec], running)
    assert day <= until <= ledger.today
    assert f"everything published up to {until.day} {until:%b %Y}" in facts_of([spec], running)[2]


def test_charts_that_are_left_are_not_counted(ledger: Ledger) -> None:
    """Of them nothing is known, so nothing is said but that they are there."""
    specs = specs_of("situation", ledger, "2021-12-31")
    assert facts_of(specs[:1], ledger)[0].startswith("1 chart from ")
    assert facts_of(specs[:2], ledger, left=1)[0].endswith("; 1 more is not renewed")
    assert facts_of([], ledger, left=2)[0] == "0 charts from 0 publications; 2 more are not renewed"
