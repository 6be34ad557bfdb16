"""Totals over stacked columns: the one that the headline names always, each centred over its stack, in every format."""

from __future__ import annotations

from itertools import combinations

import pytest

from charts import catalog
from charts.stated import totals
from loaders import Ledger
from render.office.model import Canvas
from render.office.native import described
from render.plan.over import Row, meet
from render.plan.plan import plan_of
from render.plan.points import CARD, Size
from render.plan.totals import written_at
from render.screen import chart
from tests.render.drawings import drawing_of, marks

PHONE = Size(340, 320)


@pytest.mark.parametrize("room", [CARD, PHONE, Size(900, 340)])
def test_a_total_that_the_headline_names_stands_over_its_stack(ledger: Ledger, room: Size) -> None:
    spec = catalog.build("flows.by_year", ledger)
    named = [x for x in spec.totals if x in totals(spec)]
    assert len(named) == 1
    plan = plan_of(spec, room)
    (total,) = [one for one in plan.totals if plan.categories[one.place] == named[0]]
    assert " ".join(total.lines) == spec.totals[named[0]]
    assert total.value >= spec.data.loc[spec.data["x"] == named[0], "value"].sum()


@pytest.mark.parametrize("room", [CARD, PHONE, Size(900, 340)])
@pytest.mark.parametrize("country", ["all", "FRA", "DEU", "UZB"])
def test_totals_cover_neither_one_another_nor_a_stack(ledger: Ledger, country: str, room: Size) -> None:
    plan = plan_of(catalog.build("repatriation.parts", ledger, country=country), room)
    assert plan.totals
    row = Row.of(len(plan.categories), 1, plan.reach, room)
    boxes = [written_at(one, row) for one in plan.totals]
    stacks = {one.place: row.span(one.place, one.value) for one in plan.totals}
    assert not [pair for pair in combinations(boxes, 2) if meet(*pair)]
    for one, box in zip(plan.totals, boxes, strict=True):
        assert (box[0] + box[2]) / 2 == pytest.approx((stacks[one.place][0] + stacks[one.place][2]) / 2)
        assert box[1] > -Row.of(1, 1, 1.0, room).tall * 0.1
        assert not [place for place, stack in stacks.items() if place != one.place and meet(box, stack)]


@pytest.mark.parametrize("name", ["flows.by_year", "repatriation.parts"])
def test_screen_picture_and_slide_write_the_same_totals(ledger: Ledger, name: str) -> None:
    spec = catalog.build(name, ledger)
    wanted = [(one.place, one.value, one.lines) for one in plan_of(spec).totals]
    assert len(wanted) == len(spec.totals) > 5
    layout = chart.figure(spec)["layout"]
    told = [one for one in layout["annotations"] if one.get("name") == "total"]
    assert [(one["x"], one["y"], tuple(one["text"].split("<br>"))) for one in told] == wanted
    assert {one["xanchor"] for one in told} == {"center"}
    root, _ = drawing_of(spec, int(CARD.width), 874)
    drawn = marks(root, "totals")
    assert [" ".join(one.itertext()).split() for one in drawn] == [" ".join(lines).split() for _, _, lines in wanted]
    (series,) = [
        (one, native.grid)
        for native in described(spec, Canvas(width=CARD.width * 12 / 12.5, height=CARD.height, font=12))
        for group in native.groups
        for one in group.series
        if one.name == "Totals"
    ]
    one, grid = series
    assert one.labels is not None
    assert one.labels.cells is not None
    assert [(at, grid.cells(one.y)[at]) for at in one.labels.points] == [(at, value) for at, value, _ in wanted]
    words = [str(grid.cells(one.labels.cells)[at]) for at in one.labels.points]
    assert words == ["\n".join(lines) for _, _, lines in wanted]
    assert one.labels.position == "t"


def test_parts_of_which_the_whole_is_counted_by_another_figure_have_no_total(ledger: Ledger) -> None:
    """What UNHCR counts by host country adds up to less than what it counts for the country of return."""
    assert plan_of(catalog.build("displacement.returns_by_host", ledger)).totals == ()
