"""Names of files and of sheets: by chart and choices, never by a headline, so that they stay when the data change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from charts.text import file_stem, one_line
from exports.briefing import Item

_LONGEST_FILE = 72  # characters, without the ending
_LONGEST_SHEET = 31  # as Excel takes it
_DIGEST = 8  # characters that tell apart names whose ends were cut


def file_names(items: Sequence[Item]) -> list[str]:
    """A file name without ending for each chart: `camps-population-roj`, with its date and lead where it has them.

    Small letters, digits and hyphens, at most 72 characters; the same chart twice is told apart by a number.
    """
    return list(_apart((_stem(item) for item in items), "-", _LONGEST_FILE))


def sheet_names(items: Sequence[Item]) -> list[str]:
    """A name of a sheet for each chart: `Camps population roj`, at most 31 characters, no two alike."""
    return list(_apart((_words(item) for item in items), " ", _LONGEST_SHEET))


def _parts(item: Item) -> Iterator[str]:
    for value in (*item.filters.values(), item.known_on, item.lead):
        several = value if isinstance(value, (tuple, list)) else (value,)
        yield from (one_line(one) for one in several if one)


def _stem(item: Item) -> str:
    whole = " ".join([item.chart, *_parts(item)])
    name = file_stem(whole, 1000)
    # Choices in letters that a file name does not have, and long ones, are told apart by a digest of all of them.
    if len(name) <= _LONGEST_FILE and whole.isascii():
        return name
    digest = sha256(whole.encode("utf-8", "replace")).hexdigest()[:_DIGEST]
    return f"{file_stem(whole, _LONGEST_FILE - _DIGEST - 1)}-{digest}"


def _words(item: Item) -> str:
    chart, *choices = (file_stem(part, 60).replace("-", " ") for part in (item.chart, *_parts(item)))
    name = " ".join([chart[:1].upper() + chart[1:], *choices])
    return name if len(name) <= _LONGEST_SHEET else name[: _LONGEST_SHEET + 1].rpartition(" ")[0]


def _apart(names: Iterable[str], sign: str, most: int) -> Iterator[str]:
    """The names, each after its first use with a number at its end."""
    taken: set[str] = set()
    for name in names:
        found, number = name, 1
        while found.casefold() in taken:
            number += 1
            end = f"{sign}{number}"
            found = name[: most - len(end)].rstrip(sign) + end
        taken.add(found.casefold())
        yield found
