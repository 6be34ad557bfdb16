"""Figures over time: what was known on a date, what has changed since, the pace of clearance, a comparison."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import known_dates, populations
from analysis.pace.measured import SHAPES, WINDOWS
from analysis.pace.results import Pace
from analysis.pace.words import bounds_text, clearance_text, pace_figure, pace_text
from analysis.since import since
from analysis.words import date_text
from api import told
from api.charts import chart
from api.choices import choice, day, ids, names, shown
from api.errors import ContradictionError, MalformedError, UnknownValueError
from api.figures import chart_page, headline
from api.served import Served
from charts.views.changes import likely
from charts.views.compare.series import BY, FEWEST, MODES, MOST, comparable
from charts.views.pace.ahead import BASES, default_of, headline_of, said_of
from loaders import Ledger
from loaders.frames import as_records

_MOST_PACE = 10_000_000  # people a month
_SINCE = (
    *("title", "what", "before_text", "before_when", "after_text", "after_when", "source", "publication", "sentence"),
)


def known_on(
    newest: Ledger, then: Ledger, indicator: str, *, place: str = "", origin: str = "", group: str = ""
) -> dict[str, Any]:
    """A headline figure as it was known on the date of `then`, beside the one that is known now (`newest`).

    Raises:
        QuestionError: as `headline`; `then` is known on no date.
    """
    if pd.isna(then.known_on):
        raise MalformedError("as_known_on: name a date, as YYYY-MM-DD.", "as_known_on")
    key = {"place": place, "origin": origin, "group": group}
    return {"then": headline(then, indicator, **key), "now": headline(newest, indicator, **key)}


def changes(ledger: Ledger, *, start: str = "", end: str = "") -> dict[str, Any]:
    """What was published between two dates: counts that moved, figures that were revised, new statements, endings.

    Without dates from the end of the last year that lies some months back to now. `sentences` can be pasted; `sources`
    are the publications that rows name by id (`publication`).

    Raises:
        QuestionError: a date is none or nothing was known by then, or the second is not after the first.
    """
    earliest, newest = known_dates(ledger)
    last = max(newest, ledger.today)
    first = day("start", start) or pd.Timestamp(likely(ledger))
    second = day("end", end) or last
    for field, date in (("start", first), ("end", second)):
        if not earliest <= date <= last:
            span = (f"{earliest:%Y-%m-%d}", f"{last:%Y-%m-%d}")
            given = f"{date:%Y-%m-%d}"
            message = f"{field}: nothing is known of {given}; {span[0]} to {span[1]} would do."
            raise UnknownValueError(message, field, given, (), span)
    if first >= second:
        raise ContradictionError("end: choose a date after start.", "end", f"{second:%Y-%m-%d}")
    found = since(ledger, first, second)
    moved, revised, ended = (as_records(one) for one in (found.moved, found.revised, found.ended))
    named = [*(row["publication"] for row in moved), *(row["source"] for row in (*revised, *ended))]
    return {
        "start": told.value(first),
        "end": told.value(second),
        "opening": found.opening,
        "sentences": list(found.sentences),
        "moved": [{key: told.value(row[key]) for key in _SINCE} for row in moved],
        "revised": [_revised(row) for row in revised],
        "ended": [
            {"date": told.value(row["date"]), "when": date_text(row["date"], str(row["date_precision"]))}
            | {"title": told.value(row["title"]), "publication": told.value(row["source"])}
            for row in ended
        ],
        "sources": told.publications(ledger, list(dict.fromkeys(str(one) for one in named if told.value(one)))),
        "new_statements": len(found.new),
        "page": told.page("changes", ledger, chg_from=f"{first:%Y-%m-%d}", chg_to=f"{second:%Y-%m-%d}"),
        "ledger": told.edition(ledger),
    }


def _revised(row: dict[str, Any]) -> dict[str, Any]:
    columns = ("indicator", "title", "place", "place_name", "origin", "origin_name", "group", "period_end")
    return {key: told.value(row[key]) for key in columns} | {
        "before": row["before_text"],
        "before_by": told.value(row["attribution_before"]),
        "after": row["after_text"],
        "after_by": told.value(row["attribution"]),
        "publication": told.value(row["source"]),
    }


def pace(
    ledger: Ledger, of: str = "", *, by: str = "last", shape: str = "number", source: str = "auto", per_month: str = ""
) -> dict[str, Any]:
    """When a population is empty at a pace: the latest 12 months (`last`), the best (`best`), or one that is set.

    `per_year` is the pace in people a year, `years` and `clearance` when nobody is left, with what the hedges allow
    (`years_low`, `years_high`, `earliest`, `latest`; None: no end). `working` is the arithmetic in sentences. It is no
    forecast. `populations` lists those that can be asked after.

    Raises:
        QuestionError: a choice is not offered, or a set pace is no number of people.
    """
    known = {key: one.name for key, one in populations(ledger).items()}
    if not known:
        raise UnknownValueError("of: no source had given such a figure by this date.", "of", shown(of))
    key = choice("of", of, tuple(known), known.__getitem__) if of.strip() else default_of(ledger)
    window, form = choice("by", by, WINDOWS), choice("shape", shape, SHAPES)
    basis = choice("source", source, BASES)
    if per_month and not (per_month.isascii() and per_month.isdecimal() and 0 < int(per_month) <= _MOST_PACE):
        raise MalformedError(f"per_month: give 1 to {_MOST_PACE} people.", "per_month", shown(per_month))
    said = said_of(ledger, key, window, form, basis, per_month)
    filters = {"of": key, "by": window, "shape": form, "source": basis, "per_month": per_month}
    return {
        "of": key,
        "population": said.population.name,
        **_said(ledger, said),
        "populations": [{"of": one, "name": name} for one, name in known.items()],
        "page": chart_page(ledger, "pace.fan", filters),
        "ledger": told.edition(ledger),
    }


def _said(ledger: Ledger, said: Pace) -> dict[str, Any]:
    rows = told.statements(ledger, said.rows)
    return {
        "status": said.status,
        "sentence": f"{headline_of(ledger, said).rstrip('.')}.",
        "stock": None if said.stock is None else told.figure(said.stock),
        "stock_date": told.value(said.stock_date),
        "stock_from": said.stock_from or None,
        "standing": said.how.state,
        "per_year": _per_year(said),
        "pace": pace_text(said) or None,
        "years": told.number(said.years),
        "years_low": told.number(said.years_bounds[0]),
        "years_high": told.number(said.years_bounds[1]),
        "clearance": told.value(said.clearance),
        "clearance_text": clearance_text(said) or None,
        "earliest": told.value(said.earliest),
        "latest": told.value(said.latest),
        "bounds": bounds_text(said) or None,
        "working": list(said.working),
        "remarks": list(said.remarks),
        "statements": rows,
        "sources": told.publications(ledger, list(dict.fromkeys(str(row["source"]) for row in rows))),
    }


def _per_year(said: Pace) -> dict[str, Any] | None:
    figure = pace_figure(said)
    if figure is None:
        return None
    found = told.figure(figure)
    return found | {"text": f"{found['text']} a year"}


def compare(
    served: Served,
    ledger: Ledger,
    indicator: str,
    which: str,
    *,
    by: str = "place",
    mode: str = "stated",
    held: str = "",
) -> dict[str, Any]:
    """Two to six places (`by` place) or nationalities (`by` origin) side by side, as the page Compare draws them.

    `which` names them, parted by commas; `held` is the nationality where places are compared, the place where
    nationalities are. `mode` is stated, own or common (an index), or stock (per 100 people of the stock).

    Raises:
        QuestionError: a choice is not offered.
    """
    one = choice("by", by, BY)
    measures = comparable(ledger, "origin" if one == "origin" else "place")
    measure = choice("indicator", indicator, tuple(measures), measures.__getitem__)
    wanted = ids(ledger, one, which)
    if not FEWEST <= len(wanted) <= MOST:
        message = f"which: name {FEWEST} to {MOST}, parted by commas."
        raise UnknownValueError(message, "which", shown(which), (), tuple(names(ledger, one)))
    other = "origin" if one == "place" else "place"
    filters: dict[str, str | list[str]] = {
        "indicator": measure,
        "by": one,
        "which": list(wanted),
        "mode": choice("mode", mode, tuple(MODES)),
    }
    if held.strip():
        filters[other] = ids(ledger, other, held)[0]
    return chart(served, ledger, "compare.series", filters)
