"""Charts on sheets of A4: every chart with its words and source, a contents that leads to it, nothing cut."""

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pypdf import PdfReader

from charts.citation import key_line, source_line
from charts.few import is_small, told
from charts.tiles import Tile
from exports import Briefing, Exhibit, Item, exhibits
from exports.__main__ import main
from exports.formats import FORMATS
from exports.judged import views
from exports.kinds import Order
from exports.note.base import BOTTOM, PAGE_HEIGHT
from exports.paper import Head, Part, rows_of
from exports.pdf import sheets
from exports.pdf.book import Book
from exports.pdf.pen import Pen
from exports.ready import ready
from loaders import Ledger
from loaders.geo import Geo
from render.plan.frame import wrap
from tests.conftest import ROOT
from tests.exports.test_pdf import flat, fonts, said

ITEMS = ("displacement.iraq_map", "camps.population", "camps.custody", "funding.raised", "camps.killed_counts")


@pytest.fixture(scope="module")
def shown(ledger: Ledger) -> Sequence[Exhibit]:
    return exhibits(ready("situation", ledger), ledger)


@pytest.fixture(scope="module")
def briefing(shown: Sequence[Exhibit], ledger: Ledger, geo: Geo) -> tuple[PdfReader, list[str]]:
    """The sheets of a whole briefing in two parts, made and read once, and the words of each."""
    parts = (Part("First question?", tuple(shown[:3])), Part("Second question?", tuple(shown[3:])))
    reader = read(order(ledger, geo, *shown, parts=parts))
    return reader, said(reader)


def order(ledger: Ledger, geo: Geo, *charts: Exhibit, **more: Any) -> Order:
    return Order("Some charts", charts, ledger, geo, **more)


def read(made: Order) -> PdfReader:
    return PdfReader(BytesIO(FORMATS["sheets"].make(made)))


def inner(reader: PdfReader) -> list[int]:
    """The pages, from 0, to which links within the file lead, in their order."""
    pages = {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages) if page.indirect_reference}
    found = [one.get_object() for page in reader.pages for one in page.get("/Annots", [])]
    return [pages[one["/Dest"][0].idnum] for one in found if "/Dest" in one]


def test_every_chart_has_its_words_its_source_and_its_remarks(
    shown: Sequence[Exhibit], briefing: tuple[PdfReader, list[str]], ledger: Ledger
) -> None:
    """Vector, on A4, letters embedded; each sheet says what was known when, of which data, and its number."""
    reader, pages = briefing
    whole = "".join(pages)
    for one in shown:
        assert flat(one.headline) in whole
        assert flat(one.spec.subtitle) in whole
        assert flat(source_line(one.spec)) in whole
        assert all(flat(text) in whole for text in sheets._Card(one).notes)
    for number, text in enumerate(pages, 1):
        assert flat(f"data version {ledger.version[:12]}") in text
        assert flat("As known on") in text
        assert text.endswith(flat(f"Page {number} of {len(pages)}"))
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages} == {(595, 842)}
    assert all(fonts(reader))
    assert not any(page.images for page in reader.pages)


def test_the_contents_lead_to_each_part_and_chart(
    shown: Sequence[Exhibit], briefing: tuple[PdfReader, list[str]]
) -> None:
    """Its page numbers are those of the sheets on which the charts stand, and so are its links."""
    reader, pages = briefing
    links = inner(reader)
    entries = ["First question?", *(one.headline for one in shown[:3])]
    entries += ["Second question?", *(one.headline for one in shown[3:])]
    assert len(links) == len(entries)
    for text, at in zip(entries, links, strict=True):
        assert flat(text) in pages[at]
        assert any(flat(f"{text}{at + 1}") in page for page in pages[: min(links)])


def test_no_card_is_cut_over_two_sheets(ledger: Ledger, geo: Geo) -> None:
    """Headline and last remark of a chart stand on one sheet, whatever it is drawn as."""
    found = exhibits(Briefing(items=tuple(map(Item, ITEMS))), ledger)
    assert any(is_small(one.spec) for one in found)
    assert {one.spec.mark for one in found} >= {"map", "spans"}
    pages = said(read(order(ledger, geo, *found)))
    for one in found:
        last = [source_line(one.spec), *sheets._Card(one).notes][-1]
        assert any(flat(one.headline) in page and flat(one.spec.subtitle + last)[-40:] in page for page in pages[1:])


def test_figures_without_marks_have_no_key_to_marks(ledger: Ledger, geo: Geo) -> None:
    """What marks mean stands under drawings, not under figures told as numbers; other remarks stay."""
    drawn, shown = exhibits(Briefing(items=(Item("returns.targets"), Item("returns.shares"))), ledger)
    assert is_small(shown.spec)
    for one, keyed in ((drawn, True), (shown, False)):
        (key,) = key_line(one.spec)
        words = flat("".join(said(read(order(ledger, geo, one)))))
        assert (flat(key) in words) == keyed
        assert all(flat(text) in words for text in one.spec.caveats)


def test_what_a_figure_is_of_stands_apart_from_the_next(ledger: Ledger) -> None:
    """Where it takes two lines the next figure stands lower: it was reckoned for a wider column than it has."""
    (shown,) = exhibits(Briefing(items=(Item("disputes.comparison"),)), ledger)
    pen, lines = Pen(), [len(wrap(one.said, sheets._SAID, 8.5)) for one in told(shown.spec)]
    assert max(lines) > 1
    sheets._figures(pen, told(shown.spec), 0.0)
    found = [float(y) for y in re.findall(r'y="([\d.]+)" font-size="8.5"', "".join(pen.parts))]
    firsts = [sum(lines[:at]) for at in range(1, len(lines))]
    assert all(found[at] - found[at - 1] > 14 for at in firsts)


def test_cards_share_what_a_sheet_leaves_empty(ledger: Ledger, geo: Geo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawings grow until the sheet is full, or is left to a next card that does not fit even at its lowest."""
    found = exhibits(Briefing(items=(*map(Item, ITEMS), *map(Item, ITEMS))), ledger)
    books: list[Book] = []
    written = sheets._written

    def kept(book: Book, *more: Any) -> list[int]:
        books.append(book)
        return written(book, *more)

    monkeypatch.setattr(sheets, "_written", kept)
    assert FORMATS["sheets"].make(order(ledger, geo, *found))
    tried, made = books
    assert len(made.sheets) == len(tried.sheets) > 2
    assert [one.names for one in made.sheets] == [one.names for one in tried.sheets]
    assert not made.heights
    for low, high in zip(tried.sheets[:-1], made.sheets[:-1], strict=True):
        grown = [one / other for one, other in zip(high.drawn, low.drawn, strict=True)]
        full = PAGE_HEIGHT - BOTTOM - high.reach < 5
        assert full or min(grown) == pytest.approx(sheets._STRETCHED / sheets._SHRUNK)
        assert high.pen.y <= PAGE_HEIGHT - BOTTOM


def test_the_head_of_a_page_is_told_and_its_tables_go_along(ledger: Ledger, geo: Geo) -> None:
    tile = Tile("People in camp", "about 2,225", "as of 21 Feb 2026", "fewer", source="A newspaper")
    frame = pd.DataFrame({"Where": [f"Place {n}" for n in range(90)], "Held": [1234.0] * 90, "Address": ["x"] * 90})
    frame["When"] = pd.Timestamp(2025, 2, 7)
    table = rows_of(frame, "Places with figures")
    head = Head("A sentence that says it all.", (tile,), ("A remark.",))
    made = order(ledger, geo, head=head, parts=(Part("Where?", (table, "A quiet remark.")),), page="https://a.org/x")
    reader = read(made)
    text = "".join(said(reader))
    for words in (head.sentence, *head.remarks, tile.label, tile.value, tile.when, tile.delta, tile.source):
        assert flat(words) in text
    assert flat("Place 59") in text
    assert flat("Place 60") not in text
    assert flat("The first 60 of 90 rows") in text
    assert flat("1,234") in text
    assert flat("7 Feb 2025") in text
    assert flat("A quiet remark.") in text
    links = [one.get_object() for page in reader.pages for one in page.get("/Annots", [])]
    assert {one["/A"]["/URI"] for one in links if "/A" in one} == {"https://a.org/x"}


def test_charts_lead_to_their_view_and_sources_to_their_publication(ledger: Ledger, geo: Geo) -> None:
    (one,) = exhibits(Briefing(items=(Item("camps.population"),)), ledger)
    made = order(ledger, geo, one, address="http://statistics:8501")
    links = [a.get_object() for page in read(made).pages for a in page.get("/Annots", [])]
    found = {a["/A"]["/URI"] for a in links if "/A" in a}
    assert made.link(one) in found
    assert found - {made.link(one), "http://statistics:8501"} <= set(ledger.sources["url"].astype(str))


def test_nothing_to_show_is_a_sheet_and_the_same_figures_are_the_same_bytes(
    shown: Sequence[Exhibit], ledger: Ledger, geo: Geo
) -> None:
    assert len(read(order(ledger, geo)).pages) == 1
    twice = [FORMATS["sheets"].make(order(ledger, geo, *shown[:2])) for _ in range(2)]
    assert twice[0] == twice[1]


def test_all_charts_of_a_page_are_one_command(
    tmp_path: Path, ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the sentence and the tiles of the page; what is no page is said with all that are."""
    out = tmp_path / "pace.pdf"
    assert main(["sheets", "page:pace", "--data", str(ROOT / "data"), "-o", str(out)]) == 0
    text = "".join(said(PdfReader(out)))
    for name in ("pace.departures", "pace.history"):
        (one,) = exhibits(Briefing(items=(Item(name),)), ledger)
        assert flat(one.headline) in text
    capsys.readouterr()
    assert main(["sheets", "page:refugees", "--data", str(ROOT / "data")]) == 2
    told = capsys.readouterr().err
    assert all(name in told for name in ("refugees", *views()))


@pytest.mark.parametrize("name", ["displacement.syria_moves_year", "funding.conference_loans"])
def test_bars_are_high_enough_for_their_figures(ledger: Ledger, name: str) -> None:
    """Twenty-eight bars in the height of a chart of a few were six points high, and their figures smaller."""
    (one,) = exhibits(Briefing(items=(Item(name),)), ledger)
    bars = one.spec.data["x"].nunique() * one.spec.data["series"].nunique()
    assert sheets._Card(one).high / bars > 11
