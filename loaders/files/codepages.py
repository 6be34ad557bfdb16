"""Which code page a text was saved in, told by the letters that each one makes of its bytes, or else not told.

Eight bits stand for é on one computer, for й on another and for È on a third. A page is right if its words look like
words: letters of one script, no capital within a word, and letters that a language of that page uses, the usual ones
most. Where two pages make different words that are about as good, none is chosen: a name in wrong letters is worse than
a file that has to be saved again.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

# A page leads if what it makes is so much likelier than what any other makes (natural logarithm).
_MARGIN = 2.5
_FEW, _MARGIN_OF_FEW = 2, 3.5  # so few letters tell little
# Below this for each letter the best page is no good either.
_WORST = -4.5
_STRANGE = -8.0  # a sign that no writer puts there
_FOREIGN = -4.0  # a word of another language than the others
_SIGN = -0.5  # a quotation mark or dash where one belongs
_RARE = -2.0  # any other sign
_JOINED = -3.0  # a dash between two letters
_CAPITALS = -1.5  # a word of another script in capitals
_OLD = -2.0  # few programs write the code pages of the Mac, of DOS and of ISO any more
_FAR = -4.0  # languages that hardly any source of these figures is written in
_WORDS = 3000

_WORD = re.compile(rb"[A-Za-z\x27\x80-\xff]*[\x80-\xff][A-Za-z\x27\x80-\xff]*")
_OPENING, _CLOSING, _BETWEEN = frozenset("‘“„‚«‹"), frozenset("’”…»›°"), frozenset("’–—\u00a0")

# The letters beyond a to z of each language, the usual ones first; for other scripts all letters.
_LATIN = {
    "French": "éèàêçôâîûùïëœæüÿ",
    "German": "üäöß",
    "Spanish": "óíáéñúü",
    "Portuguese": "ãçáéíõóêúâôà",
    "Italian": "èàùòìéîó",
    "Danish and Norwegian": "øåæéöä",
    "Swedish and Finnish": "äöåé",
    "Icelandic": "áíðóþúæöéý",
}
_TURKISH = {"Turkish": "ıüşçöğİâîû"}
_CENTRAL = {
    "Polish": "łóąężśćńź",
    "Czech": "íáéěřčžýšůúťňďó",
    "Slovak": "áíéžčýšúťľôňďóäĺŕ",
    "Hungarian": "áéőóöíüúű",
    "Romanian": "ăîâşţ",
    "Croatian and Slovene": "čšžćđ",
    "German": "üäöß",
    "Albanian": "ëç",
}
_CYRILLIC = {
    "Russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "Ukrainian": "оаинвіетрслкудмпьзяйбгчхжцюєшїщфґ",
    "Bulgarian": "аиеотнрсвдлкпмъзугябчжйщцхшфью",
    "Serbian": "аиоенрсјтвукдпмлзгбчшцжњљхћђфџ",
}
_ARABIC = {
    "Arabic": "اليمنوترةبعدسفحقكشجهخصأطىزءضغثإذئظؤآ",
    "Persian": "اینردهموتبسشکلزفعگحخقجپچطصغضثظژذءآئ",
    "French": _LATIN["French"],
}
_BALTIC = {"Polish": _CENTRAL["Polish"], "Lithuanian": "ėšųįžąčūę", "Latvian": "āīēšūžņļģķč", "Estonian": "äüõöšž"}
_GREEK = {"Greek": "αοιετσνηυρπκμλςωδγχθφβξζψάίόέήύώϊϋ"}
_HEBREW = {"Hebrew": "יוהלאתרבמשדנחקפעכטגזסצםןךףץ"}


@dataclass(frozen=True, slots=True)
class _Page:
    codec: str
    name: str
    languages: Mapping[str, str]
    prior: float = 0.0


_PAGES = (
    _Page("cp1252", "Windows-1252 (Western)", _LATIN),
    _Page("cp1254", "Windows-1254 (Turkish)", _TURKISH | _LATIN),
    _Page("cp1250", "Windows-1250 (Central European)", _CENTRAL),
    _Page("cp1251", "Windows-1251 (Cyrillic)", _CYRILLIC),
    _Page("cp1256", "Windows-1256 (Arabic)", _ARABIC),
    _Page("cp1253", "Windows-1253 (Greek)", _GREEK, _FAR),
    _Page("cp1255", "Windows-1255 (Hebrew)", _HEBREW, _FAR),
    _Page("cp1257", "Windows-1257 (Baltic)", _BALTIC, _FAR),
    _Page("koi8_r", "KOI8-R (Cyrillic)", _CYRILLIC, _OLD),
    _Page("iso8859_2", "ISO 8859-2 (Central European)", _CENTRAL, _OLD),
    _Page("iso8859_5", "ISO 8859-5 (Cyrillic)", _CYRILLIC, _OLD),
    _Page("iso8859_6", "ISO 8859-6 (Arabic)", _ARABIC, _OLD),
    _Page("cp850", "DOS 850 (Western)", _TURKISH | _LATIN, _OLD),
    _Page("cp852", "DOS 852 (Central European)", _CENTRAL, _OLD),
    _Page("cp857", "DOS 857 (Turkish)", _TURKISH | _LATIN, _OLD),
    _Page("cp866", "DOS 866 (Cyrillic)", _CYRILLIC, _OLD),
    _Page("mac_roman", "Mac Roman (Western)", _LATIN, _OLD),
    _Page("mac_turkish", "Mac Turkish", _TURKISH | _LATIN, _OLD),
    _Page("mac_latin2", "Mac Central European", _CENTRAL, _OLD),
    _Page("mac_cyrillic", "Mac Cyrillic", _CYRILLIC, _OLD),
)


@dataclass(frozen=True, slots=True)
class Told:
    """The code page of a text: its codec and its name; no codec where none is told, and then the names that it may be.

    `names` is empty where no page that is known makes words of the bytes.
    """

    codec: str
    names: tuple[str, ...]


def told(data: bytes) -> Told:
    """Return the code page of `data`, bytes that are not UTF-8, by its distinct words with a letter beyond ASCII."""
    words = list(dict.fromkeys(match.group() for match in _WORD.finditer(data)))[:_WORDS]
    found: list[tuple[float, tuple[str, ...], _Page]] = []
    for page in _PAGES:
        texts = _decoded(words, page.codec)
        if texts:
            found.append((_score(texts, page), texts, page))
    letters = sum(byte > 127 for word in words for byte in word)
    found.sort(key=lambda each: -each[0])
    if not found or found[0][0] < _WORST * letters:
        return Told("", ())
    best, texts, page = found[0]
    margin = _MARGIN if letters > _FEW else _MARGIN_OF_FEW
    rivals = [other.name for score, made, other in found if score > best - margin and made != texts]
    # Small letters of pages that are not known look like capitals of another script.
    shouted = all(map(_foreign_capitals, texts))
    if rivals or shouted:
        return Told("", tuple(dict.fromkeys((page.name, *rivals))))
    return Told(page.codec, (page.name,))


def _decoded(words: Iterable[bytes], codec: str) -> tuple[str, ...]:
    try:
        return tuple(word.decode(codec) for word in words)
    except UnicodeDecodeError:
        return ()


def _score(texts: Sequence[str], page: _Page) -> float:
    """How likely the words are in the likeliest language of the page, some of them being of another one."""
    shapes = [_shape(text) for text in texts]
    by_language = [[_usual(text, letters) for text in texts] for letters in page.languages.values()]
    best = [max(each) + _FOREIGN for each in zip(*by_language, strict=True)]
    usual = max(sum(map(max, own, best)) for own in by_language)
    return usual + sum(shapes) + page.prior


def _shape(text: str) -> float:
    """What is odd about the signs of a word, whatever its language."""
    score = 0.0
    if _foreign_capitals(text):
        score += _CAPITALS
    scripts = {_script(sign) for sign in text if sign.isalpha()}
    if len(scripts) > 1:
        score += _STRANGE
    for at, sign in enumerate(text):
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if sign.isupper() and before.islower():
            score += _STRANGE
        elif sign.islower() and before.isupper() and at > 1 and text[at - 2].isupper():
            score += _STRANGE / 2
        if unicodedata.combining(sign) and _script(before or sign) != _script(sign):
            score += _STRANGE
        elif ord(sign) > 127 and not sign.isalpha():
            score += _sign(before, sign, after)
    return score


def _foreign_capitals(text: str) -> bool:
    return text.isupper() and all(_script(sign) != "LATIN" for sign in text)


def _sign(before: str, sign: str, after: str) -> float:
    """What is odd about a sign that is no letter between those beside it, which may be nothing."""
    alone = not any(each.isalpha() or ord(each) > 127 for each in (before, after) if each)
    joins = before.isalpha() and after.isalpha()
    if sign in _BETWEEN and (alone or joins):
        return _SIGN if alone else 0.0 if sign == "’" else _JOINED
    if sign in _CLOSING and before.isalpha() and not after.isalpha():
        return _SIGN
    if sign in _OPENING and after.isalpha() and not before.isalpha():
        return _SIGN
    return _RARE if alone and unicodedata.category(sign)[0] in "PS" else _STRANGE


def _usual(text: str, letters: str) -> float:
    shares = _shares(letters)
    low = (sign if sign in shares else sign.lower() for sign in text if ord(sign) > 127 and sign.isalpha())
    return sum(shares.get(sign, _STRANGE) for sign in low)


@lru_cache(maxsize=64)
def _shares(letters: str) -> Mapping[str, float]:
    """The logarithm of each letter's share among them, about inverse to its rank; less steep in a whole alphabet."""
    flat = len(letters) / 10 if len(letters) > 20 else 0.0
    whole = sum(1 / (rank + flat) for rank in range(1, len(letters) + 1))
    return {letter: -math.log((rank + flat) * whole) for rank, letter in enumerate(letters, start=1)}


@lru_cache(maxsize=1024)
def _script(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0]
