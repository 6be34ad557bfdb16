"""Labels on a plan are whole: wrapped or written smaller where they are long, never cut."""

from __future__ import annotations

import json
import re

import pytest

from charts import catalog
from charts.spec import ChartSpec
from loaders import Ledger
from loaders.geo import load_geo
from render.picture.picture import chart_svg
from render.plan.lanes import spans, timeline
from render.plan.plan import in_lines
from render.screen import chart as screen

CUT = "…"
SIZES = ((1200, 700), (800, 500))
_WRITTEN = re.compile(r">([^<]*)<")


def charts_of(ledger: Ledger) -> list[ChartSpec]:
    """Every chart with its default choices, and the comparisons of statements, whose labels are the longest."""
    specs = [catalog.build(name, ledger) for name in catalog.names()]
    for name, key in (("disputes.one", "dispute"), ("disputes.comparison", "comparison")):
        offered = catalog.entry(name).options(ledger)[key]
        specs += [catalog.build(name, ledger, **{key: choice}) for choice in offered[:12]]
    return [spec for spec in specs if not spec.is_empty and spec.mark != "map"]


@pytest.fixture(scope="module")
def specs(ledger: Ledger) -> list[ChartSpec]:
    return charts_of(ledger)


def test_no_name_that_is_drawn_is_cut(specs: list[ChartSpec]) -> None:
    named = {text for spec in specs for column in ("series", "x") for text in spec.data[column].astype(str)}
    assert [text for text in named if CUT in text] == []


def test_no_label_of_the_screen_is_cut(specs: list[ChartSpec]) -> None:
    for spec in specs:
        layout = screen.figure(spec, "light")["layout"]
        assert CUT not in json.dumps(layout, default=str, ensure_ascii=False), spec.name


@pytest.mark.parametrize("size", SIZES)
def test_no_label_of_a_picture_is_cut(specs: list[ChartSpec], size: tuple[int, int]) -> None:
    geo = load_geo()
    for spec in specs:
        found = [text for text in _WRITTEN.findall(chart_svg(spec, geo, *size)) if CUT in text]
        assert found == [], spec.name


@pytest.mark.parametrize("size", SIZES)
def test_the_names_of_lanes_are_whole_and_do_not_touch(specs: list[ChartSpec], size: tuple[int, int]) -> None:
    laid = {"spans": spans, "timeline": timeline}
    for spec in (spec for spec in specs if spec.mark in laid):
        found = laid[spec.mark](spec, *size)
        assert found is not None
        for lane in found.lanes:
            assert " ".join(lane.lines).split() == lane.name.split(), spec.name
            assert len(lane.lines) * found.size <= (lane.y1 - lane.y0) * 1.01, (spec.name, lane.name)


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("US government, Mar 2020", ["US government, Mar 2020"]),
        ("Rojava Information Center, via Kurdistan 24, 2021", ["Rojava Information Center,", "via Kurdistan 24, 2021"]),
        ("x" * 50, ["x" * 50]),
    ],
)
def test_a_long_name_stands_on_lines_of_about_one_length(label: str, lines: list[str]) -> None:
    assert in_lines(label) == lines


def test_a_very_long_name_stands_on_more_than_two_lines() -> None:
    label = "Meir Amit Intelligence and Terrorism Information Center, via Agence France-Presse, 20 Jan 2022"
    lines = in_lines(label)
    assert " ".join(lines) == label
    assert len(lines) == 3
    assert max(map(len, lines)) <= 40
