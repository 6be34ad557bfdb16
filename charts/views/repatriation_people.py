"""Charts of the people behind repatriation: who remains, who travelled and came back, who died, who stands trial."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import figure_of, headline, join_words, select
from analysis.words import date_text, number_text
from charts.catalog import chart
from charts.common import GROUPS, headline_rows, origin_names, place_names, ranked, series_points
from charts.lists import period_of, statement_bars
from charts.spec import ChartSpec, empty_points, points
from charts.views.repatriation_sums import countries, country_totals, country_years, frame_of, nationalities
from loaders import Ledger

REMAINING = "nationals_remaining"
_TOTALS, _MOST = ("total",), 20
# Without a figure of all people, these parts stand side by side; each is a part, so nothing is added.
_PARTS = ("women_and_children", "children", "women", "men", "adults")


def _newest_by(ledger: Ledger, groups: tuple[str, ...], by: list[str]) -> pd.DataFrame:
    """The newest headline figure of nationals who remain for each value of `by`."""
    rows = headline(ledger, select(ledger, REMAINING, origin=nationalities(ledger), group=groups))
    rows = rows.loc[(rows["role"] == "headline") & (rows["unit"].astype(str) == "persons")]
    return rows.sort_values(["period_end", "file", "line"], kind="stable").groupby(by, observed=True).tail(1)


def _labels(rows: pd.DataFrame) -> pd.Series:
    texts = [
        f"{r['origin_name']} ({r['place_name']}, {date_text(r['period_end'], _month(r))})"
        for r in rows.to_dict("records")
    ]
    return pd.Series(texts, index=rows.index, dtype=object)


def _month(row: Mapping[str, object]) -> str:
    return "month" if str(row["date_precision"]) == "day" else str(row["date_precision"])


@chart("repatriation.remaining")
def remaining(ledger: Ledger) -> ChartSpec:
    """Nationals who remain in camps, prisons or the conflict zone: states with a figure of all people."""
    rows = _newest_by(ledger, _TOTALS, ["origin"])
    rows = rows.sort_values(["value", "origin_name"], ascending=[False, True], kind="stable").head(_MOST)
    data = points(rows, series="Remain", x=_labels(rows)) if len(rows) else empty_points()
    top = [
        f"{r['origin_name']} ({r['text']}, {date_text(r['period_end'], _month(r))})"
        for r in data.head(3).to_dict("records")
    ]
    return ChartSpec(
        name="repatriation.remaining",
        title=f"Most nationals are last reported to remain from {join_words(top)}" if top else "Nationals who remain",
        subtitle="People of a nationality still in camps, prisons or the conflict zone, newest figure of each",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Remain": "purple"},
        caveats=("Places and dates differ, so the figures are not added; old figures may no longer hold.",),
    )


@chart("repatriation.remaining_parts")
def remaining_parts(ledger: Ledger) -> ChartSpec:
    """Women and children who remain: the newest figures that count one group alone."""
    rows = _newest_by(ledger, ("women_and_children", "children", "women"), ["origin", "group"])
    recent = rows.loc[rows["period_end"] > rows["period_end"].max() - pd.DateOffset(years=5)] if len(rows) else rows
    kept = recent.sort_values(["value", "origin_name"], ascending=[False, True], kind="stable").head(_MOST)
    label = pd.Series(
        [f"{r['origin_name']}, {date_text(r['period_end'], _month(r))}" for r in kept.to_dict("records")],
        index=kept.index,
        dtype=object,
    )
    group = kept["group"].astype(str).map(GROUPS)
    data = points(kept, series=group, x=label + ", " + group) if len(kept) else empty_points()
    top = join_words([f"{r['x']} ({r['text']})" for r in data.head(3).to_dict("records")])
    left = len(recent) - len(kept)
    return ChartSpec(
        name="repatriation.remaining_parts",
        title=f"Largest groups counted alone: {top}" if top else "Women and children who remain",
        subtitle="Women and children of a nationality who remain: newest figure of each group, last five years",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"women and children": "women_and_children", "children": "children", "women": "women"},
        caveats=(
            "A group counted alone is a part of the people who remain; parts and totals are never added."
            + (f" {left} smaller groups are left out." if left else ""),
        ),
    )


@chart("repatriation.remaining_time")
def remaining_time(ledger: Ledger) -> ChartSpec:
    """Third-country nationals who remain in northeast Syria, by date: all people, children, women."""
    rows = select(ledger, REMAINING, place="ne-syria", origin="tcn", group=("total", "children", "women"))
    data = series_points(ledger, rows, "group", GROUPS)
    lead = headline_rows(data)
    whole = lead.loc[lead["group"].astype(str) == "total"] if len(lead) else lead
    last = whole.iloc[-1] if len(whole) else None
    return ChartSpec(
        name="repatriation.remaining_time",
        title=f"Third-country nationals who remain in northeast Syria: {last['text']} people "
        f"({date_text(last['period_end'], str(last['date_precision']))})"
        if last is not None
        else "Third-country nationals who remain in northeast Syria",
        subtitle="People neither Syrian nor Iraqi in camps and prisons of northeast Syria, each point one statement",
        mark="dots",
        data=data,
        unit="persons",
        colours={"all people": "ink", "children": "children", "women": "women"},
    )


@chart("repatriation.remaining_country", lambda ledger: {"country": countries(ledger)})
def remaining_country(ledger: Ledger, country: str = "all") -> ChartSpec:
    """Nationals of one state who remain, every statement, newest first; for all states the newest statements."""
    origin = nationalities(ledger) if country == "all" else country
    rows = headline(ledger, select(ledger, REMAINING, origin=origin, group=("total", *_PARTS)))
    rows = rows.loc[rows["role"].isin(["headline", "rival"]) & (rows["unit"].astype(str) == "persons")]
    rows = rows.sort_values(["period_end", "value"], ascending=[False, False], kind="stable").head(16)
    label = pd.Series(
        [
            (f"{r['origin_name']}, " if country == "all" else "")
            + f"{date_text(r['period_end'], str(r['date_precision']))}, {r['place_name']}, {GROUPS[str(r['group'])]}"
            for r in rows.to_dict("records")
        ],
        index=rows.index,
        dtype=object,
    )
    data = statement_bars(rows, label, "Remain")
    name = "all states" if country == "all" else origin_names(ledger).get(country, country)
    last = data.iloc[0] if len(data) else None
    whom = ("people" if str(last["group"]) == "total" else GROUPS[str(last["group"])]) if last is not None else ""
    return ChartSpec(
        name="repatriation.remaining_country",
        title=f"Newest statement on those who remain: {last['text']} {whom} of "
        f"{last['origin_name']} ({date_text(last['period_end'], str(last['date_precision']))})"
        if last is not None
        else f"No source counts nationals of {name} who remain",
        subtitle=f"Nationals who remain, {name}: each bar one statement with its date, place and group, newest first",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Remain": "purple"},
        empty=f"No source counts nationals of {name} who remain.",
    )


@chart("repatriation.travelled")
def travelled(ledger: Ledger) -> ChartSpec:
    """Nationals who travelled to Syria and Iraq against those back by any route and those repatriated, by state."""
    newest = []
    for indicator, series in (
        ("foreign_fighters_travelled", "travelled"),
        ("nationals_returned_any_route", "returned by any route"),
    ):
        rows = headline(ledger, select(ledger, indicator, place="iraq-syria", origin=nationalities(ledger)))
        rows = rows.loc[rows["role"] == "headline"].sort_values(["period_end", "file", "line"], kind="stable")
        rows = rows.groupby("origin", observed=True).tail(1)
        newest.append(points(rows, series=series, x=rows["origin_name"].astype(str)) if len(rows) else empty_points())
    home = country_totals(ledger, max(country_years(ledger)["x"].astype(str), default=""))
    newest.append(home.assign(series="repatriated by their state"))
    left = newest[0].sort_values("value", ascending=False, kind="stable")
    back = set(newest[1]["x"]) | set(newest[2]["x"])
    order = [name for name in left["x"] if name in back][:_MOST]
    data = pd.concat(newest, ignore_index=True)
    data = data.loc[data["x"].isin(order)]
    data = data.assign(_at=data["x"].map({x: i for i, x in enumerate(order)})).sort_values("_at", kind="stable")
    data = frame_of(data.to_dict("records"))
    told = [f"{r['text']} {r['series']}" for r in data.to_dict("records") if order and r["x"] == order[0]]
    return ChartSpec(
        name="repatriation.travelled",
        title=f"{order[0]}: {join_words(told)}" if order else "Travelled against returned",
        subtitle="People who travelled to Syria and Iraq, who came back by any route, and whom their state took home",
        mark="dumbbell",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"travelled": "ink", "returned by any route": "blue", "repatriated by their state": "orange"},
        caveats=("The figures of one state have different dates, and the three kinds count different people.",),
    )


@chart("repatriation.killed")
def killed(ledger: Ledger) -> ChartSpec:
    """Nationals reported dead in Syria and Iraq, by state."""
    rows = headline(ledger, select(ledger, "nationals_killed", group=("total", "adults", "children")))
    rows = rows.loc[rows["role"] == "headline"].sort_values("period_end", kind="stable")
    rows = rows.groupby(["origin", "group"], observed=True).tail(1).sort_values("value", ascending=False, kind="stable")
    label = pd.Series(
        [
            f"{r['origin_name']} ({date_text(r['period_end'], _month(r))})"
            + ("" if str(r["group"]) == "total" else f", {GROUPS[str(r['group'])]}")
            for r in rows.to_dict("records")
        ],
        index=rows.index,
        dtype=object,
    )
    data = statement_bars(rows, label, "Reported dead")
    return ChartSpec(
        name="repatriation.killed",
        title=f"Most dead are reported of {ranked(data, lambda r: str(r['origin_name']))}"
        if len(data)
        else "Reported dead",
        subtitle="Nationals or residents reported dead in Syria or Iraq, newest figure of each state",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Reported dead": "rose"},
    )


_AFTER = {
    "returnees_arrested": "arrested on arrival",
    "returnees_charged": "charged",
    "returnees_convicted": "convicted",
    "returnees_in_custody": "in custody",
    "returnees_living_in_country": "living in the country",
}


@chart("repatriation.after")
def after(ledger: Ledger) -> ChartSpec:
    """Returnees arrested, charged, convicted, in custody or living at home: every statement."""
    rows = headline(ledger, select(ledger, tuple(_AFTER)))
    rows = rows.loc[rows["role"] == "headline"].sort_values(["value"], ascending=False, kind="stable")
    label = pd.Series(
        [
            f"{r['origin_name']}, {_AFTER[str(r['indicator'])]}, {date_text(r['period_end'], _month(r))}"
            for r in rows.to_dict("records")
        ],
        index=rows.index,
        dtype=object,
    )
    data = statement_bars(rows, label, "Returnees")
    convicted = data.loc[data["indicator"].astype(str) == "returnees_convicted"] if len(data) else data
    newest = convicted.sort_values("period_end", kind="stable").drop_duplicates("origin", keep="last")
    told = [f"{r['origin_name']} {r['text']} ({r['period_end']:%Y})" for r in newest.to_dict("records")]
    return ChartSpec(
        name="repatriation.after",
        title=f"Returnees or travellers convicted at home: {join_words(told)}" if told else "After arrival",
        subtitle="Returnees arrested, charged, convicted, in custody or living at home, each bar one statement",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Returnees": "teal"},
        caveats=("Some figures count everyone who came back since the war began, not only the repatriated.",),
    )


@chart("repatriation.missions")
def missions(ledger: Ledger) -> ChartSpec:
    """How many operations: running counts by state, and counts of all states in a year."""
    rows = headline(ledger, select(ledger, ("repatriation_operations_cumulative", "repatriation_operations")))
    rows = rows.loc[rows["role"] == "headline"].sort_values(
        ["indicator", "value"], ascending=[True, False], kind="stable"
    )
    texts = [
        f"All states, {period_of(r)}"
        if str(r["indicator"]) == "repatriation_operations"
        else f"{r['origin_name']}, up to {date_text(r['period_end'], _month(r))}"
        for r in rows.to_dict("records")
    ]
    series = (
        rows["indicator"]
        .astype(str)
        .map(
            {
                "repatriation_operations": "all states, in the year",
                "repatriation_operations_cumulative": "one state, so far",
            }
        )
    )
    data = statement_bars(rows, pd.Series(texts, index=rows.index, dtype=object), series)
    whole = data.loc[data["indicator"].astype(str) == "repatriation_operations"] if len(data) else data
    told = [f"{r['text']} in {r['period_end']:%Y}" for r in whole.sort_values("period_end").to_dict("records")]
    return ChartSpec(
        name="repatriation.missions",
        title=f"Operations of all states: {join_words(told)}" if told else "Number of operations",
        subtitle="Repatriation operations as sources count them: of all states in a year, of one state so far",
        mark="bar",
        data=data,
        unit="operations",
        x_kind="category",
        colours={"all states, in the year": "ink", "one state, so far": "orange"},
    )


@chart("repatriation.own")
def own(ledger: Ledger) -> ChartSpec:
    """Returns that people organised themselves."""
    rows = headline(ledger, select(ledger, "self_organised_returns", group=None))
    rows = rows.loc[rows["role"] == "headline"].sort_values(
        ["period_end", "line"], ascending=[False, True], kind="stable"
    )
    label = pd.Series(
        [f"{r['origin_name']}, {period_of(r)}, {GROUPS[str(r['group'])]}" for r in rows.to_dict("records")],
        index=rows.index,
        dtype=object,
    )
    data = statement_bars(rows, label, "Came on their own")
    top = data.loc[data["value"].idxmax()] if len(data) else None
    return ChartSpec(
        name="repatriation.own",
        title=f"The largest reported return without the state: {top['text']} ({top['x']})"
        if top is not None
        else "On their own",
        subtitle="People who left camps or Syria on their own and reached home, with or without consular papers",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Came on their own": "teal"},
    )


@dataclass(frozen=True, slots=True)
class Measure:
    """What measures a step: the indicator, its newest figure in words, whom it counts, when, and who said it."""

    title: str
    figure: str
    about: str
    source: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of repatriation in words, with its measures; none where no indicator measures it."""

    number: int
    title: str
    what: str
    measures: tuple[Measure, ...]


def pathway_steps(ledger: Ledger) -> tuple[Step, ...]:
    """The steps of third-country repatriation in order, each with the newest headline figure of every indicator."""
    return tuple(
        Step(int(row["step"]), str(row["title"]), str(row["what"]), _measures(ledger, tuple(row["indicators"])))
        for row in ledger.pathway.sort_values("step").to_dict("records")
    )


def _measures(ledger: Ledger, indicators: tuple[str, ...]) -> tuple[Measure, ...]:
    found = []
    names, places = origin_names(ledger), place_names(ledger)
    for indicator in indicators:
        rows = headline(ledger, select(ledger, indicator, group=None))
        rows = rows.loc[rows["role"] == "headline"]
        # Figures of all third-country nationals, or of everybody, say more than those of one nationality.
        wide = rows.loc[rows["origin"].astype(str).isin(["tcn", "non_syr", "all"])]
        rows = wide if len(wide) else rows
        rows = rows.loc[rows["unit"].astype(str) != "households"]
        if rows.empty:
            continue
        rows = rows.loc[rows["period_end"] == rows["period_end"].max()]
        rank = rows["group"].astype(str).map({g: i for i, g in enumerate(("total", *_PARTS))})
        last = rows.assign(_rank=rank).sort_values(["_rank", "value"], ascending=[True, False], kind="stable").iloc[0]
        origin, place = names.get(str(last["origin"]), ""), places.get(str(last["place"]), "")
        group = "" if str(last["group"]) == "total" else GROUPS.get(str(last["group"]), "")
        about = [part for part in (origin, group, "" if place == origin else place, period_of(last)) if part]
        said = f"{last['publisher']}, {date_text(last['published'], str(last['published_precision']))}"
        found.append(Measure(str(last["title"]), _with_unit(last), ", ".join(about), said))
    return tuple(found)


_UNITS = {
    "persons": ("person", "people"),
    "states": ("state", "states"),
    "operations": ("operation", "operations"),
    "nationalities": ("nationality", "nationalities"),
}


def _with_unit(row: pd.Series) -> str:
    """`about 8,500 people`, `1 state`."""
    one, many = _UNITS.get(str(row["unit"]), ("", ""))
    return f"{figure_of(row.to_dict()).text} {one if row['value'] == 1 else many}".strip()


def costs(ledger: Ledger) -> tuple[Measure, ...]:
    """What repatriation costs a state, statement by statement, each in its own currency."""
    rows = headline(ledger, select(ledger, ("repatriation_cost_usd", "repatriation_cost_eur")))
    rows = rows.loc[rows["role"] == "headline"].sort_values("period_end", ascending=False, kind="stable")
    return tuple(
        Measure(
            str(row["title"]),
            figure_of(row).text,
            f"{row['origin_name']}, {period_of(row)}",
            f"{row['publisher']}, {date_text(row['published'], str(row['published_precision']))}",
        )
        for row in rows.to_dict("records")
    )


def remaining_share(ledger: Ledger) -> str:
    """A sentence on third-country nationals who remain, for the top of the page."""
    rows = headline(ledger, select(ledger, REMAINING, place="ne-syria", origin="tcn"))
    rows = rows.loc[rows["role"] == "headline"].sort_values("period_end", kind="stable")
    if rows.empty:
        return ""
    last = rows.iloc[-1]
    said = figure_of(last.to_dict())
    text = said.text if said.qualifier != "exact" else number_text(said.value)
    text = text[0].upper() + text[1:]
    return (
        f"{text} people neither Syrian nor Iraqi remain in northeast Syria "
        f"({date_text(last['period_end'], str(last['date_precision']))})."
    )
