"""The browser's half of Streamlit sent compressed, which Streamlit sends as it is: a first visit moves a third of it.

Each file is compressed once, in Brotli and in gzip for browsers that do not ask for Brotli without TLS, and kept in
memory: some 15 MB for all files. Their names change with their content, so browsers keep them for a year.
"""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Callable
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import brotli
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.web.accept import takes

FOLDER = "static"  # of Streamlit's package, and in the addresses of its files
SMALLEST = 1000  # bytes below which there is nothing to gain
_ENDINGS = {".js", ".css", ".svg", ".json"}
_KEEP = f"public, immutable, max-age={365 * 24 * 60 * 60}"
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    # The higher qualities take ten times as long for a tenth less.
    "br": lambda content: brotli.compress(content, quality=9),
    "gzip": lambda content: gzip.compress(content, 9, mtime=0),
}


class Compressed:
    """ASGI middleware that answers for Streamlit's own files, where a browser takes them compressed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        name = _asked(scope)
        encoding = accepted(Headers(scope=scope)) if name else ""
        if not encoding:
            await self.app(scope, receive, send)
            return
        content, tag = await to_thread.run_sync(_packed, name, encoding)
        kind = mimetypes.guess_type(name)[0]
        await answer(scope, content, tag, encoding, _KEEP, kind)(scope, receive, send)


def answer(scope: Scope, content: bytes, tag: str, encoding: str, keep: str, kind: str | None) -> Response:
    """The answer with what was packed in an encoding (empty for none), or that the browser holds it by its tag."""
    headers = {"Cache-Control": keep, "ETag": tag, "Vary": "Accept-Encoding"}
    if Headers(scope=scope).get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    headers |= {"Content-Encoding": encoding} if encoding else {}
    headers["Content-Length"] = str(len(content))
    return Response(b"" if scope["method"] == "HEAD" else content, headers=headers, media_type=kind)


def make_ready() -> None:
    """Compress all files, so that no reader waits for it."""
    for name in _files():
        for encoding in ENCODINGS:
            _packed(name, encoding)


def _asked(scope: Scope) -> str:
    """The file of Streamlit's that a request asks for, by its path below the folder; empty for anything else."""
    if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
        return ""
    name = str(scope["path"]).rpartition(f"/{FOLDER}/")[2]
    return name if name in _files() and "range" not in Headers(scope=scope) else ""


def accepted(headers: Headers) -> str:
    """The best encoding that a browser takes; empty for none."""
    asked = headers.get("accept-encoding", "")
    return next((one for one in ENCODINGS if takes(asked, one)), "")


@lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    """Streamlit's own files whose names change with their content, by path, the smallest first."""
    root = Path(str(files("streamlit"))) / FOLDER / FOLDER
    found = [one for one in root.rglob("*") if one.suffix in _ENDINGS and one.stat().st_size >= SMALLEST]
    return {one.relative_to(root).as_posix(): one for one in sorted(found, key=lambda one: one.stat().st_size)}


@cache
def _packed(name: str, encoding: str) -> tuple[bytes, str]:
    """A file in an encoding, and the tag by which a browser names what it holds."""
    content = ENCODINGS[encoding](_files()[name].read_bytes())
    return content, f'"{sha256(content).hexdigest()[:16]}"'
