"""OCHA Financial Tracking Service: requirements and funding of humanitarian plans, and single flows of money.

Published as CSV on HDX and fts.unocha.org, some with a row of HXL tags, some without. A real file of each was seen.

Requirements and funding (`fts_requirements_funding_*.csv`):
    countryCode (ISO), id, name, code, typeName, startDate, endDate, year, requirements, funding, percentFunded; of
    clusters `cluster` in place of the type; of COVID-19 `covidFunding` (a part of the funding, not read).
    Humanitarian or strategic response plan -> `hrp_requirements`, `hrp_funding`, `share_funded`; regional response plan
    -> `rrp_*`, which in a country's row is that country's chapter; flash appeal -> `flash_appeal_*`; a row without id
    ("Not specified") -> `humanitarian_funding_outside_plan`; the cluster of camp management -> `cccm_*`.
    Amounts are US dollars.

Incoming flows (`fts_incoming_funding_*.csv`):
    One row a transaction: date, amountUSD, srcOrganization and its type, destLocations, years of use, status,
    boundary, onBoundary. Paid and committed flows of one country and one year of use are added, over all donors and by
    government -> `total_humanitarian_funding`, "at least": flows shared between countries or years are left out.
    A government is matched by srcLocations, or where that is empty (as in the real file) by its name.

Traps:
    - A plan of a year that is not over when the file is published gives `hrp_funding_to_date`, not the year's funding.
    - A regional plan stands in the files of several countries: each is a chapter, and chapters are not the plan.
    - The requirement is empty where a plan has none, the percentage is rounded, may be over 100 and then is left out.
    - Clusters ("Multiple clusters", "Not specified") and COVID parts are parts of a plan: never added to it.
    - Pledges are not funding; money of pooled funds or passed on is counted where it arrives.

Example (made-up figures):
    countryCode,id,name,code,typeId,typeName,startDate,endDate,year,requirements,funding,percentFunded
    SYR,9001,Syrian Arab Republic 2030,HSYR30,4,Humanitarian response plan,2030-01-01,2030-12-31,2030,4000000,1000000,25
    SYR,,Not specified,,,,,,2030,,250000,
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.files import cells
from loaders.files.cells import name_of
from loaders.published.base import Context, Format, Publication, Row, Sheet, counted
from loaders.published.report import Statement

_PUBLICATION = Publication(
    "ocha-fts-requirements",
    "FTS requirements and funding",
    "UN OCHA",
    "un",
    "https://fts.unocha.org/",
    note="Financial Tracking Service",
)

PLAN_COLUMNS = {
    "country": ("countrycode",),
    "id": ("id",),
    "name": ("name",),
    "code": ("code",),
    "type": ("typename",),
    "cluster": ("cluster",),
    "start": ("startdate",),
    "end": ("enddate",),
    "year": ("year",),
    "requirements": ("requirements",),
    "funding": ("funding",),
    "share": ("percentfunded",),
}
# Where the type of a plan is told by a word that its name in FTS holds.
_TYPES = {
    "humanitarianresponseplan": "hrp",
    "strategicresponseplan": "hrp",
    "humanitarianresponsepriorities": "hrp",
    "regionalresponseplan": "rrp",
    "flashappeal": "flash",
}
_INDICATORS = {
    "hrp": ("hrp_requirements", "hrp_funding", "share_funded"),
    "rrp": ("rrp_requirements", "rrp_funding", "rrp_share_funded"),
    "flash": ("flash_appeal_requirements", "flash_appeal_funding", ""),
    "cccm": ("cccm_requirements", "cccm_funding", "cccm_share_funded"),
    "outside": ("", "humanitarian_funding_outside_plan", ""),
}
_FIGURES = ("requirements", "funding", "share")
_TO_DATE = {"hrp_funding": "hrp_funding_to_date", "share_funded": "share_funded_to_date"}


@dataclass(frozen=True, slots=True)
class Plan:
    """One row of requirements and funding, whoever publishes it: what kind of plan, where, when and how much."""

    kind: str
    country: str
    name: str
    code: str
    start: str
    end: str
    requirements: float | None
    funding: float | None
    share: float | None
    locator: str


def read_plans(sheet: Sheet, context: Context) -> Iterator[Statement]:
    """Yield the statements of a table of requirements and funding."""
    for row in sheet.rows():
        year = cells.year(row.cell("year"))
        if not year:
            context.report.add("row", cells.no_year(row.cell("year")), row.number)
            continue
        kind = _kind(sheet, row, context)
        if not kind:
            continue
        start, end = cells.day(row.cell("start")), cells.day(row.cell("end"))
        whole = kind == "rrp" or not (start and end) or start[:4] != year or end[:4] != year
        plan = Plan(
            kind,
            row.text("country"),
            row.text("name"),
            row.text("code") or row.text("id"),
            f"{year}-01-01" if whole else start,
            f"{year}-12-31" if whole else end,
            counted(row, "requirements", context),
            counted(row, "funding", context),
            counted(row, "share", context),
            sheet.where(row.number, row.text("country")),
        )
        yield from statements(plan, context, row.number)


def _kind(sheet: Sheet, row: Row, context: Context) -> str:
    """Return which of our plans a row is of, empty where it is of none, which is reported."""
    if "cluster" in sheet.at:
        cluster = name_of(row.cell("cluster"))
        if row.text("id") and ("campcoordination" in cluster or "cccm" in cluster):
            return "cccm"
        context.report.add("row", f"no indicator counts the cluster {row.text('cluster')!r}", row.number)
        return ""
    if not row.text("id") and name_of(row.cell("name")) == "notspecified":
        return "outside"
    return kind_of(row.text("type"), context, row.number)


def kind_of(title: str, context: Context, row: int) -> str:
    """Return which of our plans a type of FTS is, empty where none, which is reported."""
    plain = name_of(title)
    kind = next((kind for word, kind in _TYPES.items() if word in plain), "")
    if not kind:
        context.report.add("row", f"no indicator counts a plan of the type {title!r}", row)
    return kind


def statements(plan: Plan, context: Context, row: int) -> Iterator[Statement]:
    """Yield what one plan states."""
    place = context.country(plan.country, "", row)
    if not place:
        return
    published = context.options.published
    running = bool(published) and published < plan.end
    figures = (plan.requirements, plan.funding, plan.share)
    for at, (indicator, number) in enumerate(zip(_INDICATORS[plan.kind], figures, strict=True)):
        if number is None:
            continue
        if not indicator:
            context.report.add("value", f"no indicator holds the {_FIGURES[at]} of such a plan", row)
            continue
        if at == 2 and number > 100:
            context.report.add("value", f"{indicator} of {number:g} percent is over 100", row)
            continue
        # What a plan needs is settled when it begins; what it received is not before its end.
        to_date = running and at > 0
        if to_date and indicator not in _TO_DATE:
            context.report.add("value", f"{indicator}: the year was not over on {published}", row)
            continue
        yield _statement(
            plan, place, _TO_DATE[indicator] if to_date else indicator, number, published if to_date else ""
        )


def _statement(plan: Plan, place: str, indicator: str, number: float, to_date: str) -> Statement:
    whole_year = plan.start.endswith("-01-01") and plan.end.endswith("-12-31")
    flow = {"scope": "part_period" if plan.kind == "flash" else "year_total", "preferred": "yes"}
    return Statement(
        indicator=indicator,
        place=place,
        origin="all",
        period_start=plan.start,
        period_end=to_date or plan.end,
        date_precision="year" if whole_year and not to_date and plan.kind != "flash" else "day",
        value=cells.written(number),
        locator=plan.locator,
        spelling=plan.country,
        note=f"{plan.name} {plan.code}".strip() if plan.kind != "outside" else "Reported without a coordinated plan",
        **({} if to_date else flow),
    )


# --- flows -----------------------------------------------------------------------------------------------------------

FLOW_COLUMNS = {
    "amount": ("amountusd",),
    "donor": ("srcorganization",),
    "donor type": ("srcorganizationtypes",),
    "donor country": ("srclocations",),
    "place": ("destlocations",),
    "from": ("destusageyearstart",),
    "to": ("destusageyearend",),
    "status": ("status",),
    "boundary": ("boundary",),
    "shared": ("onboundary",),
}
FLOW_UNUSED = (
    *("date", "budgetyear", "description", "srcusageyearstart", "srcusageyearend", "destplan", "destplancode"),
    *("destplanid", "destorganization", "destorganizationtypes", "destglobalclusters", "destproject"),
    *("destprojectcode", "destemergency", "contributiontype", "flowtype", "method", "firstreporteddate"),
    *("decisiondate", "keywords", "originalamount", "originalcurrency", "exchangerate", "id", "refcode"),
    *("createdat", "updatedat"),
)


# "Saudi Arabia (Kingdom of), Government of" is Saudi Arabia.
_GOVERNMENT = re.compile(r"(?: *\([^)]*\))?,? Government of$|^Government of (?:the )?")


@dataclass(slots=True)
class _Sum:
    amount: float = 0.0
    flows: int = 0
    rows: list[int] = field(default_factory=list)


def read_flows(sheet: Sheet, context: Context) -> Iterator[Statement]:
    """Yield the sums of the incoming flows of a table, by country and year, over all donors and by government."""
    sums: dict[tuple[str, str, str], _Sum] = {}
    spelled: dict[str, str] = {}
    for row in sheet.rows():
        place, year = _use(row, context)
        amount = counted(row, "amount", context)
        if not place or amount is None:
            continue
        spelled[place] = row.text("place")
        for donor in ("all", *_donor(row, context)):
            each = sums.setdefault((place, year, donor), _Sum())
            each.amount += amount
            each.flows += 1
            each.rows.append(row.number)
    for (place, year, donor), each in sums.items():
        rows = f"row {each.rows[0]}" if each.flows == 1 else f"{each.flows} rows from {each.rows[0]} to {each.rows[-1]}"
        yield Statement(
            indicator="total_humanitarian_funding",
            place=place,
            origin=donor,
            period_start=f"{year}-01-01",
            period_end=f"{year}-12-31",
            date_precision="year",
            value=cells.written(each.amount),
            qualifier="at_least",
            scope="year_total",
            preferred="yes",
            locator=f'{sheet.place}, {rows}, "{spelled[place]}"',
            spelling=spelled[place],
            note=f"Sum of {each.flows} paid and committed flows; flows shared between countries or years left out",
        )


def _use(row: Row, context: Context) -> tuple[str, str]:
    """Return the country and year that a flow is for; both empty where it is not added, which is reported."""
    reasons = {
        "it does not come in from outside": row.text("boundary") != "incoming",
        f"the status {row.text('status')!r} is no funding": row.text("status") not in ("paid", "commitment"),
        "it is shared between countries, years or plans": row.text("shared") == "shared"
        or "," in row.text("place")
        or row.text("from") != row.text("to"),
        "it names no country or year": not row.text("place") or not cells.year(row.cell("from")),
    }
    for reason, holds in reasons.items():
        if holds:
            context.report.add("row", f"a flow is not added: {reason}", row.number)
            return "", ""
    return context.country(row.text("place"), "", row.number), cells.year(row.cell("from"))


def _donor(row: Row, context: Context) -> list[str]:
    """Return the government that gave a flow, as a key of origins.csv, if it is one."""
    if row.text("donor type") != "Government":
        return []
    code, named = row.text("donor country"), row.text("donor")
    country = _GOVERNMENT.sub("", named).strip()
    iso = context.gazetteer.iso(context.gazetteer.country(code, country))
    if iso in context.origins:
        return [iso]
    said = f"say which country it is with --place {country!r}=KEY" if not iso else f"origins.csv has no {iso}"
    context.report.add("note", f"the donor {named!r} is in the sum of all donors only; {said}", row.number)
    return []


FORMATS = (
    Format(
        key="fts",
        title="OCHA FTS requirements and funding, by plan or cluster (CSV)",
        columns=PLAN_COLUMNS,
        needs=("country", "name", "year", "requirements", "funding"),
        unused=("typeid", "clustercode", "covidfunding", "covidpercentageoffunding"),
        publication=_PUBLICATION,
        read=read_plans,
    ),
    Format(
        key="fts-flows",
        title="OCHA FTS incoming flows (CSV)",
        columns=FLOW_COLUMNS,
        needs=("amount", "donor", "place", "from", "status", "boundary"),
        unused=FLOW_UNUSED,
        publication=Publication(
            "ocha-fts-flows", "FTS incoming funding flows", "UN OCHA", "un", "https://fts.unocha.org/"
        ),
        read=read_flows,
    ),
)
