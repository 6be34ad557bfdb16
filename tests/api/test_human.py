"""The page of the API: its examples are run as they stand, against a server on this machine."""

import html
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from api.web.human import EXAMPLES, SERIES, page
from api.web.operations import OPERATIONS
from tests.api.client import Client
from tests.ui.test_server import COMMANDS, answered, started


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with started(*COMMANDS["uvicorn"]) as base:
        answered(f"{base}/api/v1/headline?indicator=camp_population&place=roj")
        yield base


def example(base: str, name: str) -> str:
    """The text of an example as the page of a server shows it."""
    shown = answered(f"{base}/api/v1/").decode()
    found = re.search(rf'aria-label="{name}"><code>(.*?)</code>', shown, re.DOTALL)
    assert found, name
    return html.unescape(found[1])


def test_the_pandas_example_prints_the_series(address: str) -> None:
    text = example(address, "pandas")
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    heads, *rows = done.stdout.splitlines()
    assert heads.split() == ["period_end", "value", "text", "attribution"]
    assert len(rows) == 5
    assert "..." not in done.stdout


def test_the_series_of_the_examples_is_one(api: Client) -> None:
    """Of one kind of people in one unit, a row a day."""
    rows = api.json(f"/{SERIES.replace('.csv', '')}")["rows"]
    assert len({(row["origin"], row["group"], row["unit"]) for row in rows}) == 1
    assert len({row["period_end"] for row in rows}) == len(rows) > 20


def test_the_curl_example_fetches_a_figure_and_a_file(address: str, tmp_path: Path) -> None:
    """Where there is no curl its addresses are asked for all the same."""
    lines = [shlex.split(line) for line in example(address, "curl").splitlines()]
    assert [line[0] for line in lines] == ["curl", "curl"]
    bodies = []
    for line in lines:
        if shutil.which("curl"):
            done = subprocess.run(line, cwd=tmp_path, capture_output=True, timeout=60, check=True)
            bodies.append((tmp_path / line[line.index("-o") + 1]).read_bytes() if "-o" in line else done.stdout)
        else:
            bodies.append(answered(line[2]))
    assert b'"qualifier"' in bodies[0]
    assert bodies[1].startswith(b"value,low,high,qualifier,unit,text,role,indicator,title,place")


def test_every_address_of_the_page_answers(api: Client) -> None:
    shown = page("http://dashboard.example/api/v1").decode()
    found = re.findall(r"http://dashboard\.example/api/v1(/[^\s'\"<>]+)", html.unescape(shown))
    assert len(found) >= len(EXAMPLES) + len(OPERATIONS)
    for path in dict.fromkeys(found):
        assert api.ask(path).status_code == 200, path
    for name in ("page.css", "openapi.json"):
        assert f'"{name}"' in shown
        assert api.ask(f"/{name}").status_code == 200


def test_the_page_names_everything_and_no_other_host(api: Client) -> None:
    shown = api.ask("/").text
    for operation in OPERATIONS:
        assert html.escape(operation.path) in shown
        for parameter in operation.parameters:
            assert f"<code>{parameter.name}</code>" in shown
    for link in re.findall(r'(?:src|href)="([^"]+)"', shown):
        assert urlsplit(link).netloc in ("", "dashboard.example"), link
    assert re.findall("<script[^>]*>", shown) == ['<script type="application/ld+json">']


@pytest.mark.parametrize("host", ['x"><script>alert(1)</script>', "a b.example", "evil.example/x", "", "x" * 400])
def test_a_host_that_is_no_name_is_not_written(api: Client, host: str) -> None:
    for path in ("/", "/openapi.json"):
        body = api.ask(path, host=host).text
        assert "<script>" not in body
        assert not host or host not in body
