"""One chart's slide: its texts, its native chart or drawn shapes, its text alternative, its notes and its identity."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from charts import catalog
from charts.alt import describe
from charts.spec import ChartSpec
from charts.text import one_line
from exports.briefing import Exhibit
from exports.deck import default_template
from exports.deck.charts import add_chart
from exports.deck.identity import Identity, digest_of, figures_of, mark, tag_shape, to_text
from exports.deck.look import POINT, Box, Look
from exports.deck.notes import notes_text, set_notes
from exports.deck.ooxml import A, P, element
from exports.deck.plan import CHART, Level, SlidePlan, Words, fitted, height_of, lines_of, plan, with_panels
from exports.deck.shapes_xml import direction, fill_text, next_id, set_position, shape_text, solid, text_box
from exports.deck.shapes_xml import field as field_of
from exports.deck.template import Template, box_of
from loaders import Ledger
from loaders.geo import Geo
from render.office.model import Canvas
from render.office.native import NativeChart, native_charts
from render.office.shapes import shapes

DRAWN = ("map", "sankey", "spans", "timeline")
_HELD = {"subtitle": default_template.SUBTITLE, "point": default_template.POINT, "foot": default_template.FOOT}
_FOOTERS = {"ftr": "Footer", "dt": "Date known", "sldNum": "Slide number"}
_NUMBER = "{5E3C6E6D-94C5-4C0B-8A1D-3C9B0B0F6E51}"
_CHART = "Chart "  # begins the name of a chart's shape
_ROUNDED = 720  # EMU: two hundredths of a millimetre


@dataclass(slots=True)
class Numbers:
    """Numbers for the names of new parts, so that no part takes another's name."""

    charts: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    tags: Iterator[int] = field(default_factory=lambda: itertools.count(1))


def add_slide(
    presentation: Any,
    exhibit: Exhibit,
    geo: Geo,
    template: Template,
    numbers: Numbers,
    *,
    address: str,
    ledger: Ledger | None = None,
    level: Level | None = None,
) -> Any:
    """Append the slide of one exhibit and return it; `level` is what it shares with the other slides of its deck."""
    spec, look = exhibit.spec, template.look
    made = plan(exhibit, look, level)
    charts = charts_of(spec, made.body)
    if len(charts) > 1:
        made = with_panels(made, tuple(one.title for one in charts), charts[0].columns, look)
    slide = new_slide(presentation, template.chart_layout)
    for words in made.words:
        holder = holder_for(slide, words.role, template)
        put_words(slide, words, holder, inherit=holder is not None)
    drop_unfilled(slide)
    notes = notes_text(exhibit, address, ledger)
    texts = {one.role: mark(one.text) for one in made.words if one.role in ("title", "subtitle", "point", "foot")}
    texts["notes"] = mark(notes)
    set_notes(slide, notes)
    identity = Identity(
        item=exhibit.item,
        version="" if ledger is None else ledger.version,
        known_on=exhibit.item.known_on,
        texts=texts,
        digest=digest_of(spec),
        figures=figures_of(spec),
        address=address,
        places={one.role: place_of(one) for one in made.words},
    )
    if not spec.is_empty:
        add_drawing(slide, spec, geo, made, charts, template, numbers, identity)
    return slide


def charts_of(spec: ChartSpec, box: Box) -> list[NativeChart]:
    """The native charts of a spec, laid out for the room that they get; none for shapes and where nothing is drawn."""
    if spec.is_empty or spec.mark in DRAWN:
        return []
    return native_charts(spec, Canvas(box.width / POINT, box.height / POINT, CHART))


def new_slide(presentation: Any, layout: int) -> Any:
    """A slide on a layout, with the layout's placeholders."""
    return presentation.slides.add_slide(presentation.slide_layouts[layout])


def usual_master_first(presentation: Any) -> None:
    """Let slides that are added look like most others: LibreOffice gives each layout in use a master of its own."""
    masters = [master.part.partname for master in presentation.slide_masters]
    used = Counter(slide.slide_layout.slide_master.part.partname for slide in presentation.slides)
    usual = max(masters, key=lambda name: used[name])
    listed = presentation.part._element.find(f"{P}sldMasterIdLst")  # noqa: SLF001 - masters cannot be moved otherwise
    if listed is not None and used[usual] > used[masters[0]]:
        listed.insert(0, listed[masters.index(usual)])


def number_parts(presentation: Any) -> None:
    """Name the parts of the slides by their order, as a library does that names a new slide by their number."""
    order = presentation.slides._sldIdLst  # noqa: SLF001 - slides cannot be moved or removed through the library
    presentation.part.rename_slide_parts([entry.rId for entry in order])


def put_words(slide: Any, words: Words, holder: Any = None, *, inherit: bool = False) -> Any:
    """Write a text into a placeholder, else into a box of its own; returns the shape's element.

    With `inherit` colour, weight and font stay those of the placeholder.
    """
    tree = slide.shapes._spTree  # noqa: SLF001 - shapes are written as elements
    if holder is None:
        return text_box(tree, words, words.role.capitalize())
    properties = holder.find(f"{P}spPr")
    set_position(properties, words.box)
    if words.fill:
        solid(properties, words.fill)
    fill_text(holder.find(f"{P}txBody"), words, inherit=inherit)
    return holder


def holder_for(slide: Any, role: str, template: Template) -> Any:
    """The placeholder of a chart's slide for a role: the title of any template, the others of ours only."""
    if role == "title":
        return holder_of(slide, ("title", "ctrTitle"))
    wanted = str(_HELD.get(role, "")) if template.own else ""
    return next((node for ph, node in _holders(slide) if wanted and ph.get("idx") == wanted), None)


def holder_of(slide: Any, types: tuple[str, ...]) -> Any:
    """The first placeholder of a slide of one of the types, in their order."""
    found = _holders(slide)
    return next((node for kind in types for ph, node in found if ph.get("type") == kind), None)


def _holders(slide: Any) -> list[tuple[Any, Any]]:
    shapes = slide.shapes._spTree.iterchildren(f"{P}sp")  # noqa: SLF001
    pairs = [(node.find(f"{P}nvSpPr/{P}nvPr/{P}ph"), node) for node in shapes]
    return [(ph, node) for ph, node in pairs if ph is not None]


def drop_unfilled(slide: Any) -> None:
    """Remove placeholders without text, which would show their prompt while the slide is edited."""
    tree = slide.shapes._spTree  # noqa: SLF001
    for node in list(tree):
        if node.find(f".//{P}nvPr/{P}ph") is not None and not shape_text(node).strip():
            tree.remove(node)


def put_footers(slide: Any, template: Template, footer: str, known: str = "") -> None:
    """Fill the layout's placeholders for footer, date and slide number, each where the layout has one.

    The footer is the briefing's title; what a template states there itself, such as a classification, goes before it
    and alone where both do not fit. The date is the day up to which publications count.
    """
    layout, look = slide.slide_layout, template.look
    tree = slide.shapes._spTree  # noqa: SLF001
    for holder in layout._element.find(f"{P}cSld/{P}spTree").iterchildren(f"{P}sp"):  # noqa: SLF001
        ph = holder.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
        kind = ph.get("type") if ph is not None else ""
        if kind not in _FOOTERS:
            continue
        box = box_of(holder, layout) or Box(0, 0, look.width // 2, 0)
        own = "" if template.own or kind != "ftr" else one_line(shape_text(holder))
        text = known if kind == "dt" else _footer_text(own, one_line(footer), box, look)
        if not text and kind != "sldNum":
            continue
        node = element(tree, f"{P}sp")
        naming = element(node, f"{P}nvSpPr")
        element(naming, f"{P}cNvPr", id=str(next_id(tree)), name=_FOOTERS[kind])
        element(element(naming, f"{P}cNvSpPr"), f"{A}spLocks", noGrp="1")
        element(naming, f"{P}nvPr").append(deepcopy(ph))
        set_position(element(node, f"{P}spPr"), box)
        body = element(node, f"{P}txBody")
        element(body, f"{A}bodyPr")
        element(body, f"{A}lstStyle")
        paragraph = element(body, f"{A}p")
        element(paragraph, f"{A}pPr", rtl=direction(text if kind != "sldNum" else ""))
        if kind == "sldNum":
            field_of(paragraph, "slidenum", _NUMBER, "‹#›")
            continue
        made = element(paragraph, f"{A}r")
        style = element(made, f"{A}rPr", lang="en-GB")
        if template.own:
            # LibreOffice does not follow a footer to its layout.
            style.set("sz", "1000")
            solid(style, look.muted)
            element(style, f"{A}latin", typeface="+mn-lt")
        element(made, f"{A}t").text = text


def _footer_text(own: str, title: str, box: Box, look: Look) -> str:
    """The template's own words and the briefing's title; a title that does not fit beside them is cut or left out."""
    if not own:
        return fitted(title, box.width, (10.0,), 1, look.body)[0].text if title else ""
    both = f"{own} | {title}" if title else own
    lines = max(box.height // height_of(1, 12.0), 1)
    return both if len(lines_of(both, box.width, 12.0, look.body)) <= lines else own


def add_drawing(
    slide: Any,
    spec: ChartSpec,
    geo: Geo,
    made: SlidePlan,
    charts: list[NativeChart],
    template: Template,
    numbers: Numbers,
    identity: Identity,
) -> None:
    """Put the chart on the slide: native charts, one for each panel, or drawn shapes; each carries the identity."""
    look = template.look
    alt = describe(spec)
    if spec.mark in DRAWN:
        group = draw_shapes(slide, spec, geo, made.body, look)
        if group is not None:
            tag_shape(slide.part, group, placed(identity, group), next(numbers.tags))
        return
    boxes: tuple[Box, ...] = made.panels or (made.body,)
    for chart, box in zip(charts, boxes, strict=False):
        own = identity.of_panel(chart.title if made.panels else "", chart)
        number = next(numbers.charts)
        told = f"{chart.title}. {alt}" if made.panels else alt
        place = (box.left, box.top, box.width, box.height)
        own = replace(own, texts={**own.texts, "alt": mark(told)}, places={**own.places, "chart": place})
        frame = add_chart(
            slide, chart, box, look, number=number, name=chart_name(spec.name, own.panel), alt=told, mark=to_text(own)
        )
        tag_shape(slide.part, frame, own, next(numbers.tags))


def chart_name(chart: str, panel: str) -> str:
    """The name of a chart's shape, by which it is known where other marks are lost."""
    return f"{_CHART}{chart}{f', {panel}' if panel else ''}"


def chart_called(name: str) -> str:
    """The chart, as it is called today, whose shape has such a name; empty for any other shape."""
    return catalog.current(name.removeprefix(_CHART)) if name.startswith(_CHART) else ""


def place_of(words: Words) -> tuple[int, ...]:
    """Where a text stands and how large it is, as an identity remembers it."""
    box = words.box
    return box.left, box.top, box.width, box.height, round(words.size * 100)


def stands_at(box: Box, place: tuple[int, ...]) -> bool:
    """Whether a box is where an identity remembers it; another program rounds what it saves to hundredths of a mm."""
    now = (box.left, box.top, box.width, box.height)
    return len(place) >= len(now) and all(abs(one - was) <= _ROUNDED for one, was in zip(now, place, strict=False))


def box_of_shape(shape: Any) -> Box | None:
    """The position of a shape, group or graphic frame of its own; None where it has none."""
    found = shape.find(f"{P}xfrm")
    for holder in ("spPr", "grpSpPr"):
        found = shape.find(f"{P}{holder}/{A}xfrm") if found is None else found
    off, ext = (None, None) if found is None else (found.find(f"{A}off"), found.find(f"{A}ext"))
    if off is None or ext is None or int(ext.get("cx")) <= 0 or int(ext.get("cy")) <= 0:
        return None
    return Box(int(off.get("x")), int(off.get("y")), int(ext.get("cx")), int(ext.get("cy")))


def placed(identity: Identity, shape: Any) -> Identity:
    """The identity with the place where the chart's shape stands."""
    box = box_of_shape(shape)
    place = () if box is None else (box.left, box.top, box.width, box.height)
    return replace(identity, places={**identity.places, "chart": place})


def draw_shapes(slide: Any, spec: ChartSpec, geo: Geo, box: Box, look: Look) -> Any:
    """Draw a map, flow diagram, strips or timeline as one group and return the group's element."""
    tree = slide.shapes._spTree  # noqa: SLF001
    before = set(tree.iterchildren(f"{P}grpSp"))
    shapes.draw(slide, spec, geo, (box.left, box.top, box.width, box.height), colours=look.colours, font=look.body)
    return next((node for node in tree.iterchildren(f"{P}grpSp") if node not in before), None)
