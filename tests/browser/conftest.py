"""The dashboard in a browser: one server, one Chromium, and `visit` to open pages."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.harness import BrowserMissingError, Visitor, launch
from tests.browser.serving import Server, serve


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, so that `-m "not browser"` leaves it out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The dashboard, served with the project's own data."""
    with serve() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; a machine without it fails the tests in one line, it never skips them."""
    try:
        with launch() as launched:
            yield launched
    except BrowserMissingError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def visit(browser: Browser, server: Server) -> Visitor:
    """Opens a page: `visit("camps", theme="dark", width=800)`; close it with `.close()`."""
    return Visitor(browser, server)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the server's log to the report of a failed test."""
    report = yield
    running = getattr(item, "funcargs", {}).get("server")
    # What fails after the server has gone has its own words.
    if report.failed and running is not None and running.log.exists():
        report.sections.append(("server log", running.log.read_text(errors="replace")[-4000:]))
    return report
