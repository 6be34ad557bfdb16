"""What stands on the one page of a note: which charts are told, which are shown, and what finds room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from charts.spec import ChartSpec
from charts.text import one_line
from exports.briefing import Exhibit, vintage
from exports.deck.key_figures import key_figure
from exports.deck.key_figures import key_figures as key_charts
from exports.note.base import HEIGHT, WIDTH
from exports.note.words import KeyFigure, key_figures, key_text, shared_out, vintage_text
from loaders import Ledger
from render.plan.frame import wrap

CHARTS, FIGURES, OTHERS = "Charts", "Key figures", "Also in this briefing"  # headings
MOST_POINTS = 3
POINT_SIZE, POINT_LEADING = 11.0, 15.0  # points, of the sentences
COLUMNS = (0.36, 0.16, 0.2, 0.28)  # shares of the table's width
HEADS = ("What is counted", "Figure", "Holds for", "Stated by")
GUTTER = 14.0
_SLACK = 12.0  # points that stay free: other programs break lines a little differently
# Pictures, rows of the table, height of the pictures in points: the fullest page first.
_LAYOUTS = (
    (2, 8, 240),
    (2, 7, 220),
    (2, 7, 200),
    (2, 7, 180),
    (2, 6, 165),
    (2, 5, 150),
    (2, 4, 130),
    (2, 3, 110),
    (2, 3, 100),
    (1, 6, 130),
    (1, 4, 110),
    (1, 3, 100),
)
_BARE = ((0, 6, 0), (0, 4, 0), (0, 0, 0))
_NUMBERS = ("None", "One", "Two", "Three")
_MOST_ROWS = 12  # of bars, for labels that can be read in a small picture
_LINES = ("line", "step")


@dataclass(frozen=True)
class Page:
    """What stands on the page.

    `points` are the charts whose sentences are told, each with its footnote, and `pictured` those of them that are
    shown, in the order of the briefing; `figures` are the rows of the table under `heading`.
    """

    title: str
    lead: str
    points: Sequence[tuple[Exhibit, str]]
    pictured: Sequence[Exhibit]
    figures: Sequence[KeyFigure]
    heading: str
    picture_height: float
    left_out: str = ""

    @cached_property
    def key(self) -> str:
        """How to read the marks of the pictures, told once."""
        return key_text([found.spec for found in self.pictured])

    @cached_property
    def sentences(self) -> Sequence[str]:
        """The lines of the sentences, each sentence with the number of its footnote."""
        told = " ".join(f"{said(found)} {number}" for number, (found, _) in enumerate(self.points, 1))
        return wrap(told, WIDTH - 9, POINT_SIZE, 600) if told else []

    @property
    def height(self) -> float:
        """Points that the page takes, reckoned with the widths of the letters."""
        used = 24.0 * lines(one_line(self.title), WIDTH, 19, 600) + 3
        used += 12.5 * lines(self.lead, WIDTH, 9.5) + 8
        used += POINT_LEADING * len(self.sentences) + 3.5
        if self.pictured:
            captions = [lines(caption(found), self.picture_width, 8, 600) for found in self.pictured]
            used += 24 + 10.5 * max(captions) + 2 + self.picture_height + 4 + 8.8 * lines(self.key, WIDTH, 7) + 4
        if self.figures:
            used += 24 + 14 + sum(13.5 * _row_lines(figure) for figure in self.figures)
        used += 13.5 * bool(self.left_out) + 12
        return used + sum(8.8 * lines(f"9 {text}", WIDTH, 7) + 0.8 for _, text in self.points)

    @property
    def picture_width(self) -> float:
        """Points: two pictures share the row."""
        return (WIDTH - GUTTER) / 2 if len(self.pictured) > 1 else WIDTH


def by_importance(exhibits: Sequence[Exhibit], ledger: Ledger) -> list[int]:
    """Positions of the charts of a briefing, that which matters most first.

    Charts to which the reader gave words; then those whose figures open the deck (series that still hold before
    categories, one of each theme before a second); then others whose headline states a figure. Lines and running
    totals come before other charts, and what states no figure, such as custody and method, last.
    """
    key = {at for at, _ in key_charts(exhibits, ledger)}

    def rank(at: int) -> tuple[bool, ...]:
        one = exhibits[at]
        own = bool(one.item.title or one.item.point)
        stated = key_figure(one, ledger) is not None
        method = one.spec.mark in ("timeline", "spans", "sankey")
        return (one.spec.is_empty, not own, at not in key, not stated, method, one.spec.mark not in _LINES)

    return sorted(range(len(exhibits)), key=rank)


def laid_out(title: str, exhibits: Sequence[Exhibit], footnotes: Sequence[str], ledger: Ledger) -> Page:
    """The fullest page that fits: three sentences, then as many pictures and rows as there is room for.

    `footnotes` are the sources of each chart. The table tells of the charts that no sentence tells of.
    """
    order, lead = by_importance(exhibits, ledger), vintage_text([found.spec for found in exhibits], ledger)
    most = min(len(exhibits), MOST_POINTS)
    tries = [(told, layout) for told in range(most, 1, -1) for layout in _LAYOUTS]
    tries += [(told, layout) for told in range(most, -1, -1) for layout in (*_LAYOUTS[-2:], *_BARE)]

    # What a chart tells is the same on every page that is tried.
    own = cache(lambda at: _of_headline(exhibits[at], ledger))
    behind = cache(lambda at: _behind(exhibits[at], ledger))

    def rows_of(told: int, rows: int) -> tuple[list[KeyFigure], str]:
        """A figure of each chart that no sentence tells of; where there are none, those behind the sentences.

        Several charts may lead with the same figure: it is told once.
        """
        found = list(dict.fromkeys(figure for at in sorted(order[told:]) if (figure := own(at))))
        if found:
            return found[:rows], OTHERS
        return shared_out([behind(at) for at in sorted(order[:told])], rows), FIGURES

    def page(told: int, pictures: int, rows: int, height: float) -> Page:
        points = sorted(order[:told])
        held = [at for at in order[:told] if not exhibits[at].spec.is_empty]
        # Charts that can be read at this size come first.
        shown = sorted(sorted(held, key=lambda at: not _is_plain(exhibits[at].spec))[:pictures])
        figures, heading = rows_of(told, rows) if told else ([], "")
        return Page(
            title,
            lead,
            [(exhibits[at], footnotes[at]) for at in points],
            [exhibits[at] for at in shown],
            figures,
            heading,
            height,
            _left_out(len(order) - told, len(held) - len(shown)),
        )

    pages = (page(told, *layout) for told, layout in tries)
    return next((one for one in pages if one.height <= HEIGHT - _SLACK), page(0, 0, 0, 0))


def _behind(exhibit: Exhibit, ledger: Ledger) -> list[KeyFigure]:
    return key_figures(exhibit.spec, vintage(ledger, exhibit.item.known_on, exhibit.item.lead))


def _of_headline(exhibit: Exhibit, ledger: Ledger) -> KeyFigure | None:
    found = key_figure(exhibit, ledger)
    if found is None:
        return None
    return KeyFigure(found.what, f"{found.hedge} {found.number}".strip(), found.when, found.who)


def _left_out(more: int, undrawn: int) -> str:
    """What the briefing holds beyond this page: charts of which no sentence tells, else those told and not shown."""
    if not more:
        are = "are" if undrawn > 1 else "is"
        return f"{_NUMBERS[undrawn]} of the charts told above {are} drawn in the deck alone." if undrawn else ""
    return f"{more} more chart{'s' if more > 1 else ''} of this briefing {'are' if more > 1 else 'is'} in the deck."


def said(found: Exhibit) -> str:
    """The headline and the reader's talking point, as sentences."""
    return " ".join(text for text in (closed(found.headline), closed(found.item.point)) if text)


def closed(text: str) -> str:
    """A text as a sentence."""
    line = one_line(text)
    return line if not line or line.endswith((".", "?", "!", "…")) else f"{line}."


def caption(found: Exhibit) -> str:
    """What stands over a picture."""
    return one_line(found.spec.subtitle)


def cells(figure: KeyFigure) -> tuple[str, str, str, str]:
    """A row of the table, in the order of its headings."""
    return (figure.what, figure.figure, figure.date, figure.publisher)


@lru_cache(maxsize=2000)
def lines(text: str, width: float, size: float, weight: int = 400) -> int:
    """Lines that a text takes in a width in points, at least one."""
    return max(len(wrap(text, width, size, weight)), 1)


def _is_plain(spec: ChartSpec) -> bool:
    """Whether a chart can be read at half the width of a page: one panel, and rows that are not too many."""
    lying = spec.mark in ("bar", "dumbbell", "spans", "timeline", "sankey")
    return not spec.facet and not (lying and spec.data["x"].nunique() > _MOST_ROWS)


def _row_lines(figure: KeyFigure) -> int:
    return max(
        lines(text, WIDTH * share - 6, 8.5, 600 if at == 1 else 400)
        for at, (text, share) in enumerate(zip(cells(figure), COLUMNS, strict=True))
    )
