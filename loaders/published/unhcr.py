"""UNHCR Refugee Data Finder: population at the end of each year and solutions (returns) during it, by two countries.

Published as:
    - CSV in a zip from unhcr.org/refugee-statistics: `population.csv` (or `solutions.csv`), a preamble of some fourteen
      lines that says when it was extracted, then the header; names may end in a space.
    - JSON of api.unhcr.org/population/v1/population and /solutions: rows under `items`, numbers as text or numbers.
    - CSV of HDX: `HDX_EndYearPopulationTotals.csv`, `HDX_Solutions.csv` (a real file of each was seen), abbreviated
      columns and round numbers as `1e+05`; `HDX_AsylumDecisions.csv` is known, and no indicator counts it.

Columns:
    Year; country of origin and of asylum, each as name, ISO 3166 code and UNHCR's own code; people by their status.
    `refugees` (REF) -> `refugees_syrian`, `refugees_iraqi` at the country of asylum. `idps` (IDP) and `returned_idps`
    (RDP) stand where both countries are one -> `idps`, `idp_returns_year`. `returned_refugees` (RET) stands at the
    country of asylum that they left -> `refugee_returns_year_by_host`, and without one -> `refugee_returns_year`.

Traps:
    - UNHCR's own codes look like ISO codes and are others (`ARE` is Egypt): only ISO codes and names are read.
    - `XXA`, `UKN`, `UNK` and `-` are no country: people of unknown origin, or all together where a column says `-`.
    - `-` is unknown, `*` is 1 to 4 people (a range here), and 0 is written for unknown too, so it is no figure.
    - Refugees are without asylum-seekers and without other people in need of protection, which have own columns.
    - A total over all countries is taken only where UNHCR gives it (a row whose country is `-`); the rows of a file
      are not added, because the file may be of some countries only.

Example (made-up figures):
    Extracted from the UNHCR Population Statistics Database on 2031-06-20

    Year,Country of origin,Country of origin (ISO),Country of asylum,Country of asylum (ISO),
    Refugees under UNHCR's mandate
    2030,Syrian Arab Rep.,SYR,Lebanon,LBN,123450
    2030,Syrian Arab Rep.,SYR,Jordan,JOR,*
"""

from __future__ import annotations

from collections.abc import Iterator

from loaders.files import cells
from loaders.published.base import Context, Format, Publication, Row, Sheet
from loaders.published.report import Statement

_NOBODY = frozenset({"", "-", "XXA", "UKN", "UNK", "VAR", "STA"})
_TOGETHER = frozenset({"", "-"})
# What `*` stands for: a count too small to be given.
_FEW = (1, 4)

COLUMNS = {
    "year": ("year",),
    "origin": ("iso3coo", "countryoforiginiso", "cooiso", "countryoforigincode", "countryoforigin", "cooname"),
    "asylum": ("iso3coa", "countryofasylumiso", "coaiso", "countryofasylumcode", "countryofasylum", "coaname"),
    "origin name": ("countryoforigin", "cooname", "countryoforiginname"),
    "asylum name": ("countryofasylum", "coaname", "countryofasylumname"),
    "refugees": ("ref", "refugees", "refugeesunderunhcrsmandate"),
    "idps": ("idp", "idps", "idpsofconcerntounhcr"),
    "returned refugees": ("ret", "returnedrefugees", "refugeereturns"),
    "returned idps": ("rdp", "returnedidps", "returneesidps"),
}
UNUSED = (
    *("asy", "asylumseekers", "ooc", "othersofconcern", "othersofconcerntounhcr", "sta", "stateless"),
    *("statelesspersons", "vda", "oip", "otherpeopleinneedofinternationalprotection", "hst", "hostcommunity"),
    *("rst", "nat", "resettlement", "resettlementarrivals", "naturalisation", "naturalisations"),
    *("coo", "coa", "cooid", "coaid", "venezuelansdisplacedabroad"),
    *("proceduretype", "decisiontype", "decisiondatatype", "decisionsaveragepersonspercase", "recognized"),
    *("recognizedother", "otherwiseclosed", "rejected", "totaldecided"),
)


def read(sheet: Sheet, context: Context) -> Iterator[Statement]:
    """Yield the statements of a table of population or solutions."""
    for row in sheet.rows():
        year = cells.year(row.cell("year"))
        if not year:
            context.report.add("row", cells.no_year(row.cell("year")), row.number)
            continue
        yield from _year(sheet, row, year, context)


def _year(sheet: Sheet, row: Row, year: str, context: Context) -> Iterator[Statement]:
    origin, asylum = row.text("origin"), row.text("asylum")
    if origin.upper() in _NOBODY:
        context.report.add("row", "the country of origin is unknown or all together", row.number)
        return
    iso = context.gazetteer.iso(context.gazetteer.country(*_coded(origin), row.text("origin name")))
    at_home = origin.upper() == asylum.upper()
    together = asylum.upper() in _TOGETHER
    if not together and asylum.upper() in _NOBODY:
        context.report.add("row", "the country of asylum is unknown", row.number)
        return
    for part in ("refugees", "idps", "returned refugees", "returned idps"):
        figure = _figure(row, part, context)
        if figure is None:
            continue
        indicators = _indicators(part, context.people_of(iso) if iso else "", at_home, together)
        if not indicators:
            context.report.add("row", f"no indicator counts {part} of this origin and country", row.number)
        for indicator in indicators:
            named = "world" if together and part == "refugees" else ""
            code, name = (origin, row.text("origin name")) if together else (asylum, row.text("asylum name"))
            place = named or context.country(_coded(code)[0], name or code, row.number)
            if place:
                dates = {"period_start": f"{year}-01-01", "scope": "year_total", "preferred": "yes"}
                value, low, high = figure
                yield Statement(
                    indicator=indicator,
                    place=place,
                    origin=context.people_of(iso),
                    period_end=f"{year}-12-31",
                    date_precision="year",
                    value=value,
                    low=low,
                    high=high,
                    qualifier="range" if low else "exact",
                    locator=sheet.where(row.number, name or code),
                    spelling=name or code,
                    note="" if not low else "UNHCR writes * for 1 to 4 people",
                    **(dates if context.indicators.get(indicator, {}).get("kind") == "flow" else {}),
                )


def _coded(country: str) -> tuple[str]:
    """Return an ISO code as such; a name in its place is not one."""
    return (country if len(country) == 3 and country.isupper() else "",)


def _indicators(part: str, people: str, at_home: bool, together: bool) -> list[str]:  # noqa: FBT001 - what a row is
    """Return which indicators count the people of one status, by their origin and whether they are abroad."""
    if part == "refugees" and not at_home:
        return {"syr": ["refugees_syrian"], "irq": ["refugees_iraqi"]}.get(people, [])
    if part == "idps" and (at_home or together):
        return ["idps"]
    if part == "returned idps" and (at_home or together):
        return ["idp_returns_year"]
    if part == "returned refugees" and together:
        return ["refugee_returns_year"]
    if part == "returned refugees" and not at_home and people == "syr":
        return ["refugee_returns_year_by_host"]
    return []


def _figure(row: Row, part: str, context: Context) -> tuple[str, str, str] | None:
    """Return value, low and high of a cell; None where UNHCR gives no figure."""
    if row.text(part) == "*":
        low, high = _FEW
        return cells.written((low + high) / 2), str(low), str(high)
    try:
        number = cells.figure(row.cell(part))
    except cells.NoFigureError as error:
        context.report.add("value", f"{part}: {error}", row.number)
        return None
    if number is None and row.at.get(part) is not None:
        context.report.add("value", f"{part}: an empty cell or `-` is no figure", row.number)
    if number == 0:
        context.report.add("value", f"{part}: UNHCR writes 0 for unknown too, so it is no figure", row.number)
    return (cells.written(number), "", "") if number else None


FORMATS = (
    Format(
        key="unhcr",
        title="UNHCR Refugee Data Finder: population and solutions (CSV, zip, JSON)",
        columns=COLUMNS,
        needs=("year", "origin", "asylum"),
        unused=UNUSED,
        publication=Publication(
            "unhcr-refugee-data-finder",
            "Refugee Data Finder",
            "UNHCR",
            "un",
            "https://www.unhcr.org/refugee-statistics/download",
        ),
        read=read,
    ),
)
