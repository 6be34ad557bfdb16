"""Streamlit's own files leave compressed, each the file that it was."""

from __future__ import annotations

import gzip
from importlib.resources import files
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.compressed import Compressed

ROOT = Path(str(files("streamlit"))) / "static"
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"), key=lambda one: one.stat().st_size)
LIBRARY = next(one for one in SCRIPTS if one.name.startswith("PlotlyChart"))
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


def _below(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("from below")


@pytest.fixture(scope="module")
def client() -> TestClient:
    routes = [Route("/{path:path}", _below, methods=["GET", "HEAD", "POST"])]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Compressed)]))


@pytest.mark.parametrize("encoding", list(UNPACK))
@pytest.mark.parametrize("base", ["", "/camps", "/camps/camps"])
def test_a_file_arrives_as_it_is(client: TestClient, encoding: str, base: str) -> None:
    url = f"{base}/static/js/{LIBRARY.name}"
    with client.stream("GET", url, headers={"Accept-Encoding": encoding}) as answer:
        sent = b"".join(answer.iter_raw())
    assert answer.headers["Content-Encoding"] == encoding
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert int(answer.headers["Content-Length"]) == len(sent)
    assert UNPACK[encoding](sent) == LIBRARY.read_bytes()
    assert 3 * len(sent) < LIBRARY.stat().st_size


def test_brotli_is_preferred_and_a_refused_encoding_is_not_used(client: TestClient) -> None:
    url = f"/static/js/{LIBRARY.name}"
    chosen = {
        asked: client.head(url, headers={"Accept-Encoding": asked}).headers.get("Content-Encoding")
        for asked in ("gzip, deflate, br, zstd", "br;q=0, gzip", "gzip;q=0.5", "identity", "")
    }
    assert list(chosen.values()) == ["br", "gzip", "gzip", None, None]


def test_a_browser_that_has_it_is_told_so(client: TestClient) -> None:
    url = f"/static/js/{LIBRARY.name}"
    tag = client.head(url, headers={"Accept-Encoding": "br"}).headers["ETag"]
    again = client.get(url, headers={"Accept-Encoding": "br", "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(url, headers={"Accept-Encoding": "gzip", "If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/js/none.js",
        "/static/../static/index.html",
        "/static/%2e%2e/index.html",
        "/static/js/../../index.html",
        "/static/",
        "/camps",
        "/_stcore/health",
    ],
)
def test_all_else_is_left_to_the_dashboard(client: TestClient, path: str) -> None:
    assert client.get(path).text == "from below"


def test_parts_of_files_and_posts_are_left_to_the_dashboard(client: TestClient) -> None:
    url = f"/static/js/{LIBRARY.name}"
    assert client.get(url, headers={"Range": "bytes=0-10"}).text == "from below"
    assert client.post(url).text == "from below"
