"""Figures at points over dates: which are written, and that they cover nothing."""

from __future__ import annotations

from html import escape

import pandas as pd
import pytest

from analysis.hedge import Figure
from analysis.words import said
from charts import catalog
from charts.spec import ChartSpec
from loaders import Ledger
from render.office.model import SCREEN, Canvas, Chart
from render.office.native import described
from render.picture.style import Style
from render.plan.event_names import SIZE as NAMES
from render.plan.event_names import EventName
from render.plan.frame import text_width
from render.plan.ground import Ground
from render.plan.plan import Plan, panel_room, plan_of
from render.plan.points import CARD, Size
from render.plan.told import AWAY, Told
from render.plan.told import SIZE as FIGURES
from render.screen import chart
from render.screen.parts import BOTTOM, TOP
from tests.render.drawings import drawing_of, marks

SLIDE = Size(920, 375)
PHONE, WIDE = Size(320, 340), Size(1300, 340)
PICTURE = (1600, 900)


def lines(ledger: Ledger) -> list[ChartSpec]:
    specs = (catalog.build(name, ledger) for name in catalog.names())
    marks_ = ("line", "step", "dots", "column")
    return [one for one in specs if one.mark in marks_ and one.x_kind == "date" and not one.facet and len(one.data)]


def test_the_figure_of_the_headline_is_written(ledger: Ledger) -> None:
    """Peak and last of al-Hol, as its headline has them, with their dates."""
    plan = plan_of(catalog.build("camps.population", ledger, camp="al-hol"), SLIDE)
    told = {(one.words, f"{one.point.x:%Y-%m-%d}") for one in plan.told}
    assert ("73,520", "2019-05-05") in told


def test_a_figure_that_the_headline_gives_without_its_date_is_written(ledger: Ledger) -> None:
    """Nobody dates the peak of what ISIS held, and only one point has its figure."""
    plan = plan_of(catalog.build("liberation.territory_held", ledger))
    assert plan.told[0].words == "about 110,000 km²"


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


def words_in(chart: Chart, what: str) -> list[str]:
    """The words at the points of those series of a native chart whose name or cells of words say what they are."""
    return [
        str(chart.grid.cells(one.labels.cells)[at])
        for group in chart.groups
        for one in group.series
        if one.labels and one.labels.cells and (what in one.name or what in one.labels.cells.head)
        for at in one.labels.points
    ]


def test_screen_picture_and_office_write_the_same(ledger: Ledger) -> None:
    """The same figures in the same room, in the colour of their line."""
    unit = 12 / 12.5
    room = Canvas(width=CARD.width * unit, height=CARD.height * unit, font=12)
    for spec in lines(ledger):
        wanted = sorted(one.words for one in plan_of(spec).told)
        screen = [one for one in chart.figure(spec)["layout"]["annotations"] if one.get("name") == "figure"]
        assert sorted(one["text"] for one in screen) == wanted
        picture, _ = drawing_of(spec, *PICTURE)
        style = Style.of(*PICTURE)
        wanted = sorted(one.words for one in plan_of(spec, Size(PICTURE[0] / style.k, PICTURE[1] / style.k)).told)
        # Zeros of columns stand at the base of pictures, whatever is told.
        zeros = [one.words for one in plan_of(spec).points if spec.mark == "column" and one.lead and one.value == 0]
        assert sorted("".join(one.itertext()) for one in marks(picture, "figures")) == sorted(wanted + zeros)
        wanted = sorted(one.words for one in plan_of(spec).told)
        (office,) = described(spec, room)
        assert sorted(words_in(office, "figures at ") + words_in(office, ", figures ")) == wanted


def test_figures_and_names_of_events_cover_nothing(ledger: Ledger) -> None:
    """No figure but one of a headline touches a mark, a line or other words, and no name of an event does.

    A phone and a slide have words of their own; those of a card stand on the page's widest card, too.
    """
    forced = many = 0
    for spec in lines(ledger):
        for room, shown in ((PHONE, PHONE), (CARD, CARD), (CARD, WIDE), (SLIDE, SLIDE)):
            plan = plan_of(spec, room)
            drawn = [one for one in plan.series if not one.ahead]
            beside = max(len(one.name) for one in plan.series) * 6.8 if plan.naming == "ends" else 0.0
            plot = Ground.of(spec, drawn, plan.reach, shown, beside, plan.dates)
            if plot is None:
                continue
            boxes = [box_of_figure(one, plot) for one in plan.told]
            # The middle of words is a day, which moves them by less than this.
            forced += sum(plot.cost((left + 1.5, top, right - 1.5, low), []) >= 1 for left, top, right, low in boxes)
            many += len(boxes)
            for one in plan.events:
                box = box_of_event(one, plot)
                assert plot.cost(box, boxes) == 0, (spec.name, one.marker.label)
                boxes.append(box)
    assert many > 400
    assert forced < many / 18


def panels(ledger: Ledger) -> list[ChartSpec]:
    specs = (catalog.build(name, ledger) for name in catalog.names())
    return [one for one in specs if one.facet and one.x_kind == "date" and len(one.data)]


def test_panels_tell_their_figures_inside_themselves(ledger: Ledger) -> None:
    """The name of a panel stands right over it, and beside it the next; the figure of the headline is told always."""
    found = panels(ledger)
    assert len(found) > 6
    for spec in found:
        for room in (Size(CARD.width, 350), SLIDE):
            plan = plan_of(spec, room)
            told = {one.point.series for one in plan.told}
            assert len(told) > len(plan.series) * 2 / 3, (spec.name, room)
            panel = panel_room(len(plan.series), room)
            for one in plan.told:
                plot = Ground.of(spec, [plan.of(one.point.series)], plan.reach, panel, 0.0, plan.dates)
                assert plot is not None
                left, top, right, low = box_of_figure(one, plot)
                assert -2 < left < right < plot.wide + 2, (spec.name, one.words)
                assert -2 < top < low < plot.tall + 2, (spec.name, one.words)


def test_the_figure_of_a_headline_is_told_in_its_panel(ledger: Ledger) -> None:
    plan = plan_of(catalog.build("displacement.syria_moves", ledger))
    assert ("Displaced", "an estimated 752,000") in {(one.point.series, one.words) for one in plan.told}


def test_every_rendering_tells_the_figures_of_panels(ledger: Ledger) -> None:
    spec = catalog.build("displacement.refugees_syrian", ledger)
    figure = chart.figure(spec)
    wanted = plan_of(spec, Size(CARD.width, figure["layout"]["height"])).told
    axes = {trace["name"]: trace["yaxis"] for trace in figure["data"]}
    told = [(one["text"], one["yref"]) for one in figure["layout"]["annotations"] if one.get("name") == "figure"]
    assert told == [(escape(one.words), axes[one.point.series]) for one in wanted]
    picture, _ = drawing_of(spec, *PICTURE)
    style = Style.of(*PICTURE)
    larger = plan_of(spec, Size(PICTURE[0] / style.k, PICTURE[1] / style.k)).told
    assert ["".join(one.itertext()) for one in marks(picture, "figures")] == [one.words for one in larger]
    canvas = Canvas()
    unit = canvas.font / SCREEN
    slide = plan_of(spec, Size(round(canvas.width / unit), round(canvas.height / unit))).told
    for made in described(spec, canvas):
        words = words_in(made, "figures at ") + words_in(made, ", figures ")
        assert sorted(words) == sorted(one.words for one in slide if one.point.series == made.title)


def test_words_up_to_an_edge_are_inside(ledger: Ledger) -> None:
    """What their sums are rounded by does not push them out: over this mark, and not through the one before it."""
    plan = plan_of(catalog.build("returns.syrian_totals", ledger))
    assert [one.side for one in plan.told if one.words == "at least 10,092"] == ["above"]


def test_words_step_over_a_mark_beside_theirs(ledger: Ledger) -> None:
    plan = plan_of(catalog.build("liberation.isis_fighters", ledger))
    (told,) = [one for one in plan.told if one.words == "about 2,500" and one.point.series == "US government"]
    assert told.side == "left"
    assert told.aside < -10
    # Not behind a piece of a line: the peak of al-Hol would stand beside the points after it.
    population = plan_of(catalog.build("camps.population", ledger))
    assert {one.aside for one in population.told if one.side in ("left", "right")} <= {0.0}


def test_the_figure_of_a_headline_steps_aside_from_a_line_that_falls_past_its_point(ledger: Ledger) -> None:
    """Before, the line of al-Hol went through the last figure of Roj."""
    spec = catalog.build("compare.series", ledger)
    for room in (CARD, WIDE):
        plan = plan_of(spec, room)
        (told,) = [one for one in plan.told if one.words == "about 2,225"]
        plot = Ground.of(spec, plan.series, plan.reach, room, 0.0, plan.dates)
        assert plot is not None
        assert plot.cost(box_of_figure(told, plot), []) == 0


def test_a_figure_stands_beneath_the_name_of_its_panel(ledger: Ledger) -> None:
    """Months in two lines beneath a panel leave it less height than the plan would else reckon with."""
    layout = chart.figure(catalog.build("displacement.from_hosts", ledger))["layout"]
    (told,) = [one for one in layout["annotations"] if one["text"] == "about 509,000"]
    low, high = layout["yaxis"]["domain"]
    tall = (high - low) * (layout["height"] - TOP - BOTTOM)
    foot = told["y"] / layout["yaxis"]["range"][1] * tall + told["yshift"]
    assert told["yanchor"] == "bottom"
    assert foot + FIGURES * 1.2 < tall + 4


def test_a_figure_stands_at_its_point_on_an_axis_of_projections(ledger: Ledger) -> None:
    """The axis goes on to the end of a projection, and words are placed on all of it."""
    spec = catalog.build("pace.fan", ledger)
    plan = plan_of(spec)
    ground = Ground.of(spec, plan.series[:1], plan.reach, CARD, 0.0, plan.dates)
    assert ground is not None
    assert ground.last > max(pd.Timestamp(one.x) for one in plan.series[-1].ahead)


def test_events_are_named_alike_on_screen_in_pictures_and_in_office(ledger: Ledger) -> None:
    named = 0
    for spec in lines(ledger):
        if not spec.markers:
            continue
        plan = plan_of(spec)
        wanted = sorted(line for one in plan.events for line in one.lines)
        screen = [one for one in chart.figure(spec)["layout"]["annotations"] if one.get("name") == "event"]
        assert sorted(one["text"] for one in screen) == sorted(map(escape, wanted))
        unit = 12 / 12.5
        (office,) = described(spec, Canvas(width=CARD.width * unit, height=CARD.height * unit, font=12))
        assert sorted(words_in(office, "Events, names")) == wanted
        picture, _ = drawing_of(spec, *PICTURE)
        style = Style.of(*PICTURE)
        larger = plan_of(spec, Size(PICTURE[0] / style.k, PICTURE[1] / style.k))
        wanted = sorted(line for one in larger.events for line in one.lines)
        assert sorted("".join(one.itertext()) for one in marks(picture, "event_names")) == wanted
        named += len(larger.events)
    assert named > 15


def box_of_figure(one: Told, plot: Ground) -> tuple[float, float, float, float]:
    (x, y), width = plot.at(one.point.x, one.value), text_width(one.words, FIGURES)
    x += one.aside
    half = FIGURES * 0.6
    match one.side:
        case "above" | "below":
            top = y - AWAY - 2 * half if one.side == "above" else y + AWAY
            return x - width / 2, top, x + width / 2, top + 2 * half
        case "right":
            return x + AWAY, y - half, x + AWAY + width, y + half
        case "left":
            return x - AWAY - width, y - half, x - AWAY, y + half


def box_of_event(one: EventName, plot: Ground) -> tuple[float, float, float, float]:
    x, width = plot.across(one.date), max(text_width(line, NAMES) for line in one.lines)
    ys = [plot.at(one.date, value)[1] for value in one.values]
    left = x + 4 if one.side == "right" else x - 4 - width
    return left, min(ys) - NAMES / 2, left + width, max(ys) + NAMES / 2
