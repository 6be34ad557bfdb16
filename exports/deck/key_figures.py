"""The three to five figures by which a deck is told, each taken from a chart of the deck, and its takeaway."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import figure_of, standing
from analysis.origins import is_state
from analysis.sites import with_role
from analysis.standing import Standing
from analysis.vocabulary import GROUP_LABELS, PEOPLE, Hedge, Scope
from analysis.words import by, capital, date_text, on, period_text, said
from analysis.words.figures import said_apart
from analysis.words.measures import COUNTED, measured
from analysis.words.sentences import identity
from charts import catalog, highlight
from charts.spec import PROJECTION, ChartSpec, sources_of
from charts.stated import spans, stated
from charts.text import one_line
from exports.briefing import Exhibit, vintage
from exports.ready import choices_of
from loaders import Ledger
from loaders.frames import as_records, texts

FEWEST, MOST = 3, 5
_UNTOLD = ("timeline", "spans", "sankey")  # charts without a figure of their own
_LINES = ("line", "step")
_KEY, _LINE, _OTHER, _OLD = range(4)  # how well a figure tells a deck
_YEAR_DAYS = 365.25
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure of a chart as the first slide of a deck tells it.

    `hedge` and `number` are the figure as it is said aloud (`about`, `1.35 million`), `what` names what is counted,
    `when` its date and what has become of it since, `who` the body that states it. `text` is the figure as the chart
    writes it.
    """

    hedge: str
    number: str
    what: str
    when: str
    who: str
    text: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of its card, of which the first may be empty."""
        return (self.hedge, self.number, self.what, self.when, self.who)


_Told = tuple[KeyFigure, Mapping[str, Any], Standing]  # a figure, its row, how it stands today


def key_figure(exhibit: Exhibit, ledger: Ledger) -> KeyFigure | None:
    """The figure that the computed headline of a chart states first, of the subject where one stands out among others.

    None where the headline states no figure that is drawn; of a range of what several bodies count, the range, and none
    where they count different things. Of a place that has closed or was emptied since, the state
    stands in place of the number.
    """
    found = _told(exhibit, ledger)
    return None if found is None else found[0]


def key_figures(exhibits: Sequence[Exhibit], ledger: Ledger) -> list[tuple[int, KeyFigure]]:
    """Three to five figures of a deck with the positions of their charts, in the order of the deck; none for fewer.

    In a deck of the slides of a ready-made briefing those come first that it marks as key. Else series that still
    hold, or have ended, come before categories and old figures, and each theme gives one before any gives a second.
    """
    marked = _marked(exhibits, ledger)
    found = [
        _ranked(at, told, one, ledger, marked=marked[at])
        for at, one in enumerate(exhibits)
        if (told := _told(one, ledger))
    ]
    ranked = sorted(found, key=lambda one: (one.rank, one.at))
    themes = {one.theme: one for one in reversed(ranked)}
    # One of each theme, the best first; then others that hold, and old ones only where there would be too few.
    firsts = sorted(themes.values(), key=lambda one: (one.rank, one.at))
    chosen = [one for one in ranked if one.rank == _KEY][:MOST]
    for one in dict.fromkeys([*firsts, *ranked]) if len(chosen) < FEWEST else ():
        again = one in chosen or any(
            (one.theme, one.figure.number) == (other.theme, other.figure.number) for other in chosen
        )
        most = FEWEST if one.rank == _OLD else MOST if one.rank == _LINE or one in firsts else MOST - 1
        if not again and len(chosen) < most:
            chosen.append(one)
    if len(chosen) < FEWEST:
        return []
    return [(one.at, one.figure) for one in sorted(chosen, key=lambda one: one.at)]


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A key figure with the position and theme of its chart, and how well it tells a deck (0 best)."""

    rank: int
    at: int
    theme: str
    figure: KeyFigure


def _ranked(at: int, told: _Told, exhibit: Exhibit, ledger: Ledger, *, marked: bool) -> _Ranked:
    figure, row, how = told
    # What a deck opens with is its subject, whatever its age.
    old = how.state in ("old", "over") and at > 0
    rank = _KEY if marked else _OLD if old else _LINE if exhibit.spec.mark in _LINES else _OTHER
    return _Ranked(rank, at, _themes(ledger).get(str(row["indicator"]), ""), figure)


def _marked(exhibits: Sequence[Exhibit], ledger: Ledger) -> list[bool]:
    """Which charts a ready-made briefing marks as key that has them all; none where there is no such briefing."""
    for _, slides in ledger.briefings.groupby("file", observed=True, sort=False):
        rows = [row for row in as_records(slides) if row["chart"]]
        found = [next((row for row in rows if _is_of(row, one.spec, ledger)), None) for one in exhibits]
        keys = [row is not None and row["key"] == "yes" for row in found]
        if any(keys) and None not in found:
            return keys
    return [False] * len(exhibits)


def _is_of(row: Mapping[str, Any], spec: ChartSpec, ledger: Ledger) -> bool:
    """Whether a chart is that of a slide, with its choices and no others; a slide of a country is that of any."""
    if row["chart"] != spec.name:
        return False
    asked = choices_of(row["filters"])
    usual = catalog.entry(spec.name).filters(ledger) | asked
    others = {key: value for key, value in spec.filters.items() if key != highlight.KEY}
    return all("{country}" in str(usual.get(key)) or usual.get(key) == value for key, value in others.items())


def takeaway(charts: Sequence[Exhibit]) -> str:
    """The sentence on a deck's first slide, which its user may overwrite: what its first two key charts say.

    A headline of the user's own stands there as well: what a deck says first is for its user to say.
    """
    heads = dict.fromkeys(one.headline for one in charts[:2])
    return " ".join(f"{one.rstrip('.')}." for one in heads)


def _told(exhibit: Exhibit, ledger: Ledger) -> _Told | None:
    spec = exhibit.spec
    if spec.is_empty or spec.mark in _UNTOLD:
        return None
    found = highlight.own_rows(spec, stated(spec))
    if not found:
        return None
    row = found[0]
    if pd.isna(row["period_end"]) or not _is_measured(row, ledger):
        return None
    then = vintage(ledger, exhibit.item.known_on, exhibit.item.lead)
    how = standing(then, row)
    (hedge, number), who = said_apart(figure_of(row)), _who(row)
    if (span := _span(spec, row)) is not None:
        hedge, number, other = span
        if spec.x_kind != "category" or any(
            row[name] != other[name] for name in ("indicator", "group", "period_end", "qualifier")
        ):
            return None  # counts of different things have no name in common, nor has a sure end with a hedged one
        who = "; ".join(dict.fromkeys((who, _who(other))))
    told = hedge + number
    when = period_text(row["period_start"], row["period_end"], str(row["date_precision"]))
    years = int((then.today - row["period_end"]).days / _YEAR_DAYS)
    what, since = _what(spec, row, when, ledger), _since(how, when, years)
    own = spec.data[(spec.data["series"] == row["series"]) & (spec.data["role"] == "headline")]
    own = own[(own["basis"] != PROJECTION) & own["value"].notna()]
    newest = as_records(own.sort_values("period_end", ascending=False, kind="stable").head(1))[0]
    if how.state in ("closed", "emptied") and spec.mark in _LINES and newest["value"] == 0:
        since = f"{on(how.on, how.precision)}; {told} {on(row['period_end'], str(row['date_precision']))}"
        hedge, number = "", "Closed" if how.state == "closed" else "Empty"
        who = "; ".join(dict.fromkeys((_who(newest), who)))
    return KeyFigure(hedge.strip(), number, what, capital(since), who, str(row["text"])), row, how


def _span(spec: ChartSpec, row: Mapping[str, Any]) -> tuple[str, str, Mapping[str, Any]] | None:
    """`about `, `120 to 1,500` and the row of the other end, where a headline gives a range of counts of one time."""
    for low, high in spans(spec):
        at = [identity(one) for one in (low, high)]
        if identity(row) in at:
            (hedge, least), (again, most) = (said_apart(figure_of(one)) for one in (low, high))
            once = hedge == again and Hedge(str(high["qualifier"])).vague
            return hedge, f"{least} to {'' if once else again}{most}", high if identity(row) == at[0] else low
    return None


def _is_measured(row: Mapping[str, Any], ledger: Ledger) -> bool:
    """Whether a figure is in the unit of its measure, or of a group that it counts: a share of it has another name."""
    unit = str(row["unit"])
    return _units(ledger).get(str(row["indicator"]), unit) == unit or unit == str(row["group"])


def last_known(row: Mapping[str, Any], then: Ledger) -> str:
    """The date of the newest figure of a series, and what has become of it by the day of a ledger, as a card tells."""
    when = period_text(row["period_start"], row["period_end"], str(row["date_precision"]))
    how = standing(then, row)
    return when if how.state == "old" else _since(how, when, 0)


def _since(how: Standing, when: str, years: int) -> str:
    """The date of a figure, which is so many years past, and what has become of it since."""
    if how.state in ("closed", "emptied"):
        return f"{when}, last known; {'closed' if how.state == 'closed' else 'empty'} {on(how.on, how.precision)}"
    if how.state == "overtaken":
        if how.left is not None:
            return f"{when}, last known; {said(how.left)} reported to have left since"
        moved = f"many had moved {by(how.on, how.precision)}" if pd.notna(how.on) else "many have moved since"
        return f"{when}, last known; {moved}"
    if how.state == "over":
        return f"{when}, final"
    if how.state != "old":
        return when
    return f"{when}, over {f'{years} years' if years > 1 else 'a year'} ago"


def _what(spec: ChartSpec, row: Mapping[str, Any], when: str, ledger: Ledger) -> str:
    """What is counted, where, and of whom: `People living in Al-Hol camp: Syrians`; of one year, in which."""
    title, place = one_line(row["title"]).replace(", running total", ""), one_line(row["place_name"])
    category = one_line(row["x"]) if isinstance(row["x"], str) else ""
    # A place that is the category may be where people went: only the chart's own words say which.
    apart = bool(place) and ", by " in title and category.startswith(place.split(",")[0])
    hosts = str(row["place"]) in with_role(ledger, "host_countries")
    text = title if apart else measured(title, (_called(spec, row) if hosts else "") or place)
    told = f"{text} {when}".casefold()
    of = one_line(row["origin_name"])
    names = [category] if spec.x_kind == "category" or spec.mark == "map" else []
    # A measure of one state alone tells which.
    of_state = is_state(str(row["origin"])) and str(row["indicator"]) in _of_many(ledger)
    if of_state and of[:4].casefold() not in told:
        names.insert(0, of)
    pieces = [piece for name in names for piece in _pieces(name) if not _untold(piece, row)]
    if spec.mark != "map" and len(set(texts(spec.data["series"]))) > 1:
        # Of the name of a series only what it says of whom or where: the rest is how the chart is made up.
        group = GROUP_LABELS.get(str(row["group"]), "").casefold()
        known = [one.casefold() for one in (of, place.split(",")[0]) if one]
        pieces += [
            piece
            for piece in _pieces(one_line(row["series"]))
            if piece.casefold() == group
            or any(piece.casefold().startswith(one) for one in known)
            or str(row["basis"]) not in ("stated", "sum")  # a figure of our making, which its measure does not tell
        ]
    if str(row["group"]) == spec.unit:
        pieces.append(spec.unit)  # a measure of people, of whom a chart counts the households
    elif str(row["group"]) in PEOPLE and str(row["group"]) != "total":
        # Without it a part of the people would stand beside all of them under one name.
        part = GROUP_LABELS[str(row["group"])].lower()
        pieces += [] if any(_stands(part, piece.casefold()) for piece in pieces) else [part]
    own = [one for one in dict.fromkeys(pieces) if one and not _stands(one, told)]
    if _of_the_year(category, row) and not _stands(category, text.casefold()):
        text = f"{text.replace(' in a year', '')} in {category}"
    text = f"{text}, single event" if _is_one_of_many(spec, row) else text
    return f"{text}: {', '.join(own)}" if own else text


def _is_one_of_many(spec: ChartSpec, row: Mapping[str, Any]) -> bool:
    """Whether a figure counts the people of one event among others of a chart: without a word it would seem all."""
    if str(row["scope"]) != Scope.EVENT or str(row["basis"]) != "stated" or str(row["unit"]) not in COUNTED:
        return False
    others = spec.data[(spec.data["indicator"] == row["indicator"]) & (spec.data["scope"] == Scope.EVENT)]
    return bool((others["period_end"] != row["period_end"]).any())


def _called(spec: ChartSpec, row: Mapping[str, Any]) -> str:
    """What the categories of a chart call the place of a figure, where all of that place call it by another name.

    A plan's host countries have a name that is too long for a row: a conference was on a country and its region.
    """
    if spec.x_kind != "category":
        return ""
    names = spec.data[["x", "place"]].astype(str).drop_duplicates()
    own = names["place"] == str(row["place"])
    its, others = ([set(_pieces(one_line(name))) for name in names.loc[which, "x"]] for which in (own, ~own))
    common = set.intersection(*its).difference(*others) if len(its) > 1 and others else set()
    return next(iter(common)) if len(common) == 1 else ""


def _of_the_year(category: str, row: Mapping[str, Any]) -> bool:
    """Whether a category is a year of the calendar in which the period of its figure lies."""
    ends = [day for day in (row["period_start"], row["period_end"]) if pd.notna(day)]
    return _YEAR.fullmatch(category) is not None and all(str(day.year) == category for day in ends)


def _pieces(name: str) -> list[str]:
    return re.sub(r" \([^)]*\)", "", name).split(", ")


def _untold(piece: str, row: Mapping[str, Any]) -> bool:
    """Whether a card tells this part of the name of a category elsewhere: date, who states it, that all are meant."""
    small = piece.casefold()
    who = f"{one_line(row['attribution'])}, {one_line(row['publisher'])}".casefold().split(", ")
    of_all = small in ("all", "total") or small.startswith("all ")
    return of_all or small.isdigit() or _YEAR.search(piece) is not None or small in who


def _stands(name: str, told: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", told) is not None


def _who(row: Mapping[str, Any]) -> str:
    """`US Central Command, via Reuters (1 May 2019)`; of a sum its newest part, and how many more there are."""
    when = "" if pd.isna(row["published"]) else date_text(row["published"], str(row["published_precision"]))
    more = len(sources_of(row)) - 1
    others = f" and {more} other{'s' if more > 1 else ''}" if more > 0 else ""
    return f"{one_line(row['attribution'])}{f' ({when})' if when else ''}{others}"


@lru_cache(maxsize=4)
def _themes(ledger: Ledger) -> Mapping[str, str]:
    """The theme of each indicator."""
    rows = ledger.indicators
    return dict(zip(texts(rows["indicator"]), texts(rows["theme"]), strict=True))


@lru_cache(maxsize=4)
def _units(ledger: Ledger) -> Mapping[str, str]:
    """The unit of each indicator."""
    rows = ledger.indicators
    return dict(zip(texts(rows["indicator"]), texts(rows["unit"]), strict=True))


@lru_cache(maxsize=4)
def _of_many(ledger: Ledger) -> frozenset[str]:
    """The indicators that count people of, or money from, more than one origin."""
    pairs = ledger.observations[["indicator", "origin"]].drop_duplicates()
    many = pairs["indicator"].astype(str).value_counts()
    return frozenset(many.index[many > 1])
