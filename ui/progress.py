"""How far a file is that is made beside the page, told in the browser without a run of the page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from ui import builds

PATH = "building"
_MOUNT = st.components.v2.component(
    "campstats_progress",
    html='<label class="cs-progress"><span></span><progress></progress></label>',
    js=(Path(__file__).parent / "progress.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def routes(base: str) -> list[BaseRoute]:
    """Where open pages ask for a build by its ticket, below the base path of the server."""
    return [Route(f"{base}/{PATH}/{{ticket}}", _told)]


async def _told(request: Request) -> Response:
    build = builds.by_ticket(str(request.path_params["ticket"]))
    if build is None:
        return JSONResponse({"running": False}, 404, headers={"Cache-Control": "no-store"})
    found = {"done": build.done, "total": build.total, "running": build.running}
    return JSONResponse(found, headers={"Cache-Control": "no-store"})


def show(what: str, build: builds.Build) -> None:
    """Tell how far a build is; the page runs anew once it has ended."""
    told = {"ticket": build.ticket, "what": what}
    _MOUNT(key=f"progress-{build.ticket}", data=told, height="content", width=300, on_ended_change=lambda: None)
