"""Makes ready what readers see first of a data version: the default state of every page, and what they had open."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from time import sleep

from charts import catalog, takeaway
from charts.palette import Theme
from loaders import Ledger
from ui import card, data, frame, tiles
from ui.kept import again
from ui.registry import PAGES

_THEMES: tuple[Theme, ...] = ("light", "dark")
_OPEN = 600  # of the questions that readers asked of the version before, the newest so many are asked again
_PAUSE = 0.01  # seconds between two charts, for the readers of the meantime
VARIABLE = "CAMPSTATS_WARM"  # "no" in the environment: nothing is made before a reader asks for it
_LOG = logging.getLogger(__name__)


def begin() -> None:
    """Have every data version made ready from now on; call it before the data are first asked for."""
    if os.environ.get(VARIABLE) != "no":
        data.prepare_by(prepare)


def prepare(ledger: Ledger, before: Ledger | None) -> None:
    """Make what the pages show of a ledger in their default state, and what readers had open of the one before."""
    if before is not None:
        for _ in again(before, ledger, _OPEN):
            sleep(_PAUSE)
    for kind in _THEMES:
        for name in _names():
            try:
                card.rendered(name, ledger, kind)
            except (ValueError, KeyError):
                _LOG.exception("The chart %s cannot be made ready", name)
            sleep(_PAUSE)
    for view in takeaway.views():
        frame.sentence_of(view, ledger)
        tiles.row_of(view, ledger)
        sleep(_PAUSE)


def _names() -> Iterator[str]:
    """All charts, page by page as the navigation lists them."""
    for page in PAGES:
        yield from catalog.names(page.path or "overview")
