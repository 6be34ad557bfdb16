"""Liberation: `observations/liberation.csv`, territory and people freed, forces trained, attacks and losses.

What a row is:
    A running total since the start of the campaign (`coalition_strikes`, `territory_liberated`,
    `population_liberated`, `forces_trained`, `civilians_killed_*`), a count of a period (`*_period`,
    `isis_attacks_*`, `isis_operations_*`), or an estimate on a day (`territory_controlled`,
    `isis_fighters_estimate`, `us_troops`).

Traps:
    - Counters of attacks differ in method: one source to a line. Months, part years and years stand side by side.
    - Civilians killed as admitted by the Coalition and as estimated by Airwars are two indicators, shown together
      and never mixed.
    - Territory at the peak is 88,000, 90,800 or 110,000 square kilometres by different methods.
    - 7.7 million and nearly 8 million people freed are one count; round political figures are no series.
    - For foreigners who travelled, origin all means all foreign nationalities, and regions overlap.

Example:
    isis_attacks_claimed,iraq,all,total,2023-01-01,2023-12-31,year,141,,,exact,year_total,,yes,
    atlas-2023-bbcm,Country list,BBC Monitoring count of claims; 2023 to late December
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from loaders.rules.checks import Check, Finding, Tables, chosen, codes, number
from loaders.schema import Rule

_SAME = ("place", "origin", "group", "period_start", "period_end", "source")


def parts_of_count(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """What one source counts under one name in a period is not more than what it counts under a wider one.

    The rule lists pairs such as US-only operations and all operations.
    """
    pairs = [(str(part), str(whole)) for part, whole in rule.options["pairs"]]
    both = chosen(
        frame, frame["indicator"].isin([name for pair in pairs for name in pair]), (*_SAME, "indicator", "value")
    )
    told = list(zip(codes(both, _SAME), both["indicator"], both.index, both["value"], strict=True))
    known = {(key, indicator): value for key, indicator, _, value in told}
    for key, indicator, label, value in told:
        for part, whole in pairs:
            total = known.get((key, whole), value)
            if indicator == part and value > total:
                yield Finding(label, "value", number(value), {"whole": whole, "total": number(total)})


CHECKS: dict[str, Check] = {"parts_of_count": parts_of_count}
