"""The words around a picture: all of them are there, none is cut, none can run anything."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.text import xml_text
from render.plan.frame import Frame, compose, text_width, wrap

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "Held <img src=x onerror=alert(1)> & \"quoted\" 'words' \x00\x1b ]]>"


def parse(frame: Frame) -> ElementTree.Element:
    return ElementTree.fromstring(frame.fill(""))  # noqa: S314 - our own drawing


def lines(root: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


@given(st.text(max_size=300), st.sampled_from([200.0, 700.0, 1504.0]))
def test_wrapped_lines_fit_and_keep_every_letter(text: str, width: float) -> None:
    found = wrap(text, width, 20)
    assert all(text_width(line, 20) <= width for line in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_date_stays_on_one_line() -> None:
    for width in range(120, 500, 20):
        assert any("22 Feb 2026" in line for line in wrap("An estimated 0 people on 22 Feb 2026, at last", width, 20))


def test_the_lines_of_a_title_are_about_even() -> None:
    title = "Al-Hol camp fell from 73,520 on 5 May 2019 to an estimated 0 people on 22 Feb 2026"
    first, second = lines(parse(compose(title)))
    assert len(second) > len(first) / 2


@given(st.text(max_size=200))
def test_any_text_makes_a_well_formed_document(text: str) -> None:
    assert parse(compose(text, text, text, text)).tag == f"{SVG}svg"


def test_markup_in_a_title_is_shown_as_text() -> None:
    root = parse(compose(HOSTILE))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "rect", "g", "path", "text"}
    assert "<img src=x onerror=alert(1)>" in " ".join(lines(root))


def test_forbidden_control_characters_are_left_out() -> None:
    assert xml_text("a\x00b\x1bc\ud800d\uffff") == "abcd"


def test_a_short_picture_is_a_slide() -> None:
    frame = compose("Title", "Subtitle", "Source: one", "Note")
    assert (frame.width, frame.height) == (1600, 900)
    assert lines(parse(frame)) == ["Title", "Subtitle", "Source: one", "Note"]


@pytest.mark.parametrize("times", [1, 10, 40])
def test_head_box_and_foot_never_overlap(times: int) -> None:
    frame = compose("A long title " * times, "A subtitle " * times, "A source, 2021; " * times, "A note. " * times)
    root = parse(frame)
    head, foot = root.find(f"{SVG}g[@class='head']"), root.find(f"{SVG}g[@class='foot']")
    assert head is not None
    assert foot is not None
    foot_top = int(foot.attrib["transform"].split()[1].rstrip(")"))
    assert max(float(text.attrib["y"]) for text in head) < frame.top
    assert frame.top + frame.box_height < foot_top
    assert frame.box_height >= 400
    assert foot_top + max(float(text.attrib["y"]) for text in foot.iter(f"{SVG}text")) < frame.height
