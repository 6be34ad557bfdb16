"""Refreshing decks whose charts are pinned to a date: nothing is claimed of what was not compared with the newest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import lead_choices, lead_text
from analysis.words import date_text
from charts import catalog
from exports.briefing import Exhibit, Item, exhibit
from exports.deck import Checked, Pin, RefreshError, deck, refresh
from exports.deck.compared import comparisons, left_out, numbers_text, outcome, title_of
from exports.deck.identity import TAG, digest_of, identity_of, mark, property_of
from exports.deck.notes import get_notes, without_kept
from exports.deck.refresh import Refreshed
from loaders import Ledger
from loaders.geo import Geo
from tests.exports.decks import faults, loaded_earlier, opened, saved

BASE = "http://localhost:8501"
PIN = pd.Timestamp("2025-06-30")
THEN = pd.Timestamp("2023-12-31")
NAMES = ("camps.population", "detention.map", "detention.custody", "camps.others")
# Whatever says that figures are the same; of charts that were compared with the newest only.
CLAIM = re.compile(r"no figure|none of the figures|nothing changed|no change|unchanged|differs", re.IGNORECASE)


def built(names: Sequence[str], ledger: Ledger, known_on: str = "", lead: str = "") -> list[Exhibit]:
    return [exhibit(Item(name, {}, known_on, lead), ledger) for name in names]


@pytest.fixture(scope="module")
def pinned(ledger: Ledger, geo: Geo) -> bytes:
    """A deck as known in the middle of 2025."""
    return deck("Then", built(NAMES, ledger, f"{PIN:%Y-%m-%d}"), geo, ledger=ledger, address=BASE)


@pytest.fixture(scope="module")
def kept(pinned: bytes, ledger: Ledger, geo: Geo) -> Refreshed:
    """That deck, refreshed without more."""
    return refresh(pinned, ledger, geo)


@pytest.fixture(scope="module")
def freed(pinned: bytes, ledger: Ledger, geo: Geo) -> Refreshed:
    """That deck, brought up to the newest."""
    return refresh(pinned, ledger, geo, known_on=Pin.NEWEST)


@pytest.fixture(scope="module")
def mixed(ledger: Ledger, geo: Geo) -> bytes:
    """A deck with a chart of the newest and one that is pinned."""
    charts = [*built(NAMES[:1], ledger), *built(NAMES[3:], ledger, f"{PIN:%Y-%m-%d}")]
    return deck("Both", charts, geo, ledger=ledger)


def text(slide: Any) -> str:
    """Everything that a slide says, its tables too."""
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    return "\n".join([*texts, *cells(slide)])


def cells(slide: Any) -> list[str]:
    return [cell.text for shape in slide.shapes if shape.has_table for cell in shape.table.iter_cells()]


def title(slide: Any) -> str:
    return str(slide.shapes.title.text_frame.text)


def last(result: Refreshed) -> Any:
    return list(opened(result.deck).slides)[-1]


def test_a_pinned_deck_is_told_as_pinned(kept: Refreshed) -> None:
    """Result, phrase and slide name slides, date, what was not compared and the way forward."""
    slide = last(kept)
    assert kept.changes == []
    assert title(slide) == "Pinned to 30 Jun 2025: not compared with newer publications"
    for told in (" ".join(kept.comparisons), " ".join(cells(slide))):
        assert "inned to 30 Jun 2025; compared only with what was known on that date" in told
        assert "--newest" in told
        assert "--as-known-on YYYY-MM-DD" in told
    assert kept.comparisons[0].startswith("Slides 3 to 5 and 7: pinned")
    assert kept.outcome == "4 charts pinned to 30 Jun 2025, not compared with newer publications"
    assert {(one.known_on, one.figures, one.left) for one in kept.checked} == {(PIN, 0, "")}


def test_nothing_is_claimed_of_a_pinned_deck(kept: Refreshed) -> None:
    """Neither the result nor the slide says that its figures are those of today."""
    for told in (*kept.comparisons, *kept.remarks, kept.outcome, text(last(kept))):
        assert not CLAIM.search(told), told


def test_a_pinned_chart_stays_as_known_then(kept: Refreshed, pinned: bytes) -> None:
    """Titles, subtitles, notes and the opening slide are those of its date."""
    before, after = list(opened(pinned).slides), list(opened(kept.deck).slides)
    assert [text(one) for one in after[:-1]] == [text(one) for one in before]
    assert "as known on 30 Jun 2025" in text(after[2])


def test_slides_of_the_newest_and_pinned_ones_are_told_apart(mixed: bytes, ledger: Ledger, geo: Geo) -> None:
    """The claim is made of the one and not of the other, on the slide and in the result."""
    found = refresh(mixed, ledger, geo)
    newest, still, forward = found.comparisons
    assert newest.startswith("Slide 2: compared with all publications up to")
    assert CLAIM.search(newest)
    assert still.startswith("Slide 3: pinned to 30 Jun 2025; compared only with what was known on that date")
    assert not CLAIM.search(still)
    assert forward.startswith("Slide 3: to bring it up to the newest, refresh with --newest")
    slide = last(found)
    assert title(slide) == ("No figure of 1 chart differs; 1 chart pinned and not compared with newer publications")
    assert "Nothing changed" not in text(slide)
    assert found.outcome == (
        "no change in 1 chart; 1 chart pinned to 30 Jun 2025, not compared with newer publications"
    )


def test_a_change_in_a_deck_with_pinned_charts_does_not_hide_these(ledger: Ledger, geo: Geo) -> None:
    """One slide tells what changed, the next which charts were not compared with the newest."""
    early = loaded_earlier(ledger)
    charts = [*built(NAMES[:1], early), *built(NAMES[3:], early, f"{THEN:%Y-%m-%d}")]
    found = refresh(deck("Both", charts, geo, ledger=early), ledger, geo)
    told, compared = list(opened(found.deck).slides)[-2:]
    assert title(told) == "What changed"
    assert any(cell.startswith("After (publications up to ") for cell in cells(told))
    assert title(compared) == "What was compared"
    assert "Pinned to 31 Dec 2023; compared only with what was known on that date" in text(compared)
    assert {one.slide for one in found.changes} == {2}


def test_a_deck_is_brought_up_to_the_newest(freed: Refreshed, ledger: Ledger, geo: Geo) -> None:
    """It is what a new deck would be: titles, subtitles, feet, notes, tables, opening slide, text alternatives."""
    fresh = deck("Then", built(NAMES, ledger), geo, ledger=ledger, address=BASE)
    assert faults(freed.deck) == []
    slides, wanted = list(opened(freed.deck).slides), list(opened(fresh).slides)
    for one, other in zip(slides, wanted, strict=False):
        assert sorted(text(one).splitlines()) == sorted(text(other).splitlines())
        assert notes(one) == notes(other)
        assert sorted(alternatives(one)) == sorted(alternatives(other))
        assert "30 Jun 2025" not in text(one)
    assert "everything published up to" in text(slides[0])
    assert [title(one) for one in slides[len(wanted) :]] == ["What changed", "What was compared"]


def test_what_a_freed_deck_gains_is_told(freed: Refreshed) -> None:
    """Before is what was known then, after what is published now; the pin that went is named."""
    line = next(one for one in freed.changes if one.slide == 3 and one.what == "Al-Hol camp")
    assert "35,000" in line.before
    assert line.after == "closed on 22 Feb 2026"
    assert "as known on" not in str(line)
    assert "no longer pinned to 30 Jun 2025; compared with all publications up to" in freed.comparisons[0]


def test_what_charts_remember_follows_the_date(freed: Refreshed, ledger: Ledger, geo: Geo) -> None:
    """Tags, workbooks and the address in the notes: the next refresh compares with the newest and claims no more."""
    marked = [
        (slide, shape)
        for slide in opened(freed.deck).slides
        for shape in slide.shapes
        if shape.name.startswith("Chart")
    ]
    assert len(marked) > len(NAMES)
    for slide, shape in marked:
        found = identity_of(slide.part, shape._element)
        assert found is not None
        assert (found.known_on, found.item.known_on) == ("", "")
        if shape.has_chart:
            kept = property_of(shape.chart.part.chart_workbook.xlsx_part.blob)
            assert kept is not None
            assert kept.item.known_on == ""
    again = refresh(freed.deck, ledger, geo)
    assert again.changes == []
    assert title(last(again)) == "Nothing changed"
    assert all(pd.isna(one.known_on) for one in again.checked)


def test_a_date_goes_from_a_chart_whose_figures_stay(ledger: Ledger, geo: Geo) -> None:
    """Nothing came since: no change is told, but no word, alternative or mark speaks of the date any more."""
    names, late = ("camps.killings", "detention.custody"), "2026-06-25"
    charts = built(names, ledger, late)
    assert [digest_of(one.spec) for one in charts] == [digest_of(one.spec) for one in built(names, ledger)]
    made = deck("Late", charts, geo, ledger=ledger)
    assert all("as known on" in told for slide in list(opened(made).slides)[1:3] for told in alternatives(slide))
    found = refresh(made, ledger, geo, known_on=Pin.NEWEST)
    assert found.changes == []
    assert found.outcome == "no change in 2 charts"
    assert title(last(found)) == "Nothing changed"
    assert "No longer pinned to 25 Jun 2026; compared with all publications up to" in text(last(found))
    for slide in list(opened(found.deck).slides)[1:3]:
        for told in (text(slide), notes(slide), *alternatives(slide)):
            assert "25 Jun 2026" not in told
        for frame in (shape for shape in slide.shapes if shape.has_chart):
            kept = property_of(frame.chart.part.chart_workbook.xlsx_part.blob)
            assert kept is not None
            assert kept.item.known_on == ""


def test_a_deck_is_pinned_to_another_date(freed: Refreshed, ledger: Ledger, geo: Geo) -> None:
    """All is as known then, the changes say so, and nothing is claimed of the newest."""
    found = refresh(freed.deck, ledger, geo, known_on=THEN)
    fresh = deck("Then", built(NAMES, ledger, f"{THEN:%Y-%m-%d}"), geo, ledger=ledger, address=BASE)
    slides = list(opened(found.deck).slides)
    for number, other in enumerate(list(opened(fresh).slides)[: len(NAMES) + 1]):
        assert sorted(alternatives(slides[number])) == sorted(alternatives(other))
        assert notes(slides[number]) == notes(other)
    assert "As known on: 31 Dec 2023" in text(slides[0])
    assert all(one.known_on == THEN for one in found.changes)
    assert str(found.changes[0]).endswith("(as known on 31 Dec 2023)")
    assert title(slides[-2]) == "What changed"
    assert "After (as known on 31 Dec 2023)" in cells(slides[-2])
    assert title(slides[-1]) == "Pinned to 31 Dec 2023: not compared with newer publications"
    assert "now pinned to 31 Dec 2023 (before: not pinned)" in found.comparisons[0]
    assert not CLAIM.search(" ".join((*found.comparisons, found.outcome, text(slides[-1]))))
    assert faults(found.deck) == []


def test_a_chart_without_a_figure_at_the_date_keeps_its_own(ledger: Ledger, geo: Geo) -> None:
    """It is named, its own date stays on it, and the opening slide tells both."""
    early = pd.Timestamp("2018-12-31")
    assert exhibit(Item(NAMES[1], {}, f"{early:%Y-%m-%d}"), ledger).spec.is_empty
    charts = [*built(NAMES[:1], ledger), *built(NAMES[1:2], ledger, f"{PIN:%Y-%m-%d}")]
    found = refresh(deck("Both", charts, geo, ledger=ledger), ledger, geo, known_on=early)
    assert any(one.startswith("Slide 3: stays pinned to 30 Jun 2025") for one in found.remarks)
    assert {date_text(one.known_on) for one in found.checked} == {"31 Dec 2018", "30 Jun 2025"}
    slides = list(opened(found.deck).slides)
    assert "As known on: 31 Dec 2018 and 30 Jun 2025" in text(slides[0])
    assert title(slides[-1]) == "Pinned to 2 dates: not compared with newer publications"


def test_where_nothing_could_be_compared_it_is_said(ledger: Ledger, geo: Geo) -> None:
    """A deck whose only chart has no figure any more claims nothing and keeps what it shows."""
    made = deck("One", built(NAMES[:1], ledger), geo, ledger=ledger)
    none = replace(ledger, observations=ledger.observations.iloc[:0])
    found = refresh(made, none, geo)
    slide = last(found)
    assert found.changes == []
    assert found.comparisons == []
    assert title(slide) == "Nothing was compared"
    assert found.outcome == "1 chart not compared"
    assert found.remarks[0].startswith("Slide 2: left as it is.")
    assert "Left as it is." in text(slide)
    assert not CLAIM.search(text(slide))
    assert "0 charts from 0 publications; 1 more is not renewed" in text(opened(found.deck).slides[0])
    assert title(opened(found.deck).slides[1]) == title(opened(made).slides[1])


def test_a_chosen_lead_is_told(ledger: Ledger, geo: Geo) -> None:
    """A chart compared under the choice of its maker says under which."""
    lead = next(one for one in lead_choices(ledger) if one)
    made = deck("Led", built(NAMES[:1], ledger, lead=lead), geo, ledger=ledger)
    found = refresh(made, ledger, geo)
    assert f"Where sources differ, {lead_text(lead)}, as chosen when the deck was made." in found.comparisons[0]
    assert found.checked[0].lead == lead


def test_a_day_that_lies_ahead_is_refused(pinned: bytes, ledger: Ledger, geo: Geo) -> None:
    """What will be known then cannot be told."""
    with pytest.raises(RefreshError, match="choose a day up to today"):
        refresh(pinned, ledger, geo, known_on=ledger.today + pd.Timedelta(days=1))


def test_what_an_earlier_refresh_compared_is_taken_out(kept: Refreshed, ledger: Ledger, geo: Geo) -> None:
    """Its claim was of its day; where its user has written on it, it stays."""
    again = refresh(kept.deck, ledger, geo)
    assert [title(one) for one in opened(again.deck).slides] == [title(one) for one in opened(kept.deck).slides]
    presentation = opened(kept.deck)
    table = next(shape.table for shape in list(presentation.slides)[-1].shapes if shape.has_table)
    table.cell(1, 1).text = "My own note"
    titles = [title(one) for one in opened(refresh(saved(presentation), ledger, geo).deck).slides]
    assert titles[-1] == titles[-2]


def test_a_false_slide_of_an_earlier_version_is_taken_out(kept: Refreshed, ledger: Ledger, geo: Geo) -> None:
    """Decks went out whose pinned charts were said to be unchanged; the next refresh withdraws it."""
    presentation = opened(kept.deck)
    slide = list(presentation.slides)[-1]
    shape = next(one for one in slide.shapes if one.has_table)
    old = title(slide)
    slide.shapes.title.text_frame.text = "Nothing changed"
    tags = next(rel.target_part for rel in slide.part.rels.values() if rel.reltype.endswith("/tags"))
    blob = tags.blob.replace(mark(old).encode(), mark("Nothing changed").encode())
    tags.blob = blob.replace(b"&quot;compared&quot;", b"&quot;changes&quot;")
    found = identity_of(slide.part, shape._element)
    assert TAG in blob.decode()
    assert found is not None
    assert found.kind == "changes"
    titles = [title(one) for one in opened(refresh(saved(presentation), ledger, geo).deck).slides]
    assert "Nothing changed" not in titles
    assert titles[-1] == old


@given(
    st.lists(
        st.builds(
            Checked,
            st.integers(2, 12),
            st.sampled_from([pd.NaT, PIN, THEN]),
            st.sampled_from(["", "kind:un"]),
            st.sampled_from(["", "not pinned"]),
            st.integers(0, 2),
            st.sampled_from(["", "No figure matches these choices."]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_a_claim_is_made_only_of_what_was_compared_with_the_newest(checked: list[Checked]) -> None:
    """Whatever a deck holds: a sentence, title or phrase that claims sameness has such a chart behind it."""
    same = [one for one in checked if not one.left and pd.isna(one.known_on) and not one.figures]
    for one in comparisons(checked, PIN):
        if CLAIM.search(one.text):
            assert set(one.slides) <= {chart.slide for chart in same}
        if "pinned" in one.text and "no longer" not in one.text:
            assert not CLAIM.search(one.text)
    assert not any(CLAIM.search(one.text) for one in left_out(checked) if not one.text.endswith("choices."))
    if not same:
        assert not CLAIM.search(title_of(checked))
        assert not CLAIM.search(outcome(checked))
    told = {slide for one in (*comparisons(checked, PIN), *left_out(checked)) for slide in one.slides}
    assert told == {one.slide for one in checked}
    if any(pd.notna(one.known_on) and not one.left for one in checked):
        assert "not compared with newer publications" in outcome(checked)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((2,), "2"),
        ((3, 2), "2 and 3"),
        ((2, 3, 4), "2 to 4"),
        ((2, 4, 5, 6, 8, 9), "2, 4 to 6, 8 and 9"),
        ((2, 2), "2"),
    ],
)
def test_slides_are_named_in_words(numbers: tuple[int, ...], words: str) -> None:
    assert numbers_text(numbers) == words


def notes(slide: Any) -> str:
    return without_kept(get_notes(slide))


def alternatives(slide: Any) -> list[str]:
    """Text alternatives of the charts of a slide."""
    names = [shape._element[0][0] for shape in slide.shapes if shape.name.startswith("Chart")]
    return [str(one.get("descr")) for one in names]


def test_the_charts_of_these_tests_are_of_every_kind(ledger: Ledger) -> None:
    """A native chart, one in panels, a map and strips: what is drawn in different ways is pinned in different ways."""
    specs = [catalog.build(name, ledger) for name in NAMES]
    assert {spec.mark for spec in specs} >= {"line", "map", "spans"}
    assert any(spec.facet for spec in specs)
