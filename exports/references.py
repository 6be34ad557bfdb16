"""References to the publications behind charts, as text (Chicago, APA) and for reference managers (BibTeX, RIS).

The publisher is the author, since a figure is told by its organisation; a date is as precise as the source gives it.
No date of access is written: the data do not hold one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import lead_text
from analysis.vocabulary import NEWS
from analysis.words import date_text
from charts.spec import ChartSpec, sources_of
from charts.text import one_line, web_address
from loaders import Ledger
from loaders.frames import as_records

PRODUCT = "Camp, detention and returnee statistics"
COLUMNS = [
    "source",
    "source_title",
    "publisher",
    "publisher_kind",
    "published",
    "published_precision",
    "url",
    "carried_by",
    "language",
    "quotes",
    "note",
]

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_CLOSED = (".", "?", "!", "…", "؟")
_PARTS = {"year": 1, "month": 2, "day": 3}
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "$&%#_"},
    }
)


def cited(specs: Iterable[ChartSpec], sources: pd.DataFrame) -> pd.DataFrame:
    """Every publication that a figure or an event of these charts rests on, once each.

    `sources` is the ledger's table; a figure added from several statements is followed to each of its sources.
    Columns: COLUMNS.
    """
    ids = {one for spec in specs for one in source_ids(spec)}
    rows = sources.rename(columns={"title": "source_title"}).loc[sources["source"].isin(ids), COLUMNS]
    return rows.astype(dict.fromkeys(rows.columns.difference(["published"]), str)).reset_index(drop=True)


def publications(specs: Iterable[ChartSpec], ledger: Ledger | None) -> list[dict[str, Any]]:
    """The publications behind charts as records, once each, by publisher and date.

    Without the `ledger` a figure added from several statements cannot be followed to them, so that only those which
    some figure cites alone are known.
    """
    if ledger is None:
        alone = (row for spec in specs for row in as_records(spec.data) if len(sources_of(row)) == 1)
        found = {str(row["source"]): row for row in alone}
    else:
        known = _known(ledger)
        found = {one: known[one] for spec in specs for one in source_ids(spec) if one in known}
    return sorted(
        found.values(), key=lambda row: (str(row["publisher"]).lower(), str(row["published"]), str(row["source"]))
    )


@lru_cache(maxsize=4)
def _known(ledger: Ledger) -> dict[str, dict[str, Any]]:
    """Every publication of a ledger by its id, as citations want it."""
    rows = ledger.sources.rename(columns={"title": "source_title"})
    return {str(row["source"]): row for row in as_records(rows)}


def chicago(rows: pd.DataFrame) -> str:
    """A bibliography in the Chicago style, one line a source.

    `UNHCR. “Title.” June 30, 2022. As carried by ReliefWeb. https://example.org.` `rows` has at least source,
    source_title, publisher, published, published_precision and url; COLUMNS names the rest.
    """
    return "".join(f"{chicago_entry(row)}\n" for row in _ordered(rows))


def chicago_entry(row: Mapping[str, Any]) -> str:
    """One source in the Chicago style."""
    date = _date(row)
    when = [_MONTHS[date[1] - 1]] if len(date) > 1 else []
    when += [f"{date[2]},"] if len(date) > 2 else []
    when += [str(date[0]) if date else "n.d"]
    url = web_address(row["url"])
    carrier = _carrier(row)
    parts = [
        _closed(row["publisher"]),
        f"“{_closed(row['source_title'])}”",
        f"{' '.join(when)}.",
        carrier and f"{carrier}.",
        url and f"{url}.",
    ]
    return " ".join(part for part in parts if part)


def apa(rows: pd.DataFrame) -> str:
    """A reference list in the APA style, one line a source.

    `UNHCR. (2022, June 30). Title. https://example.org` Several works of one publisher in one year are told apart by
    letters. `rows` as for `chicago`.
    """
    ordered = _ordered(rows)
    keys = [(one_line(row["publisher"]), _date(row)[:1]) for row in ordered]
    lines = []
    for at, (row, key) in enumerate(zip(ordered, keys, strict=True)):
        letter = _letter(keys[:at].count(key)) if keys.count(key) > 1 else ""
        lines.append(_apa_entry(row, letter))
    return "".join(f"{line}\n" for line in lines)


def _apa_entry(row: Mapping[str, Any], letter: str) -> str:
    date = _date(row)
    when = f"{date[0]}{letter}" if date else f"n.d.-{letter}" if letter else "n.d."
    if len(date) > 1:
        when += f", {' '.join([_MONTHS[date[1] - 1], *map(str, date[2:])])}"
    carrier = _carrier(row)
    parts = [
        _closed(row["publisher"]),
        f"({when}).",
        _closed(row["source_title"]),
        carrier and f"{carrier}.",
        web_address(row["url"]),
    ]
    return " ".join(part for part in parts if part)


def _carrier(row: Mapping[str, Any]) -> str:
    """`As carried by ReliefWeb`, where the address leads to another's copy than the publisher's."""
    name = one_line(row.get("carried_by") or "").rstrip(".")
    return f"As carried by {name}" if name else ""


def bibtex(rows: pd.DataFrame) -> str:
    """BibTeX entries whose keys are the ids of the sources. `rows` as for `chicago`.

    `date` is for BibLaTeX, `year` and `month` are for the older styles. No text can close its field early or start a
    command: braces and backslashes are written as commands that print them.
    """
    entries, taken = [], set[str]()
    for row in _ordered(rows):
        stem = re.sub(r"[^A-Za-z0-9.-]+", "-", str(row["source"])).strip("-") or "source"
        key = next(k for k in (stem, *(f"{stem}-{n}" for n in range(2, len(rows) + 2))) if k not in taken)
        taken.add(key)
        date, note = _date(row), _remark(row)
        fields = [
            ("author", f"{{{{{_latex(row['publisher'])}}}}}"),
            ("title", f"{{{{{_latex(row['source_title'])}}}}}"),
            ("date", f"{{{'-'.join(f'{part:02d}' for part in date)}}}" if date else ""),
            ("year", f"{{{date[0]}}}" if date else ""),
            ("month", _MONTHS[date[1] - 1][:3].lower() if len(date) > 1 else ""),
            ("url", f"{{{_bare(web_address(row['url']))}}}" if web_address(row["url"]) else ""),
            ("note", f"{{{_latex(note)}}}" if note else ""),
            ("howpublished", f"{{{_latex(_carrier(row))}}}" if _carrier(row) else ""),
        ]
        entries.append(f"@online{{{key},\n" + "".join(f"  {k} = {v},\n" for k, v in fields if v) + "}\n")
    return "\n".join(entries)


def ris(rows: pd.DataFrame) -> str:
    """RIS records with CRLF line ends: news as NEWS, what bodies publish themselves as RPRT. `rows` as for `chicago`.

    Every value is one line, so that no text can end a record.
    """
    out: list[str] = []
    for row in _ordered(rows):
        kind = str(row.get("publisher_kind") or "")
        date, publisher = _date(row), one_line(row["publisher"])
        tags = [
            ("TY", "NEWS" if kind == NEWS else "RPRT" if kind else "ELEC"),
            ("ID", one_line(row["source"])),
            # A comma at the end tells programs that this is no person with a family name.
            ("AU", f"{publisher},"),
            ("TI", one_line(row["source_title"])),
            ("T2" if kind == NEWS else "PB", publisher),
            ("PY", str(date[0]) if date else ""),
            ("DA", "/".join([*(f"{part:02d}" for part in date), *[""] * (4 - len(date))]) if date else ""),
            ("LA", one_line(row.get("language") or "")),
            ("UR", web_address(row["url"])),
            ("DP", one_line(row.get("carried_by") or "")),
            ("N1", _remark(row)),
        ]
        out += [f"{tag}  - {value}\r\n" for tag, value in tags if value] + ["ER  - \r\n\r\n"]
    return "".join(out)


def own_reference(spec: ChartSpec, address: str = "") -> str:
    """How to cite the chart itself: its title, what it is made from, as known when, by which rule, and its address."""
    known = "with all publications known" if pd.isna(spec.known_on) else f"as known on {date_text(spec.known_on)}"
    count = len(source_ids(spec))
    made = f"Chart made from {count} publication{'' if count == 1 else 's'}, {known}, {lead_text(spec.lead)}."
    parts = [f"{PRODUCT}.", f"“{_closed(spec.title)}”", made, web_address(address)]
    return " ".join(part for part in parts if part)


def source_ids(spec: ChartSpec) -> set[str]:
    """Ids of the publications that the figures and events of a chart rest on."""
    return {*spec.source_ids, *(marker.source for marker in spec.markers if marker.source)}


def _ordered(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """By publisher, then date: undated first, a year before its months, a month before its days."""
    return sorted(
        ({str(key): value for key, value in row.items()} for row in as_records(rows)),
        key=lambda row: (one_line(row["publisher"]).casefold(), _date(row), str(row["source"])),
    )


def _date(row: Mapping[str, Any]) -> tuple[int, ...]:
    """Year, month and day as far as the source gives them; empty where it gives none."""
    when = row["published"]
    if pd.isna(when):
        return ()
    return (when.year, when.month, when.day)[: _PARTS.get(str(row["published_precision"]), 3)]


def _closed(text: object) -> str:
    """The text in one line with a full stop, unless it ends with a mark of its own."""
    line = one_line(text)
    bare = line.rstrip("”’\"')")
    return line if not line or bare.endswith(_CLOSED) else f"{line}."


def _letter(number: int) -> str:
    """a, b, ... z, aa, ab, ..."""
    letter = chr(ord("a") + number % 26)
    return _letter(number // 26 - 1) + letter if number >= 26 else letter


def _remark(row: Mapping[str, Any]) -> str:
    relayed = one_line(row.get("quotes") or "")
    return "; ".join(text for text in (relayed and f"Relays {relayed}", one_line(row.get("note") or "")) if text)


def _latex(text: object) -> str:
    return one_line(text).translate(_LATEX)


def _bare(url: str) -> str:
    """An address that cannot close its field: braces, backslashes and per cent signs outside escapes are encoded."""
    return url.translate({ord(sign): f"%{ord(sign):02X}" for sign in '{}\\^`|<>"'})
