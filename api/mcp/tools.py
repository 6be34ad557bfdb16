"""The tools: what each is for, what it takes, and what it answers.

Nothing heavy is imported here, so that an assistant is told what there is before the data are read.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal

from mcp.server.mcpserver.tools import Tool
from mcp_types import CallToolResult, ImageContent, TextContent, ToolAnnotations
from pydantic import Field

from api.mcp import models

if TYPE_CHECKING:
    from api.mcp.answers import Desk, Reply

INSTRUCTIONS = """\
Figures on camps, detention, returns, displacement, liberation and funding in northeast Syria and Iraq after \
ISIS/Daesh. A source stated every figure, with a hedge, a date and an address. Look figures up here; do not remember \
them.

- Start with `search` and plain words. `headline` is for one figure by its ids, `vocabulary` lists the ids.
- Repeat the hedge ("about", "at least", a range), the date, who states it, the address. Quote `text` and `sentence`.
- `held` false: the data do not hold it. Say so and offer what is near. Never fill the gap, never interpolate.
- Add nothing up yourself: parts and totals, stocks over time and several counts of one happening must not be added.
- `differing` above 0: say that sources differ, and how far. `holds` false: tell it in the past tense.
- Cite `ledger.version` with the figure: the same version gives the same answer.
- People are held, suspected or alleged; children are victims. No private person is named.\
"""

_WORDS = 200
_SEVERAL = "several parted by commas; empty: all"
_Indicator = Annotated[
    str, Field(max_length=_WORDS, description="What is counted: id or title; `vocabulary` lists them")
]
_Place = Annotated[
    str,
    Field(max_length=_WORDS, description="Where: id or name; `vocabulary` lists them. Empty: the only or usual one"),
]
_Origin = Annotated[
    str,
    Field(
        max_length=_WORDS,
        description="Nationality of the people counted, or the donor: ISO 3166 alpha-3, a name, or all, syr, irq, tcn "
        "(third-country), non_syr. Empty: all, or the only one",
    ),
]
_Group = Annotated[
    str,
    Field(
        max_length=_WORDS,
        description="Who is counted: total, children, women, men, households... Empty: total, or the only one",
    ),
]
_When = Annotated[
    str, Field(max_length=_WORDS, description="Period: 2021, 2021-03, 2021-03-31 or since 2020. Empty: the newest")
]
_KnownOn = Annotated[
    str, Field(max_length=_WORDS, description="Only what was published by this day counts: YYYY-MM-DD. Empty: all")
]
_Lead = Annotated[
    str,
    Field(
        max_length=_WORDS,
        description="Which statement leads where sources differ: highest, lowest, kind:... or by:... (`vocabulary` of "
        "leads). Empty: the headline rule, which is nearly always right",
    ),
]
_Places = Annotated[str, Field(max_length=_WORDS, description=f"Where: ids or names, {_SEVERAL}")]
_Origins = Annotated[str, Field(max_length=_WORDS, description=f"Nationalities or donors: ids or names, {_SEVERAL}")]
_Groups = Annotated[str, Field(max_length=_WORDS, description=f"Who is counted: {_SEVERAL}")]
_Since = Annotated[
    str, Field(max_length=_WORDS, description="First day for which figures hold, YYYY-MM-DD. Empty: all")
]
_Until = Annotated[str, Field(max_length=_WORDS, description="Last day for which figures hold, YYYY-MM-DD. Empty: all")]
_Order = Annotated[bool, Field(description="Newest first; else oldest first")]
_Rows = Annotated[int, Field(ge=1, le=100, description="How many at most; an answer may hold fewer, and says so")]
_Few = Annotated[int, Field(ge=1, le=20, description="How many at most; an answer may hold fewer, and says so")]
_Offset = Annotated[int, Field(ge=0, le=100_000_000, description="Where to begin: `next_offset` of the part before")]
_Filters = Annotated[
    dict[str, str | list[str]],
    Field(
        max_length=30,
        description="Filters of the chart and their choices, ids or names; `vocabulary` of charts lists them",
    ),
]

_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


class Tools:
    """The tools, which answer from a desk that is asked for with each call."""

    def __init__(self, desk: Callable[[], Desk]) -> None:
        self._desk = desk

    def all(self) -> list[Tool]:
        """Each tool as the package wants it, with its title and the schemas of its arguments and its answer."""
        return [_tool(title, getattr(self, name)) for name, title in _TITLES.items()]

    def search(
        self,
        question: Annotated[
            str, Field(max_length=300, description="Plain words in any order, such as: French children remaining")
        ],
        as_known_on: _KnownOn = "",
        lead: _Lead = "",
    ) -> Annotated[CallToolResult, models.SearchAnswer]:
        """Answer a question in plain words with the figure that the data hold, its hedge, date, source and address.

        Begin here. Names of camps, prisons and countries in English, French or Arabic, demonyms, years and typos are
        understood. One question, one figure: ask two questions for two figures. The rest of the answer is what is
        near: other figures, charts, events, publications.
        """
        return _result(_answers().search(self._desk(), question, known_on=as_known_on, lead=lead))

    def headline(
        self,
        indicator: _Indicator,
        place: _Place = "",
        origin: _Origin = "",
        group: _Group = "",
        when: _When = "",
        as_known_on: _KnownOn = "",
        lead: _Lead = "",
    ) -> Annotated[CallToolResult, models.HeadlineAnswer]:
        """The headline figure of one series by its ids: the newest, or that of a period, with the rivals that differ.

        Where the period has no figure the nearest one is given and `exact` is false. Nothing is interpolated.
        """
        key = {"indicator": indicator, "place": place, "origin": origin, "group": group}
        return _result(_answers().headline(self._desk(), when=when, known_on=as_known_on, lead=lead, **key))

    def series(
        self,
        *,
        indicator: _Indicator,
        place: _Places = "",
        origin: _Origins = "",
        group: _Groups = "",
        since: _Since = "",
        until: _Until = "",
        newest_first: _Order = False,
        limit: _Rows = 25,
        offset: _Offset = 0,
        as_known_on: _KnownOn = "",
        lead: _Lead = "",
    ) -> Annotated[CallToolResult, models.Rows]:
        """How one measure moved: the statements that lead by the headline rule, one a date, oldest first.

        Name one place, origin and group for one line. Between two dates nothing is known: draw no values there.
        """
        key = {"indicator": indicator, "place": place, "origin": origin, "group": group, "role": "headline"}
        page = {"since": since, "until": until, "known_on": as_known_on, "lead": lead}
        return _result(
            _answers().statements(
                self._desk(), limit=limit, offset=offset, newest_first=newest_first, theme="", **key, **page
            )
        )

    def statements(
        self,
        *,
        indicator: Annotated[
            str, Field(max_length=_WORDS, description=f"What is counted: ids or titles, {_SEVERAL}")
        ] = "",
        place: _Places = "",
        origin: _Origins = "",
        group: _Groups = "",
        theme: Annotated[str, Field(max_length=_WORDS, description=f"Themes, such as camps: {_SEVERAL}")] = "",
        role: Annotated[
            str,
            Field(max_length=_WORDS, description=f"headline, rival, echo, beside or kept_out: {_SEVERAL}"),
        ] = "",
        since: _Since = "",
        until: _Until = "",
        newest_first: _Order = False,
        limit: _Rows = 25,
        offset: _Offset = 0,
        as_known_on: _KnownOn = "",
        lead: _Lead = "",
    ) -> Annotated[CallToolResult, models.Rows]:
        """Every figure that sources stated and that matches all filters, rivals and repetitions included.

        To see who said what. For one number use `headline`; add no rows up: they count one another's people.
        """
        key = {"indicator": indicator, "place": place, "origin": origin, "group": group, "theme": theme, "role": role}
        page = {"since": since, "until": until, "known_on": as_known_on, "lead": lead}
        return _result(
            _answers().statements(self._desk(), limit=limit, offset=offset, newest_first=newest_first, **key, **page)
        )

    def disputes(
        self,
        theme: Annotated[str, Field(max_length=_WORDS, description="One theme, such as camps. Empty: all")] = "",
        limit: _Few = 5,
        offset: _Offset = 0,
        as_known_on: _KnownOn = "",
        lead: _Lead = "",
    ) -> Annotated[CallToolResult, models.DisputesAnswer]:
        """Figures on which sources differ, the widest apart first, each with all its statements and why one leads."""
        return _result(
            _answers().disputes(self._desk(), theme, limit=limit, offset=offset, known_on=as_known_on, lead=lead)
        )

    def as_known_on(
        self,
        date: Annotated[str, Field(max_length=_WORDS, description="The day of knowledge: YYYY-MM-DD")],
        indicator: _Indicator,
        place: _Place = "",
        origin: _Origin = "",
        group: _Group = "",
        lead: _Lead = "",
    ) -> Annotated[CallToolResult, models.Vintages]:
        """What could be known on a day: a headline figure as published by then, beside the one that is known now.

        For what a brief of that day could have said. The other tools take `as_known_on` too.
        """
        key = {"indicator": indicator, "place": place, "origin": origin, "group": group}
        return _result(_answers().as_known_on(self._desk(), date, lead=lead, **key))

    def changes(
        self,
        start: Annotated[
            str,
            Field(max_length=_WORDS, description="The earlier day of knowledge: YYYY-MM-DD. Empty: end of a past year"),
        ] = "",
        end: Annotated[
            str, Field(max_length=_WORDS, description="The later day of knowledge: YYYY-MM-DD. Empty: today")
        ] = "",
        limit: _Rows = 25,
        offset: _Offset = 0,
    ) -> Annotated[CallToolResult, models.ChangesAnswer]:
        """What was published between two days: counts that have ended, moved or were revised, each with its source.

        For what is new since a brief of the first day. It goes by days of publication, not by those of the figures.
        """
        return _result(_answers().changes(self._desk(), start=start, end=end, limit=limit, offset=offset))

    def pace(
        self,
        of: Annotated[
            str,
            Field(max_length=_WORDS, description="Population: id or name; the answer lists them. Empty: the usual one"),
        ] = "",
        by: Annotated[
            Literal["last", "best", "set"],
            Field(description="Pace: of the last 12 months, of the best 12 months, or set by per_month"),
        ] = "last",
        shape: Annotated[
            Literal["number", "share"], Field(description="The pace goes on as a constant number or a constant share")
        ] = "number",
        source: Annotated[
            Literal["auto", "journeys", "fall"],
            Field(description="Departures: journeys as reported, the fall of the stock, or whichever is there"),
        ] = "auto",
        per_month: Annotated[
            int | None, Field(ge=1, le=10_000_000, description="People a month, with by=set only")
        ] = None,
        as_known_on: _KnownOn = "",
        lead: _Lead = "",
    ) -> Annotated[CallToolResult, models.PaceAnswer]:
        """When a camp or another population is empty at a pace, with the arithmetic and what the hedges allow.

        It is arithmetic on stated figures, no forecast: say so.
        """
        choices = {"by": by, "shape": shape, "source": source, "per_month": "" if per_month is None else str(per_month)}
        return _result(_answers().pace(self._desk(), of, known_on=as_known_on, lead=lead, **choices))

    def compare(
        self,
        *,
        indicator: _Indicator,
        which: Annotated[
            str,
            Field(max_length=_WORDS, description="Two to six places or nationalities, ids or names, parted by commas"),
        ],
        by: Annotated[Literal["place", "origin"], Field(description="What `which` names")] = "place",
        mode: Annotated[
            Literal["stated", "own", "common", "stock"],
            Field(
                description="stated figures; own or common: an index, 100 at the own or a common first figure; stock: "
                "per 100 people of the stock"
            ),
        ] = "stated",
        held: Annotated[
            str,
            Field(
                max_length=_WORDS,
                description="The nationality where places are compared, the place where nationalities are",
            ),
        ] = "",
        limit: _Rows = 40,
        offset: _Offset = 0,
        as_known_on: _KnownOn = "",
        lead: _Lead = "",
    ) -> Annotated[CallToolResult, models.ChartAnswer]:
        """Two to six places or nationalities side by side in one measure, with the sentence that compares them."""
        choices = {"by": by, "mode": mode, "held": held, "known_on": as_known_on, "lead": lead}
        return _result(_answers().compare(self._desk(), indicator, which, limit=limit, offset=offset, **choices))

    def chart(
        self,
        name: Annotated[
            str,
            Field(
                max_length=_WORDS, description="Chart, such as camps.population; `search` and `vocabulary` name them"
            ),
        ],
        filters: _Filters = {},  # noqa: B006 - pydantic copies it
        picture: Annotated[
            Literal["png", "svg", "none"],
            Field(description="png to look at it, svg for a program that draws it, none for the figures alone"),
        ] = "png",
        limit: _Rows = 25,
        offset: _Offset = 0,
        as_known_on: _KnownOn = "",
        lead: _Lead = "",
    ) -> Annotated[CallToolResult, models.ChartAnswer]:
        """A chart of the dashboard: its picture, with title, date and sources inside, and exactly the figures drawn."""
        choices = {"known_on": as_known_on, "lead": lead}
        return _result(
            _answers().chart(self._desk(), name, filters, picture=picture, limit=limit, offset=offset, **choices)
        )

    def cite(
        self,
        chart: Annotated[
            str, Field(max_length=_WORDS, description="Chart whose publications are cited; or else `sources`")
        ] = "",
        sources: Annotated[
            str, Field(max_length=2000, description="Ids of publications, parted by commas; or else `chart`")
        ] = "",
        filters: _Filters = {},  # noqa: B006 - pydantic copies it
        style: Annotated[
            Literal["plain", "chicago", "apa", "bibtex", "ris"], Field(description="Style of the references")
        ] = "plain",
        limit: _Rows = 25,
        offset: _Offset = 0,
        as_known_on: _KnownOn = "",
        lead: _Lead = "",
    ) -> Annotated[CallToolResult, models.CiteAnswer]:
        """References to publications, and of a chart how to cite it. One figure brings its citation with it."""
        page = {"limit": limit, "offset": offset, "known_on": as_known_on, "lead": lead}
        named: dict[str, Any] = {"chart_name": chart, "filters": filters, "sources": sources, "style": style}
        return _result(_answers().cite(self._desk(), **named, **page))

    def vocabulary(
        self,
        of: Annotated[
            Literal["indicators", "places", "origins", "groups", "themes", "charts", "populations", "sources", "leads"],
            Field(description="Which list"),
        ],
        words: Annotated[
            str, Field(max_length=_WORDS, description="Words that id, name or meaning must hold. Empty: all")
        ] = "",
        limit: _Rows = 50,
        offset: _Offset = 0,
    ) -> Annotated[CallToolResult, models.VocabularyAnswer]:
        """The ids that the other tools take, with names and meanings: unit, kind and definition of each indicator."""
        from api.mcp.vocabulary import vocabulary

        return _result(vocabulary(self._desk(), of, words, limit=limit, offset=offset))


_TITLES = {
    "search": "Ask in plain words",
    "headline": "One figure by its ids",
    "series": "A figure over time",
    "statements": "Who said what",
    "disputes": "Where sources differ",
    "as_known_on": "What was known on a day",
    "changes": "What changed between two days of knowledge",
    "pace": "When is it empty at this pace",
    "compare": "Places or nationalities side by side",
    "chart": "A chart: picture and figures",
    "cite": "References",
    "vocabulary": "Ids and what they mean",
}


def _tool(title: str, method: Callable[..., CallToolResult]) -> Tool:
    made = Tool.from_function(method, title=title, description=_description(method), annotations=_READS)
    # An argument that is misspelt must not be passed over: the answer would be to another question.
    made.parameters = {**_short(made.parameters), "additionalProperties": False}
    made.fn_metadata.output_schema = _short(made.fn_metadata.output_schema)
    return made


def _short(schema: Any) -> Any:
    """A schema without names of fields as titles and without null, which is never sent: half as long to read."""
    if isinstance(schema, list):
        return [_short(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: _short(one)
        for key, one in schema.items()
        if not (key == "title" and isinstance(one, str)) and not (key == "default" and one is None)
    }
    some = [one for one in kept.get("anyOf", ()) if one != {"type": "null"}]
    if len(some) == 1:
        kept = {**some[0], **{key: one for key, one in kept.items() if key != "anyOf"}}
    return kept


def _description(method: Callable[..., CallToolResult]) -> str:
    return "\n".join(line.strip() for line in (method.__doc__ or "").strip().splitlines())


def _answers() -> Any:
    """What answers: it imports pandas and all charts, for which no assistant waits that only asks what there is."""
    from api.mcp import answers

    return answers


def _result(reply: Reply) -> CallToolResult:
    """A reply as the protocol has it: the data as text, for assistants that read no structure, and as structure."""
    from api.mcp.answers import text_of

    content: list[Any] = [TextContent(text=text_of(reply.data))]
    if reply.picture:
        content.append(ImageContent(data=base64.b64encode(reply.picture).decode(), mime_type=reply.media))
    return CallToolResult(content=content, structured_content=reply.data)
