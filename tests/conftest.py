"""What all tests share: how they are shared out, which are walks, the ledger of data/ and its charts, small ledgers."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from charts import catalog
from charts.spec import ChartSpec
from loaders import Ledger, load
from loaders.clock import VARIABLE
from loaders.geo import Geo, load_geo

# Ages and tenses are told against today: a test that passes must pass next year too. What a test serves inherits it.
TODAY = "2026-11-28"
os.environ[VARIABLE] = TODAY
# Pages that nobody looks at are not made ready beside the tests; tests/ui/test_warm.py tests that alone.
os.environ["CAMPSTATS_WARM"] = "no"

ROOT = Path(__file__).resolve().parent.parent

# The same examples in every run, so that a run on a slow machine fails for the same reasons as one on a fast machine.
settings.register_profile("project", deadline=None, derandomize=True, max_examples=40)
settings.load_profile("project")


# Tests that ask everything of everything, open whole pages and files, read copies of all data again and again, or start
# programs and servers, by the beginning of their name. They take most of the time of all tests, as measured, and
# `make quick` leaves them out.
WALKS = (
    "tests/analysis/test_compare.py::test_no_share_passes_all_in_any_vintage",
    "tests/analysis/test_counting.py::test_no_running_total_of_the_ledger_falls",
    "tests/analysis/test_cut.py::test_every_default_cut",
    "tests/analysis/test_disputes.py::test_a_choice_of_lead_never_invents",
    "tests/analysis/test_disputes.py::test_highest_and_lowest_lead",
    "tests/analysis/test_find.py::test_questions_are_answered",
    "tests/analysis/test_flows.py::test_what_comes_is_what_goes",
    "tests/analysis/test_headline.py::test_the_lead_is_always",
    "tests/analysis/test_pace.py",
    "tests/analysis/test_repatriated.py",
    "tests/analysis/test_since.py::test_what_is_said",
    "tests/analysis/test_vintage.py::test_a_replay",
    "tests/api/test_core.py",
    "tests/api/test_described.py",
    "tests/api/test_human.py",
    "tests/api/test_mcp",
    "tests/api/test_same_number.py",
    "tests/api/test_web.py::test_hostile",
    "tests/charts/test_catalog.py",
    "tests/charts/test_choices.py::test_every_choice",
    "tests/charts/test_coalition.py::test_every_sentence",
    "tests/charts/test_compare.py::test_every_vintage",
    "tests/charts/test_displacement.py::test_a_card",
    "tests/charts/test_disputes.py::test_every_dispute",
    "tests/charts/test_drawn_truly.py",
    "tests/charts/test_explore.py::test_every_",
    "tests/charts/test_explore.py::test_no_series_joins_",
    "tests/charts/test_explore.py::test_the_map_starts_",
    "tests/charts/test_flows.py::test_every_vintage",
    "tests/charts/test_funding.py::test_no_title_of_the_view",
    "tests/charts/test_gaps.py",
    "tests/charts/test_holding.py::test_every_chart_named",
    "tests/charts/test_liberation.py::test_every_sentence",
    "tests/charts/test_map_truth.py",
    "tests/charts/test_moved.py",
    "tests/charts/test_mutations.py",
    "tests/charts/test_other_ledgers.py",
    "tests/charts/test_pace.py",
    "tests/charts/test_profile.py::test_every_",
    "tests/charts/test_profile.py::test_the_figures_of_a_measure",
    "tests/charts/test_repatriation.py::test_every_chart_and_table",
    "tests/charts/test_same_count.py",
    "tests/charts/test_sentences.py",
    "tests/charts/test_stated.py::test_a_sentence_that",
    "tests/charts/test_stated.py::test_the_source_named",
    "tests/exports/test_bundle.py",
    "tests/exports/test_cli.py",
    "tests/exports/deck/",
    "tests/exports/test_golden.py",
    "tests/exports/test_injection.py",
    "tests/exports/test_maps_drawn.py",
    "tests/exports/test_note.py",
    "tests/exports/test_of_subject.py::test_no_slide",
    "tests/exports/test_pdf.py",
    "tests/exports/test_ready.py",
    "tests/exports/test_ready_files.py",
    "tests/exports/test_same_number.py",
    "tests/exports/test_sheets.py",
    "tests/exports/test_workbook.py",
    "tests/loaders/changes/test_acknowledging.py",
    "tests/loaders/changes/test_command.py",
    "tests/loaders/changes/test_entry.py",
    "tests/loaders/changes/test_recipe.py",
    "tests/loaders/changes/test_store.py::test_a_killed",
    "tests/loaders/published/test_any_published_bytes.py",
    "tests/loaders/published/test_import.py",
    "tests/loaders/test_acknowledged.py",
    "tests/loaders/test_any_bytes.py::test_a_spoilt_file",
    "tests/loaders/test_broken_package.py::test_any_",
    "tests/loaders/test_causes.py::test_messages_reach",
    "tests/loaders/test_command.py",
    "tests/loaders/test_corrections.py",
    "tests/loaders/test_fuzz.py::test_86",
    "tests/loaders/test_fuzz.py::test_a_thousand",
    "tests/loaders/test_new_theme.py",
    "tests/loaders/test_package.py",
    "tests/loaders/test_recognised.py::test_a_copy",
    "tests/loaders/test_rules.py::test_a_breach",
    "tests/loaders/test_themes.py::test_the_example",
    "tests/loaders/test_upload.py",
    "tests/pages/",
    "tests/render/office/test_native.py",
    "tests/render/office/test_shapes.py::test_the_files_are_valid",
    "tests/render/picture/test_picture.py",
    "tests/render/plan/test_labels.py::test_no_",
    "tests/render/plan/test_told.py::test_screen",
    "tests/render/screen/test_chart.py::test_names_beneath",
    "tests/render/test_drawings.py::test_every_chart",
    "tests/render/test_one_plan.py",
    "tests/test_future.py::test_a_",
    "tests/test_future.py::test_every_",
    "tests/test_future.py::test_no_",
    "tests/test_future.py::test_the_data_",
    "tests/test_future.py::test_what_",
    "tests/test_lock.py",
    "tests/ui/test_by_hand.py",
    "tests/ui/test_contents.py::test_a_section_draws_",
    "tests/ui/test_contents.py::test_an_address",
    "tests/ui/test_data",
    "tests/ui/test_paper.py::test_every_page",
    "tests/ui/test_safety.py",
    "tests/ui/test_server.py",
    "tests/ui/test_warm.py",
)
# Walks that share nothing but charts: each may go to another worker, but for those of one day as known on which all
# charts are built anew. Of the others a file stays together.
LONG = (
    "tests/api/test_same_number.py::test_every_chart_answers",
    "tests/charts/test_",
    "tests/exports/deck/test_cover.py::test_no_figure",
    "tests/exports/test_ready.py",
    "tests/exports/test_same_number.py",
)
_DAY = re.compile(r"\[.*?(\d{4}-\d\d-\d\d)")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Not even read a file of nothing but walks, or what is for a browser, where they are left out."""
    path = str(collection_path.relative_to(ROOT))
    return True if "not walk" in config.option.markexpr and path.startswith(("tests/browser/", *WALKS)) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the walks."""
    for item in items:
        if item.nodeid.startswith(WALKS):
            item.add_marker(pytest.mark.walk)


class SharedOut(LoadScopeScheduling):  # type: ignore[misc]  # xdist comes without types
    """Gives all browser tests to one worker, a file of tests to one, single walks and those of a day to who is free.

    Two browsers at once, each computing its own graphics, take longer on two cores than one after the other, and leave
    two workers with an event loop that runs. What the tests of a file share (a deck, the page of a choice) is made once
    where one worker has them all. Walks are long, and come last, so that no worker waits for the other.
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith("tests/browser/"):
            return "browser"
        if not (nodeid.startswith(WALKS) and nodeid.startswith(LONG)):
            return nodeid.partition("::")[0]
        day = _DAY.search(nodeid)
        return f"as known on {day[1]}" if day else nodeid


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A worker that has come to other tests than those of the browser leaves the first place to the browser's.

    These are one row, in which each waits for a page: it is the longest, and the others can wait between them.
    """
    if "PYTEST_XDIST_WORKER" in os.environ and not item.nodeid.startswith("tests/browser/") and not os.nice(0):
        os.nice(5)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> SharedOut:
    """Share the tests out where there are several workers."""
    return SharedOut(config, log)


@pytest.fixture(scope="module", autouse=True)
def what_is_kept_is_not_searched() -> None:
    """Leave what earlier files of tests keep, ledgers and charts above all, out of later searches for garbage.

    Streamlit searches everything after each run of a page.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    """The ledger of the project's own data."""
    return load(ROOT / "data")


@pytest.fixture(scope="session")
def geo() -> Geo:
    """The boundaries of the project's own data."""
    return load_geo(ROOT / "data")


@pytest.fixture(scope="session", autouse=True)
def a_chart_is_built_once() -> Iterator[None]:
    """Keep the charts of each ledger: a spec is never changed, and many tests ask for the same ones.

    A ledger is itself alone, whatever it holds: a test that changes how charts are made gives them a ledger of its own.
    """
    build = catalog.build
    default = lru_cache(maxsize=1024)(build)
    chosen = lru_cache(maxsize=512)(lambda name, given, choices: build(name, given, **dict(choices)))

    def build_once(name: str, given: Ledger, **filters: Any) -> ChartSpec:
        if any(isinstance(choice, list) for choice in filters.values()):
            return build(name, given, **filters)
        return chosen(name, given, tuple(filters.items())) if filters else default(name, given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalog, "build", build_once)
        yield


@pytest.fixture(scope="session")
def with_rows(ledger: Ledger) -> Callable[..., Ledger]:
    """Make a ledger whose observations are only the given rows; what a row leaves out is that of a plain stock figure.

    A row is a dict of observation columns; `kind`, `unit`, `aggregation`, `publisher_kind`, `published` and `quotes`
    may be given too, so that one test can hold one rule.
    """
    plain: dict[str, Any] = {
        "indicator": "camp_population",
        "place": "al-hol",
        "origin": "all",
        "group": "total",
        "period_start": None,
        "period_end": "2021-01-31",
        "date_precision": "day",
        "value": 100.0,
        "low": float("nan"),
        "high": float("nan"),
        "qualifier": "exact",
        "scope": "",
        "event": "",
        "preferred": "",
        "source": "made-up",
        "locator": "",
        "note": "",
        "corrected": "",
        "title": "People in camp",
        "kind": "stock",
        "unit": "persons",
        "aggregation": "over places; over origins",
        "theme": "camps",
        "headline": "yes",
        "comparable": "yes",
        "differs": "",
        "reduced_by": "",
        "publisher": "A publisher",
        "attribution": "A publisher",
        "stated_by": "A publisher",
        "counter": "A publisher",
        "carried_by": "",
        "publisher_kind": "un",
        "published": "2021-02-15",
        "published_precision": "day",
        "quotes": "",
        "source_title": "A title",
        "url": "https://example.org/",
        "file": "observations/camps.csv",
    }

    def make(*rows: dict[str, Any]) -> Ledger:
        # Who publishes also states and counts, unless a test says otherwise.
        own = [
            {key: row["publisher"] for key in ("attribution", "stated_by", "counter") if "publisher" in row}
            for row in rows
        ]
        frame = pd.DataFrame([plain | {"line": i + 2} | own[i] | row for i, row in enumerate(rows)])
        for column in ("period_start", "period_end", "published"):
            frame[column] = pd.to_datetime(frame[column])
        text = [c for c in frame.columns if frame[c].dtype == object or str(frame[c].dtype) == "str"]
        frame = frame.astype(dict.fromkeys(text, "category"))
        for column in ledger.observations.columns.difference(frame.columns):
            frame[column] = ledger.observations[column].iloc[:0].reindex(frame.index)
        return replace(ledger, observations=frame)

    return make
