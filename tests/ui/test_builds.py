"""The address of the dashboard, and files made beside the page."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ui import builds, progress
from ui.address import base_of


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("http://localhost:8501/", "http://localhost:8501"),
        ("http://localhost:8501", "http://localhost:8501"),
        ("http://host:8501/camps", "http://host:8501"),
        ("https://statistics.example.org/dashboard/briefing", "https://statistics.example.org/dashboard"),
        ("https://statistics.example.org/dashboard/", "https://statistics.example.org/dashboard"),
        ("https://statistics.example.org/camps/", "https://statistics.example.org/camps"),
        ("https://statistics.example.org/camps/camps?camp=roj", "https://statistics.example.org/camps"),
        ("https://statistics.example.org/a/b/camps#x", "https://statistics.example.org/a/b"),
        ("http://data_host:8501/camps", "http://data_host:8501"),
        ("http://host/donn%C3%A9es/camps", "http://host/donn%C3%A9es"),
        ("http://host/données/camps", "http://host/donn%C3%A9es"),
        ("http://[::1]:8501/chart", "http://[::1]:8501"),
        ("javascript:alert(1)//camps", ""),
        ("http://user:secret@host/camps", ""),
        ("http://host/<script>/camps", ""),
        ("http://host:8501:1/camps", ""),
        ("http://[bad/camps", ""),
        ("", ""),
    ],
)
def test_links_in_files_start_where_the_reader_has_the_dashboard_open(url: str, base: str) -> None:
    """Scheme, host, port and base path of a plain address, and nothing of any other."""
    assert base_of(url) == base


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A session of its own, without a server."""
    held: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", held)
    return held


def wait(done: Callable[[], bool]) -> None:
    """Wait until something has happened, at most five seconds."""
    end = time.monotonic() + 5
    while not done():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.usefixtures("session")
def test_a_build_tells_its_progress_and_keeps_its_file() -> None:
    go = Event()

    def make(tell: builds.Progress) -> bytes:
        tell(1, 2)
        go.wait(5)
        tell(2, 2)
        return b"deck"

    builds.start("deck", "one", make)
    build = builds.current("deck", "one")
    assert build is not None
    wait(lambda: build.done == 1)
    assert build.running
    assert build.content is None
    go.set()
    wait(lambda: not build.running)
    finished = builds.current("deck", "one")
    assert finished is not None
    assert (finished.content, finished.failure, finished.done) == (b"deck", "", 2)


@pytest.mark.usefixtures("session")
def test_a_build_of_something_else_is_stopped_and_never_given_out() -> None:
    """Once the briefing has changed, the deck made from the old one is gone, finished or not."""
    go, told = Event(), []

    def make(tell: builds.Progress) -> bytes:
        for part in range(3):
            told.append(part)
            tell(part, 3)
            go.wait(5)
        return b"stale"

    builds.start("deck", "one", make)
    old = builds.current("deck", "one")
    assert old is not None
    wait(lambda: bool(told))
    assert builds.current("deck", "two") is None
    go.set()
    wait(lambda: not old.running)
    assert old.content is None
    assert len(told) < 3
    assert builds.current("deck", "one") is None

    builds.start("deck", "two", lambda _tell: b"new")
    fresh = builds.current("deck", "two")
    assert fresh is not None
    wait(lambda: not fresh.running)
    assert builds.current("deck", "three") is None
    assert builds.current("deck", "two") is None


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("The template has no layouts."), "The template has no layouts."),
        (KeyError("secret"), "It could not be made (KeyError); the server's log says more."),
    ],
)
def test_a_build_that_fails_says_so_in_words(error: Exception, words: str) -> None:
    """What the exporters say is passed on; of anything else only the kind."""

    def make(_tell: builds.Progress) -> bytes:
        raise error

    builds.start("deck", "one", make)
    build = builds.current("deck", "one")
    assert build is not None
    wait(lambda: not build.running)
    assert build.failure == words
    assert build.content is None


@pytest.mark.usefixtures("session")
def test_whoever_has_its_ticket_is_told_how_far_a_build_is() -> None:
    """Also below a base path; of a ticket that nobody has been given only that nothing is running."""
    go = Event()

    def make(tell: builds.Progress) -> bytes:
        tell(1, 3)
        go.wait(5)
        return b"deck"

    builds.start("deck", "one", make)
    build = builds.current("deck", "one")
    assert build is not None
    wait(lambda: build.total == 3)
    with TestClient(Starlette(routes=progress.routes("/stats"))) as client:
        assert client.get(f"/stats/building/{build.ticket}").json() == {"done": 1, "total": 3, "running": True}
        go.set()
        wait(lambda: not build.running)
        assert client.get(f"/stats/building/{build.ticket}").json()["running"] is False
        guessed = client.get("/stats/building/deck")
        assert (guessed.status_code, guessed.json()) == (404, {"running": False})
