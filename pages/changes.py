"""What changed since: new statements, revised figures and moved headlines between two dates of knowledge."""

import pandas as pd
import streamlit as st

from analysis import known_dates, since
from analysis.words import date_text
from ui import data, filters, frame

led = data.newest()
first, last = known_dates(led)
ends = pd.date_range(first, last, freq="QE")
days = tuple(day.strftime("%Y-%m-%d") for day in (*ends, last))


def name(day: str) -> str:
    """A day of the list as it reads in a sentence."""
    return date_text(pd.Timestamp(day))


frame.top("What changed since", "")
with filters.row():
    begin = filters.pick("chg_from", "Known on", days, days[-3], name)
    finish = filters.pick("chg_to", "Compared with", days, days[-1], name)
if begin >= finish:
    st.info("Choose a second date after the first.", icon=":material/info:")
    st.stop()

moved = since(led, pd.Timestamp(begin), pd.Timestamp(finish))
st.markdown(frame.md(moved.sentences[0]))

frame.section("Headline figures that moved")
if moved.moved.empty:
    frame.note("No headline figure moved.")
else:
    st.dataframe(
        moved.moved.set_axis(["Measure", "Place and nationality", "Before", "as of", "Now", "as of "], axis=1),
        hide_index=True,
        alt="Headline figures before and now",
    )
    with st.expander("As sentences to paste"):
        st.code("\n".join(moved.sentences), language=None, wrap_lines=True)

frame.section("Revised figures")
if moved.revised.empty:
    frame.note("No figure of the same series and date has a later source with another value.")
else:
    rows = moved.revised
    st.dataframe(
        pd.DataFrame(
            {
                "Measure": rows["title"].astype(str),
                "Place": rows["place_name"].astype(str),
                "Nationality": rows["origin_name"].astype(str),
                "Date": [date_text(day) for day in rows["period_end"]],
                "Before": rows["before_text"],
                "by": rows["publisher_before"].astype(str),
                "Now": rows["after_text"],
                "by ": rows["publisher"].astype(str),
            }
        ),
        hide_index=True,
        alt="Figures whose headline is another value than before",
    )

frame.section("New statements")
new = moved.new
st.dataframe(
    pd.DataFrame(
        {
            "Published": [
                date_text(day, str(p)) for day, p in zip(new["published"], new["published_precision"], strict=True)
            ],
            "Measure": new["title"].astype(str),
            "Place": new["place_name"].astype(str),
            "Nationality": new["origin_name"].astype(str),
            "Value": new["value"],
            "Publisher": new["publisher"].astype(str),
            "Source": new["source_title"].astype(str),
            "Address": new["url"].astype(str),
        }
    ),
    hide_index=True,
    column_config={
        "Address": st.column_config.LinkColumn("Address", display_text="open"),
        "Value": st.column_config.NumberColumn("Value", format="localized"),
    },
    alt="Statements published between the two dates",
)
