"""Charts of appeals: humanitarian plans, the regional refugee plan and the camp sector, required against received."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import select
from charts.catalog import chart
from charts.common import headline_rows, place_names, series_points, when
from charts.spec import ChartSpec
from charts.views.campaign import by_year, drawn, leading, periods, place_colours, place_labels, remark, remarks, within
from loaders import Ledger

PLACES = ("iraq", "syria")
HOSTS = ("turkiye", "lebanon", "jordan", "iraq", "egypt", "syria-region")
COLOURS = {"required": "grey", "received": "blue"}


def _place_option(_ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"place": PLACES}


def _required_and_received(ledger: Ledger, stem: str, place: str) -> pd.DataFrame:
    what = {f"{stem}_requirements": "required", f"{stem}_funding": "received"}
    data = by_year(ledger, select(ledger, tuple(what), place=place, origin="all"), "indicator", what)
    return data.sort_values("period_end", kind="stable").reset_index(drop=True)


def _told(data: pd.DataFrame, subject: str) -> str:
    """`The plan for Iraq in 2022 receives $362 mn of the $400 mn required`: the newest year with both figures."""
    lead = headline_rows(data)
    needs = lead.loc[lead["series"] == "required"].set_index("x")["text"]
    gifts = lead.loc[lead["series"] == "received"].set_index("x")["text"]
    both = [year for year in needs.index if year in gifts.index]
    if not both:
        return subject
    return f"{subject} in {both[-1]} receives {gifts[both[-1]]} of the {needs[both[-1]]} required"


def newest_plan(ledger: Ledger, place: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Observations of what the newest plan with both figures required and received, for tiles."""
    needs = select(ledger, "hrp_requirements", place=place, origin="all")
    gifts = select(ledger, "hrp_funding", place=place, origin="all")
    both = set(needs["period_end"]) & set(gifts["period_end"])
    newest = max(both, default=pd.NaT)
    return needs.loc[needs["period_end"] == newest], gifts.loc[gifts["period_end"] == newest]


@chart("funding.appeals", _place_option)
def appeals(ledger: Ledger, place: str = "syria") -> ChartSpec:
    """Humanitarian plans of one country: required against received, by year."""
    data = _required_and_received(ledger, "hrp", place)
    return ChartSpec(
        name="funding.appeals",
        title=_told(data, f"The humanitarian plan for {_name(ledger, place)}"),
        subtitle="Plan requirements and funding received by plan year, US dollars, nominal",
        mark="column",
        data=data,
        unit="usd",
        x_kind="category",
        colours=COLOURS,
        caveats=remarks(_short_plans(data), remark(ledger, "hrp_funding", "definition")),
        height=380,
    )


def _name(ledger: Ledger, place: str) -> str:
    return place_names(ledger).get(place, place).split(" (")[0]


def _short_plans(data: pd.DataFrame) -> str:
    """Name the plans that did not run for a calendar year."""
    rows = data.loc[(data["series"] == "required") & (data["date_precision"].astype(str) != "year")]
    words = [f"the plan of {x} ran {within(p)}" for x, p in zip(rows["x"], periods(rows), strict=True)]
    return f"T{'; '.join(words)[1:]}." if words else ""


@chart("funding.shares")
def shares(ledger: Ledger) -> ChartSpec:
    """Share of the humanitarian plans that was funded, Iraq and Syria, by year."""
    labels = place_labels(ledger, PLACES)
    data = by_year(ledger, select(ledger, "share_funded", place=PLACES), "place", labels)
    data = data.sort_values("period_end", kind="stable").reset_index(drop=True)
    syria = headline_rows(data, labels["syria"])
    low = syria.loc[syria["value"].idxmin()] if len(syria) else None
    return ChartSpec(
        name="funding.shares",
        title=f"The least funded plan for {labels['syria']} is that of {low['x']}: {low['text']} of what it required"
        if low is not None
        else "Share of the plans funded",
        subtitle="Funding received as a share of plan requirements by plan year, percent",
        mark="column",
        data=data,
        unit="percent",
        x_kind="category",
        colours=place_colours(labels),
    )


@chart("funding.to_date", _place_option)
def to_date(ledger: Ledger, place: str = "syria") -> ChartSpec:
    """How far the plan of a running year was funded, at each extract."""
    rows = leading(ledger, select(ledger, "share_funded_to_date", place=place))
    data = drawn(rows, series=rows["period_end"].dt.strftime("plan of %Y"), x="period_end")
    last = data.iloc[-1] if len(data) else None
    return ChartSpec(
        name="funding.to_date",
        title=f"{last['series'].capitalize()}: {last['text']} funded {when(last)}"
        if last is not None
        else "Share funded to date",
        subtitle=f"Share of the plan for {_name(ledger, place)} funded up to the date of the extract, percent",
        mark="dots",
        data=data,
        unit="percent",
        colours=dict(zip(dict.fromkeys(data["series"]), ("gold", "teal", "purple", "blue"), strict=False)),
        empty="No source gives the share funded within a year for this country.",
    )


@chart("funding.outside", _place_option)
def outside(ledger: Ledger, place: str = "syria") -> ChartSpec:
    """Humanitarian money through the plan and outside it."""
    what = {"hrp_funding": "through the plan", "humanitarian_funding_outside_plan": "outside the plan"}
    data = by_year(ledger, select(ledger, tuple(what), place=place, origin="all"), "indicator", what)
    data = data.sort_values(["period_end", "series"], ascending=[True, False], kind="stable").reset_index(drop=True)
    last = headline_rows(data, "outside the plan").tail(1)
    return ChartSpec(
        name="funding.outside",
        title=f"Outside the plan, {_name(ledger, place)} receives {last.iloc[0]['text']} in {last.iloc[0]['x']}"
        if len(last)
        else "Money outside the plan",
        subtitle="Humanitarian funding reported through the plan and outside it by year, US dollars, nominal",
        mark="column",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"through the plan": "blue", "outside the plan": "orange"},
        caveats=remarks(remark(ledger, "humanitarian_funding_outside_plan", "definition")),
    )


@chart("funding.camp_sector", _place_option)
def camp_sector(ledger: Ledger, place: str = "syria") -> ChartSpec:
    """The camp management sector of the plans: required against received."""
    data = _required_and_received(ledger, "cccm", place)
    odd = data.loc[~data["note"].astype(str).str.contains(" line of ", regex=False), ["x", "note"]].drop_duplicates()
    return ChartSpec(
        name="funding.camp_sector",
        title=_told(data, f"Camp management in {_name(ledger, place)}"),
        subtitle="Requirements and funding of the camp management sector by plan year, US dollars, nominal",
        mark="column",
        data=data,
        unit="usd",
        x_kind="category",
        colours=COLOURS,
        caveats=tuple(f"{r['x']}: {r['note']}." for r in odd.to_dict("records")),
    )


@chart("funding.refugee_plan", lambda _ledger: {"host": HOSTS})
def refugee_plan(ledger: Ledger, host: str = "lebanon") -> ChartSpec:
    """The regional refugee plan in one host country, or as a whole: required against received."""
    data = _required_and_received(ledger, "rrp", host)
    return ChartSpec(
        name="funding.refugee_plan",
        title=_told(data, f"The refugee plan for {_name(ledger, host)}"),
        subtitle="Requirements and funding of the Syria regional refugee plan (3RP) by year, US dollars, nominal",
        mark="column",
        data=data,
        unit="usd",
        x_kind="category",
        colours=COLOURS,
        caveats=("The country chapters are parts of the plan for the whole region and are not added to it.",),
    )


@chart("funding.refugee_shares")
def refugee_shares(ledger: Ledger) -> ChartSpec:
    """Share of each country chapter of the refugee plan that was funded."""
    names = place_labels(ledger, HOSTS[:-1])
    data = series_points(ledger, select(ledger, "rrp_share_funded", place=HOSTS[:-1]), "place", names)
    lead = headline_rows(data)
    newest = lead.loc[lead["period_end"] == lead["period_end"].max()].sort_values("value") if len(lead) else lead
    low, high = (newest.iloc[0], newest.iloc[-1]) if len(newest) else (None, None)
    return ChartSpec(
        name="funding.refugee_shares",
        title=f"In {low['x']:%Y} the refugee plan is {low['text']} funded in {low['series']} and {high['text']} in "
        f"{high['series']}"
        if low is not None and high is not None
        else "Share of the refugee plan funded",
        subtitle="Funding received as a share of the requirements of each country chapter by year, percent",
        mark="line",
        data=data,
        unit="percent",
        facet=True,
        colours=dict.fromkeys(names.values(), "blue"),
    )


@chart("funding.flash")
def flash(ledger: Ledger) -> ChartSpec:
    """Flash appeals beside the yearly plans: required against received."""
    names = place_names(ledger)
    what = {"flash_appeal_requirements": "required", "flash_appeal_funding": "received"}
    rows = leading(ledger, select(ledger, tuple(what))).sort_values(
        ["period_end", "indicator"], ascending=[False, False], kind="stable"
    )
    label = rows["place"].astype(str).map(names) + ", " + periods(rows)
    data = drawn(rows, series=rows["indicator"].astype(str).map(what), x=label)
    gifts = data.loc[data["series"] == "received"]
    best = gifts.loc[gifts["value"].idxmax()] if len(gifts) else None
    return ChartSpec(
        name="funding.flash",
        title=f"The best funded flash appeal receives {best['text']} ({best['x']})"
        if best is not None
        else "Flash appeals",
        subtitle="Requirements and funding of flash appeals beside the yearly plans, US dollars, nominal",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours=COLOURS,
        caveats=tuple(dict.fromkeys(f"{r['x']}: {r['note']}." for r in data.to_dict("records"))),
    )
