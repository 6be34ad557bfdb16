"""The rows of a chart whose figures its headline states, so that what quotes the headline can name their sources.

A headline knows what it tells (see `analysis.words.grammar.Telling`); nothing is looked for in its words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.vocabulary import Role
from analysis.words.grammar import told_in
from analysis.words.sentences import KEYS, Fact, Span, Told, Total, identity
from charts.spec import ChartSpec
from loaders.frames import as_records

Row = Mapping[str, Any]


def stated(spec: ChartSpec) -> list[Row]:
    """The leading rows whose figures the headline states as they are, in the order of the headline.

    Not those of which it gives a bound alone, `each had at least 231,000`, nor those of facts.
    """
    rows = _drawn(spec)
    figures = (one for one in _told(spec) if isinstance(one, Told) and one.of in rows)
    said = {rows[one.of]: (one.figure.value, one.figure.qualifier) for one in figures}
    drawn = zip(as_records(spec.data.iloc[list(said)]), said.values(), strict=True)
    return [row for row, one in drawn if row["role"] == Role.HEADLINE and (row["value"], row["qualifier"]) == one]


def quoted(spec: ChartSpec) -> list[Row]:
    """The rows of all that the headline states, figures and facts, by any mark of the chart; each once."""
    return list(as_records(spec.data.iloc[_positions(spec, (Told, Fact))]))


def figures_at(spec: ChartSpec) -> list[int]:
    """The positions of the rows whose figures the headline gives in numbers: those of `quoted` but for facts."""
    return _positions(spec, Told)


def opening(spec: ChartSpec) -> Row | None:
    """The row of what the headline says first: a figure, that a place is closed, an event.

    None where it begins with a number that is worked out, or with none: `35 states had taken people home, Kazakhstan
    the most (626)` begins with a count of rows.
    """
    first = next(iter(told_in(spec.title)), None)
    found = [at for one in _parts(first)[:1] if (at := _drawn(spec).get(one.of)) is not None]
    return next(iter(as_records(spec.data.iloc[found])), None)


def spans(spec: ChartSpec) -> list[tuple[Row, Row]]:
    """The rows of both ends of each range that the headline tells of two figures."""
    rows = _drawn(spec)
    keys = [(one.low.of, one.high.of) for one in told_in(spec.title) if isinstance(one, Span)]
    ends = [as_records(spec.data.iloc[[rows[low], rows[high]]]) for low, high in keys if low in rows and high in rows]
    return [(low, high) for low, high in ends]


def totals(spec: ChartSpec) -> tuple[str, ...]:
    """The categories of which the headline tells the sum."""
    return tuple(one.category for one in told_in(spec.title) if isinstance(one, Total))


def _parts(one: object) -> Sequence[Told | Fact]:
    """The single figures or facts that are told; none for a number that is worked out."""
    return (one.low, one.high) if isinstance(one, Span) else (one,) if isinstance(one, (Told, Fact)) else ()


def _told(spec: ChartSpec) -> list[Told | Fact]:
    """The single figures and facts that the headline tells, in its order."""
    return [part for one in told_in(spec.title) for part in _parts(one)]


def _positions(spec: ChartSpec, kinds: type | tuple[type, ...]) -> list[int]:
    rows = _drawn(spec)
    return list(dict.fromkeys(rows[one.of] for one in _told(spec) if isinstance(one, kinds) and one.of in rows))


def _drawn(spec: ChartSpec) -> Mapping[tuple[str, ...], int]:
    """The positions of the drawn rows that the headline states, by what they are; of several the leading one."""
    held = [(one.of, one.row) for one in _told(spec) if one.row is not None]
    if not held:
        return {}
    wanted = {of for of, _ in held}
    # Most rows have another value: only of the rest is it asked what they are.
    values = spec.data["value"].to_numpy(dtype=float)
    said = (row.get("value") for _, row in held)
    near = np.isin(values, [float(one) for one in said if one is not None]) | np.isnan(values)
    leads = spec.data["role"].to_numpy(dtype=object) == Role.HEADLINE
    columns = {name: spec.data[name].array for name in KEYS}
    found: dict[tuple[str, ...], int] = {}
    for at in (*np.flatnonzero(near & leads), *np.flatnonzero(near & ~leads)):
        key = identity({name: column[at] for name, column in columns.items()})
        if key in wanted:
            found.setdefault(key, int(at))
    return found
