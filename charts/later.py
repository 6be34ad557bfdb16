"""What another body has counted since the last figure of a line: a faint mark must not outdate a headline unsaid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.vocabulary import Role
from analysis.words import date_text
from analysis.words.disputed import later_count, later_said
from charts.common import told
from charts.spec import ChartSpec
from loaders.frames import as_records, grouped, texts

_KEY = ["indicator", "place", "origin", "group"]
_OTHERS = (Role.BESIDE.value, Role.CONTEXT.value)
_MARKS = ("line", "step", "dots")


def later_counts(data: pd.DataFrame) -> Iterator[Mapping[str, Any]]:
    """Of each drawn figure the newest count of another body, where it is newer than the line and differs from it."""
    roles = texts(data["role"])
    own, others = roles == Role.HEADLINE.value, np.isin(roles, _OTHERS)
    if not others.any():
        return
    ends, counted = data["period_end"].to_numpy(), (data["date_precision"] != "publication").to_numpy()
    for at in _of_each_figure(data):
        line, marks = at[own[at]], at[others[at]]
        if not len(line) or not len(marks):
            continue
        # Of one day what was counted on it comes before what was only told on it.
        last, newest = (some[np.lexsort((counted[some], ends[some]))[-1]] for some in (line, marks))
        if ends[newest] > ends[last]:
            there, later = as_records(data.iloc[[last, newest]])
            if later["text"] != there["text"]:
                yield {**later, "series": there["series"]}


def _of_each_figure(data: pd.DataFrame) -> Iterator[npt.NDArray[np.intp]]:
    """The positions of the points of each drawn figure."""
    number = grouped(*(data[column] for column in _KEY))
    for one in range(number.max(initial=-1) + 1):
        yield np.flatnonzero(number == one)


def later_words(spec: ChartSpec) -> str:
    """The later counts of a chart over time as a note; empty where there is none or the headline tells it."""
    if spec.mark not in _MARKS or spec.x_kind != "date" or spec.data.empty:
        return ""
    found = [one for one in later_counts(spec.data) if _parts(one)[1] not in spec.title]
    if not found:
        return ""
    several = len(set(spec.data.loc[spec.data["role"] == Role.HEADLINE.value, "series"])) > 1
    told = [later_count(*_parts(one), of=str(one["series"]) if several else "") for one in found]
    return " ".join(told)


def has_later(data: pd.DataFrame) -> bool:
    """Whether another body has counted anew since the last figure of a drawn series."""
    return next(later_counts(data), None) is not None


def with_later(title: str, data: pd.DataFrame) -> str:
    """A headline, and the later count of another body behind it, where one body's is drawn and there is room."""
    found = list(later_counts(data))
    if len(found) != 1:
        return title
    row = found[0]
    return later_said(title, str(row["counter"]), told(row))


def _parts(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """The figure of a row, its date and who states it."""
    return str(row["text"]), date_text(row["period_end"], str(row["date_precision"])), str(row["attribution"])
