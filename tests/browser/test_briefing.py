"""From any chart to an editable slide: what a briefer clicks, and what is in the files that come of it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Download
from pptx import Presentation

from charts import catalog
from loaders import Ledger
from tests.browser.harness import VisitedPage, Visitor

pytestmark = pytest.mark.browser


def add(page: VisitedPage, chart: str) -> None:
    """Add a chart to the briefing from its card."""
    card = page.page.locator(f".st-key-card-{chart}")
    card.get_by_role("button", name="Add", exact=True).click()
    card.get_by_role("button", name="Added").wait_for(timeout=30_000)
    page.settle()


def press(page: VisitedPage, name: str) -> None:
    """Press the first button of this name."""
    page.page.get_by_role("button", name=name).first.click()
    page.settle()


def save(page: VisitedPage, name: str) -> Download:
    """Press a download button and wait for its file."""
    with page.page.expect_download() as waiting:
        page.page.get_by_role("button", name=name).click()
    return waiting.value


def told(page: VisitedPage, text: str) -> bool:
    """Whether the page says this, now or after what it is busy with."""
    page.page.get_by_text(text).first.wait_for(timeout=30_000)
    page.settle()
    return True


def sidebar(page: VisitedPage) -> str:
    """What the sidebar says."""
    return page.page.get_by_test_id("stSidebar").inner_text()


@dataclass(frozen=True)
class Briefed:
    """What came of adding two charts on Camps and moving the second before the first."""

    name: str
    deck: bytes
    book: bytes
    headline: str
    elsewhere: str
    exceptions: list[str]


@pytest.fixture(scope="module")
def briefed(visit: Visitor) -> Briefed:
    """One visit from Camps to the files, then a reload of the page and of another."""
    page = visit("camps")
    add(page, "camps-population")
    add(page, "camps-departures")
    page.page.get_by_role("link", name="Briefing: 2 charts").click()
    page.settle()
    before = page.page.url
    press(page, "Move down")
    page.page.wait_for_function("(url) => location.href !== url", arg=before)
    page.settle()
    deck, book = save(page, "Deck (PPTX)"), save(page, "Workbook (XLSX)")
    words = page.page.get_by_role("textbox", name="Headline of slide 1")
    words.fill("Departures, in our words")
    before = page.page.url
    words.blur()
    page.page.wait_for_function("(url) => location.href !== url", arg=before)
    page.page.reload()
    page.settle()
    headline = words.input_value()
    page.page.get_by_role("link", name="Data health").click()
    page.settle()
    page.page.reload()
    page.settle()
    seen = Briefed(
        deck.suggested_filename,
        deck.path().read_bytes(),
        book.path().read_bytes(),
        headline,
        sidebar(page),
        page.exceptions(),
    )
    page.close()
    return seen


def test_two_charts_go_from_camps_into_a_deck_in_the_order_of_the_briefing(briefed: Briefed, ledger: Ledger) -> None:
    """The slides open with native charts, whose numbers are those of the charts on the screen."""
    assert briefed.name == "Briefing.pptx"
    assert briefed.exceptions == []
    deck = Presentation(io.BytesIO(briefed.deck))
    native = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    specs = [catalog.build(name, ledger) for name in ("camps.departures", "camps.population")]
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides if slide.shapes.title is not None]
    found = [titles.index(spec.title) for spec in specs]
    assert found == sorted(found)
    assert len(native) == len(specs)
    for chart, spec in zip(native, specs, strict=True):
        drawn = {value for plot in chart.plots for series in plot.series for value in series.values}
        assert set(spec.data.loc[spec.data["role"] == "headline", "value"].astype(float)) <= drawn, spec.name


def test_the_workbook_holds_the_same_numbers(briefed: Briefed, ledger: Ledger) -> None:
    book = openpyxl.load_workbook(io.BytesIO(briefed.book))
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    for name in ("camps.population", "camps.departures"):
        assert set(catalog.build(name, ledger).data["value"].astype(float)) <= cells, name
    assert datetime(2019, 5, 5) in cells  # noqa: DTZ001 - Excel's dates have no zone


def test_a_reload_keeps_the_briefing_on_its_page_and_on_any_other(briefed: Briefed) -> None:
    assert briefed.headline == "Departures, in our words"
    assert "Briefing: 2 charts" in briefed.elsewhere


def test_a_chart_goes_in_and_out_without_a_rerun_of_the_page(visit: Visitor) -> None:
    """The card and the count change; the filters and the other cards stay as they are."""
    page = visit("camps?camp=Roj+camp")
    add(page, "camps-population")
    card = page.page.locator(".st-key-card-camps-population")
    assert "Added" in card.inner_text()
    assert "Briefing: 1 chart" in sidebar(page)
    assert "camp=Roj" in page.page.url
    assert "brief=" in page.page.url
    card.get_by_role("button", name="Added").click()
    assert told(page, "Briefing: no chart")
    assert "brief=" not in page.page.url
    assert page.exceptions() == []
    page.close()


def test_the_filters_of_a_slide_are_changed_in_a_copy(visit: Visitor) -> None:
    page = visit("camps")
    add(page, "camps-population")
    page.page.get_by_role("link", name="Briefing: 1 chart").click()
    page.settle()
    press(page, "Change or duplicate")
    camp = page.page.get_by_role("combobox", name="Camp")
    camp.click()
    camp.fill("Roj camp")
    page.page.get_by_role("option", name="Roj camp", exact=True).first.click()
    page.settle()
    press(page, "Add as a new slide")
    assert told(page, "Camp: Roj camp")
    text = page.page.get_by_test_id("stMain").inner_text()
    assert "2 slides" in text
    assert "Camp: Al-Hol camp" in text
    assert "Camp: Roj camp" in text
    assert page.exceptions() == []
    page.close()


def test_a_long_deck_is_made_beside_the_page_and_never_out_of_date(visit: Visitor) -> None:
    """While it is made the page answers; once a slide is taken out, the deck made before is gone.

    How far it is the page is told without a run of its script, which could take the place of what a click asked for.
    """
    page = visit("briefing")
    page.page.locator(".st-key-open-funding button").click()
    page.settle()
    asked: list[str] = []
    page.page.on("request", lambda request: asked.append(request.url))
    page.page.get_by_role("button", name="Make Deck (PPTX)").click()
    bar = page.page.get_by_role("progressbar", name="Deck (PPTX)")
    bar.wait_for()
    box = bar.bounding_box()
    assert box is not None
    assert box["width"] > 100
    runs = page.conversation.runs_asked
    ready = page.page.get_by_role("button", name="Download Deck (PPTX)")
    ready.wait_for(timeout=60_000)
    page.settle()
    assert page.conversation.runs_asked == runs + 1
    assert [url for url in asked if "/building/" in url]
    assert bar.count() == 0
    deck = Presentation(io.BytesIO(save(page, "Download Deck (PPTX)").path().read_bytes()))
    assert len(deck.slides) >= 11
    press(page, "Remove")
    page.page.get_by_role("button", name="Make Deck (PPTX)").wait_for(timeout=30_000)
    assert ready.count() == 0
    assert page.exceptions() == []
    page.close()


def test_a_broken_template_is_told_in_words_and_a_sound_one_is_used(visit: Visitor, tmp_path: Path) -> None:
    page = visit("camps")
    add(page, "camps-population")
    page.page.get_by_role("link", name="Briefing: 1 chart").click()
    page.settle()
    page.page.get_by_text("Your template").click()
    page.settle()
    broken = tmp_path / "broken.pptx"
    broken.write_bytes(b"PK\x03\x04 but no presentation")
    page.page.locator("input[type=file]").first.set_input_files(broken)
    assert told(page, "broken.pptx cannot be used")
    sound = tmp_path / "sound.pptx"
    Presentation().save(str(sound))
    page.page.locator("input[type=file]").first.set_input_files(sound)
    assert told(page, "Slides take their look from sound.pptx")
    width = Presentation(io.BytesIO(save(page, "Deck (PPTX)").path().read_bytes())).slide_width
    assert width == Presentation().slide_width
    press(page, "Use the built-in look again")
    page.page.get_by_text("sound.pptx").wait_for(state="detached", timeout=30_000)
    assert page.exceptions() == []
    page.close()


def test_the_download_menu_of_a_card_saves_a_slide(visit: Visitor, ledger: Ledger) -> None:
    page = visit("detention")
    card = page.page.locator(".st-key-card-detention-held")
    card.get_by_role("button", name="Download").click()
    page.settle()
    deck = Presentation(io.BytesIO(save(page, "Slide (PPTX)").path().read_bytes()))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides if slide.shapes.title is not None]
    assert catalog.build("detention.held", ledger).title in titles
    with page.page.expect_download() as waiting:
        card.get_by_role("button", name="RIS").click()
    assert waiting.value.path().read_text(encoding="utf-8").startswith("TY  -")
    page.close()
