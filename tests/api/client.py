"""Asks the API as a program would, without a socket."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette

from api.served import Served
from api.web.app import PATH, Api
from tests.awaited import awaited


@dataclass(frozen=True)
class Client:
    """A client of the API over some data, below the path at which the server has it."""

    app: Any
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        """The answer to one request; headers are written with _ for -."""
        given = {**self.headers, **{name.replace("_", "-"): text for name, text in headers.items()}}

        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://dashboard.example") as client:
                return await client.request(method, path if "/embed?" in path else f"{PATH}{path}", headers=given)

        return awaited(asked())

    def json(self, path: str) -> Any:
        """The JSON of an answer that must be one."""
        found = self.ask(path)
        assert found.status_code == 200, found.text
        return found.json()


def client(served: Served, **gates: Any) -> Client:
    """A client of the API over the data that are served."""
    return Client(Starlette(routes=Api(served, **gates).routes()))
