"""The chart card: one chart of the catalogue with headline, marks explained, sources, table and downloads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from html import escape
from itertools import count
from typing import Any, Literal
from urllib.parse import urlencode

import streamlit as st
from plotly.basedatatypes import BaseFigure

from charts import catalog
from charts.alt import describe
from charts.citation import citation, dispute_line, hedge_key, sentence, source_line
from charts.few import is_small
from charts.maps import disclaimer
from charts.palette import Theme, hue
from charts.spec import ChartSpec
from charts.table import screen_frame
from charts.views.disputes import dispute_ids, dispute_labels
from exports import Briefing, BriefingError, Exhibit, Item, from_token, item_of, to_token
from exports.briefing import vintage
from loaders import Ledger
from loaders.frames import as_records, texts
from render.plan.map import classes as marks
from render.plan.points import CARD, Size
from render.screen import chart as plotly_chart
from render.screen import map as map_screen
from ui import basket, data, downloads, links, rehearsal, tables, window
from ui.client import Act
from ui.contents import OPEN, anchor, anchors
from ui.frame import theme
from ui.kept import drawn, once
from ui.numbers import figures_html, marks_key

_FEW = 3  # lanes that are not drawn out to the height of a card
PLOTLY = {"displayModeBar": False, "scrollZoom": False, "responsive": True}
FEW_EVENTS = 3  # numbered events that a foot lists; more are folded away
MARKS_ID = "key-to-marks"
_MOST_OPEN = 100  # panels of one session
_GRIDS = count(1)
_GRID: ContextVar[int] = ContextVar("grid", default=0)  # that the cards stand in; 0 for none
# Pixels that a map, and the words of a chart, are sure to have in a half and in a whole row.
_WIDTHS = {"wide": (440, 860), "half": (420, 420), "phone": (320, 320)}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A chart ready for the screen: all that its card shows.

    `drawing` is None for few figures, which `foot` (HTML) holds as numbers; `dispute` is an id or empty, `sentence`
    the headline with its sources, `token` the chart as an address holds it, `marked` whether its marks need the key.
    """

    spec: ChartSpec
    item: Item
    drawing: Figure | map_screen.Map | None
    alt: str
    foot: str
    dispute: str
    sentence: str
    token: str
    marked: bool


class Figure(BaseFigure):  # type: ignore[misc]  # plotly comes without types
    """A figure in plotly's own format for `st.plotly_chart`, which would copy and validate a dictionary on every run.

    tests/charts/test_catalog.py has plotly validate the figures of all charts.
    """

    def __init__(self, described: dict[str, Any]) -> None:
        self._described = described

    def to_dict(self) -> dict[str, Any]:
        """The figure as it was described; nobody may change it."""
        return self._described


def rendered(name: str, ledger: Ledger, kind: Theme, *, wide: bool = False, **filters: Any) -> Rendered:
    """The chart `name` with these filters in a theme; made once a data version (`ui.kept`).

    A map is framed for a card of half the page, or with `wide` for one of the whole width, and for less where the
    window has less room (`ui.window`): the frame is the narrowest that the card can have. So are words beside lines.
    Filters must come from widgets that offer only valid choices (`ui.filters`); the catalogue refuses others.
    """
    # Named in full, so that a default and its value are one chart.
    chosen = catalog.entry(name).filters(ledger) | filters
    return once(_rendered, ledger, name, kind, _WIDTHS[window.room()][wide], **chosen)


def _rendered(name: str, kind: Theme, width: int, ledger: Ledger, /, **filters: Any) -> Rendered:
    spec, item, alt, foot, dispute, *words = once(_told, ledger, name, **filters)
    drawing: Figure | map_screen.Map | None = None
    if is_small(spec):
        foot = figures_html(spec) + foot
    elif spec.is_empty:
        foot = f'<p class="cs-none">{escape(spec.empty)}</p>'
    elif spec.mark == "map":
        drawing = map_screen.map_of(spec, data.geo(), kind, width=width)
    else:
        drawing = Figure(drawn(plotly_chart.figure, spec, kind, Size(min(width, CARD.width), CARD.height)))
    below = f"{_map_legend(spec, kind)}{foot}"
    return Rendered(spec, item, drawing, alt, below, dispute, *words)


def _told(name: str, ledger: Ledger, /, **filters: Any) -> tuple[Any, ...]:
    """What a chart says in any theme: the fields of `Rendered` in their order, without the drawing."""
    spec: ChartSpec = once(catalog.build, ledger, name, **filters)  # programs are told of the same chart
    item = item_of(spec)
    marked = bool(hedge_key(spec)) and not is_small(spec)
    token = to_token(Briefing("", (item,)))
    return spec, item, describe(spec), _foot(spec, ledger), _dispute(spec, ledger), sentence(spec), token, marked


@contextmanager
def cards() -> Iterator[None]:
    """Lay the cards that are shown within out in rows of two, or of one where there is less room."""
    token = _GRID.set(next(_GRIDS))
    try:
        with st.grid(columns=2, min_column_width=440):
            yield
    finally:
        _GRID.reset(token)


def card(name: str, *, slot: str = "", wide: bool = False, **filters: Any) -> ChartSpec:
    """Show a chart card and return its ChartSpec.

    `slot` tells two cards of the same chart on one page apart; `wide` frames a map for a card of the whole width.
    """
    ledger = data.ledger()
    scene = rehearsal.scene()
    if scene is not None and scene.told is not None:
        return _on_paper(name, ledger, filters)
    return _framed(rendered(name, ledger, theme(), wide=wide, **filters), f"{name}-{slot}")


def card_of(item: Item) -> ChartSpec:
    """Show the card of a briefing's item as of the item's own date and lead, and return its ChartSpec.

    Raises ValueError or KeyError for an item that the data cannot build.
    """
    ledger = vintage(data.newest(), item.known_on, item.lead)
    scene = rehearsal.scene()
    if scene is not None and scene.told is not None:
        return _on_paper(item.chart, ledger, item.filters)
    shown = rendered(item.chart, ledger, theme(), wide=True, **item.filters)
    # The page of disputes follows the sidebar, not the item.
    return _framed(replace(shown, dispute=_dispute(shown.spec, data.ledger())), item.chart)


def _on_paper(name: str, ledger: Ledger, filters: Mapping[str, Any]) -> ChartSpec:
    spec, item, *_ = once(_told, ledger, name, **(catalog.entry(name).filters(ledger) | dict(filters)))
    rehearsal.tell("chart", Exhibit(item, spec))
    return spec


def _framed(shown: Rendered, name: str) -> ChartSpec:
    key = anchor(name.strip("-"))
    # No fragment of its own: Streamlit copies all that lies above a fragment, which cost a page a third of its time.
    with st.container(border=True, key=f"card-{key}", height="stretch"):
        _card(shown, key)
    return shown.spec


def height_of(spec: ChartSpec) -> Literal["content", "stretch"]:
    """As high as the card beside it, but for a few lanes: one alone would be a block over the whole card."""
    few = spec.mark in ("spans", "timeline") and spec.data["x" if spec.mark == "spans" else "series"].nunique() <= _FEW
    return "content" if few else "stretch"


def _card(shown: Rendered, key: str) -> None:
    spec, panel = shown.spec, _opened().get(key, "")
    # One piece of HTML, each piece being a message: the style sheet puts the foot below the drawing.
    title = f'<h3 class="cs-title" id="{key}">{_older(key, spec.name)}{escape(spec.title)}</h3>'
    head = f'{title}<p class="cs-sub">{escape(spec.subtitle)}</p>'
    acts = _actions(shown, key, panel)
    if rehearsal.is_seen():
        rehearsal.see(_sketch(shown, head, acts))
    st.html(f'<div class="cs-head">{head}</div><div class="cs-below">{shown.foot}{acts}</div>')
    if isinstance(shown.drawing, map_screen.Map):
        rehearsal.draw("DeckGlJsonChart")
        # In another room it stands at another place, and so is another map: one that has become wider writes what it
        # showed over what it is to show.
        for _ in range(window.ROOMS.index(window.room())):
            st.empty()
        st.pydeck_chart(shown.drawing, height=shown.drawing.height, key=f"map-{key}", alt=shown.alt)
    elif shown.drawing is not None:
        rehearsal.draw("PlotlyChart")
        st.plotly_chart(
            shown.drawing, theme=None, key=f"plot-{key}", alt=shown.alt, config=PLOTLY, height=height_of(shown.spec)
        )
    if panel:
        with st.container(key=f"panel-{key}"):
            _PANELS[panel](spec, key)


def _older(key: str, chart: str) -> str:
    """Where an address leads that names the card by a former name of its chart, as HTML without a word."""
    today, *older = anchors(chart)
    return "".join(f'<span id="{old}"></span>' for old in older) if key == today else ""


def _sketch(shown: Rendered, head: str, acts: str) -> rehearsal.Sketch:
    drawing = shown.drawing
    if isinstance(drawing, map_screen.Map):  # which is drawn by the browser alone, from what is below it too
        return rehearsal.Sketch(head, "", None, drawing.height, _GRID.get())
    if drawing is None:
        return rehearsal.Sketch(head, f"{shown.foot}{acts}", None, 0, _GRID.get())
    return rehearsal.Sketch(head, f"{shown.foot}{acts}", shown.spec, drawing.to_dict()["layout"]["height"], _GRID.get())


def _actions(shown: Rendered, key: str, panel: str) -> str:
    """One line of buttons, served by `ui.client`: what a reader can do with a chart."""
    if shown.spec.is_empty:
        return ""
    held = basket.held(shown.item) is not None
    add = f'data-act="add" data-card="{key}" data-value="{shown.token}" aria-pressed="{str(held).lower()}"'
    buttons = [
        f'<button type="button" data-copy="{escape(shown.sentence)}" data-link="{key}">Copy sentence</button>',
        f'<button type="button" data-link="{key}">Copy link</button>',
        *(
            f'<button type="button" data-act="{name}" data-card="{key}" aria-expanded="{str(panel == name).lower()}">'
            f"{name.capitalize()}</button>"
            for name in _PANELS
        ),
        f'<button type="button" {add}>{"Added" if held else "Add"}</button>',
    ]
    if shown.dispute:
        to = urlencode({"dispute": shown.dispute})
        buttons.append(f'<a data-go href="disputes?{escape(to)}">Dispute</a>')
    if shown.marked:
        buttons.append(f'<button type="button" popovertarget="{MARKS_ID}">Key</button>')
    return f'<div class="cs-acts" role="group" aria-label="Actions">{"".join(buttons)}</div>'


def act(asked: Act) -> None:
    """Do what a button of a card asks, in a callback; what it says comes from the browser."""
    if asked.act in _PANELS:
        opened = _opened()
        if opened.pop(asked.card, "") != asked.act and len(opened) < _MOST_OPEN:
            opened[asked.card] = asked.act
    elif asked.act == "add":
        with suppress(BriefingError, StopIteration):
            basket.toggle(next(iter(from_token(asked.value).items)))
            st.rerun([basket.FRAGMENT, OPEN])


def _opened() -> dict[str, str]:
    """The panel that is open below each card, by the card's key, in this session."""
    found: dict[str, str] = st.session_state.setdefault("_panels", {})
    return found


def key() -> str:
    """The key to the marks of all charts, as HTML that a card's button opens."""
    return f'<div id="{MARKS_ID}" popover class="cs-key"><p>Key to the marks</p><ul>{marks_key()}</ul></div>'


def _dispute(spec: ChartSpec, ledger: Ledger) -> str:
    """The widest dispute among the drawn figures by its id, empty where there is none or it is shown itself."""
    known = once(dispute_labels, ledger)
    drawn = spec.data.loc[(spec.data["role"] == "headline") & (spec.data["basis"] == "stated"), ["file", "line"]]
    found = [known[at] for at in zip(texts(drawn["file"]), drawn["line"], strict=True) if at in known]
    return once(dispute_ids, ledger)[min(found)[1]] if found and spec.name != "disputes.one" else ""


def _table(spec: ChartSpec, key: str) -> None:
    """The sources, then every drawn figure with its own."""
    sources = spec.sources
    ledger = data.ledger()
    told = [
        f"<li>{links.within(ledger, citation(row), (row['publisher'],))}</li>" for row in as_records(sources.head(12))
    ]
    if len(sources) > 12:
        told.append(f"<li>And {len(sources) - 12} more, all named in the table and in the CSV.</li>")
    st.html(f'<p class="cs-group">Sources, the most used first</p><ul class="cs-list">{"".join(told)}</ul>')
    tables.show(screen_frame(spec), f"Table of: {spec.title}", rows=10, key=f"table-{key}")


_PANELS: Mapping[str, Callable[[ChartSpec, str], None]] = {"table": _table, "download": downloads.menu}


def _foot(spec: ChartSpec, ledger: Ledger) -> str:
    """The source of the headline's figure, the events that are numbered, one caveat, and the rest behind "More"."""
    noted = [text for text in (dispute_line(spec), *spec.caveats, disclaimer(spec)) if text]
    if spec.mark in ("timeline", "spans"):
        # Only on the screen: a slide and a picture have nothing to point at.
        noted.insert(0, "Point at a mark to read it; the table has them all.")
    bodies = {*texts(spec.data["publisher"]), *texts(spec.data["stated_by"])}
    parts = [f'<p class="cs-source">{links.within(ledger, source_line(spec), bodies)}</p>']
    parts += [f"<p>{escape(text)}</p>" for text in noted[:1]]
    more = [f"<p>{escape(text)}</p>" for text in noted[1:]]
    if spec.markers and spec.x_kind == "date":
        items = "".join(f"<li>{n}: {escape(m.when)}, {escape(m.label)}</li>" for n, m in enumerate(spec.markers, 1))
        (parts if len(spec.markers) <= FEW_EVENTS else more).insert(0, f"<ol>{items}</ol>")
    if more:
        events = len(spec.markers) > FEW_EVENTS and spec.x_kind == "date"
        parts.append(f"<details><summary>{'Events and notes' if events else 'More'}</summary>{''.join(more)}</details>")
    return f'<div class="cs-foot">{"".join(parts)}</div>'


def _map_legend(spec: ChartSpec, kind: Theme) -> str:
    view = spec.map
    if view is None:
        return ""
    items = []
    classes = marks.area_legend(view, spec.unit, kind)
    if classes:
        items = [f'<span><i style="background:{colour}"></i>{escape(text)}</span>' for colour, text in classes]
        items.insert(0, f"<span>{escape(view.area_label)}:</span>")
    kinds = marks.arc_legend(spec, kind)
    if kinds:
        items.append("<span>Arcs, wider with number:</span>")
        items += [f'<span><i style="background:{colour}"></i>{escape(text)}</span>' for colour, text in kinds]
    circles = marks.circle_rows(spec, kind)
    if circles:
        largest = "" if circles[0]["empty"] else f", area in proportion, largest {escape(circles[0]['dated'])}"
        items.append(f"<span>{escape(view.circle_label)}{largest}:</span>")
        for name in dict.fromkeys(texts(spec.data["series"])):
            colour = hue(spec.colours.get(name, name), kind)
            items.append(f'<span><i class="dot" style="background:{colour}"></i>{escape(name)}</span>')
        if marks.empty_legend(circles):
            items.append(f"<span>⊗ {escape(marks.empty_legend(circles))}</span>")
    return f'<div class="cs-legend">{"".join(items)}</div>'
