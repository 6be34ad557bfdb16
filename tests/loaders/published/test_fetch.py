"""Publishers' APIs, asked against a server on this machine that misbehaves in every way that is known."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from loaders.__main__ import main
from loaders.published import fetch
from loaders.published.fetch import APIS, Api, Asked, FetchError
from tests.loaders.samples import Directory

# What a server does with one question: the handler writes an answer as it likes.
Behaviour = Callable[[BaseHTTPRequestHandler, dict[str, str]], None]


def rows(*values: str) -> list[dict[str, str]]:
    """Return rows of refugees in Jordan."""
    return [{"year": "2020", "coo_iso": "SYR", "coa_iso": value, "refugees": "500"} for value in values]


def answer(
    items: object, status: int = 200, kind: str = "application/json", of: int = 1, headers: dict[str, str] | None = None
) -> Behaviour:
    """Return a behaviour that answers with rows under `items`."""

    def behave(handler: BaseHTTPRequestHandler, _asked: dict[str, str]) -> None:
        data = json.dumps({"items": items, "maxPages": of}).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)

    return behave


def cut_off(handler: BaseHTTPRequestHandler, _asked: dict[str, str]) -> None:
    """Promise more bytes than come."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"items": [')
    handler.close_connection = True


def half_a_text(handler: BaseHTTPRequestHandler, _asked: dict[str, str]) -> None:
    """End in the middle of the JSON without having promised a length."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    handler.wfile.write(b'{"items": [{"year": 2020')
    handler.close_connection = True


def silent(handler: BaseHTTPRequestHandler, _asked: dict[str, str]) -> None:
    """Say nothing for longer than anyone waits."""
    time.sleep(1)
    handler.close_connection = True


def hung_up(handler: BaseHTTPRequestHandler, _asked: dict[str, str]) -> None:
    """Close the line without a word."""
    handler.close_connection = True


def dripping(handler: BaseHTTPRequestHandler, _asked: dict[str, str]) -> None:
    """Send a byte now and then, so that no single wait is long."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    for _ in range(20):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.02)
    handler.close_connection = True


@dataclass
class Server:
    """A server that behaves as it is told, question by question, and remembers what it was asked."""

    url: str
    script: list[Behaviour] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def fetch(self, folder: Path, api: Api = APIS["unhcr-population"], country: str = "SYR") -> list[dict[str, Any]]:
        """Ask the server as if it were the API; return the rows of the file."""
        asked = Asked(country, tell=self.told.append, sleep=self.waited.append)
        whole = fetch.fetch(replace(api, url=self.url), asked, folder)
        return json.loads(whole.read_text(encoding="utf-8"))[api.rows]


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            made.asked.append(query)
            made.headers.append(dict(self.headers))
            behave = made.script.pop(0) if len(made.script) > 1 else made.script[0]
            try:
                behave(self, query)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_arguments: object) -> None:
            """Keep the output of the tests clean."""

    serving = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving.daemon_threads = True
    made = Server(f"http://127.0.0.1:{serving.server_address[1]}/")
    thread = threading.Thread(target=serving.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield made
    serving.shutdown()
    serving.server_close()
    thread.join()


def test_pages_are_asked_for_one_by_one_with_a_pause(server: Server, tmp_path: Path) -> None:
    server.script = [answer(rows("JOR"), of=2), answer(rows("LBN"), of=2)]
    assert [row["coa_iso"] for row in server.fetch(tmp_path)] == ["JOR", "LBN"]
    assert [each["page"] for each in server.asked] == ["1", "2"]
    assert server.asked[0] == {"cf_type": "ISO", "coa_all": "true", "coo": "SYR", "limit": "1000", "page": "1"}
    assert server.waited == [1.0]
    assert server.told == [
        "UNHCR population by country of origin: [##########..........] page 1 of 2, 1 rows",
        "UNHCR population by country of origin: [####################] page 2 of 2, 2 rows",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["unhcr-population-syr-2026-11-28.json"]


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (answer([], 429), "it answered 429"),
        (answer([], 500), "it answered 500"),
        (answer([], 503), "it answered 503"),
        (answer([], kind="text/html"), "it answered with text/html, not JSON"),
        (answer("soon"), "its answer has no list 'items'"),
        (answer([1, 2]), "holds something else than rows"),
        (cut_off, "the line failed (RemoteProtocolError)"),
        (hung_up, "the line failed (RemoteProtocolError)"),
        (half_a_text, "its answer is cut off or no JSON"),
    ],
)
def test_what_may_pass_is_tried_again_and_then_told(
    server: Server, tmp_path: Path, behaviour: Behaviour, words: str
) -> None:
    server.script = [behaviour, behaviour, answer(rows("JOR"))]
    assert len(server.fetch(tmp_path)) == 1
    assert server.waited == [2.0, 4.0]
    server.script = [behaviour]
    with pytest.raises(FetchError, match="page 1 did not come in 5 tries") as caught:
        server.fetch(tmp_path, country="IRQ")
    assert words in str(caught.value)


def test_a_server_that_says_nothing_is_left(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "TIMEOUT", httpx.Timeout(0.1))
    server.script = [silent, answer(rows("JOR"))]
    assert len(server.fetch(tmp_path)) == 1
    assert "the line failed (ReadTimeout)" in server.told[0]


def test_an_answer_that_drips_is_left_though_no_wait_is_long(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "SECONDS_A_PAGE", 0.05)
    server.script = [dripping, answer(rows("JOR"))]
    assert len(server.fetch(tmp_path)) == 1
    assert "the line failed (ReadTimeout)" in server.told[0]


def test_an_answer_that_is_too_large_is_not_taken(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "MOST_BYTES", 50)
    server.script = [answer(rows("JOR"))]
    with pytest.raises(FetchError, match="more than 50 bytes"):
        server.fetch(tmp_path)
    assert len(server.asked) == 1


@pytest.mark.parametrize(("said", "waits"), [("7", 7.0), ("9999", 120.0), ("soon", 2.0), ("", 2.0)])
def test_an_api_that_says_when_to_come_again_is_waited_for(
    server: Server, tmp_path: Path, said: str, waits: float
) -> None:
    server.script = [answer([], 429, headers={"Retry-After": said}), answer(rows("JOR"))]
    server.fetch(tmp_path)
    assert server.waited == [waits]


def test_a_date_to_come_again_is_waited_for_within_bounds(server: Server, tmp_path: Path) -> None:
    server.script = [answer([], 503, headers={"Retry-After": "Wed, 21 Oct 2099 07:28:00 GMT"}), answer(rows("JOR"))]
    server.fetch(tmp_path)
    assert server.waited == [120.0]


def test_a_redirect_is_not_followed_and_says_where_it_leads(server: Server, tmp_path: Path) -> None:
    server.script = [
        answer([], 302, headers={"Location": "https://elsewhere.example/steal?key=1"}),
        answer(rows("JOR")),
    ]
    with pytest.raises(FetchError, match=r"it leads on to elsewhere\.example, which is not followed"):
        server.fetch(tmp_path)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("status", "words"), [(401, "it refuses the question"), (403, "refuses"), (404, "it answered 404")]
)
def test_a_refusal_is_not_tried_again(server: Server, tmp_path: Path, status: int, words: str) -> None:
    server.script = [answer([], status)]
    with pytest.raises(FetchError, match=words):
        server.fetch(tmp_path)
    assert len(server.asked) == 1


def test_a_fetch_that_was_stopped_goes_on_where_it_was(server: Server, tmp_path: Path) -> None:
    server.script = [answer(rows("JOR"), of=3), answer(rows("LBN"), of=3), answer([], 404)]
    with pytest.raises(FetchError):
        server.fetch(tmp_path)
    server.asked.clear()
    server.script = [answer(rows("EGY"), of=3)]
    assert [row["coa_iso"] for row in server.fetch(tmp_path)] == ["JOR", "LBN", "EGY"]
    assert [each["page"] for each in server.asked] == ["3"]


def test_a_kept_page_that_is_damaged_is_asked_for_again(server: Server, tmp_path: Path) -> None:
    pages = tmp_path / "unhcr-population-syr-2026-11-28.pages"
    pages.mkdir()
    (pages / "0001.json").write_text('{"items": [{"ye', encoding="utf-8")
    server.script = [answer(rows("JOR"))]
    assert len(server.fetch(tmp_path)) == 1
    assert len(server.asked) == 1


def test_an_api_without_an_end_is_left(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MOST_PAGES", 3)
    server.script = [answer(rows("JOR"), of=10**9)]
    with pytest.raises(FetchError, match="more than 3 pages"):
        server.fetch(tmp_path)


def test_pages_counted_by_offset_end_with_one_that_is_not_full(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HDX_APP_IDENTIFIER", "abc")
    api = replace(APIS["hapi-idps"], rows="items", page_size=2)
    server.script = [answer(rows("A", "B")), answer(rows("C"))]
    assert len(server.fetch(tmp_path, api)) == 3
    assert [(each["offset"], each["app_identifier"]) for each in server.asked] == [("0", "abc"), ("2", "abc")]


def test_a_key_goes_into_the_header_and_into_no_message(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DTM_API_KEY", "secret-7")
    api = replace(APIS["dtm-admin0"], rows="items")
    server.script = [hung_up, answer(rows("A"))]
    server.fetch(tmp_path, api)
    assert server.headers[0]["Ocp-Apim-Subscription-Key"] == "secret-7"
    server.script = [answer([], 401)]
    with pytest.raises(FetchError, match="check the key in DTM_API_KEY") as caught:
        server.fetch(tmp_path, api, "IRQ")
    assert "secret-7" not in str(caught.value) + "".join(server.told)


@pytest.mark.parametrize(("key", "words"), [("", "wants a key of yours"), ("a\nb", "holds signs that no key has")])
def test_without_a_sound_key_nothing_is_asked(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, words: str
) -> None:
    monkeypatch.setenv("HDX_APP_IDENTIFIER", key)
    with pytest.raises(FetchError, match=words):
        server.fetch(tmp_path, APIS["hapi-idps"])
    assert server.asked == []


def test_every_api_asks_its_publisher_over_a_safe_line() -> None:
    for api in APIS.values():
        assert api.url.startswith("https://")
        assert bool(api.variable) is bool(api.carried_as)


def test_what_is_fetched_is_imported_as_of_today(
    server: Server,
    directory: Directory,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(fetch.APIS, "unhcr-population", replace(APIS["unhcr-population"], url=server.url))
    server.script = [answer(rows("JOR"))]
    question = ["--fetch", "unhcr-population", "--country", "syr", "--from", "2020", "--to", "2020"]
    where = ["--data", str(directory.path), "--into", str(tmp_path / "answers"), "--everywhere"]
    assert main(["import", *question, *where]) == 0
    assert (server.asked[0]["yearFrom"], server.asked[0]["yearTo"], server.asked[0]["coo"]) == ("2020", "2020", "SYR")
    told = capsys.readouterr()
    assert "1 rows written into sources.csv, observations/displacement.csv" in told.out
    assert "unhcr-refugee-data-finder-2026-11-28" in told.out
    assert "page 1 of 1, 1 rows" in told.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--fetch", "nobody", "--country", "SYR"], "unhcr-solutions: UNHCR solutions by country of origin"),
        (["--fetch", "unhcr-population"], "--fetch needs --country, and no files"),
        (["--fetch", "unhcr-population", "--country", "SYR", "a.csv"], "--fetch needs --country, and no files"),
    ],
)
def test_a_question_that_is_none_is_told(
    directory: Directory, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(["import", "--data", str(directory.path), *arguments]) == 1
    assert words in capsys.readouterr().out
