"""The situation on Overview: questions with their answers, each leading to its chart."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from charts import catalog
from charts.answers import Answer, answers
from exports import Briefing, Item, to_token
from loaders import Ledger
from ui import data, rehearsal, tiles
from ui.contents import at_its_place
from ui.kept import once


def row() -> str:
    """The answers as HTML, for the head of the page; made once a data version."""
    rehearsal.tell("tiles", [replace(one.tile, label=one.question) for one in answers(data.ledger())])
    return once(_row, data.ledger())


def _row(ledger: Ledger) -> str:
    return f'<div class="cs-tiles cs-answers">{"".join(_html(ledger, one) for one in answers(ledger))}</div>'


def _html(ledger: Ledger, one: Answer) -> str:
    asked = escape(one.question)
    if one.chart:
        asked = f'<a href="{escape(_address(ledger, one))}" data-go>{asked}</a>'
    moved = f'<p class="cs-delta">{escape(one.tile.delta)}</p>' if one.tile.delta else ""
    return (
        f'<div class="cs-tile"><p class="cs-label">{asked}</p><p class="cs-value">{escape(one.tile.value)}</p>'
        f'<p class="cs-when">{escape(one.tile.when)}</p>{moved}'
        f'<p class="cs-answer">{escape(one.sentence)}</p><p class="cs-said">{tiles.said_by(one.tile)}</p></div>'
    )


def _address(ledger: Ledger, one: Answer) -> str:
    """The chart at its place on its page, or by itself where the page cannot be set to its choices."""
    if found := at_its_place(one.chart, one.filters, catalog.entry(one.chart).filters(ledger)):
        return found
    return f"chart?show={to_token(Briefing('', (Item(one.chart, dict(one.filters)),)))}"
