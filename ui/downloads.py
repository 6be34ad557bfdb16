"""What the Download menu of a chart card offers. Each file is made when it is asked for, off the page's thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from charts.spec import ChartSpec
from exports import remarks, source_line
from loaders.geo import Geo
from render.picture.map import map_svg
from ui import files, picture

RATIOS: dict[files.Ratio, str] = {"16:9": "16:9", "4:3": "4:3", "1:1": "Square"}
_KINDS: tuple[files.Pictures, ...] = ("png", "svg", "pdf")


def menu(spec: ChartSpec, key: str, chart_key: str) -> None:
    """Everything that a chart can be saved as; `chart_key` is the plotly chart on the screen.

    Call it where it is drawn only when asked for, such as in an opened popover.
    """
    made = files.of_one(spec)
    offer = partial(_offer, key)
    with _group("Editable"):
        offer("Slide (PPTX)", "pptx", partial(files.deck, made))
        offer("Workbook (XLSX)", "xlsx", partial(files.book, made))
    with _group("Data"):
        offer("Data (CSV)", "csv", partial(files.table, made, "csv"))
        offer("CSV with HXL tags", "csv", partial(files.table, made, "hxl"), suffix="-hxl")
        offer("JSON", "json", partial(files.table, made, "json"))
        offer("Parquet", "parquet", partial(files.table, made, "parquet"))
    with _group("Picture"):
        ratio = st.segmented_control(
            "Shape of the picture", tuple(RATIOS), default="16:9", format_func=RATIOS.__getitem__,
            key=f"ratio-{key}", label_visibility="collapsed", required=True,
        )  # fmt: skip
        for kind in _KINDS:
            offer(kind.upper(), kind, partial(files.picture, made, kind, ratio), suffix=f"-{ratio.replace(':', 'x')}")
    with _group("As on screen"):
        _screen(spec, made.geo, key, chart_key)
    with _group("Citations"):
        offer("Chicago", "txt", partial(files.citations, made, "chicago"), suffix="-chicago")
        offer("APA", "txt", partial(files.citations, made, "apa"), suffix="-apa")
        offer("BibTeX", "bib", partial(files.citations, made, "bibtex"))
        offer("RIS", "ris", partial(files.citations, made, "ris"))


def _offer(key: str, label: str, ending: str, make: Callable[[], bytes], *, suffix: str = "") -> None:
    st.download_button(
        label, data=make, file_name=f"{picture.safe_filename(key)}{suffix}.{ending}", mime=files.MIMES[ending],
        key=f"get-{label}-{key}", on_click="ignore",
    )  # fmt: skip


def _group(title: str) -> Any:
    row = st.container(horizontal=True, gap="xsmall", vertical_alignment="center")
    row.html(f'<p class="cs-group">{title}</p>', width=110)
    return row


def _screen(spec: ChartSpec, geo: Geo, key: str, chart_key: str) -> None:
    """The buttons that the browser itself answers; the picture carries the same words as the card."""
    words = picture.PrintSpec(
        title=spec.title, subtitle=spec.subtitle, sources=source_line(spec), note=" ".join(remarks(spec)), anchor=key
    )
    if spec.mark == "map":
        svg = map_svg(spec, geo, words["sources"], words["note"])
        picture.picture_buttons(key=f"pic-{key}", filename=key, kind="svg", svg=svg, print_spec=words)
    else:
        picture.picture_buttons(key=f"pic-{key}", filename=key, kind="plotly", chart_key=chart_key, print_spec=words)
