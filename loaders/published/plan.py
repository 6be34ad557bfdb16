"""What published files would change: each file read, compared with the ledger, and the data files as they would be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from loaders.changes.known import Known
from loaders.changes.writing import new_problems
from loaders.problems import Problem
from loaders.published import edition, store
from loaders.published.base import Options
from loaders.published.edition import Difference
from loaders.published.importer import Reading, read_published
from loaders.published.report import Statement


class RefusedError(Exception):
    """What was asked cannot be done; the message is for the maintainer."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The readings with what each changes, the data files that would be written, and the problems that they would have.

    `count` is the number of rows that would be added.
    """

    parts: tuple[tuple[Reading, Difference], ...]
    texts: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    count: int

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems for which nothing can be written."""
        return tuple(found for found in self.problems if found.severity == "error")


def planned(
    files: Mapping[str, bytes], known: Known, options: Options, *, source: str = "", published: str = ""
) -> Plan:
    """Return what files, by name, would change in the data; nothing is written.

    Args:
        files: the bytes of each file by its name.
        known: the data as they are.
        options: what the maintainer says that the files do not.
        source: the key of sources.csv that the figures get, where it is not that of the edition.
        published: the day of the edition, where the file does not say it.

    Raises:
        UnknownFormatError: a file is of no known format.
        UnreadableError: a file cannot be opened.
        RefusedError: source or day of an edition is not known.
    """
    parts: list[tuple[Reading, Difference]] = []
    changes: list[tuple[Difference, Mapping[str, str]]] = []
    now = known
    for reading in read_published(files, known, options):
        row = _source(reading, known, options, source, published)
        difference = edition.compare(reading.statements, now, row)
        parts.append((reading, difference))
        changes.append((difference, row))
        now = now.with_rows([each.cells(row["source"]) for each in difference.written], row)
    texts = store.new_texts(changes, known)
    problems = new_problems(texts, known.files, known.directory) if texts else []
    count = sum(len(difference.written) for difference, _ in changes)
    return Plan(tuple(parts), texts, tuple(problems), count)


def _source(reading: Reading, known: Known, options: Options, source: str, published: str) -> Mapping[str, str]:
    """Return the row of sources.csv that the figures of a reading get, present or new."""
    if source in known.sources:
        return known.sources[source]
    publication = reading.publication
    if not publication.prefix:
        raise RefusedError(f"{reading.files[0]}: its publisher is unknown: name a source of sources.csv with --source")
    day = published or reading.dated or options.published
    if not day:
        raise RefusedError(
            f"{reading.files[0]} does not say when it was published: say the day (--published YYYY-MM-DD) "
            "(for a figure taken from the publisher's site today, today)"
        )
    row = publication.cells(day)
    return {**row, "source": source} if source else row


def told(reading: Reading, difference: Difference, most: int | None) -> Iterator[str]:
    """Yield the lines on one reading: what it is, what it changes, what was left out."""
    tables = f", {len(reading.tables)} tables" if len(reading.tables) > 1 else ""
    yield f"{', '.join(reading.files)}: {reading.format.title}; {reading.rows:,} rows{tables}"
    new = "a new source" if difference.new_source else "a source that is listed"
    yield f"  source {difference.source} ({new})"
    yield (
        f"  {len(reading.statements):,} figures: {len(difference.there):,} there already, "
        f"{len(difference.added):,} added, {len(difference.revised):,} revised, {len(difference.refused):,} refused; "
        f"{len(difference.removed):,} of the last edition are not in it"
    )
    yield from _some((f"  + {_one(each)}" for each in difference.added), len(difference.added), most)
    yield from _some(
        (f"  ~ {_one(each)}, was {row['value']} in {row['source']}" for each, row in difference.revised),
        len(difference.revised),
        most,
    )
    yield from _some(
        (
            f"  ! {_one(each)}: {row['source']} says {row['value']} already; a new edition needs a source of its own"
            for each, row in difference.refused
        ),
        len(difference.refused),
        most,
    )
    yield from _some((f"  - {_row(row)}" for row in difference.removed), len(difference.removed), most)
    yield from _some((f"  coverage break: {text}" for text in difference.breaks), len(difference.breaks), most)
    lines = reading.report.lines()
    yield from _some(iter(lines), len(lines), most and most * 2)


def _some(lines: Iterator[str], count: int, most: int | None) -> Iterator[str]:
    for number, line in enumerate(lines):
        if most is not None and number == most:
            yield f"  and {count - most:,} more; --all lists them"
            return
        yield line


def _one(each: Statement) -> str:
    told = replace(each, locator="").cells("")
    return f"{_row(told)} ({each.spelling!r}, {each.locator})"


def _row(row: Mapping[str, str]) -> str:
    figure = f"{row['low']} to {row['high']}" if row.get("low") else row["value"]
    day = f"{row['period_start']} to {row['period_end']}" if row.get("period_start") else row["period_end"]
    return f"{row['indicator']} {row['place']} {row['origin']} {row['group']} {day}: {figure}"
