"""What every answer carries and what no request may do: headers, hosts, sizes, and what is told to nobody.

Written as plain ASGI, so that an answer is passed on as it comes, a websocket's too.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import os
import re
import signal
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
import uvicorn
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import messages, opening

# Settings, read once as the server starts; docs/operations.md has them all.
HOSTS = "CAMPSTATS_HOSTS"  # names under which the server answers, parted by spaces; without it any
EMBED_HOSTS = "CAMPSTATS_EMBED_HOSTS"  # sites that may show the dashboard in a frame; without it none but itself
HSTS = "CAMPSTATS_HSTS"  # seconds for which browsers must come by TLS; without it a year where TLS ends here, else none

_YEAR = 31_536_000
_UPLOAD = "/_stcore/upload_file/"  # Streamlit holds these to server.maxUploadSize itself
BODY_LIMIT = 1_000_000  # bytes of any other request
# Answers of Streamlit that no browser asks for: they drive the dashboard without one, or tell what it is made of.
_CLOSED = ("/_stcore/agent", "/_stcore/metrics", "/_stcore/script-health-check")
_SITE = re.compile(r"(?:https?://)?(?:\*\.)?[A-Za-z0-9._-]+(?::\d{1,5})?|\[[0-9A-Fa-f:]+\](?::\d{1,5})?")


class SettingError(ValueError):
    """A setting of the environment that cannot be meant, with its name and what would do."""


def middleware() -> list[Middleware]:
    """What each request passes through, the outermost first.

    Raises:
        SettingError: for a setting that is no host or no number.
    """
    layers = [Middleware(Guarded, headers=headers())]
    if hosts := listed(HOSTS):
        layers.append(Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False))
    return layers


def quiet() -> None:
    """Leave who reads what out of the log: the server's lines on requests and websockets have addresses and queries."""
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").addFilter(_of_nobody)


def nameless() -> None:
    """Have the server not say in each answer what it is, for which `streamlit run` has no setting.

    uvicorn listens for signals while it serves, which is how its settings are reached from within.
    """
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    if isinstance(server, uvicorn.Server):
        config = server.config
        config.encoded_headers = [(name, value) for name, value in config.encoded_headers if name != b"server"]


def _of_nobody(record: logging.LogRecord) -> bool:
    return "WebSocket" not in str(record.msg)


def listed(setting: str) -> list[str]:
    """The hosts that a setting names. Raises SettingError for what is none: it would end up in a header."""
    names = os.environ.get(setting, "").replace(",", " ").split()
    for name in names:
        if not _SITE.fullmatch(name):
            raise SettingError(f"{setting}: {name!r} is no host; names are parted by spaces, such as *.example.org")
    return names


def headers() -> dict[str, str]:
    """The headers of every answer that does not bring its own of that name."""
    found = {
        "Content-Security-Policy": policy(listed(EMBED_HOSTS)),
        "X-Content-Type-Options": "nosniff",
        # Which figure somebody read is not told to the publisher whose link they follow.
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": _permissions(),
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if seconds := _hsts():
        found["Strict-Transport-Security"] = f"max-age={seconds}"
    return found


def policy(embedders: list[str]) -> str:
    """The Content-Security-Policy: nothing from another host, and what Streamlit and its charts cannot do without."""
    directives = {
        "default-src": "'none'",
        # blob: is how Streamlit loads the script of a component, such as client.js, and wasm-unsafe-eval how its
        # messages and the maps compile what they bring along. No string is run as a script: unsafe-eval is not there.
        "script-src": f"'self' blob: 'wasm-unsafe-eval' {_inline_scripts()}",
        # Streamlit's widgets, plotly, the tables and style.css put their styles into the page, without a nonce.
        "style-src": "'self' 'unsafe-inline'",
        # Sparklines and the placeholder of pictures, and the font of the tables' icons, stand in the text itself.
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "connect-src": "'self'",  # the websocket of the same host too
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": " ".join(("'self'", *embedders)),
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _inline_scripts() -> str:
    """The hashes of the scripts that stand in the page itself: Streamlit's, which change with it, and our own."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_bytes()
    inline = [
        *re.findall(rb"<script>(.*?)</script>", page, re.DOTALL),
        *(one.encode() for one in (opening.SCRIPT, opening.CONNECTING, opening.THEME)),
    ]
    return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(one).digest()).decode()}'" for one in inline)


def _permissions() -> str:
    """Nothing of the reader's machine but the clipboard, for Copy, and the whole screen, for a chart."""
    none = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone")
    more = ("midi", "payment", "publickey-credentials-get", "usb", "xr-spatial-tracking")
    return ", ".join([*(f"{name}=()" for name in (*none, *more)), "clipboard-write=(self)", "fullscreen=(self)"])


def _hsts() -> int:
    """Seconds for which a browser must come by TLS; 0 for no such header."""
    told = os.environ.get(HSTS, "").strip()
    if not told:
        return _YEAR if st.get_option("server.sslCertFile") else 0
    if not told.isdecimal():
        raise SettingError(f"{HSTS}: {told!r} is no number of seconds; 0 sends no such header")
    return int(told)


class Guarded:
    """Adds the headers, refuses what is too large, and closes what is told to nobody."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it; the answer to a websocket has no headers that a browser heeds."""
        if scope["type"] == "websocket" and not _of_this_site(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "websocket":
            await self._app(scope, messages.heard(receive), messages.told(send))
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                carried = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    carried.setdefault(name, value)
            await send(message)

        path = scope["path"]
        if any(closed in path for closed in _CLOSED):
            await PlainTextResponse("Not Found", 404)(scope, receive, headed)
        elif _UPLOAD in path:
            await self._app(scope, receive, headed)
        elif _told_length(scope) > BODY_LIMIT:
            await PlainTextResponse("The request is too large", 413)(scope, receive, headed)
        else:
            await self._app(scope, _limited(receive), headed)


def _of_this_site(told: Headers) -> bool:
    """Whether a websocket is opened by a page of this server, or by a program, which names no page.

    Streamlit has this rule too, but for a page of another site it first asks a service outside for its own address.
    """
    page = urlsplit(told.get("origin", ""))
    return not page.netloc or page.netloc == told.get("host") or page.hostname == st.get_option("browser.serverAddress")


def _told_length(scope: Scope) -> int:
    """The length of the body by its header; 0 where it says none, which `_limited` holds to the limit as it comes."""
    told = Headers(scope=scope).get("content-length", "")
    return int(told) if told.isdecimal() else 0


def _limited(receive: Receive) -> Receive:
    """The body of a request as it comes, ended as if the reader had gone once it is longer than any may be."""
    came = 0

    async def counted() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        return {"type": "http.disconnect"} if came > BODY_LIMIT else message

    return counted
