"""A briefing as a PowerPoint deck: title, one slide a chart, sources and definitions."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from pptx import Presentation

from charts.text import one_line
from exports.briefing import Exhibit
from exports.deck.pages import TABLES, add_rows, add_tables, add_title, table_of
from exports.deck.slides import Numbers, add_slide
from exports.deck.template import Template, default, read_template
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
    add_title(presentation, title, exhibits, chosen, numbers, ledger)
    tell(1, steps)
    for done, exhibit in enumerate(exhibits, 2):
        add_slide(presentation, exhibit, geo, chosen, numbers, address=address, ledger=ledger, footer=footer)
        add_rows(presentation, exhibit, chosen, numbers, footer=footer)
        tell(done, steps)
    specs = [one.spec for one in exhibits]
    for kind, name in TABLES.items():
        table, size = table_of(kind, specs, ledger)
        add_tables(presentation, name, table, kind, chosen, numbers, size=size, footer=footer)
    _describe(presentation, title)
    out = io.BytesIO()
    presentation.save(out)
    tell(steps, steps)
    return out.getvalue()


def _chosen(template: bytes | Template | None) -> Template:
    if isinstance(template, Template):
        return template
    return default() if template is None else read_template(template)


def _describe(presentation: Any, title: str) -> None:
    properties = presentation.core_properties
    properties.title = one_line(title)[:255]
    properties.author = ""
    properties.last_modified_by = ""
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
