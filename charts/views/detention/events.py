"""Charts of what happens to detainees: the move to Iraq, escapes and attacks, courts, sentences and executions."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import headline, join_words, select
from analysis.moves import prison_places
from analysis.sites import receivers
from analysis.vocabulary import NATIONALS
from analysis.words import Telling, capital, date_text, during, happened, number_text, on, the, verb
from analysis.words.grammar import Untold, keeping
from charts.catalog import chart
from charts.common import (
    GROUPS,
    headline_rows,
    origin_names,
    people_sentence,
    series_points,
    span_told,
    told,
)
from charts.lists import event_bars, period_of, statement_bars
from charts.markers import event_markers
from charts.spec import ChartSpec, empty_points, points
from charts.views.detention.held import AREA, ORIGINS, plain_name, plain_names
from loaders import Ledger
from loaders.frames import as_records, row_of_max

MOVED = "detainees_transferred_total"


def newest_move(rows: pd.DataFrame) -> pd.DataFrame:
    """Of running totals of people moved, those of the newest move alone: they start on the same, latest day."""
    return rows[rows["period_start"] == rows["period_start"].max()]


def _labels(ledger: Ledger, rows: pd.DataFrame, *, place: bool = True) -> pd.Series:
    """`Shaddadi prison, 19 Jan 2026` for every row."""
    names = plain_names(ledger)
    texts = []
    for row in as_records(rows):
        when = period_of(row)
        texts.append(f"{names[str(row['place'])]}, {when}" if place else when)
    return pd.Series(texts, index=rows.index, dtype=object)


@chart("detention.transfer")
def transfer(ledger: Ledger) -> ChartSpec:
    """The newest move of detainees from Northeast Syria to Iraq, day by day."""
    rows = newest_move(select(ledger, MOVED, place=AREA, origin=("all", "syr", "irq")))
    data = series_points(ledger, rows, "origin", ORIGINS)
    lead = headline_rows(data)
    planned = headline(ledger, select(ledger, "detainees_transfer_planned", place=AREA, origin="all"))
    planned = planned[planned["period_end"] >= rows["period_start"].max()] if len(rows) else planned.iloc[:0]
    said = [
        f"Planned: at most {number_text(r['value'])} people "
        f"({r['attribution']}, {date_text(r['published'], str(r['published_precision']))})."
        for r in as_records(planned)
        if str(r["qualifier"]) == "at_most"
    ]
    return ChartSpec(
        name="detention.transfer",
        title=_moved_sentence(lead),
        subtitle="Running total of people moved from Northeast Syria to Iraq since the first flight, by nationality",
        mark="step",
        data=data,
        unit="persons",
        colours={"All": "all", "Syrians": "syr", "Iraqis": "irq"},
        markers=event_markers(ledger, data),
        caveats=(
            *said,
            "Between two statements the line stays level; the moves took place on days in between.",
        ),
        height=400,
    )


def _moved_sentence(lead: pd.DataFrame) -> str:
    """`5,704 detainees were moved to Iraq from 21 Jan to 13 Feb 2026`, from headline points, oldest first.

    Of a past date the newest total of a nationality may be larger than that of all, which is older: it is told then.
    """
    if lead.empty:
        return Untold("No source counts detainees moved to Iraq")
    last = row_of_max(lead.groupby("origin", sort=False).tail(1), "value")
    whose = NATIONALS.get(str(last["origin"]))
    of = f"{whose.adjective} " if whose is not None else ""
    when = during(last["period_start"], last["period_end"], str(last["date_precision"]))
    return happened((f"{of}detainee", f"{of}detainees"), "moved to Iraq", told(last), when)


@chart("detention.nationalities")
def nationalities(ledger: Ledger) -> ChartSpec:
    """Nationalities of the detainees moved to Iraq: official and interim counts, and the list that was disowned."""
    names = origin_names(ledger)
    moved = newest_move(select(ledger, MOVED, place=AREA))
    in_iraq = select(ledger, "detainees_held", place=receivers(ledger, AREA, "prison"))
    rows = headline(ledger, pd.concat([moved, in_iraq]))
    rows = rows[~rows["origin"].isin(["all", "syr", "irq", "tcn", "non_syr"])]
    rows = rows.sort_values(["period_end", "file", "line"], ascending=[False, True, True], kind="stable")
    lead = rows["role"] == "headline"
    older = lead & rows.loc[lead].duplicated("origin").reindex(rows.index, fill_value=False)
    rows = rows.assign(role=rows["role"].astype(str).mask(older, "rival"))
    origin = rows["origin"].astype(str)
    sure = set(origin[rows["role"] == "headline"])
    label = pd.Series(
        [
            names.get(str(r["origin"]), "")
            + ("" if str(r["origin"]) in sure else f" (list only: {number_text(r['value'])})")
            for r in as_records(rows)
        ],
        index=rows.index,
        dtype=object,
    )
    best = rows["value"].where(rows["role"] == "headline")
    size = best.groupby(origin).transform("max").fillna(rows["value"] / 1e6)
    rows = rows.assign(_size=size).sort_values(["_size", "origin"], ascending=[False, True], kind="stable")
    data = points(rows, series="Detainees moved to Iraq", x=label.loc[rows.index]) if len(rows) else empty_points()
    return ChartSpec(
        name="detention.nationalities",
        title=_nationalities_sentence(headline_rows(data)),
        subtitle="People in the newest move to Iraq, neither Syrian nor Iraqi: the newest official or interim count",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Detainees moved to Iraq": "purple"},
        caveats=(
            *_reasons(ledger, data),
            "Only third-country nationalities that a source counts are shown; Syrians and Iraqis are counted apart.",
        ),
    )


def _nationalities_sentence(lead: pd.DataFrame) -> str:
    """The largest groups: `Those moved to Iraq by Feb 2026 include 234 people from Tunisia and 187 from Morocco`."""
    if lead.empty:
        return "No source counts the nationalities of those moved to Iraq"
    top = as_records(lead.sort_values("value", ascending=False, kind="stable").head(2))
    groups = join_words(
        Telling(f"{told(r).said} {'people ' if not at else ''}from {the(str(r['x']))}", told(r))
        for at, r in enumerate(top)
    )
    newest = told(row_of_max(lead, "period_end"))
    return Telling(f"Those moved to Iraq {newest.by_month} include {groups}", groups)


def _reasons(ledger: Ledger, data: pd.DataFrame) -> list[str]:
    """Why figures stand as light marks only, in the words of not_headline.csv."""
    sources = set(data.loc[data["role"] == "kept_out", "source"].astype(str)) if len(data) else set()
    listed = ledger.not_headline
    of_both = listed["indicator"].isin(["detainees_held", MOVED])
    used = listed[listed["source"].isin(sources) & of_both]
    told = [f"Light marks: {reason}." for reason in dict.fromkeys(used["reason"].astype(str))]
    hedges = set(data.loc[data["role"] == "kept_out", "qualifier"].astype(str)) if sources else set()
    return [*told, "Figures of that list are estimates."] if "estimate" in hedges else told


@chart("detention.handovers")
def handovers(ledger: Ledger) -> ChartSpec:
    """Detainees handed to Iraq before and during 2026, one handover or year a bar."""
    rows = select(ledger, "detainees_transferred", place=prison_places(ledger))
    rows = rows.sort_values(["period_end", "line"], ascending=[False, True], kind="stable")
    kind = (
        rows["scope"]
        .astype(str)
        .map(lambda s: "one handover" if s in ("event", "alternative_count") else "year or longer")
    )
    data = event_bars(ledger, rows, _labels(ledger, rows, place=False), kind)
    years = headline_rows(data)
    years = years[years["scope"] == "year_total"] if len(years) else years
    newest = as_records(years.sort_values("period_end", kind="stable").tail(2)) if len(years) else []
    parts = [
        Telling(f"{told(r).said} {'detainees were handed to Iraq ' if not at else ''}in {r['period_end']:%Y}", told(r))
        for at, r in enumerate(newest)
    ]
    return ChartSpec(
        name="detention.handovers",
        title=capital(join_words(parts))
        if parts
        else Untold("No source gives a year's handovers of detainees to Iraq"),
        subtitle="People handed over, a bar for each handover or stated period; periods contain handovers",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"one handover": "irq", "year or longer": "grey"},
    )


def _escape_sentence(names: Mapping[str, str], fled: pd.DataFrame) -> str:
    """The largest escape and how far its counts are apart."""
    if fled.empty:
        return "No source reports an escape"
    top = row_of_max(fled, "value")
    same = fled[fled["x"] == top["x"]]
    place = names[str(top["place"])]
    start = top["period_start"] if pd.notna(top["period_start"]) else top["period_end"]
    single = str(top["scope"]) != "part_period"
    precision = str(top["date_precision"])
    when = on(start, precision) if single else during(top["period_start"], top["period_end"], precision)
    if same["value"].min() == same["value"].max():
        return Telling(f"{capital(told(top).said)} people escaped from {place} {when}", told(top))
    span = span_told(same)
    return keeping(f"Sources differ on how many escaped from {place} {when}: {span}", span)


@chart("detention.escapes")
def escapes(ledger: Ledger) -> ChartSpec:
    """Escapes from prisons, with the rival counts of each, and how many were caught again."""
    what = {"detainees_escaped": "escaped or missing", "detainees_recaptured": "recaptured"}
    rows = select(ledger, tuple(what))
    rows = rows.assign(_at=rows["period_start"]).sort_values(
        ["_at", "indicator", "line"], ascending=[False, True, True]
    )
    one_day = rows.assign(period_end=rows["period_start"])
    single = rows["scope"] != "part_period"
    label = _labels(ledger, one_day).where(single, _labels(ledger, rows))
    data = event_bars(ledger, rows, label, rows["indicator"].astype(str).map(what))
    fled = data[data["indicator"] == "detainees_escaped"] if len(data) else data
    return ChartSpec(
        name="detention.escapes",
        title=_escape_sentence(plain_names(ledger), fled),
        subtitle="People who escaped or were missing, and recaptured, by event; light marks: other counts of the event",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"escaped or missing": "rose", "recaptured": "teal"},
        caveats=("Counts of recaptured people include mutineers who never left the prison.",),
    )


@chart("detention.attack", history="The dead of one attack, the one that most is told of.")
def attack(ledger: Ledger) -> ChartSpec:
    """Deaths in the attack on a prison that most is told of, by group, every count."""
    rows = select(ledger, "prison_attack_deaths", group=None)
    # The attack that most is told of.
    counts = rows["event"].astype(str).value_counts()
    rows = rows[rows["event"] == (counts.index[0] if len(counts) else "")]
    order = {"total": 0, "isis": 1, "non_isis": 2, "security_forces": 3, "prison_staff": 4, "civilians": 5}
    rows = rows.assign(_at=rows["group"].astype(str).map(order)).sort_values(["_at", "line"], kind="stable")
    words = rows["group"].astype(str).map(lambda g: GROUPS.get(g, g))
    label = words.str.slice(0, 1).str.upper() + words.str.slice(1)
    data = event_bars(ledger, rows, label, "killed")
    whole = headline_rows(data)
    whole = whole[whole["group"] == "total"] if len(whole) else whole
    first = whole.iloc[0] if len(whole) else None
    return ChartSpec(
        name="detention.attack",
        title=_deaths_sentence(first),
        subtitle="Deaths in the attack and the fighting tied to it, by group; light marks: other counts of the group",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"killed": "rose"},
        caveats=(*_other_bodies(headline_rows(data), first), "The groups overlap and are never added."),
    )


def _other_bodies(lead: pd.DataFrame, whole: pd.Series | None) -> list[str]:
    """`Not of the same count as the total (Observatory): prison staff (SDF).`, which is why groups exceed the total."""
    if whole is None:
        return []
    others = lead[lead["stated_by"].astype(str) != str(whole["stated_by"])]
    return [
        f"Not of the same count as the total ({whole['stated_by']}): "
        f"{join_words(GROUPS.get(group, group) for group in dict.fromkeys(rows['group'].astype(str)))} ({body})."
        for body, rows in others.groupby(others["stated_by"].astype(str), sort=False)
    ]


def _deaths_sentence(first: pd.Series | None) -> str:
    if first is None:
        return "No source counts the dead of an attack on a prison"
    where = f"killed in the attack on {plain_name(str(first['place_name']))}"
    return happened(("person", "people"), where, told(first), during(first["period_start"], first["period_end"]))


@chart("detention.iraq")
def iraq(ledger: Ledger) -> ChartSpec:
    """People held in Iraq: suspects, accused and convicts, every statement."""
    what = {
        "detainees_held": "ISIS suspects or convicts",
        "detainees_held_pretrial": "suspects and accused",
        "suspects_on_trial": "suspects and accused",
        "suspects_under_interrogation": "suspects and accused",
        "terrorism_convicts_held": "convicted of terrorism",
        "death_row": "under sentence of death, all offences",
    }
    rows = select(ledger, tuple(what), group=("total", "women"))
    rows = rows[(rows["country"] == "IRQ") & ~rows["place"].isin(receivers(ledger, AREA))]
    rows = rows.sort_values(["period_end", "value"], ascending=[False, False], kind="stable")
    data = statement_bars(rows, _full_labels(ledger, rows), rows["indicator"].astype(str).map(what))
    convicts = headline(ledger, select(ledger, "terrorism_convicts_held", place="iraq"))
    convicts = convicts[convicts["role"] == "headline"].sort_values("period_end", kind="stable")
    return ChartSpec(
        name="detention.iraq",
        title=people_sentence(ledger, "people", "held in Iraq after conviction for terrorism", convicts),
        subtitle="People held in Iraq, each bar one statement, newest first; prisons and women are parts of the whole",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={
            "ISIS suspects or convicts": "orange",
            "suspects and accused": "gold",
            "convicted of terrorism": "purple",
            "under sentence of death, all offences": "rose",
        },
    )


def _full_labels(ledger: Ledger, rows: pd.DataFrame) -> pd.Series:
    """`Terrorism convicts, Taji prison, 4 Jan 2021`: measure, group, place unless it is Iraq, date."""
    names = plain_names(ledger)

    def one(row: Mapping[str, object]) -> str:
        parts = [str(row["short_title"])]
        if str(row["group"]) != "total":
            parts.append(GROUPS[str(row["group"])])
        if str(row["place"]) != "iraq":
            parts.append(names[str(row["place"])])
        parts.append(period_of(row))
        return ", ".join(parts)

    return pd.Series([one(row) for row in as_records(rows)], index=rows.index, dtype=object)


@chart("detention.courts")
def courts(ledger: Ledger) -> ChartSpec:
    """Trials in Iraq: investigated, convicted, sentenced, acquitted; every statement."""
    totals = (
        "isis_convictions",
        "death_sentences_cumulative",
        "life_sentences",
        "foreign_death_sentences",
        "foreign_life_sentences",
    )
    what = {
        **dict.fromkeys(totals, "running total"),
        "foreign_isis_convictions": "in the period",
        "death_sentences": "in the period",
        "acquittals": "in the period",
        "detainees_investigated": "moved from Syria, investigated",
    }
    rows = select(ledger, tuple(what), group=("total", "women", "men", "children"))
    rows = rows.sort_values(["period_end", "value"], ascending=[False, False], kind="stable")
    data = statement_bars(rows, _full_labels(ledger, rows), rows["indicator"].astype(str).map(what))
    sentenced = data[data["indicator"] == "death_sentences_cumulative"] if len(data) else data
    top = row_of_max(sentenced, "value") if len(sentenced) else None
    return ChartSpec(
        name="detention.courts",
        title=_courts_sentence(top),
        subtitle="People investigated, convicted, sentenced or acquitted in ISIS and terrorism cases, newest first",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"running total": "grey", "in the period": "purple", "moved from Syria, investigated": "orange"},
        caveats=("Periods overlap and include one another; the figures are never added.",),
    )


def _courts_sentence(top: pd.Series | None) -> str:
    if top is None:
        return Untold("No source gives a total of death sentences in Iraq")
    now = told(top)
    if pd.isna(top["period_start"]):
        return Telling(f"Iraqi courts had passed {now.said} death sentences {now.by}", now)
    when = during(top["period_start"], top["period_end"], str(top["date_precision"]))
    return Telling(f"Iraqi courts passed {now.said} death sentences {when}", now)


@chart("detention.executions")
def executions(ledger: Ledger) -> ChartSpec:
    """Executions in Iraq, one bar a day or stated period."""
    what = {"terrorism_executions": "after terrorism convictions", "executions_all_offences": "all offences"}
    rows = headline(ledger, select(ledger, tuple(what), group=("total", "men")))
    rows = rows[rows["role"] == "headline"].sort_values(["period_end", "line"], ascending=[False, True], kind="stable")
    data = statement_bars(rows, _labels(ledger, rows), rows["indicator"].astype(str).map(what))
    terror = data[data["indicator"] == "terrorism_executions"] if len(data) else data
    newest = terror.iloc[0] if len(terror) else None
    return ChartSpec(
        name="detention.executions",
        title=_executed(newest),
        subtitle="People executed in Iraq on a day or in a stated period, newest first",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"after terrorism convictions": "rose", "all offences": "grey"},
        caveats=("Longer periods contain single days, and two counts of one day stand side by side; never added.",),
    )


def _executed(newest: pd.Series | None) -> str:
    """`11 people convicted of terrorism were executed in Nasiriyah central prison (6 May 2024)`."""
    if newest is None:
        return "No source counts executions after terrorism convictions"
    one, several = told(newest), newest["value"] != 1
    who = f"{'people' if several else 'person'} convicted of terrorism {verb('be', past=True, plural=several)} executed"
    where = plain_name(str(newest["place_name"]))
    return Telling(f"{capital(one.said)} {who} in {where} ({period_of(newest)})", one)
