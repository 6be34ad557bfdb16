"""Places, boxes, straight lines and discs on a page, as numbers across and down."""

from __future__ import annotations

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
Segment = tuple[Point, Point]
Disc = tuple[float, float, float]  # x and y of the middle, radius
