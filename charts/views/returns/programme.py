"""Charts of what is told of the way home of Iraqis: targets, pace, convoys, shares, meetings, and events."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import by_period, figure_of, headline, join_words, select
from analysis.listed import camps
from analysis.select import oldest_first
from analysis.words import Telling, Told, capital, date_text, had_by, share_said, span_text, unit_text
from charts.catalog import chart
from charts.common import (
    event_points,
    event_sentence,
    headline_rows,
    place_hues,
    short_names,
    told,
)
from charts.spec import ChartSpec, added, empty_points, points
from charts.views.returns.iraqis import (
    COUNTS,
    added_batches,
    camp_name,
    centre,
    centre_name,
    count_option,
    dated,
    iraqis_in,
    left_camp,
    numbered_beyond,
    unit_of,
)
from loaders import Ledger
from loaders.frames import as_records, row_of_max, row_of_min


@chart("returns.targets", count_option)
def targets(ledger: Ledger, count: str = "total") -> ChartSpec:
    """Announced targets for the return of Iraqis, at the date of the announcement."""
    rows = select(ledger, "return_target", origin="irq", group=count)
    # Each announcement is a target of its own: a later or rounder one is no rival of it.
    marked = rows.assign(role="headline").sort_values(["period_end", "line"], kind="stable")
    label = [f"{date_text(r['period_end'], str(r['date_precision']))}: {_who(r)}" for r in as_records(marked)]
    data = (
        points(marked, series="Target", x=pd.Series(label, index=marked.index, dtype=object))
        if len(marked)
        else empty_points()
    )
    low, high = (row_of_min(data, "value"), row_of_max(data, "value")) if len(data) else (None, None)
    title = "No source announces a target for the return of Iraqis"
    if low is not None and high is not None:
        ends = [told(row) for row in ((low,) if low["value"] == high["value"] else (low, high))]
        years = span_text(data["period_end"].min(), data["period_end"].max())
        spread = " to ".join(one.said for one in ends)
        title = Telling(f"Plans of {years} were for {spread} {iraqis_in(count)} to return", *ends)
    return ChartSpec(
        name="returns.targets",
        title=title,
        subtitle=f"{COUNTS[count].capitalize()} that a plan or agreement said would return to Iraq, by date",
        mark="bar",
        data=data,
        unit=unit_of(count),
        x_kind="category",
        colours={"Target": "irq"},
        caveats=("The targets name different people and terms; the data have the note to each.",),
    )


def _who(row: Mapping[str, object]) -> str:
    return str(row["stated_by"]) or f"press, {row['publisher']}"


@chart("returns.pace")
def pace(ledger: Ledger) -> ChartSpec:
    """Households who left the camp for Iraq by year, against the announced pace."""
    camp = camp_name(ledger)
    rows = added_batches(ledger, "households")
    years = by_period(ledger, rows)
    data = (
        added(
            years,
            rows,
            series=f"Left {camp}",
            x=years["period_end"].dt.strftime("%Y"),
            note="Sum of {n} batches",
        )
        if len(years)
        else empty_points()
    )
    best = row_of_max(data, "value") if len(data) else None
    plans = []
    for indicator in ("return_pace_target", "return_pace_trips"):
        stated = headline(ledger, select(ledger, indicator, group=None))
        plans += [
            f"{figure_of(row).text} {unit_text(str(row['unit']))} ({dated(pd.Series(row))}, {row['attribution']})"
            for row in as_records(stated[stated["role"] == "headline"])
        ]
    title = f"No source counts the households who left {camp} for Iraq"
    if best is not None:
        most = ", the most counted in any year" if len(data) > 2 else ""
        left = f"{capital(told(best).said)} households left {camp} for Iraq in {best['x']}{most}"
        title = Telling(left, told(best))
    return ChartSpec(
        name="returns.pace",
        title=title,
        subtitle=f"Households who left {camp} for Iraq in a year, sum of the reported batches",
        mark="column",
        data=data,
        unit="households",
        x_kind="category",
        colours={f"Left {camp}": "irq"},
        caveats=(f"Announced: {join_words(plans)}.",) if plans else (),
    )


@chart("returns.convoys")
def convoys(ledger: Ledger) -> ChartSpec:
    """Running count of the Iraqi convoys as the sources number them."""
    camp = camp_name(ledger)
    rows = headline(ledger, select(ledger, "iraqi_return_convoys", place=left_camp(ledger)))
    rows = oldest_first(rows)
    data = points(rows, series="Convoys") if len(rows) else empty_points()
    lead = headline_rows(data)
    title = f"No source counts the convoys from {camp} to Iraq"
    if len(lead):
        title = had_by("convoys", f"left {camp} for Iraq", told(lead.iloc[-1]))
    beyond = numbered_beyond(ledger, float(lead["value"].iloc[-1])) if len(lead) else ""
    return ChartSpec(
        name="returns.convoys",
        title=title,
        subtitle="Organised convoys since the programme began, number as told by the source",
        mark="step",
        data=data,
        unit="convoys",
        colours={"Convoys": "irq"},
        caveats=(f"Sources number the same convoy differently, by one or two{beyond and f': {beyond}'}.",),
    )


@chart("returns.shares")
def shares(ledger: Ledger) -> ChartSpec:
    """Percentages stated about the Iraqis: who wishes to return, who is back, who is home."""
    camp = camp_name(ledger)
    middle = centre_name(ledger)
    wanted = (
        "iraqi_return_intention_percent",
        "iraqi_returns_onward_percent",
        "iraqi_returned_share_percent",
        "returnee_men_share_percent",
    )
    rows = headline(ledger, select(ledger, wanted, group=None))
    rows = rows.assign(at=rows["indicator"].astype(str).map({name: i for i, name in enumerate(wanted)}))
    rows = rows.sort_values(["at", "period_end"], kind="stable")
    label = [f"{r['short_title']}, {dated(pd.Series(r))}" for r in as_records(rows)]
    data = (
        points(rows, series="Percent", x=pd.Series(label, index=rows.index, dtype=object))
        if len(rows)
        else empty_points()
    )
    back = headline_rows(data)
    back = back[back["indicator"] == "iraqi_returned_share_percent"]
    growth = headline(ledger, select(ledger, "iraqi_returns_growth_percent"))
    title = "No source states a share of the Iraqis who returned"
    if len(back):
        last = back.iloc[-1]
        who = str(last["stated_by"]) or str(last["publisher"])
        share = capital(share_said(float(last["value"])))
        title = Telling(f"{share} of {camp}'s Iraqis had returned {told(last).by}, says {who}", told(last))
    elif len(data):
        last = data.iloc[-1]
        title = Telling(f"{last['title']}: {told(last).said} ({told(last).dated})", told(last))
    return ChartSpec(
        name="returns.shares",
        title=title,
        subtitle=f"Percent, each as stated by one source; the bases differ, and home means having left {middle}",
        mark="bar",
        data=data,
        unit="percent",
        x_kind="category",
        colours={"Percent": "irq"},
        caveats=tuple(
            f"{r['stated_by'] or r['publisher']} also states a rise of {figure_of(r).text} in returns, "
            f"{date_text(r['period_start'])} to {date_text(r['period_end'])}."
            for r in as_records(growth)
        ),
    )


@chart("returns.leaders")
def leaders(ledger: Ledger) -> ChartSpec:
    """Community leaders whom the United Nations brought together to prepare returns, by governorate."""
    rows = headline(ledger, select(ledger, "community_leaders_engaged", group=None))
    rows = rows[rows["role"] == "headline"].sort_values("period_end", kind="stable")
    names = short_names(ledger)
    label = [f"{names.get(str(r['place']), str(r['place']))}, {dated(pd.Series(r))}" for r in as_records(rows)]
    data = (
        points(rows, series="Leaders", x=pd.Series(label, index=rows.index, dtype=object))
        if len(rows)
        else empty_points()
    )
    top = row_of_max(data, "value") if len(data) else None
    return ChartSpec(
        name="returns.leaders",
        title=_leaders_met(told(top), names.get(str(top["place"]), ""))
        if top is not None
        else "No source counts the leaders who met on returns",
        subtitle="Community leaders and officials at agreements and meetings on return, people",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Leaders": "irq"},
        caveats=("The meetings are not added: the same people may attend several.",),
    )


def _leaders_met(now: Told, where: str) -> str:
    return Telling(f"{capital(now.said)} leaders and officials met on returns in {where} ({now.dated})", now)


@chart("returns.timeline")
def timeline(ledger: Ledger) -> ChartSpec:
    """Events of the returns by place."""
    rows = ledger.events[ledger.events["category"] == "returns"]
    names = short_names(ledger)
    data = event_points(rows.assign(lane=rows["place"].astype(str).map(names)), by="lane")
    hues = place_hues(ledger)
    lanes = {camp: hues.get(camp, camp) for camp in camps(ledger)}
    lanes |= {centre(ledger): "irq", "iraq": "orange", "ne-syria": "syr"}
    last = row_of_max(data, "period_start") if len(data) else None
    title = event_sentence(last.rename({"period_start": "date"})) if last is not None else "No event is known"
    return ChartSpec(
        name="returns.timeline",
        title=title,
        subtitle="Agreements, convoys, halts and visits by place",
        mark="timeline",
        data=data,
        unit="",
        colours={names.get(place, place): hue for place, hue in lanes.items()},
    )
