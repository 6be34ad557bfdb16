"""The newest happening of what is asked: who asks for the last one wants its day, not how many there have been."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

import pandas as pd

from analysis.find import telling
from analysis.find.answer import Answer, added, flow_text, rows_of, stated
from analysis.find.figures import Fit
from analysis.find.question import Mention, Question
from analysis.find.series import shelf
from analysis.headline import headline
from analysis.hedge import add, figure_of
from analysis.origins import OWN, nationalities
from analysis.repatriated import REPATRIATED, SO_FAR, Happening, Rows, happenings, in_all, told_since
from analysis.totals import countable, scopes
from analysis.words import Told, date_text, on, period_text
from analysis.words.home import last_took_home, people_said, took_home
from loaders import Ledger
from loaders.frames import as_records

LAST = "last"
_ASIDE = frozenset({LAST, "when"})  # what words may read as that say nothing of what is counted


def without_last(question: Question) -> Question:
    """The question without the words that ask for the last one, and when that was."""
    kept = (_plain(one) for one in question.mentions)
    return replace(question, mentions=tuple(one for one in kept if one is not None))


def _plain(mention: Mention) -> Mention | None:
    targets = tuple(one for one in mention.targets if one.column != "reads" or one.id not in _ASIDE)
    if not targets and mention.targets:
        return None
    return replace(mention, targets=targets)


def last_operation(ledger: Ledger, question: Question) -> Answer | None:
    """The newest reported operation that took people home: of the states that are named, else of any.

    None where no repatriation is asked for, or a group of people, or who came home to Iraq or Syria.
    """
    asked = {*question.ids("indicator"), *question.ids("theme")}
    states = set(question.ids("origin")) & {*nationalities(ledger), *OWN, *OWN.values()}
    if not asked & {REPATRIATED, SO_FAR, "repatriation"} or question.ids("group"):
        return None
    own = states & {*OWN, *OWN.values()}
    if (own and not question.away) or any(not one.targets for one in question.mentions):
        return None
    states -= own
    places = {place for one in question.mentions if not set(one.ids("origin")) & states for place in one.ids("place")}
    found = [
        (state, one)
        for state, every in happenings(ledger).items()
        if not states or state in states
        for one in every
        if _of_any(ledger, one.rows, places) and (question.period is None or question.period.holds(one.end))
    ]
    if not found:
        return None
    newest = max(one.end for _, one in found)
    state, last = max((one for one in found if one[1].end == newest), key=lambda one: one[1].figure.value)
    others = [other for other, one in found if one.end == newest and other != state]
    return _told(ledger, state, last, others)


def _of_any(ledger: Ledger, rows: Rows, places: Collection[str]) -> bool:
    above = shelf(ledger).above_place
    return not places or all({str(row["place"]), *above.get(str(row["place"]), ())} & set(places) for row in rows)


def _told(ledger: Ledger, state: str, last: Happening, others: Iterable[str]) -> Answer:
    names = telling.origin_names(ledger)
    labels = [row["_label"] for row in last.rows]
    records = as_records(ledger.observations.loc[labels])
    precision = str(records[0]["date_precision"])
    figure = add(figure_of(row) for row in records)
    where = telling.place_name(ledger, str(records[0]["place"]))
    text = last_took_home(names.get(state, state), figure, where, on(last.end, precision))
    remarks = [f"On the same day: {', '.join(names.get(one, one) for one in others)}." if others else ""]
    for row in told_since(ledger, state, last.end)[:1]:
        when = period_text(row["period_start"], row["period_end"], str(row["date_precision"]))
        remarks.append(f"A later statement gives no single day: {people_said(figure_of(row))} ({when}).")
    whole = in_all(ledger).get(state)
    if whole is not None:
        remarks.append(f"{took_home(names.get(state, state), Told(whole.figure, whole.until, whole.precision))}.")
    out = added(records, labels, figure, text, date_text(last.end, precision), last.end, remarks)
    key = (REPATRIATED, "", state, "total")
    return replace(out, key=key, basis="stated" if len(records) == 1 else "sum")


def last_happening(ledger: Ledger, fits: Iterable[Fit], question: Question) -> Answer | None:
    """The newest happening that leads in the flows which fit a question; None where no happening of them is told."""
    best: tuple[pd.Timestamp, int] | None = None
    for fit in fits:
        rows = countable(ledger, headline(ledger, rows_of(ledger, fit.series)))
        rows = rows.loc[scopes(rows) == "event"] if len(rows) else rows
        kept = rows if question.period is None else rows.loc[[question.period.holds(one) for one in rows["period_end"]]]
        if len(kept):
            at = int(kept["period_end"].to_numpy().argmax())
            found = kept["period_end"].iloc[at], int(kept.index[at])
            best = found if best is None else max(best, found, key=lambda one: one[0])
    if best is None:
        return None
    label = best[1]
    row = as_records(ledger.observations.loc[[label]])[0]
    told = "The newest that is reported; later ones may be missing."
    return stated(ledger, label, row, flow_text(ledger, row), [told])
