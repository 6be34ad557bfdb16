"""The OpenAPI 3.1 description, made from the table of operations: nothing is described twice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import orjson

from api.web import schemas
from api.web.asked import Operation, Parameter
from api.web.operations import MEDIA_OF, OPERATIONS
from exports.references import PRODUCT

VERSION = "1.0.0"  # of the interface
_PROBLEMS = {
    "400": "A parameter that is not known here, or a value of another form; the problem says what would do",
    "401": "Nobody who may read, where readers have to sign in",
    "404": "A value that the data do not know; the problem says what is near and what would do",
    "409": "Values that each would do, but not together",
    "414": "A query that is too long",
    "503": "The data are being read, or too many answers are being made: ask again after Retry-After seconds",
}
_HEADERS = {
    "ETag": "names the answer; with it in If-None-Match what has not changed is not sent again",
    "X-Data-Version": "version of the data, a hash of the files",
}


@lru_cache(maxsize=8)
def document(base: str) -> bytes:
    """The description as JSON; `base` is the address below which the API answers, such as `http://host/api/v1`."""
    return orjson.dumps(described(base), option=orjson.OPT_INDENT_2)


def described(base: str = "/") -> dict[str, Any]:
    """The description as JSON values."""
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        for path, suffixed in _paths(operation):
            paths[path] = {"get": _operation(operation, suffixed=suffixed)}
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": PRODUCT,
            "version": VERSION,
            "summary": "Sourced, hedged figures, read-only: the same numbers as on the pages of the dashboard.",
            "description": (
                "Every figure carries its hedge, its date, who says it and where, and the version of the data. What "
                "the data do not hold is said to be absent. Values are ids, names or other spellings of them; what is "
                "not known is answered with what is near and what would do."
            ),
        },
        "servers": [{"url": base}],
        "paths": paths,
        "components": {"schemas": dict(schemas.PARTS)},
    }


def _paths(operation: Operation) -> Iterator[tuple[str, bool]]:
    if "{form}" in operation.path:
        yield operation.path, True
        return
    yield operation.path, False
    if len(operation.forms) > 1:
        yield f"{operation.path}.{{form}}", True


def _operation(operation: Operation, *, suffixed: bool) -> dict[str, Any]:
    parameters = [_parameter(one) for one in operation.parameters]
    offered = {"type": "string", "enum": list(operation.forms)}
    if suffixed:
        about = "form of the answer"
        parameters.append({"name": "form", "in": "path", "required": True, "description": about, "schema": offered})
    elif len(operation.forms) > 1:
        about = f"form of the answer, beside the Accept header; without either {operation.forms[0]}"
        parameters.append({"name": "format", "in": "query", "description": about, "schema": offered})
    return {
        "operationId": f"{operation.name}_file" if suffixed and operation.name != "chart" else operation.name,
        "summary": operation.about,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": "The answer",
                "headers": {
                    name: {"description": about, "schema": {"type": "string"}} for name, about in _HEADERS.items()
                },
                "content": {
                    MEDIA_OF[form].partition(";")[0]: {"schema": operation.schema} if form == "json" else {}
                    for form in operation.forms
                },
            },
            "304": {"description": "The answer is the one that If-None-Match names"},
            **{status: _problem(about) for status, about in _PROBLEMS.items()},
        },
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": one.name,
        "in": "path" if one.in_path else "query",
        "description": one.about,
        "required": one.required,
        "schema": dict(one.schema),
    }
    if one.free:
        found |= {"style": "form", "explode": True}
    return found | ({"example": one.example} if one.example else {})


def _problem(about: str) -> dict[str, Any]:
    return {
        "description": about,
        "content": {"application/problem+json": {"schema": schemas.part("Problem")}},
    }
