"""Native charts of made-up rows, and what tests ask of their XML."""

from collections import Counter

import pandas as pd
from lxml import etree

from charts.spec import ChartSpec
from charts.text import one_line
from render.office.native import native_charts

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DAY = pd.Timestamp("2021-01-01")


def stated(spec: ChartSpec) -> Counter[tuple[str, object, float]]:
    """The rows of a spec as the sheets tell them."""
    rows = spec.data[spec.data["value"].notna()].to_dict("records")
    dated = spec.x_kind == "date"
    return Counter((one_line(r["series"]), r["x"] if dated else one_line(r["x"]), float(r["value"])) for r in rows)


def chart_of(spec: ChartSpec) -> etree._Element:
    (only,) = native_charts(spec)
    return etree.fromstring(only.xml)


def named(chart: etree._Element, name: str) -> etree._Element:
    (found,) = (s for s in chart.iter(f"{C}ser") if "".join(s.find(f"{C}tx").itertext(f"{C}v")) == name)
    return found


def spec_of(mark: str, *rows: dict[str, object], **more: object) -> ChartSpec:
    """A spec of one series in people; a row gives what differs from an exact 100 on 1 Jan 2021."""
    plain = {
        "series": "Camp",
        "x": pd.Timestamp("2021-01-01"),
        "start": pd.NaT,
        "value": 100.0,
        "low": float("nan"),
        "high": float("nan"),
        "qualifier": "exact",
        "unit": "persons",
        "role": "headline",
        "basis": "stated",
        "text": "100",
        "publisher": "A publisher",
        "attribution": "A publisher",
        "source": "made-up",
        "source_title": "A title",
        "url": "",
        "indicator": "people_counted",
        "published": pd.Timestamp("2021-02-01"),
        "published_precision": "day",
        "period_start": pd.NaT,
        "period_end": pd.Timestamp("2021-01-01"),
        "date_precision": "day",
        "locator": "",
        "note": "",
        "group": "total",
        "statements": 1,
        "rival_low": float("nan"),
        "rival_high": float("nan"),
    }
    data = pd.DataFrame([plain | row for row in rows])
    kind = "date" if isinstance(data["x"].iloc[0], pd.Timestamp) else "category"
    return ChartSpec("made.up", "A title", "People", mark, data, "persons", kind, **more)  # type: ignore[arg-type]
