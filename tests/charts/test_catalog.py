"""What holds for every chart of the catalogue: each drawn figure can be traced to a line of a data file."""

import csv
import json
import math
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import catalog
from charts.alt import describe
from charts.spec import CITED, DRAWN, ChartSpec, as_of_text
from exports import csv_bytes, csv_frame, hedge_key, source_line
from loaders import Ledger
from loaders.geo import Geo
from render.picture.map import drawing
from render.plan.map.described import described
from render.screen import chart as plotly_chart
from render.screen.map import map_of

ROOT = Path(__file__).resolve().parents[2]
NAMES = catalog.names()
_SPECS: dict[str, ChartSpec] = {}


@pytest.fixture(params=NAMES)
def spec(request: pytest.FixtureRequest, ledger: Ledger) -> ChartSpec:
    """Each chart of the catalogue with its default filters."""
    name = request.param
    if name not in _SPECS:
        _SPECS[name] = catalog.build(name, ledger)
    return _SPECS[name]


@cache
def lines_of(file: str) -> dict[int, dict[str, str]]:
    """The records of a CSV file by the physical line on which each starts."""
    out: dict[int, dict[str, str]] = {}
    with (ROOT / "data" / file).open(encoding="utf-8", newline="") as text:
        reader = csv.reader(text)
        header = next(reader)
        start = reader.line_num + 1
        for row in reader:
            out[start] = dict(zip(header, row, strict=False))
            start = reader.line_num + 1
    return out


def test_every_view_has_several_charts() -> None:
    """A view is several charts, not one."""
    views = {name.split(".")[0] for name in NAMES}
    assert {
        "overview",
        "camps",
        "detention",
        "repatriation",
        "returns",
        "displacement",
        "liberation",
        "coalition",
        "funding",
        "explore",
    } <= views
    for view in views - {"overview", "explore", "disputes", "compare", "flows", "pace", "profile"}:
        assert len(catalog.names(view)) >= 4, view


def test_a_chart_states_figures_for_its_default_choice(spec: ChartSpec) -> None:
    assert not spec.is_empty, spec.empty


def test_a_chart_carries_words_and_citation_for_every_figure(spec: ChartSpec) -> None:
    """Title, subtitle, tidy columns, a source for each row, and no raw missing value in any text."""
    assert set(DRAWN + CITED) <= set(spec.data.columns)
    for text in (spec.title, spec.subtitle, describe(spec), source_line(spec), hedge_key(spec), *spec.caveats):
        assert not any(raw in text for raw in ("nan", "NaT", "None", "  ")), text
    assert spec.title
    assert spec.subtitle
    assert describe(spec).startswith(spec.title.rstrip("."))  # what is heard begins with what it says
    assert (spec.data["source"].astype(str) != "").all()
    assert (spec.data["publisher"].astype(str) != "").all()
    assert spec.data["role"].isin(["headline", "rival", "echo", "beside", "context", "kept_out", "projection"]).all()


def test_every_stated_figure_is_the_one_in_the_data_file(spec: ChartSpec) -> None:
    """Value, hedge, date and source of each stated point stand so in the named line of the named file."""
    stated = spec.data[spec.data["basis"] == "stated"]
    for row in stated.to_dict("records"):
        record = lines_of(str(row["file"]))[int(row["line"])]
        assert record["source"] == row["source"]
        if "value" not in record:  # events, custody and members state no number
            continue
        assert float(record["value"]) == row["value"]
        assert record["qualifier"] == row["qualifier"]
        assert record["period_end"] == f"{row['period_end']:%Y-%m-%d}"
        for bound in ("low", "high"):
            assert (record[bound] == "" and math.isnan(row[bound])) or float(record[bound]) == row[bound]


def test_nothing_is_drawn_twice(spec: ChartSpec) -> None:
    """A statement stands once in a chart."""
    stated = spec.data[(spec.data["basis"] == "stated") & (spec.data["mark"] != "" if "mark" in spec.data else True)]
    assert not stated.duplicated(["file", "line", "series", "x"]).any()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chart_draws_marks_in_both_themes(spec: ChartSpec, geo: Geo, theme: str) -> None:
    """Screen rendering has marks, stays small, and a map also has a picture for slides."""
    if spec.mark == "map":
        body = json.loads(map_of(spec, geo, "dark" if theme == "dark" else "light").to_json())
        kinds = {layer["@@type"] for layer in body["layers"]}
        assert "GeoJsonLayer" in kinds
        assert kinds & {"ScatterplotLayer", "PathLayer"} or (spec.map is not None and spec.map.areas is not None)
        # The style that pydeck writes by itself asks no server; any other would.
        assert body.get("mapStyle", "__MAP_STYLE__") == "__MAP_STYLE__"
        assert "<path" in drawing(described(spec, geo), (0.0, 0.0, 760.0, 460.0))
        return
    figure = go.Figure(plotly_chart.figure(spec, "dark" if theme == "dark" else "light"), skip_invalid=False)
    drawn = [trace.link.value if trace.type == "sankey" else trace.x for trace in figure.data]
    assert sum(len(values) for values in drawn if values is not None) > 0
    assert len(figure.to_json()) < 75_000


def test_the_csv_holds_exactly_what_is_drawn(spec: ChartSpec) -> None:
    """Same rows, same numbers, and no cell that a spreadsheet would run."""
    frame = csv_frame(spec)
    assert len(frame) == len(spec.data)
    pd.testing.assert_series_equal(
        pd.to_numeric(frame["value"]), pd.to_numeric(spec.data["value"]), check_names=False, check_dtype=False
    )
    for column in frame.select_dtypes(exclude="number"):
        assert not frame[column].astype(str).str.startswith(("=", "+", "-", "@")).any(), column
    assert csv_bytes(spec).startswith(b"\xef\xbb\xbf")


def test_an_unknown_chart_filter_or_choice_is_refused(ledger: Ledger) -> None:
    """What comes from an address never reaches a builder unchecked."""
    with pytest.raises(KeyError, match="no chart is named"):
        catalog.build("camps.nothing", ledger)
    with pytest.raises(KeyError, match="has no filter"):
        catalog.build("camps.population", ledger, colour="red")
    with pytest.raises(ValueError, match="camp takes"):
        catalog.build("camps.population", ledger, camp="<script>")


def test_every_choice_of_every_filter_builds(ledger: Ledger) -> None:
    """Each choice that a chart offers can be drawn or explains why there is nothing to draw (sampled where many)."""
    for name in NAMES:
        for key, choices in catalog.entry(name).options(ledger).items():
            sample = choices if len(choices) <= 6 else (*choices[:2], choices[len(choices) // 2], *choices[-2:])
            for choice in sample:
                several = isinstance(catalog.entry(name).filters(ledger)[key], tuple)
                built = catalog.build(name, ledger, **{key: (choice,) if several else choice})
                assert built.title
                assert not built.is_empty or built.empty


def test_a_chart_is_built_once_for_all_whom_it_highlights(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Profiles ask half of the catalogue for each subject."""
    name, built = "liberation.travelled_by_country", []
    entry = catalog.entry(name)

    def counted(given: Ledger, **filters: Any) -> ChartSpec:
        built.append(given)
        return entry.build(given, **filters)

    monkeypatch.setitem(catalog._ENTRIES, name, replace(entry, build=counted))
    own = replace(ledger, version="counted")
    titles = {catalog.build(name, own, subject=key).title for key in ("FRA", "DEU")}
    assert len(titles) == 2
    assert built == [own]
    assert catalog.usual(name, own).title not in titles


def test_a_chart_is_as_of_a_figure_that_it_draws(ledger: Ledger) -> None:
    """What has no figure, such as a prison of which only the holder is known, does not date the figures of others."""
    for name in catalog.names():
        for day in catalog.entry(name).options(ledger).get("day", ("",))[-6:]:
            spec = catalog.build(name, ledger, **({"day": day} if day else {}))
            counted = spec.data[spec.data["value"].notna()]
            assert counted.empty or spec.as_of in {*counted["as_of"], *counted["published"]}, (name, day)
    prisons = catalog.build("detention.map", ledger)
    assert prisons.data["value"].isna().any()
    assert as_of_text(prisons) == "reported 1 Mar 2025"
    assert "(reported 1 Mar 2025)" in prisons.title


def test_no_chart_is_as_of_a_day_after_the_newest_publication(ledger: Ledger) -> None:
    """A year that still runs counts up to what was published: neither to its last day nor to today."""
    dated = ledger.sources.loc[ledger.sources["published_precision"].astype(str) != "year", "published"]
    newest = dated.max()
    late = {name: catalog.build(name, ledger).as_of for name in catalog.names()}
    assert {name: day for name, day in late.items() if day > newest} == {}
    departures = catalog.build("camps.departures", ledger)
    assert departures.data["period_end"].max() <= newest
    assert as_of_text(departures) == "as of 21 Feb 2026"
