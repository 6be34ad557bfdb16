"""Why a row is not there that another one names: because it stands in its file, and was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from loaders.files.reader import Table
from loaders.frames import ANY, Array
from loaders.schema import Resource

_PREFIX = "refused "
# Rows that are looked through; where more are refused than this, a file was read with the wrong settings.
_MOST = 20_000


class _Refused(NamedTuple):
    """The cells of refused rows by column, which of them could not be read, rows with any, and files without a row."""

    cells: list[Array]
    open: list[Array]
    read: Array
    whole: list[str]
    themes: Mapping[str, str]


def refused(name: str, table: Table, resources: Iterable[Resource]) -> dict[str, pd.DataFrame]:
    """Return the refused rows of the table `name` as a table for the checks, by the name under which they find it.

    A file of which no row is there stands for all rows that it may hold: its line is 0.
    """
    of = [each for each in resources if each.table == name]
    empty = {each.file for each in table.problems if each.severity == "error" and each.line <= 1}
    if not table.gone and not empty:
        return {}
    columns = [*of[0].names, "file", "line"]
    rows = pd.concat([each.reindex(columns=columns) for each in (table.frame.iloc[:0], *table.gone)], ignore_index=True)
    present = {*table.frame["file"].unique(), *rows["file"].unique()}
    whole = [{"file": each.path, "line": 0} for each in of if each.path in empty - present]
    found = pd.concat([rows.head(_MOST), pd.DataFrame(whole, columns=["file", "line"])], ignore_index=True)
    return {f"{_PREFIX}{name}": found}


def because(tables: Mapping[str, pd.DataFrame], table: str, columns: Sequence[str]) -> Callable[[Sequence[Any]], str]:
    """Return a function that says of a key, which no row of `table` has in `columns`, in which refused row it stands.

    It answers `observations/camps.csv, line 3`, or the file alone where all of it is refused, or an empty text. A cell
    that could not be read may be the one that is meant.
    """
    rows = tables.get(f"{_PREFIX}{table}")
    if rows is None or rows.empty:
        return lambda _key: ""

    # Most checks find nothing and never ask.
    @cache
    def prepared() -> _Refused:
        cells = [rows[name].to_numpy(dtype=object) for name in columns]
        open_ = [pd.isna(column) | (column == "") for column in cells]
        whole = (rows["line"] == 0).to_numpy()
        themes = dict(zip(tables["indicators"]["indicator"], tables["indicators"]["theme"], strict=True))
        return _Refused(
            cells, open_, ~whole & ~np.logical_and.reduce(open_), [str(each) for each in rows["file"][whole]], themes
        )

    def said(key: Sequence[Any]) -> str:
        known = prepared()
        fits = known.read.copy()
        for column, unread, value in zip(known.cells, known.open, key, strict=True):
            if value != ANY:
                fits &= unread | (column == value)
        if fits.any():
            at = int(np.flatnonzero(fits)[0])
            return f"{rows['file'].iloc[at]}, line {rows['line'].iloc[at]}"
        own = dict(zip(columns, key, strict=True)).get("indicator")
        return next(
            (each for each in known.whole if own is None or PurePosixPath(each).stem == known.themes.get(own)), ""
        )

    return said
