"""What a reader waits for on a slow line: first tiles and first chart, cold and warm, beside a bare Streamlit page.

Run `python -m benchmarks.network [KBIT_PER_SECOND [MILLISECONDS]]`, at first 4,000 and 80. A relay between Chromium
and the server lets through so many bits a second each way, each half of the milliseconds late, websocket and all. Cold
is an empty cache, warm the same page opened again. Prints Markdown.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.peers.browser import SIZE, WATCH
from benchmarks.rerun import BARE, ROOT, served, session, settled
from tests.browser.harness import BROWSER_ARGUMENTS, find_browser

RATE, DELAY = 4000.0, 80.0  # kbit/s each way, milliseconds to the server and back
TIMES = 5
CHUNK = 4096  # bytes
STILL = 1500  # milliseconds without a byte after which all has come
SEEN = {
    "title": "document.querySelector('h1')",
    "first tiles": "document.querySelector('.cs-tile')",
    "first chart": "document.querySelector('.first-drawing svg') || window.peers.drawn() > 0",
    "first chart to act on": "window.peers.drawn() > 0",
}
BARS = {("first tiles", "cold"): 3000, ("first tiles", "warm"): 1000}


class Seen(NamedTuple):
    """Milliseconds from the request until each thing was on screen, and kilobytes that the line carried for it."""

    when: dict[str, float]
    kb: float


class Relay:
    """Passes bytes between a browser and a server on this machine, as slowly as a line that all connections share."""

    def __init__(self, port: int, rate: float, delay: float) -> None:
        self.to, self.rate, self.delay = port, rate * 1000 / 8, delay / 2000
        self.moved = 0
        self.port = 0
        self._free = {"up": 0.0, "down": 0.0}  # when the line is free again, each way

    async def serve(self, ready: Event) -> None:
        """Listen on a free port until `stop`."""
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stopped.wait()
        server.close()

    def stop(self) -> None:
        """End `serve`, from another thread."""
        self._loop.call_soon_threadsafe(self._stopped.set)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self.to)
        with suppress(asyncio.CancelledError):  # the relay is closed while the browser still listens
            await asyncio.gather(self._pass(reader, back, "up"), self._pass(there, writer, "down"))
        back.close()
        writer.close()

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, way: str) -> None:
        waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(64)

        async def deliver() -> None:
            while True:
                due, data = await waiting.get()
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                if not data:
                    break
                target.write(data)
                await target.drain()
            target.write_eof()  # what the other way still carries arrives

        task = asyncio.create_task(deliver())
        with suppress(OSError):
            while data := await source.read(CHUNK):
                # The line carries one chunk after another, whosever they are; only then comes the way.
                begin = max(time.monotonic(), self._free[way])
                self._free[way] = begin + len(data) / self.rate
                self.moved += len(data)
                await waiting.put((self._free[way] + self.delay, data))
                await asyncio.sleep(max(0.0, self._free[way] - time.monotonic()))
        await waiting.put((time.monotonic() + self.delay, b""))
        with suppress(OSError):
            await task


@contextmanager
def slow(port: int, rate: float, delay: float) -> Iterator[Relay]:
    """A relay to a port of this machine, until the block ends."""
    relay, ready = Relay(port, rate, delay), Event()
    thread = Thread(target=lambda: asyncio.run(relay.serve(ready)), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield relay
    finally:
        relay.stop()
        thread.join()


def opened(context: BrowserContext, relay: Relay, path: str, wanted: list[str]) -> Seen:
    """Open a page over the relay and wait until all that is wanted has been seen, and nothing more comes."""
    before = relay.moved
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"http://127.0.0.1:{relay.port}/{path}", wait_until="commit", timeout=120_000)
    when = {}
    for what in wanted:
        look = f"() => new Promise((done) => {{ const look = () => ({SEEN[what]}) ? done(performance.now()) : "
        when[what] = float(page.evaluate(look + "requestAnimationFrame(look); look(); })"))
    still = -1
    while relay.moved != still:
        still = relay.moved
        page.wait_for_timeout(STILL)
    page.close()
    return Seen(when, (relay.moved - before) / 1000)


def openings(browser: Browser, relay: Relay, path: str, wanted: list[str]) -> tuple[list[Seen], list[Seen]]:
    """The same page several times with an empty cache, and each time once again."""
    cold, warm = [], []
    for _ in range(TIMES):
        context = browser.new_context(viewport=SIZE, reduced_motion="reduce")
        cold.append(opened(context, relay, path, wanted))
        warm.append(opened(context, relay, path, wanted))
        context.close()
    return cold, warm


def row(name: str, kind: str, found: list[Seen]) -> str:
    """A row of the table: medians."""
    cells = []
    for what in SEEN:
        told = [one.when[what] for one in found if what in one.when]
        bar = BARS.get((what, kind)) if name != "bare Streamlit" else None
        cells.append((f"{statistics.median(told):,.0f}" + (f" (at most {bar:,})" if bar else "")) if told else "")
    return f"| {name}, {kind} | {' | '.join(cells)} | {statistics.median(one.kb for one in found):,.0f} |"


def main() -> None:
    """Print the table."""
    asked = [float(one) for one in sys.argv[1:]]
    rate, delay = (*asked, *(RATE, DELAY)[len(asked) :])
    print(
        f"`make bench-network`; {rate:,.0f} kbit/s each way, {delay:.0f} ms there and back; medians in milliseconds.\n"
    )
    print(f"| | {' | '.join(SEEN)} | kB |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(BROWSER_ARGUMENTS))
        for name, script, path in (
            ("Overview", ROOT / "app.py", ""),
            ("Camps", ROOT / "app.py", "camps"),
            ("bare Streamlit", bare, ""),
        ):
            wanted = [what for what in SEEN if script != bare or what != "first tiles"]
            # Overview opens with its map, which is no chart of plotly's.
            wanted = [what for what in wanted if name != "Overview" or not what.startswith("first chart")]
            with served(script) as (port, process), session(port, process) as reader:
                reader.run(path)
                settled(process)
                with slow(port, rate, delay) as relay:
                    cold, warm = openings(browser, relay, path, wanted)
            for kind, found in (("cold", cold), ("warm", warm)):
                print(row(name, kind, found), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
