"""The newest happening of what is asked: who asks for the last one wants its day, not how many there have been."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

import pandas as pd

from analysis.cut import indicator_rows
from analysis.find import telling
from analysis.find.answer import APART, EVERYONE, Answer, added, flow_text, stated
from analysis.find.figures import Fit
from analysis.find.periods import Period
from analysis.find.question import Mention, Question
from analysis.find.series import shelf
from analysis.find.statements import rows_of
from analysis.headline import headline
from analysis.hedge import Figure, add, figure_of
from analysis.origins import OWN, nationalities
from analysis.repatriated import REPATRIATED, SO_FAR, Happening, Rows, happenings, in_all, told_since
from analysis.totals import countable, scopes
from analysis.words import Told, date_text, during, on, period_text
from analysis.words.home import first_took_home, last_took_home, none_took_home, people_said, took_home
from analysis.words.measures import lower
from loaders import Ledger
from loaders.frames import as_records

LAST = "last"
_Tells = Callable[[str, Figure, str, str], str]  # a sentence of state, figure, place and day
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
    if question.ids("group"):
        return None
    period = question.period
    found = [one for one in _operations(ledger, question) if period is None or period.holds(one[1].end)]
    return _told_of(ledger, found, max(one.end for _, one in found), last_took_home) if found else None


def none_reported(ledger: Ledger, question: Question) -> Answer | None:
    """That no repatriation of a time is reported, with the last before it, or the first after it where none was before.

    None where no repatriation of a time is asked for, or where one is stated, of whomever among those who are named.
    """
    period = question.period
    found = _operations(ledger, question) if period is not None and _of_acts(question) else []
    if period is None or not found or _stated_in(ledger, period, {state for state, _ in found}):
        return None
    before = [one.end for _, one in found if pd.notna(period.start) and one.end < period.start]
    answer = (
        _told_of(ledger, found, max(before), last_took_home)
        if before
        else _told_of(ledger, found, min(one.end for _, one in found), first_took_home)
    )
    when = during(period.start, period.end) if pd.notna(period.start) and pd.notna(period.end) else period.text
    named = {answer.key[2]} & set(question.ids("origin"))
    text = none_took_home(telling.origin_names(ledger).get(answer.key[2], answer.key[2]) if named else "", when)
    remarks = answer.remarks if named else (*answer.remarks, APART)
    return replace(answer, sentence=f"{text}; {lower(answer.sentence)}", remarks=remarks, exact=False)


def _of_acts(question: Question) -> bool:
    """Whether a question asks for repatriations alone: for no cost of them, and for nothing else beside them."""
    acts = {REPATRIATED, SO_FAR}
    rest = [one for one in question.mentions if not one.columns & {"origin", "place", "group"}]
    return all(acts & set(one.ids("indicator")) or one.columns == {"reads"} for one in rest)


def _stated_in(ledger: Ledger, period: Period, states: Collection[str]) -> bool:
    """Whether people of one of the states, or of all states together, are stated to have been taken home in a time."""
    rows = indicator_rows(ledger, REPATRIATED)
    rows = rows[rows["origin"].isin({*states, *EVERYONE})]
    if pd.notna(period.start):
        rows = rows[rows["period_end"] >= period.start]
    if pd.notna(period.end):
        rows = rows[rows["period_start"].fillna(rows["period_end"]) <= period.end]
    return len(rows) > 0


def _operations(ledger: Ledger, question: Question) -> list[tuple[str, Happening]]:
    """The operations that a question for repatriations asks about, with their states; none where it asks for others."""
    asked = {*question.ids("indicator"), *question.ids("theme")}
    states = set(question.ids("origin")) & {*nationalities(ledger), *OWN, *OWN.values()}
    own = states & {*OWN, *OWN.values()}
    if not asked & {REPATRIATED, SO_FAR, "repatriation"} or any(not one.targets for one in question.mentions):
        return []
    if own and not question.away:
        return []
    states -= own
    places = {place for one in question.mentions if not set(one.ids("origin")) & states for place in one.ids("place")}
    return [
        (state, one)
        for state, every in happenings(ledger).items()
        if not states or state in states
        for one in every
        if _of_any(ledger, one.rows, places)
    ]


def _told_of(ledger: Ledger, found: Sequence[tuple[str, Happening]], day: pd.Timestamp, tell: _Tells) -> Answer:
    """The largest of the operations that ended on a day, and which other states had one then."""
    state, one = max((each for each in found if each[1].end == day), key=lambda each: each[1].figure.value)
    return _told(ledger, state, one, [other for other, each in found if each.end == day and other != state], tell)


def _of_any(ledger: Ledger, rows: Rows, places: Collection[str]) -> bool:
    above = shelf(ledger).above_place
    return not places or all({str(row["place"]), *above.get(str(row["place"]), ())} & set(places) for row in rows)


def _told(ledger: Ledger, state: str, last: Happening, others: Iterable[str], tell: _Tells) -> Answer:
    names = telling.origin_names(ledger)
    labels = [row["_label"] for row in last.rows]
    records = as_records(ledger.observations.loc[labels])
    precision = str(records[0]["date_precision"])
    figure = add(figure_of(row) for row in records)
    where = telling.place_name(ledger, str(records[0]["place"]))
    text = tell(names.get(state, state), figure, where, on(last.end, precision))
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
        rows = rows[scopes(rows) == "event"] if len(rows) else rows
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
