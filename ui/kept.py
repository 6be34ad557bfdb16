"""What costs time to make, kept while it is new: made once however many readers ask for it at the same moment."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

import pandas as pd

from loaders import Ledger

T = TypeVar("T")


class Kept(Generic[T]):
    """Results by key, at most `most` of them: those asked for longest ago go first.

    It needs no session, so that what readers will ask for can be made before they do.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, Future[T]] = OrderedDict()
        self._lock = Lock()
        self.asked = 0  # how often a result was asked for
        self.made = 0  # how often it had to be made

    def held(self) -> list[Hashable]:
        """What is kept, the newest first."""
        with self._lock:
            return list(reversed(self._made))

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The result under `key`, by `make` where there is none yet. What `make` raises is raised and not kept."""
        own: Future[T] = Future()
        with self._lock:
            found = self._made.setdefault(key, own)
            self.asked += 1
            self.made += found is own
            self._made.move_to_end(key)
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        if found is not own:
            return found.result()
        try:
            made = make()
        except BaseException as error:
            own.set_exception(error)
            with self._lock:
                if self._made.get(key) is own:
                    del self._made[key]
            raise
        own.set_result(made)
        return made


class Asked(NamedTuple):
    """A question to a ledger: a function, what is given before the ledger, and the choices behind it."""

    make: Callable[..., Any]
    version: str
    first: tuple[Hashable, ...]
    choices: tuple[tuple[str, Hashable], ...]


_ANSWERS: Kept[Any] = Kept(6000)


def once(make: Callable[..., T], ledger: Ledger, /, *first: Hashable, **choices: Any) -> T:
    """`make(*first, ledger, **choices)`, reckoned once a data version and choice; nobody may change what it returns.

    `make` must be a function of a module, for its name is what it is known by.
    """
    settled = {key: tuple(value) if isinstance(value, list) else value for key, value in choices.items()}
    key = Asked(make, ledger.version, first, tuple(sorted(settled.items())))
    answer: T = _ANSWERS.get(key, lambda: make(*first, ledger, **settled))
    return answer


_DRAWN: Kept[Any] = Kept(2000)


def drawn(make: Callable[..., T], content: object, /, *choices: Hashable) -> T:
    """`make(content, *choices)`, made once for what `content` holds, whatever data version it is of.

    So a change in one file has only those charts drawn anew that it changes.
    """
    answer: T = _DRAWN.get((make, _digest(content), choices), lambda: make(content, *choices))
    return answer


def asked() -> int:
    """How many results were asked for since the server began."""
    return _ANSWERS.asked + _DRAWN.asked


def made() -> int:
    """How many of them had to be made."""
    return _ANSWERS.made + _DRAWN.made


class _Written(pickle.Pickler):
    """Writes equal contents in the same bytes, which pickle alone does not.

    Without `fast`, two equal texts are written otherwise than one text twice; Python discourages it for contents that
    hold themselves, and a chart's do not. A frame is written by its columns: how pandas has put them together inside
    depends on what was asked of it before.
    """

    def __init__(self, to: io.BytesIO) -> None:
        super().__init__(to, pickle.HIGHEST_PROTOCOL)
        self.fast = True

    def reducer_override(self, content: Any) -> Any:
        """Frames by their columns, everything else as pickle does."""
        if not isinstance(content, pd.DataFrame):
            return NotImplemented
        columns = [(str(name), str(column.dtype), _values(column)) for name, column in content.items()]
        return tuple, (columns,)


def _values(column: pd.Series) -> Any:
    if column.dtype.kind in "biufmM":
        return column.to_numpy().tobytes()
    return column.astype(object).tolist()


def _digest(content: object) -> bytes:
    """The same bytes for equal contents. Nothing is read back from what is written."""
    written = io.BytesIO()
    _Written(written).dump(content)
    return hashlib.sha256(written.getvalue()).digest()


def again(before: Ledger, ledger: Ledger, most: int) -> Iterator[Asked]:
    """Ask a new ledger the newest `most` questions asked of the one before; yields each once it is answered."""
    asked = [key for key in _ANSWERS.held() if isinstance(key, Asked) and key.version == before.version]
    for one in asked[:most]:
        with suppress(ValueError, KeyError):  # a choice that the new data do not offer
            once(one.make, ledger, *one.first, **dict(one.choices))
        yield one
