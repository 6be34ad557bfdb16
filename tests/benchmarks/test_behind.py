"""What readers and programs behind a balancer meet is told by steps, and a wrong figure ends the proof."""

from __future__ import annotations

import json

import pytest

from benchmarks.behind import Behind, Met


def answer(version: str, value: int) -> str:
    """What a program is told."""
    return json.dumps({"ledger": {"version": version}, "figure": {"value": value}, "sentence": f"{value} people"})


def test_a_step_counts_what_came_since_the_last() -> None:
    behind = Behind()
    for milliseconds in (10.0, 20.0, 30.0):
        behind.waited(milliseconds)
    behind.parted()
    behind.told(200, answer("a", 7))
    behind.told(502, "")
    behind.told(0, "")
    assert behind.met() == Met(3, 29.0, 1, 3, 2, 1)
    assert behind.met() == Met(0, 0.0, 0, 0, 0, 0)


def test_another_version_may_have_another_figure() -> None:
    behind = Behind()
    for version, value in (("a", 7), ("b", 8), ("a", 7)):
        behind.told(200, answer(version, value))
    assert behind.met().versions == 2


def test_two_figures_of_one_version_are_wrong_in_a_later_step_too() -> None:
    behind = Behind()
    behind.told(200, answer("a", 7))
    behind.met()
    behind.told(200, answer("a", 8))
    with pytest.raises(ValueError, match="version a"):
        behind.met()
