"""The project's own data, served once for all tests of the API."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path

import pytest
from starlette.applications import Starlette

from api.mcp import answers
from api.mcp.answers import Desk, prepare
from api.served import Served
from loaders import Ledger
from loaders.geo import load_geo
from loaders.ledger import read_files
from tests.api.assistants import Asked, by_stdio, connected, served
from tests.api.client import Client, client
from ui import assistants
from ui.kept import once

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def desk(ledger: Ledger) -> Served:
    geo = load_geo(ROOT / "data")

    @lru_cache(maxsize=1)
    def files() -> dict[str, bytes]:
        return {path: held for path, held in read_files(ROOT / "data").items() if isinstance(held, bytes)}

    return Served(lambda: ledger, lambda: geo, files, once)


@pytest.fixture(scope="session")
def api(desk: Served) -> Client:
    return client(desk)


# --- assistants ---


@pytest.fixture(scope="session")
def own(desk: Served) -> Desk:
    """The tools' desk over the project's data, with every chart made."""
    found = Desk(desk, lambda: "")
    prepare(found)
    return found


@pytest.fixture(scope="session")
def app(desk: Served, own: Desk) -> Iterator[Starlette]:
    """The door as the server of the dashboard opens it, below a path."""
    assert answers._made == [own.served.ledger()]

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with assistants.running():
            yield

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(assistants.OPEN, "yes")
        yield Starlette(routes=assistants.routes("/below", desk), lifespan=lifespan)


@pytest.fixture(scope="session")
def address(app: Starlette) -> Iterator[str]:
    with served(app) as found:
        yield f"{found}/below"


@pytest.fixture(scope="session")
def over_http(address: str) -> Iterator[Asked]:
    with connected(f"{address}/mcp") as found:
        yield found


@pytest.fixture(scope="session")
def over_stdio() -> Iterator[Asked]:
    with connected(by_stdio()) as found:
        yield found


@pytest.fixture(scope="session", params=["over_http", "over_stdio"])
def assistant(request: pytest.FixtureRequest) -> Asked:
    found: Asked = request.getfixturevalue(request.param)
    return found
