"""Which charts a change moves: only those of its themes are built anew, and none that differs is missed."""

from __future__ import annotations

import csv
import io
import random

import pytest

from charts import catalog
from charts.moved import Moved, _differs, moved
from charts.spec import ChartSpec
from loaders import Ledger
from loaders.ledger import assemble, read_files
from tests.conftest import ROOT

DATA = ROOT / "data"
THEMES = ("camps", "displacement", "detention")


def with_other_figures(path: str, seed: int) -> Ledger:
    """The ledger with three figures of a file a third larger, and the last row gone."""
    files = read_files(DATA)
    data = files[path]
    assert isinstance(data, bytes)
    header, *rows = csv.reader(io.StringIO(data.decode()))
    value, hedge = header.index("value"), header.index("qualifier")
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    for row in chance.sample([row for row in rows if row[hedge] != "range"], 3):
        row[value] = f"{float(row[value]) * 1.3 + 3:.0f}"
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows([header, *rows[:-1]])
    return assemble({**files, path: made.getvalue().encode()}, DATA)


@pytest.mark.parametrize("theme", THEMES)
def test_no_chart_that_differs_is_missed(ledger: Ledger, theme: str) -> None:
    after = with_other_figures(f"observations/{theme}.csv", 11)
    built: list[str] = []

    def build(name: str, given: Ledger) -> ChartSpec:
        if given is after:
            built.append(name)
        return catalog.build(name, given)

    found = {each.name for each in moved(ledger, after, build)}
    every = [Moved(name, catalog.build(name, ledger), catalog.build(name, after)) for name in catalog.names()]
    assert found == {each.name for each in every if each.headline or _differs(each)}
    assert found
    assert len(built) < len(catalog.names()) / 2


def test_another_table_may_move_any_chart(ledger: Ledger) -> None:
    files = read_files(DATA)
    events = files["events.csv"]
    assert isinstance(events, bytes)
    after = assemble({**files, "events.csv": b"".join(events.splitlines(keepends=True)[:-1])}, DATA)
    built = []

    def build(name: str, given: Ledger) -> ChartSpec:
        built.append((name, given.version))
        return catalog.build(name, ledger)

    assert moved(ledger, after, build) == []
    assert {name for name, version in built if version == after.version} == set(catalog.names())


def test_the_same_figures_on_other_lines_move_nothing(ledger: Ledger) -> None:
    files = read_files(DATA)
    data = files["observations/camps.csv"]
    assert isinstance(data, bytes)
    header, *rows = data.splitlines(keepends=True)
    flat = [row for row in rows if row.count(b'"') == 0]
    turned = b"".join([header, *(row for row in rows if row not in flat), *reversed(flat)])
    after = assemble({**files, "observations/camps.csv": turned}, DATA)
    assert after.version != ledger.version
    assert moved(ledger, after) == []
