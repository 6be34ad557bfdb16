"""Strips, events and flows are told alike by screen, picture and slide: the same rows, names, colours and marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from pptx import Presentation

from charts import catalog
from charts.palette import Theme
from charts.spec import ChartSpec
from charts.text import one_line
from loaders import Ledger
from loaders.geo import Geo
from render.office.shapes import shapes
from render.picture.picture import chart_svg
from render.plan.marks import EVENT
from render.screen import chart as plotly_chart
from tests.render.drawings import marks, parse

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@dataclass(frozen=True)
class Seen:
    """Rows or nodes, the names of the key in order with their colours, all colours, how many strips, dots or bands."""

    rows: list[str]
    keys: list[str]
    colours: set[str]
    marks: int


def on_screen(spec: ChartSpec, theme: Theme = "light") -> Seen:
    drawn = plotly_chart.figure(spec, theme)
    traces, layout = drawn["data"], drawn["layout"]
    if spec.mark == "sankey":
        (one,) = traces
        names = [unescape(label).partition(": ")[0] for label in one["node"]["label"]]
        return Seen(sorted(names), [], set(one["node"]["color"]), len(one["link"]["value"]))
    rows = [one_line(str(name)) for name in layout["yaxis"]["categoryarray"]][::-1]
    hues = [one["marker"]["line"]["color"] if spec.mark == "spans" else solid(one["marker"]["color"]) for one in traces]
    keys = [f"{one['name']} {hue}" for one, hue in zip(traces, hues, strict=True)] if layout["showlegend"] else []
    return Seen(rows, keys, set(hues), sum(len(one["x"]) for one in traces))


def solid(colour: str) -> str:
    """The colour of a dot, whose opacity is that of events."""
    red, green, blue, share = re.findall(r"[\d.]+", colour)
    assert float(share) == EVENT
    return f"#{int(red):02x}{int(green):02x}{int(blue):02x}"


def in_picture(spec: ChartSpec, geo: Geo) -> Seen:
    root = parse(chart_svg(spec, geo, 1400, 900))
    names, legend = (
        [one_line(" ".join(mark.itertext())) for mark in marks(root, kind)] for kind in ("names", "legend_names")
    )
    if spec.mark == "sankey":
        hues = {str(one.get("fill")) for one in marks(root, "node")}
        return Seen(names, [], hues, len(marks(root, "band")))
    drawn = marks(root, "strip", "event")
    keys = [f"{name} {mark.get('fill')}" for name, mark in zip(legend, marks(root, "legend_marks"), strict=True)]
    assert {float(one.get("fill-opacity", 1)) for one in marks(root, "event")} <= {EVENT}
    return Seen(names, keys, {str(one.get("fill")) for one in drawn}, len(drawn))


def on_slide(spec: ChartSpec, geo: Geo) -> Seen:
    slide = Presentation().slides.add_slide(Presentation().slide_layouts[6])
    shapes.draw(slide, spec, geo, (0, 0, 11_000_000, 6_000_000), colours={}, font="Arial")
    held = list(slide.shapes[0].shapes)
    told = {alt for _, alt in shapes.values(slide.shapes[0])}
    drawn = [one for one in held if one._element.find(f".//{P}cNvPr").get("descr") in told]
    rows = [one_line(one.name.removeprefix("Name of ")) for one in held if one.name.startswith("Name of ")]
    legend = [one for one in held if one.name.startswith("Colour of ")]
    keys = [f"{one.name.removeprefix('Colour of ')} {colour(one)}" for one in legend]
    return Seen(rows, keys, {edge(one) for one in drawn}, len(drawn))


def colour(shape: Any) -> str:
    return f"#{next(shape._element.iter(f'{A}srgbClr')).get('val').lower()}"


def edge(shape: Any) -> str:
    """The colour of a strip's edge, whose hatching is paler; of what has none that of its fill."""
    lines = [f"#{one.get('val').lower()}" for one in shape._element.findall(f".//{A}ln//{A}srgbClr")]
    return lines[0] if lines else colour(shape)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["camps.custody", "detention.custody", "overview.events", "returns.timeline"])
def test_strips_and_events_are_told_alike(ledger: Ledger, geo: Geo, name: str, theme: Theme) -> None:
    """In the dark theme, of which pictures and slides have none, rows, names and numbers are the same."""
    spec = catalog.build(name, ledger)
    screen, picture, slide = on_screen(spec, theme), in_picture(spec, geo), on_slide(spec, geo)
    assert screen.rows == picture.rows == slide.rows
    assert screen.marks == picture.marks == slide.marks
    names = [[key.rpartition(" ")[0] for key in seen.keys] for seen in (screen, picture, slide)]
    assert names[0] == names[1] == names[2]
    if theme == "light":
        assert screen == picture == slide


@pytest.mark.parametrize("begun", ["", "later"])
def test_flows_are_told_alike(ledger: Ledger, geo: Geo, begun: str) -> None:
    """By itself, and begun in the middle of the days that its filter offers."""
    key, offered = next(iter(catalog.entry("flows.sankey").options(ledger).items()))
    filters = {key: offered[len(offered) // 2]} if begun else {}
    spec = catalog.build("flows.sankey", ledger, **filters)
    screen, picture, slide = on_screen(spec), in_picture(spec, geo), on_slide(spec, geo)
    assert screen.rows == sorted(slide.rows)
    assert all(any(name.startswith(row) for name in picture.rows) for row in screen.rows)
    assert screen.colours == picture.colours
    assert screen.colours <= slide.colours
    # A slide names nodes and bands as what stands for a figure.
    assert screen.marks == picture.marks == slide.marks - len(slide.rows)
