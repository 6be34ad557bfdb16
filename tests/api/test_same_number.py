"""The number that a program is told is the number on the page: for every headline and every chart."""

import csv
import io

import pandas as pd
import pytest

from analysis import figure_of, series
from analysis.find.answer import answered
from analysis.find.series import shelf
from analysis.listed import headlines, told_of
from charts import catalog
from charts.table import tidy_frame
from charts.tiles import tile
from exports.tabular import csv_bytes
from loaders import Ledger
from tests.api.client import Client

NAMES = catalog.names()
# Before there was much to show, and shortly before the newest.
DATES = ("2016-12-31", "2026-02-28")


def test_every_headline_is_that_of_its_tile_or_of_find(api: Client, ledger: Ledger) -> None:
    """A stock or running total that a tile tells is the tile's; a flow is told by its year, as Find does."""
    for one in headlines(ledger):
        path = f"indicator={one.indicator}&place={one.place}&origin={one.origin}&group={one.group}"
        found = api.json(f"/headline?{path}")["figure"]
        rows = series(ledger, told_of(ledger, one))
        if str(rows["kind"].iloc[-1]) != "flow" and (one.on_overview or one.on_page):
            shown = tile(ledger, told_of(ledger, one), one.label)
            wanted = figure_of(rows.iloc[-1])
            assert shown is not None
            assert wanted.text == shown.value or wanted.value == 0, one.label
        else:
            key = (one.indicator, one.place, one.origin, one.group)
            own = next(each for each in shelf(ledger).by_indicator[one.indicator] if each.key == key)
            answer = answered(ledger, own, None)
            assert answer is not None
            assert answer.figure is not None
            wanted = answer.figure
        told = [None if pd.isna(end) else end for end in (wanted.value, wanted.low, wanted.high)]
        assert [found[name] for name in ("value", "low", "high")] == told, one.label
        assert found["qualifier"] == wanted.qualifier, one.label
        row = next(csv.DictReader(io.StringIO(api.ask(f"/headline.csv?{path}").text)))
        assert float(row["value"]) == wanted.value, one.label
        assert row["text"] == found["text"], one.label


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_has_the_numbers_of_its_card(api: Client, ledger: Ledger, name: str) -> None:
    spec = catalog.build(name, ledger)
    assert api.ask(f"/charts/{name}.csv").content == csv_bytes(spec)
    rows = api.json(f"/charts/{name}.json")["rows"]
    values = tidy_frame(spec)["value"].astype(float)
    assert [row["value"] for row in rows] == [None if pd.isna(value) else value for value in values]


@pytest.mark.parametrize("date", DATES)
def test_every_chart_answers_as_of_any_date(api: Client, date: str) -> None:
    for name in NAMES:
        answer = api.ask(f"/charts/{name}.json?as_known_on={date}")
        assert answer.status_code == 200, (name, answer.text[:300])
        assert answer.json()["as_known_on"] == date
        assert all(row["published"] is None or row["published"] <= date for row in answer.json()["rows"]), name
