"""Pictures on a dark ground."""

from __future__ import annotations

from charts.palette import CLASSES, HUES, INK
from render.plan import frame
from render.plan.map import parts

# What the light palette is on a dark ground.
DARK = {
    **{one["light"]: one["dark"] for one in HUES.values()},
    **{colour: INK["dark"][name] for name, colour in INK["light"].items()},
    **dict(zip(CLASSES["light"], CLASSES["dark"], strict=True)),
    frame.TEXT: INK["dark"]["text"],
    frame.QUIET: INK["dark"]["muted"],
    frame.RULE: INK["dark"]["grid"],
    parts.SEA: INK["dark"]["sea"],
    parts.LAND: INK["dark"]["land"],
    parts.COAST: INK["dark"]["none"],
}
