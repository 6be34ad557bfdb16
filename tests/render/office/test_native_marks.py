"""The marks of native charts: hedges, ranges, gaps, events, other statements and words are told apart."""

from collections import Counter

import pandas as pd
import pytest
from lxml import etree

from charts.spec import PROJECTION, ChartSpec, Marker
from charts.text import one_line
from render.office.aids import TURNS
from render.office.axes import date_ticks
from render.office.model import Canvas, Place, serial
from render.office.native import described, native_charts
from render.office.time import GAP
from render.office.values import cells, values
from render.office.xml import chart_xml
from render.plan.series import colour_of, keyed_series
from tests.render.office.native import DAY, A, C, chart_of, named, spec_of, stated


@pytest.mark.parametrize(
    ("qualifier", "symbol"),
    [
        ("about", "circle"),
        ("estimate", "circle"),
        ("range", "circle"),
        ("at_least", "triangle"),
        ("at_most", "diamond"),
    ],
)
def test_a_hedged_point_looks_hedged(qualifier: str, symbol: str) -> None:
    """Its mark has the shape of its hedge and a paler inside than its edge; an exact one has neither."""
    spec = spec_of("line", {}, {"x": pd.Timestamp("2021-03-01"), "qualifier": qualifier})
    (only,) = native_charts(spec)
    series = named(etree.fromstring(only.xml), "Camp")
    (point,) = series.iter(f"{C}dPt")
    told = cells(only.workbook)[int(point.find(f"{C}idx").get("val"))]
    assert told["Camp: hedge"] == qualifier.replace("_", " ")
    mark = point.find(f"{C}marker")
    assert mark.find(f"{C}symbol").get("val") == symbol
    inside, edge = mark.find(f"{C}spPr/{A}solidFill"), mark.find(f"{C}spPr/{A}ln")
    assert inside.find(f".//{A}lumOff") is not None
    assert edge.find(f".//{A}lumOff") is None
    assert series.find(f"{C}marker//{A}lumOff") is None


@pytest.mark.parametrize("mark", ["bar", "column", "stacked"])
def test_a_hedged_bar_is_pale_with_an_edge(mark: str) -> None:
    """Only the bar of the hedged figure is see-through and has an outline."""
    chart = chart_of(spec_of(mark, {"x": "One"}, {"x": "Two", "qualifier": "about", "text": "about 100"}))
    (point,) = chart.iter(f"{C}dPt")
    assert point.find(f"{C}idx").get("val") == "1"
    assert point.find(f"{C}spPr/{A}solidFill//{A}alpha") is not None
    assert point.find(f"{C}spPr/{A}ln/{A}solidFill") is not None


@pytest.mark.parametrize(
    ("mark", "at"), [("line", DAY), ("dots", DAY), ("step", DAY), ("column", DAY), ("bar", "One"), ("column", "One")]
)
def test_a_range_is_a_whisker_from_cells(mark: str, at: object) -> None:
    """Error bars of a stated range refer to cells, so that an edited figure keeps them."""
    row = {"x": at, "value": 5000.0, "low": 4000.0, "high": 6500.0, "qualifier": "range", "text": "4,000 to 6,500"}
    chart = chart_of(spec_of(mark, row))
    (bars,) = (b for b in chart.iter(f"{C}errBars") if b.find(f"{C}errValType").get("val") == "cust")
    lengths = {tag: float(bars.findtext(f"{C}{tag}/{C}numRef/{C}numCache/{C}pt/{C}v")) for tag in ("plus", "minus")}
    assert lengths == {"plus": 1500.0, "minus": 1000.0}


def unaided(workbook: bytes) -> list[dict[str, float | str | None]]:
    """The rows of the sheet of a chart without those that only help to draw it."""
    return [row for row in cells(workbook) if row["Statement"] != "drawing aid"]


APART: tuple[dict[str, object], ...] = (
    {},
    {"x": pd.Timestamp("2021-06-01")},
    {"x": pd.Timestamp("2023-01-01"), "value": 50.0},
)


def test_a_gap_of_a_running_total_stays_a_gap() -> None:
    """Between figures more than a year apart stands a row that says so, without date and value."""
    spec = spec_of("step", *APART)
    (only,) = native_charts(spec)
    rows = unaided(only.workbook)
    assert [row["Value"] for row in rows] == [100.0, 100.0, None, 50.0]
    assert rows[2]["Figure as worded"] == GAP
    assert rows[2]["Date"] is None
    assert values(only.workbook) == [("Camp", r["x"], r["value"]) for r in spec.data.to_dict("records")]
    line = named(etree.fromstring(only.xml), "Camp, steps")
    held = [p.get("idx") for p in line.find(f"{C}yVal").iter(f"{C}pt")]
    assert held != [str(at) for at in range(len(held))]


def test_what_stands_behind_a_gap_is_a_line_of_its_own() -> None:
    """Lines run on across empty cells, and none across more than a year; the cells hold each figure once."""
    spec = spec_of("line", *APART)
    (only,) = native_charts(spec)
    assert [(row["Camp"], row["Camp, behind gap 1"]) for row in cells(only.workbook)] == [
        (100.0, None),
        (100.0, None),
        (None, 50.0),
    ]
    assert values(only.workbook) == [("Camp", r["x"], r["value"]) for r in spec.data.to_dict("records")]
    chart = etree.fromstring(only.xml)
    assert chart.find(f".//{C}dispBlanksAs").get("val") == "span"
    for name, held in (("Camp, line", ["0", "1"]), ("Camp, behind gap 1, line", ["2"])):
        assert [p.get("idx") for p in named(chart, name).find(f"{C}val").iter(f"{C}pt")] == held


def test_lines_stand_on_an_axis_of_dates_that_office_can_turn_into_columns(specs: dict[str, ChartSpec]) -> None:
    """Lines and dots are line charts by days: one row of dates for all series; running totals and stems are scatter."""
    for name, spec in specs.items():
        for described_ in described(spec) if spec.x_kind == "date" else ():
            chart = etree.fromstring(chart_xml(described_, Place("Data")).encode())
            lines = spec.mark in ("line", "dots")
            assert (chart.find(f".//{C}lineChart") is not None, chart.find(f".//{C}scatterChart") is not None) == (
                lines,
                not lines,
            ), name
            if not lines:
                continue
            assert chart.find(f".//{C}dateAx/{C}baseTimeUnit").get("val") == "days"
            assert chart.find(f".//{C}dateAx/{C}majorTimeUnit").get("val") in ("days", "months", "years")
            (days,) = {cat.findtext(f"{C}numRef/{C}f") for cat in chart.iter(f"{C}cat")}
            assert days.startswith("Data!$A$2")
            # A column made of it has the colour of its series, and what is not to be seen stays so.
            for series in chart.iter(f"{C}ser"):
                seen = series.find(f"{C}marker/{C}symbol").get("val") != "none"
                look = series.find(f"{C}spPr")
                assert (look.find(f"{A}solidFill") is not None) == seen, name
                assert (look.find(f"{A}noFill") is not None) == (not seen), name


def test_the_ticks_of_lines_stand_on_days_of_the_calendar(specs: dict[str, ChartSpec]) -> None:
    """From one to the next it is a month or a year to the day."""
    for name, spec in specs.items():
        for chart in described(spec) if spec.mark in ("line", "dots") and spec.x_kind == "date" else ():
            assert chart.x.kind == "date"
            if chart.x.unit != "days":
                assert len({min(tick.day, 28) for tick in date_ticks(chart.x)}) == 1, name


def test_steps_are_drawn_beside_the_figures() -> None:
    """The corners of a running total stand in columns of their own; the values are only those stated."""
    later = pd.Timestamp("2021-03-01")
    (only,) = native_charts(spec_of("step", {}, {"x": later, "value": 250.0}))
    assert [row["Value"] for row in cells(only.workbook)][:2] == [100.0, 250.0]
    assert {row["Value"] for row in cells(only.workbook)[2:]} == {None}
    heads = ("Drawing aid: date of step", "Drawing aid: value of step")
    first = serial(DAY)
    aids = [row for row in cells(only.workbook)[2:] if not row["Drawing aid: words"]]
    corners = [tuple(row[head] for head in heads) for row in aids]
    assert corners == [(first, 100.0), (first + 59, 100.0), (first + 59, 250.0)]


def test_a_projection_is_dashed_without_marks() -> None:
    """Where a pace leads to is a dashed line with its bounds dotted; no mark says that anybody counted it."""
    ahead = {"role": "headline", "basis": PROJECTION, "low": 40.0, "high": 60.0, "series": "Pace"}
    spec = spec_of("line", {}, ahead, ahead | {"x": pd.Timestamp("2022-01-01"), "value": 50.0})
    chart = chart_of(spec)
    for name, dash in (("Pace", "dash"), ("Pace, low end", "sysDot"), ("Pace, high end", "sysDot")):
        series = named(chart, name)
        assert series.find(f"{C}spPr/{A}ln/{A}prstDash").get("val") == dash
        assert series.find(f"{C}marker/{C}symbol").get("val") == "none"


@pytest.mark.parametrize("mark", ["line", "dots", "step", "column"])
def test_years_named_in_their_middle_begin_and_end_at_strokes(mark: str) -> None:
    """Without them the middle of a year was read as its beginning."""
    spec = spec_of(mark, {"x": pd.Timestamp("2016-05-03")}, {"x": pd.Timestamp("2022-08-09"), "value": 120.0})
    (chart,) = described(spec)
    (strokes,) = (one for group in chart.groups for one in group.series if one.name == TURNS)
    days = [cell for cell, y in zip(chart.grid.cells(strokes.x), chart.grid.cells(strokes.y), strict=True) if y]
    assert days == [pd.Timestamp(year, 1, 1) for year in range(2016, 2023)][-len(days) :]
    assert len(days) >= 6
    (stem,) = strokes.whiskers
    assert stem.percent == 100
    assert not strokes.in_legend
    assert strokes.labels is None
    heights = {float(str(y)) / (chart.y.high or 1) for y in chart.grid.cells(strokes.y) if y}
    assert 0.005 < min(heights) <= max(heights) < 0.05


def test_events_are_numbered_lines() -> None:
    """Each event has a row with its words; the labels are their numbers, and near ones share one."""
    events = [Marker(pd.Timestamp(d), f"event of {d}") for d in ("2021-02-01", "2021-06-01", "2021-06-02")]
    spec = spec_of("line", {}, {"x": pd.Timestamp("2022-01-01")}, markers=tuple(events))
    (only,) = native_charts(spec)
    told = [row for row in cells(only.workbook) if row["Event"]]
    assert [row["Drawing aid: Events, words"] for row in told] == ["1", "2, 3", None]
    assert "event of 2021-02-01" in {cell for row in told for cell in row.values()}
    assert told[0]["Event"] == "1: 1 Feb 2021, event of 2021-02-01"
    assert len(values(only.workbook)) == 2
    labels = [t.text for t in named(etree.fromstring(only.xml), "Events").iter(f"{A}t")]
    assert labels == ["1", "2, 3"]


@pytest.mark.parametrize("name", ["camps.population", "detention.held", "displacement.iraq_over_time"])
def test_words_and_marks_stand_within_the_axis(specs: dict[str, ChartSpec], name: str) -> None:
    """Office draws nothing beyond the end of an axis: names of events lost their first line on sheets."""
    for canvas in (Canvas(), Canvas(525, 285, 9)):
        (chart,) = described(specs[name], canvas)
        words = 0
        for series in (one for group in chart.groups for one in group.series):
            told = chart.grid.columns[chart.grid.at(series.y.head)].cells[series.y.first : series.y.last + 1]
            assert all(float(cell) <= (chart.y.high or 0) for cell in told if cell is not None), series.name
            words += series.name.startswith("Events, names")
        assert words


def test_other_statements_are_faint_and_silent() -> None:
    """Rivals are small pale marks without a line and without an entry in the legend."""
    rows: list[dict[str, object]] = [
        {},
        {"role": "rival", "value": 80.0},
        {"x": pd.Timestamp("2021-02-01"), "series": "Other"},
    ]
    chart = chart_of(spec_of("dots", *rows))
    rival = named(chart, "Camp, other statement 1")
    assert rival.find(f"{C}marker//{A}lumOff") is not None
    gone = [entry.find(f"{C}idx").get("val") for entry in chart.iter(f"{C}legendEntry")]
    # What bears figures at points is unseen, and has no entry either.
    aids = [one for one in chart.iter(f"{C}ser") if ", figures " in "".join(one.find(f"{C}tx").itertext())]
    assert set(gone) == {one.find(f"{C}idx").get("val") for one in (rival, *aids)}


def test_other_statements_of_bars_lie_on_their_bars() -> None:
    """Where bars of several series share categories, each figure has a row; one that is missing says so."""
    rows: list[dict[str, object]] = [
        {"x": "One", "series": "A"},
        {"x": "One", "series": "B"},
        {"x": "Two", "series": "A"},
        {"x": "One", "series": "B", "role": "rival", "value": 70.0},
        {"x": "One", "series": "B", "role": "rival", "value": 60.0},
        {"x": "One", "series": "A", "role": "echo", "value": 90.0},
    ]
    spec = spec_of("bar", *rows)
    (only,) = native_charts(spec)
    assert Counter(values(only.workbook)) == stated(spec)
    rows_ = cells(only.workbook)
    assert [row["Category"] for row in rows_] == ["One", "One", "Two", "Two"]
    assert [row["Drawing aid: label"] for row in rows_] == ["One", None, "Two", None]
    assert [row["B: figure as worded"] for row in rows_] == [None, "100", None, "no figure"]
    (chart,) = described(spec)
    assert chart.groups[0].overlap == 100


@pytest.mark.parametrize("name", ["detention.statements", "detention.escapes", "funding.conferences"])
def test_a_legend_of_bars_runs_as_the_bars_do(specs: dict[str, ChartSpec], name: str) -> None:
    """From top to bottom, whether an application writes legends of bars from the first or from the last series."""
    (chart,) = described(specs[name])
    drawn_ = chart.groups[0].series
    left_out = [at for at, series in enumerate(drawn_) if not series.in_legend]
    order = keyed_series(specs[name])
    for read in (drawn_, drawn_[::-1]):
        shown = [series for at, series in enumerate(read) if at not in left_out]
        assert [series.name for series in shown] == [one_line(one) for one in order]
        assert [series.fill.colour for series in shown if series.fill] == [
            colour_of(specs[name], one, "light") for one in order
        ]


def test_a_place_without_a_figure_says_so_in_its_cell_and_in_the_chart() -> None:
    """The words stand in the wording of the series and as a label at zero; no figure is added to any column."""
    spec = spec_of(
        "column",
        {"x": "2024", "series": "required"},
        {"x": "2024", "series": "received"},
        {"x": "2026", "series": "required"},
    )
    (only,) = native_charts(spec)
    assert Counter(values(only.workbook)) == stated(spec)
    told = {row["Category"]: row["received: figure as worded"] for row in cells(only.workbook)}
    assert told == {"2024": "100", "2025": "no figure", "2026": "no figure"}
    labels = [t.text for t in etree.fromstring(only.xml).iter(f"{A}t")]
    assert labels.count("no figure") == 2  # the whole of 2025, and what was received in 2026


def test_a_stated_zero_has_its_figure() -> None:
    """A column of no height carries its `0`, which a place without a figure has not."""
    rows: list[dict[str, object]] = [
        {"x": str(year), "series": name} for year in range(2000, 2020) for name in ("A", "B")
    ]
    rows[-1] |= {"value": 0.0, "text": "0"}
    (only,) = native_charts(spec_of("column", *rows))
    assert [t.text for t in etree.fromstring(only.xml).iter(f"{A}t")].count("0") == 1


def test_a_second_figure_of_a_bar_has_a_row_of_its_own() -> None:
    """Two headline figures of one series and category are both kept."""
    spec = spec_of("column", {"x": "One"}, {"x": "One", "value": 30.0}, {"x": "Two"})
    (only,) = native_charts(spec)
    assert Counter(values(only.workbook)) == stated(spec)


def test_bars_say_their_figure_in_its_own_words() -> None:
    """The label of a bar is the cell with the figure as worded, behind the whisker where there is a range."""
    rows: list[dict[str, object]] = [
        {"x": "One", "qualifier": "at_least", "text": "at least 100"},
        {"x": "Two", "low": 80.0, "high": 140.0, "qualifier": "range", "text": "80 to 140"},
    ]
    chart = chart_of(spec_of("bar", *rows))
    bar, end = named(chart, "Camp"), named(chart, "Camp, labels")
    assert [t.text for t in bar.iter(f"{A}t")] == ["at least 100"]
    assert [t.text for t in end.iter(f"{A}t")] == ["80 to 140"]
    assert bar.find(f".//{C}dLbl/{C}idx").get("val") == "0"
    assert end.find(f".//{C}dLbl/{C}idx").get("val") == "1"
