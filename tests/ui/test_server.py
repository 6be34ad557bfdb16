"""The server is started by two commands, which serve the same."""

import socket
import subprocess
import sys
import time
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
def started(*command: str) -> Iterator[str]:
    """Run a module of this Python on a free port, given as its last argument; yields the server's address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", *command, str(port)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
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
        assert b"<title>Streamlit</title>" in answered(f"{address}/camps")
