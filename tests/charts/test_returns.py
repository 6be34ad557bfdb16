"""Returns: figures traced by hand from data/observations/camp_returns.csv to what is drawn."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from analysis import as_known_on, headline, select
from analysis.counting import FELL
from charts import catalog
from charts.spec import ChartSpec
from charts.views.returns import iraqis as returns
from charts.views.returns import syria as returns_syria
from loaders import Ledger


def one(spec: ChartSpec, **where: object) -> pd.Series:
    """The one drawn row that answers all of `where`."""
    rows = spec.data
    for column, value in where.items():
        rows = rows[rows[column].astype(str) == str(value)]
    assert len(rows) == 1, rows[["series", "x", "value", "role", "source"]].to_string()
    return rows.iloc[0]


@pytest.fixture(scope="module")
def batches(ledger: Ledger) -> ChartSpec:
    """The Iraqi batches in people."""
    return catalog.build("returns.batches", ledger)


def test_each_batch_leads_with_the_count_that_the_ledger_prefers(batches: ChartSpec) -> None:
    assert one(batches, x="1", role="headline")["value"] == 381
    assert one(batches, x="27", role="headline")["value"] == 935
    assert one(batches, x="33", role="headline")["value"] == 191
    held = batches.data[batches.data["role"] == "headline"]
    assert not held["x"].duplicated().any()


def test_rival_counts_of_a_batch_stay_beside_it(batches: ChartSpec) -> None:
    """The camp's exit office counts 607 in batch 23, the camp director 505: the second is a light mark."""
    assert one(batches, x="23", role="headline")["value"] == 607
    assert 505.0 in set(batches.data.loc[(batches.data["x"] == "23") & (batches.data["role"] == "rival"), "value"])


def test_batches_are_numbered_in_order_and_say_what_is_missing(batches: ChartSpec) -> None:
    order = list(dict.fromkeys(batches.data["x"]))
    assert order == sorted(order, key=lambda label: (int(label.rstrip("ab")), label))
    assert "9" not in order
    assert "18" not in order
    assert batches.caveats[0].startswith("Batches 9 and 18 were not found; number 20 names two movements.")


@pytest.mark.parametrize("name", ["batches", "cumulative", "by_year", "destinations", "syrian_groups", "flows"])
def test_people_and_households_never_share_a_chart(ledger: Ledger, name: str) -> None:
    assert set(catalog.build(f"returns.{name}", ledger).data["unit"]) == {"persons"}
    assert set(catalog.build(f"returns.{name}", ledger, count="households").data["unit"]) == {"households"}


def test_the_batches_add_up_to_what_the_csv_adds_up_to(ledger: Ledger) -> None:
    """16,808 by 31 July 2025 and 20,365 by 19 February 2026, without the second movement called 20."""
    spec = catalog.build("returns.cumulative", ledger)
    mine = spec.data[spec.data["series"] == "Batches added"].set_index("x")
    assert mine.loc[pd.Timestamp("2025-07-31"), "value"] == 16_808
    assert mine.loc[pd.Timestamp("2026-02-19"), "value"] == 20_365
    assert mine.loc[pd.Timestamp("2026-02-19"), "statements"] == 31


def test_the_sum_of_batches_holds_no_rival_and_no_batch_that_is_part_of_another(ledger: Ledger) -> None:
    rows = returns.added_batches(ledger, "total")
    assert (rows["role"] == "headline").all()
    assert not rows["event"].astype(str).duplicated().any()
    assert not rows["event"].astype(str).isin(ledger.not_added["event"].astype(str)).any()
    assert set(rows["scope"].astype(str)) == {"event"}


def test_centcom_s_25000_is_shown_but_does_not_lead(ledger: Ledger) -> None:
    spec = catalog.build("returns.cumulative", ledger)
    told = one(spec, source="shafaq-2025-centcom")
    assert (told["value"], told["qualifier"], told["role"]) == (25_000, "at_least", "kept_out")
    assert told["period_end"] == pd.Timestamp("2025-08-15")
    # Older, wider and kept out of headlines, it does not stand beside the newest total as if it outdid it.
    assert spec.title == (
        "About 22,000 Iraqis had returned from al-Hol by 23 Feb 2026; at least 20,365 in reported convoys"
    )
    assert one(spec, source="sputnik-2026-22000")["value"] == 22_000


def test_every_announced_target_is_a_bar(ledger: Ledger) -> None:
    spec = catalog.build("returns.targets", ledger)
    assert set(spec.data["role"]) == {"headline"}
    agreed = one(spec, source="iraqtradelink-2019-31000")
    assert (agreed["value"], agreed["qualifier"]) == (31_000, "about")
    assert one(spec, source="kurdistan24-2022-ric")["value"] == 5_000


def test_jeddah_1_in_and_out(ledger: Ledger) -> None:
    spec = catalog.build("returns.jeddah_flow", ledger)
    assert one(spec, source="enab-2026-1200", series="Went home")["value"] == 19_000
    assert one(spec, source="newregion-2025-unconf", series="Went home")["value"] == 12_557
    assert one(spec, source="shafaq-2025-sixmonths", series="Rehabilitated")["value"] == 12_564
    assert one(spec, source="webangah-2025-16000", series="Went home")["role"] == "kept_out"


def test_a_line_of_a_running_total_never_falls(ledger: Ledger) -> None:
    """In every step chart of the view each line's headline figures rise or stay."""
    for name in ("cumulative", "jeddah_flow", "convoys", "syrian_totals"):
        spec = catalog.build(f"returns.{name}", ledger)
        assert spec.mark == "step"
        lead = spec.data[spec.data["role"] == "headline"]
        for _, rows in lead.groupby("series"):
            assert rows.sort_values("period_end", kind="stable")["value"].is_monotonic_increasing


def test_the_statement_that_breaks_a_rise_becomes_a_rival_with_the_reason(with_rows: Callable[..., Ledger]) -> None:
    """Of 10, 90, 20, 30 the second contradicts two others, so it alone leaves the line."""
    kind = {"kind": "cumulative", "indicator": "iraqi_returns_cumulative", "origin": "irq"}
    small = with_rows(
        *({"period_end": f"2021-0{m}-15", "value": v} | kind for m, v in ((1, 10.0), (3, 90.0), (5, 20.0), (7, 30.0)))
    )
    marked = headline(small, small.observations)
    assert list(marked["role"]) == ["headline", "rival", "headline", "headline"]
    assert marked.loc[marked["role"] == "rival", "clause"].iloc[0] == FELL
    assert list(marked["value"]) == [10, 90, 20, 30]


def test_syrians_by_destination_are_events_or_the_year_s_total_never_both(ledger: Ledger) -> None:
    """Raqqa: 117, 350 and 385 in 2020 and the stated 969 of 2021, not the journey of 324 that the 969 contains."""
    spec = catalog.build("returns.destinations", ledger)
    raqqa = one(spec, place="raqqa")
    assert (raqqa["value"], raqqa["qualifier"], raqqa["statements"]) == (1_821, "at_least", 4)
    deir = one(spec, place="deir-ez-zor")
    assert (deir["value"], deir["qualifier"], deir["statements"]) == (7_401, "at_least", 27)
    assert one(catalog.build("returns.destinations", ledger, year="2021"), place="raqqa")["value"] == 969


def test_the_map_counts_a_city_with_its_governorate(ledger: Ledger) -> None:
    """Manbij (126, 342 and about 200) and Aleppo (178 and 55) make at least 901 for the governorate."""
    spec = catalog.build("returns.destination_map", ledger)
    assert spec.map is not None
    assert spec.map.areas is not None
    areas = spec.map.areas.set_index("iso")
    assert areas.loc["SY-HL", "value"] == 901
    assert areas.loc["SY-HL", "text"] == "at least 901"


def test_arcs_add_up_to_the_bars(ledger: Ledger) -> None:
    """What flows from the camps to a governorate is what the bars say of its places."""
    flows = catalog.build("returns.flows", ledger)
    syrians = flows.data.loc[flows.data["series"] == "Syrians", "value"].sum()
    assert syrians == catalog.build("returns.destinations", ledger).data["value"].sum()
    assert one(flows, series="Iraqis")["value"] == 20_365
    assert flows.map is not None
    assert flows.map.arcs is not None
    assert len(flows.map.arcs) == len(flows.data)


def test_the_first_group_of_syrians_is_told_twice_and_drawn_once(ledger: Ledger) -> None:
    spec = catalog.build("returns.syrian_groups", ledger, camp="al-hol")
    first = spec.data[(spec.data["period_end"] == "2019-06-03") & (spec.data["role"] == "headline")]
    assert list(first["value"]) == [740]
    assert list(first["source"].astype(str)) == ["ocha-2019-june"]


def test_the_year_s_sum_is_of_journeys_and_keeps_the_hedge(ledger: Ledger) -> None:
    spec = catalog.build("returns.by_year", ledger)
    year = one(spec, x="2025", series="Iraqis to Iraq")
    rows = select(ledger, "iraqi_returns", scope="event")
    used = rows[
        (rows["period_end"].dt.year == 2025) & ~rows["event"].astype(str).isin(ledger.not_added["event"].astype(str))
    ]
    assert year["value"] == used["value"].sum() == 10_830
    # Journeys that no source counts are missing from every such sum.
    assert set(spec.data["qualifier"]) == {"at_least"}


def test_every_chart_of_the_view_survives_an_earlier_date(ledger: Ledger) -> None:
    """Before the first publication there is nothing to draw, and each chart says so instead of failing."""
    early = as_known_on(ledger, pd.Timestamp("2005-01-01"))
    for name in catalog.names("returns"):
        spec = catalog.build(name, early)
        assert spec.is_empty, name
        assert spec.title
    assert returns_syria.years_left(early) == ("all",)


def test_a_count_of_convoys_says_how_far_the_journeys_beside_it_are_numbered(ledger: Ledger) -> None:
    """Before: a tile of 32 convoys beside a chart of batches up to 33, with no word on why."""
    last = catalog.build("returns.batches", ledger).data["x"].iloc[-1]
    beyond = f"journeys are numbered to {last} (19 Feb 2026)"
    (tile,) = [one for one in returns.tiles(ledger) if one is not None and one.label.startswith("Convoys of Iraqis")]
    assert (tile.value, tile.when) == ("32", f"as of 23 Feb 2026; {beyond}")
    assert beyond in catalog.build("returns.convoys", ledger).caveats[0]
    assert returns.numbered_beyond(ledger, float(last)) == ""


def renamed(ledger: Ledger, event: str, key: str, **indicators: str) -> Ledger:
    """The ledger with another key of an event, and what the codebook says of the keys of Iraqi returns."""
    events = ledger.observations["event"].astype(str)
    table = ledger.indicators.astype(dict.fromkeys(indicators, object))
    for name, value in indicators.items():
        table.loc[table["indicator"] == "iraqi_returns", name] = value
    rows = ledger.observations.assign(event=events.where(events != event, key).astype("category"))
    return replace(ledger, observations=rows, indicators=table, version=key)


def test_a_journey_without_a_number_is_no_numbered_batch(ledger: Ledger) -> None:
    """Before: a key such as iraqi-batch-late passed the check of the data and ended every chart of the page."""
    other = renamed(ledger, "iraqi-batch-25", "iraqi-batch-late")
    labels = set(returns.batches(other, "total")["label"])
    assert labels == set(returns.batches(ledger, "total")["label"]) - {"25"}
    assert not catalog.build("returns.batches", other).is_empty


def test_a_batch_is_numbered_whatever_its_key_begins_with(ledger: Ledger) -> None:
    """Before: the newest batch under a key of another kind was dropped without a word."""
    before = returns.batches(ledger, "total")
    last = str(before["event"].iloc[-1])
    other = renamed(ledger, last, "iraq-convoy-33", numbered_by="iraqi-batch iraq-convoy")
    after = returns.batches(other, "total")
    assert list(after["label"]) == list(before["label"])
    assert str(after["event"].iloc[-1]) == "iraq-convoy-33"
    for name in catalog.names("returns"):
        assert catalog.build(name, other).title == catalog.build(name, ledger).title
    unlisted = renamed(ledger, last, "iraq-convoy-33")
    assert set(returns.batches(unlisted, "total")["label"]) == set(before["label"]) - {"33"}


def test_a_year_is_the_peak_of_those_alone_whose_peak_it_is(ledger: Ledger) -> None:
    """More Syrians went home in another year: told of both, the peak would be false of them."""
    spec = catalog.build("returns.by_year", ledger)
    sums = spec.data.set_index(["series", "x"])["value"]
    year = str(sums["Iraqis to Iraq"].idxmax())
    syrians = sums["Syrians to home areas"]
    assert syrians[year] < syrians.max()
    assert spec.title.endswith(f"in {year}, the Iraqis' peak")


@pytest.mark.parametrize("name", ["returns.destination_map", "returns.flows"])
def test_a_sum_of_a_governorate_is_named_by_it(ledger: Ledger, name: str) -> None:
    """Also where one of its towns was stated: that of Aleppo holds what came to Manbij."""
    towns = set(ledger.places.loc[ledger.places["kind"] != "admin1", "place"].astype(str))
    drawn = catalog.build(name, ledger).data
    assert "aleppo" in set(drawn["place"])
    syrians = drawn.loc[drawn["indicator"] == "syrian_returns_to", "place"]
    assert not towns & {one for place in syrians for one in str(place).split("; ")}
