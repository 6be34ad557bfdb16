"""Plans for refugees and flash appeals: required and received by host country, and the share that was met."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from analysis import select
from analysis.sites import inside, with_role
from analysis.words import Telling, capital, received_of
from charts.catalog import chart
from charts.common import headline_rows, series_points, short_names, told
from charts.defaults import of_ledger
from charts.spec import ChartSpec
from charts.views.campaign import drawn, leading, periods, place_labels, remarks
from charts.views.funding.appeals import (
    COLOURS,
    RECEIVED,
    REFUGEE,
    REGIONAL,
    REQUIRED,
    is_over,
    plan_chart,
    planned,
    sum_said,
)
from loaders import Ledger
from loaders.frames import as_records, texts


@lru_cache(maxsize=16)
def hosts(ledger: Ledger) -> tuple[str, ...]:
    """Countries with a chapter of the refugee plan, the largest first, then what is planned for several together.

    Where no plan is known, the host countries with figures of refugees, in order of their keys.
    """
    plans = planned(ledger, REFUGEE)
    kinds = dict(zip(texts(ledger.places["place"]), ledger.places["kind"].astype(str), strict=True))
    countries = [place for place in plans.index if kinds.get(place) == "country"]
    return tuple(dict.fromkeys((*(countries or _known_hosts(ledger)), *plans.index)))


def _known_hosts(ledger: Ledger) -> tuple[str, ...]:
    """Host countries of the regional plan (parts.csv), in the order of their table."""
    return tuple(part for whole in with_role(ledger, "host_countries") for part in inside(ledger, whole)[1:])


HOST = of_ledger(lambda ledger: hosts(ledger)[0])


@chart("funding.refugee_plan", lambda ledger: {"host": hosts(ledger)})
def refugee_plan(ledger: Ledger, host: str = HOST) -> ChartSpec:
    """The regional refugee plan in one host country, or as a whole: required against received."""
    kinds = dict(zip(texts(ledger.places["place"]), ledger.places["kind"].astype(str), strict=True))
    return plan_chart(
        ledger,
        "funding.refugee_plan",
        REFUGEE if kinds.get(host) == "country" else REGIONAL,
        host,
        "Requirements and funding of the Syria regional refugee plan (3RP) by year, US dollars, nominal",
        ("The country chapters are parts of the plan for the whole region and are not added to it.",),
    )


@chart("funding.refugee_shares")
def refugee_shares(ledger: Ledger) -> ChartSpec:
    """Share of each country chapter of the refugee plan that was funded."""
    rows = select(ledger, "rrp_share_funded", place=hosts(ledger))
    rows = rows[rows["place_kind"] == "country"]
    names = place_labels(ledger, tuple(dict.fromkeys(texts(rows["place"]))))
    data = series_points(ledger, rows, "place", names)
    lead = headline_rows(data)
    newest = lead[lead["period_end"] == lead["period_end"].max()].sort_values("value") if len(lead) else lead
    missing = sorted(set(lead["series"]) - set(newest["series"]))
    return ChartSpec(
        name="funding.refugee_shares",
        title=_least_and_best(ledger, newest),
        subtitle="Funding received as a share of the requirements of each country chapter by year, percent",
        mark="line",
        data=data,
        unit="percent",
        facet=True,
        colours=dict.fromkeys(names.values(), "blue"),
        caveats=remarks(f"No figure for {newest.iloc[0]['period_end']:%Y}: {', '.join(missing)}." if missing else ""),
    )


def _least_and_best(ledger: Ledger, rows: pd.DataFrame) -> str:
    """The least and the best funded chapter of one year; `rows` are sorted by their share."""
    if rows.empty:
        return "No source gives the share of the plans for Syrian refugees that was funded"
    low, high = rows.iloc[0], rows.iloc[-1]
    year = int(low["period_end"].year)
    does = "was" if is_over(ledger, year) else "is"
    if len(rows) == 1:
        plan = REFUGEE.named.format(year=year, place=low["series"])
        return Telling(capital(f"{plan} {does} {low['text']} funded"), told(low))
    least, best = (f"{row['series']} ({row['text']})" for row in (low, high))
    text = f"The {year} plan for Syrian refugees {does} funded least in {least}, best in {best}"
    return Telling(text, told(low), told(high))


@chart("funding.flash")
def flash(ledger: Ledger) -> ChartSpec:
    """Flash appeals beside the yearly plans: required against received."""
    names = short_names(ledger)
    what = {"flash_appeal_requirements": REQUIRED, "flash_appeal_funding": RECEIVED}
    rows = leading(ledger, select(ledger, tuple(what))).sort_values(
        ["period_end", "indicator"], ascending=[False, False], kind="stable"
    )
    label = rows["place"].astype(str).map(names) + ", " + periods(rows)
    data = drawn(rows, series=rows["indicator"].astype(str).map(what), x=label)
    return ChartSpec(
        name="funding.flash",
        title=_newest_flash(data, names),
        subtitle="Requirements and funding of flash appeals in addition to the yearly plans, US dollars, nominal",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours={REQUIRED: COLOURS[REQUIRED], RECEIVED: COLOURS[RECEIVED]},
        caveats=tuple(dict.fromkeys(f"{r['x']}: {r['note']}." for r in as_records(data))),
    )


def _newest_flash(data: pd.DataFrame, names: Mapping[str, str]) -> str:
    """What the newest flash appeal with money received of what it required."""
    gifts = data[data["series"] == RECEIVED]
    if gifts.empty:
        return "No source gives what a flash appeal received"
    row = gifts.iloc[0]
    needs = data[(data["series"] == REQUIRED) & (data["x"] == row["x"])]
    period = periods(gifts.head(1)).iloc[0]
    plan = f"the flash appeal for {names[str(row['place'])]} of {period}"
    asked = told(needs.iloc[0]) if len(needs) else None
    more = asked is not None and row["value"] > asked.figure.value
    return received_of(plan, sum_said(told(row)), sum_said(asked), more=more)
