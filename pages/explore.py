"""Explore: any indicator by any cut as chart, map and table, with its definition in words."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, cast

import streamlit as st

from analysis.coverage import MEASURES, how_added, in_words, themes
from analysis.cut import FIXED, SCOPES, By, Cut, choices, default_cut, hold, likely_cuts, scopes, years
from analysis.words import number_text, unit_text
from charts import catalog
from charts.views.explore.map import MAP_CUTS, best_year, map_years, wide
from charts.views.explore.series import CUT_NAMES, indicator_facts, names_of, of_theme, offered_indicators, theme_rows
from ui import filters, frame, tables
from ui.card import card
from ui.section import lay_out, section


def _name(names: Mapping[Any, str], value: str) -> str:
    return names.get(value, value)


def told_apart(about: Mapping[str, str]) -> str:
    """Whether the counts of different bodies are comparable, and why not."""
    if about["comparable"] != "no":
        return "Counts of different bodies are comparable and may stand in one line."
    why = f" {about['differs'].rstrip('.')}." if about["differs"] else ""
    return f"Bodies count differently, so that a line is of one of them.{why}"


HELD_KEYS: dict[By, str] = {"place": "ex_place", "origin": "ex_origin", "group": "ex_group"}
led = frame.opened()
named_themes = themes(led)


def held(cut: Cut) -> dict[str, Any]:
    """What chart and map have in common."""
    return {name: getattr(cut, name) for name in ("indicator", "by", "place", "origin", "group")}


def choose() -> Cut | None:
    """The filters, each offering what the ones before it leave; None where no figure of a theme is known."""
    with filters.row():
        theme = filters.pick(
            "ex_theme", "Theme", ("", *named_themes), "", lambda t: named_themes.get(t, "All themes"), width=190
        )
        titles = offered_indicators(led, theme)
        if not titles:
            st.info("No figure of this theme was known on this date.", icon=":material/info:")
            return None
        usual = str(catalog.entry("explore.series").filters(led)["indicator"])
        indicator = filters.pick("ex_indicator", "Indicator", tuple(titles), usual, partial(_name, titles), width=330)
        cuts = likely_cuts(led, indicator)
        by = cast("By", filters.pick("ex_by", "Compare by", cuts, "", partial(_name, CUT_NAMES), width=150))
        cut = default_cut(led, indicator, by)
        for dimension in (one for one in FIXED if one != by):
            offered = choices(led, cut, dimension)
            value = offered[0]
            if len(offered) > 1:
                named = names_of(led, dimension)
                value = filters.pick(
                    HELD_KEYS[dimension], CUT_NAMES[dimension], offered, "", partial(_name, named), width=190
                )
            cut = hold(cut, dimension, value)
        values = choices(led, cut, by)
        label = f"{CUT_NAMES[by]}, up to six"
        which = filters.compare("ex_which", label, values, values[:4], partial(_name, names_of(led, by)))
        cut = replace(cut, which=which, scope="")
        periods = scopes(led, cut)
        if periods:
            cut = replace(
                cut, scope=filters.pick("ex_scope", "Periods", periods, "", lambda s: SCOPES[s].capitalize(), width=250)
            )
        spanned = years(led, cut)
        first = filters.pick("ex_from", "From", spanned, "", width=95)
        later = tuple(year for year in reversed(spanned) if year >= first)
        last = filters.pick("ex_to", "To", later, "", width=95)
        return replace(cut, first=first if first != spanned[0] else "", last=last if last != later[0] else "")


chosen: list[Cut] = []


def head() -> None:
    chosen[:] = filter(None, [choose()])
    for cut in chosen:
        frame.tell(frame.sentence("explore", **drawn(cut)))


def drawn(cut: Cut) -> dict[str, Any]:
    """The filters of the chart of a cut."""
    return held(cut) | {"which": cut.which, "scope": cut.scope, "first": cut.first, "last": cut.last}


@section("Chart", "explore.series", question="How has it changed over time?")
def explored() -> None:
    for cut in chosen:
        card("explore.series", **drawn(cut))


@section("Meaning and map", "explore.map", question="What is counted, and where?")
def where() -> None:
    for cut in chosen:
        facts_and_map(cut)


@section("Statements", question="What has every source stated?")
def statements() -> None:
    for cut in chosen:
        every(cut)


def facts_and_map(cut: Cut) -> None:
    """The definition in words, and the map where places or nationalities are compared."""
    about = indicator_facts(led, cut.indicator)
    note = in_words(led, about["note"])
    meaning = {
        about["title"]: in_words(led, about["definition"]),
        "Unit": unit_text(about["unit"]),
        "Kind": MEASURES.get(about["kind"], about["kind"]),
        "Sums": how_added(about["aggregation"]),
        "Bodies": told_apart(about),
        "Note": f"{note[:1].upper()}{note[1:]}." if note else "",
    }
    mapped = replace(cut, which=(), scope="", first="", last="")
    with st.grid(columns=1 if cut.by in MAP_CUTS and wide(led, mapped) else 2, min_column_width=440):
        with st.container():
            st.html(tables.words(meaning))
            if cut.by not in MAP_CUTS:
                frame.note("A map needs places or nationalities: compare by one of them to see it.")
        if cut.by in MAP_CUTS:
            with st.container():
                best = best_year(led, mapped)
                order = (best, *(year for year in reversed(map_years(led, mapped)) if year != best)) if best else ()
                year = ""
                if len(order) > 1:
                    year = filters.pick("ex_year", "Year of the map", order, "", width=140)
                card("explore.map", **held(cut), year=year)


def every(cut: Cut) -> None:
    """All statements of the cut as a table."""
    spec, table = tables.statements(led, cut)
    if table.empty:
        st.info(frame.md(spec.empty), icon=":material/info:")
    else:
        beside = int((spec.data["role"] != "headline").sum())
        bodies = spec.data["counter"].astype(str).nunique()
        frame.note(
            f"{tables.counted(len(table), 'statement')} of {number_text(bodies)} "
            f"{'body' if bodies == 1 else 'bodies'} in these years, in all kinds of periods; {number_text(beside)} of "
            "them are light marks beside another figure."
        )
        tables.show(table, spec.title)
        one = len(table) == 1
        label = "This statement" if one else f"These {tables.counted(len(table), 'statement')}"
        tables.csv_button(lambda: spec, "explore-statements", f"{label} (CSV)")
    whole(indicator_facts(led, cut.indicator)["theme"])


def whole(theme: str) -> None:
    """All statements of the theme as a file: the table above is of one cut of one measure."""
    count = number_text(len(theme_rows(led, theme)))
    tables.csv_button(partial(of_theme, led, theme), "explore-theme", f"All {count} of {named_themes[theme]} (CSV)")


frame.title("Explore")
lay_out(head, explored, where, statements)
