"""From the text of a cell to its value: strict where a guess could change a figure, with a hint what to write.

Each function takes the text of one cell and returns a `Cell`: its value, or the rule that it breaks. A column's
distinct texts are parsed once each, so these functions may take their time.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from loaders.files.damage import MADE_A_DATE, damaged
from loaders.schema import Field

# Arabic-Indic and Persian digits stand for exactly one digit each; so do the Arabic decimal and thousands signs.
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")
_SPACE = "[ \u00a0\u2009\u202f'\u2019]"

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_GROUPED_BY_SPACE = re.compile(rf"-?\d{{1,3}}({_SPACE})\d{{3}}(\1\d{{3}})*(\.\d+)?", re.ASCII)
_GROUPED_BY_COMMA = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII)
_GROUPED_BY_POINT = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_SERIAL_DATE = re.compile(r"[2-6]\d{4}(\.\d+)?", re.ASCII)
_SLASH_DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1(\d{4}|\d{2})", re.ASCII)
_YEAR_FIRST_DATE = re.compile(r"\d{4}([./-])\d{1,2}\1\d{1,2}", re.ASCII)
_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2})?", re.ASCII)
_HEDGE = re.compile(
    r"(?i)(about|around|approx|nearly|some|over|more than|at least|up to|less than|circa|c\.|[~<>≈≥≤+])"
)
_SUFFIX = re.compile(r"(?i)\d\s*(k|m|mn|bn|thousand|million|billion|%|\$|usd|eur)\.?$|^[$€£]")
_SMART_QUOTES = "“”„‘’«»"
# Beside control characters those that turn the order of the letters around, so that a text reads as another.
_TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_INVISIBLE_SIGNS = [chr(code) for code in {*range(32), 127} - {9, 10, 13} | _TURNING]
_INVISIBLE = re.compile(f"[{''.join(map(re.escape, _INVISIBLE_SIGNS))}]")
_EXCEL_EPOCH = date(1899, 12, 30)


class Cell(NamedTuple):
    """A parsed cell: its value, or None with the rule it breaks; a rule beside a value is a warning.

    `facts` fill the catalogue's sentence for the rule.
    """

    value: Any
    rule: str = ""
    facts: Mapping[str, object] = MappingProxyType({})


Parser = Callable[[str, Field], Cell]


def parser(field: Field, delimiter: str) -> Callable[[str], Cell]:
    """Return the function that parses one cell of `field` in a file whose columns are parted by `delimiter`.

    A comma in a number is taken for a thousands separator only where commas also part the columns: elsewhere it is
    as likely to be a decimal sign, and the number is refused.
    """
    by_type: dict[str, Parser] = {"date": _date, "integer": _integer, "string": _string}

    def parse(text: str) -> Cell:
        found = _INVISIBLE.search(text)
        if found:
            return Cell(None, "control_character", {"character": f"U+{ord(found.group()):04X}"})
        spoilt = damaged(text)
        if spoilt:
            return Cell(None, spoilt.rule, {"suggestion": spoilt.suggestion})
        strict = field.type != "string" or bool(field.enum or field.pattern)
        clean = text.strip() if strict else text
        if not clean.strip():
            return Cell(None, "required" if field.required else "", {"description": field.description})
        if field.type == "number":
            cell = _number(clean, field, comma_groups=delimiter == ",")
        else:
            cell = by_type[field.type](clean, field)
        if clean != text and not cell.rule:
            return Cell(cell.value, "spaces", {"clean": clean})
        return cell

    return parse


def suggestion(value: str, known: Iterable[str], otherwise: str, least: float = 0.6) -> str:
    """Return `Did you mean ...?` with the nearest of `known`, case and separators apart, or else `otherwise`.

    `least` is how alike they must be, from 0 to 1, which is the same.
    """
    plain = {_plain(each): each for each in known}
    near = difflib.get_close_matches(_plain(value), plain, n=1, cutoff=least)
    return f'Did you mean "{plain[near[0]]}"?' if near else otherwise


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", "-", text.strip().strip(_SMART_QUOTES + "\"'").lower())


def _string(text: str, field: Field) -> Cell:
    if text in field.synonyms:
        return Cell(field.synonyms[text], "synonym", {"clean": field.synonyms[text]})
    if field.enum and text not in field.enum:
        return Cell(None, "enum", {"suggestion": suggestion(text, field.enum, _one_of(field.enum))})
    if field.pattern and not field.pattern.fullmatch(text):
        quoted = any(sign in text for sign in _SMART_QUOTES)
        hint = "Remove the typographic quotation marks." if quoted else field.description
        return Cell(None, "pattern", {"description": hint})
    if field.refuses_dates and MADE_A_DATE.fullmatch(text):
        return Cell(None, "made_a_date")
    if field.partial_date and len(text) == 10 and not _day(text):
        return Cell(None, "date", {"suggestion": "There is no such day in the calendar."})
    return Cell(text)


def _one_of(values: Sequence[str]) -> str:
    return f"Write one of {', '.join(values)}."


def _number(text: str, field: Field, *, comma_groups: bool) -> Cell:
    plain = text.translate(_DIGITS).replace("−", "-")
    if field.refuses_three_decimals and _GROUPED_BY_POINT.fullmatch(plain):
        joined = plain.replace(".", "")
        short = plain.rstrip("0").rstrip(".") if plain.count(".") == 1 and "," not in plain else ""
        hint = f"Write {joined}" + (f" or {short}, whichever is meant." if short else " without separators.")
        return Cell(None, "number_ambiguous", {"suggestion": hint})
    grouped = _GROUPED_BY_SPACE.fullmatch(plain) or (comma_groups and _GROUPED_BY_COMMA.fullmatch(plain))
    if grouped:
        clean = re.sub(rf"{_SPACE}|,", "", plain)
        return _limited(float(clean), field, Cell(None, "number_grouped", {"clean": clean}))
    if _NUMBER.fullmatch(plain):
        rule = "" if plain == text else "digits"
        return _limited(float(plain), field, Cell(None, rule, {"clean": plain}))
    if _GROUPED_BY_COMMA.fullmatch(plain) or _DECIMAL_COMMA.fullmatch(plain):
        return Cell(None, "number_ambiguous", {"suggestion": _comma_hint(plain)})
    return Cell(None, "number", {"suggestion": _number_hint(plain)})


def _comma_hint(plain: str) -> str:
    whole, decimals = plain.replace(",", ""), plain.replace(",", ".")
    if plain.count(",") > 1 or "." in plain:
        return f"Write {whole} without separators."
    return f"Write {whole} or {decimals}, whichever is meant: a point before decimals, nothing between thousands."


def _number_hint(plain: str) -> str:
    if re.fullmatch(r"-?\d+(\.\d+)?[eE][+-]?\d+", plain):
        return (
            "The spreadsheet shortened the number: format the column as a number without exponent and enter it again."
        )
    if _HEDGE.search(plain):
        return "Write the bare number here and the hedge (about, at_least, at_most ...) in the column qualifier."
    if re.fullmatch(r"\d[\d., ]*\s*(-|–|to)\s*\d[\d., ]*", plain):
        return "Write a range as low and high with the qualifier range, and the midpoint here."
    if _SUFFIX.search(plain):
        return "Write the whole number in digits, without unit or sign: 2.5 million is 2500000."
    if re.fullmatch(r"[\dOolI.]+", plain) and re.search(r"\d", plain):
        return "A letter (O, o, l or I) stands where a digit is meant."
    return "Write digits only, with a point before decimals."


def _limited(value: float, field: Field, cell: Cell) -> Cell:
    """Return `cell` with `value`, or the limit that the value breaks."""
    facts = {"description": field.description}
    if not math.isfinite(value):
        return Cell(None, "number", {"suggestion": "The number is too long to be one."})
    if field.minimum is not None and value < float(field.minimum):
        return Cell(None, "minimum", {**facts, "limit": field.minimum})
    if field.maximum is not None and value > float(field.maximum):
        return Cell(None, "maximum", {**facts, "limit": field.maximum})
    return cell._replace(value=value)


def _integer(text: str, field: Field) -> Cell:
    plain = text.translate(_DIGITS)
    if not re.fullmatch(r"-?\d{1,15}", plain, re.ASCII):
        return Cell(None, "integer")
    rule = "" if plain == text else "digits"
    cell = _limited(float(plain), field, Cell(None, rule, {"clean": plain}))
    return cell if cell.value is None else cell._replace(value=int(plain))


def _day(text: str) -> date | None:
    parts = _ISO_DATE.fullmatch(text)
    if not parts:
        return None
    try:
        return date(int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError:
        return None


def _date(text: str, field: Field) -> Cell:
    plain = text.translate(_DIGITS)
    day = _day(plain)
    if day is None:
        return Cell(None, "date", {"suggestion": _date_hint(plain)})
    facts = {"description": field.description}
    if field.minimum is not None and day.isoformat() < str(field.minimum):
        return Cell(None, "minimum", {**facts, "limit": field.minimum})
    if field.maximum is not None and day.isoformat() > str(field.maximum):
        return Cell(None, "maximum", {**facts, "limit": field.maximum})
    return Cell(day, "" if plain == text else "digits", {"clean": plain})


def _date_hint(plain: str) -> str:
    if _SERIAL_DATE.fullmatch(plain):
        day = _EXCEL_EPOCH + timedelta(days=int(float(plain)))
        return f"This looks like a spreadsheet's day number, perhaps {day}: format the column as YYYY-MM-DD and check."
    if re.match(r"\d{4}-\d{2}-\d{2}[T ]", plain):
        return f"Leave out the time of day: {plain[:10]}."
    if _SLASH_DATE.fullmatch(plain):
        return _slash_hint(plain)
    hints = (
        (_ISO_DATE, "There is no such day in the calendar."),
        (_YEAR_FIRST_DATE, "Write month and day with two digits and hyphens between: 2024-03-07."),
        (_PARTIAL_DATE, "Write the last day of the month or year and say month or year in the precision."),
    )
    return next((hint for form, hint in hints if form.fullmatch(plain)), "Write the date as YYYY-MM-DD: 2024-03-07.")


def _slash_hint(plain: str) -> str:
    """What to write for 15/09/2026, of which only one order of day and month makes a date."""
    one, two, year = (int(part) for part in re.split(r"[./-]", plain))
    year += 2000 if year < 100 else 0
    orders = {"day/month/year": (two, one), "month/day/year": (one, two)}
    days = {name: f"{year:04}-{month:02}-{day:02}" for name, (month, day) in orders.items()}
    possible = {name: text for name, text in days.items() if _day(text)}
    if len(set(possible.values())) != 1:
        return "Day and month cannot be told apart, so the date is not guessed: write the year first, YYYY-MM-DD."
    name, text = next(iter(possible.items()))
    return f"This is {name}: write {text}." if len(possible) == 1 else f"Write {text}."


def plain_values(field: Field, texts: npt.NDArray[np.object_]) -> npt.NDArray[Any] | None:
    """Return the values of a column whose distinct texts are all in order, or None if one needs a closer look.

    One regular expression over all texts is many times faster than a call for each, and almost every file is clean.
    """
    joined = "\n".join([*texts, ""])
    if field.type == "string":
        return texts if _plain_texts(field, texts, joined) else None
    if joined.count("\n") != len(texts):
        return None
    if field.type == "number":
        return _plain_numbers(field, texts, joined)
    return _plain_dates(field, texts, joined) if field.type == "date" else None


def _plain_texts(field: Field, texts: npt.NDArray[np.object_], joined: str) -> bool:
    """Whether the parser of a text column would take every text as it is, without a finding."""
    made = field.refuses_dates and MADE_A_DATE.search(joined)
    if made or damaged(joined) or any(sign in joined for sign in _INVISIBLE_SIGNS):
        return False
    filled = [text for text in texts if text.strip()]
    if field.required and len(filled) < len(texts):
        return False
    if not field.enum and not field.pattern:
        return True
    if field.synonyms.keys() & set(filled) or (field.enum and not set(filled).issubset(field.enum)):
        return False
    if field.pattern and not all(map(field.pattern.fullmatch, filled)):
        return False
    days = [text for text in filled if len(text) == 10] if field.partial_date else []
    return filled == [*map(str.strip, filled)] and all(map(_day, days))


def _plain_numbers(field: Field, texts: npt.NDArray[np.object_], joined: str) -> npt.NDArray[np.float64] | None:
    decimals = r"(?:\.(?:\d{1,2}|\d{4,}))?" if field.refuses_three_decimals else r"(?:\.\d+)?"
    one = rf"-?\d{{1,15}}{decimals}"
    if not re.fullmatch(rf"(?:{one}\n)*" if field.required else rf"(?:(?:{one})?\n)*", joined, re.ASCII):
        return None
    numbers = np.array([text or "nan" for text in texts], dtype=np.float64)
    low = -math.inf if field.minimum is None else float(field.minimum)
    high = math.inf if field.maximum is None else float(field.maximum)
    inside = np.isnan(numbers) | ((numbers >= low) & (numbers <= high))
    return numbers if inside.all() else None


def _plain_dates(field: Field, texts: npt.NDArray[np.object_], joined: str) -> npt.NDArray[np.datetime64] | None:
    one = r"[12]\d{3}-\d\d-\d\d"
    if not re.fullmatch(rf"(?:{one}\n)*" if field.required else rf"(?:(?:{one})?\n)*", joined, re.ASCII):
        return None
    try:
        days = np.array([text or "NaT" for text in texts], dtype="datetime64[us]")
    except ValueError:
        return None
    low, high = field.minimum or "0001-01-01", field.maximum or "9999-12-31"
    inside = np.isnat(days) | ((days >= np.datetime64(low)) & (days <= np.datetime64(high)))
    return days if inside.all() else None
