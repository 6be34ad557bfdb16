"""Sentences on people taken home by their state and on nationals who remain abroad.

Every function takes plain values (names of states, figures, dates) and gives English without a stop.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.words.figures import said, share_said
from analysis.words.grammar import capital, join_words, the
from analysis.words.sentences import Told

if TYPE_CHECKING:
    from analysis.hedge import Figure

LONGEST = 110  # characters; a longer sentence leaves out what it can
Named = tuple[str, Told]
# One and several of a group, and how their state is named behind it.
_GROUPS = {
    "total": ("national", "nationals", "of"),
    "children": ("child", "children", "from"),
    "women": ("woman", "women", "from"),
    "men": ("man", "men", "from"),
    "adults": ("adult", "adults", "from"),
    "boys": ("boy", "boys", "from"),
    "girls": ("girl", "girls", "from"),
    "women_and_children": ("women and children", "women and children", "from"),
}


def people_said(figure: Figure) -> str:
    """`at least 239 people`, `1 person`."""
    return f"{said(figure)} {'person' if figure.value == 1 else 'people'}"


def group_said(figure: Figure, group: str) -> str:
    """`about 120 children`, `1 woman`; a group without a name of its own counts people."""
    one, many, _ = _GROUPS.get(group, ("person", "people", ""))
    return f"{said(figure)} {one if figure.value == 1 else many}"


def nationals_said(parts: Sequence[tuple[str, Figure]], state: str) -> str:
    """Groups of the nationals of a state: `182 nationals of Indonesia`, `about 120 children and 50 women from France`.

    `parts` are groups with their figures, of one date; the hedge of the first is not said again where it is the same.
    """
    links = {_GROUPS.get(group, ("", "", "from"))[2] for group, _ in parts}
    words = [group_said(figure, group) for group, figure in parts]
    for hedge in ("about ", "at least ", "an estimated "):
        if all(word.startswith(hedge) for word in words):
            words = [words[0], *(word.removeprefix(hedge) for word in words[1:])]
    return f"{join_words(words)} {'of' if links == {'of'} else 'from'} {the(state)}"


def took_home(state: str, now: Told) -> str:
    """`France took home at least 239 people by 16 Sep 2025`."""
    return f"{capital(the(state))} took home {people_said(now.figure)} {now.by}"


def took_home_most(named: Sequence[Named], when: str) -> str:
    """The states with the most (largest first): `Kazakhstan took home at least 626 people by Nov 2025 and Russia ...`.

    `when` is the date that their figures reach; one that is no lower bound may not hold until then and has its own.
    """
    (first, now), *others = named[:2]
    told = f"{capital(the(first))} took home {people_said(now.figure)} {_until(now, when)}"
    for state, then in others:
        own = "" if then.figure.qualifier == "at_least" else f" {then.by_month}"
        told += f" and {the(state)} {then.said}{own}"
    return told


def states_that_took_home(named: Sequence[Named], when: str) -> str:
    """How many states are known (largest first): `Reports name 35 states that took people home by 25 Nov 2025, ...`."""
    state, most = named[0]
    if len(named) == 1:
        return f"{capital(the(state))} alone is reported to have taken people home {when}: {most.said}"
    own = "" if most.figure.qualifier == "at_least" else f" {most.by_month}"
    count = f"Reports name {len(named)} states that took people home {when}"
    return f"{count}, {the(state)} the most ({most.said}{own})"


def _until(now: Told, when: str) -> str:
    return when if now.figure.qualifier == "at_least" else now.by_month


def share_of_children(children: float, known: float, whom: str, where: str = "") -> str:
    """`About four in five of the people taken home were children`; `whom` follows people, `where` the whole.

    `children` of the `known` people whose age is told, which is above zero.
    """
    share = children / known * 100
    part = "All" if children == known else "None" if children == 0 else capital(share_said(share))
    told = f"{part} of the people {whom} were children"
    return f"{told}, {where}" if where else told


def remained(parts: Sequence[tuple[str, Figure]], state: str, where: str, when: str, left: Figure | None = None) -> str:
    """`About 120 children and 50 women from France remained in Roj camp in Jun 2025; at least 13 left since`.

    `left` is what departures since are reported. The place is left out where the sentence would grow too long.
    """
    none = len(parts) == 1 and parts[0][1].value == 0
    who = nationals_said(parts, state)
    who = f"No {who.partition(' ')[2]}" if none else capital(who)
    since = f"; {said(left)} left since" if left else ""
    told = f"{who} remained {where} {when}{since}"
    return told if len(told) <= LONGEST else f"{who} remained {when}{since}"
