"""JSON Schemas of what is asked and answered, each said once: the OpenAPI description and the tests read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.tables import TABLES
from api.told import COUNTS, DATES, NUMBERS, STATEMENT

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer"}
YES: Schema = {"type": "boolean"}


def maybe(schema: Schema) -> Schema:
    """What may be null, where nothing is stated."""
    return {**schema, "type": [schema["type"], "null"]} if "type" in schema else {"anyOf": [schema, {"type": "null"}]}


def several(schema: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": schema}


def thing(properties: Mapping[str, Schema], *, more: bool = False) -> Schema:
    """An object whose properties are all there; with `more` it has others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": more,
    }


def part(name: str) -> Schema:
    """One of PARTS, by reference."""
    return {"$ref": f"#/components/schemas/{name}"}


def _statement(column: str, about: str) -> Schema:
    kind = NUMBER if column in NUMBERS else WHOLE if column in COUNTS else DAY if column in DATES else TEXT
    return {**maybe(kind), "description": about}


def _cell(column: str) -> Schema:
    if column in ("lat", "lon"):
        return maybe(NUMBER)
    return maybe(DAY if column in ("published", "date", "end_date", "start", "end") else TEXT)


_FIGURE = {
    "value": maybe(NUMBER),
    "low": maybe(NUMBER),
    "high": maybe(NUMBER),
    "qualifier": {**TEXT, "description": "exact, about, at_least, at_most, range or estimate"},
    "unit": TEXT,
    "unit_name": TEXT,
    "text": {**TEXT, "description": "the figure in words, hedge first"},
}
_EDITION = {
    "version": {**TEXT, "description": "version of the data, a hash of the files"},
    "today": DAY,
    "as_known_on": maybe(DAY),
    "lead": TEXT,
    "lead_rule": TEXT,
    "note": {**maybe(TEXT), "description": "says so where the data have changed since the version that was asked for"},
}
_PUBLICATION = {
    "source": TEXT,
    "title": maybe(TEXT),
    "publisher": maybe(TEXT),
    "published": maybe(DAY),
    "published_precision": maybe(TEXT),
    "url": maybe(TEXT),
    "citation": TEXT,
}
_CITED = thing({"plain": TEXT, "markdown": TEXT, "html": TEXT})
ANSWER: Mapping[str, Schema] = {
    "figure": maybe(part("Figure")),
    "absent": {**maybe(TEXT), "description": "why there is no figure; null where there is one"},
    "kind": maybe(TEXT),
    "sentence": TEXT,
    "remarks": several(TEXT),
    "key": {"type": ["object", "null"], "additionalProperties": TEXT},
    "when": maybe(TEXT),
    "date": maybe(DAY),
    "attribution": maybe(TEXT),
    "published": maybe(TEXT),
    "basis": maybe(TEXT),
    "holds": maybe(YES),
    "exact": maybe(YES),
    "clause": {**maybe(TEXT), "description": "why the statement leads its rivals"},
    "differing": WHOLE,
    "rivals": several(part("Statement")),
    "statements": several(part("Statement")),
    "sources": several(part("Publication")),
    "citation": maybe(_CITED),
    "page": {**maybe(TEXT), "description": "address on the dashboard, relative to where it runs"},
}
PROBLEM = thing(
    {
        "type": TEXT,
        "title": TEXT,
        "status": WHOLE,
        "detail": {**TEXT, "description": "what is wrong, and what would do"},
        "field": TEXT,
        "value": TEXT,
        "near": several(TEXT),
        "offered": several(TEXT),
        "offered_count": WHOLE,
    }
)
# What answers are made of, by the name under which they refer to it.
PARTS: Mapping[str, Schema] = {
    "Statement": thing({name: _statement(name, about) for name, about in STATEMENT.items()}),
    "Figure": thing(_FIGURE),
    "Ledger": thing(_EDITION),
    "Publication": thing(_PUBLICATION),
    "Problem": PROBLEM,
    **{name.capitalize(): thing({column: _cell(column) for column in columns}) for name, columns in TABLES.items()},
}
EDITION = part("Ledger")
_EVENT = thing({"date": maybe(DAY), "when": TEXT, "title": TEXT, "source": maybe(TEXT)})
_ASKED = {"type": "object", "additionalProperties": TEXT}


def paged(row: Schema) -> Schema:
    """Some rows of many: `total` match, `rows` are `limit` of them from `offset`."""
    return thing({"total": WHOLE, "limit": WHOLE, "offset": WHOLE, "rows": several(row), "ledger": EDITION})


HEADLINE = thing({"asked": _ASKED, **ANSWER, "ledger": EDITION})
SEARCH = thing(
    {
        "asked": _ASKED,
        "read": several(thing({"word": TEXT, "as": TEXT})),
        **ANSWER,
        "others": several(TEXT),
        "charts": several(thing({"chart": TEXT, "title": TEXT, "filters": {"type": "object"}, "page": TEXT})),
        "things": several(thing({"kind": TEXT, "id": TEXT, "name": TEXT})),
        "events": several(_EVENT),
        "found_sources": several(part("Publication")),
        "near": several(TEXT),
        "ledger": EDITION,
    }
)
DISPUTE = thing(
    {
        "dispute": TEXT,
        "title": TEXT,
        "text": TEXT,
        "low": maybe(NUMBER),
        "high": maybe(NUMBER),
        "spread": maybe(NUMBER),
        "clause": TEXT,
        "statements": several(part("Statement")),
        "page": TEXT,
    }
)
CHANGES = thing(
    {
        "start": DAY,
        "end": DAY,
        "opening": TEXT,
        "sentences": several(TEXT),
        "moved": several(thing({"title": TEXT, "what": TEXT, "publication": TEXT, "sentence": TEXT}, more=True)),
        "revised": several(thing({"indicator": TEXT, "before": TEXT, "after": TEXT, "publication": TEXT}, more=True)),
        "ended": several(thing({"date": DAY, "when": TEXT, "title": TEXT, "publication": maybe(TEXT)})),
        "sources": several(part("Publication")),
        "new_statements": WHOLE,
        "page": TEXT,
        "ledger": EDITION,
    }
)
PACE = thing(
    {
        "of": TEXT,
        "population": TEXT,
        "status": TEXT,
        "sentence": TEXT,
        "stock": maybe(part("Figure")),
        "stock_date": maybe(DAY),
        "per_year": maybe(part("Figure")),
        "years": maybe(NUMBER),
        "years_low": maybe(NUMBER),
        "years_high": maybe(NUMBER),
        "clearance": maybe(DAY),
        "earliest": maybe(DAY),
        "latest": maybe(DAY),
        "working": several(TEXT),
        "remarks": several(TEXT),
        "statements": several(part("Statement")),
        "sources": several(part("Publication")),
        "populations": several(thing({"of": TEXT, "name": TEXT})),
        "page": TEXT,
        "ledger": EDITION,
    },
    more=True,
)
CHART = thing(
    {
        "name": TEXT,
        "description": TEXT,
        "chart": TEXT,
        "filters": {"type": "object"},
        "unit": maybe(TEXT),
        "as_of": maybe(DAY),
        "as_known_on": maybe(DAY),
        "lead_rule": TEXT,
        "source_line": TEXT,
        "sources": several({"type": "object"}),
        "rows": several({"type": "object"}),
        "page": TEXT,
        "ledger": EDITION,
    },
    more=True,
)
CITED = thing({"chart": TEXT, "reference": TEXT, "bibtex": TEXT, "ris": TEXT, "ledger": EDITION}, more=True)
LISTED = thing(
    {
        "chart": TEXT,
        "view": TEXT,
        "title": TEXT,
        "subtitle": TEXT,
        "as_of": maybe(DAY),
        "rows": WHOLE,
        "filters": several(
            thing(
                {
                    "name": TEXT,
                    "label": TEXT,
                    "default": {"type": ["string", "array"]},
                    "several": YES,
                    "offered": several(TEXT),
                }
            )
        ),
        "page": TEXT,
    }
)
