"""Charts of US budgets and aid, of the cost of operations, and of the money of ISIS."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import select
from analysis.hedge import figure_of
from analysis.sites import told_of
from analysis.vocabulary import Hedge
from analysis.words import Span, Telling, Told, Untold, capital, date_text, direction, is_old, the, with_before
from charts.catalog import chart
from charts.common import earlier, headline_rows, place_names, series_points, told
from charts.lists import statement_bars
from charts.spec import ChartSpec
from charts.views.campaign import drawn, leading, periods, place_colours, place_labels, remark, remarks
from loaders import Ledger
from loaders.frames import as_records, row_of_max, row_of_min

US_AID = "us_humanitarian_assistance"
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
    newest = lead[lead["period_end"] == lead["period_end"].max()] if len(lead) else lead
    return ChartSpec(
        name="funding.ctef",
        title=_newest_budget(lead, place_names(ledger).get(place, place)),
        subtitle="US train and equip fund (CTEF) and predecessors by fiscal year, US dollars, nominal",
        mark="column",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"requested": "grey", "authorised": "orange", "approved": "blue"},
        caveats=remarks(
            *(f"{r['x']}, {r['series']}: {r['note']}." for r in as_records(newest) if r["note"]),
            f"Authorised: {remark(ledger, 'ctef_budget_authorized', 'definition')}",
            "The rows for Iraq and for Syria are parts of the sum for both.",
            FISCAL,
        ),
    )


# What is said of each step of a budget, the furthest first.
_STEPS = {
    "approved": "{sum} was approved to train and equip forces in {place} in US fiscal year {year}",
    "authorised": "A US defence bill authorised {sum} to train and equip forces in {place} in fiscal {year}",
    "requested": "The US requested {sum} to train and equip forces in {place} in fiscal {year}",
}


def _newest_budget(lead: pd.DataFrame, place: str) -> str:
    """The furthest step that is known of the newest fiscal year; `lead` are headline points in date order."""
    if lead.empty:
        return f"No source gives the US fund to train and equip forces in {place}"
    newest = lead[lead["period_end"] == lead["period_end"].max()].set_index("series")
    step = next(step for step in _STEPS if step in newest.index)
    now = told(newest.loc[step])
    return Telling(_STEPS[step].format(sum=now.said, place=place, year=newest.loc[step, "x"]), now)


def _in_year(row: Mapping[str, object] | pd.Series) -> Told:
    """A figure of a fiscal year, which is told by the year in which it ends."""
    return Told(figure_of(row), pd.Timestamp(str(row["period_end"])), "year", row=row)


@chart("funding.ctef_parts")
def ctef_parts(ledger: Ledger) -> ChartSpec:
    """Lines of the train and equip fund: for whom the money is meant."""
    what = ("ctef_iraq_federal", "ctef_iraq_mod", "ctef_iraq_cts", "ctef_peshmerga", "ctef_stipends", "ctef_sfa")
    rows = leading(ledger, select(ledger, what))
    rows = rows.sort_values(["period_end", "value"], ascending=[False, False], kind="stable")
    line = rows["short_title"].astype(str).str.removeprefix("CTEF ")
    label = line.str[:1].str.upper() + line.str[1:] + ", " + rows["period_end"].dt.strftime("%Y")
    data = drawn(rows, series="budget line", x=label)
    return ChartSpec(
        name="funding.ctef_parts",
        title=_largest_line(ledger, data),
        subtitle="Lines of the US train and equip fund by fiscal year, requested or approved, US dollars, nominal",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"budget line": "teal"},
        caveats=remarks(
            *(f"{r['x']}: {r['note']}." for r in as_records(_largest_of_newest(data)) if r["note"]),
            "The lines are parts of the fund, overlap and are never added.",
            FISCAL,
        ),
    )


def _largest_of_newest(data: pd.DataFrame) -> pd.DataFrame:
    """The row of the largest line of the newest fiscal year; no row where there is none."""
    newest = data[data["period_end"] == data["period_end"].max()]
    return newest.sort_values("value", ascending=False, kind="stable").head(1)


def _largest_line(ledger: Ledger, data: pd.DataFrame) -> str:
    """The largest line of the newest fiscal year with several, or the one line that is known of it."""
    if data.empty:
        return "No source gives a line of the US fund to train and equip"
    newest = data[data["period_end"] == data["period_end"].max()]
    row = _largest_of_newest(data).iloc[0]
    does = "was" if row["period_end"] <= ledger.today else "is"
    most = "largest" if len(newest) > 1 else "one"
    # The titles of the indicators read `CTEF funding for the Peshmerga`, `CTEF stipends for partner forces in Syria`.
    title = str(row["title"])
    line = title.partition("funding for ")[2] or title.removeprefix("CTEF ")
    year = f"{row['period_end']:%Y}"
    now = told(row)
    return Telling(f"The {most} known line of the {year} train and equip fund {does} {now.said} for {line}", now)


@chart("funding.oir_cost")
def oir_cost(ledger: Ledger) -> ChartSpec:
    """Cost of the US operation, running total."""
    data = series_points(ledger, select(ledger, "oir_cost"), "place", {"iraq-syria": "cost"})
    lead = headline_rows(data)
    now = told(lead.iloc[-1]) if len(lead) else None
    last = ", the last total found" if now is not None and is_old(now.date, ledger.today) else ""
    return ChartSpec(
        name="funding.oir_cost",
        title=Telling(f"Operation Inherent Resolve had cost the US {now.said} {now.by}{last}", now)
        if now is not None
        else "No source gives what Operation Inherent Resolve had cost the United States",
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
    lead = headline_rows(data)
    return ChartSpec(
        name="funding.oir_per_day",
        title=_cost_a_day(lead.assign(unit="usd")),
        subtitle="Average cost a day since the start as stated on the date, US dollars a day, nominal",
        mark="line",
        data=data,
        unit="usd_per_day",
        colours={"a day": "rose"},
        caveats=remarks(remark(ledger, "oir_cost_per_day", "definition")),
    )


def _cost_a_day(lead: pd.DataFrame) -> str:
    """What a day had cost, against what it is compared with; `lead` are headline points in dollars, oldest first."""
    if lead.empty:
        return "No source gives the daily cost of the US operation against ISIS"
    now = told(lead.iloc[-1])
    text = Telling(f"{capital(now.by)} the US operation against ISIS had cost {now.said} a day", now)
    return with_before(text, now, earlier(lead))


@chart("funding.oir_budget")
def oir_budget(ledger: Ledger) -> ChartSpec:
    """Budget of the US operation: requested, supplemental and approved by fiscal year."""
    what = {
        "oir_budget_requested": "requested",
        "us_supplemental_request": "supplemental request",
        "oir_budget_enacted": "approved",
    }
    data = _fiscal(series_points(ledger, select(ledger, tuple(what)), "indicator", what))
    return ChartSpec(
        name="funding.oir_budget",
        title=_requests(headline_rows(data, "requested")),
        subtitle="US budget for direct operations against ISIS, US dollars, nominal",
        mark="column",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"requested": "grey", "supplemental request": "orange", "approved": "blue"},
        caveats=(FISCAL,),
    )


def _requests(asked: pd.DataFrame) -> str:
    """The newest request for the operation, against the largest."""
    if asked.empty:
        return Untold("No source gives what the US requested for operations against ISIS")
    now, best = _in_year(asked.iloc[-1]), _in_year(row_of_max(asked, "value"))
    text = Telling(f"The US requested {now.said} for operations against ISIS in fiscal {now.date:%Y}", now)
    return Telling(f"{text}, the most of any year", now) if now.date == best.date else with_before(text, now, best)


@chart("funding.us_aid")
def us_aid(ledger: Ledger) -> ChartSpec:
    """US humanitarian assistance for the Syria crisis, and for Iraq since its own start, running totals."""
    crisis_at = told_of(ledger, US_AID, "syria")
    labels = place_labels(ledger, (crisis_at, "iraq"))
    data = series_points(ledger, select(ledger, US_AID, place=tuple(labels)), "place", labels)
    crisis = headline_rows(data, labels[crisis_at])
    now = told(crisis.iloc[-1]) if len(crisis) else None
    since = date_text(crisis["period_start"].min(), "month") if len(crisis) else ""
    return ChartSpec(
        name="funding.us_aid",
        title=Telling(f"US humanitarian aid for {the(labels[crisis_at])} had reached {now.said} {now.by}", now)
        if now is not None
        else "No source gives the total of US humanitarian aid for the Syria crisis",
        subtitle="US government humanitarian assistance, running totals, US dollars, nominal",
        mark="step",
        data=data,
        unit="usd",
        colours={labels[crisis_at]: "blue", labels["iraq"]: "irq"},
        caveats=remarks(
            f"The total for the Syria crisis runs since {since}." if since else "",
            *(f"{r['place_name']}: {r['note']}." for r in as_records(data[data["place"] == "iraq"])),
        ),
    )


@chart("funding.us_announced")
def us_announced(ledger: Ledger) -> ChartSpec:
    """New US humanitarian and stabilisation assistance as it was announced."""
    names = place_names(ledger)
    what = {"us_humanitarian_new": "humanitarian", "us_stabilization_new": "stabilisation"}
    rows = leading(ledger, select(ledger, tuple(what))).iloc[::-1]
    dates = [date_text(r["period_end"], str(r["date_precision"])) for r in as_records(rows)]
    label = pd.Series(dates, index=rows.index, dtype=object) + ", " + rows["place"].astype(str).map(names)
    data = drawn(rows, series=rows["indicator"].astype(str).map(what), x=label)
    best = row_of_max(data, "value") if len(data) else None
    return ChartSpec(
        name="funding.us_announced",
        title=_largest_announced(best, names) if best is not None else "No source gives an announcement of US aid",
        subtitle="New US assistance announced on the date, US dollars, nominal",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"humanitarian": "blue", "stabilisation": "orange"},
        caveats=("Announcements are counted again in the running total; the two are never added.",),
    )


def _largest_announced(best: pd.Series, names: Mapping[str, str]) -> str:
    now, where = told(best), the(names[str(best["place"])])
    return Telling(f"The largest US aid announcement was {now.said} for {where} ({now.dated})", now)


@chart("funding.isis_reserves")
def isis_reserves(ledger: Ledger) -> ChartSpec:
    """Reserves at the disposal of ISIS, as the UN estimates them."""
    labels = place_labels(ledger, ("world", "iraq-syria"))
    data = series_points(ledger, select(ledger, "isis_finances", place=tuple(labels)), "place", labels)
    lead = headline_rows(data, labels["world"])
    return ChartSpec(
        name="funding.isis_reserves",
        title=_reserves(lead),
        subtitle="Estimated funds at the disposal of ISIS, US dollars, nominal; the whisker is the range of the source",
        mark="dots",
        data=data,
        unit="usd",
        colours=place_colours(labels),
    )


def _reserves(lead: pd.DataFrame) -> str:
    """The newest estimate, against the first; `lead` are headline points, oldest first."""
    if lead.empty:
        return "No source gives the reserves of ISIS"
    now = told(lead.iloc[-1])
    text = Telling(f"ISIS reserves were put at {now.said} {now.when}", now)
    return with_before(text, now, told(lead.iloc[0]) if len(lead) > 1 else None)


@chart("funding.isis_revenue")
def isis_revenue(ledger: Ledger) -> ChartSpec:
    """Yearly revenue of ISIS, every estimate side by side."""
    rows = select(ledger, "isis_revenue", place="iraq-syria")
    rows = rows.sort_values(["period_end", "value"], ascending=[False, False], kind="stable")
    data = drawn(rows, series="estimate", x=rows["period_end"].dt.strftime("%Y: ") + rows["counter"].astype(str))
    return ChartSpec(
        name="funding.isis_revenue",
        title=_revenue(data),
        subtitle="Estimated revenue of ISIS in Iraq and Syria in a year, US dollars, nominal, as each source puts it",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"estimate": "rose"},
        caveats=("The estimates are rivals for the same years and are never added.",),
    )


def _revenue(data: pd.DataFrame) -> str:
    """What one body put the revenue at in two years; where none has two, the estimates of the oldest year."""
    if data.empty:
        return "No source gives an estimate of the revenue of ISIS"
    for body, rows in data.groupby(data["counter"].astype(str), sort=True):
        if rows["period_end"].min() < rows["period_end"].max():
            ordered = rows.sort_values("period_end", kind="stable")
            now, then = _in_year(ordered.iloc[-1]), _in_year(ordered.iloc[0])
            took = f"{body} estimated that ISIS took in {_bare(now)} in {now.month}"
            return Telling(f"{took}, after {_bare(then)} in {then.month}", now, then)
    first = data[data["period_end"] == data["period_end"].min()].sort_values("value", kind="stable")
    low, high = _in_year(first.iloc[0]), _in_year(first.iloc[-1])
    if len(first) == 1:
        return Telling(f"The revenue of ISIS in {low.month} was put at {low.said}", low)
    return Telling(
        f"Estimates of the revenue of ISIS in {low.month} ran from {_bare(low)} to {_bare(high)}", Span(low, high)
    )


def _bare(now: Told) -> str:
    """A figure in a sentence that has said that it is an estimate."""
    return now.after(Hedge.ESTIMATE)


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
    label = periods(rows) + ", " + stream
    # Rival estimates are told apart by the body that made them, not by the outlet that carried them.
    label = label.where(~label.duplicated(keep=False), label + ", " + rows["counter"].astype(str))
    data = statement_bars(rows, label, stream)
    return ChartSpec(
        name="funding.isis_streams",
        title=_largest_stream(data),
        subtitle="Estimated revenue of ISIS by stream in the period named, US dollars, nominal, as each source puts it",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours=dict(zip(what.values(), ("ink", "rose", "gold", "purple"), strict=True)),
        caveats=("Estimates of different sources are never added.",),
    )


def _largest_stream(data: pd.DataFrame) -> str:
    """The largest estimate of a stream; with the lowest of the same year where there are several."""
    if data.empty:
        return "No source gives an estimate of a source of ISIS revenue"
    best = row_of_max(data, "value")
    period = periods(data.loc[[best.name]]).iloc[0]
    same = data[(data["series"] == best["series"]) & (data["period_end"] == best["period_end"])]
    low = row_of_min(same, "value")
    what = f"what ISIS took in {best['series']}" if best["series"] != "oil" else "ISIS revenue from oil"
    if len(same) > 1:
        least, most = told(low), told(best)
        span = f"{_bare(least)} to {_bare(most)}"
        return Telling(f"Estimates of {what} in {period} ran from {span}", Span(least, most))
    return Telling(f"{capital(what)} in {period} was put at {told(best).said}, the most of any source", told(best))


@chart("funding.isis_monthly")
def isis_monthly(ledger: Ledger) -> ChartSpec:
    """Average monthly revenue of ISIS by quarter."""
    data = series_points(ledger, select(ledger, "isis_monthly_revenue"), "place", {"iraq-syria": "a month"})
    data = data.assign(x=periods(data)) if len(data) else data
    lead = headline_rows(data)
    return ChartSpec(
        name="funding.isis_monthly",
        title=_monthly(lead),
        subtitle="Estimated average monthly revenue of ISIS in the quarter, US dollars a month, nominal",
        mark="bar",
        data=data,
        unit="usd_per_month",
        x_kind="category",
        colours={"a month": "rose"},
    )


def _monthly(lead: pd.DataFrame) -> str:
    """How monthly revenue changed from the first to the last quarter with a figure."""
    if lead.empty:
        return Untold("No source gives the monthly revenue of ISIS")
    plain = lead.assign(unit="usd")
    first, now = told(plain.iloc[0]), told(plain.iloc[-1])
    if len(lead) == 1:
        return Telling(f"ISIS took in {now.said} a month in {now.dated}", now)
    way = direction(now, first)
    does = "rose" if way > 0 else "fell" if way < 0 else "went"
    went = f"{does} from {_bare(first)} in {first.dated} to {_bare(now)} in {now.dated}"
    return Telling(f"Estimated monthly revenue of ISIS {went}", first, now)
