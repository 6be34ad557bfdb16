"""Funding: `observations/funding.csv`, appeals, pledges, contributions, budgets and costs, in nominal money.

What a row is:
    Requirements and receipts of a plan year (`hrp_*`, `rrp_*`, `cccm_*`, scope year_total), a pledge at one
    conference or on one day (scope event), a budget of a US fiscal year (`ctef_*`, `oir_*`), a running total
    (`ffs_contributions`, `us_humanitarian_assistance`, `oir_cost`), or a share in percent. origin is the donor, all
    for all donors.

Traps:
    - Money is in whole units of its currency: 2.5 million is 2500000. Indicators in euro and pounds end in _eur and
      _gbp; no rate is applied, and no two currencies are ever added.
    - The USD and EUR rows of one conference are the same pledges.
    - syria-region is the whole regional plan and countries are its chapters; iraq and syria are parts of iraq-
      syria.
    - A US fiscal year begins on 1 October of the year before. House, Senate and final bills are different rows.
    - One donor is part of all.
    - The camp sector figures of 2020 leave out the COVID line.

Example:
    camp_funding_eur,jadaa-camps,eu,total,2019-06-14,2019-06-14,day,2000000,,,exact,event,,yes,
    urdupoint-2019-iom,second paragraph,Roads and drainage in three Jad'ah camps via IOM
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from loaders.rules.checks import Check, Finding, Tables, broken, chosen, codes, number
from loaders.schema import Rule

_YEAR = ["place", "origin", "group", "period_start", "period_end", "source"]


def currency_suffix(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """The name of an indicator tells euro and pounds apart from dollars."""
    suffixes = {str(unit): str(suffix) for unit, suffix in rule.options["units"].items()}
    names = frame["indicator"].astype(object)
    wrong = np.zeros(len(frame), dtype=np.bool_)
    for unit, suffix in suffixes.items():
        named = frame["indicator"].isin([each for each in names.unique() if each.endswith(suffix)])
        wrong |= (named != (frame["unit"] == unit)).to_numpy()
    for row in broken(frame, wrong):
        yield Finding(
            int(row.name), "indicator", row["indicator"], {"indicator": row["indicator"], "unit": row["unit"]}
        )


def share_agrees(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """A share funded is what the source's own funding is of its own requirements, give or take `tolerance` points."""
    tolerance = float(rule.options["tolerance"])
    shares = [(str(share), str(part), str(whole)) for share, part, whole in rule.options["shares"]]
    wanted = frame["indicator"].isin([name for each in shares for name in each]) & (frame["preferred"] != "no")
    picked = chosen(frame, wanted, (*_YEAR, "indicator", "value"))
    told: dict[int, dict[str, tuple[int, float]]] = {}
    for key, label, indicator, value in zip(
        codes(picked, _YEAR), picked.index, picked["indicator"], picked["value"], strict=True
    ):
        told.setdefault(int(key), {}).setdefault(indicator, (int(label), value))
    for of_year in told.values():
        for share, part, whole in shares:
            if {share, part, whole} <= of_year.keys() and of_year[whole][1]:
                label, stated = of_year[share]
                real = 100 * of_year[part][1] / of_year[whole][1]
                if abs(real - stated) > tolerance:
                    yield Finding(
                        label, "value", number(stated), {"part": part, "whole": whole, "share": f"{real:.1f}"}
                    )


CHECKS: dict[str, Check] = {"currency_suffix": currency_suffix, "share_agrees": share_agrees}
