"""Charts of who is in the camps: children by share and by nationality, and who came when."""

from __future__ import annotations

import pandas as pd

from analysis import headline, join_words, select
from analysis.sites import first_camp, most_told, spoken
from analysis.vocabulary import NATIONALS
from analysis.words import WORKED_OUT, Telling, capital, month_text, number_said, verb
from analysis.words.grammar import Untold
from charts.catalog import chart
from charts.common import (
    GROUPS,
    headline_rows,
    past,
    place_hues,
    place_names,
    series_points,
    short_names,
    told,
)
from charts.defaults import FIRST_CAMP
from charts.spec import ChartSpec, empty_points, points
from charts.views.camps.population import camp_most_told, camp_option
from loaders import Ledger
from loaders.frames import row_of_max, texts


@chart("camps.children", camp_option)
def children(ledger: Ledger, camp: str = FIRST_CAMP) -> ChartSpec:
    """Share of children, and of women and children, in the camps; the sentence is of one camp."""
    names = place_names(ledger)
    frames = []
    for indicator, words in (
        ("camp_share_children", "children"),
        ("camp_share_women_and_children", "women and children"),
    ):
        rows = select(ledger, indicator, group=None)
        rows = rows[~rows["group"].isin(["under_12"])]
        label = rows["place"].astype(str).map(lambda p: names.get(p, p)) + ", " + words
        frames.append(series_points(ledger, rows.assign(_label=label), "_label"))
    data = pd.concat(frames, ignore_index=True).sort_values("period_end", kind="stable") if frames else empty_points()
    return ChartSpec(
        name="camps.children",
        title=_children_sentence(ledger, camp, headline_rows(data)),
        subtitle="Share of children (under 18 unless the source says otherwise) and of women and children, percent",
        mark="dots",
        data=data,
        unit="percent",
    )


def _children_sentence(ledger: Ledger, camp: str, lead: pd.DataFrame) -> str:
    place = short_names(ledger).get(camp, camp)
    own = lead[lead["place"] == camp]
    for indicator, who in (
        ("camp_share_children", "children"),
        ("camp_share_women_and_children", "women and children"),
    ):
        rows = own[own["indicator"] == indicator]
        if len(rows):
            last = rows.iloc[-1]
            does = verb("be", past=past(ledger, last), plural=True)
            now = told(last)
            return Telling(f"{capital(now.said)} of the people in {place} {does} {who} ({now.dated})", now)
    return Untold(f"No source gives the share of children in {place}")


@chart("camps.ages")
def ages(ledger: Ledger) -> ChartSpec:
    """Children by nationality in the camp that most counts of age groups are of."""
    origins, groups = ("syr", "irq", "tcn"), ("boys", "girls")
    camp = most_told(ledger, "camp_population", origins, groups) or first_camp(ledger)
    name = spoken(ledger, camp)
    rows = select(ledger, "camp_population", place=camp, origin=origins, group=groups)
    labels = {origin: capital(NATIONALS[origin].adjective) for origin in origins}
    marked = headline(ledger, rows)
    lead = marked[marked["role"] == "headline"]
    data = (
        points(lead, series=lead["group"].astype(str).map(GROUPS), x=lead["origin"].astype(str).map(labels))
        if len(lead)
        else empty_points()
    )
    title = f"No source counts the children of {name} by nationality"
    if len(data):
        total = data.groupby("x", sort=False)["value"].sum().sort_values(ascending=False)
        data = (
            data.assign(_at=data["x"].map({x: i for i, x in enumerate(total.index)}))
            .sort_values(["_at", "series"])
            .drop(columns="_at")
            .reset_index(drop=True)
        )
        last = row_of_max(lead, "period_end")
        does = verb("hold", past=past(ledger, last))
        whose = join_words(_said_origins(total))
        title = Telling(f"{capital(name)} {does} {whose} children ({told(last).dated})", whose)
    return ChartSpec(
        name="camps.ages",
        title=title,
        subtitle=f"Boys and girls in {name} by nationality, people; the newest count by sex and nationality",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"boys": "teal", "girls": "purple"},
    )


def _said_origins(total: pd.Series) -> list[str]:
    """`19,142 Iraqi`, `16,067 Syrian`: boys and girls together by nationality as they stand in a list."""
    named = (str(origin).replace("Third-country", "third-country") for origin in total.index)
    return [Telling(f"{number_said(float(many))} {who}", WORKED_OUT) for who, many in zip(named, total, strict=True)]


@chart("camps.nationalities")
def nationalities(ledger: Ledger) -> ChartSpec:
    """How many nationalities are in the camps."""
    names = place_names(ledger)
    rows = select(ledger, "nationalities_in_camp")
    data = series_points(ledger, rows, "place", names)
    lead = headline_rows(data)
    title = "No source counts the nationalities in the camps"
    if len(lead):
        last = lead.iloc[-1]
        does = verb("live", past=past(ledger, last), plural=True)
        now = told(last)
        title = Telling(f"People of {now.said} nationalities {does} in {last['place_name']} ({now.dated})", now)
    return ChartSpec(
        name="camps.nationalities",
        title=title,
        subtitle="Number of nationalities; sources differ in whether Syrians and Iraqis count",
        mark="dots",
        data=data,
        unit="nationalities",
        colours={names.get(place, place): place_hues(ledger).get(place, place) for place in texts(data["place"])},
    )


@chart("camps.arrivals")
def arrivals(ledger: Ledger) -> ChartSpec:
    """The influx into the camp that most counts of arrivals are of, running total."""
    camp, name = camp_most_told(ledger, "camp_arrivals_cumulative")
    rows = select(ledger, "camp_arrivals_cumulative", place=camp)
    data = series_points(ledger, rows, "place", place_names(ledger))
    return ChartSpec(
        name="camps.arrivals",
        title=_arrived(headline_rows(data), name),
        subtitle="Running total of arrivals, people",
        mark="step",
        data=data,
        unit="persons",
        colours={place_names(ledger).get(camp, camp): place_hues(ledger).get(camp, camp)},
    )


def _arrived(lead: pd.DataFrame, camp: str) -> str:
    if lead.empty:
        return f"No source counts the arrivals at {camp}"
    last = lead.iloc[-1]
    start = last["period_start"]
    since = f" from {month_text(start)}" if pd.notna(start) else ""
    now = told(last)
    return Telling(f"{capital(now.said)} people reached {camp}{since} to {now.dated}", now)
