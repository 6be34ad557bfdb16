"""The quick way through files without any fault of form: one pass of Arrow's CSV parser instead of Python's.

It takes over only where it provably gives what `loaders.rows` would give without a single finding; everything else goes
the slow way, which knows how to explain. A test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc

from loaders.files.rows import ends_quoted
from loaders.schema import Resource

_BLOCK = 2**22  # bytes that are parsed at a time, so that they stay close to the processor
_TAB, _SPACE, _DELETE = 9, 32, 127  # bytes below a space are control characters, and so is the last
_TEXT = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True, slots=True)
class Distinct:
    """A column of text as its distinct texts and, per row, the position of its text among them."""

    codes: npt.NDArray[np.integer]
    texts: npt.NDArray[np.object_]


def distinct(texts: Sequence[str]) -> Distinct:
    """Return a column of text by its distinct texts."""
    codes, found = pd.factorize(np.array(texts, dtype=object))
    return Distinct(codes, np.asarray(found, dtype=object))


@dataclass(frozen=True, slots=True)
class Clean:
    """The columns of several files read as one, and how many rows each file holds, one to a line below its header."""

    columns: dict[str, Distinct]
    sizes: list[int]


def read_clean(schema: Resource, contents: Sequence[bytes]) -> Clean | None:
    """Return the rows of `contents`, files with columns of `schema`, or None if one needs a closer look.

    A file is clean if it is UTF-8 without mark and control characters, begins with exactly the header of the schema,
    from which only columns that may be empty may be missing, and has one record to a line, each with every required
    cell filled and the right number of cells.
    """
    tables: list[dict[str, pa.ChunkedArray]] = []
    sizes: list[int] = []
    for data in contents:
        whole = _whole(data)
        names = _header(schema, whole) if whole is not None else None
        if whole is None or names is None:
            return None
        table, size = _parse(whole, names), whole.count(b"\n") - 1
        if table is None or table.num_rows != size:
            return None
        empty = pa.chunked_array([pa.DictionaryArray.from_arrays(pa.array(np.zeros(size, dtype=np.int32)), [""])])
        tables.append({name: table.column(name) if name in names else empty for name in schema.names})
        sizes.append(size)
    if not tables:
        return None
    columns: dict[str, Distinct] = {}
    for field in schema.fields:
        name = field.name
        found = _distinct(pa.chunked_array([chunk for table in tables for chunk in table[name].chunks], type=_TEXT))
        if found is None or (field.required and "" in found.texts):
            return None
        columns[name] = found
    if schema.names[0] in columns[schema.names[0]].texts:
        return None
    return Clean(columns, sizes)


def _whole(data: bytes) -> bytes | None:
    """Return the file with every line ended by a line feed, or None where it is not clean."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
        if b"\r" in data:
            return None
    # Arrow takes a quotation that the end of the file leaves open for closed.
    last = data[data.rfind(b"\n", 0, -1) + 1 :]
    # A row of tags, all or but one of which begin so, is told apart from a row of data elsewhere.
    if b"#" in data[: data.find(b"\n", data.find(b"\n") + 1)]:
        return None
    if b'"' in last and ends_quoted([last.decode("utf-8", "replace")], ","):
        return None
    return data if data.endswith(b"\n") else data + b"\n"


def _header(schema: Resource, data: bytes) -> list[str] | None:
    """Return the columns that the first line names, or None where they are not those of the schema in their order."""
    named = data[: data.index(b"\n")].decode("utf-8", "replace").split(",")
    expected = [each.name for each in schema.fields if each.required or each.name in named]
    return named if named == expected else None


def _parse(data: bytes, names: Sequence[str]) -> pa.Table | None:
    try:
        return pc.read_csv(
            pa.BufferReader(data),
            read_options=pc.ReadOptions(use_threads=False, block_size=_BLOCK),
            parse_options=pc.ParseOptions(newlines_in_values=False, ignore_empty_lines=False),
            convert_options=pc.ConvertOptions(
                column_types=dict.fromkeys(names, _TEXT), strings_can_be_null=False, null_values=[]
            ),
        )
    except pa.ArrowInvalid:
        return None


def _distinct(column: pa.ChunkedArray) -> Distinct | None:
    """Return a column by its distinct texts, or None where one of them holds a control character."""
    if column.num_chunks == 0:
        return distinct([])
    whole = column.unify_dictionaries().combine_chunks() if column.num_chunks > 1 else column.chunk(0)
    array = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    written = np.frombuffer(array.dictionary.buffers()[2] or b"", dtype=np.uint8)
    if (((written < _SPACE) & (written != _TAB)) | (written == _DELETE)).any():
        return None
    return Distinct(array.indices.to_numpy(), np.array(array.dictionary.to_pylist(), dtype=object))
