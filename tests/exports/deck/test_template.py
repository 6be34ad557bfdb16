"""Templates: our own, those of organisations, and files that are none or mean harm."""

from __future__ import annotations

import io
import re
import zipfile
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pptx.enum.shapes import PP_PLACEHOLDER

from charts.palette import HUES, INK, ORDER
from exports.briefing import Exhibit
from exports.deck import TemplateError, deck, read_template
from exports.deck.colours import chart_colours, contrast, distance, mix, readable
from exports.deck.default_template import default_template
from exports.deck.look import dark
from exports.deck.ooxml import A
from exports.deck.template import default
from loaders import Ledger
from loaders.geo import Geo
from tests.exports.decks import (
    CLASSIFIED,
    arabic,
    as_potx,
    faults,
    narrow,
    night,
    opened,
    saved,
    shown,
    with_part,
    with_parts,
    with_title_at,
)

RELS = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


@pytest.fixture(scope="module")
def exhibits(ledger: Ledger) -> list[Exhibit]:
    """A line, bars and a map."""
    return [shown(name, ledger) for name in ("detention.held", "repatriation.totals", "overview.map")]


def with_relation(data: bytes, kind: str, target: str, mode: str = "External") -> bytes:
    """The template with one more relation of its slide master."""
    extra = f'<Relationship Id="rIdBad" Type="{REL}{kind}" Target="{target}" TargetMode="{mode}"/>'

    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"</Relationships>", f"{extra}</Relationships>".encode()) if name == RELS else content

    return with_parts(data, change)


@pytest.mark.parametrize(
    "box",
    [
        (300_000, 600_000, 2_800_000, 5_200_000),
        (600_000, 5_000_000, 11_000_000, 900_000),
        (9_000_000, 500_000, 2_900_000, 5_500_000),
    ],
    ids=["left", "bottom", "right"],
)
def test_a_title_stays_where_the_template_has_it(
    box: tuple[int, int, int, int], exhibits: list[Exhibit], geo: Geo, ledger: Ledger
) -> None:
    """Beside or beneath the chart too: the title keeps its place and nothing of ours lies on it."""
    theirs = with_title_at(*box)
    made = deck("Theirs", exhibits, geo, ledger=ledger, template=theirs)
    assert faults(made) == []
    left, top, width, height = box
    for slide in list(opened(made).slides)[1:]:
        title = slide.shapes.title
        assert (title.left, title.top, title.width, title.height) == box
        for shape in slide.shapes:
            if shape.shape_id == title.shape_id or shape.is_placeholder:
                continue
            apart = (
                shape.left >= left + width
                or shape.left + shape.width <= left
                or shape.top >= top + height
                or shape.top + shape.height <= top
            )
            assert apart, shape.name
    assert read_template(theirs).remarks == ()


@pytest.mark.parametrize("box", [(-4_000_000, 0, 3_000_000, 800_000), (3_000_000, 2_000_000, 5_000_000, 3_600_000)])
def test_what_cannot_be_followed_is_said(box: tuple[int, int, int, int]) -> None:
    """A title off the slide, or in the middle of it."""
    (told,) = read_template(with_title_at(*box)).remarks
    assert "titles stand at the top" in told


def test_our_words_run_from_left_to_right_in_any_template(geo: Geo, ledger: Ledger) -> None:
    """Dates and figures keep their order in an Arabic template, whose own words and an Arabic title run as they do."""
    own = "المخيم مغلق"
    charts = [shown("camps.population", ledger, title=own), shown("detention.held", ledger)]
    made = deck("Theirs", charts, geo, ledger=ledger, template=arabic())
    assert faults(made) == []
    many = 0
    for slide in opened(made).slides:
        for node in slide.element.iter(f"{A}p"):
            text = "".join(one.text or "" for one in node.iter(f"{A}t"))
            held = node.find(f"{A}pPr")
            if text.strip():
                arab = text[0] in own + CLASSIFIED
                assert held is not None
                assert held.get("rtl") == ("1" if arab else "0"), text
                many += arab
    assert many >= 2
    feet = [one.text_frame.text for one in opened(made).slides[1].placeholders]
    assert f"{CLASSIFIED} | Theirs" in feet
    assert any(text.startswith("As known on ") for text in feet)


@pytest.mark.parametrize("kind", ["narrow", "night"])
def test_links_can_be_read_on_any_paper(kind: str, exhibits: list[Exhibit], geo: Geo, ledger: Ledger) -> None:
    """They are in a colour of ours that stands out from the paper, not in the theme's for links."""
    theirs = {"narrow": narrow(), "night": night()}[kind]
    paper = read_template(theirs).look.paper
    slide = list(opened(deck("Theirs", exhibits, geo, ledger=ledger, template=theirs)).slides)[-1]
    links = [run for run in slide.element.iter(f"{A}rPr") if run.find(f"{A}hlinkClick") is not None]
    assert links
    for run in links:
        assert contrast(f"#{run.find(f'{A}solidFill/{A}srgbClr').get('val').lower()}", paper) >= 3
        assert next(run.iter("{*}hlinkClr")).get("val") == "tx"


def test_a_theme_of_one_hue_still_tells_series_apart() -> None:
    """Six cyans are not six colours: where the theme has no other, ours take the place."""
    colours = chart_colours("#ffffff", "#222222", ["#00a0c0", "#00b0d0", "#0090b0", "#20a8c8", "#1098b8", "#00a8c0"])
    ours = [colours[HUES[name]["light"]] for name in ORDER]
    for at, one in enumerate(ours):
        assert all(distance(one, other) >= 60 for other in ours[:at])


def test_our_template_is_ours() -> None:
    """Wide, valid, with our palette as theme colours, four layouts, and no slide."""
    assert faults(default_template()) == []
    presentation = opened(default_template())
    assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9)
    assert [layout.name for layout in presentation.slide_layouts] == ["Title", "Chart", "Section", "Text"]
    assert len(presentation.slides) == 0
    theme = zipfile.ZipFile(io.BytesIO(default_template())).read("ppt/theme/theme1.xml").decode().lower()
    for number, name in enumerate(ORDER, 1):
        assert f'<a:accent{number}><a:srgbclr val="{HUES[name]["light"][1:]}"/>' in theme


def test_our_template_draws_in_our_own_colours() -> None:
    """No colour is swapped, and the six hues are theme colours, so that charts follow a change of theme."""
    look = default().look
    assert look.colours == {}
    assert look.scheme == {HUES[name]["light"]: f"accent{n}" for n, name in enumerate(ORDER, 1)}
    assert look.paper == INK["light"]["paper"]


@pytest.mark.parametrize("kind", ["narrow", "night", "potx", "own deck"])
def test_a_deck_takes_master_layouts_and_theme_of_a_template(
    kind: str, exhibits: list[Exhibit], geo: Geo, ledger: Ledger
) -> None:
    """Size, layouts and theme are the template's; its slides are gone; the deck is valid."""
    given = {"narrow": narrow(), "night": night(), "potx": as_potx(night())}.get(kind)
    given = given or deck("Before", exhibits, geo, ledger=ledger)
    made = deck("In their look", exhibits, geo, ledger=ledger, template=given)
    assert faults(made) == []
    built, theirs = opened(made), opened(given if kind != "potx" else night())
    assert (built.slide_width, built.slide_height) == (theirs.slide_width, theirs.slide_height)
    assert [one.name for one in built.slide_layouts] == [one.name for one in theirs.slide_layouts]
    assert "Somebody's old slide" not in "".join(
        shape.text_frame.text for slide in built.slides for shape in slide.shapes if shape.has_text_frame
    )
    before, after = (zipfile.ZipFile(io.BytesIO(one)).read("ppt/theme/theme1.xml") for one in (given, made))
    assert re.findall(rb'(?:srgbClr val|typeface)="[^"]*"', before) == re.findall(
        rb'(?:srgbClr val|typeface)="[^"]*"', after
    )
    for slide in list(built.slides)[1:4]:
        assert slide.shapes.title.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)


def test_charts_are_drawn_in_the_themes_colours(exhibits: list[Exhibit], geo: Geo, ledger: Ledger) -> None:
    """Our blue is written as the theme's first accent; the text of axes can be read on the dark background."""
    made = deck("Dark", exhibits[:1], geo, ledger=ledger, template=night())
    frame = next(shape for shape in opened(made).slides[1].shapes if shape.has_chart)
    xml = frame.chart.part.blob.decode()
    assert 'schemeClr val="accent1"' in xml
    for colour in set(re.findall(r'srgbClr val="([0-9A-F]{6})"', xml)):
        assert colour != HUES["blue"]["light"][1:].upper()
    assert INK["light"]["muted"][1:].upper() not in xml


def test_a_dark_template_is_known_as_dark() -> None:
    """Background and text come through the master's colour map, not from their usual places."""
    look = read_template(night()).look
    assert dark(look)
    assert look.paper == "#0b2545"
    assert look.text == "#ffffff"
    assert look.heading == "Georgia"


@pytest.mark.parametrize("kind", ["narrow", "night"])
def test_all_colours_can_be_told_from_the_background(kind: str) -> None:
    """Marks have a contrast of 3 to 1, text of 4.5 to 1."""
    look = read_template(narrow() if kind == "narrow" else night()).look
    for name in (*ORDER, "ink", "grey"):
        assert contrast(look.colour(HUES[name]["light"]), look.paper) >= 3
    for colour in (look.text, look.muted, look.title_colour, look.colour(INK["light"]["text"])):
        assert contrast(colour, look.paper) >= 4.5


def test_an_accent_that_cannot_be_seen_is_replaced() -> None:
    """The night template's fourth accent is as dark as its background; the others stay in their places."""
    look = read_template(night()).look
    taken = [look.colour(HUES[name]["light"]) for name in ORDER]
    assert taken[:3] == ["#3fa7d6", "#fac05e", "#59cd90"]
    assert "#0b2f55" not in taken
    assert len(set(taken)) == 6


@given(
    st.lists(st.integers(0, 0xFFFFFF), max_size=6),
    st.sampled_from(["#ffffff", "#000000", "#0b2545", "#f3f6f8", "#808080", "#ffcc00"]),
)
def test_whatever_a_theme_holds_charts_can_be_read(accents: list[int], paper: str) -> None:
    """Six colours, each visible on the background, and no two accents taken that look alike."""
    text = readable("#1f2a33", paper, 4.5)
    found = chart_colours(paper, text, [f"#{one:06x}" for one in accents])
    taken = [found[HUES[name]["light"]] for name in ORDER]
    assert all(contrast(one, paper) >= 3 for one in taken)
    theirs = [one for one in taken if one in {f"#{value:06x}" for value in accents}]
    assert all(distance(one, other) >= 75 for n, one in enumerate(theirs) for other in theirs[:n])


def test_more_is_stronger_on_any_ground() -> None:
    """The five classes of a map go from near the background to far from it."""
    for paper, text in (("#ffffff", "#000000"), ("#0b2545", "#ffffff")):
        found = chart_colours(paper, text, ["#3fa7d6"])
        steps = [contrast(found[own], paper) for own in ("#d6e6f2", "#a3c8e2", "#62a0cb", "#2a72a8", "#0c447c")]
        assert steps == sorted(steps)


def test_mixing_gives_the_ends_and_the_middle() -> None:
    """A share of one is the first colour, of nought the second."""
    assert mix("#ff0000", "#0000ff", 1) == "#ff0000"
    assert mix("#ff0000", "#0000ff", 0) == "#0000ff"
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


def test_a_template_without_layouts_is_refused() -> None:
    """The message says what is missing."""
    presentation = opened(narrow())
    for layout in list(presentation.slide_layouts)[1:]:
        if not layout.used_by_slides:
            presentation.slide_layouts.remove(layout)

    def change(name: str, content: bytes) -> bytes | None:
        if name == RELS:
            return re.sub(rb"<Relationship [^>]*slideLayout\d+\.xml[^>]*/>", b"", content)
        if name == "ppt/slideMasters/slideMaster1.xml":
            return re.sub(rb"<p:sldLayoutIdLst>.*</p:sldLayoutIdLst>", b"<p:sldLayoutIdLst/>", content, flags=re.DOTALL)
        return content

    with pytest.raises(TemplateError, match="no slide layouts"):
        read_template(with_parts(narrow(), change))


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(6):
            package.writestr(f"ppt/media/image{number}.png", bytes(50_000_000))
    return out.getvalue()


def _many() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for number in range(5_001):
            package.writestr(f"{number}.xml", b"")
    return out.getvalue()


def _encrypted() -> bytes:
    data = bytearray(narrow())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def _with_entity(name: str, content: bytes) -> bytes:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return content.replace(b"?>", b"?>" + entity, 1) if name == "ppt/theme/theme1.xml" else content


def _as(kind: str) -> bytes:
    return with_parts(
        narrow(),
        lambda name, content: (
            content.replace(b"presentationml.presentation.main+xml", kind.encode())
            if name == "[Content_Types].xml"
            else content
        ),
    )


HOSTILE: dict[str, tuple[Any, str]] = {
    "not a file of ours": (lambda: b"Hello", "not a .pptx"),
    "nothing": (lambda: b"", "not a .pptx"),
    "password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
    "zip bomb": (_bomb, "unpacks to more than"),
    "too many parts": (_many, "parts, more than"),
    "encrypted": (_encrypted, "encrypted"),
    "cut off": (lambda: narrow()[: len(narrow()) // 2], "not a .pptx"),
    "empty zip": (lambda: b"PK\x05\x06" + bytes(18), "missing"),
    "path outside": (lambda: with_part(narrow(), "../../evil.xml", b"<a/>"), "names that no Office file has"),
    "same name twice": (lambda: with_part(narrow(), "PPT/presentation.xml", b"<a/>"), "names that no Office file has"),
    "entities": (lambda: with_parts(narrow(), _with_entity), "declares entities"),
    "macros": (lambda: _as("presentationml.presentation.macroEnabled.main+xml"), "macros"),
    "a document": (lambda: _as("wordprocessingml.document.main+xml"), "a Word document"),
    "a workbook": (lambda: _as("spreadsheetml.sheet.main+xml"), "an Excel workbook"),
    "linked object": (lambda: with_relation(narrow(), "oleObject", "file:///etc/passwd"), "an embedded object"),
    "control": (lambda: with_relation(narrow(), "control", "../activeX/activeX1.xml", "Internal"), "ActiveX"),
    "macro on the master": (lambda: with_relation(narrow(), "vbaProject", "../vba.bin", "Internal"), "macros"),
    "fetches": (lambda: with_relation(narrow(), "attachedTemplate", "http://example.org/x.potx"), "outside of it"),
    "no theme": (
        lambda: with_parts(narrow(), lambda name, content: None if name == "ppt/theme/theme1.xml" else content),
        "theme",
    ),
    "no master": (
        lambda: with_parts(narrow(), lambda name, content: None if "slideMaster1.xml" in name else content),
        "slide master",
    ),
    "no main part": (
        lambda: with_parts(narrow(), lambda name, content: None if name == "ppt/presentation.xml" else content),
        "damaged",
    ),
    "not XML": (
        lambda: with_parts(narrow(), lambda name, content: b"<a" if name == "ppt/presentation.xml" else content),
        "not well-formed",
    ),
    "no size": (
        lambda: with_parts(
            narrow(),
            lambda name, content: (
                re.sub(rb"<p:sldSz[^>]*/>", b'<p:sldSz cx="5" cy="5"/>', content)
                if name == "ppt/presentation.xml"
                else content
            ),
        ),
        "slide size",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_bad_template_gets_a_clear_message(name: str) -> None:
    """What is wrong is named, and the message is a sentence for its user, not a traceback."""
    make, message = HOSTILE[name]
    with pytest.raises(TemplateError, match=message) as caught:
        read_template(make())
    assert str(caught.value).endswith(".")
    assert "Error" not in str(caught.value)


def test_links_on_a_master_are_taken_out(exhibits: list[Exhibit], geo: Geo, ledger: Ledger) -> None:
    """A link of the template does not come into the deck, and the template says what was left out."""
    given = with_relation(narrow(), "hyperlink", "https://example.org/track")
    assert "links to elsewhere" in read_template(given).left_out
    made = deck("Clean", exhibits[:1], geo, ledger=ledger, template=given)
    assert faults(made) == []
    assert all(b"example.org/track" not in content for content in _contents(made))


def test_slides_of_a_template_are_left_out_with_all_that_hangs_on_them() -> None:
    """Neither their text nor their parts are in what a deck is made from."""
    template = read_template(narrow())
    assert "its slides" in template.left_out
    assert not [name for name in zipfile.ZipFile(io.BytesIO(template.data)).namelist() if "slides/" in name]


def test_a_picture_on_the_master_stays(exhibits: list[Exhibit], geo: Geo, ledger: Ledger) -> None:
    """A logo is part of the look; the chart keeps clear of it."""
    presentation = opened(narrow())

    logo = io.BytesIO()
    Image.new("RGB", (40, 20), "#2368a8").save(logo, "PNG")
    _, rid = presentation.slide_master.part.get_or_add_image_part(logo)
    tree = presentation.slide_master.shapes._spTree
    # python-pptx adds pictures to slides only.
    tree.add_pic(90, "Logo", "", rid, 8_000_000, 1_500_000, 900_000, 450_000)
    made = deck("With a logo", exhibits[:1], geo, ledger=ledger, template=saved(presentation))
    assert faults(made) == []
    assert [name for name in zipfile.ZipFile(io.BytesIO(made)).namelist() if name.endswith(".png")]
    look = read_template(saved(presentation)).look
    assert look.free.right <= 8_000_000 or look.free.top >= 1_950_000


def test_a_mutated_template_gives_a_message_or_a_sound_deck(geo: Geo, ledger: Ledger) -> None:
    """Bytes changed, parts cut, swapped, emptied or taken away: a TemplateError, or a deck that validates."""
    chance = Random(4)  # noqa: S311 - the same mutants in every run
    sound = refused = 0
    for number in range(120):
        mutant = _mutant(chance, (narrow(), night(), default_template())[number % 3], number % 5)
        try:
            made = deck("Mutant", [], geo, ledger=ledger, template=mutant)
        except TemplateError:
            refused += 1
            continue
        sound += 1
        if sound <= 10:
            assert faults(made) == [], number
    assert sound > 5
    assert refused > 50


def _mutant(chance: Random, base: bytes, how: int) -> bytes:
    """The file with some bytes changed, cut off, or with one part dropped, cut or swapped for another."""
    if how == 0:
        changed = bytearray(base)
        for _ in range(chance.randint(1, 8)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        return bytes(changed)
    if how == 1:
        return base[: chance.randrange(len(base))]
    archive = zipfile.ZipFile(io.BytesIO(base))
    one, other = chance.choice(archive.namelist()), chance.choice(archive.namelist())
    new = (None, archive.read(one)[: chance.randrange(300)], archive.read(other))[how - 2]

    def change(name: str, content: bytes) -> bytes | None:
        return new if name == one else content

    return with_parts(base, change)


def _contents(data: bytes) -> list[bytes]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return [archive.read(name) for name in archive.namelist()]


def test_charts_take_the_width_of_the_text_where_a_logo_stands_beside_the_title() -> None:
    """Before: beneath a title that is short for a logo's sake every chart was as short as it."""
    presentation = opened(narrow())
    (title,) = [one for one in presentation.slide_master.placeholders if "TITLE" in str(one.placeholder_format.type)]
    whole, title.width = title.width, round(title.width * 0.7)
    look = read_template(saved(presentation)).look
    assert look.free.width > whole * 0.9
