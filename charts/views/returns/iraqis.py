"""Charts of the Iraqis' way home: convoys from the camp one by one, against targets, through a centre and on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from analysis import Figure, by_period, countable, figure_of, headline, join_words, reported_sum, select
from analysis.select import oldest_first
from analysis.sites import first_camp, most_told, receivers, spoken, with_role
from analysis.words import Telling, capital, date_text, had_by
from charts import takeaway
from charts.catalog import chart
from charts.common import (
    camp_sentence,
    headline_rows,
    series_points,
    short_names,
    told,
    when,
)
from charts.spec import ChartSpec, added, empty_points, points
from charts.tiles import Tile, beside, tile
from loaders import Ledger
from loaders.frames import as_records, row_of_max, texts
from loaders.numbered import beginnings, reader

COUNTS = {"total": "people", "households": "households"}


def count_option(_ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    """People or households."""
    return {"count": tuple(COUNTS)}


@lru_cache(maxsize=16)
def left_camp(ledger: Ledger) -> str:
    """The camp that most returns of Iraqis are told of."""
    return most_told(ledger, "iraqi_returns") or first_camp(ledger)


@lru_cache(maxsize=16)
def centres(ledger: Ledger) -> tuple[str, ...]:
    """The centres that Iraqis pass through on their way home from the camp, the most documented first."""
    known = receivers(ledger, left_camp(ledger), "transit_centre") or with_role(ledger, "transit_centre")
    counts = ledger.observations["place"].astype(str).value_counts()
    return tuple(sorted(known, key=lambda place: -int(counts.get(place, 0))))


def centre(ledger: Ledger) -> str:
    """The centre that sentences tell of; empty where none is known."""
    return next(iter(centres(ledger)), "")


def camp_name(ledger: Ledger) -> str:
    """What the camp is called within a sentence."""
    return spoken(ledger, left_camp(ledger))


def centre_name(ledger: Ledger) -> str:
    """What the centre is called within a sentence."""
    return spoken(ledger, centre(ledger)) or "the centre"


def unit_of(count: str) -> str:
    """The unit behind a choice of `count`: people and households are never mixed."""
    return "households" if count == "households" else "persons"


def batches(ledger: Ledger, count: str) -> pd.DataFrame:
    """Statements on the numbered Iraqi batches with their `role`, `number` and `label`, in the order of batches."""
    rows = select(ledger, "iraqi_returns", place=left_camp(ledger), group=count)
    number_of = reader(beginnings(ledger.indicators, "iraqi_returns"))
    rows = rows.loc[[number_of(event) is not None for event in texts(rows["event"])]]
    marked = headline(ledger, rows)
    found = [number for event in texts(marked["event"]) if (number := number_of(event))]
    marked = marked.assign(number=[each.number for each in found], label=[each.label for each in found])
    return marked.iloc[sorted(range(len(found)), key=lambda at: (found[at], marked["period_end"].iloc[at]))]


def added_batches(ledger: Ledger, count: str) -> pd.DataFrame:
    """The batches that go into sums: one headline statement each, without what is not to be added, oldest first."""
    return countable(ledger, batches(ledger, count)).sort_values("period_end", kind="stable")


def gaps(ledger: Ledger) -> tuple[str, ...]:
    """What the list of batches lacks, as sentences: numbers not found, numbers told twice, what is not added."""
    each = {count: batches(ledger, count) for count in COUNTS}
    labels = {count: list(dict.fromkeys(rows["label"])) for count, rows in each.items()}
    known = [label for found in labels.values() for label in found]
    if not known:
        return ()
    numbers = {int(number) for rows in each.values() for number in rows["number"]}
    lost = [str(n) for n in range(1, max(numbers) + 1) if n not in numbers]
    twice = sorted({int(n) for rows in each.values() for n in rows.loc[rows["label"].str.endswith("b"), "number"]})
    said = []
    if lost:
        said.append(f"Batches {join_words(lost)} were not found" if len(lost) > 1 else f"Batch {lost[0]} was not found")
    said += [f"number {n} names two movements" for n in twice]
    sentences = ["; ".join(said) + "."] if said else []
    for count, words in COUNTS.items():
        short = [label for label in dict.fromkeys(known) if label not in labels[count]]
        if short:
            sentences.append(f"No count in {words} was found for {join_words(short)}.")
    for event, reason in ledger.not_added[["event", "reason"]].astype(str).itertuples(index=False, name=None):
        label = each["total"].loc[each["total"]["event"] == event, "label"]
        if len(label):
            sentences.append(f"{label.iloc[0]} stays out of every sum: {reason[:1].lower()}{reason[1:]}.")
    return (" ".join(sentences),)


def numbered_beyond(ledger: Ledger, counted: float) -> str:
    """How far reported journeys are numbered, where that is not the number of convoys that a body counts; else empty.

    `journeys are numbered to 33 (19 Feb 2026)`.
    """
    rows = batches(ledger, "total")
    if rows.empty:
        return ""
    last = rows.iloc[-1]
    return f"journeys are numbered to {last['number']} ({told(last).dated})" if last["number"] != counted else ""


@chart("returns.batches", count_option)
def by_batch(ledger: Ledger, count: str = "total") -> ChartSpec:
    """Iraqi batches from the camp, one column each, with the rival counts as light marks."""
    camp = camp_name(ledger)
    rows = batches(ledger, count)
    data = points(rows, series=f"Left {camp} for Iraq", x=rows["label"]) if len(rows) else empty_points()
    lead = headline_rows(data)
    top = row_of_max(lead, "value") if len(lead) else None
    title = f"No source counts a batch of Iraqis from {camp} in {COUNTS[count]}"
    if top is not None:
        largest = f"The largest convoy of Iraqis from {camp} took {told(top).said} {COUNTS[count]} home, {when(top)}"
        title = Telling(largest, told(top))
    return ChartSpec(
        name="returns.batches",
        title=title,
        subtitle=f"{COUNTS[count].capitalize()} who left {camp} for Iraq, by number of the batch"
        + (f", {date_text(lead['period_end'].min())} to {date_text(lead['period_end'].max())}" if len(lead) else ""),
        mark="column",
        data=data,
        unit=unit_of(count),
        x_kind="category",
        colours={f"Left {camp} for Iraq": "irq"},
        caveats=gaps(ledger),
        height=360,
    )


def _running(rows: pd.DataFrame) -> pd.DataFrame:
    """Sums of the first one, two, three ... rows, one for each date, as `charts.spec.added` takes them."""
    out = []
    records = as_records(rows)
    for at, end in enumerate(rows["period_end"]):
        if at + 1 < len(rows) and rows["period_end"].iloc[at + 1] == end:
            continue
        # Batches that no source counts are missing, so that any sum of them is at least the whole.
        parts = [figure_of(record) for record in records[: at + 1]]
        figure = reported_sum(parts) if at else parts[0]
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
        "period_start": start,
        "period_end": end,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "qualifier": figure.qualifier,
        "unit": figure.unit,
        "basis": basis,
        "parts": len(rows),
        "rows": rows,
    }


@chart("returns.cumulative", count_option)
def cumulative(ledger: Ledger, count: str = "total") -> ChartSpec:
    """Iraqis home from the camp: the reported batches added up, against the totals that officials state."""
    camp = camp_name(ledger)
    parts = added_batches(ledger, count)
    sums = _running(parts) if len(parts) else pd.DataFrame()
    frames = []
    if len(sums):
        frames.append(
            added(sums, parts, series="Batches added", x=sums["period_end"], note="Sum of {n} reported batches")
        )
    stated_rows = select(ledger, "iraqi_returns_cumulative", place=(left_camp(ledger), "ne-syria"), group=count)
    if len(stated_rows):
        marked = oldest_first(headline(ledger, stated_rows))
        frames.append(points(marked, series="Stated totals"))
    data = pd.concat(frames, ignore_index=True) if frames else empty_points()
    mine, stated = headline_rows(data, "Batches added"), headline_rows(data, "Stated totals")
    words = COUNTS[count]
    title = f"No source gives the {words} who returned to Iraq from {camp}"
    if len(stated):
        title = had_by(iraqis_in(count), f"returned from {camp}", told(stated.iloc[-1]))
        if len(mine):
            convoys = told(mine.iloc[-1])
            title = Telling(f"{title}; {convoys.said} in reported convoys", title, convoys)
    elif len(mine):
        title = had_by(iraqis_in(count), f"left {camp} in reported convoys", told(mine.iloc[-1]))
    return ChartSpec(
        name="returns.cumulative",
        title=title,
        subtitle=f"{words.capitalize()} returned to Iraq since the programme began: batches with a count added up, and "
        "totals as stated",
        mark="step",
        data=data,
        unit=unit_of(count),
        colours={"Batches added": "irq", "Stated totals": "ink"},
        caveats=(
            (
                "The sum leaves out batches without a count, so it runs low. Stated totals contradict each other: "
                "those that would make the line fall, and those kept out of headlines, are light marks."
            ),
        ),
        height=400,
    )


def iraqis_in(count: str) -> str:
    """Those who are counted, in people or households."""
    return "Iraqi households" if count == "households" else "Iraqis"


def dated(row: pd.Series) -> str:
    """The date of a statement, as exact as its source gives it."""
    return date_text(row["period_end"], str(row["date_precision"]))


@chart("returns.by_year", count_option)
def by_year(ledger: Ledger, count: str = "total") -> ChartSpec:
    """Iraqis and Syrians who left the camps for home in a year: the reported journeys added up."""
    frames = []
    for indicator, name in (("iraqi_returns", "Iraqis to Iraq"), ("syrian_returns", "Syrians to home areas")):
        rows = select(ledger, indicator, group=count, scope="event")
        years = by_period(ledger, rows)
        if len(years):
            labels = years["period_end"].dt.strftime("%Y")
            frames.append(added(years, rows, series=name, x=labels, note="Sum of {n} reported journeys"))
    data = pd.concat(frames, ignore_index=True) if frames else empty_points()
    data = data.sort_values(["x", "series"], kind="stable").reset_index(drop=True)
    iraqis = data[data["series"] == "Iraqis to Iraq"]
    best = row_of_max(iraqis, "value") if len(iraqis) else None
    title = f"No source counts journeys home in {COUNTS[count]}"
    if best is not None:
        # The bounds of the sums are told once for both.
        others = data[data["series"] != "Iraqis to Iraq"]
        syrians = others[others["x"] == best["x"]]
        both = [told(best), *map(told, as_records(syrians.head(1)))][: 2 if count == "total" else 1]
        who = [
            f"{both[0].said} {iraqis_in(count)}",
            *(f"{one.after(both[0].figure.qualifier)} Syrians" for one in both[1:]),
        ]
        peak = ""
        if len(set(iraqis["x"])) > 2:
            shared = len(both) < 2 or both[1].figure.value >= float(others["value"].max())
            peak = ", the peak year" if shared else ", the Iraqis' peak"
        journeys = f"went home in reported journeys in {best['x']}{peak}"
        title = Telling(f"{capital(join_words(who))} {journeys}", *both)
    elif len(data):
        best = row_of_max(data, "value")
        syrian = "Syrian households" if count == "households" else "Syrians"
        journeys = f"{syrian} went home in reported journeys in {best['x']}"
        title = Telling(f"{capital(told(best).said)} {journeys}", told(best))
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


@chart("returns.jeddah_population", count_option)
def jeddah_population(ledger: Ledger, count: str = "total") -> ChartSpec:
    """Iraqis in the transit centre over time."""
    rows = select(ledger, "camp_population", place=centres(ledger), origin="irq", group=count)
    names = short_names(ledger)
    name = names.get(centre(ledger), "the centre")
    data = series_points(ledger, rows, "place", names)
    return ChartSpec(
        name="returns.jeddah_population",
        title=camp_sentence(ledger, name, headline_rows(data, name), COUNTS[count]),
        subtitle=f"Iraqi {COUNTS[count]} in the centre, where returnees stay before they go home",
        mark="line",
        data=data,
        unit=unit_of(count),
        colours={name: "irq"},
    )


@chart("returns.jeddah_flow", count_option)
def jeddah_flow(ledger: Ledger, count: str = "total") -> ChartSpec:
    """The transit centre in and out: running totals of who came from the camp, was rehabilitated and went home."""
    camp = camp_name(ledger)
    middle = centre_name(ledger)
    arrived = f"Came from {camp}"
    names = [("iraqi_returns_cumulative", left_camp(ledger), arrived)]
    for place in centres(ledger):
        # The centre that the title tells of needs no name beside its lines.
        of = f", {spoken(ledger, place)}" if place != centre(ledger) else ""
        names += [("rehabilitation_completed", place, f"Rehabilitated{of}")]
        names += [("iraqi_returns_onward", place, f"Went home{of}")]
    frames = []
    for indicator, place, name in names:
        rows = select(ledger, indicator, place=place, group=count)
        if len(rows):
            marked = oldest_first(headline(ledger, rows))
            frames.append(points(marked, series=name))
    data = pd.concat(frames, ignore_index=True) if frames else empty_points()
    came, home = headline_rows(data, arrived), headline_rows(data, "Went home")
    title = f"No source counts the {COUNTS[count]} who went home from {middle}"
    if len(home):
        title = had_by(iraqis_in(count), f"gone home from {middle}", told(home.iloc[-1]))
    elif len(came):
        title = had_by(iraqis_in(count), f"come from {camp}", told(came.iloc[-1]))
    return ChartSpec(
        name="returns.jeddah_flow",
        title=title,
        subtitle=f"Running totals since the programme began, as officials state them, {COUNTS[count]}",
        mark="step",
        data=data,
        unit=unit_of(count),
        colours={arrived: "irq", "Rehabilitated": "purple", "Went home": "blue"},
        caveats=("Light marks contradict the run of the other statements or are kept out of headlines.",),
    )


@takeaway.sentence("returns", count_option)
def sentence(ledger: Ledger, count: str = "total") -> str:
    """How many Iraqis have returned, and which year was the peak."""
    return takeaway.spoken(cumulative(ledger, count).title, by_year(ledger, count).title)


@takeaway.tiles("returns")
def tiles(ledger: Ledger, count: str = "total") -> list[Tile | None]:
    """The stated totals of the way home, in people or households."""
    camp = camp_name(ledger)
    words = COUNTS[count]
    middle = short_names(ledger).get(centre(ledger), "the centre")
    asked = (
        (
            select(ledger, "iraqi_returns_cumulative", place=left_camp(ledger), group=count),
            f"Iraqis returned from {camp}, {words}",
        ),
        (
            select(ledger, "camp_population", place=centre(ledger), origin="irq", group=count),
            f"Iraqis in {middle}, {words}",
        ),
        (
            select(ledger, "iraqi_returns_onward", place=centre(ledger), group=count),
            f"Gone home from {middle}, {words}",
        ),
        (select(ledger, "iraqis_unwilling_to_return"), "Iraqis said to refuse return"),
        (select(ledger, "return_pace_target", group=None), "Announced pace, households a month"),
    )
    made = [tile(ledger, rows, label) for rows, label in asked]
    return [*made[:1], _convoys_tile(ledger), *made[1:]]


def _convoys_tile(ledger: Ledger) -> Tile | None:
    """The convoys that a body counts, and how far the journeys of the chart beside it are numbered."""
    rows = select(ledger, "iraqi_return_convoys", place=left_camp(ledger))
    made = tile(ledger, rows, f"Convoys of Iraqis from {camp_name(ledger)}")
    if made is None:
        return None
    lead = headline_rows(points(oldest_first(headline(ledger, rows)), series=""))
    return beside(made, numbered_beyond(ledger, float(lead["value"].iloc[-1])))
