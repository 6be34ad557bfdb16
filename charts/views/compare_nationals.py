"""Compare: who has taken back what share of its nationals, as one table by country with its gaps, and as charts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial

import pandas as pd

from analysis import Figure, figure_text, headline, join_words
from analysis.compare import Cell, scorecard
from analysis.words import date_text
from charts.catalog import chart
from charts.common import short_names
from charts.spec import CITED, DRAWN, ChartSpec, combined, empty_points, points
from charts.views.compare import FEWEST, cited_both, numbers, rounded
from loaders import Ledger

MEASURES = {
    "travelled": "Travelled",
    "returned": "Back by any route",
    "repatriated": "Repatriated",
    "remaining": "Remaining",
    "killed": "Killed",
}
NOT_STATED = "not stated"
_BARS = 20


def _cell_point(ledger: Ledger, cell: Cell, name: str, measure: str) -> dict[str, object]:
    """A cell of the scorecard as a drawn row: series = measure, x = country."""
    rows = headline(ledger, ledger.observations.loc[list(cell.rows)])
    held = points(rows, series=measure).to_dict("records")
    newest = next(row for row in reversed(held) if row["period_end"] == cell.date)
    point = newest | {"series": measure, "x": name, "start": pd.NaT}
    if len(held) > 1:
        start = min(row["period_start"] for row in held)
        return point | combined(held) | numbers(cell.figure, "persons") | {
            "basis": "sum", "note": cell.note.capitalize(), "period_start": start,
            **{column: point[column] for column in ("series", "x", "start")},
        }  # fmt: skip
    if cell.figure.qualifier != point["qualifier"]:
        point |= {"qualifier": cell.figure.qualifier, "text": figure_text(cell.figure), "basis": "part"}
    return point | ({"note": f"{cell.note.capitalize()}. {point['note']}".strip()} if cell.note else {})


@lru_cache(maxsize=16)
def scorecard_points(ledger: Ledger) -> pd.DataFrame:
    """All cells and shares of the scorecard as drawn rows: series = measure, x = country."""
    records: list[dict[str, object]] = []
    for row in scorecard(ledger).to_dict("records"):
        cells = {key: row[key] for key in MEASURES}
        drawn = {key: _cell_point(ledger, cell, str(row["name"]), MEASURES[key]) for key, cell in cells.items() if cell}
        records += drawn.values()
        if row["share"] is not None:
            records.append(_share_point(drawn["repatriated"], drawn["remaining"], row["share"]))
    return pd.DataFrame(records, columns=DRAWN + CITED) if records else empty_points()


def _share_point(home: dict[str, object], rest: dict[str, object], share: Figure) -> dict[str, object]:
    figure = rounded(share)
    point = home | numbers(figure, "percent") | cited_both(home, rest)
    told = [
        f"{row['text']} {what} ({_date(row)}, {row['publisher']})"
        for row, what in ((home, "repatriated"), (rest, "remaining"))
    ]
    # A share ends at all and at none, so that open ends have a bound to draw.
    edges = {"at_least": (figure.value, 100.0), "at_most": (0.0, figure.value)}
    low, high = edges.get(figure.qualifier, (point["low"], point["high"]))
    return point | {
        "series": "Share repatriated",
        "low": low,
        "high": high,
        "basis": "rate",
        "title": "Share repatriated of repatriated and remaining",
        "indicator": "",
        "note": f"{told[0]} of these and {told[1]}, times 100",
    }


def _date(row: Mapping[str, object]) -> str:
    return date_text(pd.Timestamp(str(row["period_end"])), str(row["date_precision"]))


def scorecard_spec(ledger: Ledger) -> ChartSpec:
    """The whole scorecard for the table and its CSV; never drawn."""
    data = scorecard_points(ledger)
    return ChartSpec(
        name="compare.scorecard",
        title=scorecard_sentence(ledger),
        subtitle="Newest headline figure of each country; figures of different dates",
        mark="dots",
        data=data,
        unit="persons",
        x_kind="category",
        known_on=ledger.known_on,
        lead=ledger.lead,
    )


def scorecard_sentence(ledger: Ledger) -> str:
    """How many countries have which figures, as one sentence."""
    frame = scorecard(ledger)
    if frame.empty:
        return "Who has taken back what share of its nationals: no figure yet"
    both = int(frame["share"].notna().sum())
    home, rest = (int(frame[key].notna().sum()) for key in ("repatriated", "remaining"))
    return (
        f"Of {len(frame)} countries on record, {home} have a figure of people repatriated and {rest} one of people "
        f"remaining; a share can be told for {both}"
    )


def scorecard_table(ledger: Ledger, sort: str = "name") -> pd.DataFrame:
    """The scorecard as a reader sees it: one row a country, figure with hedge and date in each cell, gaps named.

    `sort` is `name`, a measure or `share`; the largest first, gaps last.
    """
    frame = scorecard(ledger)
    if sort != "name":
        keys = [float("-inf") if held is None else getattr(held, "figure", held).value for held in frame[sort]]
        frame = frame.assign(_key=keys).sort_values(["_key", "name"], ascending=[False, True], kind="stable")
    places = short_names(ledger)
    out = {"Country": frame["name"].astype(str), "Share repatriated": frame["share"].map(_share_text)}
    for key, label in MEASURES.items():
        out[label] = frame[key].map(partial(_cell_text, places=places, key=key))
    return pd.DataFrame(out).reset_index(drop=True)


def _share_text(share: Figure | None) -> str:
    return NOT_STATED if share is None else figure_text(rounded(share))


def _cell_text(cell: Cell | None, places: Mapping[str, str], key: str) -> str:
    if cell is None:
        return NOT_STATED
    parts = [date_text(cell.date, cell.precision)]
    if key == "remaining":
        parts.append(places.get(cell.place, cell.place))
    if cell.note:
        parts.append(cell.note)
    return f"{cell.figure.text} ({', '.join(parts)})"


@chart("compare.share")
def share_bars(ledger: Ledger) -> ChartSpec:
    """Share of its nationals that each country has repatriated, with the bounds that the hedges allow."""
    data = scorecard_points(ledger)
    data = data.loc[data["series"] == "Share repatriated"].sort_values(
        ["value", "x"], ascending=[False, True], kind="stable"
    )
    data = data.head(_BARS).reset_index(drop=True)
    frame = scorecard(ledger)
    gaps = list(frame.loc[frame["share"].isna(), "name"])
    told = [f"{row['x']} {row['text']}" for row in data.to_dict("records") if row["qualifier"] != "at_most"][:3]
    title = "Repatriated share of those repatriated or remaining" + (f": {join_words(told)}" if told else "")
    return ChartSpec(
        name="compare.share",
        title=title,
        subtitle="Repatriated of repatriated and remaining together, percent; whiskers show what the hedges allow",
        mark="bar",
        data=data,
        unit="percent",
        x_kind="category",
        colours={"Share repatriated": "blue"},
        caveats=(
            (
                "The two figures of a country differ in date. Where the count of those remaining is the older, people "
                "taken home since may stand in both, and the bounds allow for it."
            ),
            *((f"Gaps, no share can be told: {join_words(gaps)}.",) if gaps else ()),
        ),
        empty="No country has both a figure of people repatriated and one of people remaining.",
    )


@chart("compare.both")
def both(ledger: Ledger) -> ChartSpec:
    """Repatriated and remaining side by side, for countries with both figures."""
    data = scorecard_points(ledger)
    data = data.loc[data["series"].isin([MEASURES["repatriated"], MEASURES["remaining"]])]
    counted = data.groupby("x")["series"].nunique()
    data = data.loc[data["x"].isin(counted.index[counted == FEWEST])]
    order = data.groupby("x")["value"].max().sort_values(ascending=False).index[:_BARS]
    data = data.loc[data["x"].isin(order)]
    rank = {name: at for at, name in enumerate(order)}
    data = (
        data.assign(_at=data["x"].map(rank))
        .sort_values(["_at", "series"], kind="stable")
        .drop(columns="_at")
        .reset_index(drop=True)
    )
    home = data.loc[data["series"] == MEASURES["repatriated"]].set_index("x")["value"]
    rest = data.loc[data["series"] == MEASURES["remaining"]].set_index("x")["value"]
    more = int((home > rest.reindex(home.index)).sum())
    return ChartSpec(
        name="compare.both",
        title=f"{more} of {len(home)} countries with both figures have repatriated more people than remain"
        if len(home)
        else "Repatriated and remaining",
        subtitle="People, newest headline figure of each; the figures differ in date",
        mark="dumbbell",
        data=data,
        unit="persons",
        x_kind="category",
        colours={MEASURES["repatriated"]: "teal", MEASURES["remaining"]: "orange"},
        empty="No country has both a figure of people repatriated and one of people remaining.",
    )
