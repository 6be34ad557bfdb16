"""Where the CPU time goes of what misses its bar: by package, as shares of what a sampler sees.

Run `python -m benchmarks.where`. Every millisecond it looks at what each thread runs; time in Python's own library
counts for the package that called it, and each look by the CPU time of the thread since the one before: who waits has
none. Building and loading run as they do for
`benchmarks.catalogue`, pages as for `benchmarks.rerun`, with the server in this process. Prints Markdown.
"""

from __future__ import annotations

import os
import socket
import sys
import sysconfig
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import cycle
from pathlib import Path
from threading import Event, Thread, get_ident
from types import FrameType

import uvicorn

from benchmarks.catalogue import DATA, builds, load_all
from benchmarks.rerun import ROOT, Session, session, settled
from loaders import load

PAUSE = 0.001  # seconds between two looks
TIMES = 40  # runs of what takes a few milliseconds
LEAST = 0.02  # share of a package that is named
Seen = dict[str, float]  # seconds of CPU by who ran
SITE = sysconfig.get_path("purelib")
READER = "websockets"  # of the one that asks; the server has its own
PAGES = ("camps", "displacement")


@cache
def package(file: str) -> str:
    """The library that a file belongs to, the folder of ours, or nothing for Python's own."""
    if file.startswith(SITE):
        return Path(file).relative_to(SITE).parts[0].removesuffix(".py")
    if file.startswith(str(ROOT)):
        return "the dashboard's " + Path(file).relative_to(ROOT).parts[0].removesuffix(".py")
    return ""


def owner(frame: FrameType | None) -> str:
    """Who runs: the innermost frame that is not Python's own."""
    while frame is not None:
        if found := package(frame.f_code.co_filename):
            return found
        frame = frame.f_back
    return ""


def cpu(thread: int) -> float:
    """Seconds of CPU that a thread has used; 0 once it has ended."""
    try:
        return time.clock_gettime(time.pthread_getcpuclockid(thread))
    except OSError:
        return 0.0


@contextmanager
def sampled(seen: Seen) -> Iterator[None]:
    """Count who runs until the block ends, but for the sampler and who asks."""
    done = Event()

    def look() -> None:
        own = get_ident()
        spent: dict[int, float] = {}
        while not done.wait(PAUSE):
            for thread, frame in sys._current_frames().items():  # noqa: SLF001 - the only way to another thread
                if thread != own and (now := cpu(thread)) > spent.get(thread, now):
                    seen[owner(frame)] += now - spent[thread]
                spent[thread] = cpu(thread)
            seen.pop(READER, None)

    switch = sys.getswitchinterval()
    sys.setswitchinterval(PAUSE / 4)  # or it would look only where another thread lets it
    sampler = Thread(target=look, daemon=True)
    sampler.start()
    try:
        yield
    finally:
        done.set()
        sampler.join()
        sys.setswitchinterval(switch)


def told(what: str, seconds: float, seen: Seen) -> str:
    """A row of the table: the packages with the largest shares first."""
    whole = sum(seen.values()) or 1
    most = sorted(seen.items(), key=lambda one: -one[1])
    named = [(name or "Python", spent / whole) for name, spent in most if spent / whole >= LEAST]
    return f"| {what} | {seconds * 1e3:,.1f} | {', '.join(f'{name} {share:.0%}' for name, share in named)} |"


def timed(what: str, work: Callable[[], object], times: int = 1) -> str:
    """Do a piece of work so many times under the sampler: its row."""
    seen: Seen = defaultdict(float)
    before = time.process_time()
    with sampled(seen):
        for _ in range(times):
            work()
    return told(what, (time.process_time() - before) / times, seen)


def asked(reader: Session, page: str) -> Iterator[str]:
    """A page that is opened and its first filter, once everything is made ready."""
    reader.run(page)
    yield timed(f"{page} opened", lambda: reader.run(page), TIMES)
    key, options = next((key, options) for key, (_, options) in reader.selects.items() if len(options) > 1)
    choice = cycle(options[:2])
    yield timed(f"filter change of {page}", lambda: reader.run(None, (key, next(choice))), TIMES)


def drive(port: int) -> None:
    """Ask the server for its pages as a reader does, print what was seen, and end the process."""
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
            break
        except OSError:
            time.sleep(0.2)
    with session(port, os.getpid()) as reader:
        reader.run("")
        settled(os.getpid())
    for page in PAGES:
        with session(port, os.getpid()) as reader:
            for row in asked(reader, page):
                print(row, flush=True)
    os._exit(0)


def main() -> None:
    """Print the table."""
    print(
        "`python -m benchmarks.where`; milliseconds of CPU under the sampler, server and reader together for pages.\n"
    )
    print("| what | ms | where |\n| --- | --- | --- |")
    print(timed("data loaded", lambda: load_all(DATA), 5))
    ledger = load(DATA)
    print(timed("catalogue built, cold", lambda: builds(ledger)))
    print(timed("catalogue built, warm", lambda: builds(ledger)), flush=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    Thread(target=drive, args=(port,), daemon=True).start()
    uvicorn.run("app:app", port=port, log_level="error")


if __name__ == "__main__":
    main()
