"""Displacement: figures traced by hand from data/observations/displacement.csv to what is drawn."""

import re
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis import as_known_on, select, with_lead
from analysis.headline import mark
from charts import catalog, takeaway
from charts.spec import ChartSpec
from charts.views.displacement import rounds as displacement_rounds
from charts.views.displacement import syria as displacement_syria
from loaders import Ledger
from render.screen import chart as plotly_chart


def one(spec: ChartSpec, **where: object) -> pd.Series:
    """The one drawn row that answers all of `where`."""
    rows = spec.data
    for column, value in where.items():
        rows = rows[rows[column].astype(str) == str(value)]
    assert len(rows) == 1, rows[["series", "x", "value", "role", "source"]].to_string()
    return rows.iloc[0]


def test_more_than_one_and_a_half_million_displaced_in_iraq_in_november_2019(ledger: Ledger) -> None:
    """The Coalition's statement stands beside IOM's count of the same weeks, each as it was told."""
    spec = catalog.build("displacement.iraq_statement", ledger)
    told = one(spec, source="coalition-2019-novministerial")
    assert (told["value"], told["qualifier"], told["unit"]) == (1_500_000, "at_least", "persons")
    assert told["period_end"] == pd.Timestamp("2019-11-14")
    assert told["publisher"] == "Global Coalition against Daesh"
    assert told["url"]
    assert one(spec, publisher="IOM", x="IOM, 31 Oct 2019")["value"] == 1_444_500
    assert spec.title == (
        "In 2019 the Coalition said at least 1.5 million were displaced in Iraq, IOM about 1.44 million"
    )
    assert not spec.data["x"].str.contains("…").any()


def test_the_map_has_a_figure_of_the_round_for_every_governorate(ledger: Ledger) -> None:
    spec = catalog.build("displacement.iraq_map", ledger, day="2021-02-28")
    assert spec.map is not None
    assert spec.map.areas is not None
    areas = spec.map.areas.set_index("iso")
    assert len(areas) == 18
    assert areas.loc["IQ-NI", "value"] == 260_218
    assert areas.loc["IQ-DA", "value"] == 258_633
    assert areas["value"].sum() == 1_205_767
    assert set(spec.data["period_end"]) == {pd.Timestamp("2021-02-28")}


def test_the_rounds_are_all_of_iom_s_count_by_governorate(ledger: Ledger) -> None:
    rounds = displacement_rounds.rounds(ledger)
    assert (len(rounds), rounds[0], rounds[-1]) == (120, "2014-04-01", "2021-02-28")


def test_the_classes_of_the_map_are_the_same_for_every_round(ledger: Ledger) -> None:
    """A colour means the same number on every date of the slider."""
    found = set()
    for day in ("2014-12-25", "2016-03-31", "2021-02-28"):
        spec = catalog.build("displacement.iraq_map", ledger, day=day)
        assert spec.map is not None
        found.add(spec.map.breaks)
    assert len(found) == 1


@pytest.mark.parametrize("day", ["2014-04-01", "2016-03-31", "2018-12-31"])
def test_governorates_of_a_round_add_up_to_iom_s_national_figure(ledger: Ledger, day: str) -> None:
    rows = displacement_rounds.governorate_rows(ledger, "idps")
    whole = select(ledger, "idps", place="iraq", origin="irq")
    listed = whole[(whole["source"].astype(str) == "iom-dtm-iraq-masterlists-2014-2021")]
    national = listed.loc[listed["period_end"] == day, "value"].iloc[0]
    assert rows.loc[rows["period_end"] == day, "value"].sum() == national


def test_returnees_before_their_first_round_are_not_zero(ledger: Ledger) -> None:
    spec = catalog.build("displacement.iraq_map", ledger, what="returnees", day="2014-12-25")
    assert spec.is_empty
    assert "from 10 Apr 2015" in spec.empty
    assert spec.title == "No source gives returnees by governorate of Iraq on 25 Dec 2014"


def test_the_national_line_follows_one_way_of_counting(ledger: Ledger) -> None:
    """UNHCR's year-end figures, up to a million above IOM's, are not woven into IOM's line."""
    spec = catalog.build("displacement.iraq_over_time", ledger)
    assert not (spec.data["publisher"].astype(str) == "UNHCR").any()
    assert one(spec, x="2016-03-31", series="Displaced")["value"] == 3_417_768
    assert one(spec, x="2025-12-31", series="Displaced")["value"] == 997_334
    assert one(spec, x="2025-12-31", series="Returned")["value"] == 4_954_518
    crossing = spec.data[spec.data["x"] == "2017-12-31"].set_index("series")["value"]
    assert crossing["Returned"] == 3_220_362
    assert crossing["Displaced"] == 2_615_988


def test_the_sources_on_iraq_stand_side_by_side(ledger: Ledger) -> None:
    spec = catalog.build("displacement.iraq_sources", ledger)
    assert one(spec, x="2014-12-31", series="UNHCR")["value"] == 3_596_356
    assert one(spec, x="2014-12-25", series="IOM")["value"] == 2_123_340
    assert one(spec, x="2014-12-31", series="IDMC")["value"] == 3_276_000


def test_a_thinned_line_keeps_the_highest_round(ledger: Ledger) -> None:
    """The half-year panels still reach Ninewa's peak of 30 August 2017."""
    spec = catalog.build("displacement.iraq_panels", ledger)
    rows = displacement_rounds.governorate_rows(ledger, "idps")
    assert spec.data["value"].max() == rows["value"].max() == 1_033_830
    assert one(spec, value=1_033_830.0)["period_end"] == pd.Timestamp("2017-08-30")
    assert spec.title == "Displacement peaked in Ninewa, at about 1.03 million people in Aug 2017"


def test_the_notes_say_how_people_are_reckoned_from_households(ledger: Ledger) -> None:
    spec = catalog.build("displacement.iraq_over_time", ledger)
    assert "households x 6" in spec.caveats[0]
    assert "6 per household, 5 in camps” from 31 Dec 2020" in spec.caveats[0]


def test_households_in_camps_are_not_drawn_with_people_in_camps(ledger: Ledger) -> None:
    assert set(catalog.build("displacement.camp_households", ledger).data["unit"]) == {"households"}
    assert set(catalog.build("displacement.camp_people", ledger).data["unit"]) == {"persons"}


def test_the_displaced_by_home_governorate(ledger: Ledger) -> None:
    spec = catalog.build("displacement.iraq_home", ledger)
    assert one(spec, x="2022-06-30", place="ninewa")["value"] == 660_914
    assert one(spec, x="2017-06-30", place="ninewa")["value"] == 1_892_964


def test_syrians_back_from_abroad_rise_to_the_newest_count(ledger: Ledger) -> None:
    spec = catalog.build("displacement.from_abroad", ledger)
    newest = one(spec, x="2026-01-09", role="headline")
    assert (newest["value"], newest["source"]) == (1_346_485, "acaps-2026-inform-severity")
    lead = spec.data[spec.data["role"] == "headline"]
    assert lead["value"].is_monotonic_increasing
    assert {270_010.0, 259_745.0} <= set(spec.data["value"])


def test_destinations_with_another_start_stay_off_the_map(ledger: Ledger) -> None:
    """Raqqa has only a count since January 2024; it is told beneath and not compared."""
    spec = catalog.build("displacement.destinations", ledger)
    assert one(spec, place="damascus")["value"] == 219_833
    assert "raqqa" not in set(spec.data["place"].astype(str))
    assert "112,506" in spec.caveats[0]
    assert len(set(spec.data["period_start"])) == 1


def test_movements_in_syria_by_month_and_by_year(ledger: Ledger) -> None:
    month = catalog.build("displacement.syria_moves", ledger)
    assert one(month, x="2020-02-01", series="Displaced")["value"] == 752_131
    assert set(month.data["scope"].astype(str)) == {"part_period"}
    year = catalog.build("displacement.syria_moves_year", ledger, year="2021")
    assert one(year, place="aleppo", series="Displaced")["value"] == 195_433
    assert set(year.data["scope"].astype(str)) == {"year_total"}
    assert "syria" not in set(year.data["place"].astype(str))


def test_refugees_are_told_by_a_total_that_is_drawn(ledger: Ledger) -> None:
    """The headline was of all countries and the panels of six hosts; now the total is the first panel."""
    spec = catalog.build("displacement.refugees_syrian", ledger)
    assert one(spec, x="2025-12-31", place="turkiye")["value"] == 2_347_756
    assert one(spec, x="2025-12-31", place="world")["value"] == 4_865_764
    assert spec.title == "About 4.87 million Syrians were refugees abroad (2025), down from about 6.85 million in 2021"
    assert next(iter(spec.colours)) == one(spec, x="2025-12-31", place="world")["series"] == "All countries"
    iraqi = catalog.build("displacement.refugees_iraqi", ledger)
    assert one(iraqi, x="2011-12-31", place="world")["value"] == 1_428_306
    assert iraqi.title == "About 271,000 Iraqis were refugees abroad (2025), down from about 1.43 million in 2011"
    change = catalog.build("displacement.refugees_change", ledger)
    assert "world" not in set(change.data["place"].astype(str))
    returned = catalog.build("displacement.refugee_returns", ledger)
    assert one(returned, x="2025", series="To Syria")["value"] == 1_341_148


def test_stacked_hosts_are_no_more_than_the_total_of_the_year(ledger: Ledger) -> None:
    """Returns by host are parts of the year's total of UNHCR."""
    hosts = catalog.build("displacement.returns_by_host", ledger).data.groupby("x")["value"].sum()
    all_years = catalog.build("displacement.refugee_returns", ledger).data
    to_syria = (all_years["series"] == "To Syria") & (all_years["role"] == "headline")
    total = all_years.loc[to_syria].set_index("x")["value"]
    assert (hosts <= total.reindex(hosts.index)).all()


def test_rival_statements_on_an_episode_both_stand_on_the_card(ledger: Ledger) -> None:
    """In January 2026 the Autonomous Administration says twice what the United Nations does."""
    spec = catalog.build("displacement.episodes_left", ledger)
    assert spec.title == (
        "At least 170,000 people had been newly displaced in Northeast Syria by 27 Jan 2026, UN OCHA said"
    )
    assert spec.caveats == ("Autonomous Administration said at least 350,000 on 28 Jan 2026.",)
    assert one(spec, source="lbc-2026-hasakeh", value=134_803.0)["role"] == "headline"


def test_a_card_is_light(ledger: Ledger) -> None:
    """No chart of the view sends more than 60 KB to the browser."""
    for name in catalog.names("displacement"):
        spec = catalog.build(name, ledger)
        if spec.mark != "map":
            assert len(go.Figure(plotly_chart.figure(spec)).to_json()) < 60_000, name


def test_nothing_is_drawn_between_the_rounds(ledger: Ledger) -> None:
    """Every date of the national line is the date of a statement that leads among IOM's own."""
    spec = catalog.build("displacement.iraq_over_time", ledger)
    rows = select(ledger, "idps", place="iraq", origin="irq")
    own = mark(ledger, rows[rows["publisher"].astype(str).isin(["IOM", "ACAPS"])])
    led = own[own["role"] == "headline"].set_index("period_end")["value"]
    drawn = spec.data[spec.data["series"] == "Displaced"].set_index("period_end")["value"]
    assert (drawn == led.reindex(drawn.index)).all()


def test_every_chart_of_the_view_survives_an_earlier_date(ledger: Ledger) -> None:
    """Before the first publication there is nothing to draw, and each chart says so instead of failing."""
    early = as_known_on(ledger, pd.Timestamp("2005-01-01"))
    for name in catalog.names("displacement"):
        spec = catalog.build(name, early)
        assert spec.is_empty, name
        assert spec.title
    assert displacement_rounds.rounds(early) == ()
    assert displacement_syria.move_places(early) == ("syria",)
    assert takeaway.say("displacement", early).startswith("No source gives a figure of people displaced in Iraq.")
    assert takeaway.tiles_of("displacement", early) == []


@pytest.mark.parametrize(
    ("name", "filters", "title"),
    [
        # displacement.csv: Ninewa 260,218 of 1,205,767 on 28 Feb 2021; was "Ninewa has the most ... on 28 Feb 2021".
        ("iraq_map", {}, "Ninewa had the most displaced people in Iraq on 28 Feb 2021: about 260,000 of 1.21 million"),
        ("iraq_ranked", {}, "Ninewa, Duhok and Erbil each had at least 231,000 displaced people on 28 Feb 2021"),
        # Was "3,417,768 ... to 997,334 on 31 Dec 2025; 4,954,518 are back on 31 Dec 2025".
        (
            "iraq_over_time",
            {},
            "In Iraq nearly 1 million people were displaced and about 4.95 million were back (31 Dec 2025)",
        ),
        (
            "iraq_over_time",
            {"place": "ninewa"},
            "In Ninewa about 260,000 people were displaced and about 1.9 million were back (28 Feb 2021)",
        ),
        (
            "iraq_panels",
            {"what": "returnees"},
            "Ninewa had the most returnees in Iraq on 28 Feb 2021: about 1.9 million",
        ),
        (
            "iraq_home",
            {},
            "About 661,000 displaced Iraqis came from Ninewa (30 Jun 2022), the most of any governorate",
        ),
        (
            "camp_households",
            {},
            "37,511 displaced households lived in camps in Iraq (28 Feb 2021); later: about 29,000 (Jan 2024)",
        ),
        ("camp_people", {}, "At least 100,000 displaced people lived in camps in Iraq (9 Jan 2026)"),
        ("camps_open", {}, "20 camps for displaced people were open in Iraq (9 Jan 2026), down from 26 in Sep 2022"),
        (
            "syria_idps",
            {},
            "About 5.54 million people were displaced in Syria (2025), down from about 7.63 million in 2014",
        ),
        (
            "syria_governorates",
            {},
            "Aleppo and Rural Damascus had the most displaced people in Nov 2014: at least 1.3 million each",
        ),
        (
            "syria_moves",
            {},
            "Displacement in Syria was highest in Feb 2020: an estimated 752,000 movements in the month",
        ),
        (
            "syria_moves_map",
            {"year": "2019"},
            "Idleb took in 60% of displacement movements in Syria in 2019, Aleppo 24%",
        ),
        (
            "syria_moves_year",
            {"year": "2017"},
            "Aleppo and Idleb had the most arrivals of displaced people in 2017: an estimated 643,000 and 639,000",
        ),
        ("idp_returns", {}, "About 1.96 million displaced Syrians went home in 2025, and 28,794 displaced Iraqis"),
        # Syria stood on a slide of Iraq.
        (
            "idp_returns",
            {"place": "iraq"},
            "28,794 displaced Iraqis went home in 2025, down from about 1.55 million in 2017",
        ),
        (
            "episodes",
            {},
            "About 1.34 million people were displaced in Ninewa from Oct 2016 to Jul 2017, the largest wave",
        ),
        # Was "Syria fell from about 16,700,000 in 2024 to an estimated 16,500,000 people on 19 Apr 2026".
        (
            "need",
            {},
            "An estimated 16.5 million people in Syria needed aid (reported 19 Apr 2026), much as in 2025",
        ),
        (
            "need_iraq",
            {},
            "Ninewa was expected to have the most people in need in Iraq in 2020: an estimated 1.36 million",
        ),
        (
            "refugees_change",
            {},
            "Syrian refugees fell most in Türkiye, from about 2.9 million to about 2.35 million in 2025",
        ),
        (
            "from_abroad",
            {},
            "About 1.35 million Syrians had come back from abroad since the fall of Assad by 9 Jan 2026",
        ),
        (
            "destinations",
            {},
            "About 220,000 Syrians had come back from abroad to Damascus and 185,000 to Aleppo by 5 Dec 2025",
        ),
        ("refugee_returns", {}, "About 1.34 million refugees returned to Syria in 2025, up from about 513,000 in 2024"),
        (
            "returns_by_host",
            {},
            "About 556,000 Syrian refugees returned from Türkiye and about 466,000 from Lebanon in 2025",
        ),
        (
            "intentions_by_host",
            {},
            "42% of those asked in Egypt intended to return within a year, 12% in Iraq (Feb 2025)",
        ),
        # Was "19 events of displacement; the newest: ...".
        (
            "timeline",
            {},
            "Latest: At least 11,000 people cross from Lebanon into Syria to flee Israeli attacks (3 Mar 2026)",
        ),
    ],
)
def test_headlines_are_what_an_adviser_would_say(
    ledger: Ledger, name: str, filters: dict[str, str], title: str
) -> None:
    assert catalog.build(f"displacement.{name}", ledger, **filters).title == title


def test_no_headline_has_seven_digits(ledger: Ledger) -> None:
    for name in catalog.names("displacement"):
        for known in (ledger, as_known_on(ledger, pd.Timestamp("2025-06-30"))):
            assert not re.search(r"\d,\d{3},\d{3}", catalog.build(name, known).title), name


def test_a_count_by_governorate_is_of_the_present_only_while_it_is_new(ledger: Ledger) -> None:
    """In the middle of 2021 the round of February 2021 was new; at the end of 2022 it was not."""
    then = replace(as_known_on(ledger, pd.Timestamp("2021-12-31")), today=pd.Timestamp("2021-06-30"))
    assert catalog.build("displacement.iraq_map", then).title == (
        "Ninewa has the most displaced people in Iraq: about 260,000 of 1.21 million (28 Feb 2021)"
    )
    assert "come from Ninewa" in catalog.build("displacement.iraq_home", then).title
    later = as_known_on(ledger, pd.Timestamp("2022-12-31"))
    assert " had the most " in catalog.build("displacement.iraq_map", later).title


def test_the_national_line_says_whose_count_it_is_and_where_it_has_a_hole(ledger: Ledger) -> None:
    spec = catalog.build("displacement.iraq_over_time", ledger)
    assert set(spec.data["counter"].astype(str)) == {"IOM"}
    assert "The line is the count of IOM alone; UNHCR and IDMC count otherwise." in spec.caveats
    assert "No count between 30 Sep 2022 and 31 Dec 2025 was found." in spec.caveats


def test_the_turns_of_the_line_are_events_and_the_breaks_of_the_count_one_remark(ledger: Ledger) -> None:
    """The numbered lines were five remarks on method; they are what happened, and the breaks stand in one sentence."""
    spec = catalog.build("displacement.iraq_over_time", ledger)
    assert [f"{one.date:%Y-%m-%d}" for one in spec.markers] == ["2016-03-31", "2017-10-15", "2017-12-31"]
    titles = set(ledger.events["title"].astype(str))
    assert all(one.label in titles for one in spec.markers)
    assert (
        "What the rounds cover changed on 12 Feb 2015, 9 Apr 2015, 19 Nov 2015, 14 Apr 2016 and 15 Nov 2017."
        in spec.caveats
    )
    assert [f"{one.date:%Y-%m-%d}" for one in catalog.build(spec.name, ledger, place="anbar").markers] == ["2015-04-08"]


def test_the_line_of_syria_bears_the_name_of_who_counts(ledger: Ledger) -> None:
    spec = catalog.build("displacement.syria_idps", ledger)
    lead = spec.data[spec.data["role"] == "headline"]
    assert set(lead["series"]) == set(lead["counter"].astype(str)) == {"UNHCR"}
    beside = spec.data[spec.data["role"] == "context"]
    assert (beside["series"] == beside["counter"].astype(str)).all()


def test_two_bodies_never_stand_in_one_headline_unnamed(ledger: Ledger) -> None:
    """Where the reader lets UNHCR lead, its displaced are not set beside the returnees of IOM."""
    spec = catalog.build("displacement.iraq_over_time", with_lead(ledger, "by:UNHCR"))
    assert set(spec.data.loc[spec.data["series"] == "Displaced", "counter"].astype(str)) == {"UNHCR"}
    assert spec.title == "Nearly 1 million people were displaced in Iraq (2025), down from about 3.6 million in 2016"
    hosts = catalog.build("displacement.from_hosts", ledger)
    assert hosts.title.endswith("by its own count")
    asked = catalog.build("displacement.intentions", ledger).title
    assert asked == "About 20% of Syrian refugees meant to return within a year (United Nations, Sep 2025)"


def test_counts_that_differ_are_of_the_same_weeks_and_named(ledger: Ledger) -> None:
    spec = catalog.build("displacement.iraq_sources", ledger)
    assert (
        spec.title
        == "Counts of Iraq's displaced differed most in 2014: IOM about 2.12 million, UNHCR about 3.6 million"
    )
    assert set(spec.data["series"]) == {"IOM", "UNHCR", "IDMC"}
    # Two bodies that differ by their rounding alone do not differ.
    then = as_known_on(ledger, pd.Timestamp("2024-12-31"))
    assert "differ" not in catalog.build("displacement.iraq_sources", then).title


def test_a_running_total_of_others_than_meant_says_so(ledger: Ledger) -> None:
    """UNHCR's last statement on Syrians back home includes people who intend to return: the card carries that note."""
    spec = catalog.build("displacement.syria_returned", ledger)
    last = spec.data[spec.data["role"] == "headline"].sort_values("period_end").iloc[-1]
    assert last["note"]
    assert f"The newest figure: {last['note']}." in spec.caveats


def test_a_count_of_two_governorates_ranks_none(ledger: Ledger) -> None:
    """By the middle of 2014 single figures of a few Syrian governorates were known, not a count of them."""
    then = as_known_on(ledger, pd.Timestamp("2014-06-30"))
    spec = catalog.build("displacement.syria_governorates", then)
    assert spec.is_empty
    assert spec.title == "No source gives displaced people in Syria by governorate"


def test_the_page_speaks_of_the_chosen_governorate(ledger: Ledger) -> None:
    """With Ninewa chosen no sentence or tile is of all Iraq."""
    said = takeaway.say("displacement", ledger, place="ninewa")
    assert said.startswith("In Ninewa about 260,000 people were displaced")
    assert said.endswith(".")
    tiles = takeaway.tiles_of("displacement", ledger, place="ninewa")
    assert [tile.label for tile in tiles][:2] == ["Displaced in Ninewa", "Displaced people back in Ninewa"]
    assert not any("in Iraq" in tile.label for tile in tiles)
    whole = takeaway.tiles_of("displacement", ledger)
    assert whole[0].value == "997,334"
    assert (whole[-1].value, whole[-1].when) == ("at least 1,500,000", "stated on 14 Nov 2019")
    assert len(whole) == 6


def test_the_year_of_a_fall_is_judged_among_year_ends(ledger: Ledger) -> None:
    """Whoever leads, Türkiye's year-ends stay one series, so that the largest fall is the largest."""
    spec = catalog.build("displacement.refugees_change", with_lead(ledger, "highest"))
    assert "Türkiye" in spec.title


def test_one_body_s_figures_alone_make_a_count_by_governorate(with_rows: Callable[..., Ledger]) -> None:
    """Of two bodies on one date that with more governorates is the count; the other's figure is not ranked with it."""
    row = {"indicator": "idps", "origin": "syr", "period_end": pd.Timestamp("2020-01-31"), "place_kind": "admin1"}
    places = ("aleppo", "idlib", "homs", "hama", "daraa")
    own = [row | {"place": p, "value": 100.0 + n, "counter": "A", "country": "SYR"} for n, p in enumerate(places)]
    other = [row | {"place": "raqqa", "value": 900.0, "counter": "B", "country": "SYR"}]
    spec = catalog.build("displacement.syria_governorates", with_rows(*own, *other))
    assert set(spec.data["counter"].astype(str)) == {"A"}
    assert spec.title.startswith("Dar'a had the most displaced people")
