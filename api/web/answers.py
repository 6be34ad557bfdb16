"""From a question to bytes with headers: forms, entity tags, pages, problems; each answer is kept while it is new."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlencode

import orjson
import pandas as pd

from analysis import newest_publication
from api import told
from api.choices import shown, vintage
from api.errors import ContradictionError, MalformedError, NotReadyError, QuestionError, UnknownValueError
from api.served import Served
from api.web.accept import preferred
from api.web.asked import Asked, File, Operation, Rows, read
from api.web.operations import MEDIA_OF
from api.web.table import WRITERS
from loaders import Ledger

ROOT = Path(__file__).resolve().parents[2]
PROBLEM = "application/problem+json"
# Programs ask again after a minute; what has not changed costs them a few bytes. Where readers sign in, nothing between
# may hand one reader's answer to another.
FRESH = "private, max-age=60"
VARY = "Accept, Accept-Encoding"
_LEAST_PACKED = 1_000  # bytes from which an answer is compressed
_PACKED = {"application/json", "application/jsonl", "application/ld+json", "image/svg+xml", PROBLEM} | {
    f"text/{kind}" for kind in ("csv", "html", "css")
}
_KEPT_BYTES = 32_000_000
_STATUS = {MalformedError: 400, UnknownValueError: 404, ContradictionError: 409}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it is sent."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class Shelf:
    """Finished answers by entity tag, at most so many bytes: those asked for longest ago go first."""

    def __init__(self, most: int = _KEPT_BYTES) -> None:
        self._most, self._held, self._size, self._lock = most, OrderedDict[str, Reply](), 0, Lock()

    def get(self, tag: str) -> Reply | None:
        """The answer under a tag."""
        with self._lock:
            found = self._held.get(tag)
            if found is not None:
                self._held.move_to_end(tag)
            return found

    def put(self, tag: str, reply: Reply) -> None:
        """Keep an answer, unless it would take a quarter of the room."""
        if len(reply.body) > self._most // 4:
            return
        with self._lock:
            old = self._held.pop(tag, None)
            self._size -= len(old.body) if old is not None else 0
            self._held[tag] = reply
            self._size += len(reply.body)
            while self._size > self._most:
                _, gone = self._held.popitem(last=False)
                self._size -= len(gone.body)


@dataclass(frozen=True, slots=True)
class Request:
    """What an answer depends on: who is asked what, in which form, with which query, below which path.

    `site` is where the dashboard runs, for answers that name it; empty for the others.
    """

    operation: Operation
    form: str
    path: Mapping[str, str]
    query: tuple[tuple[str, str], ...]
    base: str
    packed: bool
    site: str = ""

    def tag(self, ledger: Ledger) -> str:
        """The entity tag of the answer: it is the same on every copy of the server with the same data and code."""
        parts = (code(), ledger.version, self.operation.name, self.form, self.base, str(self.packed), self.site)
        text = "\n".join([*parts, *map(str, sorted(self.path.items())), *map(str, sorted(self.query))])
        return f'W/"{hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]}"'


@cache
def code() -> str:
    """A digest of the code that answers are made by: after an upgrade the same data may read differently."""
    found = hashlib.sha256()
    for folder in ("api", "analysis", "charts", "exports", "render", "loaders"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


def answer(served: Served, request: Request, shelf: Shelf, known: str = "") -> Reply:
    """Answer a question from the newest data, or from what was answered before; no question makes it raise.

    `known` is the If-None-Match header: what the asker has already is not sent again.
    """
    try:
        newest = served.ledger()
        tag = request.tag(newest)
        bare = tag.removeprefix("W/")
        if bare in [one.strip().removeprefix("W/") for one in known.split(",")]:
            return Reply(304, b"", {"ETag": tag, "Cache-Control": FRESH, "Vary": VARY})
        reply = shelf.get(tag)
        if reply is None:
            reply = _made(served, newest, request, tag)
            shelf.put(tag, reply)
    except QuestionError as error:
        return problem(_STATUS.get(type(error), 400), str(error), error)
    except NotReadyError as error:
        return problem(503, str(error), retry=5)
    return reply


def _made(served: Served, newest: Ledger, request: Request, tag: str) -> Reply:
    values = read(request.operation.parameters, request.query)
    values |= {one.name: one.read(request.path[one.name]) for one in request.operation.parameters if one.in_path}
    ledger = vintage(newest, str(values.get("as_known_on", "")), str(values.get("lead", "")))
    made = request.operation.answer(Asked(served, newest, ledger, values, request.form, request.site))
    facts = told.edition(ledger)
    note = _note(facts["version"], str(values.get("version", "")))
    headers = {
        "Content-Type": MEDIA_OF[request.form],
        "ETag": tag,
        "Cache-Control": FRESH,
        "Vary": VARY,
        "X-Data-Version": facts["version"],
    }
    if (since := _published(newest)) is not None:
        headers["Last-Modified"] = since
    if note:
        headers["X-Data-Note"] = note
    if isinstance(made, File):
        body = made.content
        headers["Content-Type"] = (
            f"{made.media}; charset=utf-8" if made.media in ("text/csv", "text/plain") else made.media
        )
        if made.name:
            headers["Content-Disposition"] = f'{_disposition(request.form)}; filename="{made.name}"'
    elif isinstance(made, Rows):
        headers |= _size(request, made.total, made.limit, made.offset)
        body = _rows(made, {**facts, "note": note}, request.form)
    else:
        body = orjson.dumps({**made, "ledger": {**made["ledger"], "note": note}})
        if "limit" in made:
            headers |= _size(request, made["total"], made["limit"], made["offset"])
    return packed(Reply(200, body, headers), wanted=request.packed)


def _published(newest: Ledger) -> str | None:
    """The day of the newest publication in the data, as HTTP writes it: the same in every copy of the server.

    Dates of files are not. A correction without a new publication moves the entity tag alone, so only that is asked by.
    """
    day = newest_publication(newest)
    return None if pd.isna(day) else format_datetime(day.to_pydatetime().replace(tzinfo=UTC), usegmt=True)


def _disposition(form: str) -> str:
    return "inline" if form in ("svg", "png", "pdf", "json", "jsonld") else "attachment"


def _note(version: str, expected: str) -> str | None:
    if not expected or expected == version:
        return None
    return f"The data have changed since the version that was asked for; this is version {version}."


def _rows(made: Rows, facts: Mapping[str, Any], form: str) -> bytes:
    if form != "json":
        return WRITERS[form](made.columns, made.rows, facts)
    size = {"total": made.total, "limit": made.limit, "offset": made.offset}
    return orjson.dumps(
        {**size, "rows": [{key: row[key] for key in made.columns} for row in made.rows], "ledger": facts}
    )


def _size(request: Request, total: int, limit: int, offset: int) -> dict[str, str]:
    """How many rows there are, with links to the first, previous, next and last page, where there are such."""
    found = {"X-Total-Count": str(total)}
    if not any(one.name == "limit" for one in request.operation.parameters):
        return found
    last = max(total - 1, 0) // limit * limit
    steps = {"first": 0, "prev": max(offset - limit, 0), "next": offset + limit, "last": last}
    if offset == 0:
        del steps["prev"]
    if offset + limit >= total:
        del steps["next"]
    others = [(key, text) for key, text in request.query if key not in ("limit", "offset")]
    links = (
        f'<{request.base}?{urlencode([*others, ("limit", limit), ("offset", at)])}>; rel="{name}"'
        for name, at in steps.items()
    )
    return found | {"Link": ", ".join(links)}


def packed(reply: Reply, *, wanted: bool) -> Reply:
    """The reply, compressed where that was asked for and pays."""
    kind = reply.headers["Content-Type"].partition(";")[0]
    if not wanted or kind not in _PACKED or len(reply.body) < _LEAST_PACKED:
        return reply
    body = gzip.compress(reply.body, 6, mtime=0)
    return Reply(reply.status, body, {**reply.headers, "Content-Encoding": "gzip"})


def problem(
    status: int,
    detail: str,
    error: QuestionError | None = None,
    *,
    retry: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """A problem in the form of RFC 9457, with the field at fault and the values that would do."""
    facts: dict[str, Any] = {"field": "", "value": "", "near": [], "offered": [], "offered_count": 0}
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **(facts if error is None else error.facts),
    }
    told_in = {"Content-Type": PROBLEM, "Cache-Control": "no-store", **(headers or {})}
    return Reply(status, orjson.dumps(body), told_in | ({} if retry is None else {"Retry-After": str(retry)}))


def form_of(forms: Sequence[str], suffix: str | None, asked: str | None, accept: str) -> str:
    """The form of an answer: by the ending of the path, the parameter `format`, or the Accept header, the first else.

    Raises:
        MalformedError: the ending or the parameter names a form in which this is not given out.
    """
    for field_name, named in (("form", suffix), ("format", asked)):
        if named is not None and named not in forms:
            raise MalformedError(
                f"{field_name}: “{shown(named)}” is not offered; would do: {', '.join(forms)}.",
                field_name,
                named,
                (),
                tuple(forms),
            )
        if named is not None:
            return named
    return forms[preferred(accept, [MEDIA_OF[one].partition(";")[0] for one in forms])]
