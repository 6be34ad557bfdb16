"""Figures at the points of lines: which are written, and that they cover nothing."""

from __future__ import annotations

import pytest

from analysis.hedge import Figure
from analysis.words import said
from charts import catalog
from charts.spec import ChartSpec
from loaders import Ledger
from render.office.model import Canvas
from render.office.native import described
from render.picture.style import Style
from render.plan.plan import CARD, Plan, Size, plan_of
from render.screen import chart
from tests.render.drawings import drawing_of, marks

SLIDE = Size(920, 375)
PICTURE = (1600, 900)


def lines(ledger: Ledger) -> list[ChartSpec]:
    specs = (catalog.build(name, ledger) for name in catalog.names())
    return [one for one in specs if one.mark in ("line", "step") and not one.facet and len(one.data)]


def test_the_figure_of_the_headline_is_written(ledger: Ledger) -> None:
    """Peak and last of al-Hol, as its headline has them, with their dates."""
    plan = plan_of(catalog.build("camps.population", ledger, camp="al-hol"), SLIDE)
    told = {(one.words, f"{one.point.x:%Y-%m-%d}") for one in plan.told}
    assert ("73,520", "2019-05-05") in told


def test_figures_are_those_of_their_points(ledger: Ledger) -> None:
    """Whatever is written says the figure of the point beside which it stands, with its hedge."""
    many = 0
    for spec in lines(ledger):
        for one in plan_of(spec, SLIDE).told:
            row = spec.data.iloc[one.point.at]
            assert one.words == said(Figure(row["value"], row["low"], row["high"], row["qualifier"], spec.unit))
            many += 1
    assert many > 100


@pytest.mark.parametrize("room", [CARD, SLIDE], ids=["card", "slide"])
def test_a_line_tells_first_last_or_highest_and_seldom_more(ledger: Ledger, room: Size) -> None:
    """A chart has a few figures, not one a point; on a slide almost every chart has one."""
    without = 0
    for spec in lines(ledger):
        plan = plan_of(spec, room)
        assert len(plan.told) <= 3 + len(plan.series) + stated(plan)
        without += not plan.told
    assert without <= 4


def stated(plan: Plan) -> int:
    return sum(len(one.lead) > 0 for one in plan.series)


def test_screen_picture_and_office_write_the_same(ledger: Ledger) -> None:
    """The same figures in the same room, in the colour of their line."""
    room = Canvas(width=CARD.width * 12 / 12.5, height=CARD.height, font=12)
    for spec in lines(ledger):
        wanted = sorted(one.words for one in plan_of(spec).told)
        screen = [one for one in chart.figure(spec)["layout"]["annotations"] if one.get("name") == "figure"]
        assert sorted(one["text"] for one in screen) == wanted
        picture, _ = drawing_of(spec, *PICTURE)
        style = Style.of(*PICTURE)
        wanted = sorted(one.words for one in plan_of(spec, Size(PICTURE[0] / style.k, PICTURE[1] / style.k)).told)
        assert sorted("".join(one.itertext()) for one in marks(picture, "figures")) == wanted
        wanted = sorted(one.words for one in plan_of(spec).told)
        (office,) = described(spec, room)
        cells = [
            str(cell)
            for group in office.groups
            for one in group.series
            if ", figures " in one.name and one.labels and one.labels.cells
            for cell in office.grid.cells(one.labels.cells)
        ]
        assert sorted(cells) == wanted
