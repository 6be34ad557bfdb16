"""Single figures: the headline of a series with all that belongs beside it, a question in plain words, disputes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis import disputes as disputed
from analysis.find import Answer, Found, ask, others
from analysis.find.answer import answered
from analysis.find.series import Series, shelf
from analysis.headline import leading
from analysis.subjects import KINDS
from analysis.words import date_text
from api import told
from api.choices import choice, ids, names, period, shown
from api.errors import MalformedError, UnknownValueError
from charts.views.disputes import dispute_ids, dispute_rows
from exports.asked import charts_of
from exports.briefing import Briefing, Item, to_token
from exports.quoted import quoted
from loaders import Ledger
from loaders.frames import as_records, row_at

MOST_WORDS = 300  # characters of a question
_USUAL = {"origin": "all", "group": "total"}  # what is meant where nothing is named and such figures are there


def headline(
    ledger: Ledger, indicator: str, *, place: str = "", origin: str = "", group: str = "", when: str = ""
) -> dict[str, Any]:
    """The headline figure of a series, by the headline rule: the newest, or that of a period (`when`).

    Ids and names are understood. Where only one place, origin or group has the indicator, or where all people
    (`all`, `total`) have it, it need not be named. `figure` is None, and `absent` says why, where no statement answers;
    nothing is ever interpolated. `rivals` are the other statements of the same figure that differ.

    Raises:
        QuestionError: a name is not known or one is missing, or `when` is no period; says what would do.
    """
    found = ids(ledger, "indicator", indicator)
    if len(found) != 1:
        raise _not_one(ledger, "indicator", indicator)
    span = period(ledger, "when", when)
    series: Sequence[Series] = shelf(ledger).by_indicator.get(found[0], ())
    named = {"place": place, "origin": origin, "group": group}
    asked = {"indicator": found[0], "place": place, "origin": origin, "group": group, "when": when}
    for column, text in named.items():
        wanted = _one(ledger, column, text) if text.strip() else ""
        kept, absent = _narrowed(ledger, series, column, wanted)
        if absent:
            return _absent(ledger, {**asked, column: wanted}, absent)
        series = kept
        asked[column] = getattr(series[0], column)
    answer = answered(ledger, series[0], span, (asked["place"],) if place.strip() else ())
    if answer is None:
        return _absent(ledger, asked, "Every statement of this series is kept out of headlines.")
    return {"asked": asked, **told_answer(ledger, answer), "ledger": told.edition(ledger)}


def _one(ledger: Ledger, column: str, text: str) -> str:
    found = ids(ledger, column, text)
    if len(found) != 1:
        raise _not_one(ledger, column, text)
    return found[0]


def _not_one(ledger: Ledger, column: str, text: str) -> UnknownValueError:
    return UnknownValueError(f"{column}: name one.", column, shown(text), (), tuple(names(ledger, column)))


def _narrowed(ledger: Ledger, series: Sequence[Series], column: str, wanted: str) -> tuple[Sequence[Series], str]:
    """The series of one place, origin or group, the likeliest first; or none, and what is not held."""
    offered = tuple(dict.fromkeys(getattr(one, column) for one in series))
    known = names(ledger, column)
    if not series:
        return (), "The data hold no statement of this indicator."
    if not wanted and _USUAL.get(column) in offered:
        wanted = _USUAL[column]
    if not wanted and len(offered) == 1:
        wanted = offered[0]
    if not wanted:
        told_of = ", ".join(offered[:12]) + (f" and {len(offered) - 12} more" if len(offered) > 12 else "")
        raise UnknownValueError(f"{column}: name one; would do: {told_of}.", column, "", offered[:3], offered)
    if wanted not in offered:
        some = ", ".join(known.get(one, one) for one in offered[:12])
        return (), f"The data hold no such figure of {known.get(wanted, wanted)}; they do of: {some}."
    return [one for one in series if getattr(one, column) == wanted], ""


def _absent(ledger: Ledger, asked: dict[str, str], why: str) -> dict[str, Any]:
    return {"asked": asked, **nothing(why), "ledger": told.edition(ledger)}


def nothing(why: str) -> dict[str, Any]:
    """The parts of an answer where the data hold none: every one empty, `absent` says why."""
    empty: dict[str, Any] = dict.fromkeys(("figure", "when", "date", "attribution", "published", "clause", "citation"))
    return {
        **empty,
        "absent": why,
        "kind": None,
        "sentence": why,
        "remarks": [],
        "key": None,
        "basis": None,
        "holds": None,
        "exact": None,
        "differing": 0,
        "rivals": [],
        "statements": [],
        "sources": [],
        "page": None,
    }


def told_answer(ledger: Ledger, answer: Answer) -> dict[str, Any]:
    """An answer as JSON values.

    `figure` is None where it is no number; `when` and `date` say for when it holds; `holds` is False where events or
    age have overtaken it, `exact` where another period was asked for. `clause` says why the statement leads, `rivals`
    which others differ; `statements` are those behind it, `sources` their publications; `citation` has the sentence
    with its sources as plain text, Markdown and HTML. `page` shows the series on the dashboard.
    """
    copied = quoted(ledger, answer)
    key = dict(zip(("indicator", "place", "origin", "group"), answer.key, strict=False))
    single = len(answer.rows) == 1 and answer.kind == "figure"
    marked = leading(ledger)
    return {
        "figure": None if answer.figure is None else told.figure(answer.figure),
        "absent": None,
        "kind": answer.kind,
        "sentence": told.value(answer.sentence),
        "remarks": [told.value(one) for one in answer.remarks],
        "key": key or None,
        "when": told.value(answer.when),
        "date": told.value(answer.date),
        "attribution": told.value(answer.attribution),
        "published": told.value(answer.published),
        "basis": answer.basis,
        "holds": answer.holds,
        "exact": answer.exact,
        "clause": told.value(str(marked.loc[answer.rows[0], "clause"])) if single else None,
        "differing": answer.differing,
        "rivals": told.statements(ledger, _rivals(ledger, answer.rows[0])) if single else [],
        "statements": told.statements(ledger, answer.rows) if answer.kind == "figure" else [],
        "sources": told.publications(ledger, answer.sources),
        "citation": {"plain": copied.plain, "markdown": copied.markdown, "html": copied.html},
        "page": _page(ledger, key),
    }


def _page(ledger: Ledger, key: dict[str, str]) -> str:
    """The chart of a series alone; of a figure of many series the first page."""
    if not key.get("place"):
        return told.page("", ledger)
    return chart_page(ledger, "explore.series", {**key, "by": "place", "which": (key["place"],)})


def chart_page(ledger: Ledger, name: str, filters: Mapping[str, Any]) -> str:
    """The address at which the dashboard opens a chart with its choices, relative to where it runs."""
    item = Item(name, dict(filters), told.value(ledger.known_on) or "", ledger.lead)
    return f"chart?show={to_token(Briefing('', (item,)))}"


def _rivals(ledger: Ledger, label: int) -> list[int]:
    """The other statements of a dispute in which a statement leads."""
    found = disputed(ledger)
    return [one for one in row_at(found, label)["rows"] if one != label] if label in found.index else []


def search(ledger: Ledger, words: str, newest: Ledger | None = None, *, charts: bool = True) -> dict[str, Any]:
    """A question in plain words, answered as on the page Find: the figure, then all that is near it.

    `answer` is as of `headline`; `others` are the next best figures as sentences; `charts` hold the figure or are named
    by the words; `things` are places, countries and publishers that are named; `events` and `sources` what speaks of
    it; `near` what may have been meant where nothing answers; `read` how misspelt words were understood. `newest` is
    the ledger whose charts are looked through where `ledger` is cut to a date, so that not all are built for each date.
    Without `charts` none is looked for, which on fresh data takes seconds.

    Raises:
        QuestionError: there are no words, or more than 300 characters.
    """
    if not words.strip() or len(words) > MOST_WORDS:
        raise MalformedError(f"q: ask in 1 to {MOST_WORDS} characters.", "q", shown(words))
    found = ask(ledger, words)
    ledger = found.ledger
    answer = (
        nothing("No figure was found for this question.") if found.answer is None else told_answer(ledger, found.answer)
    )
    return {
        "asked": {"q": shown(words)},
        "read": [{"word": word, "as": meant} for word, meant in found.question.corrected],
        **answer,
        "others": [told.value(one.sentence) for one in others(found)],
        "charts": _charts(ledger, found, words, newest) if charts else [],
        "things": [
            {"kind": KINDS.get(one.kind, (one.kind,))[0], "id": one.id, "name": one.name} for one in found.things
        ],
        "events": [
            {"date": told.value(one["date"]), "when": date_text(one["date"], str(one["date_precision"]))}
            | {"title": told.value(one["title"]), "source": told.value(one["source"])}
            for one in as_records(ledger.events.loc[list(found.events)])
        ],
        "found_sources": told.publications(ledger, found.sources),
        "near": list(found.near),
        "ledger": told.edition(ledger),
    }


def _charts(ledger: Ledger, found: Found, words: str, newest: Ledger | None) -> list[dict[str, Any]]:
    return [
        {
            "chart": one.name,
            "title": told.value(one.title),
            "filters": {key: list(held) if isinstance(held, tuple) else held for key, held in one.filters.items()},
            "page": chart_page(ledger, one.name, one.filters),
        }
        for one in charts_of(ledger, found, words, newest)
    ]


def disputes(ledger: Ledger, *, theme: str = "", limit: int = 50, offset: int = 0) -> dict[str, Any]:
    """Figures on which sources differ, the widest apart first, each with all its statements, the headline first.

    `spread` is the difference between the highest and the lowest as a share of the headline; `clause` says why that
    leads. `total` is how many there are; `limit` and `offset` choose some of them.

    Raises:
        UnknownValueError: there is no such theme.
    """
    known = names(ledger, "theme")
    wanted = choice("theme", theme, tuple(known), known.__getitem__) if theme.strip() else ""
    rows = dispute_rows(ledger)
    rows = rows[rows["theme"] == wanted] if wanted else rows
    chosen = rows.iloc[offset : offset + limit]
    keys = dispute_ids(ledger)
    found = [
        {
            "dispute": keys[str(row["label"])],
            "title": told.value(row["label"]),
            "text": row["text"],
            "low": told.number(row["low"]),
            "high": told.number(row["high"]),
            "spread": told.number(row["spread"]),
            "clause": row["clause"],
            "statements": told.statements(ledger, row["rows"]),
            "page": told.page("disputes", ledger, dispute=keys[str(row["label"])]),
        }
        for row in as_records(chosen)
    ]
    return {"total": len(rows), "rows": found, "ledger": told.edition(ledger)}
