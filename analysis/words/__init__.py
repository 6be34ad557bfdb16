"""Figures, dates and sentences as text: the one place where the product's English is written."""

from analysis.words.dates import (
    OLD_DAYS,
    age_days,
    by,
    date_text,
    is_old,
    month_text,
    on,
    period_text,
    span_text,
)
from analysis.words.figures import (
    HEDGE_NAMES,
    UNITS,
    count_text,
    figure_text,
    number_said,
    number_text,
    said,
    share_said,
    unit_text,
)
from analysis.words.grammar import capital, join_words, verb
from analysis.words.sentences import Told, against, cannot_be_told, counted, direction, emptied, held_in, total_by

__all__ = [
    "HEDGE_NAMES",
    "OLD_DAYS",
    "UNITS",
    "Told",
    "against",
    "age_days",
    "by",
    "cannot_be_told",
    "capital",
    "count_text",
    "counted",
    "date_text",
    "direction",
    "emptied",
    "figure_text",
    "held_in",
    "is_old",
    "join_words",
    "month_text",
    "number_said",
    "number_text",
    "on",
    "period_text",
    "said",
    "share_said",
    "span_text",
    "total_by",
    "unit_text",
    "verb",
]
