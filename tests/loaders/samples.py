"""Small files and data directories, sound until a test breaks one thing in them."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

from loaders import Ledger, Problem, load
from loaders.files.reader import Table, read_table
from loaders.schema import Package

DATA = Path("data")
TABLES = [each.name for each in dataclasses.fields(Ledger) if each.type == "pd.DataFrame"]

HEADER = (
    "indicator,place,origin,group,period_start,period_end,date_precision,value,low,high,"
    "qualifier,scope,event,preferred,source,locator,note"
)


def stock(value: str = "9000", **cells: str) -> str:
    """Return the line of a stock of people in al-Hol, with single cells replaced."""
    return _line(
        {
            "indicator": "camp_population",
            "place": "al-hol",
            "origin": "all",
            "group": "total",
            "period_end": "2020-10-04",
            "date_precision": "day",
            "value": value,
            "qualifier": "exact",
            "source": "ocha-2020-october",
        },
        cells,
    )


def flow(value: str = "100", **cells: str) -> str:
    """Return the line of a convoy of Iraqis from al-Hol, with single cells replaced."""
    return _line(
        {
            "indicator": "iraqi_returns",
            "place": "al-hol",
            "origin": "irq",
            "group": "total",
            "period_start": "2025-04-15",
            "period_end": "2025-04-15",
            "date_precision": "day",
            "value": value,
            "qualifier": "exact",
            "scope": "event",
            "event": "iraqi-batch-25",
            "preferred": "yes",
            "source": "shafaq-2025-832",
        },
        cells,
    )


def _line(default: dict[str, str], cells: dict[str, str]) -> str:
    unknown = set(cells) - set(HEADER.split(","))
    assert not unknown
    return ",".join((default | cells).get(name, "") for name in HEADER.split(","))


def file_of(*lines: str, header: str = HEADER, end: str = "\n") -> bytes:
    """Return a file of observations as bytes."""
    return end.join([header, *lines, ""]).encode()


class Directory:
    """A data directory with the real tables and no observations, to which a test adds what it needs."""

    def __init__(self, path: Path, package: Package) -> None:
        self.path = path
        self._package = package
        shutil.copytree(DATA, path, ignore=shutil.ignore_patterns("geo"))
        for each in package.table("observations"):
            self.write(each.name)
        # What these tables say is of rows of observations, which are not there.
        self.write("acknowledged")
        for each in package.resources:
            if {"names_observation", "ends_series"} & {rule.name for rule in (*each.table_rules, *each.own_rules)}:
                self.write(each.name)

    def write(self, name: str, *rows: str) -> Path:
        """Replace the file of a resource by its header and `rows`; return its path."""
        resource = self._package.resource(name)
        target = self.path / resource.path
        target.write_text("\n".join([",".join(resource.names), *rows, ""]), encoding="utf-8")
        return target

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace a piece of text, which must be there once, in the file of a resource."""
        target = self.path / self._package.resource(name).path
        text = target.read_text(encoding="utf-8")
        assert text.count(old) == 1
        target.write_text(text.replace(old, new), encoding="utf-8")

    def load(self) -> Ledger:
        """Load what stands there now."""
        return load(self.path)

    def found(self) -> list[tuple[str, int, str, str]]:
        """Return file, line, column and rule of every problem."""
        return [(each.file, each.line, each.column, each.rule) for each in self.load().problems]


class Sheet:
    """Reads the bytes of one file of the data package, as a spreadsheet might have saved it."""

    def __init__(self, package: Package) -> None:
        self._package = package

    def read(self, name: str, data: bytes) -> Table:
        """Return the table that the reader makes of `data`."""
        resource = self._package.resource(name)
        return read_table([resource], {resource.path: data})

    def found(self, name: str, data: bytes) -> list[tuple[int, str, str]]:
        """Return line, column and rule of every problem."""
        return [(each.line, each.column, each.rule) for each in self.read(name, data).problems]

    def only(self, name: str, data: bytes) -> Problem:
        """Return the one problem that there must be."""
        problems = self.read(name, data).problems
        assert len(problems) == 1, [str(each) for each in problems]
        return problems[0]
