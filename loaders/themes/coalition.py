"""Coalition: `observations/coalition.csv`, how many members the Global Coalition counts, and its Small Group.

What a row is:
    A count stated on a day: `coalition_members` (states and organisations together), `coalition_member_states`
    (states alone), `small_group_delegations` (at one meeting). Who the members are stands in members.csv.

Traps:
    - Members include organisations: four in 2017, five from 2019. A count of states is another indicator.
    - A statement repeats the number of the last accession for years; the date is that of the statement.
    - members.csv lists the members that a source names, with the date of joining where it is known; it has fewer
      rows than the latest count, because not every accession was found.

Example:
    coalition_member_states,world,all,total,,2020-01-31,month,76,,,exact,,,,shareamerica-2020-iraq,
    4th paragraph,Nations only
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from loaders.rules.checks import Check, Finding, Tables, number
from loaders.schema import Rule


def members_listed(frame: pd.DataFrame, rule: Rule, tables: Tables) -> Iterator[Finding]:
    """No count of members is lower than the number of those that members.csv dates to before it.

    Members without a date of joining are left out, so the list bounds the count from below.
    """
    joined = np.sort(tables[str(rule.options["table"])]["joined"].dropna().to_numpy())
    counts = frame[(frame["indicator"] == rule.options["indicator"]) & (frame["qualifier"] != "at_least")]
    listed = np.searchsorted(joined, counts["period_end"].to_numpy(), side="right")
    for label, value, least in zip(counts.index, counts["value"], listed, strict=True):
        if value < least:
            yield Finding(label, "value", number(value), {"listed": least})


CHECKS: dict[str, Check] = {"members_listed": members_listed}
