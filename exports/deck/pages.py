"""The slides around the charts: the title, the sources, the definitions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import RULE, lead_text, newest_publication
from analysis.coverage import in_words
from analysis.vocabulary import Hedge
from analysis.words import capital, date_text, join_words, unit_text
from charts.citation import citation, lead_source, marks_text
from charts.spec import PROJECTION, ChartSpec, as_of_date, as_of_text
from charts.text import one_line, web_address
from exports.briefing import Exhibit, Item
from exports.deck.compared import charts_text
from exports.deck.identity import Identity, mark, tag_shape
from exports.deck.look import POINT, Box, Look
from exports.deck.notes import set_notes
from exports.deck.plan import Words, fitted, height_of, lines_of
from exports.deck.shapes_xml import shape_text
from exports.deck.slides import Numbers, drop_unfilled, holder_of, new_slide, put_words
from exports.deck.tables import Table, add_table, pages, rows_table, table_text
from exports.deck.template import Template, box_of
from exports.references import publications
from loaders import Ledger
from loaders.frames import NO_DAY, as_records

SOURCES = "sources"
SOURCES_NAME = f"Table {SOURCES}"  # of the shape of its table
KNOWN = "As known on"  # how the date in the footer begins
ROWS = {
    "timeline": "Events with date, place and source",
    "spans": "Periods with holder and source",
    "sankey": "Flows with figure, date and source",
}
ROWS_SIZE, SOURCES_SIZE = 11.0, 10.0
_KEY = "; ".join(marks_text(tuple(Hedge), "office"))
_HEDGES = (
    f"{capital(_KEY)}; faint mark: another statement of the same figure; pale bar: hedged. A line is broken where no "
    "figure holds for more than a year."
)


def add_title(
    presentation: Any,
    title: str,
    exhibits: Sequence[Exhibit],
    template: Template,
    numbers: Numbers,
    ledger: Ledger | None,
) -> Any:
    """Append the opening slide: the briefing's title and what its figures rest on."""
    slide = new_slide(presentation, template.title_layout)
    look = template.look
    holder = holder_of(slide, ("ctrTitle", "title"))
    box = box_of(holder, slide.slide_layout) if holder is not None else None
    box = box or look.title
    sizes = (40.0, 36.0, 32.0, 28.0, 24.0, 20.0)
    most = max(int(box.height / height_of(1, sizes[-1])), 1)
    lines = {size: max(int(box.height / height_of(1, size)), 1) for size in sizes}
    text = one_line(title) or "Briefing"
    size = next(
        (one for one in sizes if len(lines_of(text, box.width, one, look.heading, bold=True)) <= lines[one]), sizes[-1]
    )
    line, _ = fitted(text, box.width, (size,), most, look.heading, bold=True)
    words = Words("title", box, (line.text,), line.size, look.title_colour, bold=True, anchor="b", font=look.heading)
    put_words(slide, words, holder, inherit=holder is not None)
    _add_facts(slide, facts_of([one.spec for one in exhibits], ledger), box, template, numbers)
    drop_unfilled(slide)
    return slide


def _add_facts(slide: Any, facts: list[str], title: Box, template: Template, numbers: Numbers) -> None:
    look = template.look
    holder = holder_of(slide, ("subTitle", "body"))
    box = box_of(holder, slide.slide_layout) if holder is not None else None
    if box is None or box.height < height_of(len(facts), 11):
        # No room meant for it: what the slide has beneath or above its title.
        below, above = look.height - title.bottom, title.top
        top, tall = (title.bottom, below) if below > above else (0, above)
        box = Box(title.left, top + tall // 12, title.width, tall * 5 // 6)
        holder = None
    need = {
        size: sum(len(lines_of(one, box.width, size, look.body)) for one in facts) for size in (18.0, 16.0, 14.0, 12.0)
    }
    size = next((one for one, lines in need.items() if height_of(lines, one) <= box.height), 11.0)
    words = Words("facts", box, tuple(facts), size, look.muted, font=look.body)
    shape = put_words(slide, words, holder, inherit=holder is not None)
    identity = Identity(Item(""), kind="facts", texts={"facts": mark(shape_text(shape))})
    tag_shape(slide.part, shape, identity, next(numbers.tags))


def facts_of(specs: Sequence[ChartSpec], ledger: Ledger | None, *, left: int = 0) -> list[str]:
    """What the opening slide says: number of charts and sources, dates of figures, as known on, leading source.

    `left` more charts stand in the deck that could not be renewed, so that nothing is said of their figures.
    """
    sources = publications(specs, ledger)
    more = f"; {left} more {'is' if left == 1 else 'are'} not renewed" if left else ""
    facts = [f"{charts_text(len(specs))} from {len(sources)} publication{'' if len(sources) == 1 else 's'}{more}"]
    dated = [spec.data[spec.data["basis"] != PROJECTION] for spec in specs if len(spec.data)]
    rows = pd.concat([one[["period_end", "date_precision"]] for one in dated]) if dated else pd.DataFrame()
    rows = rows.dropna(subset=["period_end"]).sort_values("period_end", kind="stable") if len(rows) else rows
    if len(rows):
        first = date_text(rows["period_end"].iloc[0], str(rows["date_precision"].iloc[0]))
        newest, _ = max(((spec, day) for spec in specs if pd.notna(day := spec.as_of)), key=lambda one: one[1])
        last = as_of_text(newest)
        alone = as_of_date(newest) == first
        facts.append(f"Figures {last}" if alone else f"Figures from {first}; the newest {last}")
    facts.append(f"As known on: {join_words(_known(specs, ledger))}")
    facts.append(
        f"Where sources differ: {join_words(dict.fromkeys(lead_text(spec.lead) for spec in specs)) or lead_text('')}"
    )
    return facts


def _known(specs: Sequence[ChartSpec], ledger: Ledger | None) -> list[str]:
    dates = sorted({spec.known_on for spec in specs if pd.notna(spec.known_on)})
    words = [date_text(date) for date in dates]
    if any(pd.isna(spec.known_on) for spec in specs) or not specs:
        newest = published_until(specs, ledger)
        words.append("everything published" + (f" up to {date_text(newest)}" if pd.notna(newest) else " so far"))
    return words


def known_text(specs: Sequence[ChartSpec], ledger: Ledger | None) -> str:
    """`As known on 31 Oct 2026`: the newest day up to which publications count for charts; empty where unknown."""
    days = [spec.known_on for spec in specs if pd.notna(spec.known_on)]
    if len(days) < len(specs):
        days.append(published_until(specs, ledger))
    day = max((one for one in days if pd.notna(one)), default=pd.NaT)
    return f"{KNOWN} {date_text(day)}" if pd.notna(day) else ""


def published_until(specs: Iterable[ChartSpec], ledger: Ledger | None) -> pd.Timestamp:
    """The day up to which the publications of charts count that are not pinned: never before a figure that is drawn.

    A publication that is dated to the running month may hold a figure of these days, and counts up to today.
    """
    if ledger is None:
        return NO_DAY
    drawn = [min(day, ledger.today) for day in (spec.as_of for spec in specs) if pd.notna(day)]
    days = [newest_publication(ledger), *drawn]
    return max((day for day in days if pd.notna(day)), default=NO_DAY)


def sources_page(specs: Sequence[ChartSpec], ledger: Ledger | None, look: Look) -> tuple[str, Table]:
    """The title and the table of the one slide of sources, each with a link; all of them and the definitions in notes.

    First stands whoever states the figure of each chart's headline, in the order of the charts, then the publications
    on which most figures rest, as many as the slide has room for.
    """
    known = {str(row["source"]): row for row in publications(specs, ledger)}
    lead = [one for spec in specs if (one := lead_source(spec)) in known]
    counts = Counter(one for spec in specs for one in spec.source_ids)
    ranked = list(dict.fromkeys([*lead, *sorted(known, key=lambda one: -counts[one])]))
    rows = tuple(
        (
            str(known[one]["publisher"])
            + (f", via {known[one]['carried_by']}" if known[one].get("carried_by") else ""),
            str(known[one]["source_title"]),
            date_text(known[one]["published"], str(known[one]["published_precision"])),
        )
        for one in ranked
    )
    table = Table(("Publisher", "Title", "Date"), (0.36, 0.5, 0.14), rows, lines=(1, 1, 1))
    parts = pages(table, text_box_of(look), look, SOURCES_SIZE)
    shown = parts[0].rows if parts else ()
    links = tuple(web_address(known[one]["url"]) for one in ranked[: len(shown)])
    title = "Sources" if len(shown) == len(rows) else f"Sources: {len(shown)} of {len(rows):,}, the others in the notes"
    return title, replace(table, rows=shown, links=links, notes=_sources_notes(list(known.values()), specs, ledger))


def _sources_notes(known: Sequence[Mapping[str, Any]], specs: Sequence[ChartSpec], ledger: Ledger | None) -> str:
    told = [f"{number}. {citation(row)}" for number, row in enumerate(known, 1)]
    defined = [f"{title}{f' ({unit})' if unit else ''}: {text}" for title, unit, text in definitions(specs, ledger)]
    return "\n".join([*(["Sources", *told, ""] if told else []), "Definitions", *defined])


def definitions(specs: Iterable[ChartSpec], ledger: Ledger | None) -> list[tuple[str, str, str]]:
    """Every measure of the charts once, with unit and definition, then how marks and disagreement are read."""
    known = {} if ledger is None else _indicators(ledger)
    rows = {}
    for spec in specs:
        for position, name in enumerate(spec.data["indicator"].astype(str).tolist()):
            if not name or name in rows:
                continue
            entry = known.get(name, {})
            drawn = spec.data.iloc[position]
            title, unit = str(entry.get("title") or drawn["title"]), str(entry.get("unit") or drawn["unit"])
            text = in_words(ledger, str(entry["definition"])) if ledger is not None and entry else ""
            rows[name] = (title, unit_text(unit), text)
    return [
        *sorted(rows.values(), key=lambda row: row[0].lower()),
        ("Hedges", "", _HEDGES),
        ("Headline figure", "", RULE),
    ]


@lru_cache(maxsize=4)
def _indicators(ledger: Ledger) -> dict[str, dict[str, Any]]:
    """Every indicator of a ledger by its id."""
    return {str(row["indicator"]): row for row in as_records(ledger.indicators)}


def add_tables(
    presentation: Any,
    title: str,
    table: Table,
    kind: str,
    template: Template,
    numbers: Numbers,
    *,
    size: float = 11.0,
) -> list[Any]:
    """Append as many slides as a table needs; their title tells the page where there are several."""
    parts = pages(table, text_box_of(template.look), template.look, size)
    return [
        put_page(presentation, part, page_title(title, number, len(parts)), kind, template, numbers, size=size)
        for number, part in enumerate(parts, 1)
    ]


def add_rows(presentation: Any, exhibit: Exhibit, template: Template, numbers: Numbers) -> list[Any]:
    """Append a native table of what a timeline, strips or a flow diagram shows, where one slide holds all of it.

    Returns its slide, if there is one.
    """
    title = ROWS.get(exhibit.spec.mark, "")
    if not title or exhibit.spec.is_empty:
        return []
    parts = pages(rows_table(exhibit.spec), text_box_of(template.look), template.look, ROWS_SIZE)
    if len(parts) != 1:
        return []
    return [put_page(presentation, parts[0], title, "rows", template, numbers, size=ROWS_SIZE, item=exhibit.item)]


def page_title(title: str, number: int, of: int) -> str:
    """`Sources (2 of 5)`, or `Sources` where one slide holds all."""
    return title if of == 1 else f"{title} ({number} of {of})"


def put_page(
    presentation: Any,
    part: Table,
    title: str,
    kind: str,
    template: Template,
    numbers: Numbers,
    *,
    size: float,
    item: Item | None = None,
) -> Any:
    """Append a slide with a title and a table that fits it; `item` is the chart whose rows it shows."""
    slide = new_slide(presentation, template.text_layout)
    put_title(slide, title, template)
    frame = add_table(
        slide,
        part,
        text_box_of(template.look),
        template.look,
        size=size,
        name=f"Table {kind}",
        alt=page_alt(title, part),
    )
    notes = page_notes(part)
    if notes:
        set_notes(slide, notes)
    texts = {"table": mark(table_text(frame)), "title": mark(title), "notes": mark(notes)}
    identity = Identity(item or Item(""), kind=kind, texts=texts)
    tag_shape(slide.part, frame, identity, next(numbers.tags))
    drop_unfilled(slide)
    return slide


def page_alt(title: str, part: Table) -> str:
    """The text alternative of a page's table: how many rows of what."""
    return f"{title}: {len(part.rows)} rows with {', '.join(head.lower() for head in part.heads if head)}."


def page_notes(part: Table) -> str:
    """What the notes say of a page: the words of its table, else the rows in full where the slide has no room."""
    return part.notes or "\n".join(", ".join(cell for cell in row if cell) for row in part.uncut)


def put_title(slide: Any, text: str, template: Template) -> None:
    """Write the title of a slide of text or tables."""
    look = template.look
    holder = holder_of(slide, ("title", "ctrTitle"))
    sizes = (min(max(look.title_size, 24.0), 28.0), 24.0, 20.0)
    most = 2 if look.title_above else max(look.title.height // height_of(1, sizes[-1]) - 1, 1)
    line, _ = fitted(text, look.title_width, sizes, most, look.heading, bold=True)
    need = height_of(line.lines, line.size) + look.title_inset[1] + look.title_inset[3]
    height = need if look.title_anchor == "t" and look.title_above else look.title.height
    box = Box(look.title.left, look.title.top, look.title.width, height)
    words = Words(
        "title",
        box,
        (line.text,),
        line.size,
        look.title_colour,
        look.title_bold,
        look.title_align,
        look.title_anchor,
        look.heading,
    )
    put_words(slide, words, holder, inherit=holder is not None)


def text_box_of(look: Look) -> Box:
    """The room of a slide of text: beneath a title of one line, down to the footers."""
    if not look.title_above:
        return look.free
    top = max(look.title.top + height_of(1, 28.0) + 12 * POINT, 0) if look.title_anchor == "t" else look.free.top
    return Box(look.free.left, top, look.free.width, look.free.bottom - top)
