"""The page that a browser gets first holds the title, the sentence and the tiles of the page that will stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pandas as pd
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from charts import takeaway
from loaders import Ledger
from ui import data, opening, roles, safety
from ui.registry import PAGES

CAMPS = next(page for page in PAGES if page.path == "camps")


def _below(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("from below")


@pytest.fixture
def shown(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """The ledger is on screen, and its page of camps has been made ready."""
    monkeypatch.setattr(opening, "_HEADS", type(opening._HEADS)())
    monkeypatch.setattr(data, "newest", lambda: ledger)
    monkeypatch.setattr(data, "shown_since", lambda: pd.Timestamp("2026-11-28"))
    opening.make_ready(CAMPS, ledger, "light")
    return ledger


def _client() -> TestClient:
    routes = [Route("/{path:path}", _below, methods=["GET", "HEAD", "POST"])]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(opening.Opening)]))


@pytest.fixture
def client() -> Iterator[TestClient]:
    with _client() as opened:
        yield opened


def _words(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", html.partition("<body>")[2]))


def test_sentence_and_tiles_are_those_of_the_page(client: TestClient, shown: Ledger) -> None:
    """Every figure of the tiles stands in the HTML, with its date and who says it."""
    answer = client.get("/camps")
    words = " ".join(_words(answer.text).split())
    chosen = {"camp": "al-hol"}
    assert takeaway.say("camps", shown, **chosen) in words
    tiles = takeaway.tiles_of("camps", shown, **chosen)
    assert len(tiles) >= 4
    for tile in tiles:
        assert tile.value in words
        assert tile.when in words
    assert "<title>Camps · Camp, detention and returnee statistics</title>" in answer.text


@pytest.mark.usefixtures("shown")
def test_a_choice_in_the_address_is_not_answered_with_the_default(client: TestClient) -> None:
    assert 'id="first"' in client.get("/camps").text
    assert 'id="first"' not in client.get("/camps?camp=roj").text
    assert 'id="first"' not in client.get("/camps?as_known_on=2021-12-31").text


def test_nothing_of_another_version_is_told(client: TestClient, shown: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "newest", lambda: replace(shown, version="another"))
    assert 'id="first"' not in client.get("/camps").text


@pytest.mark.usefixtures("shown")
def test_where_readers_sign_in_first_no_figure_is_told_before(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roles, "configured", lambda: True)
    assert 'id="first"' not in client.get("/camps").text


@pytest.mark.usefixtures("shown")
def test_scripts_are_told_where_their_server_is_and_what_the_page_draws_first(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a choice in the address too, but not where the server has to ask who is there."""
    for address in ("/camps", "/camps?camp=roj"):
        told = re.search(
            r'<script data-page="camps" data-draws="\./(static/js/PlotlyChart\.[\w-]+\.js)">', client.get(address).text
        )
        assert told is not None
        assert (opening._static() / told[1]).exists()
    assert '<script data-page="flows">' in client.get("/flows").text, "not made ready, so nobody knows what it draws"
    monkeypatch.setattr(roles, "configured", lambda: True)
    assert opening.CONNECTING not in client.get("/camps").text


@pytest.mark.usefixtures("shown")
def test_a_browser_that_has_the_page_is_told_so(client: TestClient) -> None:
    """Until the page holds something else."""
    answer = client.get("/camps")
    assert answer.headers["Cache-Control"] == "no-cache"
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/camps", headers=tag).status_code == 304
    opening._HEADS.clear()
    assert client.get("/camps", headers=tag).status_code == 200


@pytest.mark.usefixtures("shown")
def test_the_page_leaves_in_the_encoding_that_was_asked_for(client: TestClient) -> None:
    plain = client.get("/camps", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    for encoding in ("br", "gzip"):
        packed = client.get("/camps", headers={"Accept-Encoding": encoding})
        assert packed.headers["Content-Encoding"] == encoding
        assert packed.text == plain.text
        assert int(packed.headers["Content-Length"]) < len(plain.content) / 2
    assert client.head("/camps").content == b""


def test_what_is_no_page_is_answered_below(client: TestClient) -> None:
    """Among it what Streamlit asks below the path of a page, and what is sent and not asked."""
    for path in ("/camps/_stcore/health", "/static/js/x.js", "/nothing", "/camps/"):
        assert client.get(path).text == "from below"
    assert client.post("/camps").text == "from below"


def test_below_a_path_pages_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(opening.__dict__, "st", _Streamlit("camps"))
    with _client() as client:
        assert "<title>Camps ·" in client.get("/camps/camps").text
        assert "<title>Overview ·" in client.get("/camps/").text
        assert client.get("/camps").text == "from below"


class _Streamlit:
    """Streamlit with a base path."""

    def __init__(self, path: str) -> None:
        self._path = path

    def get_option(self, name: str) -> object:
        return self._path if name == "server.baseUrlPath" else st.get_option(name)


def test_scripts_of_all_parts_are_named_with_what_they_import() -> None:
    """Each name is of a file, and of each file all imports are named, here or by Streamlit."""
    folder = opening._static() / "static" / "js"
    page = opening.html(CAMPS, opening.Head())
    named = set(re.findall(r"static/js/([\w.-]+\.js)", page))
    assert {name.partition(".")[0] for name in opening.scripts()} >= set(opening.PARTS)
    for name in opening.scripts():
        assert set(opening._IMPORT.findall((folder / name).read_text(encoding="utf-8"))) <= named


def test_nothing_is_said_of_what_is_shut() -> None:
    page = opening.html(CAMPS, opening.Head())
    assert "agent" not in page
    assert 'rel="service-desc"' not in page
    assert "/api/v1/" in page


def test_the_policy_lets_the_script_of_the_page_run_and_no_other() -> None:
    """By its hash, as the browser reckons it."""
    page = opening.html(CAMPS, opening.Head("<h1>Camps</h1>"))
    inline = [one for one in re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL) if one]
    assert len(inline) == len(safety._inline_scripts().split())
    assert {opening.SCRIPT, opening.CONNECTING} <= set(inline)
