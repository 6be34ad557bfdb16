"""Which section of which page shows a chart, read off the pages themselves without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from ui.registry import PAGES, Page

FOLDER = Path(__file__).parent.parent / "pages"
KEY = "section"  # of the address: the id of the open section, or ALL
ALL = "all"
OPEN = "page"  # the fragment of a page: all but its title


# Sections that have gone to another page: older links to them lead there.
MOVED = {
    ("displacement", "abroad"): "refugees",
    ("displacement", "refugees"): "refugees",
    ("funding", "plans"): "humanitarian",
    ("funding", "refugee_plans"): "humanitarian",
    ("funding", "conferences"): "humanitarian",
    ("funding", "aid"): "humanitarian",
    ("liberation", "attacks"): "attacks",
    ("liberation", "losses"): "attacks",
}


class Place(NamedTuple):
    """A section of a page; `section` is its id, as in the address."""

    page: Page
    section: str

    def address(self, chart: str, **choices: str) -> str:
        """The address below the dashboard's own at which the page opens with a chart in sight."""
        return f"{self.page.path}?{urlencode(choices | {KEY: self.section})}#{anchor(chart)}"


def anchor(chart: str) -> str:
    """The id of a chart's card on its page, such as `camps-by-origin`."""
    return chart.replace(".", "-").replace("_", "-")


@cache
def places() -> Mapping[str, Place]:
    """The section that shows each chart, by the chart's name in the catalogue. The first, where there are several."""
    found: dict[str, Place] = {}
    for page in PAGES:
        for section, charts in declared(page.file):
            for chart in charts:
                found.setdefault(chart, Place(page, section))
    return found


def place_of(chart: str) -> Place | None:
    """The section that shows a chart; None for one that no page shows by itself."""
    return places().get(chart)


def moved(page: Page | None, section: str) -> Page | None:
    """The page to which a section has gone from this one; None where it has not."""
    path = MOVED.get((page.path, section)) if page is not None else None
    return next((one for one in PAGES if one.path == path), None) if path else None


def declared(file: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The sections of a page's file in their order, each with the charts that its `@section` names."""
    for node in ast.walk(ast.parse((FOLDER / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            for one in node.decorator_list:
                if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "section":
                    named = (arg.value for arg in one.args[1:] if isinstance(arg, ast.Constant))
                    yield node.name, tuple(str(name) for name in named)
