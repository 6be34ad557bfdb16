"""Measures by name, so that any of them can be the subject of a sentence: what is counted, where, of whom.

Every function takes plain values (titles of the codebook, names of places and nationalities) and gives English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import pandas as pd

from analysis.words.dates import date_text
from analysis.words.figures import unit_text
from analysis.words.grammar import LONGEST, Telling, capital, keeping, shortest, the, verb, with_room
from analysis.words.sentences import Told, against, direction

COUNTED = ("persons", "households")  # units of which there can be a number
# What a title says of how it is counted, which a sentence does not need.
_TAIL = re.compile(
    r", (?:running (?:total|count)|total|estimate|US dollar|euro|pound sterling|USD|EUR|GBP|"
    r"by (?:host country|host|governorate|convoy|group|month|destination|batch or period|home governorate))$"
)
# Where a title speaks of its place without a name.
_SOME_PLACE = re.compile(
    r"\b(in|from|to|of|at|leaving|left) (?:camp|the place|the country)\b(?! (?:management|residents|security))"
)
# A nationality that its people are named by with an s: Iraqi, Syrian.
_ADJECTIVE = re.compile(r"^[A-Z][a-z]+(?:i|an)$")
# A measure that begins with people can have a number; capacity, targets and sentences cannot.
_PEOPLE = re.compile(
    r"^(?:[A-Za-z-]+ ){0,2}?(?:people|Iraqis|Syrians|nationals|refugees|persons|returnees|detainees|suspects|fighters|"
    r"foreigners|civilians|troops|members|forces|convicts|families|children|women|men|boys|girls|adults|households)\b",
    re.IGNORECASE,
)
# People who are no longer in the place of the figure.
_GONE = re.compile(r"\b(?:transferred|repatriated(?: by their state)?|released|escaped|missing)$")
_DEAD = re.compile(r"\b(?:dead|died|killed|returned home|already (?:home|returned))\b")
_BY_HOME = " by home governorate"
# People who have gone back from the country that is counted by.
_FROM_HOST = re.compile(r"\breturn(?:s|ed)\b.*, by host$")
_TO = ", by destination"  # of what is counted where people came to
_BUILT_IN = ("percent", "km2", "usd", "eur", "gbp", "usd_per_month", "usd_per_day")
_NAMES = frozenset({"Iraqi", "Syrian", "Coalition", "Kurdish", "Peshmerga", "Small"})


def people_of(nationality: str, kind: str = "nationality") -> str:
    """People by their nationality: `Iraqis`, `third-country nationals`, `nationals of France`, `people from Europe`.

    `kind` is that of the codebook: nationality, region, donor or aggregate.
    """
    if kind in ("nationality", "donor"):
        return f"nationals of {the(nationality)}"
    if kind == "region":
        return f"people from {nationality}"
    if nationality.startswith("all "):
        return "people"
    return f"{nationality}s" if _ADJECTIVE.match(nationality) else f"{nationality.partition(' (')[0]} nationals"


def lower(text: str) -> str:
    """The text with its first letter small, unless it begins with a name or an abbreviation."""
    first = text.partition(" ")[0].removeprefix("Non-")
    named = any(sign.isupper() or sign.isdigit() for sign in first[1:]) or first.rstrip("s,") in _NAMES
    return text if named and not text.startswith("Non-") else text[:1].lower() + text[1:]


def measured(title: str, place: str = "", people: str = "") -> str:
    """A measure with its place and people: `Iraqis living in Al-Hol camp`, `Syrian refugees in Türkiye`.

    `people` are as `people_of` names them, or a donor; empty where the measure has only one kind of people. A title
    that speaks of a camp, or of people, is told with the place and the people themselves.
    """
    text = re.sub(r"^Left ", "People who left ", _TAIL.sub("", title)).replace("headline total", "total")
    if people and text.startswith(("People ", "Nationals ")):
        text, people = f"{capital(people)} {text.partition(' ')[2]}", ""
    where = place.partition(" (")[0]
    if where and _FROM_HOST.search(title):
        return f"{text} from {the(where)}"
    if where and title.endswith(_TO):
        come = _SOME_PLACE.sub(r"\1 camps", text)
        return f"{come} to {the(where)}"
    named = people.rstrip("s") in text or (where and people.endswith(where))
    return f"{_placed(text, where)}{f' ({people})' if people and not named else ''}"


def _placed(text: str, where: str) -> str:
    """A measure with its place, unless it goes without saying."""
    if _says(text, where):
        return text
    if text.endswith(_BY_HOME):
        return f"{text.removesuffix(_BY_HOME)} from {the(where)}"
    some = _SOME_PLACE.search(text)
    if some:
        return f"{text[: some.start()]}{some[1]} {the(where)}{text[some.end() :]}"
    if re.search(r"\bin [A-Z]|\bin$", text):  # a title that names another place takes this one behind a comma
        return f"{text}, {where}"
    return f"{text} {'from' if _GONE.search(text) else 'in'} {the(where)}"


def _says(text: str, where: str) -> bool:
    """Whether a measure needs no place: it names it, or the people of a state, or is of the world."""
    name = where.partition(" ")[0]
    words = [word for word in where.split() if word[:1].isupper()]
    named = all(re.search(rf"\b{re.escape(word)}\b", text) for word in words) or ("-" in name and name in text)
    people = bool(re.search(rf"\b{re.escape(where)}(?:n|i|ns|is)\b", text)) and "refugees" not in text
    return where in ("", "World") or named or people


def of_gone(title: str) -> bool:
    """Whether a measure counts people who are no longer in the place of its figures, or have died."""
    return bool(_GONE.search(_TAIL.sub("", title)) or _DEAD.search(title))


def number_of(what: str, unit: str) -> str:
    """A measure as the subject of a sentence: `The number of Iraqis living in Al-Hol camp`, `The share of ...`."""
    if unit in COUNTED and _PEOPLE.match(what):
        return f"The number of {lower(what)}"
    return f"The {lower(what)}" if what.startswith(("Share ", "Growth ", "Cost ", "Fall ")) else what


def stood_at(what: str, unit: str, now: Told, then: Told | None = None, *, past: bool = False) -> str:
    """`The number of people living in Roj camp is about 2,225 (21 Feb 2026), down from 2,600 in Jun 2024`.

    What cannot be told as a number or a share stands before its figure: `Plan funding in Syria: $1.37 bn (2025)`; where
    that is past, the figure is the last one.
    """
    before = (against(now, then), against(now, then, brief=True)) if then else ("",)
    brief = Telling(f"{what}: {'last given as ' if past else ''}{now.said} ({now.dated})", now)
    subject = number_of(what, unit)
    if subject == what:
        return with_room(brief, *before)
    text = Telling(f"{subject} {verb('be', past=past)} {now.said} ({now.dated})", now)
    ways = [keeping(start + end, start, end) for start in (text, brief) for end in (*before, "")]
    return shortest(*ways)


def reached(what: str, unit: str, now: Told) -> str:
    """A running total: `The number of Iraqis returned from Al-Hol camp had reached about 22,000 by 23 Feb 2026`."""
    subject = number_of(what, unit)
    brief = f"{what}: {now.said} {now.by}"
    full = f"{subject} had reached {now.said} {now.by}"
    return Telling(brief if subject == what else shortest(full, brief), now)


def highest(what: str, figure: str, when: str, *, alone: bool = False) -> str:
    """A flow where it was highest: `People repatriated by their state peaked in 2019: at least 600`."""
    if alone:
        return keeping(shortest(f"{what} {when}: {figure}", f"{what}: {figure}"), figure)
    return keeping(shortest(f"{what} peaked {when}: {figure}", f"{what}: {figure} {when}"), figure)


def furthest(what: str, figure: str, when: str, side: Literal["highest", "lowest"]) -> str:
    """A stock at its peak, or where it was lowest: `People living in Roj camp, highest figure: 2,800`."""
    return f"{what}, {side} figure: {figure} ({when})"


def newest_and_most(what: str, newest: str, most: str = "") -> str:
    """`Conference pledges of Germany: €300 mn on 17 Mar 2025; the most was €1.17 bn on 5 Apr 2017`."""
    told = keeping(f"{what}: {newest}", newest)
    return told if most in ("", newest) else keeping(f"{told}; the most was {most}", told, most)


def highest_on_map(what: str, year: str, named: Sequence[tuple[str, Told]]) -> str:
    """Who leads in a year (largest first): `People living in camp, 2025: most in Al-Hol camp, 25,301`.

    Where the hedges leave open which of the first two is larger, both are named.
    """
    (name, top), *others = named
    level = [other for other in others if direction(other[1], top) == 0][:1]
    start = f"{what}, {year}: "
    alone = Telling(f"{start}{name} {top.said}", top)
    if not others:
        return alone
    if level:
        (other, second) = level[0]
        return shortest(
            Telling(f"{start}most in {name} and {other}, {top.said} and {second.said}", top, second),
            Telling(f"{alone}, {other} {second.said}", top, second),
            alone,
        )
    return shortest(Telling(f"{start}most in {name}, {top.said}", top), alone)


def not_given(what: str, by: str = "", year: str = "") -> str:
    """What is said where no source states a measure, `by` place or nationality: `No source gives ... by place`."""
    text = f"No source gives {lower(what)}"
    return f"{text}{f' by {by}' if by else ''}{f' in {year}' if year else ''}"


def by_other_count(what: str, now: Told, body: str) -> str:
    """What only others than the body of the line counted: `Detainees held: about 12,000 by the count of the SDF`."""
    return Telling(f"{what}: {now.said} by the count of {the(body)} ({now.dated})", now)


def record_of(theme: str, years: Sequence[int]) -> str:
    """Of which years most is recorded: `On camps the record is fullest for 2019 to 2022`."""
    on = f"On {lower(theme)} the" if theme else "The"
    if not years:
        return f"{on} record has nothing yet"
    span = f"{years[0]}" if years[0] == years[-1] else f"{years[0]} to {years[-1]}"
    return f"{on} record is fullest for {span}"


def moved_from(what: str, unit: str, then: Told, now: Told) -> str:
    """`The number of Iraqis living in Al-Hol camp fell from 3,500 (11 Dec 2025) to 2,462 (11 Jan 2026)`; 0 is none."""
    way = "rose" if now.figure.value > then.figure.value else "fell"
    return (
        f"{number_of(what, unit)} {way} from {then.said} ({then.dated}) to {or_none(now.said, now, unit)} ({now.dated})"
    )


def first_told(what: str, unit: str, now: Told) -> str:
    """`The number of Iraqis in Northeast Syria: 3,000 (23 Feb 2026), the first count found`."""
    return f"{told_now(what, unit, now)}, the first {'count' if unit in COUNTED else 'figure'} found"


def with_unit(text: str, unit: str) -> str:
    """A figure in a table: `about 200 people`, `37 operations`; money, shares and areas bear their unit already."""
    return text if unit in _BUILT_IN else f"{text} {unit_text(unit)}"


def according_to(attribution: str, published: str) -> str:
    """Who says it, behind a sentence: `, according to Syria TV, via Damapost (23 Jan 2026)`."""
    return f", according to {'a ' if attribution.startswith('press report') else ''}{attribution} ({published})"


def added_from(attribution: str, published: str) -> str:
    """Whose statements give a figure that none states: `, added up from statements of SDF and 2 others (2020)`."""
    return according_to(attribution, published).replace(", according to ", ", added up from statements of ", 1)


def told_now(what: str, unit: str, now: Told) -> str:
    """`The number of detainees in Northeast Syria: about 9,000 (26 Sep 2025)`: a figure without one to compare."""
    return f"{number_of(what, unit)}: {or_none(now.said, now, unit)} ({now.dated})"


def or_none(text: str, now: Told, unit: str) -> str:
    """What is said of a figure; none where nobody is left, however that was told."""
    return "none" if now.figure.value == 0 and unit in COUNTED else text


def has_moved(what: str, unit: str, then: Told, now: Told) -> str:
    """A move among others: `The number of displaced persons in Syria fell to about 5.54 million (2025)`."""
    way = "rose" if now.figure.value > then.figure.value else "fell"
    return f"{number_of(what, unit)} {way} to {or_none(now.said, now, unit)} ({now.month})"


def between(first: pd.Timestamp, second: pd.Timestamp, things: Sequence[str]) -> str:
    """`Between 31 Dec 2025 and 30 Sep 2026: Al-Hol camp declared closed (22 Feb 2026). The number of ... fell`.

    A first thing that is long already stands in a sentence of its own, behind one that only gives the dates.
    """
    when = f"between {date_text(first)} and {date_text(second)}"
    joined = f"{capital(when)}: {things[0]}"
    start = [joined] if len(joined) <= LONGEST else [f"These figures changed most {when}", things[0]]
    return f"{'. '.join([*start, *things[1:]])}."


def nothing_moved(first: pd.Timestamp, second: pd.Timestamp) -> str:
    """What is said where no figure has moved."""
    return f"Nothing that is counted here has surely moved between {date_text(first)} and {date_text(second)}."
