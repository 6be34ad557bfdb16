"""Every page of the dashboard, light and dark, as a reader's browser shows it."""

from dataclasses import dataclass
from itertools import pairwise

import pytest

from tests.browser.harness import THEMES, DrawnMap, Theme, VisitedPage, Visitor, raw_words
from ui.registry import PAGES

WIDTHS = (1400, 800)


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


def barriers(opened: VisitedPage) -> list[str]:
    """What axe finds on the page, of any level, with where it is and what is wrong."""
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:200]} {node['failureSummary']}"
        for violation in opened.accessibility()
        for node in violation["nodes"]
    ]


def look(visit: Visitor, path: str, theme: Theme) -> Visit:
    """Open a page in a theme and write down everything that the tests below ask about."""
    opened = visit(path, theme, WIDTHS[0])
    charts, maps, violations = opened.charts(), opened.maps(), barriers(opened)
    texts = opened.texts()
    overflow = {}
    for width in WIDTHS:
        opened.resize(width)
        overflow[width] = opened.overflow()
    seen = Visit(
        exceptions=opened.exceptions(),
        browser_errors=opened.console_errors + opened.page_errors,
        outside_requests=opened.outside_requests,
        headings=opened.headings(),
        levels=opened.levels(),
        background=opened.background(),
        charts=charts,
        maps=maps,
        texts=texts,
        barriers=violations,
        overflow=overflow,
    )
    opened.close()
    return seen


VISITS = [pytest.param((page, theme), id=f"{page.path or 'overview'}-{theme}") for page in PAGES for theme in THEMES]


@pytest.fixture(scope="module", params=VISITS)
def seen(request: pytest.FixtureRequest, visit: Visitor) -> Visit:
    """A page in a theme, opened once for all the tests."""
    page, theme = request.param
    return look(visit, page.path, theme)


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


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_never_scrolls_sideways(seen: Visit, width: int) -> None:
    assert seen.overflow[width] == []


def test_the_page_follows_the_theme_of_the_system(seen: Visit, request: pytest.FixtureRequest) -> None:
    expected = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 25, 31)"}
    assert seen.background == expected[request.node.callspec.params["seen"][1]]
