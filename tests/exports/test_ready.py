"""The ready-made briefings: five to ten charts whose headlines the data write, now and as known on an earlier day."""

import re

import pandas as pd
import pytest

from analysis import as_known_on, with_lead
from analysis.words import date_text
from charts.views.repatriation_sums import countries
from exports import Exhibit, exhibits, from_token, to_token
from exports.ready import BRIEFINGS, country_of, prepare, ready
from loaders import Ledger

NAMES = ("situation", "al-hol", "detainees", "repatriation", "iraq-displacement", "funding")
NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def numbers_of(exhibit: Exhibit) -> set[str]:
    """Every number that the chart's own data state: figures, dates, how many rows there are, shares of its series."""
    data = exhibit.spec.data
    texts = [*data["text"].astype(str), *data["x"].astype(str), str(len(data)), str(data["series"].nunique())]
    for column in ("period_start", "period_end", "x", "start"):
        texts += [date_text(day) for day in data[column] if isinstance(day, pd.Timestamp)]
    if exhibit.spec.map is not None:
        for frame in (exhibit.spec.map.areas, exhibit.spec.map.arcs):
            texts += [] if frame is None else frame["text"].astype(str).tolist()
    sums = data.loc[data["role"] == "headline"].groupby("series", observed=True)["value"].sum()
    wholes = [sums.sum(), *(sums.sum() - sums)]  # the share may be of all series but one, which is not split
    texts += [f"{100 * part / whole:.0f}" for part in sums for whole in wholes if whole > 0]
    return {number for text in texts for number in NUMBER.findall(text)}


@pytest.fixture(scope="module", params=["newest", "2023-12-31"])
def then(request: pytest.FixtureRequest, ledger: Ledger) -> Ledger:
    """The newest ledger, and what was known at the end of 2023."""
    return ledger if request.param == "newest" else as_known_on(ledger, pd.Timestamp(request.param))


def test_the_six_briefings_are_there() -> None:
    assert tuple(BRIEFINGS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_has_five_to_ten_charts_whose_headlines_state_figures_of_their_data(
    name: str, then: Ledger, ledger: Ledger
) -> None:
    """Built from the newest ledger, as the page does, each chart is that of the day it stands for."""
    made = prepare(name, then)
    built = exhibits(made.briefing, ledger)
    assert 5 <= len(built) <= 10
    assert len(built) + len(made.left_out) == len(BRIEFINGS[name].slides)
    for one in built:
        assert not one.spec.is_empty
        assert set(NUMBER.findall(one.headline)) & numbers_of(one), one.headline
        assert not re.search(r"\b(?:nan|None|NaT)\b|_", one.headline)
        assert one.spec.known_on == then.known_on or pd.isna(then.known_on)
        assert one.item.title == one.item.point == ""


def test_what_was_not_known_yet_is_left_out_and_named(ledger: Ledger) -> None:
    """No Syrian had come back since December 2024 by the end of 2023."""
    made = prepare("situation", as_known_on(ledger, pd.Timestamp("2023-12-31")))
    assert "Syrians back from abroad" in made.left_out
    assert "displacement.from_abroad" not in [item.chart for item in made.briefing.items]


def test_the_newest_briefings_leave_nothing_out(ledger: Ledger) -> None:
    for name in NAMES:
        assert prepare(name, ledger).left_out == ()


def test_the_scorecard_of_a_country_is_about_it(ledger: Ledger) -> None:
    briefing = ready("repatriation", ledger, country=country_of(ledger, "Germany"))
    assert briefing.title == "Repatriation scorecard: Germany"
    assert sum("Germany" in one.headline for one in exhibits(briefing, ledger)) >= 5


@pytest.mark.parametrize("country", ["KAZ", "USA", "XKX", "FRA"])
def test_the_scorecard_of_other_countries_has_five_charts_too(country: str, ledger: Ledger) -> None:
    assert country in countries(ledger)
    assert len(ready("repatriation", ledger, country=country).items) >= 5


def test_the_lead_goes_with_every_chart(ledger: Ledger) -> None:
    briefing = ready("al-hol", with_lead(ledger, "highest"))
    assert {item.lead for item in briefing.items} == {"highest"}


def test_a_ready_made_briefing_fits_a_link(ledger: Ledger) -> None:
    for name in NAMES:
        briefing = ready(name, ledger)
        assert from_token(to_token(briefing)) == briefing
        assert len(to_token(briefing)) < 1500


def test_countries_are_found_by_name_and_code(ledger: Ledger) -> None:
    assert country_of(ledger, "germany") == country_of(ledger, "DEU") == "DEU"
    assert country_of(ledger, "") == country_of(ledger, "All states") == "all"
    with pytest.raises(ValueError, match="did you mean Germany"):
        country_of(ledger, "Germny")


def test_wrong_names_and_countries_are_refused_in_words(ledger: Ledger) -> None:
    with pytest.raises(KeyError, match="situation"):
        ready("nothing", ledger)
    with pytest.raises(ValueError, match="not about a single country"):
        ready("funding", ledger, country="DEU")
    with pytest.raises(ValueError, match="Atlantis"):
        ready("repatriation", ledger, country="Atlantis")
