"""The columns of a drawn row, each once: its name, heading and HXL tag in files, its kind, and where readers see it.

A column of the observations that is added here is carried to every chart, file and table; nothing else names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from analysis.vocabulary import Hedge, Role, publisher_kind
from analysis.words import date_text, period_text

Kind = Literal["text", "number", "count", "date", "names"]
Row = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of `ChartSpec.data` and how it reaches readers; what is not given is not shown there.

    `tag` is its HXL tag (HXL 1.1: a core hashtag says what kind of thing a column holds, attributes narrow it down);
    one without is in no file. `head` is its heading in files where that is not its name. `sheet` is its heading
    beside the cells of a native chart; `screen` that in the table on the screen, where `told` words a cell from its
    row and `spare` leaves it out where all its cells are empty. `hover` is a line of the tooltip, with `{}` for what
    the row states. `about` says to programs what it holds.
    """

    name: str
    tag: str = ""
    kind: Kind = "text"
    head: str = ""
    sheet: str = ""
    screen: str = ""
    told: Callable[[Row], Any] | None = None
    spare: bool = False
    hover: str = ""
    about: str = ""

    @property
    def heading(self) -> str:
        """Its heading in files."""
        return self.head or self.name

    @property
    def blank(self) -> Any:
        """What a row holds that states nothing; it counts as one statement."""
        return {"text": "", "number": float("nan"), "count": 1, "date": pd.NaT, "names": None}[self.kind]

    @property
    def dtype(self) -> str:
        """Its type in a frame."""
        return {"number": "float64", "count": "int64", "date": "datetime64[us]"}.get(self.kind, "object")


def hedge_label(row: Row) -> str:
    """How sure a figure is; one that was added up or worked out stands in no source."""
    hedge = Hedge(row["qualifier"])
    if hedge != Hedge.EXACT or row["basis"] == "stated":
        return hedge.label
    return "exact, added up" if row["basis"] == "sum" else "exact, worked out"


def _for_whom(row: Row) -> str:
    return str(row["x"] if isinstance(row["x"], str) else row["place_name"])


def _when(row: Row) -> str:
    return period_text(row["period_start"], row["period_end"], str(row["date_precision"]))


def _published(row: Row) -> str:
    return date_text(row["published"], str(row["published_precision"]))


def _line(row: Row) -> str:
    return f"{row['file']}, line {row['line']}" if row["line"] else str(row["file"])


# What is drawn. `series` names the line or colour; `x` is a date or a category; `start` is set for spans only. A row of
# a sankey is a link from the node `series` to the node `x`.
_DRAWN = (
    Column("series", "#meta+series+name", sheet="Series", screen="Series"),
    Column("x", "#meta+x", sheet="Date or category", screen="For", told=_for_whom),
    Column("start", kind="date"),
    Column(
        "value",
        "#indicator+value+num",
        "number",
        sheet="Value",
        screen="Value",
        about="the figure as stated; of a range the middle",
    ),
    Column("low", "#indicator+value+min", "number", sheet="Low", about="lower bound, where one is stated"),
    Column("high", "#indicator+value+max", "number", sheet="High", about="upper bound, where one is stated"),
    Column(
        "qualifier",
        "#indicator+value+qualifier",
        sheet="Hedge",
        screen="Hedge",
        told=hedge_label,
        about="hedge of the source: exact, about, at_least, at_most, range or estimate",
    ),
    Column("unit", "#indicator+unit+code", sheet="Unit", about="unit, by its id"),
    Column(
        "text",
        "#indicator+value+text",
        head="figure",
        sheet="Figure as worded",
        screen="Figure",
        about="the figure in words, with its hedge and unit",
    ),
    Column(
        "role",
        "#meta+role",
        sheet="Role",
        screen="Standing",
        told=lambda row: Role(row["role"]).label,
        about="headline, rival, echo, beside or kept_out, by the headline rule",
    ),
    Column("basis", "#meta+basis"),
)
# Where it comes from. Of a figure added from several statements `as_of`, `attribution`, `published` are those of its
# newest part, `sources` and `files` are all of them as tuples (None for one statement), and `source` and `file` are
# those as they are written, newest part first. `as_of` is the date that it holds for.
_CITED = (
    Column("indicator", "#indicator+code", about="what is counted, by its id"),
    Column("title", "#indicator+name", head="measure", about="what is counted"),
    Column("place", "#loc+code", about="where, by its id"),
    Column("place_name", "#loc+name", about="where"),
    Column("origin", "#population+origin+code", about="nationality of the people counted, or the donor, by its id"),
    Column("origin_name", "#population+origin+name", about="nationality of the people counted, or the donor"),
    Column("group", "#population+group+code", about="who is counted: total, children, women, households and so on"),
    Column("period_start", "#date+start", "date", about="first day of the period that a flow covers"),
    Column(
        "period_end",
        "#date+end",
        "date",
        sheet="Holds for",
        screen="Date",
        told=_when,
        about="day for which the figure holds, or the last of its period",
    ),
    Column("date_precision", "#date+precision", about="how exact the date is"),
    Column("as_of", "#date+held", "date"),
    Column("as_of_precision", "#date+held+precision"),
    Column("scope", "#meta+scope", about="what a flow covers: event, part_period, year_total or alternative_count"),
    Column("event", "#event+code", about="the one happening that several sources count"),
    Column(
        "attribution",
        "#org+attribution+name",
        sheet="Stated by",
        screen="Stated by",
        about="the body that states the figure, and who relays it",
    ),
    Column("stated_by", "#org+stating+name"),
    Column("counter", "#org+counting+name", head="counted_by"),
    Column("sources", kind="names"),
    Column("source", "#meta+source+code", about="the publication, by its id"),
    Column("source_title", "#meta+source+title", sheet="Title", screen="Source", about="title of the publication"),
    Column("publisher", "#org+publisher+name", sheet="Publisher", screen="Publisher", about="who published it"),
    Column(
        "publisher_kind",
        "#org+publisher+type",
        screen="Kind",
        told=lambda row: publisher_kind(str(row["publisher_kind"])).short,
        about="kind of publisher",
    ),
    Column("quotes", "#org+quoted+name", head="relays"),
    Column(
        "published",
        "#date+published",
        "date",
        sheet="Published",
        screen="Published",
        told=_published,
        about="day from which the figure was known",
    ),
    Column("published_precision", "#date+published+precision", about="how exact that date is"),
    Column(
        "url",
        "#meta+source+url",
        sheet="Address",
        screen="Address",
        told=lambda row: str(row["url"]) or None,
        about="address of the publication",
    ),
    Column("carried_by", "#org+carrier+name", screen="As carried by", spare=True),
    Column(
        "locator",
        "#meta+source+locator",
        sheet="Locator",
        screen="Where in the source",
        spare=True,
        about="passage in the publication",
    ),
    Column("note", "#description+note", sheet="Note", screen="Note", spare=True, about="remark"),
    Column(
        "corrected",
        "#description+correction",
        screen="Correction",
        spare=True,
        hover="corrected: {}",
        about="what was corrected in the figure, where anything was",
    ),
    Column(
        "clause",
        "#description+headline",
        head="why_headline",
        screen="Why it leads",
        spare=True,
        about="why the headline leads",
    ),
    Column("statements", "#meta+statements+num", "count", about="how many statements there are of the same figure"),
    Column(
        "rival_low",
        "#indicator+value+rival+min",
        "number",
        head="lowest_statement",
        about="lowest value that any of them states",
    ),
    Column(
        "rival_high",
        "#indicator+value+rival+max",
        "number",
        head="highest_statement",
        about="highest value that any of them states",
    ),
    Column("files", kind="names"),
    Column("file", "#meta+file+name", screen="Data file", told=_line, about="file of the data package"),
    Column("line", "#meta+file+line", "count", about="line in that file"),
)
# Of a map's circles.
_PLACED = (Column("lat", "#geo+lat", "number"), Column("lon", "#geo+lon", "number"))
# Of the chart, the same in every row.
_CHART = (
    Column("unit_name", "#indicator+unit+name"),
    Column("chart", "#meta+chart+title"),
    Column("chart_id", "#meta+chart+code"),
    Column("as_known_on", "#date+known", "date"),
    Column("lead_rule", "#meta+lead"),
)
# What the table on the screen begins with, so that it is in view: of what, when, how many, who says so and where; the
# other columns follow as they stand here.
_FIRST = ("series", "x", "period_end", "text", "attribution", "source_title", "url", "role", "clause")

DRAWN = [column.name for column in _DRAWN]
CITED = [column.name for column in _CITED]
SHOWN = {column.name: column for column in (*_DRAWN, *_CITED)}
FILES = tuple(column for column in (*_DRAWN, *_CITED, *_PLACED, *_CHART) if column.tag)
SHEET = tuple(column for column in FILES if column.sheet)
SCREEN = tuple(
    sorted(
        (column for column in SHOWN.values() if column.screen),
        key=lambda column: _FIRST.index(column.name) if column.name in _FIRST else len(_FIRST),
    )
)
ASKED = tuple(column for column in SHOWN.values() if column.about)
HOVER = tuple(column for column in SHOWN.values() if column.hover)
HXL = {column.heading: column.tag for column in FILES}


def of_kind(kind: Kind) -> tuple[str, ...]:
    """Headings in files of the columns of a kind."""
    return tuple(column.heading for column in FILES if column.kind == kind)


DATES, NUMBERS, COUNTS = of_kind("date"), of_kind("number"), of_kind("count")
