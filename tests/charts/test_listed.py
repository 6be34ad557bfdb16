"""headlines.csv: tiles, the chart of changes and the list of what is overdue follow its rows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis.listed import headlines, statements_of, upkeep
from charts import catalog, takeaway
from charts.views.camps.population import camps_with_figures
from loaders import Ledger, load
from loaders.frames import row_at
from ui.registry import PAGES

DATA = Path("data")


def append(path: Path, *lines: str) -> None:
    """Add lines to a file."""
    path.write_text("\n".join([path.read_text(encoding="utf-8").rstrip("\n"), *lines, ""]), encoding="utf-8")


@pytest.fixture(scope="module")
def with_camp(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """The project's data with a camp that no code knows, two counts of it, and three rows of headlines.csv."""
    copy = tmp_path_factory.mktemp("listed") / "data"
    shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("geo"))
    append(
        copy / "places.csv", "hope,Hope camp,camp,SYR,Raqqa,raqqa,,,36.3,38.9,,displacement_camp,,,,A camp of the tests"
    )
    count = "camp_population,hope,all,total,,{day},day,{value},,,exact,,,,ocha-2026-sitrep19,table,"
    sources = (copy / "sources.csv").read_text(encoding="utf-8").splitlines()
    source = sources[1].partition(",")[0]
    counts = [("2025-06-30", 4000), ("2026-06-30", 9000)]
    rows = [count.format(day=day, value=value).replace("ocha-2026-sitrep19", source) for day, value in counts]
    append(copy / "observations/camps.csv", *rows)
    append(
        copy / "headlines.csv",
        "People in Hope camp,camp_population,hope,all,total,camps,100,both,yes,30",
        "Third-country nationals in Roj,camp_population,roj,tcn,total,camps,101,no,no,365",
    )
    ledger = load(copy)
    assert not [found for found in ledger.problems if found.severity == "error"]
    return ledger


def test_a_new_row_is_a_tile_of_overview_and_of_its_page(with_camp: Ledger) -> None:
    last = takeaway.tiles_of("overview", with_camp)[-1]
    assert (last.label, last.value, last.when) == ("People in Hope camp", "9,000", "as of 30 Jun 2026")
    assert takeaway.tiles_of("camps", with_camp, camp="roj")[0].label == "People in Hope camp"


def test_a_new_row_is_in_the_chart_of_changes(with_camp: Ledger) -> None:
    data = catalog.build("overview.changes", with_camp).data
    assert list(data.loc[data["x"] == "People in Hope camp", "text"]) == ["+125%"]


def test_a_new_camp_is_offered_drawn_and_on_the_map(with_camp: Ledger) -> None:
    assert "hope" in camps_with_figures(with_camp)
    for chart in ("camps.others", "camps.map", "overview.map"):
        assert "hope" in set(catalog.build(chart, with_camp).data["place"]), chart


def test_a_row_that_asks_for_no_tile_has_none(with_camp: Ledger) -> None:
    label = "Third-country nationals in Roj"
    assert label in {one.label for one in headlines(with_camp)}
    for view in takeaway.views():
        assert label not in {one.label for one in takeaway.tiles_of(view, with_camp)}


def test_every_page_of_a_headline_is_a_page(ledger: Ledger) -> None:
    assert {one.page for one in headlines(ledger)} <= {page.path for page in PAGES}


def test_every_headline_has_statements(ledger: Ledger) -> None:
    assert all(len(statements_of(ledger, one)) for one in headlines(ledger))


def test_a_series_is_overdue_by_the_days_beyond_its_interval(ledger: Ledger) -> None:
    kept = upkeep(ledger, pd.Timestamp("2026-11-28")).set_index("label")
    assert row_at(kept, "IDPs in Iraq")[["days", "interval", "overdue"]].tolist() == [332, 91, 241]
    assert row_at(kept, "IDPs in Syria")["overdue"] == 0


def test_a_series_that_has_ended_is_never_overdue(ledger: Ledger) -> None:
    kept = upkeep(ledger, pd.Timestamp("2036-01-01")).set_index("label")
    assert row_at(kept, "People in al-Hol")[["state", "overdue"]].tolist() == ["closed", 0]
    assert row_at(kept, "People in Roj")["overdue"] > 3000


def test_a_tile_of_a_running_total_that_began_anew_leaves_the_earlier_run_out(ledger: Ledger) -> None:
    (tile,) = (one for one in takeaway.tiles_of("detention", ledger) if one.label == "Detainees moved to Iraq")
    assert min(tile.line) == 150


def test_a_place_that_is_empty_has_lost_all(ledger: Ledger) -> None:
    """An estimate of nobody left is a fall by all, told as none: never by about a hundred percent to an estimated 0."""
    data = catalog.build("overview.changes", ledger).data
    row = data[data["x"] == "People in al-Hol"].iloc[0]
    assert (row["text"], row["qualifier"]) == ("−100%", "exact")
    assert row["note"] == "from 37,363 (23 Feb 2025) to none (22 Feb 2026)"


def test_bars_of_falls_alone_are_said_to_be_of_falls(ledger: Ledger) -> None:
    """They stand to the right of zero, so that the subtitle has to say which way the figures went."""
    chart = catalog.build("overview.changes", ledger)
    assert set(chart.data["series"]) == {"fell"}
    assert chart.subtitle == "How far each headline figure fell within about a year, percent"
