"""What a page says before its charts: one computed sentence and its tiles, for what is chosen on it.

A page's words are registered by its view beside its charts, so that the list of all sentences and the tests read them
without a browser.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.listed import headlines
from charts import catalog
from charts.defaults import filled
from charts.tiles import Tile, listed_tiles
from loaders import Ledger

Sentence = Callable[..., str]
Row = Callable[..., list[Tile | None]]
Options = Callable[[Ledger], Mapping[str, tuple[str, ...]]]


@dataclass(slots=True)
class Top:
    """The words on top of a page: its sentence, its tiles, and the choices that both take."""

    sentence: Sentence | None = None
    tiles: Row | None = None
    options: Options = lambda _ledger: {}


_TOPS: dict[str, Top] = {}


class Spoken(str):
    """What a page says on top, which knows its `sentences`, without their stops."""

    __slots__ = ("sentences",)
    sentences: tuple[str, ...]


def spoken(*sentences: str) -> Spoken:
    """Sentences one after the other, each with its stop; empty ones are left out."""
    told = tuple(one for one in sentences if one)
    said = Spoken(" ".join(f"{one}." for one in told))
    said.sentences = told
    return said


def sentence(view: str, options: Options | None = None) -> Callable[[Sentence], Sentence]:
    """Register the sentence of a view; `options(ledger)` lists the choices of each filter, as for a chart."""

    def register(say: Sentence) -> Sentence:
        top = _TOPS.setdefault(view, Top())
        top.sentence = filled(say)
        top.options = options or top.options
        return top.sentence

    return register


def tiles(view: str) -> Callable[[Row], Row]:
    """Register the tiles of a view; they take the same choices as its sentence."""

    def register(row: Row) -> Row:
        made = filled(row)
        _TOPS.setdefault(view, Top()).tiles = made
        return made

    return register


def views() -> tuple[str, ...]:
    """Views that have words of their own, in the order of the catalogue."""
    order = dict.fromkeys(name.partition(".")[0] for name in catalog.names())
    return tuple(dict.fromkeys([*(view for view in order if view in _TOPS), *_TOPS]))


def top(view: str) -> Top:
    """The words of a view. Raises KeyError for one without."""
    catalog.fill()
    return _TOPS[view]


def say(view: str, ledger: Ledger, **chosen: Any) -> str:
    """The sentence of a view for what is chosen; a full sentence with its stop."""
    found = top(view).sentence
    return found(ledger, **chosen) if found else ""


def sentences(view: str, ledger: Ledger, **chosen: Any) -> tuple[str, ...]:
    """The sentences of a view for what is chosen that are spoken one by one, without their stops."""
    said = say(view, ledger, **chosen)
    return said.sentences if isinstance(said, Spoken) else ()


def tiles_of(view: str, ledger: Ledger, **chosen: Any) -> list[Tile]:
    """The tiles of a view for what is chosen, those without a figure left out.

    The headline series that are listed for the top of its page come first, in their order.
    """
    found = top(view).tiles
    listed = listed_tiles(ledger, [one for one in headlines(ledger) if one.on_page and one.page == view])
    return [one for one in (*listed, *(found(ledger, **chosen) if found else [])) if one is not None]
