"""What an address asks that no page has is said with what is near it, and keys of others are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui import unknown
from ui.registry import PAGES, Page
from ui.section import _above, section


def _page(path: str) -> Page:
    return next(one for one in PAGES if one.path == path)


@pytest.mark.parametrize(
    ("path", "key", "near"),
    [
        ("camps", "camps", "camp"),
        ("repatriation", "country", "rep_country"),
        ("explore", "indicator", "ex_indicator"),
        ("camps", "secton", "section"),
        ("camps", "camp", ""),
        ("camps", "rep_country", ""),
        ("camps", "utm_source", ""),
        ("camps", "fbclid", ""),
        ("camps", "embed", ""),
    ],
)
def test_an_unknown_key_is_told_with_the_near_one(path: str, key: str, near: str) -> None:
    """Before: `camps?camps=roj` was dropped without a word."""
    assert unknown.near_key(_page(path), key) == near


def test_what_is_said_of_a_key_sets_the_near_one_and_is_escaped() -> None:
    told = list(unknown.keys_html(_page("camps"), {"camps": ["<b>roj"], "day": ["2021-01-01"], "utm_id": ["1"]}))
    assert len(told) == 1
    assert "“camps=&lt;b&gt;roj”" in told[0]
    assert 'href="camps?day=2021-01-01&amp;utm_id=1&amp;camp=%3Cb%3Eroj"' in told[0]


def test_an_unknown_section_is_told_with_the_near_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before: the first section was shown, and not said which one may have been meant."""

    @section("Population")
    def population() -> None: ...

    @section("Safety")
    def safety() -> None: ...

    monkeypatch.setattr("ui.section._asked", lambda: "saftey")
    told = _above((population, safety), (population,))
    assert "a section “saftey” that this page does not have; shown: Population; near: " in told
    assert 'data-value="safety">Safety</a>.' in told


def test_the_browser_knows_every_page_by_path_and_title() -> None:
    assert ("camps", "Camps") in unknown.pages()
    assert len(unknown.pages()) == len(PAGES) - 1


def test_what_is_near_is_a_link_that_can_be_read_in_the_dark() -> None:
    """Before: links in notes and in the dialog of an unknown page were of the browser's blue."""
    folder = Path(unknown.__file__).parent
    style, script = (folder / "style.css").read_text("utf-8"), (folder / "window.js").read_text("utf-8")
    rule = next(line for line in style.splitlines() if '[role="dialog"] a[data-near]' in line)
    assert ".cs-note" in rule
    assert "light-dark(" in rule
    assert "link.dataset.near" in script
