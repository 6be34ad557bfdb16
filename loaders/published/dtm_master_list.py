"""IOM DTM master lists of Iraq and Syria: displaced people and returnees, one row a location, added by governorate.

Published as XLSX, older ones as CSV, from iraqdtm.iom.int, dtm.iom.int and HDX. No real file was seen; the layouts
are those that public code for rounds 5 to 134 of Iraq names.

Older, wide layout:
    Some rows of titles, then a header in row 4 or so: Place id, Governorate, District, Location name in English, in
    Arabic, Latitude, Longitude, Families, Individuals; a column for each governorate of origin (households from there);
    a column for each type of shelter (households in it, `Camp` among them); a column for each wave of displacement.
Newer, long layout:
    Households for Families; one row a location and governorate of origin, or a shelter type; often Round and Date, so
    that several rounds stand in one file; Syria with admin1Name_en, admin1Pcode and a population type.
Indicators:
    `idps` or `returnees` (in Syria `idp_returnees_syria`) of governorate and country, in households and in persons;
    `idps_in_camps` and `idps_by_origin_governorate` from the columns of camps and origins.

Traps:
    - IOM counts households. Its persons are households x 6, x 5 in camps. Both are kept: households as counted, persons
      as stated, with a note that they are derived; where the file states no persons they are derived here, as an
      estimate. They are never added.
    - Whether it lists displaced people or returnees is told by the sheet, the title or the file's name, the round's
      date by a column or by these too; otherwise --population and --as-of say it.
    - Names change: Anbar and Al Anbar, Dahuk and Duhok, Thi-Qar and Thi Qar are found; `Al Diwaniya` (Qadissiya) is
      reported. The name goes before the P-code, of which several numberings are in use.
    - A column of a governorate counts people from there, not there. A row of totals is not a location.
    - Governorates come and go between rounds: a round that covers others than the one before is marked.
    - A sum of rows of which some could not be placed is "at least".

Example (made-up figures):
    IDP Master List, Round 64, 2 February 2030

    Place id,Governorate,District,Location name in English,Families,Individuals,Anbar,Ninewa,Camp,Rented houses
    1,Anbar,Falluja,One,100,600,100,,,100
    2,Ninewa,Mosul,Two,40,200,,40,40,
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from loaders.files import cells
from loaders.files.cells import name_of
from loaders.published.base import Context, Format, Publication, Row, Sheet
from loaders.published.report import Statement

PERSONS, PERSONS_IN_CAMP = 6, 5

COLUMNS = {
    "governorate": ("governorate", "admin1nameen", "admin1name", "adm1nameen", "adm1name", "governoratename"),
    "pcode": ("admin1pcode", "adm1pcode", "ochaadmin1", "ochaadm1pcode", "governoratepcode"),
    "district": ("district", "admin2nameen", "admin2name", "adm2nameen", "adm2name", "subdistrict", "districtname"),
    "households": (
        *("households", "families", "idpsfamilies", "idpfamilies", "masterfamilies", "idpshouseholds", "idphouseholds"),
        *("returneesfamilies", "returneefamilies", "returneeshouseholds", "returneehouseholds", "numberofhouseholds"),
    ),
    "persons": (
        *("individuals", "idpsindividuals", "idpindividuals", "returneesindividuals", "returneeindividuals"),
        *("numberofindividuals", "persons"),
    ),
    "camp": ("camp", "camps", "idpsincampstransitcamps", "camphouseholds"),
    "shelter": ("sheltertype", "typeofshelter"),
    "origin": ("governorateoforigin", "origingovernorate", "governorateoflastdisplacement", "admin1origin"),
    "round": ("round", "roundnumber"),
    "date": ("date", "reportingdate", "reportdate", "surveydate", "assessmentdate"),
    "population": ("populationtype", "populationgroup", "typeofpopulation"),
}
UNUSED = (
    *("placeid", "placecode", "locationid", "locationname", "locationnameinenglish", "locationnameinarabic", "place"),
    *("arabicname", "latitude", "longitude", "districtcode", "ochaadmin2", "ochaadm2pcode", "ochapcode", "subdistrict"),
    *("openstreetmap", "googlemap", "bingmap", "admin2pcode", "admin3pcode", "admin4pcode", "admin3nameen"),
    *("admin4nameen", "id", "location", "community", "hostfamilies", "hostcommunity", "hotelmotel", "rentedhouses"),
    *("informalsettlements", "othersheltertype", "othershelter", "religiousbuilding", "schoolbuilding", "other"),
    *("unfinishedabandonedbuilding", "unknownsheltertype", "ownproperty", "idpownedhouse", "militarycamps"),
    *("habitualresidence", "rentalhabitable", "rentaluninhabitable", "othercriticalshelter", "prejune14"),
    *("junejuly14", "august14", "postseptember14", "postapril15", "postmarch16", "post17october16", "july17"),
)
_WAVE = re.compile(
    r"(?:pre|post)?(?:\d{1,2})?(?:jan|feb|mar|apr|may|june|july|aug|sep|oct|nov|dec)[a-z]*\d{2,4}.*", re.ASCII
)
_ROUND = re.compile(r"round[ _-]?(\d{1,3})(?!\d)", re.IGNORECASE | re.ASCII)
_WORDS = {"idps": ("idp", "displaced"), "returnees": ("return",)}
_TOTALS = frozenset({"total", "grandtotal", "totals", "iraq", "syria", "sum"})


@dataclass(slots=True)
class _Sum:
    """What the rows of one place and round add up to, in households and in persons."""

    spelling: str
    households: float = 0
    persons: float = 0
    derived: float = 0
    rows: int = 0
    first: int = 0
    last: int = 0
    incomplete: bool = False

    def add(self, row: int, households: float, persons: float | None, in_camp: float) -> None:
        """Add a row; `in_camp` are those of its households that live in a camp."""
        self.rows += 1
        self.first, self.last = self.first or row, row
        self.households += households
        self.derived += PERSONS * (households - in_camp) + PERSONS_IN_CAMP * in_camp
        if persons is None:
            self.incomplete = self.incomplete or households > 0
        else:
            self.persons += persons


# Population, day, round, place.
_Key = tuple[str, str, str, str]


@dataclass(slots=True)
class _Lists:
    """The sums of a sheet: of those counted where they live, of those in camps, and by governorate of origin."""

    living: dict[_Key, _Sum]
    camps: dict[_Key, _Sum]
    origins: dict[_Key, _Sum]
    unplaced: set[tuple[str, str]]


def read(sheet: Sheet, context: Context) -> Iterator[Statement]:
    """Yield the sums of a master list by governorate and country."""
    said = _Said.of(sheet, context)
    origins = _origin_columns(sheet, context)
    lists = _Lists({}, {}, {}, set())
    for row in sheet.rows():
        _row(row, said, origins, lists, context)
    stated = "persons" in sheet.at
    households = "households" in sheet.at
    for (population, day, turn, place), each in _with_country(lists.living, context).items():
        indicator = _indicator(population, place, context)
        least = _lacks(lists, (population, day, place), context)
        yield from _both(
            sheet,
            (indicator, place, day, turn),
            each,
            context,
            _Told(persons=stated, households=households, least=least),
        )
    for (population, day, turn, place), each in _with_country(lists.camps, context).items():
        counted = _Told(persons=False, households=True, least=_lacks(lists, (population, day, place), context))
        yield from _both(sheet, ("idps_in_camps", place, day, turn), each, context, counted)
    for (population, day, turn, place), each in lists.origins.items():
        if population == "idps":
            # A row that could not be placed may have people from anywhere.
            counted = _Told(persons=False, households=True, least=(population, day) in lists.unplaced)
            yield from _both(sheet, ("idps_by_origin_governorate", place, day, turn), each, context, counted)
    if any(population == "returnees" for population, *_ in lists.origins):
        context.report.add("unused", "governorates that returnees come from")


def _lacks(lists: _Lists, what: tuple[str, str, str], context: Context) -> bool:
    """Whether the sum of a country lacks rows of a population and day that could not be placed."""
    population, day, place = what
    return (population, day) in lists.unplaced and context.gazetteer.rows[place]["kind"] == "country"


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sheet tells: persons, households, and whether a sum lacks rows that could not be placed."""

    persons: bool
    households: bool
    least: bool


def _both(
    sheet: Sheet, what: tuple[str, str, str, str], each: _Sum, context: Context, told: _Told
) -> Iterator[Statement]:
    """Yield households as counted, and persons as stated or derived."""
    indicator, place, day, turn = what
    rows = f"row {each.first}" if each.rows == 1 else f"{each.rows} rows from {each.first} to {each.last}"
    common = {
        "indicator": indicator,
        "place": place,
        "origin": context.people_of(context.gazetteer.iso(place)),
        "period_end": day,
        "locator": f'{sheet.place}, {rows}, "{each.spelling}"',
        "spelling": each.spelling,
    }
    named = f"round {turn}; " if turn else ""
    least = "at_least" if told.least else "exact"
    if told.households:
        note = f"{named}Sum of {each.rows} rows, households as counted"
        yield Statement(**common, group="households", value=cells.written(each.households), qualifier=least, note=note)
    if told.persons:
        note = f"{named}Sum of {each.rows} rows, persons as stated; {_size(each)}"
        qualifier = "at_least" if told.least or each.incomplete else "exact"
        yield Statement(**common, value=cells.written(each.persons), qualifier=qualifier, note=note)
    elif told.households:
        qualifier = "at_least" if told.least else "estimate"
        note = f"{named}Derived: households x {PERSONS}, x {PERSONS_IN_CAMP} in camps; the file states no persons"
        yield Statement(**common, value=cells.written(each.derived), qualifier=qualifier, note=note)


def _size(each: _Sum) -> str:
    if not each.households:
        return "the file states no households"
    if each.persons == PERSONS * each.households:
        return f"IOM derives them: households x {PERSONS}"
    if each.persons == each.derived or each.persons == PERSONS_IN_CAMP * each.households:
        return f"IOM derives them: households x {PERSONS}, x {PERSONS_IN_CAMP} in camps"
    return f"they are {each.persons / each.households:.2f} a household"


@dataclass(frozen=True, slots=True)
class _Said:
    """What title, sheet and file say of all rows: whom the list counts, its day and its round."""

    population: str
    day: str
    round: str

    @classmethod
    def of(cls, sheet: Sheet, context: Context) -> _Said:
        texts = [sheet.name, *sheet.preamble, " ".join(sheet.header), sheet.file]
        day = context.options.as_of or next(filter(None, (cells.day(each) for each in texts)), "")
        turn = next((found.group(1) for each in texts if (found := _ROUND.search(each))), "")
        return cls(context.options.population or next(filter(None, map(_population, texts)), ""), day, turn)


@lru_cache(maxsize=1_000)
def _population(text: str) -> str:
    """Return whom a text speaks of, empty where of nobody or of both."""
    found = [name for name, words in _WORDS.items() if any(word in text.casefold() for word in words)]
    return found[0] if len(found) == 1 else ""


def _origin_columns(sheet: Sheet, context: Context) -> Mapping[int, str]:
    """Return which columns are those of a governorate of origin; what else is not known has been reported."""
    taken = set(sheet.at.values())
    found: dict[int, str] = {}
    for place, title in enumerate(sheet.header):
        if place not in taken and title:
            governorate = context.gazetteer.governorate(title)
            if governorate:
                found[place] = governorate
    known = [cell for place, cell in enumerate(sheet.header) if place in found or _WAVE.fullmatch(name_of(cell))]
    for cell in known:
        context.report.found.pop(("column", repr(cell)), None)
    waves = [cell for cell in known if _WAVE.fullmatch(name_of(cell))]
    for cell in waves:
        context.report.add("unused", repr(cell))
    return found


def _row(row: Row, said: _Said, origins: Mapping[int, str], lists: _Lists, context: Context) -> None:
    report = context.report
    named, code = row.text("governorate"), row.text("pcode")
    if name_of(named) in _TOTALS:
        report.add("row", "a row of totals is not a location", row.number)
        return
    population = _population(row.text("population")) or ("" if row.text("population") else said.population)
    day = cells.day(row.cell("date")) or said.day
    if not population:
        report.add("row", "it does not say whether it lists IDPs or returnees: --population says it", row.number)
        return
    if not day:
        report.add("row", "it has no date: --as-of says it", row.number)
        return
    turn = row.text("round") or said.round
    households, persons = _number(row, "households", context), _number(row, "persons", context)
    place = context.governorate(named, code, "", row.number) if named or code else ""
    if not place:
        lists.unplaced.add((population, day))
        if not named and not code:
            report.add("row", "it names no governorate", row.number)
        return
    if households is None and persons is None:
        report.add("row", "it counts nobody", row.number)
        return
    key = (population, day, turn)
    in_camp = _camp(row, households or 0.0, context)
    _of(lists.living, (*key, place), named or code).add(row.number, households or 0.0, persons, in_camp)
    if population == "idps" and in_camp:
        _of(lists.camps, (*key, place), named or code).add(row.number, in_camp, None, in_camp)
    for origin, spelling, count in _from(row, origins, households, context):
        _of(lists.origins, (*key, origin), spelling).add(row.number, count, None, 0)


def _of(sums: dict[_Key, _Sum], key: _Key, spelling: str) -> _Sum:
    found = sums.get(key)
    if found is None:
        found = sums[key] = _Sum(spelling)
    return found


def _number(row: Row, part: str, context: Context) -> float | None:
    cell = row.cell(part)
    if cell is None or cell == "":
        return None
    try:
        return cells.figure(cell)
    except cells.NoFigureError as error:
        context.report.add("value", f"{part}: {error}", row.number)
        return None


def _camp(row: Row, households: float, context: Context) -> float:
    """Return how many of the households of a row live in a camp."""
    if name_of(row.cell("shelter")) in ("camp", "camps", "incamp", "idpcamp"):
        return households
    return min(_number(row, "camp", context) or 0.0, households)


def _from(
    row: Row, origins: Mapping[int, str], households: float | None, context: Context
) -> Iterator[tuple[str, str, float]]:
    """Yield governorate of origin, its spelling and households of a row, in either layout."""
    named = row.text("origin")
    if named and households:
        origin = context.governorate(named, "", "", row.number)
        if origin:
            yield origin, named, households
    for place, origin in origins.items():
        cell = row.cells[place] if place < len(row.cells) else None
        if cell is None or cell == "":
            continue
        try:
            count = cells.figure(cell)
        except cells.NoFigureError as error:
            context.report.add("value", f"households from {origin}: {error}", row.number)
            continue
        if count:
            yield origin, origin, count


def _with_country(sums: Mapping[_Key, _Sum], context: Context) -> dict[_Key, _Sum]:
    """Return sums by governorate with those of their countries, first rows and last rows of all."""
    countries: dict[_Key, _Sum] = {}
    for (population, day, turn, place), each in sums.items():
        country = context.gazetteer.country(context.gazetteer.iso(place))
        if not country:
            continue
        name = context.gazetteer.rows[country]["name"]
        total = _of(countries, (population, day, turn, country), f"all governorates of {name}")
        total.households += each.households
        total.persons += each.persons
        total.derived += each.derived
        total.rows += each.rows
        total.first = min(total.first or each.first, each.first)
        total.last = max(total.last, each.last)
        total.incomplete = total.incomplete or each.incomplete
    return {**sums, **countries}


def _indicator(population: str, place: str, context: Context) -> str:
    """Return the indicator of a list: of returnees, the one that the ledger has for the country."""
    if population == "idps":
        return "idps"
    candidates: Sequence[str] = ("returnees", "idp_returnees_syria")
    return next((each for each in candidates if context.covers(each, place)), candidates[0])


FORMATS = tuple(
    Format(
        key="dtm-master-list",
        title="IOM DTM master list of IDPs or returnees, Iraq or Syria (XLSX, CSV)",
        columns=COLUMNS,
        needs=("governorate", "district", part),
        unused=UNUSED,
        publication=Publication(
            "iom-dtm-master-list", "DTM master list", "IOM", "un", "https://dtm.iom.int/data-and-analysis"
        ),
        read=read,
    )
    for part in ("households", "persons")
)
