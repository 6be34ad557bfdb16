"""Charts around repatriation: who counts states and operations, who came on their own, what came after, who died."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import countable, figure_of, headline, select, standing
from analysis.origins import nationalities
from analysis.words import Telling, capital, count_text, date_text, during, month_text, the
from analysis.words.grammar import aloud, shortest
from analysis.words.home import group_said, nationals_said, people_said
from charts.catalog import chart
from charts.common import GROUPS, origin_names, place_names, told
from charts.lists import period_of, statement_bars
from charts.spec import ChartSpec
from charts.views.repatriation.states import country_option
from charts.views.repatriation.sums import ALL, country_totals
from loaders import Ledger
from loaders.frames import as_records, row_of_max

_PARTS = ("women_and_children", "children", "women", "men", "adults")


def _month(row: Mapping[str, Any] | pd.Series) -> str:
    return month_text(row["period_end"], str(row["date_precision"]))


def _heads(ledger: Ledger, indicators: str | tuple[str, ...], country: str, group: Any = "total") -> pd.DataFrame:
    """Headline statements of single nationalities, or of one."""
    origin = nationalities(ledger) if country == ALL else country
    rows = headline(ledger, select(ledger, indicators, origin=origin, group=group))
    return rows[rows["role"] == "headline"].sort_values(["period_end", "line"], kind="stable")


def _whom(ledger: Ledger, country: str) -> str:
    return "a state" if country == ALL else the(origin_names(ledger).get(country, country))


_IN_YEAR, _SO_FAR = "in a year or part of it", "so far"


@chart("repatriation.states")
def states(ledger: Ledger) -> ChartSpec:
    """How many states take people home by the counts of others: by year or part of a year, and so far."""
    kinds = {"countries_repatriating": _IN_YEAR, "countries_repatriating_cumulative": _SO_FAR}
    rows = headline(ledger, select(ledger, tuple(kinds)))
    rows = rows[rows["role"].isin(["headline", "beside"])].sort_values(
        ["indicator", "period_end", "line"], ascending=[False, False, True], kind="stable"
    )
    label = pd.Series([_counted(row) for row in as_records(rows)], index=rows.index, dtype=object)
    data = statement_bars(rows, label, rows["indicator"].astype(str).map(kinds))
    so_far = rows[rows["indicator"] == "countries_repatriating_cumulative"]
    own = len(country_totals(ledger))
    return ChartSpec(
        name="repatriation.states",
        title=_states_counted(so_far.iloc[0] if len(so_far) else None, rows),
        subtitle="States that took people home, as single bodies count them, so far and in a year, newest first",
        mark="bar",
        data=data,
        unit="states",
        x_kind="category",
        colours={_SO_FAR: "ink", _IN_YEAR: "blue"},
        caveats=(
            "The same states return year after year: the numbers are never added.",
            f"Each number is that of the body named with it; reports of returns name {own} states, without Iraq.",
        ),
        empty="No source counts the states that take people home.",
    )


def _counted(row: Mapping[str, Any]) -> str:
    """`2022, Northeast Syria, Autonomous Administration (without Iraq)`: period, place, who counts, of which states."""
    start = row["period_start"]
    when = period_of(row) if pd.notna(start) else f"by {date_text(row['period_end'], str(row['date_precision']))}"
    iraq = "with Iraq" if str(row["origin"]) == "non_syr" else "without Iraq"
    return f"{when}, {row['place_name']}, {_speaker(row)} ({iraq})"


def _speaker(row: Mapping[str, Any] | pd.Series) -> str:
    """Who states a figure: the body that is quoted, or the publisher."""
    return str(row["stated_by"]) or str(row["publisher"])


def _states_counted(last: pd.Series | None, rows: pd.DataFrame) -> str:
    """`34 states, with Iraq, had taken people home from Al-Hol camp by 26 Sep 2025 (President of Iraq)`."""
    if last is None:
        if rows.empty:
            return "No source counts the states that take people home"
        top = row_of_max(rows, "value")
        text = f"{count_text(int(top['value']), 'state')} took people home {_during(top)} ({_speaker(top)})"
        return Telling(text, told(top))
    iraq = ", with Iraq," if str(last["origin"]) == "non_syr" else ""
    count = f"{count_text(int(last['value']), 'state')}{iraq} had taken people home"
    now = told(last)
    when = f"{now.by} ({_speaker(last)})"
    return Telling(shortest(f"{count} from {last['place_name']} {when}", f"{count} {when}"), now)


def _during(row: Mapping[str, Any] | pd.Series) -> str:
    return during(row["period_start"], row["period_end"], str(row["date_precision"]))


@chart("repatriation.killed", country_option)
def killed(ledger: Ledger, country: str = ALL) -> ChartSpec:
    """Nationals reported dead in Syria and Iraq, by state."""
    rows = _heads(ledger, "nationals_killed", country, ("total", "adults", "children"))
    rows = rows.groupby(["origin", "group"], observed=True).tail(1).sort_values("value", ascending=False, kind="stable")
    label = pd.Series(
        [
            f"{r['origin_name']} ({_month(r)})" + ("" if str(r["group"]) == "total" else f", {GROUPS[str(r['group'])]}")
            for r in as_records(rows)
        ],
        index=rows.index,
        dtype=object,
    )
    data = statement_bars(rows, label, "Reported dead")
    return ChartSpec(
        name="repatriation.killed",
        title=_most_dead(rows, _whom(ledger, country)),
        subtitle="Nationals or residents reported dead in Syria or Iraq, newest figure of each state",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Reported dead": "rose"},
        caveats=("Each state's services count their own way and up to their own date.",),
        empty="No source tells how many nationals died.",
    )


def _most_dead(rows: pd.DataFrame, whom: str) -> str:
    if rows.empty:
        return f"No source tells how many nationals of {whom} died in Syria or Iraq"
    top = as_records(rows.head(2))
    first, now = top[0], told(top[0])
    one = nationals_said([(str(first["group"]), now)], str(first["origin_name"]))
    text = capital(f"{one} {'was' if now.figure.value == 1 else 'were'} reported dead {now.by_month}")
    for row in top[1:]:
        then = told(row)
        if row["origin"] == first["origin"]:
            return Telling(f"{text}, and {group_said(then.figure, str(row['group']))}", now, then)
        return Telling(f"{text} and {then.said} of {the(str(row['origin_name']))} {then.by_month}", now, then)
    return Telling(text, now)


# How each measure after arrival is called in a list, and in a sentence behind `were`.
_AFTER = {
    "returnees_arrested": ("arrested on arrival", "arrested on arrival"),
    "returnees_charged": ("charged", "charged"),
    "returnees_convicted": ("convicted", "convicted"),
    "returnees_in_custody": ("in custody", "in custody"),
    "returnees_living_in_country": ("living in the country", "living"),
}


@chart("repatriation.after", country_option)
def after(ledger: Ledger, country: str = ALL) -> ChartSpec:
    """Returnees arrested, charged, convicted, in custody or living at home: every statement."""
    rows = _heads(ledger, tuple(_AFTER), country).sort_values(["value"], ascending=False, kind="stable")
    label = pd.Series(
        [f"{r['origin_name']}, {_AFTER[str(r['indicator'])][0]}, {_month(r)}" for r in as_records(rows)],
        index=rows.index,
        dtype=object,
    )
    data = statement_bars(rows, label, "Returnees")
    return ChartSpec(
        name="repatriation.after",
        title=_what_came_after(rows, _whom(ledger, country)),
        subtitle="Returnees arrested, charged, convicted, in custody or living at home, each bar one statement",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Returnees": "teal"},
        caveats=("Some figures count everyone who came back since the war began, not only the repatriated.",),
        empty="No source tells what became of those who returned.",
    )


def _what_came_after(rows: pd.DataFrame, whom: str) -> str:
    """The largest count, which is the longest bar, and the most convicted; of the convicted alone, two states."""
    if rows.empty:
        return f"No source tells what became of those who returned to {whom}"
    convicted = rows[rows["indicator"] == "returnees_convicted"]
    newest = convicted.sort_values("period_end", kind="stable").drop_duplicates("origin", keep="last")
    top = as_records(newest.sort_values("value", ascending=False, kind="stable").head(2))
    if not top:
        return _came_to(row_of_max(rows, "period_end"))
    states = [(the(str(row["origin_name"])), told(row)) for row in top]
    (name, first), *others = states
    most = row_of_max(rows, "value")
    if most["indicator"] != "returnees_convicted" and most["value"] > first.figure.value:
        came = _came_to(most)
        done = f"{came}; {name} had convicted {first.said}"
        return aloud(*(Telling(text, came, first) for text in (f"{done} {first.by_month}", done)), came)
    done = f"{name} had convicted {first.said} returnees or travellers"
    alone = Telling(capital(f"{done} {first.by_month}"), first)
    if not others:
        return alone
    (other, then), years = others[0], {row["period_end"].year for row in top}
    # Two months are too much for one breath; the bars have them.
    together = [f"As of {min(years)} {done}, {other} {then.said}"] if len(years) == 1 else []
    both = [f"{alone}, {other} {then.said} {then.by_month}", *together]
    return aloud(*(Telling(text, first, then) for text in both), alone)


def _came_to(row: Mapping[str, Any] | pd.Series) -> str:
    """What became of those whom one statement counts: `472 people who had returned were living in Germany`, dated."""
    now = told(row)
    returned = f"{people_said(now.figure)} who had returned"
    where = f"{_AFTER[str(row['indicator'])][1]} in {the(str(row['origin_name']))}"
    if str(row["kind"]) == "cumulative":
        return Telling(capital(f"{returned} had been {where} {now.by}"), now)
    return Telling(capital(f"{returned} were {where} {now.when}"), now)


_IN_THE_YEAR, _OF_ONE = "all states, in the year", "one state, so far"


@chart("repatriation.missions", country_option)
def missions(ledger: Ledger, country: str = ALL) -> ChartSpec:
    """How many operations: running counts by state, and counts of all states in a year."""
    own = _heads(ledger, "repatriation_operations_cumulative", country)
    own = own.sort_values("value", ascending=False, kind="stable")
    whole = headline(ledger, select(ledger, "repatriation_operations"))
    whole = whole[whole["role"] == "headline"].sort_values("period_end", kind="stable")
    whole = whole if country == ALL else whole.iloc[:0]
    rows = pd.concat([whole, own])
    texts = [f"All states, {period_of(r)}" for r in as_records(whole)]
    texts += [f"{r['origin_name']}, up to {_month(r)}" for r in as_records(own)]
    series = pd.Series([_IN_THE_YEAR] * len(whole) + [_OF_ONE] * len(own), index=rows.index, dtype=object)
    data = statement_bars(rows, pd.Series(texts, index=rows.index, dtype=object), series)
    return ChartSpec(
        name="repatriation.missions",
        title=_operations_counted(whole, own, _whom(ledger, country)),
        subtitle="Repatriation operations as sources count them: of all states in a year, of one state so far",
        mark="bar",
        data=data,
        unit="operations",
        x_kind="category",
        colours={_IN_THE_YEAR: "ink", _OF_ONE: "orange"},
        empty="No source counts the operations of this state.",
    )


def _operations_counted(whole: pd.DataFrame, own: pd.DataFrame, whom: str) -> str:
    """`Save the Children counted 29 operations in 2019 and 17 in 2020`; of one state, its running count."""
    if len(whole):
        newest = whole.tail(2)
        same = len(set(newest["publisher"])) == 1
        first, *others = as_records(newest if same else newest.tail(1))
        text = f"{_speaker(first)} counted {told(first).said} repatriation operations {_during(first)}"
        text += "".join(f" and {told(row).said} {_during(row)}" for row in others)
        return Telling(text, told(first), *map(told, others))
    if own.empty:
        return f"No source counts the operations of {whom}"
    last = own.iloc[0]
    start = last["period_start"]
    since = f"from {month_text(start)} to {_month(last)}" if pd.notna(start) else told(last).by_month
    state = the(str(last["origin_name"]))
    done = count_text(int(last["value"]), "operation")
    return Telling(f"By one count {state} carried out {done} {since}", told(last))


@chart("repatriation.own", country_option)
def own(ledger: Ledger, country: str = ALL) -> ChartSpec:
    """Returns that people organised themselves."""
    rows = countable(ledger, _heads(ledger, "self_organised_returns", country, None))
    rows = rows.sort_values(["period_end", "line"], ascending=[False, True], kind="stable")
    label = pd.Series(
        [f"{r['origin_name']}, {period_of(r)}, {GROUPS[str(r['group'])]}" for r in as_records(rows)],
        index=rows.index,
        dtype=object,
    )
    data = statement_bars(rows, label, "Came on their own")
    return ChartSpec(
        name="repatriation.own",
        title=_on_their_own(rows, _whom(ledger, country)),
        subtitle="People who left camps or Syria on their own and reached home, with or without consular papers",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Came on their own": "teal"},
        empty="No source reports a return without the state.",
    )


def _on_their_own(rows: pd.DataFrame, whom: str) -> str:
    """`74 women from Kazakhstan came home on their own from 2019 to 2021`: the largest group, with who came along."""
    if rows.empty:
        return f"No source reports that nationals of {whom} came home on their own"
    top = row_of_max(rows, "value")
    same = rows[(rows["origin"] == top["origin"]) & (rows["source"] == top["source"])]
    same = same[same["period_end"] == top["period_end"]].sort_values("value", ascending=False, kind="stable")
    parts = [(str(row["group"]), told(row)) for row in as_records(same)]
    who = nationals_said(parts, str(top["origin_name"]))
    period = period_of(top)
    text = f"{who} came home on their own {f'from {period}' if ' to ' in period else _during(top)}"
    return Telling(capital(text), who)


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


@lru_cache(maxsize=16)
def pathway_steps(ledger: Ledger) -> tuple[Step, ...]:
    """The steps of third-country repatriation in order, each with the newest headline figure of every indicator."""
    return tuple(
        Step(int(row["step"]), str(row["title"]), str(row["what"]), _measures(ledger, tuple(row["indicators"])))
        for row in as_records(ledger.pathway.sort_values("step"))
    )


def _measures(ledger: Ledger, indicators: tuple[str, ...]) -> tuple[Measure, ...]:
    found = []
    names, places = origin_names(ledger), place_names(ledger)
    for indicator in indicators:
        rows = headline(ledger, select(ledger, indicator, group=None))
        rows = rows[rows["role"] == "headline"]
        # Figures of all third-country nationals, or of everybody, say more than those of one nationality.
        wide = rows[rows["origin"].isin(["tcn", "non_syr", "all"])]
        rows = wide if len(wide) else rows
        rows = rows[rows["unit"] != "households"]
        if rows.empty:
            continue
        rows = rows[rows["period_end"] == rows["period_end"].max()]
        rank = rows["group"].astype(str).map({g: i for i, g in enumerate(("total", *_PARTS))})
        last = rows.assign(_rank=rank).sort_values(["_rank", "value"], ascending=[True, False], kind="stable").iloc[0]
        origin, place = names.get(str(last["origin"]), ""), places.get(str(last["place"]), "")
        group = "" if str(last["group"]) == "total" else GROUPS.get(str(last["group"]), "")
        late = "last known" if str(last["kind"]) == "stock" and standing(ledger, last).past else ""
        about = [part for part in (origin, group, "" if place == origin else place, late, period_of(last)) if part]
        said = f"{last['attribution']}, {date_text(last['published'], str(last['published_precision']))}"
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
    return f"{figure_of(row).text} {one if row['value'] == 1 else many}".strip()


@lru_cache(maxsize=128)
def costs(ledger: Ledger, country: str = ALL) -> tuple[Measure, ...]:
    """What repatriation costs a state, statement by statement, each in its own currency; of one state, or of all."""
    origin = None if country == ALL else country
    rows = headline(ledger, select(ledger, ("repatriation_cost_usd", "repatriation_cost_eur"), origin=origin))
    rows = rows[rows["role"] == "headline"].sort_values("period_end", ascending=False, kind="stable")
    return tuple(
        Measure(
            str(row["title"]),
            figure_of(row).text,
            f"{row['origin_name']}, {period_of(row)}",
            f"{row['attribution']}, {date_text(row['published'], str(row['published_precision']))}",
        )
        for row in as_records(rows)
    )
