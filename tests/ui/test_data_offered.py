"""A newer version is made ready beside the page, then offered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

import ui.data
from loaders import Ledger
from loaders.clock import VARIABLE
from tests.ui.desk import Desk, figures, said, shown
from ui import news


@dataclass
class Preparing:
    """Makes pages ready for as long as a test wants."""

    asked: list[tuple[int, int | None]]
    go: Event

    def __call__(self, fresh: Ledger, before: Ledger | None) -> None:
        """Note what is made ready after what, and wait for the test, but not with the first version."""
        self.asked.append((len(fresh.observations), None if before is None else len(before.observations)))
        if before is not None:
            assert self.go.wait(10)


@pytest.fixture
def preparing(desk: Desk) -> Iterator[Preparing]:
    """The pages of a newer version are not ready until the test says so."""
    assert desk.now
    made = Preparing([], Event())
    ui.data.prepare_by(made)
    yield made
    made.go.set()
    ui.data.settle()


def test_a_newer_version_is_known_at_once_and_shown_when_its_pages_are_ready(desk: Desk, preparing: Preparing) -> None:
    before = ui.data.newest()
    assert ui.data.latest() == before.version
    ui.data.settle()
    desk.change()
    desk.quiet()
    assert shown() == 50
    assert not ui.data.same_data(ui.data.latest(), before.version)
    preparing.go.set()
    ui.data.settle()
    assert shown() == 60
    assert preparing.asked == [(50, None), (60, 50)]


def test_a_still_newer_version_takes_the_place_of_one_that_is_not_ready(desk: Desk, preparing: Preparing) -> None:
    assert shown() == 50
    ui.data.settle()
    desk.change()
    desk.quiet()
    desk.camps(*figures(61))
    desk.quiet()
    preparing.go.set()
    ui.data.settle()
    assert shown() == 61
    assert preparing.asked == [(50, None), (60, 50), (61, 50)]


def test_a_reader_who_does_not_wait_sees_them_at_once(desk: Desk, preparing: Preparing) -> None:
    assert shown() == 50
    ui.data.settle()
    desk.change()
    desk.quiet()
    ui.data.show_latest()
    assert shown() == 60
    preparing.go.set()
    ui.data.settle()
    assert shown() == 60


def test_pages_that_cannot_be_made_ready_keep_nothing_back(desk: Desk) -> None:
    def fails(_fresh: Ledger, _before: Ledger | None) -> None:
        raise ZeroDivisionError

    ui.data.prepare_by(fails)
    assert shown() == 50
    ui.data.settle()
    desk.change()
    desk.quiet()
    ui.data.settle()
    assert shown() == 60


@pytest.mark.usefixtures("preparing")
def test_an_open_page_offers_newer_data_and_shows_them_when_asked(desk: Desk, page: AppTest) -> None:
    said(page)
    assert not page.button
    ui.data.settle()
    desk.change()
    desk.quiet()
    page.run()
    assert page.markdown[-1].value == "50"
    (offer,) = page.button
    assert offer.label == "Show them"
    assert any('<p role="status">Newer data were read at ' in each.proto.body for each in page.get("html"))
    offer.click().run()
    assert not page.exception
    assert page.markdown[-1].value == "60"
    assert not page.button


def test_open_pages_are_told_the_newest_version_for_the_asking(desk: Desk, preparing: Preparing) -> None:
    """As soon as it is known, whatever the day; nothing where nothing was read yet."""
    with TestClient(Starlette(routes=news.routes("/stats"))) as client:
        assert client.get("/stats/newest").text == ""
        before = ui.data.newest().version
        answer = client.get("/stats/newest")
        assert answer.headers["cache-control"] == "no-store"
        assert before.startswith(f"{answer.text}~")
        ui.data.settle()
        desk.change()
        desk.quiet()
        assert not ui.data.same_data(before, client.get("/stats/newest").text)
        assert not preparing.go.is_set()


def test_a_new_day_is_no_news(desk: Desk, page: AppTest, preparing: Preparing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ages are told anew, of the same data."""
    said(page)
    ui.data.settle()
    day = ui.data.newest().today
    monkeypatch.setenv(VARIABLE, f"{day + pd.Timedelta(days=1):%Y-%m-%d}")
    desk.quiet()
    assert ui.data.latest() != ui.data.newest().version
    page.run()
    assert not page.button
    preparing.go.set()
    ui.data.settle()
    assert ui.data.newest().today > day
