"""Camps: `observations/camps.csv`, people in the camps of northeast Syria and what happens to them there.

What a row is:
    People in a camp on a day (`camp_population`, a stock), arrivals, departures, escapes, killings and deaths in a
    period (flows), running totals since a start (`*_cumulative`), shares by nationality or age (percent, stocks).

Traps:
    - Syrians, Iraqis and third-country nationals make up all; a section such as al-hol-annex is part of its camp,
      and al-hol-and-roj is a sum of two camps: parts.csv says so.
    - Official counts end in odd digits; media round figures of the same month run above them, and the highest are
      in not_headline.csv.
    - `camp_killings` counts incidents and `camp_killed_persons` people; both are running year totals in many
      reports, so their months overlap: use scope.
    - Departures of Iraqis and Syrians alone belong to the theme camp_returns.

Example:
    camp_population,al-hol,tcn,total,,2020-10-04,day,9462,,,exact,,,,ocha-2020-october,Highlights,
    Parts add up to eight less than the total given
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from loaders.rules.checks import Check, Finding, Tables, chosen, number, split_totals
from loaders.schema import Rule

_SAME = ("indicator", "place", "group", "period_start", "period_end", "source", "scope", "event")


def origins_sum(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """Where one source gives Syrians, Iraqis, others and all for a day, the three add up to all.

    Figures with a hedge are left out, and so are differences within the share `tolerance` of the total.
    """
    tolerance = float(rule.options["tolerance"])
    exact = chosen(frame, (frame["qualifier"] == "exact") & (frame["unit"] != "percent"), (*_SAME, "origin", "value"))
    for label, told, total in split_totals(exact, _SAME, "origin", ("syr", "irq", "tcn"), "all"):
        if abs(sum(told) - total) > tolerance * total:
            facts = {"parts": "syr, irq and tcn", "sum": number(sum(told)), "total": number(total)}
            yield Finding(label, "value", number(total), facts)


CHECKS: dict[str, Check] = {"origins_sum": origins_sum}
