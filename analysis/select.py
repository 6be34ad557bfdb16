"""Pick the observations that a question is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from loaders import Ledger
from loaders.frames import Array, codes_and_texts, packed

Choice = str | tuple[str, ...] | list[str] | None


def select(
    ledger: Ledger,
    indicator: Choice = None,
    *,
    place: Choice = None,
    origin: Choice = None,
    group: Choice = "total",
    scope: Choice = None,
) -> pd.DataFrame:
    """Return the observations that match every choice, oldest first; columns as in `ledger.observations`.

    A choice is one id, several, or None for any. `group` is `total` unless said otherwise, so that a part is never
    mixed with its total by accident. The frame is shared between callers and must not be changed in place.
    """
    wanted = {"indicator": indicator, "place": place, "origin": origin, "group": group, "scope": scope}
    chosen = tuple((column, _ids(choice)) for column, choice in wanted.items() if choice is not None)
    return _select(ledger, chosen)


def _ids(choice: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (choice,) if isinstance(choice, str) else tuple(choice)


@lru_cache(maxsize=2048)
def _select(ledger: Ledger, chosen: tuple[tuple[str, tuple[str, ...]], ...]) -> pd.DataFrame:
    """The selection, kept for the next rerun that asks the same of the same ledger."""
    frame, columns = ledger.observations, _columns(ledger)
    at = columns.all
    for column, ids in chosen:
        codes_of = columns.codes_of[column]
        wanted = sorted({codes_of[one] for one in ids if one in codes_of})
        if column == "indicator":
            at = np.concatenate([columns.of_indicator[one] for one in wanted]) if wanted else at[:0]
        else:
            own = columns.text[column][0][at]
            at = at[own == wanted[0] if len(wanted) == 1 else np.isin(own, wanted)]
    if len(at) > _FEW:
        return frame.iloc[np.sort(at)].sort_values(["period_end", "line"], kind="stable")
    at = np.sort(at)
    at = at[np.lexsort((columns.line[at], columns.end[at]))]
    return packed(
        frame.index[at],
        {name: texts[codes[at]] for name, (codes, texts) in columns.text.items()},
        [{name: values[at] for name, values in block.items()} for block in columns.rest],
        frame.columns.tolist(),
    )


_ASKED = ("indicator", "place", "origin", "group", "scope")
# Up to so many rows, texts are quicker taken and compared as they are than as codes of categories.
_FEW = 5000


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of the observations as arrays: texts by code, the rest by dtype; `end` and `line` are the order.

    `codes_of` is the code of each text of the columns that questions are asked by. `of_indicator` holds the positions
    of each indicator's rows by its code, so that a question costs by what it finds and not by what else the ledger
    holds.
    """

    text: dict[str, tuple[Array, Array]]
    rest: list[dict[str, Array]]
    end: Array
    line: Array
    all: Array
    codes_of: dict[str, dict[str, int]]
    of_indicator: list[Array]


@lru_cache(maxsize=8)
def _columns(ledger: Ledger) -> _Columns:
    frame = ledger.observations
    text: dict[str, tuple[Array, Array]] = {}
    rest: dict[str, dict[str, Array]] = {}
    for name, dtype in frame.dtypes.items():
        if isinstance(dtype, np.dtype) and dtype.kind in "Mfi":
            rest.setdefault(dtype.str, {})[str(name)] = frame[name].to_numpy()
        else:
            text[str(name)] = codes_and_texts(frame[name])
    codes = frame["indicator"].cat.codes.to_numpy()
    order = np.argsort(codes, kind="stable")
    of_indicator = np.split(order, np.searchsorted(codes[order], np.arange(1, len(frame["indicator"].cat.categories))))
    end, line = frame["period_end"].to_numpy(), frame["line"].to_numpy()
    codes_of = {name: {each: at for at, each in enumerate(frame[name].cat.categories)} for name in _ASKED}
    return _Columns(text, list(rest.values()), end, line, np.arange(len(frame)), codes_of, of_indicator)


def oldest_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Observations by the date that they hold for, then in the order of the files."""
    return rows.iloc[np.lexsort((rows.index.to_numpy(), rows["period_end"].to_numpy()))]
