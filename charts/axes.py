"""Axis arithmetic: round tick values and dates, their text, and label positions that do not overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor, log10

import pandas as pd

_MONEY = {"usd": "$", "usd_per_month": "$", "usd_per_day": "$", "eur": "€", "gbp": "£"}
# Days of the month on which ticks stand, months of the year, and years that their number divides, finest first.
_DAYS = (range(1, 32), range(1, 30, 2), (1, 6, 11, 16, 21, 26), (1, 8, 15, 22), (1, 15))
_MONTHS = (range(1, 13), (1, 3, 5, 7, 9, 11), (1, 4, 7, 10), (1, 7))
_YEARS = (1, 2, 5, 10, 20, 50, 100)


def ticks(top: float, bottom: float = 0.0, count: int = 5) -> list[float]:
    """About `count` round values from `bottom` to at least `top` (steps of 1, 2, 2.5 or 5 times a power of ten)."""
    span = max(top - bottom, 1e-9)
    rough = span / count
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    first, last = floor(bottom / step), ceil(top / step - 1e-9)
    return [round(i * step, 10) for i in range(first, last + 1)]


def tick_texts(values: Sequence[float], unit: str) -> list[str]:
    """Tick labels in one scale for the whole axis: `20,000`, `1.5 mn`, `$2 bn`, `40%`."""
    top = max((abs(v) for v in values), default=0)
    size, tail = next(((s, t) for s, t in ((1e9, " bn"), (1e6, " mn")) if top >= s), (1, ""))
    sign = _MONEY.get(unit, "")
    suffix = "%" if unit == "percent" else tail

    def one(value: float) -> str:
        scaled = value / size
        digits = f"{scaled:,.0f}" if float(scaled).is_integer() else f"{scaled:,.2f}".rstrip("0").rstrip(".")
        return f"{sign}{digits}{suffix if value or unit == 'percent' else ''}"

    return [one(value) for value in values]


def date_ticks(first: pd.Timestamp, last: pd.Timestamp, most: int = 8) -> list[tuple[pd.Timestamp, str]]:
    """At most `most` round dates from `first` to `last` with their texts.

    Texts are `2019`, or `Jan` and `7 Feb` with the year on a second line wherever it is another than before.
    """
    if (last - first).days <= most * 16:
        days = pd.date_range(first.normalize(), last, freq="D")
        held = days[days >= first]
        for choice in _DAYS:
            found = held[held.day.isin(list(choice))]
            if len(found) <= most:
                return _year_beneath(found, "%-d %b")
    months = pd.date_range(first.normalize(), last, freq="MS")
    held = months[months >= first]
    for choice in _MONTHS:
        found = held[held.month.isin(list(choice))]
        if len(found) <= most:
            return _year_beneath(found, "%b")
    starts = held[held.month == 1]
    found = next((some for n in _YEARS if len(some := starts[starts.year % n == 0]) <= most), starts[:most])
    return [(date, f"{date.year}") for date in found]


def _year_beneath(dates: Iterable[pd.Timestamp], pattern: str) -> list[tuple[pd.Timestamp, str]]:
    out: list[tuple[pd.Timestamp, str]] = []
    year = 0
    for date in dates:
        out.append((date, date.strftime(pattern) + (f"\n{date.year}" if date.year != year else "")))
        year = date.year
    return out


def padded(first: pd.Timestamp, last: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The ends of an axis of dates a little wider than the data."""
    pad = max((last - first) * 0.03, pd.Timedelta(days=3))
    return first - pad, last + pad


def room_for_texts(ends: Sequence[float], widths: Sequence[float], room: float) -> float:
    """The end of an axis of `room` pixels from zero at which each text of `widths` fits behind its `ends` (values)."""
    return max((end * room / (room - width) for end, width in zip(ends, widths, strict=True)), default=0.0)


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move positions (pixels) as little as possible so that neighbours are `gap` apart and all lie in [low, high]."""
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    placed: list[float] = []
    for rank, index in enumerate(order):
        floor_at = placed[-1] + gap if rank else low
        placed.append(max(positions[index], floor_at))
    overflow = placed[-1] - high if placed else 0
    for rank in range(len(placed) - 1, -1, -1):
        if overflow <= 0:
            break
        limit = high if rank == len(placed) - 1 else placed[rank + 1] - gap
        placed[rank] = min(placed[rank], limit)
    out = [0.0] * len(positions)
    for rank, index in enumerate(order):
        out[index] = placed[rank]
    return out
