"""The ready-made briefings: up to ten charts each, whose headlines the data write, and none that says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

import pandas as pd

from analysis import standing
from charts import catalog
from charts.common import headline_rows, origin_names
from charts.spec import LED, PROJECTION, ChartSpec
from charts.views.repatriation_sums import countries
from exports.briefing import Briefing, Item
from loaders import Ledger

ALL = "all"
MOST = 10  # slides of a briefing
# A chart of fewer unlike figures is a sentence, and no slide; except in a deck that would have fewer slides.
_LEAST = 3
_NOTHING = "No source"  # how the headline of a chart begins that has nothing to tell


@dataclass(frozen=True, slots=True)
class Slide:
    """A chart of a ready-made briefing: what it is about in a few words, its name in the catalogue, its filters.

    `few` is whether a single figure is worth the slide where hardly anything is known.
    """

    about: str
    chart: str
    filters: Mapping[str, str] = field(default_factory=dict)
    few: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready-made briefing: title, what it answers, its charts, and those that take their place for a country.

    The title is true as known on any day. `reserve` are charts for days on which others tell nothing yet. In the
    filters of `by_country` `{country}` stands for the country chosen.
    """

    title: str
    answers: str
    slides: tuple[Slide, ...]
    reserve: tuple[Slide, ...] = ()
    by_country: tuple[Slide, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A ready-made briefing of one ledger, and what it leaves out because too little was known."""

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
        (
            Slide("Displaced people inside Syria", "displacement.syria_idps"),
            Slide("Pledges at conferences", "funding.conferences", {"money": "usd"}),
        ),
    ),
    "al-hol": Ready(
        "al-Hol camp: people, departures, safety and custody",
        "How many people lived in the camp, who left where to, and how safe was it?",
        (
            Slide("People in the camp", "camps.population", {"camp": "al-hol"}),
            Slide("Nationalities", "camps.by_origin", {"camp": "al-hol"}),
            Slide("Murders", "camps.killings"),
            Slide("Departures a year", "camps.departures"),
            Slide("Iraqis back home", "returns.cumulative"),
            Slide("Convoys to Iraq", "returns.batches"),
            Slide("Groups of Syrians", "returns.syrian_groups", {"camp": "al-hol"}),
            Slide("Syrians by destination", "returns.destinations"),
            Slide("Custody of the camps", "camps.custody"),
        ),
        (Slide("Counts of those killed", "camps.killed_counts"),),
    ),
    "detainees": Ready(
        "Detainees held and moved to Iraq",
        "Who was held and where, who was moved to Iraq, and of which nationality?",
        (
            Slide("Detainees moved to Iraq", "detention.transfer"),
            Slide("Nationalities of those moved", "detention.nationalities"),
            Slide("People held in northeast Syria", "detention.held"),
            Slide("Figures by speaker", "detention.claims"),
            Slide("Origin of those held", "detention.split"),
            Slide("Facilities on the map", "detention.map"),
            Slide("Custody of the facilities", "detention.custody"),
            Slide("Escapes", "detention.escapes"),
        ),
        (Slide("Counts of detention facilities", "detention.facilities"),),
    ),
    "repatriation": Ready(
        "Repatriation scorecard",
        "Whom has a state taken home, when, and who remains?",
        (
            Slide("States on the map", "repatriation.map"),
            Slide("People taken home, by state", "repatriation.totals"),
            Slide("People taken home a year", "repatriation.years", {"country": ALL}),
            Slide("The states with most people taken home, by year", "repatriation.panels"),
            Slide("Women, men and children", "repatriation.parts", {"country": ALL}),
            Slide("Operations over time", "repatriation.operations", {"country": ALL}),
            Slide("Newest operations", "repatriation.list", {"country": ALL}),
            Slide("Nationals who remain", "repatriation.remaining"),
        ),
        by_country=(
            Slide("People taken home, by state", "repatriation.totals", {"country": "{country}"}),
            Slide("People taken home a year", "repatriation.years", {"country": "{country}"}),
            Slide("Women, men and children", "repatriation.parts", {"country": "{country}"}, few=True),
            Slide("Operations over time", "repatriation.operations", {"country": "{country}"}),
            Slide("Newest operations", "repatriation.list", {"country": "{country}"}, few=True),
            Slide("Nationals who remain", "repatriation.remaining_country", {"country": "{country}"}, few=True),
            Slide("When nobody would remain", "pace.fan", {"of": "nationals-{country}"}),
            Slide("Nationals who travelled", "liberation.travelled_from", {"nationality": "{country}"}, few=True),
        ),
    ),
    "iraq-displacement": Ready(
        "Iraq displacement and return",
        "How many are displaced and back in Iraq, where, and in what conditions?",
        (
            Slide("Displacement and return over time", "displacement.iraq_over_time", {"place": "iraq"}),
            Slide("Displaced people by governorate", "displacement.iraq_map", {"what": "idps"}),
            Slide("Where they fled from", "displacement.iraq_home"),
            Slide("Displaced people by governorate over time", "displacement.iraq_panels", {"what": "idps"}),
            Slide("Returnees by governorate", "displacement.iraq_map", {"what": "returnees"}),
            Slide("Returnees in severe conditions", "displacement.severe"),
            Slide("Displaced households in camps", "displacement.camp_households"),
            Slide("People in need by governorate", "displacement.need_iraq"),
            Slide("Iraqi refugees abroad", "displacement.refugees_iraqi"),
        ),
    ),
    "funding": Ready(
        "Funding and pledges",
        "Who pledged and paid what, and what did the plans receive?",
        (
            Slide("Humanitarian plan for Syria", "funding.appeals", {"place": "syria"}),
            Slide("Money outside the plan", "funding.outside", {"place": "syria"}),
            Slide("Share of the plans funded", "funding.shares"),
            Slide("Share of the refugee plans funded", "funding.refugee_shares"),
            Slide("Pledges at conferences", "funding.conferences", {"money": "usd"}),
            Slide("US aid as announced", "funding.us_announced"),
            Slide("Stabilisation drives", "funding.stabilization"),
            Slide("Funding Facility for Stabilization", "funding.ffs"),
            Slide("Donors of the facility", "funding.ffs_donors"),
            Slide("Humanitarian plan for Iraq", "funding.appeals", {"place": "iraq"}),
        ),
        (
            Slide("Donors at conferences", "funding.conference_donors", {"money": "usd"}),
            Slide("Cost of US operations", "funding.oir_cost"),
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
    """As `ready`, with the slides left out because too little was known, named in words."""
    if name not in BRIEFINGS:
        raise KeyError(f"there is no briefing “{name}”; known are {', '.join(BRIEFINGS)}")
    plan = BRIEFINGS[name]
    if country != ALL and not plan.by_country:
        raise ValueError(f"{plan.title} is not about a single country")
    if country != ALL and country not in countries(ledger):
        raise ValueError(f"no repatriation to “{country}” is known")
    known = "" if pd.isna(ledger.known_on) else ledger.known_on.strftime("%Y-%m-%d")
    slides = plan.slides if country == ALL else plan.by_country
    made = [_item(slide, ledger, country, known) for slide in slides]
    if country != ALL and sum(item is not None for item in made) < _LEAST:
        made = [
            item or (_item(slide, ledger, country, known, least=1) if slide.few else None)
            for slide, item in zip(slides, made, strict=True)
        ]
    items = [item for item in made if item is not None]
    left_out = [slide.about for slide, item in zip(slides, made, strict=True) if item is None]
    spare = [_item(slide, ledger, country, known) for slide in plan.reserve] if left_out and country == ALL else []
    items = [*items, *(item for item in spare if item is not None)][:MOST]
    title = plan.title if country == ALL else f"{plan.title}: {origin_names(ledger)[country]}"
    return Prepared(Briefing(title, tuple(items)), tuple(left_out))


def _item(slide: Slide, ledger: Ledger, country: str, known: str, *, least: int = _LEAST) -> Item | None:
    """The chart of a slide, or None where it would say nothing, or nothing of the country."""
    filters = {key: value.format(country=country) for key, value in slide.filters.items()}
    try:
        spec = catalog.build(slide.chart, ledger, **filters)
    except ValueError:  # a choice that this ledger does not offer
        return None
    if country != ALL and not _is_about(spec, country, origin_names(ledger)[country]):
        return None
    told = tells(spec, ledger) and unlike(spec) >= least
    return Item(slide.chart, filters, known, ledger.lead) if told else None


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


def tells(spec: ChartSpec, ledger: Ledger) -> bool:
    """Whether a chart has something to draw and a headline that tells it.

    A projection does only where the stock that it starts from still holds.
    """
    if spec.is_empty or spec.title.startswith(_NOTHING):
        return False
    if not (spec.data["role"] == PROJECTION).any():
        return True
    observed = headline_rows(spec.data)
    observed = observed.loc[observed["basis"] == "stated"].sort_values("period_end", kind="stable")
    return len(observed) > 0 and standing(ledger, observed.iloc[-1]).holds


def unlike(spec: ChartSpec) -> int:
    """How many unlike figures a chart draws with full marks: of series, category or date, and value; areas of a map."""
    rows = spec.data.loc[spec.data["role"].isin(LED), ["series", "x", "value"]]
    shapes = [] if spec.map is None else [shape for shape in (spec.map.areas, spec.map.arcs) if shape is not None]
    return len(rows.astype(str).drop_duplicates()) + sum(int(shape["value"].notna().sum()) for shape in shapes)


def _is_about(spec: ChartSpec, country: str, name: str) -> bool:
    """Whether a chart draws this country alone, or draws it among others and names it in its headline."""
    drawn = set(spec.data["origin"].astype(str)) - {""}
    return drawn == {country} or (country in drawn and name in spec.title)
