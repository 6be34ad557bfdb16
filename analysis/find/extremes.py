"""The highest or lowest figure of a series: what a question for a peak asks."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from analysis.find import telling
from analysis.find.answer import Answer, rows_of, stated
from analysis.find.periods import Period
from analysis.find.question import Question
from analysis.find.series import Series
from analysis.headline import headline
from analysis.hedge import figure_of
from analysis.select import oldest_first
from analysis.words import capital, date_text, said
from analysis.words.measures import furthest
from loaders import Ledger
from loaders.frames import as_records

Side = Literal["highest", "lowest"]
_SIDES: tuple[Side, ...] = ("highest", "lowest")


def side_of(question: Question) -> Side | None:
    """Whether a question asks for the highest or the lowest figure, by the synonyms."""
    return next((side for side in _SIDES if question.says(side)), None)


def without_side(question: Question) -> Question:
    """The question without the words that ask for the highest or lowest, and when that was."""
    rest = tuple(one for one in question.mentions if not set(one.ids("reads")) & {*_SIDES, "when"})
    return replace(question, mentions=rest)


def extreme(ledger: Ledger, series: Series, period: Period | None, side: Side) -> Answer | None:
    """The highest or lowest figure that leads in a series of a stock, of a period where one is given.

    None of flows and running totals, whose parts differ in length and which only rise, and of fewer than two figures.
    """
    if series.kind != "stock":
        return None
    marked = headline(ledger, rows_of(ledger, series))
    leads = oldest_first(marked.loc[marked["role"] == "headline"])
    kept = leads if period is None else leads.loc[[period.holds(end) for end in leads["period_end"]]]
    if len(kept) < 2:
        return None
    at = int((kept["value"].argmax if side == "highest" else kept["value"].argmin)())
    row, last = as_records(kept.iloc[[at]])[0], as_records(leads.iloc[[-1]])[0]
    when = date_text(row["period_end"], str(row["date_precision"]))
    text = furthest(capital(telling.subject(ledger, row)), said(figure_of(row)), when, side)
    newest = date_text(last["period_end"], str(last["date_precision"]))
    remarks = [f"Of {len(kept)} figures of the body that counts it; the newest is {figure_of(last).text} ({newest})."]
    return stated(ledger, int(kept.index[at]), row, text, remarks)
