"""The functions behind the API say what the pages say, and name what would do where they cannot."""

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import as_known_on, disputes, figure_of, populations, series
from analysis.find import ask
from analysis.listed import headlines, told_of
from api import charts, figures, served, tables, times, told
from api.choices import vintage
from api.errors import ContradictionError, MalformedError, QuestionError, UnknownValueError
from charts.tiles import tile
from exports.quoted import quoted
from loaders import Ledger

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = list(
    csv.DictReader((ROOT / "tests" / "analysis" / "find_questions.csv").read_text(encoding="utf-8").splitlines())
)


def is_json(answer: dict[str, Any]) -> None:
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer


def test_a_headline_is_the_figure_of_the_tile(ledger: Ledger) -> None:
    """Of a running total or stock that is one; a flow is told by its year, as on the page Find."""
    for one in headlines(ledger):
        answer = figures.headline(ledger, one.indicator, place=one.place, origin=one.origin, group=one.group)
        is_json(answer)
        rows = series(ledger, told_of(ledger, one))
        shown = tile(ledger, told_of(ledger, one), one.label)
        assert shown is not None
        if str(rows["kind"].iloc[-1]) == "flow" or not (one.on_overview or one.on_page):
            continue
        assert answer["figure"]["value"] == figure_of(rows.iloc[-1]).value, one.label
        assert answer["statements"][0]["source"] == str(rows["source"].iloc[-1]), one.label


def test_search_says_what_the_page_find_says(ledger: Ledger) -> None:
    assert len(QUESTIONS) > 60
    for at, row in enumerate(QUESTIONS):
        words = next(iter(row.values()))
        # Of a twelfth of them the charts too, which have to be built.
        page, answer = ask(ledger, words).answer, figures.search(ledger, words, charts=at % 12 == 0)
        is_json(answer)
        if page is None:
            assert answer["figure"] is None
            assert answer["absent"]
            continue
        assert (answer["sentence"], answer["remarks"]) == (page.sentence, list(page.remarks)), words
        assert answer["citation"]["plain"] == quoted(ledger, page).plain
        assert (answer["figure"] or {}).get("value") == (page.figure and page.figure.value), words
        assert answer["when"] == (page.when or None), words
        assert [one["source"] for one in answer["sources"]] == list(page.sources), words


def test_who_was_taken_home_from_a_place_that_is_named_is_told_of_that_place(ledger: Ledger) -> None:
    """Without a place it is the figure of the charts, which adds up places; all held people are in Northeast Syria."""
    whole = {"", "ne-syria", "syria", "iraq-syria"}
    rows = ledger.observations
    of = rows[(rows["indicator"] == "repatriated_persons") & (rows["group"] == "total")]
    asked = of[["place", "origin"]].astype(str).drop_duplicates().itertuples(index=False)
    apart = [(place, origin) for place, origin in asked if place not in whole]
    assert len(apart) > 20
    for place, origin in apart:
        found = figures.headline(ledger, "repatriated_persons", place=place, origin=origin)
        assert found["key"]["place"] == place, (place, origin, found["sentence"])
    (line,) = ledger.observations.loc[of.index[(of["place"] == "iraq") & (of["origin"] == "TJK")], "value"]
    iraq = figures.headline(ledger, "repatriated_persons", place="iraq", origin="TJK")
    assert iraq["figure"]["value"] == line == 84
    assert figures.headline(ledger, "repatriated_persons", origin="TJK", place="ne-syria")["figure"]["value"] > 84


def test_every_answer_carries_hedge_date_source_and_version(ledger: Ledger) -> None:
    answer = figures.headline(ledger, "camp_population", place="Al Hol", when="May 2019")
    assert answer["figure"]["qualifier"]
    assert answer["date"].startswith("2019-05")
    assert answer["sources"][0]["url"].startswith("https://")
    assert answer["ledger"]["version"] == ledger.version
    assert answer["clause"]
    assert answer["sentence"] in answer["citation"]["plain"]


def test_what_the_ledger_does_not_hold_is_said_to_be_absent(ledger: Ledger) -> None:
    answer = figures.headline(ledger, "camp_population", place="al-hol", origin="FRA")
    assert answer["figure"] is None
    assert "hold no such figure of" in answer["absent"]
    assert answer.keys() >= figures.headline(ledger, "camp_population", place="al-hol").keys()


@pytest.mark.parametrize(
    ("given", "field", "kind"),
    [
        ({"indicator": "camp_populatoin", "place": "al-hol"}, "indicator", UnknownValueError),
        ({"indicator": "camp_population"}, "place", UnknownValueError),
        ({"indicator": "camp_population", "place": "Atlantis"}, "place", UnknownValueError),
        ({"indicator": "camp_population", "place": "al-hol", "when": "soon"}, "when", MalformedError),
        ({"indicator": "camp_population,camp_deaths_total", "place": "al-hol"}, "indicator", UnknownValueError),
    ],
)
def test_an_unknown_value_names_field_value_and_what_would_do(
    ledger: Ledger, given: dict[str, str], field: str, kind: type[QuestionError]
) -> None:
    with pytest.raises(kind) as found:
        figures.headline(ledger, **given)
    assert found.value.field == field
    assert field in str(found.value)
    if kind is UnknownValueError:
        assert found.value.offered


def test_rivals_are_the_other_statements_of_a_dispute(ledger: Ledger) -> None:
    row = disputes(ledger).iloc[0]
    key = {name: str(row[name]) for name in ("place", "origin", "group")}
    answer = figures.headline(ledger, str(row["indicator"]), **key, when=f"{row['period_end']:%Y-%m-%d}")
    assert len(answer["rivals"]) == row["statements"] - 1
    assert 0 < answer["differing"] <= len(answer["rivals"])


def test_disputes_are_paged_and_kept_to_a_theme(ledger: Ledger) -> None:
    every = figures.disputes(ledger, limit=1000)
    assert every["total"] == len(every["rows"]) == len(disputes(ledger))
    assert figures.disputes(ledger, limit=2, offset=3)["rows"] == every["rows"][3:5]
    camps = figures.disputes(ledger, theme="camps", limit=1000)
    assert {one["theme"] for row in camps["rows"] for one in row["statements"]} == {"camps"}


def test_statements_match_every_filter(ledger: Ledger) -> None:
    found = tables.statements(
        ledger, place="al-hol", group="children", role="headline,rival", since="2019-01-01", until="2021-12-31"
    )
    assert found["total"] == len(found["rows"]) > 3
    for row in found["rows"]:
        assert (row["place"], row["group"]) == ("al-hol", "children")
        assert row["role"] in ("headline", "rival")
        assert "2019-01-01" <= row["period_end"] <= "2021-12-31"
    dates = [row["period_end"] for row in found["rows"]]
    assert dates == sorted(dates)


def test_pages_of_statements_make_the_whole(ledger: Ledger) -> None:
    whole = tables.statements(ledger, theme="camps", limit=100_000)
    parts = [
        tables.statements(ledger, theme="camps", limit=97, offset=at)["rows"] for at in range(0, whole["total"], 97)
    ]
    assert [row for part in parts for row in part] == whole["rows"]


def test_a_vintage_answers_as_of_its_date(ledger: Ledger) -> None:
    then = vintage(ledger, "2020-06-01")
    assert then is as_known_on(ledger, pd.Timestamp(2020, 6, 1))
    pair = times.known_on(ledger, then, "camp_population", place="al-hol")
    assert pair["then"]["date"] < "2020-06-02" < pair["now"]["date"]
    assert pair["then"]["ledger"]["as_known_on"] == "2020-06-01"
    assert all(row["published"] <= "2020-06-01" for row in tables.statements(then, limit=10_000)["rows"])


@pytest.mark.parametrize("date", ["1950-01-01", "2300-01-01", "soon", "2020-13-01"])
def test_a_date_of_which_nothing_is_known_is_refused(ledger: Ledger, date: str) -> None:
    with pytest.raises(QuestionError, match="as_known_on"):
        vintage(ledger, date)


def test_another_lead_leads(ledger: Ledger) -> None:
    row = disputes(ledger).iloc[0]
    highest = figures.headline(
        vintage(ledger, lead="highest"),
        str(row["indicator"]),
        **{name: str(row[name]) for name in ("place", "origin", "group")},
        when=f"{row['period_end']:%Y-%m-%d}",
    )
    assert highest["clause"] == "chosen by the reader"
    assert highest["figure"]["value"] >= row["value"]


def test_changes_pace_and_comparison_are_json(ledger: Ledger, desk: served.Served) -> None:
    changed = times.changes(ledger, start="2025-06-30", end="2025-12-31")
    is_json(changed)
    assert changed["opening"] == changed["sentences"][0]
    with pytest.raises(ContradictionError):
        times.changes(ledger, start="2025-12-31", end="2025-06-30")
    for key in populations(ledger):
        is_json(times.pace(ledger, key))
    roj = times.pace(ledger, "roj", by="set", per_month="7")["per_year"]
    assert (roj["value"], roj["text"]) == (84, "84 people a year")
    for key in ("roj", "idps-camps-iraq"):  # falls of a stock over so many days, which come to parts of a person
        told_of = times.pace(ledger, key)
        assert told_of["per_year"]["text"] == f"{told_of['pace']} people a year"
        assert told_of["per_year"]["value"] == round(told_of["per_year"]["value"])
    compared = times.compare(desk, ledger, "camp_population", "al-hol, Roj")
    is_json(compared)
    assert {row["place"] for row in compared["rows"]} == {"al-hol", "roj"}


def test_charts_take_ids_and_names(ledger: Ledger, desk: served.Served) -> None:
    listed = charts.charts(ledger)
    is_json(listed)
    assert listed["total"] > 100
    assert charts.chart(desk, ledger, "camps.population", {"camp": "roj"}) == charts.chart(
        desk, ledger, "camps.population", {"camp": "Roj camp"}
    )
    with pytest.raises(UnknownValueError, match="camp: “Paris”"):
        charts.chart(desk, ledger, "camps.population", {"camp": "Paris"})
    with pytest.raises(UnknownValueError, match="has no such filter"):
        charts.chart(desk, ledger, "camps.population", {"town": "Roj"})
    assert "Chart made from" in charts.cite(desk, ledger, "camps.population", {})["reference"]


def test_every_table_is_json(ledger: Ledger) -> None:
    for name in tables.TABLES:
        rows = tables.records(tables.table(ledger, name))
        assert json.loads(json.dumps(rows, allow_nan=False))
        assert len(rows) == len(getattr(ledger, name))


def test_only_addresses_of_the_web_are_told(ledger: Ledger) -> None:
    first = ledger.sources.index[0]
    sources = ledger.sources.astype({"url": object})
    sources.loc[first, "url"] = "javascript:alert(1)"
    rows = tables.records(sources.loc[[first]])
    assert rows[0]["url"] is None
    assert told.value("a\x00b\u202ec") == "abc"
