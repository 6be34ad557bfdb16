"""Places of a chart without a figure: which they are, which say so in the drawing, and in what words they are told."""

from dataclasses import replace
from xml.etree import ElementTree

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts.alt import describe
from charts.gaps import Gap, categories, drawn_gaps, gap_words, gaps, turned
from charts.spec import CITED, DRAWN, ChartSpec
from render.picture.parts import Plot
from render.plan.series import keyed_series
from render.screen import chart as plotly_chart
from tests.render.drawings import drawing_of, marks, middle

Pair = tuple[str, str] | tuple[str, str, float]


def chart(mark: str, *pairs: Pair, **more: object) -> ChartSpec:
    """A chart over categories with a figure (100, or the third of a pair) for each pair of category and series."""
    blank = dict.fromkeys(DRAWN + CITED, "") | dict.fromkeys(("low", "high", "rival_low", "rival_high"), float("nan"))
    plain = blank | {
        "qualifier": "exact",
        "unit": "persons",
        "role": "headline",
        "basis": "stated",
        "group": "total",
        "source": "made-up",
        "publisher": "A publisher",
        "statements": 1,
        "date_precision": "year",
        "published": pd.NaT,
        "period_start": pd.NaT,
        "period_end": pd.Timestamp("2025-12-31"),
    }
    rows = []
    for category, series, *value in pairs:
        number = value[0] if value else 100.0
        rows.append(plain | {"x": category, "series": series, "value": number, "text": f"{number:g}"})
    return ChartSpec("made.up", "A title", "People", mark, pd.DataFrame(rows), "persons", "category", **more)  # type: ignore[arg-type]


APPEAL = (("2023", "required"), ("2023", "received"), ("2026", "required"))


def test_a_series_without_a_figure_is_a_gap_and_a_missing_year_is_one_gap() -> None:
    spec = chart("column", *APPEAL)
    assert categories(spec) == ["2023", "2024", "2025", "2026"]
    assert gaps(spec) == [Gap("2024"), Gap("2025"), Gap("2026", "received")]
    assert gap_words(spec) == "No figure for 2024 and 2025; of “received” for 2026."


def test_a_stated_zero_is_no_gap() -> None:
    assert gaps(chart("column", ("2025", "required"), ("2025", "received", 0.0))) == []


def test_years_are_filled_up_along_a_sequence_of_years_only() -> None:
    """Parts of a year keep their place; batches, places and rows of a list are no years."""
    part = chart("column", ("2019", "A"), ("2021 to Sep", "A"), ("2021", "A"))
    assert categories(part) == ["2019", "2020", "2021 to Sep", "2021"]
    for names in (("1", "2", "4"), ("Erbil", "Duhok"), ("2021", "2019"), ("2019", "Erbil"), ("1950", "2020")):
        assert categories(chart("column", *((name, "A") for name in names))) == list(names)
    assert categories(chart("bar", ("2019", "A"), ("2021", "A"))) == ["2019", "2021"]


def test_bars_whose_series_tell_rows_apart_have_no_gaps() -> None:
    assert gaps(chart("bar", ("Mar, Reuters", "US"), ("May, AFP", "NGOs"))) == []
    shared = chart("bar", ("Raqqa", "escaped"), ("Raqqa", "recaptured"), ("Navkur", "escaped"))
    assert gaps(shared) == [Gap("Navkur", "recaptured")]


def test_what_sources_do_not_split_is_not_missing_from_a_stack() -> None:
    spec = chart("stacked", ("2019", "children"), ("2019", "not split"), ("2020", "children"))
    split = spec.data.assign(group=spec.data["series"].map({"children": "children", "not split": "total"}))
    assert gaps(replace(spec, data=split)) == []
    assert gaps(spec) == [Gap("2020", "not split")]


def test_a_sum_to_date_stands_for_that_of_the_year() -> None:
    """A running year with money so far has no gap, one without any has, and no other year lacks a sum to date."""
    measures = {"required": "plan_needs", "received": "plan_money", "so far": "plan_money_to_date"}
    spec = chart("column", *APPEAL, ("2026", "so far"), ("2024", "required"), ("2025", "received"))
    told = spec.data.assign(indicator=spec.data["series"].map(measures))
    spec = replace(spec, data=told)
    assert gaps(spec) == [Gap("2024", "received"), Gap("2025", "required")]


def test_runs_of_years_are_told_as_runs() -> None:
    years = [("2010", "B"), *((str(year), "A") for year in range(2010, 2020)), ("2014", "B"), ("2017", "B")]
    assert gap_words(chart("column", *years)) == "No figure of “B” for 2011 to 2013, 2015, 2016, 2018 and 2019."


@pytest.mark.parametrize(
    ("mark", "facet", "told"),
    [
        ("column", False, "Where a row has no column of a series, there is no figure of it; it is not zero."),
        ("column", True, "Where a panel has no column for a row, there is no figure; it is not zero."),
        ("stacked", False, "Where a row lacks one of the parts, there is no figure of it."),
        ("dumbbell", False, "Where a row has no dot of a series, there is no figure of it; it is not zero."),
    ],
)
def test_many_gaps_are_told_by_what_an_empty_place_means(mark: str, facet: bool, told: str) -> None:  # noqa: FBT001
    names = [f"The camp of number {number}" for number in range(20)]
    spec = chart(mark, *((name, "A") for name in names), (names[0], "B"), facet=facet)
    assert gap_words(spec) == told


def test_nothing_is_said_where_nothing_is_missing() -> None:
    assert gap_words(chart("column", ("2024", "A"), ("2025", "A"))) == ""


def test_gaps_are_written_where_their_places_have_room() -> None:
    """In columns and bars each, in stacks only whole categories, in small multiples and crowds none."""
    assert drawn_gaps(chart("column", *APPEAL)) == gaps(chart("column", *APPEAL))
    assert drawn_gaps(chart("stacked", *APPEAL)) == [Gap("2024"), Gap("2025")]
    assert drawn_gaps(chart("column", *APPEAL, facet=True)) == []
    crowd = [(f"{number}", name) for number in range(25) for name in "AB"][:-1]
    assert drawn_gaps(chart("column", *crowd)) == []
    assert not turned(chart("column", ("2024", "A"), ("2026", "A")))
    assert turned(chart("column", *APPEAL))


def drawn(spec: ChartSpec) -> tuple[ElementTree.Element, Plot]:
    """A chart as a picture, and the area of its marks."""
    root, (plot,) = drawing_of(spec, 900, 500)
    return root, plot


def placed(spec: ChartSpec) -> dict[float, str]:
    """The words at the base of the columns of a picture by their place on the axis of categories."""
    root, plot = drawn(spec)
    many = plot.x.high - plot.x.low
    at_base = [word for word in marks(root, "gaps", "figures") if float(word.get("y", 0)) > plot.bottom - 12]
    return {
        round(plot.x.low + (float(word.get("x", 0)) - plot.left) / plot.width * many, 2): str(word.text)
        for word in at_base
    }


def test_words_stand_in_the_place_of_their_column_on_screen_and_in_pictures() -> None:
    spec = chart("column", *APPEAL)
    figure = go.Figure(plotly_chart.figure(spec))
    assert {round(a.x, 2): a.text for a in figure.layout.annotations} == placed(spec)
    assert placed(spec) == {1.0: "no figure", 2.0: "no figure", 3.18: "no figure"}
    assert {a.textangle for a in figure.layout.annotations} == {-90}
    assert list(figure.layout.xaxis.categoryarray) == categories(spec)
    assert list(figure.layout.xaxis.range) == [-0.5, 3.5]


def test_a_zero_is_written_as_zero_on_screen_and_in_pictures() -> None:
    rows = [(str(year), name, 123456.0) for year in range(2005, 2025) for name in ("A", "B")]
    spec = chart("column", *rows[:-1], ("2024", "B", 0.0))
    (zero,) = (one for one in go.Figure(plotly_chart.figure(spec)).layout.annotations if one.name != "figure")
    assert (round(zero.x, 2), zero.text) == (19.18, "0")
    assert placed(spec)[19.18] == "0"


def test_rows_of_bars_without_a_figure_say_so_on_their_own_line() -> None:
    spec = chart("bar", ("Raqqa", "escaped"), ("Raqqa", "recaptured"), ("Navkur", "escaped"))
    (words,) = go.Figure(plotly_chart.figure(spec)).layout.annotations
    assert (words.text, words.x, round(words.y, 3)) == ("no figure", 0, -0.18)
    root, plot = drawn(spec)
    told = marks(root, "figures")
    assert [word.text for word in told] == ["100", "100", "100", "no figure"]
    bars = [middle(mark)[1] for mark in marks(root, "bars")]
    assert len(bars) == 3
    rows = [(at - plot.top) / plot.height * 2 - 0.5 for at in bars]
    assert [round(row, 3) for row in rows] == [-0.18, 0.18, 0.82]
    foot = float(told[0].get("y", 0)) - bars[0]
    assert [round((float(word.get("y", 0)) - foot - plot.top) / plot.height * 2 - 0.5, 3) for word in told] == [
        *(round(row, 3) for row in rows),
        1.18,
    ]


def test_the_text_alternative_tells_the_gaps() -> None:
    assert describe(chart("column", *APPEAL)).endswith("No figure for 2024 and 2025; of “received” for 2026.")


def test_a_legend_of_bars_follows_the_rows() -> None:
    """Where each row has its own series, the first row's comes first, whatever the order of the colours."""
    spec = chart("bar", ("Mar", "US"), ("May", "NGOs"), ("Sep", "US"), colours={"NGOs": "blue", "US": "orange"})
    assert keyed_series(spec) == ["US", "NGOs"]
    root, _ = drawn(spec)
    assert [word.text for word in marks(root, "legend_marks", "legend_names") if word.text] == ["US", "NGOs"]
    figure = go.Figure(plotly_chart.figure(spec))
    assert figure.layout.legend.traceorder == "reversed"
    assert [trace.name for trace in figure.data][::-1] == ["US", "NGOs"]
