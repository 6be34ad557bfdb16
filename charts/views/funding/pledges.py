"""Charts of pledges: what Coalition members raised, stabilisation drives, conferences."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import join_words, select
from analysis.sites import with_role
from analysis.words import Telling, Told, capital, the, verb
from charts.catalog import chart
from charts.common import headline_rows, origin_names, place_names, series_points, told
from charts.spec import ChartSpec
from charts.views.campaign import drawn, leading, remark, remarks
from loaders import Ledger
from loaders.frames import as_records, row_of_max

_WHOLE = "iraq-syria"  # where a drive or a sum is not on a part of it
MONEY = {"usd": "US dollars, nominal", "eur": "euros, nominal"}


def _money_option(_ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"money": tuple(MONEY)}


def _ids(stems: Mapping[str, str], money: str) -> dict[str, str]:
    """Indicators of one currency: the dollar id, or the euro id that ends in _eur."""
    return {stem if money == "usd" else f"{stem}_{money}": label for stem, label in stems.items()}


def conference_places(ledger: Ledger) -> dict[str, str]:
    """Place id to what a conference was about: those on a country and its region bear the id of the host countries."""
    names = place_names(ledger)
    return names | dict.fromkeys(with_role(ledger, "host_countries"), f"{names.get('syria', 'Syria')} and region")


def donor_names(ledger: Ledger) -> dict[str, str]:
    """Origin id to the name of a donor, without what stands in brackets."""
    return {origin: name.split(" (")[0] for origin, name in origin_names(ledger).items()}


@chart("funding.raised")
def raised(ledger: Ledger) -> ChartSpec:
    """Assistance that Coalition members say they raised."""
    data = series_points(ledger, select(ledger, "coalition_assistance_raised"), "place", {_WHOLE: "raised"})
    lead = headline_rows(data)
    now = told(lead.iloc[-1]) if len(lead) else None
    return ChartSpec(
        name="funding.raised",
        title=Telling(f"Coalition members said they had raised {now.said} for Iraq and Syria {now.by}", now)
        if now is not None
        else "No source gives what Coalition members raised",
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
    whole = pledges["scope"] == "year_total"
    # Of several sums of one drive that is still running, the newest stands for it.
    keys = [pledges["place"].astype(str), pledges["period_end"].dt.year]
    newest = pledges.index.isin(pledges.groupby(keys).tail(1).index)
    pledges, whole = pledges.loc[newest], whole.loc[newest]
    parts = [
        drawn(rows, series=series, x=_drive(rows, names))
        for rows, series in (
            (goals, "goal"),
            (pledges.loc[whole], "pledged"),
            (pledges[~whole], "pledged"),
        )
    ]
    data = pd.concat(parts, ignore_index=True)
    data = data.sort_values(["period_end", "x"], ascending=[False, True], kind="stable")
    order = list(dict.fromkeys(data["x"]))
    data = data.assign(_at=data["x"].map(order.index)).sort_values("_at", kind="stable").drop(columns="_at")
    data = data.reset_index(drop=True)
    running = data[(data["series"] == "pledged") & (data["scope"] == "part_period")]
    return ChartSpec(
        name="funding.stabilization",
        title=_newest_drive(ledger, data),
        subtitle="Goal of the Coalition's stabilisation drive and pledges to it, US dollars, nominal",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"goal": "grey", "pledged": "blue"},
        caveats=remarks(
            f"Pledged in a part of the year only: {join_words(_upto(r) for r in as_records(running))}."
            if len(running)
            else "",
        ),
    )


def _newest_drive(ledger: Ledger, data: pd.DataFrame) -> str:
    """`The 2024 stabilisation drive sought $394 mn; at least $200 mn was pledged by 30 Sep 2024`: the newest goal."""
    goals = data[data["series"] == "goal"].sort_values("period_end")
    if goals.empty:
        return "No source gives the goal of a stabilisation drive"
    goal = goals.iloc[-1]
    pledged = data[(data["x"] == goal["x"]) & (data["series"] != "goal")]
    where = "" if goal["place"] == _WHOLE else f" for {the(str(goal['place_name']))}"
    does = verb("seek", past=goal["period_end"] <= ledger.today)
    sought = told(goal)
    text = f"The {goal['period_end']:%Y} stabilisation drive{where} {does} {sought.said}"
    if pledged.empty:
        return Telling(f"{text}; no figure of pledges found", sought)
    now = told(pledged.iloc[0])
    until = "" if str(pledged.iloc[0]["scope"]) == "year_total" else f" {now.by}"
    return Telling(f"{text}; {now.said} was pledged{until}", sought, now)


def _drive(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.Series:
    year = rows["period_end"].dt.strftime("%Y")
    place = rows["place"].astype(str)
    return year.where(place == _WHOLE, year + ", " + place.map(lambda p: names.get(p, p)))


def _upto(row: Mapping[str, object]) -> str:
    date = pd.Timestamp(str(row["period_end"]))
    return f"{row['x']} to {date.day} {date:%b}"


@chart("funding.stabilization_donors")
def stabilization_donors(ledger: Ledger) -> ChartSpec:
    """Pledges of single donors to the stabilisation drives."""
    names = donor_names(ledger)
    rows = leading(ledger, select(ledger, "stabilization_pledges"))
    rows = rows[rows["origin"] != "all"].sort_values("value", ascending=False, kind="stable")
    label = rows["origin"].astype(str).map(names) + ", " + rows["period_end"].dt.strftime("%Y")
    data = drawn(rows, series="pledged", x=label)
    best = largest(data)
    return ChartSpec(
        name="funding.stabilization_donors",
        title=Telling(
            f"Of the donors named {the(best[0])} pledged most to one drive: {best[1].said} in {best[1].date:%Y}",
            best[1],
        )
        if best
        else "No source names what single donors pledged",
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
    this = headline_rows(data, "for the conference year")
    same = this[this["place"] == this.iloc[0]["place"]] if len(this) else this
    shown = same.loc[[same.index[0], same["value"].idxmax()]].drop_duplicates("x") if len(same) else same
    return ChartSpec(
        name="funding.conferences",
        title=_newest_conference(shown, conference_places(ledger)),
        subtitle=f"Grants pledged at conferences, all donors, {MONEY.get(money, money)}",
        mark="bar",
        data=data,
        unit=money,
        x_kind="category",
        colours={"for the conference year": "blue", "for later years": "orange"},
        caveats=remarks(
            "Dollar and euro figures of one conference are the same pledges; neither is converted.",
            *(f"{r['x']}: {r['note']}." for r in as_records(shown) if r["note"]),
        ),
    )


def _newest_conference(rows: pd.DataFrame, names: Mapping[str, str]) -> str:
    """What the newest conference pledged, against the most for one year; `rows` are these two, or the one that is both.

    Only conferences on one place are compared.
    """
    if rows.empty:
        return "No source gives what was pledged at a conference"
    now, best = told(rows.iloc[0]), told(rows.iloc[-1])
    place = names[str(rows.iloc[0]["place"])]
    text = f"Donors pledged {now.said} for {place} in {now.month}"
    if len(rows) == 1:
        return Telling(f"{text}, the most for one year", now)
    return Telling(f"{text}; the most for one year was {best.said} ({best.date:%Y})", now, best)


def _by_conference(ledger: Ledger, what: Mapping[str, str]) -> pd.DataFrame:
    """Sums of all donors by conference, newest first, other statements as light marks."""
    names = conference_places(ledger)
    data = series_points(ledger, select(ledger, tuple(what), origin="all"), "indicator", what)
    place = data["place"].astype(str).map(lambda p: names.get(p, p))
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
    names = donor_names(ledger) | {"all": "all donors"}
    indicator = next(iter(_ids({"conference_grants_delivered": ""}, money)))
    rows = leading(ledger, select(ledger, indicator)).iloc[::-1]
    label = rows["period_end"].dt.strftime("%Y") + ", " + rows["origin"].astype(str).map(names)
    data = drawn(rows, series="delivered", x=label)
    return ChartSpec(
        name="funding.delivered",
        title=_delivered(data, names),
        subtitle=f"Grants that donors paid in the year by tracking of the EU and the UN, {MONEY.get(money, money)}",
        mark="bar",
        data=data,
        unit=money,
        x_kind="category",
        colours={"delivered": "teal"},
        caveats=tuple(f"{r['x']}: {r['note']}." for r in as_records(data) if r["note"]),
    )


def _delivered(data: pd.DataFrame, names: Mapping[str, str]) -> str:
    """What the donors delivered in the newest year that was tracked; `data` are newest first."""
    if data.empty:
        return "No source gives what donors delivered after a conference"
    now = told(data.iloc[0])
    origin = str(data.iloc[0]["origin"])
    who = f"{names[origin]} together" if origin == "all" else names[origin]
    return Telling(f"{capital(the(who))} delivered {now.said} in grants in {now.date:%Y}, the last year tracked", now)


@chart("funding.conference_loans", _money_option)
def conference_loans(ledger: Ledger, money: str = "usd") -> ChartSpec:
    """Loans announced at conferences, and headline totals that mix years, loans and investment."""
    what = _ids({"conference_total": "total as announced", "conference_loans": "loans"}, money)
    data = _by_conference(ledger, what)
    return ChartSpec(
        name="funding.conference_loans",
        title=_largest_with_loans(headline_rows(data), conference_places(ledger)),
        subtitle=f"Loans announced at conferences and announced totals that mix years, loans or investment, "
        f"{MONEY.get(money, money)}",
        mark="bar",
        data=data,
        unit=money,
        x_kind="category",
        colours={"total as announced": "purple", "loans": "gold"},
        caveats=("These totals are not grants of one year and are not added to the pledges.",),
    )


def _largest_with_loans(rows: pd.DataFrame, names: Mapping[str, str]) -> str:
    """The largest total or sum of loans that a conference announced."""
    if rows.empty:
        return "No source gives loans or totals announced at a conference"
    row = row_of_max(rows, "value")
    best, place = told(row), names[str(row["place"])]
    what = "sum of loans announced" if row["series"] == "loans" else "total announced, with loans or investment,"
    return Telling(f"The largest {what} was {best.said}, for {place} in {best.month}", best)


@chart("funding.conference_donors", _money_option)
def conference_donors(ledger: Ledger, money: str = "usd") -> ChartSpec:
    """What single donors announced at conferences."""
    names = donor_names(ledger)
    what = _ids({"conference_pledges": "grants", "conference_total": "with loans, credit or investment"}, money)
    rows = leading(ledger, select(ledger, tuple(what)))
    rows = rows[rows["origin"] != "all"].sort_values("value", ascending=False, kind="stable").head(20)
    label = rows["origin"].astype(str).map(names) + ", " + rows["period_end"].dt.strftime("%Y")
    data = drawn(rows, series=rows["indicator"].astype(str).map(what), x=label)
    best = largest(data)
    mixed = ", with loans or investment" if len(data) and data.iloc[0]["series"] != "grants" else ""
    return ChartSpec(
        name="funding.conference_donors",
        title=Telling(f"{capital(the(best[0]))} announced most: {best[1].said} in {best[1].date:%Y}{mixed}", best[1])
        if best
        else "No source gives what a donor announced at a conference",
        subtitle=f"Sums that single donors announced at conferences, {MONEY.get(money, money)}",
        mark="bar",
        data=data,
        unit=money,
        x_kind="category",
        colours={"grants": "blue", "with loans, credit or investment": "purple"},
        caveats=("One donor is part of all donors; a member state can be part of the EU's sum.",),
    )


def largest(data: pd.DataFrame) -> tuple[str, Told] | None:
    """Donor and figure of the largest drawn sum; None where nothing is drawn."""
    if data.empty:
        return None
    row = row_of_max(data, "value")
    return str(row["origin_name"]).split(" (")[0], told(row)
