"""Tables of single pages as a reader sees them, each made once a data version and choice."""

from __future__ import annotations

from functools import lru_cache
from html import escape

import pandas as pd

from analysis import breaks, figure_of, since
from analysis.pace.measured import SHAPES, WINDOWS
from analysis.pace.words import bounds_text, clearance_text, pace_text, years_text
from analysis.since import Since
from analysis.vocabulary import event_category
from analysis.words import date_text, number_text, period_text
from analysis.words.measures import with_unit
from charts.choices import PACES, SHAPE_NAMES, SOURCES
from charts.text import web_address
from charts.views.disputes import dispute_rows
from charts.views.pace.ahead import BASES, said_of
from loaders import Ledger
from loaders.frames import as_records, texts
from ui import links

_KEPT = 16


@lru_cache(maxsize=_KEPT)
def newest_events(ledger: Ledger) -> pd.DataFrame:
    """The twelve newest events."""
    latest = ledger.events.sort_values(["date", "line"], ascending=False).head(12)
    return pd.DataFrame(
        {
            "Date": [date_text(d, str(p)) for d, p in zip(latest["date"], latest["date_precision"], strict=True)],
            "Subject": [event_category(value).label for value in texts(latest["category"])],
            "Event": latest["title"].astype(str),
            "Where": latest["place_name"].astype(str),
            "Source": latest["publisher"].astype(str),
            "Address": latest["url"].astype(str),
        }
    )


def happened(ledger: Ledger) -> str:
    """The twelve newest events as HTML: a list, whose lines no narrow window cuts as it cuts the cells of a table."""
    items = []
    for row in as_records(newest_events(ledger)):
        names = [name for name in (row["Where"], row["Source"]) if name]
        told = f"<li><b>{row['Date']}</b> {escape(row['Event'])}. {links.within(ledger, ', '.join(names), names)}"
        address = escape(web_address(row["Address"]))
        at = f' (<a href="{address}" target="_blank">publication</a>)' if address else ""
        items.append(f"{told}{at}</li>")
    return f'<ul class="cs-list">{"".join(items)}</ul>'


def changed(ledger: Ledger, first: str, second: str) -> Since:
    """What changed between two days of knowledge, as the page on changes offers them."""
    return since(ledger, pd.Timestamp(first), pd.Timestamp(second))


@lru_cache(maxsize=_KEPT)
def moved(ledger: Ledger, first: str, second: str) -> pd.DataFrame:
    """The counts that moved between two days of knowledge."""
    columns = ["title", "what", "before_text", "before_when", "after_text", "after_when", "source"]
    names = ["Measure", "Place and people", "Before", "as of", "Now", "as of ", "Source of the new figure"]
    return changed(ledger, first, second).moved[columns].set_axis(names, axis=1)


@lru_cache(maxsize=_KEPT)
def revised(ledger: Ledger, first: str, second: str) -> pd.DataFrame:
    """The figures whose value is another one than before."""
    rows = changed(ledger, first, second).revised
    dates = zip(rows["period_end"], rows["date_precision"], strict=True)
    return pd.DataFrame(
        {
            "Measure": rows["title"].astype(str),
            "Place": rows["place_name"].astype(str),
            "Nationality": rows["origin_name"].astype(str),
            "Date": [date_text(day, str(precision)) for day, precision in dates],
            "Before": rows["before_text"],
            "by": rows["attribution_before"].astype(str),
            "Now": rows["after_text"],
            "by ": rows["attribution"].astype(str),
        }
    )


@lru_cache(maxsize=_KEPT)
def new_statements(ledger: Ledger, first: str, second: str) -> pd.DataFrame:
    """The statements published between two days of knowledge, the newest first."""
    new = as_records(changed(ledger, first, second).new)
    return pd.DataFrame(
        {
            "Published": [date_text(row["published"], str(row["published_precision"])) for row in new],
            "Measure": [str(row["title"]) for row in new],
            "Place": [str(row["place_name"]) for row in new],
            "Nationality": [str(row["origin_name"]) for row in new],
            "Figure": [with_unit(figure_of(row).text, str(row["unit"])) for row in new],
            "Holds for": [
                period_text(row["period_start"], row["period_end"], str(row["date_precision"])) for row in new
            ],
            "Stated by": [str(row["attribution"]) for row in new],
            "Address": [str(row["url"]) or None for row in new],
            "Source": [str(row["source_title"]) for row in new],
            "As carried by": [str(row["carried_by"]) for row in new],
        }
    )


@lru_cache(maxsize=_KEPT)
def disputed(ledger: Ledger, theme: str) -> pd.DataFrame:
    """The disputed figures of a theme, or of `all`, widest apart first, with the index of `dispute_rows`."""
    found = dispute_rows(ledger)
    shown = found if theme == "all" else found[found["theme"] == theme]
    units = shown["unit"].astype(str)

    def amounts(column: str) -> list[str]:
        return [
            with_unit(number_text(float(value), unit), unit) for value, unit in zip(shown[column], units, strict=True)
        ]

    return pd.DataFrame(
        {
            "Figure": shown["label"],
            "Lowest": amounts("low"),
            "Highest": amounts("high"),
            "On the charts": [with_unit(text, unit) for text, unit in zip(shown["text"], units, strict=True)],
            "Stated by": ledger.observations.loc[shown.index, "attribution"].astype(str),
            "Apart": shown["spread"] * 100,
            "Statements": shown["statements"],
            "Because": shown["clause"],
        }
    )


@lru_cache(maxsize=_KEPT)
def broken(ledger: Ledger) -> pd.DataFrame:
    """The dates from which a series counts something else."""
    found = breaks(ledger)
    return pd.DataFrame(
        {
            "Date": [date_text(d, p) for d, p in zip(found["date"], found["date_precision"], strict=True)],
            "Series": found["title"],
            "Place": found["place_name"],
            "Nationality": found["origin_name"],
            "What breaks": found["what"],
            "Stated by": found["attribution"],
            "Source": found["source_title"],
            "As carried by": found["carried_by"],
            "Address": [address or None for address in found["url"]],
        }
    )


@lru_cache(maxsize=256)
def every_pace(ledger: Ledger, of: str, per_month: str) -> pd.DataFrame:
    """When a population is empty by every pace and every way of reckoning."""
    found = []
    for by in WINDOWS:
        for source in BASES[1:] if by != "set" else BASES[:1]:
            for shape in SHAPES:
                said = said_of(ledger, of, by, shape, source, per_month)
                half = shape == "share" and said.status == "clears"
                found.append(
                    {
                        "Pace": PACES[by],
                        "Departures": SOURCES[source] if by != "set" else "As set",
                        "Shape": SHAPE_NAMES[shape],
                        "None left": clearance_text(said),
                        "People a year": pace_text(said),
                        "Bounds": bounds_text(said),
                        "Years": years_text(said.years) if said.status == "clears" else "",
                        "Half gone after": years_text(said.half_life) if half else "",
                    }
                )
    return pd.DataFrame(found)
