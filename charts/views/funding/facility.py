"""Charts of the UNDP Funding Facility for Stabilization, and of sums in euros and pounds outside the conferences."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import select
from analysis.words import Telling, capital, date_text, the, with_before
from analysis.words.grammar import aloud, shortest
from charts.catalog import chart
from charts.common import headline_rows, place_names, series_points, told
from charts.spec import ChartSpec
from charts.views.campaign import drawn, leading, newest_of, remark, remarks
from charts.views.funding.pledges import conference_places, donor_names, largest
from loaders import Ledger
from loaders.frames import as_records

NOT_ADDED = "The rows hold for different dates and overlap; they are never added."


@chart("funding.ffs")
def ffs(ledger: Ledger) -> ChartSpec:
    """Contributions to the UNDP Funding Facility for Stabilization, running total."""
    data = series_points(ledger, select(ledger, "ffs_contributions", origin="all"), "place", {"iraq": "contributions"})
    lead = headline_rows(data)
    return ChartSpec(
        name="funding.ffs",
        title=_contributed(lead),
        subtitle="Contributions of all donors to UNDP's facility in Iraq, running total, US dollars, nominal",
        mark="step",
        data=data,
        unit="usd",
        colours={"contributions": "blue"},
    )


def _contributed(lead: pd.DataFrame) -> str:
    """What the facility had received, against its first figure; `lead` are headline points, oldest first."""
    if lead.empty:
        return "No source gives what UNDP's stabilisation facility received"
    now = told(lead.iloc[-1])
    text = Telling(f"UNDP's stabilisation facility had received {now.said} {now.by}", now)
    return with_before(text, now, told(lead.iloc[0]))


@chart("funding.ffs_donors")
def ffs_donors(ledger: Ledger) -> ChartSpec:
    """What each donor gave to the facility, by its newest statement."""
    names = donor_names(ledger)
    rows = select(ledger, "ffs_contributions")
    rows = newest_of(ledger, rows[rows["origin"] != "all"], ["origin"])
    data = drawn(rows, series="contributed", x=_with_date(rows, names))
    return ChartSpec(
        name="funding.ffs_donors",
        title=_two_donors(data, names),
        subtitle="Contributions of single donors up to the date named, running totals, US dollars, nominal",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"contributed": "blue"},
        caveats=(NOT_ADDED, "A later statement of a donor can be lower because it counts less."),
    )


def _two_donors(data: pd.DataFrame, names: Mapping[str, str]) -> str:
    """What the two donors with the largest sums had given, each by its own date: dates differ, so nobody is ranked."""
    if data.empty:
        return "No source gives what a donor gave to the facility"
    pairs = [(the(names[str(r["origin"])]), told(r)) for r in as_records(data.head(2))]
    (first, now), rest = pairs[0], pairs[1:]
    given, gave = (f"{capital(first)} {does} the facility {now.said}" for does in ("had given", "gave"))
    then = "".join(f", {name} {one.said} {one.by}" for name, one in rest)
    months = "".join(f", {name} {one.said} {one.by_month}" for name, one in rest)
    both = (f"{given} {now.by}{then}", f"{gave} {now.by_month}{months}")
    alone = Telling(f"{given} {now.by}", now)
    return shortest(aloud(*(Telling(text, *(one for _, one in pairs)) for text in both)), alone)


def _with_date(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.Series:
    dates = [date_text(r["period_end"], str(r["date_precision"])) for r in as_records(rows)]
    return rows["origin"].astype(str).map(names) + ", " + pd.Series(dates, index=rows.index, dtype=object)


@chart("funding.ffs_single")
def ffs_single(ledger: Ledger) -> ChartSpec:
    """Single contributions to the facility as they were announced."""
    names = donor_names(ledger)
    rows = leading(ledger, select(ledger, "ffs_new_contribution")).sort_values("value", ascending=False, kind="stable")
    data = drawn(rows, series="announced", x=_with_date(rows, names))
    best = largest(data)
    return ChartSpec(
        name="funding.ffs_single",
        title=Telling(
            f"The largest single contribution announced was {best[1].said}, by {the(best[0])} {best[1].when}", best[1]
        )
        if best
        else "No source gives a single contribution to the facility",
        subtitle="Contributions to the facility announced on the date, US dollars, nominal",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"announced": "teal"},
        height=640,
    )


@chart("funding.ffs_projects")
def ffs_projects(ledger: Ledger) -> ChartSpec:
    """Projects of the facility, all and completed, running totals."""
    what = {"ffs_projects": "all projects", "ffs_projects_completed": "completed"}
    data = series_points(ledger, select(ledger, tuple(what), place="iraq"), "indicator", what)
    return ChartSpec(
        name="funding.ffs_projects",
        title=_projects(headline_rows(data, "completed"), headline_rows(data, "all projects")),
        subtitle="Projects of the facility in Iraq since its start, running totals",
        mark="step",
        data=data,
        unit="projects",
        colours={"all projects": "grey", "completed": "blue"},
        caveats=remarks(remark(ledger, "ffs_projects", "definition"), remark(ledger, "ffs_projects")),
    )


def _projects(done: pd.DataFrame, begun: pd.DataFrame) -> str:
    """How many projects were completed, against the first count; before any was counted, how many were begun."""
    rows = done if len(done) else begun
    if rows.empty:
        return "No source gives the projects of UNDP's stabilisation facility"
    now, first = told(rows.iloc[-1]), told(rows.iloc[0])
    does = "completed" if len(done) else "taken up"
    text = Telling(f"UNDP's stabilisation facility had {does} {now.said} projects {now.by}", now)
    return with_before(text, now, first if len(rows) > 1 else None)


@chart("funding.ffs_places")
def ffs_places(ledger: Ledger) -> ChartSpec:
    """Projects of the facility by governorate."""
    names = place_names(ledger)
    rows = select(ledger, "ffs_projects")
    rows = newest_of(ledger, rows[rows["place"] != "iraq"], ["place"])
    data = drawn(rows, series="projects", x=rows["place"].astype(str).map(names))
    return ChartSpec(
        name="funding.ffs_places",
        title=_most_projects(data.iloc[0]) if len(data) else "No source gives the facility's projects by governorate",
        subtitle="Projects of the facility by governorate, running totals",
        mark="bar",
        data=data,
        unit="projects",
        x_kind="category",
        colours={"projects": "blue"},
    )


def _most_projects(row: pd.Series) -> str:
    now = told(row)
    most = f"{row['x']} had more of the facility's projects than any other governorate"
    return Telling(f"{most}: {now.said} ({now.dated})", now)


@chart("funding.euro")
def euro(ledger: Ledger) -> ChartSpec:
    """Sums stated in euros outside the conferences: facility, stabilisation, camps."""
    names, places = donor_names(ledger), place_names(ledger)
    totals = newest_of(ledger, select(ledger, "ffs_contributions_eur"), ["origin"])
    single = leading(
        ledger, select(ledger, ("stabilization_pledges_eur", "ffs_new_contribution_eur", "camp_funding_eur"))
    )
    # Iraq and Syria are parts of the sum for both.
    single = single[~((single["indicator"] == "stabilization_pledges_eur") & (single["place"] != "iraq-syria"))]
    rows = pd.concat([totals, single]).sort_values("value", ascending=False, kind="stable")
    label = _with_date(rows, names) + ", " + rows["place"].astype(str).map(places).str.split(" (", regex=False).str[0]
    data = drawn(rows, series=rows["short_title"].astype(str).str.removesuffix(", EUR"), x=label)
    best = largest(data)
    place = str(rows.iloc[0]["place_name"]).split(" (")[0] if len(rows) else ""
    return ChartSpec(
        name="funding.euro",
        title=Telling(
            f"The largest sum stated in euros was {best[1].said}, by {the(best[0])} for {place} ({best[1].dated})",
            best[1],
        )
        if best
        else "No source gives a sum in euros outside the conferences",
        subtitle="Sums of single donors stated in euros, up to or on the date named, euros, nominal",
        mark="bar",
        data=data,
        unit="eur",
        x_kind="category",
        colours=dict(zip(dict.fromkeys(data["series"]), ("blue", "orange", "teal", "purple"), strict=False)),
        caveats=(NOT_ADDED,),
    )


@chart("funding.pounds")
def pounds(ledger: Ledger) -> ChartSpec:
    """Sums stated in pounds sterling."""
    places = conference_places(ledger)
    rows = leading(ledger, select(ledger, ("uk_assistance_gbp", "conference_pledges_gbp")))
    rows = rows.sort_values("value", ascending=False, kind="stable")
    label = rows["place"].astype(str).map(places) + ", " + _dates(rows)
    data = drawn(rows, series=rows["short_title"].astype(str).str.removesuffix(", GBP"), x=label)
    return ChartSpec(
        name="funding.pounds",
        title=_in_pounds(rows, places),
        subtitle="Sums of the United Kingdom stated in sterling, up to or on the date named, pounds sterling, nominal",
        mark="bar",
        data=data,
        unit="gbp",
        x_kind="category",
        colours=dict(zip(dict.fromkeys(data["series"]), ("blue", "orange"), strict=False)),
        caveats=(NOT_ADDED,),
    )


def _in_pounds(rows: pd.DataFrame, places: Mapping[str, str]) -> str:
    """The largest sum in pounds: what had been given by its date, or what was pledged on it."""
    if rows.empty:
        return "No source gives a sum in pounds"
    row = rows.iloc[0]
    now = told(row)
    who, place = the(str(row["origin_name"])), the(places[str(row["place"])])
    if str(row["kind"]) == "cumulative":
        return Telling(f"{capital(who)} had given {now.said} for {place} {now.by}", now)
    return Telling(f"{capital(who)} pledged {now.said} for {place} {now.when}", now)


def _dates(rows: pd.DataFrame) -> pd.Series:
    words = [date_text(r["period_end"], str(r["date_precision"])) for r in as_records(rows)]
    return pd.Series(words, index=rows.index, dtype=object)
