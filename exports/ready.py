"""The ready-made briefings: five to ten charts each, whose headlines the data write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

import pandas as pd

from charts import catalog
from charts.common import origin_names
from charts.views.repatriation_sums import countries
from exports.briefing import Briefing, Item
from loaders import Ledger

ALL = "all"


@dataclass(frozen=True, slots=True)
class Slide:
    """A chart of a ready-made briefing: what it is about in a few words, its name in the catalogue, its filters."""

    about: str
    chart: str
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready-made briefing: title, what it answers, its charts, and those that take their place for a country.

    In the filters of `by_country` `{country}` stands for the country chosen.
    """

    title: str
    answers: str
    slides: tuple[Slide, ...]
    by_country: tuple[Slide, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A ready-made briefing of one ledger, and what it leaves out because no figure was known."""

    briefing: Briefing
    left_out: tuple[str, ...]


BRIEFINGS: Mapping[str, Ready] = {
    "situation": Ready(
        "Situation at a glance",
        "Where do camps, prisons, returns, displacement and funding stand?",
        (
            Slide("Camps and prisons on the map", "overview.map"),
            Slide("People in al-Hol", "camps.population", {"camp": "al-hol"}),
            Slide("People in Roj", "camps.population", {"camp": "roj"}),
            Slide("People held in northeast Syria", "detention.held"),
            Slide("Detainees moved to Iraq", "detention.transfer"),
            Slide("People taken home, by state", "repatriation.totals"),
            Slide("Iraqis back from al-Hol", "returns.cumulative"),
            Slide("Displacement and return in Iraq", "displacement.iraq_over_time"),
            Slide("Syrians back from abroad", "displacement.from_abroad"),
            Slide("Humanitarian plan for Syria", "funding.appeals", {"place": "syria"}),
        ),
    ),
    "al-hol": Ready(
        "al-Hol from peak to closure",
        "How did the camp empty, who left where to, and how safe was it?",
        (
            Slide("People in the camp", "camps.population", {"camp": "al-hol"}),
            Slide("Nationalities", "camps.by_origin", {"camp": "al-hol"}),
            Slide("Children", "camps.children"),
            Slide("Murders", "camps.killings"),
            Slide("Deaths from all causes", "camps.deaths"),
            Slide("Departures a year", "camps.departures"),
            Slide("Iraqis back home", "returns.cumulative"),
            Slide("Syrians by destination", "returns.destinations"),
            Slide("What reports explain of the fall", "flows.explained"),
            Slide("Custody of the camps", "camps.custody"),
        ),
    ),
    "detainees": Ready(
        "Detainee transfer to Iraq 2026",
        "Who was held, who was moved to Iraq, of which nationality, and what follows?",
        (
            Slide("Detainees moved to Iraq", "detention.transfer"),
            Slide("Nationalities of those moved", "detention.nationalities"),
            Slide("People held in northeast Syria", "detention.held"),
            Slide("Origin of those held", "detention.split"),
            Slide("Facilities on the map", "detention.map"),
            Slide("Custody of the facilities", "detention.custody"),
            Slide("Escapes", "detention.escapes"),
            Slide("People held in Iraq", "detention.iraq"),
            Slide("Courts", "detention.courts"),
        ),
    ),
    "repatriation": Ready(
        "Repatriation scorecard",
        "Whom has a state taken home, when, and who remains?",
        (
            Slide("States on the map", "repatriation.map"),
            Slide("People taken home, by state", "repatriation.totals"),
            Slide("People taken home a year", "repatriation.years", {"country": ALL}),
            Slide("Women, men and children", "repatriation.parts", {"country": ALL}),
            Slide("Newest operations", "repatriation.list", {"country": ALL}),
            Slide("Nationals who remain", "repatriation.remaining"),
            Slide("Travelled, returned, repatriated", "repatriation.travelled"),
            Slide("Repatriated share, by state", "compare.share"),
        ),
        (
            Slide("People taken home a year", "repatriation.years", {"country": "{country}"}),
            Slide("Women, men and children", "repatriation.parts", {"country": "{country}"}),
            Slide("Operations over time", "repatriation.operations", {"country": "{country}"}),
            Slide("Newest operations", "repatriation.list", {"country": "{country}"}),
            Slide("Nationals who remain", "repatriation.remaining_country", {"country": "{country}"}),
            Slide("When nobody would remain", "pace.fan", {"of": "nationals-{country}"}),
            Slide("Nationals who travelled", "liberation.travelled_from", {"nationality": "{country}"}),
            Slide("Repatriated share, by state", "compare.share"),
            Slide("People taken home, by state", "repatriation.totals"),
            Slide("States on the map", "repatriation.map"),
        ),
    ),
    "iraq-displacement": Ready(
        "Iraq displacement and return",
        "How many are displaced and back in Iraq, where, and in what conditions?",
        (
            Slide("Displacement and return over time", "displacement.iraq_over_time", {"place": "iraq"}),
            Slide("Displaced people by governorate", "displacement.iraq_map", {"what": "idps"}),
            Slide("Where they fled from", "displacement.iraq_home"),
            Slide("Returnees by governorate", "displacement.iraq_map", {"what": "returnees"}),
            Slide("Returns a year", "displacement.idp_returns"),
            Slide("Returnees in severe conditions", "displacement.severe"),
            Slide("Displaced people in camps", "displacement.camp_people"),
            Slide("People in need by governorate", "displacement.need_iraq"),
            Slide("Iraqi refugees abroad", "displacement.refugees_iraqi"),
        ),
    ),
    "funding": Ready(
        "Funding and pledges",
        "Who pledged and paid what, and what did the plans receive?",
        (
            Slide("Assistance raised by the Coalition", "funding.raised"),
            Slide("Stabilisation drives", "funding.stabilization"),
            Slide("Donors to the stabilisation drives", "funding.stabilization_donors"),
            Slide("Funding Facility for Stabilization", "funding.ffs"),
            Slide("Donors of the facility", "funding.ffs_donors"),
            Slide("Pledges at conferences", "funding.conferences", {"money": "usd"}),
            Slide("Humanitarian plan for Syria", "funding.appeals", {"place": "syria"}),
            Slide("Humanitarian plan for Iraq", "funding.appeals", {"place": "iraq"}),
            Slide("US train and equip fund", "funding.ctef", {"place": "iraq-syria"}),
            Slide("US humanitarian assistance", "funding.us_aid"),
        ),
    ),
}


def ready(name: str, ledger: Ledger, *, country: str = ALL) -> Briefing:
    """The ready-made briefing `name` as of `ledger`, whose date of knowledge and lead its items keep.

    `country` is `all` or an origin that `repatriation_sums.countries` offers; only the scorecard asks for it. Raises
    KeyError for an unknown name and ValueError for a country without repatriation.
    """
    return prepare(name, ledger, country=country).briefing


def prepare(name: str, ledger: Ledger, *, country: str = ALL) -> Prepared:
    """As `ready`, with the slides left out because nothing was known, named in words."""
    if name not in BRIEFINGS:
        raise KeyError(f"there is no briefing “{name}”; known are {', '.join(BRIEFINGS)}")
    plan = BRIEFINGS[name]
    if country != ALL and not plan.by_country:
        raise ValueError(f"{plan.title} is not about a single country")
    if country != ALL and country not in countries(ledger):
        raise ValueError(f"no repatriation to “{country}” is known")
    known = "" if pd.isna(ledger.known_on) else ledger.known_on.strftime("%Y-%m-%d")
    items, left_out = [], []
    for slide in plan.slides if country == ALL else plan.by_country:
        filters = {key: value.format(country=country) for key, value in slide.filters.items()}
        if _tells(slide.chart, filters, ledger):
            items.append(Item(slide.chart, filters, known, ledger.lead))
        else:
            left_out.append(slide.about)
    title = plan.title if country == ALL else f"{plan.title}: {origin_names(ledger)[country]}"
    return Prepared(Briefing(title, tuple(items)), tuple(left_out))


def country_of(ledger: Ledger, text: str) -> str:
    """The country that a text names: `Germany`, `germany` or `DEU` gives `DEU`; empty gives all states.

    Raises ValueError, with the nearest names, where no repatriation to such a country is known.
    """
    if text.strip().casefold() in ("", ALL, "all states"):
        return ALL
    names = {one: origin_names(ledger).get(one, one) for one in countries(ledger) if one != ALL}
    wanted = text.strip().casefold()
    for key, name in names.items():
        if wanted in (key.casefold(), name.casefold()):
            return key
    near = get_close_matches(wanted, [name.casefold() for name in names.values()], n=3, cutoff=0.6)
    hint = [name for name in names.values() if name.casefold() in near]
    raise ValueError(
        f"no repatriation to “{text}” is known; {'did you mean ' + ' or '.join(hint) if hint else 'see `list`'}"
    )


def _tells(chart: str, filters: Mapping[str, str], ledger: Ledger) -> bool:
    """Whether the chart has something to draw and a headline that states a figure or a date."""
    try:
        spec = catalog.build(chart, ledger, **filters)
    except ValueError:  # a choice that this ledger does not offer
        return False
    return not spec.is_empty and any(sign.isdigit() for sign in spec.title)
