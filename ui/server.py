"""What the server answers beside the pages, what every answer passes through, and what it begins when it starts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from api.errors import NotReadyError
from api.served import Served
from api.web.app import Api
from loaders import Ledger
from ui import assistants, compressed, data, metrics, news, opening, progress, roles, safety, warm
from ui.kept import once


def routes() -> list[BaseRoute]:
    """Routes beside those of the dashboard, which are asked first; below the base path of the server, if it has one."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    base = f"/{path}" if path else ""
    served = Served(_ledger, data.geo, data.shown_files, once)
    own = (*metrics.routes(base), *news.routes(base), *progress.routes(base))
    return [*own, *Api(served).routes(base), *assistants.routes(base, served)]


def _ledger() -> Ledger:
    """The data version on the pages; while the first one is being read nobody is kept waiting."""
    if not data.latest() and not data.kept_back():
        raise NotReadyError("The data are being read; ask again in a moment.")
    try:
        return data.newest()
    except data.NothingToShow as error:
        raise NotReadyError(f"There are no data that can be shown: {error}") from error


def middleware() -> list[Middleware]:
    """What each request and answer passes through, the outermost first, before what Streamlit itself adds."""
    of_streamlit = [Middleware(opening.Opening), Middleware(compressed.Compressed)]
    return [Middleware(metrics.Timed), *safety.middleware(), *roles.middleware(), *of_streamlit]


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[dict[str, Any]]:
    """Read the data as the server starts, off its time, so that neither a page nor a program waits for the first."""
    safety.quiet()
    safety.nameless()
    warm.begin()
    data.watch()
    Thread(target=_read, name="first data", daemon=True).start()
    async with assistants.running():
        yield {}


def _read() -> None:
    with suppress(data.NothingToShow):  # said where it is asked for
        data.newest()
    if warm.wanted():
        compressed.make_ready()
