"""The ways to the tools, faults, hostile words, and data files that change under a server of one assistant."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.mcp import answers
from api.mcp.answers import Desk
from api.mcp.follow import Followed
from api.mcp.server import MOST_ASKED, Assistant
from api.served import Served
from tests.api.assistants import EVERY, ROOT, Asked
from tests.awaited import awaited
from tests.exports.test_injection import HOSTILE
from ui import assistants, safety

# --- faults -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tool", "asked", "said"),
    [
        ("headline", {}, "indicator: name it"),
        ("headline", {"indicator": "camp_populatoin", "place": "al-hol"}, "camp_population"),
        ("headline", {"indicator": "camp_population"}, "place: name one; would do"),
        ("headline", {"indicator": "camp_population", "country": "France"}, "country: headline takes no such argument"),
        (
            "headline",
            {"indicator": "camp_population", "place": "al-hol", "when": "soon"},
            "when: “soon” is not a period",
        ),
        ("headline", {"indicator": 7}, "indicator: “7” will not do; it should be a valid string"),
        ("series", {"indicator": "camp_population", "limit": 1000}, "limit: “1000” will not do"),
        ("search", {"question": ""}, "in 1 to 300 characters"),
        ("search", {"question": "x" * 301}, "question"),
        ("search", {"question": "Roj", "as_known_on": "1950-01-01"}, "as_known_on"),
        ("search", {"question": "Roj", "lead": "mine"}, "lead"),
        ("as_known_on", {"date": "", "indicator": "camp_population", "place": "roj"}, "date: name a day"),
        ("disputes", {"theme": "weather"}, "theme"),
        ("pace", {"by": "fast"}, "by: “fast” will not do; it should be 'last', 'best' or 'set'"),
        ("pace", {"of": "Atlantis"}, "of: “Atlantis” is not known"),
        ("compare", {"indicator": "camp_population", "which": "roj"}, "which: name 2 to 6"),
        ("chart", {"name": "camps.weather"}, "name: “camps.weather” is not known"),
        ("chart", {"name": "camps.population", "filters": {"camp": "Paris"}}, "camp: “Paris” is not known"),
        ("chart", {"name": "camps.population", "filters": {"town": "Roj"}}, "has no such filter"),
        ("cite", {"sources": "nobody"}, "sources: “nobody” is not known"),
        ("vocabulary", {"of": "weather"}, "of: “weather” will not do"),
        ("forecast", {}, "is no tool; there are search, "),
    ],
)
def test_a_fault_names_field_value_and_what_would_do(
    assistant: Asked, tool: str, asked: dict[str, Any], said: str
) -> None:
    told = assistant.fault(tool, **asked)
    assert said in told
    assert "Traceback" not in told
    assert "pydantic" not in told


def test_an_unforeseen_fault_is_told_without_its_cause(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Desk:
        raise ZeroDivisionError("a secret path")

    found = awaited(Assistant(broken).call_tool("pace", {}))
    text = found.model_dump_json()
    assert "fault of the server" in text
    assert "secret" not in text
    assert "ZeroDivisionError" in caplog.text


def test_hostile_words_are_words(own: Desk) -> None:
    """Hostile texts in each argument of each tool: a fault in plain words or an answer, never a failure.

    The first argument of a tool is given all of them, the others a third each in turn.
    """
    server = Assistant(lambda: own)
    tools = {tool.name: tool.input_schema["properties"] for tool in awaited(server.list_tools())}

    async def every() -> list[tuple[str, str, str]]:
        said = []
        for tool, taken in tools.items():
            usual = EVERY[tool] | ({"picture": "none"} if tool == "chart" else {})
            for at, argument in enumerate(taken):
                for words in HOSTILE[at % 3 :: 3] if at else HOSTILE:
                    given: Any = {words: words} if argument == "filters" else words
                    found = await server.call_tool(tool, {**usual, argument: given})
                    said.append((tool, argument, found.model_dump_json()))
        return said

    for tool, argument, text in awaited(every()):
        assert "fault of the server" not in text, (tool, argument, text)
        assert "Traceback" not in text
        assert not set(text) & set("\u202e\u2066\x00\x1f\ud800"), (tool, argument)


def test_hostile_words_over_the_wire(assistant: Asked) -> None:
    """Each as a question; as an id that is not known, and as the name of a filter, every other."""
    for at, words in enumerate(words for words in HOSTILE if "\ud800" not in words):  # which no client can send
        found = assistant.call("search", question=words[:300])
        assert found.structured_content or found.is_error
        if at % 2:
            assert assistant.fault("headline", indicator=words)
        else:
            assert assistant.fault("chart", name="camps.population", filters={words: words})


# --- the ways in ------------------------------------------------------------------------------------------------------


def test_the_door_is_shut_unless_it_is_opened(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    held = list(assistants._doors)
    for setting in ("", "no"):
        monkeypatch.setenv(assistants.OPEN, setting)
        shut = TestClient(Starlette(routes=assistants.routes("/below", desk)))
        for answer in (shut.get("/below/mcp"), shut.post("/below/mcp", json={})):
            assert answer.status_code == 404
            assert assistants.OPEN in answer.text
    assistants._doors[:] = held


def test_names_of_the_server_are_those_of_this_machine_and_those_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(safety.HOSTS, "statistics.example, *.example.org")
    assert assistants.hosts()[:4] == ["localhost", "127.0.0.1", "[::1]", "statistics.example"]
    assert not [name for name in assistants.hosts() if "*" in name]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
def test_only_this_server_and_its_pages_are_answered(address: str, headers: dict[str, str], status: int) -> None:
    usual = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    answer = httpx.post(f"{address}/mcp", content=json.dumps(asked), headers={**usual, **headers})
    assert answer.status_code == status
    assert httpx.post(f"{address}/mcp", content=json.dumps(asked), headers=usual).status_code == 200


def test_a_large_or_spoilt_request_is_refused(address: str) -> None:
    usual = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    assert httpx.post(f"{address}/mcp", content="x" * (MOST_ASKED + 1), headers=usual).status_code == 413
    for spoilt in ("", "{", "[]", '{"jsonrpc": "2.0"}', "\x00"):
        answer = httpx.post(f"{address}/mcp", content=spoilt, headers=usual)
        assert 400 <= answer.status_code < 500, spoilt
        assert "Traceback" not in answer.text


def test_standard_output_belongs_to_the_protocol() -> None:
    """Nothing else is written to it, whatever comes in, and the process ends with its input."""
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
    ]
    sent = "\n".join([json.dumps(lines[0]), "no JSON", *map(json.dumps, lines[1:])]) + "\n"
    process = subprocess.Popen(
        [sys.executable, "-m", "api", "mcp"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(sent)
    process.stdin.flush()
    told: list[dict[str, Any]] = []
    while not any(one.get("id") == 2 for one in told):
        told.append(json.loads(process.stdout.readline()))
    process.stdin.close()
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in process.stdout)
    assert process.wait(60) == 0
    process.stdout.close()
    assert all(one["jsonrpc"] == "2.0" for one in told)
    assert told[0]["result"]["serverInfo"]["name"] == "campstats"


@pytest.mark.parametrize(
    ("given", "said"),
    [(["--data", "nowhere"], "holds no data package"), (["--address", "statistics"], "is no address")],
)
def test_the_command_says_what_is_missing(given: list[str], said: str) -> None:
    ended = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "api", "mcp", *given], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert not ended.stdout


# --- files that change ------------------------------------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    target = tmp_path / "data"
    shutil.copytree(ROOT / "data", target)
    made_old(target)
    return target


def made_old(folder: Path) -> None:
    """Have the files stand still for as long as it takes."""
    then = time.time() - 60
    for path in folder.rglob("*"):
        os.utime(path, (then, then))


@pytest.fixture
def camps(copied: Path) -> Callable[[str, str], None]:
    def change(old: str, new: str) -> None:
        path = copied / "themes.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def test_files_that_changed_are_read_once_they_stand_still(copied: Path, camps: Callable[[str, str], None]) -> None:
    followed = Followed(copied)
    source = followed.served()
    first = source.ledger()
    assert source.ledger() is first
    name = str(first.themes["title"].iloc[0])
    camps(name, f"{name} anew")
    assert source.ledger() is first  # it may still be being written
    os.utime(copied / "themes.csv", (time.time() - 30, time.time() - 30))
    second = source.ledger()
    assert second.version != first.version
    assert str(second.themes["title"].iloc[0]) == f"{name} anew"
    assert followed.note() == ""


def test_files_with_errors_are_kept_back_and_the_answer_says_so(copied: Path) -> None:
    followed = Followed(copied)
    source = followed.served()
    first = source.ledger()
    path = copied / "observations" / "camps.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("camp_population", "camp_poplation", 1), encoding="utf-8")
    os.utime(path, (time.time() - 30, time.time() - 30))
    assert source.ledger() is first
    told = answers.pace(Desk(source, lambda: "", followed.note), "", known_on="", lead="").data
    assert "observations/camps.csv" in told["ledger"]["note"]
    path.write_text(text, encoding="utf-8")
    made_old(copied)
    assert source.ledger().version == first.version
    assert followed.note() == ""
