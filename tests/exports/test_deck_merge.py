"""What a refresh rests on: identities read as they were written, series that are merged, files that are no decks."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from charts.text import one_line
from exports.briefing import Item, exhibit
from exports.deck import RefreshError, deck, refresh
from exports.deck.identity import Figure, Identity, from_text, mark, property_of, to_text
from exports.deck.merge import merged, name_of, written
from exports.deck.ooxml import C
from loaders import Ledger
from loaders.geo import Geo, load_geo
from render.office.native import native_charts
from tests.conftest import ROOT
from tests.exports.decks import loaded_earlier, narrow, opened, with_parts

POPULATION = "camps.population"
BASE = "http://localhost:8501"


@pytest.fixture(scope="module")
def geo() -> Geo:
    """Boundaries of the project's own data."""
    return load_geo(ROOT / "data")


@pytest.fixture(scope="module")
def before(ledger: Ledger) -> Ledger:
    """The ledger as it would have been loaded in the middle of 2025."""
    return loaded_earlier(ledger)


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
    axis = old.findall(f".//{C}valAx")[1]
    axis.find(f"{C}scaling/{C}max").set("val", "123456")
    assert merged(old, new, was)[0].findall(f".//{C}valAx")[1].find(f"{C}scaling/{C}max").get("val") == "123456"


def _with(data: bytes, part: str, new: bytes | None) -> bytes:
    return with_parts(data, lambda name, content: new if name == part else content)
