"""Disagreement in words: who said how many, and what several sources put one figure at.

Every function takes plain values (measures, names, figures) and gives English without a stop.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.vocabulary import Hedge
from analysis.words.figures import Figure, number_text
from analysis.words.grammar import Telling, aloud, capital, join_words, keeping, shortest, the
from analysis.words.measures import lower, number_of
from analysis.words.sentences import Span, Told

PRESS = "press reports"
Claim = tuple[str, Told]
# First words of bodies that are no names.
_COMMON = frozenset({"Camp", "Prison", "Relief", "Departing", "Security", "Local", "Civil", "Head", "Medical"})


def body(name: str) -> str:
    """A body within a sentence: `the SDF`, `a US official`, `the camp administration`, `press reports`."""
    if not name:
        return PRESS
    first = name.partition(" ")[0]
    common = f"{name[:1].lower()}{name[1:]}" if first in _COMMON else name
    if name.endswith(("official", "source", "resident")):
        return f"{'an' if common[:1] in 'AEIOaeio' else 'a'} {common}"
    plural = name.endswith(("sources", "officials", "authorities", "forces", "reports"))
    return f"the {common}" if first in _COMMON and not plural else common if plural else the(name)


def who_said(claims: Sequence[Claim], *, brief: bool = False) -> str:
    """`the Syrian Interior Ministry said about 120, a US official about 200 and the SDF about 1,500`.

    What one body says several times stands together; a claim without a name is one of press reports. `brief` leaves
    out articles, as a headline does. Figures that would be said alike are told as they are stated.
    """
    alike = len({one.bare for _, one in claims}) < len({one.figure.value for _, one in claims})
    told: dict[str, list[str]] = {}
    for name, one in claims:
        text = one.figure.text if alike else one.said
        figures = told.setdefault(name, [])
        if text not in figures:
            figures.append(Telling(text, one))
    parts = [
        keeping(f"{(name or PRESS) if brief else body(name)} {'said ' if at == 0 else ''}{join_words(said)}", *said)
        for at, (name, said) in enumerate(told.items())
    ]
    return keeping(", ".join(parts), *parts) if brief else join_words(parts)


def claims_said(what: str, brief: str, unit: str, when: str, claims: Sequence[Claim]) -> str:
    """`Detainees escaped in Shaddadi prison (19 Jan 2026): Syrian Interior Ministry said about 120, SDF about 1,500`.

    `what` is the measure with its place and people, `brief` the same with fewer words; `claims` are the lowest, the
    leading and the highest. Where all would be too long, the lowest and the highest are told, then what they span.
    """
    ends = [claims[0], claims[-1]]
    each = [who_said(told, brief=short) for told in (claims, ends) for short in (False, True)]
    named = [keeping(f"{name} ({when}): {said}", said) for said in each for name in (what, brief)]
    return aloud(*named, sources_put(what, brief, unit, claims[0][1], claims[-1][1], when))


def spanned(low: Told, high: Told) -> str:
    """What two claims put, from end to end, each end as its source hedges it: `about 120 to 1,500`, `7 to at least 27`.

    A range is told by its own ends. A hedge that leaves either side open (`about`) is said once where both have it.
    """
    figures = [one.figure for one in (low, high)]
    least = min(((one.low, Hedge.EXACT) if one.qualifier == Hedge.RANGE else _hedged(one)) for one in figures)
    most = max(((one.high, Hedge.EXACT) if one.qualifier == Hedge.RANGE else _hedged(one)) for one in figures)
    (first, hedge), (last, other) = least, most
    second = "" if other == hedge and hedge.vague else other.prefix
    unit = low.figure.unit
    return Telling(f"{hedge.prefix}{number_text(first, unit)} to {second}{number_text(last, unit)}", Span(low, high))


def _hedged(figure: Figure) -> tuple[float, Hedge]:
    return figure.value, Hedge(figure.qualifier)


def later_count(text: str, when: str, who: str, *, of: str = "") -> str:
    """What stands beside a figure that another body has counted anew: its newer count, who says so, with a stop.

    `of` names what was counted where several things are told.
    """
    return f"A later count of another body{f', of {of}' if of else ''}: {text} ({when}), according to {who}."


def later_said(text: str, who: str, now: Told) -> str:
    """A headline with the newer count of another body behind it, `; Government of Iraq: about 29,000 (Jan 2024)`.

    Where its name has no room, `; later: about 29,000 (Jan 2024)`; the note beside the chart says whose it is.
    """
    ends = (f" ({now.month})", f" ({now.date:%Y})", "")
    full = (f"{text}; {who}: {now.said} ({now.dated})", *(f"{text}; later: {now.said}{end}" for end in ends))
    return aloud(*(Telling(way, text, now) for way in full), text)


def lead_count(text: str, when: str, who: str) -> str:
    """What stands beside the count of another body: the last one of the body whose counts a line follows."""
    return f"The last count of the body that leads: {text} ({when}), according to {who}."


def lead_misses(period: str, text: str, when: str, who: str, *, after: bool) -> str:
    """What stands beside a figure of a time for which the body whose counts a line follows has none."""
    side = "first after it" if after else "last before it"
    return f"The body that leads gives no figure of {period}; its {side}: {text} ({when}), according to {who}."


def none_leads(period: str, side: str, text: str, when: str, who: str) -> str:
    """That a figure is of another time (`side`: last before it), though one that does not lead is stated of it."""
    told = f"{text} ({when}), according to {who}"
    return f"No figure of {period} leads; this is the {side}. Stated of that time, and not leading: {told}."


def later_beside(text: str, when: str, who: str) -> str:
    """What was stated after the newest figure that leads, by a statement that leads none."""
    return f"A later statement, which does not lead: {text} ({when}), according to {who}."


def wider_count(place: str, text: str, when: str, who: str) -> str:
    """A later count of the same people in an area that holds the place that was asked for."""
    return f"A later count, of all of {the(place)}: {text} ({when}), according to {who}."


def wider_too(place: str, text: str, when: str, who: str) -> str:
    """A count of the same time in an area that holds the place of a figure."""
    return f"A wider count ({the(place)}) of the same time: {text} ({when}), according to {who}."


def each_said(claims: Sequence[Claim]) -> str:
    """Who said what as a sentence of its own: the lowest, the leading and the highest, or the ends alone."""
    ends = [claims[0], claims[-1]]
    return shortest(capital(who_said(claims)), capital(who_said(ends)), capital(who_said(ends, brief=True)))


def differ_on(what: str, brief: str, unit: str, when: str) -> str:
    """`Sources differ on the number of ISIS detainees escaped or missing from Shaddadi prison (19 Jan 2026)`."""
    return shortest(
        f"Sources differ on {lower(number_of(what, unit))} ({when})",
        f"Sources differ on {lower(what)} ({when})",
        f"Sources differ on {lower(brief)} ({when})",
        f"Sources differ on {lower(brief)}",
    )


def differ_most(what: str, brief: str, when: str, claims: Sequence[Claim]) -> str:
    """`Sources differ most on escapes (2026): Syrian Interior Ministry said about 120, SDF about 1,500`.

    Where that is too long, `Sources differ most on escapes (2026): 120 to 1,500`: the day is told before the bodies.
    """
    who = who_said([claims[0], claims[-1]], brief=True)
    span = spanned(claims[0][1], claims[-1][1])
    most_on = [f"Sources differ most on {lower(name)} ({when})" for name in (what, brief)]
    ways = ((most_on[1], who), (f"{brief} ({when})", who), *((name, span) for name in most_on))
    return aloud(*(keeping(f"{start}: {end}", end) for start, end in ways))


def differ_widely(count: int) -> str:
    """`On 38 other figures sources differ by more than a quarter`."""
    if count == 1:
        return "On one other figure sources differ by more than a quarter"
    return f"On {count} other figures sources differ by more than a quarter"


def sources_put(what: str, brief: str, unit: str, low: Told, high: Told, when: str) -> str:
    """`Sources put the number of people living in Al-Hol camp at 37,363 to 40,000 (23 Feb 2025)`.

    `what` is the measure with its place and people, `brief` the same with fewer words, for where the sentence is long.
    """
    span = spanned(low, high)
    ends = f"{span} ({when})"
    # `Put at at least` is no English.
    say = "Sources differ on {}: {}" if span.startswith("at ") else "Sources put {} at {}"
    text = aloud(
        say.format(lower(number_of(what, unit)), ends),
        say.format(lower(what), ends),
        f"{what}: {ends}",
        *([say.format(lower(brief), ends)] if brief else []),
        f"{capital(brief)}: {ends}",
    )
    return keeping(text, span)


def counted_apart(title: str, unit: str, low: float, high: float) -> str:
    """Counts of the same thing under different rules: `People killed in al-Hol camp in 2021: counts from 73 to 126`."""
    if low == high:
        return f"{title}: {number_text(low, unit)} by every count"
    return f"{title}: counts from {number_text(low, unit)} to {number_text(high, unit)}"
