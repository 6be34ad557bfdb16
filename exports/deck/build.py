"""A briefing as a PowerPoint deck: title, key figures, one slide a chart, sources; in sections by theme."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
from pptx import Presentation

from charts.spec import ChartSpec
from charts.text import one_line
from exports.archive import steady
from exports.briefing import Exhibit
from exports.deck import sections
from exports.deck.notes import keep_marks
from exports.deck.pages import SOURCES, SOURCES_SIZE, add_rows, add_title, known_text, put_page, sources_page
from exports.deck.plan import level_of
from exports.deck.sections import SUMMARY, add_sections, section_of
from exports.deck.slides import Numbers, add_slide, put_footers
from exports.deck.summary import add_summary, link_cards
from exports.deck.template import Template, default, read_template
from exports.references import PRODUCT
from loaders import Ledger
from loaders.geo import Geo


def deck(
    title: str,
    exhibits: Sequence[Exhibit],
    geo: Geo,
    *,
    ledger: Ledger | None = None,
    template: bytes | Template | None = None,
    address: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """The briefing as the bytes of a .pptx with native, editable charts.

    `ledger` gives the definitions of the measures and the version of the data; `template` is an organisation's .pptx or
    .potx; `address` is where the dashboard runs, for the links in the notes; `progress(done, of)` is told after each
    slide. Raises TemplateError for a template that cannot be used.
    """
    chosen = _chosen(template)
    presentation = Presentation(io.BytesIO(chosen.data))
    numbers = Numbers()
    steps = len(exhibits) + 2
    tell = progress or (lambda _done, _of: None)
    footer = one_line(title)
    specs = [one.spec for one in exhibits]
    level, known = level_of(exhibits, chosen.look), [known_text([spec], ledger) for spec in specs]
    opening = add_title(presentation, title, exhibits, chosen, numbers, ledger)
    put_footers(opening, chosen, "")
    summary = add_summary(presentation, exhibits, ledger, chosen, numbers)
    slides = [(opening, SUMMARY)]
    if summary is not None:
        put_footers(summary.slide, chosen, footer, known_text(specs, ledger))
        slides.append((summary.slide, SUMMARY))
    tell(1, steps)
    charts = []
    for done, (exhibit, date) in enumerate(zip(exhibits, known, strict=True), 2):
        slide = add_slide(presentation, exhibit, geo, chosen, numbers, address=address, ledger=ledger, level=level)
        charts.append(slide)
        rows = add_rows(presentation, exhibit, chosen, numbers)
        for made in (slide, *rows):
            put_footers(made, chosen, footer, date)
            slides.append((made, section_of(exhibit.spec, ledger)))
        tell(done, steps)
    if summary is not None:
        link_cards(summary, charts)
    heading, table = sources_page(specs, ledger, chosen.look)
    made = put_page(presentation, table, heading, SOURCES, chosen, numbers, size=SOURCES_SIZE)
    put_footers(made, chosen, footer, known_text(specs, ledger))
    add_sections(presentation, [*slides, (made, sections.SOURCES)])
    made = _saved(presentation, title, chosen, specs)
    tell(steps, steps)
    return made


def chart_slide(
    title: str,
    exhibit: Exhibit,
    geo: Geo,
    *,
    ledger: Ledger | None = None,
    template: bytes | Template | None = None,
    address: str = "",
) -> bytes:
    """A chart by itself, to go into another deck: its slide alone, with its sources on it and in its notes.

    A timeline, strips and flows have the slide of their rows as well. All else is as for `deck`.
    """
    chosen = _chosen(template)
    presentation = Presentation(io.BytesIO(chosen.data))
    numbers, level = Numbers(), level_of([exhibit], chosen.look)
    slide = add_slide(presentation, exhibit, geo, chosen, numbers, address=address, ledger=ledger, level=level)
    for one in (slide, *add_rows(presentation, exhibit, chosen, numbers)):
        put_footers(one, chosen, one_line(title), known_text([exhibit.spec], ledger))
    return _saved(presentation, title, chosen, [exhibit.spec])


def _saved(presentation: Any, title: str, template: Template, specs: Sequence[ChartSpec]) -> bytes:
    _describe(presentation, title, template, specs)
    for slide in presentation.slides:
        keep_marks(slide)
    out = io.BytesIO()
    presentation.save(out)
    return steady(out.getvalue())


def _chosen(template: bytes | Template | None) -> Template:
    if isinstance(template, Template):
        return template
    return default() if template is None else read_template(template)


def _describe(presentation: Any, title: str, template: Template, specs: Sequence[ChartSpec]) -> None:
    """Title and author: the organisation that the template names, else the product, and never a person.

    The newest publication dates the deck, so that the same figures give the same bytes.
    """
    properties = presentation.core_properties
    properties.title = one_line(title)[:255]
    properties.author = properties.last_modified_by = (template.organisation or PRODUCT)[:255]
    newest = (spec.data["published"].max() for spec in specs)
    day = max((day for day in newest if pd.notna(day)), default=pd.Timestamp(1980, 1, 1))
    properties.created = properties.modified = day.to_pydatetime()
