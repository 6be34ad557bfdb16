"""What each tool answers: the answers of `api`, picked and bounded for an assistant."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any

from pydantic import BaseModel

from analysis import known_dates
from analysis.find import NoFullTextError
from analysis.find import ready as find_ready
from analysis.find.answer import answered
from analysis.find.series import Series, shelf
from api import charts as drawn
from api import figures, tables, times, told
from api.choices import choice, ids, shown, vintage
from api.errors import ContradictionError, MalformedError, NotReadyError, UnknownValueError
from api.mcp import models
from api.served import Served
from charts.holding import shelf as chart_shelf
from exports import references
from exports.formats import FORMATS
from loaders import Ledger
from loaders.frames import texts
from render.picture.letters import svg_png

MOST_TEXT = 40_000  # characters of an answer: about what an assistant takes in at once
MOST_PICTURE = 600_000  # bytes of a picture
MOST_ROWS = 100  # of one part
_SCALE = 0.8  # pixels of a PNG for each of the SVG: assistants make larger ones smaller
_NEAR = 5
_STYLES = ("chicago", "apa", "bibtex", "ris", "plain")

Filters = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a tool answers: data, and the bytes of a picture with their media type where there is one."""

    data: dict[str, Any]
    picture: bytes = b""
    media: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the answers come from: the data that may be shown, and the address at which the dashboard runs.

    `note` is what must be said of the data beside each answer, empty where nothing is.
    """

    served: Served
    address: Callable[[], str]
    note: Callable[[], str] = str

    def ledger(self, known_on: str = "", lead: str = "") -> Ledger:
        """The newest data as known on a date and with a lead; as `api.choices.vintage`."""
        return vintage(self.served.ledger(), known_on, lead)

    def whole(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """An answer whose addresses of pages are whole, where it is known where the dashboard runs; with the note."""
        base, note = self.address().rstrip("/"), self.note()

        def filled(key: str, one: Any) -> Any:
            if key == "page" and isinstance(one, str) and base:
                return f"{base}/{one}"
            if isinstance(one, dict):
                noted = {"note": note or one.get("note")} if key == "ledger" else {}
                return {name: filled(name, value) for name, value in one.items()} | noted
            return [filled(key, each) for each in one] if isinstance(one, list) else one

        return {key: filled(key, one) for key, one in given.items()}


_MAKING = Lock()
_made: list[Ledger] = []  # the data whose charts are made, so that it is known which show a figure


def prepare(desk: Desk) -> None:
    """Make what questions on the newest data need: the index of words, and every chart as it comes (seconds)."""
    with _MAKING:
        ledger = desk.ledger()
        find_ready(ledger)
        chart_shelf(ledger)
        _made[:] = [ledger]


def are_charts_made(desk: Desk, ledger: Ledger) -> bool:
    """Whether they are; nobody is kept waiting for them, so else they are begun."""
    if ledger in _made:
        return True
    if not _MAKING.locked():
        Thread(target=prepare, args=(desk,), name="charts for assistants", daemon=True).start()
    return False


# --- bounds -----------------------------------------------------------------------------------------------------------


def reply_of(desk: Desk, model: type[BaseModel], given: Mapping[str, Any], rest: Mapping[str, str]) -> Reply:
    """An answer by its model, without what says nothing, its lists cut until it is short enough.

    `rest` says by list how to get what was cut; the longest list is cut first.
    """
    data = _lean(model.model_validate(desk.whole(given)).model_dump(mode="json", exclude_none=True, by_alias=True))
    counts: dict[str, int] = {}
    while len(text_of(data)) > MOST_TEXT:
        lists = [(len(text_of(data[name])), name) for name in rest if data.get(name)]
        if not lists:
            break
        name = max(lists)[1]
        counts.setdefault(name, len(data[name]))
        data[name] = data[name][: len(data[name]) // 2]
    cut = [{"what": name, "shown": len(data[name]), "of": of, "rest": rest[name]} for name, of in counts.items()]
    if "offset" in data and "rows" in counts:  # the next part begins where this one was cut
        data["next_offset"] = data["offset"] + len(data["rows"])
        cut = [{**one, "of": data["total"]} if one["what"] == "rows" else one for one in cut]
    if "offset" in data and "next_offset" in data and "rows" not in counts:
        rows = len(data["rows"]) if "rows" in data else data["next_offset"] - data["offset"]
        cut.append({"what": "rows", "shown": rows, "of": data["total"], "rest": "ask again with offset=next_offset"})
    if cut:
        data["cut"] = cut
    return Reply(data)


def _lean(one: Any, depth: int = 0) -> Any:
    """Values without empty texts and lists within rows; the first level keeps its own, so that none seems forgotten."""
    if isinstance(one, dict):
        return {key: _lean(value, depth + 1) for key, value in one.items() if not depth or value not in ("", [])}
    return [_lean(value, depth + 1) for value in one] if isinstance(one, list) else one


def text_of(data: object) -> str:
    """An answer as the text of JSON, as an assistant reads it."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def next_of(offset: int, shown_rows: int, total: int) -> int | None:
    """Where the next part begins; None at the end."""
    after = offset + shown_rows
    return after if shown_rows and after < total else None


SOON = "they are being made ready: ask again in half a minute"
NEXT = "ask again with offset=next_offset"
_ALL = "the tool `statements` gives them all, page by page"
_SOURCES = "the tool `cite` gives them all, page by page"


# --- one figure -------------------------------------------------------------------------------------------------------


def _told(answer: Mapping[str, Any], near: Iterable[str] = ()) -> dict[str, Any]:
    """An answer of `api.figures` with whether the data hold it, its citation as text alone, and what is near."""
    citation = answer.get("citation")
    held = answer["absent"] is None
    return {
        **answer,
        "held": held,
        "citation": citation["plain"] if citation else None,
        "near": [] if held else list(near),
    }


def search(desk: Desk, question: str, *, known_on: str, lead: str) -> Reply:
    """As `api.figures.search`."""
    try:
        newest = desk.ledger()
        with_charts = are_charts_made(desk, newest)
        found = figures.search(vintage(newest, known_on, lead), question, newest, charts=with_charts)
    except NoFullTextError as error:
        raise NotReadyError(str(error)) from error
    near = [*found["near"], *found["others"]]
    rest = {
        "statements": _ALL,
        "rivals": _ALL,
        "sources": _SOURCES,
        "events": "ask with a place or a year as well",
        "found_sources": "ask with a publisher or a year as well",
        "charts": "the tool `vocabulary` lists all charts",
        "others": "ask for one of them by its place, nationality or year",
    }
    reply = reply_of(desk, models.SearchAnswer, {**found, **_told(found, near)}, rest)
    if not with_charts:
        reply.data["cut"].append({"what": "charts", "shown": 0, "rest": SOON})
    return reply


def headline(desk: Desk, *, when: str, known_on: str, lead: str, **key: str) -> Reply:
    """As `api.figures.headline`; of what is not held with the nearest figures of the indicator."""
    ledger = desk.ledger(known_on, lead)
    return reply_of(
        desk, models.HeadlineAnswer, _headline(ledger, when=when, **key), {"statements": _ALL, "rivals": _ALL}
    )


def _headline(ledger: Ledger, *, indicator: str, when: str = "", **key: str) -> dict[str, Any]:
    answer = figures.headline(ledger, indicator, when=when, **key)
    return _told(answer, [] if answer["absent"] is None else _nearest(ledger, answer["asked"]))


def _nearest(ledger: Ledger, asked: Mapping[str, str]) -> list[str]:
    """Headline sentences of the series of an indicator that have most in common with what was asked for."""
    found: Sequence[Series] = shelf(ledger).by_indicator.get(asked["indicator"], ())
    columns = ("place", "origin", "group")
    alike = sorted(found, key=lambda one: -sum(getattr(one, column) == asked[column] for column in columns))
    told_of = (answered(ledger, one, None) for one in alike[:_NEAR])
    return [one.sentence for one in told_of if one is not None]


def as_known_on(desk: Desk, date: str, *, lead: str, **key: str) -> Reply:
    """A headline figure as it was known on a date, beside the one that is known now."""
    if not date.strip():
        first, last = (f"{one:%Y-%m-%d}" for one in known_dates(desk.ledger()))
        raise MalformedError(f"date: name a day, as YYYY-MM-DD, from {first} to {last}.", "date")
    then, now = desk.ledger(date, lead), desk.ledger("", lead)
    pair = {"then": _headline(then, **key), "now": _headline(now, **key)}
    for one in pair.values():
        for name in ("statements", "rivals", "sources"):
            one[name] = one[name][:10]
    return reply_of(desk, models.Vintages, {**pair, "ledger": told.edition(now)}, {})


def changes(desk: Desk, *, start: str, end: str, limit: int, offset: int) -> Reply:
    """As `api.times.changes`, as rows of one list: what has ended, what moved, what was revised."""
    found = times.changes(desk.ledger(), start=start, end=end)
    rows = [
        *({"change": "ended", **one} for one in found["ended"]),
        *({"change": "moved", **_moved(one)} for one in found["moved"]),
        *({"change": "revised", **_revised(one)} for one in found["revised"]),
    ]
    if rows and offset >= len(rows):
        raise UnknownValueError(
            f"offset: {offset} is past the last of {len(rows)} changes.", "offset", str(offset), (), ("0",)
        )
    chosen = [{**one, "source": one["publication"]} for one in rows[offset : offset + limit]]
    named = {one["source"] for one in chosen}
    answer = {
        **found,
        "held": bool(rows),
        "sentence": found["opening"],
        "total": len(rows),
        "offset": offset,
        "next_offset": next_of(offset, len(chosen), len(rows)),
        "rows": chosen,
        "sources": [one for one in found["sources"] if one["source"] in named],
    }
    return reply_of(desk, models.ChangesAnswer, answer, {"rows": NEXT, "sources": _SOURCES})


def _moved(row: Mapping[str, Any]) -> dict[str, Any]:
    told_of = {"before": row["before_text"], "after": row["after_text"], "when": row["after_when"]}
    return {**row, **told_of, "attribution": row["source"]}


def _revised(row: Mapping[str, Any]) -> dict[str, Any]:
    people = [] if row["origin"] == "all" else [row["origin_name"]]
    what = ", ".join(filter(None, [row["place_name"], *people, "" if row["group"] == "total" else row["group"]]))
    return {**row, "what": what, "when": row["period_end"], "attribution": row["after_by"]}


# --- many figures -----------------------------------------------------------------------------------------------------


def statements(
    desk: Desk, *, limit: int, offset: int, known_on: str, lead: str, newest_first: bool, **filters: str
) -> Reply:
    """As `api.tables.statements`, newest first where it is asked for."""
    ledger = desk.ledger(known_on, lead)
    found = tables.observations(ledger, **filters)
    ordered = found.iloc[::-1] if newest_first else found
    rows = told.statement_rows(ordered.iloc[offset : offset + limit])
    absent, near = None, list[str]()
    if found.empty:
        absent = "The data hold no statement that matches all of these."
        one = ids(ledger, "indicator", filters["indicator"])[:1]
        if one:
            near = _nearest(ledger, {**_known(ledger, filters), "indicator": one[0]})
    elif not rows:
        raise UnknownValueError(
            f"offset: {offset} is past the last of {len(found)} statements.", "offset", str(offset), (), ("0",)
        )
    answer = {
        "held": not found.empty,
        "absent": absent,
        "near": near,
        "total": len(found),
        "offset": offset,
        "next_offset": next_of(offset, len(rows), len(found)),
        "rows": rows,
        "ledger": told.edition(ledger),
    }
    return reply_of(desk, models.Rows, answer, {"rows": NEXT})


def _known(ledger: Ledger, filters: Mapping[str, str]) -> dict[str, str]:
    found = {column: ids(ledger, column, filters[column]) for column in ("place", "origin", "group")}
    return {column: one[0] if one else "" for column, one in found.items()}


def disputes(desk: Desk, theme: str, *, limit: int, offset: int, known_on: str, lead: str) -> Reply:
    """As `api.figures.disputes`."""
    found = figures.disputes(desk.ledger(known_on, lead), theme=theme, limit=limit, offset=offset)
    after = {"offset": offset, "next_offset": next_of(offset, len(found["rows"]), found["total"])}
    return reply_of(desk, models.DisputesAnswer, {**found, **after}, {"rows": NEXT})


def pace(desk: Desk, of: str, *, known_on: str, lead: str, **choices: str) -> Reply:
    """As `api.times.pace`."""
    found = times.pace(desk.ledger(known_on, lead), of, **choices)
    return reply_of(desk, models.PaceAnswer, found, {"statements": _ALL, "sources": _SOURCES})


# --- charts -----------------------------------------------------------------------------------------------------------


def compare(desk: Desk, indicator: str, which: str, *, limit: int, offset: int, **choices: str) -> Reply:
    """As `api.times.compare`."""
    ledger = desk.ledger(choices.pop("known_on"), choices.pop("lead"))
    found = times.compare(desk.served, ledger, indicator, which, **choices)
    return _chart(desk, found, {"kind": "none", "why_none": "the tool `chart` draws it: compare.series"}, limit, offset)


def chart(
    desk: Desk, name: str, filters: Filters, *, picture: str, limit: int, offset: int, known_on: str, lead: str
) -> Reply:
    """As `api.charts.chart`, with its picture."""
    ledger = desk.ledger(known_on, lead)
    spec = drawn.built(desk.served, ledger, name, filters)
    found = drawn.chart(desk.served, ledger, name, filters)
    made, media = b"", ""
    about: dict[str, Any] = {"kind": "none", "why_none": "none was asked for"}
    if picture != "none":
        made = FORMATS["svg"].make(drawn.order(desk.served, ledger, spec, address=desk.address()))
        media = "image/svg+xml"
        if picture == "png":
            made, media = svg_png(made.decode(), _SCALE), "image/png"
        about = {"kind": picture, "size": len(made)}
    if len(made) > MOST_PICTURE:
        about = {"kind": "none", "why_none": f"it has {len(made)} bytes, more than {MOST_PICTURE}; open the page"}
        made, media = b"", ""
    told_in = _chart(desk, found, about, limit, offset)
    return Reply(told_in.data, made, media)


def _chart(desk: Desk, found: dict[str, Any], about: Mapping[str, Any], limit: int, offset: int) -> Reply:
    rows = found["rows"]
    if rows and offset >= len(rows):
        raise UnknownValueError(
            f"offset: {offset} is past the last of {len(rows)} rows.", "offset", str(offset), (), ("0",)
        )
    chosen = rows[offset : offset + limit]
    answer = {
        **found,
        "held": bool(rows),
        "title": found["name"],
        "picture": about,
        "total": len(rows),
        "offset": offset,
        "next_offset": next_of(offset, len(chosen), len(rows)),
        "rows": [_drawn(one) for one in chosen],
        "sources": [{**one, "title": one["source_title"]} for one in found["sources"]],
        "filters": {
            key: [str(each) for each in one] if isinstance(one, list) else str(one)
            for key, one in found["filters"].items()
        },
    }
    return reply_of(desk, models.ChartAnswer, answer, {"rows": NEXT, "sources": _SOURCES})


def _drawn(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a chart under the names of a statement."""
    return {
        **row,
        "text": row["figure"],
        "title": row["measure"],
        "clause": row["why_headline"],
        "rival_low": row["lowest_statement"],
        "rival_high": row["highest_statement"],
    }


def cite(
    desk: Desk,
    *,
    chart_name: str,
    filters: Filters,
    sources: str,
    style: str,
    limit: int,
    offset: int,
    known_on: str,
    lead: str,
) -> Reply:
    """References to the publications behind a chart, or to those that are named by their ids."""
    ledger = desk.ledger(known_on, lead)
    chosen = choice("style", style, _STYLES)
    if bool(chart_name.strip()) == bool(sources.strip()):
        raise ContradictionError("chart, sources: name one of the two.", "chart", shown(chart_name))
    table = ledger.sources.rename(columns={"title": "source_title"})
    if chart_name.strip():
        spec = drawn.built(desk.served, ledger, chart_name, filters)
        rows = references.cited([spec], ledger.sources)
        own, page = references.own_reference(spec), figures.chart_page(ledger, spec.name, spec.filters)
    else:
        known = texts(table["source"]).tolist()
        wanted = [choice("sources", one, known) for one in sources.split(",") if one.strip()]
        rows = table.loc[table["source"].isin(wanted), references.COLUMNS].reset_index(drop=True)
        own, page = None, None
    some = rows.iloc[offset : offset + limit]
    if some.empty and not rows.empty:
        raise UnknownValueError(
            f"offset: {offset} is past the last of {len(rows)} references.", "offset", str(offset), (), ("0",)
        )
    listed = told.publications(ledger, texts(some["source"]).tolist())
    text = (
        "\n".join(str(one["citation"]) for one in listed)
        if chosen == "plain"
        else getattr(references, chosen)(some).replace("\r\n", "\n")
    )
    answer = {
        "reference": own,
        "style": chosen,
        "total": len(rows),
        "offset": offset,
        "next_offset": next_of(offset, len(some), len(rows)),
        "references": text,
        "sources": listed,
        "page": page,
        "ledger": told.edition(ledger),
    }
    return reply_of(desk, models.CiteAnswer, answer, {"sources": "ask for fewer at once: limit"})
