"""The picture buttons: safe file names, the right chart, and nothing missing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from charts.palette import HUES, INK
from ui.picture import _ON_PAPER, PrintSpec, key_class, picture_buttons, safe_filename

WORDS: PrintSpec = {"title": "Title", "subtitle": "", "sources": "", "note": ""}


@given(st.text(max_size=300))
def test_a_file_name_is_always_safe(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_ -]{0,90}", safe_filename(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("al-Hol: people held, 2016/2026", "al-Hol people held 2016 2026"),
        ("Türkiye & Côte d'Ivoire", "Turkiye Cote d Ivoire"),
        ("../../etc/passwd", "etc passwd"),
        ("--help", "help"),
        ("a\r\nb\x00.exe", "a b exe"),
        ("مخيم", "picture"),
        ("", "picture"),
        ("CON", "picture CON"),
        ("lpt1", "picture lpt1"),
        ("Constant", "Constant"),
    ],
)
def test_file_names(text: str, name: str) -> None:
    assert safe_filename(text) == name


def test_a_long_file_name_is_shortened() -> None:
    assert len(safe_filename("held " * 100)) <= 80


def test_the_class_of_a_key_is_spelled_as_streamlit_does() -> None:
    assert key_class(" camps chart/1 ") == "st-key-camps-chart-1"


def test_every_colour_of_the_dark_theme_has_one_on_paper() -> None:
    assert _ON_PAPER[INK["dark"]["paper"]] == "#ffffff"
    assert {colours["dark"] for colours in HUES.values()} | set(INK["dark"].values()) <= set(_ON_PAPER)


def test_a_chart_without_key_and_a_map_without_drawing_are_refused() -> None:
    with pytest.raises(ValueError, match="chart_key"):
        picture_buttons(key="a", filename="a", kind="plotly", print_spec=WORDS)
    with pytest.raises(ValueError, match="svg"):
        picture_buttons(key="a", filename="a", kind="svg", print_spec=WORDS)


def test_the_buttons_run_without_a_browser() -> None:
    """Pages with picture buttons can be tested with AppTest."""

    def page() -> None:
        from ui.picture import picture_buttons

        picture_buttons(
            key="a",
            filename="a",
            kind="plotly",
            chart_key="chart",
            print_spec={"title": "A", "subtitle": "", "sources": "", "note": ""},
        )

    app = AppTest.from_function(page).run()
    assert not app.exception
