"""Returns from the camps: `observations/camp_returns.csv`, Iraqis and Syrians going home from al-Hol and others.

What a row is:
    One convoy or group (`iraqi_returns`, `syrian_returns`, scope event), a month or year of them (part_period,
    year_total), a running total (`*_cumulative`, kind cumulative), or a plan (`return_target`, `return_pace_*`, a
    stock on the day of the announcement).

Traps:
    - Iraqi convoys are numbered: the event is `iraqi-batch-NN`, two digits, with a letter where one number names
      two movements. Batches 9 and 18 were not found. Several sources count one convoy: one is preferred, the others
      have the scope alternative_count and preferred no.
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

import re
from collections.abc import Iterator

import pandas as pd

from loaders.rules.checks import Check, Finding, Tables, chosen, day
from loaders.schema import Rule


def batch_order(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """Numbered convoys leave in the order of their numbers, as far as the precision of their dates tells.

    Only preferred rows known to the day are compared, each with the convoy of the highest number before it.
    """
    form = re.compile(re.escape(str(rule.options["prefix"])) + r"(\d+)")
    known = (frame["preferred"] == "yes") & (frame["date_precision"] == "day") & (frame["event"] != "")
    days = chosen(frame, known, ("event", "period_end"))
    convoys = [
        (int(found[1]), end, event, label)
        for event, end, label in zip(days["event"], days["period_end"], days.index, strict=True)
        if (found := form.match(event))
    ]
    latest = (0, pd.Timestamp.min, "")
    for place, end, event, label in sorted(convoys):
        if place > latest[0] and end < latest[1]:
            yield Finding(label, "period_end", day(end), {"event": event, "other": latest[2], "when": day(latest[1])})
        else:
            latest = (place, end, event)


CHECKS: dict[str, Check] = {"batch_order": batch_order}
