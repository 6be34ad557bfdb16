"""The API as routes of the server, below /api/v1 beside the pages, and one chart to embed."""

from __future__ import annotations

import asyncio
import logging
import os
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TypeVar
from urllib.parse import quote

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from api.errors import NotReadyError, QuestionError
from api.served import Served
from api.web import describe, embed, human
from api.web.accept import takes
from api.web.answers import PROBLEM, Reply, Request, Shelf, answer, form_of, packed, problem
from api.web.asked import Operation
from api.web.operations import EMBED, OPERATIONS
from loaders import Ledger

PATH = "/api/v1"
ORIGINS = "CAMPSTATS_API_ORIGINS"  # in the environment: origins whose pages may read the API, parted by commas, or *
LONGEST_QUERY = 30_000  # characters
_METHODS = ("GET", "HEAD", "OPTIONS")
_ALLOW = ", ".join(_METHODS)
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}(?::\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::\d{1,5})?")
_LOG = logging.getLogger(__name__)
T = TypeVar("T")
Endpoint = Callable[[HttpRequest], Awaitable[Response]]


class BusyError(RuntimeError):
    """As many answers are being made, and wait to be made, as may be."""


class Gate:
    """Has functions run on threads of its own, so many at once, so many waiting; more are turned away."""

    def __init__(self, name: str, at_once: int, waiting: int) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix=name)
        self._most, self._inside, self._lock = at_once + waiting, 0, Lock()

    async def run(self, make: Callable[[], T]) -> T:
        """What `make` returns. Raises BusyError where too many wait already."""
        with self._lock:
            if self._inside >= self._most:
                raise BusyError
            self._inside += 1
        future = self._pool.submit(make)
        future.add_done_callback(self._left)
        return await asyncio.wrap_future(future)

    def _left(self, _done: object) -> None:
        with self._lock:
            self._inside -= 1


class Api:
    """The API over the data that are served: its routes, and the page `/embed` beside them.

    `quick` and `heavy` run what is cheap and what is dear to make. Every answer has a status that is described; what
    goes wrong without a question's fault is logged and answered with 500 in one line.
    """

    def __init__(self, served: Served, quick: Gate | None = None, heavy: Gate | None = None) -> None:
        self._served = served
        self._shelf = Shelf()
        self._gates = (quick or Gate("api", 4, 60), heavy or Gate("api-files", 2, 8))

    def routes(self, base: str = "") -> list[BaseRoute]:
        """All routes, below a path that begins with / or is empty."""
        one = Route(f"{base}{EMBED.path}", self._embed, methods=list(_METHODS))
        rest = Mount(f"{base}{PATH}", app=self._application(), name="api")
        # A line end in a path is no reason to be told of pages.
        rest.path_regex = re.compile(rest.path_regex.pattern, re.DOTALL)
        return [one, rest]

    def _application(self) -> Starlette:
        endpoints = {path: self._endpoint(operation) for operation in OPERATIONS for path in paths(operation)}
        endpoints["/openapi.json"] = _page(describe.document, "application/json")
        endpoints["/page.css"] = _page(lambda _base: human.STYLE, "text/css; charset=utf-8")
        endpoints["/embed.css"] = _page(lambda _base: embed.STYLE, "text/css; charset=utf-8")
        endpoints["/"] = self._human
        origins = [one.strip() for one in os.environ.get(ORIGINS, "").split(",") if one.strip()]
        exposed = ["ETag", "Link", "X-Total-Count", "X-Data-Version", "X-Data-Note"]
        cross = Middleware(CORSMiddleware, allow_origins=origins, allow_methods=["GET", "HEAD"], expose_headers=exposed)
        return Starlette(
            routes=[Route(path, endpoint, methods=list(_METHODS)) for path, endpoint in endpoints.items()],
            middleware=[cross] if origins else [],
            exception_handlers={HTTPException: _refused, Exception: _failed},
        )

    def _endpoint(self, operation: Operation) -> Endpoint:
        async def endpoint(http: HttpRequest) -> Response:
            if http.method == "OPTIONS":
                return Response(status_code=204, headers={"Allow": _ALLOW})
            return _sent(http, await self._reply(operation, http))

        return endpoint

    async def _human(self, http: HttpRequest) -> Response:
        """The page for people, with what the data are where they have been read."""
        return await _page(lambda base: human.page(base, self._dataset()), embed.HTML)(http)

    def _dataset(self) -> bytes:
        try:
            found = self._served.once(_dataset, self._served.ledger(), self._served)
        except NotReadyError:
            return b""
        return bytes(found)

    async def _embed(self, http: HttpRequest) -> Response:
        """A chart for the page of an intranet; what cannot be shown is said there in words."""
        if http.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": _ALLOW})
        reply = await self._reply(EMBED, http)
        if reply.headers.get("Content-Type") == PROBLEM:
            body = embed.refused(str(orjson.loads(reply.body)["detail"]))
            reply = Reply(reply.status, body, {**reply.headers, "Content-Type": embed.HTML})
        return _sent(http, reply)

    async def _reply(self, operation: Operation, http: HttpRequest) -> Reply:
        if len(http.url.query) > LONGEST_QUERY:
            return problem(414, f"The query is longer than {LONGEST_QUERY:,} characters.")
        path = {key: str(one) for key, one in http.path_params.items()}
        query = [(key, text) for key, text in http.query_params.multi_items() if key != "format"]
        suffix = path.pop("form", None)
        try:
            asked_form = http.query_params.get("format")
            form = form_of(operation.forms, suffix, asked_form, http.headers.get("accept", ""))
        except QuestionError as error:
            return problem(404 if suffix else 400, str(error), error)
        pack = _packs(http)
        site = _site(http) if operation is EMBED else ""
        asked = Request(operation, form, path, tuple(query), quote(http.scope["path"]), pack, site)
        known = http.headers.get("if-none-match", "")
        gate = self._gates[operation.heavy and form != "json"]
        try:
            return await gate.run(lambda: answer(self._served, asked, self._shelf, known))
        except BusyError:
            return problem(503, "Too many answers are being made; ask again in a moment.", retry=5)


def _dataset(served: Served, ledger: Ledger) -> bytes:
    return orjson.dumps(embed.described(served, ledger))


def paths(operation: Operation) -> tuple[str, ...]:
    """The paths of an operation: its own, and where it comes in several forms one that ends with the form."""
    if "{form}" in operation.path or len(operation.forms) == 1:
        return (operation.path,)
    return operation.path, f"{operation.path}.{{form}}"


def _page(make: Callable[[str], bytes], media: str) -> Endpoint:
    """A page that is the same for everybody who asks by one address."""

    async def endpoint(http: HttpRequest) -> Response:
        if http.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": _ALLOW})
        headers = {"Content-Type": media, "Cache-Control": "no-cache", "Vary": "Accept-Encoding, Host"}
        reply = Reply(200, make(_base(http)), headers)
        return _sent(http, packed(reply, wanted=_packs(http)))

    return endpoint


def _base(http: HttpRequest) -> str:
    """The address below which the API answers, as it was asked for; only its path where the host is no plain name."""
    return f"{_origin(http)}{quote(http.scope.get('root_path', ''))}"


def _site(http: HttpRequest) -> str:
    """The address of the dashboard, as the page that embeds a chart was asked for; empty where it cannot be told."""
    origin = _origin(http)
    return f"{origin}{quote(http.scope['path'].removesuffix(EMBED.path))}" if origin else ""


def _origin(http: HttpRequest) -> str:
    host = http.headers.get("host", "")
    return f"{http.url.scheme}://{host}" if _HOST.fullmatch(host) else ""


def _packs(http: HttpRequest) -> bool:
    return takes(http.headers.get("accept-encoding", ""), "gzip")


def _sent(http: HttpRequest, reply: Reply) -> Response:
    headers = {**reply.headers, "Content-Length": str(len(reply.body))}
    if reply.status == 304:
        del headers["Content-Length"]
    return Response(b"" if http.method == "HEAD" else reply.body, reply.status, headers)


async def _refused(http: HttpRequest, error: Exception) -> Response:
    """A path that is none, or a method that is not offered."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    if status == 405:
        return _sent(http, problem(405, f"Only {_ALLOW} are offered: the API is read-only.", headers={"Allow": _ALLOW}))
    listed = ", ".join(operation.path for operation in OPERATIONS)
    return _sent(http, problem(status, f"There is nothing at this address; there is: {listed}."))


async def _failed(http: HttpRequest, error: Exception) -> Response:
    _LOG.error("An answer could not be made", exc_info=error)
    return _sent(http, problem(500, "The answer could not be made; the server's log says more."))
