"""Axis arithmetic: round tick values, their text, and label positions that do not overlap."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10

_MONEY = {"usd": "$", "usd_per_month": "$", "usd_per_day": "$", "eur": "€", "gbp": "£"}


def ticks(top: float, bottom: float = 0.0, count: int = 5) -> list[float]:
    """About `count` round values from `bottom` to at least `top` (steps of 1, 2, 2.5 or 5 times a power of ten)."""
    span = max(top - bottom, 1e-9)
    rough = span / count
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    first, last = floor(bottom / step), ceil(top / step - 1e-9)
    return [round(i * step, 10) for i in range(first, last + 1)]


def tick_texts(values: Sequence[float], unit: str) -> list[str]:
    """Tick labels in one scale for the whole axis: `20,000`, `1.5 mn`, `$2 bn`, `40%`."""
    top = max((abs(v) for v in values), default=0)
    size, tail = next(((s, t) for s, t in ((1e9, " bn"), (1e6, " mn")) if top >= s), (1, ""))
    sign = _MONEY.get(unit, "")
    suffix = "%" if unit == "percent" else tail

    def one(value: float) -> str:
        scaled = value / size
        digits = f"{scaled:,.0f}" if float(scaled).is_integer() else f"{scaled:,.2f}".rstrip("0").rstrip(".")
        return f"{sign}{digits}{suffix if value or unit == 'percent' else ''}"

    return [one(value) for value in values]


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move positions (pixels) as little as possible so that neighbours are `gap` apart and all lie in [low, high]."""
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    placed: list[float] = []
    for rank, index in enumerate(order):
        floor_at = placed[-1] + gap if rank else low
        placed.append(max(positions[index], floor_at))
    overflow = placed[-1] - high if placed else 0
    for rank in range(len(placed) - 1, -1, -1):
        if overflow <= 0:
            break
        limit = high if rank == len(placed) - 1 else placed[rank + 1] - gap
        placed[rank] = min(placed[rank], limit)
    out = [0.0] * len(positions)
    for rank, index in enumerate(order):
        out[index] = placed[rank]
    return out
