"""The API on the command line: `python -m api mcp` serves one assistant over standard input and output."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from api.mcp.answers import Desk

# An assistant starts the command wherever it runs, so the data are those beside the code.
_DATA = os.environ.get("CAMPSTATS_DATA_DIR") or str(Path(__file__).resolve().parents[1] / "data")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0 done, 2 not possible, with one line that says why."""
    parser = argparse.ArgumentParser(prog="python -m api", description="Serves the figures to programs.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    mcp = commands.add_parser("mcp", help="serve an assistant (Model Context Protocol) over standard input and output")
    mcp.add_argument("--data", type=Path, default=Path(_DATA), help="the data directory (data)")
    mcp.add_argument("--address", default="", help="where the dashboard runs, for links: http://statistics:8501")
    chosen = parser.parse_args(arguments)
    parts = urlsplit(chosen.address)
    if chosen.address and (parts.scheme not in ("http", "https") or not parts.netloc):
        sys.stderr.write(f"python -m api: {chosen.address} is no address; write it as http://host:port\n")
        return 2
    if not (chosen.data / "datapackage.json").is_file():
        sys.stderr.write(f"python -m api: {chosen.data} holds no data package: there is no datapackage.json\n")
        return 2
    _serve(chosen.data, chosen.address)
    return 0


def _serve(directory: Path, address: str) -> None:
    # Standard output belongs to the protocol.
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")

    from api.mcp.server import Assistant

    @cache
    def desk() -> Desk:
        # These read data and charts: whoever only asks what tools there are does not wait for them.
        from api.mcp.answers import Desk
        from api.mcp.follow import Followed

        followed = Followed(directory)
        return Desk(followed.served(), lambda: address, followed.note)

    Assistant(desk).run("stdio")


if __name__ == "__main__":
    raise SystemExit(main())
