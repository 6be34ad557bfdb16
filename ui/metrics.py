"""What whoever runs the server watches: is it alive, can it be asked, and how it fares; never who read what."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import exists, get_instance

from ui import data, kept
from ui.closed import closed

VARIABLE = "CAMPSTATS_METRICS"  # "yes": /metrics answers; whoever reaches the server may then read it
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

REGISTRY = CollectorRegistry(auto_describe=True)
RERUNS = Histogram(
    "campstats_rerun_seconds",
    "Time that the server spends on a run of a page, or of the part of it that a filter redraws.",
    ("part",),
    buckets=_SECONDS,
    registry=REGISTRY,
)
FAILED = Counter("campstats_script_errors", "Runs of a page that ended in an error.", registry=REGISTRY)
REQUESTS = Histogram(
    "campstats_request_seconds",
    "Time until an answer over HTTP begins, by what was asked for and the class of its status.",
    ("kind", "status"),
    buckets=_SECONDS,
    registry=REGISTRY,
)
# What is asked for, by the first part of its path that is one of these; all else is a page of the dashboard.
_KINDS = ("static", "_stcore", "media", "api", "mcp", "healthz", "readyz", "metrics", "newest", "building")


@contextmanager
def rerun(part: Literal["page", "section"]) -> Iterator[None]:
    """Time a run, however it ends."""
    began = perf_counter()
    try:
        yield
    finally:
        RERUNS.labels(part).observe(perf_counter() - began)


def failed(_error: Exception) -> bool:
    """Count an error of a page, which is shown and logged as ever."""
    FAILED.inc()
    return False


def ready() -> bool:
    """Whether a data version is on the pages."""
    return data.shown_since() is not None


def routes(base: str) -> list[BaseRoute]:
    """The routes below the base path of the server, such as `/camps` or an empty text."""
    path = f"{base}/metrics"
    told = os.environ.get(VARIABLE, "").casefold() in ("yes", "1", "true")
    last = Route(path, _metrics) if told else closed(path, VARIABLE)
    return [Route(f"{base}/healthz", _alive), Route(f"{base}/readyz", _ready), last]


async def _alive(_request: Request) -> Response:
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


async def _ready(_request: Request) -> Response:
    said, status = ("ready\n", 200) if ready() else ("no data version is shown yet\n", 503)
    return PlainTextResponse(said, status, headers={"Cache-Control": "no-store"})


def _metrics(_request: Request) -> Response:
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


class Timed:
    """ASGI middleware that times every answer over HTTP until it begins: the rest is the reader's line, or a stream."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and take the time until its answer begins."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, answered = perf_counter(), False

        def timed(status: int) -> None:
            REQUESTS.labels(_kind(scope["path"]), _class(status)).observe(perf_counter() - began)

        async def heard(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                timed(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, heard)
        finally:
            if not answered:
                timed(500)


def _class(status: int) -> str:
    """The class of a status; 503 is one of its own, since a copy that starts or has enough to do is not at fault."""
    return "503" if status == 503 else f"{status // 100}xx"


def _kind(path: str) -> str:
    """What a path asks for: one of few words, whatever anybody writes into an address."""
    parts = path.split("/")
    return next((kind for kind in _KINDS if kind in parts), "page")


class _Now(Collector):
    """What is told as it is at the moment of asking."""

    def collect(self) -> Iterable[Metric]:
        sessions = get_instance().stats_mgr.get_stats(["active_sessions"]) if exists() else {}
        told = [line for lines in sessions.values() for line in lines]
        yield GaugeMetricFamily(
            "campstats_sessions",
            "Readers who have the dashboard open.",
            value=sum(float(line.to_metric_str().rpartition(" ")[2]) for line in told),
        )
        version = GaugeMetricFamily(
            "campstats_data_info", "The data version on the pages; the same files give the same.", labels=["version"]
        )
        if ready():
            version.add_metric([data.content(data.newest().version)], 1)
        yield version
        since = data.shown_since()
        yield GaugeMetricFamily(
            "campstats_data_read_timestamp_seconds",
            "When the data on the pages were read; 0 while there are none.",
            value=0 if since is None else since.timestamp(),
        )
        yield GaugeMetricFamily(
            "campstats_data_problems",
            "Findings that keep the newest files from the pages; 0 while the newest files are shown.",
            value=len(data.kept_back()),
        )
        yield CounterMetricFamily("campstats_cache_asked", "Results that pages asked the cache for.", kept.asked())
        yield CounterMetricFamily("campstats_cache_made", "Results that were not in the cache.", kept.made())


REGISTRY.register(_Now())
