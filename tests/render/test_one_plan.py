"""Screen, picture and Office draw one plan: the same series, ticks, names, panels and marks of each hedge."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest

from charts import catalog
from charts.spec import ChartSpec
from charts.text import one_line
from loaders import Ledger
from render.office.model import Canvas, Fill, Mark
from render.office.native import MARKS, described
from render.office.parts import SYMBOLS as OFFICE
from render.plan.axes import tick_texts
from render.plan.marks import FAINT, HEDGES, PALE, WIDE
from render.plan.over import Row, room_beside
from render.plan.plan import plan_of
from render.plan.points import CARD, Size
from render.screen import chart as plotly_chart
from render.screen.parts import SYMBOLS
from tests.render.drawings import drawing_of, marks, usual_and_other

OTHER = ", other statements"
# A picture whose words are as large as those of the screen, and a slide of the same room.
PICTURE = (int(CARD.width), 874)
SLIDE = Canvas(width=CARD.width * 12 / 12.5, height=CARD.height, font=12)
SHAPES = {"circle": "circle", "triangle": "triangle-up", "diamond": "triangle-down"}


@dataclass
class Seen:
    """What a rendering shows: how series are named and which, panels beside each other, ticks of values, marks.

    `pale` are the shares of colour of hedged bars, `faint` those of other statements, `hedges` the marks of points.
    """

    naming: str
    names: list[str]
    columns: int
    ticks: list[str]
    pale: set[float] = field(default_factory=set)
    faint: set[float] = field(default_factory=set)
    hedges: dict[str, tuple[str, bool]] = field(default_factory=dict)


def on_screen(spec: ChartSpec) -> Seen:
    drawn = go.Figure(plotly_chart.figure(spec)).to_plotly_json()
    layout, traces = drawn["layout"], drawn["data"]
    lying = spec.mark in ("bar", "dumbbell")
    written = [one for one in layout.get("annotations", ()) if one.get("xref") == "paper"]
    ends = [str(one["text"]) for one in written if one.get("xshift") == 6]
    heads = [str(one["text"]).replace("<br>", " ") for one in written if str(one["text"]).startswith("<b>")]
    heads = [re.sub("</?b>", "", text) for text in heads]
    told = [str(one["name"]) for one in traces if one.get("name") and one.get("showlegend", True)]
    keyed = [one for one in dict.fromkeys(told) if not one.endswith(OTHER)]
    naming = "panels" if spec.facet else "ends" if ends else "legend" if layout.get("showlegend") else "none"
    if spec.mark == "bar":
        keyed.reverse()
    seen = Seen(
        naming,
        {"panels": heads, "ends": ends, "legend": [one for one in keyed if not one.endswith(OTHER)], "none": []}[
            naming
        ],
        len({tuple(axis["domain"]) for name, axis in layout.items() if name.startswith("xaxis") and "domain" in axis}),
        list(layout["xaxis" if lying else "yaxis"]["ticktext"]),
    )
    for one in traces:
        mark = one.get("marker", {})
        if one["type"] == "bar":
            seen.pale |= {alpha(colour) for colour in mark["color"]} - {1.0}
        elif one.get("mode") == "markers" and str(one.get("name", "")).endswith(OTHER):
            seen.faint |= {alpha(mark["color"]), alpha(mark["line"]["color"])}
        elif one.get("mode") == "markers" and isinstance(mark.get("symbol"), (list, tuple)):
            at = dict(zip(one["text"], mark["symbol"], strict=True))
            seen.hedges |= {symbol: (symbol.removesuffix("-open"), symbol.endswith("-open")) for symbol in at.values()}
    return seen


def alpha(colour: str) -> float:
    found = re.match(r"rgba\(.*,([\d.]+)\)", colour)
    return float(found[1]) if found else 1.0


def in_picture(spec: ChartSpec) -> Seen:
    root, plots = drawing_of(spec, *PICTURE)
    lying = spec.mark in ("bar", "dumbbell")
    told = {naming: texts(root, kind) for naming, kind in (("ends", "ends"), ("legend", "legend_names"))}
    told["legend"] = [one for one in texts(root, "legend_marks", "legend_names") if one]
    told["panels"] = texts(root, "panels")
    naming = next((one for one in ("panels", "ends", "legend") if told[one]), "none")
    seen = Seen(
        naming,
        told.get(naming, []),
        len({plot.left for plot in plots}) if spec.facet else 0,
        list(dict.fromkeys(texts(root, "x_texts" if lying else "y_texts"))),
    )
    seen.pale = {float(mark.get("fill-opacity", 1)) for mark in marks(root, "columns", "bars")} - {1.0}
    others = [mark for mark in marks(root, "others") if not lying]
    seen.faint = {float(mark.get(name, 1)) for mark in others for name in ("fill-opacity", "stroke-opacity")}
    for mark in marks(root, "points", "small_points"):
        hollow = mark.get("fill") != mark.get("stroke")
        wanted = HEDGES[mark.get("data-hedge", "")]
        shape = "circle" if mark.tag.endswith("circle") else wanted.shape
        seen.hedges[SYMBOLS[mark.get("data-hedge", "")]] = (shape, hollow)
    return seen


def texts(root: ElementTree.Element, *kinds: str) -> list[str]:
    return [one_line(" ".join(mark.itertext())) for mark in marks(root, *kinds)]


def in_office(spec: ChartSpec, most: int) -> Seen:
    """`most` are the ticks to compare: Office writes more where the figures behind bars need room."""
    charts = described(spec, SLIDE)
    series = [(chart, one) for chart in charts for group in chart.groups for one in group.series]
    ends = [one.name.removesuffix(", name") for _, one in series if one.name.endswith(", name") and one.labels]
    keyed = [one.name for _, one in series if one.in_legend]
    values = charts[0].x if spec.mark == "dumbbell" else charts[0].y
    low, high, step = values.low or 0.0, values.high or 0.0, values.step or 1.0
    naming = "panels" if spec.facet else "ends" if ends else "legend" if charts[0].legend else "none"
    seen = Seen(
        naming,
        {"panels": [chart.title for chart in charts], "ends": ends, "legend": keyed, "none": []}[naming],
        charts[0].columns if spec.facet else 0,
        tick_texts([low + step * at for at in range(int((high - low) / step + 1e-9) + 1)][:most], spec.unit),
    )
    for _, one in series:
        other = ", other statement" in one.name
        for mark in [one.mark, *one.points.values()]:
            if isinstance(mark, Fill):
                seen.pale |= {mark.share}
            elif isinstance(mark, Mark) and other:
                seen.faint |= {mark.share}
            elif isinstance(mark, Mark):
                shape = SHAPES[mark.symbol]
                seen.hedges[f"{shape}{'-open' * mark.hollow}"] = (shape, mark.hollow)
    return seen


def test_every_chart_is_one_plan_on_screen_in_pictures_and_in_office(ledger: Ledger) -> None:
    faults: dict[str, list[str]] = {}
    seen = set()
    for spec in usual_and_other(ledger):
        name = f"{spec.name} {dict(spec.filters)}"
        if spec.mark not in MARKS or spec.data.empty:
            continue
        screen, picture = on_screen(spec), in_picture(spec)
        office = in_office(spec, len(screen.ticks) if spec.mark == "bar" else 99)
        seen.add(screen.naming)
        for what in ("naming", "names", "columns", "ticks"):
            found = [getattr(one, what) for one in (screen, picture, office)]
            if found[0] != found[1] or found[0] != found[2]:
                faults.setdefault(name, []).append(f"{what}: {found}")
        for one in (screen, picture, office):
            if not one.pale <= {PALE} or not one.faint <= {FAINT}:
                faults.setdefault(name, []).append(f"shares: {one.pale} {one.faint}")
        stems = spec.mark == "column" and spec.x_kind == "date"
        if screen.hedges != picture.hedges or (
            screen.hedges and not stems and not screen.hedges.items() <= office.hedges.items()
        ):
            faults.setdefault(name, []).append(f"marks: {screen.hedges} {picture.hedges} {office.hedges}")
    assert faults == {}
    assert seen == {"none", "ends", "legend", "panels"}


def test_each_hedge_has_a_mark_everywhere() -> None:
    """The words under a chart explain shapes: no rendering has one of its own."""
    assert SYMBOLS.keys() == HEDGES.keys()
    assert {mark.shape for mark in HEDGES.values()} == OFFICE.keys()
    assert {SHAPES[symbol] for symbol in OFFICE.values()} == {mark.shape for mark in HEDGES.values()}


@pytest.mark.parametrize("name", ["repatriation.years", "repatriation.parts", "funding.appeals", "camps.deaths"])
def test_columns_take_the_same_of_their_room_everywhere(ledger: Ledger, name: str) -> None:
    """Office gave three columns side by side 0.87 of the room of their category, the screen 0.72."""
    spec = catalog.build(name, ledger)
    screen = plotly_chart.figure(spec)["layout"]["bargap"]
    assert 1 - screen == pytest.approx(WIDE)
    group = described(spec, SLIDE)[0].groups[0]
    beside = 1 if group.stacked else len(group.series)
    assert beside / (beside + group.gap / 100) == pytest.approx(WIDE, abs=0.003)
    root, (plot,) = drawing_of(spec, *PICTURE)
    room = plot.width / (plot.x.high - plot.x.low)
    widths = [float(mark.get("width", 0)) for mark in marks(root, "columns")]
    assert widths
    assert all(width * beside / room == pytest.approx(WIDE, abs=0.01) for width in widths)


ROOMS = {"card": CARD, "row": Size(860, 340), "slide": Size(920, 330), "note": Size(400, 300)}


@pytest.mark.parametrize("room", ROOMS)
def test_figures_over_columns_are_those_that_a_reader_looks_for(ledger: Ledger, room: str) -> None:
    """The highest of each panel, and no figure of the headline is left out because its column is the last.

    Panels told their last figure in place of a peak ten times as high, and the funding so far of a headline had no room
    beside the last column.
    """
    for spec in (catalog.usual(name, ledger) for name in catalog.names()):
        if spec.mark != "column" or spec.x_kind == "date" or spec.data.empty:
            continue
        plan = plan_of(spec, ROOMS[room])
        if plan.faceted:
            for one in plan.series:
                highest = max((point.value or 0.0 for point in one.lead), default=0.0)
                written = [point.value for point in one.lead if point.at in plan.over]
                assert not highest or highest in written, (spec.name, one.name)
            continue
        row = Row.of(len(plan.categories), len(plan.series), plan.reach, ROOMS[room]).narrowed(plan.beside)
        # In half a row other words may stand where more room would let them.
        assert room in ("card", "note") or not room_beside(spec, plan.series, row, plan.over), spec.name
