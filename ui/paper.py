"""The PDF of a page: it is drawn once more for nobody, with the reader's choices and all its sections, on sheets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from charts.text import file_stem
from exports import Exhibit
from exports.formats import FORMATS
from exports.kinds import Order
from exports.paper import Head, Part, Piece
from loaders import Ledger
from loaders.geo import Geo
from ui import address, data, rehearsal
from ui.registry import PAGES, URL_KEYS, Page
from ui.rehearsal import Scene, Told

LABEL = "PDF of this page"
KEY = "paper"
_CHOICES = [key.key for key in URL_KEYS if key.key not in ("section", "brief", "as_known_on", "lead")]


def offer() -> None:
    """The button that gives the page as PDF; it is made on the click, of the choices that the reader has open."""
    shown = page()
    if shown is None:
        return
    chosen = {key: tuple(st.query_params.get_all(key)) for key in _CHOICES if key in st.query_params}
    make = partial(
        made, shown, data.ledger(), data.newest(), data.geo(), chosen, address.base(), address.here("").rstrip("#")
    )
    st.download_button(
        LABEL,
        data=make,
        file_name=f"{file_stem(shown.title)}.pdf",
        mime=FORMATS["sheets"].media,
        key=KEY,
        on_click="ignore",
        type="tertiary",
        icon=":material/picture_as_pdf:",
        help="All sections with their charts and sources on A4, with the filters as they are set",
    )


def shortcut() -> str:
    """A link beside the tabs that presses the button below them, as HTML (`ui.client`)."""
    return f'<a class="cs-paper" href="#{KEY}" data-press="st-key-{KEY}">{LABEL}</a>'


def page() -> Page | None:
    """The page that the reader has open; None outside of a session."""
    run = get_script_run_ctx()
    if run is None:
        return None
    known: Mapping[str, Any] = run.pages_manager.get_pages()
    file = Path(str(known.get(run.page_script_hash, {}).get("script_path", ""))).name
    return next((one for one in PAGES if one.file == file), None)


def made(
    page: Page, ledger: Ledger, newest: Ledger, geo: Geo, chosen: Mapping[str, tuple[str, ...]], base: str, here: str
) -> bytes:
    """The PDF of a page with these choices of its address; needs no session. Raises what the page raises."""
    order = order_of(page, Scene(ledger, "light", chosen, newest, []), geo, base, here)
    return FORMATS["sheets"].make(order)


def order_of(page: Page, scene: Scene, geo: Geo, base: str = "", here: str = "") -> Order:
    """What a page shows in a scene, as an order of sheets. Raises what the page raises."""
    fault: list[BaseException] = []

    def perform() -> None:
        try:
            rehearsal.perform(page.file, scene)
        except BaseException as error:  # noqa: BLE001 - it is raised where it can be told
            fault.append(error)

    # A thread of its own has no session: nothing of it reaches the page that the reader has open.
    thread = Thread(target=perform, name="paper")
    thread.start()
    thread.join()
    if fault:
        raise fault[0]
    title, head, parts = _gathered(page.title, scene.told or [])
    exhibits = tuple(piece for part in parts for piece in part.pieces if isinstance(piece, Exhibit))
    return Order(title, exhibits, scene.newest or scene.ledger, geo, address=base, head=head, parts=parts, page=here)


def _gathered(name: str, told: list[Told]) -> tuple[str, Head, tuple[Part, ...]]:
    """Title, head and parts of what a page has said, in its order; the newest title and sentence count."""
    title, sentence, tiles, remarks = name, "", [], []
    parts: list[tuple[str, list[Piece]]] = []
    for one in told:
        if one.kind == "part":
            parts.append((one.what, []))
        elif one.kind == "title":
            title = one.what
        elif one.kind == "sentence":
            sentence = one.what
        elif one.kind == "tiles":
            tiles += one.what
        elif one.kind == "remark" and not parts:
            remarks.append(one.what)
        else:
            if not parts:
                parts.append(("", []))
            parts[-1][1].append(one.what)
    kept = (Part(question, tuple(pieces)) for question, pieces in parts if pieces)
    return title, Head(sentence, tuple(tiles), tuple(dict.fromkeys(remarks))), tuple(kept)
