"""Repatriation: `observations/repatriation.csv`, people taken home by their states, who remains, and what follows.

What a row is:
    One operation (`repatriated_persons`, scope event, the event named `rep-ISO-date-place`), a part of a year or a
    year of them, a running total by state (`*_cumulative`), nationals still abroad (`nationals_remaining`, a
    stock), and what happened to returnees at home (`returnees_*`, place is the home country).

Traps:
    - To add up operations take scope event and preferred yes; year totals contain the operations of the year.
    - women, men and children are parts of total; an operation is often given in two parts only.
    - Counts of travellers, of returns by any route and of repatriations are three things: the first two include
      people who came home on their own.
    - Regions of origin (european-union, central-asia ...) contain nationalities; never add the two.
    - Kosovo is XKX.

Example:
    repatriated_persons,syria,AZE,total,2024-06-04,2024-06-04,day,6,,,exact,event,
    rep-AZE-2024-06-04-syria,yes,azvision-2024-jun,text,From conflict zones in Syria via Turkiye
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from loaders.rules.checks import Check, Finding, Tables, chosen, number, split_totals
from loaders.schema import Rule

_SAME = ("event", "indicator", "place", "origin", "source", "scope")


def groups_sum(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """Where one source splits an operation into all the groups of the rule, they add up to its total.

    Figures with a hedge are left out: parts that are "about" need not add up.
    """
    groups = tuple(str(each) for each in rule.options["groups"])
    told = (frame["event"] != "") & (frame["qualifier"] == "exact") & (frame["unit"] == "persons")
    for label, parts, total in split_totals(
        chosen(frame, told, (*_SAME, "group", "value")), _SAME, "group", groups, "total"
    ):
        if sum(parts) != total:
            facts = {"parts": ", ".join(groups), "sum": number(sum(parts)), "total": number(total)}
            yield Finding(label, "value", number(total), facts)


CHECKS: dict[str, Check] = {"groups_sum": groups_sum}
