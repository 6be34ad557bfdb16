"""What a ready-made briefing left out when a deck was made, and which a refresh to a later date knows enough of."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.words import join_words
from exports.briefing import Item, vintage
from exports.deck.compared import Remark
from exports.ready import briefings, prepare
from loaders import Ledger


def could_go_in(title: str, slides: Sequence[int], before: Item, after: Item, ledger: Ledger) -> list[Remark]:
    """That charts which a briefing of this title left out for want of figures could go into the deck now.

    `before` and `after` are one chart of the deck with the date up to which publications counted and count, `slides`
    the numbers of all of them. Nothing where the date has not moved, or the deck is of no ready-made briefing.
    """
    if before.known_on == after.known_on:
        return []
    for name, plan in briefings(ledger).items():
        if title == plan.title:
            then, now = (prepare(name, vintage(ledger, one.known_on, one.lead)).left_out for one in (before, after))
            late = [about for about in then if about not in now]
            if late:
                return [Remark(tuple(slides), _said(name, late))]
    return []


def _said(name: str, late: Sequence[str]) -> str:
    was = "was" if len(late) == 1 else "were"
    them = "it" if len(late) == 1 else "them"
    return (
        f"{join_words(late)} {was} left out of this briefing, because too little was known; now there is enough. "
        f"A refresh adds no slides: a deck of the briefing made anew ({name}) has {them}."
    )
