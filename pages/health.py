"""Data health: what the checks found, a preview of an edited file, how old the series are, what the data cover."""

import pandas as pd
import streamlit as st

from analysis import coverage as held
from analysis import newest_publication
from analysis.listed import upkeep
from analysis.standing import FINAL
from analysis.words import OLD_DAYS, date_text, number_text
from exports.ready import faults
from ui import data, decisions, entry, filters, frame, tables, upload
from ui.card import card
from ui.frame import theme
from ui.health import acknowledged, changelog, heat, report
from ui.section import lay_out, section
from ui.tiles import Tile, show

STATES = {
    "current": "current",
    "old": "older than a year",
    "overtaken": "overtaken since",
    "emptied": "ended: emptied",
    "closed": "ended: closed",
    "over": "ended",
}
led = frame.opened()
named_themes = held.themes(led)
kept, faulty = data.kept_back(), data.refused()
problems = (*led.problems, *faults(data.newest()))
errors = sum(found.times for found in problems if found.severity == "error")
warnings = sum(found.times for found in problems) - errors
since = data.shown_since()
today = led.today
age = held.series_age(led, today)
lead = age[age["headline"] == "yes"]
final = lead["state"].isin(FINAL)
fresh = int((~final & (lead["days"] <= OLD_DAYS)).sum())


def head() -> None:
    frame.top(
        "Data health",
        f"The data on screen have {tables.counted(errors, 'error')} and {tables.counted(warnings, 'warning')}; "
        f"{fresh} of {int((~final).sum())} headline series that go on have a figure of the past year; "
        f"{int(final.sum())} have ended.",
    )
    show(
        [
            Tile("Errors", number_text(errors), "rows with an error are left out"),
            Tile("Warnings", number_text(warnings), "rows with a warning are kept"),
            Tile("Statements", number_text(len(led.observations)), f"from {number_text(len(led.sources))} sources"),
            Tile(
                "Newest publication",
                date_text(newest_publication(led)),
                "one dated to a month counts from its last day",
            ),
            Tile(
                "Data version",
                led.version[:8],
                f"read on {date_text(since)} at {since:%H:%M}" if since is not None else "",
            ),
        ]
    )


@section("Check report", question="What have the checks found?")
def checks() -> None:
    looked = f" {tables.counted(len(led.acknowledged), 'warning').capitalize()} more stand with a reason."
    frame.note(f"The files are checked before they are shown.{looked * bool(led.acknowledged)}")
    # File, line and rule say nothing to a reader of figures; what is kept back is for whoever can mend it, at once.
    with st.expander(
        "For maintainers: the findings by file and line", icon=":material/build:", key="findings", expanded=bool(kept)
    ):
        findings()


def findings() -> None:
    """What the checks found, with what a maintainer may decide about it."""
    if kept:
        frame.note("The newest version of the files is not shown. This is why, the first cause first:")
        lesser = [found for found in faulty.problems if found.severity == "warning"] if faulty is not None else []
        report((*kept, *lesser), "Findings in the newest version of the files")
    decisions.loss_of_rows(kept)
    if kept:
        frame.note("Findings in the version on screen:")
    report(problems, "Findings in the data on screen")
    decisions.warnings(data.newest().problems)
    if led.acknowledged:
        frame.note(
            f"{tables.counted(len(led.acknowledged), 'warning')} more, which maintainers have looked into "
            "(acknowledged.csv):"
        )
        acknowledged(led.acknowledged, "Acknowledged warnings")


@section("Enter figures", question="Enter figures, change whole files, take changes back")
def enter() -> None:
    entry.panel(led)
    frame.subsection("Change whole files")
    upload.panel(led)
    frame.subsection("Changes written here")
    entry.history()
    changelog(data.DATA)


@section("Age", "explore.coverage", question="How old is the newest figure of each series?")
def ages() -> None:
    with filters.row():
        of = filters.pick(
            "health_theme",
            "Theme",
            ("", *named_themes),
            "",
            lambda t: named_themes.get(t, "All themes"),
        )
    shown = age if not of else age[age["theme"] == of]
    series = shown[shown["headline"] == "yes"]
    others = shown[shown["headline"] != "yes"]
    frame.note(
        f"{len(series)} headline series, the oldest first, counted to {date_text(today)}; {len(others)} more "
        "indicators are told in single statements and are not kept up as series."
    )
    tables.show(
        pd.DataFrame(
            {
                "Series": series["title"],
                "Newest figure": series["figure"],
                "Of": series["place_name"],
                "Date": [date_text(d, p) for d, p in zip(series["newest"], series["precision"], strict=True)],
                "Standing": series["state"].map(STATES),
                "Days old": series["days"],
                "Stated by": series["attribution"],
                "Statements": series["statements"],
            }
        ),
        "Age of the newest figure of each headline series",
        columns={
            "Days old": st.column_config.ProgressColumn(
                "Days old",
                format="localized",
                min_value=0,
                max_value=int(max(series["days"].max(), 1)) if len(series) else 1,
            )
        },
    )

    card("explore.coverage", theme=of)
    frame.subsection("Headline series and when a next figure was due")
    due()


def due() -> None:
    """The listed series, and how long their next figure is overdue."""
    kept = upkeep(led, today)
    frame.note(
        f"{int((kept['overdue'] > 0).sum())} of the {len(kept)} series that are shown as tiles or compared with a year "
        "before have no figure within the days in which one is expected (headlines.csv)."
    )
    tables.show(
        pd.DataFrame(
            {
                "Series": kept["label"],
                "Newest figure": [date_text(d, p) for d, p in zip(kept["newest"], kept["precision"], strict=True)],
                "Days old": kept["days"],
                "Expected every, days": kept["interval"],
                "Days overdue": kept["overdue"],
                "Standing": kept["state"].map(STATES),
            }
        ),
        "Age of the newest figure of each listed series against the days in which a next one is expected",
    )


@section("Documentation", question="What do the data cover, and how well are they documented?")
def coverage() -> None:
    years = held.by_theme_and_year(led).rename(index=named_themes).reindex(list(named_themes.values()), fill_value=0)
    years, alt = years.rename_axis("Theme"), "Number of statements by theme and year of the figure"
    st.dataframe(heat(years, theme()), alt=alt)
    st.html(tables.printed(years.reset_index(), alt))
    named = {**named_themes, "all": "All themes"}
    whole = held.completeness(led).rename(index=named).reindex(list(named.values())).dropna()
    frame.note("Share of statements in percent that are documented in full, by theme:")
    tables.show(
        whole.assign(statements=whole["statements"].map(number_text))
        .rename(
            columns={
                "exact": "Exact figure",
                "day": "Dated to the day",
                "locator": "Place in document",
                "dated": "Dated source",
                "address": "With address",
                "not_media": "Not from news media",
                "statements": "Statements",
            }
        )
        .map(lambda value: f"{value:.0f}%" if isinstance(value, float) else value)
        .rename_axis("Theme")
        .reset_index(),
        "Share of statements that are documented in full, by theme",
    )
    known = held.limits(led)
    undated = number_text(known["undated"])
    without = number_text(known["without_address"]) if known["without_address"] else "none"
    frame.note(f"Of {number_text(known['sources'])} sources, {undated} are undated and {without} lack an address.")


lay_out(head, checks, enter, ages, coverage)
