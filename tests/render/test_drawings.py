"""Drawings of charts without a browser: every figure once, in its place and with its hedge; no text on another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import isclose
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from charts import catalog
from charts.spec import LED, PROJECTION, ChartSpec
from loaders import Ledger
from loaders.geo import Geo
from render.picture.parts import Plot
from render.picture.picture import chart_svg
from render.plan.marks import FAINT
from render.plan.series import GAP_DAYS
from tests.render.drawings import (
    HARMLESS,
    KINDS,
    SVG,
    crowded,
    drawing_of,
    elements,
    marks,
    middle,
    parse,
    points_of,
    words,
)

ROOT = Path(__file__).resolve().parents[2]
WIDTH, HEIGHT = 960, 420
POINTS = ("points", "small_points")
PLAIN = ("map", "sankey", "spans", "timeline")


@pytest.fixture(scope="module")
def chart(ledger: Ledger) -> Callable[[str], ChartSpec]:
    """Build a chart of the catalogue from the project's own data."""
    return lambda name: catalog.build(name, ledger)


@dataclass(frozen=True)
class Drawing:
    """A chart as it is drawn, with the areas of its marks, and what their places say."""

    root: ElementTree.Element
    plots: list[Plot]

    def plot(self, at: tuple[float, float]) -> Plot:
        """The panel in which a place lies, or which is nearest."""
        return min(
            self.plots,
            key=lambda one: (
                abs(one.left + one.width / 2 - at[0]) / one.width + abs(one.top + one.height / 2 - at[1]) / one.height
            ),
        )

    def up(self, y: float, plot: Plot) -> float:
        """The value at a height of the page."""
        return plot.y.low + (plot.bottom - y) / plot.height * (plot.y.high - plot.y.low)

    def across(self, x: float, plot: Plot) -> float:
        """The value, place or date in milliseconds at a distance from the left of the page."""
        return plot.x.low + (x - plot.left) / plot.width * (plot.x.high - plot.x.low)

    def values(self, *names: str, lying: bool = False) -> list[float]:
        """Where the middles of marks lie on the axis of values."""
        found = [middle(mark) for mark in marks(self.root, *names)]
        return [self.across(x, self.plot((x, y))) if lying else self.up(y, self.plot((x, y))) for x, y in found]

    def lengths(self, *names: str, lying: bool = False) -> list[float]:
        """How long bars or columns are on the axis of values."""
        out = []
        for (x0, y0), (x1, y1) in (points_of(mark) for mark in marks(self.root, *names)):
            plot = self.plot(((x0 + x1) / 2, (y0 + y1) / 2))
            ends = (self.across(x0, plot), self.across(x1, plot)) if lying else (self.up(y1, plot), self.up(y0, plot))
            out.append(ends[1] - ends[0])
        return out


def observed(spec: ChartSpec) -> pd.DataFrame:
    """The drawn rows that somebody stated or that were computed from statements, without projections."""
    return spec.data[spec.data["value"].notna() & (spec.data["basis"].astype(str) != PROJECTION)]


def same(found: Iterable[float], wanted: Iterable[float], near: float) -> bool:
    a, b = sorted(found), sorted(wanted)
    return len(a) == len(b) and np.allclose(a, b, rtol=0, atol=near)


def miscounted(spec: ChartSpec, root: ElementTree.Element) -> str:
    """What a drawing has more or less of than the chart has rows; empty where the numbers agree."""
    data = observed(spec)
    lead = int(data["role"].isin(LED).sum())
    counts: dict[str, tuple[int, int]] = {}
    match spec.mark:
        case "line" | "step" | "dots" | "dumbbell":
            found = len(marks(root, "points")) + len(marks(root, "small_points"))
            counts = {"points": (found, lead), "others": (len(marks(root, "others")), len(data) - lead)}
        case "column" | "stacked":
            counts = {"columns": (len(marks(root, "columns")), lead)}
            counts["others"] = (len(marks(root, "others")), len(data) - lead)
        case "bar":
            counts = {"bars": (len(marks(root, "bars")), lead)}
            counts["others"] = (len(marks(root, "others")), len(data) - lead)
        case "spans":
            counts = {"strips": (len(marks(root, "strip")), len(spec.data))}
        case "timeline":
            counts = {"events": (len(marks(root, "event")), len(spec.data))}
        case "sankey":
            counts = {"bands": (len(marks(root, "band")), int((spec.data["value"] > 0).sum()))}
    return "; ".join(f"{what}: {a} drawn of {b}" for what, (a, b) in counts.items() if a != b)


def misvalued(spec: ChartSpec) -> str:
    """Which values of a chart are not where it draws them; empty where all are."""
    data = observed(spec)
    lead, other = data[data["role"].isin(LED)], data[~data["role"].isin(LED)]
    ahead = spec.data[spec.data["basis"].astype(str) == PROJECTION]
    drawn = Drawing(*drawing_of(spec, WIDTH, HEIGHT))
    faults = []
    lying = spec.mark in ("bar", "dumbbell")
    scale = drawn.plots[0].x if lying else drawn.plots[0].y
    near = (scale.high - scale.low) * 3e-4  # a hundredth of a pixel
    if spec.mark in ("column", "stacked", "bar"):
        lengths = drawn.lengths("columns", "bars", lying=lying)
        faults += [] if same(lengths, lead["value"], near) else ["lengths"]
    else:
        faults += [] if same(drawn.values(*POINTS, lying=lying), lead["value"], near) else ["points"]
    faults += [] if same(drawn.values("others", lying=lying), other["value"], near) else ["others"]
    for name, rows in (("projections", ahead), ("lines", lead if spec.mark in ("line", "step") else lead.iloc[:0])):
        joints = [point for mark in marks(drawn.root, name) for point in joined(mark, steps=spec.mark == "step")]
        faults += [] if same([drawn.up(y, drawn.plot((x, y))) for x, y in joints], rows["value"], near) else [name]
    bounds = pd.concat([lead["low"], lead["high"]]).dropna()
    if spec.mark != "stacked":
        faults += [] if same(drawn.values("whiskers_caps", lying=lying), bounds, near) else ["whiskers"]
    for mark in marks(drawn.root, *POINTS, "others"):
        x, y = middle(mark)
        if spec.x_kind == "date":
            day = pd.Timestamp(drawn.across(x, drawn.plot((x, y))), unit="ms")
            width = pd.Timedelta(milliseconds=(drawn.plots[0].x.high - drawn.plots[0].x.low) * 3e-4)
            faults += [] if abs(day - pd.Timestamp(mark.attrib["data-at"])) <= width else ["dates"]
        at = drawn.across(x, drawn.plot((x, y))) if lying else drawn.up(y, drawn.plot((x, y)))
        faults += [] if isclose(at, float(mark.get("data-value", "nan")), abs_tol=near) else ["said"]
    return ", ".join(faults)


def joined(mark: ElementTree.Element, *, steps: bool) -> list[tuple[float, float]]:
    """The points that a line joins; of a line of steps not the corners between them, and a lone point once."""
    found = points_of(mark)
    if len(found) == 2 and found[0] == found[1]:
        return found[:1]
    return found[::2] if steps and not mark.get("stroke-dasharray") else found


def test_every_chart_is_drawn_with_each_of_its_figures_once_and_no_text_on_another(ledger: Ledger, geo: Geo) -> None:
    faults = {}
    for name in catalog.names():
        spec = catalog.build(name, ledger)
        root = parse(chart_svg(spec, geo, WIDTH, HEIGHT))
        found = [miscounted(spec, root)]
        if spec.mark not in PLAIN:
            found.append(misvalued(spec))
        if spec.mark != "map":
            found.append("; ".join(crowded(root, WIDTH, HEIGHT)))
        if (root.get("width"), root.get("height")) != (str(WIDTH), str(HEIGHT)):
            found.append("size")
        if elements(root) - HARMLESS:
            found.append("elements")
        if any(found):
            faults[name] = [text for text in found if text]
    assert faults == {}


def test_the_words_of_few_days_stay_on_the_page(ledger: Ledger, geo: Geo) -> None:
    """The small preview of a single count lost the end of `17 Jun`, at the right end of its axis."""
    spec = catalog.build("explore.series", ledger, indicator="camp_share_children", group="children", which=("roj",))
    assert len(spec.data) == 1
    for size in ((640, 360), (480, 300)):
        assert crowded(parse(chart_svg(spec, geo, *size)), *size) == []


@pytest.mark.parametrize("name", [name for name in KINDS if name not in ("camps.others", "repatriation.panels")])
def test_texts_keep_apart_at_the_size_of_a_small_preview(
    name: str, chart: Callable[[str], ChartSpec], geo: Geo
) -> None:
    spec = chart(name)
    root = parse(chart_svg(spec, geo, 640, 360))
    assert words(root)
    assert spec.mark == "map" or crowded(root, 640, 360) == []


def test_a_mark_is_filled_only_where_its_figure_is_exact(chart: Callable[[str], ChartSpec], geo: Geo) -> None:
    drawn = marks(parse(chart_svg(chart("camps.population"), geo, WIDTH, HEIGHT)), "points")
    hedges = [mark.get("data-hedge", "") for mark in drawn]
    assert {"exact", "about", "at_least"} <= set(hedges)
    for hedge, mark in zip(hedges, drawn, strict=True):
        assert (mark.get("fill") == mark.get("stroke")) == (hedge == "exact")
    shapes = dict(zip(hedges, drawn, strict=True))
    assert shapes["exact"].tag.endswith("circle")
    assert shapes["about"].tag.endswith("circle")
    for hedge, down in (("at_least", 1), ("at_most", -1)):
        tip, *foot = points_of(shapes[hedge])
        assert all((y - tip[1]) * down > 0 for _, y in foot)


def test_a_hedged_column_is_pale_with_an_edge(chart: Callable[[str], ChartSpec], geo: Geo) -> None:
    spec = chart("camps.killings")
    # Every other figure is hedged.
    hedges = ["exact" if at % 2 else "about" for at in range(len(spec.data))]
    spec = replace(spec, data=spec.data.assign(qualifier=hedges))
    drawn = marks(parse(chart_svg(spec, geo, WIDTH, HEIGHT)), "columns")
    pale = [float(mark.get("fill-opacity", 1)) < 1 for mark in drawn]
    assert pale == [mark.get("data-hedge") != "exact" for mark in drawn]
    assert pale == [mark.get("stroke") is not None for mark in drawn]
    assert True in pale
    assert False in pale


def test_a_gap_of_more_than_a_year_breaks_the_line(chart: Callable[[str], ChartSpec], geo: Geo) -> None:
    spec = chart("camps.population")
    lead = spec.data[spec.data["role"] == "headline"].iloc[:4]
    start = pd.Timestamp("2020-01-01")
    near = [start + pd.Timedelta(days=GAP_DAYS * n // 4) for n in range(4)]
    far = [*near[:2], *(date + pd.Timedelta(days=GAP_DAYS) for date in near[2:])]
    for dates, pieces in ((near, 1), (far, 2)):
        root = parse(chart_svg(replace(spec, data=lead.assign(x=dates), markers=()), geo, WIDTH, HEIGHT))
        assert len(marks(root, "lines")) == pieces


def test_light_marks_are_other_statements_and_dashes_are_projections(
    chart: Callable[[str], ChartSpec], geo: Geo
) -> None:
    others = marks(parse(chart_svg(chart("camps.population"), geo, WIDTH, HEIGHT)), "others")
    assert others
    assert {mark.get("data-role") for mark in others} <= {"rival", "echo", "kept_out"}
    assert {(mark.get("fill-opacity"), mark.get("stroke-opacity")) for mark in others} == {(f"{FAINT}", f"{FAINT}")}
    groups = list(parse(chart_svg(chart("pace.fan"), geo, WIDTH, HEIGHT)).iter(f"{SVG}g"))
    dashed = {group.get("class") for group in groups for mark in group if mark.get("stroke-dasharray")}
    assert dashed - {"events"} == {"projections"}


def test_colours_of_a_template_replace_ours(chart: Callable[[str], ChartSpec], geo: Geo) -> None:
    for name in ("camps.population", "camps.custody", "camps.map", "flows.sankey", "overview.events"):
        swapped = chart_svg(chart(name), geo, WIDTH, HEIGHT, {"#2368A8": "#123456", "#2368a8": "#123456"})
        assert "#123456" in swapped
        assert "#2368a8" not in swapped


@pytest.mark.parametrize("name", ["camps.population", "funding.appeals", "camps.ages", "pace.record", "flows.by_year"])
def test_a_single_figure_zero_and_no_number_at_all_can_be_drawn(
    name: str, chart: Callable[[str], ChartSpec], geo: Geo
) -> None:
    spec = replace(chart(name), markers=())
    for value in (5.0, 0.0, float("nan"), 1e12):
        data = spec.data.iloc[:1].assign(value=value, low=float("nan"), high=float("nan"))
        root = parse(chart_svg(replace(spec, data=data), geo, WIDTH, HEIGHT))
        assert miscounted(replace(spec, data=data), root) == ""
