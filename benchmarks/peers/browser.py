"""How long a reader of a page waits, told by the browser itself: until charts are drawn, and are still."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

# Runs in every page before anything else. Charts are looked for in shadow roots too, where Panel draws. A chart's
# signature is what it has drawn, so that another figure in the same place is seen; `still` waits until no signature has
# changed for a while and tells when the last change was, counted from the reader's last action. `seen` tells when the
# first chart that was not there before was seen, as a picture of the server's (the dashboard's first sight) or drawn.
WATCH = """
(() => {
  const deep = (selector, root = document, found = []) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.matches(selector)) found.push(one);
      if (one.shadowRoot) deep(selector, one.shadowRoot, found);
    }
    return found;
  };
  const drawn = () => deep(".js-plotly-plot")
    .filter((plot) => plot.querySelector(".main-svg .trace path") && plot.getBoundingClientRect().width > 0);
  const sign = (plot) => [...plot.querySelectorAll(".trace path")]
    .map((path) => path.getAttribute("d") + path.getAttribute("transform")).join();
  let acted = 0;
  for (const kind of ["pointerdown", "click", "input"])
    document.addEventListener(kind, () => { acted = performance.now(); }, true);
  let seen = 0;
  const expect = (before) => {
    seen = 0;
    const fresh = () =>
      document.querySelector(".first-drawing svg") || drawn().some((plot) => !before.includes(sign(plot)));
    const look = () => { fresh() ? seen = performance.now() : requestAnimationFrame(look); };
    look();
  };
  window.peers = {
    expect: () => expect(drawn().map(sign)),
    seen: () => seen - acted,
    drawn: () => drawn().length,
    signature: () => drawn().map(sign).join("|"),
    deep,
    first: () => new Promise((done) => {
      const look = () => drawn().length ? done(performance.now()) : requestAnimationFrame(look);
      look();
    }),
    still: (before, charts, quiet) => new Promise((done) => {
      let last = before, since = 0, changed = 0;
      const look = () => {
        const now = window.peers.signature(), at = performance.now();
        if (now !== last) { last = now; since = at; changed = at; }
        const ready = changed && last !== before && drawn().length >= charts && at - since > quiet;
        ready ? done(changed - acted) : requestAnimationFrame(look);
      };
      look();
    }),
  };
  expect([]);
})();
"""
SIZE: ViewportSize = {"width": 1400, "height": 2400}  # a window in which the whole page is seen
QUIET = 400  # milliseconds without a change after which a page has been redrawn
LIMIT = 60_000  # milliseconds


@dataclass(frozen=True)
class Way:
    """How a reader uses one of the peers: where its first page is, and how another choice and page are made."""

    path: str
    choose: Callable[[Page, str, str], None]
    turn: Callable[[Page, str], None]


class Wait(NamedTuple):
    """Milliseconds that a reader waits, and bytes that an opening moves."""

    first: float
    all: float
    bytes: int


class _Bytes:
    """What a page has moved over the network: answers as they were sent, and frames of its websocket."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.moved = 0
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._answer)
        session.on("Network.webSocketFrameReceived", self._frame)

    def _answer(self, event: dict[str, Any]) -> None:
        self.moved += int(event["encodedDataLength"])

    def _frame(self, event: dict[str, Any]) -> None:
        # The payload of a binary frame is told in base64.
        data = event["response"]["payloadData"]
        self.moved += len(data) * 3 // 4 if event["response"]["opcode"] == 2 else len(data)


def opened(context: BrowserContext, url: str, charts: int) -> tuple[Page, Wait]:
    """Open a page and wait until so many charts are drawn and still."""
    page = context.new_page()
    page.set_default_timeout(LIMIT)
    page.add_init_script(WATCH)
    moved = _Bytes(context, page)
    page.goto(url, wait_until="commit")
    first = float(page.evaluate("window.peers.first()"))
    last = float(page.evaluate("([charts, quiet]) => window.peers.still('', charts, quiet)", [charts, QUIET]))
    return page, Wait(first, last, moved.moved)


def redrawn(page: Page, act: Callable[[], None], charts: int) -> float:
    """Milliseconds from the reader's last click to the last change of what is drawn."""
    before = page.evaluate("window.peers.signature()")
    act()
    arguments = [before, charts, QUIET]
    found = page.evaluate("([before, charts, quiet]) => window.peers.still(before, charts, quiet)", arguments)
    return float(found)


def turned(page: Page, act: Callable[[], None], charts: int) -> tuple[float, float]:
    """Milliseconds from the click on another page to its first chart on screen, and to the last change of all."""
    page.evaluate("window.peers.expect()")
    last = redrawn(page, act, charts)
    return float(page.evaluate("window.peers.seen()")), last


def cold(browser: Browser, url: str, charts: int, times: int) -> list[Wait]:
    """Openings with an empty cache."""
    found = []
    for _ in range(times):
        context = browser.new_context(viewport=SIZE, reduced_motion="reduce")
        found.append(opened(context, url, charts)[1])
        context.close()
    return found


def late(found: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(found, n=20, method="inclusive")[-1]
