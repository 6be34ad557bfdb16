"""Writes requirements.txt and requirements-dev.txt: every package in use, at one version, with the hashes of its files.

One lock serves every platform and every Python from 3.11 on: a package that only some of them need carries a marker,
and every file of a release is among its hashes. Asks the index that pip is set up for, and writes its address nowhere.

`python -m tools.lock` keeps the versions that are locked, as far as requirements.in lets them;
`python -m tools.lock --upgrade` takes the newest.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = {"requirements.in": "requirements.txt", "requirements-dev.in": "requirements-dev.txt"}
_HEADER = (
    "# Written by make lock from {source}: every package in use, at the version that was tested, "
    "with the hashes of its files.\n"
)


def configured(setting: str) -> str:
    """What pip is told by its files or the environment, such as `index-url`; empty where it is told nothing."""
    named = os.environ.get(f"PIP_{setting.upper().replace('-', '_')}", "")
    if named:
        return named
    command = [sys.executable, "-m", "pip", "config", "get", f"global.{setting}"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def command(source: str, target: str, *more: str) -> list[str]:
    """The command that locks one file of requirements."""
    index = configured("index-url")
    return [
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
        *("--generate-hashes", "--no-header", "--no-emit-index-url", "--no-annotate", "--no-config"),
        *(("--default-index", index) if index else ()),
        *more,
        *("--output-file", target, source),
    ]


def main(arguments: list[str]) -> int:
    """Writes both files; the exit code of the first that could not be locked."""
    for source, target in LOCKS.items():
        # What serves and what tests share stands at one version in both.
        shared = ("--constraint", LOCKS["requirements.in"]) if source != "requirements.in" else ()
        ended = subprocess.run(command(source, target, *shared, *arguments), cwd=ROOT, check=False).returncode
        if ended:
            return ended
        path = ROOT / target
        path.write_text(_HEADER.format(source=source) + path.read_text(encoding="utf-8"), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
