"""A file that is edited in place on Data health while somebody else changes it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_health_decisions import said
from tests.pages.whole import opened
from ui.edited import Work

PARTS = "parts.csv"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of parts alone that may be another one: all else is the project's own."""
    source = Path("data").resolve()
    folder = tmp_path / "data"
    folder.mkdir()
    for each in source.iterdir():
        if each.name != PARTS:
            (folder / each.name).symlink_to(each)
    (folder / PARTS).write_bytes((source / PARTS).read_bytes())
    monkeypatch.setattr("ui.data.DATA", folder)
    from ui import data

    data._shelf.cache_clear()
    # What the edits would move, any chart, is asked in tests/charts/test_moved.py.
    monkeypatch.setattr("ui.entry.effects", lambda *_: None)
    return folder


def edited(copy: Path) -> tuple[AppTest, bytes, bytes]:
    """The page after a remark was edited, the file as it was, and as it was edited."""
    base = (copy / PARTS).read_bytes()
    lines = base.splitlines(keepends=True)
    mine = b"".join([lines[0], lines[1].rstrip(b"\n") + b" (looked at)\n", *lines[2:]])
    page = opened("health", "enter", **{"edit-work-parts": Work(base, mine, mine)})
    return page.selectbox(key="upload-table").set_value("parts").run(), base, mine


def test_edits_are_checked_and_told_like_an_upload(copy: Path) -> None:
    page, _, _ = edited(copy)
    assert "The file can replace parts.csv" in said(page)
    assert "0 added, 1 changed, 0 removed" in said(page)


def test_edits_outlive_a_change_of_the_file_and_are_made_again(copy: Path) -> None:
    page, base, mine = edited(copy)
    theirs = b"".join(base.splitlines(keepends=True)[:-1])
    (copy / PARTS).write_bytes(theirs)
    page.run()
    assert any("Somebody else has changed parts.csv while you were editing it" in each.value for each in page.warning)
    work: Work = page.session_state["edit-work-parts"]
    assert work.mine == mine, "the edits are there to be downloaded"
    page.button(key="edit-work-parts-again").click().run()
    assert "0 added, 1 changed, 0 removed" in said(page)
    assert not [each for each in page.warning if "Somebody else" in each.value]
    work = page.session_state["edit-work-parts"]
    assert work.mine == b"".join(mine.splitlines(keepends=True)[:-1])


def test_a_row_that_both_have_changed_is_named_and_stays_theirs(copy: Path) -> None:
    page, base, _ = edited(copy)
    lines = base.splitlines(keepends=True)
    (copy / PARTS).write_bytes(b"".join([lines[0], lines[1].rstrip(b"\n") + b" (theirs)\n", *lines[2:]]))
    page.run()
    page.button(key="edit-work-parts-again").click().run()
    assert any("1 row that you had edited" in each.value for each in page.warning)
    assert b"(theirs)" in page.session_state["edit-work-parts"].mine


def test_edits_that_are_given_up_are_gone(copy: Path) -> None:
    page, base, _ = edited(copy)
    theirs = b"".join(base.splitlines(keepends=True)[:-1])
    (copy / PARTS).write_bytes(theirs)
    page.run()
    page.button(key="edit-work-parts-drop").click().run()
    assert page.session_state["edit-work-parts"].mine == theirs
    assert not page.warning or "Somebody else" not in page.warning[0].value
