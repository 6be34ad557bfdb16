"""Sentences on when nobody would be left at a pace, on what is known where no pace can be told, on forecasts.

Every function takes plain values (nouns, places, dates, figures) and gives English without a stop.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.words.dates import on, period_text
from analysis.words.figures import Figure, count_text, number_said, said
from analysis.words.grammar import Telling, Untold, aloud, capital, keeping, shortest, verb
from analysis.words.sentences import WORKED_OUT, Fact, Told
from loaders.frames import NO_DAY

_SOON, _NEAR, _FAR = 92, 3 * 365.25, 60 * 365.25  # days up to which an end is told to the day, the month, the year
NO_LATER = "No later count of these people is known"
_HALF = 15  # day of a month after which it counts as begun by the next


@dataclass(frozen=True, slots=True)
class Months:
    """The months between two counts: `Jun 2024 to Feb 2026`, `Jan to Sep 2025`; where they are `years`, `2024 to 2025`.

    `first` and `last` are days in the first and the last of them.
    """

    first: pd.Timestamp
    last: pd.Timestamp
    years: bool = False

    def __str__(self) -> str:
        if self.single:
            return self.end
        start = f"{self.first:%b}" if self.of_one_year else self.start
        return f"{start} to {self.end}"

    @property
    def single(self) -> bool:
        """Whether they are one month, or one year."""
        return self.of_one_year and (self.years or self.first.month == self.last.month)

    @property
    def of_one_year(self) -> bool:
        """Whether the first and the last are of one year."""
        return self.first.year == self.last.year

    @property
    def start(self) -> str:
        """The first as it stands alone: `Jun 2024`."""
        return f"{self.first:%Y}" if self.years else f"{self.first:%b %Y}"

    @property
    def end(self) -> str:
        """The last as it stands alone: `Feb 2026`."""
        return f"{self.last:%Y}" if self.years else f"{self.last:%b %Y}"

    @property
    def during(self) -> str:
        """As they stand behind a verb: `from Jun 2024 to Feb 2026`, `in 2025`."""
        return f"in {self}" if self.single else f"from {self}"


def months_of(start: pd.Timestamp, end: pd.Timestamp) -> Months:
    """The months between two counts, years from year-end to year-end.

    A count on the last day of a month is one of the start of the next.
    """
    day = pd.Timedelta(days=1)
    first = start + day if (start + day).month != start.month else start
    return Months(first, end, years=first.day_of_year == 1 and end.month == 12 and end.day == 31)


def year_to(end: pd.Timestamp) -> Months:
    """The twelve months up to a day: `Oct 2024 to Sep 2025`, `2025` where they are that year."""
    first = end - pd.DateOffset(years=1) + pd.Timedelta(days=1)
    whole = first + pd.offsets.MonthBegin(1) if first.day > _HALF else first.replace(day=1)
    return months_of(whole, end)


@dataclass(frozen=True, slots=True)
class End:
    """A computed end: a date, `2036`, or where it is `far` the time until then, `more than 150 years`."""

    words: str
    far: bool = False

    @property
    def text(self) -> str:
        """As it stands alone: `2036`, `in more than 150 years`."""
        return f"in {self.words}" if self.far else self.words

    @property
    def by(self) -> str:
        """As it stands behind a verb: `by 2036`, `in more than 150 years`."""
        return self.text if self.far else f"by {self.words}"

    @property
    def before(self) -> str:
        """As it stands behind `not`: `before 2036`, `in more than 150 years`."""
        return self.text if self.far else f"before {self.words}"


def end_of(date: pd.Timestamp, since: pd.Timestamp) -> End:
    """A computed end, no finer than it can be known: the day if near, then the month, then the year.

    What lies more than 60 years ahead is told as a time.
    """
    days = (date - since).days
    if days > _FAR:
        return End(long_text(days / 365.25), far=True)
    return End(f"{date.day} {date:%b %Y}" if days <= _SOON else f"{date:%b %Y}" if days <= _NEAR else f"{date:%Y}")


def long_text(years: float) -> str:
    """A long time as people say it: `more than 70 years`, `more than 150 years`; two figures at most."""
    step = 10 if years < 100 else 50 if years < 500 else 100
    return f"more than {number_said(float(years // step * step))} years"


def would_be_gone(
    subject: str, noun: str, where: str, pace: str, when: End, *, passed: bool = False, least: bool = False
) -> str:
    """`At the pace of Jun 2024 to Feb 2026 Roj camp would be empty by 2036`; people elsewhere are `left`.

    What would take longer is told as a time: `third-country nationals would remain for more than 150 years`.
    `subject` names a place that people alone fill, else it is empty. `passed` says that the end lies behind us,
    `least` that the hedges put it at this date or any later one.
    """
    if when.far:
        text = shortest(
            f"At {pace} {noun} would remain {where} for {when.words}",
            f"At {pace} {noun} would stay {where} for {when.words.replace('more than', 'over')}",
            f"At {pace} {noun} would remain for {when.words}",
        )
        return Telling(text, WORKED_OUT)
    would = "would have been" if passed else "would be"
    end = f"{when.by}{' at the earliest' if least else ''}"
    if subject:
        return f"At {pace} {subject} {would} empty {end}"
    return shortest(
        f"At {pace} no {noun} {would} left {where} {end}",
        f"At {pace} no {noun} {would} left {end}",
        f"At {pace} none {would} left {end}",
    )


def half_would_be_gone(noun: str, where: str, pace: str, when: End) -> str:
    """`At the share that left in 2025 half of the people in Roj camp would be gone by 2033`."""
    end = f"only after {when.words}" if when.far else when.by
    half = f"At {pace} half of the {noun}"
    text = shortest(
        f"{half} {where} would be gone {end}",
        f"{half} would be gone {end}",
        f"At {pace} half of them would be gone {end}",
    )
    return Telling(text, WORKED_OUT)


def would_not_fall(noun: str, where: str, pace: str) -> str:
    """`At the pace of Jan to Sep 2025 the number of detainees in Northeast Syria would not fall`."""
    return shortest(
        f"At {pace} the number of {noun} {where} would not fall", f"At {pace} the number of {noun} would not fall"
    )


def none_reported(noun: str, where: str, months: Months, *, did: str = "left") -> str:
    """`No report tells of nationals of Kazakhstan in Syria who left in 2025`."""
    return shortest(
        f"No report tells of {noun} {where} who {did} {months.during}",
        f"No report tells of {noun} who {did} {months.during}",
    )


def no_pace(noun: str, where: str) -> str:
    """`No source tells how fast the number of Syrian refugees abroad falls`."""
    return Untold(f"No source tells how fast the number of {noun} {where} falls")


def too_round(noun: str, where: str, months: Months) -> str:
    """`Counts of third-country nationals in Northeast Syria are too rounded to show a fall from Feb to Sep 2025`."""
    text = f"Counts of {noun} {where} are too rounded to show a fall"
    return shortest(f"{text} {months.during}", text)


def were_there(last: Told, noun: str, where: str, *, since: str = "", past: bool = True) -> str:
    """A last count: `About 8,500 third-country nationals were in Syria (26 Sep 2025)`, `are` where it still holds.

    `since` tells what has become of it: `, before Al-Hol camp closed`.
    """
    does = verb("be", past=past, plural=last.figure.value != 1)
    text = capital(f"{last.said} {noun} {does} {where}")
    dated = shortest(
        f"{text} ({last.dated}){since}", f"{text} ({last.month}){since}", f"{text} ({last.month})", f"{text}"
    )
    return Telling(dated, last)


def nobody_left(noun: str, where: str, when: str, nobody: Fact, *, past: bool) -> str:
    """`No nationals of Austria were left in Syria in Mar 2025`."""
    return Telling(f"No {noun} {verb('be', past=past, plural=True)} left {where} {when}", nobody)


def closed_with(
    place: str,
    day: pd.Timestamp,
    precision: str,
    last: Told | None,
    noun: str,
    *,
    closed: bool,
    nobody: Fact | None = None,
) -> str:
    """`Al-Hol camp was closed on 22 Feb 2026; 2,462 Iraqis were there in Jan 2026`: a place that has ended.

    `nobody` is the count of none that says so, where there is one.
    """
    text = f"{place} was {'closed' if closed else 'empty'} {on(day, precision)}"
    there = f"; {last.said} {noun} were there in {last.month}" if last else ""
    return Telling(f"{text}{there}", *(one for one in (nobody, last) if one))


def fell_and_left(
    noun: str,
    where: str,
    span: tuple[pd.Timestamp, pd.Timestamp],
    moved: Told | None,
    left: Told | None,
    *,
    did: str = "left",
    what: str = "journey",
    rose: bool = False,
    flows: bool = True,
) -> str:
    """`180 fewer Iraqis were in Roj camp in Jan 2026 than in Feb 2025; reported journeys account for at least 25`.

    Where that is long: `Journeys took at least 9,285 of 15,138 Iraqis gone from Al-Hol camp from Feb 2025 to
    ...`: others fled, of whom reports may tell too. `span` are the dates of the two counts. Without `moved` it is not
    known how far the number moved, without `left` no report tells of departures; `flows` says whether any report could;
    `did` is what those who are gone did, and `what` took them where they left.
    """
    months = months_of(*span)
    when = months.during
    if moved is None:
        if left is None:
            return f"No two counts show how far the number of {noun} {where} moved in a year"
        return left_in(noun, where, months, left, did=did)
    size = "did not change" if moved.figure.value == 0 else f"{'rose' if rose else 'fell'} by {moved.said}"
    text = Telling(f"The number of {noun} {where} {size} {when}", moved)
    if left is None:
        return shortest(keeping(f"{text}; no report tells of departures", text), text) if flows else text
    taken = did == "left"
    how = f"reported {what}s took {left.said}" if taken else f"reports tell of {left.said} who {did}"
    told = shortest(Telling(f"{text}; {how}", moved, left), text)
    if rose or months.single or left.figure.value >= moved.figure.value:
        return told
    fewer = capital(f"{moved.said} fewer {noun} were {where} in")
    account = f"{f'reported {what}s' if taken else 'reports'} account for {left.said}"
    gone = f"from {where.removeprefix('in ')}" if where.startswith("in ") else where
    ends = [months.end, *([f"{months.last:%b}"] if months.of_one_year and not months.years else [])]
    brief = [Telling(f"{fewer} {end} than in {months.start}; {account}", moved, left) for end in ends]
    tells = f"{capital(what)}s took" if taken else "Reports tell of"
    tell = [
        Telling(f"{tells} {left.said} of {moved.said}{who} gone {gone} {when}", left, moved) for who in (f" {noun}", "")
    ]
    return shortest(aloud(*brief, *tell), told)


def fell_fastest(noun: str, where: str, months: Months, pace: Told, *, alone: bool = False) -> str:
    """`The number of people in Al-Hol camp fell fastest from Feb 2025 to Feb 2026, by 37,400 a year`.

    Where that is long: `The fastest fall in Al-Hol camp was 37,400 people a year from Feb 2025 to Feb 2026`.
    `alone` says that no other pace was measured, so that none was slower.
    """
    text = f"The number of {noun} {where} fell{'' if alone else ' fastest'} {months.during}"
    fastest = Telling(f"The fastest fall {where} was {pace.said} {noun} a year {months.during}", pace)
    whole = Telling(f"{text}, by {pace.said} a year", pace)
    return shortest(whole if alone else aloud(whole, fastest), text)


def left_in(noun: str, where: str, months: Months, left: Told, *, did: str = "left") -> str:
    """`Reports tell of at least 51 third-country nationals in Northeast Syria who left from Oct 2024 to Sep 2025`."""
    tell = f"Reports tell of {left.said} {noun}"
    short = f"{tell} who {did} {months.during}"
    text = shortest(f"{tell} {where} who {did} {months.during}", short) if where else short
    return Telling(text, left)


def trends_missed(what: str, nearest_days: float) -> str:
    """How far off forecasts were: `Trends would have missed the closure of Al-Hol camp by more than a year`.

    `nearest_days` is the smallest error of all forecasts.
    """
    if nearest_days < 31:
        return Telling(f"The nearest trend came within {count_text(round(nearest_days), 'day')} of {what}", WORKED_OUT)
    return Telling(f"Trends would have missed {what} by {error_said(nearest_days)}", WORKED_OUT)


def error_said(days: float) -> str:
    """How far off at least, rounded down: `more than a year`, `more than 2 years`, `more than 7 months`."""
    years, months = int(days // 365.25), int(days // 30.4375)
    if years:
        return f"more than {'a year' if years == 1 else f'{years} years'}"
    return f"more than {'a month' if months == 1 else f'{months} months'}"


def ended_since(title: str, day: pd.Timestamp, precision: str) -> str:
    """What happened since, by its own title: `Since then: Al-Hol camp declared closed (22 Feb 2026)`."""
    return f"Since then: {title} ({period_text(NO_DAY, day, precision)})"


def left_since(left: Figure) -> str:
    """`Reports tell of at least 13 people who left since`."""
    return f"Reports tell of {said(left)} {'person' if left.value == 1 else 'people'} who left since"
