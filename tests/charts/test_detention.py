"""Detention: the statements that readers know, rivals side by side, and sums that must not be."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis import as_known_on, headline, select
from analysis.headline import series
from analysis.vocabulary import NATIONALS
from charts import catalog, takeaway
from charts.common import span_told
from charts.spec import ChartSpec
from charts.tiles import tile
from charts.views.detention.held import newest_whole_year, speaker, speakers, statement_years
from charts.views.detention.places import facility_days
from loaders import Ledger
from loaders.geo import load_geo
from render.plan.map.described import described
from render.plan.map.layout import arranged
from tests.charts.rows import only


def drawn(spec: ChartSpec, **wanted: object) -> pd.DataFrame:
    """Rows of a chart whose columns are as wanted."""
    rows = spec.data
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    return rows


def held_on(spec: ChartSpec, origin: str, date: str) -> pd.DataFrame:
    """Headline points of one origin on one date."""
    rows = drawn(spec, period_end=pd.Timestamp(date), role="headline")
    return rows[rows["origin"].astype(str) == origin]


@pytest.mark.parametrize(
    ("origin", "value", "line"), [("all", 10_000.0, 82), ("irq", 2_000.0, 105), ("tcn", 2_000.0, 131)]
)
def test_the_statement_of_march_2021_is_drawn_with_its_source(
    ledger: Ledger, origin: str, value: float, line: int
) -> None:
    """About 10,000 fighters held by the SDF, roughly 2,000 of them Iraqis and 2,000 foreign."""
    spec = catalog.build("detention.split", ledger)
    row = only(drawn(spec, source="voa-2021-eightmillion").loc[lambda d: d["origin"].astype(str) == origin])
    assert (row["value"], row["qualifier"]) == (value, "about")
    assert (row["file"], row["line"]) == ("observations/detention.csv", line)
    assert row["publisher"] == "Voice of America Editorials"
    assert row["x"] == "29 Mar 2021, US Department of State"


def test_the_statement_of_march_2021_is_in_the_lines_over_time(ledger: Ledger) -> None:
    spec = catalog.build("detention.held", ledger)
    assert {only(held_on(spec, "all", "2021-03-29"))["text"]} == {"about 10,000"}
    assert only(held_on(spec, "tcn", "2021-03-29"))["text"] == "about 2,000"
    # The line of the Iraqis is that of the United Nations (subjects.csv); the American figure stands beside it.
    beside = drawn(spec, period_end=pd.Timestamp("2021-03-29"), role="beside")
    assert set(beside.loc[beside["origin"] == "irq", "text"]) == {"about 2,000"}


def test_kurdish_and_american_figures_of_2020_stand_side_by_side(ledger: Ledger) -> None:
    """12,000 by the Kurdish forces, 10,000 by the Lead Inspector General."""
    spec = catalog.build("detention.claims", ledger)
    kurdish = only(drawn(spec, series="Kurdish authorities", source="khaleej-2020-inside"))
    american = only(drawn(spec, series="US government", source="leadig-2020-q1-abc"))
    assert (kurdish["value"], kurdish["line"]) == (12_000.0, 76)
    assert (american["value"], american["line"]) == (10_000.0, 79)


def test_the_outlier_of_march_2019_never_leads(ledger: Ledger) -> None:
    """1,000 detainees is a count of foreign fighters; it stays a light mark and out of the bars."""
    claims = catalog.build("detention.claims", ledger)
    assert set(drawn(claims, source="dodig-2019-q1")["role"]) == {"kept_out"}
    bars = catalog.build("detention.statements", ledger, year="2019")
    assert "dodig-2019-q1" not in set(bars.data["source"])
    assert bars.title == "In 2019 counts of all held in Northeast Syria ran from at least 7,000 to about 12,000"


def test_one_figure_of_several_sources_is_told_with_the_hedge_that_holds_for_all(ledger: Ledger) -> None:
    """9,000 stands alone in one report, behind `at least` in one and behind `about` in two."""
    bars = catalog.build("detention.statements", ledger, year="2025")
    assert sorted(bars.data["qualifier"]) == ["about", "about", "at_least", "exact"]
    assert bars.title == "In 2025 counts of all held in Northeast Syria came to about 9,000"
    alone = bars.data[bars.data["qualifier"] == "exact"]
    bounded = bars.data[bars.data["qualifier"] != "about"]
    assert (span_told(alone), span_told(bounded)) == ("9,000", "at least 9,000")


def test_the_move_to_iraq_ends_with_5704_people(ledger: Ledger) -> None:
    spec = catalog.build("detention.transfer", ledger)
    last = only(held_on(spec, "all", "2026-02-13"))
    assert (last["value"], last["line"]) == (5_704.0, 205)
    assert only(held_on(spec, "syr", "2026-02-13"))["line"] == 217
    assert only(held_on(spec, "irq", "2026-02-12"))["value"] == 467.0
    assert spec.mark == "step"


def test_rival_totals_of_the_move_stay_beside_the_headline(ledger: Ledger) -> None:
    """5,703 and 5,704 are both on record; about 6,000 from one outlet is kept out of headlines."""
    spec = catalog.build("detention.transfer", ledger)
    end = drawn(spec, period_end=pd.Timestamp("2026-02-12"))
    assert {5_703.0, 5_704.0} <= set(end["value"])
    assert set(drawn(spec, source="rudaw-2026-4000moved", value=6_000.0)["role"]) == {"kept_out"}


def test_the_move_of_2026_never_holds_counts_of_earlier_moves(ledger: Ledger) -> None:
    """Running totals with other starts are other counts."""
    assert set(catalog.build("detention.transfer", ledger).data["period_start"]) == {pd.Timestamp("2026-01-21")}


def test_figures_of_the_disowned_list_are_light_marks_and_said_to_be_estimates(ledger: Ledger) -> None:
    spec = catalog.build("detention.nationalities", ledger)
    listed = drawn(spec, qualifier="estimate")
    assert set(listed["role"]) == {"kept_out"}
    assert "Saudi Arabia (list only: 68)" in set(listed["x"])
    assert any("Justice Ministry of Iraq denied" in text for text in spec.caveats)
    assert "Figures of that list are estimates." in spec.caveats
    tunisia = only(drawn(spec, x="Tunisia"))
    assert (tunisia["value"], tunisia["line"], tunisia["role"]) == (234.0, 33, "headline")


def test_rival_counts_of_the_shaddadi_escape_share_a_row(ledger: Ledger) -> None:
    """About 200 (US official), 120 (Interior Ministry) and 1,500 (SDF) count one escape."""
    spec = catalog.build("detention.escapes", ledger)
    rows = drawn(spec, x="Shaddadi prison, 19 Jan 2026", series="escaped or missing")
    assert dict(zip(rows["line"], rows["value"], strict=True)) == {18: 200.0, 19: 120.0, 20: 1_500.0, 21: 200.0}
    assert list(rows.loc[rows["role"] == "headline", "line"]) == [18]


def test_deaths_in_the_prison_attack_are_given_by_group_and_never_added(ledger: Ledger) -> None:
    spec = catalog.build("detention.attack", ledger)
    whole = only(drawn(spec, group="total", role="headline"))
    assert (whole["value"], whole["source"], whole["line"]) == (332.0, "sohr-2022-toll", 266)
    suspected = drawn(spec, x="Suspected ISIS members")
    assert set(suspected["value"]) == {246.0, 374.0, 124.0}
    assert set(spec.data["basis"]) == {"stated"}


def test_convicts_in_iraq_come_from_two_counts(ledger: Ledger) -> None:
    spec = catalog.build("detention.iraq", ledger)
    rows = drawn(spec, indicator="terrorism_convicts_held", place="iraq", group="total")
    assert dict(zip(rows["line"], rows["value"], strict=True)) == {277: 8_861.0, 278: 22_380.0}


def test_the_map_of_january_2022_shows_the_attacked_prison(ledger: Ledger) -> None:
    """The count of extremist prisoners alone (1,000) does not stand for all people in the prison."""
    assert "2022-01-20" in facility_days(ledger)
    spec = catalog.build("detention.map", ledger, day="2022-01-20")
    prison = only(drawn(spec, place="al-sinaa"))
    assert prison["value"] >= 3_000
    silent = spec.data[spec.data["value"].isna()]
    assert set(silent["series"]) == {"no figure in the year before"}
    assert silent["lon"].notna().all()


def test_no_two_facilities_share_a_point_on_the_map(ledger: Ledger) -> None:
    """The data keep the town's point for all that stand there; they are drawn side by side."""
    spec = catalog.build("detention.map", ledger)
    assert spec.data.duplicated(["lon", "lat"]).any()
    spots = arranged(described(spec, load_geo(ledger.directory)), (0.0, 0.0, 870.0, 330.0)).spots
    assert len(spots) == len(spec.data)
    assert len({(round(spot.x), round(spot.y)) for spot in spots}) == len(spots)


def test_custody_shows_when_prisons_pass_to_the_government(ledger: Ledger) -> None:
    title = catalog.build("detention.custody", ledger).title
    assert title == "Al-Aqtan prison passed to the Syrian government on 23 Jan 2026"


@pytest.mark.parametrize("name", [n for n in catalog.names("detention") if n != "detention.map"])
def test_no_chart_of_detention_adds_anything(ledger: Ledger, name: str) -> None:
    """Stocks, rival counts and overlapping periods: every mark is one statement or one event of the data."""
    assert set(catalog.build(name, ledger).data["basis"]) == {"stated"}


def test_every_year_of_statements_has_a_chart(ledger: Ledger) -> None:
    years = statement_years(ledger)
    assert newest_whole_year(ledger) == max(year for year in years if year < f"{ledger.today.year}")
    assert newest_whole_year(replace(ledger, today=pd.Timestamp(int(years[-1]) + 1, 1, 1))) == years[-1]
    assert newest_whole_year(replace(ledger, today=pd.Timestamp(int(years[0]), 6, 1))) == years[-1]
    for year in statement_years(ledger):
        spec = catalog.build("detention.statements", ledger, year=year)
        assert set(spec.data["period_end"].dt.strftime("%Y")) == {year}
        assert f"In {year} counts of all held" in spec.title


def test_a_figure_belongs_to_whoever_vouches_for_it(ledger: Ledger) -> None:
    """The four bodies that speak most often have a panel each; the rest are others, and reports that name nobody."""
    named = speakers(ledger)
    assert {"US government", "Kurdish authorities", "United Nations"} < set(named)
    assert named[-2:] == ("Others", "Press alone")
    for counter, who in (("US government", "US government"), ("Amnesty", "Others"), ("press reports", "Press alone")):
        assert speaker(ledger, {"counter": counter}) == who


def test_the_page_tells_what_was_held_before_the_move_and_who_was_moved(ledger: Ledger) -> None:
    """US Central Command said about 9,000 in September 2025; the transfer of 2026 has overtaken it (endings.csv)."""
    assert takeaway.say("detention", ledger) == (
        "About 9,000 ISIS suspects were held in Northeast Syria (26 Sep 2025). "
        "5,704 detainees had been moved to Iraq by 13 Feb 2026."
    )
    first = takeaway.tiles_of("detention", ledger)[0]
    assert first.value == "about 9,000"
    assert "no count after that" in first.when
    assert first.source.startswith("US Central Command, via ")


def test_the_figures_held_are_the_count_of_one_body(ledger: Ledger) -> None:
    """12,000 (Kurdish authorities, January 2020) stood between two American figures of 10,000 as if people had come."""
    lead = catalog.build("detention.held", ledger).data.loc[lambda d: d["role"] == "headline"]
    assert set(lead.loc[lead["origin"] == "all", "counter"]) == {"US government"}
    assert 12_000 not in set(lead["value"])


def test_a_figure_dated_to_its_publication_does_not_lead_on_that_day(ledger: Ledger) -> None:
    """8,000 to 10,000 was published on 21 January 2026 and holds for a time before the fighting."""
    rows = headline(ledger, select(ledger, "detainees_held", place="ne-syria", origin="all"))
    same = rows[rows["period_end"] == pd.Timestamp("2026-01-21")]
    old = only(same[same["qualifier"] == "range"])
    assert (old["date_precision"], old["value"]) == ("publication", 9_000)
    assert old["role"] != "headline"


def test_the_widest_escape_is_told_as_disputed(ledger: Ledger) -> None:
    assert catalog.build("detention.escapes", ledger).title == (
        "Sources differ on how many escaped from Shaddadi prison on 19 Jan 2026: about 120 to 1,500"
    )


def test_a_tile_says_whom_a_later_count_leaves_out(ledger: Ledger) -> None:
    """Of the Iraqis held men alone were counted since: without it the tile would deny what a chart beside it says."""
    everybody, men = (
        select(ledger, "detainees_held", place="ne-syria", origin="irq", group=g) for g in ("total", "men")
    )
    assert men["period_end"].max() > series(ledger, everybody)["period_end"].max()
    made = tile(ledger, everybody, "Iraqis held")
    assert made is not None
    assert made.when.endswith("no later count but of men")


def test_a_move_is_told_by_its_largest_newest_total(ledger: Ledger) -> None:
    """At the end of 2024 all were 280 by 24 Feb 2019, Iraqis 680 by 12 Apr 2019: the part is the larger, and told."""
    then = catalog.build("detention.transfer", as_known_on(ledger, pd.Timestamp("2024-12-31")))
    newest = then.data[then.data["role"] == "headline"].groupby("series")["value"].last()
    assert newest["Iraqis"] == 680 > newest["All"]
    assert then.title == "680 Iraqi detainees were moved to Iraq from 21 Feb to 12 Apr 2019"
    assert catalog.build("detention.transfer", ledger).title.startswith("5,704 detainees were moved to Iraq")


def test_children_of_a_group_of_nationalities_are_named_as_everywhere(ledger: Ledger) -> None:
    """The chart had names of its own for two groups, one of which the codebook calls otherwise."""
    rows = catalog.usual("detention.children", ledger).data
    told = [(str(x), str(origin)) for x, origin in zip(rows["x"], rows["origin"], strict=True)]
    assert any(origin in NATIONALS for _, origin in told)
    assert all(f", {NATIONALS[origin].adjective}" in x for x, origin in told if origin in NATIONALS)
