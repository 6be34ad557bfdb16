"""Columns of a drawn row as readers get them: heading, HXL tag, kind."""

from __future__ import annotations

import pandas as pd

from charts.spec import ChartSpec

COLUMNS = {
    "series": "series", "x": "x", "value": "value", "low": "low", "high": "high", "qualifier": "qualifier",
    "unit": "unit", "text": "figure", "role": "role", "basis": "basis", "indicator": "indicator", "title": "measure",
    "place": "place", "place_name": "place_name", "origin": "origin", "origin_name": "origin_name", "group": "group",
    "period_start": "period_start", "period_end": "period_end", "date_precision": "date_precision", "as_of": "as_of",
    "as_of_precision": "as_of_precision", "scope": "scope", "event": "event", "attribution": "attribution",
    "stated_by": "stated_by", "counter": "counted_by", "source": "source", "source_title": "source_title",
    "publisher": "publisher", "publisher_kind": "publisher_kind", "quotes": "relays", "published": "published",
    "published_precision": "published_precision", "url": "url", "carried_by": "carried_by",
    "locator": "locator", "note": "note", "corrected": "corrected", "clause": "why_headline",
    "statements": "statements", "rival_low": "lowest_statement", "rival_high": "highest_statement",
    "file": "file", "line": "line", "lat": "lat", "lon": "lon",
}  # fmt: skip


# HXL 1.1: a core hashtag says what kind of thing a column holds, attributes narrow it down.
HXL = {
    "series": "#meta+series+name", "x": "#meta+x", "value": "#indicator+value+num", "low": "#indicator+value+min",
    "high": "#indicator+value+max", "qualifier": "#indicator+value+qualifier", "unit": "#indicator+unit+code",
    "figure": "#indicator+value+text", "role": "#meta+role", "basis": "#meta+basis", "indicator": "#indicator+code",
    "measure": "#indicator+name", "place": "#loc+code", "place_name": "#loc+name",
    "origin": "#population+origin+code", "origin_name": "#population+origin+name", "group": "#population+group+code",
    "period_start": "#date+start", "period_end": "#date+end", "date_precision": "#date+precision",
    "as_of": "#date+held", "as_of_precision": "#date+held+precision", "attribution": "#org+attribution+name",
    "stated_by": "#org+stating+name", "counted_by": "#org+counting+name", "carried_by": "#org+carrier+name",
    "scope": "#meta+scope", "event": "#event+code", "source": "#meta+source+code", "source_title": "#meta+source+title",
    "publisher": "#org+publisher+name", "publisher_kind": "#org+publisher+type", "relays": "#org+quoted+name",
    "published": "#date+published", "published_precision": "#date+published+precision", "url": "#meta+source+url",
    "locator": "#meta+source+locator", "note": "#description+note", "corrected": "#description+correction",
    "why_headline": "#description+headline", "statements": "#meta+statements+num",
    "lowest_statement": "#indicator+value+rival+min", "highest_statement": "#indicator+value+rival+max",
    "file": "#meta+file+name", "line": "#meta+file+line", "lat": "#geo+lat", "lon": "#geo+lon",
    "unit_name": "#indicator+unit+name", "chart": "#meta+chart+title", "chart_id": "#meta+chart+code",
    "as_known_on": "#date+known", "lead_rule": "#meta+lead",
}  # fmt: skip


DATES = ("period_start", "period_end", "as_of", "published", "as_known_on")


NUMBERS = ("value", "low", "high", "lowest_statement", "highest_statement", "lat", "lon")


COUNTS = ("statements", "line")


def has_dates(spec: ChartSpec) -> bool:
    """Whether the x of a chart is a date in every row."""
    return spec.x_kind == "date" and all(isinstance(value, pd.Timestamp) for value in spec.data["x"])
