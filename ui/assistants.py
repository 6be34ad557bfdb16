"""The door for assistants (Model Context Protocol over HTTP) beside the pages; shut unless the environment opens it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import streamlit as st
from starlette.routing import BaseRoute, Route

from api.mcp import PATH
from api.served import Served
from ui import data, safety
from ui.closed import closed

if TYPE_CHECKING:
    from api.mcp.server import Door

OPEN = "CAMPSTATS_MCP"  # in the environment: yes opens the door
_HERE = ("localhost", "127.0.0.1", "[::1]")
_doors: list[Door] = []  # those of the routes that were made last


def routes(below: str, served: Served) -> list[BaseRoute]:
    """The route of the door below a path; it answers from the data that are served, and 404 where it is not open."""
    _doors.clear()
    if os.environ.get(OPEN, "").strip().casefold() != "yes":
        return [closed(f"{below}{PATH}", OPEN)]
    # The package is loaded only where it is used: it takes longer than a page.
    from api.mcp.answers import Desk
    from api.mcp.server import Door, asked_at

    desk = Desk(served, asked_at, _note)
    door = Door(lambda: desk, hosts())
    _doors.append(door)
    return [Route(f"{below}{PATH}", endpoint=door)]


def hosts() -> list[str]:
    """The names under which assistants may ask: this machine, the one that the server was given, those listed.

    A pattern (*.example.org) cannot be held against a request here and is left out.
    """
    told = [*safety.listed(safety.HOSTS), str(st.get_option("browser.serverAddress") or "")]
    return list(dict.fromkeys([*_HERE, *(name for name in told if name and "*" not in name)]))


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """While entered the door is answered, where there is one."""
    if not _doors:
        yield
        return
    async with _doors[-1].running():
        yield


def _note() -> str:
    """What must be said of the data: that newer files are not shown, and why."""
    found = data.kept_back()
    return f"Newer files are not used: {found[0]}" if found else ""
