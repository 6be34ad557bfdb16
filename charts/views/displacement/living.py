"""Charts of how the displaced and the returned in Iraq live: in camps, and in severe conditions."""

from __future__ import annotations

import pandas as pd

from analysis import select
from analysis.words.displaced import untold
from charts.catalog import chart
from charts.common import headline_rows, people_sentence, series_points, short_names
from charts.later import has_later, with_later
from charts.spec import ChartSpec, Mark
from charts.views.displacement.rounds import HUES
from loaders import Ledger
from loaders.frames import texts


@chart("displacement.camp_households")
def camp_households(ledger: Ledger) -> ChartSpec:
    """Displaced households in camps in Iraq."""
    rows = select(ledger, "idps_in_camps", place="iraq", group="households")
    return _in_camps(ledger, rows, "households", "Households whose shelter is a camp, by date of the count", "line")


@chart("displacement.camp_people")
def camp_people(ledger: Ledger) -> ChartSpec:
    """Displaced people in camps in Iraq."""
    rows = select(ledger, "idps_in_camps", place="iraq")
    return _in_camps(ledger, rows, "people", "People whose shelter is a camp, as stated", "dots")


def _in_camps(ledger: Ledger, rows: pd.DataFrame, noun: str, subtitle: str, mark: Mark) -> ChartSpec:
    data = series_points(ledger, rows, "place", {"iraq": "In camps"})
    later, lead = has_later(data), headline_rows(data)
    said = people_sentence(ledger, f"displaced {noun}", "in camps in Iraq", lead, name="live", compare=not later)
    return ChartSpec(
        name=f"displacement.camp_{noun}",
        title=with_later(said, data),
        subtitle=subtitle,
        mark=mark,
        data=data,
        unit="persons" if noun == "people" else noun,
        colours={"In camps": "orange"},
    )


@chart("displacement.camps_open")
def camps_open(ledger: Ledger) -> ChartSpec:
    """Camps for displaced people still open in Iraq."""
    rows = select(ledger, "idp_camps_open", origin="irq")
    names = short_names(ledger) | {"iraq": "All Iraq"}
    data = series_points(ledger, rows, "place", names)
    order = list(dict.fromkeys(texts(data["series"])))
    whole = headline_rows(data, "All Iraq")
    # Where no count of the whole country is known, the newest of a part is told as that of the part.
    lead = whole if len(whole) else headline_rows(data, str(data["series"].iloc[-1])) if len(data) else whole
    where = "Iraq" if lead.empty or len(whole) else f"the {lead['series'].iloc[-1]}"
    return ChartSpec(
        name="displacement.camps_open",
        title=people_sentence(ledger, "camps for displaced people", f"open in {where}", lead),
        subtitle="Formal camps for displaced people open on the date",
        mark="dots",
        data=data,
        unit="camps",
        colours={name: "orange" if name == "All Iraq" else "purple" for name in order},
    )


@chart("displacement.severe")
def severe(ledger: Ledger) -> ChartSpec:
    """Returnees in Iraq who live in severe conditions, and in the two governorates with the most counts."""
    rows = select(ledger, "returnees_high_severity", origin="irq")
    place = rows["place"].astype(str)
    two = place[place != "iraq"].value_counts().sort_index().sort_values(ascending=False, kind="stable").index[:2]
    shown = ("iraq", *two)
    names = short_names(ledger)
    data = series_points(ledger, rows[place.isin(shown)], "place", names)
    whole = headline_rows(data, names.get("iraq", "iraq"))
    return ChartSpec(
        name="displacement.severe",
        title=people_sentence(ledger, "returnees in Iraq", "in severe conditions", whole, name="live")
        if len(whole)
        else untold("how many returnees in Iraq live in severe conditions"),
        subtitle="People in locations that IOM's Return Index rates high severity; two governorates for scale",
        mark="line",
        data=data,
        unit="persons",
        colours=dict(zip((names.get(p, p) for p in shown), HUES, strict=False)),
    )
