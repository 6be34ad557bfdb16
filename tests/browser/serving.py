"""Serves the dashboard as a program of its own, which asks nothing of other hosts unseen."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT = 60  # seconds until the server answers


class OutsideTrap:
    """A proxy that lets nothing through and keeps the first line of whatever a program asks of other hosts."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                self.requests.append(connection.recv(1024).split(b"\r\n")[0].decode(errors="replace"))

    def close(self) -> None:
        """Stop listening."""
        self._socket.close()


@dataclass(frozen=True)
class Server:
    """A running dashboard: its address, its log, what it has asked of other hosts, and the number of its process."""

    url: str
    log: Path
    trap: OutsideTrap
    process: int


@contextmanager
def serve(
    app: Path = ROOT / "app.py",
    data: Path | None = None,
    path: str = "",
    settings: Mapping[str, str] | None = None,
    secrets: str = "",
    port: int = 0,
) -> Iterator[Server]:
    """Serve the dashboard on a port, or on a free one, until the block ends.

    `data` is a data directory to use instead of the project's own, `path` one below which all is served, such as
    `/camps`, `settings` variables of the environment, `secrets` the text of Streamlit's secrets.toml, in which URL is
    put in the place of the server's own address. The server has a home of its own, so that nobody's personal
    Streamlit settings or secrets change what is tested.

    Raises:
        RuntimeError: with the server's log, if it does not answer within START_LIMIT seconds.
    """
    with socket.create_server(("127.0.0.1", port)) as free:
        port = free.getsockname()[1]
    trap = OutsideTrap()
    with tempfile.TemporaryDirectory(prefix="dashboard-") as home:
        log = Path(home) / "server.log"
        proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), trap.url)
        environment = os.environ | proxies | {"HOME": home, "NO_PROXY": "localhost,127.0.0.1"}
        environment |= settings or {}
        if secrets:
            told = Path(home) / ".streamlit" / "secrets.toml"
            told.parent.mkdir()
            told.write_text(secrets.replace("URL", f"http://127.0.0.1:{port}{path}"), encoding="utf-8")
        if data is not None:
            environment["CAMPSTATS_DATA_DIR"] = str(data)
        command = [sys.executable, "-m", "streamlit", "run", str(app), f"--server.port={port}"]
        command += [f"--server.baseUrlPath={path}"] if path else []
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, cwd=app.parent, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        try:
            server = Server(f"http://127.0.0.1:{port}{quote(path)}", log, trap, process.pid)
            _await_health(server, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
            trap.close()


def _await_health(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    message = f"the server did not start; its log:\n{server.log.read_text(errors='replace')}"
    raise RuntimeError(message)
