"""How a peer reads the content: no import of the project, because peers run in an environment of their own."""

import json
import os
from pathlib import Path
from typing import Any

PORT = int(os.environ.get("PEERS_PORT", "8600"))
PAGES: list[dict[str, Any]] = json.loads(Path(os.environ["PEERS_CONTENT"]).read_text(encoding="utf-8"))


def first(page: dict[str, Any]) -> str:
    """The choice with which a page opens."""
    return next(iter(page["states"]))
