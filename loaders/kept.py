"""Keeps tables that were read and checked: only those whose files, or tables that they asked, are others are made anew.

A change of one file is tried, shown and taken up a few times in a row, while the other files stay what they are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import pandas as pd

from loaders.files.reader import Table

_KEPT = 4  # of each table
_LARGE = 100_000  # rows, and only the last is kept

_T = TypeVar("_T")


class Noted(Mapping[str, _T], Generic[_T]):
    """What is looked up in a mapping, and noted: `asked` has what was found under each name, None where nothing was.

    What stands in `own` comes first, and is not noted.
    """

    def __init__(self, given: Mapping[str, _T], own: Mapping[str, _T] | None = None) -> None:
        self._given, self._own = given, own or {}
        self.asked: dict[str, _T | None] = {}

    def over(self, own: Mapping[str, _T]) -> Noted[_T]:
        """Return the same with `own` before it, which notes in the same place."""
        other = Noted(self._given, own)
        other.asked = self.asked
        return other

    def __getitem__(self, name: str) -> _T:
        if name in self._own:
            return self._own[name]
        self.asked[name] = self._given.get(name)
        return self._given[name]

    def __iter__(self) -> Iterator[str]:
        raise TypeError("what is asked can be noted by name only")

    def __len__(self) -> int:
        raise TypeError("what is asked can be noted by name only")


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """What came of one table: tables as read, and the frames that later tables look things up in."""

    read: Mapping[str, Table]
    frames: Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    made: Made
    key: Hashable
    asked_read: Mapping[str, Table | None] = field(default_factory=dict)
    asked_frames: Mapping[str, pd.DataFrame | None] = field(default_factory=dict)

    def holds(self, key: Hashable, read: Mapping[str, Table], frames: Mapping[str, pd.DataFrame]) -> bool:
        return (
            self.key == key
            and all(read.get(name) is found for name, found in self.asked_read.items())
            and all(frames.get(name) is found for name, found in self.asked_frames.items())
        )

    def is_large(self) -> bool:
        return any(len(each.frame) > _LARGE for each in self.made.read.values())


_known: dict[str, tuple[_Known, ...]] = {}


def made_once(
    name: str,
    key: Hashable,
    read: Mapping[str, Table],
    frames: Mapping[str, pd.DataFrame],
    make: Callable[[Noted[Table], Noted[pd.DataFrame]], Made],
) -> Made:
    """Return what `make` returns of the table `name`, the same as before where all is the same that it rests on.

    Args:
        name: the table.
        key: what `make` rests on beside tables: contents of files, rules, the day.
        read: tables as read so far.
        frames: frames so far; both are the same where they are the same object, for none is ever changed.
        make: is given both, of which it may look things up by name only.
    """
    before = _known.get(name, ())
    found = next((each for each in before if each.holds(key, read, frames)), None)
    if found is None:
        tables, others = Noted(read), Noted(frames)
        made = make(tables, others)
        # What looks things up in this one need not be made anew where nothing has come of the change.
        alike = (each.made for each in before if each.key == key and _same(each.made, made))
        found = _Known(next(alike, made), key, tables.asked, others.asked)
    # Replaced whole: what another thread has put there meanwhile is at worst made once more.
    rest = [each for each in before if each is not found and not (found.is_large() or each.is_large())]
    _known[name] = (found, *rest[: _KEPT - 1])
    return found.made


def _same(one: Made, other: Made) -> bool:
    return (
        one.read.keys() == other.read.keys()
        and all(_same_table(table, other.read[name]) for name, table in one.read.items())
        and one.frames.keys() == other.frames.keys()
        and all(frame.equals(other.frames[name]) for name, frame in one.frames.items() if name not in one.read)
    )


def _same_table(one: Table, other: Table) -> bool:
    return (
        one.problems == other.problems
        and one.frame.equals(other.frame)
        and (one.refused, one.unread) == (other.refused, other.unread)
        and len(one.gone) == len(other.gone)
        and all(rows.equals(others) for rows, others in zip(one.gone, other.gone, strict=True))
    )


def forget() -> None:
    """Read and check every table anew, as where a rule is another one."""
    _known.clear()
