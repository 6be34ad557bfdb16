"""The geometry of a flow diagram: true to its numbers, inside its box, with labels that do not touch."""

import itertools
from dataclasses import replace
from html import escape

import pandas as pd
import pytest

from charts import catalog
from charts.spec import DRAWN, ChartSpec
from loaders import Ledger
from render.plan.frame import text_width
from render.plan.points import Size
from render.plan.sankey import THIN, Band, Node, layout, least_height, names_within, node_texts
from render.screen import chart

WIDE, HIGH, SIZE = 860.0, 340.0, 11.0
PERIODS = [("2025-01-01", "2025-12-31"), ("2019-01-01", "2025-12-31"), ("2023-01-01", "2023-12-31")]


def flows(*ways: tuple[str, str, float]) -> ChartSpec:
    data = pd.DataFrame([dict.fromkeys(DRAWN, "") | {"series": a, "x": b, "value": v} for a, b, v in ways])
    data = data.assign(text=[f"{v:,.0f}" for v in data["value"]], qualifier="exact", unit="persons")
    return ChartSpec("test.flows", "Flows", "people", "sankey", data, "persons", x_kind="category")


@pytest.fixture(scope="module", params=PERIODS, ids=lambda period: f"{period[0][:4]}-{period[1][:4]}")
def drawn(request: pytest.FixtureRequest, ledger: Ledger) -> tuple[list[Node], list[Band]]:
    start, end = request.param
    return layout(catalog.build("flows.sankey", ledger, start=start, end=end), WIDE, HIGH, SIZE)


def label_box(node: Node) -> tuple[float, float, float, float]:
    wide = max(text_width(line, SIZE) for line in node.label)
    high = len(node.label) * SIZE
    x = {"start": node.label_x, "middle": node.label_x - wide / 2, "end": node.label_x - wide}[node.anchor]
    return x, node.label_y - high / 2, x + wide, node.label_y + high / 2


def test_a_node_is_as_high_as_its_bands_on_the_fuller_side(drawn: tuple[list[Node], list[Band]]) -> None:
    nodes, bands = drawn
    for node in nodes:
        out = sum(b.y0b - b.y0a for b in bands if b.source == node.name)
        into = sum(b.y1b - b.y1a for b in bands if b.target == node.name)
        assert node.y1 - node.y0 == pytest.approx(max(out, into))
        if out and into:  # the accounts close: only bands raised to what can be seen make a difference
            thin = sum(THIN for b in bands if b.thin and node.name in (b.source, b.target))
            assert abs(out - into) <= thin + 1e-6


def test_bands_are_as_thick_as_their_number_or_say_that_they_are_not(drawn: tuple[list[Node], list[Band]]) -> None:
    _, bands = drawn
    true = [band for band in bands if not band.thin]
    scale = (true[0].y0b - true[0].y0a) / true[0].value
    for band in bands:
        assert band.y0b - band.y0a == pytest.approx(band.y1b - band.y1a)
        assert band.y0b - band.y0a == pytest.approx(THIN if band.thin else band.value * scale)
        assert not band.thin or band.value * scale < THIN


def test_nothing_leaves_the_box(drawn: tuple[list[Node], list[Band]]) -> None:
    nodes, bands = drawn
    for node in nodes:
        for x0, y0, x1, y1 in ((node.x0, node.y0, node.x1, node.y1), label_box(node)):
            assert -0.01 <= x0 < x1 <= WIDE + 0.01
            assert -0.01 <= y0 < y1 <= HIGH + 0.01
    for band in bands:
        assert 0 <= band.x0 < band.x1 <= WIDE
        assert min(band.y0a, band.y1a) >= 0
        assert max(band.y0b, band.y1b) <= HIGH + 0.01


def test_bands_start_and_end_on_their_nodes_one_below_the_other(drawn: tuple[list[Node], list[Band]]) -> None:
    nodes, bands = drawn
    for node in nodes:
        for ends in (
            sorted((b.y0a, b.y0b) for b in bands if b.source == node.name),
            sorted((b.y1a, b.y1b) for b in bands if b.target == node.name),
        ):
            assert all(node.y0 - 0.01 <= a and b <= node.y1 + 0.01 for a, b in ends)
            assert all(before[1] <= after[0] + 1e-6 for before, after in itertools.pairwise(ends))


def test_labels_and_nodes_of_a_column_do_not_touch(drawn: tuple[list[Node], list[Band]]) -> None:
    nodes, _ = drawn
    for one, other in itertools.combinations(nodes, 2):
        if one.column == other.column:
            (_, a0, _, a1), (_, b0, _, b1) = label_box(one), label_box(other)
            assert a1 <= b0 + 0.01 or b1 <= a0 + 0.01
            assert one.y1 <= other.y0 or other.y1 <= one.y0


def test_every_link_is_drawn_with_its_own_words(ledger: Ledger) -> None:
    spec = catalog.build("flows.sankey", ledger)
    _, bands = layout(spec, WIDE, HIGH, SIZE)
    rows = spec.data[spec.data["value"] > 0]
    said = [f"{r['series']} to {r['x']}: {r['text']}" for r in rows.to_dict("records")]
    assert [band.said for band in bands] == said
    assert said


def test_nodes_are_ordered_so_that_bands_do_not_cross_where_they_need_not() -> None:
    nodes, _ = layout(flows(("a", "z", 5), ("b", "y", 5), ("c", "x", 5)), 400, 200)
    at = {node.name: node.y0 for node in nodes}
    assert [n for n in sorted(at, key=at.__getitem__) if n in "abc"] == ["a", "b", "c"]
    assert at["z"] < at["y"] < at["x"]


def test_the_figure_of_an_edge_node_with_several_links_is_their_sum_and_hedged_as_they_are() -> None:
    spec = flows(("a", "z", 5), ("b", "z", 7))
    hedged = spec.data.assign(qualifier=["exact", "about"])
    texts = {n.name: n.text for n in layout(replace(spec, data=hedged), 400, 200)[0]}
    assert texts["z"] == "about 12"
    assert texts["a"] == "5"


def test_people_who_come_back_do_not_break_the_columns() -> None:
    nodes, bands = layout(flows(("a", "b", 5), ("b", "a", 2), ("b", "c", 3), ("d", "d", 1)), 400, 200)
    columns = {node.name: node.column for node in nodes}
    assert columns["a"] < columns["b"] < columns["c"]
    assert len(bands) == 4
    assert all(0 <= n.x0 < n.x1 <= 400 and 0 <= n.y0 < n.y1 <= 200 for n in nodes)


def test_more_labels_than_a_box_has_room_for_stay_inside_and_ask_for_more() -> None:
    spec = flows(*(("camp", f"country {i}", 1 + i) for i in range(60)))
    nodes, _ = layout(spec, 400, 200, 12)
    assert all(n.y0 >= -0.01 and n.y1 <= 200.01 for n in nodes)
    assert least_height(spec, 400, 12) > 200
    assert least_height(flows(("a", "b", 1)), 400, 12) <= 200


def test_nobody_on_the_way_gives_nothing_to_draw() -> None:
    assert layout(flows(("a", "b", 0)), 400, 200) == ([], [])


@pytest.mark.parametrize("period", PERIODS)
def test_on_a_phone_names_keep_to_their_half_and_those_between_step_into_a_key(
    ledger: Ledger, period: tuple[str, str]
) -> None:
    """At 400 pixels the names of sites lay on those of where people went."""
    spec = catalog.build("flows.sankey", ledger, start=period[0], end=period[1])
    links = spec.data[spec.data["value"] > 0]
    inside = set(links["series"]) & set(links["x"])
    names = names_within(spec, 320.0, 13)
    assert inside
    assert inside == set(names.keyed)
    assert not inside & names.beside.keys()
    assert max(text_width(line, 13) for lines in names.beside.values() for line in lines) <= 0.42 * 320
    drawn = chart.figure(spec, "light", Size(320.0, 340.0))
    (node,) = [one["node"] for one in drawn["data"]]
    (key,) = [one["text"] for one in drawn["layout"]["annotations"] if one.get("name") == "key"]
    assert all(escape(name) in key for name in inside)
    assert node["pad"] >= names.lines * 17
    # What a reader points at is told in full, hedge included.
    texts = node_texts(links)
    assert node["customdata"] == [
        escape(name if name in inside else f"{name}: {texts[name]}")
        for name in dict.fromkeys([*links["series"], *links["x"]])
    ]
    assert names_within(spec, 760.0, 13).keyed == ()
