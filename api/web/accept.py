"""What a program says that it takes (RFC 9110): forms and encodings with their weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class _Range(NamedTuple):
    """One name of a header, such as text/csv, text/* or gzip, with its weight from 0 (not at all) to 1."""

    name: str
    weight: float


def takes(header: str, name: str) -> bool:
    """Whether a header such as Accept-Encoding takes something; what it does not speak of it does not take."""
    found = _of(_ranges(header), name)
    return found is not None and found[1].weight > 0


def preferred(header: str, names: Sequence[str]) -> int:
    """Which of some media types an Accept header wants most; of equals the one that it names first, else the first.

    Where the header is empty or takes none of them it is the first: an answer in another form than was asked for can
    still be read, none cannot.
    """
    ranges = _ranges(header)

    def rank(at: int) -> tuple[float, int, int]:
        found = _of(ranges, names[at])
        return (0.0, 0, -at) if found is None else (found[1].weight, -found[0], -at)

    best = max(range(len(names)), key=rank)
    return best if rank(best)[0] > 0 else 0


def _ranges(header: str) -> list[_Range]:
    found = []
    for part in header.lower().split(","):
        name, *more = (one.strip() for one in part.split(";"))
        weight = next((one[2:].strip() for one in more if one.startswith("q=")), "1")
        if name:
            found.append(_Range(name, _weight(weight)))
    return found


def _weight(text: str) -> float:
    """A weight as it is written; one that is none counts as 1, as if it were not there."""
    plain = text.replace(".", "", 1)
    return min(float(text), 1.0) if plain.isascii() and plain.isdecimal() else 1.0


def _of(ranges: Sequence[_Range], name: str) -> tuple[int, _Range] | None:
    """The most exact range that speaks of a name, with its place in the header."""
    wider = (name, f"{name.partition('/')[0]}/*", "*/*") if "/" in name else (name, "*")
    return next(((at, one) for wanted in wider for at, one in enumerate(ranges) if one.name == wanted), None)
