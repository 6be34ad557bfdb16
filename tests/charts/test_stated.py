"""Whoever is named as the source of a headline states the figure that stands in it."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.words import date_text
from charts import catalog
from charts.citation import lead_source, sentence, source_line, told_by
from charts.spec import ChartSpec, sources_of
from charts.stated import opening, quoted
from exports.note.words import sources_text
from loaders import Ledger
from tests.charts.sentences import numbers_in
from tests.charts.test_sentences import choices

DATA = Path(__file__).resolve().parents[2] / "data"
# A chart, the words of a figure or a fact in its headline, and the row of data/ that states it: file, value, date,
# source. The first of each chart opens the headline.
TRACED = (
    ("funding.pounds", "£4.3 bn", "funding", "4300000000", "2024-09-30", "parliamenttoday-2024-uk"),
    ("camps.population", "closed on 22 Feb 2026", "camps", "0", "2026-02-22", "turkiyetoday-2026-closure"),
    ("camps.population", "73,520", "camps", "73520", "2019-05-05", "reach-2019-profiles"),
    ("returns.shares", "four in five", "camp_returns", "80", "2025-08-15", "shafaq-2025-centcom"),
    ("detention.held", "about 9,000", "detention", "9000", "2025-09-26", "particle-2025-cooper"),
    ("detention.held", "10,000 in 2019", "detention", "10000", "2019-09-30", "voa-2019-makeshift"),
)


def rows_of(name: str) -> list[dict[str, str]]:
    """A file of data/ as it is written."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def built(ledger: Ledger, name: str) -> ChartSpec:
    return catalog.build(name, ledger)


def test_the_source_named_first_states_the_figure_of_the_headline(ledger: Ledger) -> None:
    """Of every chart: the first number of its headline is that of the row whose source leads its line of sources."""
    found, wrong = 0, []
    for name in catalog.names():
        spec = built(ledger, name)
        row = opening(spec)
        if row is None or spec.mark in ("spans", "timeline"):
            continue
        found += 1
        # A difference of statements is told by its ends, which are its text.
        own = {float(row["value"]), *(number for number, _, _ in numbers_in(str(row["text"])))}
        said = [number for number, percent, _ in numbers_in(spec.title) if not percent or row["unit"] == "percent"]
        # A share may be told in words, and so may nobody be.
        nobody = row["value"] == 0 and re.search("closed|empty", spec.title) is not None
        holds = (
            not said
            or nobody
            or any(abs(said[0] - value) <= (1 if row["unit"] == "percent" else 0.011 * abs(value)) for value in own)
        )
        names = source_line(spec).split(": ", 1)[1].startswith(str(row["attribution"]))
        if not holds or not names or lead_source(spec) not in sources_of(row):
            wrong.append(f"{name}: {spec.title} | {source_line(spec)}")
    assert wrong == []
    assert found > 0.6 * len(catalog.names()), "hardly a headline's figure is found"


def test_a_sentence_that_is_copied_names_each_of_its_sources(ledger: Ledger) -> None:
    """With the date of its own publication, and those that are not named are counted."""
    published = {row["source"]: row for row in rows_of("sources")}
    for name in catalog.names():
        spec = built(ledger, name)
        if spec.is_empty or not spec.source_ids:
            continue
        text, rows = sentence(spec), told_by(spec)
        assert text.startswith(spec.title.rstrip(".")), name
        assert rows, name
        assert [row["attribution"] for row in rows if str(row["attribution"]) not in text] == [], name
        firsts = {sources_of(row)[0] for row in rows}
        left = len(set(spec.source_ids) - firsts)
        assert text.endswith(f" and {left:,} other{'s' if left > 1 else ''}." if left else "."), name
        for row in rows:
            source = published[sources_of(row)[0]]
            if source["published"]:
                told = f"{row['attribution']} ({date_text(row['published'], source['published_precision'])})"
                assert told in text, f"{name}: {text}"


@pytest.mark.parametrize(("name", "words", "file", "value", "day", "source"), TRACED)
def test_a_headline_is_cited_as_its_row_of_the_data(
    ledger: Ledger, name: str, words: str, file: str, value: str, day: str, source: str
) -> None:
    """By hand from the headline to the row of the CSV, and from there to the publication."""
    stated = [row for row in rows_of(f"observations/{file}") if row["source"] == source]
    assert any(row["value"] == value and row["period_end"] == day for row in stated)
    publication = next(row for row in rows_of("sources") if row["source"] == source)
    spec = built(ledger, name)
    assert words.casefold() in spec.title.casefold()
    row = next(one for one in told_by(spec) if sources_of(one)[0] == source)
    assert f"{row['value']:.0f}" == value
    assert f"{row['period_end']:%Y-%m-%d}" == day
    assert f"{row['published']:%Y-%m-%d}".startswith(publication["published"])
    told = f"({date_text(row['published'], publication['published_precision'])})"
    assert f"{row['attribution']} {told}" in sentence(spec)
    assert publication["publisher"] in f"{row['attribution']} {row['carried_by']} {row['publisher']}"
    first = next(one[-1] for one in TRACED if one[0] == name)
    assert lead_source(spec) == first
    assert str(next(one for one in told_by(spec) if sources_of(one)[0] == first)["attribution"]) in source_line(spec)
    assert publication["title"] in sources_text(spec, ledger)


def test_a_headline_of_no_row_lists_sources_of_the_chart(ledger: Ledger) -> None:
    """It says by no single source what several have stated together."""
    spec = replace(built(ledger, "funding.pounds"), title="Nothing that is counted here")
    assert opening(spec) is None
    assert quoted(spec) == []
    assert {sources_of(row)[0] for row in told_by(spec)} == set(spec.source_ids)
    assert "Sources: " in sentence(spec)
    assert ";" in sentence(spec)


def test_a_count_of_rows_is_not_of_the_state_named_behind_it(ledger: Ledger) -> None:
    """`35 states had taken people home, Kazakhstan the most (626)`: the newest leads, and the source of 626 follows."""
    spec = built(ledger, "repatriation.map")
    assert opening(spec) is None
    newest, most = told_by(spec)
    assert newest["as_of"] == spec.data.loc[spec.data["role"] == "headline", "as_of"].max()
    assert str(most["text"]) in spec.title
    assert str(most["x"]) in spec.title
    assert lead_source(spec) == sources_of(newest)[0]


@pytest.mark.parametrize("name", ["coalition.meetings", "camps.custody", "profile.custody"])
def test_an_event_is_cited_from_its_own_row(ledger: Ledger, name: str) -> None:
    """Not from the newest of the chart, which tells of something else."""
    spec = built(ledger, name)
    (row,) = quoted(spec)
    assert date_text(row["period_start"], str(row["date_precision"])) in spec.title
    assert lead_source(spec) == sources_of(row)[0]
    assert str(row["attribution"]) in sentence(spec)


def test_a_number_of_a_date_is_no_figure(ledger: Ledger) -> None:
    """`7 to 9 May 2019` names no seven people, though some were taken home on the 7th."""
    spec = built(ledger, "repatriation.operations")
    assert [int(row["value"]) for row in told_by(spec)] == [numbers_in(spec.title)[0][0]]


def test_the_ends_of_a_range_are_cited_from_who_says_them_exactly_and_last(ledger: Ledger) -> None:
    """Not from who hedged the same number, where somebody did not; one figure of all from who hedged it, and last."""
    found, alike = 0, 0
    for chosen in choices(ledger, "detention.statements"):
        spec = catalog.build("detention.statements", ledger, **chosen)
        for row in quoted(spec):
            same = spec.data[spec.data["value"] == row["value"]]
            of_all = len(same) == len(spec.data)
            exact = same["qualifier"] == "exact"
            told = same[exact != of_all] if (exact != of_all).any() else same
            assert row["period_end"] == told["period_end"].max(), f"{chosen}: {row['x']}"
            assert row["line"] in set(told["line"]), f"{chosen}: {row['x']}"
            found, alike = found + (len(same) > 1), alike + (of_all and exact.any() and not exact.all())
    assert found > 2, "hardly a figure is stated twice"
    assert alike, "no year has one figure, with and without a hedge"
