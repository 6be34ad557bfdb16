"""Whoever signs in comes back to the address that they had asked for: Streamlit sends everybody to the first page.

The way to the provider notes in a cookie from which page it was taken, and the way back goes there. Only a path of this
server is ever gone to, whatever the cookie says.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "campstats_back"
_GONE = "/auth/login"
_BACK = "/oauth2callback"
_LONGEST = 3000  # characters; browsers keep 4,096 of a cookie
_SECONDS = 600  # for which somebody may take to sign in
# A path of this server: a second slash or a backslash would make a host of what follows.
_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f-\uffff]*")


class Returning:
    """ASGI middleware that notes the page from which somebody goes to sign in, and sends them back to it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; of those that sign somebody in, change the answer."""
        if scope["type"] != "http" or not scope["path"].endswith((_GONE, _BACK)):
            await self._app(scope, receive, send)
            return
        asked, leaves = Headers(scope=scope), scope["path"].endswith(_GONE)
        page = left(asked) if leaves else noted(asked)

        async def changed(message: Message) -> None:
            if page and message["type"] == "http.response.start" and message["status"] // 100 == 3:
                answer = MutableHeaders(scope=message)
                if leaves:
                    answer.append("Set-Cookie", _cookie(page, _SECONDS))
                elif not urlsplit(answer.get("Location", "//")).netloc:
                    answer["Location"] = page
                    answer.append("Set-Cookie", _cookie("", 0))
            await send(message)

        await self._app(scope, receive, changed)


def left(asked: Headers) -> str:
    """The page of this server on which somebody went to sign in, with its query; empty where the browser tells none."""
    parts = urlsplit(asked.get("Referer", ""))
    page = f"{parts.path}?{parts.query}" if parts.query else parts.path
    ours = parts.netloc == asked.get("Host") and not parts.path.endswith((_GONE, _BACK))
    return page if ours and _allowed(page) else ""


def noted(asked: Headers) -> str:
    """The page that was noted as somebody left; empty where none was, or what is noted is no path of this server."""
    page = unquote(cookie_parser(asked.get("Cookie", "")).get(COOKIE, ""))
    return page if _allowed(page) else ""


def _allowed(page: str) -> bool:
    return len(page) <= _LONGEST and _PATH.fullmatch(page) is not None


def _cookie(page: str, seconds: int) -> str:
    return f"{COOKIE}={quote(page, safe='/')}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"
