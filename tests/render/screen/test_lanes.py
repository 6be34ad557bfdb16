"""Marks that lie in lanes, on a card and on a phone: their names, their lengths and the words of their axes."""

import html
import itertools
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from charts import catalog
from charts.spec import ChartSpec
from loaders import Ledger
from render.plan.frame import text_width
from render.plan.points import CARD, Size
from render.screen import chart as plotly_chart

PHONE = Size(320, CARD.height)
LINE = 16  # pixels of a line of names


def drawn(ledger: Ledger, room: Size, marks: tuple[str, ...]) -> Iterator[tuple[ChartSpec, dict[str, Any]]]:
    """All charts of these marks with their layouts in a room."""
    for name in catalog.names():
        spec = catalog.usual(name, ledger)
        if not spec.is_empty and spec.mark in marks:
            yield spec, plotly_chart.figure(spec, room=room)["layout"]


def beside(layout: dict[str, Any]) -> float:
    """Pixels that the names beside the rows take of the width."""
    axis = layout["yaxis"]
    if not axis.get("showticklabels", True):
        return 0.0
    return max(text_width(line, 13) for text in axis["ticktext"] for line in text.split("<br>"))


@pytest.mark.parametrize("room", [PHONE, CARD], ids=["phone", "card"])
def test_names_do_not_touch_the_marks_beside_them(ledger: Ledger, room: Size) -> None:
    found = [layout["yaxis"]["ticklabelstandoff"] for _, layout in drawn(ledger, room, ("bar", "dumbbell", "spans"))]
    assert len(found) > 20
    assert min(found) >= 4


def test_marks_have_more_than_half_of_a_phone(ledger: Ledger) -> None:
    """Beside names of three lines the bars were twenty pixels long."""
    found = 0
    for spec, layout in drawn(ledger, PHONE, ("bar", "dumbbell", "spans")):
        assert beside(layout) < 0.45 * PHONE.width, spec.name
        found += 1
    assert found > 20


def test_the_longest_bar_is_long_on_a_phone(ledger: Ledger) -> None:
    for spec, layout in drawn(ledger, PHONE, ("bar",)):
        wide = PHONE.width - 20 - beside(layout)
        assert spec.data["value"].max() / layout["xaxis"]["range"][1] * wide > 80, spec.name


def test_words_of_the_axis_do_not_touch_on_a_phone(ledger: Ledger) -> None:
    for spec, layout in drawn(ledger, PHONE, ("bar", "dumbbell", "spans")):
        axis, wide = layout["xaxis"], PHONE.width - 20 - beside(layout)
        dated = axis.get("type") == "date"
        first, last = (pd.Timestamp(end) if dated else end for end in axis["range"])
        told = [
            (wide * (((pd.Timestamp(at) if dated else at) - first) / (last - first)), text_width(text, 12))
            for at, text in zip(axis["tickvals"], axis["ticktext"], strict=True)
        ]
        for (before, much), (after, more) in itertools.pairwise(told):
            assert before + much / 2 + 2 < after - more / 2, (spec.name, axis["ticktext"])


def test_names_over_marks_stand_between_these_and_inside_the_plot(ledger: Ledger) -> None:
    found = 0
    for spec, layout in drawn(ledger, PHONE, ("bar", "dumbbell", "spans")):
        names = [one for one in layout["annotations"] if one.get("name") == "row"]
        if not names:
            continue
        low, high = layout["yaxis"]["range"]
        row = (layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]) / (high - low)
        for one in names:
            lines = html.unescape(one["text"]).split("<br>")
            assert max(text_width(line, 13) for line in lines) <= PHONE.width - 20, spec.name
            assert LINE * len(lines) <= layout["bargap"] * row, spec.name
            assert one["y"] + LINE * len(lines) / row <= high + 0.1, spec.name
        found += 1
    assert found > 10


def test_bars_side_by_side_are_as_high_as_their_figures_on_a_phone(ledger: Ledger) -> None:
    """Their figures shrank with them to letters of seven pixels; lines of the legend took their height as well."""
    found = 0
    for spec, layout in drawn(ledger, PHONE, ("bar",)):
        if layout["barmode"] != "group":
            continue
        low, high = layout["yaxis"]["range"]
        row = (layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]) / (high - low)
        each = row * (1 - layout["bargap"]) / spec.data["series"].nunique()
        assert each >= 11, spec.name
        found += 1
    assert found >= 3


def test_a_legend_of_many_lines_takes_no_height_from_the_plot_of_a_phone(ledger: Ledger) -> None:
    """Four names, one a line, left the shares of children a third less to be drawn on."""
    spec = catalog.usual("camps.children", ledger)
    narrow, wide = (plotly_chart.figure(spec, room=room)["layout"] for room in (PHONE, CARD))
    assert narrow["margin"]["t"] >= wide["margin"]["t"] + 40
    assert narrow["height"] - narrow["margin"]["t"] == wide["height"] - wide["margin"]["t"]
