"""Joins: from the typed tables as they stand in the files to the frames that the rest of the product reads.

Every join is a look-up by a key that is unique in its table, so no join can add or drop a row. Look-ups run over the
distinct keys and are spread to the rows as integer codes, which keeps them fast and the frames small.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

INDICATOR_COLUMNS = {
    name: name
    for name in (
        "title",
        "short_title",
        "definition",
        "unit",
        "kind",
        "theme",
        "aggregation",
        "headline",
        "comparable",
        "differs",
        "reduced_by",
    )
}
PLACE_COLUMNS = {
    "name": "place_name",
    "kind": "place_kind",
    "parent": "place_parent",
    "country": "country",
    "lat": "lat",
    "lon": "lon",
}
SOURCE_COLUMNS = {
    "title": "source_title",
    "publisher": "publisher",
    "publisher_kind": "publisher_kind",
    "published": "published",
    "published_precision": "published_precision",
    "url": "url",
    "carried_by": "carried_by",
    "language": "language",
    "quotes": "quotes",
}
EVENT_SOURCE_COLUMNS = {
    name: new
    for name, new in SOURCE_COLUMNS.items()
    if name in ("title", "publisher", "publisher_kind", "published", "published_precision", "url")
}
MEMBER_SOURCE_COLUMNS = {
    name: new
    for name, new in SOURCE_COLUMNS.items()
    if name in ("title", "publisher", "published", "published_precision", "url")
}


def dated(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return `frame` with the text of its partial dates in `columns` replaced by the last day that each can mean."""
    return frame.assign(**{name: last_day(frame[name]) for name in columns}) if columns else frame


def last_day(text: pd.Series) -> pd.Series:
    """Return the last day that a partial date can mean, as datetime64: `2024-02` is 29 February, `2023` 31 December.

    Text that is not `YYYY`, `YYYY-MM` or `YYYY-MM-DD` becomes NaT.
    """
    codes, distinct = pd.factorize(text.astype(object))
    days = np.array([*(_last_day(str(value)) for value in distinct), np.datetime64("NaT")], dtype="datetime64[us]")
    return pd.Series(days[codes], index=text.index)


def _last_day(text: str) -> np.datetime64:
    if len(text) not in (4, 7, 10):
        return np.datetime64("NaT")
    try:
        start = np.datetime64(text)
    except ValueError:
        return np.datetime64("NaT")
    return (start + 1).astype("datetime64[D]") - np.timedelta64(1, "D")


def attach(
    frame: pd.DataFrame, column: str, table: pd.DataFrame, key: str, columns: Mapping[str, str]
) -> dict[str, pd.Series]:
    """Return the `columns` of `table` (old name to new) for every row of `frame`, looked up by `frame[column]`.

    Text comes back categorical, numbers and dates as they are; a key that `table` lacks gives "" or a missing value.
    """
    left = pd.Categorical(frame[column])
    known = pd.Index(table[key].astype(object))
    positions = np.append(known.get_indexer(left.categories.astype(object)), -1)
    return {new: _spread(table[old], positions, left.codes) for old, new in columns.items()}


def _spread(values: pd.Series, positions: npt.NDArray[Any], codes: npt.NDArray[Any]) -> pd.Series:
    """Take `values` at `positions` (one per key, -1 for missing) and repeat them for every row's key code."""
    if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_datetime64_any_dtype(values):
        per_key = values.array.take(positions, allow_fill=True)
        return pd.Series(per_key.take(codes))
    found = positions >= 0
    text = np.full(len(positions), "", dtype=object)
    text[found] = values.array.take(positions[found])
    key_codes, distinct = pd.factorize(text)
    # Repeated as the small numbers that a column keeps its texts by.
    return pd.Series(pd.Categorical.from_codes(key_codes, categories=pd.Index(distinct)).take(codes))


def observations(
    stated: pd.DataFrame,
    indicators: pd.DataFrame,
    places: pd.DataFrame,
    sources: pd.DataFrame,
    origins: pd.DataFrame,
) -> pd.DataFrame:
    """Return the observations with what is known of each row's indicator, place, origin and source.

    `unit` is the effective unit: households where the row counts households of an indicator in persons. `corrected` is
    empty; `loaders.corrections` fills it.
    """
    own = {name: stated[name] for name in stated.columns if name not in ("file", "line")}
    of_indicator = attach(stated, "indicator", indicators, "indicator", INDICATOR_COLUMNS)
    of_indicator["unit"] = effective_unit(of_indicator["unit"], stated["group"])
    return pd.DataFrame(
        own
        | {"corrected": pd.Categorical.from_codes(np.zeros(len(stated), dtype=np.int8), categories=pd.Index([""]))}
        | of_indicator
        | attach(stated, "place", places, "place", PLACE_COLUMNS)
        | attach(stated, "origin", origins, "origin", {"name": "origin_name"})
        | attach(stated, "source", sources, "source", SOURCE_COLUMNS)
        | {"file": stated["file"], "line": stated["line"]},
        copy=False,
    )


def effective_unit(unit: pd.Series, group: pd.Series) -> pd.Series:
    """Return `unit` with "households" where `group` is households and the unit is persons (both categorical)."""
    with_households = unit if "households" in unit.cat.categories else unit.cat.add_categories(["households"])
    return with_households.mask((group == "households") & (unit == "persons"), "households")


def events(stated: pd.DataFrame, places: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return the events with the name of their place and the title, publisher, date and address of their source."""
    own = {name: stated[name] for name in stated.columns if name not in ("file", "line")}
    return pd.DataFrame(
        own
        | attach(stated, "place", places, "place", {"name": "place_name"})
        | attach(stated, "source", sources, "source", EVENT_SOURCE_COLUMNS)
        | {"file": stated["file"], "line": stated["line"]}
    )


def members(stated: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return the members with the title, publisher, date and address of their source."""
    own = {name: stated[name] for name in stated.columns if name not in ("file", "line")}
    return pd.DataFrame(
        own
        | attach(stated, "source", sources, "source", MEMBER_SOURCE_COLUMNS)
        | {"file": stated["file"], "line": stated["line"]}
    )


def custody(stated: pd.DataFrame, places: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return the custody periods with the name and kind of the place and the source."""
    own = {name: stated[name] for name in stated.columns if name not in ("file", "line")}
    return pd.DataFrame(
        own
        | attach(stated, "place", places, "place", {"name": "place_name", "kind": "place_kind"})
        | attach(stated, "source", sources, "source", MEMBER_SOURCE_COLUMNS)
        | {"file": stated["file"], "line": stated["line"]}
    )


def pathway(stated: pd.DataFrame) -> pd.DataFrame:
    """Return the steps with `indicators` as a tuple of indicator ids, empty where nothing measures the step."""
    return stated.assign(
        indicators=pd.Series([tuple(str(text).split()) for text in stated["indicators"]], stated.index, dtype=object)
    )


RELAY = " via "
PRESS = "press reports"


def attributed(rows: pd.DataFrame, attributions: pd.DataFrame, counters: pd.DataFrame) -> pd.DataFrame:
    """Return the observations with who states each figure.

    `stated_by` is the body that states it: the speaker that attributions.csv names for the row, else the first whom a
    news report quotes, else the publisher; empty for a news report that names nobody. `attribution` says it in words
    together with the outlet that relays it. `counter` is the counting body for which it speaks (counters.csv), else
    the body itself; news reports that name nobody are one counter of their own.
    """
    news = (rows["publisher_kind"] == "media").to_numpy()
    quoted, published = _renamed(rows["quotes"], _first_speaker), _renamed(rows["publisher"], str)
    named = _named(rows, attributions)
    # Bodies and publishers share one list of names, so that rows are compared and told apart by numbers.
    names = quoted.categories.union(published.categories).union(named.categories)
    quoted_at, publisher_at, named_at = (_numbers(each, names) for each in (quoted, published, named))
    who = np.where(news, quoted_at, publisher_at)
    who = np.where(named_at >= 0, named_at, who)
    spoken = (who * len(names) + publisher_at) * 2 + news
    distinct = pd.Index(pd.unique(spoken))
    pairs = (divmod(at // 2, len(names)) for at in distinct)
    told = [
        _attribution(names[body], names[publisher], relayed=bool(at % 2))
        for at, (body, publisher) in zip(distinct, pairs, strict=True)
    ]
    counter_of = dict(zip(counters["name"].astype(object), counters["counter"].astype(object), strict=True))
    counted = [counter_of.get(name, name) or PRESS for name in names]
    found = rows.assign(
        stated_by=_texts(who, np.array(names, dtype=object)),
        attribution=_texts(distinct.get_indexer(pd.Index(spoken)), np.array(told, dtype=object)),
        counter=_texts(who, np.array(counted, dtype=object)),
    )
    return found[[*(name for name in found if name not in ("file", "line")), "file", "line"]]


def _named(rows: pd.DataFrame, attributions: pd.DataFrame) -> pd.Categorical:
    """The speaker that attributions.csv names for each row, missing where it names none."""
    codes: npt.NDArray[np.int64] = np.full(len(rows), -1)
    speakers = pd.Index(attributions["stated_by"].astype(object).unique())
    if len(attributions):
        key = ["indicator", "place", "origin", "group", "period_end", "source"]
        text = {name: object for name in key if name != "period_end"}
        listed = dict(
            zip(
                attributions[key].astype(text).itertuples(index=False, name=None),
                speakers.get_indexer(attributions["stated_by"].astype(object)),
                strict=True,
            )
        )
        # The two that tell most apart, so that keys are made of few rows.
        near = np.flatnonzero(
            rows["source"].isin(attributions["source"].astype(object))
            & rows["indicator"].isin(attributions["indicator"].astype(object))
        )
        own = rows[key].iloc[near].astype(text)
        codes[near] = [listed.get(row, -1) for row in own.itertuples(index=False, name=None)]
    return pd.Categorical.from_codes(codes, categories=speakers)


def _renamed(column: pd.Series, name: Callable[[str], str]) -> pd.Categorical:
    """A categorical column with `name` of each text, asked once for each."""
    codes, texts = pd.factorize(np.array([name(str(text)) for text in column.cat.categories], dtype=object))
    return pd.Categorical.from_codes(codes[column.cat.codes.to_numpy()], categories=pd.Index(texts, dtype=object))


def _numbers(column: pd.Categorical, names: pd.Index) -> npt.NDArray[np.int64]:
    """The position of each text of a column among `names`, -1 where it has none."""
    return np.append(names.get_indexer(column.categories), -1)[column.codes]


def _texts(codes: npt.NDArray[np.int64], texts: npt.NDArray[np.object_]) -> pd.Categorical:
    """The texts at `codes` as a column whose categories are those in use, in the order of the alphabet."""
    used = pd.unique(codes)
    categories = pd.Index(sorted(set(texts[used])), dtype="str")
    at = np.full(len(texts), -1)
    at[used] = categories.get_indexer(texts[used])
    return pd.Categorical.from_codes(at[codes], categories=categories)


def _first_speaker(quotes: object) -> str:
    """The first whom a report quotes: `Lead Inspector General` of `Lead Inspector General; US DoD`, `CIA via CNN`."""
    return str(quotes).partition(";")[0].partition(RELAY)[0].strip()


def _attribution(body: str, publisher: str, *, relayed: bool) -> str:
    """`UNHCR`, `US Central Command, via Reuters`, or `press report, Reuters` where it names nobody."""
    if body == publisher:
        return publisher
    if not body:
        return f"press report, {publisher}"
    return f"{body}, via {publisher}" if relayed else f"{body}, in {publisher}"
