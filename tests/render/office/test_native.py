"""Native charts: their cells and caches hold exactly what is drawn, and hedges, gaps and aids are told apart."""

from collections import Counter
from dataclasses import replace
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from lxml import etree
from openpyxl.utils import range_boundaries

from charts import catalog
from charts.spec import PROJECTION, ChartSpec, Marker
from charts.text import one_line
from loaders import Ledger
from render.office.axes import date_ticks, value_format
from render.office.model import Canvas, Chart, Place, Ref, day, serial
from render.office.native import MARKS, NativeChart, described, hedge_words, native_charts
from render.office.time import GAP
from render.office.values import cells, drawn, values
from render.office.xml import chart_xml, formula
from render.plan.axes import tick_texts, ticks
from render.plan.panels import panel_grid
from render.plan.series import colour_of, keyed_series, series_of

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SEEN = (
    "camps.population",
    "camps.by_origin",
    "returns.cumulative",
    "returns.by_year",
    "repatriation.parts",
    "repatriation.remaining_parts",
    "camps.killings",
    "detention.split",
    "displacement.iraq_over_time",
    "repatriation.travelled",
    "pace.fan",
    "repatriation.panels",
    "funding.conferences",
    "compare.both",
    "detention.escapes",
    "pace.record",
    "returns.syrian_groups",
    "compare.share",
)


@pytest.fixture(scope="module")
def specs(ledger: Ledger) -> dict[str, ChartSpec]:
    found = {name: catalog.build(name, ledger) for name in catalog.names()}
    return {name: spec for name, spec in found.items() if spec.mark in MARKS}


@pytest.fixture(scope="module")
def made(specs: dict[str, ChartSpec]) -> dict[str, list[NativeChart]]:
    return {name: native_charts(spec) for name, spec in specs.items()}


def stated(spec: ChartSpec) -> Counter[tuple[str, object, float]]:
    """The rows of a spec as the sheets tell them."""
    rows = spec.data.loc[spec.data["value"].notna()].to_dict("records")
    dated = spec.x_kind == "date"
    return Counter((one_line(r["series"]), r["x"] if dated else one_line(r["x"]), float(r["value"])) for r in rows)


def chart_of(spec: ChartSpec) -> etree._Element:
    (only,) = native_charts(spec)
    return etree.fromstring(only.xml)


def named(chart: etree._Element, name: str) -> etree._Element:
    (found,) = (s for s in chart.iter(f"{C}ser") if "".join(s.find(f"{C}tx").itertext(f"{C}v")) == name)
    return found


def spec_of(mark: str, *rows: dict[str, object], **more: object) -> ChartSpec:
    """A spec of one series in people; a row gives what differs from an exact 100 on 1 Jan 2021."""
    plain = {
        "series": "Camp",
        "x": pd.Timestamp("2021-01-01"),
        "start": pd.NaT,
        "value": 100.0,
        "low": float("nan"),
        "high": float("nan"),
        "qualifier": "exact",
        "unit": "persons",
        "role": "headline",
        "basis": "stated",
        "text": "100",
        "publisher": "A publisher",
        "attribution": "A publisher",
        "source": "made-up",
        "source_title": "A title",
        "url": "",
        "indicator": "people_counted",
        "published": pd.Timestamp("2021-02-01"),
        "published_precision": "day",
        "period_start": pd.NaT,
        "period_end": pd.Timestamp("2021-01-01"),
        "date_precision": "day",
        "locator": "",
        "note": "",
        "group": "total",
        "statements": 1,
        "rival_low": float("nan"),
        "rival_high": float("nan"),
    }
    data = pd.DataFrame([plain | row for row in rows])
    kind = "date" if isinstance(data["x"].iloc[0], pd.Timestamp) else "category"
    return ChartSpec("made.up", "A title", "People", mark, data, "persons", kind, **more)  # type: ignore[arg-type]


def test_every_chart_keeps_every_figure_in_its_cells(
    specs: dict[str, ChartSpec], made: dict[str, list[NativeChart]]
) -> None:
    """The embedded workbooks of each chart of the catalogue hold its rows, no more, no fewer, with the same numbers."""
    for name, spec in specs.items():
        held = Counter(figure for chart in made[name] for figure in values(chart.workbook))
        assert held == stated(spec), name


def test_every_chart_draws_every_figure(specs: dict[str, ChartSpec], made: dict[str, list[NativeChart]]) -> None:
    """What a chart keeps of its cells has every value of the spec at least as often as it is there."""
    for name, spec in specs.items():
        kept = Counter(value for chart in made[name] for _, _, value in drawn(chart.xml))
        assert not Counter(spec.data["value"].dropna().astype(float)) - kept, name


@pytest.mark.parametrize("name", SEEN)
def test_references_lead_to_the_cells_that_are_kept(made: dict[str, list[NativeChart]], name: str) -> None:
    """Each formula of a chart names cells of its workbook that hold what the chart keeps of them."""
    for chart in made[name]:
        sheet = openpyxl.load_workbook(BytesIO(chart.workbook))["Data"]
        tree = etree.fromstring(chart.xml)
        refs = [*tree.iter(f"{C}numRef"), *tree.iter(f"{C}strRef")]
        assert refs
        for ref in refs:
            where, _, area = ref.findtext(f"{C}f").partition("!")
            assert where == "Data"
            left, top, right, bottom = range_boundaries(area.replace("$", ""))
            assert left == right
            held = [sheet.cell(row, left).value for row in range(top, bottom + 1)]
            kept = {int(pt.get("idx")): pt.findtext(f"{C}v") for pt in ref.iter(f"{C}pt")}
            for at, cell in enumerate(held):
                if hasattr(cell, "year"):
                    assert day(float(kept[at])) == pd.Timestamp(cell)
                elif isinstance(cell, int | float):
                    assert float(kept[at]) == cell
                else:
                    assert kept.get(at, "") == (cell or "")


def test_panels_share_their_scale(specs: dict[str, ChartSpec]) -> None:
    """Small multiples are one chart a series, in the order of the screen, with the same ends of both axes."""
    for name in ("repatriation.panels", "displacement.iraq_panels"):
        charts = described(specs[name])
        assert [chart.title for chart in charts] == series_of(specs[name])
        assert len({(chart.y.low, chart.y.high, chart.x.low, chart.x.high) for chart in charts}) == 1


def test_panels_find_room() -> None:
    """There are at least as many places as panels, and at most four stand beside each other."""
    for panels in range(1, 25):
        across, down = panel_grid(panels)
        assert across <= 4
        assert across * (down - 1) < panels <= across * down


def test_what_is_no_chart_of_office_gives_none(ledger: Ledger) -> None:
    """Maps, flows, strips and timelines are drawn as shapes, and an empty chart is none."""
    for name in ("camps.map", "flows.sankey", "camps.custody", "overview.events"):
        assert native_charts(catalog.build(name, ledger)) == []
    some = catalog.build("camps.population", ledger)
    assert native_charts(replace(some, data=some.data.iloc[:0])) == []


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


DAY = pd.Timestamp("2021-01-01")


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


HOSTILE = ('=HYPERLINK("http://x")', "<c:evil/>&amp;", "Bad\x00\x07\ufffe name", "Data!$A$1", "@SUM(A1)")


@pytest.mark.parametrize("mark", ["line", "bar", "dumbbell", "column"])
@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(mark: str, text: str) -> None:
    """Words of the data become neither formula nor markup, nor a reference, and forbidden characters are dropped."""
    row: dict[str, object] = {
        "series": text,
        "text": text,
        "publisher": text,
        "locator": text,
        "note": text,
        "url": text,
    }
    if mark != "line":
        row["x"] = text
    spec = spec_of(mark, row)
    (only,) = native_charts(spec)
    book = openpyxl.load_workbook(BytesIO(only.workbook))
    held = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in held} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in held)
    assert one_line(text) in {cell.value for cell in held}
    tree = etree.fromstring(only.xml)
    assert not [node for node in tree.iter() if "evil" in str(node.tag)]
    assert {f.text.partition("!")[0] for f in tree.iter(f"{C}f")} == {"Data"}


def test_a_number_without_limit_is_an_empty_cell() -> None:
    """A range that has no upper limit keeps its wording; its whisker has no length."""
    row = {"low": 50.0, "high": float("inf"), "qualifier": "range", "text": "50 to no upper limit"}
    (only,) = native_charts(spec_of("dots", row))
    assert "Camp: high" not in cells(only.workbook)[0]
    assert cells(only.workbook)[0]["Camp: figure as worded"] == "50 to no upper limit"


def test_the_same_chart_gives_the_same_bytes(specs: dict[str, ChartSpec], made: dict[str, list[NativeChart]]) -> None:
    """Nothing of the clock or of chance is in a native chart."""
    again = native_charts(specs["camps.by_origin"])
    assert [(one.xml, one.workbook) for one in again] == [(one.xml, one.workbook) for one in made["camps.by_origin"]]


def test_the_longest_series_comes_first(specs: dict[str, ChartSpec]) -> None:
    """No series is followed by a longer one, which would make LibreOffice forget it."""
    for name in SEEN:
        for chart in described(specs[name]):
            lengths = [s.y.last - s.y.first for group in chart.groups for s in group.series]
            assert lengths[0] == max(lengths), name


@pytest.mark.parametrize(
    ("top", "unit", "pattern"),
    [
        (80_000, "persons", "#,##0"),
        (5e6, "persons", '#,##0,," mn"'),
        (2.5e6, "persons", '#,##0.0,," mn"'),
        (2e10, "usd", '"$"#,##0,,," bn"'),
        (100, "percent", '#,##0"%"'),
        (2, "trips", "#,##0.0"),
    ],
)
def test_values_are_written_as_on_the_screen(top: float, unit: str, pattern: str) -> None:
    """The number format of an axis has the sign, scale and decimals of the tick texts on the screen."""
    values_ = ticks(top)
    assert value_format(values_[-1], unit, values_[1] - values_[0]).partition(";")[0] == pattern
    assert tick_texts(values_, unit)


def test_marks_are_named_as_office_draws_them(specs: dict[str, ChartSpec]) -> None:
    """No downward triangle is told of, which Office has not; stems are told as marks and bars as bars."""
    assert "diamond: at most" in hedge_words(spec_of("line", {"qualifier": "at_most"}))
    assert not any("triangle down" in hedge_words(spec) for spec in specs.values())
    assert hedge_words(spec_of("column", {"qualifier": "about"})).endswith("open mark: about or estimate")
    assert hedge_words(spec_of("column", {"x": "One", "qualifier": "about"})).startswith("pale bar")


def test_the_chart_fits_its_canvas(specs: dict[str, ChartSpec]) -> None:
    """The plot lies inside the chart and leaves room for labels, in a wide slide and in a small box."""
    for name in SEEN:
        for canvas in (Canvas(), Canvas(420, 200, 9)):
            for chart in described(specs[name], canvas):
                left, top, width, height = chart.inner or (0, 0, 1, 1)
                assert min(left, top) >= 0
                assert left + width <= 1.0001
                assert top + height < 1


def test_a_reference_beyond_the_cells_is_refused() -> None:
    """A formula is never written for cells that the sheet does not have."""
    (chart,) = described(spec_of("line", {}))
    assert isinstance(chart, Chart)
    assert formula(chart.grid, Ref("Camp", 0, 0), Place("Chart data", 4, 2)) == "'Chart data'!$D$6"
    with pytest.raises(ValueError, match="beyond"):
        formula(chart.grid, Ref("Camp", 0, 9), Place("Data"))
    with pytest.raises(ValueError, match="not in list"):
        formula(chart.grid, Ref("No such", 0, 0), Place("Data"))
