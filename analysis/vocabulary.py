"""What the coded values of the ledger are called: hedges, roles, scopes, groups, kinds of publisher, event and holder.

Closed vocabularies, by which code decides, are enumerations whose members are the texts of the data files. Open ones
are tables, in which a value that nobody has named yet still reads as words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Hedge(StrEnum):
    """How sure a source is of a figure (`qualifier`).

    `reads` is the figure with its hedge, `label` its name, `means` what a source says to be read so; `rank` puts the
    more exact before the less.
    """

    reads: str
    label: str
    means: str
    rank: int

    EXACT = "exact", "{}", "exact as stated", "The source gives the number without a hedge.", 0
    ABOUT = "about", "about {}", "about", "The source says about, around, some or nearly, or rounds openly.", 2
    ESTIMATE = "estimate", "an estimated {}", "estimate", "The source calls it an estimate.", 2
    AT_LEAST = "at_least", "at least {}", "at least", "More than, at least, over: a lower end.", 3
    AT_MOST = "at_most", "at most {}", "at most", "Up to, fewer than, at most: an upper end.", 3
    RANGE = "range", "{} to {}", "range", "Two ends, from low to high; the value stands in the middle between them.", 1

    def __new__(cls, value: str, reads: str = "", label: str = "", means: str = "", rank: int = 0) -> Self:
        """A member that equals the text of the data files."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.reads, member.label, member.means, member.rank = reads, label, means, rank
        return member

    @property
    def prefix(self) -> str:
        """What stands before the number: `about `; empty where nothing does."""
        return self.reads.partition("{}")[0]

    @property
    def vague(self) -> bool:
        """Whether the figure is only near the truth, to no stated side."""
        return self in (Hedge.ABOUT, Hedge.ESTIMATE)


class Role(StrEnum):
    """What a drawn figure is beside the others: `label` in tables, `statement` beside the cells of a chart."""

    label: str
    statement: str

    HEADLINE = "headline", "headline", "headline"
    RIVAL = "rival", "other statement", "other statement"
    ECHO = "echo", "near a better dated or exact figure", "other statement"
    BESIDE = "beside", "another body's count", "another body's count"
    KEPT_OUT = "kept_out", "kept out of headlines", "other statement, kept out of headlines"
    # The count of another body that stands beside the subject as a grey line of its own, under its name.
    CONTEXT = "context", "another body's count", "another body's count"
    # A drawn point that nobody observed: where a pace leads to. Never a source's figure.
    PROJECTION = "projection", "projection", "projection"

    def __new__(cls, value: str, label: str = "", statement: str = "") -> Self:
        """A member that equals the text of the drawn rows."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.statement = label, statement
        return member


class Scope(StrEnum):
    """What a flow covers: `label` of several such figures, `phrase` for one."""

    label: str
    phrase: str

    EVENT = "event", "single operations and events", "event"
    PART_PERIOD = "part_period", "months, quarters and other parts of a year", "part of a period"
    YEAR_TOTAL = "year_total", "totals of a calendar, plan or fiscal year", "total of a year"
    ALTERNATIVE = "alternative_count", "other counts of the same events and periods", "other count"

    def __new__(cls, value: str, label: str = "", phrase: str = "") -> Self:
        """A member that equals the text of the data files."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.phrase = label, phrase
        return member


@dataclass(frozen=True, slots=True)
class PublisherKind:
    """A kind of publisher: its `label`, the `short` one beside a publisher, what it publishes in a sentence.

    `rank` says how near it is to what it tells: who counts, runs or funds what is reported comes before who studies
    it (1), and that before who relays it (3).
    """

    label: str
    short: str
    statements: str
    rank: int = 0


NEWS = "media"
RELAYED = 2  # rank of a news report that names the official whom it quotes
PUBLISHER_KINDS = {
    "un": PublisherKind("United Nations", "UN", "UN statements"),
    "igo": PublisherKind("Other intergovernmental body", "intergovernmental", "intergovernmental bodies"),
    "government": PublisherKind("Government", "government", "government statements"),
    "coalition": PublisherKind("Coalition", "Coalition", "Coalition statements"),
    "ngo": PublisherKind("Non-governmental organisation", "NGO", "NGO statements", 1),
    "research": PublisherKind("Research", "research", "research", 1),
    NEWS: PublisherKind("News media", "news", "news reports", 3),
}


def publisher_kind(value: str) -> PublisherKind:
    """A kind of publisher; one without a name of its own is called as it is written, and ranks behind all."""
    words = value.replace("_", " ")
    return PUBLISHER_KINDS.get(value) or PublisherKind(
        words[:1].upper() + words[1:], words, f"{words} statements" if words else "", 3
    )


def publisher_kinds(values: Iterable[str]) -> list[str]:
    """The kinds among these values, each once: the named ones in their order, then the others by name."""
    found = set(values) - {""}
    return [kind for kind in PUBLISHER_KINDS if kind in found] + sorted(found - set(PUBLISHER_KINDS))


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people: its `label`, one and several of its members, and the word before the state they are of.

    `people` says that it counts people by age and sex.
    """

    label: str
    one: str = "person"
    many: str = "people"
    link: str = "from"
    people: bool = False


GROUPS = {
    "total": Group("all people", "national", "nationals", "of", people=True),
    "all": Group("all people"),
    "women_and_children": Group("women and children", "women and children", "women and children", people=True),
    "children": Group("children", "child", "children", people=True),
    "women": Group("women", "woman", "women", people=True),
    "men": Group("men", "man", "men", people=True),
    "adults": Group("adults", "adult", "adults", people=True),
    "boys": Group("boys", "boy", "boys", people=True),
    "girls": Group("girls", "girl", "girls", people=True),
    "unaccompanied_children": Group("unaccompanied children"),
    "under_5": Group("under 5"),
    "under_12": Group("under 12"),
    "households": Group("households"),
    "isis": Group("suspected ISIS members"),
    "security_forces": Group("security forces"),
    "civilians": Group("civilians"),
    "prison_staff": Group("prison staff"),
    "non_isis": Group("others than suspected ISIS members"),
}


UNNAMED = Group("")


@dataclass(frozen=True, slots=True)
class People:
    """People counted together by where they are from: `adjective` and `plural`, what `one` of them is, what they `are`.

    `series` is what their line or bar is called, which stands in slides of earlier decks too.
    """

    adjective: str
    plural: str
    one: str
    are: str
    series: str


# Groups of nationalities by their origin; a single nationality is named by origins.csv.
NATIONALS = {
    "syr": People("Syrian", "Syrians", "Syrian", "Syrian", "Syrians"),
    "irq": People("Iraqi", "Iraqis", "Iraqi", "Iraqi", "Iraqis"),
    "non_syr": People("non-Syrian", "non-Syrians", "not Syrian", "not Syrian", "non-Syrians"),
    "tcn": People(
        "third-country",
        "third-country nationals",
        "a third-country national",
        "from third countries",
        "third-country",
    ),
}


class _Labels(dict[str, str]):
    """Names of values; one that nobody has named reads as it is written."""

    def __missing__(self, value: str) -> str:
        return value.replace("_", " ")


GROUP_LABELS = _Labels({name: group.label for name, group in GROUPS.items()})
# Of these a count of people is made up; the others cut across them.
PEOPLE = tuple(name for name, group in GROUPS.items() if group.people)
# What a camp, a prison or a set of places is for (`role` of places.csv).
PLACE_ROLES = _Labels(
    {
        "holding_camp": "holding camp",
        "displacement_camp": "displacement camp",
        "annex": "annex",
        "transit_centre": "transit centre",
        "camps_together": "camps together",
        "prison": "prison",
        "youth_centre": "youth centre",
        "host_countries": "host countries",
    }
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event or holder: its `label`, and the `hue` in which charts draw it beside the others."""

    label: str
    hue: str


NO_HUE = "grey"
EVENT_CATEGORIES = {
    "camp": Kind("Camps", "blue"),
    "detention": Kind("Detention", "orange"),
    "custody": Kind("Custody", "gold"),
    "repatriation": Kind("Repatriation", "purple"),
    "returns": Kind("Returns", "teal"),
    "displacement": Kind("Displacement", "teal"),
    "legal": Kind("Courts", "orange"),
    "military": Kind("Military", "rose"),
    "coalition": Kind("Coalition", "rose"),
    "funding": Kind("Funding", "gold"),
}
# Whoever has a camp or a prison in custody (`holder_kind` of custody.csv).
HOLDERS = {
    "de_facto_authority": Kind("de facto authority (AANES or SDF)", "gold"),
    "government": Kind("government", "blue"),
    "none": Kind("closed", NO_HUE),
}


def event_category(value: str) -> Kind:
    """A category of events; one that nobody has named reads as it is written, and is grey."""
    words = value.replace("_", " ")
    return EVENT_CATEGORIES.get(value) or Kind(words[:1].upper() + words[1:], NO_HUE)


def event_hues(values: Iterable[str]) -> dict[str, str]:
    """The hue of every named category by its label, then of those among `values` that have no name."""
    return {kind.label: kind.hue for kind in (*EVENT_CATEGORIES.values(), *map(event_category, sorted(set(values))))}


def holder(value: str) -> Kind:
    """A kind of holder; one that nobody has named reads as it is written, and is grey."""
    return HOLDERS.get(value) or Kind(value.replace("_", " "), NO_HUE)


def holder_hues(values: Iterable[str]) -> dict[str, str]:
    """The hue of every named kind of holder by its label, then of those among `values` that have no name."""
    return {kind.label: kind.hue for kind in (*HOLDERS.values(), *map(holder, sorted(set(values))))}
