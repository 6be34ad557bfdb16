"""CPU time of the command line, from its start as a process of its own to its end, and the time that each may take.

Run `python -m benchmarks.commands`. CPU time counts all threads; the best of three, because the first reads the files
of the libraries from the disk.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TIMES = 3


class Command(NamedTuple):
    """What is asked of `python -m exports`, whether it can be done, and the seconds of CPU that it may take."""

    what: str
    arguments: tuple[str, ...]
    done: bool
    bar: float


COMMANDS = (
    Command("a chart that is not there", ("deck", "camps.populatoin"), done=False, bar=1.5),
    Command("deck of one chart", ("deck", "camps.population"), done=True, bar=3),
    Command("deck of the situation", ("deck", "situation"), done=True, bar=6),
)


def run(command: Command, out: Path) -> None:
    """Run one command. Raises RuntimeError where it ends otherwise than it should."""
    written = ["--output", str(out)] if command.arguments[0] == "deck" else []
    process = subprocess.run(
        [sys.executable, "-m", "exports", *command.arguments, *written], cwd=ROOT, capture_output=True, check=False
    )
    if (process.returncode == 0) != command.done:
        said = process.stderr.decode(errors="replace")[-500:]
        raise RuntimeError(f"{command.what} ended with {process.returncode}: {said}")


def children() -> float:
    """Seconds of CPU of all processes that this one has started and that have ended."""
    spent = os.times()
    return spent.children_user + spent.children_system


def costs() -> Iterator[tuple[Command, float]]:
    """Each command with the seconds of CPU that it takes."""
    with tempfile.TemporaryDirectory() as folder:
        for command in COMMANDS:
            found = []
            for number in range(TIMES):
                before = children()
                run(command, Path(folder) / f"{number}.pptx")
                found.append(children() - before)
            yield command, min(found)


def main() -> None:
    """Print a row for each command."""
    for command, seconds in costs():
        print(f"{command.what:<30}{seconds:>6.2f} s of CPU (at most {command.bar})", flush=True)


if __name__ == "__main__":
    main()
