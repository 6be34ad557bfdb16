"""A change against a year before carries the bounds of both figures."""

from math import isinf, isnan

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import Change, Figure

NAN = float("nan")
BEFORE, NOW = pd.Timestamp("2025-02-23"), pd.Timestamp("2026-02-22")


def figure(qualifier: str, value: float, low: float = NAN, high: float = NAN) -> Figure:
    """A figure of people."""
    return Figure(value, low, high, qualifier, "persons")


def change(before: Figure, now: Figure) -> Change:
    """A change between two dates a year apart."""
    return Change(now, NOW, before, BEFORE)


@pytest.mark.parametrize(
    ("before", "now", "text"),
    [
        (figure("exact", 100), figure("exact", 60), "down 40 (40%) since 23 Feb 2025"),
        (figure("exact", 100), figure("exact", 100), "unchanged since 23 Feb 2025"),
        (figure("about", 100), figure("exact", 100), "about the same as on 23 Feb 2025"),
        (figure("about", 100), figure("exact", 60), "down about 40 (40%) since 23 Feb 2025"),
        (figure("range", 100, 90, 110), figure("exact", 60), "down 30 to 50 (33% to 45%) since 23 Feb 2025"),
        (figure("exact", 100), figure("at_least", 120), "up at least 20 since 23 Feb 2025"),
        (figure("at_least", 100), figure("exact", 60), "down at least 40 (40% to 100%) since 23 Feb 2025"),
        (figure("about", 100), figure("at_least", 120), "up at least about 20 since 23 Feb 2025"),
        (figure("exact", 100), figure("at_least", 80), "change since Feb 2025 cannot be told (100 then)"),
        (figure("at_least", 100), figure("exact", 120), "change since Feb 2025 cannot be told (at least 100 then)"),
        (figure("at_least", 100), figure("at_least", 120), "change since Feb 2025 cannot be told (at least 100 then)"),
        (figure("exact", 100), figure("at_most", 60), "down 40 to 100 (40% to 100%) since 23 Feb 2025"),
        (figure("range", 100, 90, 110), figure("exact", 100), "change since Feb 2025 cannot be told (90 to 110 then)"),
        (figure("range", 100, 100, 110), figure("exact", 100), "down at most 10 (0% to 9%) since 23 Feb 2025"),
    ],
)
def test_words_carry_the_bounds(before: Figure, now: Figure, text: str) -> None:
    """Every hedge of either end is told in the change."""
    assert change(before, now).text == text


def test_running_total_is_never_said_to_fall() -> None:
    """An open earlier end leaves open how far a running total rose, so that only the earlier figure is told."""
    rose = Change(figure("exact", 120), NOW, figure("at_least", 100), BEFORE, running_total=True)
    assert rose.text == "at least 100 by 23 Feb 2025"


@st.composite
def figures(draw: st.DrawFn) -> tuple[Figure, float]:
    """A figure and one true value that it allows."""
    value = draw(st.integers(1, 10_000))
    down, up = draw(st.integers(0, value - 1)), draw(st.integers(0, 5_000))
    kind = draw(st.sampled_from(["exact", "range", "at_least", "at_most"]))
    match kind:
        case "exact":
            return figure("exact", value), value
        case "range":
            return figure("range", value, value - down, value + up), value + draw(st.integers(-down, up))
        case "at_least":
            return figure("at_least", value), value + up
        case _:
            return figure("at_most", value), value - down


@given(figures(), figures())
def test_bounds_contain_every_true_change(before: tuple[Figure, float], now: tuple[Figure, float]) -> None:
    """Whatever the true values are, their difference and its share lie within the bounds."""
    found = change(before[0], now[0])
    low, high = found.difference_bounds
    assert low <= now[1] - before[1] <= high
    low, high = found.share_bounds
    assert isnan(low) or low - 1e-9 <= now[1] / before[1] - 1 <= high + 1e-9
    assert isinf(high) or isnan(high) or high >= low
