"""Native, editable Office charts of a ChartSpec: the chart part of a slide with the workbook that it draws from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO

from charts.spec import ChartSpec
from render.office.bars import bars, columns
from render.office.book import Formats, mark_book, new_book, widths, write_grid
from render.office.dated import MARKS as LINES
from render.office.dated import dated
from render.office.dumbbell import dumbbell
from render.office.model import SCREEN, TITLE, Canvas, Chart, Grid, Place
from render.office.rows import cited_grid
from render.office.time import over_time
from render.office.xml import chart_xml
from render.plan.plan import Plan, plan_of
from render.plan.points import Size

MARKS = ("line", "step", "column", "stacked", "bar", "dots", "dumbbell")
DATA = Place("Data")
_OWN_AXIS = 44  # units of a panel beside its plot: each is a chart with an axis, on the screen only the first of a line


@dataclass(frozen=True, slots=True)
class NativeChart:
    """One chart of a slide.

    `title` is the name of the panel where a chart is one of several small ones, which stand in so many `columns`, else
    empty. `xml` is the `c:chartSpace` document; its references lead into `workbook` (XLSX), whose first sheet holds the
    drawn cells. `marked` makes that workbook with a text as a custom document property.
    """

    title: str
    xml: bytes
    marked: Callable[[str], bytes]
    columns: int = 1

    @property
    def workbook(self) -> bytes:
        """The workbook as it is, without a mark."""
        return self.marked("")


def native_charts(spec: ChartSpec, canvas: Canvas | None = None) -> list[NativeChart]:
    """The native charts of a spec, one a panel; none for maps, flows, spans, timelines and where nothing is drawn.

    `canvas` is the room of all panels together in points and the font size; without it the body of a wide slide.
    """
    return [
        NativeChart(
            chart.title,
            chart_xml(chart, DATA).encode(),
            partial(_embedded, _panel(spec, chart.title), chart.grid),
            chart.columns,
        )
        for chart in described(spec, canvas)
    ]


def described(spec: ChartSpec, canvas: Canvas | None = None) -> list[Chart]:
    """The charts of a spec as descriptions, one a panel, for whatever holds native charts."""
    room = canvas or Canvas()
    if spec.mark not in MARKS or spec.data.empty or spec.data["value"].isna().all():
        return []
    plan = planned(spec, room)
    names = [one.name for one in plan.series]
    if not plan.faceted:
        return [_chart(plan, names, room)]
    own = replace(room, width=room.width / plan.columns, height=room.height / plan.lines - TITLE)
    if plan.columns > 1:
        own = replace(own, font=max(room.font - 2, 9))
    return [replace(_chart(plan, [name], own), title=name, columns=plan.columns) for name in names]


def planned(spec: ChartSpec, canvas: Canvas) -> Plan:
    """The plan of a chart in the room of all its panels; each of several beside one another has an axis of its own."""
    unit = canvas.font / SCREEN
    # A chart that is a little other by rounding is planned alike.
    size = Size(round(canvas.width / unit), round(canvas.height / unit))
    plan = plan_of(spec, size)
    if not plan.faceted or plan.columns == 1:
        return plan
    narrow = plan_of(spec, replace(size, width=size.width - _OWN_AXIS * (plan.columns - 1)))
    return narrow if narrow.columns == plan.columns else plan


def _panel(spec: ChartSpec, title: str) -> ChartSpec:
    """The spec with the rows of one panel, or the whole where there is only one."""
    return replace(spec, data=spec.data[spec.data["series"] == title]) if title else spec


def _chart(plan: Plan, names: Sequence[str], canvas: Canvas) -> Chart:
    points = [point for point in plan.points if point.series in names]
    if plan.mark == "dumbbell":
        return dumbbell(plan, points, names, canvas)
    if plan.mark == "bar":
        return bars(plan, points, names, canvas)
    if plan.categories:
        return columns(plan, points, names, canvas)
    return (dated if plan.mark in LINES else over_time)(plan, points, names, canvas)


def _embedded(spec: ChartSpec, grid: Grid, mark: str) -> bytes:
    target = BytesIO()
    book = new_book(target)
    mark_book(book, mark)
    formats = Formats(book)
    for name, cells in ((DATA.sheet, grid), ("Sources", cited_grid(spec))):
        sheet = book.add_worksheet(name)
        write_grid(sheet, cells, Place(name), formats)
        sheet.freeze_panes(1, 1)
        for column, width in enumerate(widths(cells)):
            sheet.set_column(column, column, width)
    book.close()
    return target.getvalue()
