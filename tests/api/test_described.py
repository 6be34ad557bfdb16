"""The API asked whatever its description allows, and what it does not: never a 5xx, and every answer as described."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from api.web.app import PATH
from api.web.describe import described
from api.web.operations import OPERATIONS, WHEN
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


def test_the_description_is_openapi_3_1() -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator  # takes seconds, which every worker would wait for

    OpenAPIV31SpecValidator(described(PATH)).validate()


def test_every_example_is_answered(api: Client) -> None:
    for operation in OPERATIONS:
        assert operation.example, operation.name
        assert api.ask(operation.example).status_code == 200, operation.example


def test_every_operation_answers_in_every_form(api: Client) -> None:
    for operation in OPERATIONS:
        path, _, query = operation.example.partition("?")
        stem, _, ending = path.rpartition(".")
        bare = stem if ending in operation.forms and operation.path.endswith("{form}") else path.removesuffix(".csv")
        for form in operation.forms:
            named = f"{bare}.{form}" if operation.path.endswith("{form}") or len(operation.forms) > 1 else path
            answer = api.ask(f"{named}?{query}")
            assert answer.status_code == 200, (operation.name, form, answer.text)
            assert answer.content, (operation.name, form)


@pytest.mark.parametrize(
    ("text", "is_described"),
    [
        ("2019", True),
        ("2021-03", True),
        ("2021-03-31", True),
        ("2024-02-28", True),
        ("since 2020", True),
        ("since 2020-11-30", True),
        ("if-none-match", False),
        ("2021-02-30", False),
        ("2021-04-31", False),
        ("2021-13", False),
    ],
)
def test_a_period_is_described_as_it_is_understood(api: Client, text: str, *, is_described: bool) -> None:
    """A program that goes by the description is never refused; what is none is neither described nor taken."""
    assert bool(re.search(str(WHEN["pattern"]), text)) is is_described
    answer = api.ask(f"/headline?indicator=camp_population&place=roj&when={text}")
    assert answer.status_code == (200 if is_described else 400)
