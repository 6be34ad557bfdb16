"""Rows of drawn charts, as tests ask for them."""

import pandas as pd


def only(rows: pd.DataFrame) -> pd.Series:
    """The one row that is there."""
    assert len(rows) == 1, f"{len(rows)} rows"
    return rows.iloc[0]
