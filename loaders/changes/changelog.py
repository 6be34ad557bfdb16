"""DATA-CHANGELOG.md, for users of the figures: what was added, revised (from what to what, and why) and withdrawn.

An entry is written from a difference of two versions, so that it says what changed and nothing else. The newest entry
stands first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import pandas as pd

from loaders.changes.difference import Bytes, Change, name_of, texts
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
_CELLS = "value", "low", "high", "qualifier"
# Cells of which a reader of the figures need not hear each by itself.
_LISTED = 400

Row = Mapping[str, object]


def entry(changes: Sequence[Change], old: Bytes, new: Bytes, *, day: str, who: str = "", why: str = "") -> str:
    """Return one entry in Markdown; `day` is YYYY-MM-DD. Text from the data is escaped.

    `old` and `new` are the files of both versions, of which the names of measures, places and publishers are taken.
    """
    names = _names(old) | _names(new)
    figures = [one for one in changes if one.resource.table == _OBSERVATIONS]
    others = [one for one in changes if one.resource.table != _OBSERVATIONS]
    lines = [f"## {day}: {_summary(figures, others)}", ""]
    lines += [f"{_plain(why).rstrip('.')}.{f' By {_plain(who)}.' if who else ''}", ""] if why else []
    for title, kind in (("Revised", "changed"), ("Added", "added"), ("Withdrawn", "removed")):
        rows = [row for one in figures for row in as_records(getattr(one, kind))]
        if rows:
            told = partial(_told, names=names, changes=kind == "changed")
            lines += [f"### {title}: {len(rows):,} {'figure' if len(rows) == 1 else 'figures'}", ""]
            lines += [*_some([f"- {told(row)}" for row in rows], rows, names), ""]
    if others:
        lines += ["### Beside the figures", "", *(f"- {text}" for one in others for text in _beside(one)), ""]
    return "\n".join(lines)


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


def _summary(figures: Sequence[Change], others: Sequence[Change]) -> str:
    """`53 figures added, 430 revised, 2 withdrawn; 32 sources added`."""
    counts = Counter(
        {kind: sum(len(getattr(one, kind)) for one in figures) for kind in ("added", "changed", "removed")}
    )
    parts: list[str] = []
    for kind, word in (("added", "added"), ("changed", "revised"), ("removed", "withdrawn")):
        if counts[kind]:
            noun = "" if parts else " figure" if counts[kind] == 1 else " figures"
            parts.append(f"{counts[kind]:,}{noun} {word}")
    more = [
        f"{len(one.added):,} {name if len(one.added) != 1 else name.removesuffix('s')} added"
        for one in others
        if len(one.added) and (name := one.resource.name.replace("_", " "))
    ]
    return "; ".join(filter(None, [", ".join(parts), ", ".join(more)])) or "no figure changed"


def _some(lines: list[str], rows: Sequence[Row], names: Mapping[tuple[str, str], str]) -> list[str]:
    """All lines, or of very many the counts by measure."""
    if len(lines) <= _LISTED:
        return lines
    counts = Counter(names.get(("indicators", str(row["indicator"])), str(row["indicator"])) for row in rows)
    return [f"- {_plain(title)}: {count:,}" for title, count in counts.most_common()]


def _told(row: Row, names: Mapping[tuple[str, str], str], *, changes: bool) -> str:
    """`Camp population, Al-Hol camp, 2025-02-23: 37363 (UNHCR): value: 37000 -> 37363`."""

    def name(table: str, key: str) -> str:
        return names.get((table, str(row[key])), str(row[key]))

    origin = name("origins", "origin") if row["origin"] not in ("all", "") else ""
    group = str(row["group"]).replace("_", " ") if row["group"] not in ("total", "all") else ""
    start = f"{row['period_start']} to " if row["period_start"] not in ("", row["period_end"]) else ""
    parts = [name("indicators", "indicator"), name("places", "place"), origin, group, f"{start}{row['period_end']}"]
    what = ", ".join(filter(None, parts))
    text = f"{_plain(what)}: {_figure(row)} ({_plain(name('sources', 'source'))})"
    return f"{text}; {_plain(str(row['changes']))}" if changes else text


def _figure(row: Row) -> str:
    if row["qualifier"] == "range":
        return f"{row['low']} to {row['high']}"
    hedge = "" if row["qualifier"] == "exact" else f"{str(row['qualifier']).replace('_', ' ')} "
    return f"{hedge}{row['value']}"


def _beside(change: Change) -> Iterator[str]:
    for word, rows in (("added", change.added), ("changed", change.changed), ("removed", change.removed)):
        if len(rows):
            named = [name_of(change.resource, row) for row in as_records(rows.head(_LISTED))]
            more = f" and {len(rows) - len(named):,} more" if len(rows) > len(named) else ""
            yield f"{_plain(change.resource.path)}: {len(rows):,} {word} ({_plain('; '.join(named))}{more})"


def _names(files: Bytes) -> dict[tuple[str, str], str]:
    package = parse_package(dict(files))
    found: dict[tuple[str, str], str] = {}
    for table, column in _TITLES.items():
        for resource in package.table(table):
            rows: pd.DataFrame = texts(resource, files.get(resource.path, b""))
            (key,) = resource.primary_key
            found |= {(table, str(k)): str(v) for k, v in zip(rows[key], rows[column], strict=True)}
    return found


def _plain(text: str) -> str:
    """Text from the data, so that Markdown takes no part of it for a sign."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
