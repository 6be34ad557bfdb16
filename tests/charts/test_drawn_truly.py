"""What a drawing says by itself, for every chart of the catalogue: its axis, its empty places, its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import catalog
from charts.alt import describe
from charts.gaps import NO_FIGURE, categories, drawn_gaps, gap_words, gaps
from charts.spec import ChartSpec
from loaders import Ledger
from render.office.axes import date_ticks
from render.office.model import day
from render.office.native import described
from render.plan.lanes import timeline
from render.screen import chart as plotly_chart
from tests.render.drawings import drawing_of, marks

ROOT = Path(__file__).resolve().parents[2]
OVER_TIME = ("line", "step", "dots", "column", "stacked")
NEAR = 0.012  # of an axis; a word so near to a figure stands at it
# What is true of one rendering only: where something stands, and what a screen does.
POINTING = re.compile(
    r"\b((?<!percent )above|below|beneath|underneath|overleaf|hover\w*|click\w*|scroll\w*|tooltips?|sidebar|here|"
    r"on the screen|(on|to|at) the (left|right|top|bottom)|(in|see) the (chart|table|card|page|slide)s?|"
    r"(this|next|previous|other) (page|card|slide|tab|chart|table)|pages? of (its|their) own|beside (this|it|them)|"
    r"[Tt]he (page|card|tab) [A-Z]\w+|[Tt]he (table|chart|map) (has|names?|shows?|tells?|lists?))\b|\b(left|right): ",
)


@pytest.fixture(scope="module")
def specs(ledger: Ledger) -> list[ChartSpec]:
    """All charts of the catalogue with their default filters."""
    return [catalog.build(name, ledger) for name in catalog.names()]


def test_no_text_of_a_chart_points_at_a_place_or_a_screen(specs: list[ChartSpec]) -> None:
    """It stands as well on a slide, in a sheet and in the words for those who cannot see it."""
    texts = [(spec.name, text) for spec in specs for text in (spec.subtitle, spec.empty, *spec.caveats)]
    assert len(texts) > len(specs)
    assert [one for one in texts if POINTING.search(one[1])] == []


def test_what_points_is_known_by_its_words() -> None:
    """The pattern finds what it is for, and leaves comparisons and people who left alone."""
    for text in ("Syrians are in the chart above.", "Choose two places above.", "The table names both.", "see below"):
        assert POINTING.search(text), text
    for text in ("43 percent above the pledge", "People who left the camp", "nothing is converted"):
        assert not POINTING.search(text), text


def test_no_text_that_a_chart_may_show_points_at_a_place_or_a_screen() -> None:
    """Nor do those that only other choices bring up: every text in the modules of views, but docstrings."""
    found = []
    for path in sorted((ROOT / "charts" / "views").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        found += [
            f"{path.name}:{node.lineno}: {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
            and POINTING.search(node.value)
        ]
    assert found == []


Axis = tuple[pd.Timestamp, pd.Timestamp, list[tuple[pd.Timestamp, int]]]


Axes = Callable[[ChartSpec], Iterator[Axis]]


def year_of(at: pd.Timestamp, text: str) -> int:
    """The year that a word of an axis bears: the one that it names, else the one in which it stands."""
    named = re.search(r"\b(?:19|20)\d\d\b", text)
    return int(named[0]) if named else at.year


def on_screen(spec: ChartSpec) -> Iterator[Axis]:
    layout = plotly_chart.figure(spec)["layout"]
    for name, axis in layout.items():
        if name.startswith("xaxis"):
            words = [(pd.Timestamp(at), text) for at, text in zip(axis["tickvals"], axis["ticktext"], strict=True)]
            start, end = axis["range"]
            yield pd.Timestamp(start), pd.Timestamp(end), [(at, year_of(at, text)) for at, text in words]


def in_picture(spec: ChartSpec) -> Iterator[Axis]:
    root, plots = drawing_of(spec, 960, 480)
    words = marks(root, "x_texts")
    for plot in plots:
        low, high = (pd.Timestamp(edge, unit="ms") for edge in (plot.x.low, plot.x.high))
        named = []
        for word in words:
            share = (float(word.get("x", 0)) - plot.left) / plot.width
            beneath = 0 < float(word.get("y", next(iter(word), word).get("y", 0))) - plot.bottom < plot.height * 0.5
            if beneath and -0.1 < share < 1.1:
                at = low + (high - low) * share
                named.append((at, year_of(at, " ".join(word.itertext()))))
        if named:
            yield low, high, named


def in_office(spec: ChartSpec) -> Iterator[Axis]:
    for chart in described(spec):
        yield day(chart.x.low or 0.0), day(chart.x.high or 0.0), [(at, at.year) for at in date_ticks(chart.x)]


def whole_years(data: pd.DataFrame) -> list[pd.Timestamp]:
    """Where figures stand that hold for the end of a year, or for a whole one."""
    at = pd.to_datetime(data["x"])
    whole = (data["date_precision"].astype(str) == "year") | ((at.dt.month == 12) & (at.dt.day == 31))
    return list(at.loc[whole].drop_duplicates())


@pytest.mark.parametrize("axes", [on_screen, in_picture, in_office])
def test_no_figure_of_a_year_stands_at_the_name_of_another(specs: list[ChartSpec], axes: Axes) -> None:
    """Neither at a whole year's end nor at the last day of December does a word of the axis bear the next year."""
    dated = [spec for spec in specs if spec.mark in OVER_TIME and spec.x_kind == "date"]
    assert sum(bool(whole_years(spec.data)) for spec in dated) > 10
    for spec in dated:
        found = list(axes(spec))
        assert found, spec.name
        for first, last, words in found:
            assert words, spec.name
            for end in whole_years(spec.data):
                near = {year for at, year in words if abs(at - end) < (last - first) * NEAR}
                assert near <= {end.year}, (spec.name, end, words)


def test_no_event_of_a_year_stands_at_the_name_of_another(specs: list[ChartSpec]) -> None:
    """So it is along the axes of timelines, which slides and pictures draw from one layout."""
    ends = 0
    for spec in (one for one in specs if one.mark == "timeline"):
        laid = timeline(spec, 880, 360)
        assert laid is not None
        words, year = [], 0
        for tick in laid.ticks:
            year = int(tick.text[-4:]) if tick.text[-4:].isdigit() else year
            words.append((tick.x, year))
        near = (laid.plot[2] - laid.plot[0]) * NEAR
        whole = set(whole_years(spec.data))
        for dot, at in zip(laid.dots, sorted(pd.to_datetime(spec.data["x"])), strict=True):
            if at in whole:
                ends += 1
                assert {year for x, year in words if abs(x - dot.x) < near} <= {at.year}, (spec.name, at)
    assert ends > 3


def test_every_place_without_a_figure_is_told(specs: list[ChartSpec]) -> None:
    """In words that go with every rendering, and in the drawing of each where it has room."""
    lacking = [spec for spec in specs if gaps(spec)]
    assert len(lacking) > 10
    for spec in lacking:
        told = gap_words(spec)
        assert told in spec.caveats, spec.name
        assert told in describe(spec), spec.name
        wanted = len(drawn_gaps(spec))
        assert [written_on_screen(spec), written_in_picture(spec), written_in_office(spec)] == [wanted] * 3, spec.name


def written_on_screen(spec: ChartSpec) -> int:
    return sum(words.text == NO_FIGURE for words in go.Figure(plotly_chart.figure(spec)).layout.annotations)


def written_in_picture(spec: ChartSpec) -> int:
    return sum(word.text == NO_FIGURE for word in marks(drawing_of(spec, 960, 480)[0], "gaps", "figures"))


def written_in_office(spec: ChartSpec) -> int:
    drawn = [(chart, series) for chart in described(spec) for group in chart.groups for series in group.series]
    words = [
        chart.grid.cells(one.labels.cells)[at]
        for chart, one in drawn
        if one.labels and one.labels.cells
        for at in one.labels.points
    ]
    return words.count(NO_FIGURE)


def test_every_pair_of_category_and_series_has_a_figure_or_is_a_gap(specs: list[ChartSpec]) -> None:
    """Reckoned from the drawn rows: along columns no place is left that is neither drawn nor told.

    A sum to a date within a year is one of that year's, not a series that other years lack.
    """
    for spec in (one for one in specs if one.mark == "column" and one.x_kind == "category"):
        rows = spec.data[["x", "series", "indicator"]].astype(str)
        so_far = rows["indicator"].str.endswith("_to_date")
        of = dict(zip(rows["indicator"], rows["series"], strict=True))
        series = rows["series"].where(~so_far, rows["indicator"].str.removesuffix("_to_date").map(of))
        names, held = set(series), set(zip(rows["x"], series, strict=True))
        missing = {(gap.category, gap.series) for gap in gaps(spec)}
        for pair in ((category, name) for category in categories(spec) for name in names):
            assert (pair in held) + (pair in missing) + ((pair[0], "") in missing) == 1, (spec.name, pair)


def test_no_year_is_left_out_of_a_sequence_of_years(specs: list[ChartSpec]) -> None:
    """Columns by year have a place for every year from the first to the last."""
    by_year = [spec for spec in specs if spec.mark in ("column", "stacked") and spec.x_kind == "category"]
    years = {spec.name: [text[:4] for text in categories(spec)] for spec in by_year}
    filled = {name: list(map(int, found)) for name, found in years.items() if all(map(str.isdigit, found))}
    assert len(filled) > 10
    for name, found in filled.items():
        if min(found) > 1900:
            assert set(range(found[0], found[-1] + 1)) == set(found), name
