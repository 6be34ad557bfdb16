"""Circles that would cover each other are moved apart, so that each is seen and each name has one owner."""

from __future__ import annotations

import math
from collections.abc import Sequence

from render.plan.boxes import Box, Disc, Point

_GAP = 2.0  # between two circles, in the units of the page
_ROUNDS = 400
_TURN = 2.399963  # radians between the directions in which those of one point part (the golden angle)


def moved_apart(discs: Sequence[Disc], box: Box) -> list[Point]:
    """Where the discs stand so that none meets another, each as near to its own point as that allows, in the box.

    Of two that meet the smaller moves farther, and what lies east of another still does. Those on one point part to the
    right and the left first. Where the box has no room for all they are as far apart as it lets them be.
    """
    own = _parted(discs)
    at = list(own)
    for turn in range(_ROUNDS):
        moved = False
        for one in range(len(discs)):
            for other in range(one + 1, len(discs)):
                # East stays east while that can be; in a crowd that finds no rest so, any way apart will do.
                points = own if turn < _ROUNDS / 2 else at
                moved |= _push(at, discs, one, other, (points[one], points[other]))
        at = [_in_box(point, disc[2], box) for point, disc in zip(at, discs, strict=True)]
        if not moved:
            break
    return at


def _parted(discs: Sequence[Disc]) -> list[Point]:
    """The points of the discs; those that share one a hair's breadth apart, so that they know where to go."""
    seen: dict[Point, int] = {}
    out = []
    for x, y, _ in discs:
        key = (round(x, 3), round(y, 3))
        count = seen.get(key, 0)
        seen[key] = count + 1
        turn = _TURN * (count - 1)
        hair = 0.01 if count else 0.0
        out.append((x + hair * math.cos(turn), y + hair * math.sin(turn)))
    return out


def _push(at: list[Point], discs: Sequence[Disc], one: int, other: int, way: tuple[Point, Point]) -> bool:
    """Move two discs that meet apart, in the direction from one to the other point of `way`; whether they had to be."""
    (x0, y0), (x1, y1) = at[one], at[other]
    needed = discs[one][2] + discs[other][2] + _GAP
    x, y = x1 - x0, y1 - y0
    if math.hypot(x, y) >= needed - 0.01:
        return False
    (ax, ay), (bx, by) = way
    length = math.hypot(bx - ax, by - ay)
    dx, dy = ((bx - ax) / length, (by - ay) / length) if length > 1e-9 else (1.0, 0.0)
    done = x * dx + y * dy
    far = math.sqrt(done * done - x * x - y * y + needed * needed) - done
    total = max(discs[one][2] + discs[other][2], 1e-9)
    back, on = far * discs[other][2] / total, far * discs[one][2] / total
    at[one] = (x0 - dx * back, y0 - dy * back)
    at[other] = (x1 + dx * on, y1 + dy * on)
    return True


def _in_box(point: Point, reach: float, box: Box) -> Point:
    x0, y0, x1, y1 = box
    return (
        min(max(point[0], x0 + reach), max(x1 - reach, x0 + reach)),
        min(max(point[1], y0 + reach), max(y1 - reach, y0 + reach)),
    )
