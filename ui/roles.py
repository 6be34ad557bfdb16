"""Who may read and who may write, where signing in by OpenID Connect is configured; without that all may read.

`[auth]` in Streamlit's secrets.toml names the provider, as `st.login` reads it, and `[roles]` what its tokens say:

    claim = "groups"                      # the claim that lists what somebody is
    reader = "statistics-readers"         # without it whoever signs in may read
    maintainer = "statistics-maintainers" # without it nobody may write
    minutes = 60                          # for which a token's word holds; then it is asked for anew

A role is looked up when something is shown and again when something is written, in what the provider signed, never in
what a page's widgets say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from time import time
from typing import Any, Literal

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks, get_secrets_auth_section
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from api.web.answers import problem
from ui import rehearsal, returning

Role = Literal["maintainer", "reader", ""]
_LEEWAY = 60  # seconds by which the clocks of two machines may differ
# What is answered to programs, and what takes files; the pages ask who a reader is themselves.
_FIGURES = ("/api/", "/embed/", "/mcp/", "/_stcore/upload_file/")


def configured() -> bool:
    """Whether readers have to sign in."""
    return bool(get_secrets_auth_section())


def role(claims: Mapping[str, Any], now: float) -> Role:
    """What somebody is by the claims that the provider signed, at a time in seconds; empty for nobody.

    A claim that is missing, of another kind, too old or from the future makes nobody of anybody.
    """
    rules: Mapping[str, Any] = secrets_singleton.get("roles", {})
    if claims.get("is_logged_in") is not True or not _fresh(claims, now, float(rules.get("minutes", 60)) * 60):
        return ""
    groups = _names(claims.get(str(rules.get("claim", "groups"))))
    if rules.get("maintainer") in groups:
        return "maintainer"
    return "reader" if "reader" not in rules or rules["reader"] in groups else ""


def _names(told: object) -> set[str]:
    """The names in a claim: a text, or a list of texts; none in anything else."""
    named = told if isinstance(told, list | tuple) else [told]
    return {one for one in named if isinstance(one, str)}


def _fresh(claims: Mapping[str, Any], now: float, seconds: float) -> bool:
    """Whether a token was issued within so many seconds and has not ended."""
    issued, ends = claims.get("iat"), claims.get("exp")
    if not isinstance(issued, int | float) or not isinstance(ends, int | float):
        return False
    return issued - _LEEWAY <= now < min(float(ends) + _LEEWAY, issued + seconds)


def may_read() -> bool:
    """Whether the session may be shown anything; the rehearsal of pages is nobody's session."""
    return rehearsal.scene() is not None or not configured() or role(st.user.to_dict(), time()) != ""


def may_write() -> bool:
    """Whether the session may write, as far as that depends on who it is."""
    return not configured() or role(st.user.to_dict(), time()) == "maintainer"


def admit() -> None:
    """End the run with a way to sign in, where the session may not be shown anything."""
    if may_read():
        return
    st.title("Sign in", anchor=False)
    if st.user.get("is_logged_in"):
        st.write("You are signed in, but not as a reader of this dashboard, or it was too long ago.")
        st.button("Sign out", on_click=st.logout, key="sign-out")
    else:
        st.write("The figures are shown to readers who have signed in.")
    st.button("Sign in", on_click=st.login, key="sign-in", type="primary")
    st.stop()


def middleware() -> list[Middleware]:
    """What keeps programs out that bring no reader's cookie and leads readers back, where signing in is configured."""
    return [Middleware(Admitted), Middleware(returning.Returning)] if configured() else []


class Admitted:
    """ASGI middleware that answers for figures and uploads with 401, where the request is of nobody who may read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        asked = scope["type"] == "http" and any(part in f"{scope['path']}/" for part in _FIGURES)
        if not asked or role(_signed(scope), time()):
            await self._app(scope, receive, send)
            return
        told = problem(401, "Sign in first, on any page of the dashboard: only its readers are answered.")
        await Response(told.body, told.status, told.headers)(scope, receive, send)


def _signed(scope: Scope) -> dict[str, Any]:
    """The claims in the cookie of a request; empty where it has none or one that this server did not sign."""
    header = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
    cookies, secret = cookie_parser(header), get_cookie_secret()

    def one(name: str) -> bytes | None:
        return decode_signed_value(secret, name, cookies[name].encode("latin-1")) if name in cookies else None

    try:
        found = json.loads(get_cookie_with_chunks(one, USER_COOKIE_NAME) or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
