"""Which of our places a publisher means: by ISO code, by name in any usual spelling, by P-code where no name stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

_ARTICLE = re.compile(r"^(?:al|ar|as|ad|at|an|el)[ -]+", re.IGNORECASE)

_LONGEST = 60  # signs of a name that others are held against


def plain(spelling: str) -> str:
    """Return a spelling without article, case, accents, spaces and signs: `Al-Ḥasakeh` and `hasakeh` are one."""
    bare = _ARTICLE.sub("", spelling.strip())
    decomposed = unicodedata.normalize("NFKD", bare.casefold())
    return "".join(sign for sign in decomposed if sign.isalnum())


class Gazetteer:
    """The places of `places.csv`, found by what publishers call them.

    `said` holds what a maintainer says a spelling means: it goes before everything else. `spellings` are the rows of
    `spellings.csv`, which say it for good.
    """

    def __init__(
        self,
        rows: Iterable[Mapping[str, str]],
        said: Mapping[str, str] | None = None,
        spellings: Iterable[Mapping[str, str]] = (),
    ) -> None:
        self.rows = {row["place"]: dict(row) for row in rows}
        self._countries: dict[str, str] = {}
        self._by_kind: dict[str, dict[str, set[str]]] = {}
        self._pcodes: dict[str, str] = {}
        for key, row in self.rows.items():
            if row["kind"] == "country" and row["country"]:
                self._countries[row["country"]] = key
            names = {plain(each) for each in (key, row["name"], row.get("label", ""), row["admin1"]) if each}
            if row["kind"] != "admin1":
                # The governorate of a camp or city is where it lies, not what it is called.
                names = {plain(each) for each in (key, row["name"], row.get("label", "")) if each}
            for each in names:
                self._by_kind.setdefault(row["kind"], {}).setdefault(each, set()).add(key)
            if row.get("pcode"):
                self._pcodes[row["pcode"].upper()] = key
        for spelled in spellings:
            place = self.rows.get(spelled["place"])
            if place is not None:
                known = self._by_kind.setdefault(place["kind"], {})
                known.setdefault(plain(spelled["spelling"]), set()).add(place["place"])
        self._said = {plain(spelling): key for spelling, key in (said or {}).items()}
        self._asked: dict[tuple[str, str], str] = {}
        self._near: dict[tuple[str, str, str], tuple[str, ...]] = {}

    def country(self, code: str, name: str = "") -> str:
        """Return the country with the ISO 3166 alpha-3 `code`, or without one that of the name; empty if unknown."""
        said = self._said.get(plain(code)) or self._said.get(plain(name))
        if said:
            return said
        if code:
            return self._countries.get(code.upper(), "")
        return self._only("country", name)

    def governorate(self, name: str, pcode: str = "", country: str = "") -> str:
        """Return the governorate called `name` in the country with the ISO code; empty if unknown.

        The name goes before the P-code: several numberings of the governorates of Iraq are in use.
        """
        asked = (f"{name}\0{pcode}", country)
        if asked not in self._asked:
            found = self._said.get(plain(name)) or self._only("admin1", name, country)
            self._asked[asked] = found or ("" if name else self._pcodes.get(pcode.upper(), ""))
        return self._asked[asked]

    def any(self, name: str, code: str = "") -> str:
        """Return the place of any kind with that key, P-code, ISO code or name; empty if unknown or not one alone."""
        if code in self.rows:
            return code
        found = self._said.get(plain(name)) or self._pcodes.get(code.upper()) or self._countries.get(code.upper())
        if found:
            return found
        every = {key for kind in self._by_kind.values() for key in kind.get(plain(name), ())}
        return every.pop() if len(every) == 1 else ""

    def near(self, name: str, kind: str, country: str = "") -> tuple[str, ...]:
        """Return the keys of places that are called nearly so, of a kind and in a country (ISO code) where given."""
        asked = (name, kind, country)
        if asked not in self._near:
            names = {
                each: key
                for of_kind, named in self._by_kind.items()
                if kind in ("", of_kind)
                for each, keys in named.items()
                for key in keys
                if country in ("", self.rows[key]["country"])
            }
            found = get_close_matches(plain(name)[:_LONGEST], names, n=3, cutoff=0.7)
            self._near[asked] = tuple(dict.fromkeys(names[each] for each in found))
        return self._near[asked]

    def numbered(self, pcode: str) -> str:
        """Return the place with a P-code of ours; empty if there is none."""
        return self._pcodes.get(pcode.upper(), "")

    def iso(self, place: str) -> str:
        """Return the ISO code of the country in which a place lies; empty for regions of several."""
        return self.rows[place]["country"] if place in self.rows else ""

    def _only(self, kind: str, name: str, country: str = "") -> str:
        found = {
            key
            for key in self._by_kind.get(kind, {}).get(plain(name), ())
            if not country or self.rows[key]["country"] == country
        }
        return found.pop() if len(found) == 1 else ""
