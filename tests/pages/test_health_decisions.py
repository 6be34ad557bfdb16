"""What a maintainer decides on Data health: that a warning stands, that rows were meant to go."""

from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from loaders import load
from tests.pages.test_health import words
from tests.pages.whole import opened
from ui import data

CAMPS, FUNDING = "observations/camps.csv", "observations/funding.csv"


@pytest.fixture
def copy(folder: Path) -> Path:
    """A copy of the data with one warning, half a person in Roj, that is on screen and may be written."""
    camps = folder / CAMPS
    camps.write_bytes(camps.read_bytes().replace(b"2026-02-21,day,2225,", b"2026-02-21,day,2225.5,"))
    return folder


def said(page: AppTest) -> str:
    assert not page.exception
    boxes = (*page.markdown, *page.success, *page.error, *page.info, *page.caption, *page.code)
    return unescape("\n".join([words(page), *(each.value for each in boxes)])).replace("\\", "")


def chosen(page: AppTest) -> AppTest:
    """The page after the one warning was chosen."""
    (button,) = (each for each in page.button if each.label == "Acknowledge")
    return button.click().run()


def test_a_warning_is_acknowledged_beside_it(copy: Path) -> None:
    page = chosen(opened("health"))
    assert "observations/camps.csv, line" in said(page)
    assert "2225.5 persons is not a whole number" in said(page)
    page.text_input(key="known-reason").set_value("An average")
    page.text_input(key="known-who").set_value("Data desk")
    page.button(key="known-write").click().run()
    assert "Holds until: say until when that holds" in said(page)
    page.text_input(key="known-until").set_value("2027-11-30")
    page.button(key="known-write").click().run()
    assert "Written into acknowledged.csv" in said(page)
    ledger = load(copy)
    assert not [each for each in ledger.problems if each.severity == "warning"]
    assert "An average" in {one.reason for one in ledger.acknowledged}
    undo = next(each for each in page.button if str(each.key).startswith("entry-undo-"))
    undo.click().run()
    assert [each.rule for each in load(copy).problems] == ["whole_number"]


def test_where_the_server_does_not_write_the_line_is_given(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPSTATS_WRITE", "")
    present = (copy / "acknowledged.csv").read_bytes()
    page = chosen(opened("health"))
    for key, text in (("reason", "An average"), ("who", "Data desk"), ("until", "2027-11-30")):
        page.text_input(key=f"known-{key}").set_value(text)
    page.button(key="known-write").click().run()
    assert "whole_number,observations/camps.csv,camp_population roj" in said(page)
    assert (copy / "acknowledged.csv").read_bytes() == present


def shrunk(copy: Path) -> tuple[AppTest, bytes, bytes]:
    """The page while a version that lost rows is kept back, the file as it was, and as it is."""
    page = opened("health")
    file = copy / FUNDING
    before = file.read_bytes()
    # Rows that no other table names.
    left = b"".join(line for at, line in enumerate(before.splitlines(keepends=True)) if at % 16 != 1)
    file.write_bytes(left)
    for now in (0.0, 3.0, 6.0):
        data.look(now)
    assert [(each.rule, each.file) for each in data.kept_back()] == [("file_shrank", FUNDING)]
    return page.run(), before, left


def test_a_loss_of_rows_is_accepted_knowingly_and_taken_back(copy: Path) -> None:
    page, before, left = shrunk(copy)
    rows = before.count(b"\n") - 1, left.count(b"\n") - 1
    assert f"{FUNDING} has {rows[1]:,} in place of {rows[0]:,} rows" in said(page)
    button = page.button(key="loss-write")
    assert button.label == f"Accept {rows[0] - rows[1]:,} rows fewer"
    button.click().run()
    assert "say who you are and why the rows go" in said(page)
    page.text_input(key="loss-who").set_value("A. Maintainer")
    page.text_input(key="loss-why").set_value("Entered twice")
    page.button(key="loss-write").click().run()
    assert f"Accepted: {FUNDING} has" in said(page)
    for now in (10.0, 13.0, 16.0):
        data.look(now)
    data.settle()
    assert data.kept_back() == ()
    assert data.shown_files()[FUNDING] == left
    log = (copy / "DATA-CHANGELOG.md").read_text(encoding="utf-8")
    assert "Entered twice. Accepted knowingly" in log
    assert f"{rows[0] - rows[1]} fewer" in log
    undo = next(each for each in page.run().button if str(each.key).startswith("entry-undo-"))
    undo.click().run()
    assert (copy / FUNDING).read_bytes() == before


def test_where_an_error_keeps_it_back_too_nothing_is_offered(copy: Path) -> None:
    page, _, _ = shrunk(copy)
    camps = copy / CAMPS
    camps.write_bytes(camps.read_bytes().replace(b"2026-02-21,day,2225.5,", b"2026-02-21,day,many,"))
    for now in (10.0, 13.0, 16.0):
        data.look(now)
    page.run()
    assert {each.rule for each in data.kept_back()} == {"file_shrank", "number"}
    assert not [each for each in page.button if each.key == "loss-write"]
