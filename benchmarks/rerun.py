"""Cost of opening each page and of one filter change, warm, over the dashboard's websocket.

Run `python -m benchmarks.rerun [PAGE ...]`; it serves the dashboard on a free port, waits until the server has made its
pages ready, opens every page several times and prints the median: milliseconds from request to the end of the script,
CPU milliseconds of the server, kilobytes and messages received. As a browser does, the reader keeps large messages and
names them with each request, so that the server sends a reference in their place. Ratios are to a bare page with one
chart and one filter, served beside it in the same run, by CPU where the system tells it (Linux), else by time.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from ui.registry import PAGES

ROOT = Path(__file__).resolve().parent.parent
BARE = """
import plotly.graph_objects as go
import streamlit as st

st.title("Bare")
scale = st.selectbox("Scale", (1, 2))
st.plotly_chart(go.Figure(go.Scatter(x=list(range(100)), y=[scale * y for y in range(100)])))
"""
IDLE = 3  # CPU milliseconds in a tenth of a second below which a server does nothing
SETTLED = 10  # tenths of a second that it must do nothing
RUNS = 20  # measured runs, of which the median counts
OLDEST = 2  # runs after which a browser forgets a message, as `global.maxCachedMessageAge` says


class Cost(NamedTuple):
    """What one run took: milliseconds, CPU milliseconds of the server, kilobytes, messages."""

    ms: float
    cpu: float
    kb: float
    messages: float


@contextmanager
def served(script: Path, **variables: str) -> Iterator[tuple[int, int]]:
    """Serve a Streamlit script on a free port of this machine until the block ends: the port, the server's process.

    `variables` are added to the environment.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(script),
        "--server.port",
        str(port),
        "--server.headless=true",
    ]
    environment = os.environ | variables
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.25)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(60)


class Session:
    """One reader: sends reruns, counts what comes back, remembers the widgets and the large messages of the page."""

    def __init__(self, socket_: ClientConnection, process: int) -> None:
        self.socket = socket_
        self.process = process
        self.page_hash = ""
        self.selects: dict[str, tuple[str, list[str]]] = {}
        self.kept: dict[str, tuple[str, int]] = {}
        self.runs = 0

    def run(self, page: str | None = None, widget: tuple[str, str] | None = None) -> Cost:
        """Rerun (another page, or with one select box changed) and wait until the script has ended."""
        message = BackMsg()
        state = message.rerun_script
        state.cached_message_hashes.extend(self.kept)
        fragment = ""
        if page is None:
            state.page_script_hash = self.page_hash
        else:
            state.page_name = page
            self.selects = {}
        if widget is not None:
            one = state.widget_states.widgets.add()
            one.id, one.string_value = widget
            state.fragment_id = fragment = self.selects[one.id][0]
        used = cpu(self.process)
        begin, size, messages = time.perf_counter(), 0, 0
        self.socket.send(message.SerializeToString())
        while True:
            data = self.socket.recv(timeout=120)
            size, messages = size + len(data), messages + 1
            reply = ForwardMsg()
            reply.ParseFromString(data if isinstance(data, bytes) else data.encode())
            kind = reply.WhichOneof("type")
            if kind == "script_finished" and reply.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                took = (time.perf_counter() - begin) * 1000
                self._forget(fragment)
                return Cost(took, cpu(self.process) - used, size / 1000, messages)
            if kind == "navigation":
                self.page_hash = reply.navigation.page_script_hash
            self._keep(reply)

    def _keep(self, reply: ForwardMsg) -> None:
        delta = reply.delta
        name = reply.ref_hash or reply.hash
        if reply.ref_hash or reply.metadata.cacheable:
            held = self.kept.get(name, (delta.fragment_id, 0))
            self.kept[name] = (held[0], self.runs)
        if delta.new_element.WhichOneof("type") == "selectbox":
            box = delta.new_element.selectbox
            # A page's own filter is meant, not the sidebar's choice of lead, which rebuilds every page.
            if box.label != "Where sources differ":
                self.selects[box.id] = (delta.fragment_id, list(box.options))

    def _forget(self, fragment: str) -> None:
        """What a browser does when a run has ended: a run of a fragment ages that fragment's messages alone."""
        self.runs += 1
        old = [
            name
            for name, (owner, run) in self.kept.items()
            if self.runs - run > OLDEST and (not fragment or owner == fragment)
        ]
        for name in old:
            del self.kept[name]


def cpu(process: int) -> float:
    """CPU milliseconds that a process has used so far; 0 where the system does not tell (it does on Linux)."""
    try:
        # The clock of another process, by the number that Linux gives it: far finer than the ticks of /proc.
        return time.clock_gettime((~process << 3) | 2) * 1000
    except (OSError, AttributeError):
        return 0.0


def settled(process: int) -> None:
    """Wait until a server has nothing more to do in the background, such as making pages ready."""
    still = 0
    while still < SETTLED:
        before = cpu(process)
        time.sleep(0.1)
        still = still + 1 if cpu(process) - before < IDLE else 0


@contextmanager
def session(port: int, process: int) -> Iterator[Session]:
    """Open the websocket as a browser does."""
    url = f"ws://127.0.0.1:{port}/_stcore/stream"
    origin, protocols = Origin(f"http://127.0.0.1:{port}"), [Subprotocol("streamlit")]
    with connect(url, subprotocols=protocols, origin=origin, max_size=None) as socket_:
        yield Session(socket_, process)


def typical(runs: list[Cost]) -> Cost:
    """The medians of several runs."""
    return Cost(
        statistics.median(run.ms for run in runs),
        statistics.median(run.cpu for run in runs),
        statistics.median(run.kb for run in runs),
        statistics.median(run.messages for run in runs),
    )


def change(reader: Session, times: int = RUNS) -> Cost | None:
    """Cost of a change of the first select box of the page, to and fro; None for a page without one."""
    boxes = [(key, options) for key, (_, options) in reader.selects.items() if len(options) > 1]
    if not boxes:
        return None
    key, options = boxes[0]
    for option in options[:2]:
        reader.run(None, (key, option))
    return typical([reader.run(None, (key, options[i % 2])) for i in range(times)])


def told(cost: Cost, bare: Cost) -> str:
    """One cost as cells of the table, with its ratio to the bare page's."""
    ratio = cost.cpu / bare.cpu if bare.cpu else cost.ms / bare.ms
    return f"{cost.ms:8.0f}{cost.cpu:7.0f}{cost.kb:7.0f}{cost.messages:6.0f}{ratio:7.1f}"


def bare_page() -> tuple[Cost, Cost]:
    """What the bare page with one chart and one filter costs, opened and on a filter change."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE, encoding="utf-8")
        with served(script) as (port, process), session(port, process) as reader:
            reader.run("")
            opened = typical([reader.run("") for _ in range(RUNS)])
            return opened, change(reader, RUNS) or opened


class Page(NamedTuple):
    """What a page costs: its first opening in milliseconds, opened again, and on a change of its first filter."""

    title: str
    first: float
    opened: Cost
    changed: Cost | None


def costs(only: list[str]) -> Iterator[Page]:
    """What each page costs, or those that are named, once the server has made its pages ready."""
    with served(ROOT / "app.py") as (port, process):
        with session(port, process) as reader:
            reader.run("")
        settled(process)
        for page in PAGES:
            if only and (page.path or "overview") not in only:
                continue
            with session(port, process) as reader:
                first = reader.run(page.path).ms
                opened = typical([reader.run(page.path) for _ in range(RUNS // 2)])
                yield Page(page.title, first, opened, change(reader))


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="only these, by their path; the first is `overview`")
    only = parser.parse_args().pages
    bare, bare_change = bare_page()
    cells = f"{'ms':>8}{'cpu':>7}{'kB':>7}{'msgs':>6}{'ratio':>7}"
    print(f"{'':27}{'first ms':>8} | open, warm{'':24} | filter change")
    print(f"{'page':35} |{cells} |{cells}")
    print(f"{'bare page with one chart':35} |{told(bare, bare)} |{told(bare_change, bare_change)}", flush=True)
    for page in costs(only):
        line = f"{page.title:27}{page.first:8.0f} |{told(page.opened, bare)} |"
        print(line + (told(page.changed, bare_change) if page.changed else ""), flush=True)


if __name__ == "__main__":
    main()
