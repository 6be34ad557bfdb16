"""The search field of every page, and the parts of the page that answers: the answer, charts to take, what is near."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

import pandas as pd
import streamlit as st

from analysis import figure_of
from analysis.find import Answer, Found, ask, others, ready
from analysis.find.lexicon import lexicon
from analysis.find.telling import origin_names, place_name
from analysis.headline import headline
from analysis.origins import is_state
from analysis.subjects import resolve
from analysis.vocabulary import GROUPS, Role
from analysis.words import date_text, period_text
from analysis.words.measures import with_unit
from charts import catalog
from charts.holding import Held, named
from charts.palette import Theme
from charts.views.changes import days
from exports import Briefing, Item, exhibit, to_token
from exports.asked import charts_of
from exports.quoted import cited, quoted
from loaders import Ledger
from loaders.frames import as_records
from render.picture.dark import DARK
from render.picture.picture import chart_svg
from ui import basket, bound, client, data, frame, links, rehearsal, tables
from ui.contents import at_its_place, place_of
from ui.frame import md
from ui.kept import once
from ui.registry import PAGES, URL_KEYS, Page, titled

_FIELD = "find-field"
_ASKED = "_find_asked"
_BEFORE = "_find_before"
_PAGE = "pages/find.py"
_SINCE = "chg_from"
_THUMB = (360, 200)  # pixels of a small drawing
_LIST = 8
_FOCUS = st.components.v2.component(
    "campstats_find",
    html="<span></span>",
    # A single key leads to the field, unless the reader is writing; Escape and Tab work as in any field.
    js="""
export default function () {
  const field = () => document.querySelector('[data-testid="stSidebar"] input[aria-label="Find"]');
  const heard = (event) => {
    const at = event.target;
    const writing = at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writing || !field()) return;
    event.preventDefault();
    field().focus();
    field().select();
  };
  document.addEventListener("keydown", heard);
  return () => document.removeEventListener("keydown", heard);
}
""",
    isolate_styles=False,
)


def field() -> None:
    """The search field in the sidebar; what is entered opens the page Find. Call it once a run, within the sidebar."""
    if rehearsal.scene() is not None:
        return
    # The style sheet puts it above the navigation.
    with st.container(key="find"):
        words = st.text_input(
            "Find",
            key=_FIELD,
            placeholder="Find: French children remaining",
            icon=":material/search:",
            on_change=_note,
            label_visibility="collapsed",
        )
    _FOCUS(key="find-focus", height="content")
    # A link of the page that answers brings the words with it, and Streamlit takes them for new ones.
    if st.session_state.pop(_ASKED, False) and words.strip() != st.session_state.get(_BEFORE, ""):
        st.session_state[_BEFORE] = words.strip()
        if words.strip():
            st.switch_page(_PAGE, query_params={"q": words.strip(), **bound.carrying()})


def _note() -> None:
    st.session_state[_ASKED] = True


def prepare(ledger: Ledger) -> None:
    """Make what the first question on a ledger would otherwise wait for."""
    ready(ledger)
    words = " ".join(str(title) for title in ledger.indicators["title"].head(1))
    charts_of(ledger, ask(ledger, words), words)


def answer(ledger: Ledger, held: Found) -> None:
    """The answer in a box: figure, sentence, what belongs beside it, the source, and the sentence to copy."""
    read = "; ".join(f"“{word}” as “{meant}”" for word, meant in held.question.corrected)
    if read:
        st.html(f'<p class="cs-note">Read {escape(read)}.</p>')
    if held.both:
        st.html('<p class="cs-text">Several things were asked, and no one figure is of all. Each by itself:</p>')
    elif held.answer is None:
        _nothing(ledger, held)
    for one in held.both or (held.answer,):
        if one is not None:
            _told(ledger, one)


def _told(ledger: Ledger, said: Answer) -> None:
    copy = quoted(ledger, said)
    rehearsal.tell("sentence", copy.plain)
    # Of a place that nobody is left in the sentence says what happened.
    told = said.figure is not None and said.figure.value != 0
    figure = f'<p class="cs-found-figure">{escape(_figure(said))}</p>' if told else ""
    remarks = "".join(f"<li>{escape(one)}</li>" for one in said.remarks)
    rows = cited(ledger, said.sources)
    shown = [f"<li>{links.source(ledger, row)}</li>" for row in rows[:3]]
    more = f"<li>and {len(rows) - 3} more, all in the table of statements</li>" if len(rows) > 3 else ""
    forms = (("Copy sentence", copy.plain), ("Copy as Markdown", copy.markdown), ("Copy as HTML", copy.html))
    buttons = "".join(
        f'<button type="button" class="cs-act" data-copy="{escape(text, quote=True)}">{label}</button>'
        for label, text in forms
    )
    st.html(
        f'<section class="cs-found" aria-label="Answer">{figure}<p class="cs-found-said">{_linked(ledger, said)}</p>'
        f'{f"<ul>{remarks}</ul>" if remarks else ""}<ul class="cs-found-sources">{"".join(shown)}{more}</ul>'
        f'<div class="cs-acts">{buttons}</div></section>'
    )


def _figure(said: Answer) -> str:
    unit = said.figure.unit if said.figure is not None else ""
    group = GROUPS.get(said.key[3]) if unit == "persons" and said.key[3] not in ("total", "all") else None
    return f"{said.text} {group.many}" if group is not None and group.people else with_unit(said.text, unit)


def _nothing(ledger: Ledger, held: Found) -> None:
    # A page that the question names is nearer than words that are written alike.
    named = _pages(ledger, held)
    near = "".join(f'<li><a href="find?q={quote(one)}" data-go>{escape(one)}</a></li>' for one in held.near)
    rest = f'<p class="cs-note">Near it:</p><ul class="cs-list">{near}</ul>' if near else ""
    hint = "Name what is counted, a place or a country, and a year where it matters."
    more = f'<p class="cs-text">{named}</p>' if named else f'{rest}<p class="cs-note">{hint}</p>'
    said = "No single figure answers this." if named else "No figure was found for this question."
    st.html(f'<section class="cs-found" aria-label="Answer"><p class="cs-found-said">{said}</p>{more}</section>')


def pages(ledger: Ledger, held: Found) -> None:
    """The pages whose titles the question holds, where it is answered by a figure."""
    named = _pages(ledger, held) if held.answer is not None else ""
    if named:
        st.html(f'<p class="cs-text">{named}</p>')


def _pages(ledger: Ledger, held: Found) -> str:
    """The pages whose titles the question holds as links, opened at the time that it names; empty for none."""
    found = titled(held.question.text, lexicon(ledger).fillers)
    links = [f'<a href="{escape(_at(ledger, held, page))}" data-go>{escape(page.title)}</a>' for page in found]
    return f"{'Page' if len(links) == 1 else 'Pages'}: {', '.join(links)}" if links else ""


def _at(ledger: Ledger, held: Found, page: Page) -> str:
    """The address of a page; what has changed is told since the day of the question, or the last one before it."""
    period, dated = held.question.period, any(one.key == _SINCE and page.path in one.pages for one in URL_KEYS)
    if not dated or period is None or pd.isna(period.start):
        return page.path or "."
    before = [day for day in days(ledger) if pd.Timestamp(day) <= period.start]
    return f"{page.path}?{_SINCE}={before[-1]}" if before else page.path


def things(ledger: Ledger, held: Found) -> None:
    """The places, countries and publishers that are named, each with a link to its profile."""
    subjects = [resolve(ledger, one.id) or resolve(ledger, one.name) for one in held.things]
    found = links.links(one for one in subjects if one is not None)
    if found:
        st.html(f'<p class="cs-text">Everything on {found}</p>')


def charts(ledger: Ledger, held: Sequence[Held], slot: str) -> None:
    """Charts as small pictures with title, a link to the chart and a button that adds it to the briefing."""
    for one in held if rehearsal.tell("part", "Charts") else ():
        rehearsal.tell("chart", exhibit(item(ledger, one), data.newest()))
    with st.grid(columns=3, min_column_width=260, gap="small"):
        for at, one in enumerate(held):
            with st.container(border=True, key=f"find-{slot}-{at}", height="stretch"):
                _chart(ledger, one, f"{slot}-{at}")


def item(ledger: Ledger, held: Held) -> Item:
    """The item of a briefing that builds a chart again, with the date and the lead of the sidebar."""
    known = "" if pd.isna(ledger.known_on) else f"{ledger.known_on:%Y-%m-%d}"
    filters = catalog.entry(held.name).filters(ledger) | dict(held.filters)
    return Item(held.name, filters, known, ledger.lead)


def _chart(ledger: Ledger, held: Held, key: str) -> None:
    place = place_of(held.name)
    page = place.page.title if place is not None else PAGES[0].title
    picture = once(_thumb, ledger, held.name, frame.theme(), **held.filters)
    if picture:
        st.image(picture, width="stretch", alt=held.title)
    own = item(ledger, held)
    at = at_its_place(held.name, own.filters, catalog.entry(held.name).filters(ledger))
    to = escape(at or f"chart?show={to_token(Briefing('', (own,)))}")
    where = f"Open on {page}" if at else "Open"
    st.html(
        f'<p class="cs-title">{escape(held.title)}</p><p class="cs-sub"><a href="{to}" data-go>{escape(where)}</a></p>'
    )
    taken = basket.held(own) is not None
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            "In the briefing" if taken else "Add to briefing",
            icon=":material/check:" if taken else ":material/add:",
            type="tertiary",
            key=f"find-add-{key}",
            on_click=basket.toggle,
            args=(own,),
        )


def _thumb(name: str, theme: Theme, ledger: Ledger, /, **filters: Any) -> str:
    """A small drawing on no ground, in the colours of the reader's theme."""
    spec = catalog.build(name, ledger, **filters)
    return "" if spec.is_empty else chart_svg(spec, data.geo(), *_THUMB, DARK if theme == "dark" else None)


def other_figures(ledger: Ledger, held: Found) -> None:
    """The next best figures as sentences."""
    told = others(held)
    if told:
        frame.section("Other figures")
        lines = "".join(f"<li>{_linked(ledger, one)}</li>" for one in told)
        st.html(f'<div class="cs-text"><ul>{lines}</ul></div>')


def _linked(ledger: Ledger, said: Answer) -> str:
    """The sentence of an answer as HTML, in which places, states and who states it lead to their profiles."""
    _, place, origin, _ = said.key or ("",) * 4
    named = [place_name(ledger, place), origin_names(ledger)[origin] if is_state(origin) else ""]
    return links.within(ledger, said.sentence, [*named, *links.bodies(ledger, said.attribution)])


def statements(ledger: Ledger, held: Found) -> None:
    """Every statement behind the answer and beside it, with its source."""
    rows = headline(ledger, ledger.observations.loc[list(held.statements)])
    records = as_records(rows)
    frame = pd.DataFrame(
        {
            "Figure": [with_unit(figure_of(row).text, str(row["unit"])) for row in records],
            "Holds for": [_when(row) for row in records],
            "Stated by": [str(row["attribution"]) for row in records],
            "Standing": [Role(str(row["role"])).label for row in records],
            "Source": [str(row["source_title"]) for row in records],
            "Published": [date_text(row["published"], str(row["published_precision"])) for row in records],
            "Passage": [str(row["locator"]) for row in records],
            "Address": [str(row["url"]) or None for row in records],
        }
    )
    tables.show(frame, "Statements of the figure, the newest first", rows=9)


def _when(row: Mapping[str, Any]) -> str:
    start = row["period_start"] if str(row["kind"]) == "flow" else row["period_end"]
    return period_text(start, row["period_end"], str(row["date_precision"]))


def events(ledger: Ledger, labels: Iterable[int]) -> None:
    """Events in a list, each with its place and who tells of it as links to their profiles."""
    rows = as_records(ledger.events.loc[list(labels)])
    st.html(f'<div class="cs-text"><ul>{"".join(event_html(ledger, row) for row in rows)}</ul></div>')


def event_html(ledger: Ledger, row: Mapping[str, Any]) -> str:
    """An event as an item of a list, with its place and publisher as links."""
    told = f"{date_text(row['date'], str(row['date_precision']))}: {row['title']}"
    named = (resolve(ledger, str(row[column])) for column in ("place", "publisher") if row[column])
    found = links.links(one for one in named if one is not None)
    return f"<li>{escape(told)}{f' ({found})' if found else ''}</li>"


def sources(ledger: Ledger, ids: Sequence[str]) -> None:
    """Publications in a list, with their addresses."""
    rows = "".join(f"<li>{links.source(ledger, row)}</li>" for row in cited(ledger, ids))
    st.html(f'<ul class="cs-list">{rows}</ul>')


def picker(ledger: Ledger) -> None:
    """Find charts by words and add them to the briefing, on its own page."""
    client.listen(lambda _act: None)
    words = st.text_input(
        "Find charts",
        key="brief-find",
        placeholder="Detainees moved to Iraq",
        icon=":material/search:",
        width=420,
    )
    if not words.strip():
        return
    wanted = named(ledger, words.strip(), _LIST, data.newest())
    if not wanted:
        st.info(md(f"No chart is named by “{words}”."), icon=":material/info:")
    charts(ledger, wanted, "pick")
