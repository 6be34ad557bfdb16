"""What the pages of all peers show, as JSON: sentence, tiles, figures and table of each choice of a page's filter."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from charts import catalog, takeaway
from charts.citation import source_line
from charts.common import place_names
from charts.few import is_small
from charts.table import screen_frame
from charts.views.camps.population import camps_with_figures
from charts.views.returns.iraqis import COUNTS
from loaders import Ledger
from render.screen import chart
from ui.numbers import figures_html


def written(ledger: Ledger, path: Path) -> None:
    """Write the content of both pages, each as the dashboard's own page opens: its first section, in light."""
    names = place_names(ledger)
    camps = {camp: names[camp] for camp in camps_with_figures(ledger)}
    counts = {count: label.capitalize() for count, label in COUNTS.items()}
    pages = (
        _page(ledger, "camps", "Camps", ("camp", "Camp"), camps, ("population", "departures", "arrivals")),
        _page(ledger, "returns", "Returns", ("count", "Count"), counts, ("batches", "cumulative", "by_year")),
    )
    path.write_text(json.dumps(pages, default=str), encoding="utf-8")


def _page(
    ledger: Ledger, view: str, title: str, choice: tuple[str, str], options: dict[str, str], charts: Iterable[str]
) -> dict[str, Any]:
    key, label = choice
    named = [f"{view}.{one}" for one in charts]
    states = {name: _state(ledger, view, {key: option}, named) for option, name in options.items()}
    return {"path": view, "title": title, "label": label, "states": states}


def _state(ledger: Ledger, view: str, chosen: dict[str, str], charts: Iterable[str]) -> dict[str, Any]:
    specs = [
        catalog.build(one, ledger, **{key: value for key, value in chosen.items() if key in _filters(one, ledger)})
        for one in charts
    ]
    table = screen_frame(specs[0])
    return {
        "sentence": takeaway.say(view, ledger, **chosen),
        "tiles": [[one.label, one.value, one.when] for one in takeaway.tiles_of(view, ledger, **chosen)],
        "charts": [
            {"title": one.title, "subtitle": one.subtitle, "source": source_line(one), "figure": chart.figure(one)}
            for one in specs
            if not one.is_empty and not is_small(one)
        ],
        "figures": [figures_html(one) for one in specs if is_small(one)],
        "table": {"columns": list(table), "rows": table.astype(str).to_numpy().tolist()},
    }


def _filters(name: str, ledger: Ledger) -> set[str]:
    return set(catalog.entry(name).filters(ledger))
