"""HDX HAPI: OCHA's humanitarian API, one CSV or JSON answer a subject, with one layout for all countries.

Published as `hdx_hapi_<subject>_<country or global>.csv` on HDX, with a byte-order mark and sometimes a row of HXL
tags, and as JSON of hapi.humdata.org/api/v2 with the rows under `data`. Real files of IDPs and funding were seen;
refugees, returnees and needs as OCHA's documentation tells their columns.

Common columns:
    location_code (ISO), provider_admin1_name (the provider's spelling) beside admin1_code and admin1_name, admin_level
    0 to 2, population, reference_period_start and _end, warning, error.
Subjects:
    - idps (by IOM DTM): reporting_round, assessment_type, operation -> `idps` of country and governorate.
    - refugees (by UNHCR): origin_location_code, asylum_location_code, population_group REF, gender and age_range `all`
      -> `refugees_syrian`, `refugees_iraqi`.
    - returnees (by UNHCR): population_group RET -> `refugee_returns_year_by_host`, RDP -> `idp_returns_year`.
    - humanitarian-needs (by OCHA): sector_code, category, population_status INN, of all sectors together
      -> `people_in_need`, an estimate for the year of the plan.
    - funding (by OCHA FTS): appeal_code, appeal_name, appeal_type, requirements_usd, funding_usd, funding_pct: as FTS.

Traps:
    - Three administrative levels stand in one file: they are parts and wholes and are never added; level 2 is left out.
    - Several operations count one country: none is taken until --operation chooses.
    - A row whose `error` says anything is not used; a `warning` becomes the note of the figure.
    - Groups by sex and age are parts of `all`; sectors overlap, and are never added.

Example (made-up figures):
    location_code,admin1_code,admin1_name,admin_level,operation,population,reporting_round,reference_period_start,
    reference_period_end,warning,error
    IRQ,,,0,Iraq conflict,120000,140,2030-04-30,2030-04-30,,
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from loaders.files import cells
from loaders.published import dtm_api, fts
from loaders.published.base import Context, Format, Publication, Row, Sheet, counted
from loaders.published.report import Statement

_ALL = frozenset({"", "all", "total"})
_EVERY_SECTOR = frozenset({"intersectoral", "all", "int"})

_PLACE = {
    "country": ("locationcode",),
    "level": ("adminlevel",),
    "admin1": ("provideradmin1name", "admin1name"),
    "admin1 name": ("admin1name",),
    "admin1 code": ("admin1code",),
    "admin2": ("admin2code",),
}
_WHEN = {"start": ("referenceperiodstart",), "end": ("referenceperiodend",)}
_SAID = {"warning": ("warning",), "error": ("error",)}
_UNUSED = (
    *("hashrp", "ingho", "locationname", "locationref", "admin1ref", "admin2ref", "admin2name", "provideradmin2name"),
    *(
        "datasethdxid",
        "resourcehdxid",
        "datasethdxstub",
        "datasethdxprovidername",
        "hapiupdateddate",
        "minage",
        "maxage",
    ),
    *("assessmenttype", "sectorname", "originlocationname", "asylumlocationname", "admin2code", "admin1name"),
    *("provideradmin1name", "originlocationref", "asylumlocationref", "hapireplaceddate", "resourcehdxname"),
)


def _usable(sheet: Sheet, context: Context) -> Iterator[Row]:
    """Yield the rows that HAPI itself holds for sound and that have dates."""
    for row in sheet.rows():
        if row.text("error"):
            context.report.add("row", f"HAPI marks it as an error: {row.text('error')[:80]}", row.number)
        elif not cells.day(row.cell("end")) or not cells.day(row.cell("start")):
            context.report.add("row", "it has no reference period", row.number)
        else:
            yield row


def _place(row: Row, context: Context) -> tuple[str, str]:
    """Return our key and the provider's spelling of the place of a row; empty where it is below the governorate."""
    level = row.text("level") or ("2" if row.text("admin2") else "1" if row.text("admin1 code") else "0")
    code = row.text("country")
    if level == "0":
        return context.country(code, "", row.number), code
    if level != "1":
        context.report.add("row", f"administrative level {level}: no place of ours, and a part of level 1", row.number)
        return "", ""
    country = context.gazetteer.country(code)
    if not country:
        return context.country(code, "", row.number), code
    named = row.text("admin1") or row.text("admin1 name")
    place = context.gazetteer.governorate(named, row.text("admin1 code"), code)
    place = place or context.governorate(row.text("admin1 name") or named, row.text("admin1 code"), code, row.number)
    return place, named or row.text("admin1 code")


def read_idps(sheet: Sheet, context: Context) -> Iterator[Statement]:
    """Yield displaced people by round, country and governorate."""
    chosen = context.options.operation
    found: list[tuple[str, str, Statement]] = []
    for row in _usable(sheet, context):
        operation = row.text("operation")
        if chosen and operation != chosen:
            context.report.add("row", f"another operation: {operation!r}", row.number)
            continue
        place, spelling = _place(row, context)
        number = counted(row, "population", context)
        if place and number is not None:
            turn = f"{operation}, round {row.text('round')}" if row.text("round") else operation
            statement = Statement(
                indicator="idps",
                place=place,
                origin=context.people_of(row.text("country")),
                period_end=cells.day(row.cell("end")),
                value=cells.written(number),
                locator=sheet.where(row.number, spelling),
                spelling=spelling,
                note="; ".join(filter(None, (turn, row.text("warning")))),
            )
            found.append((row.text("country"), operation, statement))
    several = dtm_api.operations_of_one_country([each[:2] for each in found], context)
    yield from (statement for iso, _, statement in found if iso not in several)


def read_people(sheet: Sheet, context: Context) -> Iterator[Statement]:
    """Yield refugees and returnees by country of origin and of asylum."""
    for row in _usable(sheet, context):
        group = row.text("group").upper()
        if row.text("gender") not in _ALL or row.text("age") not in _ALL:
            context.report.add("row", "a part by sex or age of a figure for all", row.number)
            continue
        origin, asylum = row.text("origin"), row.text("asylum")
        people = context.people_of(context.gazetteer.iso(context.gazetteer.country(origin)))
        indicator = _indicator(group, people, origin == asylum)
        number = counted(row, "population", context)
        if not indicator:
            context.report.add(
                "row", f"no indicator counts {group or 'people without a group'} of this origin", row.number
            )
            continue
        if number == 0:
            context.report.add("value", "UNHCR writes 0 for unknown too, so it is no figure", row.number)
        place = context.country(asylum, "", row.number)
        if place and number:
            year = cells.day(row.cell("end"))[:4]
            flow = {"period_start": f"{year}-01-01", "scope": "year_total", "preferred": "yes"}
            yield Statement(
                indicator=indicator,
                place=place,
                origin=people,
                period_end=f"{year}-12-31",
                date_precision="year",
                value=cells.written(number),
                locator=sheet.where(row.number, asylum),
                spelling=asylum,
                note=row.text("warning"),
                **(flow if context.indicators.get(indicator, {}).get("kind") == "flow" else {}),
            )


def _indicator(group: str, people: str, at_home: bool) -> str:  # noqa: FBT001 - what a row is
    if group in ("REF", "REFUGEES") and not at_home:
        return {"syr": "refugees_syrian", "irq": "refugees_iraqi"}.get(people, "")
    if group == "RET" and not at_home:
        return "refugee_returns_year_by_host" if people == "syr" else ""
    return "idp_returns_year" if group == "RDP" else ""


def read_needs(sheet: Sheet, context: Context) -> Iterator[Statement]:
    """Yield people in need, of all sectors and groups together."""
    for row in _usable(sheet, context):
        sector = row.text("sector").casefold()
        if row.text("status") != "INN" or sector not in _EVERY_SECTOR or row.text("category").casefold() not in _ALL:
            context.report.add("row", "a part (sector, group), or people affected, targeted or reached", row.number)
            continue
        place, spelling = _place(row, context)
        number = counted(row, "population", context)
        if place and number is not None:
            yield Statement(
                indicator="people_in_need",
                place=place,
                origin="all",
                period_end=f"{cells.day(row.cell('end'))[:4]}-12-31",
                date_precision="year",
                value=cells.written(number),
                qualifier="estimate",
                locator=sheet.where(row.number, spelling),
                spelling=spelling,
                note=row.text("warning"),
            )


def read_funding(sheet: Sheet, context: Context) -> Iterator[Statement]:
    """Yield requirements and funding, by the rules of FTS."""
    for row in _usable(sheet, context):
        start, end = cells.day(row.cell("start")), cells.day(row.cell("end"))
        outside = row.text("name").casefold() == "not specified"
        kind = "outside" if outside else fts.kind_of(row.text("type"), context, row.number)
        if not kind:
            continue
        whole = kind == "rrp" or start[:4] != end[:4]
        plan = fts.Plan(
            kind,
            row.text("country"),
            row.text("name"),
            row.text("code"),
            f"{start[:4]}-01-01" if whole else start,
            f"{start[:4]}-12-31" if whole else end,
            counted(row, "requirements", context),
            counted(row, "funding", context),
            counted(row, "share", context),
            sheet.where(row.number, row.text("country")),
        )
        yield from fts.statements(plan, context, row.number)


def _format(
    subject: str,
    columns: Mapping[str, tuple[str, ...]],
    needs: tuple[str, ...],
    publisher: tuple[str, str],
    read: Callable[[Sheet, Context], Iterator[Statement]],
) -> Format:
    return Format(
        key=f"hapi-{subject}",
        title=f"HDX HAPI {subject} (CSV, JSON)",
        columns={**columns, **_WHEN, **_SAID},
        needs=(*needs, "start", "end"),
        unused=_UNUSED,
        publication=Publication(
            publisher[1],
            f"HDX HAPI {subject}",
            publisher[0],
            "un",
            "https://data.humdata.org/hapi",
            carried_by="HDX HAPI",
        ),
        read=read,
    )


_PEOPLE = {
    "origin": ("originlocationcode",),
    "asylum": ("asylumlocationcode",),
    "group": ("populationgroup",),
    "gender": ("gender",),
    "age": ("agerange",),
    "population": ("population",),
}
FORMATS = (
    _format(
        "IDPs",
        {**_PLACE, "operation": ("operation",), "population": ("population",), "round": ("reportinground",)},
        ("country", "operation", "population"),
        ("IOM", "iom-dtm-hapi-idps"),
        read_idps,
    ),
    _format(
        "refugees and returnees",
        _PEOPLE,
        ("origin", "asylum", "group", "population"),
        ("UNHCR", "unhcr-hapi-people"),
        read_people,
    ),
    _format(
        "humanitarian needs",
        {
            **_PLACE,
            "sector": ("sectorcode",),
            "category": ("category",),
            "status": ("populationstatus",),
            "population": ("population",),
        },
        ("country", "sector", "status", "population"),
        ("UN OCHA", "ocha-hapi-needs"),
        read_needs,
    ),
    _format(
        "funding",
        {
            "country": ("locationcode",),
            "code": ("appealcode",),
            "name": ("appealname",),
            "type": ("appealtype",),
            "requirements": ("requirementsusd",),
            "funding": ("fundingusd",),
            "share": ("fundingpct",),
        },
        ("country", "name", "type", "requirements", "funding"),
        ("UN OCHA", "ocha-hapi-funding"),
        read_funding,
    ),
)
