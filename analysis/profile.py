"""What the ledger knows of one country, place, donor or publisher: statements, newest figures, disputes, gaps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.disputes import disputes
from analysis.headline import headline
from analysis.listed import headlines
from analysis.select import oldest_first
from analysis.sites import around, inside
from analysis.standing import standing
from analysis.subjects import COUNTRY, PUBLISHER, Subject, subjects
from analysis.words import is_old
from loaders import Ledger
from loaders.frames import as_records, grouped, texts

SERIES = ["indicator", "place", "origin", "group", "unit"]
_UNLISTED = 1_000_000
_LIKE = 3  # of a kind so many at least must have a figure for it to be missed
_LIKE_SHARE = 0.25  # and this share of those of the kind of which anything is known


@lru_cache(maxsize=64)
def rows_of(ledger: Ledger, subject: Subject) -> pd.DataFrame:
    """Every statement on a subject, or by it, oldest first; columns as `analysis.headline` returns them."""
    rows = ledger.observations.loc[_mask(ledger, subject)]
    return oldest_first(headline(ledger, rows))


def _mask(ledger: Ledger, subject: Subject) -> npt.NDArray[np.bool_]:
    rows = ledger.observations
    found = np.zeros(len(rows), dtype=np.bool_)
    if subject.place:
        found |= (rows["place"] == subject.place).to_numpy()
    if subject.origins:
        found |= rows["origin"].isin(subject.origins).to_numpy()
    if subject.body:
        found |= ((rows["publisher"] == subject.body) | (rows["stated_by"] == subject.body)).to_numpy()
    return found


@lru_cache(maxsize=64)
def newest(ledger: Ledger, subject: Subject) -> pd.DataFrame:
    """The newest figure of every series of a subject, those that a reader asks after first on top.

    Of a place or country the newest statement that leads its series; of a publisher the newest that it states, whether
    it leads or not. Columns of `rows_of` and `state` (see `analysis.standing`), `known` (statements of the series) and
    `tile` (whether it is the fullest series of its indicator).
    """
    rows = rows_of(ledger, subject)
    keys = _keys(rows)
    lead = keys if subject.body else keys[rows["role"].to_numpy() == "headline"]
    # A series that only other bodies' counts or kept statements tell of is not left out.
    lead = pd.concat([keys[~keys.isin(lead)], lead])
    last = rows.loc[lead.index[~lead.duplicated(keep="last")]]
    known = keys.loc[last.index].map(keys.value_counts()).to_numpy(dtype=np.int64)
    records = as_records(last[[*SERIES, "kind", "headline", "period_end", "value", "high"]])
    rank = pd.DataFrame(
        {
            "listed": [
                _listed(ledger).get((row["indicator"], row["place"], row["origin"], row["group"]), _UNLISTED)
                for row in records
            ],
            # Of a country what is of its own people comes before what is of others in it.
            "other": [subject.kind == COUNTRY and row["origin"] not in subject.origins for row in records],
            "main": [row["headline"] != "yes" for row in records],
            "gone": [bool(pd.isna(row["period_end"]) or is_old(row["period_end"], ledger.today)) for row in records],
            "part": [(row["group"] != "total") + (row["origin"] != "all") for row in records],
            "known": -known,
            "newest": -last["period_end"].to_numpy().astype("int64"),
        }
    )
    order = np.lexsort([rank[name].to_numpy() for name in reversed(list(rank))])
    state = [standing(ledger, row).state for row in records]
    ranked = last.assign(state=state, known=known).iloc[order]
    return ranked.assign(tile=~ranked["indicator"].duplicated().to_numpy())


def _keys(rows: pd.DataFrame) -> pd.Series:
    """A number for the series of each row."""
    return pd.Series(grouped(*(rows[name] for name in SERIES)), index=rows.index)


@lru_cache(maxsize=8)
def _listed(ledger: Ledger) -> Mapping[tuple[str, str, str, str], int]:
    """The order of the headline series of headlines.csv."""
    order: dict[tuple[str, str, str, str], int] = {}
    for number, one in enumerate(headlines(ledger)):
        order.setdefault((one.indicator, one.place, one.origin, one.group), number)
    return order


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is known of a subject: statements, the publications that they stand in, and measures."""

    statements: int
    publications: int
    measures: int


def extent(ledger: Ledger, subject: Subject) -> Extent:
    """Count what is known of a subject."""
    rows = rows_of(ledger, subject)
    return Extent(len(rows), rows["source"].nunique(), rows["indicator"].nunique())


@dataclass(frozen=True, slots=True)
class Kin:
    """Subjects that a subject belongs to or holds: its wholes, its parts, the places that lie in it, its country."""

    wholes: tuple[Subject, ...] = ()
    parts: tuple[Subject, ...] = ()
    within: tuple[Subject, ...] = ()


@lru_cache(maxsize=512)
def kin(ledger: Ledger, subject: Subject) -> Kin:
    """What a place is part of, what its parts are, and which places have it as their parent."""
    if not subject.place:
        return Kin()
    by_place = {one.place: one for one in subjects(ledger).values() if one.place}
    parents = dict(zip(texts(ledger.places["place"]), texts(ledger.places["parent"]), strict=True))
    above = []
    parent = parents.get(subject.place, "")
    while parent and parent in by_place and parent not in above and by_place[parent].kind != "world":
        above.append(parent)
        parent = parents.get(parent, "")
    parts = [one for one in inside(ledger, subject.place) if one != subject.place]
    wholes = dict.fromkeys((*above, *around(ledger, subject.place)))
    within = [place for place, above_it in parents.items() if above_it == subject.place and place not in parts]
    return Kin(*(tuple(by_place[one] for one in found if one in by_place) for found in (wholes, parts, within)))


@lru_cache(maxsize=512)
def custody_of(ledger: Ledger, subject: Subject) -> pd.DataFrame:
    """Who held a camp or prison, or those in a governorate, and when, oldest first; columns of `ledger.custody`."""
    rows = ledger.custody[ledger.custody["place"].isin(_held_in(ledger, subject))]
    return rows.sort_values(["place_name", "start", "line"], na_position="first", kind="stable")


def _held_in(ledger: Ledger, subject: Subject) -> set[str]:
    """The places whose custody is that of a subject: its own, and those in a governorate."""
    inner = kin(ledger, subject).within if subject.kind == "admin1" else ()
    return {subject.place, *(one.place for one in inner)} - {""}


@lru_cache(maxsize=8)
def custody_counts(ledger: Ledger) -> Mapping[str, int]:
    """How many periods `custody_of` tells of each subject, those with none left out."""
    of_place = ledger.custody["place"].value_counts().to_dict()
    counts = {
        key: sum(of_place.get(place, 0) for place in _held_in(ledger, one)) for key, one in subjects(ledger).items()
    }
    return {key: count for key, count in counts.items() if count}


@lru_cache(maxsize=64)
def events_of(ledger: Ledger, subject: Subject) -> pd.DataFrame:
    """Events at a place, in it or named in their title, or told by a publisher; newest first, as `ledger.events`."""
    rows = ledger.events.loc[list(events_by(ledger).get(subject.key, ()))]
    return rows.sort_values(["date", "line"], ascending=False, kind="stable")


@lru_cache(maxsize=8)
def events_by(ledger: Ledger) -> Mapping[str, tuple[int, ...]]:
    """Index labels of the events of every subject that has any, by its key.

    An event is of its place and of the places that this is part of or lies in up to its country, of what its title
    names, and of its publisher.
    """
    every = subjects(ledger)
    names: dict[str, str] = {}
    for key, one in every.items():
        if one.kind != PUBLISHER:
            for name in (one.name, *one.others):
                names.setdefault(_short(name).casefold(), key)
    names = {name: key for name, key in names.items() if len(name) > 3}
    named = re.compile(rf"\b({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b", re.IGNORECASE)
    at = {one.place: one for one in every.values() if one.place}
    found: dict[str, list[int]] = {}
    columns = ["place", "title", "publisher"]
    for label, place, title, publisher in ledger.events[columns].astype(str).itertuples(name=None):
        keys = [names[text.casefold()] for text in named.findall(title)] if names else []
        if place in at:
            keys += [at[place].key, *_frame(ledger, at[place])]
        if publisher in every:
            keys.append(publisher)
        for key in dict.fromkeys(keys):
            found.setdefault(key, []).append(label)
    return {key: tuple(labels) for key, labels in found.items()}


def _frame(ledger: Ledger, subject: Subject) -> list[str]:
    """Keys of the places around one up to its country: the camp of a section, the governorate and the country."""
    return [one.key for one in kin(ledger, subject).wholes if one.kind != "region"]


def _short(name: str) -> str:
    """A name as a title would have it: without what it is, and without its town."""
    bare = name.split(" (", maxsplit=1)[0].split(", ", maxsplit=1)[0]
    for word in (" camp", " prison", " city", " centre"):
        bare = bare.removesuffix(word)
    return bare


def member_of(ledger: Ledger, subject: Subject) -> pd.Series | None:
    """The row of a member of the Coalition; None for what is none."""
    rows = ledger.members[ledger.members["iso3_or_slug"] == subject.member] if subject.member else None
    return rows.iloc[0] if rows is not None and len(rows) else None


@lru_cache(maxsize=64)
def publications_of(ledger: Ledger, subject: Subject) -> pd.DataFrame:
    """Publications that tell of a subject or are by it, newest first: columns of `ledger.sources`, and `statements`."""
    rows = rows_of(ledger, subject)
    counts = rows["source"].astype(str).value_counts()
    keys = ledger.sources["source"].astype(str)
    own = ledger.sources["publisher"] == subject.body if subject.body else pd.Series(data=False, index=keys.index)
    found = ledger.sources[keys.isin(counts.index[counts > 0]) | own]
    told = found.assign(statements=found["source"].astype(str).map(counts).fillna(0).astype(int))
    return told.sort_values(["published", "statements"], ascending=False, na_position="last", kind="stable")


@lru_cache(maxsize=64)
def disputed(ledger: Ledger, subject: Subject) -> pd.DataFrame:
    """Disputed figures in which a statement of a subject takes part, the widest first; as `analysis.disputes`."""
    found = disputes(ledger)
    own = found["rows"].explode()
    return found.loc[own.isin(rows_of(ledger, subject).index).groupby(level=0, sort=False).any().reindex(found.index)]


@lru_cache(maxsize=64)
def stale(ledger: Ledger, subject: Subject) -> pd.DataFrame:
    """Series of a subject whose newest figure is older than a year though nothing ended it; as `newest`, oldest first.

    Flows are of their period and never stale, so they are not among them.
    """
    rows = newest(ledger, subject)
    old = rows[(rows["state"] == "old") & (rows["kind"] != "flow")]
    return old.sort_values("period_end", kind="stable")


@lru_cache(maxsize=64)
def missing(ledger: Ledger, subject: Subject) -> pd.DataFrame:
    """Measures that others of the same kind have and a subject has not, the commonest first.

    Like a country are countries, like a camp or prison those of the same role; a publisher misses nothing. Columns:
    indicator, title, have (how many of its like have a figure), of (of how many anything is known), theme.
    """
    columns = ["indicator", "title", "have", "of", "theme"]
    like = [one for one in alike(ledger, subject) if one.key != subject.key]
    if not like:
        return pd.DataFrame(columns=columns)
    rows = ledger.observations
    column = "origin" if subject.kind == COUNTRY else "place"
    keys = {key: one.key for one in like for key in (one.origins if column == "origin" else (one.place,))}
    pairs = rows[["indicator", column]][rows[column].isin(list(keys))].drop_duplicates().astype(str)
    pairs = pairs.assign(key=pairs[column].map(keys))[["indicator", "key"]].drop_duplicates()
    known = pairs["key"].nunique()
    counts = pairs["indicator"].value_counts()
    own = set(texts(rows_of(ledger, subject)["indicator"]))
    wanted = counts[(counts >= max(_LIKE, _LIKE_SHARE * known)) & ~counts.index.isin(own)]
    about = ledger.indicators.assign(indicator=ledger.indicators["indicator"].astype(str)).set_index("indicator")
    return pd.DataFrame(
        {
            "indicator": wanted.index,
            "title": about["title"].astype(str).reindex(wanted.index).to_numpy(),
            "have": wanted.to_numpy(),
            "of": known,
            "theme": about["theme"].astype(str).reindex(wanted.index).to_numpy(),
        },
        columns=columns,
    )


@lru_cache(maxsize=512)
def alike(ledger: Ledger, subject: Subject) -> tuple[Subject, ...]:
    """Subjects of the same kind, and for a place of the same role and country too; itself among them."""
    if subject.kind == PUBLISHER or (not subject.place and subject.kind != COUNTRY):
        return ()
    every = [one for one in subjects(ledger).values() if one.kind == subject.kind]
    if subject.kind == COUNTRY:
        return tuple(every)
    facts = ledger.places.assign(place=ledger.places["place"].astype(str)).set_index("place")
    of = {place: (str(role), str(country)) for place, role, country in facts[["role", "country"]].itertuples()}
    return tuple(one for one in every if of.get(one.place) == of.get(subject.place))
