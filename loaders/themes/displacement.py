"""Displacement: `observations/displacement.csv`, displaced people, refugees and returnees of Iraq and Syria.

What a row is:
    A stock of a round or month by governorate or country (`idps`, `returnees`, `idps_in_camps`, `refugees_*`),
    movements of a month or year (`idp_movements_syria`, `idp_return_movements_syria`, `refugee_returns_*`), and
    running totals of returns since December 2024 (`returnees_syria_from_abroad*`, `idp_returnees_syria`).

Traps:
    - IOM DTM Iraq counts households; its persons are households x 6, x 5 in camps. Both rows are here; never add
      them.
    - place is the governorate where displaced people live, for `returnees` that of return, for
      `idps_by_origin_governorate` their home, for `*_by_host` and `refugees_*` the country of refuge.
    - UNHCR, IDMC and IOM count different things: never mix sources in one line.
    - OCHA counts movements, not people; months and year totals stand side by side, so use scope.
    - `returnees_syria_from_abroad_destination` starts on 1 January 2024 in some rows and 8 December 2024 in others.

Example:
    idps,anbar,irq,total,,2019-12-31,day,35790,,,exact,,,,iom-dtm-iraq-masterlists-2014-2021,
    round 113; file IDP master list Dec 31 2019,Sum of location rows; households x 6
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from loaders.rules.checks import Check, Finding, Tables, chosen, codes, number
from loaders.schema import Rule

_SAME = ("indicator", "place", "origin", "period_end", "source")


def household_size(frame: pd.DataFrame, rule: Rule, _tables: Tables) -> Iterator[Finding]:
    """Persons of an IOM DTM round are its households times one of the sizes of the rule.

    Compared are rows of one source whose key begins with `source`, on the same indicator, place and day. A mean of two
    sizes, where camps and other places are counted together, is in order too.
    """
    sizes = sorted(float(each) for each in rule.options["sizes"])
    named = [each for each in frame["source"].cat.categories if each.startswith(str(rule.options["source"]))]
    exact = (frame["qualifier"] == "exact") & frame["indicator"].isin(rule.options["indicators"])
    told = chosen(frame, exact & frame["source"].isin(named), (*_SAME, "group", "value"))
    same, group, value = codes(told, _SAME), told["group"].to_numpy(), told["value"].to_numpy()
    households = dict(zip(same[group == "households"], value[group == "households"], strict=True))
    for at in np.flatnonzero(group == "total"):
        count = households.get(same[at])
        if count is not None and not sizes[0] * count <= value[at] <= sizes[-1] * count:
            facts = {"households": number(count), "sizes": " or ".join(map(number, sizes))}
            yield Finding(int(told.index[int(at)]), "value", number(value[at]), facts)


CHECKS: dict[str, Check] = {"household_size": household_size}
