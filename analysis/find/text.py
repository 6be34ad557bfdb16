"""Words as they are compared: without case, accents, hyphens and endings, in Latin and Arabic letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Arabic writes in several ways, and signs that it may leave out.
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None})
# Letters that carry no accent that could be taken off.
_LATIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})
# Signs within a word: Al-Sina'a is one word with the article apart, Dar'a is dara.
_WITHIN = re.compile("[’'‘ʿʾ`´ʼ]")
# French articles and prepositions stand before the word with the same sign.
_ELIDED = re.compile("\\b(d|l|n|s|j|m|t|c|qu)[’'](?=\\w)", re.IGNORECASE)
_APART = re.compile(r"[^\w]+|_")
# Endings that leave the word what it is; the longest first.
_ENDINGS = (
    "ements",
    "ement",
    "ions",
    "ion",
    "ings",
    "ing",
    "ies",
    "ied",
    "es",
    "ed",
    "s",
    "e",
    "y",
)
_LEAST = 4  # letters of a stem
_ARTICLES = ("و", "بال", "لل", "ال", "ب")


def plain(text: str) -> str:
    """The text in small letters without accents, its words parted by single spaces; digits of any script as 0 to 9."""
    parted = _ELIDED.sub(r"\1 ", unicodedata.normalize("NFKC", text).casefold())
    folded = _WITHIN.sub("", parted).translate(_LATIN).translate(_ARABIC)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign))
    digits = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in bare)
    return _APART.sub(" ", digits).strip()


def tokens(text: str) -> list[str]:
    """The words of a text, as `plain` writes them."""
    return plain(text).split()


def joined(text: str) -> str:
    """A name without spaces, so that `Deir ez-Zor`, `Deir Ezzor` and `deirezzor` are one."""
    return plain(text).replace(" ", "")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its ending: `killings`, `killed` and `killing` are `kill`; Arabic loses its article."""
    if not word.isascii():
        article = next((one for one in _ARTICLES if word.startswith(one) and len(word) - len(one) > 2), "")
        return word.removeprefix(article)
    ending = next((one for one in _ENDINGS if word.endswith(one) and len(word) - len(one) >= _LEAST), "")
    if ending == "s" and word.endswith(("ss", "us")):
        return word
    return word.removesuffix(ending) if ending else word


def stems(text: str) -> list[str]:
    """The stems of the words of a text, in their order."""
    return [stem(word) for word in tokens(text)]


def slips(word: str) -> int:
    """Letters by which a word may be off and still be meant: one from four on, two from eight, three from twelve."""
    return min(len(word) // 4, 3)
