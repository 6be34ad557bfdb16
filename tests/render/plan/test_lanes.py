"""The geometry of strips and timelines: true to the dates, inside the box, nothing on anything else."""

import itertools

import pandas as pd
import pytest

from charts import catalog
from charts.spec import CITED, DRAWN, ChartSpec
from loaders import Ledger
from loaders.frames import NO_DAY
from render.plan.frame import text_width
from render.plan.lanes import Dot, Lanes, Strip, event_dates, span_dates, spans, timeline

WIDE, HIGH, SIZE = 860.0, 320.0, 11.0
STRIPS = ("camps.custody", "detention.custody")
EVENTS = ("overview.events", "detention.timeline", "repatriation.timeline", "displacement.timeline", "coalition.joined")

PUBLISHED = pd.Timestamp("2025-06-30")
Box = tuple[float, float, float, float]


def laid(ledger: Ledger, name: str) -> Lanes:
    spec = catalog.build(name, ledger)
    found = spans(spec, WIDE, HIGH, SIZE) if spec.mark == "spans" else timeline(spec, WIDE, HIGH, SIZE, 10)
    assert found is not None
    return found


def strips(*periods: tuple[str, str | None, str | None]) -> ChartSpec:
    """Custody periods: place, start, end."""
    rows = [
        dict.fromkeys(DRAWN + CITED, "")
        | {
            "x": place,
            "series": "holder",
            "title": "Holder",
            "text": f"{place}\nHolder\n{start} to {end}",
            "period_start": pd.Timestamp(start or NO_DAY),
            "period_end": pd.Timestamp(end or NO_DAY),
            "published": PUBLISHED,
        }
        for place, start, end in periods
    ]
    return ChartSpec("test.custody", "Custody", "", "spans", pd.DataFrame(rows), "persons", x_kind="category")


def events(*dated: tuple[str, str, str]) -> ChartSpec:
    """Events: lane, date, title."""
    rows = [
        dict.fromkeys(DRAWN + CITED, "") | {"series": lane, "x": pd.Timestamp(date), "text": f"{title}\n{date}, Syria"}
        for lane, date, title in dated
    ]
    return ChartSpec("test.events", "Events", "", "timeline", pd.DataFrame(rows), "events")


def meet(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 0.01 and min(a[3], b[3]) - max(a[1], b[1]) > 0.6


def ring(dot: Dot) -> Box:
    return dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius


def words(strip: Strip, size: float) -> Box:
    wide = text_width(strip.label, size)
    x0 = strip.box[0] - 3 - wide if strip.before else strip.box[0] + 3
    return x0, strip.box[1], x0 + wide, strip.box[3]


@pytest.mark.parametrize("name", [*STRIPS, *EVENTS])
def test_lanes_lie_one_below_the_other_and_everything_in_the_plot(ledger: Ledger, name: str) -> None:
    found = laid(ledger, name)
    x0, y0, x1, y1 = found.plot
    assert 0 < x0 < x1 <= WIDE
    assert 0 <= y0 < y1 <= HIGH - SIZE
    assert found.lanes[0].y0 == y0
    assert found.lanes[-1].y1 == pytest.approx(y1)
    assert all(one.y1 == pytest.approx(other.y0) for one, other in itertools.pairwise(found.lanes))
    boxes = [strip.box for strip in found.strips] + [ring(dot) for dot in found.dots]
    boxes += [dot.label_box for dot in found.dots if dot.label]
    boxes += [words(strip, found.label_size) for strip in found.strips if strip.label]
    for box in boxes:
        assert x0 - 0.01 <= box[0] < box[2] <= x1 + 0.01
        assert y0 - 1.01 <= box[1] < box[3] <= y1 + 1.01
    assert all(x0 <= tick.x <= x1 for tick in found.ticks)
    assert len(found.ticks) > 1


@pytest.mark.parametrize("name", EVENTS)
def test_labels_of_events_cover_neither_dots_nor_each_other(ledger: Ledger, name: str) -> None:
    found = laid(ledger, name)
    labels = [(dot.number, dot.label_box) for dot in found.dots if dot.label]
    assert labels
    for number, box in labels:
        assert not [dot.number for dot in found.dots if meet(box, ring(dot))], number
        assert not [other for other, at in labels if other != number and meet(box, at)], number


@pytest.mark.parametrize("name", STRIPS)
def test_strips_and_their_words_do_not_cover_each_other(ledger: Ledger, name: str) -> None:
    """A strip of a few days is drawn a little longer than it is, so that it can be seen."""
    found = laid(ledger, name)
    for one, other in itertools.combinations(found.strips, 2):
        across = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
        assert across <= 2.5 or min(one.box[3], other.box[3]) <= max(one.box[1], other.box[1])
        if one.label and other.label:
            assert not meet(words(one, found.label_size), words(other, found.label_size))


def test_dates_stand_where_they_are_on_the_axis(ledger: Ledger) -> None:
    spec = catalog.build("detention.timeline", ledger)
    found = laid(ledger, "detention.timeline")
    first, last = event_dates(spec.data)
    for dot, date in zip(found.dots, spec.data.sort_values("x", kind="stable")["x"], strict=True):
        share = (pd.Timestamp(date) - first) / (last - first)
        assert dot.x == pytest.approx(found.plot[0] + share * (found.plot[2] - found.plot[0]))


def test_all_events_are_there_numbered_by_date(ledger: Ledger) -> None:
    spec = catalog.build("overview.events", ledger)
    found = laid(ledger, "overview.events")
    assert [dot.number for dot in found.dots] == list(range(1, len(spec.data) + 1))
    assert [dot.said for dot in found.dots] == spec.data.sort_values("x", kind="stable")["text"].astype(str).tolist()
    assert found.numbered


def test_few_events_all_have_their_words_and_need_no_numbers() -> None:
    found = timeline(
        events(("A", "2020-01-01", "One"), ("A", "2020-01-02", "Two"), ("B", "2021-01-01", "Three")), 600, 200
    )
    assert found is not None
    assert [" ".join(dot.label) for dot in found.dots] == ["One", "Two", "Three"]
    assert not found.numbered


def test_events_of_one_day_stand_in_rows() -> None:
    found = timeline(events(*(("A", "2020-01-01", f"Event {i}") for i in range(5)), ("B", "2021-01-01", "x")), 600, 300)
    assert found is not None
    same_day = [dot for dot in found.dots if dot.series == "A"]
    assert len({dot.x for dot in same_day}) == 1
    assert not any(meet(ring(one), ring(other)) for one, other in itertools.combinations(same_day, 2))


def test_a_lane_that_is_named_as_its_event_says_the_date_instead() -> None:
    found = timeline(events(("Syria", "2025-11-30", "Syria")), 600, 200)
    assert found is not None
    assert found.dots[0].label == ("2025-11-30, Syria",)


def test_periods_that_overlap_in_one_place_are_drawn_side_by_side() -> None:
    found = spans(
        strips(("Camp", None, "2019-12-31"), ("Camp", None, None), ("Other", "2018-01-01", "2020-01-01")), 700, 200
    )
    assert found is not None
    one, other, alone = sorted(found.strips, key=lambda strip: strip.box[1])
    assert one.box[3] < other.box[1]
    heights = [strip.box[3] - strip.box[1] for strip in (one, other, alone)]
    assert heights == pytest.approx([heights[0]] * 3)


def test_an_unknown_start_or_end_reaches_to_the_edge_and_is_open() -> None:
    found = spans(
        strips(("A", None, "2019-12-31"), ("B", "2018-01-01", None), ("C", "2018-01-01", "2019-01-01")), 700, 200
    )
    assert found is not None
    first, second, third = found.strips
    assert (first.open, second.open, third.open) == (True, True, False)
    assert first.box[0] == pytest.approx(found.plot[0])
    assert second.box[2] == pytest.approx(found.plot[2])
    assert found.plot[0] < third.box[0] < third.box[2] < found.plot[2]


def test_where_no_end_is_known_the_axis_reaches_to_what_was_published() -> None:
    spec = strips(("A", "2018-01-01", None), ("B", "2019-01-01", None))
    assert span_dates(spec.data)[1] > PUBLISHED


def test_a_chart_without_rows_has_no_lanes() -> None:
    spec = strips(("A", "2018-01-01", None))
    empty = ChartSpec("test", "", "", "spans", spec.data.iloc[:0], "persons")
    assert spans(empty, 600, 200) is None
    assert timeline(empty, 600, 200) is None
