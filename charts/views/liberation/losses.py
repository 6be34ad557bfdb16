"""Charts of losses: deaths among the forces that fought ISIS, and civilians killed by the Coalition."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from analysis import headline, select
from analysis.select import oldest_first
from analysis.words import Telling, capital, date_text, happened, the, total_by
from analysis.words.grammar import keeping, shortest
from charts.catalog import chart
from charts.common import headline_rows, place_names, series_points, told
from charts.spec import CONTEXT, ChartSpec, empty_points, points
from charts.views.campaign import (
    area_said,
    drawn,
    during_of,
    leading,
    newest_of,
    of_newest,
    periods,
    remark,
    remarks,
    spoken,
    who,
)
from loaders import Ledger
from loaders.frames import as_records, texts

_FORCES = {
    "coalition_service_members_killed": "Coalition service members",
    "us_service_members_died": "US forces, all causes",
    "us_killed_in_action": "US forces, in action",
    "partner_forces_killed": "",
    "peshmerga_killed": "Kurdish Peshmerga",
}


def _force(ledger: Ledger, indicator: str, place: str) -> str:
    """Whose dead an indicator counts; of partner forces those of the place, as places.csv calls them."""
    partners = dict(zip(texts(ledger.places["place"]), texts(ledger.places["partner"]), strict=True))
    return _FORCES[indicator] or partners.get(place) or f"Partner forces in {place_names(ledger)[place]}"


@chart("liberation.losses")
def losses(ledger: Ledger) -> ChartSpec:
    """Deaths among the forces that fought ISIS: the newest figure of each."""
    rows = newest_of(ledger, select(ledger, tuple(_FORCES)), ["indicator", "place"])
    label = [
        f"{_force(ledger, r['indicator'], r['place'])}, to {date_text(r['period_end'], str(r['date_precision']))}"
        for r in as_records(rows)
    ]
    data = drawn(rows, series="deaths", x=pd.Series(label, index=rows.index, dtype=object))
    return ChartSpec(
        name="liberation.losses",
        title=_lost(ledger, data),
        subtitle="Deaths among the forces that fight ISIS up to the date named, people; the newest figure of each",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"deaths": "ink"},
        caveats=("The rows overlap and hold for different dates; they are never added.",),
    )


_BRIEF = re.compile(r"^.* \((\w+)\)$")  # what a name is shortened to, where it says so itself


def _lost(ledger: Ledger, data: pd.DataFrame) -> str:
    """The two forces with the most deaths on record, each with its date."""
    if data.empty:
        return "No source counts the deaths among the forces that fought ISIS"
    parts = []
    for at, row in enumerate(as_records(data.head(2))):
        name = the(_BRIEF.sub(r"\1", _force(ledger, row["indicator"], row["place"]).partition(",")[0]))
        now = told(row)
        parts.append(Telling(f"{name}{'' if at else ' had'} {now.said}{'' if at else ' dead'} {now.by_month}", now))
    return capital(shortest(keeping(", ".join(parts), *parts), parts[0]))


@chart("liberation.us_losses")
def us_losses(ledger: Ledger) -> ChartSpec:
    """US military deaths and wounded, running totals."""
    what = {
        "us_service_members_wounded": "wounded",
        "us_service_members_died": "died, all causes",
        "us_killed_in_action": "killed in action",
    }
    data = series_points(ledger, select(ledger, tuple(what)), "indicator", what)
    lead = headline_rows(data)
    died, action = (
        lead[lead["indicator"] == name].tail(1) for name in ("us_service_members_died", "us_killed_in_action")
    )
    return ChartSpec(
        name="liberation.us_losses",
        title=_us_dead(died, action),
        subtitle="US military in the operation against ISIS, running totals, people",
        mark="step",
        data=data,
        unit="persons",
        colours={"wounded": "gold", "died, all causes": "ink", "killed in action": "rose"},
    )


def _us_dead(died: pd.DataFrame, action: pd.DataFrame) -> str:
    """US deaths of all causes, and those in action where both hold for one date."""
    if died.empty and action.empty:
        return "No source counts the US service members who died"
    if died.empty:
        return total_by("US service members", "killed in action", told(action.iloc[0]))
    sentence = total_by("US service members", "died", told(died.iloc[0]), name="have")
    if action.empty or action.iloc[0]["period_end"] != died.iloc[0]["period_end"]:
        return sentence
    fought = told(action.iloc[0])
    return Telling(f"{sentence}, {fought.said} of them in action", sentence, fought)


@chart("liberation.peshmerga")
def peshmerga(ledger: Ledger) -> ChartSpec:
    """Deaths among the Peshmerga, running total."""
    data = series_points(ledger, select(ledger, "peshmerga_killed"), "indicator", {"peshmerga_killed": "Peshmerga"})
    return ChartSpec(
        name="liberation.peshmerga",
        title=of_newest(
            headline_rows(data),
            lambda one, _row: total_by("Peshmerga", "killed", one),
            "No source counts the Peshmerga who were killed",
        ),
        subtitle="Deaths among the forces of the Kurdistan Region, running total, people",
        mark="step",
        data=data,
        unit="persons",
        colours={"Peshmerga": "gold"},
        caveats=remarks(remark(ledger, "peshmerga_killed", "definition")),
    )


@chart("liberation.partner_losses")
def partner_losses(ledger: Ledger) -> ChartSpec:
    """Deaths among partner forces in a battle or a period."""
    names = place_names(ledger)
    rows = leading(ledger, select(ledger, "partner_forces_killed_period"))
    rows = rows.sort_values("value", ascending=False, kind="stable")
    data = drawn(rows, series="deaths", x=rows["place"].astype(str).map(names) + ", " + periods(rows))
    return ChartSpec(
        name="liberation.partner_losses",
        title=of_newest(
            data.iloc[:1],
            lambda one, row: happened(
                ("member of partner forces", "members of partner forces"),
                "killed",
                one,
                f"in {area_said(str(row['place_name']))} {during_of(row)}",
            ),
            "No source counts the deaths among partner forces in a battle",
        ),
        subtitle="Deaths among Iraqi forces, the SDF and their allies in the battle or period named, people",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"deaths": "ink"},
        caveats=("Battles are parts of the year in which they fall; rows that overlap are never added.",),
    )


@chart("liberation.civilians")
def civilians(ledger: Ledger) -> ChartSpec:
    """Civilians killed: what the Coalition admits and what Airwars estimates, two indicators on one scale."""
    what = {"civilians_killed_airwars": "Airwars estimate", "civilians_killed_coalition": "Coalition admits"}
    data = _apart(ledger, select(ledger, tuple(what)), what)
    admitted, estimated = _one_date(data)
    return ChartSpec(
        name="liberation.civilians",
        title=_two_counts(admitted, estimated),
        subtitle="Civilian deaths, running total, people: two counts by different methods, never mixed or added",
        mark="step",
        data=data,
        unit="persons",
        colours={
            name: "orange" if name.startswith(what["civilians_killed_airwars"]) else "blue"
            for name in dict.fromkeys(texts(headline_rows(data)["series"]))
        },
        caveats=remarks(
            remark(ledger, "civilians_killed_coalition", "definition"),
            remark(ledger, "civilians_killed_airwars", "definition"),
            *(
                f"The {r['text']} deaths admitted are a tally by {who(r)}."
                for r in as_records(admitted)
                if r["role"] == CONTEXT
            ),
        ),
        height=360,
    )


def _apart(ledger: Ledger, rows: pd.DataFrame, what: Mapping[str, str]) -> pd.DataFrame:
    """Points with a series for each indicator; where bodies count one of them differently, each has its own, named."""
    if rows.empty:
        return empty_points()
    marked = oldest_first(headline(ledger, rows))
    indicator, beside = marked["indicator"].astype(str), marked["role"] == "beside"
    several = indicator.isin(set(indicator[beside]))
    named = indicator.map(what)
    named = named.where(~several, named + " (" + marked["counter"].astype(str) + ")")
    return points(marked.assign(role=marked["role"].astype(str).mask(beside, CONTEXT)), series=named)


def _one_date(data: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the Coalition admits and what Airwars estimates: the newest of each, of one date where there is one."""
    led = spoken(data)
    admitted, estimated = (
        led[led["indicator"] == name] for name in ("civilians_killed_coalition", "civilians_killed_airwars")
    )
    both = admitted[admitted["period_end"].isin(estimated["period_end"].tail(1))]
    return (both if len(both) else headline_rows(admitted)).tail(1), estimated.tail(1)


def _two_counts(admitted: pd.DataFrame, estimated: pd.DataFrame) -> str:
    """What the Coalition had admitted and what Airwars estimated: two counts, each with its date."""
    said_so = [told(row) for row in as_records(admitted)]
    counts = [told(row) for row in as_records(estimated)]
    if not said_so and not counts:
        return "No source counts the civilians killed by the Coalition"
    admits = "".join(f"admitted {one.said} civilian deaths" for one in said_so)
    other = "".join(f"Airwars estimated {one.said}{'' if said_so else ' civilian deaths'}" for one in counts)
    if said_so and counts and said_so[0].by == counts[0].by:
        return Telling(f"{capital(said_so[0].by)} the Coalition had {admits}; {other}", *said_so, *counts)
    dated = [f"the Coalition {admits} ({one.month})" for one in said_so] + [f"{other} ({one.month})" for one in counts]
    return Telling(capital("; ".join(dated)), *said_so, *counts)


@chart("liberation.civilian_victims")
def civilian_victims(ledger: Ledger) -> ChartSpec:
    """Women and children among the civilians that Airwars counts as killed."""
    groups = {"total": "all civilians", "children": "children", "women": "women"}
    rows = newest_of(ledger, select(ledger, "civilians_killed_airwars", group=tuple(groups)), ["group"])
    data = drawn(rows, series="estimate", x=rows["group"].astype(str).map(groups))
    return ChartSpec(
        name="liberation.civilian_victims",
        title=of_newest(
            data[data["group"] == "children"],
            lambda one, _row: f"Airwars counted {one.said} children among the civilians likely killed {one.by}",
            "No source says how many of the civilians killed were children",
        ),
        subtitle="Civilians likely killed by the Coalition, Airwars estimate, people; the bar ends at the midpoint",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"estimate": "orange"},
        caveats=("Children and women are parts of all civilians and are not added to them.",),
    )
