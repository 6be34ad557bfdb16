"""Charts of disagreement: every statement of one disputed figure, and how many figures are disputed in each theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import add, comparisons, disputes, figure_of, headline, statements
from analysis.origins import origin_kinds
from analysis.words import Telling, capital, date_text, number_text, period_text
from analysis.words.disputed import (
    Claim,
    claims_said,
    counted_apart,
    differ_most,
    differ_on,
    differ_widely,
    each_said,
)
from analysis.words.measures import COUNTED, measured, people_of
from charts import takeaway
from charts.catalog import chart
from charts.common import GROUPS, plainest, range_told, short_names, told
from charts.lists import numbered
from charts.spec import ChartSpec, added, empty_points, points
from charts.views.explore.words import origins_of
from loaders import Ledger
from loaders.frames import as_record, as_records, texts

FIRST = "shown on the charts"
_WIDE = 0.25  # of the figure, by which statements are far apart


@lru_cache(maxsize=16)
def dispute_rows(ledger: Ledger) -> pd.DataFrame:
    """`analysis.disputes` with a `label` that names each disputed figure once: measure, place, who, date."""
    found = disputes(ledger)
    if found.empty:
        return found.assign(label="")
    labels = pd.Series([_label(row) for row in as_records(found)], index=found.index, dtype=str)
    return found.assign(label=numbered(labels))


def _label(row: Mapping[str, object]) -> str:
    who = [] if str(row["origin"]) == "all" else [str(row["origin_name"])]
    if str(row["group"]) not in ("total", "all"):
        who.append(GROUPS.get(str(row["group"]), str(row["group"])))
    when = date_text(pd.Timestamp(str(row["period_end"])), str(row["date_precision"]))
    return ", ".join([str(row["title"]), str(row["place_name"]), *who, when])


@dataclass(frozen=True, slots=True)
class _Dispute:
    """One disputed figure as a sentence tells it: the measure in full and in few words, its date, who said what."""

    what: str
    brief: str
    unit: str
    when: str
    low: float
    high: float
    claims: tuple[Claim, ...]


@lru_cache(maxsize=8)
def short_titles(ledger: Ledger) -> Mapping[str, str]:
    """Indicator to its short title."""
    rows = ledger.indicators[["indicator", "short_title"]].astype(str)
    return dict(zip(rows["indicator"], rows["short_title"], strict=True))


def _about(ledger: Ledger, row: Mapping[str, Any]) -> _Dispute:
    """A row of `dispute_rows` with what the lowest, the leading and the highest statement say, and who says it."""
    unit, people, origin = str(row["unit"]), "", str(row["origin"])
    name = str(row["origin_name"])
    kind = origin_kinds(ledger).get(origin, "")
    alone = kind == "aggregate" and len(origins_of(ledger, str(row["indicator"]), (str(row["place"]),))) == 1
    if origin != "all" and not alone:
        people = people_of(name, kind) if unit in COUNTED else name
    group = str(row["group"])
    whom = "" if group in ("total", "all") else f"{GROUPS.get(group, group.replace('_', ' '))}, "
    what = measured(str(row["title"]), str(row["place_name"]), people)
    short = short_titles(ledger).get(str(row["indicator"])) or str(row["title"])
    brief = measured(short, str(row["place_name"]), (name if kind == "nationality" else people) if people else "")
    when = whom + date_text(pd.Timestamp(str(row["period_end"])), str(row["date_precision"]))
    rows = statements(ledger, row["rows"])
    lows, highs = rows["low"].fillna(rows["value"]), rows["high"].fillna(rows["value"])
    lead = rows.index[rows["role"] == "headline"][0]
    used = dict.fromkeys([lows.idxmin(), lead, highs.idxmax()])
    ordered = sorted(used, key=lambda label: float(lows[label]))
    claims = tuple((str(rows.loc[label, "stated_by"]), told(rows.loc[label])) for label in ordered)
    return _Dispute(what, capital(brief), unit, when, float(row["low"]), float(row["high"]), claims)


@lru_cache(maxsize=8)
def dispute_labels(ledger: Ledger) -> dict[tuple[str, int], tuple[int, str]]:
    """For the file and line of each disputed headline: its rank among all disputes, 0 the widest, and its label."""
    found = dispute_rows(ledger)
    at = ledger.observations.loc[found.index, ["file", "line"]]
    places = zip(texts(at["file"]), at["line"], strict=True)
    return {place: (rank, label) for rank, (place, label) in enumerate(zip(places, found["label"], strict=True))}


@lru_cache(maxsize=8)
def dispute_ids(ledger: Ledger) -> Mapping[str, str]:
    """Label of each disputed figure to an id that stays when names do not: measure, place, who and date."""
    found = dispute_rows(ledger)
    ids = found["indicator"].astype(str)
    for column in ("place", "origin", "group"):
        ids = ids + "." + found[column].astype(str)
    ids = ids + "." + found["period_end"].dt.strftime("%Y-%m-%d")
    again = ids.groupby(ids).cumcount() + 1
    return dict(zip(found["label"], ids.where(again == 1, ids + "." + again.astype(str)), strict=True))


def labels(ledger: Ledger) -> tuple[str, ...]:
    """Names of all disputed figures, the widest apart first."""
    return tuple(dispute_rows(ledger)["label"])


@chart("disputes.one", lambda ledger: {"dispute": labels(ledger)})
def one(ledger: Ledger, dispute: str = "") -> ChartSpec:
    """All statements of one disputed figure side by side, the headline first."""
    found = dispute_rows(ledger)
    row = found[found["label"] == (dispute or found["label"].iloc[0])].iloc[0]
    rows = statements(ledger, row["rows"])
    lead = rows["role"] == "headline"
    rows = pd.concat([rows.loc[lead], rows[~lead].sort_values("value", ascending=False)])
    who = [f"{r['attribution']}, {date_text(r['period_end'], str(r['date_precision']))}" for r in as_records(rows)]
    names = numbered(pd.Series(who, index=rows.index, dtype=str))
    standing = lead.map({True: FIRST, False: "other statement"})
    data = points(rows, series=standing, x=names)
    unit, about = str(row["unit"]), _about(ledger, as_record(row))
    return ChartSpec(
        name="disputes.one",
        title=claims_said(about.what, about.brief, unit, about.when, about.claims),
        subtitle=(
            f"Every statement of the figure ({about.when}); "
            f"the charts follow {_attribution(rows, lead)}: {row['clause']}"
        ),
        mark="bar",
        # Each statement is a bar of its own here, so that all can be read side by side.
        data=data.assign(
            role="headline",
            clause=data["clause"].astype(str).where(lead.to_numpy(), ""),
            statements=1,
            rival_low=float("nan"),
            rival_high=float("nan"),
        ),
        unit=unit,
        x_kind="category",
        colours={FIRST: "blue", "other statement": "grey"},
    )


def _attribution(rows: pd.DataFrame, lead: pd.Series) -> str:
    """Who states the leading statement."""
    return str(rows.loc[lead, "attribution"].iloc[0])


@lru_cache(maxsize=16)
def compared(ledger: Ledger) -> dict[str, str]:
    """Key and title of every declared comparison of which the ledger holds two statements."""
    found = comparisons(ledger)
    return dict(zip(found["comparison"], found["title"], strict=True))


@chart(
    "disputes.comparison",
    lambda ledger: {"comparison": tuple(compared(ledger))},
    history="A comparison is of the statements that comparisons.csv lists.",
)
def comparison(ledger: Ledger, comparison: str = "") -> ChartSpec:
    """Statements that count the same thing under different indicators, periods or places, side by side."""
    found = comparisons(ledger)
    row = found[found["comparison"] == (comparison or found["comparison"].iloc[0])].iloc[0]
    rows = headline(ledger, ledger.observations.loc[list(row["rows"])]).sort_values("value", ascending=False)
    several = {column: len(set(rows[column].astype(str))) > 1 for column in ("title", "place_name", "group")}
    names = numbered(pd.Series([_said_by(r, several) for r in as_records(rows)], index=rows.index, dtype=str))
    data = points(rows, series="statement", x=names)
    parts = pd.Series(row["together"], index=list(row["rows"]), dtype=str)
    for words in [part for part in parts.unique() if part]:
        data = pd.concat([data, _sum(rows.loc[parts.index[parts == words]], words)], ignore_index=True)
    data = data.sort_values("value", ascending=False, kind="stable").reset_index(drop=True)
    unit, low, high = str(row["unit"]), float(row["low"]), float(row["high"])
    off = ((data["low"].fillna(data["value"]) - low).abs(), (data["high"].fillna(data["value"]) - high).abs())
    least, most = (plainest(data[apart == apart.min()]) for apart in off)
    return ChartSpec(
        name="disputes.comparison",
        title=Telling(counted_apart(str(row["title"]), unit, low, high), range_told(least, most)),
        subtitle=str(row["reason"]),
        mark="bar",
        # No rule chooses among counts of different things, so none is drawn as the headline's rival.
        data=data.assign(role="headline"),
        unit=unit,
        x_kind="category",
        colours={"statement": "blue", "sum of statements": "grey"},
    )


def _sum(rows: pd.DataFrame, words: str) -> pd.DataFrame:
    """One bar for statements that compare only together."""
    whole = add(figure_of(row) for row in as_records(rows))
    first = rows.iloc[0]
    record = {
        "period_start": rows["period_start"].min(),
        "period_end": rows["period_end"].max(),
        "basis": "sum",
        "value": whole.value,
        "low": whole.low,
        "high": whole.high,
        "qualifier": whole.qualifier,
        "unit": whole.unit,
        "rows": tuple(rows.index),
    }
    when = period_text(record["period_start"], record["period_end"], str(first["date_precision"]))
    name = pd.Series([f"{first['attribution']}, {words}, {when}"])
    return added(pd.DataFrame([record]), rows, series="sum of statements", x=name, note="Sum of {n} statements")


def _said_by(row: Mapping[str, Any], several: Mapping[str, bool]) -> str:
    """Who states a statement and when, and what it counts as far as that differs between the statements."""
    names = {"title": str(row["short_title"] or row["title"]), "place_name": str(row["place_name"]).split(" (")[0]}
    names["group"] = GROUPS.get(str(row["group"]), str(row["group"]))
    what = [names[column] for column, differs in several.items() if differs]
    when = period_text(row["period_start"], row["period_end"], str(row["date_precision"])) if row["scope"] else ""
    when = when or date_text(pd.Timestamp(str(row["period_end"])), str(row["date_precision"]))
    return ", ".join([str(row["attribution"]), *what, when])


def _brief(ledger: Ledger, row: Mapping[str, object]) -> str:
    """A label that leaves room for the bar, in the short names of measure and place; full ones stand in the list."""
    when = date_text(pd.Timestamp(str(row["period_end"])), str(row["date_precision"]))
    place = short_names(ledger).get(str(row["place"]), str(row["place_name"]))
    return ", ".join([short_titles(ledger).get(str(row["indicator"])) or str(row["title"]), place, when])


def disputed_themes(ledger: Ledger) -> tuple[str, ...]:
    """The themes that have a disputed figure, `all` first."""
    return ("all", *dict.fromkeys(texts(dispute_rows(ledger)["theme"]))) if len(dispute_rows(ledger)) else ("all",)


def _most(ledger: Ledger, row: Mapping[str, Any]) -> str:
    about = _about(ledger, row)
    return differ_most(about.what, about.brief, about.when, about.claims)


@takeaway.sentence("disputes", lambda ledger: {"dispute": labels(ledger)})
def sentence(ledger: Ledger, dispute: str = "") -> str:
    """Who says what on the chosen figure, and how many others are as far apart."""
    found = dispute_rows(ledger)
    if found.empty:
        return "No two sources differ on the same figure."
    row = found[found["label"] == (dispute or found["label"].iloc[0])].iloc[0]
    about = _about(ledger, as_record(row))
    wide = int((found["spread"] > _WIDE).sum()) - int(row["spread"] > _WIDE)
    more = f" {differ_widely(wide)}." if wide else ""
    return f"{differ_on(about.what, about.brief, about.unit, about.when)}. {each_said(about.claims)}.{more}"


@chart("disputes.widest", lambda ledger: {"theme": disputed_themes(ledger)})
def widest(ledger: Ledger, theme: str = "all") -> ChartSpec:
    """The widest disputes, of one theme or of all: how far the lowest and the highest statement are apart."""
    found = dispute_rows(ledger).loc[lambda f: f["spread"].notna()]
    found = (found if theme == "all" else found[found["theme"] == theme]).head(15)
    marked = ledger.observations.loc[found.index]
    short = numbered(pd.Series([_brief(ledger, row) for row in as_records(found)], index=found.index, dtype=str))
    data = points(marked, series="Spread", x=short) if len(found) else empty_points()
    if len(found):
        spread = [
            f"{number_text(r['low'], str(r['unit']))} to {number_text(r['high'], str(r['unit']))}"
            for r in as_records(found)
        ]
        data = data.assign(
            value=(found["spread"] * 100).round(1).to_numpy(),
            low=float("nan"),
            high=float("nan"),
            unit="percent",
            qualifier="exact",
            basis="spread",
            text=spread,
            note="Highest less lowest statement, percent of the headline",
        )
    top = found.iloc[0] if len(found) else None
    return ChartSpec(
        name="disputes.widest",
        # A bar is how far the two ends are apart, and bears them as its text.
        title=Telling(_most(ledger, as_record(top)), told(data.iloc[0]))
        if top is not None
        else "No two sources differ on the same figure",
        subtitle="Highest less lowest statement of a figure, percent of its headline; the fifteen widest",
        mark="bar",
        data=data,
        unit="percent",
        x_kind="category",
        colours={"Spread": "rose"},
        empty="By the chosen date no two sources differ on the same figure.",
    )
