"""Own words on slides that give figures which no longer stand: kept as they are, and named until they are mended."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pptx.util import Emu

from analysis.hedge import Figure as Hedged
from analysis.words import said
from exports.briefing import Item, exhibit
from exports.deck import Pin, deck, refresh
from exports.deck.identity import Figure, figures_of
from exports.deck.own_words import outdated
from exports.deck.refresh import Refreshed
from loaders import Ledger
from loaders.geo import Geo
from tests.exports.decks import faults, loaded_earlier, opened, saved

PIN = "2025-06-30"
ROJ, HOL = ("camps.population", {"camp": "roj"}), ("camps.population", {"camp": "al-hol"})


@pytest.fixture(scope="module")
def early(ledger: Ledger) -> Ledger:
    """The ledger as it would have been loaded in the middle of 2025."""
    return loaded_earlier(ledger)


@pytest.fixture(scope="module")
def old(early: Ledger, geo: Geo) -> bytes:
    """A deck of Roj and of al-Hol made then; the second has a title and a talking point of its maker's."""
    first = exhibit(Item(*ROJ), early)
    second = exhibit(Item(*HOL, "", "", "At most 35 000 are left", "Our number is 35,000, of 20 April 2025"), early)
    return deck("Two camps", [first, second], geo, ledger=early, address="http://localhost:8501")


def figure(text: str, key: str = "Roj camp") -> Figure:
    return Figure(key, text, "", "")


def words(text: str, before: str, after: str) -> list[str]:
    return [one.words for one in outdated(text, [figure(before)], [figure(after)])]


def newest(ledger: Ledger, item: tuple[str, dict[str, str]]) -> str:
    """What a chart says of its camp now, as remarks tell it."""
    found = figures_of(exhibit(Item(*item), ledger).spec)[-1]
    return f"{found.text} ({found.when})"


@pytest.mark.parametrize(
    ("text", "before", "after", "found"),
    [
        ("Roj holds about 2,225 people", "about 2,225", "1,500", ["about 2,225"]),
        ("2 225 in Roj", "about 2,225", "1,500", ["2 225"]),
        ("2\u202f225 or 2225 or 2'225", "2,225", "1,500", ["2\u202f225 or 2225 or 2'225"]),
        ("35 000 people", "at most 35,000", "an estimated 0", ["35 000"]),
        ("nearly 1.35 million are back", "1,346,485", "1,512,000", ["nearly 1.35 million"]),
        ("1.35m are back", "1,346,485", "1,512,000", ["1.35m"]),
        ("8,000 to 10,000 are held", "8,000 to 10,000", "9,000", ["8,000 to 10,000"]),
        ("$1.37 billion came in", "$1.37 bn", "$1.4 bn", ["$1.37 billion"]),
        ("64 per cent are children", "64%", "60%", ["64 per cent"]),
        ("40,000 people", "39,874", "12", ["40,000"]),
        # What still stands, as a figure or rounded as before.
        ("Roj holds about 2,225 people", "about 2,225", "at least 2,225", []),
        ("1.35 million are back", "1,346,485", "1,350,113", []),
        # Written out exactly it must stand exactly.
        ("35,000 people", "35,000", "35,400", ["35,000"]),
        # No figure of before.
        ("7,000 people", "2,225", "1,500", []),
        ("64 people", "64%", "60%", []),
        ("1,225 of 12,225", "2,225", "1,500", []),
        # Dates, years and addresses.
        ("on 8 Jan 2025 and 8 January", "8", "9", []),
        ("January 8, 2025, 2025-01-08, 8/1/2025", "8", "9", []),
        ("since May 2019, in 2019", "2,019", "5", []),
        ("http://localhost:8501/8", "8", "9", []),
        ("May 35,000 people go home", "35,000", "0", ["35,000"]),
    ],
)
def test_a_number_is_found_as_people_write_it(text: str, before: str, after: str, found: list[str]) -> None:
    assert words(text, before, after) == found


@given(
    st.integers(1_000, 9_999_999),
    st.integers(1_000, 9_999_999),
    st.sampled_from([",", " ", "\u00a0", "\u2009", "'", "’"]),
    st.sampled_from(["{}", "about {} people", "In al-Hol {} (12 May 2024).", "{}, says the UN"]),
)
def test_every_figure_is_found_however_its_thousands_are_set_apart(
    before: int, after: int, mark: str, sentence: str
) -> None:
    """Written out or as our own titles say it, alone or in a sentence; never where it still stands."""
    assume(before != after)
    was, now = f"{before:,}", f"{after:,}"
    text = sentence.format(was.replace(",", mark))
    assert len(words(text, was, now)) == 1
    assert words(text, was, was) == []
    rounded = said(Hedged(before, before, before, "exact", "persons"))
    assert words(sentence.format(rounded), was, "12") != []


def test_two_figures_of_one_text_are_each_told_once() -> None:
    before = [figure("2,225", "Roj camp"), figure("35,000", "Al-Hol camp")]
    found = outdated("2,225 in Roj, 35,000 in al-Hol; again 2,225", before, [figure("0", "Al-Hol camp")])
    assert [(one.words, one.figure.key) for one in found] == [("2,225", "Roj camp"), ("35,000", "Al-Hol camp")]


def changed(old: bytes) -> bytes:
    """The deck after its user has worked on it: an own title, an own text, own notes, a slide to sum up."""
    presentation = opened(old)
    slide = presentation.slides[1]
    slide.shapes.title.text_frame.text = "Roj still holds 2,600 people"
    slide.shapes.add_textbox(0, 0, Emu(900_000), Emu(300_000)).text_frame.text = "2 600 by June 2024"
    slide.notes_slide.notes_text_frame.text = "Say: about 2600."
    last = presentation.slides.add_slide(presentation.slide_layouts[2])
    last.shapes.title.text_frame.text = "In short: 35,000 in al-Hol"
    table = last.shapes.add_table(1, 1, 0, 0, Emu(900_000), Emu(300_000)).table
    table.cell(0, 0).text = "Roj: 2,600 of 64"
    return saved(presentation)


@pytest.fixture(scope="module")
def found(old: bytes, ledger: Ledger, geo: Geo) -> Refreshed:
    """That deck, refreshed."""
    return refresh(changed(old), ledger, geo)


def told(result: Refreshed) -> str:
    """What the last slide says."""
    slide = list(opened(result.deck).slides)[-1]
    return "\n".join(cell.text for shape in slide.shapes if shape.has_table for cell in shape.table.iter_cells())


def test_own_words_are_named_with_what_the_chart_says_now(found: Refreshed, ledger: Ledger) -> None:
    """Title, text, notes and talking point, a slide and a table of the user's own; in the result and on the slide."""
    roj, hol = newest(ledger, ROJ), newest(ledger, HOL)
    number = len(opened(found.deck).slides) - 2
    wanted = [
        (2, f"your own title says “2,600”; the chart now says {roj}"),
        (2, f"your own text says “2 600”; the chart now says {roj}"),
        (2, f"your own notes say “about 2600”; the chart now says {roj}"),
        (3, f"your own title says “At most 35 000”; the chart now says {hol}"),
        (3, f"your own talking point says “35,000”; the chart now says {hol}"),
        (number, f"your own title says “35,000”; a chart of this deck now says {hol} for Al-Hol camp"),
        (number, f"your own table says “2,600”; a chart of this deck now says {roj} for Roj camp"),
    ]
    assert found.remarks == [f"Slide {slide}: {text}" for slide, text in wanted]
    for _, text in wanted:
        assert text[0].upper() + text[1:] in told(found)
    assert faults(found.deck) == []


def test_own_words_are_kept_as_they_are(found: Refreshed) -> None:
    slides = opened(found.deck).slides
    assert slides[1].shapes.title.text_frame.text == "Roj still holds 2,600 people"
    assert slides[1].notes_slide.notes_text_frame.text == "Say: about 2600."
    assert slides[2].shapes.title.text_frame.text == "At most 35 000 are left"


def test_they_are_named_again_until_they_are_mended(found: Refreshed, ledger: Ledger, geo: Geo) -> None:
    """A second refresh changes no figure but does not fall silent; a third, after the words were mended, does."""
    again = refresh(found.deck, ledger, geo)
    assert again.changes == []
    assert again.remarks == found.remarks
    presentation = opened(again.deck)
    for number in (1, 2):
        presentation.slides[number].shapes.title.text_frame.text = "Mended"
    for shape in presentation.slides[1].shapes:
        if shape.has_text_frame and "2 600" in shape.text_frame.text:
            shape.text_frame.text = "mended"
    presentation.slides[1].notes_slide.notes_text_frame.text = "Mended."
    texts = [shape for shape in presentation.slides[2].shapes if shape.has_text_frame]
    next(one for one in texts if "Our number" in one.text_frame.text).text_frame.text = "Mended"
    order = presentation.slides._sldIdLst
    summary = list(order)[-3]  # what changed and what was compared come behind it
    presentation.part.drop_rel(summary.rId)
    order.remove(summary)
    third = refresh(saved(presentation), ledger, geo)
    assert third.remarks == []
    assert list(opened(third.deck).slides)[-1].shapes.title.text_frame.text == "Nothing changed"


def test_words_that_still_agree_are_not_named(old: bytes, ledger: Ledger, early: Ledger, geo: Geo) -> None:
    """Against the same data there is nothing to name, however much is the user's own."""
    found = refresh(changed(old), early, geo)
    assert found.remarks == []
    assert "your own" not in told(found)
    assert ledger.version != early.version


def test_our_own_words_are_renewed_not_named(early: Ledger, ledger: Ledger, geo: Geo) -> None:
    made = deck("Ours", [exhibit(Item(*ROJ), early)], geo, ledger=early)
    found = refresh(made, ledger, geo)
    assert found.remarks == []
    assert opened(found.deck).slides[1].shapes.title.text_frame.text == exhibit(Item(*ROJ), ledger).spec.title


def test_an_own_word_on_the_date_of_a_chart_is_named_when_the_date_goes(ledger: Ledger, geo: Geo) -> None:
    """`As known on 30 June 2025` over a chart that counts all publications would be false."""
    presentation = opened(deck("Then", [exhibit(Item(*ROJ, PIN), ledger)], geo, ledger=ledger))
    presentation.slides[1].notes_slide.notes_text_frame.text = "All as known on 30 June 2025."
    found = refresh(saved(presentation), ledger, geo, known_on=Pin.NEWEST)
    assert found.remarks == ["Slide 2: your own notes say “30 June 2025”; the chart is no longer pinned to it"]
    moved = refresh(saved(presentation), ledger, geo, known_on=pd.Timestamp("2024-12-31"))
    assert moved.remarks == ["Slide 2: your own notes say “30 June 2025”; the chart is now pinned to 31 Dec 2024"]


def test_own_words_of_the_opening_slide_and_own_tables_are_named(old: bytes, ledger: Ledger, geo: Geo) -> None:
    """They are left, so that they may speak of earlier publications: what ours would say is told."""
    presentation = opened(old)
    opening = presentation.slides[0]
    body = next(shape for shape in opening.shapes if "As known on" in shape.text_frame.text)
    body.text_frame.text = "All that we know"
    sources = next(s for s in presentation.slides if s.shapes.title.text_frame.text.startswith("Sources"))
    cell: Any = next(shape.table for shape in sources.shapes if shape.has_table).cell(1, 0)
    cell.text = "Our own source"
    found = refresh(saved(presentation), ledger, geo)
    assert any(
        one.startswith("Slide 1: your own words are kept; ours would be: 2 charts from") for one in found.remarks
    )
    assert any("your own changes of this table are kept; it is not brought up to date" in one for one in found.remarks)
    assert "All that we know" in opened(found.deck).slides[0].shapes[1].text_frame.text
