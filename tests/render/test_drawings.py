"""Drawings of charts without a browser: every figure once, in its place and with its hedge; no text on another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from math import isclose
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import altair as alt
import numpy as np
import pandas as pd
import pytest

from charts import catalog
from charts.spec import LED, PROJECTION, ChartSpec
from loaders import Ledger
from loaders.geo import Geo, load_geo
from render.picture.picture import chart_svg, vega_chart
from render.plan.series import GAP_DAYS
from tests.render.drawings import HARMLESS, KINDS, crowded, elements, marks, of_class, parse, words

ROOT = Path(__file__).resolve().parents[2]
WIDTH, HEIGHT = 960, 420
PLAIN = ("map", "sankey", "spans", "timeline")


@pytest.fixture(scope="module")
def geo() -> Geo:
    """The boundaries that maps draw."""
    return load_geo(ROOT / "data")


@pytest.fixture(scope="module")
def chart(ledger: Ledger) -> Callable[[str], ChartSpec]:
    """Build a chart of the catalogue from the project's own data."""
    return lambda name: catalog.build(name, ledger)


def layers(spec: ChartSpec) -> list[dict[str, Any]]:
    """All layers of a chart's Vega-Lite description, panels one after the other."""
    drawn = vega_chart(spec, WIDTH, HEIGHT)
    return [one for view in drawn.get("concat", [drawn]) for one in view["layer"]]


def rows(drawn: list[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    """The data of the layers whose name, without the number of a panel, is one of these."""
    chosen = [one for one in drawn if re.sub(r"_\d+(?=_|$)", "", one["name"]) in names]
    return [row for one in chosen for row in one["data"]["values"]]


def observed(spec: ChartSpec) -> pd.DataFrame:
    """The drawn rows that somebody stated or that were computed from statements, without projections."""
    return spec.data.loc[spec.data["value"].notna() & (spec.data["basis"].astype(str) != PROJECTION)]


def same(found: Iterable[float], wanted: Iterable[float]) -> bool:
    a, b = sorted(found), sorted(wanted)
    return len(a) == len(b) and np.allclose(a, b, rtol=1e-9, atol=1e-9)


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
            counts = {"strips": (of_class(root, "strip"), len(spec.data))}
        case "timeline":
            counts = {"events": (of_class(root, "event"), len(spec.data))}
        case "sankey":
            counts = {"bands": (of_class(root, "band"), int((spec.data["value"] > 0).sum()))}
    return "; ".join(f"{what}: {a} drawn of {b}" for what, (a, b) in counts.items() if a != b)


def misvalued(spec: ChartSpec) -> str:
    """Which values of a chart are not those that it draws; empty where all are."""
    data = observed(spec)
    lead, other = data.loc[data["role"].isin(LED)], data.loc[~data["role"].isin(LED)]
    ahead = spec.data.loc[spec.data["basis"].astype(str) == PROJECTION]
    drawn = layers(spec)
    faults = []
    along, end = ("x", "x2") if spec.mark in ("bar", "dumbbell") else ("y", "y2")
    if spec.mark in ("column", "stacked", "bar"):
        lengths = [row[along] - row[end] for row in rows(drawn, "columns", "bars")]
        faults += [] if same(lengths, lead["value"]) else ["lengths"]
    else:
        places = [row[along] for row in rows(drawn, "points", "small_points")]
        faults += [] if same(places, lead["value"]) else ["points"]
    faults += [] if same([row[along] for row in rows(drawn, "others")], other["value"]) else ["others"]
    faults += [] if same([row["y"] for row in rows(drawn, "projections")], ahead["value"]) else ["projections"]
    if spec.mark in ("line", "step"):
        faults += [] if same([row["y"] for row in rows(drawn, "lines")], lead["value"]) else ["lines"]
    bounds = pd.concat([lead["low"], lead["high"]]).dropna()
    caps = [row[along] for row in rows(drawn, "whiskers_caps")]
    if spec.mark != "stacked":
        faults += [] if same(caps, bounds) else ["whiskers"]
    if spec.x_kind == "date":
        days = sorted(row["x"] for row in rows(drawn, "points", "small_points"))
        wanted = sorted(pd.Timestamp(x).strftime("%Y-%m-%d") for x in lead["x"])
        faults += [] if not days or days == wanted else ["dates"]
    return ", ".join(faults)


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


@pytest.mark.parametrize("name", [name for name in KINDS if name not in ("camps.others", "repatriation.panels")])
def test_texts_keep_apart_at_the_size_of_a_small_preview(
    name: str, chart: Callable[[str], ChartSpec], geo: Geo
) -> None:
    spec = chart(name)
    root = parse(chart_svg(spec, geo, 640, 360))
    assert words(root)
    assert spec.mark == "map" or crowded(root, 640, 360) == []


@pytest.mark.parametrize("name", ["camps.population", "flows.by_year", "detention.attack", "compare.both", "pace.fan"])
def test_altair_accepts_the_description_of_a_chart(name: str, chart: Callable[[str], ChartSpec]) -> None:
    assert isinstance(alt.Chart.from_dict(vega_chart(chart(name), WIDTH, HEIGHT)), alt.LayerChart)


def test_marks_stand_where_their_values_are_on_the_axis(chart: Callable[[str], ChartSpec], geo: Geo) -> None:
    spec = chart("camps.population")
    view = vega_chart(spec, WIDTH, HEIGHT)
    root = parse(chart_svg(spec, geo, WIDTH, HEIGHT))
    layer = next(one for one in view["layer"] if one["name"] == "points")
    low, high = layer["encoding"]["y"]["scale"]["domain"]
    assert low == 0
    for row, mark in zip(layer["data"]["values"], marks(root, "points"), strict=True):
        found = re.match(r"translate\([-\d.e]+,([-\d.e]+)\)", mark.get("transform", ""))
        assert found
        assert isclose(float(found[1]), (1 - row["value"] / high) * view["height"], abs_tol=0.01)


def test_a_mark_is_filled_only_where_its_figure_is_exact(chart: Callable[[str], ChartSpec], geo: Geo) -> None:
    spec = chart("camps.population")
    drawn = marks(parse(chart_svg(spec, geo, WIDTH, HEIGHT)), "points")
    hedges = [row["hedge"] for row in rows(layers(spec), "points")]
    assert {"exact", "about", "at_least"} <= set(hedges)
    for hedge, mark in zip(hedges, drawn, strict=True):
        assert (mark.get("fill") == mark.get("stroke")) == (hedge == "exact")
    shapes = {row["hedge"]: row["shape"] for row in rows(layers(spec), "points")}
    assert shapes["at_least"] == "triangle-up"
    assert shapes["at_most"] == "triangle-down"


def test_a_hedged_column_is_pale_with_an_edge(chart: Callable[[str], ChartSpec], geo: Geo) -> None:
    spec = chart("camps.killings")
    # Every other figure is hedged.
    hedges = ["exact" if at % 2 else "about" for at in range(len(spec.data))]
    spec = replace(spec, data=spec.data.assign(qualifier=hedges))
    drawn = marks(parse(chart_svg(spec, geo, WIDTH, HEIGHT)), "columns")
    pale = [float(mark.get("fill-opacity", 1)) < 1 for mark in drawn]
    assert pale == [row["hedge"] != "exact" for row in rows(layers(spec), "columns")]
    assert True in pale
    assert False in pale


def test_a_gap_of_more_than_a_year_breaks_the_line(chart: Callable[[str], ChartSpec], geo: Geo) -> None:
    spec = chart("camps.population")
    lead = spec.data.loc[spec.data["role"] == "headline"].iloc[:4]
    start = pd.Timestamp("2020-01-01")
    near = [start + pd.Timedelta(days=GAP_DAYS * n // 4) for n in range(4)]
    far = [*near[:2], *(date + pd.Timedelta(days=GAP_DAYS) for date in near[2:])]
    for dates, pieces in ((near, 1), (far, 2)):
        root = parse(chart_svg(replace(spec, data=lead.assign(x=dates), markers=()), geo, WIDTH, HEIGHT))
        assert len(marks(root, "lines")) == pieces


def test_light_marks_are_other_statements_and_dashes_are_projections(chart: Callable[[str], ChartSpec]) -> None:
    others = rows(layers(chart("camps.population")), "others")
    assert others
    assert {row["role"] for row in others} <= {"rival", "echo", "kept_out"}
    dashed = [one for one in layers(chart("pace.fan")) if one["mark"].get("strokeDash") and one["name"] != "events"]
    assert [one["name"] for one in dashed] == ["projections"]


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
