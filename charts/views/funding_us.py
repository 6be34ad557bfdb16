"""Charts of US budgets and aid, of the cost of operations, and of the money of ISIS."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import join_words, select
from analysis.words import date_text
from charts.catalog import chart
from charts.common import headline_rows, place_names, series_points, trend, when
from charts.lists import statement_bars
from charts.spec import ChartSpec
from charts.views.campaign import counter, drawn, leading, periods, place_colours, place_labels, remark, remarks
from loaders import Ledger

FISCAL = "US fiscal years run from 1 October to 30 September and are named by the year in which they end."


def _fiscal(data: pd.DataFrame) -> pd.DataFrame:
    """Put the fiscal year of each point on the axis."""
    data = data.sort_values("period_end", kind="stable").reset_index(drop=True)
    return data.assign(x=data["period_end"].dt.strftime("%Y")) if len(data) else data


@chart("funding.ctef", lambda _ledger: {"place": ("iraq-syria", "iraq", "syria")})
def ctef(ledger: Ledger, place: str = "iraq-syria") -> ChartSpec:
    """The US train and equip fund: requested, authorised and approved by fiscal year."""
    what = {
        "ctef_budget_requested": "requested",
        "ctef_budget_authorized": "authorised",
        "ctef_budget_enacted": "approved",
    }
    data = _fiscal(series_points(ledger, select(ledger, tuple(what), place=place), "indicator", what))
    lead = headline_rows(data)
    last = lead.loc[lead["period_end"] == lead["period_end"].max()] if len(lead) else lead
    told = join_words(f"{r['text']} {r['series']}" for r in last.to_dict("records"))
    name = place_names(ledger).get(place, place)
    return ChartSpec(
        name="funding.ctef",
        title=f"Train and equip fund, {name}, fiscal year {last.iloc[0]['x']}: {told}"
        if told
        else f"Train and equip fund, {name}",
        subtitle="US train and equip fund (CTEF) and predecessors by fiscal year, US dollars, nominal",
        mark="column",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"requested": "grey", "authorised": "orange", "approved": "blue"},
        caveats=remarks(
            remark(ledger, "ctef_budget_authorized", "definition"),
            "The rows for Iraq and for Syria are parts of the sum for both.",
            FISCAL,
            "Years without a column are years without a figure in the sources found.",
        ),
    )


@chart("funding.ctef_parts")
def ctef_parts(ledger: Ledger) -> ChartSpec:
    """Lines of the train and equip fund: for whom the money is meant."""
    what = ("ctef_iraq_federal", "ctef_iraq_mod", "ctef_iraq_cts", "ctef_peshmerga", "ctef_stipends", "ctef_sfa")
    rows = leading(ledger, select(ledger, what))
    rows = rows.sort_values(["period_end", "value"], ascending=[False, False], kind="stable")
    line = rows["short_title"].astype(str).str.removeprefix("CTEF ")
    label = line.str[:1].str.upper() + line.str[1:] + ", " + rows["period_end"].dt.strftime("%Y")
    data = drawn(rows, series="budget line", x=label)
    best = data.loc[data["value"].idxmax()] if len(data) else None
    return ChartSpec(
        name="funding.ctef_parts",
        title=f"The largest line found: {best['text']} ({best['x']})" if best is not None else "Lines of the fund",
        subtitle="Lines of the train and equip fund by US fiscal year, requested or approved, US dollars, nominal",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"budget line": "teal"},
        caveats=("The lines are parts of the fund, overlap and are never added.", FISCAL),
    )


@chart("funding.oir_cost")
def oir_cost(ledger: Ledger) -> ChartSpec:
    """Cost of the US operation, running total."""
    data = series_points(ledger, select(ledger, "oir_cost"), "place", {"iraq-syria": "cost"})
    return ChartSpec(
        name="funding.oir_cost",
        title=trend("US cost of Operation Inherent Resolve", headline_rows(data)),
        subtitle="Cost of operations against ISIS to the US Department of Defense, running total, US dollars, nominal",
        mark="step",
        data=data,
        unit="usd",
        colours={"cost": "rose"},
        caveats=remarks(remark(ledger, "oir_cost", "definition")),
    )


@chart("funding.oir_per_day")
def oir_per_day(ledger: Ledger) -> ChartSpec:
    """Average daily cost of the US operation."""
    data = series_points(ledger, select(ledger, "oir_cost_per_day"), "place", {"iraq-syria": "a day"})
    return ChartSpec(
        name="funding.oir_per_day",
        title=trend("Average daily cost of the operation", headline_rows(data)),
        subtitle="Average cost a day since the start as stated on the date, US dollars a day, nominal",
        mark="line",
        data=data,
        unit="usd_per_day",
        colours={"a day": "rose"},
        caveats=remarks(remark(ledger, "oir_cost_per_day", "definition")),
    )


@chart("funding.oir_budget")
def oir_budget(ledger: Ledger) -> ChartSpec:
    """Budget of the US operation: requested, supplemental and approved by fiscal year."""
    what = {
        "oir_budget_requested": "requested",
        "us_supplemental_request": "supplemental request",
        "oir_budget_enacted": "approved",
    }
    data = _fiscal(series_points(ledger, select(ledger, tuple(what)), "indicator", what))
    asked = headline_rows(data, "requested")
    best = asked.loc[asked["value"].idxmax()] if len(asked) else None
    return ChartSpec(
        name="funding.oir_budget",
        title=f"The largest request for the operation: {best['text']} for fiscal year {best['x']}"
        if best is not None
        else "Budget of the operation",
        subtitle="US budget for direct operations against ISIS, US dollars, nominal",
        mark="column",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"requested": "grey", "supplemental request": "orange", "approved": "blue"},
        caveats=(FISCAL,),
    )


@chart("funding.us_aid")
def us_aid(ledger: Ledger) -> ChartSpec:
    """US humanitarian assistance for the Syria crisis, and for Iraq since its own start, running totals."""
    labels = place_labels(ledger, ("syria-crisis", "iraq"))
    data = series_points(ledger, select(ledger, "us_humanitarian_assistance", place=tuple(labels)), "place", labels)
    crisis = headline_rows(data, labels["syria-crisis"])
    since = date_text(crisis["period_start"].min(), "month") if len(crisis) else ""
    return ChartSpec(
        name="funding.us_aid",
        title=trend("US humanitarian assistance for the Syria crisis", crisis),
        subtitle="US government humanitarian assistance, running totals, US dollars, nominal",
        mark="step",
        data=data,
        unit="usd",
        colours={labels["syria-crisis"]: "blue", labels["iraq"]: "iraq"},
        caveats=remarks(
            f"The total for the Syria crisis runs since {since}." if since else "",
            *(
                f"{r['place_name']}: {r['note']}."
                for r in data.loc[data["place"].astype(str) == "iraq"].to_dict("records")
            ),
        ),
    )


@chart("funding.us_announced")
def us_announced(ledger: Ledger) -> ChartSpec:
    """New US humanitarian and stabilisation assistance as it was announced."""
    names = place_names(ledger)
    what = {"us_humanitarian_new": "humanitarian", "us_stabilization_new": "stabilisation"}
    rows = leading(ledger, select(ledger, tuple(what))).iloc[::-1]
    dates = [date_text(r["period_end"], str(r["date_precision"])) for r in rows.to_dict("records")]
    label = pd.Series(dates, index=rows.index, dtype=object) + ", " + rows["place"].astype(str).map(names)
    data = drawn(rows, series=rows["indicator"].astype(str).map(what), x=label)
    best = data.loc[data["value"].idxmax()] if len(data) else None
    return ChartSpec(
        name="funding.us_announced",
        title=f"The largest announcement: {best['text']} {when(best)}" if best is not None else "Announcements",
        subtitle="New US assistance announced on the date, US dollars, nominal",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"humanitarian": "blue", "stabilisation": "orange"},
        caveats=("Announcements are counted again in the running total; the two are never added.",),
    )


@chart("funding.isis_reserves")
def isis_reserves(ledger: Ledger) -> ChartSpec:
    """Reserves at the disposal of ISIS, as the UN estimates them."""
    labels = place_labels(ledger, ("world", "iraq-syria"))
    data = series_points(ledger, select(ledger, "isis_finances", place=tuple(labels)), "place", labels)
    lead = headline_rows(data, labels["world"])
    first, last = (lead.iloc[0], lead.iloc[-1]) if len(lead) else (None, None)
    return ChartSpec(
        name="funding.isis_reserves",
        title=f"Reserves of ISIS are put at {first['text']} {when(first)} and at {last['text']} {when(last)}"
        if first is not None and last is not None
        else "Reserves of ISIS",
        subtitle="Estimated funds at the disposal of ISIS, US dollars, nominal; the whisker is the range of the source",
        mark="dots",
        data=data,
        unit="usd",
        colours=place_colours(labels),
    )


@chart("funding.isis_revenue")
def isis_revenue(ledger: Ledger) -> ChartSpec:
    """Yearly revenue of ISIS, every estimate side by side."""
    rows = select(ledger, "isis_revenue", place="iraq-syria")
    rows = rows.sort_values(["period_end", "value"], ascending=[False, False], kind="stable")
    data = drawn(rows, series="estimate", x=rows["period_end"].dt.strftime("%Y: ") + counter(rows))
    first = data.loc[data["period_end"] == data["period_end"].min()] if len(data) else data
    said = sorted(first["value"])
    return ChartSpec(
        name="funding.isis_revenue",
        title=f"Estimates of ISIS's revenue in {first.iloc[0]['period_end']:%Y} run from "
        f"{first.loc[first['value'].idxmin(), 'text']} to {first.loc[first['value'].idxmax(), 'text']}"
        if len(said) > 1
        else "Revenue of ISIS",
        subtitle="Estimated revenue of ISIS in Iraq and Syria in a year, US dollars, nominal, as each source puts it",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"estimate": "rose"},
        caveats=("The estimates are rivals for the same years and are never added.",),
    )


@chart("funding.isis_streams")
def isis_streams(ledger: Ledger) -> ChartSpec:
    """Streams of ISIS revenue: oil, extortion, ransoms, banks."""
    what: Mapping[str, str] = {
        "isis_oil_revenue": "oil",
        "isis_extortion_revenue": "extortion and taxes",
        "isis_bank_seizures": "seized from banks",
        "isis_ransom_revenue": "ransoms",
    }
    rows = select(ledger, tuple(what))
    rows = rows.sort_values(["period_end", "value"], ascending=[False, False], kind="stable")
    stream = rows["indicator"].astype(str).map(what)
    data = statement_bars(rows, periods(rows) + ", " + stream, stream)
    best = data.loc[data["value"].idxmax()] if len(data) else None
    return ChartSpec(
        name="funding.isis_streams",
        title=f"The largest stream estimated: {best['text']} ({best['x']})"
        if best is not None
        else "Streams of revenue",
        subtitle="Estimated revenue of ISIS by stream in the period named, US dollars, nominal, as each source puts it",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours=dict(zip(what.values(), ("ink", "rose", "gold", "purple"), strict=True)),
        caveats=("Estimates of different sources are never added.",),
    )


@chart("funding.isis_monthly")
def isis_monthly(ledger: Ledger) -> ChartSpec:
    """Average monthly revenue of ISIS by quarter."""
    data = series_points(ledger, select(ledger, "isis_monthly_revenue"), "place", {"iraq-syria": "a month"})
    data = data.assign(x=periods(data)) if len(data) else data
    lead = headline_rows(data)
    return ChartSpec(
        name="funding.isis_monthly",
        title=f"ISIS earns {join_words(_in_quarter(r) for r in lead.iloc[[0, -1]].to_dict('records'))}"
        if len(lead) > 1
        else "Monthly revenue of ISIS",
        subtitle="Estimated average monthly revenue of ISIS in the quarter, US dollars a month, nominal",
        mark="bar",
        data=data,
        unit="usd_per_month",
        x_kind="category",
        colours={"a month": "rose"},
    )


def _in_quarter(row: Mapping[str, object]) -> str:
    return f"{row['text']} in {row['x']}"
