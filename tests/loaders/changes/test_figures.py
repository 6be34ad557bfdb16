"""Figures as people write them: value, bounds and hedge, or a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.changes.figures import NoFigureError, Written, read_figure


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2145", Written("2145")),
        ("2,145", Written("2145")),
        ("about 2,145", Written("2145", qualifier="about")),
        ("nearly 5 million", Written("5000000", qualifier="about")),
        ("some 3 000 people", Written("3000", qualifier="about")),
        ("an estimated 1.5 million", Written("1500000", qualifier="estimate")),
        ("at least 600", Written("600", qualifier="at_least")),
        ("more than 40", Written("40", qualifier="at_least")),
        ("200+", Written("200", qualifier="at_least")),
        ("up to 70", Written("70", qualifier="at_most")),
        ("fewer than 70", Written("70", qualifier="at_most")),
        ("1,000 to 1,500", Written("1250", "1000", "1500", "range")),
        ("between 10 and 20", Written("15", "10", "20", "range")),
        ("1 to 2 million", Written("1500000", "1000000", "2000000", "range")),
        ("$874 mn", Written("874000000")),
        ("35%", Written("35")),
        ("12.5", Written("12.5")),
    ],
)
def test_a_figure_is_read_with_its_hedge(text: str, read: Written) -> None:
    assert read_figure(text) == read


@pytest.mark.parametrize(
    "text", ["", "many", "1.234", "20 to 10", "12 or 13", "about", "-5", "1,23", "at least at least 5"]
)
def test_what_can_be_read_in_no_way_or_in_two_is_refused(text: str) -> None:
    with pytest.raises(NoFigureError):
        read_figure(text)


@given(st.integers(0, 10**9), st.sampled_from(["", "about ", "at least ", "at most ", "an estimated "]))
def test_a_number_keeps_its_size_with_and_without_signs_for_thousands(number: int, hedge: str) -> None:
    assert read_figure(f"{hedge}{number:,}") == read_figure(f"{hedge}{number}")
    assert float(read_figure(f"{hedge}{number:,}").value) == number


@given(st.text(max_size=20))
def test_any_text_is_a_figure_or_a_reason(text: str) -> None:
    try:
        read = read_figure(text)
    except NoFigureError:
        return
    assert float(read.value) >= 0
