"""Places, nationalities and countries set side by side: index, flow per stock, and who has taken home what share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf, isinf

import pandas as pd

from analysis.headline import headline
from analysis.hedge import Figure, figure_of
from analysis.origins import nationalities
from analysis.repatriated import Taken, in_all, remaining, remaining_of_all
from analysis.select import select
from analysis.standing import departed, standing
from loaders import Ledger
from loaders.frames import as_records, label_of, row_at, texts

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
    if most == 0 and low > 0:
        # Nobody is left: however many came home, they are all.
        return Figure(100.0, float("nan"), float("nan"), "exact", "percent")
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
    usable = held[held["value"] > 0]
    groups = {str(name): part for name, part in usable.groupby("series", sort=False)}
    if not groups or (common and len(groups) < held["series"].nunique()):
        return []
    bases = _common_bases(groups) if common else {name: int(part.index[0]) for name, part in groups.items()}
    figures = [figure_of(row) for row in as_records(held)]
    found = []
    for position, name in enumerate(texts(held["series"])):
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
    parts, wholes = ([figure_of(row) for row in as_records(frame)] for frame in (flows, held))
    keys = (held["place"].astype(str), held["origin"].astype(str))
    found = []
    for position, row in enumerate(as_records(flows)):
        same = (keys[0] == str(row["place"])) & (keys[1] == str(row["origin"])) & (held["value"] > 0)
        start = row["period_start"] if pd.notna(row["period_start"]) else row["period_end"]
        apart = (held.loc[same, "period_end"] - start).abs().dt.days
        if len(apart) and apart.min() <= FARTHEST:
            base = int(apart.idxmin())
            found.append(Derived(ratio(parts[position], wholes[base], "percent"), position, base))
    return found


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the scorecard: the figure, its statement's row, or several rows where statements are added.

    `holds` says whether a count of those who remain still stands; `left` is what departures since are reported.
    """

    figure: Figure
    rows: tuple[int, ...]
    date: pd.Timestamp
    precision: str
    place: str
    note: str = ""
    holds: bool = True
    left: Figure | None = None


@lru_cache(maxsize=16)
def scorecard(ledger: Ledger) -> pd.DataFrame:
    """Who has taken back what share of its nationals: one row a country, sorted by name.

    Columns: `origin`, `name`, then a `Cell` or None (a gap): `travelled`, `returned` (by any route), `repatriated` (in
    all, see `analysis.repatriated`), `remaining` (the newest count of any place) and `killed`; `counted`, the newest
    count of those who remain in Northeast Syria and whatever contains it, and `then`, those repatriated before it;
    `share`, a Figure in percent: `then` of `then` and `counted` together, so that nobody stands in both, None where
    either is a gap or the hedges allow anything from none to all.
    """
    names = dict(zip(texts(ledger.origins["origin"]), texts(ledger.origins["name"]), strict=True))
    cells: dict[str, dict[str, Cell]] = {
        "travelled": _newest(ledger, MEASURES["travelled"]),
        "returned": _newest(ledger, MEASURES["returned"]),
        "repatriated": {origin: _taken(ledger, taken) for origin, taken in in_all(ledger).items()},
        "remaining": {origin: _count(ledger, label) for origin, label in remaining(ledger).items()},
        "killed": _newest(ledger, MEASURES["killed"]),
        "counted": {origin: _count(ledger, label) for origin, label in remaining_of_all(ledger).items()},
    }
    cells["then"] = {
        origin: _taken(ledger, taken[origin])
        for origin, cell in cells["counted"].items()
        if origin in (taken := in_all(ledger, _before(cell)))
    }
    found = sorted({origin for held in cells.values() for origin in held}, key=lambda origin: names[origin])
    records = [
        {"origin": origin, "name": names[origin]} | {measure: cells[measure].get(origin) for measure in cells}
        for origin in found
    ]
    frame = pd.DataFrame(records, columns=["origin", "name", *cells]).astype(object)
    frame = frame.where(frame.notna(), None)
    shares = [_share(home, rest) for home, rest in zip(frame["then"], frame["counted"], strict=True)]
    return frame.assign(share=pd.Series(shares, index=frame.index, dtype=object))


def _before(cell: Cell) -> pd.Timestamp:
    """The last day of which it is sure that who came home by then is not in a count; of nobody, the day of the count.

    A count that is dated to a month or a year may be of its first day.
    """
    if cell.figure.value == 0:
        return cell.date
    unit = {"month": "M", "quarter": "Q", "year": "Y"}.get(cell.precision, "D")
    return cell.date.to_period(unit).start_time - pd.Timedelta(days=1)


def _share(home: Cell | None, rest: Cell | None) -> Figure | None:
    """Share of those taken home; None for a gap and where the hedges allow anything from none to all.

    None too where nobody was counted: that nobody is known to be left does not say that all have come.
    """
    if home is None or rest is None or rest.figure.value <= 0:
        return None
    found = share(home.figure, rest.figure)
    low, high = found.bounds
    return None if low <= 0 and high >= 100 else found


def _newest(ledger: Ledger, indicator: str) -> dict[str, Cell]:
    """The newest headline statement of all people of every nationality."""
    marked = headline(ledger, select(ledger, indicator, origin=nationalities(ledger)))
    lead = marked[(marked["role"] == "headline") & (marked["unit"] == "persons")]
    lead = lead.sort_values(["period_end", "line"], kind="stable")
    return {str(origin): _cell(part.iloc[-1]) for origin, part in lead.groupby("origin", observed=True)}


def _cell(row: pd.Series) -> Cell:
    figure, place = figure_of(row), str(row["place"])
    return Cell(figure, (label_of(row),), row["period_end"], str(row["date_precision"]), place)


def _count(ledger: Ledger, label: int) -> Cell:
    """A count of those who remain, with how it stands and who has left since."""
    row = row_at(ledger.observations, label)
    keys = (str(row[column]) for column in ("indicator", "place", "origin", "group"))
    left = departed(ledger, *keys, row["period_end"])
    return replace(_cell(row), holds=standing(ledger, row).holds, left=left)


def _taken(ledger: Ledger, taken: Taken) -> Cell:
    place = str(ledger.observations.loc[taken.rows[-1], "place"])
    return Cell(taken.figure, taken.rows, taken.until, taken.precision, place, taken.note)
