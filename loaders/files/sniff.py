"""From bytes to text: which encoding and which delimiter a CSV file uses, found out and said, never assumed in silence.

Spreadsheets save CSV as UTF-8 with a byte order mark, UTF-16, or the code page of the computer (see `codepages`), and
part columns by semicolons or tabs where the comma is the decimal sign.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loaders.files import codepages

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}

# The longer marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


class NotTextError(ValueError):
    """The bytes are not text in any encoding that a spreadsheet writes."""


class UnclearPageError(ValueError):
    """The bytes are text in one of several code pages, which the message names, and none fits clearly better."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text without byte order mark, and the encoding it was in, as a person would name it."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """Return the text of `data`.

    Order of trial: a byte order mark, UTF-8, UTF-16 without mark (every second byte zero), then the code page that
    makes words of the letters outside ASCII.

    Raises:
        NotTextError: none gives text.
        UnclearPageError: several code pages do, and none much better than the others.
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


def delimiter(lines: Iterable[tuple[int, str]], columns: Sequence[str]) -> str:
    """Return the delimiter that makes the most known column names of one of the lines; a comma where none does."""
    texts = [text for _, text in lines]

    def known(sign: str) -> int:
        parted = ({name.strip().strip('"').strip().lower() for name in text.split(sign)} for text in texts)
        return max(len(names.intersection(columns)) for names in parted)

    return max(DELIMITERS, key=known)


def _strict(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise NotTextError(f"it looks like {codec}, but byte {error.start} does not fit") from error


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
    if _NOT_TEXT.search(data):
        raise NotTextError(f"line {line} holds bytes that no text has") from error
    if _mostly_utf8(data):
        raise NotTextError(f"line {line} holds a letter that is not UTF-8, as those of the other lines are") from error
    page = codepages.told(data)
    if page.codec:
        return Decoded(_strict(data, page.codec), page.names[0])
    if page.names:
        raise UnclearPageError(" or ".join(page.names)) from error
    raise NotTextError(f"line {line} holds letters that are neither UTF-8 nor a code page") from error


def _mostly_utf8(data: bytes) -> bool:
    """Whether more letters are UTF-8 than not: then two files, or two programs, were mixed."""
    rest, count = _UTF8_LETTER.subn(b"", data)
    return count > len(rest) - len(rest.translate(None, bytes(range(128, 256))))
