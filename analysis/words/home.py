"""Sentences on people taken home by their state and on nationals who remain abroad.

Every function takes plain values (names of states, figures, dates) and gives English without a stop.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.vocabulary import GROUPS, UNNAMED
from analysis.words.figures import Figure, said, said_apart, share_said
from analysis.words.grammar import Telling, capital, join_words, shortest, the
from analysis.words.sentences import WORKED_OUT, Told

Named = tuple[str, Told]


def people_said(figure: Figure) -> str:
    """`at least 239 people`, `1 person`."""
    return f"{said(figure)} {'person' if figure.value == 1 else 'people'}"


def group_said(figure: Figure, group: str) -> str:
    """`about 120 children`, `1 woman`; a group without a name of its own counts people."""
    return f"{said(figure)} {_group_named(figure, group)}"


def _group_named(figure: Figure, group: str) -> str:
    named = GROUPS.get(group, UNNAMED)
    return named.one if figure.value == 1 else named.many


def nationals_said(parts: Sequence[Named], state: str) -> str:
    """Groups of the nationals of a state: `182 nationals of Indonesia`, `about 120 children and 50 women from France`.

    `parts` are groups with their figures, of one date; the hedge of the first is not said again where it is the same.
    """
    links = {GROUPS.get(group, UNNAMED).link for group, _ in parts}
    apart = [said_apart(one.figure) for _, one in parts]
    once = len({hedge for hedge, _ in apart}) == 1
    words = [
        f"{number if once and at else hedge + number} {_group_named(one.figure, group)}"
        for at, ((hedge, number), (group, one)) in enumerate(zip(apart, parts, strict=True))
    ]
    text = f"{join_words(words)} {'of' if links == {'of'} else 'from'} {the(state)}"
    return Telling(text, *(one for _, one in parts))


def took_home(state: str, now: Told) -> str:
    """`France had taken home at least 239 people by 16 Sep 2025`."""
    return Telling(f"{capital(the(state))} had taken home {people_said(now.figure)} {now.by}", now)


def last_took_home(state: str, figure: Figure, place: str, when: str) -> str:
    """`The last reported repatriation by France was on 16 Sep 2025: 13 people from Northeast Syria`."""
    return f"The last reported repatriation by {the(state)} was {when}: {people_said(figure)} from {the(place)}"


def first_took_home(state: str, figure: Figure, place: str, when: str) -> str:
    """`The first reported repatriation by France was on 15 Mar 2019: 5 people from Northeast Syria`."""
    return f"The first reported repatriation by {the(state)} was {when}: {people_said(figure)} from {the(place)}"


def none_took_home(state: str, when: str) -> str:
    """`No repatriation by a state is reported in 2026`, `... by France ...`; `state` is empty for any."""
    return f"No repatriation by {the(state) if state else 'a state'} is reported {when}"


def took_home_most(named: Sequence[Named]) -> str:
    """The states with the most (largest first): `Kazakhstan had taken home at least 626 people by May 2023 and ...`.

    Each has the date that its own figure reaches.
    """
    (state, most), *others = named[:2]
    told = f"{capital(the(state))} had taken home {people_said(most.figure)}"
    if not others:
        return Telling(f"{told} {most.by_month}", most)
    other, second = others[0]
    own = "" if second.by_month == most.by_month else f" {most.by_month}"
    return Telling(f"{told}{own} and {the(other)} {second.said} {second.by_month}", most, second)


def states_that_took_home(named: Sequence[Named], when: str) -> str:
    """How many states are known (largest first): `At least 35 states had taken people home by 25 Nov 2025, ...`."""
    state, most = named[0]
    if len(named) == 1:
        alone = f"{capital(the(state))} alone is reported to have taken people home {when}: {most.said}"
        return Telling(alone, most)
    own = "" if most.figure.qualifier == "at_least" else f" {most.by_month}"
    count = f"At least {len(named)} states had taken people home {when}"
    return Telling(f"{count}, {the(state)} the most ({most.said}{own})", WORKED_OUT, most)


def went_and_came(state: str, went: Told, back: Told, how: str) -> str:
    """`About 1,910 people had travelled from France by Oct 2017; at least 239 were taken home by Sep 2025`.

    `how` is what was done with those who are back: taken home, back by any route.
    """
    gone = f"{people_said(went.figure)} had travelled from {the(state)}"
    home = f"{back.said} {'was' if back.figure.value == 1 else 'were'} {how}"
    if went.by_month == back.by_month:
        return Telling(capital(f"{gone} and {home} {back.by_month}"), went, back)
    dates = f"{went.by_month}; {home} {back.by_month}"
    full, brief = capital(f"{gone} {dates}"), capital(f"{gone.replace(' had ', ' ', 1)} {dates}")
    return Telling(shortest(full, brief), went, back)


def peak_of(what: str, best: Named, last: Named | None = None, *, running: bool = False) -> str:
    """The year with the most beside the newest: `Repatriations peaked in 2019 with at least 1,330 people; 2025 saw 44`.

    Years are given as text with their figures; `running` says that the newest year is not over.
    """
    year, most = best
    told = f"{what} peaked in {year} with {people_said(most.figure)}"
    so_far = " so far" if running else ""
    if last is None:
        return Telling(f"{told}{so_far}", most)
    return Telling(f"{told}; {last[0]} saw {last[1].said}{so_far}", most, last[1])


def share_of_children(children: float, known: float, state: str = "", *, of_all: bool = True) -> str:
    """`In reported operations about four in five of those taken home to France were children`.

    `children` of the `known` people whose age is told, which is above zero; `of_all` says whether reports tell it of
    everybody.
    """
    share = share_said(children / known * 100)
    part = "all" if children == known else "none" if children == 0 else share
    where = "In reported operations" if of_all else "Where reports give ages,"
    whither = f" to {the(state)}" if state else ""
    return Telling(f"{where} {part} of those taken home{whither} were children", WORKED_OUT)


def remained(parts: Sequence[Named], state: str, where: str, when: str, left: Told | None = None) -> str:
    """`About 120 children and 50 women from France remained in Jun 2025; at least 13 people left since`.

    `left` is what departures since are reported: of a group alone `of them`, for others may have left as well. The
    place is left out where the sentence would grow too long.
    """
    none = len(parts) == 1 and parts[0][1].figure.value == 0
    who = nationals_said(parts, state)
    who = f"No {who.partition(' ')[2]}" if none else capital(who)
    known = "remained" if not none else "were known to remain"
    group = len(parts) == 1 and parts[0][0] != "total"
    many = () if left is None else (f"{left.said} of them" if group else people_said(left.figure), left.said)
    long, short = (f"; {one} left since" for one in many) if many else ("", "")
    text = shortest(
        f"{who} {known} {where} {when}{long}", f"{who} {known} {where} {when}{short}", f"{who} {known} {when}{long}"
    )
    return Telling(text, *(one for _, one in parts), *([left] if left else []))
