"""The server of the tools: what is told of faults, and the two ways to it, standard input and output, and HTTP."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from threading import Thread
from typing import TYPE_CHECKING, Any

import anyio
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import CallToolResult, InputRequiredResult, TextContent
from mcp_types import Tool as Described
from pydantic import ValidationError
from starlette.datastructures import URL
from starlette.types import Receive, Scope, Send

from api.errors import NotReadyError, QuestionError
from api.mcp import PATH
from api.mcp.tools import INSTRUCTIONS, Tools

if TYPE_CHECKING:
    from api.mcp.answers import Desk

MOST_ASKED = 100_000  # bytes of a request
AT_ONCE = 4  # questions that are answered at a time
MOST_WAITING = 64  # with those that wait for their turn
VERSION = "1"
_LOG = logging.getLogger(__name__)
_SHOWN = 80  # characters of a value that a fault repeats


class Assistant(MCPServer[Any]):
    """The tools as a server. Faults of a question are told in words that name field, value and what would do."""

    def __init__(self, desk: Callable[[], Desk]) -> None:
        super().__init__(
            name="campstats",
            title="Camp, detention and returnee statistics",
            instructions=INSTRUCTIONS,
            version=VERSION,
            tools=Tools(desk).all(),
            # What is asked is nobody's business: nothing is logged but faults of the program.
            log_level="WARNING",
            subscriptions=False,
        )
        self._desk = desk
        self._warmed = False
        self._at_once, self._waiting = anyio.Semaphore(AT_ONCE), 0

    async def list_tools(self) -> list[Described]:
        """The tools. Whoever asks for them will use one: the data are read meanwhile."""
        if not self._warmed:
            self._warmed = True
            Thread(target=self._warm, name="data for assistants", daemon=True).start()
        return await super().list_tools()

    def _warm(self) -> None:
        from api.mcp.answers import prepare  # heavy, and nobody waits for it yet

        try:
            prepare(self._desk())
        except Exception as error:  # noqa: BLE001 - told to whoever asks for a figure
            _LOG.warning("The data cannot be read: %s", error)

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; a fault is an answer that says it is one."""
        known = {tool.name: tool for tool in await super().list_tools()}
        if name not in known:
            return _fault(f"“{_shown(name)}” is no tool; there are {', '.join(known)}.")
        taken = known[name].input_schema["properties"]
        for argument in arguments:
            if argument not in taken:
                return _fault(f"{_shown(argument)}: {name} takes no such argument; it takes {', '.join(taken)}.")
        if self._waiting >= MOST_WAITING:
            return _fault("Too many questions at once; ask again in a moment.")
        self._waiting += 1
        try:
            async with self._at_once:
                return await super().call_tool(name, arguments, context)
        except ToolError as error:
            return _fault(_said(error, name))
        finally:
            self._waiting -= 1


def _said(error: ToolError, name: str) -> str:
    """A fault in words. What was not foreseen is told in the log alone."""
    cause = error.__cause__
    match cause:
        case ValidationError() if not isinstance(error, UnexpectedToolError):  # of the arguments, not of the answer
            return "\n".join(_invalid(dict(one)) for one in cause.errors(include_url=False))
        case QuestionError():
            if cause.near or all(one in str(cause) for one in cause.offered):
                return str(cause)
            more = f" and {cause.count - len(cause.offered)} more" if cause.count > len(cause.offered) else ""
            return f"{cause}\nWould do: {', '.join(cause.offered)}{more}; `vocabulary` tells what they mean."
        case NotReadyError():
            return str(cause)
    _LOG.error("The tool %s failed", name, exc_info=cause)
    return f"{name} could not answer; that is a fault of the server, not of the question. Ask in another way."


def _invalid(fault: dict[str, Any]) -> str:
    """A fault of an argument by the schema: which, what was given, what would do."""
    field = ".".join(str(part) for part in fault["loc"] if not str(part).startswith(("dict[", "list[", "str")))
    if fault["type"] == "missing":
        return f"{field}: name it; this argument is needed."
    wanted = fault["msg"].removeprefix("Input should be ")
    return f"{field}: “{_shown(fault['input'])}” will not do; it should be {wanted[:1].lower()}{wanted[1:]}."


def _shown(value: object) -> str:
    """A value as a fault repeats it: in short, without control characters."""
    text = "".join(sign for sign in str(value) if sign.isprintable())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _fault(text: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=text)], is_error=True)


# --- over HTTP --------------------------------------------------------------------------------------------------------

_ADDRESS: ContextVar[str] = ContextVar("address", default="")


def asked_at() -> str:
    """Where the dashboard runs, by the request that is being answered; empty outside one."""
    return _ADDRESS.get()


class Door:
    """The tools over streamable HTTP, as an ASGI application without sessions: any copy of the server answers.

    Only requests to `hosts`, and of pages from them, are answered: a page of another site in a reader's browser must
    not ask through it. `running` is entered for as long as the server runs.
    """

    def __init__(self, desk: Callable[[], Desk], hosts: Sequence[str]) -> None:
        self._desk = desk
        self._security = TransportSecuritySettings(
            allowed_hosts=[form for host in hosts for form in (host, f"{host}:*")],
            allowed_origins=[
                f"{scheme}://{form}" for host in hosts for form in (host, f"{host}:*") for scheme in ("http", "https")
            ],
        )
        self._manager: StreamableHTTPSessionManager | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """While entered, requests are answered."""
        server = Assistant(self._desk)
        # The application that the package makes holds the manager of its sessions, which can run once.
        server.streamable_http_app(
            json_response=True,
            stateless_http=True,
            max_request_body_size=MOST_ASKED,
            transport_security=self._security,
        )
        self._manager = server.session_manager
        try:
            async with self._manager.run():
                yield
        finally:
            self._manager = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if self._manager is None:
            raise RuntimeError("the server of the tools does not run")
        url = URL(scope=scope)
        held = _ADDRESS.set(str(url.replace(path=url.path.removesuffix("/").removesuffix(PATH), query="")))
        try:
            await self._manager.handle_request(scope, receive, send)
        finally:
            _ADDRESS.reset(held)
