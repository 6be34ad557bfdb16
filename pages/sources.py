"""Sources and method: every source and what rests on it, definitions, how figures are chosen, what is not certain."""

import streamlit as st

from analysis import RULE, newest_publication
from analysis import coverage as held
from analysis.vocabulary import publisher_kind, publisher_kinds
from analysis.words import date_text, number_text
from charts.citation import citation
from loaders.frames import as_record, texts
from ui import filters, frame, method, tables
from ui.data import shown_since
from ui.section import lay_out, section
from ui.tiles import Tile, show

led = frame.opened()
known = held.limits(led)
use = held.source_use(led)
labels = held.source_labels(led)
named_themes = held.themes(led)
counts = {name: number_text(count) for name, count in known.items()}


def head() -> None:
    frame.top(
        "Sources and method",
        f"{counts['statements']} statements rest on {counts['sources']} publications, "
        f"{known['media_sources'] / max(known['sources'], 1):.0%} of them news reports, which give "
        f"{known['media_statements'] / max(known['statements'], 1):.0%} of the statements.",
    )
    show(
        [
            Tile("Publications", counts["sources"], f"newest of {date_text(newest_publication(led))}"),
            Tile("Publishers", number_text(led.sources["publisher"].nunique()), "as named by the publications"),
            Tile("News reports", counts["media_sources"], f"{counts['relaying']} name whom they relay"),
            Tile("Languages", number_text(led.sources["language"].nunique()), "of the publications"),
            Tile("Statements", counts["statements"], "one figure that one source stated"),
        ]
    )


@section("Sources", question="Which publications are there, and what rests on each?")
def publications() -> None:
    with filters.row():
        words = filters.find("src_find", "Find sources", "title, publisher, note or address")
        kind = filters.pick(
            "src_kind",
            "Kind of publisher",
            ("", *publisher_kinds(use["publisher_kind"].astype(str))),
            "",
            lambda k: publisher_kind(k).label or "All kinds",
        )
        theme = filters.pick(
            "src_theme",
            "Theme",
            ("", *named_themes),
            "",
            lambda t: named_themes.get(t, "All themes"),
        )
    found, shown = method.sources_found(led, words, kind, theme)
    frame.note(f"{number_text(len(found))} of {counts['sources']} sources, those with most statements first.")
    if found.empty:
        st.info("No source matches. Use fewer words, or choose all kinds and all themes.", icon=":material/info:")
    else:
        tables.show(shown, "Sources with what rests on each")

    options = ("", *texts(found["source"]))
    source = filters.pick("src", "Statements of", options, "", lambda s: labels.get(s, "Choose a source"), width=760)
    if source:
        row = use[use["source"] == source].iloc[0]
        spec, statements = tables.source_statements(led, source, labels[source])
        st.html(
            tables.words(
                {
                    "Cite as": citation(as_record(row) | {"source_title": row["title"]}),
                    "Publisher": f"{row['publisher']} ({publisher_kind(str(row['publisher_kind'])).label})",
                    "Relays": str(row["quotes"]),
                    "Note": str(row["note"]),
                    "Data file": f"{row['file']}, line {row['line']}",
                }
            )
        )
        if statements.empty:
            frame.note("No figure rests on this source.")
        else:
            tables.show(statements, spec.title)
            tables.csv_button(lambda: spec, "source-statements", "Statements of this source (CSV)")
        others = held.other_uses(led, source)
        if len(others):
            others = others.rename(columns={"kind": "Also rests on it", "what": "Entry", "date": "Date"})
            tables.show(others, f"Other entries that rest on {labels[source]}", rows=7)


@section("Which figure leads", question="How is a headline figure chosen?")
def rule() -> None:
    st.html(tables.paragraphs([RULE]))
    frame.section("What stands in one line, and what still holds")
    st.html(tables.bullets(method.line_rules(led)))
    tables.show(method.apart_table(led), "Measures that bodies count differently, and how")
    frame.note("Whose count a line is, where the rule is not left to choose:")
    tables.show(method.subject_table(led), "Whose count a line is, with the reason")
    frame.note("What events have closed, emptied, overtaken or made final, the newest first:")
    tables.show(method.ending_table(led), "Counts that an event has ended")
    frame.section("How hedges read and look")
    method.hedge_table()
    frame.section("What is added, and what never is")
    st.html(tables.bullets(method.ADDED_RULES))
    if len(led.not_added):
        frame.note("Reported happenings that belong to no sum:")
        tables.show(method.not_added_table(led), "Reported happenings that belong to no sum, with the reason")


@section("Where they differ", question="Where do sources differ most?")
def differ() -> None:
    apart = held.contradictions(led)
    frame.note(
        f"The {len(apart)} figures whose statements lie furthest apart, largest divided by smallest. The headline "
        "is what the rule above chooses; the others stay on the charts as faint marks."
    )
    tables.show(method.difference_table(led), "Figures that sources state differently")
    out = held.kept_out(led)
    frame.note(f"{len(out)} statements are kept out of headlines by hand, each for the reason given.")
    tables.show(out.rename(columns=method.KEPT_OUT), "Statements that never lead, with the reason")


@section("Known limits", question="What must one know before relying on a figure?")
def limits() -> None:
    st.html(tables.bullets(method.limit_texts(known)))


@section("Definitions", question="What does each indicator count?")
def definitions() -> None:
    with filters.row():
        theme = filters.pick(
            "src_define",
            "Theme",
            ("", *named_themes),
            "",
            lambda t: named_themes.get(t, "All themes"),
        )
    for key, name in named_themes.items():
        meanings = method.definitions(led, key)
        if meanings and key == theme:
            frame.subsection(f"{name}: {len(meanings)} indicators")
            st.html(tables.words(meanings))
        elif meanings and not theme:
            box = st.expander(f"{name}: {len(meanings)} indicators", key=f"define-{key}", on_change="rerun")
            if box.open:
                box.html(tables.words(meanings))


@section("Boundaries", question="Boundaries, names, and how to cite")
def boundaries() -> None:
    st.html(tables.paragraphs(method.BOUNDARIES))
    frame.section("How to cite")
    st.html(tables.paragraphs(method.how_to_cite(led.version, shown_since())))
    frame.section("For programs")
    st.html(method.PROGRAMS)


lay_out(head, publications, rule, differ, limits, definitions, boundaries)
