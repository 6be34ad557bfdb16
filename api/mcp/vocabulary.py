"""The ids that the tools take, with what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from analysis import lead_choices, lead_text, populations
from api import tables, told
from api.choices import choice, names
from api.errors import UnknownValueError
from api.mcp import answers, models
from api.mcp.answers import Desk, Reply
from charts import catalog
from charts.holding import shelf as chart_shelf
from charts.text import plain
from loaders import Ledger
from loaders.frames import as_records

Lists = Literal["indicators", "places", "origins", "groups", "themes", "charts", "populations", "sources", "leads"]


def vocabulary(desk: Desk, of: str, words: str, *, limit: int, offset: int) -> Reply:
    """Ids that the other tools take, with what they mean; only those that every word is found in."""
    ledger = desk.ledger()
    kind = choice("of", of, get_args(Lists))
    titles = _titles(desk, ledger) if kind == "charts" else {}
    parts = plain(words).casefold().split()
    terms = [
        one
        for one in _terms(ledger, kind, titles)
        if all(part in " ".join(filter(None, one)).casefold() for part in parts)
    ]
    some = terms[offset : offset + limit]
    if terms and not some:
        raise UnknownValueError(
            f"offset: {offset} is past the last of {len(terms)} {kind}.", "offset", str(offset), (), ("0",)
        )
    answer = {
        "of": kind,
        "total": len(terms),
        "offset": offset,
        "next_offset": answers.next_of(offset, len(some), len(terms)),
        "rows": [{"id": one, "name": name or None, "about": about or None} for one, name, about in some],
        "ledger": told.edition(ledger),
    }
    reply = answers.reply_of(desk, models.VocabularyAnswer, answer, {"rows": answers.NEXT})
    if kind == "charts" and not titles:
        reply.data["cut"].append({"what": "names", "shown": 0, "rest": answers.SOON})
    return reply


def _terms(ledger: Ledger, kind: str, titles: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Id, name, meaning of every term of a list."""
    match kind:
        case "charts":
            return [(name, titles.get(name, ""), _filters(ledger, name)) for name in catalog.names()]
        case "populations":
            return [(key, one.name, "") for key, one in populations(ledger).items()]
        case "leads":
            return [(key, lead_text(key), "") for key in lead_choices(ledger) if key]
        case "groups":
            return [(key, name, "") for key, name in names(ledger, "group").items()]
        case "themes":
            return [(key, name, "") for key, name in names(ledger, "theme").items()]
    rows = as_records(tables.table(ledger, kind))
    about = {
        "indicators": ("unit", "kind", "theme", "definition"),
        "places": ("kind", "country", "note"),
        "origins": ("kind",),
        "sources": ("publisher", "published", "url"),
    }[kind]
    return [
        (
            str(row[kind.removesuffix("s")]),
            str(told.value(row["name"] if "name" in row else row["title"]) or ""),
            "; ".join(str(one) for one in (told.value(row[key]) for key in about) if one is not None),
        )
        for row in rows
    ]


def _titles(desk: Desk, ledger: Ledger) -> dict[str, str]:
    """What each chart says; of none while they are being made."""
    if not answers.are_charts_made(desk, ledger):
        return {}
    return {name: f"{plain(one.title)} ({plain(one.subtitle)})" for name, one in chart_shelf(ledger).specs.items()}


def _filters(ledger: Ledger, name: str) -> str:
    """The filters of a chart, each with its default and some of its choices."""
    entry = catalog.entry(name)
    offered = entry.options(ledger)
    told_of = []
    for key, default in entry.filters(ledger).items():
        known = [str(one) for one in offered.get(key, ())]
        some = ", ".join(known[:8]) + (f" and {len(known) - 8} more" if len(known) > 8 else "")
        value = ",".join(map(str, default)) if isinstance(default, tuple | list) else str(default)
        told_of.append(f"{key}={value}" + (f" (of {some})" if some else ""))
    return f"Filters: {'; '.join(told_of)}" if told_of else ""
