"""What the Download menu of a chart card offers. Each file is made when it is asked for, off the page's thread."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any

import streamlit as st

from charts.spec import ChartSpec
from exports.formats import CARD
from exports.kinds import RATIOS, Format, Order, Ratio
from ui import address, files


def menu(spec: ChartSpec, key: str) -> None:
    """Everything that a chart can be saved as, and the link to its card, whose key is the anchor.

    Call it where it is drawn only when asked for, such as in an opened popover.
    """
    order = files.of_one(spec)
    for group, kinds in groupby(CARD, key=lambda kind: kind.group):
        with _group(group):
            ratio: Ratio = "16:9"
            if group == "Picture":
                ratio = st.segmented_control(
                    "Shape of the picture",
                    tuple(RATIOS),
                    default=ratio,
                    format_func=RATIOS.__getitem__,
                    key=f"ratio-{key}",
                    label_visibility="collapsed",
                    required=True,
                )
            for kind in kinds:
                _offer(kind, replace(order, ratio=ratio), key)
    with _group("Link"):
        # It reopens the page with this choice, at this chart.
        st.code(address.here(key), language=None, wrap_lines=True)


def _offer(kind: Format, order: Order, key: str) -> None:
    st.download_button(
        kind.card,
        data=partial(kind.make, order),
        file_name=kind.file_name(files.safe_filename(key), order.ratio),
        mime=kind.media,
        key=f"get-{kind.card}-{key}",
        on_click="ignore",
    )


def _group(title: str) -> Any:
    row = st.container(horizontal=True, gap="xsmall", vertical_alignment="center")
    row.html(f'<p class="cs-group">{title}</p>', width=110)
    return row
