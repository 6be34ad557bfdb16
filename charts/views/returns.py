"""Charts of the Iraqis' way home: convoys from al-Hol one by one, against targets, through Jeddah-1 and on."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from analysis import Figure, add, by_period, figure_of, headline, join_words, select
from analysis.running import rising
from analysis.words import date_text, number_text, unit_text
from charts.catalog import chart
from charts.common import event_points, headline_rows, series_points, short_names, trend, when
from charts.lists import NOT_ADDED
from charts.spec import ChartSpec, added, empty_points, points
from loaders import Ledger

COUNTS = {"total": "people", "households": "households"}
BATCH = "iraqi-batch-"
_CAMPS = ("al-hol", "roj")


def _count_option(_ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"count": tuple(COUNTS)}


def unit_of(count: str) -> str:
    """The unit behind a choice of `count`: people and households are never mixed."""
    return "households" if count == "households" else "persons"


def batch_label(event: str) -> str:
    """`iraqi-batch-20-a` reads `20a`."""
    number, _, part = event.removeprefix(BATCH).partition("-")
    return f"{int(number)}{part}"


def batches(ledger: Ledger, count: str) -> pd.DataFrame:
    """Statements on the numbered Iraqi batches from al-Hol with their `role` and `label`, in the order of batches."""
    rows = select(ledger, "iraqi_returns", place="al-hol", group=count)
    rows = rows.loc[rows["event"].astype(str).str.startswith(BATCH)]
    marked = headline(ledger, rows)
    marked = marked.assign(label=[batch_label(event) for event in marked["event"].astype(str)])
    order = marked.assign(event=marked["event"].astype(str)).sort_values(["event", "period_end"], kind="stable")
    return marked.loc[order.index]


def added_batches(ledger: Ledger, count: str) -> pd.DataFrame:
    """The batches that go into sums: one headline statement each, without those in NOT_ADDED, oldest first."""
    rows = batches(ledger, count)
    keep = (rows["role"] == "headline") & ~rows["event"].astype(str).isin(NOT_ADDED)
    return rows.loc[keep].sort_values("period_end", kind="stable")


def gaps(ledger: Ledger) -> tuple[str, ...]:
    """What the list of batches lacks, as sentences: numbers not found, numbers told twice, what is not added."""
    each = {count: batches(ledger, count) for count in COUNTS}
    labels = {count: list(dict.fromkeys(rows["label"])) for count, rows in each.items()}
    known = [label for found in labels.values() for label in found]
    if not known:
        return ()
    numbers = {int(re.sub(r"\D", "", label)) for label in known}
    lost = [str(n) for n in range(1, max(numbers) + 1) if n not in numbers]
    twice = sorted({int(label[:-1]) for label in known if label.endswith("b")})
    said = []
    if lost:
        said.append(f"Batches {join_words(lost)} were not found" if len(lost) > 1 else f"Batch {lost[0]} was not found")
    said += [f"number {n} names two movements" for n in twice]
    sentences = ["; ".join(said) + "."] if said else []
    for count, words in COUNTS.items():
        short = [label for label in dict.fromkeys(known) if label not in labels[count]]
        if short:
            sentences.append(f"No count in {words} was found for {join_words(short)}.")
    for event in NOT_ADDED:
        rows = each["total"].loc[each["total"]["event"].astype(str) == event]
        if len(rows):
            sentences.append(f"{batch_label(event)} stays out of every sum: {rows.iloc[0]['note']}.")
    return (" ".join(sentences),)


@chart("returns.batches", _count_option)
def by_batch(ledger: Ledger, count: str = "total") -> ChartSpec:
    """Iraqi batches from al-Hol, one column each, with the rival counts as light marks."""
    rows = batches(ledger, count)
    data = points(rows, series="Left al-Hol for Iraq", x=rows["label"]) if len(rows) else empty_points()
    lead = headline_rows(data)
    top = lead.loc[lead["value"].idxmax()] if len(lead) else None
    title = (
        f"{len(lead)} batches of Iraqis are counted in {COUNTS[count]}; the largest is batch {top['x']} "
        f"with {top['text']}, {when(top)}"
        if top is not None
        else "Iraqi batches from al-Hol"
    )
    return ChartSpec(
        name="returns.batches",
        title=title,
        subtitle=f"{COUNTS[count].capitalize()} who left al-Hol for Iraq, by number of the batch"
        + (f", {date_text(lead['period_end'].min())} to {date_text(lead['period_end'].max())}" if len(lead) else ""),
        mark="column",
        data=data,
        unit=unit_of(count),
        x_kind="category",
        colours={"Left al-Hol for Iraq": "irq"},
        caveats=gaps(ledger),
        height=360,
    )


def _running(rows: pd.DataFrame) -> pd.DataFrame:
    """Sums of the first one, two, three ... rows, one for each date, as `charts.spec.added` takes them."""
    out = []
    records = rows.to_dict("records")
    for at, end in enumerate(rows["period_end"]):
        if at + 1 < len(rows) and rows["period_end"].iloc[at + 1] == end:
            continue
        figure = add(figure_of(record) for record in records[: at + 1])
        out.append(
            _group(
                figure, rows["period_start"].min(), end, tuple(rows.index[: at + 1]), "stated" if not at else "events"
            )
        )
    return pd.DataFrame(out)


def _group(
    figure: Figure, start: pd.Timestamp, end: pd.Timestamp, rows: tuple[int, ...], basis: str
) -> dict[str, object]:
    return {
        "period_start": start, "period_end": end, "value": figure.value, "low": figure.low, "high": figure.high,
        "qualifier": figure.qualifier, "unit": figure.unit, "basis": basis, "parts": len(rows), "rows": rows,
    }  # fmt: skip


@chart("returns.cumulative", _count_option)
def cumulative(ledger: Ledger, count: str = "total") -> ChartSpec:
    """Iraqis home from al-Hol: the reported batches added up, against the totals that officials state."""
    parts = added_batches(ledger, count)
    sums = _running(parts) if len(parts) else pd.DataFrame()
    frames = []
    if len(sums):
        frames.append(
            added(sums, parts, series="Batches added", x=sums["period_end"], note="Sum of {n} reported batches")
        )
    told = select(ledger, "iraqi_returns_cumulative", place=("al-hol", "ne-syria"), group=count)
    if len(told):
        marked = rising(ledger, told).sort_values(["period_end", "file", "line"], kind="stable")
        frames.append(points(marked, series="Totals as stated"))
    data = pd.concat(frames, ignore_index=True) if frames else empty_points()
    mine, stated = headline_rows(data, "Batches added"), headline_rows(data, "Totals as stated")
    words = COUNTS[count]
    said = []
    if len(mine):
        said.append(f"reported batches add up to {mine.iloc[-1]['text']} {words} by {_by(mine.iloc[-1])}")
    if len(stated):
        said.append(f"officials state {stated.iloc[-1]['text']} {when(stated.iloc[-1])}")
    everything = data.loc[data["series"] == "Totals as stated"]
    if len(everything) and len(stated) and everything["value"].max() > stated["value"].max():
        top = everything.loc[everything["value"].idxmax()]
        said.append(f"{top['quotes'] or top['publisher']} said {top['text']} {when(top)}")
    title = "; ".join(said)
    return ChartSpec(
        name="returns.cumulative",
        title=title[:1].upper() + title[1:] if title else "Iraqis returned from al-Hol",
        subtitle=f"{words.capitalize()} returned to Iraq since the programme began: batches with a count added up, and "
        "totals as stated",
        mark="step",
        data=data,
        unit=unit_of(count),
        colours={"Batches added": "irq", "Totals as stated": "ink"},
        caveats=(
            (
                "The sum leaves out batches without a count, so it runs low. Stated totals contradict each other: "
                "those that would make the line fall, and those kept out of headlines, are light marks."
            ),
        ),
        height=400,
    )


def _by(row: pd.Series) -> str:
    return date_text(row["period_end"], str(row["date_precision"]))


@chart("returns.targets", _count_option)
def targets(ledger: Ledger, count: str = "total") -> ChartSpec:
    """Announced targets for the return of Iraqis, at the date of the announcement."""
    rows = select(ledger, "return_target", origin="irq", group=count)
    # Each announcement is a target of its own: a later or rounder one is no rival of it.
    marked = rows.assign(role="headline").sort_values(["period_end", "line"], kind="stable")
    label = [f"{date_text(r['period_end'], str(r['date_precision']))}: {_who(r)}" for r in marked.to_dict("records")]
    data = (
        points(marked, series="Target", x=pd.Series(label, index=marked.index, dtype=object))
        if len(marked)
        else empty_points()
    )
    came = headline_rows(cumulative(ledger, count).data, "Totals as stated")
    low, high = (data.loc[data["value"].idxmin()], data.loc[data["value"].idxmax()]) if len(data) else (None, None)
    title = "Announced targets"
    if low is not None and high is not None:
        first = date_text(data["period_end"].min(), "year")
        title = f"Targets announced since {first} run from {low['text']} to {high['text']} {COUNTS[count]}"
        if low["value"] == high["value"]:
            title = f"The targets announced are {high['text']} {COUNTS[count]}"
        if len(came):
            title += f"; the newest stated total is {came.iloc[-1]['text']}"
    return ChartSpec(
        name="returns.targets",
        title=title,
        subtitle=f"{COUNTS[count].capitalize()} that a plan or agreement said would return to Iraq, by date",
        mark="bar",
        data=data,
        unit=unit_of(count),
        x_kind="category",
        colours={"Target": "irq"},
        caveats=tuple(f"{_by(pd.Series(r))}: {r['note']}" for r in marked.to_dict("records") if str(r["note"]))[:0]
        or ("The targets name different people and terms; the data have the note to each.",),
    )


def _who(row: Mapping[str, object]) -> str:
    name = str(row["quotes"]) or str(row["publisher"])
    return name if len(name) <= 34 else name[:33].rstrip() + "…"


@chart("returns.by_year", _count_option)
def by_year(ledger: Ledger, count: str = "total") -> ChartSpec:
    """Iraqis and Syrians who left the camps for home in a year: the reported journeys added up."""
    frames = []
    for indicator, name in (("iraqi_returns", "Iraqis to Iraq"), ("syrian_returns", "Syrians to home areas")):
        rows = select(ledger, indicator, group=count, scope="event")
        rows = rows.loc[~rows["event"].astype(str).isin(NOT_ADDED)]
        years = by_period(ledger, rows)
        if len(years):
            labels = years["period_end"].dt.strftime("%Y")
            frames.append(added(years, rows, series=name, x=labels, note="Sum of {n} reported journeys"))
    data = pd.concat(frames, ignore_index=True) if frames else empty_points()
    data = data.sort_values(["x", "series"], kind="stable").reset_index(drop=True)
    iraqis = data.loc[data["series"] == "Iraqis to Iraq"]
    best = iraqis.loc[iraqis["value"].idxmax()] if len(iraqis) else None
    title = "Returns by year"
    if best is not None:
        syrians = data.loc[(data["series"] != "Iraqis to Iraq") & (data["x"] == best["x"])]
        title = f"Most Iraqis return in {best['x']}: {best['text']} {COUNTS[count]} in the reported journeys"
        title += f", against {syrians.iloc[0]['text']} Syrians" if len(syrians) and count == "total" else ""
    return ChartSpec(
        name="returns.by_year",
        title=title,
        subtitle=f"{COUNTS[count].capitalize()} who left the camps in groups, sum of the year's reported journeys",
        mark="column",
        data=data,
        unit=unit_of(count),
        x_kind="category",
        colours={"Iraqis to Iraq": "irq", "Syrians to home areas": "syr"},
        caveats=(
            (
                f"Journeys without a count in {COUNTS[count]} are missing, so the sums run low. A journey dated only "
                "to a span of months counts in the year in which the span ends."
            ),
        ),
    )


@chart("returns.jeddah_population", _count_option)
def jeddah_population(ledger: Ledger, count: str = "total") -> ChartSpec:
    """Iraqis in the Jeddah-1 centre over time."""
    rows = select(ledger, "camp_population", place="jeddah-1", origin="irq", group=count)
    name = short_names(ledger).get("jeddah-1", "jeddah-1")
    data = series_points(ledger, rows, "place", {"jeddah-1": name})
    return ChartSpec(
        name="returns.jeddah_population",
        title=trend(name, headline_rows(data), COUNTS[count]),
        subtitle=f"Iraqi {COUNTS[count]} in the centre, where returnees stay before they go home",
        mark="line",
        data=data,
        unit=unit_of(count),
        colours={name: "irq"},
    )


@chart("returns.jeddah_flow", _count_option)
def jeddah_flow(ledger: Ledger, count: str = "total") -> ChartSpec:
    """Jeddah-1 in and out: running totals of those who came from al-Hol, finished rehabilitation and went home."""
    names = {
        "iraqi_returns_cumulative": ("al-hol", "Came from al-Hol"),
        "rehabilitation_completed": ("jeddah-1", "Rehabilitated"),
        "iraqi_returns_onward": ("jeddah-1", "Went home"),
    }
    frames = []
    for indicator, (place, name) in names.items():
        rows = select(ledger, indicator, place=place, group=count)
        if len(rows):
            marked = rising(ledger, rows).sort_values(["period_end", "file", "line"], kind="stable")
            frames.append(points(marked, series=name))
    data = pd.concat(frames, ignore_index=True) if frames else empty_points()
    came, home = headline_rows(data, "Came from al-Hol"), headline_rows(data, "Went home")
    title = "Jeddah-1 in and out"
    if len(came) and len(home):
        title = (
            f"{home.iloc[-1]['text']} {COUNTS[count]} have gone home from Jeddah-1 by {_by(home.iloc[-1])}, "
            f"of {came.iloc[-1]['text']} said to have come by {_by(came.iloc[-1])}"
        )
        title = title[:1].upper() + title[1:]
    return ChartSpec(
        name="returns.jeddah_flow",
        title=title,
        subtitle=f"Running totals since the programme began, as officials state them, {COUNTS[count]}",
        mark="step",
        data=data,
        unit=unit_of(count),
        colours={"Came from al-Hol": "irq", "Rehabilitated": "purple", "Went home": "blue"},
        caveats=("Light marks contradict the run of the other statements or are kept out of headlines.",),
    )


@chart("returns.pace")
def pace(ledger: Ledger) -> ChartSpec:
    """Households who left al-Hol for Iraq by year, against the announced pace."""
    rows = added_batches(ledger, "households")
    years = by_period(ledger, rows)
    data = (
        added(years, rows, series="Left al-Hol", x=years["period_end"].dt.strftime("%Y"), note="Sum of {n} batches")
        if len(years)
        else empty_points()
    )
    best = data.loc[data["value"].idxmax()] if len(data) else None
    title = (
        f"{best['text']} households leave in {best['x']}, about {number_text(round(best['value'] / 12))} a month"
        if best is not None
        else "Pace of returns"
    )
    plans = []
    for indicator in ("return_pace_target", "return_pace_trips"):
        told = headline(ledger, select(ledger, indicator, group=None))
        plans += [
            f"{figure_of(row).text} {unit_text(str(row['unit']))} ({_by(pd.Series(row))}, {row['publisher']})"
            for row in told.loc[told["role"] == "headline"].to_dict("records")
        ]
    goal = headline(ledger, select(ledger, "return_pace_target", group=None))
    goal = goal.loc[goal["role"] == "headline"]
    if best is not None and len(goal):
        title += f"; the pace announced is {figure_of(goal.iloc[-1].to_dict()).text} a month"
    return ChartSpec(
        name="returns.pace",
        title=title[:1].upper() + title[1:],
        subtitle="Households who left al-Hol for Iraq in a year, sum of the reported batches",
        mark="column",
        data=data,
        unit="households",
        x_kind="category",
        colours={"Left al-Hol": "irq"},
        caveats=(f"Announced: {join_words(plans)}.",) if plans else (),
    )


@chart("returns.convoys")
def convoys(ledger: Ledger) -> ChartSpec:
    """Running count of the Iraqi convoys as the sources number them."""
    rows = rising(ledger, select(ledger, "iraqi_return_convoys", place="al-hol"))
    rows = rows.sort_values(["period_end", "file", "line"], kind="stable")
    data = points(rows, series="Convoys") if len(rows) else empty_points()
    lead = headline_rows(data)
    year = headline_rows(series_points(ledger, select(ledger, "iraqi_return_convoys_year"), "place"))
    title = (
        f"{lead.iloc[-1]['text']} convoys have left al-Hol for Iraq by {_by(lead.iloc[-1])}" if len(lead) else "Convoys"
    )
    if len(year):
        last = year.iloc[-1]
        title += f"; {last['text']} of them between {date_text(last['period_start'])} and {_by(last)}"
    return ChartSpec(
        name="returns.convoys",
        title=title,
        subtitle="Organised convoys since the programme began, number as told by the source",
        mark="step",
        data=data,
        unit="convoys",
        colours={"Convoys": "irq"},
        caveats=("Sources number the same convoy differently, by one or two.",),
    )


@chart("returns.shares")
def shares(ledger: Ledger) -> ChartSpec:
    """Percentages stated about the Iraqis: who wishes to return, who is back, who is home."""
    wanted = (
        "iraqi_return_intention_percent", "iraqi_returns_onward_percent", "iraqi_returned_share_percent",
        "returnee_men_share_percent",
    )  # fmt: skip
    rows = headline(ledger, select(ledger, wanted, group=None))
    rows = rows.assign(at=rows["indicator"].astype(str).map({name: i for i, name in enumerate(wanted)}))
    rows = rows.sort_values(["at", "period_end"], kind="stable")
    label = [f"{r['short_title']}, {_by(pd.Series(r))}" for r in rows.to_dict("records")]
    data = (
        points(rows, series="Percent", x=pd.Series(label, index=rows.index, dtype=object))
        if len(rows)
        else empty_points()
    )
    back = headline_rows(data)
    back = back.loc[back["indicator"].astype(str) == "iraqi_returned_share_percent"]
    growth = headline(ledger, select(ledger, "iraqi_returns_growth_percent"))
    title = "Percentages stated about the returns"
    if len(back):
        who = back.iloc[-1]["quotes"] or back.iloc[-1]["publisher"]
        title = f"{back.iloc[-1]['text']} of the Iraqis of al-Hol are back {when(back.iloc[-1])}, by {who}"
    return ChartSpec(
        name="returns.shares",
        title=title,
        subtitle="Percent, each as stated by one source; the bases differ, and home means having left Jeddah-1",
        mark="bar",
        data=data,
        unit="percent",
        x_kind="category",
        colours={"Percent": "irq"},
        caveats=tuple(
            f"{r['quotes'] or r['publisher']} also states a rise of {figure_of(r).text} in returns, "
            f"{date_text(r['period_start'])} to {date_text(r['period_end'])}."
            for r in growth.to_dict("records")
        ),
    )


@chart("returns.leaders")
def leaders(ledger: Ledger) -> ChartSpec:
    """Community leaders whom the United Nations brought together to prepare returns, by governorate."""
    rows = headline(ledger, select(ledger, "community_leaders_engaged", group=None))
    rows = rows.loc[rows["role"] == "headline"].sort_values("period_end", kind="stable")
    names = short_names(ledger)
    label = [f"{names.get(str(r['place']), str(r['place']))}, {_by(pd.Series(r))}" for r in rows.to_dict("records")]
    data = (
        points(rows, series="Leaders", x=pd.Series(label, index=rows.index, dtype=object))
        if len(rows)
        else empty_points()
    )
    top = data.loc[data["value"].idxmax()] if len(data) else None
    return ChartSpec(
        name="returns.leaders",
        title=f"{top['text'][:1].upper()}{top['text'][1:]} leaders and officials are brought together in the largest "
        f"of {len(data)} meetings"
        if top is not None
        else "Community leaders engaged",
        subtitle="Community leaders and officials at agreements and meetings on return, people",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Leaders": "irq"},
        caveats=("The meetings are not added: the same people may attend several.",),
    )


@chart("returns.timeline")
def timeline(ledger: Ledger) -> ChartSpec:
    """Events of the returns by place."""
    rows = ledger.events.loc[ledger.events["category"].astype(str) == "returns"]
    names = short_names(ledger)
    data = event_points(rows.assign(lane=rows["place"].astype(str).map(names)), by="lane")
    order = [names.get(p, p) for p in (*_CAMPS, "jeddah-1", "iraq", "ne-syria")]
    title = "Events of the returns"
    if len(data):
        last = data.iloc[-1]
        day = date_text(last["period_start"], str(last["date_precision"]))
        title = f"{len(data)} events mark the returns; the newest: {last['title']}, {day}"
    return ChartSpec(
        name="returns.timeline",
        title=title,
        subtitle="Agreements, convoys, halts and visits by place",
        mark="timeline",
        data=data,
        unit="",
        colours=dict(zip(order, ("al-hol", "roj", "irq", "orange", "syr"), strict=True)),
    )
