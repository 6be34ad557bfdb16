"""The plan of a slide: everything fits, nothing overlaps, and what is left out is in the notes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import catalog
from charts.citation import hedge_key, key_line, source_line
from exports.briefing import Exhibit, item_of
from exports.deck import deck, preview_svg, read_template
from exports.deck.look import POINT, Box, Look
from exports.deck.notes import notes_text
from exports.deck.plan import CHART, MORE, SlidePlan, fitted, height_of, lines_of, plan, with_panels
from exports.deck.tables import Table, pages
from exports.deck.template import default
from loaders import Ledger
from loaders.geo import Geo, load_geo
from render.office.model import SCREEN, Canvas
from render.office.native import native_charts
from render.plan.fonts import wider
from render.plan.frame import text_width
from render.plan.plan import plan_of
from render.plan.points import CARD, Size
from tests.conftest import ROOT
from tests.exports.decks import narrow, night, opened, shown

LOOKS = ("own", "narrow", "night")


def look_of(name: str) -> Look:
    return default().look if name == "own" else read_template(narrow() if name == "narrow" else night()).look


def blocks(made: SlidePlan) -> Iterator[tuple[str, Box]]:
    """What must not overlap: the texts but those within the chart's box, and the chart's box."""
    yield from ((one.role, one.box) for one in made.words if one.role not in ("panel", "empty"))
    yield "chart", made.body


@pytest.fixture(scope="module")
def exhibits(ledger: Ledger) -> list[Exhibit]:
    """Every other chart of the catalogue, every third of them with a talking point."""
    specs = [catalog.build(name, ledger) for name in catalog.names()[::2]]
    point = "Say that this figure is a count of one day, and that the next one is expected in spring."
    return [Exhibit(replace(item_of(spec), point=point if n % 3 == 0 else ""), spec) for n, spec in enumerate(specs)]


@pytest.fixture(scope="module")
def plans(exhibits: list[Exhibit]) -> dict[str, list[tuple[str, SlidePlan]]]:
    """The slides of all of them in each look."""
    return {name: [(one.spec.name, plan(one, look_of(name))) for one in exhibits] for name in LOOKS}


@pytest.mark.parametrize("name", LOOKS)
def test_nothing_overlaps_or_leaves_the_slide(name: str, plans: dict[str, list[tuple[str, SlidePlan]]]) -> None:
    """Texts and chart stand clear of each other, inside the slide."""
    look = look_of(name)
    for chart, made in plans[name]:
        for (role, box), (other, rival) in itertools.combinations(blocks(made), 2):
            apart = (
                box.right <= rival.left or rival.right <= box.left or box.bottom <= rival.top or rival.bottom <= box.top
            )
            assert apart, (chart, role, other)
        for role, box in blocks(made):
            inside = box.left >= 0 and box.top >= 0 and box.right <= look.width and box.bottom <= look.height
            assert inside, (chart, role)


@pytest.mark.parametrize("name", LOOKS)
def test_every_text_fits_its_box(name: str, plans: dict[str, list[tuple[str, SlidePlan]]]) -> None:
    """As many lines as the measured widths give are no higher than the box."""
    look = look_of(name)
    for chart, made in plans[name]:
        for words in made.words:
            left, top, right, bottom = look.title_inset if words.role == "title" else (words.inset,) * 4
            width, height = words.box.width - left - right, words.box.height - top - bottom
            lines = [
                line
                for text in words.paragraphs
                for line in lines_of(text, width, words.size, words.font, bold=words.bold)
            ]
            assert height_of(len(lines), words.size) <= height + POINT, (chart, words.role)
            assert all(text_width(line, words.size) * wider(words.font) <= width / POINT for line in lines)


@pytest.mark.parametrize("name", LOOKS)
def test_the_chart_keeps_the_most_of_the_slide(name: str, plans: dict[str, list[tuple[str, SlidePlan]]]) -> None:
    """More than a quarter of the slide whatever is written around it, and nearly half of it on the usual slide."""
    look = look_of(name)
    shares = sorted(made.body.area / (look.width * look.height) for _, made in plans[name])
    assert shares[0] > 0.27
    assert shares[len(shares) // 2] > 0.45


def test_title_and_foot_can_be_read_at_arms_length(plans: dict[str, list[tuple[str, SlidePlan]]]) -> None:
    """In our template titles have 24 points or more, subtitles 12, feet 10."""
    least = {"title": 24, "subtitle": 12, "foot": 10, "point": 12}
    for _, made in plans["own"]:
        for words in made.words:
            assert words.size >= least.get(words.role, 10)


def test_source_and_marks_are_never_left_out(exhibits: list[Exhibit]) -> None:
    """However long the caveats are: who said it and how to read the marks stand on the slide."""
    for one in exhibits[::3]:
        spec = replace(one.spec, caveats=("A caveat that goes on and on about how it was counted. " * 30,))
        made = plan(Exhibit(one.item, spec), default().look)
        foot = made.role("foot")
        assert foot is not None
        assert source_line(spec) in foot.text
        marks = hedge_key(spec, office=True)
        assert marks[1:] in foot.text
        assert made.more
        assert MORE in foot.text


def test_every_slide_says_what_its_marks_and_numbers_are(
    ledger: Ledger, plans: dict[str, list[tuple[str, SlidePlan]]]
) -> None:
    """Where events took three lines, light marks stood on the slide without a word.

    Every other chart in every look, and those between in each look in turn.
    """
    made = [(name, look, one) for look in LOOKS for name, one in plans[look]]
    looks = itertools.cycle([(look, look_of(look)) for look in LOOKS])
    for name, (look, own) in zip(catalog.names()[1::2], looks, strict=False):
        spec = catalog.build(name, ledger)
        made.append((name, look, plan(Exhibit(item_of(spec), spec), own)))
    assert {name for name, _, _ in made} == set(catalog.names())
    for name, look, slide in made:
        spec, foot = catalog.build(name, ledger), slide.role("foot")
        assert foot is not None
        assert all(key in foot.text for key in key_line(spec, office=True)), (name, look)
        assert all(f"{n}: {one.when}, {one.label}." in foot.text for n, one in enumerate(spec.markers, 1))


def test_what_does_not_fit_is_in_the_notes(ledger: Ledger) -> None:
    """A very long title is cut on the slide, says so, and stands in full in the notes."""
    one = shown("camps.population", ledger, title="A title without end " * 20 + "at last")
    made = plan(one, default().look)
    title = made.role("title")
    assert title is not None
    assert title.text.endswith("…")
    assert made.more
    assert one.item.title in notes_text(one, "")


def test_panels_share_the_chart_box(ledger: Ledger) -> None:
    """Small multiples stand inside the chart's box, each beneath its name."""
    look = default().look
    base = plan(shown("camps.others", ledger), look)
    for count in range(2, 14):
        made = with_panels(base, tuple(f"Panel {n}" for n in range(count)), 3, look)
        assert len(made.panels) == count
        for panel in made.panels:
            assert panel.left >= base.body.left
            assert panel.right <= base.body.right
            assert panel.top > base.body.top
            assert panel.bottom <= base.body.bottom


@pytest.mark.parametrize("name", ["camps.others", "displacement.from_hosts", "repatriation.panels"])
def test_panels_of_a_slide_stand_as_its_plan_has_them(ledger: Ledger, geo: Geo, name: str) -> None:
    """In a deck, and in a room so narrow that eight panels are three across on a page of its width."""
    one = shown(name, ledger)
    frames = [shape for slide in opened(deck("Panels", [one], geo)).slides for shape in slide.shapes if shape.has_chart]
    body = plan(one, default().look).body
    room = Size(*(round(side / POINT * SCREEN / CHART) for side in (body.width, body.height)))
    grid = plan_of(one.spec, room)
    assert len({frame.left for frame in frames}) == grid.columns
    assert len({frame.top for frame in frames}) == grid.lines
    low = native_charts(one.spec, Canvas(CARD.width * CHART / SCREEN, 300, CHART))
    assert {chart.columns for chart in low} == {plan_of(one.spec, CARD).columns}


@given(st.text(max_size=400), st.integers(20, 900), st.integers(1, 4))
def test_fitted_text_takes_no_more_lines_than_allowed(text: str, points: int, most: int) -> None:
    """Whatever the text: it is cut before it overflows, and is whole when it was not cut."""
    line, cut = fitted(text, points * POINT, (20.0, 14.0, 10.0), most, "Arial")
    assert len(lines_of(line.text, points * POINT, line.size, "Arial")) <= max(most, 1)
    assert cut or line.text == text


def test_tables_are_cut_into_pages_that_fit() -> None:
    """Every row is on one page, in order, and the heights of a page add up to its box at most."""
    look = default().look
    box = Box(0, 0, 700 * POINT, 200 * POINT)
    rows = tuple(
        (f"Publisher {n}", "A long title of a report " * (n % 7), "https://example.org/" + "x" * n) for n in range(60)
    )
    parts = pages(Table(("Who", "What", "Where"), (1, 2, 2), rows), box, look, 10.0)
    assert [row[0] for part in parts for row in part.rows] == [row[0] for row in rows]
    assert len(parts) > 1


def test_a_row_higher_than_the_page_is_cut() -> None:
    """A text as long as a page does not run over its foot."""
    look = default().look
    box = Box(0, 0, 300 * POINT, 100 * POINT)
    parts = pages(Table(("Who", "What"), (1, 1), (("A", "word " * 2000),)), box, look, 10.0)
    assert len(parts) == 1
    assert parts[0].rows[0][1].endswith("…")


def test_the_preview_shows_the_slide_as_it_will_be(ledger: Ledger) -> None:
    """The same lines at the same places in the same colours, and the template's own shapes."""
    geo = load_geo(ROOT / "data")
    one = shown("camps.population", ledger, point="Say <this> & that.")
    look = look_of("night")
    picture = preview_svg(one, geo, look, 640)
    made = plan(one, look)
    title = made.role("title")
    assert title is not None
    for line in lines_of(title.text, look.title_width, title.size, title.font, bold=title.bold):
        assert f">{line}</text>" in picture
    assert "Say &lt;this&gt; &amp; that." in picture
    assert f'fill="{look.paper}"' in picture
    assert look.colours["#2368a8"] in picture
    assert look.heading in picture
    assert preview_svg(one, geo, default().look).count("<rect") > 2
