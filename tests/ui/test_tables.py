"""Tables as they travel to the browser."""

from __future__ import annotations

import gc

import pandas as pd

from render.plan.frame import text_width
from ui import tables


def test_a_frame_that_is_shown_again_is_made_ready_once() -> None:
    frame = pd.DataFrame({"Camp": ["al-Hol"], "People": [1]})
    first = tables.ready(frame)
    assert tables.ready(frame) is first
    assert first.to_pandas().equals(frame)


def test_what_is_ready_goes_with_its_frame() -> None:
    """Another frame may stand at the address of one that is gone."""
    gc.collect()
    before = len(tables._READY)
    for people in range(20):
        assert tables.ready(pd.DataFrame({"People": [people]}))["People"].to_pylist() == [people]
    gc.collect()
    assert len(tables._READY) == before


def test_a_table_reaches_to_its_last_column() -> None:
    """The widest columns give what is too much; short ones keep their words."""
    frame = pd.DataFrame(
        {
            "Member": ["Bosnia and Herzegovina"],
            "Remark": ["Among the first partners; " * 9],
            "Address": ["https://a.b/" * 9],
        }
    )
    widths = tables.fitted(frame)
    assert sum(widths.values()) <= 1040
    assert widths["Remark"] > 500
    assert widths["Member"] > text_width("Bosnia and Herzegovina", 14)
    assert widths["Address"] < 120


def test_one_long_name_does_not_take_the_room_of_what_is_long_in_every_row() -> None:
    names = ["Belgium"] * 19 + ["Community of Sahel-Saharan States (CEN-SAD)"]
    frame = pd.DataFrame({"Member": names, "Region": names, "Remark": ["Among the first partners; " * 9] * 20})
    widths = tables.fitted(frame)
    assert widths["Member"] < 100
    assert widths["Remark"] > 800


def test_of_many_long_columns_the_first_are_whole_in_view() -> None:
    """Before: a table of nine was as wide as its texts, up to 3,100 pixels, and who states a figure was out of view."""
    widths = list(tables.fitted(pd.DataFrame({f"Column {at}": ["word " * 40] for at in range(9)})).values())
    assert 1000 < sum(widths[:4]) <= 1040
    assert set(widths[4:]) == {220}
    assert tables.fitted(pd.DataFrame()) == {}


def test_long_columns_give_way_where_all_are_in_view_then() -> None:
    """Before, of six columns that are long by half too much the last was cut at the edge of the page."""
    first, *others = tables.fitted(pd.DataFrame({f"Column {at}": ["word " * 40] for at in range(6)})).values()
    assert 1000 < first + sum(others) <= 1040
    assert first >= 220, "what a row is about"
    assert min(others) >= 160


def test_no_figure_is_cut_for_a_column_more() -> None:
    figure = "at least 1,500,000 people"
    widths = tables.fitted(pd.DataFrame({f"Year {at}": [figure] for at in range(8)})).values()
    assert min(widths) > text_width(figure, 14)


def test_a_table_ends_at_a_whole_row() -> None:
    """Rows are 33 pixels high, as a browser draws them; before, 420 pixels cut the last."""
    assert [tables.whole(rows) for rows in (1, 12)] == [2 * 33 + 2, 13 * 33 + 2]


def test_a_column_of_dates_and_numbers_is_as_wide_as_they_are_written() -> None:
    widths = tables.fitted(pd.DataFrame({"People": [1_234_567], "Day": pd.to_datetime(["2026-05-31"])}))
    assert text_width("1,234,567", 14) < widths["People"] < 120
    assert text_width("31 May 2026", 14) < widths["Day"] < 120


def test_a_printed_table_has_all_its_columns_and_says_what_it_leaves_out() -> None:
    """What scrolls on the screen is cut on paper; texts are escaped, dates and numbers as on the screen."""
    frame = pd.DataFrame(
        {"When": pd.to_datetime(["2026-02-07"] * 50), "People": [12_345] * 50, "Remark": ["<b>Moved</b>"] * 50}
    )
    made = tables.printed(frame, "Moves & counts")
    assert made.count("<tr>") == 41
    assert "<th>When</th><th>People</th><th>Remark</th>" in made
    assert "<td>7 Feb 2026</td><td>12,345</td><td>&lt;b&gt;Moved&lt;/b&gt;</td>" in made
    assert "Moves &amp; counts" in made
    assert "10 more rows" in made
    assert "more row" not in tables.printed(frame.head(3), "Moves")
    assert tables._PRINTS[id(frame)][1] in tables.printed(frame, "The same frame, another title")
