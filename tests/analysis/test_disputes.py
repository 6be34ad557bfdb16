"""Disputed figures: who leads, by which clause, how far apart, held against the rows of the data files."""

import csv
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis import as_known_on, breaks, comparisons, disputes, headline, lead_choices, statements, with_lead
from analysis.headline import leading
from loaders import Ledger

DATA = Path(__file__).resolve().parents[2] / "data"
KEYS = ["indicator", "place", "origin", "group", "period_end"]

# indicator, place, origin, group, period_end; value and source that lead, the clause, lowest and highest statement.
GOLDEN = [
    (
        "detainees_held,ne-syria,all,total,2019-03-31",
        8000,
        "ctc-2019-options",
        "the other is kept out of headlines",
        1000,
        8000,
    ),
    (
        "detainees_held,ne-syria,all,total,2020-03-31",
        10000,
        "leadig-2020-q1-abc",
        "counts differently; the line follows US government",
        10000,
        12000,
    ),
    (
        "detainees_held,ne-syria,all,total,2020-01-08",
        12000,
        "khaleej-2020-inside",
        "the other is dated to its publication only",
        10000,
        12000,
    ),
    (
        "detainees_escaped,shaddadi-prison,all,total,2026-01-19",
        200,
        "breitbart-2026-200",
        "marked as the count to use",
        120,
        1500,
    ),
    ("camp_killings,al-hol,all,total,2021-06-30", 6, "sohr-2021-november", "marked as the count to use", 6, 8),
    ("camp_killings,al-hol,all,total,2022-12-31", 30, "sohr-2022-annual", "marked as the count to use", 30, 36),
    ("iraqi_returns,al-hol,irq,total,2025-03-12", 607, "newregion-2025-607", "marked as the count to use", 505, 607),
    (
        "camp_population,al-hol,all,total,2025-02-23",
        37363,
        "sas-2025-february",
        "an exact figure holds within 31 days",
        37363,
        40000,
    ),
    (
        "camp_population,al-hol,all,total,2020-10-13",
        64373,
        "syriacpress-2020-stats",
        "the other is kept out of headlines",
        64373,
        68000,
    ),
    (
        "camp_population,roj,all,total,2026-02-16",
        2201,
        "shafaq-2026-roj",
        "an exact figure holds within 31 days",
        2100,
        2201,
    ),
    (
        "idps,iraq,irq,total,2015-12-31",
        4403287,
        "unhcr-2026-refugee-data-finder",
        "more primary publisher",
        3290000,
        4403287,
    ),
    (
        "isis_attacks_claimed,iraq,all,total,2022-12-31",
        484,
        "itic-2022-summary",
        "marked as the count to use",
        401,
        484,
    ),
]


def stated() -> list[dict[str, str]]:
    """Every row of the observation files, as text."""
    out: list[dict[str, str]] = []
    for path in sorted((DATA / "observations").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            out += csv.DictReader(file)
    return out


STATED = stated()


@pytest.mark.parametrize(("key", "value", "source", "clause", "low", "high"), GOLDEN)
def test_a_real_dispute_is_told_as_the_files_have_it(
    ledger: Ledger, key: str, value: float, source: str, clause: str, low: float, high: float
) -> None:
    found = disputes(ledger)
    own = found[KEYS].astype(str).agg(",".join, axis=1)
    (row,) = found[own == key].to_dict("records")
    assert (row["value"], row["source"], row["clause"], row["low"], row["high"]) == (value, source, clause, low, high)
    assert row["spread"] == pytest.approx((high - low) / value)
    parts = dict(zip(KEYS, key.split(","), strict=True))
    lead = [each for each in STATED if each["source"] == source and parts.items() <= each.items()]
    assert float(lead[0]["value"]) == value
    of_series = [each for each in STATED if all(each[name] == parts[name] for name in KEYS[:4])]
    bounds = {float(each[name]) for each in of_series for name in ("value", "low", "high") if each[name]}
    assert {low, high} <= bounds


def test_running_totals_since_different_days_contradict_nobody(ledger: Ledger) -> None:
    """AP's Iraqis moved in earlier years are no other count of those moved on the first day of the transfers."""
    key = "detainees_transferred_total,ne-syria,irq,total,2026-01-21"
    stated = {float(row["value"]) for row in STATED if [row[name] for name in KEYS] == key.split(",")}
    assert stated == {85, 3194}
    assert key not in set(disputes(ledger)[KEYS].astype(str).agg(",".join, axis=1))


def test_the_widest_dispute_comes_first_and_a_theme_keeps_its_own(ledger: Ledger) -> None:
    found = disputes(ledger)
    known = found["spread"].dropna()
    assert known.is_monotonic_decreasing
    assert set(disputes(ledger, "camps")["theme"]) == {"camps"}
    assert len(disputes(ledger, "camps")) < len(found)


def test_every_dispute_names_its_headline_first_and_statements_that_differ(ledger: Ledger) -> None:
    for row in disputes(ledger).head(60).to_dict("records"):
        said = statements(ledger, row["rows"])
        assert said["role"].iloc[0] == "headline"
        assert len(said) == row["statements"] >= 2
        ends = pd.concat([said["value"], said["low"], said["high"]]).dropna()
        assert row["low"] == said["low"].fillna(said["value"]).min()
        assert row["high"] == said["high"].fillna(said["value"]).max()
        assert {row["low"], row["high"]} <= set(ends)
        assert row["clause"] != "only statement"


def test_sources_that_agree_make_no_dispute(with_rows: Callable[..., Ledger]) -> None:
    assert disputes(with_rows({"source": "one"}, {"source": "two"})).empty


def test_a_round_figure_that_allows_the_exact_one_is_no_dispute(with_rows: Callable[..., Ledger]) -> None:
    """At least 90 does not contradict 100 of the week before."""
    led = with_rows({"value": 100.0}, {"value": 90.0, "qualifier": "at_least", "period_end": "2021-02-05"})
    assert disputes(led).empty


def test_a_choice_of_lead_never_invents_a_value(ledger: Ledger) -> None:
    """Whoever leads, each figure's lead is one of its own statements, and every statement keeps its value."""
    plain = headline(ledger, ledger.observations)
    key = ["indicator", "place", "origin", "group", "unit", "kind", "scope", "event", "period_start", "period_end"]
    for lead in lead_choices(ledger)[:14]:
        marked = headline(with_lead(ledger, lead), ledger.observations)
        assert marked["value"].equals(plain["value"])
        assert marked[key].astype(str).equals(plain[key].astype(str))
        assert (marked["statements"] == plain["statements"]).all()
        chosen = marked[marked["role"] == "headline"]
        assert ((chosen["value"] >= chosen["rival_low"]) & (chosen["value"] <= chosen["rival_high"])).all()


def test_highest_and_lowest_lead_where_sources_differ(ledger: Ledger) -> None:
    key = "detainees_held,ne-syria,all,total,2020-03-31"
    for lead, value in (("highest", 12000), ("lowest", 10000)):
        led = with_lead(ledger, lead)
        marked = leading(led)
        rows = marked[(marked[KEYS].astype(str).agg(",".join, axis=1) == key) & (marked["role"] == "headline")]
        assert list(rows["value"]) == [value]


COMPARED = {
    "al-hol-killings-2021": (4, 73, 126),
    "sdf-detainees-2019-2020": (7, 10000, 12000),
    "claimed-attacks-2023": (3, 121, 253),
    "civilians-killed-by-coalition": (2, 1457, 13342),
    "territory-at-peak": (3, 88000, 110000),
    "people-freed": (6, 7700000, 8000000),
    "iraqi-returns-2025": (5, 16000, 25000),
    "detainees-moved-to-iraq-2026": (5, 5700, 6000),
}


def test_declared_comparisons_are_told_with_all_their_statements(ledger: Ledger) -> None:
    found = comparisons(ledger).set_index("comparison")
    told = {name: tuple(found.loc[name, ["statements", "low", "high"]]) for name in found.index}
    assert told == COMPARED


def test_the_claims_of_2023_for_iraq_and_syria_compare_only_together(ledger: Ledger) -> None:
    """141 in Iraq and 112 in Syria are one count of 253, beside the 121 of the US."""
    (row,) = comparisons(ledger).loc[lambda f: f["comparison"] == "claimed-attacks-2023"].to_dict("records")
    values = ledger.observations.loc[list(row["rows"]), "value"]
    assert list(zip(values, row["together"], strict=True)) == [
        (121, ""),
        (141, "Iraq and Syria together"),
        (112, "Iraq and Syria together"),
    ]


def test_a_comparison_says_one_title_and_one_reason(ledger: Ledger) -> None:
    for _, rows in ledger.comparisons.groupby("comparison", observed=True):
        assert len(set(rows["title"])) == len(set(rows["reason"])) == 1
        assert len(rows) >= 2


def test_a_comparison_waits_for_its_second_statement(ledger: Ledger) -> None:
    early = comparisons(as_known_on(ledger, pd.Timestamp(2021, 12, 31)))["comparison"]
    assert "people-freed" in set(early)
    assert not {"claimed-attacks-2023", "detainees-moved-to-iraq-2026"} & set(early)
    assert comparisons(as_known_on(ledger, pd.Timestamp(2014, 6, 30))).empty


def test_breaks_are_found_where_coverage_or_the_note_changes(ledger: Ledger) -> None:
    found = breaks(ledger)
    told = {(f"{row['date']:%Y-%m-%d}", row["indicator"], row["what"]) for row in found.to_dict("records")}
    assert (
        "2017-11-15",
        "returnees",
        "The round covers 8 governorates, the one before 7; new: Duhok",
    ) in told
    assert (
        "2019-07-31",
        "camp_population",
        "Fall mainly due to deregistration of about 2000 people",
    ) in told
    assert found["date"].is_monotonic_increasing


def test_rounds_of_the_same_coverage_are_no_break(ledger: Ledger) -> None:
    """Between the break of November 2017 and the end of the lists the number of governorates stays the same."""
    found = breaks(ledger)
    late = found[(found["kind"] == "coverage") & (found["date"] > pd.Timestamp(2017, 11, 15))]
    assert late.empty


def test_a_note_that_stays_is_no_break(with_rows: Callable[..., Ledger]) -> None:
    said = "Excludes the annex"
    rows = [
        {"period_end": "2021-01-31", "note": ""},
        {"period_end": "2021-03-31", "note": said},
        {"period_end": "2021-05-31", "note": said},
    ]
    found = breaks(with_rows(*rows))
    assert list(found["date"]) == [pd.Timestamp(2021, 3, 31)]
    assert list(found["what"]) == [said]
