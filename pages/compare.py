"""Compare: places or nationalities in one chart, indexed or per stock; who has taken back what share of its people."""

from collections.abc import Mapping
from functools import partial
from typing import Any, cast

import streamlit as st

from analysis.cut import By, choices, default_cut, hold
from analysis.listed import camps
from charts.views.compare.nationals import MEASURES, scorecard_spec, scorecard_table
from charts.views.compare.series import BY, FEWEST, MODES, MOST, comparable, modes
from charts.views.explore.series import CUT_NAMES, names_of
from ui import filters, frame, tables
from ui.card import card, cards
from ui.section import lay_out, section

PLURAL = {"place": "Places", "origin": "Nationalities and donors"}
SORTS = {"name": "Country", **MEASURES, "share": "Share repatriated"}
# What a reader sees first: the camps, and the three groups of nationalities in the first of them.
NATIONALITIES = ("syr", "irq", "tcn")


def _name(names: Mapping[Any, str], value: str) -> str:
    return names.get(value, value)


def _choose(titles: Mapping[str, str], by: By) -> dict[str, Any]:
    """The filters of the chart, each offering what the ones before it leave."""
    first = "camp_population" if "camp_population" in titles else next(iter(titles))
    order = (first, *(indicator for indicator in titles if indicator != first))
    indicator = filters.pick("cmp_indicator", "Measure", order, first, partial(_name, titles), width=330)
    other: By = "origin" if by == "place" else "place"
    cut = default_cut(led, indicator, by)
    offered = choices(led, cut, other)
    key = "cmp_origin" if by == "place" else "cmp_place"
    held = offered[0]
    if len(offered) > 1:
        held = filters.pick(key, CUT_NAMES[other], offered, "", partial(_name, names_of(led, other)), width=220)
    values = choices(led, hold(cut, other, held), by)
    start = (
        tuple(one for one in (camps(led) if by == "place" else NATIONALITIES) if one in values)
        if indicator == first
        else ()
    )
    start = start if len(start) >= FEWEST else values[:4]
    label = f"{PLURAL[by]}, two to six"
    which = filters.compare("cmp_which", label, values, start, partial(_name, names_of(led, by)), MOST)
    ways = modes(indicator)
    mode = filters.pick("cmp_as", "Shown as", ways, ways[0], partial(_name, MODES), width=300)
    return {"indicator": indicator, "by": by, "which": which, "mode": mode, other: held}


led = frame.opened()


chosen: dict[str, Any] = {}


def head() -> None:
    with filters.row():
        dimension = cast("By", filters.switch("cmp_by", "Compare", BY, "place", partial(_name, PLURAL)))
        measures = comparable(led, dimension)
        chosen.clear()
        chosen.update(_choose(measures, dimension) if measures else {})
    frame.tell(frame.sentence("compare", **chosen))


@section("Side by side", "compare.series", question="How do they compare over time?")
def series() -> None:
    if chosen:
        card("compare.series", **chosen)
    else:
        st.info("No source had given figures to compare by the chosen date.", icon=":material/info:")


@section("Taken back", "compare.share", "compare.both", question="Who has taken back what share of its nationals?")
def scorecard() -> None:
    sort = filters.pick("cmp_sort", "Largest first by", tuple(SORTS), "name", partial(_name, SORTS), width=220)
    spec = scorecard_spec(led)
    table = scorecard_table(led, sort)
    if table.empty:
        st.info("No source had given such a figure by the chosen date.", icon=":material/info:")
    else:
        tables.show(
            table, spec.title, rows=15, columns={"Country": st.column_config.TextColumn(pinned=True, width=150)}
        )
        frame.note(
            "Newest figure of each country with its hedge and date; the dates differ from cell to cell. Repatriated is "
            "the largest stated running total with the reported operations that it leaves out, or the sum of the years "
            "where that is more. Remaining is the newest count of any place; last known: it is older than a year, or "
            "departures or events have overtaken it. A share is of those repatriated before a count of all who "
            "remained and of these together, at the date of the count, with the bounds that the hedges allow; a gap is "
            "a gap, not a zero."
        )
        tables.csv_button(lambda: spec, "compare-scorecard", "Table (CSV)")
        with cards():
            card("compare.share")
            card("compare.both")


frame.title("Compare")
lay_out(head, series, scorecard)
