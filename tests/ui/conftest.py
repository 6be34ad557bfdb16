"""What the tests of ui/ share: a folder with few figures that is served, and packages that are looked through once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui.data
from loaders.ledger import read_files
from loaders.schema import parse_package
from tests.loaders.samples import DATA, Directory
from tests.pages.whole import looked_through_once
from tests.ui.desk import Desk, figures

SCRIPT = """
import streamlit as st
from ui import frame, news

led = frame.opened()
news.show()
frame.top("Test", "")
st.write(str(len(led.observations)))
"""


@pytest.fixture(scope="session", autouse=True)
def no_page_looks_for_components_again() -> Iterator[None]:
    """As in the tests of pages."""
    with looked_through_once():
        yield


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A folder with fifty figures, served."""
    package = parse_package({path: data for path, data in read_files(DATA).items() if isinstance(data, bytes)})
    directory = Directory(tmp_path / "data", package)
    directory.write("camps", *figures(50))
    shutil.copytree(DATA / "geo", directory.path / "geo")
    for path in directory.path.rglob("*.*"):
        os.utime(path, (1e9, 1e9))
    monkeypatch.setattr(ui.data, "DATA", directory.path)
    # The files are looked at when the test says so.
    monkeypatch.setattr(ui.data, "watch", lambda: None)
    ui.data._shelf.cache_clear()
    yield Desk(directory)
    ui.data._shelf.cache_clear()


@pytest.fixture
def page() -> AppTest:
    """A page that shows how many figures there are."""
    return AppTest.from_string(SCRIPT, default_timeout=60)
