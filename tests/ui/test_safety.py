"""What every answer carries, what no request may do, and what the log says of readers."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from email.message import Message as EmailMessage
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
import streamlit as st
import websockets
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.awaited import awaited
from tests.ui.by_hand import hand
from tests.ui.test_server import COMMANDS, ROOT, answered
from ui import safety


async def _echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def _framed(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("embedded", headers={"Content-Security-Policy": "frame-ancestors *"})


def client() -> TestClient:
    """A small server behind what stands before the dashboard, as its environment is now."""
    routes = [
        Route("/echo", _echo, methods=["POST"]),
        Route("/own", _framed),
        Route("/_stcore/{rest:path}", _echo, methods=["GET", "POST"]),
    ]
    return TestClient(Starlette(routes=routes, middleware=safety.middleware()), base_url="http://localhost")


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's own settings change what is tested."""
    for name in (safety.HOSTS, safety.EMBED_HOSTS, safety.HSTS):
        monkeypatch.delenv(name, raising=False)


def test_the_policy_names_no_other_host_and_runs_no_string() -> None:
    policy = safety.policy([])
    assert "default-src 'none'" in policy
    assert "'unsafe-eval'" not in policy
    assert "http" not in policy
    assert "*" not in policy
    scripts = next(one for one in policy.split("; ") if one.startswith("script-src"))
    assert "'unsafe-inline'" not in scripts
    assert "'sha256-" in scripts
    assert policy.endswith("frame-ancestors 'self'")


def test_each_header_and_directive_has_its_reason_in_the_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    monkeypatch.setenv(safety.HSTS, "600")
    assert [name for name in safety.headers() if f"| {name} |" not in told] == []
    directives = [one.partition(" ")[0] for one in safety.policy([]).split("; ")]
    assert [name for name in directives if f"| `{name}` |" not in told] == []
    number = ("no", "one", "two", "three", "four")[safety.policy([]).count("'sha256-")]
    assert f"'wasm-unsafe-eval'`, {number} hashes" in told
    assert f"{number} scripts stand in the page" in told


def test_who_may_show_it_in_a_frame_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(safety.EMBED_HOSTS, "https://intranet.example.org *.example.net")
    told = client().post("/echo").headers["content-security-policy"]
    assert told.endswith("frame-ancestors 'self' https://intranet.example.org *.example.net")


@pytest.mark.parametrize("spoilt", ["a; script-src *", "'unsafe-inline'", "https://", "javascript:alert(1)"])
def test_no_setting_gets_into_a_header_but_a_host(monkeypatch: pytest.MonkeyPatch, spoilt: str) -> None:
    monkeypatch.setenv(safety.EMBED_HOSTS, spoilt)
    with pytest.raises(safety.SettingError, match="is no host"):
        safety.middleware()


def test_an_answer_keeps_a_policy_of_its_own() -> None:
    answer = client().get("/own")
    assert answer.headers["content-security-policy"] == "frame-ancestors *"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("told", "header"),
    [("", None), ("0", None), ("600", "max-age=600")],
)
def test_browsers_are_held_to_tls_where_it_is_said(
    monkeypatch: pytest.MonkeyPatch, told: str, header: str | None
) -> None:
    monkeypatch.setenv(safety.HSTS, told)
    assert client().post("/echo").headers.get("strict-transport-security") == header


def test_a_number_of_seconds_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(safety.HSTS, "a year")
    with pytest.raises(safety.SettingError, match="no number of seconds"):
        safety.middleware()


def test_only_the_names_that_are_set_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert client().post("/echo", headers={"host": "rebound.example.com"}).status_code == 200
    monkeypatch.setenv(safety.HOSTS, "localhost, stats.example.org")
    behind = client()
    assert behind.post("/echo").status_code == 200
    assert behind.post("/echo", headers={"host": "stats.example.org:8501"}).status_code == 200
    refused = behind.post("/echo", headers={"host": "rebound.example.com"})
    assert refused.status_code == 400
    assert refused.headers["x-content-type-options"] == "nosniff"


def test_a_request_is_no_longer_than_it_may_be() -> None:
    behind = client()
    assert behind.post("/echo", content=b"x" * safety.BODY_LIMIT).text == str(safety.BODY_LIMIT)
    assert behind.post("/echo", content=b"x" * (safety.BODY_LIMIT + 1)).status_code == 413


def test_a_request_that_tells_no_length_is_cut_off() -> None:
    """Sent in parts, as long as it likes: the server reads no further than the limit."""
    sent = 0

    async def receive() -> Message:
        nonlocal sent
        sent += 1
        return {"type": "http.request", "body": b"x" * 100_000, "more_body": True}

    async def send(message: Message) -> None:
        raise AssertionError(message)

    async def reads(_scope: Scope, receive: Receive, _send: Send) -> None:
        while (await receive())["type"] == "http.request":
            pass

    scope: Scope = {"type": "http", "path": "/echo", "headers": [], "method": "POST"}
    awaited(safety.Guarded(reads, {})(scope, receive, send))
    assert sent == safety.BODY_LIMIT // 100_000 + 1


@pytest.mark.parametrize(
    "path", ["agent/interact", "agent/mcp", "agent/openapi.json", "metrics", "script-health-check"]
)
def test_what_the_server_is_made_of_is_told_to_nobody(path: str) -> None:
    for method in ("GET", "POST"):
        answer = client().request(method, f"/_stcore/{path}")
        assert (answer.status_code, answer.text) == (404, "Not Found")
    assert client().get("/_stcore/health").status_code == 200


# --- the server itself -----------------------------------------------------------------------------------------------


class Running(NamedTuple):
    """A server with its log."""

    url: str
    log: Path


@pytest.fixture(scope="module", params=list(COMMANDS))
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The dashboard, served by either command."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("log") / "server.log"
    command = [sys.executable, "-m", *COMMANDS[request.param], str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own server
            command, cwd=ROOT, stdout=output, stderr=output
        )
    try:
        answered(f"http://localhost:{port}/_stcore/health")
        yield Running(f"http://localhost:{port}", log)
    finally:
        process.terminate()
        process.wait(20)


class Answer(NamedTuple):
    """What came back."""

    headers: EmailMessage
    body: bytes


def asked(url: str) -> Answer:
    """The answer, an error too."""
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - our own server
            return Answer(answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.headers, error.read())


@pytest.mark.parametrize("path", ["", "camps", "_stcore/host-config", "static/nothing.js", "media/nothing", "a/b/c"])
def test_every_answer_carries_the_headers(running: Running, path: str) -> None:
    answer = asked(f"{running.url}/{path}")
    for name, value in safety.headers().items():
        assert answer.headers[name] == value, name


@pytest.mark.parametrize("path", ["static/nothing.js", "media/nothing", "_stcore/nothing", "static/", "%2e%2e/app.py"])
def test_no_directory_and_no_version_is_told(running: Running, path: str) -> None:
    answer = asked(f"{running.url}/{path}")
    said = answer.body.decode(errors="replace") + str(answer.headers)
    for word in ("Traceback", "site-packages", str(ROOT), "app.py", "Python/", "Index of", "1.67"):
        assert word not in said, word
    assert "server" not in answer.headers


def test_no_site_but_this_may_steer_the_page(running: Running) -> None:
    assert b'"allowedOrigins":[]' in asked(f"{running.url}/_stcore/host-config").body.replace(b" ", b"")


async def opened(running: Running, query: str, origin: str) -> None:
    """Open the websocket as a page of a site does, and close it."""
    address = running.url.replace("http", "ws") + "/_stcore/stream" + query
    async with websockets.connect(address, origin=websockets.Origin(origin)) as socket_:
        assert socket_.response is not None
        assert "server" not in socket_.response.headers


def test_no_other_site_may_open_the_websocket(running: Running) -> None:
    awaited(opened(running, "", running.url))
    with pytest.raises(websockets.InvalidStatus, match="403"):
        awaited(opened(running, "", "https://elsewhere.example.org"))
    # Streamlit would ask a service outside what its own address is, before it refuses.
    assert "external" not in running.log.read_text(encoding="utf-8")


def test_the_websocket_tells_no_directory_and_no_version(running: Running) -> None:
    """Not of itself, and not where it is asked by hand."""
    with closing(httpx.Client(base_url=running.url)) as client, hand(running.url, client) as one:
        for kind in ("load_git_info", "clear_cache", "set_run_on_save"):
            made = BackMsg()
            setattr(made, kind, True)
            one.send(made)
        one.run("sources")
    told = b"".join(one.sent)
    for word in (str(ROOT), st.__version__, ", ".join(map(str, sys.version_info[:3])), "Linux"):
        assert word.encode() not in told, word
    kinds = {ForwardMsg.FromString(each).WhichOneof("type") for each in one.sent}
    assert "new_session" in kinds
    assert "git_info_changed" not in kinds


def test_the_log_does_not_say_who_read_what(running: Running) -> None:
    asked(f"{running.url}/profile?of=told-to-nobody")
    awaited(opened(running, "?of=told-to-nobody", running.url))
    log = running.log.read_text(encoding="utf-8")
    for word in ("told-to-nobody", "127.0.0.1:", "profile", "WebSocket"):
        assert word not in log.replace("http://127.0.0.1:", ""), log


def test_other_lines_of_the_server_are_kept() -> None:
    safety.quiet()
    line = logging.LogRecord("uvicorn.error", logging.INFO, "", 0, "Started server process", (), None)
    assert logging.getLogger("uvicorn.error").filter(line)
