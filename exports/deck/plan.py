"""Where everything on a chart's slide goes and how large its text is: made once, then drawn as a slide or a preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from charts.citation import dispute_line, key_line, source_line
from charts.maps import disclaimer
from charts.spec import ChartSpec, as_of_date, as_of_text
from exports.briefing import Exhibit
from exports.deck.look import POINT, Box, Look
from render.office.model import SCREEN
from render.plan.fonts import wider
from render.plan.frame import text_width, wrap
from render.plan.panels import grid_of_panel

MORE = "More in the notes."
LEADING = 1.2
CHART = 12.0  # points of the words of a chart
_PANEL_HEAD = round(12 * LEADING * POINT)  # of the name over a panel
_TITLES = (28.0, 26.0, 24.0)
_SMALL_TITLES = (22.0, 20.0, 18.0)
_SUBTITLES = (16.0, 14.0, 12.0)
_POINTS = (18.0, 16.0, 14.0, 12.0)
_FEET = (11.0, 10.0)
_GAP = 8 * POINT
_INSET = 10 * POINT
_NOTES = 2  # lines of notes beside the line of sources


@dataclass(frozen=True, slots=True)
class Words:
    """A text on a slide: `role` is title, subtitle, point, foot, panel or empty; `size` is in points."""

    role: str
    box: Box
    paragraphs: tuple[str, ...]
    size: float
    colour: str
    bold: bool = False
    align: str = "l"
    anchor: str = "t"
    font: str = ""
    fill: str = ""
    inset: int = 0

    @property
    def text(self) -> str:
        """All paragraphs, one a line."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class SlidePlan:
    """One chart's slide: its texts, the box of the chart and of each panel of small multiples.

    `more` says whether text was left for the notes.
    """

    width: int
    height: int
    paper: str
    words: tuple[Words, ...]
    body: Box
    panels: tuple[Box, ...] = ()
    more: bool = False

    def role(self, role: str) -> Words | None:
        """The text of a role, if the slide has it."""
        return next((one for one in self.words if one.role == role), None)


@dataclass(frozen=True, slots=True)
class Level:
    """What the slides of one deck share: the size of their titles in points, and where their charts begin (EMU)."""

    size: float
    top: int


def level_of(exhibits: Sequence[Exhibit], look: Look) -> Level | None:
    """One size of titles and one height of charts for all slides of a deck; None for a deck without charts.

    A title too long even for the smallest usual size has its own, and does not make the others small.
    """
    titles = [_title(one.headline, look) for one in exhibits]
    usual = [made.size for made, _ in titles if made.size >= _TITLES[-1]]
    if not exhibits:
        return None
    size = min(usual, default=_TITLES[-1])
    heads = [
        _subtitle(one.spec, look, _text_bottom(_title(one.headline, look, size)[0], look) + _GAP // 2)[0].box.bottom
        for one, (made, _) in zip(exhibits, titles, strict=True)
        if made.size >= _TITLES[-1]
    ]
    return Level(size, max(heads, default=look.free.top) + _GAP)


def plan(exhibit: Exhibit, look: Look, level: Level | None = None) -> SlidePlan:
    """Lay out the slide of one chart in a look; `level` is what it shares with the other slides of its deck."""
    spec = exhibit.spec
    title, cut_title = _title(exhibit.headline, look, level.size if level else _TITLES[0])
    top = _text_bottom(title, look) + _GAP // 2
    subtitle, cut_subtitle = _subtitle(spec, look, top)
    top = max(subtitle.box.bottom + _GAP, level.top if level else 0)
    foot, cut_foot = _foot(spec, look)
    body = Box(look.free.left, top, look.free.width, foot.box.top - _GAP - top)
    words = [title, subtitle, foot]
    cut_point = False
    if exhibit.item.point:
        body, point, cut_point = _point(exhibit.item.point, look, body)
        words.insert(2, point)
    if spec.is_empty:
        words.append(_empty(spec.empty, look, body))
    more = cut_title or cut_subtitle or cut_foot or cut_point
    return SlidePlan(look.width, look.height, look.paper, tuple(words), body, more=more)


def with_panels(made: SlidePlan, titles: tuple[str, ...], columns: int, look: Look) -> SlidePlan:
    """Divide the chart's box among named panels in so many columns, each with its name above it."""
    if not titles:
        return made
    boxes = grid(made.body, len(titles), columns)
    words, panels = [], []
    for name, box in zip(titles, boxes, strict=True):
        line, _ = fitted(name, box.width, (12.0, 11.0, 10.0), 1, look.body, bold=True)
        head = replace(box, height=_PANEL_HEAD)
        words.append(Words("panel", head, (line.text,), line.size, look.text, bold=True, font=look.body))
        panels.append(Box(box.left, box.top + _PANEL_HEAD, box.width, box.height - _PANEL_HEAD))
    return replace(made, words=made.words + tuple(words), panels=tuple(panels))


def whole_of(panel: Box, count: int) -> Box:
    """The box of a chart of `count` panels of which one has this box beneath its name: as wide and as high."""
    columns, lines = grid_of_panel(count, (panel.width + _GAP) / POINT * SCREEN / CHART)
    wide, tall = panel.width + _GAP, panel.height + _PANEL_HEAD + _GAP // 2
    return replace(panel, width=wide * columns, height=tall * lines)


def grid(box: Box, count: int, columns: int) -> list[Box]:
    """Cells for `count` panels in reading order, in the columns that their charts are laid out for."""
    wide, tall = box.width // columns, box.height // -(-count // columns)
    return [
        Box(box.left + column * wide, box.top + row * tall, wide - _GAP, tall - _GAP // 2)
        for row, column in (divmod(position, columns) for position in range(count))
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A text at the size at which it fits."""

    text: str
    size: float
    lines: int


def fitted(
    text: str, width: int, sizes: tuple[float, ...], most: int, font: str, *, bold: bool = False
) -> tuple[Line, bool]:
    """The text at the largest size that takes at most `most` lines of `width` EMU; else cut at the smallest.

    Also says whether it was cut.
    """
    for size in sizes:
        lines = lines_of(text, width, size, font, bold=bold)
        if len(lines) <= most:
            return Line(text, size, max(len(lines), 1)), False
    kept = " ".join(lines_of(text, width, sizes[-1], font, bold=bold)[:most])
    while kept and len(lines_of(f"{kept}…", width, sizes[-1], font, bold=bold)) > most:
        kept = kept.rpartition(" ")[0] or kept[:-1]
    return Line(f"{kept.rstrip(' ,;.')}…", sizes[-1], most), True


def lines_of(text: str, width: int, size: float, font: str, *, bold: bool = False) -> list[str]:
    """The lines into which a text of a size in points breaks in a box of `width` EMU, at most."""
    room, weight = width / POINT / wider(font) * 0.985, 700 if bold else 400
    if text_width(text, size, weight) <= room and text == " ".join(text.split()):
        return [text] if text else []
    return wrap(text, room, size, weight)


def height_of(lines: int, size: float) -> int:
    """Height of lines of text in EMU."""
    return ceil(lines * size * LEADING * POINT)


def subtitle_text(spec: ChartSpec) -> str:
    """Measure, unit, as-of and as-known-on dates and the choice of the leading source, in one line."""
    date = as_of_text(spec)
    told = not date or "as of" in spec.subtitle or as_of_date(spec) in spec.subtitle
    return spec.subtitle if told else f"{spec.subtitle}; {date}"


def foot_paragraphs(spec: ChartSpec) -> list[str]:
    """What stands under the chart, the most needed first: source, events, marks, what a map implies not, caveats."""
    parts = [source_line(spec) + ".", *_keys(spec), disclaimer(spec), dispute_line(spec), *spec.caveats]
    return [text for text in parts if text]


def _keys(spec: ChartSpec) -> list[str]:
    """What a chart is not to be read without: its numbered events, and its marks."""
    events = "  ".join(f"{n}: {m.when}, {m.label}." for n, m in enumerate(spec.markers, 1))
    return [text for text in (events, *key_line(spec, office=True)) if text]


def _title(text: str, look: Look, most: float = _TITLES[0]) -> tuple[Words, bool]:
    box = look.title
    sizes = tuple(size for size in _TITLES if size <= min(max(look.title_size, _TITLES[-1]), most))
    inner = box.height - look.title_inset[1] - look.title_inset[3]

    def lines(size: float, usual: int) -> int:
        """Lines of a title at a size: beside or beneath a chart as many as its placeholder holds."""
        return usual if look.title_above else max(inner // height_of(1, size), 1)

    def at(size: float, usual: int) -> tuple[Line, bool]:
        return fitted(text, look.title_width, (size,), lines(size, usual), look.heading, bold=look.title_bold)

    tries = [at(size, 2) for size in sizes] + [at(size, 3) for size in (_TITLES[-1], *_SMALL_TITLES)]
    line, cut = next((one for one in tries if not one[1]), tries[-1])
    need = height_of(line.lines, line.size) + look.title_inset[1] + look.title_inset[3]
    # A box anchored at its top shrinks to its text, so that the subtitle can follow; any box grows if it must.
    height = need if look.title_anchor == "t" and look.title_above else max(box.height, need)
    made = Words(
        "title",
        replace(box, height=height),
        (line.text,),
        line.size,
        look.title_colour,
        look.title_bold,
        look.title_align,
        look.title_anchor,
        look.heading,
    )
    return made, cut


def _text_bottom(title: Words, look: Look) -> int:
    if not look.title_above:
        return look.free.top - _GAP // 2
    return max(title.box.bottom, look.free.top if look.title_anchor != "t" else 0)


def _subtitle(spec: ChartSpec, look: Look, top: int) -> tuple[Words, bool]:
    line, cut = fitted(subtitle_text(spec), look.free.width, _SUBTITLES, 1, look.body)
    if cut:
        line, cut = fitted(subtitle_text(spec), look.free.width, _SUBTITLES[1:], 2, look.body)
    box = Box(look.free.left, top, look.free.width, height_of(line.lines, line.size))
    words = Words("subtitle", box, (line.text,), line.size, look.muted, align=look.title_align, font=look.body)
    return words, cut


def _foot(spec: ChartSpec, look: Look) -> tuple[Words, bool]:
    source, *parts = foot_paragraphs(spec)
    width = look.free.width
    # The chart bears the numbers of its events and its marks, so their key stands on the slide however long it is.
    keys = _lines(_keys(spec), width, _FEET[-1], look)
    most = max(_NOTES + 1 if spec.markers else _NOTES, keys)
    size, kept = next(((size, parts) for size in _FEET if _lines(parts, width, size, look) <= most), (_FEET[-1], []))
    if not kept:
        for part in parts:
            # What stands first is needed most; a shorter one behind it may still fit.
            if _lines([*kept, part], width, size, look) <= most:
                kept = [*kept, part]
    cut = len(kept) < len(parts)
    # The source closes the foot; what explains the marks stands next to them.
    paragraphs = (*(_joined(kept)), f"{source} {MORE}" if cut else source)
    height = height_of(sum(len(lines_of(text, width, size, look.body)) for text in paragraphs), size)
    box = Box(look.free.left, look.free.bottom - height, width, height)
    return Words("foot", box, paragraphs, size, look.muted, font=look.body, anchor="b"), cut


def _lines(parts: list[str], width: int, size: float, look: Look) -> int:
    return len(lines_of(" ".join(parts), width, size, look.body))


def _joined(parts: list[str]) -> tuple[str, ...]:
    text = " ".join(parts)
    return (text,) if text else ()


def _point(text: str, look: Look, body: Box) -> tuple[Box, Words, bool]:
    """A talking point beside the chart on a wide slide and beneath it on a narrow one; returns the chart's box too."""
    if look.width / look.height > 1.5:
        width = round(body.width * 0.25)
        box = Box(body.right - width, body.top, width, body.height)
        rest = replace(body, width=body.width - width - 2 * _GAP)
    else:
        line, _ = fitted(text, body.width - 2 * _INSET, _POINTS[1:], 3, look.body)
        height = min(height_of(line.lines, line.size) + 2 * _INSET, body.height // 3)
        box = Box(body.left, body.bottom - height, body.width, height)
        rest = replace(body, height=body.height - height - _GAP)
    size, most = _POINTS[-1], 1
    for size in _POINTS:
        most = int((box.height - 2 * _INSET) / height_of(1, size))
        if len(lines_of(text, box.width - 2 * _INSET, size, look.body)) <= most:
            break
    line, cut = fitted(text, box.width - 2 * _INSET, (size,), most, look.body)
    box = replace(box, height=min(box.height, height_of(line.lines, line.size) + 2 * _INSET))
    made = Words("point", box, (line.text,), line.size, look.text, font=look.body, fill=look.panel, inset=_INSET)
    return rest, made, cut


def _empty(text: str, look: Look, body: Box) -> Words:
    line, _ = fitted(text, body.width * 3 // 4, (20.0, 18.0, 16.0), 4, look.body)
    box = Box(body.left, body.top, body.width, body.height)
    return Words("empty", box, (line.text,), line.size, look.muted, align="ctr", anchor="ctr", font=look.body)
