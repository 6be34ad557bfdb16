"""The one table of columns: what the data state reaches every reader, and is named once."""

import json

import pandas as pd

from charts import catalog
from charts.columns import ASKED, CITED, FILES, SCREEN, SHEET, SHOWN
from charts.spec import empty_points
from charts.table import screen_frame, tidy_frame
from exports.tabular import csv_frame
from loaders import Ledger
from render.office.rows import cited_grid
from tests.conftest import ROOT


def test_every_column_of_the_observations_reaches_the_drawn_rows() -> None:
    """But for the mark by which the ledger chooses the count to use."""
    schema = json.loads((ROOT / "data" / "schemas" / "observation.json").read_text(encoding="utf-8"))
    fields = {field["name"] for field in schema["fields"]}
    assert fields - set(SHOWN) == {"preferred"}
    # And the programs that ask for statements.
    assert fields - {one.name for one in ASKED} == {"preferred"}


def test_headings_and_tags_are_unlike() -> None:
    for heads in ([one.heading for one in FILES], [one.screen for one in SCREEN], [one.sheet for one in SHEET]):
        assert len(set(heads)) == len(heads)
        assert all(heads)


def test_the_tables_hold_the_columns_of_the_one_table(ledger: Ledger) -> None:
    """In its order; a chart without a map has no coordinates, and empty columns are left out on the screen."""
    spec = catalog.build("camps.population", ledger)
    files = [one.heading for one in FILES if one.name not in ("lat", "lon")]
    assert list(tidy_frame(spec)) == list(csv_frame(spec)) == files
    assert [column.head for column in cited_grid(spec).columns] == [one.sheet for one in SHEET]
    shown = list(screen_frame(spec))
    assert shown == [one.screen for one in SCREEN if one.screen in shown]
    assert {one.screen for one in SCREEN if not one.spare} <= set(shown)


def test_drawn_rows_are_typed_where_there_are_none(ledger: Ledger) -> None:
    drawn, none = catalog.build("camps.population", ledger).data, empty_points()
    assert list(drawn) == list(none)
    numbers = [one.name for one in SHOWN.values() if one.kind in ("number", "count")]
    dates = [one.name for one in SHOWN.values() if one.kind == "date"]
    for frame in (drawn, none):
        assert all(pd.api.types.is_numeric_dtype(frame[name]) for name in numbers)
        assert all(pd.api.types.is_datetime64_any_dtype(frame[name]) for name in dates)
    assert set(CITED) < set(none)
