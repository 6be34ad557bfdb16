"""Compare: who has taken back what share of its nationals, as one table by country with its gaps, and as charts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

import pandas as pd

from analysis import Figure, figure_text, headline, join_words
from analysis.compare import Cell, scorecard
from analysis.words import WORKED_OUT, Telling, Told, capital, count_text, date_text, month_text, said, the
from analysis.words.grammar import keeping, shortest
from charts import takeaway
from charts.catalog import chart
from charts.common import origin_names, short_names
from charts.spec import ChartSpec, combined, drawn_rows, points
from charts.views.compare.series import FEWEST, cited_both, numbers, rounded, series
from charts.views.repatriation.sums import ALL, countries, country_totals
from loaders import Ledger
from loaders.frames import as_records

MEASURES = {
    "travelled": "Travelled",
    "returned": "Back by any route",
    "repatriated": "Repatriated",
    "remaining": "Remaining",
    "killed": "Killed",
}
NOT_STATED = "not stated"
# What a share and a pair of figures are made of: both at the date of the count of those who remain.
THEN, COUNTED, SHARE = "Repatriated before the count", "Remaining", "Share repatriated"
_FRESH, _OLDER = "counted in the past year", "older or overtaken count"
_BARS = 20


def _cell_point(ledger: Ledger, cell: Cell, name: str, measure: str) -> dict[str, object]:
    """A cell of the scorecard as a drawn row: series = measure, x = country."""
    rows = headline(ledger, ledger.observations.loc[list(cell.rows)])
    held = as_records(points(rows, series=measure))
    point = combined(held) | {"series": measure, "x": name, "start": pd.NaT, "role": "headline"}
    point |= numbers(cell.figure, "persons") | {
        "basis": "sum" if len(held) > 1 else "part",
        "note": ". ".join(text for text in (cell.note, str(held[0]["note"]) if len(held) == 1 else "") if text),
        "period_start": min(row["period_start"] for row in held),
        "period_end": cell.date,
        "date_precision": cell.precision,
    }
    if len(held) == 1 and cell.figure.qualifier == held[0]["qualifier"]:
        return held[0] | {"series": measure, "x": name, "start": pd.NaT, "role": "headline"}
    return point


@lru_cache(maxsize=16)
def scorecard_points(ledger: Ledger) -> pd.DataFrame:
    """All cells and shares of the scorecard as drawn rows: series = measure, x = country."""
    records: list[dict[str, object]] = []
    home = {str(row["origin"]): row for row in as_records(country_totals(ledger))}
    for row in as_records(scorecard(ledger)):
        name, origin = str(row["name"]), str(row["origin"])
        for key, label in MEASURES.items():
            if row[key] is not None:
                # One figure with those of the page on repatriation, as it is drawn there.
                own = home[origin] | {"series": label, "x": name} if key == "repatriated" else None
                records.append(own or _cell_point(ledger, row[key], name, label))
    records += [row["points"][2] for row in _paired(ledger) if row["share"] is not None]
    return drawn_rows(records)


def _pair(ledger: Ledger, row: Mapping[str, Any]) -> tuple[dict[str, object], ...]:
    """Those repatriated before a count, those who remained, and the share where it is told, as drawn rows."""
    name, share = str(row["name"]), row["share"]
    before = _cell_point(ledger, row["then"], name, THEN)
    left = _cell_point(ledger, row["counted"], name, COUNTED)
    return (before, left) if share is None else (before, left, _share_point(before, left, share))


def _share_point(home: dict[str, object], rest: dict[str, object], share: Figure) -> dict[str, object]:
    figure = rounded(share)
    point = home | numbers(figure, "percent") | cited_both(home, rest)
    told_of = [
        f"{row['text']} {what} ({_date(row)}, {row['attribution']})"
        for row, what in ((home, "repatriated"), (rest, "remaining"))
    ]
    # A share ends at all and at none, so that open ends have a bound to draw.
    edges = {"at_least": (figure.value, 100.0), "at_most": (0.0, figure.value)}
    low, high = edges.get(figure.qualifier, (point["low"], point["high"]))
    return point | {
        "series": SHARE,
        "low": low,
        "high": high,
        "basis": "rate",
        "title": "Share repatriated of repatriated and remaining",
        "indicator": "",
        "note": f"{told_of[0]} of these and {told_of[1]}, times 100",
    }


def _date(row: Mapping[str, object]) -> str:
    return date_text(pd.Timestamp(str(row["period_end"])), str(row["date_precision"]))


@lru_cache(maxsize=16)
def scorecard_spec(ledger: Ledger) -> ChartSpec:
    """The whole scorecard for the table and its CSV; never drawn."""
    data = scorecard_points(ledger)
    return ChartSpec(
        name="compare.scorecard",
        title=scorecard_sentence(ledger),
        subtitle="Newest figure of each country; figures of different dates",
        mark="dots",
        data=data,
        unit="persons",
        x_kind="category",
        known_on=ledger.known_on,
        lead=ledger.lead,
    )


def scorecard_sentence(ledger: Ledger) -> str:
    """How many countries took people home, without a stop."""
    frame = scorecard(ledger)
    home = int(frame["repatriated"].notna().sum())
    if not home:
        return "No source reports that a country took its nationals home"
    return Telling(f"At least {count_text(home, 'country has', 'countries have')} taken nationals home", WORKED_OUT)


@lru_cache(maxsize=64)
def scorecard_table(ledger: Ledger, sort: str = "name") -> pd.DataFrame:
    """The scorecard as a reader sees it: one row a country, figure with hedge and date in each cell, gaps named.

    `sort` is `name`, a measure or `share`; the largest first, gaps last.
    """
    frame = scorecard(ledger)
    if sort != "name":
        keys = [float("-inf") if held is None else getattr(held, "figure", held).value for held in frame[sort]]
        frame = frame.assign(_key=keys).sort_values(["_key", "name"], ascending=[False, True], kind="stable")
    places = short_names(ledger)
    shares = [_share_text(row["share"], row["counted"]) for row in as_records(frame)]
    out = {"Country": frame["name"].astype(str), SHARE: pd.Series(shares, index=frame.index, dtype=object)}
    for key, label in MEASURES.items():
        out[label] = frame[key].map(partial(_cell_text, places=places, key=key))
    return pd.DataFrame(out).reset_index(drop=True)


def _share_text(share: Figure | None, counted: Cell | None) -> str:
    if share is None or counted is None:
        return NOT_STATED
    return f"{figure_text(rounded(share))} ({date_text(counted.date, counted.precision)})"


def _cell_text(cell: Cell | None, places: Mapping[str, str], key: str) -> str:
    if cell is None:
        return NOT_STATED
    parts = [date_text(cell.date, cell.precision)]
    if key == "remaining":
        parts = [*([] if cell.holds else ["last known"]), *parts, places.get(cell.place, cell.place)]
        parts += [f"{cell.left.text} left since"] if cell.left is not None else []
    if cell.note:
        parts.append(cell.note)
    return f"{cell.figure.text} ({', '.join(parts)})"


def _fresh_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of counts that still hold, the largest share first, then the others, the newest first."""

    def order(row: Mapping[str, Any]) -> tuple[bool, float, float, str]:
        value = -float(row["share"].value) if row["share"] is not None else 0.0
        held: Cell = row["counted"]
        return not held.holds, value if held.holds else -float(held.date.timestamp()), value, str(row["name"])

    return sorted(rows, key=order)


def _dated(row: Mapping[str, Any]) -> str:
    """`Kosovo (Jul 2021)`: a country with the date of the count."""
    return f"{row['name']} ({month_text(row['counted'].date, row['counted'].precision)})"


@lru_cache(maxsize=16)
def _paired(ledger: Ledger) -> tuple[dict[str, Any], ...]:
    """Countries with both figures, in the order of the charts; `points` are their drawn rows (see `_pair`)."""
    rows = as_records(scorecard(ledger))
    both_of = [dict(row) for row in rows if row["then"] is not None and row["counted"] is not None]
    return tuple(row | {"points": _pair(ledger, row)} for row in _fresh_first(both_of))


_APART = (
    "Both figures of a country are of the date of its count of those who remained: who was taken home later is in "
    "neither. Grey: counts that are older than a year or that departures or events have overtaken since."
)


@chart("compare.share", lambda ledger: {"country": countries(ledger)})
def share_bars(ledger: Ledger, country: str = ALL) -> ChartSpec:
    """Share of its nationals that each country had repatriated when those left were last counted, with its bounds.

    Nothing is drawn for a chosen country of which no share can be told.
    """
    told_of = [row for row in _paired(ledger) if row["share"] is not None]
    own = [row for row in told_of if country in (ALL, row["origin"])]
    names = origin_names(ledger)
    records = []
    for row in told_of[:_BARS] if own else []:
        series_name = _FRESH if row["counted"].holds else _OLDER
        if country != ALL:
            series_name = names[country] if row["origin"] == country else "Other states"
        records.append(row["points"][2] | {"series": series_name, "x": _dated(row)})
    gaps = [str(row["name"]) for row in as_records(scorecard(ledger)) if row["share"] is None]
    mine = {names.get(country, country): "orange", "Other states": "grey"}
    return ChartSpec(
        name="compare.share",
        title=_shares_said(own, names.get(country, country) if country != ALL else ""),
        subtitle="Repatriated of repatriated and remaining together, percent; whiskers show what the hedges allow",
        mark="bar",
        data=drawn_rows(records),
        unit="percent",
        x_kind="category",
        colours=mine if country != ALL else {_FRESH: "blue", _OLDER: "grey"},
        caveats=(_APART, *((f"Gaps, no share can be told: {join_words(gaps)}.",) if gaps else ())),
        empty="No country has both a count of those who remain and a figure of those taken home before it.",
    )


def _shares_said(rows: list[dict[str, Any]], name: str) -> str:
    """`Bosnia and Herzegovina had taken home at least 17.4% of its nationals by Apr 2025 and Kosovo ...`."""
    if not rows:
        return f"No source lets it be told what share of the nationals of {the(name) or 'any country'} came home"
    clauses: list[str] = []
    for row in rows[:2]:
        when = month_text(row["counted"].date, row["counted"].precision)
        figure = said(row["share"])
        said_of = f"{figure} by {when}" if clauses else f"had taken home {figure} of its nationals by {when}"
        share = Told(row["share"], row["counted"].date, row["counted"].precision, row=row["points"][2])
        clauses.append(Telling(f"{the(str(row['name']))} {said_of}", share))
    return capital(shortest(join_words(clauses), clauses[0]))


@chart("compare.both")
def both(ledger: Ledger) -> ChartSpec:
    """Repatriated and remaining side by side at the date of the count, for countries with both figures."""
    rows = _paired(ledger)[:_BARS]
    records = [point | {"x": _dated(row)} for row in rows for point in row["points"][:2]]
    more = [str(row["name"]) for row in rows if row["then"].figure.bounds[0] > row["counted"].figure.bounds[1]]
    return ChartSpec(
        name="compare.both",
        title=_more_home(more, len(rows)),
        subtitle="People, at the date of the newest count of those who remained in Northeast Syria or around it",
        mark="dumbbell",
        data=drawn_rows(records),
        unit="persons",
        x_kind="category",
        colours={THEN: "teal", COUNTED: "orange"},
        caveats=(_APART.partition(" Grey")[0],),
        empty="No country has both a count of those who remain and a figure of those taken home before it.",
    )


def _more_home(more: list[str], every: int) -> str:
    """Which countries had surely taken home more people than remained."""
    if not every:
        return "No source counts both those taken home and those who remain of a country"
    when = "at the last count"
    few = len(more) <= FEWEST + 1
    if more and few:
        who = join_words([the(name) for name in more])
    else:
        counted = [WORKED_OUT] * (2 if more else 1)
        who = Telling(f"{len(more) or 'Not one'} of {every} countries", *counted)
    return capital(keeping(f"{who} had taken home more people than were known to remain {when}", who))


@takeaway.sentence("compare")
def sentence(ledger: Ledger, **chosen: Any) -> str:
    """What the comparison of the chosen series shows, and whom countries took home."""
    spec = series(ledger, **chosen)
    return takeaway.spoken("" if spec.is_empty else spec.title, scorecard_sentence(ledger))
