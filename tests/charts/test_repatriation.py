"""Repatriation: figures traced to their statements, one figure of a state everywhere, and what is said of them."""

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from analysis import as_known_on, countable, headline, select
from analysis.origins import nationalities
from analysis.pace.flows import populations
from analysis.repatriated import by_year, in_all
from charts import catalog, takeaway
from charts.common import headline_rows
from charts.spec import ChartSpec
from charts.views.compare.nationals import scorecard_points
from charts.views.repatriation.people import costs, pathway_steps
from charts.views.repatriation.states import years
from charts.views.repatriation.sums import countries, country_totals, country_years, operation_parts
from charts.views.repatriation.top import tiles
from loaders import Ledger
from loaders.frames import row_of_max
from tests.charts.rows import only


def of(rows: pd.DataFrame, **wanted: object) -> pd.DataFrame:
    """Rows whose columns are as wanted."""
    for column, value in wanted.items():
        rows = rows[rows[column].astype(str) == str(value)]
    return rows


def lines(spec: ChartSpec) -> dict[object, object]:
    """Line of the data file to value, of stated points."""
    stated = spec.data[spec.data["basis"] == "stated"]
    return dict(zip(stated["line"], stated["value"], strict=True))


def title(ledger: Ledger, name: str, **chosen: Any) -> str:
    """What a chart says."""
    return catalog.build(f"repatriation.{name}", ledger, **chosen).title


def test_the_year_of_france_2022_is_the_sum_of_its_three_operations(ledger: Ledger) -> None:
    """51 in July (line 318), 55 on 20 October (319) and 3 in early October (320)."""
    row = only(of(country_years(ledger), origin="FRA", x="2022", role="headline"))
    assert (row["value"], row["qualifier"], row["basis"]) == (109.0, "at_least", "sum")
    assert set(row["sources"]) == {"bol-2022-fra", "frmfa-2022-oct", "ftv-2022-fra"}


def test_the_year_of_kyrgyzstan_2023_is_its_stated_total(ledger: Ledger) -> None:
    """333 by the US Department of State, not the four missions again on top of it."""
    row = only(of(country_years(ledger), origin="KGZ", x="2023", role="headline"))
    assert (row["value"], row["text"], row["basis"], row["source"]) == (333.0, "333", "stated", "state-2023-kgzdec")


def test_a_larger_count_of_children_stays_a_light_mark_beside_the_operations(ledger: Ledger) -> None:
    """Russia 2023: operations add up to 83 people, the ombudsman counts 122 children in the year."""
    rows = of(country_years(ledger), origin="RUS", x="2023")
    assert only(of(rows, role="headline"))["value"] == 83.0
    rival = only(of(rows, role="rival"))
    assert (rival["text"], rival["basis"], rival["line"]) == ("at least 122", "part", 587)


@pytest.mark.parametrize(
    ("origin", "text", "basis"),
    [
        ("KAZ", "at least 626", "sum"),
        ("KGZ", "at least 539", "sum"),
        ("RUS", "at least 540", "sum"),
        ("FRA", "at least 239", "part"),
        ("UKR", "at least 55", "part"),
        ("TJK", "at least 385", "sum"),
        ("UZB", "at least 411", "sum"),
        ("USA", "51", "stated"),
    ],
)
def test_totals_of_states(ledger: Ledger, origin: str, text: str, basis: str) -> None:
    """Running totals lead where they say most; what they leave out is added; else the operations are."""
    row = only(of(country_totals(ledger), origin=origin))
    assert (row["text"], row["basis"]) == (text, basis)


def test_totals_that_count_other_countries_too_are_light_marks(ledger: Ledger) -> None:
    """551 with Türkiye (line 601), 592 with Pakistan and Türkiye (line 604), 531 with Afghanistan (line 611)."""
    light = of(catalog.build("repatriation.totals", ledger).data, role="rival")
    assert dict(zip(light["line"], light["text"], strict=True)) == {601: "551", 604: "at least 592", 611: "531"}
    assert only(of(light, line=604))["place_name"] == "Iraq, Pakistan, Syria and Türkiye"


def test_a_sum_is_as_of_its_newest_part_and_names_its_source(ledger: Ledger) -> None:
    """2025: Spain's return of 25 November (line 534), published by the US on 4 December, is the newest of six."""
    row = only(of(catalog.build("repatriation.years", ledger).data, x="2025"))
    assert (row["text"], row["as_of"], row["published"]) == (
        "at least 44",
        pd.Timestamp("2025-11-25"),
        pd.Timestamp("2025-12-04"),
    )
    assert row["source"].startswith("state-2025-spain; ")
    assert row["attribution"] == "US Department of State"


def test_a_running_total_keeps_its_own_end(ledger: Ledger) -> None:
    """The United States' 51 hold for 7 May 2024, whatever year is chosen after it."""
    for year in ("2024", "2025", ""):
        row = only(of(country_totals(ledger, year), origin="USA"))
        assert (row["period_end"], row["as_of"]) == (pd.Timestamp("2024-05-07"), pd.Timestamp("2024-05-07"))
    assert title(ledger, "totals", country="USA") == "The United States had taken home 51 people by 7 May 2024"
    assert "by 21 May 2023" in title(ledger, "map", country="KAZ")


def drawn(ledger: Ledger) -> dict[str, dict[str, str]]:
    """What each chart and table draws of the people whom a state took home, by the name of the state."""
    totals = catalog.build("repatriation.totals", ledger)
    world = catalog.build("repatriation.map", ledger)
    assert world.map is not None
    assert world.map.areas is not None
    travelled = headline_rows(catalog.build("repatriation.travelled", ledger).data)
    card = scorecard_points(ledger)
    found = {
        "map": world.data,
        "totals": headline_rows(totals.data),
        "travelled": travelled[travelled["series"] == "repatriated by their state"],
        "scorecard": card[card["series"] == "Repatriated"],
    }
    shown = {key: dict(zip(rows["x"], rows["text"], strict=True)) for key, rows in found.items()}
    areas = {str(r["name"]): str(r["text"]).partition(",")[0] for r in world.map.areas.to_dict("records")}
    return shown | {"areas": areas}


def test_every_chart_and_table_shows_one_figure_of_a_state(ledger: Ledger) -> None:
    """Map, bars, comparison with the travelled, scorecard, tile and the sentences of each state: one number."""
    told = drawn(ledger)
    assert set(told["totals"]) < set(told["map"]) == set(told["areas"]) == set(told["scorecard"])
    names = dict(zip(ledger.origins["origin"].astype(str), ledger.origins["name"].astype(str), strict=True))
    for state, taken in in_all(ledger).items():
        text = taken.figure.text
        assert {shown[names[state]] for shown in told.values() if names[state] in shown} == {text}
        assert f"had taken home {text} " in title(ledger, "totals", country=state)
        assert f"had taken home {text} " in title(ledger, "map", country=state)
        assert f"had taken home {text} " in takeaway.say("repatriation", ledger, country=state)
        home = takeaway.tiles_of("repatriation", ledger, country=state)[0]
        assert (home.label, home.value) == ("People taken home by their state", text)


def test_years_that_do_not_add_up_to_the_total_say_so(ledger: Ledger) -> None:
    """France's years add up to 238 and a diplomat tells of 239: both stand on the chart, told apart."""
    apart = set()
    for state, taken in in_all(ledger).items():
        spec = catalog.build("repatriation.years", ledger, country=state)
        added = headline_rows(spec.data)["value"].sum()
        said = [text for text in spec.caveats if f"{added:,.0f}" in text and taken.figure.text in text]
        assert bool(said) == (added != taken.figure.value), state
        apart |= {state} if said else set()
    assert {"FRA", "KAZ", "USA"} <= apart
    france = catalog.build("repatriation.years", ledger, country="FRA").caveats
    told = "These years add up to 238; in all France took home at least 239 by 16 Sep 2025"
    assert any(text.startswith(told) for text in france)


def test_a_year_is_one_figure_in_every_chart_of_years(ledger: Ledger) -> None:
    """The panels, the chart of a state and the sum of all states are of one arithmetic."""
    panels = headline_rows(catalog.build("repatriation.panels", ledger).data)
    every = catalog.build("repatriation.years", ledger).data.set_index("x")["value"]
    sums: dict[str, float] = {}
    for (state, year), (lead, *_) in by_year(ledger).items():
        own = only(of(catalog.build("repatriation.years", ledger, country=state).data, x=year, role="headline"))
        assert own["text"] == lead.figure.text
        shown = of(panels, origin=state, x=year)
        assert shown.empty or only(shown)["text"] == lead.figure.text
        sums[str(year)] = sums.get(str(year), 0.0) + lead.figure.value
    assert every.to_dict() == pytest.approx(sums)


def test_a_count_of_those_who_remain_is_one_figure_on_two_pages(ledger: Ledger) -> None:
    """Where the pace of a state starts from the place and day of the chart of those who remain, it is its figure."""
    rows = catalog.build("repatriation.remaining", ledger).data
    known = populations(ledger)
    same = 0
    for row in rows.to_dict("records"):
        one = known.get(f"nationals-{row['origin']}")
        if one is None or one.place != row["place"]:
            continue
        counts = select(ledger, "nationals_remaining", place=one.place, origin=one.origin)
        stock = headline(ledger, counts).query("role == 'headline'").sort_values("period_end").iloc[-1]
        if stock["period_end"] == row["period_end"]:
            assert stock["value"] == row["value"]
            same += 1
    assert same >= 10


def test_the_map_of_a_year_holds_nothing_later(ledger: Ledger) -> None:
    for year in years(ledger):
        spec = catalog.build("repatriation.map", ledger, year=year)
        assert spec.data["period_end"].max() <= pd.Timestamp(f"{year}-12-31")


def test_totals_never_fall_from_year_to_year(ledger: Ledger) -> None:
    """A running count of people taken home only grows."""
    found = [country_totals(ledger, year).set_index("origin")["value"] for year in (*years(ledger), "")]
    for before, after in pairwise(found):
        assert (after.reindex(before.index) >= before).all()


def test_rivals_are_in_no_sum(ledger: Ledger) -> None:
    """The year of all states is the sum of the leads of its states."""
    spec = catalog.build("repatriation.years", ledger)
    leads = country_years(ledger)
    sums = leads[leads["role"] == "headline"].groupby("x")["value"].sum()
    assert dict(zip(spec.data["x"], spec.data["value"], strict=True)) == pytest.approx(sums.to_dict())


def test_women_children_and_men_are_never_added_to_their_total(ledger: Ledger) -> None:
    """Of each operation either its parts are used or its total, so all of them together are the operations."""
    parts = operation_parts(ledger)
    rows = headline(ledger, select(ledger, "repatriated_persons", origin=nationalities(ledger), scope="event"))
    whole = countable(ledger, rows)
    whole = whole[whole["event"].astype(str) != ""]
    alone = {"SWE"}  # three women of one flight, whose total no source states
    counted = sum(row["value"] for _, row in parts if row["origin"] not in alone)
    stated = whole.loc[~whole["origin"].astype(str).isin(alone), "value"].sum()
    assert counted == stated


def test_the_flight_to_kosovo_is_split_as_reported(ledger: Ledger) -> None:
    """110 people: 74 children, 32 women, 4 men (lines 472, 479, 475)."""
    spec = catalog.build("repatriation.parts", ledger, country="XKX")
    year = of(spec.data, x="2019")
    assert dict(zip(year["series"], year["value"], strict=True)) == {"children": 74.0, "women": 32.0, "men": 4.0}


def test_arcs_start_in_northeast_syria_and_end_in_the_states_of_the_map(ledger: Ledger) -> None:
    spec = catalog.build("repatriation.map", ledger)
    assert spec.map is not None
    assert spec.map.arcs is not None
    assert spec.map.areas is not None
    assert spec.map.arcs[["lon0", "lat0"]].drop_duplicates().to_numpy().tolist() == [[40.75, 36.5]]
    assert len(spec.map.arcs) == len(spec.data) == len(spec.map.areas)


def test_other_counts_of_an_operation_are_light_marks_on_it(ledger: Ledger) -> None:
    """Tajikistan, April 2024: 47 (line 441) and 50 (line 442)."""
    spec = catalog.build("repatriation.list", ledger, country="TJK")
    rows = of(spec.data, x="25 Apr 2024")
    assert dict(zip(rows["line"], rows["role"], strict=True)) == {441: "headline", 442: "rival"}


def test_only_counts_that_hold_are_ranked(ledger: Ledger) -> None:
    """Indonesia, Türkiye, Australia and Kazakhstan by number; Tajikistan's 500 of 2020 come after them, last."""
    data = catalog.build("repatriation.remaining", ledger).data
    fresh = data[data["series"] == "counted in the past year"]
    assert fresh["value"].is_monotonic_decreasing
    assert list(fresh["origin"])[:2] == ["IDN", "TUR"]
    older = data[data["series"] == "older or overtaken count"]
    assert older["period_end"].is_monotonic_decreasing
    assert list(data.index[data["series"] == "older or overtaken count"]) == list(range(len(fresh), len(data)))
    row = only(of(data, origin="TJK"))
    assert (row["text"], row["line"], row["series"]) == ("about 500", 110, "older or overtaken count")
    assert row["x"] == "Tajikistan (Jul 2020, at least 297 left since)"
    assert set(data["group"].astype(str)) == {"total"}


def test_the_headline_of_those_who_remain_is_of_the_past_year(ledger: Ledger) -> None:
    """182 Indonesians in Syria (line 152) and at least 180 Turks in Iraq (line 35), both of February 2026."""
    told = title(ledger, "remaining")
    assert told == "182 nationals of Indonesia remained in Syria and at least 180 of Türkiye in Iraq (Feb 2026)"
    then = as_known_on(ledger, pd.Timestamp("2021-12-31"))
    assert title(then, "remaining").startswith("About 90 nationals of Kosovo remained in Syria (Jul 2021)")
    assert "of Jul 2020" not in title(then, "remaining")


def test_where_no_count_holds_the_last_one_is_told_as_such(ledger: Ledger) -> None:
    then = as_known_on(ledger, pd.Timestamp("2023-12-31"))
    told = "The last count of any state was of Oct 2022: about 60 nationals of the United Kingdom remained"
    assert title(then, "remaining") == told


def test_those_of_a_state_who_remain_are_told_with_those_who_left_since(ledger: Ledger) -> None:
    """About 120 children (line 75), 50 women (77) of France in June 2025; 10 and 3 came home on 16 Sep 2025."""
    spec = catalog.build("repatriation.remaining_country", ledger, country="FRA")
    assert spec.title == (
        "About 120 children and 50 women from France remained in Northeast Syria in Jun 2025; at least 13 left since"
    )
    left = only(of(spec.data, series="left since"))
    assert (left["text"], left["statements"], left["as_of"]) == ("at least 13", 2, pd.Timestamp("2025-09-16"))
    page = takeaway.say("repatriation", ledger, country="FRA")
    assert page == f"France had taken home at least 239 people by 16 Sep 2025. {spec.title}."


def test_a_count_keeps_what_the_ledger_notes_of_it(ledger: Ledger) -> None:
    """About 70 German adults in custody at the end of 2020 (line 150): about twice as many children beside them."""
    spec = catalog.build("repatriation.remaining_country", ledger, country="DEU")
    assert spec.title == "About 70 adults from Germany remained in Syria in Dec 2020; at least 23 of them left since"
    assert any("about twice as many children" in text for text in spec.caveats)


def test_a_count_that_the_closure_of_a_camp_has_overtaken_says_so(ledger: Ledger) -> None:
    spec = catalog.build("repatriation.remaining_time", ledger)
    assert spec.title == (
        "About 8,500 third-country nationals remained in Northeast Syria on 26 Sep 2025; no later count"
    )
    assert any("al-Hol, which has closed" in text for text in spec.caveats)
    fresh = title(as_known_on(ledger, pd.Timestamp("2025-10-31")), "remaining_time")
    assert fresh == "About 8,500 third-country nationals remained in Northeast Syria on 26 Sep 2025"


def test_nobody_known_to_remain_is_no_claim_that_nobody_does(ledger: Ledger) -> None:
    """Austria, to its ministry's knowledge, had no citizens in camps; prisons were not covered (line 144)."""
    told = title(ledger, "remaining_country", country="AUT")
    assert told == "No nationals of Austria were known to remain in Syria in Mar 2025"


def test_households_are_never_among_people_who_remain(ledger: Ledger) -> None:
    """British households of December 2023 are no count of people."""
    for name in ("repatriation.remaining", "repatriation.remaining_parts", "repatriation.remaining_country"):
        assert set(catalog.build(name, ledger).data["unit"].astype(str)) == {"persons"}
    assert 81 not in lines(catalog.build("repatriation.remaining_country", ledger, country="GBR"))


def test_no_part_is_larger_than_its_whole(ledger: Ledger) -> None:
    """Russia's 400 back by any route are of October 2017 (line 177): older and fewer than those repatriated."""
    spec = catalog.build("repatriation.travelled", ledger)
    russia = of(spec.data, x="Russia")
    assert dict(zip(russia["series"], russia["text"], strict=True)) == {
        "travelled": "3,417",
        "repatriated by their state": "at least 540",
    }
    assert any("Russia (400, Oct 2017)" in text for text in spec.caveats)
    assert spec.title == "3,417 people had travelled from Russia by Oct 2017; at least 540 were taken home by Nov 2024"
    for country in countries(ledger):
        rows = catalog.build("repatriation.travelled", ledger, country=country).data
        for _, held in rows.groupby(rows["x"].astype(str)):
            by = {str(row["series"]): row for row in held.to_dict("records")}
            home, back = by.get("repatriated by their state"), by.get("returned by any route")
            if home and back:
                assert home["value"] <= back["value"] or home["period_end"] <= back["period_end"]
    assert spec.mark == "dumbbell"


def test_children_are_a_share_of_those_whose_age_is_told(ledger: Ledger) -> None:
    """Russia's reported operations took children alone; others of its people came home by other counts."""
    said = "Where reports give ages, about four in five of those taken home were children (2019 to 2025)"
    assert title(ledger, "parts") == said
    told = title(ledger, "parts", country="RUS")
    assert told == "In reported operations all of those taken home to Russia were children (2019 to 2024)"
    told = title(ledger, "parts", country="DEU")
    assert (
        told == "In reported operations about three in four of those taken home to Germany were children (2019 to 2022)"
    )


def test_a_peak_of_reports_is_not_told_as_a_peak_of_returns(ledger: Ledger) -> None:
    assert title(ledger, "years") == (
        "Reported repatriations peaked in 2019 with at least 1,330 people; 2025 saw at least 44"
    )
    assert title(ledger, "years", country="USA").startswith(
        "Reported repatriations to the United States peaked in 2024"
    )
    assert title(ledger, "years", country="GBR") == (
        "The United Kingdom took home at least 16 people from 2020 to 2024, at least 6 of them in 2023"
    )
    early = as_known_on(ledger, pd.Timestamp("2025-06-30"))
    assert title(early, "years").endswith("2025 saw at least 8 so far")


def test_no_headline_counts_operations_that_reports_may_miss(ledger: Ledger) -> None:
    """Germany: five operations are reported, AP counts six (line 653)."""
    for country in countries(ledger):
        for name in ("operations", "list"):
            assert " operations" not in title(ledger, name, country=country)
    told = "By one count Germany carried out 6 operations from Jan 2019 to Oct 2022"
    assert title(ledger, "missions", country="DEU") == told


def test_the_last_operation_is_not_one_that_is_dated_to_a_year(ledger: Ledger) -> None:
    """Canada's late comers are of some day in 2023 (line 280), the British return is of 9 December (339)."""
    then = as_known_on(ledger, pd.Timestamp("2023-12-31"))
    assert title(then, "list") == "The last reported operation took 6 people home to the United Kingdom on 9 Dec 2023"
    assert title(ledger, "list", country="DEU") == (
        "The last reported operation to Germany was on 5 Oct 2022, with 12 people"
    )


def test_whose_count_of_states_it_is_is_said(ledger: Ledger) -> None:
    """34 by Iraq's president, Iraq among them (line 11); reports name 35 without Iraq. What is told is drawn."""
    spec = catalog.build("repatriation.states", ledger)
    assert spec.title == (
        "34 states, with Iraq, had taken people home from Al-Hol camp by 26 Sep 2025 (President of Iraq)"
    )
    row = only(of(spec.data, line=11))
    assert (row["value"], row["series"], row["x"]) == (
        34.0,
        "so far",
        "by 26 Sep 2025, Al-Hol camp, President of Iraq (with Iraq)",
    )
    assert title(ledger, "map").startswith("At least 35 states had taken people home")
    assert any("reports of returns name 35 states, without Iraq" in text for text in spec.caveats)


def test_costs_keep_their_currencies_apart(ledger: Ledger) -> None:
    """$120,000 of the Maldives (line 649) and €395,000 of Finland (line 648) are two statements, never one sum."""
    assert [cost.figure for cost in costs(ledger)] == ["about $120,000", "about €395,000"]
    assert [cost.figure for cost in costs(ledger, "FIN")] == ["about €395,000"]
    assert costs(ledger, "FRA") == ()


def test_the_second_step_of_the_pathway_has_no_measure(ledger: Ledger) -> None:
    steps = pathway_steps(ledger)
    assert [step.number for step in steps] == [1, 2, 3, 4, 5]
    assert [step.number for step in steps if not step.measures] == [2]
    assert steps[0].measures[0].figure == "about 8,500 people"
    assert "last known" in steps[0].measures[0].about
    for step in steps:
        assert all(m.figure and m.about and m.source for m in step.measures)


@pytest.mark.parametrize("country", ["FRA", "DEU", "UZB", "MYS", "GBR"])
def test_the_country_filter_changes_every_chart_that_has_it(ledger: Ledger, country: str) -> None:
    """Titles name the state, also of one that has taken nobody home, with the article where English has it."""
    name = str(of(ledger.origins, origin=country)["name"].iloc[0])
    for chart in catalog.names("repatriation"):
        if "country" in catalog.entry(chart).filters(ledger):
            spec = catalog.build(chart, ledger, country=country)
            assert name in spec.title, chart
            assert country != "GBR" or f"he {name}" in spec.title, chart


@pytest.mark.parametrize("country", ["DEU", "GBR"])
def test_a_chosen_state_is_drawn_and_stands_out_among_the_others(ledger: Ledger, country: str) -> None:
    """The United Kingdom is not among the twenty states with the most, and is drawn all the same."""
    spec = catalog.build("repatriation.totals", ledger, country=country)
    mine = only(of(spec.data, origin=country))
    assert spec.colours[mine["series"]] == "orange"
    assert set(spec.data.loc[spec.data["origin"] != country, "series"]) == {"Other states"}
    world = catalog.build("repatriation.map", ledger, country=country).map
    assert world is not None
    assert world.arcs is not None
    assert (world.arcs["series"] == "orange").sum() == 1


def test_the_page_tells_nothing_of_all_states_where_one_is_chosen(ledger: Ledger) -> None:
    for country in countries(ledger)[1:]:
        said = takeaway.say("repatriation", ledger, country=country)
        labels = {tile.label for tile in takeaway.tiles_of("repatriation", ledger, country=country)}
        assert "third-country" not in said
        assert "Third-country nationals who remain" not in labels
        assert "No source tells of nationals" not in said


def test_every_state_with_a_return_has_a_choice(ledger: Ledger) -> None:
    assert set(in_all(ledger)) <= set(countries(ledger)) <= {"all", *nationalities(ledger)}


def test_the_longest_bar_of_what_came_after_stands_in_the_headline(ledger: Ledger) -> None:
    """Before: the headline told 53 convicted in Kazakhstan beside a bar of 472 people in Germany."""
    spec = catalog.build("repatriation.after", ledger)
    largest = row_of_max(spec.data, "value")
    assert (largest["value"], largest["origin"]) == (472, "DEU")
    assert spec.title == (
        "472 people who had returned were living in Germany on 28 Sep 2025; Kazakhstan had convicted 53"
    )
    assert catalog.build("repatriation.after", ledger, country="KAZ").title.startswith("Kazakhstan had convicted 53")


def test_the_tile_of_states_says_how_many_the_reports_name(ledger: Ledger) -> None:
    """Before: 34 states on a tile beside a sentence of at least 35; one counts Iraq, the other does not."""
    own = len(country_totals(ledger))
    (tile,) = [one for one in tiles(ledger) if one is not None and one.label == "States that took people home"]
    assert tile.when.endswith(f"reports of returns name {own}, without Iraq")


def test_who_left_is_told_of_those_who_were_counted(ledger: Ledger) -> None:
    """Germany's newest count is of adults: of its later flights 8, 10 and 4 women and a man, not the children too."""
    spec = catalog.build("repatriation.remaining_country", ledger, country="DEU")
    assert spec.title.endswith("; at least 23 of them left since")
    left = spec.data.loc[spec.data["series"] == "left since", "value"]
    assert left.tolist() == [23]
