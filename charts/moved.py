"""Which charts other data would draw otherwise: by name, with what each says before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields

import pandas as pd

from charts import catalog, takeaway
from charts.spec import ChartSpec
from loaders import Ledger
from loaders.frames import texts

# How a chart is built, for who keeps those that were built before.
Build = Callable[[str, Ledger], ChartSpec]
# Where a row stands in its file says nothing to a chart.
_PLACED = ("file", "line")
_DRAWN = ["series", "x", "value", "low", "high", "qualifier", "role", "basis", "text", "attribution"]


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """A chart in its default state before and after; `headline` says whether its title is another one."""

    name: str
    before: ChartSpec
    after: ChartSpec

    @property
    def headline(self) -> bool:
        """Whether it would say something else, not only draw it."""
        return self.before.title != self.after.title


def moved(before: Ledger, after: Ledger, build: Build = catalog.build) -> list[Moved]:
    """Return the charts of the catalogue that differ, those whose headline does first.

    Where figures alone have changed, a chart that draws figures of other themes only is not built anew.
    """
    themes = _themes(before, after)
    found = []
    for name in catalog.names():
        was = build(name, before)
        if themes is None or _holds(was, themes, before):
            found.append(Moved(name, was, build(name, after)))
    differ = [one for one in found if one.headline or _differs(one)]
    return sorted(differ, key=lambda one: not one.headline)


def _themes(before: Ledger, after: Ledger) -> frozenset[str] | None:
    """The themes of the figures that differ; None where more than figures and their sources does."""
    tables = [each.name for each in fields(Ledger) if each.type == "pd.DataFrame" and each.default is MISSING]
    for name in tables:
        if name not in ("observations", "sources") and not _rows(before, name).equals(_rows(after, name)):
            return None
    sources = _changed(_rows(before, "sources"), _rows(after, "sources"), "source")
    found = _changed(_rows(before, "observations"), _rows(after, "observations"), "theme")
    for each in (before, after):
        rows = each.observations
        found |= set(texts(rows.loc[rows["source"].isin(sources).to_numpy(), "theme"]))
    return frozenset(found)


def _rows(ledger: Ledger, name: str) -> pd.DataFrame:
    frame: pd.DataFrame = getattr(ledger, name)
    return frame.drop(columns=[each for each in _PLACED if each in frame]).reset_index(drop=True)


def _changed(before: pd.DataFrame, after: pd.DataFrame, column: str) -> set[str]:
    """What stands in a column of the rows that only one of two frames holds."""
    old, new = (pd.util.hash_pandas_object(frame, index=False) for frame in (before, after))
    only = (before.loc[~old.isin(new).to_numpy(), column], after.loc[~new.isin(old).to_numpy(), column])
    return {str(each) for rows in only for each in rows.unique()}


def _holds(spec: ChartSpec, themes: frozenset[str], ledger: Ledger) -> bool:
    """Whether a chart may hold figures of these themes: it draws some, or says of none what it draws."""
    drawn = spec.data["indicator"].astype(str).unique()
    own = ledger.indicators.loc[ledger.indicators["indicator"].isin(drawn), "theme"].astype(str)
    return spec.is_empty or "" in drawn or own.empty or not themes.isdisjoint(own)


def tiles_moved(before: Ledger, after: Ledger) -> list[tuple[str, str, str]]:
    """Return label, value before and value after of each tile that would say something else."""
    found = []
    for view in takeaway.views():
        old = {one.label: one.text for one in takeaway.tiles_of(view, before)}
        new = {one.label: one.text for one in takeaway.tiles_of(view, after)}
        found += [
            (label, old.get(label, ""), new.get(label, ""))
            for label in dict.fromkeys([*old, *new])
            if old.get(label) != new.get(label)
        ]
    return list(dict.fromkeys(found))


def _differs(one: Moved) -> bool:
    old, new = (spec.data[_DRAWN].astype(str).reset_index(drop=True) for spec in (one.before, one.after))
    return not old.equals(new)
