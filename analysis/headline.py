"""The headline rule: which of several rival statements of the same figure leads, and why.

Nothing is averaged and nothing is thrown away: the leading statement is marked, the others stay beside it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.counting import SERIES, counts_apart, mark_falls, subject_of
from analysis.select import oldest_first
from analysis.vocabulary import NEWS, RELAYED, Hedge, publisher_kind, publisher_kinds
from loaders import Ledger
from loaders.frames import by_text, grouped, packed, texts

NEAR_DAYS = 31
ECHO_SHARE = 0.25

BESIDE = "counts differently; the line follows {counter}"
RULE = (
    "Where several sources state the same figure for the same date, the headline is chosen in this order: "
    "first a count that the ledger marks as the one to use (for events and periods); then a figure with a date of its "
    "own before one dated to its publication only; then the more primary publisher "
    "(UN, government, intergovernmental or Coalition body; then NGO or research; then a news report that quotes an "
    "official; then other news); then the later publication; then the more exact figure. "
    f"In a stock, a rounded or hedged figure within {NEAR_DAYS} days and {ECHO_SHARE:.0%} of an exact one from a "
    "publisher at least as primary, or an upper limit that the exact one keeps to, is shown as a light mark and left "
    "out of the line. The other statements stay visible as light marks. "
    "Where an indicator's bodies count differently, a line, a change and a headline are of one of them, the fullest of "
    "the most primary that is still current; the others stand beside it. A running total never falls: a statement that "
    "breaks its rise is a light mark."
)

_SCRATCH = [
    "_key",
    "_lead",
    "_out",
    "_undated",
    "_choice",
    "_alternative",
    "_primacy",
    "_age",
    "_inexact",
    "_low",
    "_high",
]


def primacy(frame: pd.DataFrame) -> pd.Series:
    """Rank publishers, 0 the most primary; `frame` has `publisher_kind` and `quotes`."""
    rank = by_text(frame["publisher_kind"], lambda kind: publisher_kind(kind).rank)
    relayed = (frame["publisher_kind"] == NEWS) & (frame["quotes"] != "")
    return pd.Series(rank, index=frame.index).mask(relayed, RELAYED).astype(int)


def _same_figure(frame: pd.DataFrame) -> pd.Series:
    """Number of the figure that a row states: a happening, a period with its scope, or a date."""
    happening = (frame["event"] != "").to_numpy()
    event, place, start, end = (
        pd.factorize(frame[column])[0] for column in ("event", "place", "period_start", "period_end")
    )
    start = np.where(frame["kind"] == "flow", start, -1)
    who = [frame[column] for column in ("indicator", "origin", "group", "unit")]
    what = [np.where(happening, event, place), np.where(happening, -2, start), np.where(happening, -2, end)]
    return pd.Series(grouped(*who, *what), index=frame.index)


MARKS = ["role", "clause", "statements", "rival_low", "rival_high"]


@lru_cache(maxsize=8)
def _marks(ledger: Ledger) -> pd.DataFrame:
    """Marks of every statement of a ledger, worked out once: a part of the ledger is judged with all its rivals."""
    marked = mark(ledger, ledger.observations)
    text = {name: texts(marked[name].astype("category")) for name in ("role", "clause")}
    rest = [{name: marked[name].to_numpy() for name in names} for names in (MARKS[2:3], MARKS[3:])]
    return packed(marked.index, text, rest, MARKS)


def headline(ledger: Ledger, frame: pd.DataFrame) -> pd.DataFrame:
    """Add to `frame`, observations of `ledger`, their part in the headline; rows, order and values stay as they are.

    `role` is headline, rival, echo (a rounded figure near an exact one), beside (the count of another body, where the
    indicator's counts are not comparable: see `analysis.counting`) or kept_out (listed in not_headline.csv);
    `clause` says why the headline leads; `statements` is how many state the same figure; `rival_low` and `rival_high`
    are the spread of all of them. A statement is judged against all rivals in the ledger, not only those in `frame`.
    """
    bare = frame.drop(columns=MARKS) if "role" in frame else frame
    return pd.concat([bare, _marks(ledger).loc[frame.index]], axis=1)


@lru_cache(maxsize=8)
def leading(ledger: Ledger) -> pd.DataFrame:
    """All observations as `headline` marks them, with a lead for every figure that any body states.

    For comparing what bodies say, not for lines: where the subject of a line states no figure of a date but others do,
    the best of theirs leads by the rule.
    """
    rows = headline(ledger, ledger.observations)
    across = mark(ledger, ledger.observations.assign(comparable="yes"))
    key = _same_figure(rows)
    led = set(key[rows["role"] == "headline"])
    stands_in = (rows["role"] == "beside") & (across["role"] == "headline") & ~key.isin(led)
    return rows.assign(
        role=rows["role"].astype(str).mask(stands_in, "headline"),
        clause=rows["clause"].astype(str).mask(stands_in, across["clause"].astype(str)),
    )


def mark(ledger: Ledger, frame: pd.DataFrame) -> pd.DataFrame:
    """As `headline`, judging the rows of `frame` against each other alone."""
    if frame.empty:
        return frame.assign(role="", clause="", statements=0, rival_low=np.nan, rival_high=np.nan)
    choice = _choice(ledger.lead, frame)
    key = _same_figure(frame)
    apart = counts_apart(frame)
    out = frame.assign(
        _key=key,
        # Bodies that count differently are no rivals of each other for the lead, only for the reader's eye.
        _lead=grouped(key, np.where(apart, pd.factorize(frame["counter"])[0], -1)),
        _undated=frame["date_precision"] == "publication",
        _out=_kept_out(ledger, frame),
        _choice=choice,
        _alternative=(frame["scope"] == "alternative_count") | (frame["preferred"] == "no"),
        _primacy=primacy(frame),
        _age=-frame["published"].fillna(pd.Timestamp(1900, 1, 1)).astype("int64"),
        _inexact=by_text(frame["qualifier"], lambda hedge: Hedge(hedge).rank),
        _low=frame["low"].fillna(frame["value"]),
        _high=frame["high"].fillna(frame["value"]),
    )
    order = ["_lead", "_out", "_choice", "_alternative", "_undated", "_primacy", "_age", "_inexact", "file", "line"]
    ranked = out.sort_values(order, kind="stable")
    keys, leads = ranked["_key"], ranked["_lead"]
    first = ~leads.duplicated()
    size = keys.groupby(keys).transform("size")
    lead = ranked.loc[first].set_index("_lead")
    runner_up = ranked[leads.groupby(leads).cumcount() == 1].set_index("_lead")
    clause = _clauses(lead, runner_up)
    eligible = ~ranked["_out"] & (~ranked["_alternative"] | ((ranked["_choice"] < 1) & bool(ledger.lead)))
    role = pd.Series("rival", index=ranked.index).mask(first & eligible, "headline").mask(ranked["_out"], "kept_out")
    ranked = ranked.assign(
        role=role,
        clause=leads.map(clause),
        statements=size,
        rival_low=ranked["_low"].groupby(keys).transform("min"),
        rival_high=ranked["_high"].groupby(keys).transform("max"),
    )
    marked = _mark_echoes(mark_falls(_mark_beside(ledger, ranked)))
    return marked.reindex(frame.index).drop(columns=_SCRATCH)


@lru_cache(maxsize=16)
def lead_choices(ledger: Ledger) -> tuple[str, ...]:
    """What may lead instead of the rule: highest, lowest, a kind of publisher, one of the most quoted publishers."""
    counts = ledger.observations["publisher"].astype(str).value_counts()
    kinds = publisher_kinds(ledger.observations["publisher_kind"].astype(str).unique())
    return ("", "highest", "lowest", *(f"kind:{kind}" for kind in kinds), *(f"by:{name}" for name in counts.index[:40]))


def lead_text(lead: str) -> str:
    """A choice of lead in words: `headline rule`, `highest statement leads`, `UN statements lead`."""
    what, _, name = lead.partition(":")
    if not lead:
        return "headline rule"
    if what == "kind":
        return f"{publisher_kind(name).statements} lead"
    return f"{name} leads" if what == "by" else f"{what} statement leads"


def with_lead(ledger: Ledger, lead: str) -> Ledger:
    """The same ledger with another choice of lead among rivals (see `lead_choices`); empty is the headline rule.

    No value changes: of the statements of one figure another one leads, and every clause says so. Where no statement
    fits the choice, the rule decides. Raises ValueError for a choice that is not offered.
    """
    return ledger if lead == ledger.lead else _with_lead(ledger, lead)


@lru_cache(maxsize=16)
def _with_lead(ledger: Ledger, lead: str) -> Ledger:
    if lead not in lead_choices(ledger):
        raise ValueError(f"{lead} is not a choice of lead")
    base = ledger.version.partition("#")[0]
    return replace(ledger, lead=lead, version=f"{base}#{lead}" if lead else base)


def _choice(lead: str, frame: pd.DataFrame) -> pd.Series:
    """Rank by the reader's choice, before the rule: 0 what was chosen; for highest and lowest, below 0 by value."""
    what, _, name = lead.partition(":")
    if what in ("highest", "lowest"):
        sign = -1.0 if what == "highest" else 1.0
        bound = frame["high" if what == "highest" else "low"].fillna(frame["value"])
        return sign * bound if what == "highest" else bound - bound.max() - 1
    column = {"kind": "publisher_kind", "by": "publisher"}.get(what)
    if column is None:
        return pd.Series(1.0, index=frame.index)
    return (frame[column] != name).astype(float)


def _kept_out(ledger: Ledger, frame: pd.DataFrame) -> pd.Series:
    columns = ["indicator", "place", "origin", "group", "period_end", "source"]
    listed = set(ledger.not_headline[columns].astype(str).itertuples(index=False, name=None))
    if not listed:
        return pd.Series(data=False, index=frame.index)
    near = frame.loc[frame["source"].isin({row[-1] for row in listed}), columns]
    found = [row in listed for row in near.astype(str).itertuples(index=False, name=None)]
    return pd.Series(found, index=near.index, dtype=bool).reindex(frame.index, fill_value=False)


def _clauses(lead: pd.DataFrame, second: pd.DataFrame) -> pd.Series:
    """Say for each figure which clause of the rule put the lead before the runner-up."""
    lead_of = lead.loc[second.index]
    clause = np.select(
        [
            (second["_out"] & ~lead_of["_out"]).to_numpy(),
            (second["_choice"] > lead_of["_choice"]).to_numpy(),
            (second["_alternative"] & ~lead_of["_alternative"]).to_numpy(),
            (second["_undated"] & ~lead_of["_undated"]).to_numpy(),
            (second["_primacy"] > lead_of["_primacy"]).to_numpy(),
            (second["_age"] > lead_of["_age"]).to_numpy(),
            (second["_inexact"] > lead_of["_inexact"]).to_numpy(),
        ],
        [
            "the other is kept out of headlines",
            "chosen by the reader",
            "marked as the count to use",
            "the other is dated to its publication only",
            "more primary publisher",
            "later publication",
            "more exact figure",
        ],
        "listed first among equals",
    )
    named = pd.Series(clause, index=second.index)
    return named.reindex(lead.index).fillna("only statement")


def _mark_beside(ledger: Ledger, frame: pd.DataFrame) -> pd.DataFrame:
    """Where bodies count differently, leave the lead of a series to one of them and set the others beside it."""
    apart = frame[(frame["role"] == "headline") & counts_apart(frame)]
    if apart.empty:
        return frame
    subject = subject_of(apart, ledger.subjects)
    beside = frame.index.isin(apart.index[apart["counter"] != subject])
    told = subject.map(lambda counter: BESIDE.format(counter=counter)).reindex(frame.index)
    return frame.assign(role=frame["role"].mask(beside, "beside"), clause=frame["clause"].mask(beside, told))


def _mark_echoes(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn rounded headline figures of a stock that stand near an exact, as primary one into light marks."""
    stock = frame[(frame["role"] == "headline") & (frame["kind"] == "stock")]
    exact = stock[stock["_inexact"] == 0]
    # What the reader chose to lead is never passed over for being round.
    rounded = stock[(stock["_inexact"] >= Hedge.ABOUT.rank) & (stock["_choice"] != 0)]
    if exact.empty or rounded.empty:
        return _mark_undated(frame)
    pairs = _pairs(stock, rounded[["period_end", "_primacy", "value", "qualifier"]], exact)
    near = (pairs["period_end"] - pairs["period_end_by"]).abs().dt.days <= NEAR_DAYS
    # A figure that is far off is no echo of the exact one but news: the stock itself has moved.
    like = (pairs["value"] - pairs["value_by"]).abs() <= pairs["value_by"] * ECHO_SHARE
    like |= (pairs["qualifier"] == "at_most") & (pairs["value"] >= pairs["value_by"])
    echoes = pairs.loc[near & like & (pairs["_primacy_by"] <= pairs["_primacy"]), "row"].unique()
    role = frame["role"].mask(frame.index.isin(echoes), "echo")
    clause = frame["clause"].mask(frame.index.isin(echoes), f"an exact figure holds within {NEAR_DAYS} days")
    return _mark_undated(frame.assign(role=role, clause=clause))


def _pairs(stock: pd.DataFrame, rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Every one of `rows` beside each of `others` that is of the same series of the `stock` that both are part of.

    `row` is its label; what the other says has the ending `_by`.
    """
    series = pd.Series(grouped(*(stock[column] for column in SERIES)), index=stock.index)
    own = rows.assign(_series=series.loc[rows.index]).reset_index(names="row")
    beside = others[rows.columns.intersection(["period_end", "_primacy", "value"])]
    return own.merge(beside.assign(_series=series.loc[others.index]), on="_series", suffixes=("", "_by"))


def _mark_undated(frame: pd.DataFrame) -> pd.DataFrame:
    """Figures of a stock dated to their publication give way to a dated one of the same weeks."""
    stock = frame[(frame["role"] == "headline") & (frame["kind"] == "stock")]
    late = stock[stock["_undated"] & (stock["_choice"] != 0)]
    if late.empty:
        return frame
    pairs = _pairs(stock, late[["period_end"]], stock[~stock["_undated"]])
    near = (pairs["period_end"] - pairs["period_end_by"]).abs().dt.days <= NEAR_DAYS
    found = frame.index.isin(pairs.loc[near, "row"].unique())
    why = f"dated to its publication; a figure with a date of its own holds within {NEAR_DAYS} days"
    return frame.assign(role=frame["role"].mask(found, "echo"), clause=frame["clause"].mask(found, why))


def series(ledger: Ledger, frame: pd.DataFrame) -> pd.DataFrame:
    """Only the headline statements of `frame`, oldest first, with the columns that `headline` adds."""
    marked = headline(ledger, frame)
    return oldest_first(marked[marked["role"] == "headline"])


def latest(ledger: Ledger, frame: pd.DataFrame) -> pd.Series | None:
    """The newest headline statement of `frame` as a row, or None where there is none.

    Where several headline statements hold on the newest date (say, one per place) this raises ValueError: the
    question was not narrow enough to have one answer.
    """
    rows = series(ledger, frame)
    if rows.empty:
        return None
    newest = rows[rows["period_end"] == rows["period_end"].max()]
    if len(newest) > 1:
        raise ValueError(
            f"{len(newest)} headline figures on {newest['period_end'].iloc[0]:%Y-%m-%d}; select one series"
        )
    return newest.iloc[0]
