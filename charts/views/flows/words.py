"""How flows are told: sums of links with their hedge, the sentence of a period, and the account of one site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isinf

import pandas as pd

from analysis import Figure, join_words
from analysis.flows import Balance, Flows
from analysis.moves import Link, hedged
from analysis.vocabulary import Hedge
from analysis.words import RECKONED, WORKED_OUT, Telling, Told, date_text, figure_text, number_text, period_text
from analysis.words.figures import said_apart
from analysis.words.grammar import shortest
from analysis.words.sentences import WorkedOut

_WENT = {
    "to:third": "went to third countries",
    "to:syria": "went to places in Syria that no source names",
    "to:unknown": "went elsewhere or to places unknown",
    "to:died": "died in the camp",
    "to:released": "were released in Syria",
}
_KINDS = {"to:iraq": "Iraq", "to:third": "Third countries", "to:unknown": "Elsewhere or unknown", "to:died": "Died"}


def kind_of(node: str) -> str:
    """Kind of a destination: a country, Syria as a whole, elsewhere; empty for what is no destination."""
    if not node.startswith("to:"):
        return ""
    return _KINDS.get(node, "Syria")


def merged(source: str, target: str, links: Iterable[Link]) -> Link:
    """Several links as one between two other nodes."""
    held = list(links)
    value, low, high = (sum(parts) for parts in zip(*((k.figure.value, k.low, k.high) for k in held), strict=True))
    exact = all(link.figure.qualifier == "exact" for link in held)
    figure = held[0].figure if len(held) == 1 else hedged(value, low, high, exact=exact)
    if low == value and any(link.figure.qualifier == "at_least" for link in held):
        figure = Figure(value, float("nan"), float("nan"), "at_least", "persons")
    rows = tuple(label for link in held for label in link.rows)
    return Link(source, target, figure, low, high, "stated" if len(rows) == 1 else "sum", rows)


def link_text(link: Link) -> str:
    """The figure of a link in words; a remainder whose hedges leave both ends open says so."""
    said = figure_text(link.figure)
    return f"{said}, open to both sides" if isinf(link.low) and isinf(link.high) else said


def sum_text(links: list[Link]) -> str:
    """The sum of links with its hedge; 0 without any."""
    return figure_text(merged("", "", links).figure) if links else number_text(0)


def span_text(start: str, end: str) -> str:
    """`2025` or `Jan 2025 to Mar 2026`, from first and last day."""
    return period_text(pd.Timestamp(start), pd.Timestamp(end)) if start and start < end else "no period"


def flows_title(found: Flows, names: Mapping[str, str], sites: str, data: pd.DataFrame) -> str:
    """How many left in reported journeys in a period, and how many of them to Iraq; `data` are the links as drawn.

    `sites` are those that they left: others left other camps in the same time.
    """
    gone = [link for link in found.links if link.target.startswith("to:")]
    span = span_text(f"{found.start:%Y-%m-%d}", f"{found.end:%Y-%m-%d}")
    when = f"In {span}" if " to " not in span else f"From {span}"
    if not gone:
        return f"{when} no source reports a departure from the camps and prisons"
    home = [link for link in gone if link.target == "to:iraq"]
    if merged("", "", gone).figure.qualifier == "range":
        # Reports that themselves give a range are told by where most people went.
        by_target = {link.target: 0.0 for link in gone}
        for link in gone:
            by_target[link.target] += link.figure.value
        most = max(by_target, key=lambda target: by_target[target])
        return f"{when} most of those who left {_WENT.get(most, f'went to {names[most]}')}"
    told = [_told_of(gone, found.links, data)]
    part = " to Iraq" if home else ""
    if home and len(home) < len(gone):
        part = f", {_bare(home)} to Iraq"
        told.append(_told_of(home, found.links, data))
    who = f"{when} {total_said(gone)} people"
    return Telling(shortest(f"{who} reportedly left {sites}{part}", f"{who} left in reported journeys{part}"), *told)


def _told_of(links: Sequence[Link], every: Sequence[Link], data: pd.DataFrame) -> Told | WorkedOut:
    """The sum of some links as a sentence tells it: a link that stands alone is drawn, a sum of several is not."""
    if len(links) > 1:
        return WORKED_OUT
    row = data.iloc[every.index(links[0])]
    return Told(links[0].figure, row["period_end"], row=row)


def total_said(links: list[Link]) -> str:
    """The sum of links as a sentence says it."""
    return "".join(_apart(links))


def _apart(links: list[Link]) -> tuple[str, str]:
    """The hedge and the number of a sum of links."""
    figure = merged("", "", links).figure
    # Both ends of a range are worked out from ends that sources round.
    return said_apart(figure, full=RECKONED) if figure.qualifier == "range" else said_apart(figure)


def _bare(links: list[Link]) -> str:
    """A part of a sum in the same sentence, whose hedge the sum has told."""
    hedge, number = _apart(links)
    return number if hedge == Hedge.AT_LEAST.prefix else hedge + number


def account(balance: Balance, names: Mapping[str, str]) -> str:
    """The account of one site in words, with its numbers."""
    name = names[balance.site]
    if balance.site == "unnamed":
        return (
            f"{name}: {number_text(balance.left)} people; they also left one of the sites, so that the unexplained "
            "remainder of these is up to as many less."
        )
    missing = [word for word, count in (("the start", balance.first), ("the end", balance.last)) if count is None]
    if missing or balance.first is None or balance.last is None:
        return f"{name}: no count holds near {join_words(missing)} of the period, so its account stays open."
    steps = [f"{balance.first.figure.text} counted on {date_text(balance.first.end)}"]
    if balance.arrived:
        steps.append(f"plus {number_text(balance.arrived)} who arrived by report")
    steps.append(f"less {number_text(balance.left - balance.outside)} who left by report between the counts")
    steps.append(f"less {balance.last.figure.text} counted on {date_text(balance.last.end)}")
    value, low, high = balance.remainder, balance.low, balance.high
    said = f"leaves {number_text(value)} unexplained"
    if value < 0:
        low, high = -high, -low
        said = f"falls {number_text(-value)} short of {steps.pop().removeprefix('less ')}"
    bounds = "" if low == high else f" (the hedges allow {number_text(low)} to {number_text(high)})"
    if isinf(low) and isinf(high):
        bounds = " (the hedges leave it open to both sides)"
    return f"{name}: {', '.join(steps)}, {said}{bounds}."
