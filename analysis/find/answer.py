"""The answer to a question: the headline figure of a series in the period that is asked for, never an invented one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import pandas as pd

from analysis.find import telling
from analysis.find.periods import Period
from analysis.find.series import Series, shelf
from analysis.find.statements import Freq, rows_of, spans_of
from analysis.headline import headline, leading
from analysis.hedge import Figure, add, figure_of
from analysis.origins import nationalities
from analysis.repatriated import HELD, REPATRIATED, SO_FAR, Taken, by_year, in_all, years_added
from analysis.select import oldest_first
from analysis.standing import Standing, standing
from analysis.totals import reported_sum
from analysis.words import Told, by, capital, count_text, date_text, during, join_words, period_text, the
from analysis.words.disputed import later_beside, later_count, lead_count, lead_misses, none_leads, wider_count
from analysis.words.home import people_said, took_home
from analysis.words.measures import according_to, added_from
from loaders import Ledger
from loaders.frames import as_records

Kind = Literal["figure", "custody", "event", "member"]
_DAY = pd.Timedelta(days=1)
BEGUN = pd.Timedelta(days=31)  # before a period within which a running total of just that period may begin
APART = "Of third-country nationals alone: Iraqis and Syrians who went home are counted apart."
EVERYONE = ("tcn", "all", "non_syr")  # whose figures of people taken home are of all states together
_STATES = 8  # that are told by name
_FREQ: Mapping[str, Freq] = {"year": "YE", "quarter": "QE", "month": "ME"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: a sentence with its attribution, and all that it rests on.

    `figure` is None where the answer is no number. `key` is indicator, place, origin and group of a figure. `when` is
    the date or period in words, `date` its end. `rows` are index labels of the observations behind it, newest first;
    `sources` the ids of their publications. `remarks` are sentences that belong beside it: what has happened since, how
    many others differ, that another date was asked for. `exact` is False where the period asked for has no figure,
    `holds` where a stock is told in the past tense.
    """

    kind: Kind
    sentence: str
    figure: Figure | None
    key: tuple[str, ...]
    when: str
    date: pd.Timestamp
    attribution: str
    published: str
    rows: tuple[int, ...]
    sources: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    basis: Literal["stated", "sum"] = "stated"
    differing: int = 0
    exact: bool = True
    holds: bool = True

    @property
    def text(self) -> str:
        """The figure with its hedge, or the whole sentence where there is no figure."""
        return self.figure.text if self.figure is not None else self.sentence


@lru_cache(maxsize=512)
def answered(ledger: Ledger, series: Series, period: Period | None, places: tuple[str, ...] = ()) -> Answer | None:
    """The headline figure of a series in a period, or its newest; None where no statement of it leads.

    Flows are told by calendar years, quarters or months where they can be added, else by their newest happening. A
    period without a figure gets the nearest one, and the answer says so. `places` are those that were named.
    """
    taken = _taken(ledger, series, period, places)
    if taken is not None:
        return taken
    rows = rows_of(ledger, series)
    marked = headline(ledger, rows)
    leads = oldest_first(marked[marked["role"] == "headline"])
    if len(leads) and str(leads["kind"].iloc[-1]) == "flow":
        return _flow(ledger, series, leads, period)
    return _of_its_time(ledger, _newest(ledger, series, rows, leads, period), period)


def _of_its_time(ledger: Ledger, answer: Answer | None, period: Period | None) -> Answer | None:
    """The answer, which says so where it is a running total that began before the time that was asked for."""
    if answer is None or not answer.exact or period is None or period.unit == "day" or pd.isna(period.start):
        return answer
    row = as_records(ledger.observations.loc[[answer.rows[0]]])[0]
    begins = row["period_start"]
    if str(row["kind"]) != "cumulative" or (pd.notna(begins) and begins >= period.start - BEGUN):
        return answer
    told = f"This is a running total up to that day, and not of {period.text} alone."
    return replace(answer, remarks=(told, *answer.remarks), exact=False)


def _newest(
    ledger: Ledger, series: Series, rows: pd.DataFrame, leads: pd.DataFrame, period: Period | None
) -> Answer | None:
    """A stock or running total: what the body of its line says, and what another body counted later.

    What no longer holds gives way to the later count, unless a tile tells the series: answer and tile say the same.
    """
    # Of a large ledger the one column is taken in a tenth of the time that all of them ask.
    leads_any = leading(ledger)["role"].loc[rows.index] == "headline"
    any_body = oldest_first(rows.loc[leads_any])
    if leads.empty:
        return None if any_body.empty else _told(ledger, _counted(ledger, any_body, period, rows))
    found = _counted(ledger, leads, period, rows)
    if period is not None and found.remark and any(period.holds(end) for end in any_body["period_end"]):
        answer = _told(ledger, _counted(ledger, any_body, period, rows))
        missed = lead_misses(period.text, *_beside(found.row), after=found.row["period_end"] > answer.date)
        return replace(answer, remarks=(missed, *answer.remarks))
    later = any_body[any_body["period_end"] > found.row["period_end"]]
    later = later if period is None else later.loc[[period.holds(end) for end in later["period_end"]]]
    if later.empty:
        after = [*_after(rows, found), *_wider(ledger, series, found)] if found.newest else []
        answer = _told(ledger, found, last=not after)
        return replace(answer, remarks=(*answer.remarks, *after))
    newer = _counted(ledger, later, None, rows)
    # What stands beside is told by figure, date and body alone: who has left since is reckoned for one count.
    if series.tile or (found.stands and not found.remark):
        answer, beside = _told(ledger, found, last=False), later_count(*_beside(newer.row))
    else:
        answer, beside = _told(ledger, newer), lead_count(*_beside(found.row))
    return replace(answer, remarks=(*answer.remarks, beside))


def _after(rows: pd.DataFrame, found: _Counted) -> list[str]:
    """What was stated after the newest count that leads without leading itself: it is a later figure all the same."""
    later = oldest_first(rows[rows["period_end"] > found.row["period_end"]])
    return [] if later.empty else [later_beside(*_beside(as_records(later.iloc[[-1]])[0]))]


def _wider(ledger: Ledger, series: Series, found: _Counted) -> list[str]:
    """What was counted later of the same people in a wider area, the smallest that has a count."""
    if series.kind != "stock" or found.how.final:
        return []
    held, day = shelf(ledger), found.row["period_end"]
    for area in sorted(held.wholes(series), key=lambda one: -len(held.above_place.get(one.place, ()))):
        if held.last(area) > day:
            rows = rows_of(ledger, area)
            leads = oldest_first(rows[leading(ledger)["role"].loc[rows.index] == "headline"])
            if len(leads) and leads["period_end"].iloc[-1] > day:
                place = telling.place_name(ledger, area.place)
                return [wider_count(place, *_beside(as_records(leads.iloc[[-1]])[0]))]
    return []


@dataclass(frozen=True, slots=True)
class _Counted:
    """The statement that answers, its index label, how it stands, and a remark where it is not of the period asked for.

    `newest` says whether it is the last of its body.
    """

    row: Mapping[str, Any]
    label: int
    how: Standing
    remark: str
    newest: bool

    @property
    def stands(self) -> bool:
        """Whether it is told in the present tense, or no newer figure is to come."""
        return self.how.holds or self.how.final


def _counted(ledger: Ledger, leads: pd.DataFrame, period: Period | None, rows: pd.DataFrame) -> _Counted:
    """The figure of a period from statements that lead, oldest first, among all `rows` of their series."""
    at, remark = _at(leads["period_end"], period, rows)
    row = as_records(leads.iloc[[at]])[0]
    how, newest = standing(ledger, row), at == len(leads) - 1
    # A figure of a past year is told of its day; what became of the stock since is for the newest alone.
    how = how if newest or how.state != "current" else replace(how, state="old")
    return _Counted(row, int(leads.index[at]), how, remark, newest)


def _told(ledger: Ledger, one: _Counted, *, last: bool = True) -> Answer:
    """The answer that a count gives; not `last` where a later one is told beside."""
    text = telling.stock_said(ledger, one.row, one.how)
    remarks = [*([one.remark] if one.remark else []), *telling.apart_from(ledger, one.row)]
    if one.newest:
        parts = telling.parts_since(ledger, one.row) if last else ""
        since = telling.standing_remarks(one.how, one.row["period_end"], last=last, of_all=parts)
        turned = "" if one.how.event else telling.turned_since(ledger, one.row)
        remarks += [telling.gone_since(ledger, one.row), *since, turned]
    return replace(stated(ledger, one.label, one.row, text, remarks, exact=not one.remark), holds=one.stands)


def _beside(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Figure, date and body of a count."""
    when = date_text(row["period_end"], str(row["date_precision"]))
    return figure_of(row).text, when, str(row["attribution"])


def stated(
    ledger: Ledger, label: int, row: Mapping[str, Any], text: str, remarks: Sequence[str], *, exact: bool = True
) -> Answer:
    """The answer that one statement gives."""
    published, who = telling.published_text(row), str(row["attribution"])
    differ, others = telling.rivals_said(ledger, label, str(row["unit"]))
    start, end, precision = row["period_start"], row["period_end"], str(row["date_precision"])
    flow = str(row["kind"]) == "flow"
    return Answer(
        "figure",
        f"{text}{according_to(who, published)}.",
        figure_of(row),
        tuple(str(row[column]) for column in ("indicator", "place", "origin", "group")),
        period_text(start, end, precision) if flow else date_text(end, precision),
        end,
        who,
        published,
        (label,),
        (str(row["source"]),),
        tuple(
            text for text in (telling.of_others(row), *remarks, differ, telling.counted_otherwise(ledger, row)) if text
        ),
        differing=others,
        exact=exact,
    )


def _at(ends: pd.Series, period: Period | None, rows: pd.DataFrame) -> tuple[int, str]:
    """Which date (oldest first) answers a period, the last in it or the nearest; and a remark, from all `rows`."""
    if period is None:
        return len(ends) - 1, ""
    within = [at for at, end in enumerate(ends) if period.holds(end)]
    if within:
        return within[-1], ""
    before = [at for at, end in enumerate(ends) if pd.notna(period.end) and end <= period.end]
    if period.unit == "day" and before:
        # What held on a day is what was counted last before it.
        return before[-1], ""
    nearest = before[-1] if before else 0 if pd.notna(period.end) else len(ends) - 1
    side = "last before it" if before or pd.isna(period.end) else "first after it"
    own = oldest_first(rows.loc[[period.holds(end) for end in rows["period_end"]]])
    if len(own):
        return nearest, none_leads(period.text, side, *_beside(as_records(own.iloc[[-1]])[0]))
    return nearest, f"No figure of {period.text} is known; this is the {side}."


def _flow(ledger: Ledger, series: Series, leads: pd.DataFrame, period: Period | None) -> Answer | None:
    freq, rows = _FREQ.get(period.unit, "YE") if period is not None else "YE", rows_of(ledger, series)
    if period is None or period.unit != "day":
        spans = spans_of(ledger, series, freq)
        kept = spans if period is None else spans.loc[[_inside(one, period) for one in as_records(spans)]]
        if len(kept):
            open_end = period is not None and (period.unit == "span" or pd.isna(period.end) or pd.isna(period.start))
            used = kept if open_end else kept.tail(1)
            summed = _summed(ledger, rows, used)
            if summed is not None and period is not None and _lacks(used, period):
                return replace(
                    summed, remarks=(*summed.remarks, "All of that time cannot be added up; this is a part.")
                )
            if summed is not None:
                return summed
    at, remark = _longest(leads, period, rows)
    row = as_records(leads.iloc[[at]])[0]
    text = flow_text(ledger, row)
    return stated(ledger, int(leads.index[at]), row, text, [remark], exact=not remark or period_holds(period, row))


def _lacks(spans: pd.DataFrame, period: Period) -> bool:
    """Whether calendar periods leave out some from the beginning of a period, or between."""
    starts, ends = spans["period_start"], spans["period_end"]
    gap = any(after - before > _DAY for before, after in zip(ends.iloc[:-1], starts.iloc[1:], strict=True))
    late = pd.notna(period.start) and starts.iloc[0] > period.start
    early = pd.notna(period.end) and ends.iloc[-1] < period.end
    return bool(gap or late or early)


def _longest(leads: pd.DataFrame, period: Period | None, rows: pd.DataFrame) -> tuple[int, str]:
    """Which statement of a flow answers a period that none spans: the longest part of it, else the nearest."""
    if period is None:
        return len(leads) - 1, ""
    starts, ends = leads["period_start"].fillna(leads["period_end"]), leads["period_end"]
    within = [
        at
        for at, (start, end) in enumerate(zip(starts, ends, strict=True))
        if period.holds(start) and period.holds(end)
    ]
    if not within:
        return _at(ends, period, rows)
    at = max(within, key=lambda one: (ends.iloc[one] - starts.iloc[one], one))
    whole = starts.iloc[at] == period.start and ends.iloc[at] == period.end
    return (
        at,
        "" if whole or period.unit == "day" else f"No figure of all of {period.text} leads; this is of a part.",
    )


def period_holds(period: Period | None, row: Mapping[str, Any]) -> bool:
    """Whether a statement lies within a period."""
    return period is not None and period.holds(row["period_end"])


def _inside(span: Mapping[str, Any], period: Period) -> bool:
    """Whether a calendar year, quarter or month lies in the period; one that still runs counts as it stands."""
    return bool(
        (pd.isna(period.start) or period.start <= span["period_start"])
        and (pd.isna(period.end) or span["period_end"] <= period.end)
    )


def flow_text(ledger: Ledger, row: Mapping[str, Any]) -> str:
    """A statement of a flow as a sentence without its stop."""
    start = row["period_start"] if pd.notna(row["period_start"]) else row["period_end"]
    what = telling.subject(ledger, row)
    return telling.flow_said(what, figure_of(row), start, row["period_end"], str(row["date_precision"]))


def _summed(ledger: Ledger, rows: pd.DataFrame, spans: pd.DataFrame) -> Answer | None:
    """Calendar periods as one figure; None where stated totals and sums of happenings would be mixed."""
    if len(set(spans["basis"])) > 1:
        return None
    labels = [label for held in spans["rows"] for label in held]
    parts = rows.loc[labels].sort_values(["period_end", "published"], ascending=False, kind="stable")
    records = as_records(parts)
    figures = [figure_of(one) for one in as_records(spans)]
    whole = spans["basis"].iloc[0] == "stated"
    if len(figures) > 1 and str(records[0]["unit"]) == "percent":
        return None
    figure = figures[0] if len(figures) == 1 else add(figures) if whole else reported_sum(figures)
    start, end = spans["period_start"].iloc[0], spans["period_end"].iloc[-1]
    text = telling.flow_said(telling.subject(ledger, records[0]), figure, start, end, "day")
    if len(records) == 1:
        # The statement speaks for itself, of its own dates.
        alone = [] if whole else ["One reported happening; others may be missing."]
        return stated(ledger, labels[0], records[0], flow_text(ledger, records[0]), alone)
    remarks = (
        [] if whole else [f"Added up from {count_text(len(records), 'reported happening')}; others may be missing."]
    )
    return added(records, [int(label) for label in parts.index], figure, text, period_text(start, end), end, remarks)


def added(
    records: Sequence[Mapping[str, Any]],
    labels: Iterable[int],
    figure: Figure,
    text: str,
    when: str,
    date: pd.Timestamp,
    remarks: Sequence[str],
) -> Answer:
    """The answer that several statements (newest first) give together."""
    first = records[0]
    bodies = list(dict.fromkeys(str(one["attribution"]) for one in records))
    who = join_words([bodies[0], *([count_text(len(bodies) - 1, "other")] if len(bodies) > 1 else [])])
    published = telling.published_text(max(records, key=lambda one: (pd.notna(one["published"]), one["published"])))
    newest = f"newest {published}" if len(records) > 1 else published
    return Answer(
        "figure",
        f"{text}{added_from(who, newest) if len(bodies) > 1 else according_to(who, newest)}.",
        figure,
        tuple(str(first[column]) for column in ("indicator", "place", "origin", "group")),
        when,
        date,
        who,
        published,
        tuple(labels),
        tuple(dict.fromkeys(str(one["source"]) for one in records)),
        tuple(text for text in remarks if text),
        "sum",
    )


def repatriations(ledger: Ledger, series: Series, places: Collection[str]) -> bool:
    """Whether a series is of people taken home by a state or by all of them, who are reckoned by year and in all.

    Where they were taken from goes without saying, unless it is asked for one place alone; then the series answers.
    """
    if series.indicator not in (REPATRIATED, SO_FAR) or series.group != "total":
        return False
    above = shelf(ledger).above_place
    asked = {series.place, *above.get(series.place, ())} & set(places)
    return not asked - {HELD, *above.get(HELD, ())} and series.origin in (*nationalities(ledger), *EVERYONE)


def _taken(ledger: Ledger, series: Series, period: Period | None, places: Collection[str]) -> Answer | None:
    """People taken home by a state, or by all of them: the figure that every chart of repatriation has."""
    if not repatriations(ledger, series, places):
        return None
    if period is not None and not (period.unit == "year" or (period.unit == "span" and _whole_years(period))):
        return None
    if period is None or pd.isna(period.start):
        found = dict(in_all(ledger, None if period is None else period.end))
    else:
        found = years_added(ledger, period.start.year, None if pd.isna(period.end) else period.end.year)
    kept = {state: one for state, one in found.items() if series.origin in (state, *EVERYONE)}
    return _taken_answer(ledger, series, kept, period) if kept else None


def _whole_years(period: Period) -> bool:
    return period.start.day_of_year == 1 and (period.end.month, period.end.day) == (12, 31)


def _taken_answer(ledger: Ledger, series: Series, kept: Mapping[str, Taken], period: Period | None) -> Answer:
    names = telling.origin_names(ledger)
    labels = list(dict.fromkeys(label for one in kept.values() for label in one.rows))
    rows = ledger.observations.loc[labels].sort_values(["period_end", "published"], ascending=False, kind="stable")
    records = as_records(rows)
    until = max(kept.values(), key=lambda one: one.until)
    figure = reported_sum(one.figure for one in kept.values()) if len(kept) > 1 else until.figure
    now = Told(figure, until.until, until.precision)
    single = len(kept) == 1 and series.origin in kept
    who = names.get(series.origin, series.origin) if single else count_text(len(kept), "state")
    in_year = period is not None and pd.notna(period.start)
    if in_year and period is not None:
        took = "took" if pd.notna(period.end) else "has taken" if single else "have taken"
        text = f"{capital(the(who))} {took} home {people_said(figure)} {_said(period)}"
        when = period.text
    else:
        text, when = took_home(who, now), date_text(until.until, until.precision)
    remarks = [f"{capital(until.note)}." if single and until.note else "" if single else _by_state(kept, names)]
    remarks += _larger(ledger, series.origin, period) if single and in_year and period is not None else []
    remarks += [] if single else [APART]
    out = added(records, [int(label) for label in rows.index], figure, text, when, until.until, remarks)
    key = (REPATRIATED if in_year else SO_FAR, "", series.origin if single else "all", "total")
    return replace(out, key=key, basis="sum" if len(records) > 1 else "stated")


def _larger(ledger: Ledger, state: str, period: Period) -> list[str]:
    """Larger statements of a part of the people or of the year, which do not lead: they may count others."""
    beside = by_year(ledger).get((state, period.start.year), ())[1:] if period.unit == "year" else ()
    return [
        f"Stated beside it, and larger: {one.note or one.figure.text} {by(one.until, one.precision)}." for one in beside
    ]


def _said(period: Period) -> str:
    """`in 2024`, `since 2019`."""
    return period.text if pd.isna(period.end) else during(period.start, period.end)


def _by_state(kept: Mapping[str, Taken], names: Mapping[str, str]) -> str:
    """Who took home how many, the most first: the question is often who."""
    order = sorted(kept.items(), key=lambda item: (-item[1].figure.value, names.get(item[0], item[0])))
    told = [f"{the(names.get(state, state))} {one.figure.text}" for state, one in order[:_STATES]]
    rest = [count_text(len(order) - _STATES, "other state")] if len(order) > _STATES else []
    return f"Sum of what each state took home: {join_words([*told, *rest])}."
