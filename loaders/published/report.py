"""What a published file gives: statements in the columns of our observations, and a report of everything else in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from loaders.changes.known import key_of

# The order in which a report is read.
Kind = Literal["file", "column", "unused", "place", "row", "value", "coverage", "note"]
KINDS: dict[Kind, str] = {
    "file": "not read",
    "column": "unknown columns, of which nothing is read",
    "unused": "known columns that no indicator counts",
    "place": "places",
    "row": "rows left out",
    "value": "figures left out",
    "coverage": "coverage",
    "note": "remarks",
}
_ROWS_NAMED = 5


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure of the file in the columns of `data/observations/`, without its source, which is that of the edition.

    All cells are text as they will stand in the file. `spelling` is what the publisher calls the place, beside our key
    `place`; the locator repeats it.
    """

    indicator: str
    place: str
    origin: str
    period_end: str
    value: str
    locator: str
    spelling: str
    group: str = "total"
    period_start: str = ""
    date_precision: str = "day"
    low: str = ""
    high: str = ""
    qualifier: str = "exact"
    scope: str = ""
    event: str = ""
    preferred: str = ""
    note: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What the figure counts, as against what the count is."""
        return key_of(self.cells(""))

    @property
    def figure(self) -> tuple[str, str, str]:
        """What the count is."""
        return self.value, self.low, self.high

    def cells(self, source: str) -> dict[str, str]:
        """Return the row of an observations file, with the key of its source."""
        names = [name for name in self.__slots__ if name != "spelling"]
        return {**{name: getattr(self, name) for name in names}, "source": source}


@dataclass(slots=True)
class Report:
    """Everything in a file that did not become a statement, and what a reader of the statements must know.

    Equal findings are counted together with the rows in which they stand.
    """

    found: dict[tuple[Kind, str], list[int]] = field(default_factory=dict)

    def add(self, kind: Kind, text: str, row: int = 0) -> None:
        """Note one finding; `row` is where it stands, 0 where it is of the whole file."""
        self.found.setdefault((kind, text), []).append(row)

    def texts(self, kind: Kind) -> list[str]:
        """Return the findings of one kind, each once, in the order in which they were made."""
        return [text for each, text in self.found if each == kind]

    def count(self, kind: Kind) -> int:
        """Return how many rows the findings of one kind stand in."""
        return sum(len(rows) for (each, _), rows in self.found.items() if each == kind)

    def lines(self) -> list[str]:
        """Return the report as lines of text, findings of a kind together."""
        lines: list[str] = []
        for kind, title in KINDS.items():
            texts = [(text, rows) for (each, text), rows in self.found.items() if each == kind]
            if kind == "unused" and texts:
                lines.append(f"  {title}: {', '.join(text for text, _ in texts)}")
            elif texts:
                lines.append(f"  {title}:")
                lines.extend(f"    {text}{_rows(rows)}" for text, rows in texts)
        return lines


def _rows(rows: list[int]) -> str:
    named = sorted({row for row in rows if row})
    if not named:
        return f" ({len(rows):,} times)" if len(rows) > 1 else ""
    shown = ", ".join(map(str, named[:_ROWS_NAMED]))
    if len(named) > _ROWS_NAMED:
        return f" (rows {shown} and {len(named) - _ROWS_NAMED:,} more)"
    return f" (row{'s' if len(named) > 1 else ''} {shown})"
