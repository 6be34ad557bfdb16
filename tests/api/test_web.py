"""The API over HTTP: forms, pages of rows, entity tags, problems that say what would do, limits; never a 5xx."""

import io
import json
from dataclasses import replace
from threading import Event, Thread
from typing import Any
from urllib.parse import quote, urlsplit
from zipfile import ZipFile

import httpx
import pandas as pd
import pytest
from pyarrow import parquet

from analysis import newest_publication
from api import told
from api.charts import FILES
from api.errors import NotReadyError
from api.served import Served
from api.tables import TABLES
from api.web.answers import Reply, Shelf
from api.web.app import ORIGINS, Gate
from api.web.describe import described
from api.web.operations import MOST_ROWS, OPERATIONS
from loaders import Ledger
from tests.api.client import Client, client
from tests.exports.test_injection import HOSTILE

PROBLEM = "application/problem+json"
FORMS = ("json", "csv", "jsonl", "parquet")


def records(answer: httpx.Response, form: str) -> list[dict[str, Any]]:
    """The rows of an answer, in whatever form it came; empty cells of a CSV are None."""
    if form == "json":
        found: list[dict[str, Any]] = answer.json()["rows"]
        return found
    if form == "jsonl":
        return [json.loads(line) for line in answer.text.splitlines()]
    if form == "parquet":
        table = parquet.read_table(io.BytesIO(answer.content))
        return [
            {key: str(cell) if hasattr(cell, "year") else cell for key, cell in row.items()}
            for row in table.to_pylist()
        ]
    frame = pd.read_csv(io.BytesIO(answer.content), keep_default_na=False, na_values=[""])
    return [
        {str(key): None if pd.isna(cell) else cell for key, cell in row.items()} for row in frame.to_dict("records")
    ]


@pytest.mark.parametrize("form", FORMS)
def test_statements_are_the_same_in_every_form(api: Client, form: str) -> None:
    path = "/observations{}?place=al-hol&group=children&limit=40"
    answer = api.ask(path.format(f".{form}"))
    wanted = records(api.ask(path.format("")), "json")
    found = records(answer, form)
    assert [row.keys() for row in found] == [dict.fromkeys(told.STATEMENT).keys()] * 40
    for key in ("value", "low", "high", "line", "period_end", "text", "role"):
        assert [row[key] for row in found] == [row[key] for row in wanted], key
    assert answer.headers["x-total-count"] == str(api.json(path.format(""))["total"])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_given_out_in_every_form(api: Client, ledger: Ledger, name: str, form: str) -> None:
    answer = api.ask(f"/{name}?format={form}&limit={MOST_ROWS}")
    assert answer.status_code == 200
    rows = records(answer, form)
    assert len(rows) == len(getattr(ledger, name))
    assert tuple(rows[0]) == TABLES[name]


def test_the_accept_header_chooses_the_form(api: Client) -> None:
    assert api.ask("/places", accept="text/csv").headers["content-type"].startswith("text/csv")
    assert api.ask("/places", accept="text/html, */*;q=0.8").headers["content-type"] == "application/json"
    assert api.ask("/places.jsonl", accept="text/csv").headers["content-type"] == "application/jsonl"


@pytest.mark.parametrize(
    ("told", "form"),
    [
        ("application/json;q=0.2, text/csv;q=0.9", "text/csv"),
        ("text/csv;q=0.2, application/json", "application/json"),
        ("application/jsonl, application/json", "application/jsonl"),
        ("application/json;q=0, */*", "text/csv"),
        ("text/*", "text/csv"),
        ("*/*;q=0.1, application/vnd.apache.parquet;q=0.5", "application/vnd.apache.parquet"),
        ("TEXT/CSV; charset=utf-8; Q=1.0", "text/csv"),
        ("text/csv;q=lots", "text/csv"),
        ("image/png", "application/json"),
        ("text/csv;q=0", "application/json"),
        ("", "application/json"),
    ],
)
def test_weights_of_the_accept_header_are_heeded(api: Client, told: str, form: str) -> None:
    assert api.ask("/places?limit=3", accept=told).headers["content-type"].startswith(form)


def test_an_encoding_of_no_weight_is_not_used(api: Client) -> None:
    for header, used in (("gzip;q=0", False), ("br, gzip;q=0.5", True), ("*", True), ("identity", False), ("", False)):
        assert ("content-encoding" in api.ask("/places", accept_encoding=header).headers) == used, header


def test_following_the_links_gives_every_row_once(api: Client) -> None:
    """In a stable order: the whole in one answer is the same."""
    path, found = "/observations?theme=detention&limit=211", []
    while path:
        answer = api.ask(path)
        found += answer.json()["rows"]
        after = httpx.Response(200, headers={"Link": answer.headers["link"]}).links.get("next")
        path = after["url"].removeprefix("/api/v1") if after else ""
    assert found == api.json(f"/observations?theme=detention&limit={MOST_ROWS}")["rows"]
    assert len(found) == api.json("/observations?theme=detention&limit=1")["total"]


def test_what_has_not_changed_is_not_sent_again(api: Client, desk: Served) -> None:
    first = api.ask("/places")
    assert first.headers["etag"]
    newest = newest_publication(desk.ledger())
    assert first.headers["last-modified"] == f"{newest:%a, %d %b %Y} 00:00:00 GMT"
    assert first.headers["cache-control"].startswith("private")
    again = api.ask("/places", if_none_match=f'"other", {first.headers["etag"]}')
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert api.ask("/places", if_none_match='"other"').status_code == 200
    assert api.ask("/places?limit=3").headers["etag"] != first.headers["etag"]
    newer = replace(desk.ledger(), version="fedcba9876543210~20260101")
    other = client(replace(desk, ledger=lambda: newer)).ask("/places", if_none_match=first.headers["etag"])
    assert other.status_code == 200
    assert other.headers["x-data-version"] == "fedcba9876543210"


def test_an_answer_is_compressed_where_that_is_understood(api: Client) -> None:
    small, large = api.ask("/places", accept_encoding="gzip"), api.ask("/places", accept_encoding="identity")
    assert small.headers["content-encoding"] == "gzip"
    assert small.content == large.content
    assert int(small.headers["content-length"]) < int(large.headers["content-length"]) / 3
    assert "Accept-Encoding" in small.headers["vary"]


@pytest.mark.parametrize("path", ["/places", "/headline?indicator=x", "/", "/openapi.json"])
def test_head_and_options(api: Client, path: str) -> None:
    whole, head = api.ask(path, accept_encoding="identity"), api.ask(path, "HEAD", accept_encoding="identity")
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]
    options = api.ask(path, "OPTIONS")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    refused = api.ask(path, "POST")
    assert (refused.status_code, refused.headers["content-type"]) == (405, PROBLEM)
    assert refused.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("path", "status", "field", "would_do"),
    [
        ("/headline?indicator=camp_populatoin&place=roj", 404, "indicator", "camp_population"),
        ("/headline?indicator=camp_population", 404, "place", "al-hol"),
        ("/headline", 400, "indicator", ""),
        ("/observations?place=Atlantis", 404, "place", ""),
        ("/observations?town=roj", 400, "town", "place"),
        ("/observations?place=roj&place=al-hol", 400, "place", ""),
        ("/observations?limit=0", 400, "limit", ""),
        ("/observations?limit=9999999999999999999999", 400, "limit", ""),
        ("/observations?limit=%D9%A3", 400, "limit", ""),
        ("/observations?from=2021", 400, "from", ""),
        ("/observations?from=2021-02-30", 400, "from", ""),
        ("/observations?role=winner", 404, "role", "headline"),
        ("/observations?as_known_on=1901-01-01", 404, "as_known_on", "2026"),
        ("/observations?lead=by:Nobody", 404, "lead", "highest"),
        ("/observations?format=exe", 400, "format", "csv"),
        ("/observations?format=", 400, "format", "csv"),
        ("/observations.exe", 404, "form", "csv"),
        ("/charts/camps.populations.csv", 400, "name", "camps.population"),
        ("/charts/camps.population.exe", 404, "form", "pptx"),
        ("/charts/camps.population.csv?camp=Paris", 404, "camp", "roj"),
        ("/charts/camps.population.csv?town=Roj", 404, "town", "camp"),
        ("/charts/camps.population.csv?camp=roj&camp=al-hol", 400, "camp", ""),
        ("/changes?start=2025-01-01&end=2024-01-01", 409, "end", ""),
        ("/compare?indicator=camp_population&which=roj", 404, "which", "al-hol"),
        ("/pace?of=atlantis", 404, "of", "roj"),
        ("/search", 400, "q", ""),
        ("/nothing", 404, "", ""),
    ],
)
def test_a_problem_names_the_field_and_what_would_do(
    api: Client, path: str, status: int, field: str, would_do: str
) -> None:
    answer = api.ask(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    assert answer.headers["cache-control"] == "no-store"
    found = answer.json()
    assert (found["status"], found["field"]) == (status, field)
    assert field in found["detail"]
    assert would_do in "; ".join([found["detail"], *found["offered"]])


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/observations?place=Atlantis", []),
        ("/observations?place=Berlin", []),
        ("/observations?place=Ninewah", ["ninewa"]),
        ("/observations?place=Rojj", ["roj", "al-hol-and-roj"]),
        ("/observations?origin=Frence", ["FRA"]),
        ("/headline?indicator=weather", []),
        ("/headline?indicator=camp_pop", ["camp_population"]),
        ("/charts/camps.weather.csv", []),
    ],
)
def test_only_what_may_have_been_meant_is_said_to_be_near(api: Client, path: str, near: list[str]) -> None:
    found = api.ask(path).json()
    assert found["near"] == near
    assert "near it" in found["detail"] if near else "would do" in found["detail"]


def test_a_very_long_query_is_refused(api: Client) -> None:
    assert api.ask(f"/search?q={'a' * 31_000}").status_code == 414
    assert api.ask(f"/search?q={'a' * 400}").status_code == 400


def test_a_changed_version_is_said_in_one_line(api: Client) -> None:
    now = api.json("/places?limit=1")["ledger"]
    assert now["note"] is None
    assert api.json(f"/places?limit=1&version={now['version']}")["ledger"]["note"] is None
    then = api.ask("/headline?indicator=camp_population&place=roj&version=0123456789abcdef")
    assert then.json()["ledger"]["note"].startswith("The data have changed since")
    assert then.headers["x-data-note"] == then.json()["ledger"]["note"]


def test_the_first_data_are_waited_for_with_503(desk: Served) -> None:
    def none() -> Ledger:
        raise NotReadyError("The data are being read.")

    answer = client(replace(desk, ledger=none)).ask("/places")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["detail"] == "The data are being read."


def test_more_than_can_be_made_are_turned_away(desk: Served) -> None:
    """And answered again once there is room."""
    gate, go, inside = Gate("test", 1, 0), Event(), Event()

    def slow() -> Ledger:
        inside.set()
        go.wait(20)
        return desk.ledger()

    slowed = client(replace(desk, ledger=slow), quick=gate)
    first: list[int] = []
    thread = Thread(target=lambda: first.append(slowed.ask("/places").status_code))
    thread.start()
    inside.wait(20)
    refused = slowed.ask("/places")
    go.set()
    thread.join(20)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert first == [200]
    assert slowed.ask("/places").status_code == 200


def test_other_origins_may_read_only_where_that_is_set(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ORIGINS, raising=False)
    closed = client(desk).ask("/places?limit=1", origin="https://intranet.example")
    assert "access-control-allow-origin" not in closed.headers
    monkeypatch.setenv(ORIGINS, "https://intranet.example")
    opened = client(desk)
    assert (
        opened.ask("/places?limit=1", origin="https://intranet.example").headers["access-control-allow-origin"]
        == "https://intranet.example"
    )
    assert "access-control-allow-origin" not in opened.ask("/places?limit=1", origin="https://other.example").headers


def test_the_package_holds_the_files_as_they_are(api: Client, desk: Served) -> None:
    with ZipFile(io.BytesIO(api.ask("/datapackage.zip").content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == desk.files()


@pytest.mark.parametrize("form", FILES)
def test_a_chart_comes_as_every_file(api: Client, form: str) -> None:
    answer = api.ask(f"/charts/camps.population.{form}?camp=Roj&ratio=4:3")
    assert answer.status_code == 200
    starts = {"png": b"\x89PNG", "pdf": b"%PDF", "pptx": b"PK", "xlsx": b"PK", "parquet": b"PAR1", "svg": b"<svg"}
    assert answer.content.startswith(starts.get(form, b""))
    if form != "json":
        assert "camps-population-roj" in answer.headers["content-disposition"]


def test_kept_answers_stay_within_their_room() -> None:
    shelf = Shelf(1_000)
    for at in range(9):
        shelf.put(str(at), Reply(200, bytes(200)))
    assert [shelf.get(str(at)) is not None for at in range(9)] == [False] * 4 + [True] * 5
    shelf.put("large", Reply(200, bytes(400)))
    assert shelf.get("large") is None


# --- the description -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/drawings/a%0Ab.svg", "/a%0Ab"])
def test_a_line_end_in_a_path_is_a_problem_too(api: Client, path: str) -> None:
    answer = api.ask(path)
    assert (answer.status_code, answer.headers["content-type"]) in [(404, PROBLEM), (400, PROBLEM)]


def test_every_parameter_is_told_of_once() -> None:
    found = described()["paths"]
    for operation in OPERATIONS:
        told_of = [one["name"] for one in found[operation.path]["get"]["parameters"]]
        assert len(set(told_of)) == len(told_of)
        assert {one.name for one in operation.parameters} <= set(told_of)


# --- hostile text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\ud800" not in text])
def test_hostile_words_are_answered_as_text(api: Client, text: str) -> None:
    asked = quote(text[:290], safe="")
    for path in (f"/search?q={asked}", f"/observations?place={asked}", f"/charts/camps.population.csv?camp={asked}"):
        answer = api.ask(path)
        assert answer.status_code < 500, path
        assert answer.headers["content-type"].startswith("application/")
        assert not set("\x00\x01\x08\u202e\u2066") & set(answer.json().get("detail", "")), path


def test_hostile_text_of_the_data_runs_nowhere(desk: Served, ledger: Ledger) -> None:
    words = [text for text in HOSTILE if "\ud800" not in text]
    rows = ledger.observations.astype({"note": object, "locator": object, "url": object})
    many = [words[at % len(words)] for at in range(len(rows))]
    spoilt = replace(ledger, observations=rows.assign(note=many, locator=many, url=many), version="0" * 16)
    bad = client(replace(desk, ledger=lambda: spoilt))
    for row in bad.json("/observations?limit=200")["rows"]:
        assert row["url"] is None or urlsplit(row["url"]).scheme in ("http", "https")
        assert not set("\x00\x01\x08\u202e\u2066") & set(f"{row['note']}{row['locator']}")
    for cell in pd.read_csv(io.BytesIO(bad.ask("/observations.csv?limit=200").content), dtype=str)["note"].dropna():
        assert not cell.lstrip().startswith(("=", "+", "-", "@")), cell
