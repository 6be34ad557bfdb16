"""Any bytes that look like a published file give figures or a report: never a traceback, and no row is lost unseen."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.changes.known import Known, read_known
from loaders.files.tables import UnreadableError
from loaders.published import dtm_api, dtm_master_list, edition, fts, gidd, hapi, hxl, unhcr
from loaders.published.base import Options
from loaders.published.importer import Reading, UnknownFormatError, read_published
from tests.loaders.published.samples import archive, example, workbook
from tests.loaders.samples import DATA

MODULES = (dtm_api, dtm_master_list, fts, gidd, hapi, hxl, unhcr)
OPTIONS = Options(published="2030-06-30", everywhere=True)
# What breaks readers: other numbers, dates, signs, keys of ours, tags, formulas, letters of other scripts.
CELLS = (
    *(
        "",
        " ",
        "-",
        "*",
        "0",
        "-1",
        "1e5",
        "1e400",
        "nan",
        "1,234",
        "42.500",
        "2030",
        "1989",
        "2030-02-30",
        "03/04/2030",
    ),
    *("03/04/2030", "2030-04-30", "SYR", "IRQ", "XXA", "syr", "Ninewa", "Al Diwaniya", "Total", "#REF!", "=1+1"),
    *(
        "all",
        "INN",
        "Intersectoral",
        "paid",
        "incoming",
        "٣٤",
        "é" * 300,
        "\x00",
        "\ufeff",
        '"',
        "'",
        "{}",
        "[]",
        "None",
    ),
)
CELL = st.one_of(st.sampled_from(CELLS), st.text(max_size=12), st.integers().map(str), st.floats().map(str))


@cache
def known() -> Known:
    """The project's own places and indicators, without observations; no fixture, which a failure would print whole."""
    return replace(read_known(DATA), observations=[], covered=frozenset())


def read(name: str, data: bytes) -> list[Reading]:
    """Read a file; nothing where it is refused in words."""
    try:
        readings = read_published({name: data}, known(), OPTIONS)
    except (UnreadableError, UnknownFormatError):
        return []
    for each in readings:
        edition.compare(each.statements, known(), each.publication.cells("2030-06-30"))
        assert all(
            value.replace(".", "").isdigit() for s in each.statements for value in (s.value, s.low, s.high) if value
        )
        assert len({s.key for s in each.statements}) == len(each.statements)
        assert each.report.lines() or each.statements or not each.rows
    return readings


def table(module: ModuleType) -> tuple[list[str], list[list[str]]]:
    """Return header and rows of the example of a format."""
    rows = [row for row in csv.reader(io.StringIO(example(module).decode())) if len(row) > 2]
    return rows[0], rows[1:]


def as_csv(rows: list[list[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode("utf-8", "surrogatepass")


def as_json(rows: list[list[str]]) -> bytes:
    items = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
    return json.dumps({"result": items}).encode()


def as_workbook(rows: list[list[str]]) -> bytes:
    plain = [["".join(sign for sign in cell if sign.isprintable()) for cell in row] for row in rows]
    return workbook({"IDP 2030-04-30": plain})


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
@given(data=st.data())
@settings(max_examples=60)
def test_any_cells_under_a_sound_header_give_figures_or_a_report(module: ModuleType, data: st.DataObject) -> None:
    header, rows = table(module)
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.sampled_from(rows))
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(CELL)
    rows.append(data.draw(st.lists(CELL, max_size=len(header) + 2)))
    written: Callable[[list[list[str]]], bytes] = data.draw(st.sampled_from((as_csv, as_csv, as_json, as_workbook)))
    read("file", written([header, *rows]))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
@given(seed=st.integers(0, 2**32))
@settings(max_examples=60)
def test_a_damaged_file_gives_figures_or_a_report(module: ModuleType, seed: int) -> None:
    """Bytes of a file are overwritten, taken out and put in at random, in a CSV, a workbook and an archive."""
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    header, rows = table(module)
    whole = chance.choice((example(module), as_workbook([header, *rows]), archive({"population.csv": example(module)})))
    data = bytearray(whole)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
    read("file", bytes(data))
    read("file", whole[: chance.randrange(len(whole))])


@given(data=st.binary(max_size=300))
def test_any_bytes_are_refused_in_words(data: bytes) -> None:
    for begin in (b"", b"PK\x03\x04", b"{", b'{"items": [{', b"Year,ISO3CoO,ISO3CoA,REF\n", b"\xff\xfe"):
        read("file", begin + data)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
@given(cells=st.lists(st.sampled_from(("not a place", "#REF!", "????")), min_size=40, max_size=40))
@settings(max_examples=5)
def test_a_row_of_nonsense_is_named(module: ModuleType, cells: list[str]) -> None:
    header, rows = table(module)
    (before,) = read("file", as_csv([header, *rows]))
    (after,) = read("file", as_csv([header, *rows, cells[: len(header)]]))
    assert len(after.report.found) > len(before.report.found)
    assert [s.key for s in before.statements] == [s.key for s in after.statements]
