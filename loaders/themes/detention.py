"""Detention: `observations/detention.csv`, people held as suspected or convicted members of ISIS.

What a row is:
    People held on a day (`detainees_held`, a stock; camps are not counted), transfers to Iraq in batches
    (`detainees_transferred`) and as a running total (`detainees_transferred_total`, from period_start), escapes,
    attacks on prisons and their dead, trials, sentences and executions in Iraq.

Traps:
    - Prisons are parts of ne-syria; men and boys are parts of total.
    - The running totals of 2019, of earlier years and of January and February 2026 are separate counts, told apart
      by period_start. The last ran day by day from 2026-01-21; later statements of different bodies end at 5,703 or
      5,704.
    - Two rows write the group all, which is read as total.
    - A leaked list of nationalities was disowned by the ministry concerned: its rows are estimates and never lead.
    - Statements about 2019 and 2020 give about 10,000 (US) or 12,000 (Kurdish authorities); both are kept.

Example:
    detainees_transferred_total,ne-syria,all,total,2026-01-21,2026-02-09,day,4583,,,exact,,,,
    shafaq-2026-4583,first paragraph,Iraqi Security Media Cell head Maan
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from loaders.rules.checks import Check, Finding, Tables, chosen, codes, day, number
from loaders.schema import Rule

_SERIES = ("indicator", "place", "origin", "group", "period_start")


def total_falls(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """An exact running total is not less than an exact one of the same series on an earlier day.

    A series is one indicator, place, origin, group and start. A difference within the share `tolerance` is left alone:
    bodies that count the same thing end a few apart.
    """
    exact = (frame["qualifier"] == "exact") & frame["period_start"].notna()
    told = chosen(frame, exact & frame["indicator"].isin(rule.options["indicators"]), (*_SERIES, "period_end", "value"))
    told = told.sort_values(["period_end", "value"])
    tolerance = float(rule.options["tolerance"])
    highest: dict[int, tuple[float, pd.Timestamp]] = {}
    for key, label, value, end in zip(codes(told, _SERIES), told.index, told["value"], told["period_end"], strict=True):
        before, when = highest.get(int(key), (-np.inf, end))
        if end > when and value < before * (1 - tolerance):
            yield Finding(label, "value", number(value), {"before": number(before), "when": day(when)})
        if value >= before:
            highest[int(key)] = (value, end)


CHECKS: dict[str, Check] = {"total_falls": total_falls}
