"""An OpenID provider on this machine, which signs what a test wants: also what is forged, old or meant for others."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from time import sleep, time
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT = "dashboard"


@dataclass
class Provider:
    """What the provider says of whoever comes: `claims` are added to those that every token needs.

    `forged` signs with a key that is not the provider's; `nonce` is one of another sign-in, where it is set.
    """

    url: str
    claims: dict[str, Any] = field(default_factory=dict)
    forged: bool = False
    nonce: str = ""
    asked: dict[str, str] = field(default_factory=dict)  # the nonce of each code that was given out
    codes: list[str] = field(default_factory=list)  # those that were traded in
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "own"}))
    other: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "own"}))

    def token(self, nonce: str) -> str:
        """A signed token."""
        now = int(time())
        known = {"iss": self.url, "sub": "7", "aud": CLIENT, "iat": now, "exp": now + 3600, "nonce": nonce}
        signed = {name: value for name, value in (known | self.claims).items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": "own"}, signed, self.other if self.forged else self.key)


def _application(provider: Provider) -> Starlette:
    async def described(_request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": provider.url,
                "authorization_endpoint": f"{provider.url}/authorize",
                "token_endpoint": f"{provider.url}/token",
                "jwks_uri": f"{provider.url}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def keys(_request: Request) -> Response:
        return JSONResponse({"keys": [provider.key.as_dict(private=False)]})

    async def authorize(request: Request) -> Response:
        code = f"code{len(provider.asked)}"
        provider.asked[code] = request.query_params.get("nonce", "")
        back = urlencode({"code": code, "state": request.query_params["state"]})
        return RedirectResponse(f"{request.query_params['redirect_uri']}?{back}", 302)

    async def token(request: Request) -> Response:
        async with request.form() as form:
            code = str(form["code"])
        if code in provider.codes or code not in provider.asked:
            return JSONResponse({"error": "invalid_grant"}, 400)
        provider.codes.append(code)
        signed = provider.token(provider.nonce or provider.asked[code])
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "expires_in": 3600, "id_token": signed})

    return Starlette(
        routes=[
            Route("/.well-known/openid-configuration", described),
            Route("/keys", keys),
            Route("/authorize", authorize),
            Route("/token", token, methods=["POST"]),
        ]
    )


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    provider = Provider(f"http://127.0.0.1:{port}")
    server = uvicorn.Server(uvicorn.Config(_application(provider), port=port, log_level="error", ws="none"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        sleep(0.05)
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(10)


def secrets(url: str) -> str:
    """The text of secrets.toml for a dashboard that asks the provider at this address."""
    return f"""
[auth]
redirect_uri = "URL/oauth2callback"
cookie_secret = "{"of no use elsewhere, and long enough " * 2}"
client_id = "{CLIENT}"
client_secret = "of no use elsewhere either"
server_metadata_url = "{url}/.well-known/openid-configuration"

[roles]
claim = "groups"
reader = "readers"
maintainer = "maintainers"
minutes = 30
"""
