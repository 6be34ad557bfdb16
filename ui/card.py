"""The chart card: one chart of the catalogue with headline, marks explained, sources, table and downloads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import Any

import pydeck as pdk
import streamlit as st
from plotly.basedatatypes import BaseFigure

from charts import catalog
from charts.alt import describe
from charts.citation import citation
from charts.palette import Theme, hue
from charts.spec import ChartSpec
from charts.table import screen_frame
from charts.views.disputes import dispute_labels
from exports import Item, how_to_read, item_of, source_line
from exports.briefing import vintage
from loaders import Ledger
from loaders.frames import as_records
from render.plan.map import classes as deck
from render.screen import chart as plotly_chart
from render.screen import map as map_screen
from ui import basket, data, downloads, section
from ui.frame import md, theme
from ui.kept import once

MAP_HEIGHT = 460
PLOTLY = {"displayModeBar": False, "scrollZoom": False, "responsive": True}
NARROW, WIDE = 440, 860  # pixels that a map is sure to have in a half and in a whole row


@dataclass(frozen=True, slots=True)
class Rendered:
    """A chart ready for the screen: all that its card shows. `foot` is HTML, `dispute` a label or empty."""

    spec: ChartSpec
    item: Item
    drawing: Figure | pdk.Deck | None
    alt: str
    foot: str
    dispute: str


class Figure(BaseFigure):  # type: ignore[misc]
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

    A map is framed for a card of half the page, or with `wide` for one of the whole width: the server does not know
    the width of the window, so the frame is the narrowest that the card can have. Filters must come from widgets that
    offer only valid choices (`ui.filters`); the catalogue refuses others.
    """
    # Named in full, so that a default and its value are one chart.
    chosen = catalog.entry(name).filters(ledger) | filters
    return once(_rendered, ledger, name, kind, WIDE if wide else NARROW, **chosen)


def _rendered(name: str, kind: Theme, width: int, ledger: Ledger, /, **filters: Any) -> Rendered:
    spec, item, alt, foot, dispute = once(_told, ledger, name, **filters)
    drawing: Figure | pdk.Deck | None = None
    if not spec.is_empty:
        if spec.mark == "map":
            drawing = map_screen.deck(spec, data.geo(), kind, width=width, height=MAP_HEIGHT)
        else:
            drawing = Figure(plotly_chart.figure(spec, kind))
    below = f'<div class="cs-below">{_map_legend(spec, kind)}{foot}</div>'
    return Rendered(spec, item, drawing, alt, below, dispute)


def _told(name: str, ledger: Ledger, /, **filters: Any) -> tuple[ChartSpec, Item, str, str, str]:
    """What a chart says in any theme: chart, item of a briefing, text alternative, foot, widest dispute."""
    spec = catalog.build(name, ledger, **filters)
    return spec, item_of(spec), describe(spec), _foot(spec), _dispute(spec, ledger)


def card(name: str, *, slot: str = "", wide: bool = False, **filters: Any) -> ChartSpec:
    """Show a chart card and return its ChartSpec.

    `slot` tells two cards of the same chart on one page apart; `wide` frames a map for a card of the whole width.
    """
    return _framed(rendered(name, data.ledger(), theme(), wide=wide, **filters), f"{name}-{slot}")


def card_of(item: Item) -> ChartSpec:
    """Show the card of a briefing's item as of the item's own date and lead, and return its ChartSpec.

    Raises ValueError or KeyError for an item that the data cannot build.
    """
    ledger = vintage(data.newest(), item.known_on, item.lead)
    shown = rendered(item.chart, ledger, theme(), wide=True, **item.filters)
    # The page of disputes follows the sidebar, not the item.
    return _framed(replace(shown, dispute=_dispute(shown.spec, data.ledger())), item.chart)


def _framed(shown: Rendered, name: str) -> ChartSpec:
    key = name.strip("-").replace(".", "-").replace("_", "-")
    # No fragment of its own: Streamlit copies all that lies above a fragment, which cost a page a third of its time.
    with st.container(border=True, key=f"card-{key}", height="stretch"):
        _card(shown, key)
    return shown.spec


def _card(shown: Rendered, key: str) -> None:
    spec = shown.spec
    # One piece of HTML, each piece being a message: the style sheet puts the foot below the drawing.
    head = f'<h3 class="cs-title" id="{key}">{escape(spec.title)}</h3><p class="cs-sub">{escape(spec.subtitle)}</p>'
    st.html(f'<div class="cs-head">{head}</div>{shown.foot if shown.drawing is not None else ""}')
    if shown.drawing is None:
        st.info(md(spec.empty), icon=":material/info:")
        return
    if isinstance(shown.drawing, pdk.Deck):
        st.pydeck_chart(shown.drawing, height=MAP_HEIGHT, key=f"map-{key}", alt=shown.alt)
    else:
        st.plotly_chart(shown.drawing, theme=None, key=f"plot-{key}", alt=shown.alt, config=PLOTLY)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _table(spec, key)
        if shown.dispute:
            st.page_link(
                "pages/disputes.py",
                label="Open the dispute",
                icon=":material/balance:",
                query_params={"dispute": shown.dispute},
            )
        _downloads(spec, key)
        _add(shown.item, key)


def _dispute(spec: ChartSpec, ledger: Ledger) -> str:
    """The widest dispute among the drawn figures by its label, empty where there is none or it is shown itself."""
    known = once(dispute_labels, ledger)
    drawn = spec.data.loc[(spec.data["role"] == "headline") & (spec.data["basis"] == "stated"), ["file", "line"]]
    found = [known[at] for at in zip(drawn["file"].astype(str), drawn["line"], strict=True) if at in known]
    return min(found)[1] if found and spec.name != "disputes.one" else ""


def _table(spec: ChartSpec, key: str) -> None:
    box = st.expander(
        "Table and sources", key=f"table-{key}", icon=":material/table:", on_change="rerun", type="compact"
    )
    if not box.open:
        return
    with box:
        st.dataframe(
            screen_frame(spec),
            hide_index=True,
            height="auto" if len(spec.data) < 10 else 360,
            alt=f"Table of: {spec.title}",
            column_config={
                "Address": st.column_config.LinkColumn("Address", display_text="open"),
                "Value": st.column_config.NumberColumn("Value", format="localized"),
            },
        )
        sources = spec.sources
        st.markdown("\n".join(f"- {md(citation(row))}" for row in as_records(sources.head(12))))
        if len(sources) > 12:
            st.caption(f"And {len(sources) - 12} more publications, all named in the table and in the CSV.")


def _downloads(spec: ChartSpec, key: str) -> None:
    box = st.popover("Download", icon=":material/download:", type="tertiary", key=f"download-{key}", on_change="rerun")
    if box.open:
        with box:
            downloads.menu(spec, key)


def _add(item: Item, key: str) -> None:
    """Puts the chart into the briefing, with its filters, date and lead of this moment, or takes it out again."""
    held = basket.held(item) is not None
    st.button(
        "In the briefing" if held else "Add to briefing",
        icon=":material/check:" if held else ":material/add:",
        type="tertiary",
        key=f"brief-{key}",
        on_click=basket.then(basket.toggle, section.drawn()),
        args=(item,),
    )


def _foot(spec: ChartSpec) -> str:
    parts = []
    if spec.markers and spec.x_kind == "date":
        items = "".join(f"<li>{n}: {escape(m.when)}, {escape(m.label)}</li>" for n, m in enumerate(spec.markers, 1))
        parts.append(f"<ol>{items}</ol>")
    # Only on the screen: a slide and a picture have nothing to point at.
    told = ["Point at a mark to read it; the table has them all."] if spec.mark in ("timeline", "spans") else []
    parts += [f"<p>{escape(text)}</p>" for text in (*told, *how_to_read(spec), source_line(spec))]
    return f'<div class="cs-foot">{"".join(parts)}</div>'


def _map_legend(spec: ChartSpec, kind: Theme) -> str:
    view = spec.map
    if view is None:
        return ""
    items = []
    classes = deck.area_legend(view, spec.unit, kind)
    if classes:
        items = [f'<span><i style="background:{colour}"></i>{escape(text)}</span>' for colour, text in classes]
        items.insert(0, f"<span>{escape(view.area_label)}:</span>")
    kinds = deck.arc_legend(spec, kind)
    if kinds:
        items.append("<span>Arcs, wider with number:</span>")
        items += [f'<span><i style="background:{colour}"></i>{escape(text)}</span>' for colour, text in kinds]
    circles = deck.circle_rows(spec, kind)
    if circles:
        largest = "" if circles[0]["empty"] else f", area in proportion, largest {escape(circles[0]['text'])}"
        items.append(f"<span>{escape(view.circle_label)}{largest}:</span>")
        for name in dict.fromkeys(spec.data["series"].astype(str)):
            colour = hue(spec.colours.get(name, name), kind)
            items.append(f'<span><i class="dot" style="background:{colour}"></i>{escape(name)}</span>')
        if deck.empty_legend(circles):
            items.append(f"<span>⊗ {escape(deck.empty_legend(circles))}</span>")
    return f'<div class="cs-legend">{"".join(items)}</div>'
