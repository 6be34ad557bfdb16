"""Which section of which page shows a chart, read off the pages themselves without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from charts import catalog
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


# The key of the address that sets a filter of the charts of a page, or of one chart by its name; empty for none.
SETS = {
    ("camps", "camp"): "camp",
    ("camps", "day"): "day",
    ("detention", "year"): "det_year",
    ("detention", "day"): "det_day",
    ("repatriation", "country"): "rep_country",
    ("repatriation", "year"): "rep_year",
    ("returns", "count"): "ret_count",
    ("returns", "camp"): "ret_camp",
    ("returns", "year"): "ret_year",
    ("displacement", "what"): "dis_what",
    ("displacement", "day"): "dis_round",
    ("displacement", "place"): "dis_place",
    ("displacement", "year"): "dis_year",
    ("displacement.syria_moves", "place"): "dis_moves",
    ("displacement.idp_returns", "place"): "",
    ("liberation", "nationality"): "lib_from",
    ("attacks", "area"): "lib_area",
    ("coalition", "show"): "coa_map",
    ("coalition", "region"): "coa_region",
    ("humanitarian", "place"): "fun_place",
    ("humanitarian", "host"): "fun_host",
    ("humanitarian", "money"): "fun_money",
    ("pace", "of"): "pace_of",
    ("pace", "by"): "pace_by",
    ("pace", "shape"): "pace_shape",
    ("pace", "source"): "pace_from",
    ("disputes", "dispute"): "dispute",
    ("disputes", "comparison"): "cmp",
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


def anchors(chart: str) -> tuple[str, ...]:
    """All ids by which an address may name a chart's card: that of today, then those of its former names."""
    return tuple(anchor(name) for name in (chart, *catalog.former(chart)))


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


def at_its_place(chart: str, filters: Mapping[str, Any], usual: Mapping[str, Any]) -> str:
    """The address at which a page opens with a chart in sight, with its filters; `usual` are those without a choice.

    Empty for a chart that no page shows by itself, or whose page cannot be set to these filters by an address.
    """
    place = place_of(chart)
    if place is None:
        return ""
    chosen: dict[str, str] = {}
    for name, value in filters.items():
        if value == usual.get(name):
            continue
        key = SETS.get((chart, name), SETS.get((place.page.path, name), ""))
        if not key or not isinstance(value, str):
            return ""
        chosen[key] = value
    return place.address(chart, **chosen)


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
