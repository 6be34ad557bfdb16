"""A briefing: charts in an order, with their choices and the reader's own words, as text that fits a link or a file.

A briefing holds no figure. Each item names a chart of the catalogue, its filters, the date up to which publications
count and which rival leads, so that opening it again builds the same chart from the ledger.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from analysis import as_known_on, lead_choices, with_lead
from charts import catalog
from charts.spec import ChartSpec
from charts.text import one_line, plain
from exports.packing import packed, unpacked
from loaders import Ledger

MOST_ITEMS = 60
MOST_WORDS = 600  # characters of a title or a talking point


class BriefingError(ValueError):
    """A briefing that cannot be read or built; the message says which item, what is wrong and how to mend it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One chart of a briefing.

    `chart` and `filters` are a name of the catalogue and its options; `known_on` is a date (YYYY-MM-DD, empty for
    everything published); `lead` one of `analysis.lead_choices`. `title` and `point` are the reader's own headline
    and talking point; without a title the chart's computed sentence stands.
    """

    chart: str
    filters: Mapping[str, Any] = field(default_factory=dict)
    known_on: str = ""
    lead: str = ""
    title: str = ""
    point: str = ""


@dataclass(frozen=True, slots=True)
class Briefing:
    """Charts in the order in which they are shown, under one title."""

    title: str = "Briefing"
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An item with the chart that it stands for, built from one ledger."""

    item: Item
    spec: ChartSpec

    @property
    def headline(self) -> str:
        """The reader's own title, or the sentence computed from the data."""
        return self.item.title or self.spec.title


def item_of(spec: ChartSpec) -> Item:
    """The item that builds this chart again."""
    known = "" if pd.isna(spec.known_on) else spec.known_on.strftime("%Y-%m-%d")
    return Item(spec.name, dict(spec.filters), known, spec.lead)


def exhibit(item: Item, ledger: Ledger) -> Exhibit:
    """Build the chart of one item from the newest ledger.

    Raises BriefingError for a chart, filter, date or lead that this version of the data does not have.
    """
    return exhibits(Briefing(items=(item,)), ledger)[0]


def exhibits(briefing: Briefing, ledger: Ledger) -> tuple[Exhibit, ...]:
    """Build all charts of a briefing from the newest ledger; raises BriefingError as `exhibit` does."""
    vintages: dict[tuple[str, str], Ledger] = {}
    found = []
    for number, item in enumerate(briefing.items, 1):
        try:
            at = (item.known_on, item.lead)
            if at not in vintages:
                vintages[at] = vintage(ledger, *at)
            found.append(Exhibit(item, catalog.build(item.chart, vintages[at], **item.filters)))
        except (KeyError, ValueError) as error:
            raise BriefingError(f"Item {number} cannot be built: {error.args[0]}. Remove it or add it anew.") from error
    return tuple(found)


def vintage(ledger: Ledger, known_on: str, lead: str) -> Ledger:
    """The ledger as an item wants it. Raises ValueError for a date that is none and for a lead that is not offered."""
    if lead not in lead_choices(ledger):
        raise ValueError(f"“{lead}” is not a choice of the leading source")
    led = with_lead(ledger, lead)
    return as_known_on(led, pd.Timestamp(date.fromisoformat(known_on))) if known_on else led


def address(base: str, item: Item) -> str:
    """The link that opens this chart again, with its filters, date and lead: `http://host:8501/chart?show=...`."""
    bare = replace(item, title="", point="")
    return f"{base.rstrip('/')}/chart?show={to_token(Briefing(title='', items=(bare,)))}"


def to_json(briefing: Briefing) -> str:
    """The briefing as a file that a reader keeps."""
    return json.dumps(_plain(briefing), ensure_ascii=False, indent=1)


def from_json(text: str | bytes) -> Briefing:
    """Read what `to_json` wrote. Raises BriefingError, with the item, for anything else."""
    try:
        # A file saved by an editor may begin with a byte order mark.
        found = json.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BriefingError("This is not a briefing file: it holds no JSON. Choose a file saved here.") from error
    return _checked(found)


def to_token(briefing: Briefing) -> str:
    """The briefing as text for an address: letters, digits, `-` and `_` only."""
    return packed(json.dumps(_short(briefing), ensure_ascii=False, separators=(",", ":")))


def from_token(token: str) -> Briefing:
    """Read what `to_token` wrote. Raises BriefingError for anything else."""
    try:
        found = json.loads(unpacked(token))
    except OverflowError as error:
        raise BriefingError(
            "This link holds more than a briefing can, or only a part of one. Ask for it anew."
        ) from error
    except (ValueError, RecursionError) as error:
        raise BriefingError("This link holds no briefing: a part of it may be missing. Copy the whole link.") from error
    return _checked(found)


def _plain(briefing: Briefing) -> dict[str, Any]:
    return {"title": briefing.title, "items": [asdict(item) for item in briefing.items]}


def _short(briefing: Briefing) -> dict[str, Any]:
    """As `_plain`, without what is empty: a link should stay short."""
    items = [{key: value for key, value in asdict(item).items() if value} for item in briefing.items]
    return {"title": briefing.title, "items": items}


def _checked(found: object) -> Briefing:
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        raise BriefingError("This is not a briefing: a title and a list of items were expected.")
    if len(found["items"]) > MOST_ITEMS:
        raise BriefingError(f"A briefing holds at most {MOST_ITEMS} charts; this one has {len(found['items'])}.")
    title = _words(found.get("title", ""), "the title of the briefing")
    return Briefing(title, tuple(_item(entry, number) for number, entry in enumerate(found["items"], 1)))


def _item(entry: object, number: int) -> Item:
    if not isinstance(entry, dict) or not isinstance(entry.get("chart"), str):
        raise BriefingError(f"Item {number} names no chart.")
    chart = catalog.current(entry["chart"])
    if chart not in catalog.names():
        raise BriefingError(f"Item {number}: there is no chart “{entry['chart'][:60]}”.")
    filters = entry.get("filters", {})
    if not isinstance(filters, dict) or not all(_is_choice(value) for value in filters.values()):
        raise BriefingError(f"Item {number}: its filters are not names with choices.")
    settled = {str(key): tuple(value) if isinstance(value, list) else value for key, value in filters.items()}
    words = {
        key: _words(entry.get(key, ""), f"“{key}” of item {number}") for key in ("known_on", "lead", "title", "point")
    }
    if words["known_on"]:
        try:
            date.fromisoformat(words["known_on"])
        except ValueError as error:
            raise BriefingError(
                f"Item {number}: “{words['known_on'][:40]}” is not a date; YYYY-MM-DD was expected."
            ) from error
    return Item(chart, settled, **words)


def _is_choice(value: object) -> bool:
    several: Iterable[object] = value if isinstance(value, list) else [value]
    return all(isinstance(one, str) and plain(one) == one for one in several)


def _words(value: object, what: str) -> str:
    if not isinstance(value, str) or len(value) > MOST_WORDS:
        raise BriefingError(f"{what} must be text of at most {MOST_WORDS} characters.")
    return one_line(value)
