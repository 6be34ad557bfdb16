"""Joins: from the typed tables as they stand in the files to the frames that the rest of the product reads.

Every join is a look-up by a key that is unique in its table, so no join can add or drop a row. Look-ups run over the
distinct keys and are spread to the rows as integer codes, which keeps them fast and the frames small.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    if name in ("title", "publisher", "publisher_kind", "published", "url")
}
MEMBER_SOURCE_COLUMNS = {
    name: new for name, new in SOURCE_COLUMNS.items() if name in ("title", "publisher", "published", "url")
}


def dated(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return `frame` with the text of its partial dates in `columns` replaced by the last day that each can mean."""
    return frame.assign(**{name: last_day(frame[name]) for name in columns})


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
    return pd.Series(pd.Categorical.from_codes(key_codes[codes], categories=pd.Index(distinct)))


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
        | {"corrected": pd.Categorical.from_codes(np.zeros(len(stated), dtype=np.int8), categories=[""])}
        | of_indicator
        | attach(stated, "place", places, "place", PLACE_COLUMNS)
        | attach(stated, "origin", origins, "origin", {"name": "origin_name"})
        | attach(stated, "source", sources, "source", SOURCE_COLUMNS)
        | {"file": stated["file"], "line": stated["line"]}
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
    return stated.assign(indicators=[tuple(str(text).split()) for text in stated["indicators"]])


RELAY = " via "
PRESS = "press reports"


def attributed(rows: pd.DataFrame, attributions: pd.DataFrame, counters: pd.DataFrame) -> pd.DataFrame:
    """Return the observations with who states each figure.

    `stated_by` is the body that states it: the speaker that attributions.csv names for the row, else the first whom a
    news report quotes, else the publisher; empty for a news report that names nobody. `attribution` says it in words
    together with the outlet that relays it. `counter` is the counting body for which it speaks (counters.csv), else
    the body itself; news reports that name nobody are one counter of their own.
    """
    news = rows["publisher_kind"] == "media"
    who = rows["quotes"].astype(object).map(_first_speaker).where(news, rows["publisher"].astype(object))
    key = ["indicator", "place", "origin", "group", "period_end", "source"]
    if len(attributions):
        listed = dict(
            zip(
                attributions[key]
                .astype({name: object for name in key if name != "period_end"})
                .itertuples(index=False, name=None),
                attributions["stated_by"].astype(object),
                strict=True,
            )
        )
        near = rows["source"].isin(attributions["source"].astype(object))
        own = rows.loc[near, key].astype({name: object for name in key if name != "period_end"})
        named = pd.Series([listed.get(row) for row in own.itertuples(index=False, name=None)], index=own.index)
        who = who.where(named.reindex(rows.index).isna(), named.reindex(rows.index))
    counter_of = dict(zip(counters["name"].astype(object), counters["counter"].astype(object), strict=True))
    said = [
        _attribution(str(body), str(publisher), relayed=bool(relayed))
        for body, publisher, relayed in zip(who, rows["publisher"].astype(object), news, strict=True)
    ]
    told = rows.assign(
        stated_by=pd.Categorical(who),
        attribution=pd.Categorical(said),
        counter=pd.Categorical(who.map(lambda name: counter_of.get(name, name) or PRESS)),
    )
    return told[[*(name for name in told if name not in ("file", "line")), "file", "line"]]


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
