"""The ledger of the process: changes are seen, errors never take good data off the screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui.data

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import streamlit as st
from ui import frame
from ui.data import ledger

frame.top("Test", "")
st.write(str(len(ledger().observations)))
"""


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, AppTest]]:
    """A page that shows how many observations there are, on its own copy of the data."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    monkeypatch.setattr(ui.data, "DATA", folder)
    monkeypatch.setattr(ui.data, "LOOK_EVERY", 0.0)
    ui.data._shelf.clear()
    page = AppTest.from_string(SCRIPT, default_timeout=60)
    yield folder, page
    ui.data._shelf.clear()


def shown(page: AppTest) -> int:
    """Run the page, let it read what has changed, run it again, and read the number of observations off it."""
    page.run()
    ui.data.settle()
    page.run()
    assert not page.exception
    return int(page.markdown[-1].value)


def test_a_new_row_shows_once_it_is_read(served: tuple[Path, AppTest]) -> None:
    folder, page = served
    before = shown(page)
    file = folder / "observations" / "coalition.csv"
    last = file.read_text(encoding="utf-8").rstrip("\n").splitlines()[-1]
    with file.open("a", encoding="utf-8") as text:
        text.write(last.replace("2020-06-04", "2020-06-05") + "\n")
    assert shown(page) == before + 1


def test_a_row_with_an_error_leaves_the_last_good_data_up_and_is_named(served: tuple[Path, AppTest]) -> None:
    folder, page = served
    before = shown(page)
    file = folder / "observations" / "camps.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("al-hol", "al-hole", 1) if "al-hol" in lines[1] else lines[1].replace(",", ",x", 2)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert shown(page) == before
    assert "camps.csv, line 2" in page.warning[0].value.replace("\\", "")


@pytest.mark.parametrize("damage", ["observations/camps.csv", "sources.csv", "datapackage.json"])
def test_a_destroyed_file_leaves_the_last_good_data_up(served: tuple[Path, AppTest], damage: str) -> None:
    """Any bytes give a notice, never a traceback, and nothing is lost."""
    folder, page = served
    before = shown(page)
    (folder / damage).write_bytes(b"\x00\xff\xfe PK\x03\x04 nonsense")
    assert shown(page) == before
    assert page.warning


def test_mended_data_take_the_notice_away(served: tuple[Path, AppTest]) -> None:
    folder, page = served
    before = shown(page)
    file = folder / "sources.csv"
    good = file.read_bytes()
    file.write_bytes(b"nonsense")
    shown(page)
    file.write_bytes(good + b"\n")
    assert shown(page) == before
    assert not page.warning
