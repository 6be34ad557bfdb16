"""Makes ready what readers see first of a data version: the default state of every page, and what they had open."""

from __future__ import annotations

import logging
import os
from time import sleep

from charts.palette import Theme
from loaders import Ledger
from ui import data, find, opening, profiles
from ui.kept import again
from ui.registry import PAGES

_THEMES: tuple[Theme, ...] = ("light", "dark")
_OPEN = 600  # of the questions that readers asked of the version before, the newest so many are asked again
_PAUSE = 0.01  # seconds between two questions, for the readers of the meantime
VARIABLE = "CAMPSTATS_WARM"  # "no" in the environment: nothing is made before a reader asks for it
_LOG = logging.getLogger(__name__)


def wanted() -> bool:
    """Whether anything is to be made before a reader asks for it."""
    return os.environ.get(VARIABLE) != "no"


def begin() -> None:
    """Have every data version made ready from now on; call it before the data are first asked for."""
    if wanted():
        data.prepare_by(prepare)


def prepare(ledger: Ledger, before: Ledger | None) -> None:
    """Make what the pages show of a ledger in their default state, and what readers had open of the one before."""
    if before is not None:
        for _ in again(before, ledger, _OPEN):
            sleep(_PAUSE)
    for kind in _THEMES:
        for page in PAGES:
            try:
                opening.make_ready(page, ledger, kind)
            except Exception:  # noqa: BLE001 - it is drawn, and its fault told, when a reader asks for it
                _LOG.exception("The page %s cannot be made ready", page.title)
    for what, make in (("search", find.prepare), ("profiles", profiles.prepare)):
        try:
            make(ledger)
        except Exception:  # noqa: BLE001 - as above
            _LOG.exception("What the %s need cannot be made ready", what)
