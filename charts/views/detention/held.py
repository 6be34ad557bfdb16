"""Charts of detention: people held by origin and by who says so, children, releases, and the timeline of events."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from re import sub
from typing import Any

import pandas as pd

from analysis import headline, join_words, select
from analysis.vocabulary import NATIONALS
from analysis.words import Telling, capital, counted, date_text, total_by, verb
from analysis.words.grammar import aloud, keeping, told_in
from analysis.words.sentences import Span
from charts import takeaway
from charts.catalog import chart
from charts.common import (
    event_points,
    event_sentence,
    headline_rows,
    past,
    people_sentence,
    place_names,
    series_points,
    span_told,
    stock,
    told,
)
from charts.lists import period_of, statement_bars
from charts.markers import event_markers
from charts.spec import ChartSpec, empty_points, points
from loaders import Ledger
from loaders.frames import as_records, row_of_max, texts
from loaders.tidy import PRESS

HELD, AREA = "detainees_held", "ne-syria"
ORIGINS = {"all": "All"} | {origin: capital(people.series) for origin, people in NATIONALS.items()}
# Which of a place's figures stands on the map, where a source splits its people.
GROUP_ORDER = ("total", "men", "women", "boys", "children")


def statement_years(ledger: Ledger) -> tuple[str, ...]:
    """Years with a statement of all people held in Northeast Syria, oldest first."""
    rows = select(ledger, HELD, place=AREA, origin="all", group=("total", "men"))
    return tuple(sorted(set(rows["period_end"].dt.strftime("%Y"))))


def newest_whole_year(ledger: Ledger) -> str:
    """The newest year that has ended with a statement of all people held in Northeast Syria; else the newest."""
    years = statement_years(ledger)
    day = ledger.today if pd.isna(ledger.known_on) else ledger.known_on
    whole = [year for year in years if year < f"{day.year}"]
    return (whole or ["", *years])[-1]


def plain_name(name: str) -> str:
    """A place's name without brackets and without what follows a comma."""
    return sub(r" \([^)]*\)", "", name).partition(",")[0]


def plain_names(ledger: Ledger) -> dict[str, str]:
    """Place id to its plain name: `Derik prison`."""
    return {place: plain_name(name) for place, name in place_names(ledger).items()}


PRESS_ALONE, OTHERS = "Press alone", "Others"
_MOST_SPEAKERS = 4  # bodies with a panel or a colour of their own


@lru_cache(maxsize=8)
def speakers(ledger: Ledger) -> tuple[str, ...]:
    """The bodies that speak most often of all people held, the most frequent first; then others and the press alone."""
    rows = select(ledger, HELD, place=AREA, origin="all", group=("total", "men"))
    bodies = rows["counter"].astype(str)
    named = bodies[bodies != PRESS].value_counts()
    return (*named.index[:_MOST_SPEAKERS], OTHERS, PRESS_ALONE)


def speaker(ledger: Ledger, row: Mapping[str, object]) -> str:
    """Who vouches for a figure of detainees: one of `speakers`."""
    body = str(row["counter"])
    return PRESS_ALONE if body == PRESS else body if body in speakers(ledger) else OTHERS


@chart("detention.held")
def held(ledger: Ledger) -> ChartSpec:
    """People held in Northeast Syria over time, by origin."""
    totals = select(ledger, HELD, place=AREA, origin=("all", "syr", "irq", "tcn"))
    men = select(ledger, HELD, place=AREA, origin="syr", group="men")
    names = ORIGINS | {"syr": "Syrian men"}
    if (totals["origin"] == "syr").any():
        men, names = men.iloc[:0], dict(ORIGINS)
    data = series_points(ledger, pd.concat([totals, men]), "origin", names)
    lead = headline_rows(data)
    return ChartSpec(
        name="detention.held",
        title=people_sentence(ledger, "ISIS suspects", "held in Northeast Syria", lead[lead["origin"] == "all"]),
        subtitle="People in all facilities of Northeast Syria by origin; third-country: neither Syrian nor Iraqi",
        mark="line",
        data=data,
        unit="persons",
        colours={names["all"]: "all", names["tcn"]: "tcn", names["irq"]: "irq", names["syr"]: "syr"},
        markers=event_markers(ledger, data),
        caveats=("Most figures are rounded and repeated from official statements; few rest on a count.",),
        height=400,
    )


@chart("detention.claims")
def claims(ledger: Ledger) -> ChartSpec:
    """All people held in Northeast Syria, one panel for each kind of speaker."""
    rows = select(ledger, HELD, place=AREA, origin="all", group=("total", "men"))
    marked = headline(ledger, rows).sort_values("period_end", kind="stable")
    out = marked["role"] == "kept_out"
    said = pd.Series([speaker(ledger, row) for row in as_records(marked)], index=marked.index)
    role = pd.Series("headline", index=marked.index).mask(out, "kept_out")
    data = points(marked.assign(role=role), series=said) if len(marked) else empty_points()
    drawn = headline_rows(data)
    men = sorted(set(texts(drawn.loc[drawn["group"] == "men", "publisher"])))
    return ChartSpec(
        name="detention.claims",
        title=_claims_sentence(drawn),
        subtitle="All people held in Northeast Syria, every statement, one panel for each kind of speaker",
        mark="dots",
        data=data,
        unit="persons",
        facet=True,
        colours=dict.fromkeys(data["series"].astype(str).value_counts().index, "blue"),
        caveats=(
            *((f"Counts of men alone: {join_words(men)}.",) if men else ()),
            "Press alone: news reports that name no official.",
        ),
    )


def _claims_sentence(drawn: pd.DataFrame) -> str:
    """From when to when which numbers were named: `Counts of all held ran from 7,000 to 12,000 (2019 to 2026)`."""
    if drawn.empty:
        return "No source counts all people held in Northeast Syria"
    first, last = drawn["period_end"].min().year, drawn["period_end"].max().year
    when = str(first) if first == last else f"{first} to {last}"
    ran = _ran(drawn)
    return keeping(f"Counts of all held in Northeast Syria {ran} ({when})", ran)


def _ran(rows: pd.DataFrame) -> str:
    span = span_told(rows)
    return keeping(f"{'ran from' if isinstance(told_in(span)[0], Span) else 'came to'} {span}", span)


@chart("detention.statements", lambda ledger: {"year": statement_years(ledger) or ("",)})
def statements(ledger: Ledger, year: str = "") -> ChartSpec:
    """Every statement of one year of all people held in Northeast Syria, side by side."""
    chosen = year or newest_whole_year(ledger)
    rows = select(ledger, HELD, place=AREA, origin="all", group=("total", "men"))
    rows = rows[rows["period_end"].dt.strftime("%Y") == chosen]
    marked = headline(ledger, rows)
    usable = marked[marked["role"] != "kept_out"]
    label = pd.Series([_who_when(row) for row in as_records(usable)], index=usable.index, dtype=object)
    series = pd.Series([speaker(ledger, row) for row in as_records(usable)], index=usable.index, dtype=object)
    data = statement_bars(usable, label, series)
    return ChartSpec(
        name="detention.statements",
        title=_put_at(data, chosen),
        subtitle="People held, each bar one statement with its date and publisher, coloured by who vouches for it",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours=dict(zip(speakers(ledger), _SPOKEN, strict=False)) | {OTHERS: "ink", PRESS_ALONE: "grey"},
        caveats=(
            "Press alone: news reports that name no official.",
            *(("A statement listed as kept out of headlines is left out.",) if len(usable) < len(marked) else ()),
        ),
    )


def _put_at(data: pd.DataFrame, year: str) -> str:
    """How far the statements of a year are apart: `In 2019 counts of all held in ... ran from 7,000 to 12,000`."""
    if data.empty:
        return f"No source counts all people held in Northeast Syria in {year}".removesuffix(" in ")
    ran = _ran(data)
    return keeping(f"In {year} counts of all held in Northeast Syria {ran}", ran)


def _who_when(row: Mapping[str, Any]) -> str:
    men = ", men" if str(row["group"]) == "men" else ""
    return f"{date_text(row['period_end'], str(row['date_precision']))}, {_body(row)}{men}"


def _body(row: Mapping[str, Any]) -> str:
    """Who states a figure, short enough for a label; a report that names nobody is told as the press."""
    return str(row["stated_by"]) or f"press, {row['publisher']}"


_SPOKEN = ("blue", "orange", "teal", "purple")


@chart("detention.split")
def split(ledger: Ledger) -> ChartSpec:
    """Statements that say how many of those held in Northeast Syria come from where."""
    rows = select(ledger, HELD, place=AREA, origin=tuple(ORIGINS), group=("total", "men"))
    marked = headline(ledger, rows)
    rows = marked[marked["role"] != "kept_out"]
    key = rows["source"].astype(str) + rows["period_end"].dt.strftime("%Y-%m-%d") + rows["group"].astype(str)
    origin = rows["origin"].astype(str)
    whole = set(key[origin == "all"])
    kept = rows[key.isin(whole) & (key.groupby(key).transform("size") > 2)]
    kept = kept.assign(_rank=kept["origin"].astype(str).map({k: i for i, k in enumerate(ORIGINS)}))
    kept = kept.sort_values(["period_end", "source", "_rank"], ascending=[False, True, True], kind="stable")
    label = pd.Series(
        [
            f"{date_text(r['period_end'], str(r['date_precision']))}, {_body(r)}"
            + (" (men)" if str(r["group"]) == "men" else "")
            for r in as_records(kept)
        ],
        index=kept.index,
        dtype=object,
    )
    kept = kept.assign(role="headline")
    data = points(kept, series=kept["origin"].astype(str).map(ORIGINS), x=label) if len(kept) else empty_points()
    newest = data[data["x"] == data["x"].iloc[0]] if len(data) else data
    title = "No source gives people held by origin"
    if len(newest):
        first = newest.iloc[0]
        was = verb("be", past=past(ledger, first), plural=True)
        others = [r for r in as_records(newest) if r["origin"] != "all"]
        parts = [
            Telling(f"{told(r).said}{f' {was}' if not at else ''} {NATIONALS[str(r['origin'])].are}", told(r))
            for at, r in enumerate(others)
        ]
        who, now = "men" if str(first["group"]) == "men" else "people", told(first)
        held, whence = f"Of {now.said} {who} held", join_words(parts)
        text = aloud(f"{held} ({now.dated}), {whence}", f"{held} ({now.month}), {whence}")
        title = Telling(text, now, whence)
    return ChartSpec(
        name="detention.split",
        title=title,
        subtitle="Statements that give all people held in Northeast Syria and two or more origins, newest first",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={name: "grey" if origin == "all" else origin for origin, name in ORIGINS.items()},
        caveats=("Where a source names only some origins, the rest is not worked out.",),
    )


@chart("detention.children")
def children(ledger: Ledger) -> ChartSpec:
    """Children among the people held, by place and date."""
    what = {
        HELD: "held",
        "detainees_investigated": "moved to Iraq and investigated there",
        "detainees_released": "released",
    }
    rows = select(ledger, tuple(what), group=("children", "boys"))
    rows = rows.sort_values(["period_end", "line"], ascending=[False, True], kind="stable")
    names = plain_names(ledger)
    label = pd.Series(
        [
            f"{names[str(r['place'])]}, {date_text(r['period_end'], str(r['date_precision']))}"
            + (f", {NATIONALS[str(r['origin'])].adjective}" if r["origin"] in NATIONALS else "")
            for r in as_records(rows)
        ],
        index=rows.index,
        dtype=object,
    )
    data = statement_bars(rows, label, rows["indicator"].astype(str).map(what))
    lead = data[data["indicator"] == HELD] if len(data) else data
    title = "No source counts the children held"
    if len(lead):
        newest = lead.sort_values(["period_end", "value"], kind="stable").iloc[-1]
        what_of = "boys" if str(newest["group"]) == "boys" else "children"
        title = counted(what_of, f"held in {names[str(newest['place'])]}", told(newest), past=past(ledger, newest))
    return ChartSpec(
        name="detention.children",
        title=title,
        subtitle="Children and boys under 18 in detention facilities, each bar one statement; never added",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"held": "children", "released": "teal", "moved to Iraq and investigated there": "purple"},
    )


@chart("detention.releases")
def releases(ledger: Ledger) -> ChartSpec:
    """Detainees set free by amnesty, tribal guarantee or as minors, release by release."""
    rows = headline(ledger, select(ledger, "detainees_released", group=("total", "children")))
    rows = rows[rows["role"] == "headline"].sort_values("period_end", ascending=False, kind="stable")
    names = plain_names(ledger)
    label = pd.Series(
        [f"{period_of(r)}, {names[str(r['place'])]}" for r in as_records(rows)],
        index=rows.index,
        dtype=object,
    )
    series = rows["group"].astype(str).map({"total": "detainees", "children": "children"})
    data = statement_bars(rows, label, series)
    top = row_of_max(data, "value") if len(data) else None
    return ChartSpec(
        name="detention.releases",
        title=Telling(f"The largest reported release freed {told(top).said} people ({told(top).dated})", told(top))
        if top is not None
        else "No source reports a release",
        subtitle="People set free by amnesty, tribal guarantee or as minors, newest first; as far as reported",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"detainees": "teal", "children": "children"},
    )


@chart("detention.timeline")
def timeline(ledger: Ledger) -> ChartSpec:
    """Events of detention, custody of prisons and courts."""
    camps = set(texts(ledger.places.loc[ledger.places["kind"] == "camp", "place"]))
    category, place = ledger.events["category"].astype(str), ledger.events["place"].astype(str)
    data = event_points(
        ledger.events[(category == "detention") | (category.isin(["custody", "legal"]) & ~place.isin(camps))]
    )
    newest = row_of_max(data, "period_start") if len(data) else None
    return ChartSpec(
        name="detention.timeline",
        title=event_sentence(newest.rename({"period_start": "date"})) if newest is not None else "No event is known",
        subtitle="Attacks, escapes, handovers, releases, court decisions, custody",
        mark="timeline",
        data=data,
        unit="",
        colours={"Detention": "orange", "Custody": "blue", "Courts": "purple"},
        empty="No event is recorded.",
    )


@takeaway.sentence("detention")
def sentence(ledger: Ledger) -> str:
    """How many were held, and how many have been moved to Iraq since."""
    return takeaway.spoken(*held_and_moved(ledger))


def held_and_moved(ledger: Ledger) -> tuple[str, ...]:
    """How many were held, and how many have been moved to Iraq since where that is told; without stops."""
    rows = stock(ledger, HELD, AREA)
    held_ = people_sentence(ledger, "ISIS suspects", "held in Northeast Syria", rows, compare=False)
    moved = stock(ledger, "detainees_transferred_total", AREA)
    if moved.empty or rows.empty or moved.iloc[-1]["period_end"] <= rows.iloc[-1]["period_end"]:
        return (held_,)
    return held_, total_by("detainees", "moved to Iraq", told(moved.iloc[-1]))
