"""The tables that published files are read against."""

from dataclasses import replace

import pytest

from loaders.changes.known import Known, read_known
from tests.loaders.samples import DATA


@pytest.fixture(scope="session")
def known() -> Known:
    """The project's own places, indicators and sources, and no observations."""
    return replace(read_known(DATA), observations=[], covered=frozenset())
