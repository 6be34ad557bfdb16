"""The figures in the ledger are those of the files, all of them, and the statements that the project began with."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from loaders import Ledger

ROWS = {
    "observations/camp_returns.csv": 479,
    "observations/camps.csv": 502,
    "observations/coalition.csv": 50,
    "observations/detention.csv": 291,
    "observations/displacement.csv": 5097,
    "observations/funding.csv": 762,
    "observations/liberation.csv": 470,
    "observations/repatriation.csv": 677,
}
TABLES = {
    "themes": 8,
    "indicators": 266,
    "places": 214,
    "sources": 1256,
    "events": 303,
    "members": 87,
    "custody": 33,
    "pathway": 5,
    "origins": 69,
    "parts": 56,
    "headlines": 30,
}


def test_every_row_of_every_file_is_in_the_ledger(ledger: Ledger) -> None:
    assert ledger.observations["file"].value_counts().to_dict() == ROWS
    assert {name: len(getattr(ledger, name)) for name in TABLES} == TABLES


def test_the_data_have_no_error_and_no_warning_that_nobody_looked_into(ledger: Ledger) -> None:
    assert ledger.problems == ()
    known = {(each.problem.rule, each.problem.file, each.problem.value) for each in ledger.acknowledged}
    assert known >= {
        ("jump", "observations/camps.csv", "350"),
        ("jump", "observations/detention.csv", "1000"),
        ("jump", "observations/displacement.csv", "5725"),
    }


@pytest.mark.parametrize("path", ROWS)
def test_file_and_line_lead_back_to_the_figure(ledger: Ledger, path: str) -> None:
    """Cell by cell, each row is what a second reader finds on that line; only another spelling of total differs."""
    observations = ledger.observations[ledger.observations["file"] == path]
    with Path("data", path).open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        by_line = {}
        for row in reader:
            by_line[reader.line_num] = row
    assert list(by_line) == list(observations["line"])
    for column in ("indicator", "place", "origin", "qualifier", "scope", "event", "source", "locator", "note"):
        assert list(observations[column]) == [row[column] for row in by_line.values()]
    for column in ("value", "low", "high"):
        stated = pd.Series([float(row[column] or "nan") for row in by_line.values()])
        pd.testing.assert_series_equal(observations[column].reset_index(drop=True), stated, check_names=False)
    for column in ("period_start", "period_end"):
        days = [row[column] for row in by_line.values()]
        assert list(observations[column].dt.strftime("%Y-%m-%d").fillna("")) == days
    groups = [row["group"].replace("all", "total") for row in by_line.values()]
    assert list(observations["group"]) == groups


# Indicator, place, origin, day, source; and value, hedge.
STATEMENTS = [
    (("detainees_held", "ne-syria", "all", "2021-03-29", "voa-2021-eightmillion"), (10_000, "about")),
    (("detainees_held", "ne-syria", "irq", "2021-03-29", "voa-2021-eightmillion"), (2_000, "about")),
    (("detainees_held", "ne-syria", "tcn", "2021-03-29", "voa-2021-eightmillion"), (2_000, "about")),
    (("population_returned_home", "iraq-syria", "all", "2021-04-30", "voa-2021-eightmillion"), (8_000_000, "about")),
    (("territory_controlled", "iraq-syria", "all", "2014-12-31", "coalition-2019-novministerial"), (110_000, "about")),
    (
        ("foreign_fighters_travelled", "iraq-syria", "all", "2019-11-14", "coalition-2019-novministerial"),
        (40_000, "at_least"),
    ),
    (
        ("population_liberated", "iraq-syria", "all", "2019-11-14", "coalition-2019-novministerial"),
        (7_700_000, "about"),
    ),
    (
        ("coalition_assistance_raised", "iraq-syria", "all", "2019-11-14", "coalition-2019-novministerial"),
        (20e9, "at_least"),
    ),
    (("forces_trained", "iraq-syria", "all", "2019-11-14", "coalition-2019-novministerial"), (220_000, "at_least")),
    (
        ("coalition_service_members_killed", "iraq-syria", "all", "2019-11-14", "coalition-2019-novministerial"),
        (100, "at_least"),
    ),
    (("idps", "iraq", "irq", "2019-11-14", "coalition-2019-novministerial"), (1_500_000, "at_least")),
    (("coalition_members", "world", "all", "2026-02-09", "rudaw-2026-syria90"), (90, "exact")),
]


@pytest.mark.parametrize(("what", "said"), STATEMENTS, ids=[what[0] for what, _ in STATEMENTS])
def test_the_statements_that_started_the_project_are_kept(
    ledger: Ledger, what: tuple[str, str, str, str, str], said: tuple[float, str]
) -> None:
    indicator, place, origin, day, source = what
    rows = ledger.observations
    found = rows[
        (rows["indicator"] == indicator)
        & (rows["place"] == place)
        & (rows["origin"] == origin)
        & (rows["group"] == "total")
        & (rows["period_end"] == day)
        & (rows["source"] == source)
    ]
    assert list(zip(found["value"], found["qualifier"], strict=True)) == [said]
    assert found["url"].iloc[0].startswith("http")


@pytest.mark.parametrize(
    ("day", "end", "place", "words"),
    [
        ("2021-03-28", "2021-04-02", "al-hol", "security operation"),
        ("2023-12-05", None, "rome", "Small Group in Rome"),
        ("2026-02-09", None, "riyadh", "Syria welcomed as 90th member"),
        ("2019-06-24", "2019-06-25", "paris", "80th partner"),
    ],
)
def test_the_events_that_started_the_project_are_kept(
    ledger: Ledger, day: str, end: str | None, place: str, words: str
) -> None:
    rows = ledger.events
    found = rows[(rows["date"] == day) & (rows["place"] == place) & rows["title"].str.contains(words)]
    assert len(found) == 1
    assert found["end_date"].iloc[0] == pd.Timestamp(end) if end else pd.isna(found["end_date"].iloc[0])
    assert found["source_title"].iloc[0]


def test_the_african_participants_of_the_rome_meeting_are_named(ledger: Ledger) -> None:
    (note,) = ledger.events.loc[ledger.events["date"] == "2023-12-05", "note"]
    assert all(country in note for country in ("Burkina Faso", "Cameroon", "Kenya", "Mauritania", "Nigeria", "Senegal"))


def test_outliers_never_lead(ledger: Ledger) -> None:
    """Each row of the list means one observation, and the best known outlier is in it."""
    columns = ["indicator", "place", "origin", "group", "period_end", "source"]
    stated = ledger.observations[columns].astype(object)
    listed = ledger.not_headline[columns].astype(object)
    assert len(listed.merge(stated, on=columns)) == len(listed)
    assert ("detainees_held", "dodig-2019-q1") in set(zip(listed["indicator"], listed["source"], strict=True))
    assert ledger.not_headline["reason"].str.len().min() > 20
