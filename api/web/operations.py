"""The one table of what the API answers: routes, their limits and the OpenAPI description are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Literal

from analysis.pace.measured import SHAPES, WINDOWS
from api import charts, figures, tables, times, told
from api.charts import FILES, built, order
from api.choices import ROLES
from api.errors import NotReadyError
from api.web import embed, schemas
from api.web.asked import LONGEST, Asked, File, Operation, Parameter, Rows
from api.web.table import MEDIA, WRITERS
from charts import catalog
from charts.text import file_stem
from charts.views.compare.series import BY, MODES
from charts.views.pace.ahead import BASES
from exports import item_of
from exports.archive import pack
from exports.formats import FORMATS
from exports.kinds import RATIOS
from exports.naming import file_names

MOST_ROWS = 5_000  # rows of one answer
USUAL_ROWS = 1_000
_FORMS = ("json", *WRITERS)


def _of(*offered: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(offered)}


KNOWN = Parameter("as_known_on", "date up to which publications count; without it all do", schemas.DAY)
LEAD = Parameter("lead", "which statement leads where sources differ: highest, lowest, kind:un or by:PUBLISHER")
VERSION = Parameter("version", "version of the data that is expected; the answer says where they have changed since")
EVERY = (KNOWN, LEAD, VERSION)
LIMIT = Parameter(
    "limit", "how many rows", {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": USUAL_ROWS}
)
OFFSET = Parameter(
    "offset", "how many rows to pass over", {"type": "integer", "minimum": 0, "maximum": 10**9, "default": 0}
)
INDICATOR = Parameter("indicator", "what is counted, by id or title", example="camp_population")
PLACE = Parameter("place", "place, by id or name", example="al-hol")
ORIGIN = Parameter("origin", "nationality of the people counted, or donor, by id, ISO code or name", example="irq")
GROUP = Parameter("group", "who is counted, by id", example="children")
THEME = Parameter("theme", "theme, by id or title", example="camps")
FROM = Parameter("from", "first day for which a figure may hold", schemas.DAY)
TO = Parameter("to", "last day for which a figure may hold", schemas.DAY)
ROLE = Parameter("role", f"part in the headline, several parted by commas: {', '.join(ROLES)}", example="headline")
FILTERS = (INDICATOR, PLACE, ORIGIN, GROUP, THEME, FROM, TO, ROLE)
FREE = Parameter(
    "filters",
    "the chart's own filters by name, as /charts lists them, and `subject`, which is highlighted",
    {"type": "object", "additionalProperties": {"type": "string", "maxLength": 200}},
    free=True,
)
NAME = Parameter("name", "chart of the catalogue", _of(*catalog.names()), required=True, in_path=True)


def _table(name: str, asked: Asked) -> Rows:
    frame = tables.table(asked.ledger, name)
    limit, offset = asked.number("limit", USUAL_ROWS), asked.number("offset", 0)
    return Rows(tables.TABLES[name], tables.records(frame.iloc[offset : offset + limit]), len(frame), limit, offset)


def _observations(asked: Asked) -> Rows:
    wanted = asked.texts("indicator", "place", "origin", "group", "theme", "role")
    rows = tables.observations(asked.ledger, **wanted, since=asked.text("from"), until=asked.text("to"))
    limit, offset = asked.number("limit", USUAL_ROWS), asked.number("offset", 0)
    found = told.statement_rows(rows.iloc[offset : offset + limit])
    return Rows(tuple(told.STATEMENT), found, len(rows), limit, offset)


# A headline as one row: what a cell of a spreadsheet asks for.
FLAT = (
    *("indicator", "place", "origin", "group", "value", "low", "high", "qualifier", "unit", "text", "date", "when"),
    *("attribution", "published", "sentence", "absent", "source", "url", "citation", "version"),
)


def _headline(asked: Asked) -> Rows | dict[str, Any]:
    key = asked.texts("indicator", "place", "origin", "group", "when")
    found = figures.headline(asked.ledger, key.pop("indicator"), **key)
    return found if asked.form == "json" else Rows(FLAT, [_flat(found)], 1, 1, 0)


def _flat(found: Mapping[str, Any]) -> dict[str, Any]:
    source: Mapping[str, Any] = found["sources"][0] if found["sources"] else {}
    given = {**found["asked"], **(found["key"] or {}), **(found["figure"] or {}), **source, **found}
    given |= {"citation": (found["citation"] or {}).get("plain"), "version": found["ledger"]["version"]}
    given |= {"published": source.get("published")}  # the day, not its words
    return {name: given.get(name) for name in FLAT}


def _disputes(asked: Asked) -> dict[str, Any]:
    limit, offset = asked.number("limit", 50), asked.number("offset", 0)
    found = figures.disputes(asked.ledger, theme=asked.text("theme"), limit=limit, offset=offset)
    return {"total": found.pop("total"), "limit": limit, "offset": offset, **found}


def _pace(asked: Asked) -> dict[str, Any]:
    chosen = {name: asked.text(name) for name in ("by", "shape", "source", "per_month") if name in asked.values}
    return times.pace(asked.ledger, asked.text("of"), **chosen)


def _compare(asked: Asked) -> dict[str, Any]:
    chosen = {name: asked.text(name) for name in ("by", "mode", "held") if name in asked.values}
    return times.compare(asked.served, asked.ledger, asked.text("indicator"), asked.text("which"), **chosen)


def _charts(asked: Asked) -> Rows | dict[str, Any]:
    found: dict[str, Any] = asked.served.once(charts.charts, asked.ledger)
    if asked.form == "json":
        return found
    columns = ("chart", "view", "title", "subtitle", "as_of", "rows", "page")
    return Rows(columns, found["rows"], found["total"], found["total"], 0)


def _chart(asked: Asked) -> File | dict[str, Any]:
    filters = asked.values.get("filters", {})
    if asked.form == "json":
        return charts.chart(asked.served, asked.ledger, asked.text("name"), filters)
    spec = built(asked.served, asked.ledger, asked.text("name"), filters)
    kind = FORMATS[FILES[asked.form]]
    ratio: Literal["16:9", "4:3", "1:1"] = asked.values.get("ratio", "16:9")
    content = kind.make(order(asked.served, asked.newest, spec, ratio=ratio))
    return File(content, kind.media, kind.file_name(file_names([item_of(spec)])[0], ratio))


def _cite(asked: Asked) -> dict[str, Any]:
    return charts.cite(asked.served, asked.ledger, asked.text("name"), asked.values.get("filters", {}))


def _package(asked: Asked) -> File:
    files = asked.served.files()
    if not files:
        raise NotReadyError("The files of the data are not at hand.")
    title = file_stem(f"datapackage {told.version(asked.newest)}")
    return File(pack(sorted(files.items())), "application/zip", f"{title}.zip")


# Of what is understood as a period what programs should write; a day is one of its month.
_MONTH_OR_DAY = r"-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?|-(0[13-9]|1[0-2])-(29|30)|-(0[13578]|1[02])-31"
WHEN = {"type": "string", "maxLength": LONGEST, "pattern": rf"^(since )?(19|20)[0-9]{{2}}({_MONTH_OR_DAY})?$"}
SERIES = (
    Parameter("indicator", "what is counted, by id or title", required=True, example="camp_population"),
    *(PLACE, ORIGIN, GROUP),
    Parameter("when", "year, month, day or `since 2020`; without it the newest figure", WHEN, example="2019"),
)
OPERATIONS = (
    Operation(
        "headline",
        "/headline",
        "The headline figure of a series by the headline rule, with hedge, date, why it leads, rivals, sentence, "
        "citation and source; what the data do not hold is said to be absent",
        _headline,
        schemas.HEADLINE,
        (*SERIES, *EVERY),
        _FORMS,
        example="/headline?indicator=camp_population&place=roj",
    ),
    Operation(
        "search",
        "/search",
        "A question in plain words, answered as on the page Find",
        lambda asked: figures.search(asked.ledger, asked.text("q")),
        schemas.SEARCH,
        (
            Parameter(
                "q",
                "the question",
                {"type": "string", "minLength": 1, "maxLength": figures.MOST_WORDS, "pattern": r"\S"},
                required=True,
                example="French children remaining",
            ),
            *EVERY,
        ),
        example="/search?q=French+children+remaining",
    ),
    Operation(
        "observations",
        "/observations",
        "Statements of the sources, each with hedge, date, source and its part in the headline, oldest first",
        _observations,
        schemas.paged(schemas.part("Statement")),
        (*FILTERS, LIMIT, OFFSET, *EVERY),
        _FORMS,
        example="/observations.csv?indicator=camp_population&place=al-hol&origin=all&group=total&role=headline",
    ),
    *(
        Operation(
            name,
            f"/{name}",
            tables.ABOUT[name],
            partial(_table, name),
            schemas.paged(schemas.part(name.capitalize())),
            (LIMIT, OFFSET, *EVERY),
            _FORMS,
            example=f"/{name}.csv",
        )
        for name in tables.TABLES
    ),
    Operation(
        "disputes",
        "/disputes",
        "Figures on which sources differ, the widest apart first, with all their statements",
        _disputes,
        schemas.paged(schemas.DISPUTE),
        (
            THEME,
            Parameter("limit", "how many", {"type": "integer", "minimum": 1, "maximum": 500, "default": 50}),
            OFFSET,
            *EVERY,
        ),
        example="/disputes?theme=camps&limit=5",
    ),
    Operation(
        "changes",
        "/changes",
        "What was published between two dates: counts that moved, revised figures, what has ended",
        lambda asked: times.changes(asked.newest, start=asked.text("start"), end=asked.text("end")),
        schemas.CHANGES,
        (
            Parameter("start", "the first date; without it the end of a year some months back", schemas.DAY),
            Parameter("end", "the second date; without it today", schemas.DAY),
            VERSION,
        ),
        example="/changes?start=2025-12-31",
    ),
    Operation(
        "pace",
        "/pace",
        "When a population is empty at a pace, with bounds and the arithmetic; no forecast",
        _pace,
        schemas.PACE,
        (
            Parameter("of", "population, by id; the answer lists them", example="roj"),
            Parameter("by", "pace of the latest or best 12 months, or one that is set", _of(*WINDOWS)),
            Parameter("shape", "carried on as a constant number or share", _of(*SHAPES)),
            Parameter("source", "what counts as departures", _of(*BASES)),
            Parameter(
                "per_month",
                "set pace, people a month",
                {"type": "integer", "minimum": 1, "maximum": 10_000_000},
            ),
            *EVERY,
        ),
        example="/pace?of=roj",
    ),
    Operation(
        "compare",
        "/compare",
        "Two to six places or nationalities side by side",
        _compare,
        schemas.CHART,
        (
            Parameter("indicator", "what is counted, by id or title", required=True, example="camp_population"),
            Parameter("which", "places or nationalities, parted by commas", required=True, example="al-hol,roj"),
            Parameter("by", "whether places or nationalities are compared", _of(*BY)),
            Parameter("mode", "as stated, as an index, or per stock", _of(*MODES)),
            Parameter("held", "nationality where places are compared, place where nationalities are"),
            *EVERY,
        ),
        example="/compare?indicator=camp_population&which=al-hol,roj",
    ),
    Operation(
        "charts",
        "/charts",
        "Every chart: name, headline, filters with their choices",
        _charts,
        schemas.thing({"total": schemas.WHOLE, "rows": schemas.several(schemas.LISTED), "ledger": schemas.EDITION}),
        EVERY,
        _FORMS,
        example="/charts",
    ),
    Operation(
        "chart",
        "/charts/{name}.{form}",
        "A chart with its own filters: its figures, or the file that the dashboard gives out",
        _chart,
        schemas.CHART,
        (NAME, FREE, Parameter("ratio", "shape of a picture", _of(*RATIOS)), *EVERY),
        tuple(FILES),
        heavy=True,
        example="/charts/camps.population.csv?camp=roj",
    ),
    Operation(
        "drawing",
        "/drawings/{name}.svg",
        "The drawing of a chart alone, without its words around it, for a page of one's own",
        embed.drawing,
        {},
        (
            NAME,
            FREE,
            Parameter("width", "pixels", {"type": "integer", "minimum": 240, "maximum": 2000, "default": 960}),
            Parameter("height", "pixels", {"type": "integer", "minimum": 200, "maximum": 2000, "default": 520}),
            Parameter("theme", "ground on which it stands", _of("light", "dark")),
            *EVERY,
        ),
        ("svg",),
        heavy=True,
        example="/drawings/camps.population.svg?camp=roj&theme=dark",
    ),
    Operation(
        "cite",
        "/cite/{name}",
        "How to cite a chart and every publication that it rests on: text, Chicago, APA, BibTeX, RIS",
        _cite,
        schemas.CITED,
        (NAME, FREE, *EVERY),
        example="/cite/camps.population",
    ),
    Operation(
        "datapackage",
        "/datapackage.zip",
        "All files of the data as a Frictionless Data Package",
        _package,
        {},
        (VERSION,),
        ("zip",),
        heavy=True,
        example="/datapackage.zip",
    ),
    Operation(
        "dataset",
        "/dataset.jsonld",
        "What the data are, as a schema.org Dataset: for search engines and catalogues",
        embed.dataset,
        {},
        (VERSION,),
        ("jsonld",),
        example="/dataset.jsonld",
    ),
)
# Beside the API, at /embed: a page for people.
EMBED = Operation(
    "embed",
    "/embed",
    "One chart without the dashboard around it",
    embed.embed,
    {},
    (Parameter("chart", "chart of the catalogue", _of(*catalog.names()), required=True), FREE, *EVERY),
    ("html",),
    example="/embed?chart=camps.population",
)
_FILES = {"zip": "application/zip", "jsonld": "application/ld+json", "html": embed.HTML}
MEDIA_OF = {**MEDIA, **_FILES} | {ending: FORMATS[kind].media for ending, kind in FILES.items() if ending not in MEDIA}
