"""Deck and note as PDF: words and figures of the files for an office program, vector, linked, the same each time."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from charts.citation import source_line
from exports import Briefing, Exhibit, Item, exhibits
from exports.deck.key_figures import key_figures
from exports.formats import FORMATS
from exports.kinds import Order
from exports.note.document import note
from exports.pdf.deck import IN_THE_WORKBOOK, deck_pdf
from exports.pdf.note import note_pdf
from exports.ready import ready
from loaders import Ledger
from loaders.geo import Geo
from render.picture.pdf import Area, Leaf, pdf

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">'
    '<text x="9" y="50" font-family="Arial, \'Liberation Sans\', sans-serif" font-size="12">Words</text></svg>'
)


@pytest.fixture(scope="module")
def shown(ledger: Ledger) -> Sequence[Exhibit]:
    return exhibits(ready("situation", ledger), ledger)


@pytest.fixture(scope="module")
def deck(shown: Sequence[Exhibit], geo: Geo, ledger: Ledger) -> PdfReader:
    return PdfReader(BytesIO(deck_pdf("Situation at a glance", shown, geo, ledger=ledger)))


def flat(text: str) -> str:
    """Words without breaks of lines, which differ between programs, and without blanks, which a PDF need not have."""
    return "".join(text.split())


def said(reader: PdfReader) -> list[str]:
    return [flat(page.extract_text()) for page in reader.pages]


def fonts(reader: PdfReader) -> list[bool]:
    """Whether each font of a PDF is embedded."""
    found = []
    pages: Sequence[Any] = reader.pages
    for page in pages:
        for font in page["/Resources"].get_object().get("/Font", {}).values():
            below = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            found.append(any(key.startswith("/FontFile") for key in below))
    return found


def test_the_deck_has_a_cover_key_figures_charts_and_sources(
    deck: PdfReader, shown: Sequence[Exhibit], ledger: Ledger
) -> None:
    """Each page says what the slide says: headline, source, day of knowledge, number."""
    pages = said(deck)
    assert len(pages) == len(shown) + 3
    assert pages[0].startswith(flat("Situation at a glance"))
    for _, figure in key_figures(shown, ledger):
        assert flat(figure.number) in pages[1]
        assert flat(figure.who) in pages[1]
    for number, (page, found) in enumerate(zip(pages[2:-1], shown, strict=True), 3):
        assert flat(found.headline) in page
        assert flat(source_line(found.spec)) in page
        assert flat("As known on 31 Oct 2026") in page
        assert page.endswith(str(number))
    assert flat("the others in the workbook") in pages[-1]
    assert not any(flat("in the notes") in page for page in pages)
    assert any(flat(IN_THE_WORKBOOK) in page for page in pages)


def test_a_chart_alone_is_its_page(shown: Sequence[Exhibit], geo: Geo, ledger: Ledger) -> None:
    """No cover, no key figures and no page of sources, as on its slide: these stand beneath it."""
    reader = PdfReader(BytesIO(deck_pdf("One", shown[:1], geo, ledger=ledger)))
    (page,) = said(reader)
    assert flat(shown[0].headline) in page
    assert flat(source_line(shown[0].spec)) in page
    assert flat("As known on 31 Oct 2026") in page


def test_a_long_title_at_the_foot_ends_before_the_day(shown: Sequence[Exhibit], geo: Geo, ledger: Ledger) -> None:
    """Before: the headline of a chart alone ran through the day of knowledge in the middle."""
    title = "About 661,000 displaced Iraqis came from Ninewa (30 Jun 2022), the most of any governorate"
    (page,) = PdfReader(BytesIO(deck_pdf(title, shown[:1], geo, ledger=ledger))).pages
    told = flat(page.extract_text())
    assert flat(title) not in told
    assert flat("the most… As known on") in told


def test_the_deck_is_vector_with_its_letters_and_an_outline(deck: PdfReader, shown: Sequence[Exhibit]) -> None:
    """No page is a picture of pixels; it opens on any machine, tells its title and language, and leads to its pages."""
    assert all(not page.images for page in deck.pages)
    assert all(fonts(deck))
    assert {tuple(map(float, page.mediabox[2:])) for page in deck.pages} == {(960.0, 540.0)}
    assert deck.metadata is not None
    assert deck.metadata.title == "Situation at a glance"
    root: Any = deck.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    names = [one.title for one in deck.outline if not isinstance(one, list)]
    assert names == ["Cover", "Key figures", *(found.headline for found in shown), "Sources"]


def test_sources_lead_to_their_publications(deck: PdfReader, ledger: Ledger) -> None:
    """Every link of the last page is the address of a source of the data, and no other page has one."""
    links = [
        [one.get_object()["/A"]["/URI"] for one in page.get("/Annots", []) if "/A" in one.get_object()]
        for page in deck.pages
    ]
    assert len(links[-1]) > 10
    assert set(links[-1]) <= set(ledger.sources["url"].astype(str))
    assert not any(links[:-1])


def test_the_note_is_one_page_with_the_words_of_the_document(
    shown: Sequence[Exhibit], geo: Geo, ledger: Ledger
) -> None:
    """Title, sentences, key, table and sources of the DOCX, on A4."""
    told = list(shown)
    told[0] = replace(told[0], item=replace(told[0].item, point="Where they went is not known"))
    reader = PdfReader(BytesIO(note_pdf("Situation", told, geo, ledger=ledger)))
    (page,) = reader.pages
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    text = said(reader)[0]
    document = Document(BytesIO(note("Situation", told, geo, ledger=ledger)))
    paragraphs = [one.text for one in document.paragraphs]
    for words in (paragraphs[0], paragraphs[1], *paragraphs[3:]):
        assert flat(words) in text
    for found in told[:1]:
        assert flat(found.headline) in text
        assert flat("Where they went is not known.") in text
    for row in document.tables[-1].rows:
        for cell in row.cells:
            assert flat(cell.text) in text
    assert all(fonts(reader))
    assert not page.images


@pytest.mark.parametrize("name", ["deck-pdf", "note-pdf"])
def test_a_briefing_without_charts_and_one_of_events_are_pages(name: str, geo: Geo, ledger: Ledger) -> None:
    """Nothing to show is no error, and a timeline has its table beside it."""
    assert PdfReader(BytesIO(FORMATS[name].make(Order("", (), ledger, geo)))).pages
    some = exhibits(Briefing(items=(Item("camps.custody"), Item("camps.map"))), ledger)
    reader = PdfReader(BytesIO(FORMATS[name].make(Order("Some", tuple(some), ledger, geo))))
    assert flat(some[0].headline) in "".join(said(reader))


def test_the_same_figures_give_the_same_bytes(shown: Sequence[Exhibit], geo: Geo, ledger: Ledger) -> None:
    """Neither clock nor chance is in a file."""
    for name in ("deck-pdf", "note-pdf"):
        order = Order("Twice", tuple(shown[:2]), ledger, geo)
        assert FORMATS[name].make(order) == FORMATS[name].make(order)


def test_only_addresses_of_the_web_are_links() -> None:
    """What the data call an address may be anything."""
    areas = [
        Area(0, 0, 10, 10, address) for address in ("javascript:alert(1)", "file:///etc/passwd", "https://a.org/x")
    ]
    page: Any
    (page,) = PdfReader(BytesIO(pdf([Leaf(SVG, "=1+1", areas)], "<b>\x00"))).pages
    assert [one.get_object()["/A"]["/URI"] for one in page["/Annots"]] == ["https://a.org/x"]
    assert "Words" in page.extract_text()


def test_progress_goes_up_to_the_whole(shown: Sequence[Exhibit], geo: Geo, ledger: Ledger) -> None:
    told: list[tuple[int, int]] = []
    deck_pdf("Two", shown[:2], geo, ledger=ledger, progress=lambda *step: told.append(step))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
