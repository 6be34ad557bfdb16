"""Frames in few blocks: what is drawn is few rows of many texts, and pandas takes its time by the block of columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast

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
    """The plain values of each column."""
    found: list[list[Any]] = []
    dates: list[int] = []
    moments: list[Array] = []
    for at, (_, column) in enumerate(frame.items()):
        if not isinstance(column.dtype, np.dtype):
            found.append(texts(column).tolist())
        elif column.dtype.kind == "M":
            dates.append(at)
            moments.append(column.to_numpy())
            found.append([])
        else:
            found.append(column.to_numpy().tolist())
    if dates:
        # All at once: for a few rows, to begin takes the time.
        size, days = len(frame), pd.DatetimeIndex(np.concatenate(moments)).tolist()
        for place, at in enumerate(dates):
            found[at] = days[place * size : (place + 1) * size]
    return found


def taken(frame: pd.DataFrame, at: Array, columns: Sequence[str]) -> pd.DataFrame:
    """Return some `columns` of the rows at the positions `at`, with their labels."""
    return pd.DataFrame({name: frame[name].array.take(at) for name in columns}, index=frame.index[at], copy=False)


def keys(frame: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield of each row the values of some `columns`, plain as in `as_records`."""
    return zip(*_values(frame[list(columns)]), strict=True)


def texts(column: pd.Series) -> Array:
    """Return a column of text as an array of Python strings, whatever its dtype."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column.to_numpy(dtype=object)
    codes, distinct = cast("pd.Categorical", column.array).codes, column.dtype.categories.to_numpy(dtype=object)
    if len(codes) and codes.min() < 0:
        return np.append(distinct, np.nan)[codes]
    return distinct[codes]


def codes_and_texts(column: pd.Series) -> tuple[Array, Array]:
    """Return a column of text as positions in an array of texts; a missing one is at -1, the last place."""
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        codes = cast("pd.Categorical", column.array).codes
        return codes, np.append(dtype.categories.to_numpy(dtype=object), np.nan)
    return np.arange(len(column)), column.to_numpy(dtype=object)


def by_text(column: pd.Series, rank: Callable[[str], Any]) -> Array:
    """Return what `rank` says of the text of each row, asked once for each text of a categorical column."""
    codes, distinct = codes_and_texts(column)
    used, at = np.unique(codes, return_inverse=True)
    return np.array([rank(text) for text in distinct[used]])[at]


def grouped(*columns: pd.Series | Array) -> Array:
    """Return a number for each row that rows share where all `columns` agree (texts, numbers or dates), from 0 up."""
    return pd.factorize(alike(columns))[0]


def alike(columns: Sequence[pd.Series | Array]) -> Array:
    """Return one integer per row that is the same exactly where all `columns` are the same (missing equals missing)."""
    combined = np.zeros(len(columns[0]), dtype=np.int64)
    size = 1
    for column in columns:
        part, count = _numbered(column)
        if size * count >= 2**62:
            combined = pd.factorize(combined)[0].astype(np.int64)
            size = len(combined) + 1
        combined = combined * count + part
        size *= count
    return combined


def _numbered(column: pd.Series | Array) -> tuple[Array, int]:
    """A number for each distinct value of a column, 0 where it is missing, and more than the largest of them."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = cast("pd.Categorical", column.array).codes if isinstance(column, pd.Series) else column.codes
        return codes.astype(np.int64) + 1, len(column.dtype.categories) + 1
    if isinstance(column.dtype, np.dtype) and column.dtype.kind == "M":
        # Days are numbers as they are, and need not be looked up in one another.
        found = day_numbers(column.to_numpy() if isinstance(column, pd.Series) else column)
        if found.whole:
            return np.where(found.numbers < found.first, 0, found.numbers - (found.first - 1)), found.size + 1
    if isinstance(column, np.ndarray) and column.dtype.kind == "i" and len(column):
        # So are numbers that lie close together, such as those of groups.
        least, most = int(column.min()), int(column.max())
        if most - least < 2 * len(column):
            return column.astype(np.int64) - (least - 1), most - least + 2
    codes, distinct = pd.factorize(column)
    return codes.astype(np.int64) + 1, len(distinct) + 1


_A_DAY = {"D": 1, "s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


class Days(NamedTuple):
    """Dates as days since 1970 (a missing one before the first), the first, how many up to the last, and if exact."""

    numbers: Array
    first: int
    size: int
    whole: bool


def day_numbers(dates: Array) -> Days:
    """Return an array of datetime64 as numbers of days; `whole` is False where one is a moment within a day."""
    a_day = _A_DAY[np.datetime_data(dates.dtype)[0]]
    moments = dates.view(np.int64)
    missing = moments == np.iinfo(np.int64).min
    # The day of a missing one is that of the largest, until all is known.
    filled = np.where(missing, moments.max(initial=0), moments) if missing.any() else moments
    days = filled // a_day
    first, last = (int(days.min()), int(days.max())) if len(days) else (0, -1)
    return Days(np.where(missing, first - 1, days), first, last - first + 1, bool((days * a_day == filled).all()))


def repeated(numbers: Array) -> Array:
    """Mark the integers that stand more than once."""
    return pd.Series(numbers, copy=False).duplicated(keep=False).to_numpy()


_MIXER = -7046029254386353131  # an odd number of 64 bits, those of the golden section


def sharing(frame: pd.DataFrame, columns: Sequence[str], at: Array | None = None) -> tuple[Array, Array]:
    """Return the positions of the rows that agree with another one in all `columns`, and a number that these share.

    Only rows at the positions `at` are looked at, if they are given. Missing equals missing; numbers go from 0 up.
    """
    # A mix of texts and days that is hardly ever the same by chance leaves few rows to compare.
    mixed = np.zeros(len(frame), dtype=np.int64)
    for name in columns:
        column = frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            mixed *= _MIXER
            mixed += cast("pd.Categorical", column.array).codes
        elif isinstance(column.dtype, np.dtype) and column.dtype.kind == "M":
            mixed *= _MIXER
            mixed += column.to_numpy().view(np.int64)
    near = np.flatnonzero(repeated(mixed)) if at is None else at[repeated(mixed[at])]
    same = alike([pd.Series(frame[name].array.take(near), copy=False) for name in columns])
    again = repeated(same)
    return near[again], pd.factorize(same[again])[0]


def among(column: pd.Series, texts: Collection[Any]) -> Array:
    """Mark the rows of a column of text that hold one of `texts`, asked once for each text of a categorical column."""
    codes, distinct = codes_and_texts(column)
    asked = frozenset(texts)
    return np.array([text in asked for text in distinct], dtype=np.bool_)[codes]


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
    names = (*text, *(name for columns in rest for name in columns))
    return pd.concat(blocks, axis=1).take(_positions(names, tuple(order)), axis=1)


# The frames of all charts have few different columns, and to make an index of them takes the time.
@lru_cache(maxsize=512)
def _named(names: tuple[str, ...]) -> pd.Index:
    return pd.Index(names)


@lru_cache(maxsize=256)
def _positions(names: tuple[str, ...], order: tuple[str, ...]) -> list[int]:
    """Where each column of `order` stands among `names`."""
    return [names.index(name) for name in order]


def _dtype(columns: Mapping[str, Any]) -> np.dtype[Any]:
    return np.result_type(*(np.asarray(values).dtype for values in columns.values()))


def _block(index: pd.Index, columns: Mapping[str, Any], dtype: np.dtype[Any]) -> pd.DataFrame:
    block = np.empty((len(columns), len(index)), dtype=dtype)
    for at, values in enumerate(columns.values()):
        block[at] = values
    return pd.DataFrame(block.T, index=index, columns=_named(tuple(columns)), dtype=dtype, copy=False)
