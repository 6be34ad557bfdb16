"""Asks the tools as an assistant would, with the package's own client, over either transport."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from anyio.from_thread import start_blocking_portal
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp_types import CallToolResult, Tool
from starlette.applications import Starlette

from loaders.clock import VARIABLE

ROOT = Path(__file__).resolve().parents[2]

# Every tool once, with what it cannot do without.
EVERY: dict[str, dict[str, Any]] = {
    "search": {"question": "people in al-Hol"},
    "headline": {"indicator": "camp_population", "place": "al-hol"},
    "series": {"indicator": "camp_population", "place": "al-hol", "origin": "all", "group": "total"},
    "statements": {"theme": "camps", "role": "rival"},
    "disputes": {"theme": "camps"},
    "as_known_on": {"date": "2020-06-01", "indicator": "camp_population", "place": "al-hol"},
    "changes": {"start": "2025-06-30", "end": "2025-12-31"},
    "pace": {},
    "compare": {"indicator": "camp_population", "which": "al-hol, Roj"},
    "chart": {"name": "camps.population", "filters": {"camp": "Roj camp"}},
    "cite": {"chart": "camps.population"},
    "vocabulary": {"of": "indicators"},
}


class Asked:
    """A connected client, for tests that are no coroutines."""

    def __init__(self, client: Client, portal: Any) -> None:
        self.client = client
        self._portal = portal

    def tools(self) -> list[Tool]:
        """What there is."""
        listed: list[Tool] = self._portal.call(self.client.list_tools).tools
        return listed

    def call(self, tool: str, **arguments: Any) -> CallToolResult:
        """The answer of a tool."""
        result: CallToolResult = self._portal.call(self.client.call_tool, tool, arguments)
        return result

    def data(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """The answer of a tool, which must be no fault, as data; its text must say the same."""
        found = self.call(tool, **arguments)
        assert not found.is_error, found.content
        assert isinstance(found.structured_content, dict)
        return found.structured_content

    def fault(self, tool: str, **arguments: Any) -> str:
        """The words of a fault."""
        found = self.call(tool, **arguments)
        assert found.is_error, found.structured_content
        assert found.structured_content is None
        return str(getattr(found.content[0], "text", ""))


@contextmanager
def connected(to: Any) -> Iterator[Asked]:
    """A client of a server: an address, or the streams of a process."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(to, read_timeout_seconds=200)) as client,
    ):
        yield Asked(client, portal)


def by_stdio(data: Path | None = None) -> Any:
    """The streams of `python -m api mcp`, started elsewhere than in the project's folder, as assistants do."""
    more = [] if data is None else ["--data", str(data)]
    env = {**os.environ, VARIABLE: os.environ[VARIABLE], "PYTHONPATH": str(ROOT)}
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "api", "mcp", "--address", "http://statistics.example:8501/", *more],
        cwd="/",
        env=env,
    )
    return stdio_client(command)


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """An application on a free port of this machine; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                time.sleep(0.05)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
