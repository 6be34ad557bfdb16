"""Charts of safety in the camps: murders by month and by year, and deaths from all causes."""

from __future__ import annotations

import pandas as pd

from analysis import select
from analysis.words import Telling, capital, join_words
from analysis.words.grammar import keeping
from charts.catalog import chart
from charts.common import (
    headline_rows,
    series_points,
    span_told,
    told,
)
from charts.markers import event_markers
from charts.spec import ChartSpec, empty_points, points
from charts.views.camps.population import camp_most_told
from loaders import Ledger
from loaders.frames import as_records, row_of_max

KILLED = ("camp_killings", "camp_killed_persons")


@chart("camps.killings")
def killings(ledger: Ledger) -> ChartSpec:
    """Murders by month in the camp that most counts are of, where a month was counted."""
    camp, name = camp_most_told(ledger, *KILLED)
    rows = select(ledger, "camp_killings", place=camp)
    month = (rows["period_start"].dt.day == 1) & (rows["period_end"] == rows["period_start"] + pd.offsets.MonthEnd(0))
    data = series_points(ledger, rows.loc[month], "indicator", {"camp_killings": "Murders"})
    data = data.assign(x=data["period_start"])
    lead = headline_rows(data)
    worst = row_of_max(lead, "value") if len(lead) else None
    title = (
        Telling(f"Murders in {name} peaked at {worst['text']} in {worst['period_end']:%B %Y}", told(worst))
        if worst is not None
        else f"No source counts murders in {name} by month"
    )
    return ChartSpec(
        name="camps.killings",
        title=title,
        subtitle="Murders recorded in a month, incidents; months without a count are left blank",
        mark="column",
        data=data,
        unit="incidents",
        colours={"Murders": "rose"},
        markers=event_markers(ledger, data),
    )


@chart("camps.killed_counts")
def killed_counts(ledger: Ledger) -> ChartSpec:
    """How many were killed in a year in the camp that most counts are of: every count side by side."""
    camp, name = camp_most_told(ledger, *KILLED)
    rows = select(ledger, KILLED, place=camp, origin="all")
    rows = rows[(rows["period_start"].dt.month == 1) & (rows["period_start"].dt.day == 1)]
    rows = rows[rows["period_start"].dt.year == rows["period_end"].dt.year]
    rows = rows[(rows["period_end"] - rows["period_start"]).dt.days >= 300]
    rows = rows.sort_values(["period_end", "value"], ascending=[False, False], kind="stable")
    what = {"camp_killings": "murders", "camp_killed_persons": "people killed"}
    label = [
        f"{r['period_end']:%Y}: {r['stated_by'] or r['publisher']}"
        + (f" (to {r['period_end']:%b})" if r["period_end"].month < 12 else "")
        for r in as_records(rows)
    ]
    labels = pd.Series(label, index=rows.index)
    again = labels.groupby([labels, rows["indicator"].astype(str)]).cumcount()
    labels = labels.where(again == 0, labels + " (another statement)")
    data = points(rows, series=rows["indicator"].astype(str).map(what), x=labels) if len(rows) else empty_points()
    title = f"No source counts those killed in {name} in a year"
    if len(data):
        # The year that most sources counted.
        year = data["period_end"].dt.year.value_counts().sort_index(ascending=False).idxmax()
        own = data[data["period_end"].dt.year == year]
        # Murders and people killed are counted by different rules: no range reaches from one to the other.
        spans = [(span_told(rows), str(counted)) for counted, rows in own.groupby("series", observed=True, sort=True)]
        both = join_words([f"{span} {what}" for span, what in spans])
        title = keeping(f"In {year} sources counted {both} in {name}", *(span for span, _ in spans))
    return ChartSpec(
        name="camps.killed_counts",
        title=title,
        subtitle="Murders (incidents) and people killed in a year or most of it, as each source counts them",
        mark="bar",
        data=data,
        unit="incidents",
        x_kind="category",
        colours={"murders": "rose", "people killed": "purple"},
        caveats=("The counts differ in what they include and in the months that they cover; they are never added.",),
    )


@chart("camps.deaths")
def deaths(ledger: Ledger) -> ChartSpec:
    """Deaths from all causes, and of children, in the camp that most counts are of."""
    names = {"camp_deaths_total": "all ages", "camp_deaths_children": "children"}
    camp, name = camp_most_told(ledger, *names)
    rows = select(ledger, tuple(names), place=camp, group=None)
    rows = rows[rows["period_start"].dt.year == rows["period_end"].dt.year]
    years = (
        rows["period_end"]
        .dt.strftime("%Y")
        .where(rows["period_end"].dt.month == 12, rows["period_end"].dt.strftime("%Y to %b"))
    )
    data = series_points(ledger, rows.assign(_year=years), "indicator", names)
    data = data.assign(x=[f"{d:%Y}" if d.month == 12 else f"{d:%Y} to {d:%b}" for d in data["period_end"]])
    lead = headline_rows(data)
    totals = lead[lead["indicator"] == "camp_deaths_total"]
    title = f"No source counts deaths in {name}"
    if len(totals):
        worst = row_of_max(totals, "value")
        same = (lead["indicator"] == "camp_deaths_children") & (lead["x"] == worst["x"])
        died, young = told(worst), lead.loc[same]
        also = Telling(f"; {told(young.iloc[0]).said} were children", told(young.iloc[0])) if len(young) else ""
        title = Telling(f"{capital(died.said)} people died in {name} in {worst['x']}{also}", died, also)
    elif len(lead):
        worst = row_of_max(lead, "value")
        title = Telling(f"{capital(told(worst).said)} children died in {name} in {worst['x']}", told(worst))
    return ChartSpec(
        name="camps.deaths",
        title=title,
        subtitle="Deaths from all causes in a year, people; years without a count are not zero",
        mark="column",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"all ages": "ink", "children": "orange"},
    )
