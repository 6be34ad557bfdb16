"""From bytes to text: which encoding and which delimiter a CSV file uses, found out and said, never assumed in silence.

Spreadsheets save CSV as UTF-8 with a byte order mark, UTF-16, or the code page of the computer (Western 1252, Arabic
1256), and part columns by semicolons or tabs where the comma is the decimal sign.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}

# The longer marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_ARABIC = re.compile("[\u0600-\u06ff]")
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")


class NotTextError(ValueError):
    """The bytes are not text in any encoding that a spreadsheet writes."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text without byte order mark, and the encoding it was in, as a person would name it."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """Return the text of `data`.

    Order of trial: a byte order mark, UTF-8, UTF-16 without mark (every second byte zero), then Arabic or Western code
    page, whichever makes words of the letters outside ASCII. Raises NotTextError where none gives text.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return Decoded(_strict(data, codec), name)
    silent_half = _utf16_without_mark(data)
    if silent_half:
        return Decoded(_strict(data, silent_half), "UTF-16")
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as error:
        return _code_page(data, error)


def delimiter(header: str, columns: Sequence[str]) -> str:
    """Return the delimiter that makes the most known column names of the header line; a comma where none does."""

    def known(sign: str) -> int:
        names = {name.strip().strip('"').strip().lower() for name in header.split(sign)}
        return len(names.intersection(columns))

    return max(DELIMITERS, key=known)


def _strict(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise NotTextError(f"it begins like {codec}, but byte {error.start} does not fit") from error


def _utf16_without_mark(data: bytes) -> str:
    sample = data[:2000]
    if len(sample) < 4 or len(data) % 2:
        return ""
    for codec, silent in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if silent.count(0) > 0.6 * len(silent):
            return codec
    return ""


def _code_page(data: bytes, error: UnicodeDecodeError) -> Decoded:
    line = data.count(b"\n", 0, error.start) + 1
    arabic = data.decode("cp1256")
    if _NOT_TEXT.search(arabic):
        raise NotTextError(f"line {line} holds bytes that no text has") from error
    foreign = [sign for sign in arabic if ord(sign) > 127]
    if sum(bool(_ARABIC.match(sign)) for sign in foreign) > 0.7 * len(foreign):
        return Decoded(arabic, "Windows-1256 (Arabic)")
    try:
        return Decoded(data.decode("cp1252"), "Windows-1252 (Western)")
    except UnicodeDecodeError as western:
        raise NotTextError(f"line {line} holds bytes that are neither UTF-8 nor a Windows code page") from western
