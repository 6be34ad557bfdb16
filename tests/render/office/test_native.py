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
from charts.citation import hedge_key
from charts.spec import ChartSpec
from charts.text import one_line
from loaders import Ledger
from render.office.axes import value_format
from render.office.model import SCREEN, Canvas, Chart, Place, Ref, day
from render.office.native import NativeChart, described, native_charts
from render.office.values import cells, drawn, values
from render.office.xml import formula
from render.plan.axes import tick_texts, ticks
from render.plan.panels import grid_of_panel, panel_grid
from render.plan.plan import plan_of
from render.plan.points import Size
from render.plan.series import series_of
from tests.render.office.native import C, spec_of, stated

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
        across, down = panel_grid(panels, 886)
        assert across <= 4
        assert across * (down - 1) < panels <= across * down
        for width in (300, 440, 886):
            own = width / panel_grid(panels, width)[0]
            columns, lines = grid_of_panel(panels, own)
            assert panel_grid(panels, own * columns) == (columns, lines)
    # Before: a third row for two panels, and all so low that figures stood over marks.
    assert panel_grid(8, 886) == (4, 2)
    assert panel_grid(8, 440) == (3, 3)


def test_what_is_no_chart_of_office_gives_none(ledger: Ledger) -> None:
    """Maps, flows, strips and timelines are drawn as shapes, and an empty chart is none."""
    for name in ("camps.map", "flows.sankey", "camps.custody", "overview.events"):
        assert native_charts(catalog.build(name, ledger)) == []
    some = catalog.build("camps.population", ledger)
    assert native_charts(replace(some, data=some.data.iloc[:0])) == []


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
    assert "diamond: at most" in hedge_key(spec_of("line", {"qualifier": "at_most"}), office=True)
    assert not any("triangle down" in hedge_key(spec, office=True) for spec in specs.values())
    stems = hedge_key(spec_of("column", {"qualifier": "about"}), office=True)
    assert stems.endswith("open or pale mark: about or estimate")
    assert hedge_key(spec_of("column", {"x": "One", "qualifier": "about"}), office=True).startswith("pale bar")


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


def test_figures_over_panels_have_the_room_of_charts_with_an_axis_each(ledger: Ledger) -> None:
    """In a workbook they touched: on the screen only the first panel of a line has an axis that takes room."""
    spec = catalog.build("repatriation.panels", ledger)
    canvas = Canvas(width=560, height=330, font=9)
    unit = canvas.font / SCREEN
    told = sum(len(labels.points) for one in described(spec, canvas) if (labels := one.groups[0].series[0].labels))
    wide = plan_of(spec, Size(round(canvas.width / unit), round(canvas.height / unit)))
    assert 12 <= told < len(wide.over)
