"""Disputed figures: where sources differ on the same figure, who leads, by which clause, and how far apart they are."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.headline import NEAR_DAYS, leading
from analysis.hedge import figure_of
from loaders import Ledger
from loaders.frames import as_records, texts

COLUMNS = [
    "indicator",
    "place",
    "origin",
    "group",
    "unit",
    "period_start",
    "period_end",
    "date_precision",
    "title",
    "place_name",
    "origin_name",
    "theme",
    "value",
    "text",
    "source",
    "publisher",
    "clause",
    "statements",
    "low",
    "high",
    "spread",
    "rows",
]
_WHO = ["indicator", "place", "origin", "group", "unit"]


def disputes(ledger: Ledger, theme: str | None = None) -> pd.DataFrame:
    """One row a disputed figure, worst first: columns COLUMNS.

    Statements dispute a figure where they give another value for the same event or the same period; for a stock also
    where they hold within NEAR_DAYS of a headline and contradict it (the ranges that they allow do not meet), so that
    a claim of the same weeks is not missed for being dated to another day. `value` and `source` are the headline's,
    `low` and `high` the lowest and highest stated value (bounds of ranges included), `spread` is high less low as a
    share of the headline, `statements` how many differ or agree, `rows` their index labels in `ledger.observations`.
    `theme` keeps one theme.
    """
    found = _disputes(ledger)
    return found if theme is None else found[found["theme"] == theme]


@lru_cache(maxsize=8)
def _disputes(ledger: Ledger) -> pd.DataFrame:
    marked = leading(ledger)
    text = marked.assign(**{column: marked[column].astype(str) for column in [*_WHO, "kind", "role", "event", "scope"]})
    text = text.assign(
        _low=text["low"].fillna(text["value"]),
        _high=text["high"].fillna(text["value"]),
        _from=np.where(text["qualifier"] == "at_most", 0.0, text["low"].fillna(text["value"])),
        _to=np.where(text["qualifier"] == "at_least", np.inf, text["high"].fillna(text["value"])),
    )
    pairs = pd.concat([_same_figure(text), _same_weeks(text)], ignore_index=True).drop_duplicates(["lead", "other"])
    if pairs.empty:
        return pd.DataFrame(columns=COLUMNS)
    lowest = text["_low"].reindex(pairs["other"]).to_numpy()
    highest = text["_high"].reindex(pairs["other"]).to_numpy()
    grouped = pairs.assign(low=lowest, high=highest).groupby("lead")
    spans = grouped.agg(low=("low", "min"), high=("high", "max"), others=("other", lambda other: tuple(sorted(other))))
    lead = text.loc[spans.index]
    low = np.minimum(spans["low"], lead["_low"])
    high = np.maximum(spans["high"], lead["_high"])
    keep = low < high
    kept = lead.index[keep]
    out = lead.loc[keep].assign(
        low=low[keep],
        high=high[keep],
        spread=((high - low)[keep] / lead.loc[keep, "value"].replace(0, np.nan)),
        statements=spans.loc[keep, "others"].map(len) + 1,
        rows=pd.Series([(index, *spans.loc[index, "others"]) for index in kept], lead.index[keep], dtype=object),
        text=[figure_of(row).text for row in as_records(lead.loc[keep])],
        clause=[_why(text, index, spans.loc[index, "others"]) for index in kept],
        theme=lead.loc[keep, "theme"].astype(str),
    )
    return out[COLUMNS].sort_values(["spread", "statements"], ascending=False, na_position="first", kind="stable")


def _same_figure(text: pd.DataFrame) -> pd.DataFrame:
    """Pairs of a headline and another statement of the same event, or of the same period or date.

    Running totals since different days count different things, so they contradict nobody.
    """
    start = text["period_start"].dt.strftime("%Y-%m-%d").fillna("").where(text["kind"] != "stock", "")
    by_period = text["place"] + "|" + start + "|" + text["period_end"].dt.strftime("%Y-%m-%d")
    key = text["indicator"] + "|" + text["origin"] + "|" + text["group"] + "|" + text["unit"] + "|"
    key += ("event|" + text["event"]).where(text["event"] != "", by_period)
    keyed = pd.DataFrame({"key": key, "row": text.index, "lead": text["role"] == "headline"})
    several = keyed[keyed["key"].duplicated(keep=False)]
    heads = several.loc[several["lead"]].drop_duplicates("key")[["key", "row"]].rename(columns={"row": "lead"})
    pairs = several[["key", "row"]].rename(columns={"row": "other"}).merge(heads, on="key")
    return pairs.loc[pairs["lead"] != pairs["other"], ["lead", "other"]]


def _same_weeks(text: pd.DataFrame) -> pd.DataFrame:
    """Pairs of an exact or most primary headline of a stock and a statement of the same weeks that contradicts it."""
    stock = text.loc[text["kind"] == "stock", [*_WHO, "period_end", "role", "_from", "_to"]].reset_index(names="row")
    heads = stock[stock["role"] == "headline"]
    others = stock[stock["role"].isin(["echo", "kept_out", "beside"])]
    pairs = others.merge(heads, on=_WHO, suffixes=("", "_lead"))
    gap = (pairs["period_end"] - pairs["period_end_lead"]).abs()
    pairs = pairs.assign(gap=gap)[gap.dt.days <= NEAR_DAYS]
    pairs = pairs.sort_values("gap", kind="stable").drop_duplicates("row")
    apart = (pairs["_from"] > pairs["_to_lead"]) | (pairs["_to"] < pairs["_from_lead"])
    kept = pairs.loc[apart, ["row_lead", "row"]]
    return kept.rename(columns={"row_lead": "lead", "row": "other"})


def _why(text: pd.DataFrame, lead: int, others: tuple[int, ...]) -> str:
    """The clause by which the headline leads: its own, or that of the statement of the same weeks."""
    own = str(text.loc[lead, "clause"])
    if own != "only statement":
        return own
    if str(text.loc[others[0], "role"]) == "kept_out":
        return "the other is kept out of headlines"
    return str(text.loc[others[0], "clause"])


COMPARED = ["comparison", "title", "reason", "unit", "statements", "low", "high", "rows", "together"]


@lru_cache(maxsize=8)
def comparisons(ledger: Ledger) -> pd.DataFrame:
    """One row a declared comparison (data/comparisons.csv) of which the ledger holds two statements: columns COMPARED.

    Its statements count the same thing under different indicators, periods or places, so no rule says which leads.
    `low` and `high` are the lowest and highest stated value, bounds of ranges included, in `unit`; `rows` are the
    statements' index labels in `ledger.observations`, in the order of the file, and `together` says of each with which
    others it is added up first ("" for one that compares by itself); a sum that lacks a part is left out.
    """
    columns = ["indicator", "place", "origin", "group", "period_end", "source"]
    stated = ledger.observations[columns].astype(str)
    labels = dict(zip(stated.itertuples(index=False, name=None), stated.index, strict=True))
    out = []
    for name, rows in ledger.comparisons.groupby("comparison", sort=False, observed=True):
        found = [labels.get(key) for key in rows[columns].astype(str).itertuples(index=False, name=None)]
        sums = texts(rows["together"]).tolist()
        gaps = {part for part, label in zip(sums, found, strict=True) if part and label is None}
        kept = [
            (label, part) for label, part in zip(found, sums, strict=True) if label is not None and part not in gaps
        ]
        said = ledger.observations.loc[[label for label, _ in kept]]
        keys = [part or str(label) for label, part in kept]
        if len(set(keys)) < 2:
            continue
        out.append(
            {
                "comparison": str(name),
                "title": str(rows["title"].iloc[0]),
                "reason": str(rows["reason"].iloc[0]),
                "unit": str(said["unit"].iloc[0]),
                "statements": len(said),
                "low": float(said["low"].fillna(said["value"]).groupby(keys).sum().min()),
                "high": float(said["high"].fillna(said["value"]).groupby(keys).sum().max()),
                "rows": tuple(said.index),
                "together": tuple(part for _, part in kept),
            }
        )
    return pd.DataFrame(out, columns=COMPARED)


def statements(ledger: Ledger, rows: tuple[int, ...]) -> pd.DataFrame:
    """All statements of one dispute, the headline first, with the columns that `analysis.headline` adds."""
    return leading(ledger).loc[list(rows)]
