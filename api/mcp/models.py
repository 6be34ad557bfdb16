"""What the tools answer, as models: an assistant is told each field by the schema that is made of them.

They pick from the answers of `api` what an assistant needs: a field that is not named here is left out, and one that
says nothing is not sent.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

DAY = "YYYY-MM-DD"


class Edition(BaseModel):
    """Which data an answer is from. Cite the version beside the figure."""

    version: str = Field(description="Version of the data: the same version always gives the same answer")
    today: str = Field(description=f"Day against which ages and tenses are told, {DAY}")
    as_known_on: str | None = Field(None, description="Only what was published by this day counts; missing: all counts")
    lead: str = Field("", description="Which statement leads where sources differ; empty: the headline rule")
    lead_rule: str = Field(description="The same in words")
    note: str | None = Field(
        None, description="What must be said of this version, such as that newer files have errors"
    )


class Figure(BaseModel):
    """A figure with its hedge. Repeat the hedge whenever you repeat the figure: `text` has both."""

    text: str = Field(description="The figure in words, hedge first, with its unit: quote this")
    value: float | None = Field(None, description="The number as stated; of a range the middle")
    low: float | None = Field(None, description="Lower bound, where one is stated")
    high: float | None = Field(None, description="Upper bound, where one is stated")
    qualifier: str = Field(description="The source's hedge: exact, about, at_least, at_most, range or estimate")
    unit: str = Field(description="Unit, by its id")
    unit_name: str = Field(description="Unit in words")


class Publication(BaseModel):
    """A publication that a figure rests on."""

    source: str = Field(description="Its id")
    title: str | None = Field(None, description="Its title")
    publisher: str | None = Field(None, description="Who published it")
    published: str | None = Field(None, description=f"Day from which its figures were known, {DAY}")
    published_precision: str | None = Field(None, description="How exact that day is: day, month or year")
    url: str | None = Field(None, description="Its address on the web")


class Statement(BaseModel):
    """One figure that one source stated, or what a chart draws of it."""

    text: str = Field(description="The figure in words, with hedge and unit: quote this")
    value: float | None = Field(None, description="The number as stated; of a range the middle")
    low: float | None = Field(None, description="Lower bound, where one is stated")
    high: float | None = Field(None, description="Upper bound, where one is stated")
    qualifier: str | None = Field(None, description="Hedge: exact, about, at_least, at_most, range or estimate")
    unit: str | None = Field(None, description="Unit, by its id")
    period_start: str | None = Field(None, description=f"First day of the period that a flow covers, {DAY}")
    period_end: str | None = Field(None, description=f"Day for which the figure holds, or last of its period, {DAY}")
    date_precision: str | None = Field(None, description="How exact that day is; publication: only when it was said")
    series: str | None = Field(None, description="In a chart: the line, bar or area that it belongs to")
    x: str | None = Field(None, description="In a chart: where it stands, a day or a name")
    indicator: str | None = Field(None, description="What is counted, by its id")
    title: str | None = Field(None, description="What is counted")
    kind: str | None = Field(None, description="stock (on a day), flow (in a period; add none twice) or cumulative")
    place: str | None = Field(None, description="Where, by its id")
    place_name: str | None = Field(None, description="Where")
    origin: str | None = Field(None, description="Nationality of the people counted, or the donor, by its id")
    origin_name: str | None = Field(None, description="The same in words")
    group: str | None = Field(None, description="Who is counted: total, children, women, households and so on")
    scope: str | None = Field(None, description="What a flow covers: event, part_period, year_total, alternative_count")
    event: str | None = Field(None, description="The one happening that several sources count: never add these")
    role: str | None = Field(
        None, description="headline (leads), rival, echo, beside or kept_out, by the headline rule"
    )
    clause: str | None = Field(None, description="Why the headline leads")
    basis: str | None = Field(None, description="In a chart: stated by a source, or worked out from statements")
    statements: int | None = Field(None, description="How many statements there are of the same figure")
    rival_low: float | None = Field(None, description="Lowest value that any of them states")
    rival_high: float | None = Field(None, description="Highest value that any of them states")
    attribution: str | None = Field(None, description="The body that states the figure, and who relays it: name this")
    publisher: str | None = Field(None, description="Who published it")
    source: str | None = Field(None, description="The publication, by its id; several are parted by semicolons")
    source_title: str | None = Field(None, description="Title of the publication")
    published: str | None = Field(None, description=f"Day from which the figure was known, {DAY}")
    url: str | None = Field(None, description="Address of the publication on the web")
    locator: str | None = Field(None, description="Passage in the publication")
    note: str | None = Field(None, description="Remark on the figure")
    corrected: str | None = Field(None, description="What was corrected in it")
    file: str | None = Field(None, description="File of the data package that holds it")
    line: int | None = Field(None, description="Line in that file")


class Cut(BaseModel):
    """A list of the answer that is shorter than what there is, and how to get the rest."""

    what: str = Field(description="Which list")
    shown: int = Field(description="How many are here")
    of: int | None = Field(None, description="How many there are; missing where that is not known yet")
    rest: str = Field(description="How to get the others")


class Answered(BaseModel):
    """What every answer carries."""

    ledger: Edition = Field(description="Which data the answer is from")
    cut: list[Cut] = Field([], description="Lists that were cut short; missing where the answer is whole")


class Told(BaseModel):
    """One figure with all that belongs beside it, or the word that there is none."""

    held: bool = Field(description="False: the data do not hold this. Say so; do not guess, and add nothing up")
    sentence: str = Field(description="The answer in one neutral sentence, or what is absent: use its words")
    figure: Figure | None = Field(None, description="The figure; missing where none is held or the answer is no number")
    absent: str | None = Field(None, description="What the data do not hold, and what they do")
    near: list[str] = Field([], description="Where nothing answers: what is near, each a whole sentence or a name")
    remarks: list[str] = Field([], description="What must be said beside the figure")
    when: str | None = Field(None, description="For when the figure holds, in words")
    date: str | None = Field(None, description=f"The same as a day, {DAY}")
    exact: bool | None = Field(None, description="False: another period than the one asked for; `when` says which")
    holds: bool | None = Field(None, description="False: events or age have overtaken it; tell it in the past tense")
    basis: str | None = Field(None, description="stated by a source, or sum of statements that may be added")
    attribution: str | None = Field(None, description="The body that states it, and who relays it: name this")
    published: str | None = Field(None, description="When it was published, in words")
    clause: str | None = Field(None, description="Why this statement leads where several differ")
    differing: int = Field(0, description="How many other statements of the same figure differ: say so where any does")
    rivals: list[Statement] = Field([], description="Those statements")
    statements: list[Statement] = Field([], description="The statements behind the figure")
    sources: list[Publication] = Field([], description="Their publications")
    citation: str | None = Field(None, description="The sentence with remarks and sources, to paste")
    page: str | None = Field(None, description="Where the dashboard shows the series; relative if it has no address")


class HeadlineAnswer(Answered, Told):
    """The headline figure of a series."""

    asked: dict[str, str] = Field(description="How the question was understood, by ids")


class Word(BaseModel):
    """A misspelt word and how it was understood."""

    word: str
    read_as: str = Field(alias="as")


class NamedChart(BaseModel):
    """A chart that shows the figure; `chart` draws it."""

    chart: str = Field(description="Its name, for the tool `chart`")
    title: str | None = Field(None, description="What it says")
    filters: dict[str, str | list[str]] = Field(description="Its filters, for the tool `chart`")


class Thing(BaseModel):
    """A place, country or publisher that the question names."""

    kind: str
    id: str
    name: str


class Event(BaseModel):
    """A dated event."""

    date: str | None = None
    when: str | None = None
    title: str | None = None
    source: str | None = None


class SearchAnswer(Answered, Told):
    """The answer to a question in plain words, then all that is near it."""

    read: list[Word] = Field([], description="How misspelt words were understood")
    others: list[str] = Field([], description="The next best figures, each a sentence")
    charts: list[NamedChart] = Field([], description="Charts that show it")
    things: list[Thing] = Field([], description="Places, countries and publishers that are named")
    events: list[Event] = Field([], description="Events that speak of it, newest first")
    found_sources: list[Publication] = Field([], description="Publications that speak of it")


class Rows(Answered):
    """Statements, oldest first, page by page."""

    held: bool = Field(description="False: the data hold no such statement. Say so; do not guess")
    absent: str | None = Field(None, description="What the data do not hold")
    near: list[str] = Field([], description="Where nothing matches: what the data do hold of the indicator")
    total: int = Field(description="How many match in all")
    offset: int = Field(description="Where this part begins")
    next_offset: int | None = Field(None, description="Where the next part begins; missing at the end")
    rows: list[Statement] = Field(description="The statements, oldest first")


class Dispute(BaseModel):
    """A figure on which sources differ."""

    dispute: str = Field(description="Its id")
    title: str = Field(description="What, where, when")
    text: str = Field(description="What the headline states, with its hedge")
    low: float | None = Field(None, description="Lowest value that any source states")
    high: float | None = Field(None, description="Highest value that any source states")
    spread: float | None = Field(None, description="Difference of the two as a share of the headline")
    clause: str = Field(description="Why the headline leads")
    statements: list[Statement] = Field(description="Every statement, the headline first")
    page: str = Field(description="Where the dashboard shows it")


class DisputesAnswer(Answered):
    """Figures on which sources differ, the widest apart first."""

    total: int = Field(description="How many there are in all")
    offset: int = Field(description="Where this part begins")
    next_offset: int | None = Field(None, description="Where the next part begins; missing at the end")
    rows: list[Dispute]


class Vintages(Answered):
    """A figure as it was known on a day, beside the one that is known now."""

    then: HeadlineAnswer = Field(description="What could be known on that day")
    now: HeadlineAnswer = Field(description="What is known now; it may be a correction or simply a later date")


class Change(BaseModel):
    """One thing that was published between two days."""

    change: Literal["ended", "moved", "revised"] = Field(
        description="ended: an event ended counts; moved: a newer count; revised: the same count, now stated otherwise"
    )
    title: str = Field(description="What is counted, or the event")
    what: str | None = Field(None, description="Where, and of whom")
    sentence: str | None = Field(None, description="The change in one sentence with its source: use its words")
    before: str | None = Field(
        None, description="The figure that was known, hedge first; missing: none to compare with"
    )
    before_when: str | None = Field(None, description="When that figure held")
    before_by: str | None = Field(None, description="Who states it, where that is another")
    after: str | None = Field(None, description="The figure now, hedge first: quote this")
    when: str | None = Field(None, description="When it holds, or when the event was, in words")
    attribution: str | None = Field(None, description="The body that states it, and who relays it: name this")
    source: str | None = Field(None, description="The publication, by its id; `sources` has its address")


class ChangesAnswer(Answered):
    """What was published between two days: what has ended, what moved, what was revised, in that order."""

    held: bool = Field(description="False: nothing moved, was revised or ended between the two. Say so; do not guess")
    start: str = Field(description=f"The earlier day of knowledge, {DAY}")
    end: str = Field(description=f"The later day, {DAY}")
    sentence: str = Field(description="The whole in a few sentences: use its words")
    new_statements: int = Field(description="How many statements were published in between, these and all others")
    total: int = Field(description="How many changes there are in all")
    offset: int = Field(description="Where this part begins")
    next_offset: int | None = Field(None, description="Where the next part begins; missing at the end")
    rows: list[Change]
    sources: list[Publication] = Field([], description="The publications that these rows rest on")
    page: str = Field(description="Where the dashboard shows it")


class Population(BaseModel):
    """A population whose clearance can be asked after."""

    of: str = Field(description="Its id, for the argument `of`")
    name: str


class PaceAnswer(Answered):
    """When a population is empty at a pace. Arithmetic, no forecast: say so."""

    of: str
    population: str
    status: str = Field(description="clears, empty, or why no date can be told")
    sentence: str = Field(description="The answer in one sentence: use its words")
    stock: Figure | None = Field(None, description="The last count")
    stock_date: str | None = Field(None, description=f"When it held, {DAY}")
    stock_from: str | None = Field(None, description="Who states it")
    standing: str = Field(description="Whether the count still holds")
    per_year: Figure | None = Field(None, description="The pace, in people a year")
    pace: str | None = Field(None, description="The pace in words")
    years: float | None = Field(None, description="Years from the count to empty")
    years_low: float | None = Field(None, description="The least that the hedges allow")
    years_high: float | None = Field(None, description="The most that the hedges allow; missing: no end")
    clearance_text: str | None = Field(None, description="When nobody is left, as exact as it can be told")
    earliest: str | None = None
    latest: str | None = None
    bounds: str | None = Field(None, description="The same bounds in words")
    working: list[str] = Field(description="The arithmetic, in sentences")
    remarks: list[str] = Field([], description="What must be said beside it")
    statements: list[Statement] = Field([], description="The statements that it is reckoned from")
    sources: list[Publication] = Field([], description="Their publications")
    populations: list[Population] = Field(description="The populations that can be asked after")
    page: str


class Picture(BaseModel):
    """The picture of a chart, which is a content part of its own."""

    kind: Literal["png", "svg", "none"]
    size: int = Field(0, description="Its bytes")
    why_none: str | None = Field(None, description="Why there is no picture")


class ChartAnswer(Answered):
    """Exactly what a chart draws, and what a reader must know beside it."""

    held: bool = Field(description="False: the chart has no figures with these filters. Say so; do not guess")
    chart: str = Field(description="Its name")
    title: str = Field(description="What it says, in one sentence")
    description: str | None = Field(None, description="What is measured")
    unit: str | None = None
    unit_name: str | None = None
    as_of: str | None = Field(None, description=f"Newest day drawn, {DAY}")
    lead_rule: str | None = None
    filters: dict[str, str | list[str]] = Field(description="The filters as they were understood, defaults included")
    how_to_read: list[str] = Field([], description="What the marks mean; where sources differ")
    caveats: list[str] = Field([], description="What must be said beside it")
    source_line: str | None = Field(None, description="The sources in one line")
    total: int = Field(description="How many rows the chart draws")
    offset: int = Field(description="Where this part begins")
    next_offset: int | None = Field(None, description="Where the next part begins; missing at the end")
    rows: list[Statement] = Field(description="What is drawn, oldest first where it is over time")
    sources: list[Publication] = Field([], description="The publications that it rests on")
    picture: Picture
    page: str = Field(description="Where the dashboard shows it")


class CiteAnswer(Answered):
    """References, ready to paste."""

    reference: str | None = Field(None, description="How to cite the chart itself")
    style: str = Field(description="Style of the references")
    total: int = Field(description="How many references there are in all")
    offset: int = Field(description="Where this part begins")
    next_offset: int | None = Field(None, description="Where the next part begins; missing at the end")
    references: str = Field(description="The references of this part")
    sources: list[Publication] = Field(description="The same publications as data")
    page: str | None = Field(None, description="Where the dashboard shows the chart")


class Term(BaseModel):
    """An id that the other tools take, with what it means."""

    id: str
    name: str | None = Field(None, description="What it is called")
    about: str | None = Field(None, description="What it means; of an indicator unit, kind and definition")


class VocabularyAnswer(Answered):
    """Ids that the other tools take."""

    of: str = Field(description="Which list")
    total: int = Field(description="How many match in all")
    offset: int = Field(description="Where this part begins")
    next_offset: int | None = Field(None, description="Where the next part begins; missing at the end")
    rows: list[Term]
