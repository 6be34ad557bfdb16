"""The letters of pictures and PDF: those that come with the converter, before any of the machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

import vl_convert

# Where a machine keeps its fonts, for everyone and for one user.
_KEPT = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
_KINDS = {".ttf", ".otf", ".ttc", ".otc"}
_OURS = ("arial", "liberationsans-")  # files of the letters that the converter brings itself
_CHOSEN = "FONTCONFIG_FILE"
_NONE = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'

_reading = Lock()
_read = False


def svg_png(svg: str, scale: float) -> bytes:
    """An SVG document as PNG, `scale` pixels for each of its own. Raises ValueError for what is no SVG."""
    _read_letters()
    return vl_convert.svg_to_png(svg, scale)


def svg_pdf(svg: str) -> bytes:
    """An SVG document as PDF of one page. Raises ValueError for what is no SVG."""
    _read_letters()
    return vl_convert.svg_to_pdf(svg)


def _read_letters() -> None:
    """Have the converter read the machine's fonts, once, but for those that it brings itself.

    It takes the machine's before its own, and opens their file again for every letter that it draws, which is five
    times the work. Its own are in memory, and the same on every machine. The others stand in for what these lack.
    """
    global _read  # noqa: PLW0603 - the converter has one list of fonts for as long as the program runs
    with _reading:
        if not _read and _CHOSEN not in os.environ:
            with TemporaryDirectory() as folder:
                _link(Path(folder))
                os.environ[_CHOSEN] = f"{folder}/fonts.conf"
                try:
                    vl_convert.svg_to_png(_NONE)
                finally:
                    del os.environ[_CHOSEN]
        _read = True


def _link(folder: Path) -> None:
    """Name the other fonts of the machine, each in a folder of its own, which keeps their order."""
    folders = []
    for at, file in enumerate(_others()):
        folders.append(folder / str(at))
        folders[-1].mkdir()
        (folders[-1] / f"font{file.suffix}").symlink_to(file)
    named = "".join(f"<dir>{one}</dir>" for one in folders or [folder])
    (folder / "fonts.conf").write_text(f"<fontconfig>{named}</fontconfig>")


def _others() -> Iterator[Path]:
    """Font files of the machine; of a family, the plain one before the bold."""
    for kept in _KEPT:
        for file in sorted(Path(kept).expanduser().rglob("*"), key=lambda file: (file.parent, file.stem)):
            if file.suffix.lower() in _KINDS and not file.name.lower().startswith(_OURS):
                yield file
