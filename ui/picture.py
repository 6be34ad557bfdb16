"""Buttons that save a chart or a map as PNG or SVG with title, date and sources inside the picture, and copy its link.

The work is done in the browser by picture.js: no rerun, no request.
"""

from __future__ import annotations

import base64
import re
import unicodedata
import zlib
from pathlib import Path
from typing import Literal, NotRequired, TypedDict

import streamlit as st

from charts.palette import CLASSES, HUES, INK
from render.plan.frame import compose

_HERE = Path(__file__).parent
_LONGEST_NAME = 80
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_HTML = """<div class="picture" role="group" aria-label="Save or share">
<button type="button" data-act="png">PNG</button><button type="button" data-act="svg">SVG</button>
<button type="button" data-act="link">Copy link</button><span role="status"></span></div>
"""


class PrintSpec(TypedDict):
    """Words and size of a picture; `anchor` is the part of the page that a copied link opens."""

    title: str
    subtitle: str
    sources: str
    note: str
    width: NotRequired[int]
    height: NotRequired[int]
    anchor: NotRequired[str]


_buttons = st.components.v2.component(
    "picture_buttons",
    html=_HTML,
    css=(_HERE / "picture.css").read_text(encoding="utf-8"),
    js=(_HERE / "picture.js").read_text(encoding="utf-8"),
)
# Pictures are always on white paper: each colour of the dark theme and the one that takes its place.
_ON_PAPER = {
    **{colours["dark"]: colours["light"] for colours in HUES.values()},
    **dict(zip(CLASSES["dark"], CLASSES["light"], strict=True)),
    **{colour: INK["light"][name] for name, colour in INK["dark"].items()},
}


def picture_buttons(
    *,
    key: str,
    filename: str,
    kind: Literal["plotly", "svg"],
    print_spec: PrintSpec,
    chart_key: str = "",
    svg: str = "",
) -> None:
    """Show the buttons PNG, SVG and Copy link.

    `kind="plotly"` saves the chart drawn by `st.plotly_chart(key=chart_key)` as it is on the screen at that moment;
    `kind="svg"` saves `svg`, a whole SVG document (see charts.map_svg). The file is named after `filename`.
    The buttons carry their script with them (about 12 KB): put them where they are built only when asked for, such as
    an opened popover. Raises ValueError if the chart key or the SVG that the kind needs is missing.
    """
    data: dict[str, object] = {
        "title": print_spec["title"],
        "filename": safe_filename(filename),
        "anchor": print_spec.get("anchor", ""),
    }
    if kind == "plotly":
        if not chart_key.strip():
            raise ValueError("picture_buttons: kind 'plotly' needs the chart_key of st.plotly_chart")
        frame = compose(
            print_spec["title"],
            print_spec["subtitle"],
            print_spec["sources"],
            print_spec["note"],
            width=print_spec.get("width", 1600),
            height=print_spec.get("height", 900),
        )
        data |= {
            "chart": key_class(chart_key),
            "frame": frame.fill('<g class="chart"></g>'),
            "box": [frame.left, frame.top, frame.box_width, frame.box_height],
            "colours": _ON_PAPER,
        }
    else:
        if not svg:
            raise ValueError("picture_buttons: kind 'svg' needs an svg document")
        data["packed"] = base64.b64encode(zlib.compress(svg.encode("utf-8"))).decode("ascii")
    _buttons(key=key, data=data)


def key_class(key: str) -> str:
    """The CSS class that Streamlit gives to the container of the element with this key."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key.strip())


def safe_filename(text: str) -> str:
    """A file name without ending that every system takes: letters, digits, `-`, `_`, space; at most 80 characters."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    kept = re.sub(r"[^A-Za-z0-9_-]+", " ", ascii_text)[:_LONGEST_NAME].strip(" -")
    if not kept or _RESERVED.fullmatch(kept):
        return f"picture {kept}".strip()
    return kept
