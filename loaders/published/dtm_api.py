"""IOM DTM API: displaced people by round, country and governorate, as the API answers and as HDX carries it.

Published as `global-iom-dtm-from-api-admin-0-to-2.csv` on HDX (a real file was seen, with a second row of HXL tags)
and as JSON of dtmapi.iom.int with the rows under `result` (real answers of levels 0 and 1 were seen; those of the
lists of countries and operations are known, and hold no figures).

Columns:
    operation, admin0Name, admin0Pcode (ISO), admin1Name, admin1Pcode, admin2Name, admin2Pcode, adminLevel (CSV only),
    numPresentIdpInd (people), reportingDate (with a time), roundNumber, displacementReason, numberMales, numberFemales,
    idpOriginAdmin1Name, assessmentType, operationStatus. -> `idps` at the country and governorate.

Traps:
    - One figure is spread over several rows, by reason and by governorate of origin: the rows of one operation, round,
      day and place are added. Rows by origin overlap with none; a second assessment of the same place does, so only
      rows of one assessment type are added, and two types are two figures, of which neither is taken.
    - Three administrative levels stand in one file; they are wholes and parts and are never added. Level 2 is left out.
    - A country has several operations (one of them for the fighting in one town), which count different people: where
      a file has more than one of a country, none is taken until --operation chooses.
    - Reason, sex and origin are often empty or "Not available"; a date has a time behind it.
    - Governorates come and go between rounds: a round that covers others than the one before is marked.

Example (made-up figures):
    operation,admin0Name,admin0Pcode,admin1Name,admin1Pcode,adminLevel,numPresentIdpInd,reportingDate,roundNumber,
    displacementReason
    Iraq conflict,Iraq,IRQ,Ninewa,IQG15,1,70000,2030-04-30T00:00:00,140,Conflict
    Iraq conflict,Iraq,IRQ,Ninewa,IQG15,1,5000,2030-04-30T00:00:00,140,Natural disaster
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loaders.files import cells
from loaders.published.base import Context, Format, Publication, Row, Sheet, counted
from loaders.published.report import Statement

COLUMNS = {
    "operation": ("operation",),
    "country": ("admin0pcode",),
    "country name": ("admin0name",),
    "admin1": ("admin1name",),
    "admin1 code": ("admin1pcode",),
    "admin2": ("admin2pcode", "admin2name"),
    "level": ("adminlevel",),
    "people": ("numpresentidpind",),
    "date": ("reportingdate",),
    "round": ("roundnumber",),
    "assessment": ("assessmenttype",),
}
UNUSED = (
    *("id", "yearreportingdate", "monthreportingdate", "displacementreason", "numbermales", "numberfemales"),
    *("idporiginadmin1name", "idporiginadmin1pcode", "operationstatus", "admin2name", "admin2pcode"),
)


@dataclass(slots=True)
class _Sum:
    people: float = 0.0
    rows: list[int] = field(default_factory=list)


# Operation, place, day, round, assessment.
_Key = tuple[str, str, str, str, str]


def read(sheet: Sheet, context: Context) -> Iterator[Statement]:
    """Yield the people of each operation, round and place, added over reasons and origins."""
    sums: dict[_Key, _Sum] = {}
    spelled: dict[str, tuple[str, str]] = {}
    for row in sheet.rows():
        operation = row.text("operation")
        if context.options.operation and operation != context.options.operation:
            context.report.add("row", f"another operation: {operation!r}", row.number)
            continue
        day = cells.day(row.cell("date"))
        if not day:
            context.report.add("row", f"{row.text('date')[:40]!r} is no date", row.number)
            continue
        place, spelling = _place(row, context)
        number = counted(row, "people", context)
        if not place or number is None:
            continue
        spelled[place] = spelling, row.text("country")
        each = sums.setdefault((operation, place, day, row.text("round"), row.text("assessment")), _Sum())
        each.people += number
        each.rows.append(row.number)
    several = operations_of_one_country({(spelled[place][1], operation) for operation, place, *_ in sums}, context)
    for (operation, place, day, turn, _), each in sums.items():
        if spelled[place][1] in several:
            continue
        spelling, iso = spelled[place]
        rows = f"row {each.rows[0]}" if len(each.rows) == 1 else f"{len(each.rows)} rows from {each.rows[0]}"
        yield Statement(
            indicator="idps",
            place=place,
            origin=context.people_of(iso),
            period_end=day,
            value=cells.written(each.people),
            locator=f'{sheet.place}, {rows}, "{spelling}"',
            spelling=spelling,
            note=f"{operation}, round {turn}",
        )


def _place(row: Row, context: Context) -> tuple[str, str]:
    code, named = row.text("country"), row.text("admin1")
    level = row.text("level") or ("2" if row.text("admin2") else "1" if named or row.text("admin1 code") else "0")
    if level == "2":
        context.report.add("row", "administrative level 2: no place of ours, and a part of level 1", row.number)
        return "", ""
    country = context.country(code, row.text("country name"), row.number)
    if level == "0" or not country:
        return country, row.text("country name") or code
    return context.governorate(named, row.text("admin1 code"), code, row.number), named


def operations_of_one_country(counted_by: Iterable[tuple[str, str]], context: Context) -> set[str]:
    """Return the countries (ISO codes) that several operations count, and report them: none of these is taken."""
    operations: dict[str, list[str]] = {}
    for iso, operation in sorted(set(counted_by)):
        operations.setdefault(iso, []).append(operation)
    several = {iso: names for iso, names in operations.items() if len(names) > 1}
    for iso, names in several.items():
        named = ", ".join(map(repr, names))
        context.report.add(
            "row", f"{len(names)} operations count people in {iso}: choose one with --operation: {named}"
        )
    return set(several)


def read_lists(sheet: Sheet, context: Context) -> Iterator[Statement]:
    """Yield nothing: the API's lists of countries and operations hold no figures, which is reported."""
    for row in sheet.rows():
        context.report.add("row", "a list of countries or operations holds no figures", row.number)
    yield from ()


LISTS = (
    Format(
        key="dtm-lists",
        title="IOM DTM API lists of countries and of operations (JSON), which hold no figures",
        columns={name: COLUMNS[name] for name in ("operation", "country", "country name")},
        needs=("country", "country name"),
        unused=("operationstatus",),
        publication=Publication("iom-dtm-api", "DTM API", "IOM", "un", "https://dtm.iom.int/data"),
        read=read_lists,
    ),
)
FORMATS = (
    Format(
        key="dtm-api",
        title="IOM DTM API export, administrative levels 0 to 2 (CSV of HDX, JSON)",
        columns=COLUMNS,
        needs=("operation", "country", "people", "date"),
        unused=UNUSED,
        publication=Publication("iom-dtm-api", "DTM API, displaced people", "IOM", "un", "https://dtm.iom.int/data"),
        read=read,
    ),
)
