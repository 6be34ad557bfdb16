"""Of whom a figure is: the nationalities, groups of nationalities and donors of the ledger, by kind."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from loaders import Ledger
from loaders.frames import texts

# States whose own people the camps and prisons hold, and the origin under which these are counted; everybody else held
# there is a third-country national.
OWN = {"SYR": "syr", "IRQ": "irq"}
THIRD = "tcn"


def counted_as(nationality: str) -> str:
    """The origin under which a nationality is counted where nationalities are not told apart: `syr`, `irq` or `tcn`."""
    return OWN.get(nationality, THIRD)


def is_state(origin: str) -> bool:
    """Whether an origin is one state: those have their ISO codes in capitals, groups, regions and donors have none."""
    return origin.isupper()


@lru_cache(maxsize=16)
def origin_kinds(ledger: Ledger) -> Mapping[str, str]:
    """Origin id to kind, as in the codebook: nationality, region, donor or aggregate."""
    return dict(zip(texts(ledger.origins["origin"]), ledger.origins["kind"].astype(str), strict=True))


@lru_cache(maxsize=16)
def nationalities(ledger: Ledger) -> tuple[str, ...]:
    """Ids of origins that are single nationalities."""
    return tuple(origin for origin, kind in origin_kinds(ledger).items() if kind == "nationality")


def third_countries(ledger: Ledger) -> tuple[str, ...]:
    """Ids of the nationalities other than Iraqi and Syrian."""
    return tuple(origin for origin in nationalities(ledger) if origin not in OWN)
