"""Populations whose clearance is asked for, and the departures that sources report from each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from analysis.headline import headline, series
from analysis.hedge import Figure, add, figure_of
from analysis.listed import camps
from analysis.origins import third_countries
from analysis.select import select
from analysis.sites import around, inside, together, with_role
from analysis.totals import countable, reported_sum, scopes, whole_of
from analysis.vocabulary import NATIONALS, PEOPLE
from analysis.words import capital, the
from loaders import Ledger
from loaders.frames import as_records, texts

_NOUNS = {origin: NATIONALS[origin].plural for origin in ("irq", "syr", "tcn")}
_HOME = {"irq": "iraqi_returns", "syr": "syrian_returns"}  # the journeys home that sources report by camp
COLUMNS = [
    "indicator",
    "place",
    "origin",
    "group",
    "period_start",
    "period_end",
    "date_precision",
    "value",
    "low",
    "high",
    "qualifier",
    "unit",
    "counter",
    "attribution",
    "scope",
    "event",
]
# All people of a happening, or the parts that sources give of them.
IN_CAMPS = (
    "births, arrivals and moves from other camps add people who never show in a journey",
    "escapes, deaths and journeys that no source reported take people away without a reported journey",
)
AT_LARGE = (
    "new displacement and births add people who never show in a return",
    (
        "returns that nobody registered, people who settle for good or move on, and a change in how or where people "
        "are counted lower the number without a return"
    ),
)
IN_PRISON = (
    "new arrests and recaptures add people who never show in a transfer",
    "escapes, releases and transfers that no source reported lower the number without one",
)


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow that takes people out of a population: indicator, the places that they leave, their origins."""

    indicator: str
    places: tuple[str, ...]
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Population:
    """People whose number is asked after: a stock, what reports of departures from it exist, and what these miss.

    `noun` and `where` are the people and where they are, as they stand in a sentence (`Iraqis`, `in Al-Hol camp`);
    `subject` is the place where they alone fill it, such as a camp, else empty. `complete` says whether the reported
    departures are of all the people in the stock, and not of some nationalities; `missing` says in words who is not in
    them; `reasons` why departures and the fall of the stock differ: what adds people, and what takes people away
    unreported; `what` names a departure (`journey`) and `did` what those did who are gone.
    """

    noun: str
    where: str
    indicator: str
    place: str
    origin: str = "all"
    flows: tuple[Flow, ...] = ()
    complete: bool = False
    missing: str = ""
    reasons: tuple[str, str] = IN_CAMPS
    what: str = "journey"
    did: str = "left"
    subject: str = ""

    @property
    def name(self) -> str:
        """The people as they stand in a list: `Third-country nationals in Northeast Syria`."""
        return capital(f"{self.noun} {self.where}")


@dataclass(frozen=True, slots=True)
class Departures:
    """Departures that sources report as ended in a span of time: their sum and the statements in it."""

    start: pd.Timestamp
    end: pd.Timestamp
    figure: Figure
    rows: tuple[int, ...]


@lru_cache(maxsize=64)
def populations(ledger: Ledger) -> Mapping[str, Population]:
    """Every population that has a headline figure of its stock, by id; ids are stable and may stand in an address."""
    found = {
        key: one
        for key, one in _known(ledger).items()
        if len(series(ledger, select(ledger, one.indicator, place=one.place, origin=one.origin)))
    }
    return found | _by_country(ledger)


def population_of(ledger: Ledger, indicator: str, place: str, origin: str) -> Population:
    """The population of a stock; one that is not listed has no reported departures."""
    for listed in (_known, _by_country):
        for one in listed(ledger).values():
            if (one.indicator, one.place, one.origin) == (indicator, place, origin):
                return one
    title = ledger.indicators.set_index("indicator")["title"].get(indicator, indicator)
    noun = f"{title[:1].lower()}{title[1:]}" if title[1:2].islower() else title
    return Population(noun, f"in {_name(ledger.places, 'place', place)}", indicator, place, origin)


def _syrian_places(ledger: Ledger) -> tuple[str, ...]:
    """Places in Syria that a report of a repatriation may name.

    Reports name the area or the country more often than the camp, so all of these count for each camp.
    """
    held = camps(ledger)
    sections = (part for camp in held for part in inside(ledger, camp) if part in with_role(ledger, "annex"))
    wider = (whole for camp in held for whole in around(ledger, camp))
    country = dict(zip(texts(ledger.places["place"]), texts(ledger.places["country"]), strict=True))
    inland = (whole for whole in wider if country.get(whole) == "SYR" or whole == "iraq-syria")
    return tuple(dict.fromkeys((*held, *sections, *inland)))


def _name(table: pd.DataFrame, column: str, key: str) -> str:
    found = table.loc[table[column] == key, "name"]
    return str(found.iloc[0]) if len(found) else key


@lru_cache(maxsize=64)
def _known(ledger: Ledger) -> dict[str, Population]:
    area, iraq, syria = (_name(ledger.places, "place", key) for key in ("ne-syria", "iraq", "syria"))
    abroad = Flow("repatriated_persons", _syrian_places(ledger), third_countries(ledger))
    return {
        **{key: one for camp in camps(ledger) for key, one in _of_camp(ledger, camp).items()},
        **_of_all_camps(ledger, abroad),
        "remaining-tcn": Population(
            _NOUNS["tcn"],
            f"in {area}",
            "nationals_remaining",
            "ne-syria",
            "tcn",
            (abroad,),
            complete=True,
            what="repatriation",
        ),
        "detainees": Population(
            "detainees",
            f"in {area}",
            "detainees_held",
            "ne-syria",
            "all",
            (
                Flow("detainees_transferred", inside(ledger, "ne-syria"), ("irq", "syr", "tcn", "all")),
                Flow("detainees_released", inside(ledger, "ne-syria"), ("irq", "syr", "tcn", "all")),
            ),
            missing="transfers that are told as a running total only",
            reasons=IN_PRISON,
            what="transfer or release",
            did="were moved or released",
        ),
        "idps-iraq": Population(
            "displaced people",
            f"in {iraq}",
            "idps",
            "iraq",
            "irq",
            (Flow("idp_returns_year", ("iraq",), ("irq",)),),
            complete=True,
            reasons=AT_LARGE,
            what="return total",
            did="returned",
        ),
        "idps-camps-iraq": Population(
            "displaced people", f"in camps in {iraq}", "idps_in_camps", "iraq", "irq", reasons=AT_LARGE
        ),
        "idps-syria": Population(
            "displaced people",
            f"in {syria}",
            "idps",
            "syria",
            "syr",
            (Flow("idp_returns_year", ("syria",), ("syr",)),),
            complete=True,
            reasons=AT_LARGE,
            what="return total",
            did="returned",
        ),
        "refugees": Population(
            "Syrian refugees",
            "abroad",
            "refugees_syrian",
            "world",
            "syr",
            (Flow("refugee_returns_year", ("syria",), ("syr",)),),
            complete=True,
            reasons=AT_LARGE,
            what="return total",
            did="returned",
        ),
    }


def _of_camp(ledger: Ledger, camp: str) -> dict[str, Population]:
    """The people of a camp, and those of its nationalities whose number is a headline series (headlines.csv)."""
    name, people = _name(ledger.places, "place", camp), "camp_population"
    rows = ledger.headlines[(ledger.headlines["indicator"] == people) & (ledger.headlines["place"] == camp)]
    apart = set(texts(rows["origin"]))
    home = {origin: Flow(journey, (camp,), (origin,)) for origin, journey in _HOME.items() if origin in apart}
    # Reports of journeys home are held against all people of a camp only where its nationalities are followed.
    missing = f"{_NOUNS['tcn']}, whose repatriations are seldom reported by camp" if home else ""
    flows = tuple(home.values())
    found = {camp: Population("people", f"in {name}", people, camp, "all", flows, missing=missing, subject=name)}
    for origin, noun in _NOUNS.items():
        if origin in apart:
            left = (home[origin],) if origin in home else ()
            found[f"{camp}-{origin}"] = Population(
                noun, f"in {name}", people, camp, origin, left, complete=origin in home
            )
    return found


def _of_all_camps(ledger: Ledger, abroad: Flow) -> dict[str, Population]:
    """The people of the camps that a reader asks after, where sources count them as one."""
    both, held = together(ledger), camps(ledger)
    if not both:
        return {}
    where = f"in {_name(ledger.places, 'place', both)}"
    flows = (*(Flow(journey, held, (origin,)) for origin, journey in _HOME.items()), abroad)
    missing = "journeys that are told in families only"
    return {both: Population("people", where, "camp_population", both, "all", flows, missing=missing)}


@lru_cache(maxsize=64)
def _by_country(ledger: Ledger) -> dict[str, Population]:
    """Nationals remaining of each country with a figure of all its nationals, where its newest figure counts them."""
    countries = third_countries(ledger)
    rows = series(ledger, select(ledger, "nationals_remaining", origin=countries))
    newest = rows.groupby(rows["origin"].astype(str), observed=True).tail(1)
    found = {}
    for row in as_records(newest):
        country, place = str(row["origin"]), str(row["place"])
        left = (place,) if place == "iraq" else _syrian_places(ledger)
        noun, where = f"nationals of {the(str(row['origin_name']))}", f"in {row['place_name']}"
        flow = Flow("repatriated_persons", left, (country,))
        found[f"nationals-{country}"] = Population(
            noun, where, "nationals_remaining", place, country, (flow,), complete=True, what="repatriation"
        )
    return dict(sorted(found.items(), key=lambda pair: pair[1].name))


@lru_cache(maxsize=512)
def reported(ledger: Ledger, population: Population) -> pd.DataFrame:
    """The headline statements of departures from a population, each of one operation or, where none is, of one year.

    Columns: COLUMNS, oldest first; statements of operations and of whole years are never in one frame.
    """
    frames = [_of_flow(ledger, flow) for flow in population.flows]
    rows = pd.concat(frames) if frames else ledger.observations.iloc[:0]
    single = rows[scopes(rows) == "event"]
    used = single if len(single) else rows
    return used.sort_values(["period_end", "line"], kind="stable")[COLUMNS]


@lru_cache(maxsize=256)
def _of_flow(ledger: Ledger, flow: Flow) -> pd.DataFrame:
    """Of one flow each operation once, with all its people, and the totals of whole years."""
    marked = headline(ledger, select(ledger, flow.indicator, place=flow.places, origin=flow.origins, group=PEOPLE))
    rows = countable(ledger, marked)
    rows = rows[rows["unit"] == "persons"]
    scope = scopes(rows)
    days = (rows["period_end"] - rows["period_start"]).dt.days
    whole_years = rows[(scope == "year_total") & days.between(350, 380) & (rows["group"] == "total")]
    single = rows[scope == "event"]
    event, origin = single["event"].astype(str), single["origin"].astype(str)
    # An operation without a name is known by its place and time.
    dates = single["period_start"].astype(str) + single["period_end"].astype(str)
    key = event.where(event != "", single["place"].astype(str) + dates) + "|" + origin
    return pd.concat([*(whole_of(one) for _, one in single.groupby(key, sort=False)), whole_years])


@lru_cache(maxsize=2048)
def departures(ledger: Ledger, population: Population, start: pd.Timestamp, end: pd.Timestamp) -> Departures | None:
    """Reported departures that ended after `start` and by `end`, added; None where none is reported.

    An operation belongs to the span in which it ended; the total of a year counts where all of the year lies in it.
    """
    rows = reported(ledger, population)
    inside = (rows["period_end"] > start) & (rows["period_end"] <= end)
    if len(rows) and str(scopes(rows).iloc[0]) != "event":
        inside &= rows["period_start"] > start
    used = rows.loc[inside]
    if used.empty:
        return None
    figures = as_records(used[["value", "low", "high", "qualifier", "unit"]])
    parts = [figure_of(row) for row in figures]
    reported_only = str(scopes(used).iloc[0]) == "event"
    return Departures(start, end, reported_sum(parts) if reported_only else add(parts), tuple(used.index))
