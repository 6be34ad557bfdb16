"""As known on a date: later knowledge only adds, nothing later leaks in, and a replay gives the same bytes."""

import csv
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import as_known_on, latest, select
from charts import catalog
from exports import csv_bytes
from loaders import Ledger, load
from loaders.frames import NO_DAY

ROOT = Path(__file__).resolve().parents[2]
WHOLE = load(ROOT / "data")
DAYS = st.dates(pd.Timestamp(2013, 1, 1).date(), pd.Timestamp(2027, 1, 1).date()).map(pd.Timestamp)
TABLES = ("observations", "sources", "events", "members", "custody")

# The newest headline figure of all people in al-Hol as a reader of that day had it: value, hedge, source, date it held.
AL_HOL = {
    "2019-06-30": (73043, "exact", "ocha-2019-june", "2019-06-19"),
    "2020-06-30": (66000, "about", "refintl-2020-covid", "2020-06-30"),
    "2021-12-31": (60000, "about", "kurdistan24-2021-july", "2021-08-05"),
    "2022-12-31": (53089, "at_least", "sohr-2022-annual", "2022-12-31"),
    "2023-12-31": (50000, "about", "shafaq-2023-776", "2023-11-12"),
    "2025-06-30": (35000, "at_most", "tass-2025-april", "2025-04-20"),
    "2026-01-31": (23000, "exact", "ric-2026-hanna", "2026-01-20"),
    "2026-06-25": (0, "estimate", "turkiyetoday-2026-closure", "2026-02-22"),
}


@given(DAYS, DAYS)
def test_a_later_date_never_removes_a_statement(one: pd.Timestamp, other: pd.Timestamp) -> None:
    first, second = sorted((one, other))
    then, now = as_known_on(WHOLE, first), as_known_on(WHOLE, second)
    for name in TABLES:
        assert set(getattr(then, name).index) <= set(getattr(now, name).index), name
        assert set(getattr(now, name).index) <= set(getattr(WHOLE, name).index), name


@given(DAYS)
def test_nothing_published_later_is_known(day: pd.Timestamp) -> None:
    known = as_known_on(WHOLE, day)
    assert (known.observations["published"] <= day).all()
    assert (known.sources["published"] <= day).all()
    assert not (known.events["date"] > day).any()
    assert set(known.observations["source"]) <= set(known.sources["source"])


@given(DAYS)
def test_every_statement_is_known_not_yet_known_or_set_aside(day: pd.Timestamp) -> None:
    """No statement is lost: those without a date of publication are counted."""
    known = as_known_on(WHOLE, day)
    later = int((WHOLE.observations["published"] > day).sum())
    assert len(known.observations) + later + known.set_aside == len(WHOLE.observations)


def test_a_source_dated_to_a_month_counts_from_its_last_day() -> None:
    months = WHOLE.sources[WHOLE.sources["published_precision"] == "month"]
    assert (months["published"] == months["published"] + pd.offsets.MonthEnd(0)).all()
    source = months.iloc[0]
    before = as_known_on(WHOLE, source["published"] - pd.Timedelta(days=1))
    assert source["source"] not in set(before.sources["source"])
    assert source["source"] in set(as_known_on(WHOLE, source["published"]).sources["source"])


@pytest.mark.parametrize("day", AL_HOL)
def test_al_hol_as_it_was_known(day: str) -> None:
    known = as_known_on(WHOLE, pd.Timestamp(day))
    row = latest(known, select(known, "camp_population", place="al-hol", origin="all", group="total"))
    assert row is not None
    assert (row["value"], row["qualifier"], row["source"], f"{row['period_end']:%Y-%m-%d}") == AL_HOL[day]


@pytest.mark.parametrize("day", AL_HOL)
def test_the_files_hold_what_was_known(day: str) -> None:
    value, qualifier, source, held = AL_HOL[day]
    with (ROOT / "data/observations/camps.csv").open(encoding="utf-8", newline="") as file:
        rows = [each for each in csv.DictReader(file) if each["source"] == source and each["period_end"] == held]
    own = [each for each in rows if (each["place"], each["origin"], each["group"]) == ("al-hol", "all", "total")]
    stated = {(float(each["value"]), each["qualifier"]) for each in own if each["indicator"] == "camp_population"}
    assert stated == {(value, qualifier)}
    with (ROOT / "data/sources.csv").open(encoding="utf-8", newline="") as file:
        (published,) = [each["published"] for each in csv.DictReader(file) if each["source"] == source]
    assert published <= day


@lru_cache(maxsize=1)
def loaded_twice() -> tuple[Ledger, Ledger]:
    """The ledgers of two processes, for all charts and dates that are held against each other."""
    return load(ROOT / "data"), load(ROOT / "data")


@pytest.mark.parametrize("day", ["2019-06-30", "2021-12-31", "2024-12-31"])
@pytest.mark.parametrize("name", ["camps.population", "camps.by_origin", "disputes.one"])
def test_a_replay_gives_the_same_bytes(name: str, day: str) -> None:
    """Two processes that load the files anew write the same CSV for the same date."""
    once, again = (csv_bytes(catalog.build(name, as_known_on(each, pd.Timestamp(day)))) for each in loaded_twice())
    assert once == again
    assert day.encode() in once or once.count(b"\r\n") == 1


def test_an_earlier_vintage_of_a_vintage_is_that_of_the_whole_ledger() -> None:
    """What was known on a day is reckoned once for every later day, and nothing that was known then is miscounted."""
    early, late = pd.Timestamp("2019-06-30"), pd.Timestamp("2024-12-31")
    then = as_known_on(WHOLE, early)
    assert as_known_on(as_known_on(WHOLE, late), early) is then
    assert then.set_aside == as_known_on(WHOLE, late).set_aside == int(WHOLE.observations["published"].isna().sum())
    # A day that a vintage knows nothing of adds nothing to it.
    assert as_known_on(then, late).observations.equals(then.observations)
    # Of a vintage that has been changed it is cut from its own rows.
    fewer = replace(as_known_on(WHOLE, late), observations=WHOLE.observations.iloc[:0])
    assert as_known_on(fewer, early).observations.empty


def test_known_as_of_no_date_is_an_error() -> None:
    with pytest.raises(ValueError, match="which date"):
        as_known_on(WHOLE, NO_DAY)


def test_a_vintage_of_the_session_ledger_names_its_date(ledger: Ledger) -> None:
    known = as_known_on(ledger, pd.Timestamp(2021, 12, 31))
    assert known.known_on == pd.Timestamp(2021, 12, 31)
    assert known.version == f"{ledger.version}@2021-12-31"
