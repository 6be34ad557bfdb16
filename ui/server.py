"""What the server answers beside the pages, what every answer passes through, and what it begins when it starts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread
from typing import Any

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from ui import compressed, data, warm


def routes() -> list[BaseRoute]:
    """Routes beside those of the dashboard; they are asked first. Their paths are below the root of the server."""
    return []


def middleware() -> list[Middleware]:
    """What each request and answer passes through, the outermost first, before what Streamlit itself adds."""
    return [Middleware(compressed.Compressed)]


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[dict[str, Any]]:
    """Read the data as the server starts, off its time, so that neither a page nor a program waits for the first."""
    warm.begin()
    data.watch()
    Thread(target=_read, name="first data", daemon=True).start()
    yield {}


def _read() -> None:
    with suppress(data.NothingToShow):  # said where it is asked for
        data.newest()
    compressed.make_ready()
