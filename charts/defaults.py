"""Defaults of filters that the data decide, such as the camp that a reader asks after first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import Parameter, signature
from typing import Any, TypeVar, cast

from analysis.listed import camps
from analysis.sites import first_camp
from loaders import Ledger

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OfLedger:
    """A default that is found in a ledger."""

    find: Callable[[Ledger], Any]


def of_ledger(find: Callable[[Ledger], T]) -> T:
    """A default that `find(ledger)` gives, to stand in the signature of a function that is `filled`."""
    return cast("T", OfLedger(find))


FIRST_CAMP = of_ledger(first_camp)
CAMPS = of_ledger(camps)


def defaults(make: Callable[..., Any] | None, ledger: Ledger) -> dict[str, Any]:
    """The choices of a function of a ledger that have a default, each with its value for this ledger."""
    known = list(signature(make).parameters.values())[1:] if make is not None else []
    given = {one.name: one.default for one in known if one.default is not Parameter.empty}
    return {name: value.find(ledger) if isinstance(value, OfLedger) else value for name, value in given.items()}


def filled(make: Callable[..., T]) -> Callable[..., T]:
    """A function of a ledger such that choices not given take the defaults that the ledger decides."""
    if not any(isinstance(one.default, OfLedger) for one in signature(make).parameters.values()):
        return make

    @wraps(make)
    def made(ledger: Ledger, *given: Any, **chosen: Any) -> T:
        bound = signature(make).bind_partial(ledger, *given, **chosen).arguments
        return make(ledger, **(defaults(make, ledger) | dict(list(bound.items())[1:])))

    return made
