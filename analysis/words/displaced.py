"""Sentences on people who fled and who went back: two stocks side by side, where the most are, who fell most.

Every function takes plain values (names, figures, dates, whether it is past) and gives English.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite, nan

from analysis.vocabulary import Hedge
from analysis.words.figures import Figure, number_text, said_apart
from analysis.words.grammar import Telling, Untold, aloud, capital, join_words, keeping, shortest, the, verb, with_room
from analysis.words.sentences import WORKED_OUT, Told, against, with_before

_VAGUE = 0.05  # how far above its words an open bound is taken to reach when it is ranked
_LEVEL = 0.05  # share by which figures may differ that are about the same
Named = tuple[str, Told]


def out_and_back(
    where: str, noun: str, out: Told, back: Told, *, out_past: bool = False, back_past: bool = False
) -> str:
    """The displaced beside the returned: `In Kirkuk 90,738 people were displaced and 800 were back (28 Feb 2021)`.

    Each has its own date where the dates differ.
    """
    fled = f"{out.said} {noun} {verb('be', past=out_past, plural=out.figure.value != 1)} displaced"
    home = f"{back.said} {verb('be', past=back_past, plural=back.figure.value != 1)} back ({back.dated})"
    own = "" if out.dated == back.dated else f" ({out.dated})"
    both = f"In {where} {fled}{own} and {home}"
    return shortest(Telling(both, out, back), Telling(f"In {where} {fled} ({out.dated})", out))


def pair_said(first: Figure, second: Figure, link: str = "and") -> str:
    """`about 260,000 of 1.21 million`, `an estimated 643,000 and 639,000`: a hedge that both bear is said once."""
    one, (hedge, number) = said_apart(first), said_apart(second)
    return f"{''.join(one)} {link} {number if hedge == one[0] else hedge + number}"


def leaders(named: Sequence[Named]) -> list[Named]:
    """Those that may be the largest of `named` (largest first): the first, and all that are not surely below it."""
    least = named[0][1].limits[0]

    def most(one: Told) -> float:
        return one.limits[1] if isfinite(one.limits[1]) else one.figure.value * (1 + _VAGUE)

    return [named[0], *(one for one in named[1:] if most(one[1]) >= least)]


def _have(one: Told, *, past: bool, plural: bool = False) -> str:
    """`had`; `was expected to have` where the figure was published before the year that it is for was over."""
    if one.precision == "year" and one.known < one.date:
        return f"{verb('be', past=past, plural=plural)} expected to have"
    return verb("have", past=past, plural=plural)


def had_most(named: Sequence[Named], noun: str, *, past: bool = False, whole: Figure | None = None) -> str:
    """`Ninewa had the most displaced people on 28 Feb 2021: about 260,000 of 1.21 million`.

    `named` (largest first) share a date. Where hedges leave open which of the first two is larger, both are named:
    `Aleppo and Rural Damascus had the most displaced people in Nov 2014: 1.3 to 1.8 million and about 1.4 million`.
    """
    first = leaders(named)[:2]
    name, top = first[0]
    if len(first) > 1:
        both = join_words([name for name, _ in first])
        who = f"{both} {_have(top, past=past, plural=True)} the most {noun}"
        second = first[1][1]
        how_many = Telling(pair_said(top.figure, second.figure), top, second)
    else:
        who = f"{name} {_have(top, past=past)} the most {noun}"
        how_many = Telling(top.said, top)
        if whole is not None:
            how_many = Telling(pair_said(top.figure, whole, "of"), top, WORKED_OUT)
    # A date of the past beside a verb of the present reads wrong: there it stands in brackets.
    if past:
        ends = (how_many, *(keeping(f"{floor} each", floor) for floor in _floor(first)))
        return with_room(f"{who} {top.when}", *(keeping(f": {end}", end) for end in ends))
    return shortest(keeping(f"{who}: {how_many} ({top.dated})", how_many), f"{who} ({top.dated})")


def _floor(named: Sequence[Named]) -> list[str]:
    """The lower bound that one of two figures is stated with, where the other is surely not below it."""
    for one, other in zip([told for _, told in named], [told for _, told in named[::-1]], strict=True):
        low = one.figure.bounds[0]
        bounded = Hedge(one.figure.qualifier) in (Hedge.RANGE, Hedge.AT_LEAST)
        if len(named) > 1 and bounded and other.limits[0] >= low:
            least = _at_least(one, low)
            return [Telling(least.said, least)]
    return []


def _at_least(one: Told, floor: float) -> Told:
    """A figure told by its lower bound alone."""
    bound = replace(one.figure, value=floor, low=nan, high=nan, qualifier=Hedge.AT_LEAST.value)
    return replace(one, figure=bound)


def each_had(named: Sequence[Named], noun: str, *, past: bool = False) -> str:
    """`Ninewa, Duhok and Erbil each had at least 231,000 displaced people on 28 Feb 2021`; all share a date."""
    names, first = join_words([name for name, _ in named]), named[0][1]
    when = first.when if past else f"({first.dated})"
    does = verb("have", past=past, plural=len(named) > 1)
    lowest = min((one for _, one in named), key=lambda one: one.figure.bounds[0])
    floor = lowest.figure.bounds[0]
    if len(named) == 1:
        return Telling(f"{names} {does} {first.said} {noun} {when}", first)
    if not isfinite(floor) or floor <= 0:
        return f"{names} {does} the most {noun} {when}"
    least = _at_least(lowest, floor)
    return Telling(f"{names} each {does} {least.said} {noun} {when}", least)


def peaked_in(what: str, name: str, top: Told) -> str:
    """`Displacement peaked in Ninewa, at about 1.03 million people in Aug 2017`: where and when it was highest."""
    return Telling(f"{what} peaked in {name}, at {top.said} people in {top.month}", top)


def came_mostly_from(noun: str, name: str, now: Told, *, several: bool = True, past: bool = False) -> str:
    """`About 661,000 displaced Iraqis came from Ninewa (30 Jun 2022), the most of any governorate`.

    `several` says whether there are others to compare with.
    """
    does = verb("come", past=past, plural=True)
    than = ", the most of any governorate" if several else ""
    return with_room(Telling(capital(f"{now.said} {noun} {does} from {name} ({now.dated})"), now), than)


def said_and_counted(stated: Named, what: str, count: Named | None = None) -> str:
    """`The Coalition said at least 1.5 million were displaced (Nov 2019), IOM about 1.44 million (Oct 2019)`.

    Where that is long and both are of one year, the year alone is told: `In 2019 the Coalition said ...`.
    """
    name, one = stated
    alone = Telling(f"{name} said {one.said} were {what} ({one.month})", one)
    if count is None:
        return alone
    other, two = count
    full = f"{alone}, {other} {two.said} ({two.month})"
    brief = f"In {one.date:%Y} {name[:1].lower()}{name[1:]} said {one.said} were {what}, {other} {two.said}"
    return shortest(Telling(aloud(full, brief) if one.date.year == two.date.year else full, one, two), alone)


def was_highest(subject: str, top: Told, noun: str) -> str:
    """`Displacement in Syria was highest in Feb 2020: an estimated 752,000 movements`."""
    return Telling(f"{subject} was highest in {top.month}: {top.said} {noun}".rstrip(), top)


def done_in(noun: str, rest: str, now: Told, then: Told | None = None) -> str:
    """`About 1.34 million refugees returned to Syria in 2025, up from about 513,000 in 2024`; `rest` is in the past."""
    return with_before(Telling(capital(f"{now.said} {noun} {rest} {now.when}"), now), now, then)


def shares_taken(named: Sequence[tuple[str, float]], of: str, when: str) -> str:
    """`Aleppo took in 43% of displacement movements in Syria in 2021, Idleb 39%`: shares in percent, largest first."""
    (name, share), *others = named
    more = "".join(f", {other} {number_text(round(percent), 'percent')}" for other, percent in others)
    text = f"{name} took in {number_text(round(share), 'percent')} of {of} {when}{more}"
    return Telling(text, *(WORKED_OUT for _ in named))


def moved_most(noun: str, place: str, first: Told, last: Told, period: str) -> str:
    """`Syrian refugees fell most in Türkiye, from about 2.9 million to about 2.35 million in 2025`."""
    does = "fell" if last.figure.value < first.figure.value else "rose"
    return Telling(f"{noun} {does} most in {place}, from {first.said} to {last.said} {period}", first, last)


def wave_of(wave: Told, place: str, period: str, *, largest: bool = False) -> str:
    """`About 1.34 million people were displaced in Ninewa from Oct 2016 to Jul 2017, the largest wave counted`."""
    most = (", the largest wave counted", ", the largest wave") if largest else ()
    return with_room(Telling(capital(f"{wave.said} people were displaced in {place} {period}"), wave), *most)


def came_from(noun: str, rest: str, named: Sequence[Named], link: str = "from", body: str = "") -> str:
    """Running totals by place: `At least 440,000 Syrians had gone back from Türkiye and 9,000 from Iraq by 9 Jan 2026`.

    `rest` goes before `link` and the place; `body` is who counted, where it must be told and there is room. Each has
    its own date where the dates differ.
    """
    (name, top), *others = named
    text = f"{top.said} {noun} {rest} {link} {name}"
    alone = Telling(capital(f"{text} {top.by}"), top)
    if not others:
        own = "its own count" if body.endswith(f" of {name}") else f"the count of {the(body)}"
        return with_room(alone, f", by {own}" if body else "")
    other, second = others[0]
    if second.by != top.by:
        return with_room(alone, Telling(f", and {second.said} {link} {other} {second.by}", second))
    pair = pair_said(top.figure, second.figure).partition(" and ")[2]
    both = (capital(f"{text} and {more} {link} {other} {top.by}") for more in (second.said, pair))
    return shortest(Telling(aloud(*both), top, second), alone)


def went_from(noun: str, done: str, named: Sequence[Named]) -> str:
    """Flows of one period: `About 556,000 Syrian refugees returned from Türkiye and 9,000 from Iraq in 2025`."""
    (name, top), *others = named
    alone = f"{top.said} {noun} {done} from {name}"
    ways = [Telling(capital(f"{alone} {top.when}"), top)]
    for other, second in others[:1]:
        ways.insert(0, Telling(capital(f"{alone} and {second.said} from {other} {top.when}"), top, second))
    return shortest(*ways)


def counts_differed(what: str, when: str, low: Named, high: Named, *, past: bool = False) -> str:
    """`Counts of Iraq's displaced differed most in 2014: IOM about 2.12 million, UNHCR about 3.6 million`."""
    does = "differed" if past else "differ"
    ends = Telling(f": {low[0]} {low[1].said}, {high[0]} {high[1].said}", low[1], high[1])
    return with_room(f"{what} {does} most {when}", ends)


def two_counts(what: str, first: Named, second: Named | None = None) -> str:
    """What two bodies say of the same people: `At least 170,000 (OCHA) or 350,000 (IOM) were displaced (Jan 2026)`.

    Each has its own month where the months differ. The first stands alone where there is no second, or where both
    would be too long to say.
    """
    name, one = first
    alone = with_room(Telling(capital(f"{one.said} people had been {what} {one.by}"), one), f", {name} said")
    if second is None:
        return alone
    other, two = second
    more = two.after(Hedge.AT_LEAST) if one.figure.qualifier == Hedge.AT_LEAST else two.said
    if one.month == two.month:
        text = f"{one.said} ({name}) or {more} ({other}) were {what} ({one.month})"
    else:
        text = f"{one.said} ({name}, {one.month}) or {more} ({other}, {two.month}) were {what}"
    return shortest(Telling(capital(text), one, two), alone)


def asked_share(where: str, rest: str, top: Told, low: Named | None = None, *, past: bool = False) -> str:
    """Of a survey: `42% of those asked in Egypt intended to return within a year, 12% in Iraq (Feb 2025)`."""
    does = verb("intend", past=past, plural=True)
    others = (Telling(f", {low[1].said} in {low[0]}", low[1]), "") if low is not None else ("",)
    asked = capital(f"{top.said} of those asked in {where} {does} {rest}")
    return shortest(*(Telling(f"{asked}{end} ({top.dated})", top, end) for end in others))


def two_surveys(who: str, rest: str, first: Named, second: Named, *, past: bool = False) -> str:
    """`27% of refugees meant to return (UNHCR, Feb 2025), about 20% (United Nations, Sep 2025)`.

    Where both would be long, the newer one alone.
    """
    (body, one), (other, two) = first, second
    does = f"{who} {'meant' if past else 'mean'} {rest}"
    both = f"{one.said} {does} ({body}, {one.dated}), {two.said} ({other}, {two.dated})"
    last = two if two.date > one.date else one
    alone = f"{last.said} {does} ({other if last is two else body}, {last.dated})"
    return aloud(Telling(capital(both), one, two), Telling(capital(alone), last))


def level_with(text: str, now: Told, then: Told) -> str:
    """As `with_before`, and `, about as many as in 2025` where the two are within what hedges leave open."""
    near = abs(now.figure.value - then.figure.value) <= _LEVEL * max(now.figure.value, then.figure.value)
    if moved := against(now, then):
        return with_room(text, moved, against(now, then, brief=True))
    return with_room(text, f", about as many as in {then.month}", f", much as in {then.month}") if near else text


def no_figure(what: str, when: str = "") -> str:
    """`No source gives returnees by governorate on 25 Dec 2014`."""
    return Untold(f"No source gives {what} {when}".rstrip())


def untold(question: str) -> str:
    """`No source says how many displaced Syrians have gone home`."""
    return Untold(f"No source says {question}")


def also_said(name: str, one: Told) -> str:
    """`Autonomous Administration said at least 350,000 on 28 Jan 2026.`: another body's figure, beneath a chart."""
    return f"{name} said {one.figure.text} {one.when}."


def gap_text(first: Told, second: Told) -> str:
    """`No count between 30 Sep 2022 and 31 Dec 2025 was found.`: a hole in a line."""
    return f"No count between {first.dated} and {second.dated} was found."
