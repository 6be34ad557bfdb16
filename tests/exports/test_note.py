"""The one-page note: its words, its real footnotes, its alternative texts, and that it fits."""

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from docx import Document
from lxml import etree
from openxml_audit import OpenXmlValidator

from analysis import as_known_on, with_lead
from charts import catalog
from charts.alt import describe
from exports import Briefing, Exhibit, Item, exhibits
from exports.briefing import item_of
from exports.deck.key_figures import key_figure
from exports.note.base import HEIGHT, W
from exports.note.document import note
from exports.note.page import MOST_POINTS, OTHERS, by_importance, laid_out
from exports.note.words import key_figures, key_rows, key_text, shared_out, sources_text, vintage_text
from loaders import Ledger
from loaders.geo import Geo

ROOT = Path(__file__).resolve().parents[2]
CHARTS = (
    "camps.population",
    "camps.map",
    "detention.held",
    "repatriation.totals",
    "funding.appeals",
    "returns.by_year",
    "overview.events",
    "camps.custody",
)
NS = {"w": W, "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"}


@pytest.fixture(scope="module")
def shown(ledger: Ledger) -> Sequence[Exhibit]:
    items = [Item(name) for name in CHARTS]
    items[0] = replace(items[0], point="Where the people went is not known for most of them")
    items[1] = replace(items[1], title="The camps of today")
    return exhibits(Briefing("Brief", tuple(items)), ledger)


@pytest.fixture(scope="module")
def made(shown: Sequence[Exhibit], geo: Geo, ledger: Ledger) -> bytes:
    return note("Situation", shown, geo, ledger=ledger, address="http://host:8501/briefing")


def part(package: bytes, name: str) -> etree._Element:
    with ZipFile(BytesIO(package)) as archive:
        return etree.fromstring(archive.read(name))


def texts(node: etree._Element) -> str:
    return "".join(node.itertext(f"{{{W}}}t"))


def told(made: bytes) -> list[str]:
    """The paragraphs of a note."""
    return [paragraph.text for paragraph in Document(BytesIO(made)).paragraphs]


def test_the_note_says_title_dates_and_three_sentences(made: bytes, shown: Sequence[Exhibit], ledger: Ledger) -> None:
    """One paragraph: charts to which the reader gave words, and the one that matters most of the others, in order."""
    said = told(made)
    assert said[0] == "Situation"
    assert said[1] == vintage_text([found.spec for found in shown], ledger)
    assert re.search(r", as known on \d+ [A-Z][a-z]{2} \d{4}", said[1])
    # No date of one figure stands over all of them.
    head = texts(part(made, "word/header1.xml"))
    assert said[1].partition(",")[0].partition(";")[0] in head
    assert "Newest figure" in head
    assert said[2] == (
        f"{shown[0].spec.title}. Where the people went is not known for most of them. The camps of today. "
        f"{shown[2].spec.title}."
    )
    assert said[-1] == "5 more charts of this briefing are in the deck."
    assert not any(word in " ".join(said) for word in ("headline rule", "all publications", "an estimated 0 people"))


def test_what_matters_most_comes_first(ledger: Ledger) -> None:
    """The reader's words, then series that open the deck, then other figures; what states no figure comes last."""
    names = ("overview.events", "camps.custody", "funding.appeals", "detention.held", "camps.population", "camps.ages")
    built = exhibits(Briefing(items=tuple(Item(name) for name in names)), ledger)
    order = [names[at] for at in by_importance(built, ledger)]
    assert set(order[:2]) == {"detention.held", "camps.population"}
    assert order.index("funding.appeals") < order.index("overview.events")
    assert set(order[-2:]) == {"overview.events", "camps.custody"}
    own = (*built[:1], replace(built[1], item=replace(built[1].item, point="Who holds what")), *built[2:])
    assert names[by_importance(own, ledger)[0]] == "camps.custody"


def test_every_sentence_has_a_footnote_with_its_citation(made: bytes, shown: Sequence[Exhibit], ledger: Ledger) -> None:
    """Real footnotes: a reference in each sentence, in order, to a note that names publisher, title and date."""
    body, notes = part(made, "word/document.xml"), part(made, "word/footnotes.xml")
    ids = body.xpath("//w:footnoteReference/@w:id", namespaces=NS)
    assert ids == [str(n) for n in range(1, MOST_POINTS + 1)]
    for number, found in zip(ids, shown, strict=False):
        (one,) = notes.xpath(f"//w:footnote[@w:id='{number}']", namespaces=NS)
        assert one.xpath(".//w:footnoteRef", namespaces=NS)
        assert texts(one).strip() == sources_text(found.spec, ledger)
    kinds = notes.xpath("//w:footnote/@w:type", namespaces=NS)
    assert kinds == ["separator", "continuationSeparator"]
    named = part(made, "word/settings.xml").xpath("//w:footnotePr/w:footnote/@w:id", namespaces=NS)
    assert named == notes.xpath("//w:footnote[@w:type]/@w:id", namespaces=NS)


def test_the_first_source_of_a_footnote_is_that_of_the_figure(ledger: Ledger) -> None:
    """The publication on which the figure in the sentence rests, as the chart's row names it."""
    for name in ("camps.population", "detention.held", "returns.cumulative"):
        # Where the sentence begins with a closure, its source comes before that of the figure.
        place = 1 if name == "camps.population" else 0
        (found,) = exhibits(Briefing(items=(Item(name),)), ledger)
        row = key_rows(found.spec).iloc[0]
        assert row["text"] in found.spec.title or row["text"].removeprefix("about ") in found.spec.title
        told = sources_text(found.spec, ledger).split("; ")[place]
        assert told.startswith(row["publisher"].split(" and ")[0])


def test_pictures_have_an_alternative_text(made: bytes, shown: Sequence[Exhibit]) -> None:
    """Each picture tells what it shows to those who cannot see it."""
    described = part(made, "word/document.xml").xpath("//wp:docPr/@descr", namespaces=NS)
    told = [" ".join(describe(found.spec).split()) for found in shown]
    assert len(described) == 2
    assert described == [words for words in told if words in described]


def test_how_to_read_the_pictures_is_told_once(made: bytes, shown: Sequence[Exhibit]) -> None:
    """Beneath both stands each mark once, and what a map does not imply, in fewer lines than a picture is high."""
    (key,) = [text for text in told(made) if "exact as stated" in text]
    assert key == key_text([shown[0].spec, shown[1].spec])
    assert "open mark: about or estimate" in key
    assert "imply no endorsement" in key
    parts = key.split(". ")[0].split("; ")
    assert len(parts) == len(set(parts))
    assert not any(marker.when in key for marker in shown[0].spec.markers)


def test_caveats_stand_in_the_footnote(ledger: Ledger) -> None:
    """What limits a figure is on the page, whichever charts are pictured."""
    (found,) = exhibits(Briefing(items=(Item("repatriation.totals"),)), ledger)
    assert found.spec.caveats
    assert all(text in sources_text(found.spec, ledger) for text in found.spec.caveats)


def test_the_table_tells_of_the_other_charts(made: bytes, shown: Sequence[Exhibit], ledger: Ledger) -> None:
    """A figure of each chart that no sentence tells of, as it is said, with its date and who states it."""
    document = Document(BytesIO(made))
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert rows[0] == ["What is counted", "Figure", "Holds for", "Stated by"]
    others = [figure for found in shown[3:] if (figure := key_figure(found, ledger))]
    assert len(others) > 2
    assert rows[1:] == [[f.what, f"{f.hedge} {f.number}".strip(), f.when, f.who] for f in others]
    assert OTHERS in told(made)
    assert part(made, "word/document.xml").xpath("count(//w:tblHeader)", namespaces=NS) == 1


def test_a_figure_that_leads_several_charts_is_told_once(ledger: Ledger) -> None:
    """A line and its running total, the destinations and their map: a table of six rows has room for six figures."""
    names = [name for name in catalog.names() if name.startswith("returns.")]
    found = exhibits(Briefing(items=tuple(Item(name) for name in names)), ledger)
    rows = laid_out("Returns", found, [""] * len(found), ledger).figures
    assert len(rows) > 3
    assert len(rows) == len(set(rows))


def test_a_note_of_all_its_charts_lists_the_figures_behind_its_sentences(
    shown: Sequence[Exhibit], geo: Geo, ledger: Ledger
) -> None:
    """Each as the chart states it; a place without people is empty, not an estimate of none."""
    document = Document(BytesIO(note("Two", [shown[0], shown[2]], geo, ledger=ledger)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    figures = shared_out([key_figures(found.spec, ledger) for found in (shown[0], shown[2])], len(rows) - 1)
    assert rows[1:] == [[f.what, f.figure, f.date, f.publisher] for f in figures]
    assert "73,520 people" in {row[1] for row in rows}
    assert "empty" in {row[1] for row in rows}


def test_the_document_is_valid_and_its_own(made: bytes, tmp_path: Path) -> None:
    """It keeps to the schemas, and nothing of a library's template, no link and no macro is in it."""
    path = tmp_path / "note.docx"
    path.write_bytes(made)
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
    with ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower() or "thumbnail" in name]
        for name in archive.namelist():
            assert b"python-docx" not in archive.read(name), name
            assert b'TargetMode="External"' not in archive.read(name), name


def test_the_same_figures_give_the_same_bytes(made: bytes, shown: Sequence[Exhibit], geo: Geo, ledger: Ledger) -> None:
    """No clock is in the file."""
    assert note("Situation", shown, geo, ledger=ledger, address="http://host:8501/briefing") == made


def test_a_figure_of_the_table_says_what_has_become_of_it(ledger: Ledger) -> None:
    """As the card of a deck does: people who had moved by a day are not told as held there."""
    spec = exhibits(Briefing(items=(Item("detention.held"),)), ledger)[0].spec
    row = key_rows(spec).iloc[0]
    card = key_figure(exhibits(Briefing(items=(Item("detention.held"),)), ledger)[0], ledger)
    figure = key_figures(spec, ledger)[0]
    assert card is not None
    assert figure.figure.startswith(str(row["text"]))
    assert "last known; many had moved by" in figure.date
    assert figure.date == card.when


def test_a_chart_that_is_told_and_not_drawn_is_named(shown: Sequence[Exhibit], ledger: Ledger) -> None:
    told = shown[:3]
    page = laid_out("Three", told, [sources_text(found.spec, ledger) for found in told], ledger)
    assert len(page.points) == 3
    assert len(page.pictured) == 2
    assert page.left_out == "One of the charts told above is drawn in the deck alone."


@pytest.mark.parametrize("count", range(8))
def test_the_page_is_never_overfull(shown: Sequence[Exhibit], ledger: Ledger, count: int) -> None:
    """Room for long words is taken from pictures and rows first, and what is left out is said."""
    for words in ("", "A talking point of some length, as a minister's office would write it. " * 7):
        told = [replace(found, item=replace(found.item, point=words[:600])) for found in shown[:count]]
        notes = [sources_text(found.spec, ledger) for found in told]
        page = laid_out("A title " * (1 + len(words) // 60), told, notes, ledger)
        assert page.height <= HEIGHT
        left = re.match(r"\d+", page.left_out)
        assert len(page.points) + (int(left.group()) if left else 0) == count
        if not words:
            assert len(page.points) == min(count, MOST_POINTS)
            assert len(page.pictured) == min(2, count)


def test_the_same_chart_may_stand_twice(ledger: Ledger, geo: Geo) -> None:
    """A briefing may hold a chart again, as with another title."""
    twice = exhibits(Briefing(items=(Item("camps.population"),) * 2), ledger)
    assert len(Document(BytesIO(note("Twice", twice, geo, ledger=ledger))).inline_shapes) == 2


def test_a_note_without_charts_is_a_page_with_a_title(geo: Geo, ledger: Ledger) -> None:
    """An empty briefing is no error."""
    document = Document(BytesIO(note("Nothing", (), geo, ledger=ledger)))
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "Nothing",
        "No dated figure",
    ]


def test_the_title_s_own_figures_come_first(ledger: Ledger) -> None:
    """The table shows the peak and the newest figure that the sentence names, not others."""
    (found,) = exhibits(Briefing(items=(Item("camps.population", {"camp": "roj"}),)), ledger)
    rows = key_rows(found.spec).head(2)
    assert [text in found.spec.title for text in rows["text"]] == [True, True]
    assert rows["period_end"].is_monotonic_decreasing
    assert key_rows(exhibits(Briefing(items=(Item("overview.events"),)), ledger)[0].spec).empty


def test_vintage_and_lead_are_said_once_or_said_to_differ(ledger: Ledger) -> None:
    """One date of knowledge and one rule for all charts, or the words that they differ."""

    def said(*vintages: tuple[str, str]) -> str:
        items = tuple(Item("camps.population", {}, known_on, lead) for known_on, lead in vintages)
        return vintage_text([found.spec for found in exhibits(Briefing(items=items), ledger)])

    assert said(("2020-06-30", ""), ("2020-06-30", "")).endswith("as known on 30 Jun 2020")
    assert said(("", "highest")).endswith("2026; highest statement leads")
    both = said(("2020-06-30", ""), ("", "highest"))
    assert "dates that differ between charts" in both
    assert both.endswith("the leading source differs between charts")
    early = as_known_on(with_lead(ledger, "highest"), pd.Timestamp("2020-06-30"))
    assert vintage_text([exhibits(Briefing(items=(Item("camps.population"),)), early)[0].spec])


def test_a_figure_of_one_event_is_not_told_as_all(ledger: Ledger) -> None:
    """935 people came in the largest convoy: without a word it stood beside the sum of all as another count."""
    spec = catalog.build("returns.batches", ledger)
    found = key_figure(Exhibit(item_of(spec), spec), ledger)
    assert found is not None
    assert found.what == "Iraqis returned from Al-Hol camp, single event"
    whole = catalog.build("returns.cumulative", ledger)
    told = key_figure(Exhibit(item_of(whole), whole), ledger)
    assert told is not None
    assert "event" not in told.what
