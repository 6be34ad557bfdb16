"""Text from data and readers cannot break, mislead or run anything."""

import pytest

from charts.text import file_stem, one_line, plain, safe_cell, web_address


def test_text_keeps_its_letters_and_loses_what_breaks_a_document() -> None:
    """Control characters, lone surrogates and direction overrides go; line ends, Arabic and emoji stay."""
    assert plain("a\x00b\x0bc\ud800d\ufffee\u202ef") == "abcdef"
    assert plain("a\nb\tمخيم الهول 🙂") == "a\nb\tمخيم الهول 🙂"
    assert one_line(" a \r\n\t b ") == "a b"


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n1", " =1", "\u00a0=1", "＝1", "＋1", "－1", "＠1", "\t1"]
)
def test_a_cell_that_a_spreadsheet_would_run_becomes_text(text: str) -> None:
    """An apostrophe stands in front, and the text is otherwise as it was."""
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("value", ["al-Hol", "1-2", "", -5.0, 0, None, "’=1"])
def test_other_cells_stay_as_they_are(value: object) -> None:
    """Numbers keep their sign, words their hyphens."""
    assert safe_cell(value) is value


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "\\\\host\\share",
        "http://",
        "https:// a",
        "mailto:a@b.c",
        "//a/b",
        "",
        "http://a b",
        "data:text/html,x",
        "nan",
    ],
)
def test_only_a_web_address_is_an_address(url: str) -> None:
    """Anything else is left out rather than written where a program may follow it."""
    assert web_address(url) == ""


def test_a_web_address_stays_as_it_is() -> None:
    """Queries and other scripts are kept."""
    assert web_address("https://a.org/x?y=1&z=2#é") == "https://a.org/x?y=1&z=2#é"


def test_a_file_name_is_ascii_and_ends_with_a_whole_word() -> None:
    """Accents are dropped, signs are hyphens, and what nothing is left of has a name too."""
    assert file_stem("Türkiye: 1,250 people / año") == "turkiye-1-250-people-ano"
    assert file_stem("../../etc/passwd") == "etc-passwd"
    assert file_stem("al-Hol camp fell to zero", 17) == "al-hol-camp-fell"
    assert file_stem("x" * 90, 20) == "x" * 20
    assert file_stem("مخيم الهول") == file_stem("\x00") == "untitled"
