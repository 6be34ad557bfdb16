"""What the Download menu of a chart card offers. Each file is made when it is asked for, off the page's thread."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any

import streamlit as st

from charts.spec import ChartSpec
from exports import remarks, source_line
from exports.formats import CARD, RATIOS, Format, Order, Ratio
from loaders.geo import Geo
from render.picture.map import map_svg
from ui import files, picture


def menu(spec: ChartSpec, key: str, chart_key: str) -> None:
    """Everything that a chart can be saved as; `chart_key` is the plotly chart on the screen.

    Call it where it is drawn only when asked for, such as in an opened popover.
    """
    order = files.of_one(spec)
    for group, kinds in groupby(CARD, key=lambda kind: kind.group):
        if group == "Citations":
            with _group("As on screen"):
                _screen(spec, order.geo, key, chart_key)
        with _group(group):
            ratio: Ratio = "16:9"
            if group == "Picture":
                ratio = st.segmented_control(
                    "Shape of the picture", tuple(RATIOS), default=ratio, format_func=RATIOS.__getitem__,
                    key=f"ratio-{key}", label_visibility="collapsed", required=True,
                )  # fmt: skip
            for kind in kinds:
                _offer(kind, replace(order, ratio=ratio), key)


def _offer(kind: Format, order: Order, key: str) -> None:
    st.download_button(
        kind.card,
        data=partial(kind.make, order),
        file_name=kind.file_name(picture.safe_filename(key), order.ratio),
        mime=kind.media,
        key=f"get-{kind.card}-{key}",
        on_click="ignore",
    )


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
