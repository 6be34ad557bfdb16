"""CSV with a row of HXL tags whose rows are figures of our own indicators, whoever made it.

A row of tags stands below the header (or is the header). Tags that are read, with attributes in any order:
    - `#indicator+code`: a key of indicators.csv; or, for a file of one indicator, `--indicator`; or the tag of the
      figure itself: `#affected+idps`, `#affected+returnees`, `#inneed`.
    - `#country+code`, `#adm1+name`, `#adm1+code`, `#loc+name`, `#loc+code`: the narrowest that is filled is the place,
      and may be a key of places.csv.
    - `#date+end`, `#date+reported` or `#date`; `#date+start`; or `#date+year`.
    - `#indicator+value+num`, `#value`, or the tag that names the indicator: the figure. `+hh` counts households.
    - `#origin+code`, `#group+code`, `#meta+qualifier`, `#description`: as in our own files; also the tags that the CSV
      downloads of this dashboard have (`#population+origin+code`, `#indicator+value+min`, `#meta+scope` and so on).

Traps:
    - The tags count, not the titles, which may be in any language.
    - A stock needs one day, a flow a start and an end: a row without them is left out.
    - The publisher is unknown: the source must be one that sources.csv lists, named with --source.

Example (made-up figures):
    Measure,Where,Day,People
    #indicator+code,#adm1+name,#date+end,#indicator+value+num
    idps,Ninewa,2030-04-30,70000
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loaders.files import cells
from loaders.files.cells import Cell
from loaders.published.base import Context, Format, Publication, Row, Sheet, counted, is_tags, unknown
from loaders.published.report import Statement

KEY = "hxl"
_QUALIFIERS = frozenset({"exact", "about", "at_least", "at_most", "estimate", "range"})

COLUMNS = {
    "indicator": ("#indicator+code",),
    "loc": ("#loc+name", "#loc", "#loc+code"),
    "loc code": ("#loc+code",),
    "admin1": ("#adm1+name", "#adm1", "#adm1+code"),
    "admin1 code": ("#adm1+code",),
    "country": ("#country+code", "#country+name", "#country"),
    "end": ("#date+end", "#date+reported", "#date"),
    "start": ("#date+start",),
    "year": ("#date+year",),
    "value": ("#indicator+num+value", "#indicator+value", "#value", "#value+num"),
    "idps": ("#affected+idps", "#affected+idps+ind"),
    "idps households": ("#affected+hh+idps",),
    "returnees": ("#affected+returnees", "#affected+ind+returnees"),
    "returnees households": ("#affected+hh+returnees",),
    "inneed": ("#inneed", "#inneed+ind"),
    "low": ("#indicator+min+value",),
    "high": ("#indicator+max+value",),
    "origin": ("#origin+code", "#population+code+origin"),
    "group": ("#group+code", "#population+code+group"),
    "qualifier": ("#meta+qualifier", "#indicator+qualifier+value"),
    "precision": ("#date+precision",),
    "scope": ("#meta+scope",),
    "event": ("#event+code",),
    "note": ("#description", "#description+note"),
}
_FIGURES = ("value", "idps", "idps households", "returnees", "returnees households", "inneed")


def names_of(header: Sequence[Cell], below: Sequence[str]) -> list[str]:
    """Return the tags of a table, their attributes in the order of letters; nothing where it has none."""
    own = [cells.text(cell) for cell in header]
    if is_tags([cell for cell in own if cell]):
        tags = own
    elif is_tags([cell for cell in below if cell]):
        tags = list(below)
    else:
        return []
    return [_tag(each) for each in tags]


def _tag(written: str) -> str:
    """Return a tag without case and spaces, its attributes in the order of letters."""
    tag, *attributes = written.casefold().replace(" ", "").split("+")
    return "+".join([tag, *sorted(attributes)])


def read(sheet: Sheet, context: Context) -> Iterator[Statement]:
    """Yield the figures of a tagged table."""
    for row in sheet.rows():
        place, spelling = _place(row, context)
        if not place:
            continue
        for part in _FIGURES:
            number = counted(row, part, context) if part in sheet.at else None
            if number is not None:
                yield from _statement(sheet, row, part, number, (place, spelling), context)


def _place(row: Row, context: Context) -> tuple[str, str]:
    for part in ("loc", "admin1", "country"):
        spelling = row.text(part)
        if spelling:
            found = context.gazetteer.any(spelling, row.text(f"{part} code") or spelling)
            if part == "admin1":
                found = context.gazetteer.governorate(spelling, row.text("admin1 code")) or found
            if not found:
                near = context.gazetteer.near(spelling, "admin1" if part == "admin1" else "")
                context.report.add("place", unknown(spelling, row.text(f"{part} code"), near), row.number)
            return found, spelling
    context.report.add("row", "it names no place", row.number)
    return "", ""


def _statement(
    sheet: Sheet, row: Row, part: str, number: float, where: tuple[str, str], context: Context
) -> Iterator[Statement]:
    measure, _, unit = part.partition(" ")
    # What is counted is told by the tag of its column, or by a column or option of its own.
    spelling = row.text("indicator") or context.options.indicator if measure == "value" else COLUMNS[measure][0]
    indicator = context.indicator(spelling)
    if indicator not in context.indicators:
        words = f"{spelling!r} is no indicator; give it with #indicator+code or --indicator"
        context.report.add("row", words, row.number)
        return
    kind = context.indicators[indicator]["kind"]
    start, end = _dates(row)
    if not end or (kind == "flow" and not start):
        context.report.add("row", "it has no date, or as a flow no start and end", row.number)
        return
    origin = row.text("origin")
    if origin and origin not in context.origins:
        context.report.add("row", f"{origin!r} is not in origins.csv", row.number)
        return
    qualifier, low, high = row.text("qualifier") or "exact", *_ends(row, context)
    if qualifier not in _QUALIFIERS or (qualifier == "range") != bool(low and high):
        context.report.add("row", f"{qualifier[:40]!r} is no hedge, or a range without low and high", row.number)
        return
    whole = start.endswith("-01-01") and end == f"{start[:4]}-12-31"
    scope = row.text("scope") or ("year_total" if whole else "part_period")
    ended = end.endswith("-12-31") and cells.year(row.cell("year"))
    yield Statement(
        indicator=indicator,
        place=where[0],
        origin=origin or "all",
        group="households" if unit else row.text("group") or "total",
        period_start=start if kind != "stock" else "",
        period_end=end,
        date_precision=row.text("precision") or ("year" if ended else "day"),
        value=cells.written(number),
        low=low,
        high=high,
        qualifier=qualifier,
        scope=scope if kind == "flow" else "",
        event=row.text("event") if kind == "flow" else "",
        preferred=("no" if scope == "alternative_count" else "yes") if kind == "flow" else "",
        locator=sheet.where(row.number, where[1]),
        spelling=where[1],
        note=row.text("note"),
    )


def _dates(row: Row) -> tuple[str, str]:
    """Return start and end of a row; of a year alone its first and last day."""
    start, end, year = cells.day(row.cell("start")), cells.day(row.cell("end")), cells.year(row.cell("year"))
    return (f"{year}-01-01", f"{year}-12-31") if year and not end else (start, end)


def _ends(row: Row, context: Context) -> tuple[str, str]:
    """Return low and high of a range; empty where a row has none."""
    found = [counted(row, part, context) if row.text(part) else None for part in ("low", "high")]
    return ("", "") if None in found else (cells.written(found[0] or 0), cells.written(found[1] or 0))


FORMATS = tuple(
    Format(
        key=KEY,
        title="CSV with HXL tags, of any indicator of ours",
        columns=COLUMNS,
        needs=needs,
        publication=Publication("", "", "", "", ""),
        read=read,
        filtered=False,
    )
    for needs in (("value",), ("idps",), ("idps households",), ("returnees",), ("returnees households",), ("inneed",))
)
