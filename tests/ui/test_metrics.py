"""What is told to whoever watches the server, and what is not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pandas as pd
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from loaders import Ledger
from ui import data, metrics
from ui.kept import Kept


async def _page(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("a page", 404)


async def _busy(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("ask again", 503)


async def _stream(_request: Request) -> StreamingResponse:
    async def told() -> AsyncIterator[bytes]:
        yield b"first"
        await asyncio.sleep(0.2)
        yield b"last"

    return StreamingResponse(told())


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A small server that tells its metrics."""
    monkeypatch.setenv(metrics.VARIABLE, "yes")
    kinds = [Route("/stats/api", _busy), Route("/stats/mcp", _stream), Route("/stats/{page}", _page)]
    routes = [*metrics.routes("/stats"), *kinds]
    with TestClient(Starlette(routes=routes, middleware=[Middleware(metrics.Timed)])) as asking:
        yield asking


def told(client: TestClient) -> dict[str, float]:
    """Every sample by its name and labels."""
    families = text_string_to_metric_families(client.get("/stats/metrics").text)
    return {f"{one.name}{sorted(one.labels.values())}": one.value for family in families for one in family.samples}


def test_it_is_alive_before_it_is_ready(client: TestClient, monkeypatch: pytest.MonkeyPatch, ledger: Ledger) -> None:
    """A balancer sends nobody to a copy that has no data yet, and does not end it either."""
    monkeypatch.setattr(data, "shown_since", lambda: None)
    assert client.get("/stats/healthz").status_code == 200
    assert client.get("/stats/readyz").status_code == 503
    assert told(client)["campstats_data_read_timestamp_seconds[]"] == 0
    monkeypatch.setattr(data, "shown_since", lambda: pd.Timestamp("2026-11-28T10:00Z"))
    monkeypatch.setattr(data, "newest", lambda: ledger)
    assert client.get("/stats/readyz").status_code == 200
    found = told(client)
    assert found["campstats_data_read_timestamp_seconds[]"] == pd.Timestamp("2026-11-28T10:00Z").timestamp()
    assert found[f"campstats_data_info['{ledger.version.partition('~')[0]}']"] == 1


def test_runs_and_answers_are_counted_and_timed(client: TestClient) -> None:
    before = told(client)
    with metrics.rerun("page"):
        pass
    with pytest.raises(RuntimeError), metrics.rerun("page"):
        raise RuntimeError
    client.get("/stats/camps")
    assert metrics.failed(RuntimeError()) is False
    after = told(client)
    page = "campstats_rerun_seconds_count['page']"
    assert after[page] == before.get(page, 0) + 2
    answers = "campstats_request_seconds_count['4xx', 'page']"
    assert after[answers] == before.get(answers, 0) + 1
    assert after["campstats_script_errors_total[]"] == before["campstats_script_errors_total[]"] + 1


def test_a_stream_counts_until_it_begins(client: TestClient) -> None:
    """An assistant keeps one open for as long as it likes, and a file takes what the reader's line takes."""
    key = "campstats_request_seconds_sum['2xx', 'mcp']"
    before = told(client).get(key, 0)
    assert client.get("/stats/mcp").text == "firstlast"
    assert told(client)[key] - before < 0.2


def test_a_copy_that_is_busy_is_not_at_fault(client: TestClient) -> None:
    """Whoever watches for 5xx is not called while a copy starts."""
    client.get("/stats/api")
    after = told(client)
    assert after["campstats_request_seconds_count['503', 'api']"] >= 1
    assert "campstats_request_seconds_count['5xx', 'api']" not in after


def test_what_readers_ask_for_is_in_no_metric(client: TestClient) -> None:
    """Addresses and queries would be personal, and each would make a series of its own."""
    client.get("/stats/told-to-nobody?of=told-to-nobody")
    assert "told-to-nobody" not in client.get("/stats/metrics").text


def test_metrics_are_told_only_where_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(metrics.VARIABLE, raising=False)
    answer = TestClient(Starlette(routes=metrics.routes("/stats"))).get("/stats/metrics")
    assert answer.status_code == 404
    assert metrics.VARIABLE in answer.text


def test_the_cache_counts_what_it_was_asked_and_what_it_made() -> None:
    kept: Kept[int] = Kept(2)
    for key in ("a", "b", "a"):
        kept.get(key, lambda: 1)
    assert (kept.asked, kept.made) == (3, 2)
