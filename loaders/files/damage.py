"""What programs leave in a cell that they spoil: errors of a spreadsheet, letters lost or encoded twice, made dates."""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple


class Damage(NamedTuple):
    """What is wrong with a text: the rule that it breaks and how to mend it."""

    rule: str
    suggestion: str


# English, German, French and Spanish spreadsheets.
_ERROR = re.compile(
    r"#(?:REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|N/A|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|GETTING_DATA"
    r"|BEZUG!|WERT!|ZAHL!|N/V|\u00dcBERLAUF!|NOM\s?\?|VALEUR!|NOMBRE!|\u00a1(?:REF|VALOR|NUM|DIV/0|NULO)!|\u00bfNOMBRE\?)"
)
_TOO_NARROW = "##"
# What a spreadsheet that opens the file would run: `=1+1`, `@SUM(A1)`, `+cmd|...`. A text may begin with a dash.
_RUN = re.compile(r"(?:^|\n)(?:=|[-+@]\w+[(|!])")
_RUN_STARTS = ("\n=", "\n-", "\n+", "\n@")
_LOST = ("\ufffd", "????")

_MONTH = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|m\u00e4r|mrz|mai|okt|dez|janv|f\u00e9vr|mars|avr|juin|juil|ao\u00fbt|"
    "d\u00e9c|ene|abr|ago|dic|oca|\u015fub|nis|haz|tem|a\u011fu|eyl|eki|kas|ara"
)
_DATE = (
    rf"\d{{1,2}}[-. ]{{1,2}}(?:{_MONTH})\.?(?:[- ]\d{{2,4}})?|(?:{_MONTH})\.?[- ]\d{{2,4}}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d{2}-\d{2} 00:00(?::00)?"
)
# A cell of its own, or a line of many cells.
MADE_A_DATE = re.compile(rf"^(?:{_DATE})$", re.IGNORECASE | re.MULTILINE)


def _continuing(codec: str) -> str:
    """The signs that a code page makes of the bytes with which a letter of UTF-8 goes on, as a class of signs."""
    signs = {bytes([byte]).decode(codec, "ignore") for byte in range(0x80, 0xC0)}
    # Where the code page has no sign, programs leave the invisible one of that number.
    return "".join(map(re.escape, sorted(signs - {""} | {chr(byte) for byte in range(0x80, 0xA0)})))


_WESTERN, _CYRILLIC, _CENTRAL = map(_continuing, ("cp1252", "cp1251", "cp1250"))
# In these places a quotation mark or dash can stand after a capital in a sound text.
_DOUBTFUL = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026"
# Letters of other scripts that make sound words with such signs, unless two pairs follow each other.
_PAIRED = "\u00ce\u00cf\u00d0\u00d1\u00d7\u00d8\u00d9\u00da\u00db"
# One class of first signs, told apart by what was just passed: so the search skips from one of them to the next.
_TWICE = re.compile(
    r"[\u00c2-\u00c5\u00ce-\u00d1\u00d7-\u00db\u00e2\u0102\u0139\u0420\u0421\u0432\u221a]"
    rf"(?:(?<=[\u00c2-\u00c5])(?![{_DOUBTFUL}])[{_WESTERN}]|(?<=\u00e2)[{_WESTERN}]{{2}}"
    rf"|(?<=[{_PAIRED}])[{_WESTERN}][{_PAIRED}][{_WESTERN}]|(?<=[\u0420\u0421])[{_CYRILLIC}][\u0420\u0421][{_CYRILLIC}]"
    rf"|(?<=\u0432)\u0402[{_CYRILLIC}]|(?<=[\u0102\u0139])(?![{_DOUBTFUL}])[{_CENTRAL}]|(?<=\u221a)[^\s\w(\u221a])"
)
_CODECS = ("cp1252", "cp1251", "cp1250", "mac_roman")
_FOREIGN = re.compile("[^\x00-\x7f]+")


def damaged(text: str) -> Damage | None:
    """Return what a program did to `text`, or None. Costs little where the text is sound, however long."""
    if "#" in text:
        if _ERROR.search(text):
            return Damage("spreadsheet_error", "Mend the formula, or enter the value itself.")
        if _TOO_NARROW in text:
            return Damage("spreadsheet_error", "The column was too narrow to show it: widen it and save again.")
    # Looked for as they are first: a regular expression stops at every line of a whole column.
    if (text.startswith(("=", "-", "+", "@")) or any(each in text for each in _RUN_STARTS)) and _RUN.search(text):
        return Damage("formula", "Enter what it comes to; let a text begin with a letter.")
    if any(sign in text for sign in _LOST):
        return Damage("garbled", "Save it again as CSV UTF-8 from the program that still shows the letters.")
    if not text.isascii() and _TWICE.search(text):
        meant = mended(text)
        perhaps = f"It probably reads {meant!r}. " if meant else ""
        return Damage("garbled", f"{perhaps}It was saved as UTF-8 and opened as something else: open it as UTF-8.")
    return None


def mended(text: str) -> str:
    """Return `text` as it was before it was encoded twice, empty where that cannot be known."""
    for codec in _CODECS:
        try:
            return _FOREIGN.sub(partial(_once, codec=codec), text)
        except UnicodeError:
            continue
    return ""


def _once(found: re.Match[str], codec: str) -> str:
    raw = b"".join(bytes([ord(sign)]) if "\x80" <= sign <= "\x9f" else sign.encode(codec) for sign in found.group())
    return raw.decode("utf-8")
