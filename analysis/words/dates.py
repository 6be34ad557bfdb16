"""Dates and periods as text, no more precise than their sources."""

from __future__ import annotations

import pandas as pd

OLD_DAYS = 366  # a figure of a stock that is older than that no longer holds for its age alone
PAST_DAYS = 183  # and one older than that is told in the past tense


def date_text(date: pd.Timestamp, precision: str = "day") -> str:
    """Write a date no more precisely than the source does: `7 Feb 2026`, `Feb 2026`, `Q1 2026`, `2026`.

    A figure that is dated to its publication only reads `reported 7 Feb 2026`.
    """
    if pd.isna(date):
        return "undated"
    if precision == "publication":
        return f"reported {date.day} {date:%b %Y}"
    if precision == "year":
        return f"{date:%Y}"
    if precision == "quarter":
        return f"Q{date.quarter} {date:%Y}"
    if precision == "month":
        return f"{date:%b %Y}"
    return f"{date.day} {date:%b %Y}"


def period_text(start: pd.Timestamp, end: pd.Timestamp, precision: str = "day") -> str:
    """Write a period: one day, one calendar month, quarter or year where it is one, else `7 to 9 May 2019`."""
    if pd.isna(start) or start == end:
        return date_text(end, precision)
    if start.day == 1 and end == end + pd.offsets.MonthEnd(0):
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        if months == 1:
            return f"{end:%b %Y}"
        if months == 12 and start.month == 1:
            return f"{end:%Y}"
        if months == 3 and start.month % 3 == 1:
            return f"Q{end.quarter} {end:%Y}"
    if precision not in ("day", "publication"):
        # The source gives the end no closer than a month, quarter or year, and so its start is not told closer either.
        first, last = date_text(start, "month"), date_text(end, precision)
        return last if first == last else f"{first} to {last}"
    same_year = start.year == end.year
    first = f"{start.day} {start:%b}" if same_year else date_text(start)
    if same_year and start.month == end.month:
        first = f"{start.day}"
    return f"{first} to {date_text(end)}"


def on(date: pd.Timestamp, precision: str = "day") -> str:
    """A date as it stands in a sentence: `on 19 Jan 2026`, `in May 2019`, `as reported on 8 Mar 2025`."""
    if pd.isna(date):
        return "at an unknown date"
    if precision == "publication":
        return f"as reported on {date_text(date)}"
    return f"{'on' if precision == 'day' else 'in'} {date_text(date, precision)}"


def by(date: pd.Timestamp, precision: str = "day") -> str:
    """A date up to which a running total counts: `by 13 Feb 2026`, `by the end of 2025`.

    What is dated to its publication only had come about by then, whenever it was counted.
    """
    if precision in ("year", "quarter"):
        return f"by the end of {date_text(date, precision)}"
    return f"by {date_text(date, 'day' if precision == 'publication' else precision)}"


def as_of(date: pd.Timestamp, precision: str = "day") -> str:
    """The date that a figure holds for, standing alone: `as of 19 Jan 2026`, `as of 2025`, `reported 8 Mar 2025`."""
    return date_text(date, precision) if precision == "publication" else f"as of {date_text(date, precision)}"


def during(start: pd.Timestamp, end: pd.Timestamp, precision: str = "day") -> str:
    """A period as it stands in a sentence: `in 2022`, `from 1 Oct to 6 Nov 2025`, `on 13 Dec 2025`."""
    period = period_text(start, end, precision)
    if " to " in period:
        return f"from {period}"
    return on(end, precision) if period == date_text(end, precision) else f"in {period}"


def month_text(date: pd.Timestamp, precision: str = "day") -> str:
    """A date no closer than its month, for what happened longer ago: `May 2019`, `Q1 2021`, `2020`."""
    return date_text(date, "month" if precision in ("day", "publication") else precision)


def span_text(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Years that a series covers: `2019 to 2026`, or the one year."""
    return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"


def age_days(date: pd.Timestamp, today: pd.Timestamp) -> int:
    """Days from a date to today."""
    return int((today - date).days)


def is_old(date: pd.Timestamp, today: pd.Timestamp) -> bool:
    """Whether a figure of this date no longer holds for its age alone."""
    return age_days(date, today) > OLD_DAYS


def is_past(date: pd.Timestamp, today: pd.Timestamp) -> bool:
    """Whether a figure of this date is told in the past tense for its age alone, be it not old yet."""
    return age_days(date, today) > PAST_DAYS
