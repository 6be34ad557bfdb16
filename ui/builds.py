"""Files that take seconds, made off the page's thread: progress, stop, and never one that is out of date."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from secrets import token_urlsafe
from threading import Event
from weakref import WeakValueDictionary

import streamlit as st

Progress = Callable[[int, int], None]
Maker = Callable[[Progress], bytes]
_STATE = "_builds"
_AT_ONCE = 2  # for the whole server, so that many readers do not take each other's time


class StoppedError(Exception):
    """The reader stopped the making, or changed what is to be made."""


@dataclass(slots=True, weakref_slot=True, eq=False)
class Build:
    """A file in the making: what it is made from (`stamp`), how far it is, and in the end its bytes.

    Whoever has its `ticket`, which cannot be guessed, is told how far it is.
    """

    stamp: str
    ticket: str = field(default_factory=token_urlsafe)
    done: int = 0
    total: int = 0
    stop: Event = field(default_factory=Event)
    future: Future[bytes] = field(default_factory=Future)

    @property
    def running(self) -> bool:
        """Whether it is still being made or waits for its turn."""
        return not self.future.done()

    @property
    def content(self) -> bytes | None:
        """The file, once it is made."""
        return None if self.running or self.future.cancelled() or self.future.exception() else self.future.result()

    @property
    def failure(self) -> str:
        """Why it could not be made, in words; empty if it could, or if it was stopped."""
        if self.running or self.future.cancelled():
            return ""
        error = self.future.exception()
        if error is None or isinstance(error, StoppedError):
            return ""
        if isinstance(error, ValueError):
            return str(error)
        return f"It could not be made ({type(error).__name__}); the server's log says more."


@st.cache_resource(show_spinner=False)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="build")


_BY_TICKET: WeakValueDictionary[str, Build] = WeakValueDictionary()


def by_ticket(ticket: str) -> Build | None:
    """The build of a ticket in any session of this server, as long as its session holds it."""
    return _BY_TICKET.get(ticket)


def _builds() -> dict[str, Build]:
    found: dict[str, Build] = st.session_state.setdefault(_STATE, {})
    return found


def start(name: str, stamp: str, make: Maker) -> None:
    """Make a file off this thread; `make` is given a function to tell its progress to (done, total)."""
    stop(name)
    build = Build(stamp)

    def tell(done: int, total: int) -> None:
        if build.stop.is_set():
            raise StoppedError
        build.done, build.total = done, total

    def run() -> bytes:
        tell(0, 0)
        return make(tell)

    build.future = _pool().submit(run)
    build.future.add_done_callback(_log)
    _builds()[name] = _BY_TICKET[build.ticket] = build


def current(name: str, stamp: str) -> Build | None:
    """The build made from exactly `stamp`; one made from anything else is stopped and forgotten."""
    build = _builds().get(name)
    if build is not None and (build.stamp != stamp or build.future.cancelled() or build.stop.is_set()):
        stop(name)
        return None
    return build


def stop(name: str) -> None:
    """Stop a build, if there is one, and forget what it made."""
    build = _builds().pop(name, None)
    if build is not None:
        build.stop.set()
        build.future.cancel()


def _log(future: Future[bytes]) -> None:
    error = None if future.cancelled() else future.exception()
    if error is not None and not isinstance(error, (StoppedError, ValueError)):
        logging.getLogger(__name__).error("A file could not be made", exc_info=error)
