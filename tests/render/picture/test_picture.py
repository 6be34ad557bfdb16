"""Pictures as files: ratio and size, the words around the drawing, and that text from data stays text."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from math import isclose
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image

from charts import catalog
from charts.citation import remarks, source_line
from charts.spec import ChartSpec, Marker
from loaders import Ledger
from loaders.geo import Geo
from render.picture import letters
from render.picture.letters import svg_png
from render.picture.picture import Ratio, chart_svg, picture
from tests.render.drawings import HARMLESS, KINDS, crowded, elements, marks, parse, words

ROOT = Path(__file__).resolve().parents[3]
RATIOS = {"16:9": (3200, 1800), "4:3": (2880, 2160), "1:1": (2400, 2400)}
HOSTILE = (
    "'\"]});alert(1) </svg><script>alert(1)</script> =cmd|' /C calc'!A0 javascript:alert(1) "
    "${datum.value} {{x}} datum['value'] bell\x07 null\x00 turned \u202etxt"
)


@pytest.fixture(scope="module")
def chart(ledger: Ledger) -> Callable[[str], ChartSpec]:
    """Build a chart of the catalogue from the project's own data."""
    return lambda name: catalog.build(name, ledger)


def test_events_are_hairlines_with_numbers_that_the_words_below_explain(
    chart: Callable[[str], ChartSpec], geo: Geo
) -> None:
    spec = chart("camps.population")
    root = parse(picture(spec, geo, "svg"))
    assert len(marks(root, "events")) == len(spec.markers)
    numbers = " ".join("".join(mark.itertext()) for mark in marks(root, "event_numbers")).replace(",", "").split()
    assert numbers == [str(n) for n in range(1, len(spec.markers) + 1)]
    told = " ".join(words(root))
    assert all(f"{n}: {marker.when}" in told for n, marker in enumerate(spec.markers, 1))


@pytest.mark.parametrize("ratio", get_args(Ratio))
def test_a_picture_keeps_its_ratio_however_long_its_words_are(
    ratio: Ratio, chart: Callable[[str], ChartSpec], geo: Geo
) -> None:
    spec = chart("displacement.iraq_over_time")
    wordy = replace(spec, caveats=("A long remark that says what the figure leaves out and why. " * 60,))
    for one, title in ((spec, ""), (wordy, "A long title " * 40)):
        root = parse(picture(one, geo, "svg", ratio, title=title))
        wide, high = RATIOS[ratio]
        assert int(root.get("width", 0)) * high == int(root.get("height", 0)) * wide
        assert crowded(root, int(root.get("width", 0)), int(root.get("height", 0))) == []


@pytest.mark.parametrize("ratio", get_args(Ratio))
def test_a_png_is_large_enough_for_a_projector(ratio: Ratio, chart: Callable[[str], ChartSpec], geo: Geo) -> None:
    for name in ("camps.ages", "liberation.territory_held"):
        assert Image.open(io.BytesIO(picture(chart(name), geo, "png", ratio))).size == RATIOS[ratio]


def test_a_pdf_is_one_page_of_vectors_in_the_ratio_of_the_picture(chart: Callable[[str], ChartSpec], geo: Geo) -> None:
    found = picture(chart("camps.population"), geo, "pdf", "4:3")
    assert found.startswith(b"%PDF-")
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", found)
    assert box
    assert isclose(float(box[1]) / float(box[2]), 4 / 3, rel_tol=1e-3)
    assert b"/Subtype/Image" not in found.replace(b" ", b"")


def test_a_pdf_keeps_its_size_where_its_words_need_more_room(chart: Callable[[str], ChartSpec], geo: Geo) -> None:
    for title in ("", "A headline of many words that take several lines " * 6):
        found = picture(chart("camps.population"), geo, "pdf", "4:3", title=title)
        assert re.search(rb"/MediaBox\s*\[\s*0 0 1440 1080\s*\]", found)


def test_a_picture_carries_title_subtitle_sources_and_remarks(chart: Callable[[str], ChartSpec], geo: Geo) -> None:
    for name in KINDS:
        spec = chart(name)
        told = " ".join(words(parse(picture(spec, geo, "svg"))))
        for text in (spec.title, spec.subtitle, source_line(spec), *remarks(spec)):
            assert " ".join(text.split()) in " ".join(told.split()), name


def test_a_title_of_the_readers_own_replaces_the_computed_one(chart: Callable[[str], ChartSpec], geo: Geo) -> None:
    spec = chart("camps.ages")
    told = words(parse(picture(spec, geo, "svg", title="Children first")))
    assert "Children first" in told
    assert not any(spec.title in text for text in told)


def test_a_chart_without_figures_says_so_in_every_kind_of_picture(chart: Callable[[str], ChartSpec], geo: Geo) -> None:
    for name in ("camps.population", "camps.ages", "camps.custody", "flows.sankey", "camps.others"):
        full = chart(name)
        spec = replace(full, data=full.data.iloc[:0], empty="No figure for <this> choice.", markers=())
        root = parse(picture(spec, geo, "svg"))
        assert "No figure for <this> choice." in words(root)
        assert picture(spec, geo, "png").startswith(b"\x89PNG")


def hostile(spec: ChartSpec, text: str) -> ChartSpec:
    """The chart with a text in every place that holds words from the data."""
    told = dict.fromkeys(("text", "title", "place_name", "publisher", "source_title", "note", "locator"), text)
    data = spec.data.astype({"series": "str"})
    data = data.assign(**told, series=[f"{text} {name}" for name in data["series"]])
    if spec.x_kind == "category" or spec.mark == "spans":
        data = data.assign(x=[f"{text} {x}" for x in data["x"].astype(str)])
    view = spec.map
    if view is not None:
        areas = view.areas.assign(name=text, text=text) if view.areas is not None else None
        arcs = view.arcs.assign(name=text, text=text) if view.arcs is not None else None
        if arcs is not None and "start_name" in arcs:
            arcs = arcs.assign(start_name=text, end_name=text)
        view = replace(view, areas=areas, arcs=arcs, area_label=text, circle_label=text)
    return replace(
        spec,
        data=data,
        title=text,
        subtitle=text,
        caveats=(text,),
        markers=tuple(Marker(marker.date, text) for marker in spec.markers),
        map=view,
        colours={f"{text} {name}": key for name, key in spec.colours.items()},
    )


@pytest.mark.parametrize("name", KINDS)
def test_text_from_data_stays_text(name: str, chart: Callable[[str], ChartSpec], geo: Geo) -> None:
    spec = chart(name)
    root = parse(picture(hostile(spec, HOSTILE), geo, "svg"))
    assert elements(root) <= HARMLESS
    names = {attribute for element in root.iter() for attribute in element.attrib}
    assert not any(found.startswith("on") or "href" in found or found == "style" for found in names)
    shown = HOSTILE.translate(dict.fromkeys((0, 7, 0x202E)))
    assert " ".join(shown.split()) in " ".join(words(root))


def test_words_are_drawn_on_a_machine_without_fonts(
    tmp_path: Path, chart: Callable[[str], ChartSpec], geo: Geo
) -> None:
    svg = picture(chart("camps.ages"), geo, "svg").decode()
    (tmp_path / "in.svg").write_text(svg)
    (tmp_path / "fonts.conf").write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>")
    code = (
        "import sys, pathlib; from render.picture.letters import svg_png; "
        "pathlib.Path(sys.argv[2]).write_bytes(svg_png(pathlib.Path(sys.argv[1]).read_text(), 0.5))"
    )
    files = [str(tmp_path / "in.svg"), str(tmp_path / "out.png")]
    bare = os.environ | {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    subprocess.run([sys.executable, "-c", code, *files], check=True, env=bare, cwd=ROOT, timeout=60)  # noqa: S603 - our own program
    title = Image.open(tmp_path / "out.png").convert("L").crop((0, 0, 800, 60))
    assert sum(title.histogram()[:128]) > 300
    # Those of a machine with fonts are the same, to the letter.
    assert (tmp_path / "out.png").read_bytes() == svg_png(svg, 0.5)


def test_fonts_of_the_machine_stand_in_for_those_that_the_converter_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plain before the bold, and none that the converter brings itself."""
    for name in ("Arial.ttf", "LiberationSans-Bold.ttf", "LiberationMono.ttf", "b/A-Bold.otf", "b/A.otf", "b/c.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setattr(letters, "_KEPT", (str(tmp_path), str(tmp_path / "none")))
    assert [file.name for file in letters._others()] == ["LiberationMono.ttf", "A.otf", "A-Bold.otf"]


def test_a_picture_is_the_same_each_time(chart: Callable[[str], ChartSpec], geo: Geo) -> None:
    for name in ("camps.population", "camps.map"):
        assert picture(chart(name), geo, "svg") == picture(chart(name), geo, "svg")
    svg = chart_svg(chart("camps.ages"), geo, 300, 200)
    assert svg_png(svg, 1.0) == svg_png(svg, 1.0)
