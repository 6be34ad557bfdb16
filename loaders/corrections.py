"""Corrections: mends single cells of the observations as `corrections.csv` asks, and only where it still fits.

A correction names one observation, the column that is wrong and what stands in it. Where the file has moved on, nothing
is changed and the check says so. A correction may not break a rule that the row would have to keep in its own file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from loaders.files.parse import parser
from loaders.files.reader import Table
from loaders.findings import CATALOGUE
from loaders.frames import as_records
from loaders.problems import Problem, problem
from loaders.rules.checks import day, number
from loaders.schema import Field

KEYS = ("indicator", "place", "origin", "group", "period_end", "source")
Rules = Callable[[pd.DataFrame], tuple[Problem, ...]]


def corrected(
    view: pd.DataFrame, asked: Table, fields: tuple[Field, ...], rules: Rules
) -> tuple[pd.DataFrame, Table, tuple[Problem, ...]]:
    """Return the observations with the corrections applied, the corrections that were, and new warnings.

    Args:
        view: the tidy observations; text of the column `corrected` says what was done to a row.
        asked: the rows of corrections.csv; those that cannot be applied become problems of rule `correction`.
        fields: the columns of an observation file.
        rules: gives the findings on a frame of observations.
    """
    if asked.frame.empty:
        return view, asked, ()
    known = {each.name: each for each in fields}
    found: list[Problem] = []
    kept: list[int] = []
    out = view
    before = {str(each): each for each in rules(view)}
    warnings: dict[str, Problem] = {}
    for label, row in zip(asked.frame.index, as_records(asked.frame), strict=True):
        step = _step(view, out, row, known)
        if isinstance(step, pd.DataFrame):
            new = [each for each in rules(step) if str(each) not in before]
            broken = next((each for each in new if each.severity == "error"), None)
            if broken is None:
                warnings |= {str(each): each for each in new}
                out, kept = step, [*kept, label]
                continue
            step = _refusal(
                row, "corrected", f"the row would break the rule {broken.rule}: {broken.message}", broken.hint
            )
        found.append(step)
    applied = replace(asked, frame=asked.frame.loc[kept].reset_index(drop=True), problems=(*asked.problems, *found))
    return out, applied, tuple(warnings.values())


def _step(view: pd.DataFrame, out: pd.DataFrame, row: Mapping[str, Any], fields: Mapping[str, Field]) -> Any:
    """The frame with one correction more, or the problem that keeps it from being applied."""
    name = str(row["column"])
    values = {}
    for side in ("expected", "corrected"):
        cell = parser(fields[name], ",")(str(row[side]))
        if cell.rule and CATALOGUE[cell.rule].severity == "error":
            entry = CATALOGUE[cell.rule]
            facts = {"value": row[side], "column": name, **cell.facts}
            return _refusal(row, side, entry.message.format_map(facts), entry.hint.format_map(facts))
        values[side] = _typed(cell.value, fields[name])
    # Rows are found by what the file says, so that a correction of a date does not hide the row from the next.
    meant = np.logical_and.reduce([(view[key] == row[key]).to_numpy() for key in KEYS])
    if not meant.any():
        return _refusal(row, "indicator", "no observation is described by it", "Copy the six columns from the row.")
    fits = meant & _same(view[name], values["expected"])
    if not fits.any():
        stands = " or ".join(sorted({_text(value) for value in view.loc[meant, name]}))
        hint = "Look at the row: it was mended or replaced. Then remove or renew the correction."
        return _refusal(row, "expected", f"{name} holds {stands}, not {row['expected'] or 'nothing'}", hint)
    if fits.sum() > 1:
        return _refusal(row, "expected", f"{fits.sum()} observations fit it", "Mend the rows in their own file.")
    at = np.flatnonzero(fits)[0]
    change = f"{name} {_text(values['expected'])} corrected to {_text(values['corrected'])}"
    told = f"{change}: {row['reason']}, reported by {row['reported_by']}, {_date(row['reported'])}"
    said = [each for each in (str(out["corrected"].iloc[at]), told) if each]
    return out.assign(
        **{name: _set(out[name], at, values["corrected"]), "corrected": _set(out["corrected"], at, "; ".join(said))}
    )


def _refusal(row: Mapping[str, Any], column: str, reason: str, suggestion: str) -> Problem:
    facts = {"reason": reason, "suggestion": suggestion}
    return problem("correction", str(row["file"]), int(row["line"]), column, _plain(row[column]), facts=facts)


def _typed(value: Any, field: Field) -> Any:
    if field.type == "date":
        return pd.NaT if value is None else pd.Timestamp(value)
    if field.type == "number":
        return float("nan") if value is None else float(value)
    return "" if value is None else str(value)


def _same(values: pd.Series, value: Any) -> Any:
    return (values.isna() if pd.isna(value) else values == value).to_numpy()


def _set(values: pd.Series, at: int, value: Any) -> pd.Series:
    """The column with another value in the row at position `at`."""
    if isinstance(values.dtype, pd.CategoricalDtype) and value not in values.cat.categories:
        values = values.cat.add_categories([value])
    changed = values.copy()
    changed.iloc[at] = value
    return changed


def _text(value: Any) -> str:
    """A cell in words: 41,740 or 31 Jul 2024."""
    if pd.isna(value) or value == "":
        return "nothing"
    if isinstance(value, pd.Timestamp):
        return _date(value)
    return f"{value:,.0f}" if isinstance(value, float) and value == round(value) else str(value)


def _date(value: pd.Timestamp) -> str:
    return f"{value.day} {value:%b %Y}"


def _plain(value: Any) -> str:
    """A cell of the corrections as it stands in the file."""
    return day(value) if isinstance(value, pd.Timestamp) else number(value) if isinstance(value, float) else str(value)
