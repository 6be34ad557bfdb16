"""What every page begins and ends with: title, computed takeaway, notice of refused data, footer."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from runpy import run_path
from typing import Any, Literal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.pages_manager import PagesManager

from analysis import lead_text
from analysis.words import date_text
from charts import catalog, takeaway
from charts.defaults import defaults
from charts.palette import Theme
from loaders import Ledger
from ui import basket, bound, data, health, news, paper, rehearsal, unknown
from ui.kept import once


def routed() -> None:
    """Go through dashboard.py where a page file was started by itself.

    A folder named pages/ makes Streamlit run the page file alone when the very first visit of a server process names
    a page in its address; the first call of st.navigation, which dashboard.py makes, ends that for good.
    """
    if PagesManager.uses_pages_directory and rehearsal.scene() is None:
        run_path(str(Path(__file__).parent.parent / "dashboard.py"))
        st.stop()


def opened(of: Callable[[], Ledger] = data.ledger) -> Ledger:
    """The ledger of a page; where there are no data to show, the page says why and ends. Call it once, first of all."""
    routed()
    try:
        return of()
    except data.NothingToShow as error:
        health.nothing(error.problems)
        news.wait_for_data()
        st.stop()


def theme() -> Theme:
    """The colour theme that the reader's browser shows."""
    scene = rehearsal.scene()
    if scene is not None:
        return scene.theme
    kind: Literal["light", "dark"] | None = st.context.theme.type
    return "dark" if kind == "dark" else "light"


def md(text: str) -> str:
    """Escape text from data so that Markdown shows it as it is written."""
    out = text.replace("\\", "\\\\")
    for sign in "`*_{}[]<>#|~$":
        out = out.replace(sign, "\\" + sign)
    return out.replace(":", "&#58;").replace("\n", " ")


def top(title: str, takeaway: str = "") -> DeltaGenerator:
    """Page title, the one computed sentence that a reader in a hurry needs, and notices: refused data, faulty link.

    Returns the place of the sentence, so that a page whose filters stand below can say it of what is chosen there.
    """
    _title(title)
    place = st.container()
    if takeaway:
        say(place, takeaway)
    notices()
    return place


def title(text: str) -> None:
    """Page title and notices, above the filters of a page's head; `tell` says what they choose."""
    _title(text)
    notices()


def _title(text: str) -> None:
    st.title(text, anchor=False)
    rehearsal.tell("title", text)
    rehearsal.see(f"<h1>{escape(text)}</h1>")


def tell(takeaway: str, tiles: str = "") -> None:
    """The one computed sentence of a page, and its tiles (HTML of `ui.tiles.row_of`): one message."""
    rehearsal.tell("sentence", takeaway)
    html = f'<p class="cs-takeaway">{escape(takeaway)}</p>{tiles}'
    rehearsal.see(html)
    st.html(html)


def headlines(*charts: str, **choices: Any) -> str:
    """The sentence of a page that is the headlines of its first charts, each with those choices that it takes."""
    ledger = data.ledger()
    return " ".join(f"{once(_headline, ledger, name, **choices).rstrip('.')}." for name in charts)


def _headline(name: str, ledger: Ledger, /, **choices: Any) -> str:
    taken = catalog.entry(name).filters(ledger)
    spec = catalog.build(name, ledger, **(taken | {key: one for key, one in choices.items() if key in taken}))
    return spec.empty if spec.is_empty else spec.title


def notices() -> None:
    """Say what is not as a reader expects it: an earlier date, another lead, a faulty link or key, data kept back."""
    vintage()
    if fault := basket.current().fault:
        st.warning(md(fault), icon=":material/link_off:")
    if said := news.not_shown():
        st.warning(md(said), icon=":material/report:")
    page = paper.page() if rehearsal.scene() is None else None
    if page is not None:
        for html in unknown.keys_html(page, {key: st.query_params.get_all(key) for key in st.query_params}):
            st.html(f'<p class="cs-note">{html}</p>')


def say(place: DeltaGenerator, takeaway: str) -> None:
    """Put the sentence of the page into its place under the title."""
    rehearsal.tell("sentence", takeaway)
    html = f'<p class="cs-takeaway">{escape(takeaway)}</p>'
    rehearsal.see(html)
    place.html(html)


def sentence(view: str, **choices: Any) -> str:
    """The sentence of a view for what is chosen on it."""
    return sentence_of(view, data.ledger(), **choices)


def sentence_of(view: str, ledger: Ledger, **choices: Any) -> str:
    """As `sentence`, of any ledger; reckoned once a data version and choice."""
    return once(takeaway.say, ledger, view, **(defaults(takeaway.top(view).sentence, ledger) | choices))


def vintage() -> None:
    """Say plainly when the page shows less than everything, or another lead than the rule's."""
    shown = data.ledger()
    words = []
    if not pd.isna(shown.known_on):
        words.append(
            f"As known on {date_text(shown.known_on)}: {len(shown.observations):,} of "
            f"{len(data.newest().observations):,} statements had been published; {shown.set_aside} more have a source "
            "without a date and are left out."
        )
    if shown.lead:
        words.append(f"Where sources differ, {lead_text(shown.lead)}, not the headline rule.")
    if words:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.info(" ".join(words), icon=":material/history:")
            label = "Lead by the headline rule" if pd.isna(shown.known_on) else "Show everything"
            st.button(label, key="everything", on_click=_everything)


def _everything() -> None:
    """Empty what makes all pages show less, or lead with another statement; a step of the browser's history."""
    for key in ("as_known_on", "lead"):
        bound.put(key, ())


def section(title: str) -> None:
    """A heading between groups of cards."""
    st.header(title, anchor=False)


def subsection(title: str) -> None:
    """A heading between the cards of a section."""
    st.html(f'<h3 class="cs-part">{escape(title)}</h3>')


def quiet(text: str) -> str:
    """A quiet remark in small type, as HTML."""
    rehearsal.tell("remark", text)
    return f'<p class="cs-note">{escape(text)}</p>'


def note(text: str) -> None:
    """A quiet remark in small type."""
    st.html(quiet(text))
