"""The server is started by two commands, which serve the same."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = {
    "streamlit": ("streamlit", "run", "app.py", "--server.port"),
    "uvicorn": ("uvicorn", "app:app", "--port"),
}


@contextmanager
def started(*command: str, **variables: str) -> Iterator[str]:
    """Run a module of this Python on a free port, given as its last argument; yields the server's address.

    `variables` are added to the environment.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", *command, str(port)],
        cwd=ROOT,
        env=os.environ | variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(20)


def answered(address: str) -> bytes:
    """The body of a page, once the server answers."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
                return bytes(answer.read())
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")


@pytest.mark.parametrize("command", list(COMMANDS))
def test_the_dashboard_is_served_by_either_command(command: str) -> None:
    with started(*COMMANDS[command]) as address:
        assert b"<title>Camps \xc2\xb7 " in answered(f"{address}/camps")


def refused(address: str) -> tuple[int, str]:
    """Status and reason of an answer that is a problem, once the server answers."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
                return answer.status, ""
        except urllib.error.HTTPError as error:
            found = json.load(error)
            if "being read" not in found["detail"]:
                return error.code, str(found["detail"])
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")


def test_programs_are_told_of_broken_data_and_keep_the_last_good(tmp_path: Path) -> None:
    """Below a path too; pages and programs are shown the same version."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    package, places = data / "datapackage.json", data / "places.csv"
    good = package.read_bytes()
    package.write_bytes(good[: len(good) // 2])
    below = ("streamlit", "run", "app.py", "--server.baseUrlPath", "some/where", "--server.port")
    with started(*below, CAMPSTATS_DATA_DIR=str(data), CAMPSTATS_WARM="no") as address:
        api = f"{address}/some/where/api/v1"
        status, why = refused(f"{api}/places?limit=1")
        assert status == 503
        assert "datapackage.json" in why
        package.write_bytes(good)
        first = json.loads(answered(f"{api}/places?limit=1"))
        places.write_text(f'{places.read_text(encoding="utf-8")}"broken', encoding="utf-8")
        time.sleep(4)  # until the new files have stood for a while and been read
        assert json.loads(answered(f"{api}/places?limit=1"))["ledger"] == first["ledger"]
        assert b"<title>" in answered(f"{address}/some/where/embed?chart=camps.map")
