"""What a profile says: charts found by rule, tiles and sentences of figures that stand in the data."""

import pandas as pd
import pytest

from analysis import figure_of
from analysis.profile import (
    custody_of,
    disputed,
    events_of,
    extent,
    missing,
    newest,
    publications_of,
    rows_of,
    stale,
)
from analysis.subjects import Subject, resolve, statement_counts, subjects
from charts import catalog, profile
from charts.profile import beside, holds_of, own
from charts.profile_words import (
    TILES,
    about,
    custody_table,
    disputes_table,
    events_table,
    known_words,
    missing_table,
    newest_table,
    publications,
    related,
    sentence,
    stale_table,
    statements_table,
    tiles,
)
from charts.spec import sources_of
from loaders import Ledger
from loaders.frames import as_records

LITTLE = 8  # statements
SHOWN = ("FRA", "DEU", "KAZ", "GBR", "al-hol", "roj", "al-sinaa", "ninewa", "hasakah", "UNHCR", "eu")


def test_the_sentence_is_of_the_subject_alone(ledger: Ledger) -> None:
    every = subjects(ledger)
    assert sentence(ledger, every["al-hol"]) == (
        "Al-Hol camp was closed on 22 Feb 2026; it held 73,520 people in May 2019."
    )
    assert sentence(ledger, every["FRA"]).startswith("France had taken home at least 239 people by 16 Sep 2025. ")
    assert sentence(ledger, every["ninewa"]) == (
        "In Ninewa about 260,000 people were displaced and about 1.9 million were back (28 Feb 2021)."
    )
    assert "Al-Sina'a prison was at least 5,000 (Mar 2023)" in sentence(ledger, every["al-sinaa"])
    assert sentence(ledger, every["UN OCHA"]).startswith("UN OCHA states 1,154 figures on 40 measures")


def test_a_tile_of_those_who_remained_tells_who_has_left_since(ledger: Ledger) -> None:
    """Before: of 400 Kyrgyz women and children counted in 2022 nothing more was told."""
    told = [one.when for one in tiles(ledger, subjects(ledger)["KGZ"])]
    assert "last known, as of Jun 2022, Northeast Syria; at least 454 left since" in told


def test_custody_and_events_of_every_place_do_not_stand_in_for_its_own(ledger: Ledger) -> None:
    """Before: who held al-Hol stood among eleven camps, beside the chart of al-Hol alone."""
    camp = subjects(ledger)["al-hol"]
    assert {"profile.custody", "profile.events"} <= {one.chart for one in own(ledger, camp)}
    assert not {profile.drawn(ledger)[one.chart][1].mark for one in beside(ledger, camp)} & {"spans", "timeline"}


def test_a_figure_that_an_event_ended_is_told_in_the_past(ledger: Ledger) -> None:
    told = {one.label: one.when for one in tiles(ledger, subjects(ledger)["al-hol"])}
    assert told["Iraqis in Al-Hol camp"] == "last known, as of 11 Jan 2026; closed on 22 Feb 2026"
    prison = {one.label: one for one in tiles(ledger, subjects(ledger)["al-sinaa"])}
    held = prison["Detainees held"]
    assert (held.value, held.when) == (
        "at least 5,000",
        "last known, as of Mar 2023; many had moved by 12 Feb 2026; no later count",
    )


def test_a_tile_says_of_no_count_that_is_known_that_there_is_none(ledger: Ledger) -> None:
    """Before: `no later count` of what the line's own body counted, though another had counted anew."""
    belgium = {one.label: one.when for one in tiles(ledger, subjects(ledger)["BEL"])}
    assert belgium["Nationals remaining, children, Northeast Syria"] == (
        "as of 7 Nov 2019; another body: 31 (16 Jul 2021); many had moved by 21 Jun 2022; no count after that"
    )
    prison = {one.label: one.when for one in tiles(ledger, subjects(ledger)["panorama"])}
    assert prison["Detainees held, men"].endswith("many had moved by 12 Feb 2026; no count after that")


def test_who_was_missing_and_who_surrendered_is_not_told_as_escaped_and_recaptured(ledger: Ledger) -> None:
    """Before: about 1,000 seemed recaptured of about 400 who had escaped."""
    told = {one.label: one.value for one in tiles(ledger, subjects(ledger)["al-sinaa"])}
    assert told["Detainees missing"] == "about 400"
    assert told["Escapees and mutineers retaken"] == "about 1,000"


def test_charts_are_found_by_their_filters_and_by_what_they_draw(ledger: Ledger) -> None:
    charts = [(one.chart, dict(one.filters)) for one in own(ledger, subjects(ledger)["FRA"])]
    assert ("repatriation.years", {"country": "FRA"}) in charts
    assert ("liberation.travelled_from", {"nationality": "FRA"}) in charts
    of_camp = [(one.chart, dict(one.filters)) for one in own(ledger, subjects(ledger)["al-hol"])]
    assert ("camps.population", {"camp": "al-hol"}) in of_camp
    # No filter offers it, and all of its figures are of the camp.
    assert ("camps.killings", {}) in of_camp
    assert "detention.attack" in [one.chart for one in own(ledger, subjects(ledger)["al-sinaa"])]
    assert "coalition.map" in [one.chart for one in beside(ledger, subjects(ledger)["FRA"])]


@pytest.mark.parametrize("key", SHOWN)
def test_every_chart_of_a_profile_draws_its_subject(ledger: Ledger, key: str) -> None:
    subject = subjects(ledger)[key]
    found = [*own(ledger, subject), *beside(ledger, subject)]
    assert found
    for one in found:
        spec = catalog.build(one.chart, ledger, **one.filters)
        assert not spec.is_empty, one.chart
        assert spec.title == one.title
        if subject.body:
            papers = set(ledger.sources.loc[ledger.sources["publisher"] == subject.body, "source"].astype(str))
            rested = {source for row in as_records(spec.data) for source in sources_of(row)}
            assert rested & papers or subject.body in set(spec.data["stated_by"]), one.chart
        else:
            assert holds_of(spec).ids & {*subject.ids, subject.key}, one.chart


@pytest.mark.parametrize("key", SHOWN)
def test_the_figures_of_a_measure_without_a_chart_are_in_a_chart_of_explore(ledger: Ledger, key: str) -> None:
    subject = subjects(ledger)[key]
    rows = rows_of(ledger, subject)
    for one in own(ledger, subject):
        if one.chart == "explore.series":
            assert one.filters["indicator"] in set(rows["indicator"].astype(str))


def test_every_subject_says_what_the_ledger_says(ledger: Ledger) -> None:
    """A walk over all countries, places, donors and publishers: each figure of a tile and a table is in the ledger.

    What `analysis.profile` finds of each is held to its rows in the same walk, for it is what the words are made of.
    Of those of whom little is stated every fourth is asked.
    """
    counts = statement_counts(ledger)
    little = [key for key in subjects(ledger) if counts.get(key, 0) < LITTLE]
    passed_over = {*little} - {*little[::4]}
    drawn = {row["text"] for _, name in _of_views() for row in as_records(catalog.build(name, ledger).data)}
    for subject in (one for key, one in subjects(ledger).items() if key not in passed_over):
        rows = rows_of(ledger, subject)
        assert len(rows) == counts.get(subject.key, 0), subject.key
        _found(ledger, subject, rows)
        stated = {figure_of(row).text for row in as_records(rows[["value", "low", "high", "qualifier", "unit"]])}
        said = sentence(ledger, subject)
        assert said.endswith("."), subject.key
        shown = tiles(ledger, subject)
        assert len(shown) <= TILES
        for one in shown:
            known = one.value in stated or one.value in drawn or one.value in ("Closed", "Empty")
            assert known or _summed(ledger, subject.key, one.value), (subject.key, one)
            assert one.source, (subject.key, one)
            assert one.when, (subject.key, one)
        table = newest_table(ledger, subject)
        assert len(table) == len(set(zip(*[table[name] for name in ("Measure", "Figure", "Holds for")], strict=True)))
        for told in (said, known_words(ledger, subject), *about(ledger, subject).values()):
            assert not any(raw in told for raw in ("nan", "NaT", "None", "  ", "_")), (subject.key, told)
        for make in (publications, custody_table, events_table, disputes_table, missing_table, stale_table):
            make(ledger, subject)
        related(ledger, subject)


def _found(ledger: Ledger, subject: Subject, rows: pd.DataFrame) -> None:
    """Nothing raises, and each figure that is found is of a row of the subject."""
    assert extent(ledger, subject).statements == len(rows)
    found = newest(ledger, subject)
    assert set(found.index) <= set(rows.index), subject.key
    assert found["indicator"].nunique() == rows["indicator"].nunique(), subject.key
    for part in (stale, missing, disputed, events_of, publications_of, custody_of):
        assert isinstance(part(ledger, subject), pd.DataFrame), subject.key
    again = resolve(ledger, subject.key)
    assert isinstance(again, Subject)
    assert again.key == subject.key


def _of_views() -> list[tuple[str, str]]:
    return [("", name) for name in catalog.names() if name.partition(".")[0] not in profile.APART]


def _summed(ledger: Ledger, key: str, value: str) -> bool:
    """Whether a chart of a subject draws the figure: what its view has added up for it."""
    for one in own(ledger, subjects(ledger)[key]):
        if value in set(catalog.build(one.chart, ledger, **one.filters).data["text"]):
            return True
    return False


def test_a_holder_without_an_end_is_told_as_of_its_source(ledger: Ledger) -> None:
    """Before: al-Sina'a was held by the SDF, without a word up to when that is known."""
    spec = catalog.build("profile.custody", ledger, of="al-sinaa")
    assert spec.title == "Al-Sina'a prison was held by the Syrian Democratic Forces, as told on 27 Jan 2026"
    assert (
        spec.data["text"].iloc[-1].endswith("\n2017 to no later change found\nStatus: in use\nKurdistan24, 27 Jan 2026")
    )
    assert custody_table(ledger, subjects(ledger)["al-sinaa"])["To"].iloc[-1].endswith("(source of 27 Jan 2026)")
    # A change of hands is told by its own day.
    assert catalog.build("profile.custody", ledger, of="al-hol").title.endswith("on 21 Jan 2026")


def test_the_table_of_statements_holds_each_with_its_source(ledger: Ledger) -> None:
    subject = subjects(ledger)["al-sinaa"]
    table = statements_table(ledger, subject)
    assert len(table) == len(rows_of(ledger, subject))
    assert (table["Publisher"].astype(str) != "").all()
    assert (table["Data file"].astype(str).str.startswith("observations/")).all()
