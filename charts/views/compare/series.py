"""Compare: places and nationalities in one chart, as stated, as an index of a base figure, or as a flow per stock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import ceil, floor, isfinite, isinf

import pandas as pd

from analysis import Figure, headline, join_words, select, standing
from analysis.compare import COMMON, FARTHEST, STOCK_OF, Derived, indexed, per_stock
from analysis.cut import YEARS, By, Cut, documented, overlaps, statements, year_sums
from analysis.origins import origin_kinds
from analysis.select import oldest_first
from analysis.totals import ALLOWED
from analysis.words import WORKED_OUT, Fact, Telling, capital, date_text, figure_text, month_text, on, the, unit_text
from analysis.words.grammar import keeping, shortest
from charts.catalog import chart
from charts.common import headline_rows, origin_names, short_names, told
from charts.defaults import CAMPS, FIRST_CAMP
from charts.spec import ChartSpec, Mark, added, combined, drawn_rows, empty_points, points, sources_of
from charts.views.explore.series import distinct_colours, indicator_facts, names_of
from loaders import Ledger
from loaders.frames import as_records

BY: tuple[By, ...] = ("place", "origin")
MODES = {
    "stated": "As stated",
    "own": "Index, each one's first figure = 100",
    "common": "Index, first common date = 100",
    "stock": "Per 100 people of the stock",
}
FEWEST, MOST = 2, 6
OPEN = ", open to both sides"


@lru_cache(maxsize=32)
def comparable(ledger: Ledger, by: By) -> Mapping[str, str]:
    """Indicators that have two or more places or nationalities to compare, with titles: headline series first.

    Flows are compared by calendar year, so only those that may be added over periods are offered.
    """
    rows = ledger.observations[ledger.observations["group"] == "total"]
    other = "origin" if by == "place" else "place"
    counts = rows.groupby([rows["indicator"].astype(str), other], observed=True)[by].nunique().groupby(level=0).max()
    about = ledger.indicators.assign(id=ledger.indicators["indicator"].astype(str))
    addable = about["aggregation"].astype(str).str.contains(ALLOWED["periods"], regex=False)
    about = about[about["id"].isin(counts.index[counts >= FEWEST]) & ((about["kind"] != "flow") | addable)]
    about = about.assign(lead=about["headline"] == "yes", count=about["id"].map(documented(ledger)))
    ordered = about.sort_values(["lead", "count", "id"], ascending=[False, False, True], kind="stable")
    return dict(zip(ordered["id"], ordered["title"].astype(str), strict=True))


def modes(indicator: str) -> tuple[str, ...]:
    """The ways in which an indicator can be compared."""
    return tuple(mode for mode in MODES if mode != "stock" or indicator in STOCK_OF)


@lru_cache(maxsize=8)
def _every_value(ledger: Ledger) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for column in BY for value in ledger.observations[column].astype(str).unique()))


def _options(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {
        "indicator": tuple(dict.fromkeys(name for by in BY for name in comparable(ledger, by))),
        "by": BY,
        "which": _every_value(ledger),
        "place": ("", *ledger.observations["place"].astype(str).unique()),
        "origin": ("", *ledger.observations["origin"].astype(str).unique()),
        "mode": tuple(MODES),
    }


@chart("compare.series", _options)
def series(
    ledger: Ledger,
    *,
    indicator: str = "camp_population",
    by: By = "place",
    which: tuple[str, ...] = CAMPS,
    place: str = FIRST_CAMP,
    origin: str = "all",
    mode: str = "stated",
) -> ChartSpec:
    """Two to six places or nationalities in one chart, as stated, as an index, or a flow per stock."""
    about = indicator_facts(ledger, indicator)
    names = names_of(ledger, by)
    flow = about["kind"] == "flow"
    cut = Cut(indicator, by, which, place, origin, "total", YEARS if flow else "")
    enough = FEWEST <= len(which) <= MOST
    data = _stated(ledger, cut, names, flow=flow) if enough else empty_points()
    lead = headline_rows(data)
    left_out: tuple[str, ...] = ()
    bases: list[object] = []
    if mode in ("own", "common"):
        found = indexed(lead, common=mode == "common")
        bases = list(lead["period_end"].iloc[[one.base for one in found]])
        data = derived_points(lead, lead, found, "index")
    elif mode == "stock":
        data = derived_points(lead, *_per_stock(ledger, lead), "percent")
    if mode != "stated":
        kept = set(data["series"].astype(str))
        left_out = tuple(name for name in lead["series"].astype(str).unique() if name not in kept)
    kind_mark: Mark = "column" if flow else "step" if about["kind"] == "cumulative" else "line"
    shown = headline_rows(data)
    if kind_mark != "column" and len(shown) and shown.groupby("series").size().max() <= FEWEST:
        kind_mark = "dots"
    unit = {"stated": about["unit"], "stock": "percent"}.get(mode, "index")
    labels = {names.get(value, value): value for value in which}
    return ChartSpec(
        name="compare.series",
        title=_title(ledger, about, shown, mode, by=by, bases=bases),
        subtitle=_subtitle(ledger, cut, about, mode, unit),
        mark=kind_mark,
        data=data,
        unit=unit,
        x_kind="category" if flow else "date",
        colours=distinct_colours(
            ledger, {name: value for name, value in labels.items() if name in set(data["series"])}
        ),
        height=400,
        caveats=_caveats(ledger, cut, mode, names, left_out, bases),
        empty=_why_empty(lead, mode, by, enough=enough),
    )


def _stated(ledger: Ledger, cut: Cut, names: Mapping[str, str], *, flow: bool) -> pd.DataFrame:
    rows = statements(ledger, cut)
    if rows.empty:
        return empty_points()
    if not flow:
        ordered = oldest_first(rows)
        return points(ordered, series=ordered[cut.by].astype(str).map(lambda value: names.get(value, value)))
    frames = [
        added(
            sums,
            rows,
            series=names.get(value, value),
            x=sums["period_end"].dt.strftime("%Y"),
            note="Sum of {n} reported operations and events",
        )
        for value, sums in year_sums(ledger, rows, cut.by).items()
    ]
    if not frames:
        return empty_points()
    return pd.concat(frames, ignore_index=True).sort_values(["x", "series"], kind="stable").reset_index(drop=True)


def _per_stock(ledger: Ledger, flows: pd.DataFrame) -> tuple[pd.DataFrame, list[Derived]]:
    if flows.empty or str(flows["indicator"].iloc[0]) not in STOCK_OF:
        return empty_points(), []
    rows = headline(ledger, select(ledger, STOCK_OF[str(flows["indicator"].iloc[0])]))
    rows = rows[(rows["role"] == "headline") & (rows["unit"] == "persons")]
    stocks = points(rows, series="") if len(rows) else empty_points()
    return stocks, per_stock(flows, stocks)


def derived_points(rows: pd.DataFrame, bases: pd.DataFrame, found: Iterable[Derived], unit: str) -> pd.DataFrame:
    """Indices (unit `index`) or rates (unit `percent`) as drawn rows that cite both statements; the note says how."""
    parts, wholes = as_records(rows), as_records(bases)
    records = [_derived(parts[one.row], wholes[one.base], one, unit) for one in found]
    return drawn_rows(records)


def _derived(part: dict[str, object], whole: dict[str, object], one: Derived, unit: str) -> dict[str, object]:
    figure = rounded(one.figure)
    said, base = (f"{row['text']} ({_when(row)}, {row['publisher']})" for row in (part, whole))
    is_base = unit == "index" and one.figure.value == 100 and part is whole
    note = f"{said} is the base, 100" if is_base else f"{said} / {base} x 100"
    return (
        part
        | numbers(figure, unit)
        | cited_both(part, whole)
        | {
            "basis": "index" if unit == "index" else "rate",
            "note": note,
        }
    )


def numbers(figure: Figure, unit: str) -> dict[str, object]:
    """The figure columns of a drawn row for a computed figure; text says where both ends are open."""
    text = figure_text(Figure(figure.value, figure.low, figure.high, figure.qualifier, unit))
    if isinf(figure.high):
        text += OPEN
    nan = float("nan")
    return {
        "value": figure.value,
        "low": figure.low,
        "high": nan if isinf(figure.high) else figure.high,
        "qualifier": figure.qualifier,
        "unit": unit,
        "text": text,
        "role": "headline",
        "rival_low": nan,
        "rival_high": nan,
        "clause": "",
        "locator": "",
    }


def cited_both(part: Mapping[str, object], whole: Mapping[str, object]) -> dict[str, object]:
    """The citation of a figure that is worked out from two statements."""
    both = combined((part, whole))
    kept = (
        "sources",
        "source",
        "source_title",
        "publisher",
        "attribution",
        "stated_by",
        "published",
        "published_precision",
        "url",
        "carried_by",
        "as_of",
        "as_of_precision",
        "files",
        "file",
        "line",
    )
    return {column: both[column] for column in kept} | {"statements": max(2, len(sources_of(both)))}


def rounded(figure: Figure) -> Figure:
    """A computed figure to one decimal, a lower bound rounded down and an upper bound up, so that both stay true."""
    value = {"at_least": _down, "at_most": _up}.get(figure.qualifier, _near)(figure.value)
    return Figure(value, _down(figure.low), _up(figure.high), figure.qualifier, figure.unit)


def _near(value: float) -> float:
    return round(value, 1)


def _down(value: float) -> float:
    return floor(round(value * 10, 6)) / 10 if isfinite(value) else value


def _up(value: float) -> float:
    return ceil(round(value * 10, 6)) / 10 if isfinite(value) else value


def _when(row: Mapping[str, object]) -> str:
    if isinstance(row["x"], str) and row["x"]:
        return row["x"]
    return date_text(pd.Timestamp(str(row["period_end"])), str(row["date_precision"]))


_SAID = 3  # series that a sentence names


def _title(
    ledger: Ledger, about: Mapping[str, str], shown: pd.DataFrame, mode: str, *, by: By, bases: Sequence[object]
) -> str:
    """The newest figure of each series with its date: those that still hold first, the others as the last known."""
    name = capital(about["short_title"] or about["title"]) or "Nothing to compare"
    lead = shown[~shown["text"].astype(str).str.endswith(OPEN)] if len(shown) else shown
    if lead.empty:
        open_ended = len(shown) > 0
        return f"{name}: {'the hedges leave open how they compare' if open_ended else 'no comparison can be told'}"
    newest = lead.groupby("series", sort=False).tail(1)
    holds = [mode == "stated" and standing(ledger, row).holds for row in as_records(newest)]
    newest = newest.assign(_holds=holds).sort_values(["_holds", "value"], ascending=[False, False], kind="stable")
    kind = about["kind"]
    told_of = [_told_of(ledger, row, mode, by, kind) for row in as_records(newest.head(_SAID))]
    if mode in ("own", "common"):
        base = month_text(min(pd.Timestamp(str(day)) for day in bases)) if mode == "common" else "first figure"
        name = f"{name}, {base} = 100"
    # The base is a scale and opens no sentence: what it says first is the first of its figures.
    scale = [WORKED_OUT] if mode in ("own", "common") else []
    texts = [_joined(told_of[:count]) for count in range(len(told_of), 0, -1)]
    variants = [Telling(f"{name}: {text}", text, *scale) for text in texts if text]
    return shortest(*variants, capital(texts[-1]))


def _told_of(ledger: Ledger, row: Mapping[str, object], mode: str, by: By, kind: str) -> tuple[str, str, str, str]:
    """What is said of a series: its name, the verb, the figure, and when; a place that has closed has no figure.

    The figure tells its row.
    """
    name = _named(ledger, row, by)
    ended = standing(ledger, row) if mode == "stated" else None
    if ended is not None and ended.state in ("closed", "emptied") and float(str(row["value"])) == 0:
        how = Telling("closed" if ended.state == "closed" else "empty", Fact(row))
        return name, "was", how, on(ended.on, ended.precision)
    figure = told(row).said if mode == "stated" else str(row["text"])
    figure += " of the stock" if mode == "stock" else ""
    people = by == "origin" and name.endswith("nationals") and row["unit"] == "persons"
    verb = "came to" if mode != "stated" else "numbered" if people else "had"
    when = told(row).by if kind == "cumulative" else told(row).when
    return name, verb, Telling(figure, told(row)), f"in {row['x']}" if isinstance(row["x"], str) else when


def _joined(parts: Sequence[tuple[str, str, str, str]]) -> str:
    """Clauses of one sentence: a verb and a date are said once in a row; empty where a date would come up again."""
    words: list[str] = []
    verb_before, dates = "", [""]
    for name, verb, figure, when in parts:
        if when != dates[-1] and when in dates:
            return ""
        said = [name, verb if verb != verb_before or verb == "was" else "", figure, when if when != dates[-1] else ""]
        words.append(keeping(" ".join(part for part in said if part), figure))
        verb_before = verb
        dates.append(when)
    return join_words(words)


def _named(ledger: Ledger, row: Mapping[str, object], by: By) -> str:
    """The name of a series in a sentence: `the United States`, `Roj camp`, `third-country nationals`."""
    if by != "origin":
        return the(str(row["series"]))
    origin = str(row["origin"])
    name = origin_names(ledger).get(origin, str(row["series"]))
    return f"{name} nationals" if origin_kinds(ledger).get(origin) == "aggregate" and origin != "all" else the(name)


def _subtitle(ledger: Ledger, cut: Cut, about: Mapping[str, str], mode: str, unit: str) -> str:
    parts = [about["title"], MODES[mode].lower() if mode != "stated" else unit_text(unit)]
    if cut.by != "place":
        parts.append(short_names(ledger).get(cut.place, cut.place))
    elif cut.origin != "all":
        parts.append(origin_names(ledger).get(cut.origin, cut.origin))
    if cut.scope == YEARS:
        parts.append("by calendar year")
    return "; ".join((", ".join(parts[:2]), *(part for part in parts[2:] if part)))


def _caveats(
    ledger: Ledger,
    cut: Cut,
    mode: str,
    names: Mapping[str, str],
    left_out: Sequence[str],
    bases: Sequence[object],
) -> tuple[str, ...]:
    found = []
    inside = overlaps(ledger, cut.by, cut.which)
    if inside:
        told = join_words(f"{names.get(part, part)} of {names.get(whole, whole)}" for part, whole in inside[:3])
        found.append(f"Parts and wholes are shown side by side and are never added: {told}.")
    if mode in ("own", "common"):
        found.append(
            "Index: each figure divided by the base figure of its series, times 100; hedges of both are carried, so "
            "the index of an at least figure is at least. The data name both statements."
        )
    if mode == "common":
        days = sorted({pd.Timestamp(str(day)) for day in bases})
        told = f": {join_words(date_text(day) for day in days)}" if days else ""
        found.append(f"The common date is the first at which every series has a figure within {COMMON} days{told}.")
    if mode == "stock":
        stock = indicator_facts(ledger, STOCK_OF.get(cut.indicator, ""))["title"]
        found.append(
            f"Rate: the year's figure divided by the headline figure of {stock} for the same place and nationality "
            f"that holds nearest to the start of the year, at most {FARTHEST} days off, times 100; the data name it."
        )
    if left_out:
        found.append(f"Left out for want of a base or a stock: {join_words(left_out)}.")
    return tuple(found)


def _why_empty(lead: pd.DataFrame, mode: str, by: By, *, enough: bool) -> str:
    noun = "places" if by == "place" else "nationalities"
    if not enough:
        return f"Choose two to six {noun}."
    if lead.empty:
        return f"No source states this measure for these {noun}."
    if mode == "common":
        return f"These {noun} share no date within {COMMON} days: choose the index of each one's first figure."
    if mode == "stock":
        return f"No stock of the same {noun} is known within {FARTHEST} days of these figures."
    return "None of these figures can be a base of 100, because all are zero."
