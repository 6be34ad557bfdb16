"""Rows as dictionaries of plain values."""

import numpy as np
import pandas as pd
import pytest

from loaders.frames import alike, as_records, grouped, matcher, sharing


def test_every_kind_of_column_gives_plain_values() -> None:
    frame = pd.DataFrame(
        {
            "text": pd.Series(["a", "b"], dtype=object),
            "key": pd.Categorical(["x", None], categories=["y", "x"]),
            "number": [1.5, float("nan")],
            "count": [1, 2],
            "date": pd.to_datetime(["2024-02-29", ""]),
        }
    )
    first, second = as_records(frame)
    assert first == {"text": "a", "key": "x", "number": 1.5, "count": 1, "date": pd.Timestamp(2024, 2, 29)}
    assert [type(value) for value in first.values()] == [str, str, float, int, pd.Timestamp]
    assert second["date"] is pd.NaT
    assert pd.isna(second["key"])
    assert pd.isna(second["number"])


def test_rows_are_as_pandas_gives_them(ledger) -> None:  # type: ignore[no-untyped-def]
    rows = ledger.observations.iloc[:50].drop(columns=["low", "high", "period_start"])
    assert as_records(rows) == rows.to_dict("records")


def test_no_rows_are_no_records() -> None:
    assert as_records(pd.DataFrame({"a": pd.Series(dtype=object), "b": pd.Series(dtype=float)})) == []


def test_a_star_in_a_key_stands_for_any_value() -> None:
    fits = matcher([("camp", "roj"), ("prison", "panorama")])
    assert fits(("camp", "roj"))
    assert fits(("camp", "*"))
    assert fits(("*", "*"))
    assert not fits(("camp", "panorama"))
    assert not fits(("*", "al-hol"))
    assert not matcher([])(("*", "*"))


def test_rows_share_a_number_where_all_columns_agree_and_missing_is_like_missing() -> None:
    number = grouped(
        pd.Series(pd.Categorical(["a", "a", "b", "a"])), pd.to_datetime(pd.Series(["2024-01-01", None, None, None]))
    )
    assert number[1] == number[3]
    assert len(set(number)) == 3


@pytest.mark.parametrize("seed", range(8))
def test_rows_that_share_all_columns_are_found_with_a_number_of_their_own(seed: int) -> None:
    """Zero is zero whatever its sign, and missing is like missing; asked of a part, only the part is looked at."""
    draw = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "place": pd.Categorical(draw.choice(["roj", "al-hol"], 60)),
            "date": pd.to_datetime(draw.choice(np.array(["2024-01-31", "2024-02-29", ""], dtype=object), 60)),
            "value": draw.choice([0.0, -0.0, np.nan, 5.0], 60),
            "note": pd.Series(draw.choice(["a", "b", "c"], 60), dtype=object),
        }
    )
    columns = frame.columns.tolist()
    for at in (None, np.flatnonzero(draw.random(60) < 0.5)):
        part = frame if at is None else frame.iloc[at]
        kept, number = sharing(frame, columns, at)
        same = part.groupby(columns, dropna=False).indices
        expected = sorted(sorted(part.index[rows]) for rows in same.values() if len(rows) > 1)
        assert sorted(sorted(kept[number == each]) for each in set(number)) == expected


def test_numbers_close_together_are_told_apart_as_others_are() -> None:
    near, far = np.array([3, 1, 3, -2]), np.array([3, 10**12, 3, -(10**12)])
    assert len(set(alike([near]))) == len(set(alike([far]))) == 3
    assert alike([near])[0] == alike([near])[2]
