"""What the places of a map are called where nobody is left in them."""

from __future__ import annotations

import pandas as pd

from loaders import Ledger

EMPTY, CLOSED = "empty", "closed"


def zero_words(ledger: Ledger, data: pd.DataFrame, date: pd.Timestamp) -> dict[str, str]:
    """For each place of which the figure is 0: that it is closed, where its custody says so by the date, or empty.

    `data` has `place` and `value`, numbers of people at the date.
    """
    places = data.loc[data["value"] == 0, "place"].astype(str).unique()
    custody = ledger.custody.loc[ledger.custody["start"].isna() | (ledger.custody["start"] <= date)]
    newest = custody.sort_values("start", na_position="first", kind="stable").groupby("place", observed=True).tail(1)
    last = dict(zip(newest["place"].astype(str), newest["status"].astype(str), strict=True))
    return {place: CLOSED if last.get(place) == CLOSED else EMPTY for place in places}
