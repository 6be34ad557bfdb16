"""Names of downloaded files."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.files import safe_filename


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
        ("مخيم", "file"),
        ("", "file"),
        ("CON", "file CON"),
        ("lpt1", "file lpt1"),
        ("Constant", "Constant"),
    ],
)
def test_file_names(text: str, name: str) -> None:
    assert safe_filename(text) == name


def test_a_long_file_name_is_shortened() -> None:
    assert len(safe_filename("held " * 100)) <= 80
