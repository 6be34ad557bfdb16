"""Frames in few blocks: what is drawn is few rows of many texts, and pandas takes its time by the block of columns."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

# Columns are short and their texts few: as Python strings they are taken and compared in a third of the time that
# calls into Arrow need.
pd.set_option("mode.string_storage", "python")

Array = npt.NDArray[Any]
# A day that is not there, for what is typed as one: to type checkers NaT is no Timestamp, to pandas it is.
NO_DAY = cast("pd.Timestamp", pd.NaT)


def as_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of `frame` as dictionaries of plain values: texts, floats, Timestamps (NaT where missing)."""
    names = frame.columns.to_list()
    return [dict(zip(names, row, strict=True)) for row in zip(*_values(frame), strict=True)]


def as_record(row: pd.Series) -> dict[str, Any]:
    """Return one row of a frame as a dictionary of plain values by column."""
    return cast("dict[str, Any]", row.to_dict())


def row_at(frame: pd.DataFrame, label: Hashable) -> pd.Series:
    """Return the row of a label that is the only one of its kind."""
    return cast("pd.Series", frame.loc[cast("Any", label)])


def label_of(row: pd.Series) -> int:
    """Return the label under which a row stands in the observations."""
    return int(cast("int", row.name))


def row_of_max(rows: pd.DataFrame, column: str) -> pd.Series:
    """Return the row with the largest or latest value in `column`, the first of equal ones; one must be there."""
    return rows.iloc[int(rows[column].argmax())]


def row_of_min(rows: pd.DataFrame, column: str) -> pd.Series:
    """Return the row with the smallest or earliest value in `column`, the first of equal ones; one must be there."""
    return rows.iloc[int(rows[column].argmin())]


def _values(frame: pd.DataFrame) -> list[list[Any]]:
    """The plain values of each column, taken block by block."""
    found: list[list[Any]] = [[]] * frame.shape[1]
    of_type: dict[Any, list[int]] = {}
    for at, dtype in enumerate(frame.dtypes):
        if isinstance(dtype, np.dtype):
            of_type.setdefault(dtype, []).append(at)
        else:
            found[at] = texts(frame.iloc[:, at]).tolist()
    for dtype, columns in of_type.items():
        block = frame.iloc[:, columns].to_numpy().T
        if dtype.kind == "M":
            dates, size = pd.DatetimeIndex(block.ravel()).tolist(), len(frame)
            values = [dates[at * size : (at + 1) * size] for at in range(len(columns))]
        else:
            values = block.tolist()
        for at, value in zip(columns, values, strict=True):
            found[at] = value
    return found


def texts(column: pd.Series) -> Array:
    """Return a column of text as an array of Python strings, whatever its dtype."""
    codes, distinct = codes_and_texts(column)
    return distinct[codes]


def codes_and_texts(column: pd.Series) -> tuple[Array, Array]:
    """Return a column of text as positions in an array of texts; a missing one is at -1, the last place."""
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(), np.append(dtype.categories.to_numpy(dtype=object), np.nan)
    return np.arange(len(column)), column.to_numpy(dtype=object)


def by_text(column: pd.Series, rank: Callable[[str], Any]) -> Array:
    """Return what `rank` says of the text of each row, asked once for each text of a categorical column."""
    codes, distinct = codes_and_texts(column)
    used, at = np.unique(codes, return_inverse=True)
    return np.array([rank(text) for text in distinct[used]])[at]


def grouped(*columns: pd.Series | Array) -> Array:
    """Return a number for each row that rows share where all `columns` agree (texts, numbers or dates)."""
    number = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        codes, _ = pd.factorize(column)
        # Numbers stay below the number of rows, so that the product cannot overflow.
        number, _ = pd.factorize(number * (len(codes) + 1) + codes)
    return number


ANY = "*"


def matcher(known: Iterable[tuple[Any, ...]]) -> Callable[[Sequence[Any]], bool]:
    """Return a function that says whether a key is among the `known` ones, where * in it stands for any value."""
    every = set(known)

    @cache
    def parts(at: tuple[int, ...]) -> set[tuple[Any, ...]]:
        return {tuple(one[place] for place in at) for one in every}

    def fits(key: Sequence[Any]) -> bool:
        at = tuple(place for place, value in enumerate(key) if value != ANY)
        return tuple(key[place] for place in at) in parts(at)

    return fits


def packed(
    index: pd.Index, text: Mapping[str, Any], rest: Sequence[Mapping[str, Any]], order: Sequence[str]
) -> pd.DataFrame:
    """Return a frame with the columns `order`: `text` in one block, and each of `rest`, columns of one dtype.

    Values are one for all rows or one for each. Texts stay Python strings (dtype object): nothing is inferred.
    """
    blocks = [_block(index, text, np.dtype(object))]
    blocks += [_block(index, columns, _dtype(columns)) for columns in rest]
    return pd.concat(blocks, axis=1).reindex(columns=list(order))


def _dtype(columns: Mapping[str, Any]) -> np.dtype[Any]:
    return np.result_type(*(np.asarray(values).dtype for values in columns.values()))


def _block(index: pd.Index, columns: Mapping[str, Any], dtype: np.dtype[Any]) -> pd.DataFrame:
    block = np.empty((len(columns), len(index)), dtype=dtype)
    for at, values in enumerate(columns.values()):
        block[at] = values
    return pd.DataFrame(block.T, index=index, columns=list(columns), dtype=dtype, copy=False)
