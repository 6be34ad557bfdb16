"""Text from data and readers made safe for files: nothing that breaks a document, misleads the eye or runs."""

from __future__ import annotations

import re
import unicodedata
from html import escape

# Marks that turn the order of what follows them: with these a text can be made to read as another.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_WEB = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
# Spreadsheets run a cell that begins so, the full-width forms too; blanks in front do not stop all of them.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def plain(text: object) -> str:
    """The text without control characters, lone surrogates and marks that turn the direction of writing."""
    words = str(text)
    # Nothing that goes is printable, and most texts are.
    return words if words.isprintable() else _TURNING.sub("", printable(words))


def one_line(text: object) -> str:
    """As `plain`, with every run of blanks and line ends as one blank."""
    return " ".join(plain(text).split())


def web_address(url: object) -> str:
    """The address if it is one of the web (http or https), else nothing: no other kind is written as an address."""
    found = _WEB.fullmatch(plain(url).strip())
    return found.group() if found else ""


def file_stem(text: object, most: int = 80) -> str:
    """Text as a file name without ending: small letters, digits and hyphens only, at most `most` characters.

    It ends with a whole word where that keeps half of the room.
    """
    letters = unicodedata.normalize("NFKD", plain(text)).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if len(stem) > most:
        end = stem.rfind("-", most // 2, most + 1)
        stem = stem[: end if end > 0 else most]
    return stem or "untitled"


def safe_cell(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front; everything else stays as it is."""
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return value


def printable(text: str) -> str:
    """The text without the control characters and lone surrogates that XML forbids."""
    return _FORBIDDEN.sub("", text)


def xml_text(text: str) -> str:
    """Escape a text for XML and leave out the control characters that XML forbids."""
    return escape(printable(text))


def cut(text: str, length: int) -> str:
    """Shorten a text to a length, with an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip(" ,;") + "…"
