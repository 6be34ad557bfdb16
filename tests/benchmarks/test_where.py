"""Who is said to take the time: the library whose code runs, not Python's own that it calls."""

import json

import pandas as pd

from benchmarks.where import owner, package, timed, told
from loaders import frames


def test_a_file_belongs_to_its_library_or_to_a_folder_of_ours() -> None:
    assert package(frames.__file__) == "the dashboard's loaders"
    assert package(pd.__file__) == "pandas"
    assert package(json.__file__) == ""


def test_what_runs_nowhere_is_nobodys() -> None:
    assert owner(None) == ""


def test_shares_are_of_what_was_seen_and_small_ones_left_out() -> None:
    row = told("all", 0.0123, {"pandas": 6.0, "numpy": 3.9, "": 0.1})
    assert row == "| all | 12.3 | pandas 60%, numpy 39% |"


def test_the_sampler_sees_who_works() -> None:
    """Work of pandas long enough for many looks is pandas' own for the most part."""
    column = pd.Series(range(20_000)).astype(str)
    row = timed("work", column.str.upper, 40)
    assert row.split("|")[3].split()[0] == "pandas"
