"""The ready-made briefings: up to ten charts whose headlines the data write, now and as known on earlier days."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

from analysis import as_known_on, standing, with_lead
from analysis.words.grammar import Untold
from charts import catalog
from charts.common import headline_rows, origin_names
from charts.spec import PROJECTION, empty_points
from charts.views.repatriation.sums import countries
from exports import Exhibit, exhibits, from_token, to_token
from exports.ready import MOST, briefings, country_of, prepare, ready, tells, unlike
from loaders import Ledger
from tests.charts.sentences import figures, tense, wording

NAMES = ("situation", "al-hol", "detainees", "repatriation", "iraq-displacement", "funding")
DAYS = ("newest", "2025-06-30", "2021-12-31")


def vintages(ledger: Ledger, day: str) -> Ledger:
    """The newest ledger, or what was known on a day."""
    return ledger if day == "newest" else as_known_on(ledger, pd.Timestamp(day))


@pytest.fixture(scope="module", params=[*DAYS, "2023-12-31"])
def then(request: pytest.FixtureRequest, ledger: Ledger) -> Ledger:
    """The newest ledger, and what was known on three earlier days."""
    return vintages(ledger, request.param)


def faults(one: Exhibit, ledger: Ledger) -> Iterator[str]:
    """What is wrong with the headline of a slide: its words, its figures against the chart's data, its tense."""
    for fault in (*wording(one.headline), *figures(one.spec), *tense(one.spec, ledger)):
        yield f"{one.spec.name}: {one.headline} | {fault}"


def test_the_six_briefings_are_there(ledger: Ledger) -> None:
    assert tuple(briefings(ledger)) == NAMES


def test_the_title_of_a_briefing_is_true_on_any_day(ledger: Ledger) -> None:
    """It names no year and no event that a vintage may not know."""
    for plan in briefings(ledger).values():
        assert not any(sign.isdigit() for sign in plan.title + plan.answers)
        assert not any(word in plan.title.lower() for word in ("closure", "closed", "peak", "empty"))


@pytest.mark.parametrize("name", NAMES)
def test_each_has_five_to_ten_charts_whose_headlines_are_worth_saying(name: str, then: Ledger, ledger: Ledger) -> None:
    """Built from the newest ledger, as the page does, each chart is that of the day it stands for."""
    made = prepare(name, then)
    built = exhibits(made.briefing, ledger)
    assert 5 <= len(built) <= MOST == 10
    own = {slide.chart for slide in briefings(ledger)[name].slides}
    assert sum(one.spec.name in own for one in built) + len(made.left_out) == len(briefings(ledger)[name].slides)
    for one in built:
        assert one.spec.known_on == then.known_on or pd.isna(then.known_on)
        assert one.item.title == one.item.point == ""
    assert [fault for one in built for fault in faults(one, then)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_slide_of_a_briefing_has_three_unlike_figures(name: str, then: Ledger, ledger: Ledger) -> None:
    for one in exhibits(prepare(name, then).briefing, ledger):
        assert unlike(one.spec) >= 3, one.headline
        assert tells(one.spec, then), one.headline


def test_one_figure_said_twice_is_no_slide(ledger: Ledger) -> None:
    """The Coalition states 20 billion in June and in November 2019: a sentence, not a chart."""
    raised = catalog.build("funding.raised", ledger)
    assert unlike(raised) < 3
    assert "funding.raised" not in {slide.chart for plan in briefings(ledger).values() for slide in plan.slides}


def test_what_was_not_known_yet_is_left_out_and_named(ledger: Ledger) -> None:
    """No Syrian had come back since December 2024 by the end of 2023; what was known then takes the place."""
    made = prepare("situation", as_known_on(ledger, pd.Timestamp("2023-12-31")))
    charts = [item.chart for item in made.briefing.items]
    assert "Syrians back from abroad" in made.left_out
    assert "displacement.from_abroad" not in charts
    assert "displacement.syria_idps" in charts


def test_the_newest_briefings_leave_nothing_out_and_need_no_reserve(ledger: Ledger) -> None:
    for name in NAMES:
        made = prepare(name, ledger)
        assert made.left_out == ()
        assert [item.chart for item in made.briefing.items] == [slide.chart for slide in briefings(ledger)[name].slides]


def test_the_iraqi_briefing_is_about_iraq_and_iraqis(then: Ledger, ledger: Ledger) -> None:
    above = dict(zip(ledger.places["place"].astype(str), ledger.places["parent"].astype(str), strict=True))
    for one in exhibits(prepare("iraq-displacement", then).briefing, ledger):
        assert "Syria" not in one.headline
        rows = one.spec.data
        here = rows["place"].astype(str).map(lambda place: "iraq" in (place, above.get(place), above.get(above[place])))
        assert (here | (rows["origin"].astype(str) == "irq")).all(), one.headline


@pytest.mark.parametrize(("day", "from_", "step"), [(DAYS[0], 0, 1), (DAYS[1], 0, 2), (DAYS[2], 1, 2)])
def test_every_slide_of_a_country_is_about_it_and_worth_saying(day: str, from_: int, step: int, ledger: Ledger) -> None:
    """Of every country as of now, and of every other one as of each earlier day."""
    held = vintages(ledger, day)
    names = origin_names(held)
    found = []
    for country in countries(held)[1 + from_ :: step]:
        made = prepare("repatriation", held, country=country)
        built = exhibits(made.briefing, ledger)
        assert made.briefing.title == f"Repatriation scorecard: {names[country]}"
        assert built, f"{country} has no slide"
        for one in built:
            found += list(faults(one, held))
            found += [] if names[country] in one.headline else [f"{country}: {one.headline} | names another"]
            found += [] if country in set(one.spec.data["origin"]) else [f"{country}: {one.headline} | not drawn"]
            found += [] if tells(one.spec, held) else [f"{country}: {one.headline} | says nothing"]
    assert found == []


@pytest.mark.parametrize("country", ["DEU", "FRA", "KAZ", "GBR", "NLD"])
def test_the_scorecard_of_a_state_with_many_returns_has_four_charts(country: str, ledger: Ledger) -> None:
    assert country in countries(ledger)
    assert len(ready("repatriation", ledger, country=country).items) >= 4


@pytest.mark.parametrize("country", ["DEU", "KAZ", "GBR"])
def test_no_projection_starts_from_a_stock_that_no_longer_holds(country: str, ledger: Ledger) -> None:
    """Germany's 92 of 2018, the United Kingdom's 60 of 2022, Kazakhstan's 30: old, or overtaken by later returns."""
    assert "pace.fan" not in {item.chart for item in ready("repatriation", ledger, country=country).items}


def test_a_projection_is_a_slide_while_its_stock_holds(ledger: Ledger) -> None:
    """About 8,500 third-country nationals remained on 26 September 2025; the camp of most of them closed since."""
    fresh = as_known_on(ledger, pd.Timestamp("2025-10-31"))
    now, before = (catalog.build("pace.fan", held, of="remaining-tcn") for held in (ledger, fresh))
    last = headline_rows(before.data).query("basis == 'stated'").sort_values("period_end").iloc[-1]
    assert standing(fresh, last).holds
    assert not standing(ledger, last).holds
    projected = pd.concat([before.data, before.data.tail(1).assign(role=PROJECTION, basis=PROJECTION)])
    told = replace(before, title="About 8,500 remained (26 Sep 2025)", data=projected)
    assert tells(told, fresh)
    assert not tells(told, ledger)
    assert not (now.data["role"] == PROJECTION).any() or not tells(now, ledger)


def test_a_headline_without_a_figure_is_no_slide(ledger: Ledger) -> None:
    drawn = catalog.build("funding.appeals", ledger, place="syria")
    assert tells(drawn, ledger)
    assert not tells(replace(drawn, title=Untold("No source gives what the plan received")), ledger)
    assert not tells(replace(drawn, data=empty_points()), ledger)


def test_no_two_slides_of_a_country_say_the_same(ledger: Ledger) -> None:
    for country in ("FRA", "USA", "KAZ"):
        headlines = [one.headline for one in exhibits(ready("repatriation", ledger, country=country), ledger)]
        assert len(set(headlines)) == len(headlines)
        assert headlines[0].startswith((origin_names(ledger)[country], "The United States"))


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
