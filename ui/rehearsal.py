"""A page drawn for nobody: so that all that it shows is reckoned before a reader asks for it, or goes on paper."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from runpy import run_path
from types import MappingProxyType
from typing import Any, NamedTuple

from charts.palette import Theme
from charts.spec import ChartSpec
from loaders import Ledger

PAGES = Path(__file__).parent.parent / "pages"
FILTER = '<div class="first-filter'  # begins the room of a filter as it is seen
END = ""  # ends what is seen of a page as it opens


class Told(NamedTuple):
    """Something that a page says: `kind` is title, sentence, tiles, part, remark, chart or table."""

    kind: str
    what: Any


class Sketch(NamedTuple):
    """A card as it looks: what stands above and below its chart as HTML, and the pixels that the chart is high.

    `chart` is None where the card has no drawing that could stand for it; `grid` tells the cards of one grid from those
    of another, and is 0 for a card that stands alone.
    """

    above: str
    below: str
    chart: ChartSpec | None
    height: int
    grid: int


class Scene(NamedTuple):
    """What a page is drawn with in place of a reader's session.

    `address` holds the reader's choices by their keys, and `newest` the data without a chosen date. A page whose words
    are wanted is given a list that they go into (`told`), one whose looks are wanted a list for its HTML and its cards
    (`seen`) and one for the kinds of elements that it draws (`drawn`).
    """

    ledger: Ledger
    theme: Theme
    address: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    newest: Ledger | None = None
    told: list[Told] | None = None
    seen: list[str | Sketch] | None = None
    drawn: list[str] | None = None


_SCENE: ContextVar[Scene | None] = ContextVar("scene", default=None)


def scene() -> Scene | None:
    """The scene of the page that is drawn for nobody; None on a page of a reader."""
    return _SCENE.get()


def tell(kind: str, what: Any) -> bool:
    """Note what the page says where its words are wanted, and return whether they are."""
    wanted = scene()
    if wanted is None or wanted.told is None:
        return False
    wanted.told.append(Told(kind, what))
    return True


def is_seen() -> bool:
    """Whether it is wanted how the page looks as it opens, and that has not ended."""
    wanted = scene()
    return wanted is not None and wanted.seen is not None and END not in wanted.seen


def see(html: str | Sketch) -> None:
    """Note how a part of the page looks as it opens, where that is wanted; END for the last."""
    wanted = scene()
    if wanted is not None and wanted.seen is not None and is_seen():
        wanted.seen.append(html)


def draw(kind: str) -> None:
    """Note that the page draws an element of a kind, by the name of Streamlit's script, where that is wanted."""
    wanted = scene()
    if wanted is not None and wanted.drawn is not None:
        wanted.drawn.append(kind)


def rehearse(file: str, ledger: Ledger, theme: Theme) -> tuple[list[str | Sketch], list[str]]:
    """Draw the page of a file in its default state, section by section. Raises what the page raises.

    Returns how title, filters and sentences look, as HTML, with the cards of its first section, and the kinds of its
    drawings, each in their order.
    """
    seen: list[str | Sketch] = []
    drawn: list[str] = []
    perform(file, Scene(ledger, theme, seen=seen, drawn=drawn))
    return seen, drawn


def perform(file: str, with_: Scene) -> None:
    """Draw the page of a file in a scene, section by section. Raises what the page raises.

    Outside of a session Streamlit takes every element and shows it to nobody, every widget stands at its default, and
    each call would say so in the log.
    """
    quiet = [logging.getLogger(f"streamlit.runtime.{name}") for name in _TELL]
    for each in quiet:
        each.addFilter(_of_readers)
    token = _SCENE.set(with_)
    try:
        run_path(str(PAGES / file))
    finally:
        _SCENE.reset(token)
        for each in quiet:
            each.removeFilter(_of_readers)


_TELL = ("scriptrunner_utils.script_run_context", "state.session_state_proxy")


def _of_readers(_record: logging.LogRecord) -> bool:
    """Whether a remark of Streamlit's is of a page of a reader."""
    return scene() is None
