"""Places, nationalities and countries set side by side: index, flow per stock, and who has taken home what share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf, isinf

import pandas as pd

from analysis.headline import headline
from analysis.hedge import Figure, add, figure_of
from analysis.select import select
from analysis.totals import by_period
from loaders import Ledger

# The stock that a flow of the same people is set against.
STOCK_OF = {
    "iraqi_returns": "camp_population",
    "syrian_returns": "camp_population",
    "camp_departures": "camp_population",
    "camp_escapes": "camp_population",
    "camp_deaths_total": "camp_population",
    "camp_killed_persons": "camp_population",
    "repatriated_persons": "nationals_remaining",
    "detainees_transferred": "detainees_held",
    "detainees_escaped": "detainees_held",
    "detainees_released": "detainees_held",
    "idp_movements_syria": "idps",
    "idp_return_movements_syria": "idps",
    "refugee_returns_year_by_host": "refugees_syrian",
}
FARTHEST = 366  # days between a flow and the stock that it is divided by
COMMON = 31  # days within which all series must have a figure for a common base
# Places where nationals remain, those of the whole area before single camps and countries.
_WIDE = ("iraq-syria", "syria", "ne-syria")
# Running totals of a part of the people are lower bounds of all; those of other areas are not used.
_PARTS = ("women_and_children", "children", "women")
_TAKEN_FROM = ("iraq-syria", "iraq", "syria", "ne-syria", "roj", "al-hol")
MEASURES = {
    "travelled": "foreign_fighters_travelled",
    "returned": "nationals_returned_any_route",
    "repatriated": "repatriated_persons_cumulative",
    "remaining": "nationals_remaining",
    "killed": "nationals_killed",
}


def ratio(part: Figure, whole: Figure, unit: str, scale: float = 100.0) -> Figure:
    """`part` divided by `whole`, times `scale`, with the bounds of both carried through (interval arithmetic).

    The ratio of an `at least` figure to an exact one is `at least`, of an exact figure to an `at least` one `at most`;
    where both ends stay open it is `about`, with the bounds zero and infinity. Raises ValueError where the whole is
    zero or less.
    """
    if whole.value <= 0:
        raise ValueError("a ratio to nothing")
    (low, high), (least, most) = part.bounds, whole.bounds
    no_top = isinf(high) or least <= 0
    no_bottom = part.qualifier == "at_most" or isinf(most)
    return _computed(
        part.value / whole.value * scale,
        0.0 if no_bottom else low / most * scale,
        inf if no_top else high / least * scale,
        (no_bottom, no_top),
        exact=part.qualifier == whole.qualifier == "exact",
        unit=unit,
    )


def share(part: Figure, rest: Figure) -> Figure:
    """`part` as a percentage of `part` and `rest` together, with bounds; it can never pass 100.

    The share rises with the part and falls with the rest, so its bounds lie at opposite ends of theirs. Raises
    ValueError where both are zero.
    """
    both = part.value + rest.value
    if both <= 0:
        raise ValueError("a share of nothing")
    (low, high), (least, most) = part.bounds, rest.bounds
    no_top = isinf(high) or rest.qualifier == "at_most"
    no_bottom = part.qualifier == "at_most" or isinf(most)
    return _computed(
        part.value / both * 100,
        0.0 if no_bottom else low / (low + most) * 100,
        100.0 if no_top else high / (high + least) * 100,
        (no_bottom, no_top),
        exact=part.qualifier == rest.qualifier == "exact",
        unit="percent",
    )


def _computed(value: float, low: float, high: float, is_open: tuple[bool, bool], *, exact: bool, unit: str) -> Figure:
    """A computed figure with the hedge that its bounds and its open ends (below, above) call for."""
    nan = float("nan")
    if is_open == (True, True):
        return Figure(value, low, high, "about", unit)
    if is_open[1]:
        return Figure(low, nan, nan, "at_least", unit)
    if is_open[0]:
        return Figure(high, nan, nan, "at_most", unit)
    if low == high:
        return Figure(value, nan, nan, "exact" if exact else "about", unit)
    return Figure(value, low, high, "range", unit)


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure worked out from two statements: the result, and the two positions in the frames that it came from."""

    figure: Figure
    row: int
    base: int


def indexed(rows: pd.DataFrame, *, common: bool) -> list[Derived]:
    """Each figure as an index of its series' base figure, which is 100.

    `rows` has `series`, `period_end`, `value`, `low`, `high`, `qualifier` and `unit`, one headline figure a date, in
    date order. The base is each series' own first figure above zero, or with `common` the figure nearest to the first
    date at which every series has one within COMMON days; without such a date the list is empty. `row` and `base` are
    positions in `rows`.
    """
    held = rows.reset_index(drop=True)
    usable = held.loc[held["value"] > 0]
    groups = {str(name): part for name, part in usable.groupby("series", sort=False)}
    if not groups or (common and len(groups) < held["series"].nunique()):
        return []
    bases = _common_bases(groups) if common else {name: int(part.index[0]) for name, part in groups.items()}
    figures = [figure_of(row) for row in held.to_dict("records")]
    found = []
    for position, name in enumerate(held["series"].astype(str)):
        if name not in bases:
            continue
        base = bases[name]
        whole, part = figures[base], figures[position]
        # The base is 100 by definition, however it is hedged.
        figure = Figure(100.0, float("nan"), float("nan"), "exact", "") if position == base else ratio(part, whole, "")
        found.append(Derived(figure, position, base))
    return found


def _common_bases(groups: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    dates = sorted({date for part in groups.values() for date in part["period_end"]})
    for date in dates:
        apart = {name: (part["period_end"] - date).abs().dt.days for name, part in groups.items()}
        if all(days.min() <= COMMON for days in apart.values()):
            return {name: int(days.idxmin()) for name, days in apart.items()}
    return {}


def per_stock(flows: pd.DataFrame, stocks: pd.DataFrame) -> list[Derived]:
    """Each flow as a percentage of the stock of the same place and origin that holds nearest to its start.

    `flows` and `stocks` are observations or drawn points with `place`, `origin`, `value`, `low`, `high`, `qualifier`,
    `unit`, `period_start` and `period_end`; `stocks` are headline figures. A flow without a stock above zero within
    FARTHEST days is left out. `row` is a position in `flows`, `base` in `stocks`.
    """
    held = stocks.reset_index(drop=True)
    parts, wholes = ([figure_of(row) for row in frame.to_dict("records")] for frame in (flows, held))
    keys = (held["place"].astype(str), held["origin"].astype(str))
    found = []
    for position, row in enumerate(flows.to_dict("records")):
        same = (keys[0] == str(row["place"])) & (keys[1] == str(row["origin"])) & (held["value"] > 0)
        start = row["period_start"] if pd.notna(row["period_start"]) else row["period_end"]
        apart = (held.loc[same, "period_end"] - start).abs().dt.days
        if len(apart) and apart.min() <= FARTHEST:
            base = int(apart.idxmin())
            found.append(Derived(ratio(parts[position], wholes[base], "percent"), position, base))
    return found


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the scorecard: the figure, its statement's row, or several rows where operations are added."""

    figure: Figure
    rows: tuple[int, ...]
    date: pd.Timestamp
    precision: str
    place: str
    note: str = ""


@lru_cache(maxsize=16)
def scorecard(ledger: Ledger) -> pd.DataFrame:
    """Who has taken back what share of its nationals: one row a country.

    Columns: `origin`, `name`, then a `Cell` or None (a gap) in `travelled`, `returned` (by any route), `repatriated`,
    `remaining` and `killed`, and `share`, a Figure in percent: repatriated of repatriated and remaining together, None
    where either is a gap or the hedges allow anything from none to all. Each cell is the newest headline statement of
    all nationals. `remaining` is that of the whole area where there is one, else of the camp or country named in the
    cell. `repatriated` is the largest stated running total, one of a part of the people counting as `at least`; where
    the reported years and operations add up to more, it is their sum, and the note says so. Sorted by name.
    """
    countries = ledger.origins.loc[ledger.origins["kind"].astype(str) == "nationality"]
    names = dict(zip(countries["origin"].astype(str), countries["name"].astype(str), strict=True))
    readers: dict[str, Callable[[Ledger, tuple[str, ...]], dict[str, Cell]]] = {
        "travelled": lambda led, who: _newest(led, MEASURES["travelled"], who),
        "returned": lambda led, who: _newest(led, MEASURES["returned"], who),
        "repatriated": _taken_home,
        "remaining": _remaining,
        "killed": lambda led, who: _newest(led, MEASURES["killed"], who),
    }
    cells = {measure: read(ledger, tuple(names)) for measure, read in readers.items()}
    found = sorted({origin for held in cells.values() for origin in held}, key=lambda origin: names[origin])
    records = [
        {"origin": origin, "name": names[origin]} | {measure: cells[measure].get(origin) for measure in cells}
        for origin in found
    ]
    frame = pd.DataFrame(records, columns=["origin", "name", *cells]).astype(object)
    frame = frame.where(frame.notna(), None)
    shares = [_share(one, other) for one, other in zip(frame["repatriated"], frame["remaining"], strict=True)]
    return frame.assign(share=pd.Series(shares, index=frame.index, dtype=object))


def _share(home: Cell | None, remaining: Cell | None) -> Figure | None:
    """Share of those taken home; None for a gap and where the hedges allow anything from none to all.

    Where the count of those who remain is older than the figure of those taken home, people taken home since may stand
    in both: as many are allowed to be gone from those who remain.
    """
    if home is None or remaining is None or home.figure.value + remaining.figure.value <= 0:
        return None
    rest = remaining.figure
    if remaining.date < home.date:
        low, high = rest.bounds
        kind = rest.qualifier if isinf(high) or rest.qualifier == "at_most" else "range"
        rest = Figure(
            rest.value, max(0.0, low - home.figure.bounds[1]), rest.high if isinf(high) else high, kind, rest.unit
        )
    found = share(home.figure, rest)
    low, high = found.bounds
    return None if low <= 0 and high >= 100 else found


def _heads(ledger: Ledger, indicator: str, origins: tuple[str, ...], **more: tuple[str, ...] | str) -> pd.DataFrame:
    marked = headline(ledger, select(ledger, indicator, origin=origins, **more))
    lead = marked.loc[(marked["role"] == "headline") & (marked["unit"].astype(str) == "persons")]
    return lead.sort_values(["period_end", "line"], kind="stable")


def _cell(row: pd.Series, figure: Figure | None = None, note: str = "") -> Cell:
    return Cell(
        figure or figure_of(row.to_dict()),
        (int(row.name),),
        row["period_end"],
        str(row["date_precision"]),
        str(row["place"]),
        note,
    )


def _newest(ledger: Ledger, indicator: str, origins: tuple[str, ...]) -> dict[str, Cell]:
    rows = _heads(ledger, indicator, origins)
    return {str(origin): _cell(part.iloc[-1]) for origin, part in rows.groupby("origin", observed=True)}


def _remaining(ledger: Ledger, origins: tuple[str, ...]) -> dict[str, Cell]:
    rows = _heads(ledger, MEASURES["remaining"], origins)
    found = {}
    for origin, part in rows.groupby("origin", observed=True):
        wide = part.loc[part["place"].isin(_WIDE)]
        held = wide if len(wide) else part
        # Of several places on one day the widest speaks for all.
        newest = held.loc[held["period_end"] == held["period_end"].max()]
        rank = newest["place"].astype(str).map({place: at for at, place in enumerate(_WIDE)}).fillna(len(_WIDE))
        found[str(origin)] = _cell(newest.loc[rank.idxmin()])
    return found


def _taken_home(ledger: Ledger, origins: tuple[str, ...]) -> dict[str, Cell]:
    """People repatriated by their state: a running total, or the sum of years and operations where that is more."""
    totals = _heads(ledger, MEASURES["repatriated"], origins, group=("total", *_PARTS), place=_TAKEN_FROM)
    claims = {
        str(origin): part.sort_values(["value", "period_end"], kind="stable").iloc[-1]
        for origin, part in totals.groupby("origin", observed=True)
    }
    single = select(ledger, "repatriated_persons", origin=origins)
    operations = _heads(ledger, "repatriated_persons", origins, scope="event")
    reported = operations.groupby(operations["origin"].astype(str))["value"].sum()
    found: dict[str, Cell] = {}
    for origin in sorted({*claims, *single["origin"].astype(str)}):
        claim = claims.get(origin)
        if claim is not None and claim["value"] >= reported.get(origin, 0.0):
            found[origin] = _claim(claim)
            continue
        cell = _added(ledger, single.loc[single["origin"].astype(str) == origin])
        if cell is not None:
            found[origin] = cell
    return found


def _claim(row: pd.Series) -> Cell:
    group, stated = str(row["group"]), figure_of(row.to_dict())
    if group == "total" or stated.qualifier not in ("exact", "at_least"):
        return _cell(row, note="" if group == "total" else f"{group.replace('_', ' ')} alone")
    nan = float("nan")
    return _cell(row, Figure(stated.value, nan, nan, "at_least", stated.unit), f"{group.replace('_', ' ')} alone")


def _added(ledger: Ledger, rows: pd.DataFrame) -> Cell | None:
    years = by_period(ledger, rows, "YE")
    if years.empty:
        return None
    figure = add(figure_of(year) for year in years.to_dict("records"))
    labels = tuple(label for used in years["rows"] for label in used)
    last = ledger.observations.loc[list(labels)].sort_values("period_end").iloc[-1]
    note = "" if len(labels) == 1 else f"sum of {len(labels)} reports"
    return Cell(figure, labels, last["period_end"], str(last["date_precision"]), str(last["place"]), note)
