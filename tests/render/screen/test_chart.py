"""What a figure looks like: hedges, gaps, rivals, axes and labels."""

import html
import itertools
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from analysis import select
from charts import catalog
from charts.common import camp_sentence, series_points
from charts.gaps import NO_FIGURE
from charts.spec import ChartSpec, MapView, Marker
from loaders import Ledger
from render.plan.axes import spread, tick_texts, ticks
from render.plan.frame import text_width
from render.plan.plan import plan_of
from render.plan.points import CARD, Size
from render.screen import chart as plotly_chart
from render.screen.parts import SYMBOLS

Make = Callable[..., Ledger]


def line(ledger: Ledger, **more: object) -> ChartSpec:
    """A line chart of all observations of a small ledger."""
    data = series_points(ledger, ledger.observations, "place")
    return ChartSpec(name="test.line", title="T", subtitle="S", mark="line", data=data, unit="persons", **more)  # type: ignore[arg-type]


def traces(spec: ChartSpec, mode: str) -> list[dict[str, object]]:
    """Traces of one mode."""
    return [t for t in plotly_chart.figure(spec)["data"] if t.get("mode") == mode]


@pytest.mark.parametrize(("hedge", "symbol"), SYMBOLS.items())
def test_a_hedged_point_looks_hedged(with_rows: Make, hedge: str, symbol: str) -> None:
    made = with_rows({"qualifier": hedge, "low": 90.0, "high": 110.0} if hedge == "range" else {"qualifier": hedge})
    (points,) = traces(line(made), "markers")
    assert points["marker"]["symbol"] == [symbol]  # type: ignore[index]
    assert (hedge == "exact") == (not symbol.endswith("open"))


def test_a_range_has_a_whisker_from_low_to_high(with_rows: Make) -> None:
    made = with_rows({"qualifier": "range", "value": 5000.0, "low": 4000.0, "high": 6500.0})
    (points,) = traces(line(made), "markers")
    assert points["error_y"]["array"] == [1500.0]  # type: ignore[index]
    assert points["error_y"]["arrayminus"] == [1000.0]  # type: ignore[index]


def test_a_gap_of_more_than_a_year_is_a_gap(with_rows: Make) -> None:
    """The line is broken; no point is invented in between."""
    made = with_rows({"period_end": "2019-01-31"}, {"period_end": "2019-12-31"}, {"period_end": "2021-06-30"})
    (drawn,) = traces(line(made), "lines")
    assert drawn["y"] == [100.0, 100.0, None, 100.0]


def test_rivals_are_light_marks_and_never_in_the_line(with_rows: Make) -> None:
    made = with_rows({"value": 93.0}, {"value": 126.0, "publisher_kind": "media", "source": "other"})
    (drawn,) = traces(line(made), "lines")
    assert drawn["y"] == [93.0]
    faint, strong = traces(line(made), "markers")
    assert (faint["y"], strong["y"]) == ([126.0], [93.0])


def test_text_from_data_cannot_be_markup(with_rows: Make) -> None:
    """A publisher named like a tag is shown as it is written."""
    made = with_rows({"publisher": "<img src=x onerror=alert(1)>", "locator": "<b>x</b>"})
    (points,) = traces(line(made), "markers")
    assert "<img" not in points["text"][0]  # type: ignore[index]
    assert "&lt;img" in points["text"][0]  # type: ignore[index]


def test_events_close_to_each_other_share_a_number_label(with_rows: Make) -> None:
    made = with_rows({"period_end": "2019-01-31"}, {"period_end": "2026-01-31"})
    turns = tuple(Marker(pd.Timestamp(day), day) for day in ("2020-01-01", "2026-01-21", "2026-01-25"))
    labels = plotly_chart.figure(line(made, markers=turns))["layout"]["annotations"]
    assert [a["text"] for a in labels if a.get("name") not in ("figure", "event")] == ["1", "2, 3"]


def test_a_figure_at_a_bar_stands_behind_the_other_statements(ledger: Ledger) -> None:
    """Before: `at least 540` of Russia lay on the mark of those who say 592. Every bar chart is walked."""
    covered = []
    for spec in (catalog.build(name, ledger) for name in catalog.names()):
        if spec.mark != "bar" or spec.data.empty or not plan_of(spec).alone:
            continue
        drawn = plotly_chart.figure(spec)
        unit = drawn["layout"]["xaxis"]["range"][1] / 420  # a plot of the narrowest card is not so wide
        starts: dict[str, tuple[float, str]] = {}
        for trace in (one for one in drawn["data"] if one["type"] == "bar" or one["mode"] == "text"):
            inside = trace.get("textposition") if trace["type"] == "bar" else ["outside"] * len(trace["y"])
            ends = zip(trace["y"], trace["x"], trace["text"], inside, strict=True)
            starts |= {at: (end, words) for at, end, words, stands in ends if stands == "outside"}
        for trace in (one for one in drawn["data"] if one["type"] == "scatter" and one["mode"] == "markers"):
            for at, value in zip(trace["y"], trace["x"], strict=True):
                start, words = starts.get(at, (value, ""))
                covered += [(spec.name, at)] if start < value < start + 6 * len(words) * unit else []
    assert covered == []


def test_a_map_is_not_a_plotly_chart(with_rows: Make) -> None:
    spec = line(with_rows({}))
    with pytest.raises(ValueError, match="is a map"):
        plotly_chart.figure(replace(spec, mark="map", map=MapView((0, 0, 1, 1))))


def test_words_beneath_columns_stand_in_lines_where_one_is_too_wide(ledger: Ledger) -> None:
    """`2025` and `2026 to Feb` ran into each other, and dates of seven columns would; short ones stay as they are."""
    axis = plotly_chart.figure(catalog.build("pace.departures", ledger))["layout"]["xaxis"]
    assert axis["ticktext"][-2:] == ["2025", "2026<br>to Feb"]
    dates = plotly_chart.figure(catalog.build("pace.record", ledger))["layout"]["xaxis"]["ticktext"]
    assert len(dates) > 5
    assert {"<br>" in date for date in dates} == {True}
    assert "ticktext" not in plotly_chart.figure(catalog.build("camps.departures", ledger))["layout"]["xaxis"]
    assert "ticktext" not in plotly_chart.figure(catalog.build("returns.batches", ledger))["layout"]["xaxis"]


def test_ticks_are_round_and_reach_the_top() -> None:
    assert ticks(73520) == [0, 20000, 40000, 60000, 80000]
    assert tick_texts([0, 1e6, 2e6], "usd") == ["$0", "$1 mn", "$2 mn"]
    assert tick_texts([0, 50, 100], "percent") == ["0%", "50%", "100%"]


def test_labels_at_the_lines_end_do_not_overlap() -> None:
    placed = spread([100, 102, 101], 16, 0, 300)
    assert sorted(b - a for a, b in zip(sorted(placed), sorted(placed)[1:], strict=False)) == [16, 16]
    assert max(spread([290, 295, 299], 16, 0, 300)) <= 300


def test_the_sentence_of_al_hol_is_computed(ledger: Ledger) -> None:
    rows = series_points(ledger, select(ledger, "camp_population", place="al-hol", origin="all"), "place")
    told = camp_sentence(ledger, "Al-Hol", rows[rows["role"] == "headline"])
    assert told == "Al-Hol was closed on 22 Feb 2026; it held 73,520 people in May 2019"


def test_names_beneath_the_panels_of_a_chart_have_room(ledger: Ledger) -> None:
    """On the narrowest card no two of them touch and none sticks out, where plotly would leave it away."""
    found = 0
    for name in catalog.names():
        spec = catalog.usual(name, ledger)
        drawn = {"layout": {}} if spec.is_empty or spec.mark == "map" else plotly_chart.figure(spec)
        if drawn["layout"].get("xaxis2", {}).get("type") != "category":
            continue
        for key in (one for one in drawn["layout"] if one.startswith("xaxis")):
            axis = drawn["layout"][key]
            order, shown = axis["categoryarray"], axis["tickvals"]
            apart = CARD.width * (axis["domain"][1] - axis["domain"][0]) / len(order)
            places = [order.index(one) for one in shown]
            assert places
            for place in places:
                half = text_width(order[place], 12) / 2
                assert half <= (place + 0.5) * apart <= len(order) * apart - half
            for one, after in itertools.pairwise(places):
                assert (after - one) * apart >= text_width(order[one], 12)
            found += len(shown) < len(order)
    assert found


@pytest.mark.parametrize("width", [320.0, CARD.width])
def test_names_over_panels_stand_clear_of_each_other(ledger: Ledger, width: float) -> None:
    """On a phone, too: two panels stand side by side there, and a long name takes two lines."""
    found = 0
    for name in catalog.names():
        spec = catalog.usual(name, ledger)
        if not spec.facet or spec.data.empty:
            continue
        layout = plotly_chart.figure(spec, room=Size(width, CARD.height))["layout"]
        heads = [one for one in layout["annotations"] if one["text"].startswith("<b>")]
        across = sorted({one["x"] for one in heads})
        assert len(across) <= (2 if width < CARD.width else 4)
        apart = min((b - a for a, b in itertools.pairwise(across)), default=1.0) * (width - 44)
        for head in heads:
            lines = html.unescape(head["text"][3:-4]).split("<br>")
            assert len(lines) <= 2
            assert max(text_width(line, head["font"]["size"], 600) for line in lines) < apart, (name, lines)
        found += len(heads)
    assert found


def test_panels_in_a_single_line_do_not_lie_flat(ledger: Ledger) -> None:
    """Before: months of displacement stood 90 pixels high in a card of the whole width."""
    found = 0
    for name in catalog.names():
        spec = catalog.usual(name, ledger)
        if spec.facet and not spec.data.empty:
            layout = plotly_chart.figure(spec)["layout"]
            heads = {one["y"] for one in layout["annotations"] if one["text"].startswith("<b>")}
            assert layout["height"] >= 270
            found += len(heads) == 1
    assert found


PHONE = Size(320, CARD.height)


def test_names_of_two_lines_over_panels_stand_clear_of_the_years_above_them(ledger: Ledger) -> None:
    """The Combating Terrorism Center stood over the years of the panel above it."""
    found = 0
    for spec in (catalog.usual(name, ledger) for name in catalog.names()):
        layout = plotly_chart.figure(spec)["layout"] if spec.facet and not spec.data.empty else {"annotations": []}
        for head in layout["annotations"]:
            if not head["text"].startswith("<b>") or "<br>" not in head["text"]:
                continue
            tall = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
            above = [axis["domain"][0] for key, axis in layout.items() if key.startswith("yaxis")]
            gaps = [(foot - head["y"]) * tall for foot in above if foot > head["y"]]
            assert min(gaps, default=100) >= 20 + 2 * head["font"]["size"] * 1.3, spec.name
            found += 1
    assert found


def test_the_numbers_of_events_stand_between_legend_and_plot(ledger: Ledger) -> None:
    """One of them stood behind a name of the legend."""
    found = 0
    for name in catalog.names():
        spec = catalog.usual(name, ledger)
        if spec.is_empty or spec.mark == "map":
            continue
        layout = plotly_chart.figure(spec)["layout"]
        if not layout["showlegend"] or not any(one.get("hovertext") for one in layout["annotations"]):
            continue
        plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
        assert (layout["legend"]["y"] - 1) * plot >= 16
        assert layout["margin"]["t"] - (layout["legend"]["y"] - 1) * plot >= 40
        found += 1
    assert found


def test_dates_beneath_lines_with_long_names_have_room_on_a_phone(ledger: Ledger) -> None:
    found = 0
    for name in catalog.names():
        spec = catalog.usual(name, ledger)
        if spec.is_empty or spec.facet or spec.mark not in ("line", "step") or spec.x_kind != "date":
            continue
        layout = plotly_chart.figure(spec, room=PHONE)["layout"]
        axis, margin = layout["xaxis"], layout["margin"]
        first, last = (pd.Timestamp(edge) for edge in axis["range"])
        wide = PHONE.width - 35 - margin["r"]
        told = [
            (
                wide * ((pd.Timestamp(at) - first) / (last - first)),
                max(text_width(one, 12) for one in text.split("<br>")),
            )
            for at, text in zip(axis["tickvals"], axis["ticktext"], strict=True)
        ]
        for (before, much), (after, more) in itertools.pairwise(told):
            assert before + much / 2 < after - more / 2, (name, axis["ticktext"])
        found += margin["r"] > 40
    assert found


def test_figures_at_the_ends_of_bars_are_not_cut_on_a_phone(ledger: Ledger) -> None:
    found, cut = 0, []
    for name in catalog.names():
        spec = catalog.usual(name, ledger)
        if spec.is_empty or spec.mark != "bar":
            continue
        layout = plotly_chart.figure(spec, room=PHONE)["layout"]
        axis = layout["yaxis"]
        beside = axis["ticktext"] if axis.get("showticklabels", True) else []
        names = max((text_width(line, 13) for text in beside for line in text.split("<br>")), default=0.0)
        wide = PHONE.width - 20 - names
        for value, text in zip(spec.data["value"], spec.data["text"].astype(str), strict=True):
            end = value / layout["xaxis"]["range"][1] * wide + text_width(text, 12)
            cut += [(name, text)] if end > wide + 12 else []
            found += 1
    assert found > 100
    assert [text for _, text in cut if " to " not in text] == []  # a range beside long names has no room anywhere


def test_words_for_missing_columns_do_not_cover_each_other_on_a_phone(ledger: Ledger) -> None:
    """Neighbours in one category share the words where places are narrow; on a wider card each has its own."""
    shared = 0
    for name in catalog.names():
        spec = catalog.usual(name, ledger)
        if spec.is_empty or spec.facet or spec.mark != "column" or spec.x_kind != "category":
            continue
        told = []
        for width in (PHONE.width, CARD.width):
            layout = plotly_chart.figure(spec, room=Size(width, CARD.height))["layout"]
            words = sorted(one["x"] for one in layout["annotations"] if one["text"] == NO_FIGURE and one["textangle"])
            apart = width / len(layout["xaxis"]["categoryarray"])
            assert all((b - a) * apart >= 8 for a, b in itertools.pairwise(words)), name
            told.append(len(words))
        assert told[0] <= told[1]
        shared += told[0] < told[1]
    assert shared
