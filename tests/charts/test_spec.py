"""Where a drawn figure comes from: every source and publisher whole, whatever its name holds."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from charts import catalog
from charts.citation import source_line
from charts.spec import ChartSpec, combined, drawn_rows, empty_points, points, sources_of
from exports.references import source_ids
from exports.tabular import csv_frame
from loaders import Ledger
from loaders.frames import as_records

# A publisher of sources.csv whose name holds a word that joins, and signs that have joined names.
NAMES = ("Meir Amit Intelligence and Terrorism Information Center", "A; B and 3 others")


@pytest.fixture
def rows(ledger: Ledger) -> pd.DataFrame:
    """Two statements of Roj camp, of two publications with such names."""
    found = ledger.observations[ledger.observations["place"] == "roj"].drop_duplicates("source").head(2)
    assert len(found) == 2
    names = list(NAMES)
    return found.assign(source=["one; two", "three and four"], publisher=names, attribution=names, stated_by=names)


def test_a_name_that_holds_and_comes_through_whole(rows: pd.DataFrame, ledger: Ledger) -> None:
    """On the line of sources, in the list of publications and in the file."""
    data = points(rows, series="Roj")
    spec = replace(catalog.build("camps.population", ledger), data=data)
    assert list(spec.sources["publisher"].sort_values()) == sorted(NAMES)
    assert list(csv_frame(spec)["publisher"]) == list(NAMES)
    assert sorted(spec.source_ids) == ["one; two", "three and four"]
    newest = data.sort_values(["as_of", "value"], kind="stable").iloc[-1]
    assert source_line(spec).startswith(f"Sources: {newest['attribution']} (")
    assert source_line(spec).endswith(" and 1 other")


def test_the_frame_without_points_is_one_for_all() -> None:
    """Its forty columns are typed once, and not for each of the charts that begin with it."""
    assert empty_points() is empty_points()
    assert drawn_rows([]) is empty_points()


def test_a_sum_holds_its_sources_apart(rows: pd.DataFrame, ledger: Ledger) -> None:
    """Also as a part of another sum; they are joined only where they are written."""
    parts = as_records(points(rows, series="Roj"))
    both = combined(parts)
    again = combined([both | {"as_of": parts[0]["as_of"]}, parts[0]])
    assert set(both["sources"]) == set(again["sources"]) == {"one; two", "three and four"}
    assert both["source"] == "; ".join(both["sources"])
    assert both["files"] == tuple(dict.fromkeys(str(part["file"]) for part in parts))
    spec: ChartSpec = replace(
        catalog.build("camps.population", ledger), data=drawn_rows([parts[0] | both | {"series": "Roj"}]), markers=()
    )
    assert source_ids(spec) == set(both["sources"])
    assert sources_of(parts[0]) == ("one; two",)


def test_a_sum_names_all_that_it_adds(rows: pd.DataFrame) -> None:
    """Never one of its places, peoples or groups alone; the whole where that is among them."""
    one, other = as_records(points(rows, series="Roj"))
    iraq = {"place": "iraq", "place_name": "Iraq", "origin": "irq", "origin_name": "Iraqis", "group": "children"}
    syria = {"place": "syria", "place_name": "Syria", "origin": "syr", "origin_name": "Syrians", "group": "women"}
    both = combined([one | iraq, other | syria])
    assert set(both["place"].split("; ")) == {"iraq", "syria"}
    assert both["place_name"] in ("Iraq and Syria", "Syria and Iraq")
    assert both["origin_name"] in ("Iraqis and Syrians", "Syrians and Iraqis")
    assert set(both["group"].split("; ")) == {"children", "women"}
    everybody = {"origin": "all", "origin_name": "All nationalities", "group": "total"}
    whole = combined([one | iraq, other | syria | everybody])
    assert (whole["origin"], whole["origin_name"], whole["group"]) == ("all", "All nationalities", "total")
    many = combined([one | {"place": str(n), "place_name": f"Camp {n}"} for n in range(5)])
    assert many["place_name"] == "Camp 0, Camp 1 and 3 more"


def test_thousands_of_other_sources_are_counted_with_a_separator(ledger: Ledger) -> None:
    told = source_line(catalog.usual("explore.coverage", ledger))
    assert re.search(r" and \d,\d{3} others$", told), told
