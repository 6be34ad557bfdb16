"""Time and payload of opening each page and of one filter change, warm, over the dashboard's websocket.

Run `python -m benchmarks.rerun`; it serves the dashboard on a free port, opens every page twice (the first time fills
the caches) and prints the second: milliseconds from request to the end of the script, and kilobytes received. The
last column is the ratio to a bare page with one chart, served beside it in the same run.
"""

from __future__ import annotations

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
st.plotly_chart(go.Figure(go.Scatter(x=list(range(100)), y=list(range(100)))))
"""


@contextmanager
def served(script: Path) -> Iterator[int]:
    """Serve a Streamlit script on a free port of this machine until the block ends."""
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
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.25)
        yield port
    finally:
        server.terminate()
        server.wait(10)


class Session:
    """One reader: sends reruns, counts what comes back, remembers the widgets on the page."""

    def __init__(self, socket_: ClientConnection) -> None:
        self.socket = socket_
        self.page_hash = ""
        self.selects: dict[str, list[str]] = {}

    def run(self, page: str | None = None, widget: tuple[str, str] | None = None) -> tuple[float, int]:
        """Rerun (another page, or with one select box changed): milliseconds and bytes until the script has ended."""
        message = BackMsg()
        state = message.rerun_script
        if page is None:
            state.page_script_hash = self.page_hash
        else:
            state.page_name = page
            self.selects = {}
        if widget is not None:
            one = state.widget_states.widgets.add()
            one.id, one.string_value = widget
        begin, size = time.perf_counter(), 0
        self.socket.send(message.SerializeToString())
        while True:
            data = self.socket.recv(timeout=120)
            size += len(data)
            reply = ForwardMsg()
            reply.ParseFromString(data if isinstance(data, bytes) else data.encode())
            kind = reply.WhichOneof("type")
            if kind == "navigation":
                self.page_hash = reply.navigation.page_script_hash
            if kind == "delta" and reply.delta.new_element.WhichOneof("type") == "selectbox":
                box = reply.delta.new_element.selectbox
                # A page's own filter is meant, not the sidebar's choice of lead, which rebuilds every page.
                if box.label != "Where sources differ":
                    self.selects[box.id] = list(box.options)
            if kind == "script_finished":
                return (time.perf_counter() - begin) * 1000, size


@contextmanager
def session(port: int) -> Iterator[Session]:
    """Open the websocket as a browser does."""
    url = f"ws://127.0.0.1:{port}/_stcore/stream"
    origin, protocols = Origin(f"http://127.0.0.1:{port}"), [Subprotocol("streamlit")]
    with connect(url, subprotocols=protocols, origin=origin, max_size=None) as socket_:
        yield Session(socket_)


def median(runs: list[tuple[float, int]]) -> tuple[float, float]:
    """Median milliseconds and kilobytes."""
    return statistics.median(t for t, _ in runs), statistics.median(s for _, s in runs) / 1000


def main() -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        bare_script = Path(folder) / "bare.py"
        bare_script.write_text(BARE, encoding="utf-8")
        with served(bare_script) as port, session(port) as reader:
            reader.run("")
            bare = median([reader.run("") for _ in range(7)])[0]
    print(f"bare page with one chart: {bare:.0f} ms\n")
    print(f"{'page':28}{'cold ms':>9}{'open ms':>9}{'kB':>7}{'ratio':>7}{'filter ms':>11}{'kB':>7}")
    with served(ROOT / "app.py") as port:
        for page in PAGES:
            with session(port) as reader:
                cold = reader.run(page.path)[0]
                opened = median([reader.run(page.path) for _ in range(3)])
                line = f"{page.title:28}{cold:9.0f}{opened[0]:9.0f}{opened[1]:7.0f}{opened[0] / bare:7.1f}"
                boxes = [(key, options) for key, options in reader.selects.items() if len(options) > 1]
                if boxes:
                    key, options = boxes[0]
                    for option in options[:2]:
                        reader.run(None, (key, option))
                    changes = [reader.run(None, (key, options[i % 2])) for i in range(4)]
                    changed = median(changes)
                    line += f"{changed[0]:11.0f}{changed[1]:7.0f}"
                print(line, flush=True)


if __name__ == "__main__":
    main()
