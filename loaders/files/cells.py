"""Cells of other people's tables: names, numbers and dates as they write them, each read in one way or not at all."""

from __future__ import annotations

import calendar
import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache

Cell = str | float | int | bool | date | datetime | time | timedelta | None

_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE]\+?\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_ISO = re.compile(r"(?<!\d)(\d{4})[-_/.](\d{1,2})[-_/.](\d{1,2})(?!\d)", re.ASCII)
_LARGEST = 1e13
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTH = "|".join(_MONTHS)
_DAY_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}})[ _-]({_MONTH})[a-z]*\.?,?[ _-](\d{{4}})(?!\d)", re.IGNORECASE | re.ASCII)
_MONTH_FIRST = re.compile(
    rf"(?<![a-z])({_MONTH})[a-z]*\.?[ _-](\d{{1,2}}),?[ _-](\d{{4}})(?!\d)", re.IGNORECASE | re.ASCII
)
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")


class NoFigureError(ValueError):
    """A cell that should hold a number holds something else; the message says what."""


def text(cell: Cell) -> str:
    """Return a cell as text: a whole number without its point, nothing for an empty one."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _LARGEST:
        return str(int(cell))
    return str(cell)


def name_of(cell: Cell) -> str:
    """Return a column's name without case, accents, Arabic, spaces and signs, so that spellings of one meet."""
    return _plain(text(cell))


@lru_cache(maxsize=10_000)
def _plain(written_as: str) -> str:
    plain = unicodedata.normalize("NFKD", _ARABIC.sub("", written_as).casefold())
    return "".join(sign for sign in plain if sign.isascii() and (sign.isalnum() or sign == "#"))


def figure(cell: Cell) -> float | None:
    """Return the number in a cell, None where it is empty or `-`.

    Raises:
        NoFigureError: it holds text, a negative number, or one too large to be a count.
    """
    if isinstance(cell, bool | date | time | timedelta):
        raise NoFigureError(f"{text(cell)!r} is not a number")
    if isinstance(cell, int | float):
        number = float(cell)
    else:
        written = text(cell)
        if written in ("", "-", "–"):
            return None
        if not _NUMBER.fullmatch(written):
            raise NoFigureError(f"{written[:40]!r} is not a number")
        number = float(written.replace(",", ""))
    if not math.isfinite(number) or not 0 <= number < _LARGEST:
        raise NoFigureError(f"{text(cell)[:40]!r} is not a count")
    return number


def written(number: float) -> str:
    """Return a number as it stands in our files: no exponent, at most two decimals, none that are zero."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def day(cell: Cell) -> str:
    """Return the one date in a cell or text as YYYY-MM-DD, empty where there is none or more than one reading.

    Read are ISO dates (with - _ / or . and with a time behind) and days with a month in English letters; `03/04/2017`
    is not read, because it is two dates.
    """
    if cell is None or cell == "":
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    written_as = text(cell)
    found = [tuple(map(int, match.groups())) for match in _ISO.finditer(written_as)]
    found += [(int(y), _MONTHS[m.casefold()], int(d)) for d, m, y in _DAY_FIRST.findall(written_as)]
    found += [(int(y), _MONTHS[m.casefold()], int(d)) for m, d, y in _MONTH_FIRST.findall(written_as)]
    days = set()
    for year, month, number in found:
        try:
            days.add(date(year, month, number).isoformat())
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else ""


def year(cell: Cell) -> str:
    """Return a year between 1990 and 2099, as our files hold them, as text; empty for anything else."""
    written_as = text(cell)
    return written_as if re.fullmatch(r"(199|20\d)\d", written_as, re.ASCII) else ""


def no_year(cell: Cell) -> str:
    """Say why `year` gave nothing."""
    if re.fullmatch(r"1\d{3}", text(cell), re.ASCII):
        return "the year is before 1990, where our files begin"
    return f"{text(cell)[:40]!r} is not a year"
