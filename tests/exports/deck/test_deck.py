"""Decks: what stands on a slide, in its notes and at the end, and that every part of it is sound."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from pptx.enum.shapes import PP_PLACEHOLDER

from analysis.coverage import in_words
from charts.alt import describe
from charts.citation import lead_source, source_line
from charts.spec import empty_points
from exports.briefing import Exhibit, Item, address, exhibit, from_token
from exports.deck import deck
from exports.deck.key_figures import key_figure, key_figures
from exports.deck.ooxml import A, P, R
from exports.deck.plan import MORE, foot_paragraphs, lines_of, plan
from exports.deck.template import default
from exports.references import PRODUCT
from loaders import Ledger
from loaders.geo import Geo
from tests.exports.decks import faults, narrow, opened, shown, with_parts

BASE = "http://localhost:8501"
NAMES = ("camps.population", "camps.others", "overview.map", "repatriation.totals", "detention.custody", "flows.sankey")


@pytest.fixture(scope="module")
def exhibits(ledger: Ledger) -> list[Exhibit]:
    """Charts of six kinds, the first with a reader's own title, the third with a talking point."""
    found = [shown(name, ledger) for name in NAMES]
    found[0] = shown(NAMES[0], ledger, title="Al-Hol is empty")
    found[2] = shown(NAMES[2], ledger, point="Ask who counts the people in Roj.")
    return found


@pytest.fixture(scope="module")
def made(exhibits: list[Exhibit], geo: Geo, ledger: Ledger) -> bytes:
    """A deck of them in our own template."""
    return deck("Situation at a glance", exhibits, geo, ledger=ledger, address=BASE)


def words(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def slide_of(made: bytes, title: str) -> Any:
    return next(slide for slide in opened(made).slides if slide.shapes.title.text_frame.text == title)


def test_a_deck_is_valid_office_open_xml(made: bytes) -> None:
    """The validator finds nothing wrong in any part."""
    assert faults(made) == []


def test_the_slides_come_in_order_between_title_and_sources(made: bytes, exhibits: list[Exhibit]) -> None:
    """Title, key figures, the charts with the tables that follow some of them, then the one slide of sources."""
    titles = [slide.shapes.title.text_frame.text for slide in opened(made).slides]
    assert titles[0] == "Situation at a glance"
    charts = [titles.index(one.headline) for one in exhibits]
    assert charts == sorted(charts)
    assert titles[1] == "Key figures"
    assert charts[0] == 2
    assert titles[charts[-1] + 2 :] == titles[-1:]
    assert titles[-1].startswith("Sources")


def test_the_slides_are_in_sections(made: bytes, ledger: Ledger) -> None:
    """A summary, a section for each theme in the order of the charts, the sources; every slide stands in one."""
    presentation = opened(made)
    found = list(presentation.part._element.iter("{*}section"))
    names = [section.get("name") for section in found]
    themes = set(ledger.themes["title"].astype(str)) | {"Charts"}
    assert names[0] == "Summary"
    assert names[-1] == "Sources"
    assert set(names[1:-1]) <= themes
    held = [entry.get("id") for section in found for entry in section.iter("{*}sldId")]
    assert held == [str(slide.slide_id) for slide in presentation.slides]


def test_a_key_figure_names_a_place_as_its_chart_does(ledger: Ledger) -> None:
    """A conference on a country and its region, and not in the host countries of its refugees."""
    figure = key_figure(exhibit(Item("funding.conferences"), ledger), ledger)
    assert figure is not None
    assert figure.what == "Pledging conference grants in Syria and region"


def test_a_key_figure_of_rivals_gives_their_range(ledger: Ledger) -> None:
    """As the headline of its chart: one end alone would be what one of several bodies counts."""
    shown = exhibit(Item("liberation.attacks_claimed"), ledger)
    figure = key_figure(shown, ledger)
    assert figure is not None
    assert figure.number == "121 to 253"
    assert f"{figure.number} attacks" in shown.spec.title
    assert all(body in figure.who for body in ("US defence official", "BBC Monitoring"))


def test_both_ends_of_a_dispute_are_a_key_figure_by_both_who_say_them(ledger: Ledger) -> None:
    shown = exhibit(Item("disputes.one"), ledger)
    figure = key_figure(shown, ledger)
    assert figure is not None
    assert f"{figure.hedge} {figure.number} (" in shown.spec.title
    assert len(set(figure.who.split("; "))) > 1


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (Item("camps.killed_counts"), "murders to the one, killings to the other"),
        (Item("detention.claims"), "the ends are of several years"),
        (Item("detention.statements", {"year": "2019"}), "one end is a bound, the other is none"),
        (Item("displacement.iraq_ranked"), "a floor of three figures is none of them"),
        (Item("displacement.syria_governorates"), "a floor of two figures is none of them"),
    ],
)
def test_an_end_or_a_floor_alone_is_no_key_figure(ledger: Ledger, item: Item, why: str) -> None:
    assert key_figure(exhibit(item, ledger), ledger) is None, why


def test_the_key_figure_of_a_closed_camp_is_what_it_held(ledger: Ledger) -> None:
    """Its headline tells that nobody is left before it tells of the people."""
    figure = key_figure(exhibit(Item("camps.population"), ledger), ledger)
    assert figure is not None
    assert figure.number == "Closed"
    assert re.search(r"; \d+,\d{3} on ", figure.when)


@pytest.mark.parametrize("name", ["returns.pace", "displacement.iraq_households", "displacement.camp_households"])
def test_a_key_figure_of_households_says_so(name: str, ledger: Ledger) -> None:
    """Its measure speaks of people, whose number it is not."""
    figure = key_figure(exhibit(Item(name), ledger), ledger)
    assert figure is not None
    assert figure.what.endswith(": households")


@pytest.mark.parametrize("name", ["disputes.widest", "coalition.by_region"])
def test_a_key_figure_is_in_the_unit_of_its_measure_and_dated(name: str, ledger: Ledger) -> None:
    """How far statements lie apart is no number of detainees, and a count of rows holds for no day."""
    assert key_figure(exhibit(Item(name), ledger), ledger) is None


def test_cards_of_key_figures_fill_their_slide(made: bytes) -> None:
    """Their words are as large as the room allows, and no card reaches the foot."""
    cards = [one for one in slide_of(made, "Key figures").shapes if one.name.startswith("Key figure")]
    room = default().look.free
    assert max(card.top + card.height for card in cards) <= room.bottom
    assert min(card.top + card.height for card in cards) > room.bottom - 0.25 * room.height


def test_key_figures_are_those_of_the_charts(made: bytes, exhibits: list[Exhibit], ledger: Ledger) -> None:
    """Three to five figures, each stated by the headline of a chart of the deck, and a click leads to its slide."""
    slide = slide_of(made, "Key figures")
    cards = [shape for shape in slide.shapes if shape.name.startswith("Key figure")]
    wanted = key_figures(exhibits, ledger)
    assert 3 <= len(cards) == len(wanted) <= 5
    for card, (at, figure) in zip(cards, wanted, strict=True):
        spec = exhibits[at].spec
        assert [line.strip() for line in card.text_frame.text.split("\n")] == list(figure.lines)
        assert figure.text in set(spec.data.loc[spec.data["role"] == "headline", "text"])
        leads = slide.part.related_part(card._element[0][0].find(f"{A}hlinkClick").get(f"{R}id"))
        assert leads.slide.shapes.title.text_frame.text == exhibits[at].headline
        assert figure.text in slide.notes_slide.notes_text_frame.text
    assert next(shape for shape in slide.shapes if shape.name == "Takeaway").text_frame.text.startswith(
        "Al-Hol is empty."
    )


def test_a_deck_of_few_figures_has_no_slide_of_them(geo: Geo, exhibits: list[Exhibit], ledger: Ledger) -> None:
    built = opened(deck("Two", exhibits[:2], geo, ledger=ledger))
    assert built.slides[1].shapes.title.text_frame.text == exhibits[0].headline


def test_titles_are_of_one_size_and_charts_begin_at_one_height(made: bytes, exhibits: list[Exhibit]) -> None:
    """From slide to slide nothing jumps; no title is cut for it."""
    sizes, tops = set(), set()
    for one in exhibits:
        slide = slide_of(made, one.headline)
        sizes |= {run.font.size.pt for p in slide.shapes.title.text_frame.paragraphs for run in p.runs}
        drawn = [shape.top for shape in slide.shapes if shape.has_chart or shape.shape_type == 6]
        panel = [shape.top for shape in slide.shapes if shape.name == "Panel"]
        tops.add(min(panel or drawn))
    assert len(sizes) == 1
    assert max(tops) - min(tops) <= 2 * 12_700


def test_feet_have_title_and_date_known(made: bytes) -> None:
    """Footer, date up to which publications count, number: on every slide but the opening one."""
    for slide in list(opened(made).slides)[1:]:
        held = {one.placeholder_format.type: one.text_frame.text for one in slide.placeholders}
        assert held[PP_PLACEHOLDER.FOOTER] == "Situation at a glance"
        assert held[PP_PLACEHOLDER.DATE].startswith("As known on ")
        assert PP_PLACEHOLDER.SLIDE_NUMBER in held


def test_the_author_is_no_person(made: bytes, exhibits: list[Exhibit], geo: Geo, ledger: Ledger) -> None:
    """The organisation that a template names, else the product."""
    assert opened(made).core_properties.author == PRODUCT
    named = with_parts(narrow(), lambda name, content: _owned(content) if name == "docProps/app.xml" else content)
    built = deck("Theirs", exhibits[:1], geo, ledger=ledger, template=named)
    assert opened(built).core_properties.author == "Ministry of Examples"


def _owned(content: bytes) -> bytes:
    return re.sub(rb"<Company>.*?</Company>|<Company/>", b"<Company>Ministry of Examples</Company>", content)


def test_a_chart_has_two_lines_of_notes_and_the_key_to_its_events(exhibits: list[Exhibit]) -> None:
    """What does not fit beside the line of sources stands in the notes, and the slide says so; never a number alone."""
    assert any(one.spec.markers for one in exhibits)
    for one in exhibits:
        made_plan = plan(one, default().look)
        foot = made_plan.role("foot")
        assert foot is not None
        lines = [len(lines_of(text, foot.box.width, foot.size, foot.font)) for text in foot.paragraphs]
        # Six numbered events and the key of the marks take four.
        assert sum(lines[:-1]) <= (4 if one.spec.markers else 2)
        assert all(f"{n}: {marker.when}" in foot.text for n, marker in enumerate(one.spec.markers, 1))
        left = [text for text in foot_paragraphs(one.spec)[1:] if text not in foot.text]
        assert (MORE in foot.text) == bool(left)


def test_the_opening_slide_says_what_the_figures_rest_on(made: bytes) -> None:
    """Number of charts and publications, dates of the figures, as known on, the leading source."""
    text = words(opened(made).slides[0])
    assert "6 charts from " in text
    assert "publications" in text
    assert "the newest as of " in text
    assert "As known on: everything published up to " in text
    assert "Where sources differ: headline rule" in text


def test_a_slide_names_measure_unit_date_and_source(made: bytes, exhibits: list[Exhibit]) -> None:
    """Subtitle with its date, and the source line, stand on every chart's slide."""
    for one in exhibits:
        text = words(slide_of(made, one.headline))
        assert one.spec.subtitle in text
        assert "as of" in text
        assert source_line(one.spec) in text


def test_an_earlier_date_is_told_on_the_slide(geo: Geo, ledger: Ledger) -> None:
    """A chart as known on a date says so beneath its title, on the title slide and in the notes."""
    one = shown("camps.population", ledger, known_on="2025-01-31")
    built = opened(deck("Then", [one], geo, ledger=ledger))
    assert "as known on 31 Jan 2025" in words(built.slides[1])
    assert "As known on: 31 Jan 2025" in words(built.slides[0])
    assert "As known on: 31 Jan 2025." in built.slides[1].notes_slide.notes_text_frame.text


def test_a_readers_title_and_talking_point_stand_on_the_slide(made: bytes, exhibits: list[Exhibit]) -> None:
    """The own title is the slide's; the computed one is in the notes; the talking point has a box of its own."""
    slide = slide_of(made, "Al-Hol is empty")
    assert exhibits[0].spec.title in slide.notes_slide.notes_text_frame.text
    slide = slide_of(made, exhibits[2].headline)
    box = next(s for s in slide.shapes if s.has_text_frame and s.text_frame.text == exhibits[2].item.point)
    assert box.text_frame.margin_left > 0


def test_the_chart_is_native_and_its_workbook_holds_the_figures(made: bytes, exhibits: list[Exhibit]) -> None:
    """Every headline value is cached in the chart and stands in its embedded workbook."""
    slide = slide_of(made, exhibits[0].headline)
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    data = exhibits[0].spec.data
    wanted = set(data.loc[data["role"] == "headline", "value"])
    cached = {value for plot in frame.chart.plots for series in plot.series for value in series.values}
    assert wanted <= cached
    book = load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert wanted <= cells


def test_every_chart_has_a_text_alternative(made: bytes, exhibits: list[Exhibit]) -> None:
    """Charts, panels and groups of shapes are described for those who do not see them."""
    for one in exhibits:
        slide = slide_of(made, one.headline)
        drawings = [s._element for s in slide.shapes if s.has_chart or s.shape_type == 6]
        assert drawings
        for drawing in drawings:
            assert describe(one.spec)[:40] in drawing[0][0].get("descr")


def test_small_multiples_are_charts_of_their_own(made: bytes, exhibits: list[Exhibit]) -> None:
    """One chart a panel, each beneath its name, none over another."""
    slide = slide_of(made, exhibits[1].headline)
    charts = [shape for shape in slide.shapes if shape.has_chart]
    assert len(charts) == exhibits[1].spec.data["series"].nunique()
    for series in exhibits[1].spec.data["series"].unique():
        assert str(series) in words(slide)
    for one in charts:
        for other in charts:
            apart = (
                one.left + one.width <= other.left
                or other.left + other.width <= one.left
                or one.top + one.height <= other.top
                or other.top + other.height <= one.top
            )
            assert apart or one.shape_id == other.shape_id


def test_the_notes_cite_every_source_and_reopen_the_view(made: bytes, exhibits: list[Exhibit], ledger: Ledger) -> None:
    """Each publication by publisher, title and address, the remarks, and the link with the chart's own choices."""
    for one in exhibits:
        text = slide_of(made, one.headline).notes_slide.notes_text_frame.text
        ids = {part for row in one.spec.data["source"].astype(str) for part in row.split("; ") if part}
        rows = ledger.sources[ledger.sources["source"].astype(str).isin(ids)]
        assert len(rows) == len(ids)
        for title in rows["title"].astype(str):
            assert " ".join(title.split()) in text
        for caveat in one.spec.caveats:
            assert caveat in text
        link = next(line for line in text.split("\n") if line.startswith("Open this view: ")).partition(": ")[2]
        assert link == address(BASE, one.item)
        assert from_token(link.partition("show=")[2]).items[0].chart == one.spec.name


def test_the_sources_are_one_slide_with_links(made: bytes, exhibits: list[Exhibit], ledger: Ledger) -> None:
    """Whoever states the newest figures comes first, each title leads to its address, and the notes have all."""
    ids = {part for one in exhibits for row in one.spec.data["source"].astype(str) for part in row.split("; ") if part}
    ids |= {marker.source for one in exhibits for marker in one.spec.markers if marker.source}
    known = ledger.sources.set_index(ledger.sources["source"].astype(str))
    (slide,) = _titled(made, "Sources")
    rows = _cells(slide)[1:]
    assert slide.shapes.title.text_frame.text == f"Sources: {len(rows)} of {len(ids):,}, the others in the notes"
    lead = list(dict.fromkeys(lead_source(one.spec) for one in exhibits))
    assert [row[0].rstrip("…") for row in rows[: len(lead)]] == [
        row[0].rstrip("…") if row[0].endswith("…") else _publisher(known.loc[one])
        for row, one in zip(rows, lead, strict=False)
    ]
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    links = [
        run.hyperlink.address for row in list(table.rows)[1:] for run in row.cells[1].text_frame.paragraphs[0].runs
    ]
    assert links[: len(lead)] == [str(known.loc[one, "url"]) or None for one in lead]
    told = slide.notes_slide.notes_text_frame.text.partition("\n\n")[0].split("\n")[1:]
    assert len(set(told)) == len(ids)
    for one in ids:
        assert any(" ".join(str(known.loc[one, "title"]).split()) in line for line in told)


def _publisher(row: Any) -> str:
    return str(row["publisher"]) + (f", via {row['carried_by']}" if row["carried_by"] else "")


def test_the_notes_define_every_measure(made: bytes, exhibits: list[Exhibit], ledger: Ledger) -> None:
    """Title, unit and definition of each indicator that is drawn, and the headline rule, stand beside the sources."""
    (slide,) = _titled(made, "Sources")
    told = slide.notes_slide.notes_text_frame.text.partition("\n\n")[2].split("\n")
    assert told[0] == "Definitions"
    drawn = {str(name) for one in exhibits for name in one.spec.data["indicator"] if str(name)}
    for entry in ledger.indicators.to_dict("records"):
        if str(entry["indicator"]) in drawn:
            text = " ".join(in_words(ledger, str(entry["definition"])).split())
            assert any(line.startswith(str(entry["title"])) and line.endswith(text) for line in told)
    assert any(line.startswith("Headline figure: ") and "more primary publisher" in line for line in told)


def test_a_timeline_is_followed_by_a_table_of_its_rows(made: bytes, exhibits: list[Exhibit]) -> None:
    """Strips get a native table: one row a period, with its source."""
    slide = _titled(made, "Periods with holder and source")[0]
    assert len(_cells(slide)) - 1 == len(exhibits[4].spec.data)


def test_no_placeholder_is_left_without_text(made: bytes) -> None:
    """Nothing on a slide says “Click to add text”."""
    for slide in opened(made).slides:
        for holder in slide.placeholders:
            assert holder.text_frame.text.strip()


def test_a_chart_without_figures_says_so(geo: Geo, exhibits: list[Exhibit], ledger: Ledger) -> None:
    """The reason stands in the chart's place; there is no empty chart."""
    spec = replace(exhibits[0].spec, data=empty_points(), markers=(), empty="No source has said so yet.")
    made = deck("Nothing", [Exhibit(Item(spec.name), spec)], geo, ledger=ledger)
    slide = opened(made).slides[1]
    assert "No source has said so yet." in words(slide)
    assert not [shape for shape in slide.shapes if shape.has_chart]
    assert faults(made) == []


def test_a_deck_without_charts_is_still_a_deck(geo: Geo, ledger: Ledger) -> None:
    """Title and definitions remain, valid."""
    made = deck("", [], geo, ledger=ledger)
    assert opened(made).slides[0].shapes.title.text_frame.text == "Briefing"
    assert faults(made) == []


def test_text_from_data_stays_text(geo: Geo, ledger: Ledger) -> None:
    """Markup, control characters and addresses in titles are shown or dropped, never run or linked."""
    bad = '<a:r>& \x00\x0b\ufffe]]> =HYPERLINK("http://x") javascript:alert(1) \u202emoc.elpmaxe'
    one = shown("camps.population", ledger, title=bad[:80], point=bad)
    spec = replace(one.spec, subtitle=bad, caveats=(bad,), data=one.spec.data.assign(publisher=bad, source_title=bad))
    made = deck(bad, [Exhibit(one.item, spec)], geo, address=BASE)
    assert faults(made) == []
    built = opened(made)
    assert "<a:r>&" in words(built.slides[1])
    for slide in built.slides:
        leads = {rel.target_ref for rel in slide.part.rels.values() if rel.is_external}
        assert leads <= set(one.spec.data["url"])
        assert "\u202e" not in words(slide)


def test_progress_is_told_step_by_step(geo: Geo, exhibits: list[Exhibit], ledger: Ledger) -> None:
    """Every slide counts, and the last step is all of them."""
    steps: list[tuple[int, int]] = []
    deck("Steps", exhibits[:2], geo, ledger=ledger, progress=lambda done, of: steps.append((done, of)))
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_every_shape_has_a_number_of_its_own(made: bytes) -> None:
    """Two shapes of one slide with the same id would be repaired by PowerPoint."""
    for slide in opened(made).slides:
        ids = [node.get("id") for node in slide.shapes._spTree.iter(f"{P}cNvPr")]
        assert len(ids) == len(set(ids))


def test_text_is_large_enough_to_be_read(made: bytes) -> None:
    """Titles at least 24 points for an ordinary headline, nothing that we place below 10."""
    for slide in opened(made).slides:
        for shape in slide.shapes:
            if not shape.has_text_frame:
                continue
            for paragraph in shape.text_frame.paragraphs:
                for run in paragraph.runs:
                    assert run.font.size is None or run.font.size.pt >= 10


def test_a_dated_figure_is_never_later_than_its_title_slide_says(made: bytes, exhibits: list[Exhibit]) -> None:
    """The newest date of the opening slide is the newest of all charts."""
    newest = max(one.spec.as_of for one in exhibits if pd.notna(one.spec.as_of))
    assert f"{newest:%b %Y}" in words(opened(made).slides[0])


def _titled(made: bytes, start: str) -> list[Any]:
    return [slide for slide in opened(made).slides if slide.shapes.title.text_frame.text.startswith(start)]


def _cells(slide: Any) -> list[list[str]]:
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    return [[cell.text for cell in row.cells] for row in table.rows]
