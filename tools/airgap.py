"""Proves that the dashboard installs and serves without a network, from a wheelhouse and a clone.

`python -m tools.airgap wheelhouse` clones what is committed into a temporary folder, puts the wheelhouse beside it and
runs `make run` there in a network namespace of its own, which has a loopback and no route. It ends with 0 once the
server answers and has handed out the page. Needs Linux with `unshare` and `ip`.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).parents[1]
PORT = 8599
PATIENCE = 300  # seconds for installing and starting


def main(arguments: list[str]) -> int:
    """Clones, then proves it in a namespace; 0 where it served."""
    if arguments[:1] == ["--inside"]:
        return inside(Path(arguments[1]))
    lacking = [name for name in ("unshare", "ip", "git", "make") if shutil.which(name) is None]
    if lacking:
        print(f"airgap: {', '.join(lacking)} is needed and was not found")
        return 1
    with tempfile.TemporaryDirectory(prefix="airgap-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", "--local", str(ROOT), str(clone)], check=True)  # noqa: S607
        shutil.copytree(Path(arguments[0]).resolve(), clone / "wheelhouse")
        alone = ["unshare", "--map-root-user", "--net"]
        return subprocess.run(
            [*alone, sys.executable, "-m", "tools.airgap", "--inside", str(clone)], cwd=ROOT, check=False
        ).returncode


def inside(clone: Path) -> int:
    """Installs and serves a clone where no route leads anywhere; 0 where the page came."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)  # noqa: S607
    routes = subprocess.run(["ip", "route"], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S607
    if routes:
        print(f"airgap: this namespace has routes, so it proves nothing: {routes}")
        return 1
    # Nothing that is installed or kept here may help: pip keeps what it fetched, and make hands on its words.
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "UV_", "MAKE", "VENV"))}
    alone = {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": "wheelhouse",
        "PIP_NO_CACHE_DIR": "1",
        "PIP_CONFIG_FILE": os.devnull,
    }
    began = time.monotonic()
    with subprocess.Popen(
        ["make", "run", f"PORT={PORT}"],  # noqa: S607
        cwd=clone,
        env=kept | alone,
        start_new_session=True,
    ) as served:
        try:
            while time.monotonic() - began < PATIENCE and served.poll() is None:
                if asked("/_stcore/health") == 200 and asked("/") == 200:
                    print(f"airgap: installed and served without a network in {time.monotonic() - began:.0f} s")
                    return 0
                time.sleep(1)
        finally:
            if served.poll() is None:
                os.killpg(served.pid, signal.SIGTERM)
    print("airgap: the server did not answer")
    return 1


def asked(path: str) -> int:
    """The status that the server answers with; 0 while it does not."""
    connection = HTTPConnection("127.0.0.1", PORT, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
