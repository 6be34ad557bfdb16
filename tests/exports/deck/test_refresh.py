"""Refreshing a deck: newer figures come in, what its user did stays, and what changed is told."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from lxml import etree
from openpyxl import load_workbook
from pptx.dml.color import RGBColor
from pptx.util import Emu

from analysis import as_known_on
from exports.briefing import Exhibit, Item, exhibit
from exports.deck import deck, refresh
from exports.deck.identity import identity_of, to_text
from exports.deck.key_figures import key_figure, takeaway
from exports.deck.look import Box
from exports.deck.notes import get_notes, without_kept
from exports.deck.ooxml import A, C, P
from exports.deck.since_known import could_go_in
from exports.deck.summary import needed
from exports.deck.template import inspected
from exports.ready import briefings, prepare
from loaders import Ledger
from loaders.geo import Geo
from tests.exports.decks import faults, narrow, night, opened, saved, with_parts

NAMES = ("camps.population", "returns.batches", "camps.others", "overview.map", "detention.custody", "camps.ages")
BASE = "http://localhost:8501"
RED = RGBColor.from_string("AA0011")  # type: ignore[no-untyped-call]


def built(names: Sequence[str], ledger: Ledger, **words: str) -> list[Exhibit]:
    return [exhibit(Item(name, {}, **words), ledger) for name in names]


@pytest.fixture(scope="module")
def old(before: Ledger, geo: Geo) -> bytes:
    """A deck made from the earlier ledger."""
    return deck("Situation", built(NAMES, before), geo, ledger=before, address=BASE)


@pytest.fixture(scope="module")
def renewed(old: bytes, ledger: Ledger, geo: Geo) -> bytes:
    """The same deck, refreshed."""
    return refresh(old, ledger, geo).deck


def slide_like(data: bytes, start: str) -> Any:
    return next(slide for slide in opened(data).slides if slide.shapes.title.text_frame.text.startswith(start))


def chart_of(slide: Any) -> Any:
    return next(shape for shape in slide.shapes if shape.has_chart)


def panels(slide: Any) -> dict[str, Any]:
    """The native charts of a slide by the names of their panels."""
    charts = [shape for shape in slide.shapes if shape.has_chart]
    return {found.panel: shape for shape in charts if (found := identity_of(slide.part, shape._element))}


def values(frame: Any) -> set[float]:
    return {value for plot in frame.chart.plots for one in plot.series for value in one.values if value is not None}


def text(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_a_refreshed_deck_is_valid(renewed: bytes) -> None:
    """The validator finds nothing wrong."""
    assert faults(renewed) == []


def said(slide: Any) -> tuple[str, list[str]]:
    """All words of a slide, and those of the cells of its tables."""
    cells = [cell.text for shape in slide.shapes if shape.has_table for cell in shape.table.iter_cells()]
    return text(slide), cells


def saved_elsewhere(data: bytes) -> bytes:
    """A deck as LibreOffice saves it: without tags and workbooks, its placeholders under other names."""
    presentation = opened(data)
    for slide in presentation.slides:
        for node in list(slide.element.iter(f"{P}custDataLst")):
            node.getparent().remove(node)
        for number, shape in enumerate(slide.placeholders, 1):
            shape.name = f"PlaceHolder {number}"
            shape.left += 180  # it rounds to hundredths of a millimetre
        for shape in slide.shapes:
            if shape.has_chart:
                part = shape.chart.part
                part.drop_rel(part._element.xlsx_part_rId)
                part._element.remove(part._element.find(f"{C}externalData"))
    return saved(presentation)


def test_the_charts_hold_the_newest_figures(renewed: bytes, old: bytes, ledger: Ledger) -> None:
    """Cache and workbook of a chart have the figures that came since; they did not have them before."""
    spec = exhibit(Item(NAMES[0], {}), ledger).spec
    wanted = set(spec.data.loc[spec.data["role"] == "headline", "value"])
    frame = chart_of(slide_like(renewed, "Al-Hol camp"))
    assert wanted <= values(frame)
    assert not wanted <= values(chart_of(slide_like(old, "Al-Hol camp")))
    book = load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
    assert wanted <= {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}


def test_texts_of_ours_are_renewed(renewed: bytes, ledger: Ledger) -> None:
    """Title, subtitle, foot, notes and the facts of the opening slide say what a new deck would say."""
    fresh = exhibit(Item(NAMES[0], {}), ledger)
    slide = slide_like(renewed, "Al-Hol camp")
    assert slide.shapes.title.text_frame.text == fresh.spec.title
    assert fresh.spec.subtitle in text(slide)
    assert "as of 22 Feb 2026" in text(slide)
    assert "22 Feb 2026" in slide.notes_slide.notes_text_frame.text
    assert "the newest as of 22 Feb 2026" in text(opened(renewed).slides[0])


def test_a_deck_brought_to_a_later_date_says_which_charts_could_go_in(ledger: Ledger) -> None:
    """Before: what was left out for want of figures stayed so without a word."""
    title = briefings(ledger)["situation"].title
    then, now = Item("camps.population", known_on="2023-12-31"), Item("camps.population")
    left = prepare("situation", as_known_on(ledger, pd.Timestamp("2023-12-31"))).left_out
    (one,) = could_go_in(title, (3, 4), then, now, ledger)
    assert left
    assert all(about in str(one) for about in left)
    assert str(one).startswith("Slides 3 and 4: ")
    assert could_go_in(title, (3,), now, now, ledger) == could_go_in("Mine", (3,), then, now, ledger) == []


def test_what_changed_is_told_on_the_last_slide(old: bytes, ledger: Ledger, geo: Geo) -> None:
    """Each figure before and after with hedge, date and source, in the result and on the slide."""
    found = refresh(old, ledger, geo)
    line = next(one for one in found.changes if one.what == "Al-Hol camp" and one.slide == 3)
    drawn = exhibit(Item(NAMES[0], {}), ledger).spec.data
    newest = drawn[(drawn["role"] == "headline") & (drawn["series"] == "Al-Hol camp")].iloc[-1]
    assert "35,000" in line.before
    assert newest["text"] == "an estimated 0"
    assert line.after == "closed on 22 Feb 2026"
    assert line.source == newest["attribution"]
    assert "->" in str(line)
    last = list(opened(found.deck).slides)[-1]
    assert last.shapes.title.text_frame.text == "What changed"
    cells = [cell.text for shape in last.shapes if shape.has_table for cell in shape.table.iter_cells()]
    assert line.after in cells
    assert line.source in cells


def test_a_second_refresh_changes_nothing(renewed: bytes, ledger: Ledger, geo: Geo) -> None:
    """There is no change, a slide says so, and every part of before is there byte for byte but the list of slides."""
    again = refresh(renewed, ledger, geo)
    assert again.changes == []
    assert list(opened(again.deck).slides)[-1].shapes.title.text_frame.text == "Nothing changed"
    one, other = (zipfile.ZipFile(io.BytesIO(data)) for data in (renewed, again.deck))
    grown = {"[Content_Types].xml", "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels"}
    for name in set(one.namelist()) - grown:
        assert one.read(name) == other.read(name), name


def test_an_own_title_and_own_notes_stay(old: bytes, ledger: Ledger, geo: Geo) -> None:
    """What its user wrote is left; what is still ours on the same slide is renewed."""
    presentation = opened(old)
    slide = presentation.slides[2]
    slide.shapes.title.text_frame.text = "Almost nobody is left"
    slide.notes_slide.notes_text_frame.text = "Pause here."
    now = opened(refresh(saved(presentation), ledger, geo).deck).slides[2]
    assert now.shapes.title.text_frame.text == "Almost nobody is left"
    assert now.notes_slide.notes_text_frame.text == "Pause here."
    assert "as of 22 Feb 2026" in text(now)


def test_moved_and_restyled_charts_stay_so(old: bytes, ledger: Ledger, geo: Geo) -> None:
    """Position, size and colour are the user's, the new figures are in, and hedged points follow the new colour."""
    presentation = opened(old)
    frame = chart_of(presentation.slides[2])
    frame.left, frame.top, frame.width, frame.height = Emu(1_000_000), Emu(2_500_000), Emu(6_000_000), Emu(3_000_000)
    chart = frame.chart
    chart.font.italic = True
    series = next(one for one in chart.plots[0].series if one.name == "Al-Hol camp")
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = RED
    series.format.line.color.rgb = RED
    changed = refresh(saved(presentation), ledger, geo).deck
    assert faults(changed) == []
    now = chart_of(opened(changed).slides[2])
    assert (now.left, now.top, now.width, now.height) == (1_000_000, 2_500_000, 6_000_000, 3_000_000)
    assert now.chart.font.italic
    again = next(one for one in now.chart.plots[0].series if one.name == "Al-Hol camp")
    assert again.marker.format.fill.fore_color.rgb == RED
    colours = {node.get("val") for point in again._element.findall(f"{C}dPt") for node in point.iter(f"{A}srgbClr")}
    assert "AA0011" in colours
    assert 0.0 in set(again.values)


def test_slides_may_be_reordered_and_doubled(old: bytes, ledger: Ledger, geo: Geo) -> None:
    """A chart is known by what it carries, not by where it stands; a second copy is refreshed too."""
    presentation = opened(old)
    order = presentation.slides._sldIdLst
    order.append(order[2])
    source = list(presentation.slides)[-1]
    copy = presentation.slides.add_slide(source.slide_layout)
    for shape in list(copy.shapes._spTree)[2:]:
        copy.shapes._spTree.remove(shape)
    for shape in source.shapes._spTree[2:]:
        copy.shapes._spTree.append(deepcopy(shape))
    for rid, rel in source.part.rels.items():
        if not rel.reltype.endswith(("slideLayout", "notesSlide")):
            copy.part.rels._rels[rid] = type(rel)("/ppt/slides", rid, rel.reltype, "Internal", rel.target_part)
    found = refresh(saved(presentation), ledger, geo)
    told = [one.slide for one in found.changes if one.what == "Al-Hol camp" and one.after.startswith("closed on ")]
    assert len(told) == 2
    title = exhibit(Item(NAMES[0], {}), ledger).spec.title
    twins = [s for s in opened(found.deck).slides if s.shapes.title and s.shapes.title.text_frame.text == title]
    assert len(twins) == 2
    assert all(0.0 in values(chart_of(one)) for one in twins)


def test_a_map_is_redrawn_at_its_place(old: bytes, ledger: Ledger, geo: Geo) -> None:
    """The group keeps its position, size and number, and shows the newest figures."""
    presentation = opened(old)
    group = next(s for slide in presentation.slides for s in slide.shapes if s.name == "Chart overview.map")
    group.left, group.top, group.width, group.height = Emu(800_000), Emu(2_000_000), Emu(5_000_000), Emu(3_000_000)
    number = group.shape_id
    made = refresh(saved(presentation), ledger, geo).deck
    assert faults(made) == []
    now = next(s for slide in opened(made).slides for s in slide.shapes if s.name == "Chart overview.map")
    assert now.shape_id == number
    assert now.left == pytest.approx(800_000, abs=1_000_000)
    assert now.width <= 5_000_000 + 10
    words = " ".join(str(node.get("descr")) for node in now._element.iter(f"{P}cNvPr"))
    assert "an estimated 0" in words


def test_what_is_not_ours_is_left_alone(old: bytes, ledger: Ledger, geo: Geo) -> None:
    """A slide of the user's with a table, a picture and a chart of its own comes out as it went in."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    presentation = opened(old)
    slide = presentation.slides.add_slide(presentation.slide_layouts[2])
    slide.shapes.title.text_frame.text = "Our own slide"
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["a", "b"]
    data.add_series("Ours", (1, 2))  # type: ignore[no-untyped-call]
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, 3_000_000, 3_000_000, data)
    given = saved(presentation)
    one = zipfile.ZipFile(io.BytesIO(given))
    other = zipfile.ZipFile(io.BytesIO(refresh(given, ledger, geo).deck))
    name = slide.part.partname.lstrip("/")
    chart = next(shape for shape in slide.shapes if shape.has_chart).chart.part.partname.lstrip("/")
    contents = {other.read(part) for part in other.namelist()}
    for part in (name, chart, "ppt/theme/theme1.xml", "ppt/slideMasters/slideMaster1.xml"):
        assert one.read(part) in contents, part


def test_the_sources_follow_the_data(old: bytes, renewed: bytes, ledger: Ledger) -> None:
    """Every publication that came since is in the notes, and the one slide says how many and leads to some."""

    def told(data: bytes) -> tuple[int, int, set[str]]:
        slides = [s for s in opened(data).slides if s.shapes.title.text_frame.text.startswith("Sources")]
        assert len(slides) == 1
        shown, _ = map(int, re.findall(r"\d+", slides[0].shapes.title.text_frame.text))
        table = next(shape.table for shape in slides[0].shapes if shape.has_table)
        assert len(table.rows) - 1 == shown
        linked = {
            run.hyperlink.address for row in table.rows for p in row.cells[1].text_frame.paragraphs for run in p.runs
        }
        lines = slides[0].notes_slide.notes_text_frame.text.split("\n")
        return shown, sum(re.match(r"\d+\. ", line) is not None for line in lines), linked - {None}

    (_, fewer, before), (_, more, after) = told(old), told(renewed)
    assert more > fewer
    known = set(ledger.sources["url"].astype(str))
    assert after - before
    assert after <= known


def test_a_table_that_its_user_changed_stays(old: bytes, ledger: Ledger, geo: Geo) -> None:
    """An own word in a cell keeps the whole list as it is."""
    presentation = opened(old)
    slide = next(s for s in presentation.slides if s.shapes.title.text_frame.text.startswith("Sources"))
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    table.cell(1, 0).text = "My own source"
    now = slide_like(refresh(saved(presentation), ledger, geo).deck, "Sources")
    cells = next(shape.table for shape in now.shapes if shape.has_table)
    assert cells.cell(1, 0).text == "My own source"


def test_key_figures_follow_the_charts(old: bytes, renewed: bytes, before: Ledger, ledger: Ledger) -> None:
    """Each card and the sentence above say what the charts say now."""
    for data, at in ((old, before), (renewed, ledger)):
        exhibits = built(NAMES, at)
        slide = slide_like(data, "Key figures")
        cards = [shape for shape in slide.shapes if shape.name.startswith("Key figure")]
        known = [found for shape in cards if (found := identity_of(slide.part, shape._element))]
        items = [found.item for found in known]
        charts = [next(one for one in exhibits if one.item == item) for item in items]
        wanted = [figure for one in charts if (figure := key_figure(one, at))]
        assert len(cards) == len(wanted) >= 3
        assert [shape.text_frame.text.split("\n")[1] for shape in cards] == [one.number for one in wanted]
        assert [shape.text_frame.text.split("\n")[3] for shape in cards] == [one.when for one in wanted]
        sentence = next(shape for shape in slide.shapes if shape.name == "Takeaway").text_frame.text
        assert sentence == takeaway(charts)


def test_a_card_is_as_high_as_its_new_words(old: bytes, ledger: Ledger, geo: Geo) -> None:
    """Before: a card of a refreshed deck ended a line before its source did."""
    presentation = opened(old)
    slide = next(s for s in presentation.slides if s.shapes.title.text_frame.text == "Key figures")
    for shape in slide.shapes:
        if shape.name.startswith("Key figure"):
            shape.height = shape.height // 2
    was = {shape.name: shape.text_frame.text for shape in slide.shapes if shape.name.startswith("Key figure")}
    found = refresh(saved(presentation), ledger, geo).deck
    look = inspected(opened(found)).look
    cards = [one for one in slide_like(found, "Key figures").shapes if one.name in was]
    assert len({one.height for one in cards}) == 1
    changed = [one for one in cards if one.text_frame.text != was[one.name]]
    assert changed
    for one in changed:
        box = Box(one.left, one.top, one.width, one.height)
        assert needed(one._element, box, look) <= one.height
        assert box.bottom <= look.height * 0.95


def test_an_own_takeaway_and_card_stay_and_are_named(old: bytes, ledger: Ledger, geo: Geo) -> None:
    """The briefer's words are kept; where they give a figure that no longer stands, the result says so."""
    presentation = opened(old)
    slide = slide_like(saved(presentation), "Key figures")
    slide = next(s for s in presentation.slides if s.shapes.title.text_frame.text == "Key figures")
    sentence = next(shape for shape in slide.shapes if shape.name == "Takeaway")
    sentence.text_frame.text = "Still at most 35,000 in al-Hol"
    card = next(shape for shape in slide.shapes if shape.name.startswith("Key figure"))
    card.text_frame.text = "Ask the minister"
    found = refresh(saved(presentation), ledger, geo)
    texts = [shape.text_frame.text for shape in slide_like(found.deck, "Key figures").shapes if shape.has_text_frame]
    assert "Still at most 35,000 in al-Hol" in texts
    assert "Ask the minister" in texts
    assert any("35,000" in one and one.startswith("Slide 2: your own text") for one in found.remarks)


def test_sections_keep_to_the_slides(old: bytes, renewed: bytes) -> None:
    """Every slide stands in one section, before and after a refresh that adds slides."""
    for data in (old, renewed):
        made = opened(data)
        held = [node.get("id") for node in made.part._element.iter("{*}section") for node in node.iter("{*}sldId")]
        assert held == [str(slide.slide_id) for slide in made.slides]


def test_charts_are_found_without_their_tags(old: bytes, ledger: Ledger, geo: Geo) -> None:
    """A program that drops tags leaves the mark in the workbook of a chart."""

    def change(name: str, content: bytes) -> bytes | None:
        if name.startswith("ppt/slides/slide"):
            root = etree.fromstring(content)
            for node in root.findall(f".//{P}custDataLst"):
                node.getparent().remove(node)
            return etree.tostring(root)
        if name.startswith("ppt/slides/_rels"):
            root = etree.fromstring(content)
            for node in [one for one in root if one.get("Type", "").endswith("/tags")]:
                root.remove(node)
            return etree.tostring(root)
        return None if name.startswith("ppt/tags/") else content

    made = refresh(with_parts(old, change), ledger, geo).deck
    assert 0.0 in values(chart_of(slide_like(made, "Al-Hol camp")))


def test_charts_are_found_by_their_notes_at_last(before: Ledger, ledger: Ledger, geo: Geo) -> None:
    """Without tags and workbook the notes name the chart, and which words are ours."""
    presentation = opened(deck("One", built(NAMES[:1], before), geo, ledger=before, address=BASE))
    frame = chart_of(presentation.slides[1])
    held = frame._element[0].find(f"{P}nvPr/{P}custDataLst")
    held.getparent().remove(held)
    part = frame.chart.part
    part.drop_rel(part._element.xlsx_part_rId)
    space = part._element
    space.remove(space.find(f"{C}externalData"))
    title = exhibit(Item(NAMES[0], {}), ledger).spec.title
    made = refresh(saved(presentation), ledger, geo).deck
    now = opened(made).slides[1]
    assert 0.0 in values(chart_of(now))
    assert now.shapes.title.text_frame.text == title
    assert chart_of(now).chart.part.chart_workbook.xlsx_part is not None
    assert faults(made) == []


def test_a_deck_that_another_program_has_saved_is_found(before: Ledger, ledger: Ledger, geo: Geo) -> None:
    """LibreOffice drops tags, workbooks and sections and keeps names and notes: charts, panels and words follow."""
    found = refresh(saved_elsewhere(deck("Saved", built(NAMES, before), geo, ledger=before)), ledger, geo)
    assert faults(found.deck) == []
    fresh = opened(deck("Saved", built(NAMES, ledger), geo, ledger=ledger))
    slides, wanted = list(opened(found.deck).slides), list(fresh.slides)
    charts = [n for n, slide in enumerate(wanted) if any(shape.name.startswith("Chart ") for shape in slide.shapes)]
    assert len(charts) == len(NAMES)
    for n in charts:
        assert slides[n].shapes.title.text_frame.text == wanted[n].shapes.title.text_frame.text
        assert slides[n].notes_slide.notes_text_frame.text == wanted[n].notes_slide.notes_text_frame.text
        made, right = panels(slides[n]), panels(wanted[n])
        assert made.keys() <= right.keys()
        assert all(values(shape) == values(right[name]) for name, shape in made.items())
    again = refresh(found.deck, ledger, geo)
    assert again.changes == []


def test_what_another_program_has_saved_is_renewed_and_told_as_any_deck(
    old: bytes, renewed: bytes, ledger: Ledger, geo: Geo
) -> None:
    """The notes hold the marks: opening slide, key figures, tables and what changed are those of the deck itself."""
    found = refresh(saved_elsewhere(old), ledger, geo)
    assert list(map(str, found.changes)) == list(map(str, refresh(old, ledger, geo).changes))
    assert found.remarks == []
    slides, wanted = list(opened(found.deck).slides), list(opened(renewed).slides)
    assert [said(slide) for slide in slides] == [said(slide) for slide in wanted]
    notes = [[without_kept(get_notes(slide)) for slide in own] for own in (slides, wanted)]
    assert notes[0] == notes[1]
    tops = [[[shape.top for shape in slide.shapes] for slide in own] for own in (slides, wanted)]
    assert tops[0] == tops[1]
    again = refresh(saved_elsewhere(found.deck), ledger, geo)
    assert again.changes == []
    assert len(opened(again.deck).slides) == len(slides) + 1


def test_notes_that_were_emptied_stay_empty(old: bytes, ledger: Ledger, geo: Geo) -> None:
    """Who gives a deck away without its notes does not find them filled again by a refresh."""
    presentation = opened(old)
    for slide in presentation.slides:
        slide.notes_slide.notes_text_frame.text = ""
    made = opened(refresh(saved(presentation), ledger, geo).deck)
    assert all(not get_notes(slide) for slide in list(made.slides)[: len(presentation.slides)])


def test_a_chart_that_the_data_no_longer_have_is_left(old: bytes, ledger: Ledger, geo: Geo) -> None:
    """It stays as it was and the result says why."""
    presentation = opened(old)
    slide = presentation.slides[2]
    frame = chart_of(slide)
    found = identity_of(slide.part, frame._element)
    assert found is not None
    rid = frame._element[0].find(f"{P}nvPr/{P}custDataLst/{P}tags").attrib.values()[0]
    gone = replace(found, item=Item("camps.population", {"place": "nowhere"}))
    part = slide.part.related_part(rid)
    part.blob = part.blob.replace(_escaped(to_text(found)), _escaped(to_text(gone)))
    result = refresh(saved(presentation), ledger, geo)
    assert any(one.startswith("Slide 3: left as it is. The data have no such chart") for one in result.remarks)
    assert values(chart_of(opened(result.deck).slides[2])) == values(frame)


@pytest.mark.parametrize("kind", ["narrow", "night"])
def test_decks_in_other_templates_are_refreshed_in_their_colours(
    kind: str, before: Ledger, ledger: Ledger, geo: Geo
) -> None:
    """The refreshed deck is what a new one in that template would be, and none of our own colours comes in."""
    template = narrow() if kind == "narrow" else night()
    made = deck("Theirs", built(NAMES[:4], before), geo, ledger=before, template=template)
    fresh = deck("Theirs", built(NAMES[:4], ledger), geo, ledger=ledger, template=template)
    done = refresh(made, ledger, geo).deck
    assert faults(done) == []
    for one, other in zip(list(opened(done).slides)[1:5], list(opened(fresh).slides)[1:5], strict=True):
        # Panels keep their places, wherever a new deck would put them.
        assert sorted(text(one).splitlines()) == sorted(text(other).splitlines())
        wanted_by = panels(other)
        for panel, frame in panels(one).items():
            wanted = wanted_by[panel]
            assert values(frame) <= values(wanted) | {0.0}
            assert "2368A8" not in frame.chart.part.blob.decode()


def _escaped(value: str) -> bytes:
    return value.replace("&", "&amp;").replace('"', "&quot;").encode()
