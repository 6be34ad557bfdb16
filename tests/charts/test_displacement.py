"""Displacement: figures traced by hand from data/observations/displacement.csv to what is drawn."""

import pandas as pd
import pytest

from analysis import as_known_on, select
from analysis.headline import mark
from charts import catalog, plotly_chart
from charts.spec import ChartSpec
from charts.views import displacement, displacement_syria
from loaders import Ledger


def one(spec: ChartSpec, **where: object) -> pd.Series:
    """The one drawn row that answers all of `where`."""
    rows = spec.data
    for column, value in where.items():
        rows = rows.loc[rows[column].astype(str) == str(value)]
    assert len(rows) == 1, rows[["series", "x", "value", "role", "source"]].to_string()
    return rows.iloc[0]


def test_more_than_one_and_a_half_million_displaced_in_iraq_in_november_2019(ledger: Ledger) -> None:
    """The Coalition's statement stands beside IOM's count of the same weeks, each as it was told."""
    spec = catalog.build("displacement.statement_2019", ledger)
    told = one(spec, source="coalition-2019-novministerial")
    assert (told["value"], told["qualifier"], told["unit"]) == (1_500_000, "at_least", "persons")
    assert told["period_end"] == pd.Timestamp("2019-11-14")
    assert told["publisher"] == "Global Coalition against Daesh"
    assert told["url"]
    assert one(spec, publisher="IOM", x="IOM, 31 Oct 2019")["value"] == 1_444_500
    assert "at least 1,500,000" in spec.title


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
    rounds = displacement.rounds(ledger)
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
    rows = displacement.governorate_rows(ledger, "idps")
    whole = select(ledger, "idps", place="iraq", origin="irq")
    listed = whole.loc[(whole["source"].astype(str) == "iom-dtm-iraq-masterlists-2014-2021")]
    national = listed.loc[listed["period_end"] == day, "value"].iloc[0]
    assert rows.loc[rows["period_end"] == day, "value"].sum() == national


def test_returnees_before_their_first_round_are_not_zero(ledger: Ledger) -> None:
    spec = catalog.build("displacement.iraq_map", ledger, what="returnees", day="2014-12-25")
    assert spec.is_empty
    assert "from 10 Apr 2015" in spec.empty


def test_the_national_line_follows_one_way_of_counting(ledger: Ledger) -> None:
    """UNHCR's year-end figures, up to a million above IOM's, are not woven into IOM's line."""
    spec = catalog.build("displacement.iraq_over_time", ledger)
    assert not (spec.data["publisher"].astype(str) == "UNHCR").any()
    assert one(spec, x="2016-03-31", series="Displaced")["value"] == 3_417_768
    assert one(spec, x="2025-12-31", series="Displaced")["value"] == 997_334
    assert one(spec, x="2025-12-31", series="Returned")["value"] == 4_954_518
    crossing = spec.data.loc[spec.data["x"] == "2017-12-31"].set_index("series")["value"]
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
    rows = displacement.governorate_rows(ledger, "idps")
    assert spec.data["value"].max() == rows["value"].max() == 1_033_830
    assert "1,033,830 on 30 Aug 2017" in spec.title


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
    lead = spec.data.loc[spec.data["role"] == "headline"]
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


def test_refugees_by_host_leave_out_the_world(ledger: Ledger) -> None:
    spec = catalog.build("displacement.refugees_syrian", ledger)
    assert one(spec, x="2025-12-31", place="turkiye")["value"] == 2_347_756
    assert "world" not in set(spec.data["place"].astype(str))
    returned = catalog.build("displacement.refugee_returns", ledger)
    assert one(returned, x="2025", series="To Syria")["value"] == 1_341_148


def test_stacked_hosts_are_no_more_than_the_total_of_the_year(ledger: Ledger) -> None:
    """Returns by host are parts of the year's total of UNHCR."""
    hosts = catalog.build("displacement.returns_by_host", ledger).data.groupby("x")["value"].sum()
    total = catalog.build("displacement.refugee_returns", ledger).data
    total = total.loc[(total["series"] == "To Syria") & (total["role"] == "headline")].set_index("x")["value"]
    assert (hosts <= total.reindex(hosts.index)).all()


def test_rival_statements_on_an_episode_are_both_in_the_title(ledger: Ledger) -> None:
    """In January 2026 the Autonomous Administration says twice what the United Nations does."""
    spec = catalog.build("displacement.episodes_left", ledger)
    assert "at least 350,000 on 28 Jan 2026" in spec.title
    assert "at least 170,000 on 27 Jan 2026" in spec.title
    assert one(spec, source="lbc-2026-hasakeh", value=134_803.0)["role"] == "headline"


def test_a_card_is_light(ledger: Ledger) -> None:
    """No chart of the view sends more than 60 KB to the browser."""
    for name in catalog.names("displacement"):
        spec = catalog.build(name, ledger)
        if spec.mark != "map":
            assert len(plotly_chart.figure(spec).to_json()) < 60_000, name


def test_nothing_is_drawn_between_the_rounds(ledger: Ledger) -> None:
    """Every date of the national line is the date of a statement that leads among IOM's own."""
    spec = catalog.build("displacement.iraq_over_time", ledger)
    rows = select(ledger, "idps", place="iraq", origin="irq")
    own = mark(ledger, rows.loc[rows["publisher"].astype(str).isin(["IOM", "ACAPS"])])
    led = own.loc[own["role"] == "headline"].set_index("period_end")["value"]
    drawn = spec.data.loc[spec.data["series"] == "Displaced"].set_index("period_end")["value"]
    assert (drawn == led.reindex(drawn.index)).all()


def test_every_chart_of_the_view_survives_an_earlier_date(ledger: Ledger) -> None:
    """Before the first publication there is nothing to draw, and each chart says so instead of failing."""
    early = as_known_on(ledger, pd.Timestamp("2005-01-01"))
    for name in catalog.names("displacement"):
        spec = catalog.build(name, early)
        assert spec.is_empty, name
        assert spec.title
    assert displacement.rounds(early) == ()
    assert displacement_syria.move_places(early) == ("syria",)
