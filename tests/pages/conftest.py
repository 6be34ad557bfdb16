"""What the tests of pages share: a copy of the data on screen, and packages that are looked through once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages.whole import ROOT, looked_through_once
from ui import data


@pytest.fixture(scope="session", autouse=True)
def no_page_looks_for_components_again() -> Iterator[None]:
    """A page that a test opens asks every installed package for components of Streamlit: a fifth of its time."""
    with looked_through_once():
        yield


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the data that is on screen and may be written."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.setattr("ui.data.DATA", tmp_path / "data")
    monkeypatch.setenv("CAMPSTATS_WRITE", "yes")
    # The files are looked at when the test says so: a look of the server's own, by its own clock, would come between.
    monkeypatch.setattr("ui.data.watch", lambda: None)
    data._shelf.cache_clear()
    yield tmp_path / "data"
    data._shelf.cache_clear()
