"""Charts of nationals who remain abroad, and of how many travelled against how many are back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import headline, select, standing, whole_of
from analysis.origins import nationalities
from analysis.repatriated import BODIES, REMAINING, Taken, remaining
from analysis.select import oldest_first
from analysis.standing import departed, departures
from analysis.words import Telling, Told, Untold, capital, count_text, date_text, join_words, month_text, on, said, the
from analysis.words.grammar import shortest
from analysis.words.home import nationals_said, people_said, remained, took_home, went_and_came
from charts.catalog import chart
from charts.common import GROUPS, headline_rows, origin_names, place_names, series_points, told
from charts.lists import statement_bars
from charts.spec import ChartSpec, drawn_rows, empty_points, points
from charts.views.repatriation.states import country_option
from charts.views.repatriation.sums import ALL, country_totals, taken_points
from loaders import Ledger
from loaders.frames import as_records, row_of_max, texts

_MOST = 20
# Without a figure of all people, these parts stand side by side; each is a part, so nothing is added.
_PARTS = ("women_and_children", "children", "women", "men", "adults")
_REMAIN, _LEFT = "remain", "left since"
_FRESH, _OLDER = "counted in the past year", "older or overtaken count"
_YEARS = 5
# What is asked of a row to say how it stands and to label it; rows have many more columns.
_STANDING = ["indicator", "place", "origin", "group", "period_end", "value", "high"]
_LABEL = ["origin_name", "place_name", "group", "period_end", "date_precision", "_holds", "_left"]


def _stands(ledger: Ledger, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with `_holds` and `_left`: whether each count still stands, and how many left since by report, in words."""
    records = as_records(rows[_STANDING])
    return rows.assign(
        _holds=pd.Series([standing(ledger, one).holds for one in records], index=rows.index, dtype=bool),
        _left=pd.Series([gone_since(ledger, one) for one in records], index=rows.index, dtype=object),
    )


def gone_since(ledger: Ledger, row: Mapping[str, Any]) -> str:
    """Who is reported to have left since a count, `at least 454 left since`; empty where no report tells of it."""
    keys = (str(row[column]) for column in ("indicator", "place", "origin", "group"))
    found = departed(ledger, *keys, row["period_end"])
    return f"{said(found)} left since" if found is not None else ""


def _fresh_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Counts that still hold, the largest first, then the others, the newest first: these are not ranked with those."""
    fresh = rows.loc[rows["_holds"]].sort_values(["value", "origin_name"], ascending=[False, True], kind="stable")
    older = rows[~rows["_holds"]].sort_values(
        ["period_end", "value", "origin_name"], ascending=[False, False, True], kind="stable"
    )
    return pd.concat([fresh, older])


def _month(row: Mapping[str, Any] | pd.Series) -> str:
    return month_text(row["period_end"], str(row["date_precision"]))


def _in_place(row: Mapping[str, Any] | pd.Series) -> str:
    # `Al-Karkh central prison, Baghdad` without its town: behind it stands the date.
    return f"in {str(row['place_name']).partition(', ')[0]}"


@chart("repatriation.remaining")
def counts(ledger: Ledger) -> ChartSpec:
    """Nationals who remain in camps, prisons or the conflict zone: states with a figure of all people."""
    rows = headline(ledger, ledger.observations.loc[list(remaining(ledger).values())])
    rows = _fresh_first(_stands(ledger, rows)).head(_MOST)
    label = pd.Series([_dated_label(row) for row in as_records(rows[_LABEL])], index=rows.index, dtype=object)
    series = rows["_holds"].map({True: _FRESH, False: _OLDER}) if len(rows) else ""
    data = statement_bars(rows, label, series)
    older = int((data["series"] == _OLDER).sum())
    apart = (
        f"{older} counts are older than a year, or many have left or been moved since: they come after the others, "
        "newest first, and are no measure of who remains today."
    )
    return ChartSpec(
        name="repatriation.remaining",
        title=_who_remained(rows),
        subtitle="People of a nationality in camps, prisons or the conflict zone, newest count of each state",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={_FRESH: "purple", _OLDER: "grey"},
        caveats=(
            "Places and dates differ, so the figures are not added.",
            *((apart,) if older else ()),
        ),
        empty="No source counts the nationals of a state who remain.",
    )


def _dated_label(row: Mapping[str, Any]) -> str:
    """`Türkiye (Iraq, Feb 2026)`, `Tajikistan (Jul 2020, at least 297 left since)`."""
    when = _month(row)
    inside = f"{row['place_name']}, {when}" if row["_holds"] or not row["_left"] else f"{when}, {row['_left']}"
    return f"{row['origin_name']} ({inside})"


def _who_remained(rows: pd.DataFrame) -> str:
    """The two largest counts that still hold, with place and date; else the newest as the last one."""
    if rows.empty:
        return "No source counts the nationals of a state who remain"
    rows = rows[rows["value"] > 0]
    if rows.empty:
        return "No state counted nationals who remained"
    fresh = rows.loc[rows["_holds"]].head(2)
    if fresh.empty:
        last = row_of_max(rows, "period_end")
        who = nationals_said([("total", told(last))], str(last["origin_name"]))
        text = f"The last count of any state was of {_month(last)}: {who} remained"
        return Telling(shortest(f"{text} {_in_place(last)}", text), who)
    first, *others = as_records(fresh)
    same = all(_month(other) == _month(first) for other in others)
    text = str(capital(nationals_said([("total", told(first))], str(first["origin_name"]))))
    text += f" remained {_in_place(first)}" + ("" if same and others else f" ({_month(first)})")
    both = text
    for other in others:
        both += f" and {told(other).said} of {the(str(other['origin_name']))} {_in_place(other)} ({_month(other)})"
    alone = text if text.endswith(")") else f"{text} ({_month(first)})"
    return shortest(Telling(both, told(first), *map(told, others)), Telling(alone, told(first)))


@chart("repatriation.remaining_parts")
def remaining_parts(ledger: Ledger) -> ChartSpec:
    """Women and children who remain: the newest figures that count one group alone."""
    rows = _counts(ledger, nationalities(ledger), ("women_and_children", "children", "women"))
    rows = rows.groupby(["origin", "group"], observed=True).tail(1)
    recent = rows[rows["period_end"] > ledger.today - pd.DateOffset(years=_YEARS)]
    kept = _fresh_first(_stands(ledger, recent)).head(_MOST)
    group = kept["group"].astype(str).map(GROUPS)
    label = pd.Series(
        [f"{_dated_label(row)}, {GROUPS[str(row['group'])]}" for row in as_records(kept[_LABEL])],
        index=kept.index,
        dtype=object,
    )
    series = group.where(kept["_holds"], _OLDER) if len(kept) else ""
    data = statement_bars(kept, label, series)
    left = len(recent) - len(kept)
    return ChartSpec(
        name="repatriation.remaining_parts",
        title=_parts_remained(kept),
        subtitle=f"Women and children of a nationality who remain, newest count of each group, last {_YEARS} years",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"women and children": "women_and_children", "children": "children", "women": "women", _OLDER: "grey"},
        caveats=(
            "A group counted alone is a part of the people who remain; parts and totals are never added."
            + (f" {left} other counts are left out." if left else ""),
        ),
        empty="No source of the last five years counts women or children alone.",
    )


def _counts(ledger: Ledger, origin: str | tuple[str, ...], groups: tuple[str, ...]) -> pd.DataFrame:
    """Counts of people who remain, one of each body and date, oldest first, small before large on one date."""
    rows = headline(ledger, select(ledger, REMAINING, origin=origin, group=groups))
    rows = rows[rows["role"].isin(BODIES) & (rows["unit"] == "persons")]
    return rows.sort_values(["period_end", "value", "file", "line"], kind="stable")


def _parts_remained(kept: pd.DataFrame) -> str:
    if kept.empty:
        return "No source of the last five years counts women or children alone"
    fresh = kept.loc[kept["_holds"]]
    first = fresh.iloc[0] if len(fresh) else row_of_max(kept, "period_end")
    text = _remained_then(kept, first, _in_place(first))
    return text if len(fresh) else Telling(f"The last such count: {text[:1].lower() + text[1:]}", text)


def _remained_then(
    rows: pd.DataFrame, first: Mapping[str, Any] | pd.Series, where: str, left: Told | None = None
) -> str:
    """What one source says of a state, place and day, by its total or by the parts that it gives."""
    same = rows
    for column in ("origin", "place", "source", "period_end"):
        same = same[same[column] == first[column]]
    used = whole_of(same).sort_values("value", ascending=False, kind="stable")
    parts = [(str(row["group"]), told(row)) for row in as_records(used)]
    when = on(first["period_end"], str(first["date_precision"]))
    return remained(parts, str(first["origin_name"]), where, when, left)


@chart("repatriation.remaining_time")
def remaining_time(ledger: Ledger) -> ChartSpec:
    """Third-country nationals who remain in Northeast Syria, by date: all people, children, women."""
    rows = select(ledger, REMAINING, place="ne-syria", origin="tcn", group=("total", "children", "women"))
    data = series_points(ledger, rows, "group", GROUPS)
    lead = headline_rows(data)
    whole = lead[lead["group"] == "total"] if len(lead) else lead
    how = standing(ledger, whole.iloc[-1]) if len(whole) else None
    return ChartSpec(
        name="repatriation.remaining_time",
        title=third_country_sentence(ledger),
        subtitle="People neither Syrian nor Iraqi in camps and prisons of Northeast Syria, each point one statement",
        mark="dots",
        data=data,
        unit="persons",
        colours={"all people": "ink", "children": "children", "women": "women"},
        caveats=(how.note,) if how is not None and how.note else (),
    )


def third_country_sentence(ledger: Ledger) -> str:
    """How many third-country nationals were last counted in Northeast Syria, without a stop."""
    rows = headline(ledger, select(ledger, REMAINING, place="ne-syria", origin="tcn"))
    rows = rows[rows["role"] == "headline"].sort_values("period_end", kind="stable")
    place = place_names(ledger).get("ne-syria", "")
    if rows.empty:
        return Untold(f"No source counts the third-country nationals in {place}")
    last = rows.iloc[-1]
    now = told(last)
    later = "; no later count" if standing(ledger, last).past else ""
    who = capital(f"{now.said} third-country nationals remained")
    return Telling(shortest(f"{who} in {place} {now.when}{later}", f"{who} {now.when}{later}"), now)


@chart("repatriation.remaining_country", country_option)
def remaining_country(ledger: Ledger, country: str = ALL) -> ChartSpec:
    """Nationals of one state who remain, every statement, newest first; for all states the newest statements."""
    origin = nationalities(ledger) if country == ALL else country
    rows = newest_first(ledger, origin).head(16)
    label = pd.Series(
        [
            (f"{r['origin_name']}, " if country == ALL else "")
            + f"{date_text(r['period_end'], str(r['date_precision']))}, {r['place_name']}, {GROUPS[str(r['group'])]}"
            for r in as_records(rows)
        ],
        index=rows.index,
        dtype=object,
    )
    name = "all states" if country == ALL else the(origin_names(ledger).get(country, country))
    noun = f"the nationals of {name}" if country != ALL else "the nationals of a state"
    data = statement_bars(rows, label, _REMAIN)
    since, left = left_since(ledger, rows), None
    if since is not None:
        whose = f"{rows['origin_name'].iloc[0]}, left" if country == ALL else "Left"
        text = f"{whose} since, up to {date_text(since.until, since.precision)}"
        (point,) = taken_points(ledger, [(since, _LEFT, text, "headline")])
        data, left = drawn_rows([point, *as_records(data)]), told(point)
    return ChartSpec(
        name="repatriation.remaining_country",
        title=_last_count(rows, left) or f"No source counts {noun} who remain",
        subtitle=f"Nationals who remain, {name}: each bar one statement with its date, place and group, newest first",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={_LEFT: "orange", _REMAIN: "purple"},
        caveats=_fates(ledger, rows) if country != ALL else (),
        empty=f"No source counts {noun} who remain.",
    )


def last_count(ledger: Ledger, country: str) -> str:
    """The newest count of a state's nationals who remain and who left since, without a stop; empty without a count."""
    rows = newest_first(ledger, country)
    since = left_since(ledger, rows)
    return _last_count(rows, None if since is None else Told(since.figure, since.until, since.precision))


def newest_first(ledger: Ledger, origin: str | tuple[str, ...]) -> pd.DataFrame:
    """Counts of nationals who remain, of all of them or of a group, the newest and largest first."""
    rows = _counts(ledger, origin, ("total", *_PARTS))
    return rows.sort_values(["period_end", "value"], ascending=[False, False], kind="stable")


def _last_count(rows: pd.DataFrame, left: Told | None) -> str:
    return "" if rows.empty else _remained_then(rows, rows.iloc[0], _in_place(rows.iloc[0]), left)


def left_since(ledger: Ledger, rows: pd.DataFrame) -> Taken | None:
    """Departures reported since the first of `rows`, of the groups counted with it; None without a report."""
    if rows.empty:
        return None
    first = rows.iloc[0]
    keys = (REMAINING, str(first["place"]), str(first["origin"]), _counted(rows, first), first["period_end"])
    used = departures(ledger, *keys)
    if used.empty:
        return None
    figure = departed(ledger, *keys)
    last = row_of_max(used, "period_end")
    labels = tuple(int(label) for label in used.index)
    note = f"Sum of {count_text(len(used), 'reported figure')} of operations since"
    return (
        None if figure is None else Taken(figure, "sum", labels, last["period_end"], str(last["date_precision"]), note)
    )


def _counted(rows: pd.DataFrame, first: pd.Series) -> str:
    """The group that the counts of one date make: who is not counted has not left from among them."""
    groups = set(texts(rows.loc[rows["period_end"] == first["period_end"], "group"]))
    if groups == {"women", "children"}:
        return "women_and_children"
    return next(iter(groups)) if len(groups) == 1 else "total"


def _fates(ledger: Ledger, rows: pd.DataFrame) -> tuple[str, ...]:
    """What the ledger notes of the newest count of a state, and what events have done to it since."""
    if rows.empty:
        return ()
    own, since = str(rows["note"].iloc[0]), standing(ledger, rows.iloc[0]).note.removesuffix(".")
    notes = "; ".join(note for note in (own, since[:1].lower() + since[1:]) if note)
    return (f"Of the newest count: {notes}.",) if notes else ()


@chart("repatriation.travelled", country_option)
def travelled(ledger: Ledger, country: str = ALL) -> ChartSpec:
    """Nationals who travelled to Syria and Iraq against those back by any route and those repatriated, by state."""
    went, back = (
        _newest(ledger, indicator, series)
        for indicator, series in (
            ("foreign_fighters_travelled", "travelled"),
            ("nationals_returned_any_route", "returned by any route"),
        )
    )
    home = country_totals(ledger).assign(series="repatriated by their state")
    back, overtaken = _not_below(back, home)
    every = pd.concat([went, back, home], ignore_index=True)
    if country != ALL:
        data = every[every["origin"] == country]
    else:
        largest = went.sort_values("value", ascending=False, kind="stable")["x"]
        order = [name for name in largest if name in {*back["x"], *home["x"]}][:_MOST]
        rank = {name: at for at, name in enumerate(order)}
        data = every[every["x"].isin(order)]
        data = data.assign(_at=data["x"].map(rank)).sort_values("_at", kind="stable")
    data = drawn_rows(as_records(data))
    older = f"Left out as older and smaller than the repatriations: {join_words(overtaken)}."
    return ChartSpec(
        name="repatriation.travelled",
        title=_travelled_and_back(data, country, origin_names(ledger).get(country, country)),
        subtitle="People who travelled to Syria and Iraq, who came back by any route, and whom their state took home",
        mark="dumbbell",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"travelled": "ink", "returned by any route": "blue", "repatriated by their state": "orange"},
        caveats=(
            "The figures of one state have different dates, and the three kinds count different people.",
            *((older,) if overtaken and country == ALL else ()),
        ),
        empty="No source tells how many people travelled from this state.",
    )


def _newest(ledger: Ledger, indicator: str, series: str) -> pd.DataFrame:
    rows = headline(ledger, select(ledger, indicator, place="iraq-syria", origin=nationalities(ledger)))
    rows = oldest_first(rows[rows["role"] == "headline"])
    rows = rows.groupby("origin", observed=True).tail(1)
    return points(rows, series=series, x=rows["origin_name"].astype(str)) if len(rows) else empty_points()


def _not_below(back: pd.DataFrame, home: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Counts of those back by any route, without those that are older than the repatriations and below them.

    Whoever was repatriated is back: such a count would show a part larger than its whole. Also which were left out.
    """
    by_state = {str(row["origin"]): row for row in as_records(home)}

    def overtaken(row: Mapping[str, Any]) -> bool:
        mine = by_state.get(str(row["origin"]))
        return mine is not None and row["period_end"] < mine["period_end"] and row["value"] < mine["value"]

    out = pd.Series([overtaken(row) for row in as_records(back)], index=back.index, dtype=bool)
    names = [f"{row['x']} ({row['text']}, {_month(row)})" for row in as_records(back.loc[out])]
    return back[~out], names


def _travelled_and_back(data: pd.DataFrame, country: str, name: str) -> str:
    """`About 1,910 people travelled from France by Oct 2017; France took home at least 239 by Sep 2025`."""
    records = as_records(data)
    both = {str(r["x"]) for r in records if r["series"] == "repatriated by their state"}
    first = next((r for r in records if r["series"] == "travelled" and str(r["x"]) in both), None)
    first = first or next((r for r in records if r["series"] == "travelled"), None)
    if first is None:
        home = [r for r in records if str(r["series"]).startswith("repatriated")]
        if home and country != ALL:
            return took_home(str(home[0]["x"]), told(home[0]))
        whom = "a state" if country == ALL else the(name)
        return f"No source tells how many people travelled from {whom}"
    state, now = str(first["x"]), told(first)
    own = {str(r["series"]): told(r) for r in records if str(r["x"]) == state}
    for series, how in (("repatriated by their state", "taken home"), ("returned by any route", "back by any route")):
        if series in own:
            return went_and_came(state, now, own[series], how)
    return Telling(capital(f"{people_said(now.figure)} travelled from {the(state)} {now.by_month}"), now)
