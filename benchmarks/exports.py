"""Time and memory of the files that leave the dashboard, warm, each against the time that it may take.

Run `python -m benchmarks.exports`; it builds charts from data/, makes every kind of file several times and prints the
first and the median time in milliseconds, the size in kilobytes and the ratio of the median to the limit. At the end
stands how much memory a hundred more pictures took.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from charts import catalog
from charts.spec import ChartSpec
from exports import Exhibit, item_of
from exports.deck import deck, refresh
from exports.workbook import workbook
from loaders import load
from loaders.geo import Geo, load_geo
from render.office.native import native_charts
from render.picture.picture import Kind, chart_svg, picture

ROOT = Path(__file__).resolve().parent.parent
# One chart of every mark; the last is the heaviest, with twelve panels.
CHARTS = (
    "camps.population",
    "detention.transfer",
    "funding.appeals",
    "flows.by_year",
    "detention.attack",
    "camps.children",
    "compare.both",
    "camps.custody",
    "repatriation.timeline",
    "camps.map",
    "repatriation.map",
    "flows.sankey",
    "repatriation.panels",
)
TWENTY = (
    *CHARTS,
    "camps.by_origin",
    "detention.held",
    "repatriation.list",
    "returns.batches",
    "displacement.iraq_over_time",
    "liberation.strikes",
    "coalition.members",
)
NATIVE = ("camps.population", "funding.appeals", "detention.attack")
LIMITS: dict[Kind, int] = {"svg": 200, "png": 1000, "pdf": 1000}  # milliseconds
PICTURES = 100
DECKS = 100


def timed(make: Callable[[], bytes], times: int) -> tuple[float, float, float]:
    """Milliseconds of the first run and of the median of the others, and the kilobytes made."""
    took = []
    size = 0
    for _ in range(times + 1):
        start = time.perf_counter()
        size = len(make())
        took.append((time.perf_counter() - start) * 1000)
    return took[0], statistics.median(took[1:]), size / 1024


def line(name: str, make: Callable[[], bytes], limit: int, times: int = 5) -> None:
    """Measure one file and print its row."""
    first, median, size = timed(make, times)
    print(f"{name:44}{first:9.0f}{median:9.0f}{size:8.0f}{limit:9}{median / limit:8.2f}", flush=True)


def drawing(spec: ChartSpec, geo: Geo) -> bytes:
    """The drawing of a chart without its printed frame."""
    return chart_svg(spec, geo, 1280, 540).encode()


def native(spec: ChartSpec) -> bytes:
    """The first native chart of a spec: its part and its workbook."""
    chart = native_charts(spec)[0]
    return chart.xml + chart.workbook


def resident() -> float:
    """Megabytes of memory that this process holds (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def main() -> None:
    """Measure and print the table."""
    ledger, geo = load(ROOT / "data"), load_geo(ROOT / "data")
    specs: dict[str, ChartSpec] = {name: catalog.build(name, ledger) for name in TWENTY}
    shown = {name: Exhibit(item_of(spec), spec) for name, spec in specs.items()}
    twenty = list(shown.values())
    # As the dashboard does once its data are loaded, so that the collector does not look through them again.
    gc.collect()
    gc.freeze()
    print(f"{'file':44}{'first ms':>9}{'ms':>9}{'kB':>8}{'limit':>9}{'ratio':>8}")
    for name in CHARTS:
        spec = specs[name]
        line(f"SVG, drawing alone: {name}", partial(drawing, spec, geo), LIMITS["svg"])
        for kind, limit in LIMITS.items():
            line(f"{kind.upper()}: {name}", partial(picture, spec, geo, kind), limit)
    for name in NATIVE:
        line(f"native chart: {name}", partial(native, specs[name]), 60)
    one = [shown["camps.population"]]
    line("PPTX of one chart", lambda: deck("Briefing", one, geo, ledger=ledger), 150)
    line(f"PPTX of {len(twenty)} charts", lambda: deck("Briefing", twenty, geo, ledger=ledger), 3000, 3)
    given = deck("Briefing", twenty, geo, ledger=ledger)
    line(f"PPTX of {len(twenty)} charts, refreshed", lambda: refresh(given, ledger, geo).deck, 3000, 2)
    line(f"XLSX of {len(twenty)} charts", lambda: workbook("Briefing", twenty, ledger=ledger), 1000, 3)
    before = resident()
    for number in range(PICTURES):
        picture(specs[CHARTS[number % len(CHARTS)]], geo, "png")
    after = resident()
    print(f"\nmemory: {before:.0f} MB before, {after:.0f} MB after {PICTURES} more PNG pictures")
    for _ in range(DECKS):
        deck("Briefing", one, geo, ledger=ledger)
    print(f"memory: {after:.0f} MB before, {resident():.0f} MB after {DECKS} more decks")


if __name__ == "__main__":
    main()
