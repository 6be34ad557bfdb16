"""The full-text index of one version of the data: measures, events, sources and what else readers look for.

SQLite's FTS5 holds it in memory; words are stored as stems, so that both sides of a search are cut alike.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache
from threading import Lock

from analysis.coverage import themes
from analysis.find.text import stems
from loaders import Ledger
from loaders.frames import as_records

_TITLE, _BODY = 8.0, 1.0  # a word in a title counts as many times as one in the text below it


class NoFullTextError(RuntimeError):
    """This Python's SQLite was built without FTS5, so that nothing can be searched."""


class Index:
    """Documents by kind and key, found by the stems of their words. It may be asked by several threads."""

    def __init__(self) -> None:
        """An empty index. Raises NoFullTextError where SQLite has no FTS5."""
        self._lock = Lock()
        self._kinds: set[str] = set()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        try:
            self._base.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
        except sqlite3.OperationalError as error:
            raise NoFullTextError(
                f"SQLite {sqlite3.sqlite_version} of this Python has no FTS5 ({error}), which the search needs"
            ) from error

    def add(self, kind: str, docs: Iterable[tuple[str, str, str]]) -> None:
        """Add documents of a kind (a plain word): key, title, text."""
        rows = [(key, " ".join(stems(title)), " ".join(stems(body))) for key, title, body in docs]
        with self._lock:
            if kind not in self._kinds:
                # A table a kind: a search costs by what it holds of its kind.
                self._base.execute(f"CREATE VIRTUAL TABLE of_{kind} USING fts5(key UNINDEXED, title, body)")
                self._kinds.add(kind)
            self._base.executemany(f"INSERT INTO of_{kind} VALUES (?, ?, ?)", rows)  # noqa: S608 - our own word
            self._base.commit()

    def search(self, kind: str, words: Sequence[str], most: int) -> list[str]:
        """Keys of the documents of a kind that hold any of these stems, the best first."""
        return self._found(kind, " OR ".join(_quoted(word) for word in dict.fromkeys(words) if word), most)

    def search_all(
        self, kind: str, mentions: Sequence[Sequence[Sequence[str]]], most: int, *, titles: bool = False
    ) -> list[str]:
        """Keys of the documents that hold every mention in one of its ways (each all of its stems), the best first.

        With `titles` all of it must stand in the title.
        """
        ways = [[" AND ".join(_quoted(word) for word in way) for way in ways if way] for ways in mentions]
        asked = " AND ".join(f"({' OR '.join(f'({one})' for one in some)})" for some in ways if some)
        return self._found(kind, f"title : ({asked})" if titles and asked else asked, most)

    def _found(self, kind: str, asked: str, most: int) -> list[str]:
        if not asked or kind not in self._kinds:
            return []
        rank = f"bm25(of_{kind}, 0, {_TITLE}, {_BODY})"
        with self._lock:
            sql = f"SELECT key FROM of_{kind} WHERE of_{kind} MATCH ? ORDER BY {rank} LIMIT ?"  # noqa: S608 - our own word
            found = self._base.execute(sql, (asked, most)).fetchall()
        return [str(key) for (key,) in found]


def _quoted(word: str) -> str:
    """A word as FTS5 takes it, whatever signs are in it."""
    return f'"{word.replace(chr(34), chr(34) * 2)}"'


@lru_cache(maxsize=6)
def index(ledger: Ledger) -> Index:
    """The index of a ledger's measures, events and sources, by id, row number and id.

    Raises NoFullTextError where SQLite has no FTS5.
    """
    made = Index()
    titles = themes(ledger)
    made.add(
        "indicator",
        (
            (
                str(row["indicator"]),
                f"{row['title']} {row['short_title']}",
                f"{row['definition']} {titles.get(str(row['theme']), '')}",
            )
            for row in as_records(ledger.indicators)
        ),
    )
    events = ledger.events[["title", "place_name", "note"]]
    made.add(
        "event",
        (
            (str(label), f"{row['title']} {row['place_name']}", str(row["note"]))
            for label, row in zip(events.index, as_records(events), strict=True)
        ),
    )
    sources = ledger.sources[["source", "title", "publisher", "quotes", "note", "carried_by"]]
    made.add(
        "source",
        (
            (
                str(row["source"]),
                f"{row['title']} {row['publisher']} {row['quotes']}",
                f"{row['note']} {row['carried_by']}",
            )
            for row in as_records(sources)
        ),
    )
    return made
