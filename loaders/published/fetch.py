"""Publishers' public APIs asked for their newest answers, which are then read as any published file.

Only the command `python -m loaders import --fetch` asks; nothing that the dashboard serves imports this module. Every
page that has come is kept in a folder, so that a fetch that was stopped goes on where it was. Asked is no host but the
API's own: an answer that leads elsewhere is refused. An API that says when to come again is waited for.

The addresses and page counts follow the APIs' public documentation:
    - UNHCR: api.unhcr.org/population/v1/population and /solutions; `page`, and `maxPages` in the answer.
    - HDX HAPI: hapi.humdata.org/api/v2; `limit` and `offset`, the last page is the one that is not full. It wants an
      identifier of whoever asks, from the variable HDX_APP_IDENTIFIER.
    - IOM DTM: dtmapi.iom.int/v3/displacement; one answer a level, with a key from the variable DTM_API_KEY.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx

from loaders.clock import today

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
# The whole of one answer, however slowly it drips in.
SECONDS_A_PAGE = 120.0
MOST_BYTES = 100 * 2**20
MOST_PAGES = 500
TRIES = 5
LONGEST_WAIT = 120.0
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class FetchError(RuntimeError):
    """An API gave no usable answer; the message says which, what it said and what can be done."""


@dataclass(frozen=True, slots=True)
class Api:
    """One question to one API: where, with what, and how its pages are counted.

    `rows` is the key of the list of rows in an answer. `paging` is `maxpages`, `offset` or empty for one answer.
    `variable` names the environment variable with the key that it wants, `carried_as` the parameter or header of it.
    `pause` are seconds between two pages.
    """

    name: str
    title: str
    url: str
    rows: str
    country: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    paging: str = ""
    page_size: int = 1000
    years: tuple[str, str] | None = None
    variable: str = ""
    carried_as: str = ""
    in_header: bool = False
    pause: float = 1.0


_UNHCR = "https://api.unhcr.org/population/v1"
_HAPI = "https://hapi.humdata.org/api/v2"
_DTM = "https://dtmapi.iom.int/v3/displacement"


def _unhcr(name: str, subject: str, country: str, all_of: str) -> Api:
    return Api(
        name,
        f"UNHCR {subject} by country of {'origin' if country == 'coo' else 'asylum'}",
        f"{_UNHCR}/{subject}/",
        "items",
        country,
        {"cf_type": "ISO", all_of: "true"},
        "maxpages",
        years=("yearFrom", "yearTo"),
    )


def _hapi(name: str, path: str, country: str = "location_code") -> Api:
    return Api(
        name,
        f"HDX HAPI {name.removeprefix('hapi-')}",
        f"{_HAPI}/{path}",
        "data",
        country,
        {"output_format": "json"},
        "offset",
        variable="HDX_APP_IDENTIFIER",
        carried_as="app_identifier",
    )


def _dtm(level: int) -> Api:
    return Api(
        f"dtm-admin{level}",
        f"IOM DTM, administrative level {level}",
        f"{_DTM}/admin{level}",
        "result",
        "Admin0Pcode",
        variable="DTM_API_KEY",
        carried_as="Ocp-Apim-Subscription-Key",
        in_header=True,
    )


APIS: dict[str, Api] = {
    each.name: each
    for each in (
        _unhcr("unhcr-population", "population", "coo", "coa_all"),
        _unhcr("unhcr-solutions", "solutions", "coo", "coa_all"),
        _hapi("hapi-idps", "affected-people/idps"),
        _hapi("hapi-refugees", "affected-people/refugees-persons-of-concern", "origin_location_code"),
        _hapi("hapi-returnees", "affected-people/returnees", "origin_location_code"),
        _hapi("hapi-needs", "affected-people/humanitarian-needs"),
        _hapi("hapi-funding", "coordination-context/funding"),
        _dtm(0),
        _dtm(1),
    )
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, and with which means: `sleep` and `clock` are the machine's, other ones in tests."""

    country: str
    first_year: str = ""
    last_year: str = ""
    tell: Callable[[str], None] = lambda _line: None
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


def fetch(api: Api, asked: Asked, folder: Path) -> Path:
    """Return the file in `folder` that holds all rows of an API's answer, asked for page by page.

    Pages that came before are not asked for again, as long as the question and the day are the same.

    Raises:
        FetchError: the API cannot be reached, refuses, or answers what is no answer.
    """
    # Another day is another edition: its pages are asked for anew.
    name = f"{api.name}-{asked.country.lower()}{_span(asked)}-{today():%Y-%m-%d}"
    pages = folder / f"{name}.pages"
    pages.mkdir(parents=True, exist_ok=True)
    rows: list[Any] = []
    with httpx.Client(timeout=TIMEOUT, follow_redirects=False, headers=_headers(api)) as client:
        for number in range(1, MOST_PAGES + 1):
            kept = pages / f"{number:04}.json"
            answer = _kept(kept, api)
            if answer is None:
                if number > 1:
                    asked.sleep(api.pause)
                answer = _page(client, api, asked, number)
                _put(kept, json.dumps(answer).encode())
            rows += answer[api.rows]
            last, of = _is_last(api, answer, number)
            asked.tell(f"{api.title}: {_bar(number, of)}page {number}{f' of {of}' if of else ''}, {len(rows):,} rows")
            if last:
                break
        else:
            raise FetchError(f"{api.title}: more than {MOST_PAGES} pages; ask for fewer years with --from and --to")
    whole = folder / f"{name}.json"
    _put(whole, json.dumps({api.rows: rows}).encode())
    for kept in pages.glob("*.json"):
        kept.unlink()
    pages.rmdir()
    return whole


def _bar(number: int, of: int) -> str:
    """Return how far a fetch is as a bar of twenty signs; nothing where the API does not say how many pages it has."""
    done = round(20 * min(number, of) / of) if of else 0
    return f"[{'#' * done}{'.' * (20 - done)}] " if of else ""


def _span(asked: Asked) -> str:
    return "-".join(["", *filter(None, (asked.first_year, asked.last_year))])


def _headers(api: Api) -> dict[str, str]:
    headers = {"Accept": "application/json", "User-Agent": "camp-detention-returnee-statistics (import)"}
    return headers | ({api.carried_as: _key(api)} if api.in_header else {})


def _key(api: Api) -> str:
    key = os.environ.get(api.variable, "")
    if not key:
        raise FetchError(f"{api.title} wants a key of yours: put it into the environment variable {api.variable}")
    if not re.fullmatch(r"[!-~]+", key):
        raise FetchError(f"the variable {api.variable} holds signs that no key has")
    return key


def _parameters(api: Api, asked: Asked, number: int) -> dict[str, str]:
    found = {**api.parameters, api.country: asked.country}
    if api.variable and not api.in_header:
        found[api.carried_as] = _key(api)
    if api.years:
        found |= {name: year for name, year in zip(api.years, (asked.first_year, asked.last_year), strict=True) if year}
    if api.paging == "maxpages":
        found |= {"limit": str(api.page_size), "page": str(number)}
    elif api.paging == "offset":
        found |= {"limit": str(api.page_size), "offset": str((number - 1) * api.page_size)}
    return found


def _is_last(api: Api, answer: Mapping[str, Any], number: int) -> tuple[bool, int]:
    """Return whether a page is the last, and how many there are where the API says so."""
    if api.paging == "maxpages":
        of = answer.get("maxPages")
        of = of if isinstance(of, int) and not isinstance(of, bool) else 0
        return number >= of or not answer[api.rows], of
    return api.paging != "offset" or len(answer[api.rows]) < api.page_size, 0


def _kept(path: Path, api: Api) -> dict[str, Any] | None:
    """Return a page that came before, None where there is none that is whole."""
    try:
        return _answer(path.read_bytes(), api)
    except (OSError, FetchError):
        return None


def _page(client: httpx.Client, api: Api, asked: Asked, number: int) -> dict[str, Any]:
    """Return one page, asked for again where the API is busy or the line breaks."""
    said = ""
    for attempt in range(1, TRIES + 1):
        wait = min(2.0**attempt, LONGEST_WAIT)
        try:
            status, headers, data = _asked_once(client, api, asked, number)
        except httpx.HTTPError as error:
            # The address of an error can hold a key, so only its kind is told.
            said = f"the line failed ({type(error).__name__})"
        else:
            if status == 200:
                try:
                    return _answer(data, api, headers.get("content-type", ""))
                except FetchError as error:
                    said = str(error)
            elif status in _AGAIN:
                said = f"it answered {status}"
                wait = _told_to_wait(headers, wait)
            else:
                raise FetchError(_refused(api, status, headers))
        if attempt < TRIES:
            asked.tell(f"{api.title}: page {number}: {said}; again in {wait:.0f} s")
            asked.sleep(wait)
    raise FetchError(
        f"{api.title}: page {number} did not come in {TRIES} tries: {said}; run it again to go on from there"
    )


def _asked_once(client: httpx.Client, api: Api, asked: Asked, number: int) -> tuple[int, httpx.Headers, bytes]:
    """Ask once; raises httpx.HTTPError where no whole answer comes in time, or one that is too large."""
    until = asked.clock() + SECONDS_A_PAGE
    parts: list[bytes] = []
    size = 0
    with client.stream("GET", api.url, params=_parameters(api, asked, number)) as response:
        for part in response.iter_bytes():
            size += len(part)
            if size > MOST_BYTES:
                raise FetchError(f"{api.title}: an answer of more than {MOST_BYTES:,} bytes is not taken")
            if asked.clock() > until:
                raise httpx.ReadTimeout("the answer drips in too slowly")
            parts.append(part)
        return response.status_code, response.headers, b"".join(parts)


def _answer(data: bytes, api: Api, content_type: str = "application/json") -> dict[str, Any]:
    if "json" not in content_type.casefold():
        raise FetchError(f"it answered with {content_type or 'no type'}, not JSON")
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise FetchError("its answer is cut off or no JSON") from error
    if not isinstance(answer, dict) or not isinstance(answer.get(api.rows), list):
        raise FetchError(f"its answer has no list {api.rows!r}")
    if not all(isinstance(row, dict) for row in answer[api.rows]):
        raise FetchError(f"its list {api.rows!r} holds something else than rows")
    return answer


def _told_to_wait(headers: httpx.Headers, otherwise: float) -> float:
    """Return how many seconds an API asks to wait, at most LONGEST_WAIT."""
    said = headers.get("retry-after", "").strip()
    if said.isdigit():
        return min(float(said), LONGEST_WAIT)
    with contextlib.suppress(ValueError, TypeError):
        then = parsedate_to_datetime(said)
        return min(max(then.timestamp() - time.time(), 1.0), LONGEST_WAIT)
    return otherwise


def _refused(api: Api, status: int, headers: httpx.Headers) -> str:
    if 300 <= status < 400:
        host = re.sub(r"^https?://([^/?#]*).*$", r"\1", headers.get("location", ""))[:80] or "another address"
        return f"{api.title}: it leads on to {host}, which is not followed; take the file from the publisher's site"
    if status in (401, 403):
        wants = f"; check the key in {api.variable}" if api.variable else ""
        return f"{api.title}: it refuses the question ({status}){wants}"
    return f"{api.title}: it answered {status}; its address or parameters may have changed"


def _put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def names() -> Iterator[str]:
    """Yield the names of the APIs with what each gives, one a line."""
    for api in APIS.values():
        wants = f" (key in {api.variable})" if api.variable else ""
        yield f"  {api.name}: {api.title}{wants}"
