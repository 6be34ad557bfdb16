"""Keeps benchmarks/RESULTS.md: each benchmark writes a part of its own and leaves the others as they are.

`python -m benchmarks.NAME | python -m benchmarks.results TITLE` passes what it reads on and puts it under its title,
with date, machine and versions.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path

import pandas as pd

FILE = Path(__file__).parent / "RESULTS.md"
INTRODUCTION = "# Speed\n\nEach part is one run on one machine, written by the command that it names.\n"
PACKAGES = ("streamlit", "uvloop", "pandas", "numpy", "pyarrow", "plotly")


def measured_on(day: pd.Timestamp) -> str:
    """Date, machine and versions in a sentence."""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"{day:%Y-%m-%d}: {machine}; Python {platform.python_version()}, {packages}."


def with_part(text: str, title: str, part: str) -> str:
    """A text with the part of this title replaced, or added at its end."""
    made = f"## {title}\n\n{part.strip()}\n"
    parts = [one for one in re.split(r"(?m)^(?=## )", text) if one.strip()]
    if not any(one.startswith(f"## {title}\n") for one in parts):
        return "\n".join(one.strip() + "\n" for one in [*parts, made])
    return "\n".join(made if one.startswith(f"## {title}\n") else one.strip() + "\n" for one in parts)


def main() -> None:
    """Read a part from standard input and keep it."""
    lines = []
    for line in sys.stdin:
        print(line, end="", flush=True)
        lines.append(line)
    if not lines:
        raise SystemExit("nothing to keep: the benchmark has printed nothing")
    text = FILE.read_text(encoding="utf-8") if FILE.exists() else INTRODUCTION
    part = f"{measured_on(pd.Timestamp.now())}\n\n{''.join(lines)}"
    FILE.write_text(with_part(text, sys.argv[1], part), encoding="utf-8")


if __name__ == "__main__":
    main()
