"""Series of a chart in order, their colours, where their lines break."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from charts.palette import Theme, hue
from charts.spec import CONTEXT, ChartSpec, Marker
from loaders.frames import texts

GAP_DAYS = 366  # a line is broken where no figure holds for more than a year


def series_of(spec: ChartSpec) -> list[str]:
    """Series in the order of `spec.colours`, then in order of appearance."""
    found = list(dict.fromkeys(texts(spec.data["series"])))
    return [s for s in spec.colours if s in found] + [s for s in found if s not in spec.colours]


def keyed_series(spec: ChartSpec) -> list[str]:
    """Series in the order in which their marks are met, which is that of a legend.

    Of horizontal bars with a row each, the series of the first row comes first; else it is the order of `series_of`.
    """
    names = series_of(spec)
    pairs = spec.data[["x", "series"]].astype(str).drop_duplicates()
    if spec.mark != "bar" or pairs["x"].duplicated().any():
        return names
    met = list(pairs["series"])
    return sorted(names, key=met.index)


def colour_of(spec: ChartSpec, name: str, theme: Theme) -> str:
    """Colour of a series in a theme; the count of another body that stands beside the subject is grey."""
    rows = spec.data["series"] == name
    if rows.any() and (spec.data.loc[rows, "role"] == CONTEXT).all():
        return hue("grey", theme)
    position = series_of(spec).index(name) if name in series_of(spec) else 0
    return hue(spec.colours.get(name, name), theme, position)


def runs(dates: Iterable[pd.Timestamp]) -> list[int]:
    """Number of the unbroken run that each date of a series belongs to: a gap of more than GAP_DAYS ends a run."""
    out: list[int] = []
    before: pd.Timestamp | None = None
    for date in dates:
        broken = before is not None and (date - before).days > GAP_DAYS
        out.append((out[-1] if out else 0) + int(broken))
        before = date
    return out


def top_value(spec: ChartSpec, data: pd.DataFrame) -> float:
    """Largest value that the value axis must reach; for stacks, of the sums."""
    drawn = data[["value", "high"]].max(axis=1)
    if spec.mark == "stacked":
        return float(drawn.groupby([data["x"]]).sum().max())
    return float(drawn.max())


def event_labels(markers: Sequence[Marker], near: pd.Timedelta) -> list[tuple[pd.Timestamp, str, list[str]]]:
    """Where the numbers of dated events stand, the numbers and what they stand for; events `near` share a label."""
    labels: list[tuple[pd.Timestamp, str, list[str]]] = []
    for number, marker in enumerate(markers, 1):
        if labels and marker.date - labels[-1][0] < near:
            start, text, told = labels.pop()
            labels.append((start, f"{text}, {number}", [*told, marker.label]))
        else:
            labels.append((marker.date, str(number), [marker.label]))
    return labels
