"""Every section of every page as a browser opens it: height, messages and bytes of the server.

Run `python -m benchmarks.pages [PAGE ...]`. Each section is opened by its address at a width of 1,400 pixels, as a
new reader whose browser keeps the static files. Height is that of the whole page with this section open; messages and
bytes are what the websocket brought until all stood still. Prints Markdown, a row as soon as it is known.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError

from tests.browser.harness import Visitor, launch
from tests.browser.serving import serve
from ui.contents import KEY, declared
from ui.registry import PAGES, Page

TALLEST = 3000  # pixels: three screens and a bit
TRIES = 3  # of a section; what the first has the server make is there for the second
EXAMPLES = {"profile": "of=al-hol", "find": "q=children+in+roj"}  # pages that show what the address asks for


class Opened(NamedTuple):
    """A section in the browser: its address, pixels of its page, and what the server sent for it."""

    address: str
    height: int
    messages: int
    kb: float


def addresses(only: list[str]) -> Iterator[str]:
    """The address of every section of every page, or of those pages that are named."""
    for page in PAGES:
        if not only or (page.path or "overview") in only:
            yield from _sections(page)


def _sections(page: Page) -> Iterator[str]:
    asked = EXAMPLES.get(page.path, "")
    for key in [key for key, _ in declared(page.file)] or [""]:
        query = "&".join(part for part in (asked, key and f"{KEY}={key}") if part)
        yield f"{page.path}?{query}" if query else page.path


def opened(visit: Visitor, browser: Browser, address: str) -> Opened | None:
    """Open a section and write down what it took; None if it never comes to rest, as on a machine with much to do."""
    for _ in range(TRIES):
        try:
            page = visit(address)
            received = page.conversation.received
            return Opened(address, page.height(), len(received), sum(received) / 1000)
        except (AssertionError, PlaywrightError) as error:
            print(error, file=sys.stderr)
        finally:
            # One that did not come to rest, too: a map that is still being drawn takes all from the next.
            for left in (page for context in browser.contexts for page in context.pages):
                left.close()
    return None


def lines(found: Iterable[tuple[str, Opened | None]]) -> Iterator[str]:
    """A table row a section as soon as it is found, those that are too tall marked; the most of each at the end."""
    yield "| section | pixels high | messages | kB |"
    yield "| --- | ---: | ---: | ---: |"
    rows = []
    for address, row in found:
        if row is None:
            yield f"| `/{address}` | did not come to rest | | |"
            continue
        rows.append(row)
        mark = " (too tall)" if row.height > TALLEST else ""
        yield f"| `/{address}` | {row.height:,}{mark} | {row.messages} | {row.kb:.1f} |"
    if rows:
        most = [max(values) for values in zip(*(row[1:] for row in rows), strict=True)]
        yield f"| **most of any** | {most[0]:,} (at most {TALLEST:,}) | {most[1]} | {most[2]:.1f} |"


def main() -> None:
    """Open every section, after one that fills the cache of the browser."""
    with serve() as server, launch() as browser:
        visit = Visitor(browser, server)
        opened(visit, browser, "")
        for line in lines((address, opened(visit, browser, address)) for address in addresses(sys.argv[1:])):
            print(line, flush=True)


if __name__ == "__main__":
    main()
