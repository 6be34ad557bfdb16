"""What a refresh rests on: identities read as they were written, series that are merged, files that are no decks."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from charts.text import one_line
from exports.briefing import Item, exhibit
from exports.deck import RefreshError, deck, refresh
from exports.deck.identity import Figure, Identity, from_text, mark, property_of, to_text
from exports.deck.merge import Written, merged, name_of, written
from exports.deck.ooxml import A, C, P
from exports.deck.slides import usual_master_first
from loaders import Ledger
from loaders.geo import Geo
from render.office.native import native_charts
from render.office.values import drawn
from tests.exports.decks import narrow, opened, with_parts

POPULATION = "camps.population"
BASE = "http://localhost:8501"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"no deck", "not a .pptx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
    ],
)
def test_a_file_that_is_no_deck_gets_a_clear_message(data: bytes, message: str, ledger: Ledger, geo: Geo) -> None:
    """The message says what is wrong with the file."""
    with pytest.raises(RefreshError, match=message):
        refresh(data, ledger, geo)


def test_a_deck_of_somebody_else_gets_a_clear_message(ledger: Ledger, geo: Geo) -> None:
    """No chart of ours is in it."""
    with pytest.raises(RefreshError, match="No chart of a briefing"):
        refresh(narrow(), ledger, geo)


def test_a_damaged_deck_gives_a_message_or_a_deck(small: bytes, ledger: Ledger, geo: Geo) -> None:
    """Each part in turn is taken away, emptied, cut or swapped: a RefreshError, or a deck that python-pptx reads."""
    archive = zipfile.ZipFile(io.BytesIO(small))
    names = sorted(archive.namelist())
    refused = 0
    for number, name in enumerate(names):
        content = archive.read(name)
        new = (None, b"", content[: len(content) // 2], archive.read(names[number - 1]))[number % 4]
        damaged = _with(small, name, new)
        try:
            assert len(opened(refresh(damaged, ledger, geo).deck).slides) > 1
        except RefreshError:
            refused += 1
    assert 0 < refused < len(names)


@pytest.fixture(scope="module")
def small(before: Ledger, geo: Geo) -> bytes:
    """A deck of one chart."""
    return deck("One", [exhibit(Item("camps.ages", {}), before)], geo, ledger=before, address=BASE)


@given(
    st.text(max_size=60), st.text(max_size=60), st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=3)
)
def test_an_identity_is_read_as_it_was_written(title: str, figure: str, texts: dict[str, str]) -> None:
    """Whatever its texts hold, through a tag and through the properties of a workbook."""
    item = Item("camps.population", {}, "2025-01-31", "", one_line(title))
    kept = Identity(item, "v", "2025-01-31", texts=texts)
    kept = replace(kept, figures=(Figure(figure, "1", "", ""),))
    assert from_text(to_text(kept)) == kept
    assert from_text(to_text(kept) + "}") is None


def test_a_workbook_keeps_its_cells_beside_the_identity(ledger: Ledger) -> None:
    """The property is read back, and the workbook opens with the same cells."""
    chart = native_charts(exhibit(Item(POPULATION, {}), ledger).spec)[0]
    marked = chart.marked(to_text(Identity(Item(POPULATION), texts={"title": "x" * 600})))
    found = property_of(marked)
    assert found is not None
    assert found.item.chart == POPULATION
    assert found.texts["title"] == "x" * 600
    one, other = (load_workbook(io.BytesIO(data)) for data in (chart.workbook, marked))
    assert [c.value for r in one.worksheets[0] for c in r] == [c.value for r in other.worksheets[0] for c in r]
    assert property_of(chart.workbook) is None
    assert property_of(b"no workbook") is None


def test_marks_of_texts_do_not_hang_on_blanks() -> None:
    """PowerPoint may break lines anew; a changed word is another text."""
    assert mark("About 10,000\n people") == mark("About 10,000 people ")
    assert mark("About 10,000 people") != mark("About 11,000 people")


def test_a_series_of_the_users_own_stays_in_the_chart(before: Ledger, ledger: Ledger) -> None:
    """A target line that the user added keeps its figures; a series that we drew and draw no more goes."""
    spec, fresh = (exhibit(Item("camps.ages", {}), one).spec for one in (before, ledger))
    space, new = (etree.fromstring(native_charts(one)[0].xml) for one in (spec, fresh))
    was = written(space)
    group = space.find(f".//{C}barChart")
    own = deepcopy(group.findall(f"{C}ser")[0])
    for node in own.find(f"{C}tx").iter(f"{C}v"):
        node.text = "Target"
    group.findall(f"{C}ser")[-1].addnext(own)
    done, remarks = merged(space, new, was)
    names = [name_of(one) for one in done.iter(f"{C}ser")]
    assert names == [*(name_of(one) for one in new.iter(f"{C}ser")), "Target"]
    assert remarks == []
    target = list(done.iter(f"{C}ser"))[-1]
    assert target.find(f".//{C}numLit") is not None
    numbers = [one.find(f"{C}idx").get("val") for one in done.iter(f"{C}ser")]
    assert len(set(numbers)) == len(numbers)


def test_limits_of_axes_follow_the_data_unless_they_were_changed(before: Ledger, ledger: Ledger) -> None:
    """An axis as we wrote it takes the new limits; one with limits of the user's keeps them."""
    old, new = (
        etree.fromstring(native_charts(exhibit(Item(POPULATION, {}), one).spec)[0].xml) for one in (before, ledger)
    )
    was = written(old)
    assert written(merged(old, new, was)[0]).axes == written(new).axes != was.axes
    axis = old.find(f".//{C}valAx")
    axis.find(f"{C}scaling/{C}max").set("val", "123456")
    assert merged(old, new, was)[0].find(f".//{C}valAx/{C}scaling/{C}max").get("val") == "123456"


def test_no_newer_figure_is_off_an_axis_of_which_nobody_knows_whose_it_is(before: Ledger, ledger: Ledger) -> None:
    """LibreOffice drops our marks: Roj's 2,225 of 2026 were named in the title and cut off behind 2024."""
    old, new = (
        etree.fromstring(native_charts(exhibit(Item(POPULATION, {}), one).spec)[0].xml) for one in (before, ledger)
    )
    (words,) = [one for one in list(old.iter(f"{C}ser")) if name_of(one).endswith("figures above")][:1]
    for node in words.find(f"{C}tx").iter(f"{C}v"):
        node.text = "Al-Hol camp, figures left"
    done, remarks = merged(old, new, Written())
    assert written(done).axes == written(new).axes != written(old).axes
    assert "Al-Hol camp, figures left" not in written(done).series
    assert remarks == []


def as_it_was(chart: bytes) -> Any:
    """A line chart by days as decks held it before: a scatter chart along an axis of numbers."""
    space = etree.fromstring(chart)
    group, days = space.find(f".//{C}lineChart"), space.find(f".//{C}dateAx")
    group.tag, days.tag = f"{C}scatterChart", f"{C}valAx"
    group.find(f"{C}grouping").tag = f"{C}scatterStyle"
    group.remove(group.find(f"{C}marker"))
    for name in ("auto", "lblOffset", "baseTimeUnit", "majorTimeUnit", "minorTimeUnit"):
        for node in days.findall(f"{C}{name}"):
            days.remove(node)
    for node in list(group.iter(f"{C}cat", f"{C}val")):
        if node.getparent().tag == f"{C}ser":
            node.tag = f"{C}{'xVal' if node.tag == f'{C}cat' else 'yVal'}"
    space.find(f".//{C}dispBlanksAs").set("val", "gap")
    return space


def test_a_deck_of_scatter_charts_gets_line_charts_in_its_users_look(before: Ledger, ledger: Ledger) -> None:
    """Their dates stand on an axis of days from then on; what is drawn is what a new deck draws."""
    old, new = (native_charts(exhibit(Item("camps.by_origin", {}), one).spec)[0].xml for one in (before, ledger))
    space, fresh = as_it_was(old), etree.fromstring(new)
    was = written(space)
    mine = next(one for one in space.iter(f"{C}ser") if name_of(one) == "Iraqis, line")
    mine.find(f"{C}spPr/{A}ln").set("w", "99999")
    done, remarks = merged(space, fresh, was)
    assert remarks == []
    assert done.find(f".//{C}scatterChart") is None
    assert sorted(drawn(etree.tostring(done))) == sorted(drawn(new))
    scales = [etree.tostring(one.find(f".//{C}dateAx/{C}scaling")) for one in (done, fresh)]
    assert scales[0] == scales[1]
    assert done.find(f".//{C}dispBlanksAs").get("val") == "span"
    kept = {name_of(one): one.find(f"{C}spPr/{A}ln").get("w") for one in done.iter(f"{C}ser")}
    assert {name for name, width in kept.items() if width == "99999"} >= {"Iraqis, line"}
    order = [etree.QName(node).localname for node in done.find(f".//{C}lineChart")]
    assert order == [*order[:2], *["ser"] * (len(order) - 5), "marker", "axId", "axId"]


def test_a_users_own_line_keeps_its_days(before: Ledger, ledger: Ledger) -> None:
    """Office takes the days of a line chart from its first series, so figures move to where their days stand by now."""
    old, new = (native_charts(exhibit(Item("camps.by_origin", {}), one).spec)[0].xml for one in (before, ledger))
    space, fresh = etree.fromstring(old), etree.fromstring(new)
    was = written(space)
    group = space.find(f".//{C}lineChart")
    series = group.findall(f"{C}ser")
    own = deepcopy(next(one for one in series if name_of(one) == "Iraqis"))
    for node in own.find(f"{C}tx").iter(f"{C}v"):
        node.text = "Target"
    series[-1].addnext(own)
    wanted = points_of(own)
    done, _ = merged(space, fresh, was)
    made = next(one for one in done.iter(f"{C}ser") if name_of(one) == "Target")
    first = done.find(f".//{C}lineChart/{C}ser/{C}cat")
    found = points_of(made)
    assert found
    assert found.items() <= wanted.items()
    days = {one.get("idx"): one.findtext(f"{C}v") for one in first.iter(f"{C}pt")}
    assert all(days[one.get("idx")] in found for one in made.find(f"{C}val").iter(f"{C}pt"))


def points_of(series: Any) -> dict[str, str]:
    """The figures of a series of a line chart by their days."""
    across, up = (
        {one.get("idx"): one.findtext(f"{C}v") for one in series.find(f"{C}{tag}").iter(f"{C}pt")}
        for tag in ("cat", "val")
    )
    return {across[at]: value for at, value in up.items()}


def _with(data: bytes, part: str, new: bytes | None) -> bytes:
    return with_parts(data, lambda name, content: new if name == part else content)


def test_added_slides_follow_the_master_of_most_slides() -> None:
    """LibreOffice gives each layout in use a master: slides of changes had the band of the opening slide."""
    tree = etree.fromstring(f'<r xmlns:p="{P[1:-1]}"><p:sldMasterIdLst><p:a/><p:b/></p:sldMasterIdLst></r>')
    opening, usual = (SimpleNamespace(part=SimpleNamespace(partname=name)) for name in ("/1.xml", "/2.xml"))
    slides = [SimpleNamespace(slide_layout=SimpleNamespace(slide_master=one)) for one in (opening, usual, usual)]
    part = SimpleNamespace(_element=tree)
    usual_master_first(SimpleNamespace(slide_masters=[opening, usual], slides=slides, part=part))
    assert [etree.QName(one).localname for one in tree[0]] == ["b", "a"]
    usual_master_first(SimpleNamespace(slide_masters=[usual, opening], slides=slides, part=part))
    assert [etree.QName(one).localname for one in tree[0]] == ["b", "a"]
