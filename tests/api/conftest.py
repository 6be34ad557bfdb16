"""The project's own data, served once for all tests of the API."""

from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest

from api.served import Served
from loaders import Ledger
from loaders.geo import load_geo
from loaders.ledger import read_files
from tests.api.client import Client, client
from ui.kept import once

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def desk(ledger: Ledger) -> Served:
    geo = load_geo(ROOT / "data")

    @lru_cache(maxsize=1)
    def files() -> dict[str, bytes]:
        return {path: held for path, held in read_files(ROOT / "data").items() if isinstance(held, bytes)}

    return Served(lambda: ledger, lambda: geo, files, lambda: pd.Timestamp(2026, 1, 1), once)


@pytest.fixture(scope="session")
def api(desk: Served) -> Client:
    return client(desk)
