"""Native tables on slides: cells of text, as many rows as fit, the rest for the next slide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from analysis.words import date_text, period_text
from charts.spec import PROJECTION, ChartSpec
from charts.text import one_line, plain
from exports.deck.look import POINT, Box, Look
from exports.deck.ooxml import A, P, R, element
from exports.deck.plan import Words, fitted, height_of, lines_of
from exports.deck.shapes_xml import direction, next_id, run, solid
from loaders.frames import as_records

_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"
_AHYP = "http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor"
_PAD_X, _PAD_Y = 5 * POINT, 2 * POINT
_HAIR = 6350


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, their shares of the width, and rows of text as long as the headings.

    `lines` is how many lines a cell of each column may take, 0 for any number; what is longer is cut on the slide.
    `uncut` are the rows in full where a cell of them was cut. `links` are addresses to which the second cell of each
    row leads, empty for none. `notes` are the words that go with the table into the notes.
    """

    heads: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...] = ()
    uncut: tuple[tuple[str, ...], ...] = ()
    links: tuple[str, ...] = ()
    notes: str = ""


def pages(table: Table, box: Box, look: Look, size: float) -> list[Table]:
    """The table cut into parts that fit the box at a text size in points, each with the headings.

    A row that alone is too high for the box has its longest text cut, with an ellipsis.
    """
    room = box.height - _row_height(table.heads, table, box, look, size, bold=True)
    parts: list[list[tuple[tuple[str, ...], tuple[str, ...]]]] = [[]]
    used = 0
    for row in table.rows:
        fitting = _limited(row, table, box, look, size)
        while _row_height(fitting, table, box, look, size) > room:
            fitting = _shorter(fitting)
        tall = _row_height(fitting, table, box, look, size)
        if used + tall > room and parts[-1]:
            parts.append([])
            used = 0
        parts[-1].append((fitting, row))
        used += tall
    return [
        replace(
            table,
            rows=tuple(shown for shown, _ in part),
            uncut=tuple(row for _, row in part) if any(shown != row for shown, row in part) else (),
        )
        for part in parts
        if part
    ]


def _limited(row: tuple[str, ...], table: Table, box: Box, look: Look, size: float) -> tuple[str, ...]:
    """The row with its cells cut to the lines that their columns allow."""
    most = table.lines or (0,) * len(row)
    return tuple(
        fitted(one_line(text), width - 2 * _PAD_X, (size,), lines, look.body)[0].text if lines else text
        for text, lines, width in zip(row, most, _widths(table, box), strict=True)
    )


def add_table(slide: Any, table: Table, box: Box, look: Look, *, size: float, name: str, alt: str) -> Any:
    """Put a table on a slide and return its graphic frame's element."""
    tree = slide.shapes._spTree  # noqa: SLF001 - one element a cell through the library is slow
    shape_id = str(next_id(tree))
    frame = element(tree, f"{P}graphicFrame")
    naming = element(frame, f"{P}nvGraphicFramePr")
    element(naming, f"{P}cNvPr", id=shape_id, name=plain(name), descr=plain(alt))
    element(element(naming, f"{P}cNvGraphicFramePr"), f"{A}graphicFrameLocks", noGrp="1")
    element(naming, f"{P}nvPr")
    widths = _widths(table, box)
    lines = [(table.heads, True), *((row, False) for row in table.rows)]
    heights = [_row_height(cells, table, box, look, size, bold=bold) for cells, bold in lines]
    xfrm = element(frame, f"{P}xfrm")
    element(xfrm, f"{A}off", x=str(box.left), y=str(box.top))
    element(xfrm, f"{A}ext", cx=str(sum(widths)), cy=str(sum(heights)))
    grid = element(element(element(frame, f"{A}graphic"), f"{A}graphicData", uri=_URI), f"{A}tbl")
    element(grid, f"{A}tblPr", firstRow="1")
    columns = element(grid, f"{A}tblGrid")
    for width in widths:
        element(columns, f"{A}gridCol", w=str(width))
    links = ("", *(table.links or ("",) * len(table.rows)))
    for (cells, bold), height, link in zip(lines, heights, links, strict=True):
        row = element(grid, f"{A}tr", h=str(height))
        for number, text in enumerate(cells):
            rid = slide.part.relate_to(link, RT.HYPERLINK, is_external=True) if link and number == 1 else ""
            _cell(row, text, look, size, bold=bold, link=rid)
    return frame


def table_text(frame: Any) -> str:
    """The text of a table's cells, one a line."""
    return "\n".join("".join(node.text or "" for node in cell.iter(f"{A}t")) for cell in frame.iter(f"{A}tc"))


def rows_table(spec: ChartSpec) -> Table:
    """The rows of a chart as a table: what, the figure with its hedge, its date and its source."""
    kept = as_records(spec.data[spec.data["basis"] != PROJECTION])
    if spec.mark == "timeline":
        rows = sorted(kept, key=lambda row: row["x"])
        # The numbers are those of the drawn dots.
        events = [
            (str(number), _when(row), str(row["title"]), str(row["place_name"]), _said(row))
            for number, row in enumerate(rows, 1)
        ]
        return Table(("No.", "Date", "Event", "Place", "Source"), (0.05, 0.14, 0.42, 0.15, 0.24), tuple(events))
    if spec.mark == "spans":
        cells = [(str(row["x"]), str(row["title"]), _line(row, 2), _said(row)) for row in kept]
        return Table(("Place", "Held by", "From and to", "Source"), (0.22, 0.3, 0.26, 0.22), tuple(cells))
    if spec.mark == "sankey":
        ways = [(str(row["series"]), str(row["x"]), str(row["text"]), _when(row), _said(row)) for row in kept]
        return Table(("From", "To", "Figure", "Date", "Source"), (0.2, 0.2, 0.16, 0.14, 0.3), tuple(ways))
    cells = [(_what(row), str(row["text"]), _when(row), _said(row)) for row in kept]
    return Table(("", "Figure", "Date", "Source"), (0.34, 0.2, 0.16, 0.3), tuple(cells))


def _what(row: dict[str, Any]) -> str:
    names = ["" if isinstance(row["x"], pd.Timestamp) else str(row["x"]), str(row["series"])]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _when(row: dict[str, Any]) -> str:
    return period_text(row["period_start"], row["period_end"], str(row["date_precision"]))


def _line(row: dict[str, Any], number: int) -> str:
    lines = str(row["text"]).split("\n")
    return lines[number] if len(lines) > number else ""


def _said(row: dict[str, Any]) -> str:
    when = "" if pd.isna(row["published"]) else date_text(row["published"], str(row["published_precision"]))
    return f"{row['attribution']}, {when}" if when else str(row["attribution"])


def _widths(table: Table, box: Box) -> list[int]:
    whole = sum(table.shares)
    return [int(box.width * share / whole) for share in table.shares]


def _row_height(cells: Sequence[str], table: Table, box: Box, look: Look, size: float, *, bold: bool = False) -> int:
    lines = [
        len(lines_of(one_line(text), width - 2 * _PAD_X, size, look.body, bold=bold))
        for text, width in zip(cells, _widths(table, box), strict=True)
    ]
    return height_of(max([1, *lines]), size) + 2 * _PAD_Y


def _shorter(row: tuple[str, ...]) -> tuple[str, ...]:
    longest = max(range(len(row)), key=lambda n: len(row[n]))
    text = row[longest]
    return tuple(f"{text[: len(text) * 4 // 5].rstrip(' …')}…" if n == longest else one for n, one in enumerate(row))


def _cell(row: Any, text: str, look: Look, size: float, *, bold: bool, link: str = "") -> None:
    cell = element(row, f"{A}tc")
    body = element(cell, f"{A}txBody")
    element(body, f"{A}bodyPr")
    element(body, f"{A}lstStyle")
    words = Words("cell", Box(0, 0, 0, 0), (), size, look.muted if bold else look.text, bold=bold)
    held = element(body, f"{A}p")
    element(held, f"{A}pPr", algn="l", rtl=direction(text))
    made = run(held, one_line(text), replace(words, colour=look.accent) if link else words)
    if link:
        linked = element(made.find(f"{A}rPr"), f"{A}hlinkClick")
        linked.set(f"{R}id", link)
        # In the colour of its run: a theme's own colour of links may not be seen on its paper.
        extension = element(element(linked, f"{A}extLst"), f"{A}ext", uri="{A12FA001-AC4F-418D-AE19-62706E023703}")
        etree.SubElement(extension, f"{{{_AHYP}}}hlinkClr", nsmap={"ahyp": _AHYP}, val="tx")
    pad_x, pad_y = str(_PAD_X), str(_PAD_Y)
    edges = element(cell, f"{A}tcPr", marL="0", marR=pad_x, marT=pad_y, marB=pad_y, anchor="t")
    for side in ("lnL", "lnR", "lnT"):
        element(element(edges, f"{A}{side}", w="0"), f"{A}noFill")
    solid(element(edges, f"{A}lnB", w=str(_HAIR * (2 if bold else 1))), look.muted if bold else look.rule)
    element(edges, f"{A}noFill")
