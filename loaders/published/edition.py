"""An edition of a published file against what the ledger holds: what is there already, added, revised or gone.

A figure is there already when the newest statement of the same thing by the same publisher, published up to the day of
this edition, gives the same count; so a file that is imported twice adds nothing, and one that goes back to an older
figure adds it. The last edition of an indicator is that source of the publisher which shares most figures with the
file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from loaders.changes.known import Known, by_key, key_of
from loaders.published.report import Statement


@dataclass(frozen=True, slots=True)
class Difference:
    """What an edition does to the ledger.

    `revised` pairs a statement with the row of the ledger that it revises, `refused` one with the row of the same
    source that says something else. `removed` are rows of the last edition, within the dates of this one, that it does
    not hold (of its own places, where it holds less than half of that edition); nothing is done to them.
    """

    source: str
    new_source: bool
    there: tuple[Statement, ...]
    added: tuple[Statement, ...]
    revised: tuple[tuple[Statement, Mapping[str, str]], ...]
    refused: tuple[tuple[Statement, Mapping[str, str]], ...]
    removed: tuple[Mapping[str, str], ...]
    breaks: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[Statement, ...]:
        """The statements that become rows."""
        return (*self.added, *(statement for statement, _ in self.revised))


def compare(statements: Sequence[Statement], known: Known, source: Mapping[str, str]) -> Difference:
    """Compare the statements of an edition, whose row of `sources.csv` is `source`, with the ledger."""
    publisher, published = source["publisher"], source["published"]
    own = [row for row in known.observations if known.sources.get(row["source"], {}).get("publisher", "") == publisher]
    ledger = by_key(own)
    breaks = {(indicator, place, day): text for indicator, place, day, text in _breaks(statements, own, known)}
    there, added, revised, refused = [], [], [], []
    for each in (_marked(statement, breaks) for statement in statements):
        rivals = ledger.get(each.key, [])
        stated = [row for row in rivals if row["source"] == source["source"]]
        earlier = [row for row in rivals if _published(known, row) <= _day(published)]
        if any(_figure(row) == _numbers(each.figure) for row in stated):
            there.append(each)
        elif stated:
            refused.append((each, stated[-1]))
        elif not earlier:
            added.append(each)
        elif _figure(newest := max(earlier, key=lambda row: _published(known, row))) == _numbers(each.figure):
            there.append(each)
        else:
            revised.append((each, newest))
    return Difference(
        source["source"],
        source["source"] not in known.sources,
        tuple(there),
        tuple(added),
        tuple(revised),
        tuple(refused),
        tuple(_removed(statements, own, known, source["source"])),
        tuple(f"{indicator} of {place} on {day}: {text}" for (indicator, place, day), text in breaks.items()),
    )


def _breaks(
    statements: Sequence[Statement], own: Sequence[dict[str, str]], known: Known
) -> Iterator[tuple[str, str, str, str]]:
    """Yield indicator, country, day and words where a stock of governorates covers others than the round before."""
    places = {row["place"]: row for row in known.places}
    countries = {row["country"]: key for key, row in places.items() if row["kind"] == "country" and row["country"]}
    rounds: dict[tuple[str, str], dict[str, set[str]]] = {}
    new = [each.cells("") for each in statements]
    stated = {(row["indicator"], row["period_end"]) for row in new}
    indicators = {row["indicator"] for row in new if known.indicators[row["indicator"]]["kind"] == "stock"}
    for row in (*own, *new):
        where = places.get(row["place"], {})
        if row["indicator"] in indicators and row["group"] == "total" and where.get("kind") == "admin1":
            series = rounds.setdefault((row["indicator"], where["country"]), {})
            series.setdefault(row["period_end"], set()).add(row["place"])
    for (indicator, iso), by_day in rounds.items():
        widest = max(map(len, by_day.values()))
        # A report that names a few governorates is no round.
        days = sorted(day for day in by_day if (indicator, day) in stated or len(by_day[day]) * 2 >= widest)
        for before, after in pairwise(days):
            gone, come = sorted(by_day[before] - by_day[after]), sorted(by_day[after] - by_day[before])
            if (indicator, after) in stated and (gone or come):
                words = [f"without {', '.join(gone)}"] * bool(gone) + [f"with {', '.join(come)}"] * bool(come)
                yield indicator, countries[iso], after, f"{' and '.join(words)}, otherwise than on {before}"


def _marked(statement: Statement, breaks: Mapping[tuple[str, str, str], str]) -> Statement:
    """Return the total of a country with a note where its round covers other governorates than the one before."""
    text = breaks.get((statement.indicator, statement.place, statement.period_end))
    if text is None:
        return statement
    return replace(statement, note="; ".join(filter(None, (statement.note, f"Coverage break: {text}"))))


def _removed(
    statements: Sequence[Statement], own: Sequence[dict[str, str]], known: Known, source: str
) -> list[dict[str, str]]:
    keys = {each.key for each in statements}
    shared = Counter((row["indicator"], row["source"]) for row in own if key_of(row) in keys)
    last: dict[str, str] = {}
    for (indicator, key), _ in sorted(
        shared.items(), key=lambda item: (item[1], _day(known.sources[item[0][1]]["published"]))
    ):
        last[indicator] = key
    gone: list[dict[str, str]] = []
    for indicator, key in last.items():
        stated = [each for each in statements if each.indicator == indicator]
        days = [each.period_end for each in stated]
        within = [
            row
            for row in own
            if (row["indicator"], row["source"]) == (indicator, key)
            and key != source
            and min(days) <= row["period_end"] <= max(days)
        ]
        # A file of some places is silent on the others.
        whole = shared[indicator, key] * 2 >= len(within)
        places = {each.place for each in stated}
        gone += [row for row in within if key_of(row) not in keys and (whole or row["place"] in places)]
    return gone


def _published(known: Known, row: Mapping[str, str]) -> str:
    return _day(known.sources[row["source"]]["published"])


def _day(published: str) -> str:
    """Return a date of publication as a day that sorts: a month or year that is all that is known, as its first."""
    return published + "-01-01"[len(published) - 4 :] if 4 <= len(published) < 10 else published


def _figure(row: Mapping[str, str]) -> tuple[float | str, ...]:
    return _numbers((row["value"], row.get("low", ""), row.get("high", "")))


def _numbers(figure: Sequence[str]) -> tuple[float | str, ...]:
    """Return a figure for comparison: 42500 and 42500.0 are one."""
    return tuple(_number(each) for each in figure)


def _number(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell
