"""IDMC Global Internal Displacement Database: displaced people by country at the end of each year.

Published as XLSX from internal-displacement.org (sheet of conflict, or conflict and disasters) and as CSV on HDX. No
real file was seen: the columns are those that IDMC's own public code for the export and HDX's for its copy name.

Columns:
    ISO3, Name, Year, Conflict Stock Displacement (rounded for publication), Conflict Stock Displacement (Raw), Conflict
    Internal Displacements, and the same of disasters. -> `idps` from the rounded stock, an estimate at the year's end.
    HDX tags the stock `#affected+idps+ind+stock+conflict`.

Traps:
    - The stock of conflict and violence is read alone; people displaced by disasters are counted beside it.
    - Internal displacements are movements in the year, not people: one person can be counted more than once, and no
      indicator of ours counts them.
    - The raw figure is what the rounded one was made from; the rounded one is what IDMC publishes.
    - IDMC counts otherwise than UNHCR and IOM: never in one line with them.

Example (made-up figures):
    ISO3,Name,Year,Conflict Stock Displacement,Conflict Stock Displacement (Raw),Conflict Internal Displacements
    SYR,Syria,2030,5100000,5103210,40000
"""

from __future__ import annotations

from collections.abc import Iterator

from loaders.files import cells
from loaders.published.base import Context, Format, Publication, Sheet, counted
from loaders.published.report import Statement


def read(sheet: Sheet, context: Context) -> Iterator[Statement]:
    """Yield people displaced by conflict at the end of each year."""
    for row in sheet.rows():
        year = cells.year(row.cell("year"))
        if not year:
            context.report.add("row", cells.no_year(row.cell("year")), row.number)
            continue
        place = context.country(row.text("country"), row.text("name"), row.number)
        number = counted(row, "stock", context)
        if place and number is not None:
            spelling = row.text("name") or row.text("country")
            yield Statement(
                indicator="idps",
                place=place,
                origin=context.people_of(context.gazetteer.iso(place)),
                period_end=f"{year}-12-31",
                date_precision="year",
                value=cells.written(number),
                qualifier="estimate",
                locator=sheet.where(row.number, spelling),
                spelling=spelling,
                note="IDMC conflict stock, rounded for publication",
            )


FORMATS = (
    Format(
        key="gidd",
        title="IDMC GIDD displacement data (XLSX, CSV)",
        columns={
            "country": ("iso3",),
            "name": ("name",),
            "year": ("year",),
            "stock": ("conflictstockdisplacement",),
        },
        needs=("country", "year", "stock"),
        unused=(
            *("conflictstockdisplacementraw", "conflictinternaldisplacements", "conflictinternaldisplacementsraw"),
            *("disasterstockdisplacement", "disasterstockdisplacementraw", "disasterinternaldisplacements"),
            *("disasterinternaldisplacementsraw", "conflictnewdisplacements", "disasternewdisplacements"),
        ),
        publication=Publication(
            "idmc-gidd",
            "Global Internal Displacement Database",
            "IDMC",
            "ngo",
            "https://www.internal-displacement.org/database/",
        ),
        read=read,
    ),
)
