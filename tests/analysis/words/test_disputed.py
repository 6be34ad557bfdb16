"""Disagreement is told by who said how many, never by what `leads`."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import Figure
from analysis.words import Told
from analysis.words.disputed import (
    Claim,
    body,
    claims_said,
    counted_apart,
    differ_most,
    differ_on,
    differ_widely,
    each_said,
    sources_put,
    spanned,
    who_said,
)
from analysis.words.grammar import LONGEST, told_in
from analysis.words.sentences import Span

NAN = float("nan")


def claim(name: str, value: float, qualifier: str = "about") -> Claim:
    """What one body says."""
    return name, Told(Figure(value, NAN, NAN, qualifier, "persons"), pd.Timestamp("2026-01-19"))


SHADDADI = (claim("Syrian Interior Ministry", 120), claim("US official", 200), claim("SDF", 1500))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("SDF", "the SDF"),
        ("US official", "a US official"),
        ("Iraqi security source", "an Iraqi security source"),
        ("Camp administration", "the camp administration"),
        ("Relief sources", "relief sources"),
        ("Kurdish forces", "Kurdish forces"),
        ("Global Coalition", "the Global Coalition"),
        ("UNHCR", "UNHCR"),
        ("", "press reports"),
    ],
)
def test_a_body_stands_in_a_sentence_as_people_say_it(name: str, told: str) -> None:
    assert body(name) == told


def test_each_is_told_with_what_it_said() -> None:
    assert (
        each_said(SHADDADI)
        == "The Syrian Interior Ministry said about 120, a US official about 200 and the SDF about 1,500"
    )
    assert who_said([claim("UNHCR", 5), claim("UNHCR", 7)]) == "UNHCR said about 5 and about 7"
    close = [claim("UNHCR", 1_168_619, "exact"), claim("IDMC", 1_169_000, "estimate")]
    assert who_said(close) == "UNHCR said 1,168,619 and IDMC an estimated 1,169,000"


def test_a_headline_names_the_lowest_and_the_highest_and_who_says_them() -> None:
    what = "ISIS detainees escaped or missing from Shaddadi prison"
    assert claims_said(what, "Escaped from Shaddadi", "persons", "Jan 2026", SHADDADI) == (
        "Escaped from Shaddadi (Jan 2026): Syrian Interior Ministry said about 120, SDF about 1,500"
    )
    assert claims_said(what, "Detainees escaped from Shaddadi prison", "persons", "19 Jan 2026", SHADDADI) == (
        f"{what}: about 120 to 1,500 (19 Jan 2026)"
    )
    assert differ_on(what, "", "persons", "19 Jan 2026") == f"Sources differ on the number of {what} (19 Jan 2026)"


def test_a_dispute_tells_the_claims_that_it_words() -> None:
    """Each that is named with who says it, both ends where a range stands, and once what a body says twice."""
    what, (low, _, high) = "ISIS detainees escaped or missing from Shaddadi prison", [one for _, one in SHADDADI]
    brief, long = "Escaped from Shaddadi", "Detainees escaped from Shaddadi prison"
    assert told_in(claims_said(what, brief, "persons", "Jan 2026", SHADDADI)) == (low, high)
    assert told_in(claims_said(what, long, "persons", "19 Jan 2026", SHADDADI)) == (Span(low, high),)
    assert told_in(differ_most(what, "Escapes", "2026", SHADDADI)) == (low, high)
    assert told_in(differ_most(what, long, "19 Jan 2026", SHADDADI)) == (Span(low, high),)
    assert told_in(who_said(SHADDADI)) == tuple(one for _, one in SHADDADI)
    assert told_in(who_said([SHADDADI[0], SHADDADI[0]])) == (low,)


def test_the_headline_of_the_widest_dispute_names_the_bodies() -> None:
    """Where they have room beside the day."""
    what = "ISIS detainees escaped or missing from Shaddadi prison"
    assert differ_most(what, "Escapes", "2026", SHADDADI) == (
        "Sources differ most on escapes (2026): Syrian Interior Ministry said about 120, SDF about 1,500"
    )
    assert differ_most(what, "Detainees escaped from Shaddadi prison", "19 Jan 2026", SHADDADI) == (
        "Sources differ most on detainees escaped from Shaddadi prison (19 Jan 2026): about 120 to 1,500"
    )


def test_the_rest_is_told_in_words() -> None:
    assert differ_widely(1) == "On one other figure sources differ by more than a quarter"
    assert differ_widely(38).startswith("On 38 other figures")
    assert counted_apart("People killed", "persons", 73, 126) == "People killed: counts from 73 to 126"
    assert counted_apart("People killed", "persons", 73, 73) == "People killed: 73 by every count"
    ends = claim("", 2000)[1], claim("", 2600)[1]
    assert sources_put("People living in Roj camp", "", "persons", *ends, "2024") == (
        "Sources put the number of people living in Roj camp at about 2,000 to 2,600 (2024)"
    )


def test_each_end_of_a_range_bears_its_hedge() -> None:
    """Before: `at 1,000 to 8,000` of those who said at least 1,000 and 8,000, as if both ends were closed."""
    least, exact = claim("", 1000, "at_least")[1], claim("", 8000, "exact")[1]
    apart = "", Told(Figure(9000, 8000, 10000, "range", "persons"), pd.Timestamp("2026-01-21"))
    assert sources_put("Detainees held", "", "persons", least, exact, "Mar 2019") == (
        "Sources differ on the number of detainees held: at least 1,000 to 8,000 (Mar 2019)"
    )
    assert spanned(exact, claim("", 9000)[1]) == "8,000 to about 9,000"
    assert spanned(least, claim("", 2000, "at_least")[1]) == "at least 1,000 to at least 2,000"
    # A range is not told by its middle, whichever of the two it is.
    assert spanned(apart[1], claim("", 9000)[1]) == "8,000 to 10,000"
    assert spanned(least, apart[1]) == "at least 1,000 to 10,000"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "SDF", "Center for the Analysis of Terrorism", "Iraqi Ministry of Migration"]),
            st.integers(0, 10**7),
            st.sampled_from(["exact", "about", "at_least", "at_most", "estimate"]),
        ),
        min_size=2,
        max_size=3,
    )
)
def test_a_dispute_is_never_told_by_what_leads_and_keeps_its_ends(found: list[tuple[str, int, str]]) -> None:
    each = [claim(name, float(value), kind) for name, value, kind in found]
    claims = sorted(each, key=lambda one: one[1].figure.value)
    told = claims_said("Iraqis living in Al-Hol camp", "Iraqis in Al-Hol camp", "persons", "Jul 2025", claims)
    assert len(told) <= LONGEST
    assert "lead" not in told
    assert "Jul 2025" in told
    said = each_said(claims)
    assert said[0].isupper() or said[0].isdigit() or said.startswith("press")
    assert " said " in said
