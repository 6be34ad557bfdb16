"""Every sentence of every chart, page and tile holds: by default and for each choice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from charts import catalog, takeaway
from charts.citation import source_line
from charts.spec import PROJECTION, ChartSpec
from exports import sentences as listed
from exports.deck.plan import subtitle_text
from loaders import Ledger
from tests.charts.sentences import (
    BY_DEFAULT,
    NOT_SAID,
    dated_by_a_light_mark,
    exact_sums,
    faults,
    joined_unlike,
    led_by_no_figure,
    mispaired,
    said_twice,
    tops,
    undated,
    untold,
)

ROOT = Path(__file__).resolve().parents[2]
# Charts of which every choice is one of hundreds: so many of each filter, spread over all of them.
_SAMPLED, _SAMPLE = (
    ("explore.", "compare.series", "disputes.", "flows.", "displacement.iraq_map", "displacement.iraq_ranked"),
    12,
)


# Headlines of all time: who belongs to the Coalition, shares over all operations, and what trends have missed.
UNDATED = {"coalition.by_region", "coalition.map", "repatriation.parts", "pace.record", "compare.both"}


def choices(ledger: Ledger, name: str) -> Iterator[dict[str, Any]]:
    """Each choice of each filter of a chart, the others at their default."""
    entry = catalog.entry(name)
    for key, offered in entry.options(ledger).items():
        step = max(1, len(offered) // _SAMPLE) if name.startswith(_SAMPLED) else 1
        for choice in offered[::step]:
            yield {key: (choice,) if isinstance(entry.filters(ledger)[key], tuple) else choice}


@pytest.mark.parametrize("view", sorted({name.partition(".")[0] for name in catalog.names()}))
def test_every_headline_is_worth_saying_and_told_from_its_rows_for_every_choice(ledger: Ledger, view: str) -> None:
    """A number of which no row is named would be cited from none, and what is told is drawn and said."""
    found: list[str] = []
    for name in catalog.names(view):
        for chosen in ({}, *choices(ledger, name)):
            spec = catalog.build(name, ledger, **chosen)
            found += faults(spec, ledger)
            found += [] if spec.is_empty else [f"{name} {chosen}: {spec.title} | {fault}" for fault in untold(spec)]
    assert found == []


@pytest.mark.parametrize("view", takeaway.views())
def test_what_a_page_says_on_top_holds_for_every_choice(ledger: Ledger, view: str) -> None:
    found = tops(ledger, view)
    for key, offered in takeaway.top(view).options(ledger).items():
        for choice in offered[:: max(1, len(offered) // _SAMPLE)]:
            found += tops(ledger, view, **{key: choice})
            takeaway.tiles_of(view, ledger, **{key: choice})
    assert found == []


@pytest.mark.parametrize("name", catalog.names())
def test_nothing_after_today_is_drawn_as_observed(ledger: Ledger, name: str) -> None:
    spec = catalog.build(name, ledger)
    assert pd.isna(spec.as_of) or spec.as_of <= ledger.today
    observed = spec.data[(spec.data["basis"] != PROJECTION) & (spec.data["date_precision"] == "day")]
    assert not (pd.to_datetime(observed["period_end"]) > ledger.today).any()


@pytest.mark.parametrize("name", catalog.names())
def test_no_line_joins_bodies_that_count_differently(ledger: Ledger, name: str) -> None:
    """A drawn line is of one counter where the indicator's counts are not comparable, and a running total rises."""
    assert joined_unlike(catalog.build(name, ledger), ledger) == []


@pytest.mark.parametrize("name", catalog.names())
def test_a_source_line_pairs_a_speaker_with_the_own_date(ledger: Ledger, name: str) -> None:
    """Who is named and the date behind belong to one publication, for single figures and for sums."""
    spec = catalog.build(name, ledger)
    assert mispaired(spec, ledger) == []
    assert source_line(spec)


def test_every_first_headline_says_when(ledger: Ledger) -> None:
    specs = [catalog.build(name, ledger) for name in catalog.names()]
    assert [fault for spec in specs if spec.name not in UNDATED for fault in undated(spec)] == []


def test_every_first_headline_can_be_said_in_one_breath(ledger: Ledger) -> None:
    """None is longer than BY_DEFAULT, and at most a third is longer than 90 characters."""
    told = [catalog.build(name, ledger).title for name in catalog.names()]
    assert [title for title in told if len(title) > BY_DEFAULT] == []
    assert sum(len(title) > 90 for title in told) * 3 <= len(told)


def test_one_place_has_one_name_in_every_sentence(ledger: Ledger) -> None:
    """No sentence, tile or subtitle writes a place in other letters than its name: `northeast Syria`."""
    names = {str(name) for name in ledger.places["name"] if " " in str(name)}
    told = [text for name in catalog.names() for text in _read(catalog.build(name, ledger))]
    told += [one.text for view in takeaway.views() for one in takeaway.tiles_of(view, ledger)]
    told += [takeaway.say(view, ledger) for view in takeaway.views()]
    other = {name.lower(): name for name in names}
    titles = {str(title) for title in ledger.events["title"]}
    found = [
        f"{name}: {text}"
        for text in told
        for small, name in other.items()
        if small in text.lower() and name not in text and not any(title in text for title in titles)
    ]
    assert found == []


def _read(spec: ChartSpec) -> tuple[str, str]:
    return spec.title, spec.subtitle


def test_a_chart_is_dated_and_sourced_by_what_it_says(ledger: Ledger) -> None:
    """The as-of date is of no light mark and stands once; the first source states a figure of the chart."""
    specs = [catalog.build(name, ledger) for name in catalog.names()]
    assert [fault for spec in specs for fault in (*dated_by_a_light_mark(spec), *led_by_no_figure(spec))] == []
    assert [fault for spec in specs for fault in said_twice(subtitle_text(spec))] == []


def test_a_tile_says_things_once_and_plainly(ledger: Ledger) -> None:
    told = [one.text for view in takeaway.views() for one in takeaway.tiles_of(view, ledger)]
    assert [text for text in told if NOT_SAID.search(text)] == []


def test_a_sum_of_reported_movements_is_never_told_as_exact(ledger: Ledger) -> None:
    """What adds up single journeys and operations misses those that no source reports."""
    assert [fault for name in catalog.names() for fault in exact_sums(catalog.build(name, ledger), ledger)] == []


def test_the_list_of_sentences_is_the_one_in_the_documents(ledger: Ledger) -> None:
    """docs/sentences.md shows every change of wording in review: python -m exports.sentences docs/sentences.md."""
    kept = (ROOT / "docs" / "sentences.md").read_text(encoding="utf-8")
    assert listed.text(ledger) == kept
