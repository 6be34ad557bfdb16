"""Returns from the camps: `observations/camp_returns.csv`, Iraqis and Syrians going home from al-Hol and others.

What a row is:
    One convoy or group (`iraqi_returns`, `syrian_returns`, scope event), a month or year of them (part_period,
    year_total), a running total (`*_cumulative`, kind cumulative), or a plan (`return_target`, `return_pace_*`, a
    stock on the day of the announcement).

Traps:
    - Iraqi convoys are numbered: the event is `iraqi-batch-NN`, two digits, or begins as the codebook says beside the
      indicator, with a letter where one number names two movements. Batches 9 and 18 were not found. Several sources
      count one convoy: one is preferred, the others have the scope alternative_count and preferred no.
    - Persons and households of one convoy are two rows; households never add to persons.
    - `syrian_returns_to` is the same movement as `syrian_returns`, counted at the destination.
    - Running totals of ministries and security bodies contradict each other and are often recycled months later;
      those known to be stale are in not_headline.csv. Compare only rows with the same period_start.
    - Jeddah-1 is where Iraqis arrive; `iraqi_returns_onward` counts those who left it for home.

Example:
    iraqi_returns,al-hol,irq,total,2025-04-15,2025-04-15,day,860,,,at_least,alternative_count,
    iraqi-batch-25,no,shafaq-2025-241fam,camp departure office,
    Batch 25; Tuesday in mid-April 2025; over 860 individuals.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from loaders.frames import among, codes_and_texts
from loaders.numbered import Number, beginning_of, beginnings, reader
from loaders.rules.checks import Check, Finding, Tables, chosen, day
from loaders.schema import Rule


def batch_order(frame: pd.DataFrame, rule: Rule, tables: Tables) -> Iterator[Finding]:
    """Numbered events happen in the order of their numbers, as far as the precision of their dates tells.

    Only preferred rows known to the day are compared, each with the event of the highest number before it.
    """
    number_of = reader(_beginnings(rule, tables))
    known = _of(frame, rule) & (frame["preferred"] == "yes") & (frame["date_precision"] == "day")
    days = chosen(frame, known, ("event", "period_end"))
    events = [
        (found.number, end, event, label)
        for event, end, label in zip(days["event"], days["period_end"], days.index, strict=True)
        if (found := number_of(str(event)))
    ]
    latest = (0, pd.Timestamp.min, "")
    for place, end, event, label in sorted(events):
        if place > latest[0] and end < latest[1]:
            yield Finding(label, "period_end", day(end), {"event": event, "other": latest[2], "when": day(latest[1])})
        else:
            latest = (place, end, event)


def batch_number(frame: pd.DataFrame, rule: Rule, tables: Tables) -> Iterator[Finding]:
    """A key that begins as those of numbered events has a number behind."""
    starts = _beginnings(rule, tables)
    number_of = reader(starts)
    unnumbered = {
        event: start
        for _, event in _events(frame, rule)
        for start in starts
        if _begins(event, start) and number_of(event) is None
    }
    if not unnumbered:
        return
    rows = chosen(frame, _of(frame, rule) & among(frame["event"], unnumbered), ("event",))
    for label, event in zip(rows.index, rows["event"], strict=True):
        yield Finding(label, "event", event, {"indicator": rule.options["indicator"], "start": unnumbered[event]})


def batch_series(frame: pd.DataFrame, rule: Rule, tables: Tables) -> Iterator[Finding]:
    """A key that ends in a number is of the numbered events, and the only one that has this number."""
    starts, indicator = _beginnings(rule, tables), str(rule.options["indicator"])
    number_of = reader(starts)
    first: dict[Number, str] = {}
    for label, event in _events(frame, rule):
        number, start = number_of(event), beginning_of(event)
        if number is not None and (other := first.setdefault(number, event)) != event:
            facts = {"what": f"and {other!r} are both number {number.label}", "suggestion": "Give both the same key."}
            yield Finding(label, "event", event, facts)
        elif number is None and start and not any(_begins(start, each) for each in starts):
            what = f"ends in a number, and no numbered event of {indicator} begins with {start!r}"
            mend = f"If it is, add {start} to numbered_by of {indicator} in indicators.csv; else end the key in a date."
            yield Finding(label, "event", event, {"what": what, "suggestion": mend})


def _beginnings(rule: Rule, tables: Tables) -> tuple[str, ...]:
    return beginnings(tables["indicators"], str(rule.options["indicator"]))


def _begins(event: str, start: str) -> bool:
    return event == start or event.startswith(f"{start}-")


def _of(frame: pd.DataFrame, rule: Rule) -> npt.NDArray[np.bool_]:
    return among(frame["indicator"], (rule.options["indicator"],))


def _events(frame: pd.DataFrame, rule: Rule) -> Iterator[tuple[int, str]]:
    """The first row of each event that the indicator of the rule counts, with its key."""
    at = np.flatnonzero(_of(frame, rule))
    codes, events = codes_and_texts(frame["event"].iloc[at])
    for code, place in zip(*np.unique(codes, return_index=True), strict=True):
        if code >= 0 and events[code]:
            yield int(frame.index[at[place]]), str(events[code])


CHECKS: dict[str, Check] = {"batch_order": batch_order, "batch_number": batch_number, "batch_series": batch_series}
