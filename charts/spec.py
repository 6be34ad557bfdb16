"""ChartSpec: the one description of a chart from which screen, slide, sheet, alt text and citation are rendered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.hedge import Figure, figure_of
from analysis.vocabulary import Role
from analysis.words import as_of, date_text, figure_text, period_text
from analysis.words.grammar import Untold, join_words
from charts import columns
from loaders.frames import NO_DAY, as_records, packed, texts

Mark = Literal["line", "step", "column", "stacked", "bar", "dots", "dumbbell", "spans", "timeline", "map", "sankey"]

# What is drawn, and where it comes from: columns of `ChartSpec.data`.
DRAWN, CITED = columns.DRAWN, columns.CITED

_NUMBERS, _DATES, _COUNTS = (
    tuple(one.name for one in columns.SHOWN.values() if one.kind == kind) for kind in ("number", "date", "count")
)
# What a drawn row takes as it is from the observation.
_TEXTS = [
    one.name
    for one in columns.SHOWN.values()
    if one.kind == "text" and one.name not in ("series", "x", "basis", "text")
]
_NAMES = [one.name for one in columns.SHOWN.values() if one.kind == "names"]

# `role` of such points; a projected one has it as its `basis` too.
PROJECTION, CONTEXT = Role.PROJECTION.value, Role.CONTEXT.value
# Roles of points that a line joins and that bear full marks.
LED = (Role.HEADLINE.value, CONTEXT)

PARTED = "; "  # between the codes of what was added
_MOST_NAMED = 3
# Of whom a figure is: the columns of code and name, and the code that means all of them.
_OF = (("place", "place_name", "world"), ("origin", "origin_name", "all"), ("group", "", "total"))


@dataclass(frozen=True, slots=True)
class Marker:
    """A dated event that explains a turn of a series."""

    date: pd.Timestamp
    label: str
    source: str = ""
    end: pd.Timestamp = NO_DAY

    @property
    def when(self) -> str:
        """`28 Mar to 2 Apr 2021`, or the one day."""
        return date_text(self.date) if pd.isna(self.end) else period_text(self.date, self.end)


@dataclass(frozen=True, slots=True)
class MapView:
    """What a map shows beside its points: frame, filled areas, arcs.

    `extent` is (west, south, east, north) in degrees; a map of circles or arcs alone is framed around them. `areas` has
    `iso, name, value, text, klass` (class 0 to 4, -1 for no figure), `arcs` has `lon0, lat0, lon1, lat1, value, text,
    series`; where `text` says more than the figure, such as its date, `figure` is the figure alone. Circles are the
    rows of ChartSpec.data with `lon` and `lat`; their area is proportional to the value, and `zeros` says of a place of
    which it is 0 what that means, such as closed, `aged` of one whose figure is an old one from when it is. Classes are
    told by `breaks`, their upper bounds, or by `classes`, their names, where they are not numbers.
    """

    extent: tuple[float, float, float, float]
    base: Literal["region", "world"] = "region"
    areas: pd.DataFrame | None = None
    breaks: tuple[float, ...] = ()
    area_label: str = ""
    classes: tuple[str, ...] = ()
    arcs: pd.DataFrame | None = None
    circle_label: str = ""
    zeros: Mapping[str, str] = field(default_factory=dict)
    aged: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class ChartSpec:
    """A chart: its words, the tidy frame of exactly what is drawn, and how to read it.

    `name` is the id in the catalogue and `filters` the options that it was built with. `title` is a sentence that says
    what the chart shows, `subtitle` names measure, unit and date. `data` has the columns DRAWN and CITED (maps add
    `lon` and `lat`). `x_kind` says whether x is a date or a category; `series_order` fixes order and colour keys.
    `own` are the series or categories of the subject that stands out among others, whose figures a chart is about.
    `totals` are the sums of stacks in words, by category, where such a sum is a figure that may be told.
    """

    name: str
    title: str
    subtitle: str
    mark: Mark
    data: pd.DataFrame
    unit: str
    x_kind: Literal["date", "category"] = "date"
    filters: Mapping[str, Any] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)
    facet: bool = False
    markers: tuple[Marker, ...] = ()
    caveats: tuple[str, ...] = ()
    map: MapView | None = None
    totals: Mapping[str, str] = field(default_factory=dict)
    empty: str = "No figure matches these choices."
    height: int = 0
    known_on: pd.Timestamp = NO_DAY
    lead: str = ""
    own: tuple[str, ...] = ()

    @property
    def own_data(self) -> pd.DataFrame:
        """The drawn rows of the subject that stands out among others; all of them where none does."""
        if not self.own:
            return self.data
        rows = self.data[self.data["series"].isin(self.own) | self.data["x"].isin(self.own)]
        return rows if len(rows) else self.data

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        no_areas = self.map is None or self.map.areas is None or self.map.areas.empty
        return self.data.empty and no_areas

    @property
    def tells(self) -> bool:
        """Whether something is drawn that its headline tells."""
        return not self.is_empty and not isinstance(self.title, Untold)

    @property
    def sources(self) -> pd.DataFrame:
        """The publications behind the chart, the most used first: source, source_title, publisher, published, url."""
        told = ["source", "source_title", "publisher", "published", "published_precision", "url", "carried_by"]
        cited = self.data.loc[self.data["source"] != "", told]
        counts = cited["source"].astype(str).value_counts()
        first = cited.assign(source=cited["source"].astype(str)).drop_duplicates("source")
        return (
            first.assign(rows=first["source"].map(counts))
            .sort_values(["rows", "published"], ascending=[False, False], kind="stable")
            .reset_index(drop=True)
        )

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Ids of all publications that the drawn figures rest on, in the order of the rows."""
        rows = zip(self.data["sources"], texts(self.data["source"]), strict=True)
        return tuple(
            dict.fromkeys(one for held, source in rows for one in sources_of({"sources": held, "source": source}))
        )

    @property
    def as_of(self) -> pd.Timestamp:
        """The newest date that a drawn figure holds for, projections and light marks aside (NaT where there is none).

        Where a subject stands out among others it is that of its own figures.

        A period that ends after the newest publication, such as a running year, counts up to that publication only.
        """
        return _newest(self)[0]


_DATED: WeakKeyDictionary[ChartSpec, tuple[pd.Timestamp, str]] = WeakKeyDictionary()


def _newest(spec: ChartSpec) -> tuple[pd.Timestamp, str]:
    """The as-of date and its precision, reckoned once: foot, citation, alternative and slide ask again for each."""
    found = _DATED.get(spec)
    if found is None:
        found = _DATED[spec] = _reckoned(spec)
    return found


def _reckoned(spec: ChartSpec) -> tuple[pd.Timestamp, str]:
    # Only the columns at hand: a copy of all would take most of the time.
    rows = spec.own_data[["basis", "role", "value", "as_of", "as_of_precision", "published", "published_precision"]]
    rows = rows.loc[(rows["basis"] != PROJECTION).to_numpy()].reset_index(drop=True)
    # A light mark is not what the chart says: where there is more, its date is not that of the chart.
    said = rows["role"].isin(["headline", CONTEXT])
    rows = rows.loc[said].reset_index(drop=True) if rows.loc[said, "as_of"].notna().any() else rows
    # A place without a figure, such as a prison of which only the holder is known, does not date the figures of others.
    counted = rows["value"].notna() & rows["as_of"].notna()
    rows = rows.loc[counted].reset_index(drop=True) if counted.any() else rows
    if rows["as_of"].isna().all():
        return NO_DAY, ""
    ahead = rows["as_of"] > rows["published"]
    held = rows["as_of"].mask(ahead, rows["published"])
    first = int(held.argmax())
    return held.iloc[first], str(rows["published_precision" if ahead.iloc[first] else "as_of_precision"].iloc[first])


def points(rows: pd.DataFrame, *, series: str | pd.Series, x: str | pd.Series = "period_end") -> pd.DataFrame:
    """Turn observations (as marked by `analysis.headline`) into drawn points with columns DRAWN + CITED.

    `series` and `x` are a constant or a column's values; the text of each point is its figure with hedge.
    """
    count = len(rows)
    xs = rows[x] if isinstance(x, str) else x
    held = rows[[column for column in _TEXTS if column in rows]]
    words = dict(zip(held.columns, held.to_numpy(dtype=object).T, strict=True)) | {
        "series": series if isinstance(series, str) else texts(series),
        "basis": "stated",
        "as_of_precision": texts(rows["date_precision"]),
        "text": figure_texts(rows),
    }
    missing = np.full(count, np.nan)
    numbers = {name: rows[name].to_numpy() if name in rows else missing for name in _NUMBERS}
    starts, ends, told = (rows[name].to_numpy() for name in ("period_start", "period_end", "published"))
    dates = {"start": starts, "period_start": starts, "period_end": ends, "as_of": ends, "published": told}
    counts = {
        "statements": rows["statements"].to_numpy() if "statements" in rows else np.ones(count, dtype=np.int64),
        "line": rows["line"].to_numpy(),
    }
    if pd.api.types.is_datetime64_dtype(xs):
        dates["x"] = xs.to_numpy()
    else:
        words["x"] = texts(xs)
    blank = dict.fromkeys(_TEXTS, "") | dict.fromkeys(_NAMES) | {"role": Role.HEADLINE.value}
    return packed(pd.RangeIndex(count), blank | words, [numbers, dates, counts], DRAWN + CITED)


def drawn_rows(points: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Turn points, each with values of the columns DRAWN + CITED, into a frame of drawn points."""
    if not points:
        return empty_points()
    told = {column: [point.get(column, one.blank) for point in points] for column, one in columns.SHOWN.items()}
    dated = [*_DATES, *(["x"] if all(isinstance(x, pd.Timestamp) for x in told["x"]) else [])]
    return packed(
        pd.RangeIndex(len(points)),
        {column: _cells(told[column]) for column in DRAWN + CITED if column not in {*dated, *_NUMBERS, *_COUNTS}},
        [
            {column: told[column] for column in _NUMBERS},
            {column: _dates(told[column]) for column in dated},
            {column: told[column] for column in _COUNTS},
        ],
        DRAWN + CITED,
    )


def _cells(values: Sequence[Any]) -> npt.NDArray[np.object_]:
    """One cell for each value, a tuple too."""
    cells = np.empty(len(values), dtype=object)
    for at, value in enumerate(values):
        cells[at] = value
    return cells


def _dates(values: Sequence[Any]) -> npt.NDArray[np.datetime64]:
    return np.array(
        [value.to_datetime64() if isinstance(value, pd.Timestamp) else np.datetime64("NaT") for value in values],
        dtype="datetime64[us]",
    )


def added(groups: pd.DataFrame, rows: pd.DataFrame, *, series: str, x: pd.Series, note: str) -> pd.DataFrame:
    """Turn sums (as `analysis.by_period` returns them) into drawn points that cite every statement in the sum.

    `rows` are the observations that the sums were made of, looked up by index label; `note` says what was added, with
    `{n}` for the number of statements.
    """
    if groups.empty:
        return empty_points()
    out = []
    statements = dict(zip(rows.index, as_records(rows), strict=True))
    for item, at in zip(as_records(groups), x.tolist(), strict=True):
        used = [statements[label] for label in item["rows"]]
        stated = item["basis"] == "stated"
        record = combined(
            [one | {"as_of": one["period_end"], "as_of_precision": one["date_precision"]} for one in used]
        )
        record |= {
            "series": series,
            "x": at,
            "start": item["period_start"],
            "role": "headline",
            "basis": "stated" if stated else "sum",
            "period_start": item["period_start"],
            "period_end": item["period_end"],
            "text": figure_text(figure_of(item)),
        }
        record |= {column: item[column] for column in ("value", "low", "high", "qualifier", "unit")}
        if not stated:
            record["note"] = note.format(n=len(used))
        out.append(record)
    return drawn_rows(out)


def combined(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Where a figure made of several statements comes from: CITED columns, all sources named, newest part first.

    `parts` are rows with CITED columns. As-of date, attribution and publication are those of the newest part (by the
    date that it holds for, then by its publication), so that no publisher is paired with another one's date. Place,
    people and group are those of all parts. Locator, address and line of a file are left empty where there are several.
    """
    newest_first = sorted(parts, key=_newness, reverse=True)
    first = newest_first[0]
    record = (
        {column: first[column] for column in CITED if column in first}
        | _of_all(newest_first)
        | {
            "statements": len(parts),
            "rival_low": float("nan"),
            "rival_high": float("nan"),
        }
    )
    if len(parts) == 1:
        return record
    sources = tuple(dict.fromkeys(one for part in newest_first for one in sources_of(part)))
    files = tuple(dict.fromkeys(one for part in parts for one in _all_of(part, "files", "file")))
    one = len(sources) == 1
    # Counted by publications, because a part may itself be a sum that names only its newest.
    more = len(sources) - 1
    return record | {
        "clause": "",
        "sources": sources,
        "source": "; ".join(sources),
        "source_title": first["source_title"] if one else f"{len(sources)} publications",
        "publisher": first["publisher"] if one else f"{first['attribution']} and {more} other{'s' if more > 1 else ''}",
        "url": first["url"] if one else "",
        "carried_by": first["carried_by"] if one else "",
        "locator": "",
        "files": files,
        "file": "; ".join(files),
        "line": 0,
    }


def _of_all(parts: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Codes and names of place, people and group where parts differ in them: the whole among them, or all of them."""
    found: dict[str, str] = {}
    for code, name, whole in _OF:
        names = {str(part[code]): str(part.get(name, "")) for part in parts if part.get(code)}
        if len(names) < 2:
            continue
        if whole in names:
            found |= {code: whole, name: names[whole]}
            continue
        codes = dict.fromkeys(one for several in names for one in several.split(PARTED))
        found |= {code: PARTED.join(codes), name: _all_named(list(dict.fromkeys(names.values())))}
    found.pop("", None)
    return found


def _all_named(names: Sequence[str]) -> str:
    """`Iraq, Syria and 4 more`: names of what was added, no more than a cell of a table holds."""
    shown = names if len(names) <= _MOST_NAMED else [*names[: _MOST_NAMED - 1], f"{len(names) - _MOST_NAMED + 1} more"]
    return join_words(shown)


def sources_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of all publications that a drawn row or an observation rests on, newest first."""
    return _all_of(row, "sources", "source")


def _all_of(row: Mapping[str, Any], several: str, one: str) -> tuple[str, ...]:
    held = row.get(several)
    if isinstance(held, tuple):
        return held
    return (str(row[one]),) if isinstance(row[one], str) and row[one] else ()


def _newness(part: Mapping[str, Any]) -> tuple[pd.Timestamp, pd.Timestamp]:
    never = pd.Timestamp(1900, 1, 1)
    held, told = (never if pd.isna(part[column]) else part[column] for column in ("as_of", "published"))
    return held, told


@cache
def empty_points() -> pd.DataFrame:
    """The frame of drawn points with no rows, typed as one with rows is."""
    return pd.DataFrame(columns=DRAWN + CITED).astype({name: one.dtype for name, one in columns.SHOWN.items()})


def figure_texts(rows: pd.DataFrame) -> list[str]:
    """The figure of each row with its hedge, in full."""
    numbers = (rows[column].tolist() for column in ("value", "low", "high"))
    words = (texts(rows[column]).tolist() for column in ("qualifier", "unit"))
    return [figure_text(Figure(*each)) for each in zip(*numbers, *words, strict=True)]


def as_of_text(spec: ChartSpec) -> str:
    """`as of 19 Jan 2026`: `ChartSpec.as_of` with its own precision."""
    date, precision = _newest(spec)
    return "" if pd.isna(date) else as_of(date, precision)


def as_of_date(spec: ChartSpec) -> str:
    """`19 Jan 2026`: the date of `as_of_text` alone, as a column or a comparison has it."""
    date, precision = _newest(spec)
    return "" if pd.isna(date) else date_text(date, precision)
