"""CSV, JSON and Parquet hold what is drawn, typed and told apart from what is missing."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from analysis import as_known_on, with_lead
from charts import catalog
from charts.columns import COUNTS, DATES, HXL, NUMBERS
from charts.spec import ChartSpec, empty_points
from exports.references import cited
from exports.tabular import csv_bytes, csv_frame, json_bytes, metadata, parquet_bytes
from loaders import Ledger

# One of each shape: dates, categories, sums, projections, spans, a map with circles, one with arcs, a sankey.
NAMES = (
    "camps.population",
    "repatriation.totals",
    "returns.by_year",
    "pace.fan",
    "camps.custody",
    "camps.map",
    "returns.flows",
    "displacement.iraq_map",
    "flows.sankey",
)
# The core hashtags of HXL 1.1.
HASHTAGS = {
    "access",
    "activity",
    "adm1",
    "adm2",
    "adm3",
    "adm4",
    "adm5",
    "affected",
    "beneficiary",
    "capacity",
    "cause",
    "channel",
    "contact",
    "country",
    "crisis",
    "currency",
    "date",
    "delivery",
    "description",
    "event",
    "frequency",
    "geo",
    "group",
    "impact",
    "indicator",
    "inneed",
    "item",
    "loc",
    "meta",
    "modality",
    "need",
    "operations",
    "org",
    "output",
    "population",
    "reached",
    "region",
    "respondee",
    "sector",
    "service",
    "severity",
    "status",
    "subsector",
    "targeted",
    "training",
    "value",
}


@pytest.fixture(params=NAMES)
def spec(request: pytest.FixtureRequest, ledger: Ledger) -> ChartSpec:
    return catalog.build(request.param, ledger)


def test_hxl_tags_are_valid_and_unlike() -> None:
    """A core hashtag, attributes of letters and digits, no two columns alike whatever the order of attributes."""
    for tag in HXL.values():
        assert re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag), tag
        assert tag[1:].split("+")[0] in HASHTAGS, tag
    assert len({(tag.split("+")[0], frozenset(tag.split("+")[1:])) for tag in HXL.values()}) == len(HXL)


def test_every_column_has_its_hxl_tag(spec: ChartSpec) -> None:
    """The tags are the second row; without it the file is the plain one."""
    tagged = list(csv.reader(io.StringIO(csv_bytes(spec, hxl=True).decode("utf-8-sig"), newline="")))
    plain = list(csv.reader(io.StringIO(csv_bytes(spec).decode("utf-8-sig"), newline="")))
    assert tagged[1] == [HXL[name] for name in tagged[0]]
    assert [tagged[0], *tagged[2:]] == plain
    assert len(plain) == len(spec.data) + 1


def test_json_holds_the_rows_with_their_types(spec: ChartSpec) -> None:
    """Numbers are numbers, dates ISO text, what is missing is null, and there is no NaN."""

    def refuse(text: str) -> None:
        raise AssertionError(text)

    found = json.loads(json_bytes(spec), parse_constant=refuse)
    assert list(found["columns"]) == list(csv_frame(spec)) == list(found["rows"][0])
    assert [row["value"] for row in found["rows"]] == [None if pd.isna(v) else v for v in spec.data["value"]]
    for row in found["rows"]:
        assert all(
            row[name] is None or isinstance(row[name], int | float) for name in (*NUMBERS, *COUNTS) if name in row
        )
        assert all(row[name] is None or date.fromisoformat(row[name]) for name in DATES)
        assert "" not in row.values()
    assert found["name"] == spec.title
    assert found["caveats"] == list(spec.caveats)
    assert [event["label"] for event in found["events"]] == [marker.label for marker in spec.markers]


def test_parquet_is_typed(spec: ChartSpec) -> None:
    """Dates are dates, numbers numbers, and what is missing is null."""
    table = parquet.read_table(pa.BufferReader(parquet_bytes(spec)))
    for name in table.column_names:
        kind = pa.float64() if name in NUMBERS else pa.int64() if name in COUNTS else pa.string()
        wanted = pa.date32() if name in DATES or (name == "x" and spec.mark in ("line", "step")) else kind
        assert table.schema.field(name).type == wanted, name
    pd.testing.assert_series_equal(
        table.column("value").to_pandas(), spec.data["value"].astype(float), check_names=False, check_index=False
    )
    assert table.column("period_end").to_pylist() == [
        None if pd.isna(d) else d.date() for d in pd.to_datetime(spec.data["period_end"])
    ]
    assert not any(value == "" for name in table.column_names for value in table.column(name).to_pylist())


def test_parquet_carries_what_a_reader_must_know(ledger: Ledger) -> None:
    """Title, vintage, lead and sources are in the metadata of the schema."""
    led = with_lead(as_known_on(ledger, pd.Timestamp("2024-06-30")), "highest")
    spec = catalog.build("camps.population", led)
    told = {
        key.decode(): value.decode()
        for key, value in parquet.read_schema(pa.BufferReader(parquet_bytes(spec, "http://h/chart"))).metadata.items()
    }
    assert told["name"] == spec.title
    assert told["description"] == spec.subtitle
    assert told["as_known_on"] == "2024-06-30"
    assert told["lead_rule"] == "highest statement leads"
    assert told["url"] == "http://h/chart"
    assert [s["source"] for s in json.loads(told["sources"])] == list(spec.sources["source"])


def test_a_map_says_its_areas_and_arcs_in_rows_too(ledger: Ledger) -> None:
    """Every figure of a filled area or an arc is a row of the CSV; JSON has the shapes beside it."""
    seen = 0
    for name in catalog.names():
        spec = catalog.build(name, ledger) if "map" in name or "flow" in name or "destin" in name else None
        if spec is None or spec.map is None:
            continue
        rows = set(zip(spec.data["x"].astype(str), spec.data["value"], strict=True))
        found = json.loads(json_bytes(spec))
        for part, shapes in (("areas", spec.map.areas), ("arcs", spec.map.arcs)):
            if shapes is None:
                assert part not in found
                continue
            drawn = shapes.dropna(subset=["value"])
            assert set(zip(drawn["name"].astype(str), drawn["value"], strict=True)) <= rows, name
            assert [shape["value"] for shape in found[part]] == [None if pd.isna(v) else v for v in shapes["value"]]
            seen += len(drawn)
    assert seen > 100


def test_a_sum_lists_each_of_its_publications(ledger: Ledger) -> None:
    """With the ledger's table of sources no entry stands for several publications."""
    spec = catalog.build("returns.by_year", ledger)
    assert any("; " in one["source"] for one in metadata(spec)["sources"])
    single = metadata(spec, sources=cited([spec], ledger.sources))["sources"]
    assert len(single) > len(spec.data)
    assert not any("; " in one["source"] for one in single)
    assert all(one["publisher"] and one["source_title"] for one in single)


def test_the_same_chart_gives_the_same_bytes(spec: ChartSpec) -> None:
    """Nothing of the clock or of chance is in a file."""
    for write in (csv_bytes, json_bytes, parquet_bytes):
        assert write(spec) == write(replace(spec, data=spec.data.copy()))


def test_a_bound_without_limit_is_missing(ledger: Ledger) -> None:
    """No format holds an infinite number."""
    plain = catalog.build("camps.population", ledger)
    open_ended = replace(plain, data=plain.data.assign(high=float("inf"), low=float("-inf")))
    assert csv_frame(open_ended)[["low", "high"]].isna().all(axis=None)
    assert {row["high"] for row in json.loads(json_bytes(open_ended))["rows"]} == {None}
    table = parquet.read_table(pa.BufferReader(parquet_bytes(open_ended)))
    assert table.column("high").null_count == len(plain.data)


def test_a_chart_without_figures_has_a_table_without_rows() -> None:
    """Headings are there, rows are not."""
    spec = ChartSpec("camps.none", "No figure yet", "Nothing to choose from", "line", empty_points(), "")
    assert csv_bytes(spec, hxl=True).decode("utf-8-sig").count("\r\n") == 2
    assert json.loads(json_bytes(spec))["rows"] == []
    assert json.loads(json_bytes(spec))["temporalCoverage"] is None
    assert parquet.read_table(pa.BufferReader(parquet_bytes(spec))).num_rows == 0
