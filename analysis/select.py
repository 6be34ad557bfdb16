"""Pick the observations that a question is about."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from loaders import Ledger

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
    frame = ledger.observations
    keep = np.ones(len(frame), dtype=bool)
    for column, ids in chosen:
        codes = frame[column].cat.categories.get_indexer(list(ids))
        keep &= np.isin(frame[column].cat.codes.to_numpy(), codes[codes >= 0])
    return frame.loc[keep].sort_values(["period_end", "line"], kind="stable")
