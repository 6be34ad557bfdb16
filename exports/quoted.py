"""An answer with its citation, ready to paste: as plain text, Markdown and HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from analysis.find import Answer
from analysis.words import count_text
from charts.citation import citation
from charts.text import one_line, web_address
from loaders import Ledger
from loaders.frames import as_records

_CITED = 3  # publications that are cited in full; of more the newest, and how many others
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|~"})


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence with its citation in three forms."""

    plain: str
    markdown: str
    html: str


def quoted(ledger: Ledger, answer: Answer) -> Quoted:
    """The sentence of an answer, what belongs beside it, and the publications that it rests on.

    Of more than three publications the newest is cited and the others are counted. Text from data is escaped.
    """
    rows = cited(ledger, answer.sources)
    said = one_line(" ".join([answer.sentence, *answer.remarks]))
    shown = rows if len(rows) <= _CITED else rows[:1]
    rest = f" and {count_text(len(rows) - len(shown), 'other publication')}" if len(shown) < len(rows) else ""
    label = "Source" if len(rows) == 1 else "Sources"
    plain = "; ".join(citation(row) for row in shown)
    marked = "; ".join(_markdown(row) for row in shown)
    html = "; ".join(source_html(row) for row in shown)
    if not rows:
        return Quoted(said, said.translate(_MARKDOWN), f"<p>{escape(said)}</p>")
    return Quoted(
        f"{said} {label}: {plain}{rest}.",
        f"{said.translate(_MARKDOWN)} {label}: {marked}{rest}.",
        f"<p>{escape(said)} {label}: {html}{escape(rest)}.</p>",
    )


def cited(ledger: Ledger, sources: Sequence[str]) -> list[Mapping[str, Any]]:
    """The rows of sources.csv of these ids, in their order, named as citations want them."""
    held = _publications(ledger)
    return [held[one] for one in sources if one in held]


@lru_cache(maxsize=3)
def _publications(ledger: Ledger) -> dict[str, Mapping[str, Any]]:
    """The rows of sources.csv by id: to look for a few in the whole table takes longer than to word an answer."""
    return {str(row["source"]): row for row in as_records(ledger.sources.rename(columns={"title": "source_title"}))}


def parts(row: Mapping[str, Any]) -> tuple[str, str]:
    """A citation without its address, and the address where it is one of the web."""
    return citation({**row, "url": ""}), web_address(row["url"])


def _markdown(row: Mapping[str, Any]) -> str:
    text, address = parts(row)
    return f"[{text.translate(_MARKDOWN)}](<{address}>)" if address else text.translate(_MARKDOWN)


def source_html(row: Mapping[str, Any]) -> str:
    """A citation as HTML, with a link where its address is one of the web."""
    text, address = parts(row)
    return f'<a href="{escape(address, quote=True)}">{escape(text)}</a>' if address else escape(text)
