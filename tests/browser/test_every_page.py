"""Every page of the dashboard in a reader's browser: light, section by section, and its last one in the dark."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest

from tests.browser.harness import THEMES, DrawnMap, Theme, VisitedPage, Visitor
from tests.browser.keyboard import Way, way_through
from tests.browser.words import raw_words
from ui.contents import declared
from ui.registry import PAGES

# In the light the narrower window comes first, and the page is read, by section too, in the other, with no way back to
# it; in the dark it is read before: a window that began narrow has no navigation beside the page.
WIDTHS: dict[Theme, tuple[int, int]] = {"light": (800, 1400), "dark": (1920, 400)}
MAIN = "[data-testid=stMain]"  # what a tab changes; the rest of the page is read with its first section
LONGEST = 3000  # pixels of a page at a width of 1,400: three screens and a bit
# The first words of each card and tile that stands alone in a row of its grid and leaves half of it empty.
ALONE = """() => [...document.querySelectorAll('[data-testid=stGrid], .cs-tiles')].flatMap((grid) => {
  const cells = [...grid.children].filter((e) => e.checkVisibility() && e.offsetHeight);
  const beside = (cell) => cells.filter((e) => e.offsetTop === cell.offsetTop).length > 1;
  return cells.filter((e) => !beside(e) && e.offsetWidth < grid.offsetWidth * 0.6).map((e) => e.innerText.slice(0, 60));
})"""
LAST = {page.path: [key for key, *_ in declared(page.file)][-1:] for page in PAGES if page.path != "profile"}
SECTIONED = {page.path for page in PAGES if len(list(declared(page.file))) > 1 and page.path != "profile"}
# What a page shows once it was asked for something, by the page: without it there is little to see.
ASKED: dict[tuple[str, Theme], tuple[str, ...]] = {
    ("profile", "light"): ("of=FRA",),
    ("profile", "dark"): ("of=al-hol",),
    ("find", "light"): ("q=french+children",),
}


@dataclass(frozen=True)
class Look:
    """One page in one theme: its address, by what it is named, and whether it has several sections."""

    path: str
    theme: Theme
    sectioned: bool
    asked: str = ""

    @property
    def address(self) -> str:
        """In the dark its last section is open, in the light the first."""
        last = LAST.get(self.path) if self.sectioned and self.theme == "dark" else None
        query = "&".join(part for part in (self.asked, f"section={last[0]}" if last else "") if part)
        return f"{self.path}?{query}" if query else self.path

    @property
    def rules(self) -> tuple[str, ...]:
        """What axe asks of it, all where it is empty: what was read in the light has but other colours in the dark."""
        return () if self.theme == "light" or self.asked else ("color-contrast", "link-in-text-block")

    @property
    def named(self) -> str:
        """What the tests are told by."""
        return " ".join(part for part in (self.path or "overview", self.asked, self.theme) if part)


LOOKS = [
    Look(page.path, theme, page.path in SECTIONED or bool(asked and page.path == "profile"), asked)
    for page in PAGES
    for theme in THEMES
    for asked in ("", *ASKED.get((page.path, theme), ()))
]


@dataclass(frozen=True)
class Part:
    """What was seen of one section in the wider window, and the pixels of the page from top to bottom.

    `barriers` are those of the section alone, but for the first one's, which are read with the whole page.
    """

    pixels: int
    charts: list[int]
    exceptions: list[str]
    overflow: list[str]
    alone: list[str]
    raw: list[str]
    barriers: list[str]


@dataclass(frozen=True)
class Visit:
    """What was seen of one page in one theme."""

    exceptions: list[str]
    browser_errors: list[str]
    outside_requests: list[str]
    headings: list[str]
    levels: list[int]
    background: str
    charts: list[int]
    maps: list[DrawnMap]
    texts: list[str]
    barriers: list[str]
    overflow: dict[int, list[str]]
    alone: dict[int, list[str]]
    parts: dict[str, Part]
    keyboard: Way | None


def barriers(opened: VisitedPage, part: str | None = None, rules: Sequence[str] = ()) -> list[str]:
    """What axe finds on the page or a part of it, of all rules or some, with where it is and what is wrong."""
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:200]} {node['failureSummary']}"
        for violation in opened.accessibility(part, rules)
        for node in violation["nodes"]
    ]


def parts(opened: VisitedPage) -> dict[str, Part]:
    """Open each section by its tab, in the window as it is, and write down what the tests below ask about."""
    tabs = opened.page.locator("a.cs-tab:not(.cs-whole)")
    found = {}
    for number in range(tabs.count()):
        tab = tabs.nth(number)
        key, name = tab.get_attribute("data-value"), tab.inner_text()
        if number:
            tab.click()
            opened.page.locator(f"h2#section-{key}").wait_for(timeout=30_000)
            opened.settle()
        pixels = opened.height()
        for _ in range(20):  # what the section before left behind goes once the run has ended
            if pixels <= LONGEST:
                break
            opened.page.wait_for_timeout(250)
            pixels = opened.height()
        alone = list(opened.page.evaluate(ALONE))
        raw = [word for text in opened.texts() for word in raw_words(text)]
        drawn, faults, overflow = opened.charts(), opened.exceptions(), opened.overflow()
        read = barriers(opened, MAIN) if number else []
        found[name] = Part(pixels, drawn, faults, overflow, alone, raw, read)
    return found


def look(visit: Visitor, at: Look) -> Visit:
    """Open a page in a theme and write down everything that the tests below ask about."""
    first, second = WIDTHS[at.theme]
    opened = visit(at.address, at.theme, first)
    overflow = {first: opened.overflow()}
    alone = {first: list(opened.page.evaluate(ALONE))}
    if at.theme == "light":
        opened.resize(second)
    charts, maps, violations = opened.charts(), opened.maps(), barriers(opened, rules=at.rules)
    exceptions, headings, levels = opened.exceptions(), opened.headings(), opened.levels()
    background, texts = opened.background(), opened.texts()
    # No theme changes where the keyboard leads.
    keyboard = way_through(opened) if at.theme == "light" else None
    if at.theme == "dark":
        opened.resize(second)
    overflow[second] = opened.overflow()
    alone[second] = list(opened.page.evaluate(ALONE))
    sections = parts(opened) if at.theme == "light" and at.sectioned else {}
    seen = Visit(
        exceptions=exceptions + opened.exceptions(),
        browser_errors=opened.console_errors + opened.page_errors,
        outside_requests=opened.outside_requests,
        headings=headings,
        levels=levels,
        background=background,
        charts=charts,
        maps=maps,
        texts=texts,
        barriers=violations,
        overflow=overflow,
        alone=alone,
        parts=sections,
        keyboard=keyboard,
    )
    opened.close()
    return seen


@pytest.fixture(scope="module", params=[pytest.param(at, id=at.named) for at in LOOKS])
def seen(request: pytest.FixtureRequest, visit: Visitor) -> Visit:
    """A page in a theme, opened once for all the tests."""
    return look(visit, request.param)


def test_no_part_of_the_page_fails(seen: Visit) -> None:
    assert seen.exceptions == []


def test_the_browser_reports_no_error(seen: Visit) -> None:
    assert seen.browser_errors == []


def test_the_page_asks_nothing_of_another_host(seen: Visit) -> None:
    assert seen.outside_requests == []


def test_the_page_has_one_main_heading(seen: Visit) -> None:
    assert len(seen.headings) == 1


def test_no_level_of_heading_is_left_out(seen: Visit) -> None:
    assert [pair for pair in pairwise(seen.levels) if pair[1] > pair[0] + 1] == []


def test_every_chart_shows_marks(seen: Visit) -> None:
    assert 0 not in seen.charts


def test_every_map_shows_shapes(seen: Visit) -> None:
    """At least land, water and what the map is about."""
    assert [shown for shown in seen.maps if shown.colours < 3] == []


def test_no_missing_value_or_identifier_is_shown_raw(seen: Visit) -> None:
    assert [(word, text[:80]) for text in seen.texts for word in raw_words(text)] == []


def test_nothing_bars_readers_who_use_assistive_technology(seen: Visit) -> None:
    assert seen.barriers == []


def test_the_page_never_scrolls_sideways(seen: Visit) -> None:
    assert {width: found for width, found in seen.overflow.items() if found} == {}


def test_no_tile_stands_alone_in_a_window_of_any_width(seen: Visit) -> None:
    assert {width: found for width, found in seen.alone.items() if found} == {}


def test_the_keyboard_reaches_everything_and_is_seen(seen: Visit, request: pytest.FixtureRequest) -> None:
    """The way to what the page says is short: the first stop leads past the navigation."""
    expected = Way("Skip to main content", [], []) if request.node.callspec.params["seen"].theme == "light" else None
    assert seen.keyboard == expected


def test_the_page_follows_the_theme_of_the_system(seen: Visit, request: pytest.FixtureRequest) -> None:
    expected = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 25, 31)"}
    assert seen.background == expected[request.node.callspec.params["seen"].theme]


def test_every_section_is_drawn_and_no_longer_than_three_screens(seen: Visit, request: pytest.FixtureRequest) -> None:
    """Looked at in one theme."""
    at = request.node.callspec.params["seen"]
    assert bool(seen.parts) == (at.theme == "light" and at.sectioned)
    for name, part in seen.parts.items():
        assert 0 not in part.charts, name
        assert part.exceptions == [], name
        assert part.overflow == [], name
        assert part.alone == [], name
        assert part.raw == [], name
        assert part.barriers == [], name
    assert {name: part.pixels for name, part in seen.parts.items() if part.pixels > LONGEST} == {}
