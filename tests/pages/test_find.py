"""The page Find: the answer first with its source and copies, charts to take, plain words where nothing is found."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from loaders import Ledger
from render.picture.dark import DARK
from tests.pages.whole import at
from ui import find


def asked(words: str) -> AppTest:
    """The page as it stands for a question."""
    return at("find", q=words).run()


def html(page: AppTest) -> str:
    """All HTML text of the page."""
    return "".join(str(one.proto.body) for one in page.get("html") if "<style" not in one.proto.body)


def test_the_answer_has_figure_sentence_source_and_three_copies() -> None:
    page = asked("french kids still in syria")
    text = html(page)
    assert not page.exception
    assert "about 120 children" in text
    assert "according to Collectif des familles unies, via Zactus (16 Sep 2025)." in text
    assert text.count("data-copy=") == 3
    assert 'href="profile?of=FRA"' in text
    assert any(one.label == "Add to briefing" for one in page.button)
    assert [one.value for one in page.header][:2] == ["Charts", "Statements"]


def test_what_the_data_do_not_hold_is_said_and_not_answered() -> None:
    page = asked("lafarge cement")
    assert not page.exception
    assert "No figure was found for this question." in html(page)
    assert "data-copy=" not in html(page)


def test_a_question_is_text_and_never_markup() -> None:
    page = asked("<script>alert(1)</script> al-Hol")
    assert not page.exception
    assert "<script>" not in html(page)


def test_without_a_question_the_page_explains_itself() -> None:
    page = asked("")
    assert not page.exception
    assert "Plain words in any order" in html(page)


def test_a_page_that_the_question_names_is_offered_at_its_time() -> None:
    """Before: `what changed since 1 Jan 2026` was answered by nothing, with `hanged` near it, then by a link alone."""
    text = html(asked("what changed since 1 Jan 2026"))
    assert '<a href="changes?chg_from=2025-12-31" data-go>What changed since</a>' in text
    assert text.count("What changed since</a>") == 1
    assert "Between 31 Dec 2025 and " in text
    assert "No single figure answers this." not in text
    assert "hanged</a>" not in text


def test_small_drawings_are_in_the_colours_of_the_theme(ledger: Ledger) -> None:
    """Before: in the dark theme they stood on white."""
    light, dark = find._thumb("camps.population", "light", ledger), find._thumb("camps.population", "dark", ledger)
    on_light = set(DARK) - set(DARK.values())
    assert [colour for colour in on_light if colour in light]
    assert [colour for colour in on_light if colour in dark] == []
    style = (Path(find.__file__).parent / "style.css").read_text(encoding="utf-8")
    assert not [line for line in style.splitlines() if "key-find-found-" in line and "#fff" in line]
