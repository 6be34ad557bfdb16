"""What the API answers from: the data version on the pages, and the results that these keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from loaders import Ledger
from loaders.geo import Geo

Once = Callable[..., Any]


def _made(make: Callable[..., Any], ledger: Ledger, /, *first: Any, **choices: Any) -> Any:
    """`make(*first, ledger, **choices)`, reckoned anew each time."""
    return make(*first, ledger, **choices)


@dataclass(frozen=True, slots=True)
class Served:
    """The newest data that may be shown, as functions: each answer asks for them anew.

    `ledger` is the newest version, and raises NotReadyError while there is none; `geo` are its boundaries, `files` the
    bytes that it was read from by relative path. `once(make, ledger, *first, **choices)` keeps
    `make(*first, ledger, **choices)`, as the pages do.
    """

    ledger: Callable[[], Ledger]
    geo: Callable[[], Geo]
    files: Callable[[], Mapping[str, bytes]]
    once: Once = _made
