"""Charts of pledges and contributions: Coalition stabilisation drives, conferences, the UNDP Funding Facility."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import join_words, select
from analysis.words import date_text, number_text
from charts.catalog import chart
from charts.common import headline_rows, origin_names, place_names, ranked, series_points, trend, when
from charts.spec import ChartSpec
from charts.views.campaign import drawn, leading, newest_of, periods, remark, remarks
from loaders import Ledger

MONEY = {"usd": "US dollars, nominal", "eur": "euros, nominal"}
# Conferences on Syria and its region and the plan of the host countries share one place id.
_REGION = {"syria-region": "Syria and region"}
NOT_ADDED = "The rows hold for different dates and overlap; they are never added."


def _money_option(_ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"money": tuple(MONEY)}


def _ids(stems: Mapping[str, str], money: str) -> dict[str, str]:
    """Indicators of one currency: the dollar id, or the euro id that ends in _eur."""
    return {stem if money == "usd" else f"{stem}_{money}": label for stem, label in stems.items()}


def _donor_names(ledger: Ledger) -> dict[str, str]:
    return {origin: name.split(" (")[0] for origin, name in origin_names(ledger).items()}


@chart("funding.raised")
def raised(ledger: Ledger) -> ChartSpec:
    """Assistance that Coalition members say they raised."""
    data = series_points(ledger, select(ledger, "coalition_assistance_raised"), "place", {"iraq-syria": "raised"})
    lead = headline_rows(data)
    last = lead.iloc[-1] if len(lead) else None
    return ChartSpec(
        name="funding.raised",
        title=f"The Coalition states {last['text']} raised {when(last)}" if last is not None else "Assistance raised",
        subtitle="Assistance for Iraq and Syria that Coalition members say they raised, US dollars, nominal",
        mark="dots",
        data=data,
        unit="usd",
        colours={"raised": "blue"},
        caveats=remarks(remark(ledger, "coalition_assistance_raised", "definition")),
    )


@chart("funding.stabilization")
def stabilization(ledger: Ledger) -> ChartSpec:
    """The yearly stabilisation drive: goal against what was pledged."""
    names = place_names(ledger)
    goals = leading(ledger, select(ledger, "stabilization_pledge_goal"))
    pledges = leading(ledger, select(ledger, "stabilization_pledges", origin="all"))
    whole = pledges["scope"].astype(str) == "year_total"
    # Of several sums of one drive that is still running, the newest stands for it.
    keys = [pledges["place"].astype(str), pledges["period_end"].dt.year]
    newest = pledges.index.isin(pledges.groupby(keys).tail(1).index)
    pledges, whole = pledges.loc[newest], whole.loc[newest]
    parts = [
        drawn(rows, series=series, x=_drive(rows, names))
        for rows, series in (
            (goals, "goal"),
            (pledges.loc[whole], "pledged"),
            (pledges.loc[~whole], "pledged"),
        )
    ]
    data = pd.concat(parts, ignore_index=True)
    data = data.sort_values(["period_end", "x"], ascending=[False, True], kind="stable")
    order = list(dict.fromkeys(data["x"]))
    data = data.assign(_at=data["x"].map(order.index)).sort_values("_at", kind="stable").drop(columns="_at")
    data = data.reset_index(drop=True)
    running = data.loc[(data["series"] == "pledged") & (data["scope"].astype(str) == "part_period")]
    return ChartSpec(
        name="funding.stabilization",
        title=_newest_drive(data),
        subtitle="Goal of the Coalition's stabilisation drive and pledges to it, US dollars, nominal",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"goal": "grey", "pledged": "blue"},
        caveats=remarks(
            f"Pledged in a part of the year only: {join_words(_upto(r) for r in running.to_dict('records'))}."
            if len(running)
            else "",
        ),
    )


def _newest_drive(data: pd.DataFrame) -> str:
    """Say what the newest drive with a goal seeks and what is pledged to it."""
    goals = data.loc[data["series"] == "goal"].sort_values("period_end")
    if goals.empty:
        return "Stabilisation drives"
    goal = goals.iloc[-1]
    pledged = data.loc[(data["x"] == goal["x"]) & (data["series"] != "goal")]
    told = f"; {pledged.iloc[0]['text']} is pledged {when(pledged.iloc[0])}" if len(pledged) else ""
    return f"The stabilisation drive of {goal['x']} seeks {goal['text']}{told}"


def _drive(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.Series:
    year = rows["period_end"].dt.strftime("%Y")
    place = rows["place"].astype(str)
    return year.where(place == "iraq-syria", year + ", " + place.map(lambda p: names.get(p, p)))


def _upto(row: Mapping[str, object]) -> str:
    date = pd.Timestamp(str(row["period_end"]))
    return f"{row['x']} to {date.day} {date:%b}"


@chart("funding.stabilization_donors")
def stabilization_donors(ledger: Ledger) -> ChartSpec:
    """Pledges of single donors to the stabilisation drives."""
    names = _donor_names(ledger)
    rows = leading(ledger, select(ledger, "stabilization_pledges"))
    rows = rows.loc[rows["origin"].astype(str) != "all"].sort_values("value", ascending=False, kind="stable")
    label = rows["origin"].astype(str).map(names) + ", " + rows["period_end"].dt.strftime("%Y")
    data = drawn(rows, series="pledged", x=label)
    told = ranked(data, lambda r: str(r["x"]))
    return ChartSpec(
        name="funding.stabilization_donors",
        title=f"Largest single pledges found: {told}" if told else "Pledges by donor",
        subtitle="Pledges of single donors to the stabilisation drive of the year, US dollars, nominal",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"pledged": "blue"},
        caveats=("One donor is part of all donors. Most donors of a drive are named in no source found.",),
    )


@chart("funding.conferences", _money_option)
def conferences(ledger: Ledger, money: str = "usd") -> ChartSpec:
    """Grants announced at pledging conferences: for the conference year, and apart from it for later years."""
    what = _ids(
        {
            "conference_pledges": "for the conference year",
            "conference_pledges_later_years": "for later years",
        },
        money,
    )
    data = _by_conference(ledger, what)
    this = data.loc[data["series"] == "for the conference year"]
    top = this.loc[this["value"].idxmax()] if len(this) else None
    return ChartSpec(
        name="funding.conferences",
        title=f"The largest grant pledges for one year: {top['text']} ({top['x']})"
        if top is not None
        else "Conferences",
        subtitle=f"Grants pledged at conferences, all donors, {MONEY.get(money, money)}",
        mark="bar",
        data=data,
        unit=money,
        x_kind="category",
        colours={"for the conference year": "blue", "for later years": "orange"},
        caveats=("Dollar and euro figures of one conference are the same pledges; neither is converted here.",),
    )


def _by_conference(ledger: Ledger, what: Mapping[str, str]) -> pd.DataFrame:
    """Sums of all donors by conference, newest first, other statements as light marks."""
    names = place_names(ledger)
    data = series_points(ledger, select(ledger, tuple(what), origin="all"), "indicator", what)
    place = data["place"].astype(str).map(lambda p: _REGION.get(p, names.get(p, p)))
    data = data.assign(x=data["period_end"].dt.strftime("%Y") + ", " + place) if len(data) else data
    order = {label: i for i, label in enumerate(what.values())}
    data = data.assign(_at=data["series"].map(order))
    data = data.sort_values(["period_end", "_at"], ascending=[False, True], kind="stable")
    first = list(dict.fromkeys(data["x"]))
    data = data.assign(_row=data["x"].map(first.index) if len(data) else 0).sort_values(["_row", "_at"], kind="stable")
    return data.drop(columns=["_at", "_row"]).reset_index(drop=True)


@chart("funding.delivered", _money_option)
def delivered(ledger: Ledger, money: str = "usd") -> ChartSpec:
    """Grants that donors delivered after conferences, where they were tracked."""
    names = _donor_names(ledger) | {"all": "all donors"}
    indicator = next(iter(_ids({"conference_grants_delivered": ""}, money)))
    rows = leading(ledger, select(ledger, indicator)).iloc[::-1]
    label = rows["period_end"].dt.strftime("%Y") + ", " + rows["origin"].astype(str).map(names)
    data = drawn(rows, series="delivered", x=label)
    return ChartSpec(
        name="funding.delivered",
        title=f"Delivered where it was tracked: {ranked(data, lambda r: str(r['x']))}" if len(data) else "Delivered",
        subtitle=f"Grants that donors paid in the year by tracking of the EU and the UN, {MONEY.get(money, money)}",
        mark="bar",
        data=data,
        unit=money,
        x_kind="category",
        colours={"delivered": "teal"},
        caveats=tuple(f"{r['x']}: {r['note']}." for r in data.to_dict("records") if r["note"]),
    )


@chart("funding.conference_loans", _money_option)
def conference_loans(ledger: Ledger, money: str = "usd") -> ChartSpec:
    """Loans announced at conferences, and headline totals that mix years, loans and investment."""
    what = _ids({"conference_total": "total as announced", "conference_loans": "loans"}, money)
    data = _by_conference(ledger, what)
    top = headline_rows(data)
    best = top.loc[top["value"].idxmax()] if len(top) else None
    return ChartSpec(
        name="funding.conference_loans",
        title=f"Totals with loans, credit or several years reach {best['text']} ({best['x']}, {best['series']})"
        if best is not None
        else "Loans and totals",
        subtitle=f"Loans announced at conferences and announced totals that mix years, loans or investment, "
        f"{MONEY.get(money, money)}",
        mark="bar",
        data=data,
        unit=money,
        x_kind="category",
        colours={"total as announced": "purple", "loans": "gold"},
        caveats=("These totals are not grants of one year and are not added to the pledges.",),
    )


@chart("funding.conference_donors", _money_option)
def conference_donors(ledger: Ledger, money: str = "usd") -> ChartSpec:
    """What single donors announced at conferences."""
    names = _donor_names(ledger)
    what = _ids({"conference_pledges": "grants", "conference_total": "with loans, credit or investment"}, money)
    rows = leading(ledger, select(ledger, tuple(what)))
    rows = rows.loc[rows["origin"].astype(str) != "all"].sort_values("value", ascending=False, kind="stable").head(20)
    label = rows["origin"].astype(str).map(names) + ", " + rows["period_end"].dt.strftime("%Y")
    data = drawn(rows, series=rows["indicator"].astype(str).map(what), x=label)
    told = ranked(data, lambda r: str(r["x"]))
    return ChartSpec(
        name="funding.conference_donors",
        title=f"Largest announcements of single donors: {told}" if told else "Donors at conferences",
        subtitle=f"Sums that single donors announced at conferences, {MONEY.get(money, money)}",
        mark="bar",
        data=data,
        unit=money,
        x_kind="category",
        colours={"grants": "blue", "with loans, credit or investment": "purple"},
        caveats=("One donor is part of all donors; a member state can be part of the EU's sum.",),
    )


@chart("funding.ffs")
def ffs(ledger: Ledger) -> ChartSpec:
    """Contributions to the UNDP Funding Facility for Stabilization, running total."""
    data = series_points(ledger, select(ledger, "ffs_contributions", origin="all"), "place", {"iraq": "contributions"})
    return ChartSpec(
        name="funding.ffs",
        title=trend("Contributions to the Funding Facility for Stabilization", headline_rows(data)),
        subtitle="Contributions of all donors to UNDP's facility in Iraq, running total, US dollars, nominal",
        mark="step",
        data=data,
        unit="usd",
        colours={"contributions": "blue"},
    )


@chart("funding.ffs_donors")
def ffs_donors(ledger: Ledger) -> ChartSpec:
    """What each donor gave to the facility, by its newest statement."""
    names = _donor_names(ledger)
    rows = select(ledger, "ffs_contributions")
    rows = newest_of(ledger, rows.loc[rows["origin"].astype(str) != "all"], ["origin"])
    data = drawn(rows, series="contributed", x=_with_date(rows, names))
    told = ranked(data, lambda r: names.get(str(r["origin"]), str(r["origin"])))
    return ChartSpec(
        name="funding.ffs_donors",
        title=f"Largest donors of the facility: {told}" if told else "Donors of the facility",
        subtitle="Contributions of single donors up to the date named, running totals, US dollars, nominal",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"contributed": "blue"},
        caveats=(NOT_ADDED, "A later statement of a donor can be lower because it counts less."),
    )


def _with_date(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.Series:
    dates = [date_text(r["period_end"], str(r["date_precision"])) for r in rows.to_dict("records")]
    return rows["origin"].astype(str).map(names) + ", " + pd.Series(dates, index=rows.index, dtype=object)


@chart("funding.ffs_single")
def ffs_single(ledger: Ledger) -> ChartSpec:
    """Single contributions to the facility as they were announced."""
    names = _donor_names(ledger)
    rows = leading(ledger, select(ledger, "ffs_new_contribution")).sort_values("value", ascending=False, kind="stable")
    data = drawn(rows, series="announced", x=_with_date(rows, names))
    told = ranked(data, lambda r: str(r["x"]), 2)
    return ChartSpec(
        name="funding.ffs_single",
        title=f"Largest single contributions announced: {told}" if told else "Single contributions",
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
    done = headline_rows(data, "completed")
    most = done.loc[done["value"].idxmax()] if len(done) else None
    return ChartSpec(
        name="funding.ffs_projects",
        title=f"The facility has completed {most['text']} projects {when(most)}, the highest count stated"
        if most is not None
        else "Projects of the facility",
        subtitle="Projects of the facility in Iraq since its start, running totals",
        mark="step",
        data=data,
        unit="projects",
        colours={"all projects": "grey", "completed": "blue"},
        caveats=remarks(remark(ledger, "ffs_projects", "definition"), remark(ledger, "ffs_projects")),
    )


@chart("funding.ffs_places")
def ffs_places(ledger: Ledger) -> ChartSpec:
    """Projects of the facility by governorate."""
    names = place_names(ledger)
    rows = select(ledger, "ffs_projects")
    rows = newest_of(ledger, rows.loc[rows["place"].astype(str) != "iraq"], ["place"])
    data = drawn(rows, series="projects", x=rows["place"].astype(str).map(names))
    date = f" {when(data.iloc[0])}" if len(data) else ""
    return ChartSpec(
        name="funding.ffs_places",
        title=f"Most projects are in {ranked(data, lambda r: str(r['x']), 2)}"
        if len(data)
        else "Projects by governorate",
        subtitle=f"Projects of the facility by governorate, running totals{date}",
        mark="bar",
        data=data,
        unit="projects",
        x_kind="category",
        colours={"projects": "blue"},
    )


@chart("funding.euro")
def euro(ledger: Ledger) -> ChartSpec:
    """Sums stated in euros outside the conferences: facility, stabilisation, camps."""
    names, places = _donor_names(ledger), place_names(ledger)
    totals = newest_of(ledger, select(ledger, "ffs_contributions_eur"), ["origin"])
    single = leading(
        ledger, select(ledger, ("stabilization_pledges_eur", "ffs_new_contribution_eur", "camp_funding_eur"))
    )
    # Iraq and Syria are parts of the sum for both.
    single = single.loc[
        ~(
            (single["indicator"].astype(str) == "stabilization_pledges_eur")
            & (single["place"].astype(str) != "iraq-syria")
        )
    ]
    rows = pd.concat([totals, single]).sort_values("value", ascending=False, kind="stable")
    label = _with_date(rows, names) + ", " + rows["place"].astype(str).map(places).str.split(" (", regex=False).str[0]
    data = drawn(rows, series=rows["short_title"].astype(str).str.removesuffix(", EUR"), x=label)
    return ChartSpec(
        name="funding.euro",
        title=f"Largest sums stated in euros: {ranked(data, lambda r: str(r['x']), 2)}"
        if len(data)
        else "Sums in euros",
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
    places = place_names(ledger)
    rows = leading(ledger, select(ledger, ("uk_assistance_gbp", "conference_pledges_gbp")))
    rows = rows.sort_values("value", ascending=False, kind="stable")
    label = rows["place"].astype(str).map(places | _REGION) + ", " + _dates(rows)
    data = drawn(rows, series=rows["short_title"].astype(str).str.removesuffix(", GBP"), x=label)
    return ChartSpec(
        name="funding.pounds",
        title=f"Largest sum stated in pounds: {ranked(data, lambda r: str(r['x']), 1)}"
        if len(data)
        else "Sums in pounds",
        subtitle="Sums of the United Kingdom stated in sterling, up to or on the date named, pounds sterling, nominal",
        mark="bar",
        data=data,
        unit="gbp",
        x_kind="category",
        colours=dict(zip(dict.fromkeys(data["series"]), ("blue", "orange"), strict=False)),
        caveats=(NOT_ADDED,),
    )


def _dates(rows: pd.DataFrame) -> pd.Series:
    words = [date_text(r["period_end"], str(r["date_precision"])) for r in rows.to_dict("records")]
    return pd.Series(words, index=rows.index, dtype=object)


def takeaway(ledger: Ledger) -> str:
    """The sentence at the top of the page: what was raised, and the newest plan against what it received."""
    money = headline_rows(series_points(ledger, select(ledger, "coalition_assistance_raised"), "place"))
    plans = leading(ledger, select(ledger, "hrp_requirements"))
    received = leading(ledger, select(ledger, "hrp_funding"))
    both = plans.merge(received, on=["place", "period_end"], suffixes=("", "_got")).sort_values("period_end")
    if money.empty or both.empty:
        return ""
    first, last = money.iloc[-1], both.iloc[-1]
    share = leading(ledger, select(ledger, "share_funded", place=str(last["place"])))
    share = share.loc[share["period_end"] == last["period_end"]]
    told = f", {share.iloc[-1]['value']:,.0f}% of what it needs" if len(share) else ""
    year = periods(both.tail(1)[["period_start", "period_end", "date_precision"]]).iloc[0]
    return (
        f"The Coalition states {first['text']} raised {when(first)}; "
        f"the humanitarian plan for {last['place_name']} in {year} receives "
        f"{number_text(last['value_got'], 'usd')}{told}."
    )
