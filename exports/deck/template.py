"""A template as decks use it: which layout holds what, where title and content stand, its fonts and colours."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from charts.palette import HUES, INK, ORDER
from charts.text import one_line
from exports.deck import default_template
from exports.deck.colours import TEXT, chart_colours, mix, muted_on, readable, resolve
from exports.deck.hygiene import TemplateError, cleaned, unpacked
from exports.deck.look import Box, Look
from exports.deck.ooxml import A, P, parse

_TITLES = ("title", "ctrTitle")
_FOOTERS = ("dt", "ftr", "sldNum")
_OUTSIDE = 0.6  # a shape that covers more of the slide than this is its background, not in the way
_NO_LAYOUT = 99
_RANK = {
    "titleOnly": 0,
    "obj": 10,
    "tx": 14,
    "cust": 20,
    "": 20,
    "objOnly": 40,
    "blank": 60,
    "title": 70,
    "secHead": 65,
}


@dataclass(frozen=True, slots=True)
class Template:
    """A template that has been checked: its bytes without slides, its look, the numbers of the layouts to use.

    `own` says that it is our default, whose chart layout has placeholders for subtitle, talking point and foot.
    `left_out` names what was taken out of the file because a deck does not need it. `organisation` is whose the file
    says that it is. `remarks` say what of it slides cannot follow.
    """

    data: bytes
    look: Look
    chart_layout: int
    title_layout: int
    text_layout: int
    own: bool = False
    left_out: tuple[str, ...] = ()
    organisation: str = ""
    remarks: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def default() -> Template:
    """Our own template."""
    data = default_template.default_template()
    return inspected(Presentation(io.BytesIO(data)), data)


@lru_cache(maxsize=8)
def read_template(data: bytes) -> Template:
    """Check a .pptx or .potx and find out how to build a deck with it; its slides are left out.

    Raises TemplateError, which says what is wrong, what was expected and how to mend it, for any file that cannot be
    used or that holds more than a template should.
    """
    clean, left_out = cleaned(data)
    try:
        presentation = Presentation(io.BytesIO(clean))
        found = inspected(presentation, clean, left_out)
        _try(presentation, found)
    except TemplateError:
        raise
    except Exception as error:
        raise TemplateError(
            "The template cannot be used: its layouts or theme are damaged. A presentation that PowerPoint opens "
            "without repair was expected. Open it there, save it under a new name and choose that file."
        ) from error
    return replace(found, organisation=_organisation(data))


def _organisation(data: bytes) -> str:
    """The company in the properties of a file; empty where it names none."""
    try:
        root = parse(unpacked(data)["docProps/app.xml"])
    except (KeyError, etree.XMLSyntaxError):
        return ""
    return one_line(root.findtext("{*}Company") or "")[:100]


def _try(presentation: Any, template: Template) -> None:
    """Make a slide on each layout that a deck uses, with notes: what is broken shows itself here, not in a deck."""
    for number in (template.title_layout, template.chart_layout, template.text_layout):
        slide = presentation.slides.add_slide(presentation.slide_layouts[number])
        slide.notes_slide.notes_text_frame.text = slide.slide_layout.slide_master.name
    presentation.save(io.BytesIO())


def inspected(presentation: Any, data: bytes = b"", left_out: tuple[str, ...] = ()) -> Template:
    """What a presentation gives to slides. Raises TemplateError for one without layouts or of no usable size."""
    width, height = int(presentation.slide_width or 0), int(presentation.slide_height or 0)
    if not (2_000_000 <= width <= 60_000_000 and 2_000_000 <= height <= 60_000_000):
        raise TemplateError("The template names no usable slide size: between 2 and 60 inches were expected each way.")
    layouts = list(presentation.slide_layouts)
    if not layouts:
        raise TemplateError(
            "The template has no slide layouts: at least one with a title was expected. Add one in PowerPoint under "
            "View, Slide Master."
        )
    ours = next((n for n, one in enumerate(layouts) if _is_ours(one)), None)
    chart = min(range(len(layouts)), key=lambda n: (_rank(layouts[n], width, height), n)) if ours is None else ours
    title = next((n for n, one in enumerate(layouts) if _kind(one) == "title"), None)
    if title is None:
        title = next((n for n, one in enumerate(layouts) if _holder(one, ("ctrTitle",)) is not None), chart)
    text = chart
    if ours is not None:
        text = next((n for n, one in enumerate(layouts) if _kind(one) == "obj"), chart)
    look = _look(presentation, layouts[chart], own=ours is not None)
    remarks = () if ours is not None else tuple(_remarks(presentation, layouts[chart]))
    return Template(data, look, chart, title, text, ours is not None, left_out, remarks=remarks)


def _remarks(presentation: Any, layout: Any) -> Iterator[str]:
    """What of a layout slides cannot follow, in sentences."""
    width, height = int(presentation.slide_width), int(presentation.slide_height)
    holder = _holder(layout, ("title",))
    box = box_of(holder, layout) if holder is not None else None
    if holder is None:
        yield f"Its layout “{layout.name}” has no title placeholder: titles stand at the top of the slide."
    elif box is None or not _usable(box, width, height):
        yield (
            f"The title placeholder of its layout “{layout.name}” lies off the slide, is too small or leaves a chart "
            "too little room: titles stand at the top of the slide."
        )
    others = [one for one in _holders(layout) if _type(one) not in (*_TITLES, *_FOOTERS)]
    if others:
        yield f"Its layout “{layout.name}” has placeholders that charts have no words for: they are left out."


def _is_ours(layout: Any) -> bool:
    """Whether a layout is the chart layout of our own template, as it was or as PowerPoint saved it."""
    wanted = {str(default_template.SUBTITLE), str(default_template.POINT), str(default_template.FOOT)}
    return layout.name == "Chart" and wanted <= {_index(one) for one in _holders(layout)}


def _kind(layout: Any) -> str:
    return str(layout._element.get("type") or "")  # noqa: SLF001 - python-pptx does not tell a layout's type


def _rank(layout: Any, width: int, height: int) -> tuple[int, int]:
    """How well a layout suits a chart: title and room first, few other placeholders next."""
    rank = _RANK.get(_kind(layout), 30)
    holder = _holder(layout, ("title",))
    if holder is None:
        rank += _NO_LAYOUT
    else:
        box = box_of(holder, layout)
        if box is None or not _usable(box, width, height):
            rank += 30
        elif not _on_top(box, width, height):
            rank += 5
    others = [one for one in _holders(layout) if _type(one) not in (*_TITLES, *_FOOTERS)]
    return rank, len(others)


def _holders(layout: Any) -> list[Any]:
    tree = layout._element.find(f"{P}cSld/{P}spTree")  # noqa: SLF001 - the elements, without a proxy for each
    return [node for node in tree if node.find(f".//{P}nvPr/{P}ph") is not None]


def _type(holder: Any) -> str:
    return str(holder.find(f".//{P}nvPr/{P}ph").get("type") or "obj")


def _index(holder: Any) -> str | None:
    found = holder.find(f".//{P}nvPr/{P}ph").get("idx")
    return None if found is None else str(found)


def _holder(layout: Any, types: tuple[str, ...]) -> Any:
    return next((one for one in _holders(layout) if _type(one) in types), None)


def box_of(holder: Any, layout: Any) -> Box | None:
    """The position of a placeholder, its master's where it has none of its own."""
    chain = [holder]
    if layout is not None and hasattr(layout, "slide_master"):
        same = (_type(holder), "title" if _type(holder) == "ctrTitle" else _type(holder))
        index = _index(holder)
        chain += [one for one in _holders(layout) if _type(one) == _type(holder) and _index(one) == index]
        chain += [one for one in _holders(layout.slide_master) if _type(one) in same]
    for node in chain:
        xfrm = node.find(f"{P}spPr/{A}xfrm")
        if xfrm is not None and xfrm.find(f"{A}off") is not None and xfrm.find(f"{A}ext") is not None:
            off, ext = xfrm.find(f"{A}off"), xfrm.find(f"{A}ext")
            return Box(int(off.get("x")), int(off.get("y")), int(ext.get("cx")), int(ext.get("cy")))
    return None


def _look(presentation: Any, layout: Any, *, own: bool) -> Look:
    master = layout.slide_master
    theme = _theme(master)
    scheme, mapping = _scheme(theme), _mapping(master, layout)
    paper = _paper(layout, master, scheme, mapping)
    text = readable(scheme.get(mapping.get("tx1", "dk1"), "#1f2a33"), paper, TEXT)
    accents = [scheme.get(mapping.get(f"accent{n}", f"accent{n}"), "") for n in range(1, 7)]
    accents = [one for one in accents if one]
    title = _title_box(presentation, layout)
    style = master._element.find(f"{P}txStyles/{P}titleStyle/{A}lvl1pPr")  # noqa: SLF001 - styles have no proxy
    holder = _holder(layout, ("title",))
    anchor, align, size, bold, colour = _title_style(holder, layout, style, scheme, mapping)
    inset = _title_inset(holder, layout)
    # Our template as it was made; its colours may have been changed since.
    ours = own and accents == [HUES[name]["light"] for name in ORDER] and paper == INK["light"]["paper"]
    colours = {} if ours else chart_colours(paper, text, accents)
    used = set(colours.values()) if colours else {HUES[name]["light"] for name in ORDER}
    names = {one: f"accent{n}" for n, one in reversed(list(enumerate(accents, 1))) if one in used}
    heading, body = (_font(theme, kind) for kind in ("major", "minor"))
    return Look(
        width=int(presentation.slide_width),
        height=int(presentation.slide_height),
        heading=heading,
        body=body,
        title=title,
        free=_free_box(presentation, layout, title, inset),
        title_inset=inset,
        title_anchor=anchor,
        title_align=align,
        title_bold=bold,
        title_size=size,
        title_colour=readable(colour or text, paper, TEXT),
        paper=paper,
        text=text,
        muted=INK["light"]["muted"] if ours else muted_on(paper, text),
        accent=HUES["blue"]["light"] if ours else colours[HUES["blue"]["light"]],
        panel=INK["light"]["sea"] if ours else mix(text, paper, 0.05),
        rule=INK["light"]["grid"] if ours else mix(text, paper, 0.13),
        colours=colours,
        scheme=names,
        drawn=tuple(_plain_shapes(layout, master, scheme, mapping)),
    )


def _theme(master: Any) -> Any:
    part = master.part.part_related_by(RT.THEME)
    return parse(part.blob)


def _scheme(theme: Any) -> dict[str, str]:
    found = {}
    for entry in theme.iterfind(f".//{A}clrScheme/*"):
        colour = resolve(entry, {}, {})
        if colour:
            found[entry.tag.removeprefix(A)] = colour
    return found


def _mapping(master: Any, layout: Any) -> dict[str, str]:
    own = master._element.find(f"{P}clrMap")  # noqa: SLF001
    over = layout._element.find(f"{P}clrMapOvr/{A}overrideClrMapping")  # noqa: SLF001
    found = over if over is not None else own
    return {str(key): str(value) for key, value in found.attrib.items()} if found is not None else {}


def _paper(layout: Any, master: Any, scheme: Mapping[str, str], mapping: Mapping[str, str]) -> str:
    """The background: the layout's, else the master's. Of a picture the theme's text colour tells what it must be."""
    first = scheme.get(mapping.get("bg1", "lt1"), "#ffffff")
    for one in (layout, master):
        found = one._element.find(f"{P}cSld/{P}bg")  # noqa: SLF001
        if found is None:
            continue
        if found.find(f".//{A}blipFill") is not None:
            return first
        return resolve(found, scheme, mapping) or first
    return first


def _font(theme: Any, kind: str) -> str:
    latin = theme.find(f".//{A}fontScheme/{A}{kind}Font/{A}latin")
    return (str(latin.get("typeface") or "") if latin is not None else "") or default_template.FONT


def _title_box(presentation: Any, layout: Any) -> Box:
    """Where titles stand: the layout's placeholder wherever it is, or the top of the slide where it cannot be used."""
    width, height = int(presentation.slide_width), int(presentation.slide_height)
    holder = _holder(layout, ("title",))
    box = box_of(holder, layout) if holder is not None else None
    if box is None or not _usable(box, width, height):
        side = round(width * 0.04)
        return Box(side, round(height * 0.05), width - 2 * side, round(height * 0.13))
    return box


def _usable(box: Box, width: int, height: int) -> bool:
    """Whether a title fits into a box on the slide that leaves a chart enough room beside, above or below it."""
    inside = box.left >= 0 and box.right <= width * 1.01 and box.top >= 0 and box.bottom <= height * 1.01
    if not inside or box.width < width * 0.15 or box.height < height * 0.06:
        return False
    return _on_top(box, width, height) or max(
        part.area for part in _beside(box, _whole(width, height, height)) if part.width > 0
    ) > (width * height * 0.45)


def _on_top(box: Box, width: int, height: int) -> bool:
    """Whether a title stands where most do: across the slide, at its top."""
    return box.top <= height * 0.4 and box.height <= height * 0.5 and box.width >= width * 0.4


def _whole(width: int, height: int, bottom: int) -> Box:
    """The slide within its margins, down to its footers."""
    side, top = round(width * 0.04), round(height * 0.05)
    return Box(side, top, width - 2 * side, min(bottom, round(height * 0.95)) - top)


def _beside(title: Box, room: Box) -> tuple[Box, ...]:
    """What a title leaves of a room to its right, left, above and below."""
    gap = round(room.width * 0.02)
    return (
        Box(title.right + gap, room.top, room.right - title.right - gap, room.height),
        Box(room.left, room.top, title.left - gap - room.left, room.height),
        Box(room.left, room.top, room.width, title.top - gap - room.top),
        Box(room.left, title.bottom + gap, room.width, room.bottom - title.bottom - gap),
    )


def _title_style(
    holder: Any, layout: Any, style: Any, scheme: Mapping[str, str], mapping: Mapping[str, str]
) -> tuple[str, str, float, bool, str]:
    """Anchor, alignment, size, weight and colour of the title: the layout's, else the master's."""
    masters = [one for one in _holders(layout.slide_master) if _type(one) == "title"]
    chain = [one for one in (holder, *masters) if one is not None]
    frames = [one.find(f"{P}txBody/{A}bodyPr") for one in chain]
    anchor = next((str(one.get("anchor")) for one in frames if one is not None and one.get("anchor")), "t")
    levels = [one.find(f"{P}txBody/{A}lstStyle/{A}lvl1pPr") for one in chain] + [style]
    levels = [one for one in levels if one is not None]
    align = next((str(one.get("algn")) for one in levels if one.get("algn")), "l")
    runs = [one.find(f"{A}defRPr") for one in levels]
    runs = [one for one in runs if one is not None]
    size = next((int(one.get("sz")) / 100 for one in runs if str(one.get("sz")).isdigit()), 28.0)
    bold = next((one.get("b") in ("1", "true") for one in runs if one.get("b")), False)
    fills = [one.find(f"{A}solidFill") for one in runs]
    colour = next((resolve(one, scheme, mapping) for one in fills if one is not None), None)
    return anchor, align, size, bold, colour or ""


def _title_inset(holder: Any, layout: Any) -> tuple[int, int, int, int]:
    """Inner margins of the title: the layout's, else the master's, else those of PowerPoint."""
    masters = [one for one in _holders(layout.slide_master) if _type(one) == "title"]
    frames = [one.find(f"{P}txBody/{A}bodyPr") for one in (holder, *masters) if one is not None]
    found = []
    for name, usual in (("lIns", 91_440), ("tIns", 45_720), ("rIns", 91_440), ("bIns", 45_720)):
        values = [str(one.get(name)) for one in frames if one is not None and one.get(name)]
        found.append(int(values[0]) if values and values[0].isdigit() else usual)
    left, top, right, bottom = found
    return left, top, right, bottom


def _free_box(presentation: Any, layout: Any, title: Box, inset: tuple[int, int, int, int]) -> Box:
    """The room for subtitle, chart and foot, down to the footers and clear of what is drawn.

    Beneath a title at the top it is as wide as that, or as the master's text where a logo beside the title has made
    that narrower; else it is the most that the title leaves of the slide.
    """
    width, height = int(presentation.slide_width), int(presentation.slide_height)
    master = layout.slide_master
    feet = [box_of(one, layout) for one in (*_holders(layout), *_holders(master)) if _type(one) in _FOOTERS]
    tops = [one.top for one in feet if one is not None and one.top > height * 0.75]
    bottom = min([*tops, round(height * 0.96)]) - round(height * 0.01)
    left, _, right, _ = inset
    texts = [box_of(one, layout) for one in _holders(master) if _type(one) == "body"]
    beneath = [one for one in texts if one is not None and one.top >= title.bottom and one.width > title.width]
    edges = [title, *beneath]
    start, end = min(one.left for one in edges) + left, max(one.right for one in edges) - right
    free = Box(start, title.bottom, end - start, bottom - title.bottom)
    if not _on_top(title, width, height):
        parts = _beside(title, _whole(width, height, bottom))
        free = max(parts, key=lambda part: part.area if part.width > 0 and part.height > 0 else 0)
    for shape in _drawn(layout, master):
        free = _without(free, shape, width * height)
    return free


def _drawn(layout: Any, master: Any) -> list[Box]:
    """What layout and master draw themselves: logos, rules, bands."""
    return [box for _, box in _own_shapes(layout, master)]


def _plain_shapes(
    layout: Any, master: Any, scheme: Mapping[str, str], mapping: Mapping[str, str]
) -> list[tuple[Box, str]]:
    """Those of them that are filled with one colour, with it, from the back to the front."""
    filled = ((node.find(f"{P}spPr/{A}solidFill"), box) for node, box in _own_shapes(layout, master))
    found = ((box, resolve(fill, scheme, mapping)) for fill, box in filled if fill is not None)
    return [(box, colour) for box, colour in found if colour]


def _own_shapes(layout: Any, master: Any) -> list[tuple[Any, Box]]:
    shown = [layout] if layout._element.get("showMasterSp") == "0" else [master, layout]  # noqa: SLF001
    found = []
    for one in shown:
        tree = one._element.find(f"{P}cSld/{P}spTree")  # noqa: SLF001
        for node in tree:
            if node.tag not in (f"{P}sp", f"{P}pic", f"{P}grpSp", f"{P}cxnSp"):
                continue
            xfrm = node.find(f"{P}grpSpPr/{A}xfrm") if node.tag == f"{P}grpSp" else node.find(f"{P}spPr/{A}xfrm")
            if node.find(f".//{P}nvPr/{P}ph") is None and xfrm is not None and xfrm.find(f"{A}ext") is not None:
                off, ext = xfrm.find(f"{A}off"), xfrm.find(f"{A}ext")
                found.append((node, Box(int(off.get("x")), int(off.get("y")), int(ext.get("cx")), int(ext.get("cy")))))
    return found


def _without(free: Box, shape: Box, slide: int) -> Box:
    """The largest part of the box that a drawn shape leaves clear; all of it where little would be left."""
    apart = shape.left >= free.right or shape.right <= free.left or shape.top >= free.bottom or shape.bottom <= free.top
    if apart or shape.area > slide * _OUTSIDE:
        return free
    parts = (
        Box(free.left, free.top, shape.left - free.left, free.height),
        Box(shape.right, free.top, free.right - shape.right, free.height),
        Box(free.left, free.top, free.width, shape.top - free.top),
        Box(free.left, shape.bottom, free.width, free.bottom - shape.bottom),
    )
    best = max(parts, key=lambda part: part.area if part.width > 0 and part.height > 0 else 0)
    return best if best.area > free.area * 0.55 else free
