"""Pick the observations that a question is about."""

from __future__ import annotations

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
    mixed with its total by accident.
    """
    frame = ledger.observations
    keep = np.ones(len(frame), dtype=bool)
    for column, choice in (
        ("indicator", indicator),
        ("place", place),
        ("origin", origin),
        ("group", group),
        ("scope", scope),
    ):
        if choice is not None:
            wanted = [choice] if isinstance(choice, str) else list(choice)
            codes = frame[column].cat.categories.get_indexer(wanted)
            keep &= np.isin(frame[column].cat.codes.to_numpy(), codes[codes >= 0])
    return frame.loc[keep].sort_values(["period_end", "line"], kind="stable")
