"""The highest or lowest figure of a series, and the year in which a flow was: what a question for a peak asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Literal

import pandas as pd

from analysis.find import telling
from analysis.find.answer import EVERYONE, Answer, answered, repatriations, stated
from analysis.find.periods import Period
from analysis.find.question import Question
from analysis.find.series import Series
from analysis.find.statements import rows_of, spans_of
from analysis.headline import headline
from analysis.hedge import Figure, figure_of
from analysis.repatriated import by_year
from analysis.select import oldest_first
from analysis.totals import countable, reported_sum
from analysis.words import capital, count_text, date_text, said
from analysis.words.measures import furthest
from loaders import Ledger
from loaders.frames import as_records

Side = Literal["highest", "lowest"]
_SIDES: tuple[Side, ...] = ("highest", "lowest")
YEAR = "year"  # what words read as that ask for a year by itself


def side_of(question: Question) -> Side | None:
    """Whether a question asks for the highest or the lowest figure, by the synonyms."""
    return next((side for side in _SIDES if question.says(side)), None)


def without_side(question: Question) -> Question:
    """The question without the words that ask for the highest or lowest, of a year, and when that was."""
    aside = {*_SIDES, YEAR, "when"}
    rest = tuple(one for one in question.mentions if not set(one.ids("reads")) & aside)
    return replace(question, mentions=rest)


def extreme(ledger: Ledger, series: Series, period: Period | None, side: Side) -> Answer | None:
    """The highest or lowest figure that leads in a series of a stock, of a period where one is given.

    None of flows and running totals, whose parts differ in length and which only rise, and of fewer than two figures.
    """
    if series.kind != "stock":
        return None
    marked = headline(ledger, rows_of(ledger, series))
    leads = oldest_first(marked[marked["role"] == "headline"])
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


def of_years(
    ledger: Ledger, series: Series, period: Period | None, side: Side, places: tuple[str, ...] = ()
) -> Answer | None:
    """The calendar year in which a flow was highest or lowest, of a period where one is given.

    Sums of what is reported are lower bounds: one of them may be the highest that is known, and never the lowest. None
    of stocks and running totals, and of fewer than two years.
    """
    if series.kind != "flow":
        return None
    found = {
        year: figure
        for year, figure in _by_year(ledger, series, places).items()
        if period is None or (period.holds(pd.Timestamp(year, 1, 1)) and period.holds(pd.Timestamp(year, 12, 31)))
    }
    if len(found) < 2 or (side == "lowest" and any(one.qualifier == "at_least" for one in found.values())):
        return None
    order = sorted(found, key=lambda year: (found[year].value, year), reverse=side == "highest")
    whole = Period(pd.Timestamp(order[0], 1, 1), pd.Timestamp(order[0], 12, 31), "year")
    answer = answered(ledger, series, whole, places)
    if answer is None:
        return None
    next_one = f"then {order[1]} with {found[order[1]].text}"
    told = f"The {side} of {count_text(len(found), 'year')} that have a figure, {next_one}."
    return replace(answer, remarks=(told, *answer.remarks))


def _by_year(ledger: Ledger, series: Series, places: Collection[str]) -> Mapping[int, Figure]:
    """What is known of each calendar year: its total, or the largest statement of a part of it."""
    if repatriations(ledger, series, places):
        of_all = defaultdict[int, list[Figure]](list)
        for (state, year), (lead, *_) in by_year(ledger).items():
            if series.origin in (state, *EVERYONE):
                of_all[year].append(lead.figure)
        return {year: figures[0] if len(figures) == 1 else reported_sum(figures) for year, figures in of_all.items()}
    rows = rows_of(ledger, series)
    found = {row["period_end"].year: figure_of(row) for row in as_records(spans_of(ledger, series, "YE"))}
    for row in as_records(countable(ledger, headline(ledger, rows))):
        year, figure = row["period_end"].year, figure_of(row)
        if pd.notna(row["period_start"]) and row["period_start"].year != year:
            continue
        if year not in found or figure.value > found[year].value:
            found[year] = figure
    return found
