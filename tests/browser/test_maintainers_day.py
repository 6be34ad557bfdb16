"""A maintainer's day: a new count entered, mended, seen, written and taken back; an edited file accepted.

Each step is timed, and the times stand in the report of the tests.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, expect

from tests.browser.harness import VisitedPage, Visitor
from tests.browser.serving import Server, serve
from tests.browser.test_every_page import barriers
from tests.browser.words import raw_words
from tests.loaders.published.samples import workbook

ROOT = Path(__file__).resolve().parents[2]
THREE_MINUTES = 180
BUILT = 150_000  # ms until every chart is built before and after, on a machine that does other work
NOTICED = 30_000  # ms until files on disk are on offer, on a machine that does other work

ADDRESS = "https://example.org/roj"
TITLE = "Roj camp holds 2,145 people"
HEADER = "measure, place, date, figure, passage"
WRONG = "People living in camp, Rojj camp, 20/11/2026, many, lead"
TENFOLD = 'People living in camp, Roj camp, 2026-11-20, "21,450", lead'
RIGHT = 'People living in camp, Roj camp, 2026-11-20, "about 2,145", lead'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data."""
    copy = tmp_path_factory.mktemp("kept") / "data"
    shutil.copytree(ROOT / "data", copy)
    return copy


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Server]:
    """The dashboard on that copy, which its readers may write."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAMPSTATS_WRITE", "yes")
        with serve(data=folder) as running:
            yield running


class Day:
    """A visited page with the moves of a maintainer, and when each step was done."""

    def __init__(self, visited: VisitedPage) -> None:
        self.visited, self.page = visited, visited.page
        self.begun = monotonic()
        self.steps: list[str] = []

    def step(self, words: str) -> None:
        """Note that a step is done."""
        self.steps.append(f"{monotonic() - self.begun:6.1f} s  {words}")

    def part(self, key: str) -> Locator:
        """The part of the page with a key."""
        return self.page.locator(f".st-key-{key}")

    def give(self, name: str, data: bytes) -> None:
        """Choose a file in place of the one before."""
        if (there := self.part("upload-file").get_by_role("button", name=re.compile("Remove|Delete"))).count():
            there.first.click()
            self.visited.settle()
        file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        self.part("upload-file").locator("input[type=file]").set_input_files([file])
        told = self.page.get_by_text(re.compile("What moves:|published: say|cannot replace"))
        expect(told).to_be_visible(timeout=BUILT)
        self.visited.settle()

    def accept(self, key: str) -> str:
        """Write what was given, by somebody with a name; what the page says."""
        expect(self.part(f"{key}-who")).to_be_visible(timeout=NOTICED)
        self.write(f"{key}-who", "A. Maintainer")
        self.press(f"{key}-write")
        expect(self.page.get_by_test_id("stAlert").filter(has_text="Written into")).to_be_visible(timeout=NOTICED)
        return self.alerts()

    def write(self, key: str, text: str) -> None:
        """Fill a field and leave it."""
        field = self.part(key).locator("input, textarea").first
        field.fill(text)
        field.blur()
        self.visited.settle()

    def choose(self, key: str, text: str) -> None:
        """Choose in a list by typing."""
        field = self.part(key).locator("input")
        field.click()
        field.fill(text)
        field.press("Enter")
        self.visited.settle()

    def press(self, key: str) -> None:
        """Press a button and wait until the page rests."""
        self.page.locator(f"[class*=st-key-{key}] button").first.click()
        self.visited.settle()

    def alerts(self) -> str:
        """What the boxes on the page say."""
        return "\n".join(self.page.locator("[data-testid=stAlert]").all_inner_texts())

    def sound(self) -> None:
        """Hold the page to what every page is held to."""
        assert not self.visited.exceptions()
        for width in (800, 1400):
            self.visited.resize(width, 900)
            assert not self.visited.overflow()


@pytest.fixture(scope="module")
def look(browser: Browser, served: Server) -> Visitor:
    """Opens a page of the copy."""
    return Visitor(browser, served)


@pytest.fixture
def opened(look: Visitor) -> Iterator[Callable[[str], VisitedPage]]:
    """Open a page of the copy; each is held to have failed nowhere when the test ends."""
    pages: list[VisitedPage] = []

    def open_page(path: str) -> VisitedPage:
        pages.append(look(path))
        return pages[-1]

    yield open_page
    for page in pages:
        assert not page.console_errors
        assert not page.page_errors
        assert not page.outside_requests
        page.close()


def test_a_new_count_is_entered_mended_written_and_taken_back(
    opened: Callable[[str], VisitedPage], folder: Path, record_property: Callable[[str, object], None]
) -> None:
    """Wrong in five ways first; all of it in less than three minutes, most of which the server draws charts."""
    present = {path: (folder / path).read_bytes() for path in ("sources.csv", "observations/camps.csv")}
    camps = opened("camps?camp=Roj+camp")
    assert "about 2,225" in camps.texts()
    assert "2,145" not in " ".join(camps.texts())
    health = opened("health?section=enter")
    day = Day(health)

    day.write("entry-paste", f"{HEADER}\n{WRONG}")
    day.press("entry-check")
    told = day.alerts()
    for words in (
        "Address of the publication: no address",
        "Figure 1, Place: 'Rojj camp' is not in places.csv; did you mean",
        "Figure 1, Date: '20/11/2026' can be read as two days; write it as 2026-11-20",
        "Figure 1, Figure: 'many' is no figure",
    ):
        assert words in told
    assert not raw_words(told)
    day.step("four faults are told at once: no address, no such place, an unclear date, no figure")

    day.write("entry-url", ADDRESS)
    day.write("entry-title", TITLE)
    day.choose("entry-publisher", "UN OCHA")
    day.write("entry-published", "2026-11-20")
    day.write("entry-paste", f"{HEADER}\n{TENFOLD}")
    day.press("entry-check")
    assert "21450 is 9.6 times its neighbours in the series" in day.alerts()
    assert "Look for a digit too many" in day.alerts()
    day.step("the source is filled in, and the fifth fault told: a figure ten times too large")

    day.write("entry-paste", f"{HEADER}\n{RIGHT}")
    day.press("entry-check")
    assert "neighbours" not in day.alerts()
    beside = day.part("entry-figure-0")
    assert "People living in camp, Roj camp: about 2,145, 20 Nov 2026" in beside.inner_text()
    assert "last figure: about 2,225, 21 Feb 2026" in beside.inner_text()
    assert beside.locator(".main-svg .trace").count()
    expect(day.page.get_by_role("table").filter(has_text="Tile or chart")).to_contain_text("People in Roj camp")
    day.step("the figure stands beside its series, with what it moves")
    assert not barriers(health)
    assert not [(word, text[:80]) for text in health.texts() for word in raw_words(text)]
    day.sound()
    day.step("the page fits a narrow window and shows no key of the files")

    day.press("entry-write")
    assert "Say who you are" in day.alerts()
    day.write("entry-who", "A. Maintainer")
    day.press("entry-write")
    assert "Written into sources.csv, observations/camps.csv" in day.alerts()
    day.step("it is written with its source")

    offer = camps.page.get_by_role("button", name="Show them")
    expect(offer).to_be_visible(timeout=NOTICED)
    assert "2,145" not in " ".join(camps.texts())
    offer.click()
    expect(camps.page.get_by_text("about 2,145").first).to_be_visible(timeout=NOTICED)
    day.step("the page Camps, open all the time, offers the newer data and shows the figure")

    day.part("data-changelog").locator("summary").click()
    health.settle()
    entry = day.page.get_by_text(re.compile(r"People living in camp, Roj camp, 2026-11-20: about 2145 \(UN OCHA\)"))
    expect(entry).to_be_visible()
    expect(day.page.get_by_text(f"Figures of {TITLE}. By A. Maintainer.")).to_be_visible()
    day.step("the changelog has it, with who and why")

    day.press("entry-undo-")
    assert f"Taken back: Figures of {TITLE}" in day.alerts()
    expect(entry).to_have_count(0)
    assert {path: (folder / path).read_bytes() for path in present} == present
    expect(offer).to_be_visible(timeout=NOTICED)
    offer.click()
    expect(camps.page.get_by_text("about 2,145")).to_have_count(0, timeout=NOTICED)
    day.step("it is taken back, and gone from the files, the changelog and the page Camps")

    record_property("steps", "\n".join(day.steps))
    print(*day.steps, sep="\n")
    assert monotonic() - day.begun < THREE_MINUTES


def test_an_edited_file_is_accepted_and_its_figure_is_on_screen(
    opened: Callable[[str], VisitedPage], folder: Path
) -> None:
    """The newest count of Roj is another one in the edited file."""
    present = (folder / "observations" / "camps.csv").read_bytes()
    edited = present.replace(b"2026-02-21,day,2225,", b"2026-02-21,day,2226,")
    assert edited != present
    health = opened("health?section=enter")
    day = Day(health)
    file: FilePayload = {"name": "camps.csv", "mimeType": "text/csv", "buffer": edited}
    day.part("upload-file").locator("input[type=file]").set_input_files([file])
    expect(day.page.get_by_text("The file can replace observations/camps.csv")).to_be_visible(timeout=NOTICED)
    health.settle()
    assert "0 added, 1 changed, 0 removed" in " ".join(health.texts())
    day.sound()
    day.write("upload-who", "A. Maintainer")
    day.press("upload-write")
    assert "Written into observations/camps.csv" in day.alerts()
    assert (folder / "observations" / "camps.csv").read_bytes() == edited
    offer = day.page.get_by_role("button", name="Show them")
    expect(offer).to_be_visible(timeout=NOTICED)
    camps = opened("camps?camp=Roj+camp")
    if (there := camps.page.get_by_role("button", name="Show them")).count():
        there.click()
    expect(camps.page.get_by_text("about 2,226").first).to_be_visible(timeout=NOTICED)


MASTER_LIST: list[list[object]] = [
    ["IDP Master List, Round 140, 31 October 2026"],
    ["Place id", "Governorate", "District", "Location name in English", "Families", "Individuals"],
    ["1", "Nineveh", "Mosul", "One", 18000, 108000],
    ["2", "Dohuk", "Sumel", "Two", 20000, 120000],
]


def test_a_published_file_comes_in_by_upload(opened: Callable[[str], VisitedPage], folder: Path) -> None:
    """A master list of IOM; tests/pages/test_given.py has the other formats."""
    file = folder / "observations" / "displacement.csv"
    present = file.read_bytes()
    health = opened("health?section=enter")
    at = Day(health)
    at.give("list.xlsx", workbook({"IDP": MASTER_LIST}))
    at.write("published-day", "2026-11-10")
    assert "figures added" in at.alerts()
    at.sound()
    assert "Written into sources.csv" in at.accept("published")
    added = file.read_bytes().removeprefix(present).decode()
    assert added.startswith("idps,ninewa") or "\nidps,ninewa" in added
    at.press("entry-undo-")
    assert "Taken back" in at.alerts()
    assert file.read_bytes() == present
