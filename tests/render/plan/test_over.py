"""Figures over columns of categories: all where all have room, else those that a reader looks for, covering nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest

from charts import catalog
from charts.spec import ChartSpec
from loaders import Ledger
from render.office.model import Canvas
from render.office.native import described, planned
from render.plan.over import Row
from render.plan.plan import panel_room, plan_of
from render.plan.points import CARD, Size
from render.screen import chart
from tests.render.drawings import drawing_of, marks

WIDE = Size(1600, 900)


def columns(ledger: Ledger) -> list[ChartSpec]:
    specs = (catalog.build(name, ledger) for name in catalog.names())
    return [one for one in specs if one.mark == "column" and one.x_kind == "category" and len(one.data)]


def test_every_chart_of_columns_tells_its_highest_figure_or_that_of_its_headline(ledger: Ledger) -> None:
    found = [one for one in columns(ledger) if not one.facet]
    assert len(found) > 10
    for spec in found:
        for room in (CARD, WIDE):
            assert plan_of(spec, room).over, spec.name


def test_figures_of_small_multiples_stay_in_their_panels(ledger: Ledger) -> None:
    """On the screen they would else stand over the axis and the name of a panel."""
    plan = plan_of(catalog.build("repatriation.panels", ledger))
    row = replace(Row.of(7, 1, 612, panel_room(12, CARD)), beside=0.0)
    told = [(p, plan.over[p.at]) for p in plan.points if p.at in plan.over]
    assert not [p.words for p, aside in told if not row.holds(row.words(p, row.column(p, 0), aside))]


@pytest.mark.parametrize(
    ("name", "words"), [("repatriation.panels", "at least 600"), ("repatriation.years", "at least 1,330")]
)
def test_the_figure_of_a_headline_over_the_first_column_stands_aside(name: str, words: str, ledger: Ledger) -> None:
    """Over its middle it would stand over the words of the axis: so it begins where its column does."""
    spec = catalog.build(name, ledger)
    plan = plan_of(spec)
    (point,) = [point for point in plan.points if point.words == words and point.at in plan.over]
    assert plan.over[point.at] > 0
    layout = chart.figure(spec)["layout"]
    (told,) = [one for one in layout["annotations"] if one["text"] == words]
    assert told["xshift"] == round(plan.over[point.at], 1)
    assert told["y"] == point.value < layout["yaxis"]["range"][1] * 0.95


def test_words_step_aside_no_farther_than_they_must(ledger: Ledger) -> None:
    """Before, between the column before it and the edge there was no place for what the newest plan requires."""
    plan = plan_of(catalog.usual("funding.appeals", ledger))
    (point,) = [one for one in plan.points if one.words == "$2.92 bn" and one.at in plan.over]
    assert 0 < plan.over[point.at] < 12


def test_both_figures_of_a_headline_that_says_its_hedge_once_are_written(ledger: Ledger) -> None:
    """Before: of `At least 10,830 Iraqis and 3,331 Syrians` the second was not over its column."""
    plan = plan_of(catalog.build("returns.by_year", ledger), Size(1000, 460))
    assert {"at least 10,830", "at least 3,331"} <= {one.words for one in plan.points if one.at in plan.over}


def test_office_writes_over_columns_what_the_plan_does(ledger: Ledger) -> None:
    """Charts of several series too, each figure as far aside as in the plan."""
    for spec in columns(ledger):
        canvas = Canvas()
        plan = planned(spec, canvas)
        wanted = Counter(p.words for p in plan.points if p.lead and (p.at in plan.over or p.value == 0))
        wanted -= Counter(p.words for p in plan.points if p.at in plan.over and p.high is not None)
        assert Counter(over_columns(spec, canvas)) == wanted, spec.name


def over_columns(spec: ChartSpec, canvas: Canvas) -> list[str]:
    bars = [
        (made.grid, one)
        for made in described(spec, canvas)
        for group in made.groups
        if group.kind == "column"
        for one in group.series
    ]
    return [
        str(grid.cells(one.labels.cells)[at])
        for grid, one in bars
        if one.labels and one.labels.cells
        for at in one.labels.points
    ]


def test_where_all_have_room_all_are_told(ledger: Ledger) -> None:
    plan = plan_of(catalog.build("returns.pace", ledger))
    assert plan.over == {point.at: 0 for point in plan.points if point.lead}


def test_the_figure_of_the_headline_is_told_first(ledger: Ledger) -> None:
    spec = catalog.build("camps.departures", ledger)
    plan = plan_of(spec)
    told = {point.words for point in plan.points if point.at in plan.over}
    assert "at least 10,579" in told
    assert len(told) < len(spec.data)


def test_zeros_are_left_to_the_base(ledger: Ledger) -> None:
    for spec in columns(ledger):
        plan = plan_of(spec)
        assert not [point for point in plan.points if point.at in plan.over and not point.value], spec.name


def test_figures_cover_no_column_and_no_other_figure(ledger: Ledger) -> None:
    for spec in columns(ledger):
        if spec.facet:
            continue
        plan = plan_of(spec)
        row = Row.of(len(plan.categories), len(plan.series), plan.values[-1] * 1.02, CARD)
        places = {one.name: place for place, one in enumerate(plan.series)}
        held = [point for point in plan.points if point.lead and point.value is not None]
        boxes = {point.at: row.column(point, places[point.series]) for point in held}
        words = {
            point.at: row.words(point, boxes[point.at], plan.over[point.at]) for point in held if point.at in plan.over
        }
        assert not any(meet(one, other) for one, other in combinations(words.values(), 2)), spec.name
        assert not any(meet(one, other) for one in words.values() for other in boxes.values()), spec.name


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def test_the_screen_and_pictures_write_them(ledger: Ledger) -> None:
    """The screen leaves out those of ranges, whose whiskers would go through them."""
    spec = catalog.build("repatriation.years", ledger)
    plan = plan_of(spec)
    wanted = {point.words for point in plan.points if point.at in plan.over}
    (trace,) = [one for one in chart.figure(spec)["data"] if one["type"] == "bar"]
    assert trace["textposition"] == "outside"
    beside = {one["text"] for one in chart.figure(spec)["layout"]["annotations"]}
    assert {one for one in trace["texttemplate"] if one} | beside == wanted
    picture, _ = drawing_of(spec, 1600, 900)
    assert {"".join(one.itertext()) for one in marks(picture, "figures")} >= wanted


def test_bars_leave_no_half_of_their_room_empty(ledger: Ledger) -> None:
    """The axis of bars does not go on to a tick far beyond the longest."""
    for name in catalog.names():
        spec = catalog.build(name, ledger)
        if spec.mark != "bar" or spec.unit == "percent" or spec.data.empty:
            continue
        plan = plan_of(spec)
        assert len(plan.values) > 1
        assert len(plan.values) == 2 or plan.values[-1] <= plan.top, name
