"""Which charts other data would draw otherwise: by name, with what each says before and after."""

from __future__ import annotations

from dataclasses import dataclass

from charts import catalog, takeaway
from charts.spec import ChartSpec
from loaders import Ledger

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


def moved(before: Ledger, after: Ledger) -> list[Moved]:
    """Return the charts of the catalogue that differ, those whose headline does first."""
    found = [Moved(name, catalog.build(name, before), catalog.build(name, after)) for name in catalog.names()]
    differ = [one for one in found if one.headline or _differs(one)]
    return sorted(differ, key=lambda one: not one.headline)


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
