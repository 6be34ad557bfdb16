"""What a profile says in words: its sentence, its tiles, what it is of, and its tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import figure_of, join_words, select
from analysis.coverage import themes
from analysis.profile import (
    alike,
    custody_of,
    disputed,
    events_of,
    extent,
    kin,
    member_of,
    missing,
    newest,
    publications_of,
    rows_of,
    stale,
)
from analysis.standing import standing
from analysis.subjects import COUNTRY, Subject, kind_of_body
from analysis.vocabulary import PLACE_ROLES, event_category
from analysis.words import Untold, date_text, number_text, on, period_text
from analysis.words.measures import lower, with_unit
from charts import catalog, takeaway
from charts.common import GROUPS, called, origin_names, short_names
from charts.profile import explored, set_to
from charts.spec import ChartSpec, empty_points, points
from charts.table import light, screen_frame
from charts.tiles import Tile, cited, tile
from loaders import Ledger
from loaders.frames import as_records, texts

TILES = 8


def _views(ledger: Ledger, subject: Subject) -> list[tuple[str, dict[str, str], dict[str, str]]]:
    """Views whose words are told of a chosen subject: their choice set to it, and set to another of the same filter."""
    found = []
    for view in takeaway.views():
        for key, values in takeaway.top(view).options(ledger).items():
            wanted = set_to(ledger, subject, key, values)
            if wanted and len(values) > 1:
                other = next(one for one in values if one != wanted)
                found.append((view, {key: wanted}, {key: other}))
                break
    return found


@lru_cache(maxsize=512)
def sentence(ledger: Ledger, subject: Subject) -> str:
    """The one sentence of a profile: what its view says of it, else its first chart, else what is known at all."""
    for view, chosen, other in _views(ledger, subject):
        elsewhere = takeaway.sentences(view, ledger, **other)
        # What does not change with the choice is not about it.
        told_of = [one for one in takeaway.sentences(view, ledger, **chosen) if one not in elsewhere]
        if told_of and not isinstance(told_of[0], Untold):
            more = [one for one in told_of[1:2] if called(ledger, subject) in one]
            return takeaway.spoken(told_of[0], *more)
    rows = newest(ledger, subject)
    if subject.body or rows.empty:
        return known_words(ledger, subject)
    # Of the stocks that are headline series the most documented, else what is asked after first.
    stocks = rows[(rows["kind"] == "stock") & (rows["headline"] == "yes") & rows["tile"]]
    row = (stocks.sort_values("known", ascending=False, kind="stable") if len(stocks) else rows).iloc[0]
    filters = explored(ledger, subject, rows_of(ledger, subject), str(row["indicator"]))
    title = catalog.build("explore.series", ledger, **filters).title
    name = called(ledger, subject)
    return f"{title}." if name in title else f"{name}: {lower(title)}."


def known_words(ledger: Ledger, subject: Subject) -> str:
    """How much the ledger knows of a subject: `122 statements of 43 publications, the newest of 20 Jan 2026`."""
    how = extent(ledger, subject)
    if subject.body:
        count = len(publications_of(ledger, subject))
        told = f"{_counted(how.statements, 'figure')} on {_counted(how.measures, 'measure')}"
        if not how.statements:
            return f"{subject.name} stands behind {_counted(count, 'publication')}, none of which states a figure."
        last = publications_of(ledger, subject).iloc[0]
        dated = pd.notna(last["published"])
        newest_of = f", the newest of {date_text(last['published'], str(last['published_precision']))}" if dated else ""
        return f"{subject.name} states {told}, in {_counted(count, 'publication')}{newest_of}."
    if not how.statements:
        member = " It is a member of the Coalition." if member_of(ledger, subject) is not None else ""
        return f"No source in the ledger gives a figure of {called(ledger, subject)}.{member}"
    told = f"{_counted(how.statements, 'figure')} from {_counted(how.publications, 'publication')}"
    return f"The ledger holds {told} on {called(ledger, subject)}."


def _counted(number: int, noun: str) -> str:
    return f"{number_text(number)} {noun}{'' if number == 1 else 's'}"


@lru_cache(maxsize=512)
def tiles(ledger: Ledger, subject: Subject) -> tuple[Tile, ...]:
    """At most TILES newest headline figures of a subject: those of its views, then its other measures.

    A tile of a view that does not change with the choice is not of the subject and left out.
    """
    found: list[Tile] = []
    for view, chosen, other in _views(ledger, subject):
        make = takeaway.top(view).tiles
        if make is not None:
            elsewhere = [one for one in make(ledger, **other) if one is not None]
            # What is reckoned, such as a projection, is nobody's figure.
            stated = [one for one in make(ledger, **chosen) if one is not None and one.source]
            found += [one for one in stated if one not in elsewhere]
    rows = newest(ledger, subject)
    for row in as_records(rows.loc[rows["tile"]] if len(rows) else rows):
        if len(found) >= TILES * 2:
            break
        picked = select(ledger, row["indicator"], place=row["place"], origin=row["origin"], group=row["group"])
        label = label_of(ledger, subject, row)
        made = stated_tile(ledger, row, label) if subject.body else tile(ledger, picked, label)
        found += [made] if made is not None else []
    shown: dict[tuple[str, str, pd.Timestamp], Tile] = {}
    for one in found:
        # The same figure under the label of its view and under its own is one tile.
        shown.setdefault((one.value, one.source, one.day), one)
    return tuple(list(shown.values())[:TILES])


def label_of(ledger: Ledger, subject: Subject, row: Mapping[str, Any]) -> str:
    """What a figure counts, with the place, people and group that are not the subject's own: `Iraqis, women`."""
    parts = [str(row["short_title"] or row["title"])]
    people = origin_names(ledger).get(row["origin"], row["origin"])
    if row["origin"] not in ("all", *subject.origins) and people.casefold() not in parts[0].casefold():
        parts.append(people)
    if row["group"] not in ("total", "all"):
        parts.append(GROUPS[row["group"]])
    if row["place"] != subject.place:
        parts.append(short_names(ledger).get(row["place"], row["place"]))
    return ", ".join(parts)


def stated_tile(ledger: Ledger, row: Mapping[str, Any], label: str) -> Tile:
    """A statement of a body as a tile, with what has become of the figure since."""
    since = stands(ledger, row)
    when = period_text(row["period_start"], row["period_end"], str(row["date_precision"]))
    return Tile(label, figure_of(row).text, "; ".join(part for part in (when, since) if part), **cited(row))


def stands(ledger: Ledger, row: Mapping[str, Any]) -> str:
    """What has become of a figure since; empty where it still holds, and of a flow, which is of its period."""
    how = standing(ledger, row)
    if how.holds or (str(row["kind"]) == "flow" and how.state == "old"):
        return ""
    if how.state == "overtaken" and how.left is not None:
        return f"{how.left.text} reported to have left since"
    since = on(how.on, how.precision) if pd.notna(how.on) else ""
    told = {"closed": f"closed {since}", "emptied": f"empty {since}", "overtaken": f"many have moved since, {since}"}
    return told.get(how.state, {"over": "final", "old": "older than a year"}.get(how.state, "")).strip(", ")


def about(ledger: Ledger, subject: Subject) -> dict[str, str]:
    """What a subject is, by heading: its kind, its other names and codes, its membership; nothing that is a link."""
    found = {"What": subject.what}
    if subject.body:
        kind = kind_of_body(ledger, subject)
        found["What"] = f"Publisher; {kind}" if kind else "Body whom publications quote"
    codes = []
    if subject.place:
        row = ledger.places[ledger.places["place"] == subject.place].iloc[0]
        role = PLACE_ROLES[str(row["role"])] if row["role"] else ""
        if role and role not in subject.what.casefold():
            found["What"] = f"{subject.what}; {role}"
        codes = [f"P-code {row['pcode']}" if row["pcode"] else "", str(row["iso_3166_2"])]
    if subject.kind == COUNTRY:
        codes.insert(0, subject.key)
    names = [one for one in subject.others if not one.startswith("Government of")]
    if names:
        found["Also"] = join_words(names)
    if any(codes):
        found["Codes"] = ", ".join(code for code in codes if code)
    member = member_of(ledger, subject)
    if member is not None:
        joined = on(member["joined"], str(member["joined_precision"])) if pd.notna(member["joined"]) else ""
        small = "; in the Small Group" if member["small_group"] == "yes" else ""
        source = f" ({member['publisher']})"
        found["Coalition"] = f"Member{f', joined {joined}' if joined else ', day of joining not found'}{small}{source}"
    return found


@lru_cache(maxsize=128)
def newest_table(ledger: Ledger, subject: Subject) -> pd.DataFrame:
    """The newest figure of every series of a subject as a table for the screen, those asked after first."""
    rows = as_records(newest(ledger, subject))
    named = themes(ledger)
    return pd.DataFrame(
        {
            "Measure": [label_of(ledger, subject, row) for row in rows],
            "Figure": [with_unit(figure_of(row).text, str(row["unit"])) for row in rows],
            "Holds for": [_when(row) for row in rows],
            "Since": [stands(ledger, row) for row in rows],
            "Stated by": [str(row["attribution"]) for row in rows],
            "Statements": [int(row["known"]) for row in rows],
            "Theme": [named.get(str(row["theme"]), str(row["theme"])) for row in rows],
            "Address": [str(row["url"]) or None for row in rows],
        }
    )


def _when(row: Mapping[str, Any]) -> str:
    return period_text(row["period_start"], row["period_end"], str(row["date_precision"]))


@lru_cache(maxsize=64)
def statements(ledger: Ledger, subject: Subject) -> ChartSpec:
    """Every statement on a subject or by it, newest first, for the table and its CSV; never drawn."""
    rows = rows_of(ledger, subject)
    ordered = rows.iloc[::-1]
    return ChartSpec(
        name="profile.statements",
        title=f"Statements {'of' if subject.body else 'on'} {called(ledger, subject)}",
        subtitle="Every figure in the data, the newest first",
        mark="dots",
        data=points(ordered, series=ordered["title"]) if len(ordered) else empty_points(),
        unit="",
        empty=f"No figure is of {called(ledger, subject)}.",
    )


@lru_cache(maxsize=64)
def statements_table(ledger: Ledger, subject: Subject) -> pd.DataFrame:
    """The statements as a table for the screen; text that repeats as categories, which travel once."""
    return light(screen_frame(statements(ledger, subject)))


@lru_cache(maxsize=64)
def publications(ledger: Ledger, subject: Subject) -> pd.DataFrame:
    """The publications that tell of a subject or are its own, newest first, as a table for the screen."""
    rows = as_records(publications_of(ledger, subject))
    return pd.DataFrame(
        {
            "Published": [date_text(row["published"], str(row["published_precision"])) for row in rows],
            "Publisher": [str(row["publisher"]) for row in rows],
            "Title": [str(row["title"]) for row in rows],
            "Statements": [int(row["statements"]) for row in rows],
            "As carried by": [str(row["carried_by"]) for row in rows],
            "Address": [str(row["url"]) or None for row in rows],
        }
    )


@lru_cache(maxsize=64)
def custody_table(ledger: Ledger, subject: Subject) -> pd.DataFrame:
    """Who held a camp or prison, from when to when, and who says so, oldest first."""
    rows = as_records(custody_of(ledger, subject))
    return pd.DataFrame(
        {
            "Place": [str(row["place_name"]) for row in rows],
            "From": [_day(row, "start", "start not found") for row in rows],
            "To": [_day(row, "end", _no_later_change(row)) for row in rows],
            "Held by": [str(row["holder"]) or "nobody" for row in rows],
            "State": [str(row["status"]).replace("_", " ") for row in rows],
            "Source": [str(row["publisher"]) for row in rows],
            "Note": [str(row["note"]) for row in rows],
            "Address": [str(row["url"]) or None for row in rows],
        }
    )


def _no_later_change(row: Mapping[str, Any]) -> str:
    """What stands for the end of a custody of which none is known: `no later change found (source of 27 Jan 2026)`."""
    if pd.isna(row["published"]):
        return "no later change found"
    return f"no later change found (source of {date_text(row['published'], str(row['published_precision']))})"


def _day(row: Mapping[str, Any], column: str, unknown: str) -> str:
    return date_text(row[column], str(row[f"{column}_precision"]) or "day") if pd.notna(row[column]) else unknown


@lru_cache(maxsize=64)
def events_table(ledger: Ledger, subject: Subject) -> pd.DataFrame:
    """The events of a subject, newest first, as a table for the screen."""
    rows = as_records(events_of(ledger, subject))
    return pd.DataFrame(
        {
            "Date": [date_text(row["date"], str(row["date_precision"])) for row in rows],
            "Event": [str(row["title"]) for row in rows],
            "Where": [str(row["place_name"]) for row in rows],
            "About": [event_category(str(row["category"])).label for row in rows],
            "Source": [str(row["publisher"]) for row in rows],
            "Address": [str(row["url"]) or None for row in rows],
        }
    )


@lru_cache(maxsize=64)
def disputes_table(ledger: Ledger, subject: Subject) -> pd.DataFrame:
    """Disputed figures of a subject, widest apart first, with the index of `analysis.disputes`."""
    rows = disputed(ledger, subject)
    records = as_records(rows)

    def amount(row: Mapping[str, Any], column: str) -> str:
        return with_unit(number_text(float(row[column]), str(row["unit"])), str(row["unit"]))

    return pd.DataFrame(
        {
            "Figure": [label_of(ledger, subject, row | {"short_title": ""}) for row in records],
            "Holds for": [_when(row) for row in records],
            "On the charts": [with_unit(str(row["text"]), str(row["unit"])) for row in records],
            "Lowest": [amount(row, "low") for row in records],
            "Highest": [amount(row, "high") for row in records],
            "Statements": [int(row["statements"]) for row in records],
            "Leads by": [str(row["publisher"]) for row in records],
            "Because": [str(row["clause"]) for row in records],
        },
        index=rows.index,
    )


@lru_cache(maxsize=64)
def missing_table(ledger: Ledger, subject: Subject) -> pd.DataFrame:
    """Measures that the likes of a subject have and it has not."""
    rows = missing(ledger, subject)
    named = themes(ledger)
    return pd.DataFrame(
        {
            "Measure": rows["title"],
            "Known of": [f"{have} of {of}" for have, of in zip(rows["have"], rows["of"], strict=True)],
            "Theme": [named.get(theme, theme) for theme in texts(rows["theme"])],
        }
    )


def like_words(ledger: Ledger, subject: Subject) -> str:
    """Whom a subject is held against, as in `other countries`; empty for what has no like."""
    others = len(alike(ledger, subject)) - 1
    return f"{number_text(others)} others of its kind" if others > 0 else ""


@lru_cache(maxsize=64)
def stale_table(ledger: Ledger, subject: Subject) -> pd.DataFrame:
    """Series whose newest figure is older than a year though nothing ended them, the oldest first."""
    rows = as_records(stale(ledger, subject))
    return pd.DataFrame(
        {
            "Measure": [label_of(ledger, subject, row) for row in rows],
            "Last known": [with_unit(figure_of(row).text, str(row["unit"])) for row in rows],
            "Held for": [_when(row) for row in rows],
            "Stated by": [str(row["attribution"]) for row in rows],
            "Statements": [int(row["known"]) for row in rows],
        }
    )


def related(ledger: Ledger, subject: Subject, most: int = 12) -> dict[str, tuple[Subject, ...]]:
    """Subjects to go on to, by heading: where a place lies, what it is part of, its parts, what lies in it."""
    family = kin(ledger, subject)
    lies = [one for one in family.wholes if one.kind not in ("region", "world")]
    sums = [one for one in family.wholes if one.kind in ("region", "world")][:3]
    found = {"Lies in": lies, "Counted in": sums, "Parts": family.parts, "Places in it": family.within}
    return {head: tuple(ones)[:most] for head, ones in found.items() if ones}
