"""Axis arithmetic: round tick values and dates, their text, and label positions that do not overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Literal, TypeAlias

import pandas as pd

Standing: TypeAlias = Literal["ends", "starts", "within"]

_MONEY = {"usd": "$", "usd_per_month": "$", "usd_per_day": "$", "eur": "€", "gbp": "£"}
# Days of the month on which ticks stand, months of the year, and years that their number divides, finest first.
_DAYS = (range(1, 32), range(1, 30, 2), (1, 6, 11, 16, 21, 26), (1, 8, 15, 22), (1, 15))
_MONTHS = (range(1, 13), (1, 3, 5, 7, 9, 11), (1, 4, 7, 10), (1, 7))
# Months named in their middle: none that is named alone lies at the turn of a year.
_MONTHS_WITHIN = (range(1, 13), (2, 4, 6, 8, 10, 12), (2, 5, 8, 11), (3, 9))
_YEARS = (1, 2, 5, 10, 20, 50, 100)
_NAME_SHARE = 0.55  # of the room that a word of an axis has is taken by a year's four digits
_DATE_ROOM = 50.4  # units of the screen that a word of an axis of dates needs
_BEYOND = 0.03  # of the axis, at most, is what a word may reach beyond its end


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


def most_dates(width: float) -> int:
    """How many words of an axis of dates stand beside each other on so many units of the screen."""
    return max(min(round(width / _DATE_ROOM), 12), 2)


@dataclass(frozen=True, slots=True)
class DateTicks:
    """An axis of dates: where its strokes stand, and its words with the dates that they are centred on."""

    strokes: tuple[pd.Timestamp, ...]
    words: tuple[tuple[pd.Timestamp, str], ...]

    @property
    def lines(self) -> int:
        """Lines of the tallest words."""
        return max((text.count("\n") + 1 for _, text in self.words), default=1)


def standing(dates: Iterable[pd.Timestamp]) -> Standing:
    """Where drawn dates stand in their years and months: all on 31 December, all on a first of the month, or anywhere.

    The words of an axis follow it, so that no figure stands at the name of a year or month that it is not of.
    """
    found = pd.DatetimeIndex(list(dates)).dropna()
    if len(found) and bool(((found.month == 12) & (found.day == 31)).all()):
        return "ends"
    return "starts" if len(found) and bool((found.day == 1).all()) else "within"


def date_ticks(
    first: pd.Timestamp, last: pd.Timestamp, most: int = 8, dates: Sequence[pd.Timestamp] | pd.Series = ()
) -> DateTicks:
    """Strokes and at most `most` words for an axis from `first` to `last` on which figures stand on `dates`.

    Figures at the ends of years stand at strokes that bear their year, figures at the starts of months at strokes that
    bear their month. Among any others, a year or month is named in the middle between its two strokes: a figure of
    31 December 2025 stands at the end of the room of 2025, never at the word 2026. Texts are `2019`, or `Jan` and
    `7 Feb` with the year on a second line wherever it is another than before.
    """
    drawn = pd.DatetimeIndex(list(dates)).dropna()
    if drawn.empty:
        drawn = pd.DatetimeIndex([first, last])
    how = standing(dates)
    if how == "ends":
        return _year_ends(drawn, most)
    by_day = _days(first, last, most, drawn) if (last - first).days <= most * 16 else None
    if by_day:
        return by_day
    if how == "starts":
        return _starts(first, last, most)
    axis = _Axis(first, last, drawn, most)
    months = axis.bands("M")
    for choice in _MONTHS_WITHIN:
        chosen = [band for band in months if band.start_time.month in choice]
        if len(chosen) <= most:
            named = axis.named(chosen)
            return DateTicks(axis.strokes(months), tuple(_year_beneath(named, "%b")))
    years = axis.bands("Y")
    newest = next((band for band in reversed(years) if axis.named([band])), years[-1])
    # Of every second year the newest is named; wider steps are round numbers.
    choices = ([one for one in years if (one.year - (newest.year if n == 2 else 0)) % n == 0] for n in _YEARS)
    named = axis.named(next((found for found in choices if len(found) <= most), []))
    # Too short a piece of each year for its name: the longest piece is named none the less.
    named = named or [max((axis.seen(band) for band in years), key=lambda seen: seen[1] - seen[0])[0]]
    return DateTicks(axis.strokes(years), tuple((date, f"{date.year}") for date in named))


@dataclass(frozen=True, slots=True)
class _Axis:
    """An axis from `first` to `last` with figures on `drawn`, that has room for `most` words."""

    first: pd.Timestamp
    last: pd.Timestamp
    drawn: pd.DatetimeIndex
    most: int

    def bands(self, unit: Literal["M", "Y"]) -> list[pd.Period]:
        """The months or years from that of the first figure to that of the last."""
        return list(pd.period_range(self.drawn.min(), self.drawn.max(), freq=unit))

    def strokes(self, bands: Sequence[pd.Period]) -> tuple[pd.Timestamp, ...]:
        """Where one band ends and the next begins."""
        edges = [*(band.start_time for band in bands), (bands[-1] + 1).start_time]
        return tuple(edge for edge in edges if self.first <= edge <= self.last)

    def seen(self, band: pd.Period) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The piece of a band that the axis shows."""
        return max(band.start_time, self.first), min((band + 1).start_time, self.last)

    def named(self, bands: Sequence[pd.Period]) -> list[pd.Timestamp]:
        """The middles of the bands whose names have room.

        The first and the last band may be cut by the ends of the axis: their names then begin, or end, at their stroke.
        """
        room = (self.last - self.first) / self.most * _NAME_SHARE
        out: list[pd.Timestamp] = []
        for band in bands:
            start, end = self.seen(band)
            middle = start + (end - start) / 2
            if end - start < min((band + 1).start_time - band.start_time, room):
                # As near to its stroke as its name allows; it may reach a little beyond the end of the axis.
                middle = max(middle, start + room / 2) if start == band.start_time else min(middle, end - room / 2)
                beyond = max(middle + room / 2 - self.last, self.first - (middle - room / 2))
                if beyond > (self.last - self.first) * _BEYOND:
                    continue
            out.append(middle)
        return out


def _year_ends(drawn: pd.DatetimeIndex, most: int) -> DateTicks:
    """A stroke at the end of each year, the newest and every n-th before it with its name."""
    years = range(drawn.min().year, drawn.max().year + 1)
    step = next((n for n in _YEARS if -(-len(years) // n) <= most), _YEARS[-1])
    ends = [pd.Timestamp(year, 12, 31) for year in years]
    named = [end for end in ends if (years[-1] - end.year) % step == 0]
    return DateTicks(tuple(ends if len(ends) <= 6 * most else named), tuple((end, f"{end.year}") for end in named))


def _days(first: pd.Timestamp, last: pd.Timestamp, most: int, drawn: pd.DatetimeIndex) -> DateTicks | None:
    """Whole days; None where even two a month are too many.

    Where a figure stands on 31 December, that day has the stroke and not the day after.
    """
    days = pd.date_range(first.normalize(), last, freq="D")
    held = days[days >= first]
    ends = set(drawn[(drawn.month == 12) & (drawn.day == 31)].normalize())
    day = pd.Timedelta(days=1)
    for choice in _DAYS:
        found = held[held.day.isin(list(choice))]
        if len(found) <= most:
            moved = [date - day if len(choice) < 31 and date - day in ends else date for date in found]
            return DateTicks(tuple(moved), tuple(_year_beneath(moved, "%-d %b")))
    return None


def _starts(first: pd.Timestamp, last: pd.Timestamp, most: int) -> DateTicks:
    """Months or years, each named at its first day."""
    months = pd.date_range(first.normalize(), last, freq="MS")
    held = months[months >= first]
    for choice in _MONTHS:
        found = held[held.month.isin(list(choice))]
        if len(found) <= most:
            return DateTicks(tuple(found), tuple(_year_beneath(found, "%b")))
    starts = held[held.month == 1]
    named = next((some for n in _YEARS if len(some := starts[starts.year % n == 0]) <= most), starts[:most])
    return DateTicks(tuple(named), tuple((date, f"{date.year}") for date in named))


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
