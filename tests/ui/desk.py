"""What the tests of the served data share: a folder that is edited, a clock, a page that tells what is on screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from streamlit.testing.v1 import AppTest

import ui.data
from tests.loaders.samples import Directory, stock

CAMPS = "observations/camps.csv"


@dataclass
class Desk:
    """A data folder that a maintainer edits, and a clock that stands still until it is moved."""

    directory: Directory
    now: float = field(default_factory=lambda: monotonic() + 60)

    def pass_(self, seconds: float) -> None:
        """Let time go by, and the files be looked at once."""
        self.now += seconds
        ui.data.look(self.now)

    def quiet(self) -> None:
        """Let what was written be seen, and stand for as long as it must."""
        self.pass_(0.5)
        self.pass_(ui.data.QUIET)

    def camps(self, *rows: str) -> Path:
        """Write the figures of the camps."""
        return self.directory.write("camps", *rows)

    def change(self) -> None:
        """Write another good version."""
        self.camps(*figures(60))


def figures(count: int) -> list[str]:
    """So many figures, each of another day."""
    return [stock(str(2000 + n), period_end=f"{2018 + n // 12}-{n % 12 + 1:02}-04") for n in range(count)]


def shown() -> int:
    """How many figures are on screen."""
    return len(ui.data.newest().observations)


def said(page: AppTest) -> str:
    """The notice of a page that is run now."""
    page.run()
    assert not page.exception
    return " ".join(each.value for each in page.warning).replace("\\", "").replace("&#58;", ":")
