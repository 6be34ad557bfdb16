"""Disagreement in words: what several sources put one figure at."""

from __future__ import annotations

from analysis.words.figures import number_text
from analysis.words.grammar import capital
from analysis.words.home import shortest
from analysis.words.measures import lower, number_of


def sources_put(what: str, brief: str, unit: str, low: float, high: float, when: str) -> str:
    """`Sources put the number of people living in Al-Hol camp at 37,363 to 40,000 (23 Feb 2025)`.

    `what` is the measure with its place and people, `brief` the same with fewer words, for where the sentence is long.
    """
    ends = f"{number_text(low, unit)} to {number_text(high, unit)} ({when})"
    return shortest(
        f"Sources put {lower(number_of(what, unit))} at {ends}",
        f"Sources put {lower(what)} at {ends}",
        f"{what}: {ends}",
        f"{capital(brief)}: {ends}",
    )


def counted_apart(title: str, unit: str, low: float, high: float) -> str:
    """Counts of the same thing under different rules: `People killed in al-Hol camp in 2021: counts from 73 to 126`."""
    if low == high:
        return f"{title}: {number_text(low, unit)} by every count"
    return f"{title}: counts from {number_text(low, unit)} to {number_text(high, unit)}"
