"""The first slide of content: three to five key figures, each leading to its chart, under a takeaway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from exports.briefing import Exhibit, Item
from exports.deck.compared import Remark
from exports.deck.identity import Identity, key_of, mark, tag_shape
from exports.deck.key_figures import KeyFigure, key_figure, key_figures, takeaway
from exports.deck.look import POINT, Box, Look
from exports.deck.notes import get_notes, set_notes, without_kept
from exports.deck.ooxml import A, P, R, element
from exports.deck.pages import put_title, text_box_of
from exports.deck.plan import Words, fitted, height_of, lines_of
from exports.deck.renew import Page, set_text
from exports.deck.shapes_xml import paragraph, set_position, shape_text, text_box
from exports.deck.slides import Numbers, box_of_shape, drop_unfilled, new_slide
from exports.deck.template import Template
from loaders import Ledger

TITLE = "Key figures"
CARD, TAKEAWAY = "key", "takeaway"  # kinds of what stands on the slide
CARD_NAME = "Key figure "  # how the name of a card's shape begins
_HEDGE, _WHEN, _WHO = 14.0, 12.0, 11.0  # the least sizes of these lines of a card
_NUMBERS = (54.0, 48.0, 44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 18.0)
_WHATS = (22.0, 20.0, 18.0, 16.0, 14.0, 12.0)
_GAP = 14 * POINT
INSET = 12 * POINT


@dataclass(frozen=True, slots=True)
class Summary:
    """The slide of key figures as it was made: the slide, and each card with the position of its chart."""

    slide: Any
    cards: tuple[tuple[Any, int], ...]


def add_summary(
    presentation: Any, exhibits: Sequence[Exhibit], ledger: Ledger | None, template: Template, numbers: Numbers
) -> Summary | None:
    """Append the slide of key figures; None, and no slide, for a deck whose charts state fewer than three."""
    chosen = [] if ledger is None else key_figures(exhibits, ledger)
    if not chosen:
        return None
    look = template.look
    slide = new_slide(presentation, template.text_layout)
    put_title(slide, TITLE, template)
    tree = slide.shapes._spTree  # noqa: SLF001 - shapes are written as elements
    room = text_box_of(look)
    line, _ = fitted(takeaway([exhibits[at] for at, _ in chosen]), room.width, (20.0, 18.0, 16.0, 14.0), 3, look.body)
    head = Box(room.left, room.top, room.width, height_of(line.lines, line.size))
    words = Words("takeaway", head, (line.text,), line.size, look.text, align=look.title_align, font=look.body)
    shape = text_box(tree, words, "Takeaway")
    notes = _notes([(exhibits[at], figure) for at, figure in chosen])
    set_notes(slide, notes)
    own = Identity(Item(""), kind=TAKEAWAY, texts=_texts(shape) | {"notes": mark(notes)})
    tag_shape(slide.part, shape, own, next(numbers.tags))
    rest = Box(room.left, head.bottom + 2 * _GAP, room.width, room.bottom - head.bottom - 2 * _GAP)
    cards = []
    for (at, figure), (box, number, what) in zip(chosen, laid([one for _, one in chosen], rest, look), strict=True):
        card = _card(tree, figure, box, number, what, look)
        tag_shape(slide.part, card, Identity(exhibits[at].item, kind=CARD, texts=_texts(card)), next(numbers.tags))
        cards.append((card, at))
    drop_unfilled(slide)
    return Summary(slide, tuple(cards))


def link_cards(summary: Summary, charts: Sequence[Any]) -> None:
    """Let a click on each card lead to the slide of its chart; `charts` are the slides in the order of the exhibits."""
    part = summary.slide.part
    for card, at in summary.cards:
        rid = part.relate_to(charts[at].part, RT.SLIDE)
        naming = card[0][0]
        link = element(naming, f"{A}hlinkClick", action="ppaction://hlinksldjump", tooltip="Go to the chart")
        link.set(f"{R}id", rid)


def refresh_summary(
    found: Sequence[Page], shown: Mapping[str, Exhibit], ledger: Ledger, look: Look, numbers: Numbers
) -> list[Remark]:
    """Renew the takeaway and the cards that are still as we wrote them.

    A card whose chart no longer states a figure stays, and is named; what its user changed stays. Cards in which a new
    text needs more lines are made higher, all of their row.
    """
    remarks, changed = [], []
    cards = [page for page in found if page[3].kind == CARD]
    for number, slide, shape, identity in cards:
        exhibit = shown.get(key_of(identity.item))
        figure = None if exhibit is None else key_figure(exhibit, ledger)
        if exhibit is None or not is_ours(shape, identity):
            continue
        if figure is None:
            remarks.append(
                Remark((number,), f"the headline of its chart no longer states “{_number(shape)}”; look at it")
            )
            continue
        set_text(shape, _lines(figure))
        fresh = replace(identity, item=exhibit.item, texts=_texts(shape))
        if fresh != identity:
            changed.append(shape)
            tag_shape(slide.part, shape, fresh, next(numbers.tags))
    _heighten([(number, shape) for number, _, shape, _ in cards], changed, look)
    for number, slide, shape, identity in (page for page in found if page[3].kind == TAKEAWAY):
        charts = [shown.get(key_of(one[3].item)) for one in cards if one[0] == number]
        kept = [one for one in charts if one is not None]
        texts = dict(identity.texts)
        if is_ours(shape, identity) and kept and charts[:2] == kept[:2]:
            set_text(shape, (takeaway(kept),))
            texts |= _texts(shape)
        told = [(one, figure) for one in kept if (figure := key_figure(one, ledger)) is not None]
        if len(told) == len(charts) and mark(without_kept(get_notes(slide))) == texts.get("notes"):
            set_notes(slide, _notes(told))
            texts["notes"] = mark(_notes(told))
        if texts != identity.texts:
            tag_shape(slide.part, shape, replace(identity, texts=texts), next(numbers.tags))
    return remarks


def _heighten(cards: Sequence[tuple[int, Any]], changed: Sequence[Any], look: Look) -> None:
    """Make changed cards as high as their words, with those beside them, as far as the text of a slide may reach."""
    rows: dict[tuple[int, int], list[tuple[Any, Box]]] = {}
    for number, shape in cards:
        box = box_of_shape(shape)
        if box is not None:
            rows.setdefault((number, box.top), []).append((shape, box))
    for row in rows.values():
        need = max((needed(shape, box, look) for shape, box in row if shape in changed), default=0)
        for shape, box in row:
            high = min(need, text_box_of(look).bottom - box.top)
            if high > box.height:
                set_position(shape.find(f"{P}spPr"), replace(box, height=high))


def needed(card: Any, box: Box, look: Look) -> int:
    """How high a card must be for its words, at the sizes that they have in it, in EMU."""
    high = 2 * INSET
    for line in card.iter(f"{A}p"):
        size = float(next((one.get("sz") for one in line.iter(f"{A}rPr") if one.get("sz")), 0)) / 100
        if size:
            text, space = "".join(line.itertext(f"{A}t")), line.find(f"{A}pPr/{A}spcBef/{A}spcPts")
            above = 0 if space is None else int(space.get("val")) / 100 * POINT
            high += height_of(len(lines_of(text, box.width - 2 * INSET, size, look.body)), size) + round(above)
    return high


def is_ours(shape: Any, identity: Identity) -> bool:
    """Whether a card or takeaway still says what we wrote."""
    return mark(shape_text(shape)) == identity.texts.get(CARD)


def _texts(shape: Any) -> dict[str, str]:
    return {CARD: mark(shape_text(shape))}


def _lines(figure: KeyFigure) -> tuple[str, ...]:
    """The lines of a card; an empty first one keeps its height."""
    return (figure.hedge or "\u00a0", figure.number, figure.what, figure.when, figure.who)


def _number(card: Any) -> str:
    return " ".join(shape_text(card).split("\n")[:2]).strip()


def laid(figures: Sequence[KeyFigure], room: Box, look: Look) -> list[tuple[Box, float, float]]:
    """The box of each card with the sizes of its number and of what it counts, which are the same on all cards.

    They are as large as the room allows without a word that is broken.
    """
    columns = len(figures) if look.width / look.height > 1.5 else min(len(figures), 3)
    rows = ceil(len(figures) / columns)
    wide = (room.width - (columns - 1) * _GAP) // columns
    text = wide - 2 * INSET
    number = next(
        (
            size
            for size in _NUMBERS
            if all(len(lines_of(one.number, text, size, look.body, bold=True)) <= 1 for one in figures)
        ),
        _NUMBERS[-1],
    )
    tall = (room.height - (rows - 1) * _GAP) // rows
    whats = (what for what in _WHATS if all(_whole(one, text, number, what, look) for one in figures))
    sizes = ((what, max(_height(one, text, number, what, look) for one in figures)) for what in whats)
    what, need = next(((size, high) for size, high in sizes if high <= tall), (_WHATS[-1], tall))
    return [
        (
            Box(room.left + at % columns * (wide + _GAP), room.top + at // columns * (need + _GAP), wide, need),
            number,
            what,
        )
        for at in range(len(figures))
    ]


def _whole(figure: KeyFigure, width: int, number: float, what: float, look: Look) -> bool:
    """Whether each word of the lines beneath the number of a card has room."""
    beneath = zip(figure.lines[2:], card_sizes(number, what)[2:], strict=True)
    return all(len(lines_of(word, width, size, look.body)) == 1 for text, (size, _) in beneath for word in text.split())


def _height(figure: KeyFigure, width: int, number: float, what: float, look: Look) -> int:
    sizes = card_sizes(number, what)
    lines = [
        max(len(lines_of(text, width, size, look.body)), 1)
        for text, (size, _) in zip(_lines(figure), sizes, strict=True)
    ]
    return (
        sum(height_of(count, size) + round(space * POINT) for count, (size, space) in zip(lines, sizes, strict=True))
        + 2 * INSET
    )


def card_sizes(number: float, what: float) -> tuple[tuple[float, float], ...]:
    """Size of each line of a card in points, and the room above it."""
    hedge, when, who = max(what - 2, _HEDGE), max(what - 4, _WHEN), max(what - 5, _WHO)
    return ((hedge, 0.0), (number, 0.0), (what, 6.0), (when, 8.0), (who, 6.0))


def _card(tree: Any, figure: KeyFigure, box: Box, number: float, what: float, look: Look) -> Any:
    words = Words("key figure", box, (), number, look.text, font=look.body, fill=look.panel, inset=INSET)
    card = text_box(tree, words, f"{CARD_NAME}{figure.number}")
    body = card.find(f"{P}txBody")
    for old in body.findall(f"{A}p"):
        body.remove(old)
    colours = (look.muted, look.accent, look.text, look.muted, look.muted)
    lines = zip(_lines(figure), card_sizes(number, what), colours, strict=True)
    for n, (text, (size, space), colour) in enumerate(lines):
        line = replace(words, size=size, colour=colour, bold=n == 1)
        paragraph(body, text, line, space=space)
    return card


def _notes(told: Sequence[tuple[Exhibit, KeyFigure]]) -> str:
    """Which chart each figure is taken from, and the figure as it stands there."""
    lines = [
        f"{' '.join(part for part in (one.hedge, one.number) if part)}: {one.what}, {one.when}. {one.who}. "
        f"In full: {one.text}. From the chart “{exhibit.headline}”."
        for exhibit, one in told
    ]
    return "\n".join(["Each figure is taken from a chart of this deck:", *lines])
