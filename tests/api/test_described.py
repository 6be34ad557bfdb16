"""The API asked whatever its description allows, and what it does not: never a 5xx, and every answer as described."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from api.web.app import PATH
from api.web.describe import described
from tests.api.client import Client

CONFIG = SchemathesisConfig.from_dict({"seed": 20_260_222, "request-timeout": 120})
SCHEMA = schemathesis.openapi.from_dict(described(PATH), config=CONFIG)
# Each question is answered by building charts, pictures and slides: few, but of every kind, and the same every time.
BOUNDED = settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


_SERVED: list[Any] = []


async def served_later(*given: Any) -> None:
    """The API of the fixture below, which is there once the data are read and the tests have been collected."""
    await _SERVED[0](*given)


SCHEMA.app = served_later


@pytest.fixture(scope="module", autouse=True)
def _served(api: Client) -> Iterator[None]:
    _SERVED[:] = [api.app]
    yield
    _SERVED.clear()


@SCHEMA.parametrize()
@BOUNDED
def test_every_answer_is_as_described(case: schemathesis.Case[Any]) -> None:
    """Statuses, media types and JSON are those of the description; what is not of its form is refused."""
    case.call_and_validate()
