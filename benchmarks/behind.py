"""Readers and programs that keep asking a balancer, and what they meet: how long they wait, what breaks, what is wrong.

A reader opens pages and changes filters over a websocket, with five seconds of thought between two requests, and begins
anew where it breaks. A program asks for one figure all the time, without the balancer's cookie, so of any copy; a
version of the data may have one figure only, whichever copy is asked and whenever.
"""

from __future__ import annotations

import json
import os
import random
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import NamedTuple

from websockets.exceptions import WebSocketException

from benchmarks.readers import PAGES_READ, THINK
from benchmarks.rerun import session


class Met(NamedTuple):
    """What was met during a step."""

    requests: int  # of readers
    late: float  # milliseconds within which 95% of them were answered
    broken: int  # conversations that ended and were begun anew
    asked: int  # figures that programs asked for
    unanswered: int  # of those
    versions: int  # of the data, that the answers named


@dataclass
class Behind:
    """What is met by all, under a lock: each reader and program is a thread."""

    took: list[float] = field(default_factory=list)
    broken: int = 0
    asked: int = 0
    unanswered: int = 0
    named: set[str] = field(default_factory=set)
    figures: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def waited(self, milliseconds: float) -> None:
        """A reader was answered."""
        with self.lock:
            self.took.append(milliseconds)

    def parted(self) -> None:
        """A reader's conversation ended."""
        with self.lock:
            self.broken += 1

    def told(self, status: int, body: str) -> None:
        """A program was answered, or was not: then the status is not 200."""
        with self.lock:
            self.asked += 1
            if status != 200:
                self.unanswered += 1
                return
            answer = json.loads(body)
            version, figure = answer["ledger"]["version"], json.dumps([answer["figure"], answer["sentence"]])
            self.named.add(version)
            if self.figures.setdefault(version, figure) != figure:
                self.wrong.append(f"version {version}: {self.figures[version]} and {figure}")

    def met(self) -> Met:
        """What was met since the last time that this was asked.

        Raises:
            ValueError: where two copies, or one at two times, gave two figures of one version.
        """
        with self.lock:
            if self.wrong:
                raise ValueError("; ".join(self.wrong))
            took = self.took if len(self.took) > 1 else [0.0, 0.0]
            late = statistics.quantiles(took, n=20, method="inclusive")[-1]
            found = Met(len(self.took), late, self.broken, self.asked, self.unanswered, len(self.named))
            self.took, self.broken, self.asked, self.unanswered, self.named = [], 0, 0, 0, set()
            return found


def _read(port: int, seed: int, over: Event, behind: Behind) -> None:
    chance = random.Random(seed)
    over.wait(chance.uniform(0, THINK))
    while not over.is_set():
        try:
            with session(port, os.getpid()) as reader:
                while not over.is_set():
                    behind.waited(reader.run(chance.choice(PAGES_READ)).ms)
                    boxes = [(key, options) for key, (_, options) in reader.selects.items() if len(options) > 1]
                    for _ in range(2 if boxes else 0):
                        over.wait(chance.uniform(0, 2 * THINK))
                        behind.waited(reader.run(None, (boxes[0][0], chance.choice(boxes[0][1]))).ms)
                    over.wait(chance.uniform(0, 2 * THINK))
        except (OSError, TimeoutError, WebSocketException):
            behind.parted()
            over.wait(1)


def _ask(ask: Callable[[], tuple[int, str]], over: Event, behind: Behind) -> None:
    while not over.is_set():
        behind.told(*ask())
        over.wait(0.5)


@contextmanager
def load(port: int, readers: int, programs: int, ask: Callable[[], tuple[int, str]]) -> Iterator[Behind]:
    """So many readers and programs at a port until the block ends; `ask` gives a program's status and body."""
    behind, over = Behind(), Event()
    threads = [Thread(target=_read, args=(port, seed, over, behind)) for seed in range(readers)]
    threads += [Thread(target=_ask, args=(ask, over, behind)) for _ in range(programs)]
    for thread in threads:
        thread.start()
    try:
        yield behind
    finally:
        over.set()
        for thread in threads:
            thread.join(150)
