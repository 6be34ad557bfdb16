"""Rules of dates: nothing that happened lies ahead of today, nothing ends before it starts, a plan may look ahead."""

import pandas as pd
import pytest

from loaders.schema import Package
from tests.loaders.samples import DATA, Directory, stock
from tests.loaders.test_rules import money


def test_a_date_must_be_as_precise_as_it_says(directory: Directory) -> None:
    directory.replace("sources", ",2024-05-08,day,https://963media.com", ",2024-05,day,https://963media.com")
    found = directory.found()
    assert ("sources.csv", 3, "published", "precision_matches") in found


def test_a_running_month_or_year_is_not_ahead_of_today(directory: Directory) -> None:
    directory.write(
        "camps",
        stock("2", period_end="2026-11-30", date_precision="month"),
        stock("3", period_end="2026-12-31", date_precision="year"),
        stock("4", period_end="2026-11-28"),
    )
    assert not [one for one in directory.found() if one[3] == "ahead_of_today"]


def test_a_plan_may_speak_of_the_future(directory: Directory) -> None:
    directory.write("funding", money("5", "hrp_requirements", period_start="2027-01-01", period_end="2027-12-31"))
    assert not [one for one in directory.found() if one[3] == "ahead_of_today"]


def test_an_indicator_of_plans_is_one_of_the_data(package: Package) -> None:
    exempt = {rule.name: set(rule.options.get("exempt", ())) for rule in package.table("observations")[0].table_rules}
    known = {line.split(",")[0] for line in (DATA / "indicators.csv").read_text(encoding="utf-8").splitlines()}
    assert exempt["ahead_of_today"] <= known
    assert exempt["published_early"] <= exempt["ahead_of_today"], "what is said beforehand may lie ahead"


def test_today_is_the_day_that_the_environment_sets(directory: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    directory.write("camps", stock("2", period_end="2027-10-04", source="ocha-2020-october"))
    monkeypatch.setenv("CAMPSTATS_TODAY", "2028-01-01")
    assert not [one for one in directory.found() if one[3] == "ahead_of_today"]
    assert directory.load().today == pd.Timestamp(2028, 1, 1)


def test_a_figure_of_the_month_of_publication_is_not_early(directory: Directory) -> None:
    """The period ends with the month, after the day on which the source came out."""
    directory.write("camps", stock(period_end="2020-10-31", date_precision="month"))
    assert directory.found() == []


def test_a_custody_period_does_not_end_before_it_starts(directory: Directory) -> None:
    directory.replace("custody", "2016-04-21,day,2026-01-20", "2026-01-21,day,2026-01-20")
    assert ("custody.csv", 8, "end", "date_order") in directory.found()


def test_an_event_does_not_end_before_it_starts(directory: Directory) -> None:
    directory.replace("events", ",2021-04-02,", ",2021-03-01,")
    assert [(file, rule) for file, _, _, rule in directory.found()] == [("events.csv", "date_order")]


AHEAD = [
    ("events", "date", "2027-10-04,day,,al-hol,camp,,Something to come,ocha-2020-october,,"),
    ("events", "date", "2026-12-31,month,,al-hol,camp,,Something to come,ocha-2020-october,,"),
    ("events", "end_date", "2026-10-04,day,2026-12-01,al-hol,camp,,Something that goes on,ocha-2020-october,,"),
    ("members", "joined", "XXX,Nowhere,state,Europe,2027,year,,ocha-2020-october,"),
    ("members", "joined", "XXX,Nowhere,state,Europe,2026-12,month,,ocha-2020-october,"),
    ("custody", "start", "al-hol,Nobody,none,2027-01-01,day,,,closed,ocha-2020-october,"),
    ("custody", "end", "al-hol,Nobody,none,2020-01-01,day,2026-12-01,day,closed,ocha-2020-october,"),
    (
        "corrections",
        "reported",
        "camp_population,al-hol,all,total,2020-10-04,ocha-2020-october,value,1,2,Slip,UN OCHA,2027-01-01",
    ),
]


@pytest.mark.parametrize(("name", "column", "row"), AHEAD, ids=lambda text: str(text)[:20])
def test_what_happened_is_not_dated_after_today(directory: Directory, name: str, column: str, row: str) -> None:
    directory.write(name, row)
    assert (f"{name}.csv", 2, column, "not_ahead") in directory.found()


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("events", "2026-11-30,month,,al-hol,camp,,Something of this month,ocha-2020-october,,"),
        ("events", "2026-12-31,year,2026-12-31,al-hol,camp,,Something of this year,ocha-2020-october,,"),
        ("members", "XXX,Nowhere,state,Europe,2026-11,month,,ocha-2020-october,"),
        ("custody", "al-hol,Nobody,none,2026-01-01,day,2026-12-31,quarter,closed,ocha-2020-october,"),
    ],
)
def test_the_running_month_or_year_is_not_after_today(directory: Directory, name: str, row: str) -> None:
    directory.write(name, row)
    assert not [each for each in directory.found() if each[3] == "not_ahead"]


def test_a_source_is_not_published_after_today(directory: Directory) -> None:
    directory.replace("sources", ",2024-05-08,day,https://963media.com", ",2028-05-08,day,https://963media.com")
    assert ("sources.csv", 3, "published", "not_ahead") in directory.found()
