"""What changed since: new statements, revised figures and moved headlines between two dates of knowledge."""

from typing import Any

import pandas as pd
import streamlit as st

from analysis import figure_of, since
from analysis.words import date_text, period_text
from analysis.words.measures import with_unit
from charts import takeaway
from charts.catalog import NOT_YET
from charts.views.changes import days, likely
from loaders.frames import as_records
from ui import data, filters, frame, tables
from ui.kept import once
from ui.section import lay_out, section

led = frame.opened(data.newest)
offered = days(led)


def name(day: str) -> str:
    """A day of the list as it reads in a sentence."""
    return date_text(pd.Timestamp(day))


def held(row: dict[str, Any]) -> str:
    """The date or the period that a statement holds for."""
    return period_text(row["period_start"], row["period_end"], str(row["date_precision"]))


@section()
def since_then() -> None:
    place = frame.top("What changed since")
    if not offered:
        frame.say(place, NOT_YET)
        st.stop()
    with filters.row():
        begin = filters.pick("chg_from", "Known on", offered, likely(led), name)
        finish = filters.pick("chg_to", "Compared with", offered, offered[-1], name)
    if begin >= finish:
        st.info("Choose a second date after the first.", icon=":material/info:")
        st.stop()

    found = once(since, led, first=pd.Timestamp(begin), second=pd.Timestamp(finish))
    frame.say(place, once(takeaway.say, led, "changes", start=begin, end=finish))

    frame.section("Counts that moved")
    if found.moved.empty:
        frame.note("No count has surely moved.")
    else:
        frame.note("Only what has surely moved: not what stayed, what hedges leave open, or two bodies' counts.")
        columns = ["title", "what", "before_text", "before_when", "after_text", "after_when", "source"]
        names = ["Measure", "Place and people", "Before", "as of", "Now", "as of ", "Source of the new figure"]
        tables.show(
            found.moved[columns].set_axis(names, axis=1), "Counts before and now, with the source of the new one"
        )
        with st.expander("As sentences to paste"):
            st.code("\n".join(found.sentences), language=None, wrap_lines=True)

    frame.section("Revised figures")
    if found.revised.empty:
        frame.note("No figure of the same people and date has a later source with another value.")
    else:
        rows = found.revised
        dates = zip(rows["period_end"], rows["date_precision"], strict=True)
        tables.show(
            pd.DataFrame(
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
            ),
            "Figures whose value is another one than before",
        )

    frame.section("New statements")
    new = as_records(found.new)
    frame.note(f"{tables.counted(len(new), 'statement')} published between the two dates, the newest first.")
    tables.show(
        pd.DataFrame(
            {
                "Published": [date_text(row["published"], str(row["published_precision"])) for row in new],
                "Measure": [str(row["title"]) for row in new],
                "Place": [str(row["place_name"]) for row in new],
                "Nationality": [str(row["origin_name"]) for row in new],
                "Figure": [with_unit(figure_of(row).text, str(row["unit"])) for row in new],
                "Holds for": [held(row) for row in new],
                "Stated by": [str(row["attribution"]) for row in new],
                "Source": [str(row["source_title"]) for row in new],
                "As carried by": [str(row["carried_by"]) for row in new],
                "Address": [str(row["url"]) or None for row in new],
            }
        ),
        "Statements published between the two dates",
    )


lay_out(since_then)
