"""What a refresh compared its charts with, in words. Nothing is claimed of what was not compared with the newest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import lead_text
from analysis.words import capital, date_text, join_words
from loaders.frames import NO_DAY

NEWER = "not compared with newer publications"
_FORWARD = "to bring {them} up to the newest, refresh with --newest; to another date, with --as-known-on YYYY-MM-DD."


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know of slides: their numbers and the words."""

    slides: tuple[int, ...]
    text: str

    def __str__(self) -> str:
        """`Slide 2: ...`, `Slides 2 to 4 and 7: ...`."""
        return f"Slide{'' if len(self.slides) == 1 else 's'} {numbers_text(self.slides)}: {self.text}"


@dataclass(frozen=True, slots=True)
class Checked:
    """A chart that a refresh came to: its slide and what it was compared with.

    `known_on` is the date up to which publications count for it, NaT for all of them; `lead` is the choice of its maker
    where sources differ. `was` tells the date in words where this refresh changed it: `pinned to 30 Jun 2025`, `not
    pinned`. `figures` counts the figures that changed. `left` says why it could not be compared; it then stands as it
    stood.
    """

    slide: int
    known_on: pd.Timestamp = NO_DAY
    lead: str = ""
    was: str = ""
    figures: int = 0
    left: str = ""


def numbers_text(numbers: Iterable[int]) -> str:
    """`2`, `2 and 3`, `2 to 5 and 8`: numbers of slides in words."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [[f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(number) for number in run] for run in runs]
    return join_words(part for run in parts for part in run)


def publications_text(newest: pd.Timestamp) -> str:
    """`publications up to 30 Sep 2026`; without a date `publications so far`."""
    return f"publications up to {date_text(newest)}" if pd.notna(newest) else "publications so far"


def comparisons(checked: Sequence[Checked], newest: pd.Timestamp) -> list[Remark]:
    """With what the charts were compared and what came of it, charts alike told together.

    First those compared with all publications, whose newest is of `newest`, then those pinned, by date, and how to
    bring these up to the newest. Charts that could not be compared are told by `left_out`.
    """
    done = [one for one in checked if not one.left]
    groups = [[one for one in done if _alike(one) == key] for key in sorted({_alike(one) for one in done})]
    pinned = [one for one in done if pd.notna(one.known_on)]
    forward = [Remark(_slides(pinned), _FORWARD.format(them="them" if len(pinned) > 1 else "it"))] if pinned else []
    return [*(Remark(_slides(own), _compared(own, newest)) for own in groups), *forward]


def left_out(checked: Sequence[Checked]) -> list[Remark]:
    """Which charts could not be compared, and why."""
    reasons = dict.fromkeys(one.left for one in checked if one.left)
    return [Remark(_slides([one for one in checked if one.left == why]), f"left as it is. {why}") for why in reasons]


def _compared(own: Sequence[Checked], newest: pd.Timestamp) -> str:
    many, (known_on, lead, was) = len(own) > 1, (own[0].known_on, own[0].lead, own[0].was)
    told = _changed(own)
    led = f" Where sources differ, {lead_text(lead)}, as chosen when the deck was made." if lead else ""
    if pd.isna(known_on):
        same = f"none of the figures that {'they were' if many else 'it was'} drawn from differs"
        before = f"no longer {was}; " if was else ""
        return f"{before}compared with all {publications_text(newest)}: {told or same}.{led}"
    pin = f"{'now ' if was else ''}{pinned_text(known_on)}{f' (before: {was})' if was else ''}"
    more = f" By what was known then {told}." if told else ""
    return f"{pin}; compared only with what was known on that date, {NEWER}.{more}{led}"


def _changed(own: Sequence[Checked]) -> str:
    """How many of the charts changed; empty for none."""
    changed = sum(1 for one in own if one.figures)
    if len(own) == 1:
        return "its figures changed" if changed else ""
    return f"figures of {changed} of {charts_text(len(own))} changed" if changed else ""


def pinned_text(known_on: pd.Timestamp) -> str:
    """`pinned to 30 Jun 2025`, or `not pinned` for all publications."""
    return f"pinned to {date_text(known_on)}" if pd.notna(known_on) else "not pinned"


def title_of(checked: Sequence[Checked]) -> str:
    """The title of the slide that says what was compared, where no other tells of changes."""
    pinned, newest, left = _kinds(checked)
    if not pinned and not newest:
        return "Nothing was compared"
    if not newest:
        return f"{capital(_pinned(pinned))}: {NEWER}"
    if any(one.figures for one in checked):
        return "What was compared"
    if not pinned and not left:
        return "Nothing changed"
    return f"No figure of {charts_text(len(newest))} differs; {_rest(pinned, left)}"


def outcome(checked: Sequence[Checked]) -> str:
    """What a refresh came to in one phrase: `3 changes in 2 charts`, `4 charts pinned to 30 Jun 2025, not compared`."""
    pinned, newest, left = _kinds(checked)
    figures = sum(one.figures for one in checked)
    changed = sum(1 for one in checked if one.figures)
    told = []
    if figures:
        told.append(f"{figures} change{'' if figures == 1 else 's'} in {charts_text(changed)}")
    elif newest:
        told.append(f"no change in {charts_text(len(newest))}")
    if pinned:
        told.append(f"{charts_text(len(pinned))} {_pinned(pinned)}, {NEWER}")
    if left:
        told.append(f"{charts_text(len(left))} not compared")
    return "; ".join(told)


def charts_text(count: int) -> str:
    """`1 chart`, `3 charts`."""
    return f"{count} chart{'' if count == 1 else 's'}"


def _kinds(checked: Sequence[Checked]) -> tuple[list[Checked], list[Checked], list[Checked]]:
    """Charts that are pinned to a date, charts compared with the newest, and charts left as they were."""
    done = [one for one in checked if not one.left]
    pinned = [one for one in done if pd.notna(one.known_on)]
    return pinned, [one for one in done if pd.isna(one.known_on)], [one for one in checked if one.left]


def _rest(pinned: Sequence[Checked], left: Sequence[Checked]) -> str:
    told = []
    if pinned:
        told.append(f"{charts_text(len(pinned))} pinned and {NEWER}")
    if left:
        told.append(f"{charts_text(len(left))} not compared")
    return join_words(told)


def _pinned(pinned: Sequence[Checked]) -> str:
    dates = {one.known_on for one in pinned}
    return pinned_text(dates.pop()) if len(dates) == 1 else f"pinned to {len(dates)} dates"


def _alike(one: Checked) -> tuple[str, str, str]:
    """What charts that are told together share; all publications sort before a date."""
    return "" if pd.isna(one.known_on) else f"{one.known_on:%Y-%m-%d}", one.lead, one.was


def _slides(own: Sequence[Checked]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(one.slide for one in own))
