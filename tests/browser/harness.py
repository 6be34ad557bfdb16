"""Looks at the dashboard in a real browser: for the browser tests and tools/screenshots.py; `serving` serves it.

Run as a program it names the browser that it would use, or says in one line that there is none.
"""

import io
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes.util import find_library
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import DEFAULT_OPTIONS, Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, WebSocket, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.serving import Server

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")

# Seconds until a page has come to rest, and until what stands out of it has come back and every chart has its marks.
PAGE_LIMIT = 60
OVERFLOW_LIMIT = 5
DRAWN_LIMIT = 5

# Opened below its root, Streamlit's page first asks for its server there, is told 404, and looks one level up.
PROBES = ("/_stcore/health", "/_stcore/host-config")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# deck.gl needs WebGL, which a machine without a graphics card computes. Mesa, which comes with Debian's chromium, keeps
# what it has compiled: the second map takes it a third of the time that Chromium's own computation takes for each.
_MESA = ("--use-gl=angle", "--use-angle=gl-egl")
_OWN = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")
BROWSER_ARGUMENTS = (
    "--no-sandbox",
    *(_MESA if find_library("EGL_mesa") else _OWN),
    "--ignore-gpu-blocklist",
    # All else is painted without it, which costs a machine without a graphics card half as much.
    "--disable-gpu-compositing",
    "--disable-gpu-rasterization",
    # Nothing but the page itself asks for anything.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)

# The page is at rest when its script has ended and each part has drawn itself. Returns what it still waits for, or how
# many elements there are, which must stay the same between two looks.
AT_REST = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  if (!app || app.dataset.testConnectionState !== 'CONNECTED') return 'the connection';
  if (app.dataset.testScriptState !== 'notRunning') return 'the script';
  if (document.querySelector('[data-first]')) return 'its first sight to make room';
  if ('measuring' in document.documentElement.dataset) return 'the window to be measured';
  if (!document.querySelector('[data-testid=stMain] [data-testid=stElementContainer]')) return 'a first element';
  const busy = document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner], [data-stale=true]');
  if (busy) return busy.dataset.testid || 'an element of the last run';
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
  if (seen('[data-testid=stPlotlyChart]').some((c) => !c.querySelector('.main-svg .cartesianlayer')))
    return 'a chart';
  if (seen('[data-testid=stDeckGlJsonChart]').some((c) => !c.querySelector('canvas'))) return 'a map';
  if (document.fonts.status !== 'loaded') return 'the fonts';
  return document.querySelectorAll('*').length;
}"""

# Every text on the page, but for code, styles and the names of icons.
TEXTS = """() => {
  const root = document.querySelector('[data-testid=stApp]'), found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), parent = walker.currentNode.parentElement;
    if (text && !parent.closest('code, pre, style, script, noscript, [data-testid=stIconMaterial]')) found.push(text);
  }
  return found;
}"""

# The elements that stand out to the right of the window or of the scrolled page, innermost first.
OVERFLOW = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const wide = [document.scrollingElement, main].filter((e) => e.scrollWidth > e.clientWidth);
  if (!wide.length) return [];
  const edge = Math.min(window.innerWidth, main.getBoundingClientRect().left + main.clientWidth) + 1;
  const out = [...main.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > edge);
  const inner = out.filter((e) => !out.some((other) => e !== other && e.contains(other)));
  return [...wide, ...inner.slice(0, 5)].map((e) => e.cloneNode(false).outerHTML.slice(0, 200));
}"""

# What plotly has drawn of a chart's traces: markers, lines, bars, areas, whiskers, images, bands; no axes, no legend.
MARKS = """(chart) => [...chart.querySelectorAll(
    '.cartesianlayer :is(.trace :is(path, text, rect), .hm image), .sankey .sankey-link')]
  .filter((mark) => { const box = mark.getBoundingClientRect(); return box.width + box.height > 0; }).length"""


class BrowserMissingError(RuntimeError):
    """There is no Chromium on this machine."""


def find_browser() -> str:
    """Path of the browser: what CHROMIUM names, else the first of Chromium's usual names on the PATH.

    Raises:
        BrowserMissingError: if there is none.
    """
    candidates = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else BROWSERS
    for candidate in candidates:
        if path := shutil.which(candidate):
            return path
    names = ", ".join(candidates)
    message = f"no browser: {names} not found (install Debian's chromium, or name a Chromium in CHROMIUM)"
    raise BrowserMissingError(message)


@contextmanager
def launch() -> Iterator[Browser]:
    """A browser until the block ends.

    Raises:
        BrowserMissingError: if there is none on this machine.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(BROWSER_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass(frozen=True)
class DrawnMap:
    """What is to be seen on a map: how many colours cover at least a thousandth of it, and the largest one's share."""

    colours: int
    largest_share: float


def count_colours(png: bytes) -> DrawnMap:
    """The colours of a picture, at four bits a channel: the smoothed edge of a shape is not taken for a shape."""
    with Image.open(io.BytesIO(png)) as picture:
        found = picture.convert("RGB").point(lambda channel: channel & 0xF0).getcolors(4096) or []
    pixels = [number for number, _ in found]
    total = sum(pixels)
    return DrawnMap(sum(number >= total / 1000 for number in pixels), max(pixels) / total)


@dataclass
class Conversation:
    """What page and server have said to each other: whether the last run that the page asked for has ended.

    The page itself knows of a run only once the server has begun it. On a busy machine a click is followed by some
    tenths of a second in which everything looks as if it had already been answered.
    """

    asked: set[str] = field(default_factory=set)  # the parts of the page that have yet to run; "" is the whole
    runs: bool = False
    cut_short: bool = False
    runs_asked: int = 0  # in all
    received: list[int] = field(default_factory=list)  # bytes of each message of the server

    @property
    def waits_for(self) -> str:
        """What has yet to come; empty where all that was asked for has been answered."""
        if self.asked or self.cut_short:
            return "the beginning of a run"
        return "the end of a run" if self.runs else ""

    def send(self, payload: bytes | str) -> None:
        """Note what the page sends: it asks for a run of a part of it, or of all."""
        if not isinstance(payload, bytes):
            return
        message = BackMsg.FromString(payload)
        if message.WhichOneof("type") == "rerun_script":
            self.asked.add(message.rerun_script.fragment_id)
            self.runs_asked += 1

    def receive(self, payload: bytes | str) -> None:
        """Note what the server sends: a run of the whole page answers for all, a run of parts for these alone."""
        self.received.append(len(payload))
        if not isinstance(payload, bytes):
            return
        message = ForwardMsg.FromString(payload)
        if message.WhichOneof("type") == "new_session":
            parts = set(message.metadata.run.fragment_ids)
            self.asked = self.asked - parts if parts else set()
            self.runs, self.cut_short = True, False
        elif message.WhichOneof("type") == "script_finished":
            # A run that newer wishes cut short is followed by the one that answers them.
            self.runs, self.cut_short = False, message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN


@dataclass
class VisitedPage:
    """A page of the dashboard in the browser, and what it reported and asked for since it was opened."""

    page: Page
    host: str
    console_errors: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)
    outside_requests: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    conversation: Conversation = field(default_factory=Conversation)

    def listen(self) -> None:
        """Keep console errors, uncaught errors and requests to other hosts from now on."""
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.page_errors.append(str(error)))
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("websocket", self._overhear)

    def _overhear(self, websocket: WebSocket) -> None:
        self._note(websocket.url)
        self.conversation = heard = Conversation()
        websocket.on("framesent", heard.send)
        websocket.on("framereceived", heard.receive)

    def _hear(self, message: ConsoleMessage) -> None:
        probe = message.text.startswith("Failed to load resource") and message.location["url"].endswith(PROBES)
        if message.type == "error" and not probe:
            self.console_errors.append(message.text)
        if "Content Security Policy" in message.text:
            self.refused.append(message.text)

    def _note(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in {"data", "blob"} and address.netloc != self.host:
            self.outside_requests.append(url)

    def settle(self) -> None:
        """Wait until the script has ended, every chart and map is drawn and nothing moves any more.

        Raises:
            AssertionError: if that takes more than PAGE_LIMIT seconds; it says what was missing.
        """
        deadline = time.monotonic() + PAGE_LIMIT
        last: Any = None
        while time.monotonic() < deadline:
            state = self.page.evaluate(AT_REST)
            state = self.conversation.waits_for or state
            if isinstance(state, int) and state == last:
                return
            last = state
            self.page.wait_for_timeout(200)
        message = f"{self.page.url} did not come to rest in {PAGE_LIMIT} s: waiting for {last}"
        raise AssertionError(message)

    def _visible(self, selector: str) -> list[Locator]:
        return self.page.locator(f"{selector} >> visible=true").all()

    def exceptions(self) -> list[str]:
        """The texts of the boxes in which Streamlit shows that the page's script failed."""
        return self.page.locator("[data-testid=stException]").all_inner_texts()

    def headings(self) -> list[str]:
        """The texts of the page's first-level headings."""
        return self.page.locator("h1").all_inner_texts()

    def levels(self) -> list[int]:
        """The levels of all visible headings, in the order of the page."""
        return list(
            self.page.evaluate(
                "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter((h) => h.checkVisibility())"
                ".map((h) => Number(h.tagName[1]))"
            )
        )

    def background(self) -> str:
        """The colour behind the page, as `rgb(255, 255, 255)`."""
        return str(self.page.locator("[data-testid=stApp]").evaluate("(app) => getComputedStyle(app).backgroundColor"))

    def charts(self) -> list[int]:
        """How many marks each visible plotly chart has drawn, in the order of the page, once all have or after a while.

        A chart has its axes some time before its marks.
        """
        deadline = time.monotonic() + DRAWN_LIMIT
        while True:
            found = [chart.evaluate(MARKS) for chart in self._visible("[data-testid=stPlotlyChart]")]
            if 0 not in found or time.monotonic() > deadline:
                return found
            self.page.wait_for_timeout(200)

    def maps(self) -> list[DrawnMap]:
        """What each visible map shows, once it shows anything or five seconds have passed."""
        return [self._look_at(canvas) for canvas in self._visible("[data-testid=stDeckGlJsonChart] canvas")]

    def _look_at(self, canvas: Locator) -> DrawnMap:
        deadline = time.monotonic() + 5
        while (seen := count_colours(canvas.screenshot())).colours < 2 and time.monotonic() < deadline:
            self.page.wait_for_timeout(300)
        return seen

    def height(self) -> int:
        """Pixels of the page from top to bottom."""
        return int(self.page.get_by_test_id("stMain").evaluate("(main) => main.scrollHeight"))

    def texts(self) -> list[str]:
        """Every text on the page, visible or folded away, without code."""
        return list(self.page.evaluate(TEXTS))

    def overflow(self) -> list[str]:
        """The start tags of what makes the page scroll sideways; empty if it does not, at the latest after a while.

        A table follows a change of the window late, by its own clock.
        """
        deadline = time.monotonic() + OVERFLOW_LIMIT
        while (found := list(self.page.evaluate(OVERFLOW))) and time.monotonic() < deadline:
            self.page.wait_for_timeout(200)
        return found

    def resize(self, width: int, height: int | None = None) -> None:
        """Change the size of the window and wait until the page has followed."""
        now = self.page.viewport_size or {"height": 900}
        self.page.set_viewport_size({"width": width, "height": height or now["height"]})
        self.settle()

    def accessibility(self, part: str | None = None, rules: Sequence[str] = ()) -> list[dict[str, Any]]:
        """The violations that axe finds on the page, or within the part that a selector names, of all rules or some.

        Each has `id`, `impact` and `nodes` (`target`, `html`, `failureSummary`).
        """
        # Axe is half a megabyte of code: a page that has it already is not given it again.
        axe = Axe("" if self.page.evaluate("'axe' in window") else AXE_SCRIPT)
        options = DEFAULT_OPTIONS | ({"runOnly": list(rules)} if rules else {})
        return list(axe.run(self.page, part, options).response["violations"])

    def screenshot(self, path: Path) -> None:
        """Take a picture of the whole page, however long: Streamlit scrolls inside it, so the window is made to fit."""
        for _ in range(3):  # what becomes wider or taller can make the page longer once more
            size = self.page.viewport_size or {"width": 1400, "height": 900}
            needed = self.page.evaluate(
                "Math.max(...[...document.querySelectorAll('[data-testid=stMain], [data-testid=stSidebarContent]')]"
                ".map((e) => e.scrollHeight))"
            )
            if needed <= size["height"]:
                break
            self.resize(size["width"], needed)
        self.maps()
        self.page.screenshot(path=path, animations="disabled")

    def close(self) -> None:
        """Close the page.

        Raises:
            AssertionError: if it asked for anything that the server's Content-Security-Policy does not allow.
        """
        self.page.close()
        assert self.refused == [], self.refused


class Visitor:
    """Opens pages of one server in one browser. Each theme has a context that keeps what was downloaded before.

    From the second on they are opened by a tab that stays, in whose process they run: what the browser has compiled for
    one need not be compiled for the next, which takes half of the time of a visit.
    """

    def __init__(self, browser: Browser, server: Server) -> None:
        self._browser = browser
        self._server = server
        self._contexts: dict[Theme, BrowserContext] = {}
        self._stay: dict[Theme, Page] = {}

    def __call__(self, path: str, theme: Theme = "light", width: int = 1400, height: int = 900) -> VisitedPage:
        """Open a page by its path (`""` is the first) and wait until it is at rest."""
        page = self._tab(theme)
        page.set_viewport_size({"width": width, "height": height})
        visited = VisitedPage(page, urlsplit(self._server.url).netloc)
        visited.listen()
        try:
            page.goto(f"{self._server.url}/{path.lstrip('/')}", timeout=PAGE_LIMIT * 1000)
        except PlaywrightTimeoutError as error:
            message = f"/{path} did not open: {error}\n{self._server.log.read_text(errors='replace')}"
            raise AssertionError(message) from error
        visited.settle()
        return visited

    def _tab(self, theme: Theme) -> Page:
        if theme not in self._contexts:
            # The dashboard has no theme of its own to start with, so it follows what the system prefers.
            context = self._browser.new_context(color_scheme=theme, reduced_motion="reduce")
            self._contexts[theme] = context
            return context.new_page()
        if theme not in self._stay or self._stay[theme].is_closed():
            self._stay[theme] = self._contexts[theme].new_page()
            self._stay[theme].goto(f"{self._server.url}/healthz")
        with self._stay[theme].expect_popup() as opened:
            self._stay[theme].evaluate("() => { window.open('about:blank') }")
        return opened.value


if __name__ == "__main__":
    try:
        print(find_browser())
    except BrowserMissingError as error:
        sys.exit(str(error))
