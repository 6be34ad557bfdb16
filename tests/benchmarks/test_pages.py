"""The measure of pages opens every section, and marks those that are too tall."""

from collections.abc import Iterator
from itertools import islice
from unittest.mock import MagicMock

from playwright.sync_api import Error as PlaywrightError

from benchmarks.pages import TALLEST, TRIES, Opened, addresses, lines, opened
from tests.browser.harness import VisitedPage
from ui.contents import declared
from ui.registry import PAGES


def test_every_section_of_every_page_has_an_address() -> None:
    found = list(addresses([]))
    assert len(set(found)) == len(found)
    for page in PAGES:
        of_it = [address for address in found if address.split("?")[0] == page.path]
        assert len(of_it) == max(1, len(list(declared(page.file)))), page.path
    assert list(addresses(["find"])) == ["find?q=children+in+roj"]


def test_the_table_marks_what_is_too_tall_and_ends_with_the_most_of_each() -> None:
    rows = [Opened("camps?section=people", TALLEST + 1, 40, 90.25), Opened("health", 800, 60, 10.0)]
    assert list(lines((row.address, row) for row in rows))[2:] == [
        "| `/camps?section=people` | 3,001 (too tall) | 40 | 90.2 |",
        "| `/health` | 800 | 60 | 10.0 |",
        "| **most of any** | 3,001 (at most 3,000) | 60 | 90.2 |",
    ]


def test_a_section_that_never_comes_to_rest_is_told_and_ends_nothing() -> None:
    browser = MagicMock()
    page = MagicMock()
    browser.contexts = [MagicMock(pages=[page])]
    asked = []

    def visit(address: str) -> VisitedPage:
        asked.append(address)
        raise (
            AssertionError(f"/{address} did not come to rest") if len(asked) > 1 else PlaywrightError("of the browser")
        )

    stalled = opened(visit, browser, "pace")  # type: ignore[arg-type]
    assert asked == ["pace"] * TRIES
    assert page.close.call_count == TRIES
    found = lines([("pace", stalled), ("health", Opened("health", 800, 60, 10.0))])
    assert list(found)[2:4] == ["| `/pace` | did not come to rest | | |", "| `/health` | 800 | 60 | 10.0 |"]
    assert list(lines([("pace", stalled)]))[-1] == "| `/pace` | did not come to rest | | |"


def test_a_row_is_told_before_the_next_section_is_opened() -> None:
    """What was measured is kept where a run is ended halfway."""
    begun: list[str] = []

    def found() -> Iterator[tuple[str, None]]:
        for address in ("camps", "pace"):
            begun.append(address)
            yield address, None

    assert list(islice(lines(found()), 3))[2].startswith("| `/camps`")
    assert begun == ["camps"]
