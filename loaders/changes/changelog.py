"""DATA-CHANGELOG.md, for users of the figures: what was added, revised (from what to what, and why) and withdrawn.

An entry is written from a difference of two versions, so that it says what changed and nothing else. The newest entry
stands first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from loaders.changes.difference import Bytes, Change, texts
from loaders.frames import as_records
from loaders.schema import parse_package

FILE = "DATA-CHANGELOG.md"
HEAD = (
    "# What changed in the figures\n\n"
    "For users of the figures, newest first: added, revised (from what to what) and withdrawn, with the reason.\n"
)
_OBSERVATIONS = "observations"
_TITLES = {"indicators": "title", "places": "name", "origins": "name", "sources": "publisher"}
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|!~$])")
# What a cell of an observation is called for users of the figures; the others are for maintainers.
_CELLS = {
    "value": "figure",
    "low": "lower end",
    "high": "upper end",
    "qualifier": "hedge",
    "period_start": "from",
    "period_end": "date",
    "date_precision": "precision of the date",
    "place": "place",
    "origin": "people of",
    "group": "group",
    "scope": "scope",
    "source": "source",
}
# Columns that name a row of another table for a reader.
_NAMED = ("title", "name")
_LISTED = 400  # rows of one kind that are told one by one

Row = Mapping[str, object]
Names = Mapping[tuple[str, str], str]


def entry(changes: Sequence[Change], old: Bytes, new: Bytes, *, day: str, who: str = "", why: str = "") -> str:
    """Return one entry in Markdown; `day` is YYYY-MM-DD. Text from the data is escaped.

    `old` and `new` are the files of both versions, of which the names of measures, places and publishers are taken.
    """
    names = _names(old) | _names(new)
    figures = [one for one in changes if one.resource.table == _OBSERVATIONS]
    others = [one for one in changes if one.resource.table != _OBSERVATIONS]
    revised, remarks = _revised(figures, names)
    parts = (
        ("Revised", revised),
        ("Added", [_told(row, names) for one in figures for row in as_records(one.added)]),
        ("Withdrawn", [_told(row, names) for one in figures for row in as_records(one.removed)]),
    )
    lines = [f"## {day}: {_summary({title: len(told) for title, told in parts}, others)}", ""]
    said = [f"{_plain(why).rstrip('.')}."] * bool(why) + [f"By {_plain(who).rstrip('.')}."] * bool(who)
    lines += [" ".join(said), ""] if said else []
    for title, told in parts:
        if told:
            more = [f"- and {len(told) - _LISTED:,} more"] if len(told) > _LISTED else []
            lines += [
                f"### {title}: {_counted(len(told), 'figure')}",
                "",
                *(f"- {one}" for one in told[:_LISTED]),
                *more,
                "",
            ]
    beside = [text for one in others for text in _beside(one)]
    if remarks:
        beside.insert(0, f"{_counted(remarks, 'figure')} with another remark, passage or mark only")
    return "\n".join(
        [*lines, *(["### Beside the figures", "", *(f"- {text}" for text in beside), ""] if beside else [])]
    )


def with_entry(present: bytes, text: str) -> bytes:
    """Return DATA-CHANGELOG.md with an entry on top of the others."""
    there = present.decode("utf-8") or HEAD
    head, mark, rest = there.partition("\n## ")
    return f"{head.rstrip()}\n\n{text.rstrip()}\n{f'{mark}{rest}' if mark else ''}".encode()


def newest(present: bytes) -> tuple[str, str]:
    """Return title and text of the newest entry, empty where there is none."""
    _, mark, rest = present.decode("utf-8", errors="replace").partition("\n## ")
    title, _, text = rest.partition("\n## ")[0].partition("\n")
    return (title.strip(), text.strip()) if mark else ("", "")


def _summary(counts: Mapping[str, int], others: Sequence[Change]) -> str:
    """`53 figures added, 210 revised, 2 withdrawn; 32 sources added`."""
    told: list[str] = []
    for title in ("Added", "Revised", "Withdrawn"):
        if counts[title]:
            told.append(f"{_counted(counts[title], 'figure') if not told else f'{counts[title]:,}'} {title.lower()}")
    sources = sum(len(one.added) for one in others if one.resource.table == "sources")
    parts = [", ".join(told), f"{_counted(sources, 'source')} added" if sources else ""]
    return "; ".join(filter(None, parts)) or "no figure changed"


def _revised(figures: Sequence[Change], names: Names) -> tuple[list[str], int]:
    """The figures of which a cell that counts was changed, with each from and to; how many others were changed."""
    told, others = [], 0
    for one in figures:
        for before, after in zip(as_records(one.was), as_records(one.changed), strict=True):
            cells = [
                f"{word} {_cell(before, name, names)} to {_cell(after, name, names)}"
                for name, word in _CELLS.items()
                if before[name] != after[name]
            ]
            told += [f"{_told(after, names)}; {'; '.join(cells)}"] if cells else []
            others += not cells
    return told, others


def _cell(row: Row, name: str, names: Names) -> str:
    text = (
        names.get((f"{name}s", str(row[name])), str(row[name])) if name in ("place", "origin", "source") else row[name]
    )
    return _plain(str(text).replace("_", " ")) or "none"


def _told(row: Row, names: Names) -> str:
    """`People living in camp, Al-Hol camp, 2025-02-23: 37363 (UNHCR)`."""

    def name(table: str, key: str) -> str:
        return names.get((table, str(row[key])), str(row[key]))

    origin = name("origins", "origin") if row["origin"] not in ("all", "") else ""
    group = str(row["group"]).replace("_", " ") if row["group"] not in ("total", "all") else ""
    start = f"{row['period_start']} to " if row["period_start"] not in ("", row["period_end"]) else ""
    parts = [name("indicators", "indicator"), name("places", "place"), origin, group, f"{start}{row['period_end']}"]
    return f"{_plain(', '.join(filter(None, parts)))}: {_figure(row)} ({_plain(name('sources', 'source'))})"


def _figure(row: Row) -> str:
    if row["qualifier"] == "range":
        return f"{row['low']} to {row['high']}"
    hedge = "" if row["qualifier"] == "exact" else f"{str(row['qualifier']).replace('_', ' ')} "
    return f"{hedge}{row['value']}"


def _beside(change: Change) -> Iterator[str]:
    """What changed in another table: how many rows, and which, where they have a title or name."""
    column = next((name for name in _NAMED if name in change.resource.names), "")
    for word, rows in (("added", change.added), ("changed", change.changed), ("removed", change.removed)):
        if len(rows):
            named = dict.fromkeys(str(row[column]) for row in as_records(rows.head(_LISTED))) if column else {}
            which = f" ({_plain('; '.join(named))})" if named else ""
            yield f"{_plain(change.resource.title)}: {len(rows):,} {word}{which}"


def _names(files: Bytes) -> dict[tuple[str, str], str]:
    package = parse_package(dict(files))
    found: dict[tuple[str, str], str] = {}
    for table, column in _TITLES.items():
        for resource in package.table(table):
            rows: pd.DataFrame = texts(resource, files.get(resource.path, b""))
            (key,) = resource.primary_key
            found |= {(table, str(k)): str(v) for k, v in zip(rows[key], rows[column], strict=True)}
    return found


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _plain(text: str) -> str:
    """Text from the data, so that Markdown takes no part of it for a sign."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
