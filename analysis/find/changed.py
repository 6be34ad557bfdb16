"""What has changed since a day, where a question asks for that and names no one it is to be of."""

from __future__ import annotations

import pandas as pd

from analysis.find.answer import Answer
from analysis.find.question import Question
from analysis.find.text import stems
from analysis.since import since
from analysis.vintage import known_dates
from analysis.words import date_text
from loaders import Ledger

_DAY = pd.Timedelta(days=1)
_CHANGED = frozenset(stems("change changes changed new news"))
_ASKED = _CHANGED | frozenset(stems("what's whats"))


def changed_answer(ledger: Ledger, question: Question) -> Answer | None:
    """What has changed between the eve of the time that is asked for and its end, as the page of changes opens with."""
    period = question.period
    words = {word for one in question.mentions for word in stems(one.text)}
    named = any(one.column != "reads" for mention in question.mentions for one in mention.targets)
    if period is None or pd.isna(period.start) or named or not words <= _ASKED or not words & _CHANGED:
        return None
    earliest, newest = known_dates(ledger)
    # Of a vintage today is the day as known on which it is.
    first, last = period.start - _DAY, max(newest, ledger.today)
    second = last if pd.isna(period.end) else min(period.end, last)
    if not earliest <= first < second:
        return None
    found = since(ledger, first, second)
    sources = tuple(dict.fromkeys(source for _, source in found.told if source))
    when = f"{date_text(first)} to {date_text(second)}"
    return Answer("event", found.opening, None, (), when, second, "", "", (), sources)
