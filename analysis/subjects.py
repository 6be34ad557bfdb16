"""Everything that can be asked after by name: countries, places, nationalities, donors, members, publishers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache

from analysis.iso import ALPHA_3
from analysis.vocabulary import publisher_kind, publisher_kinds
from loaders import Ledger

PUBLISHER = "publisher"
COUNTRY = "country"
EVERYBODY = "all"  # the origin of figures that tell no nationality apart: of all, and so of nobody
# What a subject is, and how several of them are headed in a list.
KINDS = {
    COUNTRY: ("Country", "Countries"),
    "camp": ("Camp", "Camps"),
    "detention_facility": ("Place of detention", "Places of detention"),
    "admin1": ("Governorate", "Governorates"),
    "city": ("City", "Cities"),
    "region": ("Region", "Regions and groups of places"),
    "world": ("World", "Regions and groups of places"),
    "aggregate": ("Group of nationalities", "Groups of nationalities"),
    "nationality": ("Nationality", "Nationalities"),
    "donor": ("Donor", "Donors"),
    "organisation": ("Organisation", "Organisations"),
    PUBLISHER: ("Publisher", "Publishers"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a profile is of.

    `key` stands in addresses: ISO alpha-3 of a country, the id of a place, of a nationality or of a member, the name
    of a publisher. `kind` is one of KINDS. The rows of the ledger that are of it have its `place`, one of its
    `origins` (its nationals, or itself as a donor), or are stated by its `body`; `member` is its key among the members
    of the Coalition. `others` are further names of it.
    """

    key: str
    name: str
    kind: str
    place: str = ""
    origins: tuple[str, ...] = ()
    body: str = ""
    member: str = ""
    others: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """What it is, in a word or two."""
        return KINDS[self.kind][0] if self.kind in KINDS else self.kind.replace("_", " ").capitalize()

    @property
    def ids(self) -> tuple[str, ...]:
        """Its place and its origins: what the filter of a chart may be set to."""
        return (*((self.place,) if self.place else ()), *self.origins)


@lru_cache(maxsize=8)
def subjects(ledger: Ledger) -> Mapping[str, Subject]:
    """Every subject by its key: countries and other places, nationalities and donors, members, publishers."""
    found: dict[str, Subject] = {}
    for row in ledger.places.itertuples(index=False):
        kind, country, place = str(row.kind), str(row.country), str(row.place)
        key = country if kind == COUNTRY and country else place
        found[key] = Subject(key, str(row.name), kind, place, others=_others(str(row.name), str(row.label)))
    folded = {key.casefold(): key for key in found}
    for row in ledger.origins.itertuples(index=False):
        origin, name = str(row.origin), str(row.name)
        if origin == EVERYBODY:
            continue
        key = folded.get(origin.casefold(), origin)
        own = found.get(key) or Subject(key, name[:1].upper() + name[1:], str(row.kind))
        found[key] = replace(own, origins=(*own.origins, origin), others=_others(own.name, *own.others, name))
    for row in ledger.members.itertuples(index=False):
        key, name = str(row.iso3_or_slug), str(row.name)
        own = found.get(key) or Subject(key, name, COUNTRY if row.kind == "state" else "organisation")
        found[key] = replace(own, member=key, others=_others(own.name, *own.others, name))
    for name in _bodies(ledger):
        # A body that counts and a country or donor of the same name are two subjects; the latter keeps the key.
        if name not in found:
            found[name] = Subject(name, name, PUBLISHER, body=name)
    return found


def _others(name: str, *more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(other for other in more if other and other.casefold() != name.casefold()))


def _bodies(ledger: Ledger) -> list[str]:
    """Publishers and bodies whom others quote, by name."""
    rows = ledger.observations
    named = [str(name) for name in rows["stated_by"].cat.categories] if len(rows) else []
    return sorted({*ledger.sources["publisher"].astype(str), *named} - {""}, key=str.casefold)


def plain_name(text: str) -> str:
    """A name as it is looked up: without case, accents and marks, words apart by one space."""
    bare = unicodedata.normalize("NFKD", text.replace("ı", "i")).casefold()
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.sub(r"[^\w]+|_", " ", bare.replace("'", "").replace("’", "").replace("ʿ", "")).strip()


@lru_cache(maxsize=8)
def _named(ledger: Ledger) -> Mapping[str, str]:
    """Every name in its plain form to the key of its subject; of two that claim a name, the earlier in this order."""
    every = subjects(ledger)
    pairs = [(key, key) for key in every]
    pairs += [(name, key) for key, one in every.items() for name in (one.place, one.name)]
    pairs += _codes(ledger)
    pairs += [(name, key) for key, one in every.items() for name in (*one.others, *one.origins)]
    pairs += _alpha_2(ledger)
    pairs += _spelt(ledger)
    found: dict[str, str] = {}
    for name, key in pairs:
        found.setdefault(plain_name(name), key)
    found.pop("", None)
    return found


def _codes(ledger: Ledger) -> list[tuple[str, str]]:
    """Codes of places, and their names without what stands in brackets or behind a comma, each with its key."""
    found = []
    for row in ledger.places.itertuples(index=False):
        key = str(row.country) if row.kind == COUNTRY and row.country else str(row.place)
        found += [(str(name), key) for name in (row.iso_3166_2, row.pcode, re.split(r"[(),]", str(row.name))[0])]
    return found


def _spelt(ledger: Ledger) -> list[tuple[str, str]]:
    """Other spellings and names of peoples of synonyms.csv, each with the key of the place, people or publisher."""
    every = subjects(ledger)
    of = {id_: key for key, one in every.items() for id_ in (one.place, *one.origins, one.body, key) if id_}
    table = ledger.synonyms
    rows = zip(
        *(table[name].astype(str) for name in ("words", "place", "origin", "publisher", "indicator")), strict=True
    )
    # A word of several things, such as a measure at a place, is the name of none of them.
    return [
        (words, of[ids[0]])
        for words, *cells, indicator in rows
        if len(ids := [cell for cell in cells if cell]) == 1 and ids[0] in of and not indicator
    ]


def _alpha_2(ledger: Ledger) -> list[tuple[str, str]]:
    """ISO alpha-2 and alpha-3 of the countries that are known."""
    return [(two, three) for two, three in ALPHA_3.items() if three in subjects(ledger)]


def resolve(ledger: Ledger, text: str) -> Subject | None:
    """The subject that a key, code or name means, in any case and with any marks; None for none."""
    if text in subjects(ledger):
        return subjects(ledger)[text]
    key = _named(ledger).get(plain_name(text))
    return None if key is None else subjects(ledger)[key]


def near(ledger: Ledger, text: str, most: int = 6) -> list[Subject]:
    """Subjects whose names are like a text that names none: those that hold its words, then those spelt alike."""
    wanted = plain_name(text)
    if not wanted:
        return []
    names = _named(ledger)
    words = wanted.split()
    held = [name for name in names if all(word in name for word in words)] if len(wanted) > 2 else []
    alike = get_close_matches(wanted, list(names), n=most * 2, cutoff=0.6)
    # Of names that hold the words the shortest are the nearest.
    keys = dict.fromkeys(names[name] for name in (*sorted(held, key=lambda name: (len(name), name)), *alike))
    return [subjects(ledger)[key] for key in list(keys)[:most]]


def kind_of_body(ledger: Ledger, subject: Subject) -> str:
    """What kind of publisher a body is: `United Nations`; empty for one that only others quote."""
    rows = ledger.sources.loc[ledger.sources["publisher"] == subject.body, "publisher_kind"].astype(str)
    kinds = publisher_kinds(rows.unique())
    return publisher_kind(rows.value_counts().index[0]).label if kinds else ""


@lru_cache(maxsize=8)
def statement_counts(ledger: Ledger) -> Mapping[str, int]:
    """How many statements are on or by each subject, by its key."""
    rows = ledger.observations
    found: dict[str, int] = {}
    every = subjects(ledger)
    at = {one.place: key for key, one in every.items() if one.place}
    of = {origin: key for key, one in every.items() for origin in one.origins}
    bodies = {one.body: key for key, one in every.items() if one.body}
    for columns, named in ((("place", "origin"), (at, of)), (("publisher", "stated_by"), (bodies, bodies))):
        counts = rows.groupby(list(columns), observed=True).size().reset_index(name="count")
        for first, second, count in zip(*(counts[name] for name in (*columns, "count")), strict=True):
            texts = zip(named, (str(first), str(second)), strict=True)
            for key in {names[text] for names, text in texts if text in names}:
                found[key] = found.get(key, 0) + int(count)
    return found
