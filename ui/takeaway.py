"""Downloads of a whole briefing, the reader's template, and the ways to open another briefing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html import escape
from typing import Literal

import streamlit as st

from analysis.words import join_words
from charts.common import origin_names
from charts.palette import HUES, ORDER
from charts.views.repatriation.sums import countries
from exports import Briefing, Exhibit, to_json
from exports.formats import PAGE
from exports.kinds import Format, Order, Progress
from exports.ready import ALL, briefings, prepare
from ui import basket, builds, data, files, progress, slides
from ui.frame import md

LONG = 6  # charts from which on a deck is made with progress, not on the click
_TEMPLATE, _FORGOTTEN = "_template", "_templates_forgotten"


def template() -> bytes | None:
    """The reader's own template of this session; None for the built-in look."""
    found: tuple[str, bytes] | None = st.session_state.get(_TEMPLATE)
    return found[1] if found else None


def downloads(held: basket.Basket, exhibits: tuple[Exhibit, ...]) -> None:
    """The buttons that save the briefing as deck, workbook, note, all of it, file and link."""
    made = files.order(held.title, exhibits, template())
    name = files.safe_filename(held.title)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for kind in PAGE:
            if kind.name == "briefing":
                # With the charts, too, that cannot be made from these data.
                _save(kind, name, partial(to_json, held.briefing))
            elif kind.long:
                _long(kind, name, made)
            else:
                _save(kind, name, partial(kind.make, made))
        _link(held, made.address)


def _save(kind: Format, name: str, make: Callable[[], bytes | str]) -> None:
    st.download_button(
        kind.page,
        data=make,
        file_name=kind.file_name(name),
        mime=kind.media,
        on_click="ignore",
        key=f"save-{kind.name}",
        type=_look(kind),
    )


def _look(kind: Format) -> Literal["primary", "secondary"]:
    return "primary" if kind.name == "deck" else "secondary"


def _link(held: basket.Basket, base: str) -> None:
    with st.popover("Link", icon=":material/link:"):
        token = basket.link_token(held)
        if token:
            st.caption("Whoever opens this link sees these charts and words, with the newest figures.")
            st.code(f"{base}/briefing?{basket.KEY}={token}", language=None, wrap_lines=True)
        else:
            st.caption("This briefing is too long for a link. Save the briefing file instead.")


def _long(kind: Format, name: str, made: Order) -> None:
    """A file with a part for each chart: made on the click where it is short, and with progress where it is long."""
    if len(made.exhibits) <= LONG:
        _save(kind, name, partial(kind.make, made))
        return
    build = builds.current(kind.name, _stamp(made))
    if build is not None and build.running:
        with st.container(horizontal=True, vertical_alignment="center", width=420):
            progress.show(kind.page, build)
            st.button("Stop", key=f"stop-{kind.name}", on_click=builds.stop, args=(kind.name,), type="tertiary")
        return
    if build is not None and build.failure:
        st.error(f"{kind.page}: {md(build.failure)}")
    if build is not None and build.content is not None:
        st.download_button(
            f"Download {kind.page}",
            data=build.content,
            file_name=kind.file_name(name),
            mime=kind.media,
            on_click="ignore",
            key=f"save-{kind.name}",
            type="primary",
            icon=":material/download:",
        )
        return
    act = partial(builds.start, kind.name, _stamp(made), partial(_told, kind, made))
    st.button(f"Make {kind.page}", key=f"make-{kind.name}", on_click=act, type=_look(kind))


def _told(kind: Format, made: Order, tell: Progress) -> bytes:
    return kind.make(replace(made, tell=tell))


def _stamp(made: Order) -> str:
    """What a file is made from: another stamp is another file."""
    items = Briefing(made.title, tuple(one.item for one in made.exhibits))
    return repr((made.ledger.version, to_json(items), slides.stamp(made.template), made.address))


def template_line() -> str:
    """Which template is in use, for where the panel is closed; empty for the built-in look."""
    kept: tuple[str, bytes] | None = st.session_state.get(_TEMPLATE)
    return f"Slides take their look from {kept[0]}." if kept else ""


def template_panel() -> None:
    """Upload of an organisation's .pptx or .potx, with what was taken from it or why it cannot be used."""
    kept: tuple[str, bytes] | None = st.session_state.get(_TEMPLATE)
    chosen = st.file_uploader(
        "Template of your organisation (PowerPoint, .pptx or .potx)",
        type=["pptx", "potx"],
        max_upload_size=60,
        key=f"template-file-{st.session_state.get(_FORGOTTEN, 0)}",
    )
    if chosen is not None and (kept is None or kept[1] != chosen.getvalue()):
        try:
            slides.template_of(chosen.getvalue())
        except ValueError as error:
            st.error(f"{md(chosen.name)} cannot be used: {md(str(error))}", icon=":material/report:")
        else:
            st.session_state[_TEMPLATE] = (chosen.name, chosen.getvalue())
            st.rerun()
    if kept is None:
        return
    st.success(f"Slides take their look from {md(kept[0])}. {md(taken(kept[1]))}", icon=":material/check:")
    st.button("Use the built-in look again", key="template-off", on_click=_forget_template)


def taken(content: bytes) -> str:
    """What a template gives to the deck, in words: fonts, colours of charts, and what was left out of it."""
    made = slides.template_of(content)
    look = made.look
    fonts = look.heading if look.heading == look.body else f"{look.heading} and {look.body}"
    hues = [look.colour(HUES[name]["light"]) for name in ORDER]
    own = sum(colour in look.scheme for colour in hues)
    words = [f"Font: {fonts}.", f"{own} of {len(hues)} chart colours come from its theme."]
    if own < len(hues):
        words.append("The others are ours: its own are too faint on its background or too much alike.")
    if made.left_out:
        words.append(f"Left out: {join_words(list(made.left_out))}.")
    words += made.remarks
    return " ".join(words)


def _forget_template() -> None:
    """A new key gives an empty uploader: the old one would hand the same file in again."""
    st.session_state.pop(_TEMPLATE, None)
    st.session_state[_FORGOTTEN] = st.session_state.get(_FORGOTTEN, 0) + 1


def other_briefings() -> None:
    """The ready-made briefings, to open in place of the one here."""
    ledger = data.ledger()
    with st.grid(columns=3, min_column_width=300):
        for name, plan in briefings(ledger).items():
            with st.container(border=True, key=f"ready-{name}", height="stretch", gap="xsmall"):
                st.html(f'<h3 class="cs-title">{escape(plan.title)}</h3><p class="cs-sub">{escape(plan.answers)}</p>')
                country = ALL
                if plan.by_country:
                    names = origin_names(ledger) | {ALL: "All states"}
                    country = st.selectbox(
                        "Country", countries(ledger), format_func=names.__getitem__, key=f"country-{name}"
                    )
                st.button("Open", key=f"open-{name}", on_click=_open, args=(name, country))


def _open(name: str, country: str) -> None:
    prepared = prepare(name, data.ledger(), country=country)
    left = ", ".join(prepared.left_out)
    basket.open_briefing(prepared.briefing, f"Left out, because too little was known: {left}." if left else "")


def file_panel() -> None:
    """Upload of a briefing file that was saved here."""
    st.file_uploader("Briefing file (.json)", key="briefing-file", on_change=_opened, max_upload_size=1)


def _opened() -> None:
    chosen = st.session_state.get("briefing-file")
    if chosen is not None:
        basket.open_file(chosen.getvalue())
