"""Places by what the data say of them: their role, what they are part of, whose people are moved to them."""

from __future__ import annotations

from functools import lru_cache

from analysis.listed import camps
from analysis.select import Choice, select
from loaders import Ledger
from loaders.frames import texts


@lru_cache(maxsize=32)
def with_role(ledger: Ledger, role: str) -> tuple[str, ...]:
    """Places of a role (`annex`, `transit_centre`; see places.csv), in the order of the table."""
    return tuple(texts(ledger.places.loc[ledger.places["role"] == role, "place"]))


@lru_cache(maxsize=32)
def kinds(ledger: Ledger) -> dict[str, str]:
    """The kind of every place."""
    return dict(zip(texts(ledger.places["place"]), ledger.places["kind"].astype(str), strict=True))


@lru_cache(maxsize=32)
def receivers(ledger: Ledger, place: str, role: str = "") -> tuple[str, ...]:
    """Places to which the people of a camp or area are moved, of one role or of any, in the order of the table."""
    rows = ledger.places[ledger.places["receives_from"] == place]
    return tuple(texts(rows.loc[(rows["role"] == role) | (role == ""), "place"]))


@lru_cache(maxsize=32)
def inside(ledger: Ledger, whole: str) -> tuple[str, ...]:
    """A place and its parts, parts of parts included."""
    pairs = _pairs(ledger)
    found = [whole]
    for place in found:
        found += [part for above, part in pairs if above == place and part not in found]
    return tuple(found)


@lru_cache(maxsize=32)
def around(ledger: Ledger, place: str) -> tuple[str, ...]:
    """The wholes that a place is part of, directly or through others, the nearest first."""
    pairs = _pairs(ledger)
    found = [place]
    for part in found:
        found += [whole for whole, own in pairs if own == part and whole not in found]
    return tuple(found[1:])


def _pairs(ledger: Ledger) -> list[tuple[str, str]]:
    return list(zip(texts(ledger.parts["whole"]), texts(ledger.parts["part"]), strict=True))


@lru_cache(maxsize=512)
def spoken(ledger: Ledger, place: str) -> str:
    """A place as it is spoken of within a sentence: `al-Hol`, `Roj`, `Jeddah-1`; `capital` makes it the first word."""
    rows = ledger.places.loc[ledger.places["place"] == place, ["label", "name"]].astype(str)
    if rows.empty:
        return place
    name = (rows["label"].iloc[0] or rows["name"].iloc[0]).removesuffix(" camp").removesuffix(" centre")
    return f"al-{name[3:]}" if name.startswith("Al-") else name


@lru_cache(maxsize=16)
def first_camp(ledger: Ledger) -> str:
    """The camp that a reader asks after first: the first of headlines.csv; empty where none is listed."""
    return next(iter(camps(ledger)), "")


@lru_cache(maxsize=16)
def together(ledger: Ledger) -> str:
    """The camps that a reader asks after, where sources count them as one; empty where no place stands for them."""
    listed = set(camps(ledger))
    for whole in with_role(ledger, "camps_together"):
        if (parts := {part for above, part in _pairs(ledger) if above == whole}) and parts <= listed:
            return whole
    return ""


def told_of(ledger: Ledger, indicator: str, place: str) -> str:
    """What the figures of an indicator are told of: the place, or the nearest whole around it that has some."""
    told = set(texts(select(ledger, indicator, group=None)["place"]))
    return next((one for one in (place, *around(ledger, place)) if one in told), place)


@lru_cache(maxsize=64)
def most_told(
    ledger: Ledger, indicator: str | tuple[str, ...], origin: Choice = None, group: Choice = None, role: str = ""
) -> str:
    """The place that most statements on one or several indicators are of, of one role or of any; empty without one."""
    told = select(ledger, indicator, origin=origin, group=group)["place"].astype(str)
    if role:
        told = told[told.isin(with_role(ledger, role))]
    counts = told.value_counts()
    # Of equally many the first by key, so that the order of the files decides nothing.
    return min((str(place) for place in counts.index[counts == counts.max()]), default="")
