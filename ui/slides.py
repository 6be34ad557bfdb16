"""The slides of the Briefing page: what each shows, the words on it, its place, its choices."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from analysis import known_dates, lead_choices, lead_text
from analysis.words import date_text
from charts import catalog, choices
from exports import BriefingError, Exhibit, Item, exhibit
from exports.briefing import MOST_WORDS
from loaders import Ledger
from ui import basket, contents, data, filters
from ui.registry import PAGES

if TYPE_CHECKING:
    from exports.deck import Template

PREVIEW_WIDTH = 640  # pixels
_MOST_PREVIEWS = 400


@st.cache_resource(max_entries=400, show_spinner=False)
def _exhibit(key: str, _item: Item, _ledger: Ledger) -> Exhibit | None:  # noqa: ARG001 - what Streamlit caches by
    try:
        return exhibit(_item, _ledger)
    except BriefingError:
        return None


def shown(item: Item) -> Exhibit | None:
    """The item with its chart, built once; None where the data do not have such a chart or choice."""
    ledger = data.newest()
    bare = replace(item, title="", point="")
    found = _exhibit(repr((ledger.version, bare)), bare, ledger)
    return None if found is None else Exhibit(item, found.spec)


def vintage_words(item: Item) -> str:
    """`as known on 31 Dec 2021; highest statement leads`, or that everything counts and the rule leads."""
    known = f"as known on {date_text(pd.Timestamp(item.known_on))}" if item.known_on else "everything published counts"
    return f"{known}; {lead_text(item.lead) if item.lead else 'the headline rule decides where sources differ'}"


def said_of(item: Item) -> str:
    """The choices, the date and the lead of an item in words."""
    words = [*choices.said(data.newest(), item.chart, item.filters), vintage_words(item)]
    text = "; ".join(words)
    return f"{text[0].upper()}{text[1:]}"


@st.cache_resource(show_spinner=False)
def _previews() -> OrderedDict[str, str]:
    return OrderedDict()


def _preview_key(found: Exhibit, template: bytes | None) -> str:
    return repr((data.newest().version, found.item, stamp(template)))


def _draw(found: Exhibit, template: bytes | None) -> str:
    """The slide as SVG, drawn once for all readers."""
    from exports.deck.preview import preview_svg

    key, drawn = _preview_key(found, template), _previews()
    if key not in drawn:
        drawn[key] = preview_svg(found, data.geo(), template_of(template).look, PREVIEW_WIDTH)
        while len(drawn) > _MOST_PREVIEWS:
            drawn.popitem(last=False)
    return drawn[key]


def stamp(content: bytes | None) -> str:
    """What tells one template from another."""
    return hashlib.sha256(content).hexdigest() if content else ""


def template_of(content: bytes | None) -> Template:
    """A template as decks use it, or the built-in one; raises TemplateError for a file that cannot be used."""
    from exports.deck import template  # PowerPoint's library is heavy, so the first who needs it imports it

    return template.default() if content is None else template.read_template(content)


def deal(entries: Sequence[basket.Entry], template: bytes | None) -> None:
    """All slides in their order. Pictures not drawn yet come last, so that the page can be used before."""
    later = []
    for place, entry in enumerate(entries, 1):
        found = shown(entry.item)
        with st.container(border=True, key=f"slide-{entry.number}"):
            with st.grid(columns=2, min_column_width=340, gap="medium"):
                slot = st.empty()
                with st.container():
                    _words(entry, place, found)
                    _acts(entry, place, len(entries))
            if found is None:
                slot.warning("The data have no such chart or choice any more. Choose anew, or remove the slide.")
            elif _preview_key(found, template) in _previews():
                _picture(slot, found, place, template)
            else:
                slot.html('<div class="cs-blank"></div>')
                later.append((slot, found, place))
    for slot, found, place in later:
        _picture(slot, found, place, template)


def _acts(entry: basket.Entry, place: int, count: int) -> None:
    number = entry.number
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        _act("Move up", ":material/arrow_upward:", f"up-{number}", basket.move, number, -1, off=place == 1)
        _act("Move down", ":material/arrow_downward:", f"down-{number}", basket.move, number, 1, off=place == count)
        _choose(entry)
        _act("Remove", ":material/delete:", f"remove-{number}", basket.remove, number)


def _act(label: str, icon: str, key: str, act: Any, *args: int, off: bool = False) -> None:
    st.button(label, icon=icon, key=key, on_click=act, args=args, type="tertiary", disabled=off)


def _picture(slot: Any, found: Exhibit, place: int, template: bytes | None) -> None:
    slot.image(_draw(found, template), width="stretch", alt=f"Slide {place}: {found.headline}")


def _words(entry: basket.Entry, place: int, found: Exhibit | None) -> None:
    number, item = entry.number, entry.item
    computed = found.spec.title if found is not None else ""
    st.text_area(
        f"Headline of slide {place}",
        value=item.title,
        placeholder=computed,
        max_chars=200,
        height=68,
        key=f"title-{number}",
        on_change=_typed,
        args=(number, "title"),
        help="Empty: the sentence that the data write. Your own words stay when the data change.",
    )
    st.text_area(
        f"Talking point of slide {place}",
        value=item.point,
        placeholder="What to say, in one sentence",
        max_chars=MOST_WORDS,
        height=68,
        key=f"point-{number}",
        on_change=_typed,
        args=(number, "point"),
    )
    st.html(f'<p class="cs-note">{escape(said_of(item))}</p>')


def _typed(number: int, what: str) -> None:
    basket.change(number, **{what: st.session_state[f"{what}-{number}"]})


def _choose(entry: basket.Entry) -> None:
    box = st.popover(
        "Change or duplicate", icon=":material/tune:", type="tertiary", key=f"choose-{entry.number}", on_change="rerun"
    )
    if box.open:
        with box:
            _choices(entry)


def _choices(entry: basket.Entry) -> None:
    """Other filters, date and lead for a slide, to take its place or to stand behind it."""
    number, item, ledger = entry.number, entry.item, data.newest()
    chosen = dict(item.filters)
    for name, offered in choices.offered(ledger, item.chart).items():
        now = str(item.filters.get(name) or catalog.entry(item.chart).filters(ledger)[name])
        options = list(dict.fromkeys((*(() if now in offered else (now,)), *offered)))
        chosen[name] = st.selectbox(
            choices.label(item.chart, name),
            options,
            index=options.index(now),
            key=f"with-{name}-{number}",
            format_func=partial(choices.text, ledger, item.chart, name),
        )
    if choices.is_woven(item.chart):
        place = contents.place_of(item.chart)
        page = place.page if place is not None else PAGES[0]
        st.caption(f"The choices of this chart depend on each other: choose them on {page.title} and add it again.")
        st.page_link(f"pages/{page.file}", label=f"Open {page.title}", icon=page.icon)
    first, last = known_dates(ledger)
    text = st.text_input(
        "As known on",
        value=date_text(pd.Timestamp(item.known_on)) if item.known_on else "",
        placeholder=filters.SUCH_AS,
        key=f"known-{number}",
        help=filters.day_help(first, last, "the slide"),
    )
    known = filters.day_within(text, first, last)
    unmet = bool(text.strip()) and known is None
    if unmet:
        st.caption(f"That is no date from {date_text(first)} to {date_text(last)}, {filters.SUCH_AS}.")
    leads = lead_choices(ledger)
    lead = st.selectbox(
        "Where sources differ",
        leads,
        index=leads.index(item.lead) if item.lead in leads else 0,
        key=f"lead-{number}",
        format_func=lambda one: f"{lead_text(one)[0].upper()}{lead_text(one)[1:]}",
    )
    other = replace(item, filters=chosen, known_on=known.isoformat() if known else "", lead=lead)
    with st.container(horizontal=True, gap="small"):
        st.button("Change this slide", key=f"swap-{number}", on_click=_swap, args=(number, other), disabled=unmet)
        st.button("Add as a new slide", key=f"double-{number}", on_click=_double, args=(number, other), disabled=unmet)


def _swap(number: int, other: Item) -> None:
    basket.change(number, filters=other.filters, known_on=other.known_on, lead=other.lead)


def _double(number: int, other: Item) -> None:
    """The new slide says what its own data say: a headline written for other data would not hold."""
    basket.add(replace(other, title="", point=""), after=number)
