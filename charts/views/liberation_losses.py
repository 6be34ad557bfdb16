"""Charts of attacks, operations and losses: what ISIS claims, what monitors record, who was killed."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import shorten

import pandas as pd

from analysis import add, figure_of, headline, join_words, select
from analysis.words import date_text
from charts.catalog import chart
from charts.common import headline_rows, place_names, series_points, when
from charts.spec import ChartSpec, added
from charts.views.campaign import (
    counter,
    drawn,
    full_years,
    leading,
    newest_of,
    periods,
    place_labels,
    remark,
    remarks,
    within,
)
from loaders import Ledger

AREAS = ("iraq-syria", "iraq", "syria", "ne-syria", "world")
STATED, ADDED = "stated for the whole", "Iraq and Syria added"


def _area_option(_ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"area": AREAS}


def _ground_option(_ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"area": tuple(area for area in AREAS if area != "world")}


@chart("liberation.attacks_claimed", _area_option)
def attacks_claimed(ledger: Ledger, area: str = "iraq-syria") -> ChartSpec:
    """Attacks that ISIS claims, every counter side by side.

    For Iraq and Syria together, the counts that one source gives for each of the two countries are added; counts of
    different sources are never added.
    """
    name = place_names(ledger).get(area, area)
    rows = select(ledger, "isis_attacks_claimed", place=area)
    data = drawn(rows, series=STATED, x=_counted(rows))
    if area == "iraq-syria":
        data = pd.concat([data, _both_countries(ledger)], ignore_index=True)
    data = data.sort_values(["period_end", "value"], ascending=[False, False], kind="stable").reset_index(drop=True)
    return ChartSpec(
        name="liberation.attacks_claimed",
        title=_spread(data, name),
        subtitle=f"Attacks that ISIS claims in {_in(name)}, incidents, as each source counts them",
        mark="bar",
        data=data,
        unit="incidents",
        x_kind="category",
        colours={STATED: "rose", ADDED: "orange"},
        caveats=remarks(
            "The counters differ in method; counts of different sources are never added.",
            "Counts that run short of a year name their months." if (data["date_precision"] != "year").any() else "",
        ),
        empty="No source counts the attacks claimed in this area.",
    )


def _in(name: str) -> str:
    lowered = f"{name[:1].lower()}{name[1:]}" if name.startswith(("World", "Northeast")) else name
    return "the world" if lowered == "world" else lowered


def _counted(rows: pd.DataFrame) -> pd.Series:
    """Period and counter as a label; long names are cut, so that the bars keep their room on a narrow page."""
    return periods(rows) + ": " + counter(rows).map(lambda name: shorten(name, 30, placeholder=" …"))


def _both_countries(ledger: Ledger) -> pd.DataFrame:
    """What one source counts in Iraq and in Syria in the same year, added."""
    rows = full_years(select(ledger, "isis_attacks_claimed", place=("iraq", "syria")))
    groups = []
    for (_source, end), held in rows.groupby([rows["source"].astype(str), "period_end"]):
        if sorted(held["place"].astype(str)) != ["iraq", "syria"]:
            continue
        figure = add(figure_of(row) for row in held.to_dict("records"))
        groups.append(
            {
                "period_start": held["period_start"].min(),
                "period_end": end,
                "value": figure.value,
                "low": figure.low,
                "high": figure.high,
                "qualifier": figure.qualifier,
                "unit": figure.unit,
                "basis": "sum",
                "rows": tuple(held.index),
                "label": _counted(held).iloc[0],
            }
        )
    frame = pd.DataFrame(groups, columns=["period_start", "period_end", "value", "low", "high", "qualifier", "unit",
                                          "basis", "rows", "label"])  # fmt: skip
    return added(frame, rows, series=ADDED, x=frame["label"], note="Sum of the {n} counts for Iraq and for Syria")


def _spread(data: pd.DataFrame, name: str) -> str:
    """Say how far the counters of the newest year with two of them are apart."""
    if data.empty:
        return f"Attacks claimed in {_in(name)}"
    years = data.loc[data["date_precision"].astype(str) == "year"]
    counted = years.groupby(years["period_end"].dt.year)["value"].agg(["size", "min", "max"])
    several = counted.loc[(counted["size"] > 1) & (counted["min"] < counted["max"])]
    if len(several):
        year, held = several.index[-1], several.iloc[-1]
        return f"Attacks claimed in {_in(name)} in {year}: from {held['min']:,.0f} to {held['max']:,.0f}, by who counts"
    first = data.iloc[0]
    return f"ISIS claims {first['text']} attacks in {_in(name)} {within(periods(data.head(1)).iloc[0])}"


@chart("liberation.attacks_recorded")
def attacks_recorded(ledger: Ledger) -> ChartSpec:
    """Attacks that monitors record, by year, one colour for each counter."""
    names = place_names(ledger)
    rows = full_years(leading(ledger, select(ledger, "isis_attacks_recorded")))
    who = rows["place"].astype(str).map(names) + ", " + counter(rows)
    data = drawn(rows, series=who, x=rows["period_end"].dt.strftime("%Y"))
    iraq = data.loc[data["place"].astype(str) == "iraq"].to_dict("records")
    return ChartSpec(
        name="liberation.attacks_recorded",
        title=f"Attacks recorded in Iraq: {iraq[0]['text']} in {iraq[0]['x']}, {iraq[-1]['text']} in {iraq[-1]['x']}"
        if iraq
        else "Attacks recorded by monitors",
        subtitle="Attacks attributed to ISIS in a calendar year, incidents; years without a count are left out",
        mark="column",
        data=data,
        unit="incidents",
        x_kind="category",
        colours=dict(zip(dict.fromkeys(who), ("orange", "purple", "gold", "teal", "blue", "rose"), strict=False)),
        caveats=("The counters differ in method, so that years of different counters do not compare.",),
        height=480,
    )


@chart("liberation.attacks_part_years")
def attacks_part_years(ledger: Ledger) -> ChartSpec:
    """Attacks recorded in months, quarters and parts of a year."""
    names = place_names(ledger)
    rows = leading(ledger, select(ledger, "isis_attacks_recorded", scope="part_period")).iloc[::-1]
    place = rows["place"].astype(str).map(names)
    data = drawn(rows, series=place, x=periods(rows) + ", " + place)
    last = data.iloc[0] if len(data) else None
    period = within(periods(rows).iloc[0]) if len(rows) else ""
    return ChartSpec(
        name="liberation.attacks_part_years",
        title=f"{last['text']} attacks are recorded in {_in(str(last['series']))} {period}"
        if last is not None
        else "Attacks recorded in parts of a year",
        subtitle="Attacks recorded in the period named, incidents; the periods differ in length and can overlap",
        mark="bar",
        data=data,
        unit="incidents",
        x_kind="category",
        colours={names.get("iraq", ""): "iraq", names.get("ne-syria", ""): "purple", names.get("syria", ""): "syria"},
    )


@chart("liberation.operations", _ground_option)
def operations(ledger: Ledger, area: str = "iraq-syria") -> ChartSpec:
    """Operations against ISIS by period, with partners and by US forces alone."""
    what = {
        "isis_operations_total": "all operations",
        "isis_operations_by_partners": "with partners",
        "isis_operations_us_only": "US forces alone",
        "sdf_operations": "SDF raids",
    }
    data, last = _by_period(ledger, what, area)
    name = place_names(ledger).get(area, area)
    return ChartSpec(
        name="liberation.operations",
        title=f"Operations in {_in(name)} {within(last['x'])}: {last['text']} ({last['series']})"
        if last
        else "Operations",
        subtitle="Operations against ISIS in the period named; the periods differ in length and can overlap",
        mark="bar",
        data=data,
        unit="operations",
        x_kind="category",
        colours=dict(zip(what.values(), ("blue", "teal", "orange", "gold"), strict=True)),
        empty="No source counts the operations in this area.",
    )


@chart("liberation.operation_results", _ground_option)
def operation_results(ledger: Ledger, area: str = "iraq-syria") -> ChartSpec:
    """ISIS members killed and detained in operations, by period."""
    what = {"isis_detained_in_operations": "detained", "isis_killed_in_operations": "killed"}
    data, last = _by_period(ledger, what, area)
    name = place_names(ledger).get(area, area)
    return ChartSpec(
        name="liberation.operation_results",
        title=f"In {_in(name)}, {last['text']} suspected members are {last['series']} in operations {within(last['x'])}"
        if last
        else "Results of operations",
        subtitle="People killed and detained in operations against ISIS in the period named, as the forces state it",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"detained": "blue", "killed": "rose"},
        empty="No source counts the results of operations in this area.",
    )


def _by_period(ledger: Ledger, what: Mapping[str, str], area: str) -> tuple[pd.DataFrame, dict[str, object]]:
    """Counts of several indicators in one area, newest period first, and the row that leads them."""
    rows = headline(ledger, select(ledger, tuple(what), place=area))
    order = {indicator: i for i, indicator in enumerate(what)}
    rows = rows.assign(_at=rows["indicator"].astype(str).map(order).astype(int))
    rows = rows.sort_values(["period_end", "period_start", "_at"], ascending=[False, False, True], kind="stable")
    data = drawn(rows, series=rows["indicator"].astype(str).map(what), x=periods(rows))
    return data, (data.iloc[0].to_dict() if len(data) else {})


@chart("liberation.losses")
def losses(ledger: Ledger) -> ChartSpec:
    """Deaths among the forces that fought ISIS: the newest figure of each."""
    what = {
        ("coalition_service_members_killed", "iraq-syria"): "Coalition service members",
        ("us_service_members_died", "iraq-syria"): "US military, all causes",
        ("us_killed_in_action", "iraq-syria"): "US military, in action",
        ("partner_forces_killed", "iraq"): "Iraqi forces",
        ("partner_forces_killed", "syria"): "Syrian Democratic Forces",
        ("peshmerga_killed", "iraq"): "Kurdish Peshmerga",
    }
    indicators = tuple(dict.fromkeys(indicator for indicator, _ in what))
    rows = newest_of(ledger, select(ledger, indicators), ["indicator", "place"])
    keys = zip(rows["indicator"].astype(str), rows["place"].astype(str), strict=True)
    label = [
        f"{what.get(key, key[0])}, to {date_text(r['period_end'], str(r['date_precision']))}"
        for key, r in zip(keys, rows.to_dict("records"), strict=True)
    ]
    data = drawn(rows, series="deaths", x=pd.Series(label, index=rows.index, dtype=object))
    said = data.loc[data["indicator"].astype(str) == "coalition_service_members_killed"]
    told = f"; the Coalition states {said.iloc[0]['text']} of its own {when(said.iloc[0])}" if len(said) else ""
    top = data.iloc[0] if len(data) else None
    return ChartSpec(
        name="liberation.losses",
        title=f"{str(top['x']).split(',')[0]} lost {top['text']} people{told}" if top is not None else "Losses",
        subtitle="Deaths among the forces that fight ISIS up to the date named, people; the newest figure of each",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"deaths": "ink"},
        caveats=("The rows overlap and hold for different dates; they are never added.",),
    )


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
    died = lead.loc[lead["indicator"].astype(str) == "us_service_members_died"]
    action = lead.loc[lead["indicator"].astype(str) == "us_killed_in_action"]
    return ChartSpec(
        name="liberation.us_losses",
        title=f"{died.iloc[-1]['text']} US service members died up to {_to(died)}, "
        f"{action.iloc[-1]['text']} of them in action"
        if len(died) and len(action)
        else "US losses",
        subtitle="US military in the operation against ISIS, running totals, people",
        mark="step",
        data=data,
        unit="persons",
        colours={"wounded": "gold", "died, all causes": "ink", "killed in action": "rose"},
    )


def _to(rows: pd.DataFrame) -> str:
    last = rows.iloc[-1]
    return date_text(last["period_end"], str(last["date_precision"]))


@chart("liberation.peshmerga")
def peshmerga(ledger: Ledger) -> ChartSpec:
    """Deaths among the Peshmerga, running total."""
    data = series_points(ledger, select(ledger, "peshmerga_killed"), "indicator", {"peshmerga_killed": "Peshmerga"})
    lead = headline_rows(data)
    return ChartSpec(
        name="liberation.peshmerga",
        title=f"{lead.iloc[-1]['text']} Peshmerga are killed up to {_to(lead)}" if len(lead) else "Peshmerga killed",
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
    top = data.iloc[0] if len(data) else None
    return ChartSpec(
        name="liberation.partner_losses",
        title=f"The costliest battle or period with a count: {top['text']} partner deaths ({top['x']})"
        if top is not None
        else "Partner losses",
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
    data = series_points(ledger, select(ledger, tuple(what)), "indicator", what)
    lead = headline_rows(data)
    newest = {name: lead.loc[lead["series"] == name].tail(1) for name in what.values()}
    told = join_words(
        f"{verb} {rows.iloc[0]['text']}"
        for verb, rows in (
            ("the Coalition admits", newest["Coalition admits"]),
            ("Airwars estimates", newest["Airwars estimate"]),
        )
        if len(rows)
    )
    return ChartSpec(
        name="liberation.civilians",
        title=f"Civilians killed by Coalition actions: {told}" if told else "Civilians killed",
        subtitle="Civilian deaths, running total, people: two counts by different methods, never mixed or added",
        mark="step",
        data=data,
        unit="persons",
        colours={"Airwars estimate": "orange", "Coalition admits": "blue"},
        caveats=remarks(
            remark(ledger, "civilians_killed_coalition", "definition"),
            remark(ledger, "civilians_killed_airwars", "definition"),
        ),
        height=360,
    )


@chart("liberation.civilian_victims")
def civilian_victims(ledger: Ledger) -> ChartSpec:
    """Women and children among the civilians that Airwars counts as killed."""
    groups = {"total": "all civilians", "children": "children", "women": "women"}
    rows = newest_of(ledger, select(ledger, "civilians_killed_airwars", group=tuple(groups)), ["group"])
    data = drawn(rows, series="estimate", x=rows["group"].astype(str).map(groups))
    child = data.loc[data["group"].astype(str) == "children"]
    return ChartSpec(
        name="liberation.civilian_victims",
        title=f"Airwars counts {child.iloc[0]['text']} children among the civilians likely killed"
        if len(child)
        else "Civilians likely killed",
        subtitle="Civilians likely killed by the Coalition, Airwars estimate, people; the bar ends at the midpoint",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"estimate": "orange"},
        caveats=("Children and women are parts of all civilians and are not added to them.",),
    )


def claimed_labels(ledger: Ledger) -> dict[str, str]:
    """The areas that the page offers, with their names."""
    return place_labels(ledger, tuple(area for area in AREAS if area != "world"))
