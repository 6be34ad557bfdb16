"""Golden values of the Liberation view, traced by hand from observations/liberation.csv to what is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pandas as pd
import pytest

from analysis import as_known_on, with_lead
from charts import catalog, takeaway
from charts.spec import LED, ChartSpec
from charts.views.campaign import by_counter, cited, full_years, latest_event, newest_troops, presented, spoken, stated
from charts.views.liberation.progress import statement_tiles
from exports import figures_sheet
from loaders import Ledger
from loaders.frames import as_record
from tests.charts.sentences import figures, tense, wording

NAMES = catalog.names("liberation")


def built(ledger: Ledger, name: str) -> list[ChartSpec]:
    """A chart under every choice of its filters."""
    options = catalog.entry(name).options(ledger)
    return [
        catalog.build(name, ledger, **dict(zip(options, chosen, strict=True))) for chosen in product(*options.values())
    ]


def faults(ledger: Ledger) -> list[tuple[str, str]]:
    """Faults of all titles of the view, under every choice, and of its sentence."""
    found = [
        (spec.title, fault)
        for name in NAMES
        for spec in built(ledger, name)
        for fault in (*wording(spec.title), *(() if spec.is_empty else (*figures(spec), *tense(spec, ledger))))
    ]
    said = takeaway.say("liberation", ledger)
    assert said.endswith(".")
    return found + [(said, fault) for fault in wording(said)]


def row(spec: ChartSpec, **wanted: str) -> dict[str, object]:
    """The one drawn row with these texts; dates are compared as YYYY-MM-DD."""
    data = spec.data.assign(period_end=spec.data["period_end"].dt.strftime("%Y-%m-%d"))
    for column, value in wanted.items():
        data = data[data[column].astype(str) == value]
    assert len(data) == 1, f"{len(data)} rows for {wanted}"
    return as_record(data.iloc[0])


@pytest.mark.parametrize(
    ("indicator", "value", "qualifier", "text"),
    [
        ("territory_controlled", 110_000, "about", "about 110,000 km²"),
        ("foreign_fighters_travelled", 40_000, "at_least", "at least 40,000"),
        ("population_liberated", 7_700_000, "about", "about 7,700,000"),
        ("coalition_assistance_raised", 20_000_000_000, "at_least", "at least $20 bn"),
        ("forces_trained", 220_000, "at_least", "at least 220,000"),
        ("coalition_service_members_killed", 100, "at_least", "at least 100"),
    ],
)
def test_the_statement_of_14_november_2019_stands_as_it_was_made(
    ledger: Ledger, indicator: str, value: float, qualifier: str, text: str
) -> None:
    """Each figure of the Coalition's statement is drawn with its own hedge and its own source, and has a tile."""
    rows = stated(ledger, indicator)
    source = str(presented(ledger, "ministers")["source"].item())
    assert len(rows) == 1
    held = rows.iloc[0]
    assert (held["value"], str(held["qualifier"]), str(held["source"])) == (value, qualifier, source)
    assert held["published"] == pd.Timestamp("2019-11-14")
    names = {
        "territory_controlled": "liberation.territory_held",
        "foreign_fighters_travelled": "liberation.travelled",
        "population_liberated": "liberation.people_freed",
        "coalition_assistance_raised": "funding.raised",
        "forces_trained": "liberation.trained",
        "coalition_service_members_killed": "liberation.losses",
    }
    drawn = row(catalog.build(names[indicator], ledger), indicator=indicator, source=source)
    assert (drawn["value"], drawn["text"], drawn["role"]) == (value, text, "headline")
    assert [one.when for one in statement_tiles(ledger) if one.value == text] == ["stated 14 Nov 2019"]


def test_territory_of_the_statement_is_told_as_the_peak_and_not_as_held_that_year(ledger: Ledger) -> None:
    """Before: `Territory of ISIS 110,000 km², as of 2014`, beneath a heading of 2019."""
    tile = statement_tiles(ledger)[0]
    assert tile.label == "Territory that ISIS held at its peak"
    assert tile.when == "stated 14 Nov 2019"
    assert len(statement_tiles(ledger)) == 6


def test_about_eight_million_people_are_said_to_have_returned_home_in_2021(ledger: Ledger) -> None:
    spec = catalog.build("liberation.returned_home", ledger)
    drawn = row(spec, place="iraq-syria")
    assert (drawn["value"], drawn["qualifier"], drawn["period_end"]) == (8_000_000, "about", "2021-04-30")
    assert drawn["source"] == "voa-2021-eightmillion"
    assert spec.title == (
        "By one account about 8 million people had returned home by Apr 2021 (Voice of America Editorials)"
    )
    assert any("returned home" in caveat for caveat in spec.caveats)


def test_territory_falls_to_nothing_and_lines_join_one_source_only(ledger: Ledger) -> None:
    spec = catalog.build("liberation.territory_held", ledger)
    ihs = spec.data[(spec.data["series"] == "IHS Markit") & (spec.data["role"] == "headline")]
    assert ihs["value"].tolist() == [90_800, 82_940, 78_000, 68_300, 65_500, 60_400, 36_200]
    assert row(spec, source="usstate-2019-paris")["value"] == 0
    assert spec.title == (
        "At its peak ISIS held about 110,000 km² of Iraq and Syria; the last was retaken on 23 Mar 2019"
    )
    assert takeaway.say("liberation", ledger) == (
        "ISIS lost its last land in Iraq and Syria in Mar 2019; about 8 million people had been freed by Jun 2021."
    )


def test_territory_of_an_earlier_day_is_told_by_the_body_that_spoke_last(ledger: Ledger) -> None:
    """At the end of 2016 ISIS still held land, and IHS compares with its own first figure alone."""
    spec = catalog.build("liberation.territory_held", as_known_on(ledger, pd.Timestamp("2016-12-31")))
    assert spec.title == "ISIS holds about 65,500 km² (3 Oct 2016), down from 90,800 km² in Jan 2015"


def test_claimed_attacks_of_2023_are_121_or_253_by_who_counts(ledger: Ledger) -> None:
    """AP's figure stands as stated; BBC Monitoring's two countries are added and cite both statements."""
    spec = catalog.build("liberation.attacks_claimed", ledger)
    year = spec.data[spec.data["period_end"] == pd.Timestamp("2023-12-31")]
    assert dict(zip(year["source"].astype(str), year["value"], strict=True)) == {
        "ap-2024-attacks": 121,
        "atlas-2023-bbcm": 253,
    }
    assert year.loc[year["value"] == 253, "statements"].item() == 2
    assert "121 to 253" in spec.title
    added = figures_sheet.figures(spec).loc[lambda rows: rows["Basis"] == "sum"]
    # Iraq's own figures, with which the sums stood as stated, are 141, 484 and 401.
    assert set(added["Place"]) == {"Iraq and Syria"}
    assert set(added["Place code"]) == {"iraq-syria"}
    assert set(added["Hedge"]) == {"exact, added up"}


def test_claims_counted_by_different_sources_are_never_added(ledger: Ledger) -> None:
    """Every sum of the chart rests on one source, and is what that source says of Iraq plus what it says of Syria."""
    spec = catalog.build("liberation.attacks_claimed", ledger)
    claimed = ledger.observations[ledger.observations["indicator"].astype(str) == "isis_attacks_claimed"]
    sums = spec.data[spec.data["basis"] == "sum"]
    assert len(sums) >= 3
    for held in sums.to_dict("records"):
        assert ";" not in held["source"]
        parts = claimed[
            (claimed["source"].astype(str) == held["source"])
            & (claimed["period_end"] == held["period_end"])
            & claimed["place"].astype(str).isin(["iraq", "syria"])
        ]
        assert parts["value"].sum() == held["value"]


def test_claims_are_told_within_one_counter(ledger: Ledger) -> None:
    """Before: the newest year with two counters, although a newer one of one counter is drawn."""
    titles = {area: catalog.build("liberation.attacks_claimed", ledger, area=area).title for area in ("iraq", "world")}
    assert titles == {
        "iraq": "ISIS claimed 141 attacks in Iraq in 2023, down from 401 in 2022 (BBC Monitoring)",
        "world": "ISIS claimed 838 attacks worldwide in 2023, down from 1,811 in 2022 (BBC Monitoring)",
    }


def test_recorded_attacks_are_compared_within_one_counter(ledger: Ledger) -> None:
    """Before: 1,470 of one monitor in 2018 beside 65 of another in 2024."""
    spec = catalog.build("liberation.attacks_recorded", ledger)
    assert spec.title == "Musings on Iraq recorded 65 attacks in Iraq in 2024, down from 491 in 2022"
    same = spec.data[spec.data["value"].isin([491, 65])]
    assert same["counter"].astype(str).unique().tolist() == ["Musings on Iraq"]


def test_civilians_admitted_and_estimated_stand_together_unmixed(ledger: Ledger) -> None:
    spec = catalog.build("liberation.civilians", ledger)
    assert set(spec.data["indicator"].astype(str)) == {"civilians_killed_coalition", "civilians_killed_airwars"}
    led = spec.data[spec.data["role"].isin(LED)]
    assert led.groupby("series")["indicator"].nunique().eq(1).all()
    assert led.groupby("series")["counter"].nunique().eq(1).all()
    assert (spec.data["basis"] == "stated").all()
    admitted = row(spec, indicator="civilians_killed_coalition", period_end="2025-12-31")
    estimate = row(spec, series="Airwars estimate", period_end="2025-12-31")
    assert admitted["value"] == 1_457
    assert (estimate["low"], estimate["high"]) == (8_249, 13_342)


def test_both_counts_of_civilians_are_told_with_one_date_or_each_with_its_own(ledger: Ledger) -> None:
    """The newest count that the Coalition made ends in 2019; of 2025 there is a tally of what it admitted."""
    spec = catalog.build("liberation.civilians", ledger)
    assert (
        spec.title == "As of 2025 the Coalition had admitted 1,457 civilian deaths; Airwars estimated 8,249 to 13,342"
    )
    assert "The 1,457 deaths admitted are a tally by Airwars." in spec.caveats
    known = catalog.build("liberation.civilians", as_known_on(ledger, pd.Timestamp("2019-06-30")))
    assert known.title == (
        "The Coalition admitted at least 1,302 civilian deaths (Apr 2019); Airwars estimated at least 6,575 (Aug 2018)"
    )


@pytest.mark.parametrize("day", ["", "2019-06-30"])
def test_no_running_total_falls(ledger: Ledger, day: str) -> None:
    """Before: 484 civilians admitted by April 2017, 350 by May, told by another body."""
    known = as_known_on(ledger, pd.Timestamp(day)) if day else ledger
    for name in NAMES:
        spec = catalog.build(name, known)
        if spec.mark == "step":
            led = spec.data[spec.data["role"].isin(LED)]
            for series, rows in led.groupby("series"):
                assert rows["value"].is_monotonic_increasing, (name, series)


def test_us_troops_of_two_bodies_are_never_one_line(ledger: Ledger) -> None:
    """503 by the official level of 5 December 2017, about 2,000 by the Pentagon a day later: dots, not a line."""
    spec = catalog.build("liberation.us_troops", ledger)
    assert spec.mark == "dots"
    lead = spec.data[spec.data["role"] == "headline"]
    assert lead.groupby("series")["counter"].nunique().eq(1).all()
    assert row(spec, text="503")["role"] == "context"
    assert row(spec, place="syria", period_end="2026-02-23")["role"] == "context"


def test_the_newest_statement_on_us_troops_is_told_with_its_date_whoever_made_it(ledger: Ledger) -> None:
    """The Pentagon's last figure for Syria is of April 2025; the press has gone on counting, and the tile agrees."""
    assert catalog.build("liberation.us_troops", ledger).title == (
        "About 2,000 US troops were in Iraq on 25 Aug 2025 and about 1,000 in Syria on 23 Feb 2026"
    )
    tiles = {tile.label: tile for tile in takeaway.tiles_of("liberation", ledger)}
    assert len(tiles) == 6
    assert tiles["US troops in Syria"].value == "about 1,000"
    assert tiles["US troops in Syria"].when == "last known, as of 23 Feb 2026"
    assert tiles["US troops in Syria"].source.startswith("press report, Agence France-Presse")


def test_a_figure_dated_to_a_year_is_not_taken_for_newer_than_a_day_within_it(ledger: Ledger) -> None:
    """A personnel report of 2017 stands at the end of its year, but the Pentagon's count of December is the newest."""
    known = as_known_on(ledger, pd.Timestamp("2019-06-30"))
    assert newest_troops(known, "iraq")["period_end"].item() == pd.Timestamp("2017-12-06")
    rows = catalog.build("liberation.us_troops", known).data
    assert spoken(rows[rows["place"].astype(str) == "iraq"])["value"].iloc[-1] == 5_200


def test_a_body_has_a_series_of_its_own_which_it_leads(with_rows: Callable[..., Ledger]) -> None:
    """Counts that differ by body are drawn apart, the fullest first, none of them left out of its own line."""
    base: dict[str, Any] = {
        "indicator": "isis_fighters_estimate",
        "comparable": "no",
        "place": "iraq-syria",
        "publisher_kind": "research",
    }
    ledger = with_rows(
        base | {"publisher": "One", "period_end": "2015-01-01", "value": 70.0},
        base | {"publisher": "Two", "period_end": "2015-01-01", "value": 90.0},
        base | {"publisher": "Two", "period_end": "2016-07-04", "value": 68.0},
    )
    data = by_counter(ledger, "isis_fighters_estimate")
    assert data["series"].tolist() == ["Two", "Two", "One"]
    assert set(data["role"]) == {"headline"}
    assert data["statements"].tolist() == [1, 1, 1]
    assert set(data["clause"]) <= {"", "only statement"}


def test_an_event_of_several_days_or_of_a_month_is_dated_as_such() -> None:
    rows = pd.DataFrame(
        [
            {"date": "2019-06-24", "date_precision": "day", "end_date": "2019-06-25", "title": "Talks", "line": 2},
            {"date": "2016-08-31", "date_precision": "month", "end_date": None, "title": "Manbij retaken", "line": 3},
        ]
    ).assign(date=lambda f: pd.to_datetime(f["date"]), end_date=lambda f: pd.to_datetime(f["end_date"]))
    assert latest_event(rows) == "Latest: Talks (24 to 25 Jun 2019)"
    assert latest_event(rows.tail(1), "Latest event") == "Latest event: Manbij retaken (Aug 2016)"
    assert latest_event(rows.iloc[:0]) == ""


def test_estimates_of_fighters_keep_their_ranges(ledger: Ledger) -> None:
    spec = catalog.build("liberation.isis_fighters", ledger)
    un = row(spec, place="iraq-syria", period_end="2018-08-13")
    assert (un["low"], un["high"], un["qualifier"]) == (20_000, 30_000, "range")
    assert row(spec, place="iraq-syria", period_end="2024-06-30")["text"] == "about 2,500"
    assert spec.mark == "dots"


def test_us_losses_are_running_totals_that_end_in_august_2024(ledger: Ledger) -> None:
    spec = catalog.build("liberation.us_losses", ledger)
    assert row(spec, series="died, all causes", period_end="2024-08-31")["value"] == 116
    assert row(spec, series="killed in action", period_end="2024-08-31")["value"] == 23
    assert spec.mark == "step"


def test_countries_of_foreign_fighters_show_the_newest_figure_of_one_body_each(ledger: Ledger) -> None:
    """Russia is 3,417 as the Soufan Center counted; regions never stand among countries."""
    spec = catalog.build("liberation.travelled_by_country", ledger)
    assert row(spec, origin="RUS")["value"] == 3_417
    assert row(spec, origin="SAU")["value"] == 3_244
    assert not spec.data["origin"].duplicated().any()
    assert not spec.data["origin"].astype(str).isin(["all", "maghreb", "western-europe", "european-union"]).any()
    assert spec.data["value"].is_monotonic_decreasing
    assert spec.title == (
        "3,417 people had travelled from Russia, 3,244 from Saudi Arabia and 3,000 from Jordan by Oct 2017"
    )


def test_a_press_figure_of_russians_stands_beside_the_count(ledger: Ledger) -> None:
    spec = catalog.build("liberation.travelled_from", ledger, nationality="RUS")
    assert row(spec, text="about 4,500")["role"] == "beside"
    assert spec.title == "3,417 people had travelled from Russia by Oct 2017"


@pytest.mark.parametrize(
    ("nationality", "title"),
    [
        ("USA", "An estimated 300 people had travelled from the United States by the end of 2019"),
        ("GBR", "850 people had travelled from the United Kingdom by Oct 2017"),
        ("NLD", "About 300 people had travelled from the Netherlands by 26 Feb 2019"),
        ("MDV", "At least 100 people had travelled from the Maldives by 16 Jan 2024"),
        ("DEU", "About 1,150 people had travelled from Germany as of 2025"),
    ],
)
def test_estimates_of_travellers_are_told_each_for_itself(ledger: Ledger, nationality: str, title: str) -> None:
    """Before: `People who travelled from United States rose from an estimated 100 to an estimated 300`."""
    assert catalog.build("liberation.travelled_from", ledger, nationality=nationality).title == title


def test_operations_are_told_in_the_past_with_their_period(ledger: Ledger) -> None:
    """Before: `Operations in Iraq and Syria from 29 Aug to 4 Nov 2024: 95 (all operations)`."""
    assert catalog.build("liberation.operations", ledger).title == (
        "95 operations against ISIS were carried out in Iraq and Syria from 29 Aug to 4 Nov 2024"
    )
    assert catalog.build("liberation.operation_results", ledger).title == (
        "163 ISIS suspects were killed and 33 detained in Iraq and Syria from 29 Aug to 4 Nov 2024"
    )
    assert catalog.build("liberation.operations", ledger, area="ne-syria").title == (
        "70 raids were carried out by the SDF in Northeast Syria from 8 Dec 2024 to 20 Sep 2025"
    )


def test_losses_are_told_each_with_its_date(ledger: Ledger) -> None:
    """A part of the deaths stands beside their sum only where both hold for one date."""
    assert catalog.build("liberation.losses", ledger).title == (
        "Iraqi forces had at least 26,000 dead by Dec 2017, the SDF at least 11,000 by Mar 2019"
    )
    assert catalog.build("liberation.us_losses", ledger).title == (
        "116 US service members had died by Aug 2024, 23 of them in action"
    )
    known = as_known_on(ledger, pd.Timestamp("2019-06-30"))
    assert catalog.build("liberation.us_losses", known).title == "73 US service members had died by 23 Mar 2019"


@pytest.mark.parametrize(("partner", "label"), [("", "Partner forces in Jordan"), ("Desert Guard (DG)",) * 2])
def test_the_partner_force_of_a_third_place_is_called_as_the_data_say(ledger: Ledger, partner: str, label: str) -> None:
    """Before: partner_forces_killed stood on the axis, as the names of two places were known to the code alone."""
    rows = ledger.observations
    at = rows.index[(rows["indicator"] == "partner_forces_killed") & (rows["place"] == "syria")]
    places = ledger.places.astype({"partner": object})
    places.loc[places["place"] == "jordan", "partner"] = partner
    moved = rows["place"].astype(str).where(~rows.index.isin(at), "jordan").astype("category")
    other = replace(ledger, observations=rows.assign(place=moved), places=places, version=f"third {partner}")
    spec = catalog.build("liberation.losses", other)
    assert f"{label}, to 23 Mar 2019" in set(spec.data["x"])
    assert "partner_forces" not in " ".join([spec.title, *spec.data["x"]])


def test_every_sentence_holds_under_every_choice(ledger: Ledger) -> None:
    assert faults(ledger) == []


@pytest.mark.parametrize(("day", "lead"), [("2014-12-31", ""), ("2017-09-30", "lowest"), ("2021-12-31", "highest")])
def test_every_sentence_holds_for_an_earlier_day_and_another_lead(ledger: Ledger, day: str, lead: str) -> None:
    assert faults(as_known_on(with_lead(ledger, lead), pd.Timestamp(day))) == []


def test_every_sentence_holds_when_all_figures_have_grown_old(ledger: Ledger) -> None:
    later = pd.Timestamp("2028-06-30")
    assert faults(replace(ledger, today=later, version=f"{ledger.version}, {later:%Y}")) == []


@pytest.mark.parametrize("name", [n for n in NAMES if n != "liberation.attacks_claimed"])
def test_nothing_but_claims_is_added(ledger: Ledger, name: str) -> None:
    assert (catalog.build(name, ledger).data["basis"] == "stated").all()


def test_a_remark_names_publishers_instead_of_ids(ledger: Ledger) -> None:
    assert cited(ledger, "x; also rudaw-2026-syria90, nobody-2023-known") == "x; also Rudaw, another source"
    assert cited(ledger, "third-country repatriation, Brussels VII") == "third-country repatriation, Brussels VII"


def test_a_full_year_is_neither_part_of_one_nor_two() -> None:
    spans = [
        ("2023-01-01", "2023-12-31"),
        ("2023-01-01", "2023-07-31"),
        ("2022-01-01", "2023-12-31"),
        ("2022-10-01", "2023-09-30"),
    ]
    frame = pd.DataFrame([{"period_start": pd.Timestamp(a), "period_end": pd.Timestamp(b)} for a, b in spans])
    assert full_years(frame).index.tolist() == [0]
