"""What each chart of a deck is to show after a refresh: with its own date, with another one, or as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

import pandas as pd

from analysis.words import capital
from exports.briefing import BriefingError, Exhibit, Item
from exports.briefing import exhibit as built
from exports.deck.compared import pinned_text
from exports.deck.find import Found, without_workbook
from exports.deck.identity import Figure, digest_of, key_of
from exports.deck.look import Look
from exports.deck.plan import Level, SlidePlan, level_of, plan
from exports.deck.redraw import Drawing, drawing
from exports.deck.slides import charts_of
from loaders import Ledger
from loaders.frames import NO_DAY


class Pin(Enum):
    """What becomes of the dates to which the charts of a deck are pinned, where no other date is asked for."""

    KEEP = "keep"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Job:
    """A chart of a deck, its panels together, and what it is to show; else why it stays as it is.

    `note` says where another date than the one asked for is kept. `drawings` has what each panel becomes or why it
    cannot, None where its figures and its date are the same. `past` are earlier figures that own words still give.
    """

    own: tuple[Found, ...]
    exhibit: Exhibit | None
    left: str = ""
    note: str = ""
    made: SlidePlan | None = None
    drawings: tuple[Drawing | str | None, ...] = ()
    past: tuple[Figure, ...] = ()

    @property
    def first(self) -> Found:
        """The chart, or the first of its panels."""
        return self.own[0]


def jobs_of(found: Sequence[Found], known_on: pd.Timestamp | Pin, ledger: Ledger, look: Look) -> list[Job]:
    """The charts of a deck in their order, each with what it is to show."""
    charts = [one for one in found if one.identity.kind == "chart"]
    made: dict[str, tuple[Exhibit | None, str, str]] = {}
    jobs: list[Job] = []
    for number, key in dict.fromkeys((one.number, key_of(one.identity.item)) for one in charts):
        own = tuple(one for one in charts if (one.number, key_of(one.identity.item)) == (number, key))
        if key not in made:
            made[key] = _wanted(own[0].identity.item, known_on, ledger)
        exhibit, left, note = made[key]
        if exhibit is not None:
            # The title and the talking point that its maker gave are those of this slide.
            exhibit = replace(exhibit, item=with_date(own[0].identity.item, exhibit.item.known_on))
            jobs.append(Job(own, exhibit, note=note))
        else:
            jobs.append(Job(own, None, left))
    level = level_of([job.exhibit for job in jobs if job.exhibit is not None], look)
    return [job if job.exhibit is None else _planned(job, job.exhibit, look, level) for job in jobs]


def _planned(job: Job, exhibit: Exhibit, look: Look, level: Level | None) -> Job:
    """The job with its slide laid out and its drawings; one that cannot be drawn at all stays as it is."""
    made, digest = plan(exhibit, look, level), digest_of(exhibit.spec)
    # Each panel finds itself among all of its chart, which are laid out once.
    charts = cache(lambda box: charts_of(exhibit.spec, box))
    # A chart whose figures and date are the same is not drawn anew: what its user did to it stays.
    drawings = tuple(
        drawing(one.shape, exhibit.spec, made, one.identity, charts)
        if digest != one.identity.digest or exhibit.item.known_on != one.identity.item.known_on or without_workbook(one)
        else None
        for one in job.own
    )
    faults = [one for one in drawings if isinstance(one, str)]
    if len(faults) == len(job.own):
        return replace(job, exhibit=None, left=f"{capital(faults[0])}.", note="")
    return replace(job, made=made, drawings=drawings)


def _wanted(item: Item, known_on: pd.Timestamp | Pin, ledger: Ledger) -> tuple[Exhibit | None, str, str]:
    """What a chart is to show, else why it stays as it is; with a note where it has to keep its own date."""
    asked = with_date(item, _asked(item, known_on))
    made = _drawable(asked, ledger)
    if isinstance(made, Exhibit):
        return made, "", ""
    own = made if asked == item else _drawable(item, ledger)
    if isinstance(own, Exhibit):
        return own, "", f"stays {pinned_text(day_of(item))}; with the date asked for it cannot be drawn. {made}"
    return None, own, ""


def _drawable(item: Item, ledger: Ledger) -> Exhibit | str:
    try:
        made = built(item, ledger)
    except BriefingError as error:
        reason = error.__cause__.args[0] if error.__cause__ and error.__cause__.args else error
        return f"The data have no such chart: {reason}."
    return capital(made.spec.empty) if made.spec.is_empty else made


def _asked(item: Item, known_on: pd.Timestamp | Pin) -> str:
    if known_on is Pin.KEEP:
        return item.known_on
    return "" if isinstance(known_on, Pin) else f"{known_on:%Y-%m-%d}"


def with_date(item: Item, known_on: str) -> Item:
    """The same chart with another date up to which publications count (YYYY-MM-DD, empty for all)."""
    return replace(item, known_on=known_on)


def day_of(item: Item) -> pd.Timestamp:
    """The day to which a chart is pinned; NaT where all publications count."""
    return pd.Timestamp(item.known_on) if item.known_on else NO_DAY
