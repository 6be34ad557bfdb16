"""Charts of Explore: any indicator by any cut over time and on a map, and how many statements the ledger holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from analysis import headline, join_words, newest_publication
from analysis.cut import CUTS, SCOPES, YEARS, By, Cut, documented, overlaps, statements, year_sums
from analysis.words import date_text, number_text, period_text, unit_text
from charts.catalog import chart
from charts.common import GROUPS, headline_rows, origin_names, short_names, trend
from charts.palette import FIXED, ORDER
from charts.spec import CITED, DRAWN, ChartSpec, Mark, added, empty_points, points
from loaders import Ledger

THEMES = {
    "camps": "Camps",
    "detention": "Detention",
    "repatriation": "Repatriation",
    "camp_returns": "Returns from the camps",
    "displacement": "Displacement",
    "liberation": "Liberation",
    "coalition": "Coalition",
    "funding": "Funding",
}
CUT_NAMES: dict[By, str] = {"place": "Place", "origin": "Nationality", "group": "Group", "publisher": "Publisher"}
# What a whole number of them is called in a sentence; other units follow their number as they are written.
_SILENT = {"percent", "usd", "usd_per_month", "usd_per_day", "eur", "gbp", "km2"}
_FEW = 2
_ALL_YEARS = tuple(str(year) for year in range(2000, 2100))


def names_of(ledger: Ledger, dimension: By) -> Mapping[str, str]:
    """Names of the values of a dimension as they stand on screen."""
    if dimension == "place":
        return short_names(ledger)
    if dimension == "origin":
        return {key: name[0].upper() + name[1:] if name else key for key, name in origin_names(ledger).items()}
    if dimension == "group":
        return {group: group_name(group) for group in _values(ledger, "group")}
    return {publisher: publisher for publisher in _values(ledger, "publisher")}


def group_name(group: str) -> str:
    """Name of a group of people, as it begins a label."""
    name = GROUPS.get(group, group.replace("_", " "))
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=16)
def _values(ledger: Ledger, column: str) -> tuple[str, ...]:
    return tuple(ledger.observations[column].astype(str).unique())


@lru_cache(maxsize=4)
def _every_value(ledger: Ledger) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for column in CUTS for value in _values(ledger, column)))


def cut_options(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    """The closed lists that every filter of a cut takes its value from; which values go together is for the page."""
    return {
        "indicator": tuple(documented(ledger).index),
        "by": CUTS,
        "which": _every_value(ledger),
        "place": ("", *_values(ledger, "place")),
        "origin": ("", *_values(ledger, "origin")),
        "group": ("", *_values(ledger, "group")),
        "scope": ("", *SCOPES),
        "first": ("", *_ALL_YEARS),
        "last": ("", *_ALL_YEARS),
    }


@lru_cache(maxsize=16)
def offered_indicators(ledger: Ledger, theme: str) -> Mapping[str, str]:
    """Indicators of a theme (of all, if empty) that have figures, with their titles: headline series first."""
    counts = documented(ledger)
    rows = ledger.indicators.assign(id=ledger.indicators["indicator"].astype(str))
    rows = rows.loc[rows["id"].isin(counts.index) & ((rows["theme"] == theme) | (theme == ""))]
    rows = rows.assign(count=rows["id"].map(counts), lead=rows["headline"] == "yes")
    ordered = rows.sort_values(["lead", "count", "id"], ascending=[False, False, True], kind="stable")
    return dict(zip(ordered["id"], ordered["title"].astype(str), strict=True))


@chart("explore.series", cut_options)
def series(
    ledger: Ledger,
    *,
    indicator: str = "camp_population",
    by: By = "place",
    which: tuple[str, ...] = ("al-hol", "roj"),
    place: str = "al-hol",
    origin: str = "all",
    group: str = "total",
    scope: str = "",
    first: str = "",
    last: str = "",
) -> ChartSpec:
    """One indicator over time, one series for each chosen value of the cut; the mark follows from its kind."""
    cut = Cut(indicator, by, which, place, origin, group, scope, first, last)
    about = indicator_facts(ledger, indicator)
    rows = statements(ledger, cut)
    names = names_of(ledger, by)
    kind = about["kind"]
    mark: Mark = {"stock": "line", "cumulative": "step"}.get(kind, "dots")  # type: ignore[assignment]
    if kind == "flow" and scope == YEARS:
        data, mark = _by_year(ledger, rows, by, names), "column"
    else:
        used = rows if kind != "flow" else rows.loc[rows["scope"] == scope]
        data = _stated(used, by, names)
        mark = "column" if kind == "flow" and scope == "event" else mark
    lead = headline_rows(data)
    labels = [names.get(value, value) for value in which if names.get(value, value) in set(data["series"].astype(str))]
    if mark in ("line", "step") and len(lead) and lead.groupby("series").size().max() <= _FEW:
        mark = "dots"
    timed = not (kind == "flow" and scope == YEARS)
    unit = str(data["unit"].iloc[0]) if len(data) else about["unit"]
    return ChartSpec(
        name="explore.series",
        title=_title(about, labels, lead, kind, drawn=len(data) > 0),
        subtitle=_subtitle(ledger, cut, about, unit),
        mark=mark,
        data=data,
        unit=unit,
        x_kind="date" if timed else "category",
        colours=distinct_colours({names.get(v, v): v for v in which if names.get(v, v) in labels}),
        facet=len(labels) > 4 or (mark == "column" and timed and len(labels) > 1),
        caveats=_caveats(ledger, cut, about, data, names),
        height=0 if len(labels) > 1 else 380,
        empty=_why_empty(ledger, cut, about, names),
    )


def indicator_facts(ledger: Ledger, indicator: str) -> dict[str, str]:
    """The codebook's row of an indicator: title, short_title, unit, kind, definition, aggregation, headline, note."""
    found = ledger.indicators.loc[ledger.indicators["indicator"] == indicator]
    if found.empty:
        return dict.fromkeys(
            ("title", "short_title", "unit", "kind", "theme", "definition", "aggregation", "headline", "note"), ""
        )
    return {str(key): str(value) for key, value in found.iloc[0].items()}


def distinct_colours(ids: Mapping[str, str]) -> dict[str, str]:
    """A colour key for each label: the fixed one of its id, unless an earlier label has that hue already."""
    taken: set[str] = set()
    out: dict[str, str] = {}
    for label, key in ids.items():
        wanted = FIXED.get(key, "")
        free = [hue for hue in ORDER if hue not in taken]
        hue = wanted if wanted and wanted not in taken else free[0] if free else ORDER[len(out) % len(ORDER)]
        taken.add(hue)
        out[label] = hue
    return out


def _stated(rows: pd.DataFrame, by: By, names: Mapping[str, str]) -> pd.DataFrame:
    if rows.empty:
        return empty_points()
    ordered = rows.sort_values(["period_end", "file", "line"], kind="stable")
    return points(ordered, series=ordered[by].astype(str).map(lambda value: names.get(value, value)))


def _by_year(ledger: Ledger, rows: pd.DataFrame, by: By, names: Mapping[str, str]) -> pd.DataFrame:
    frames = [
        added(sums, rows, series=names.get(value, value), x=sums["period_end"].dt.strftime("%Y"),
              note="Sum of {n} reported operations and events")
        for value, sums in year_sums(ledger, rows, by).items()
    ]  # fmt: skip
    if not frames:
        return empty_points()
    return pd.concat(frames, ignore_index=True).sort_values(["x", "series"], kind="stable").reset_index(drop=True)


def _title(about: Mapping[str, str], labels: Sequence[str], lead: pd.DataFrame, kind: str, *, drawn: bool) -> str:
    if lead.empty:
        return f"{about['title']}: only counts that do not lead" if drawn else about["title"]
    what = "" if about["unit"] in _SILENT else unit_text(str(lead["unit"].iloc[0]))
    if len(labels) == 1 and kind != "flow":
        return trend(f"{about['title']}, {labels[0]}", lead, what)
    if len(labels) == 1:
        top = lead.loc[lead["value"].idxmax()]
        when = f"in {top['x']}" if isinstance(top["x"], str) else _span(top)
        return f"{about['title']}, {labels[0]}: highest {when}, {_told(top, what)}" if len(lead) > 1 else (
            f"{about['title']}, {labels[0]}: {_told(top, what)} {when}"
        )  # fmt: skip
    newest = lead.groupby("series", sort=False).tail(1).sort_values("value", ascending=False, kind="stable")
    said = [f"{row['series']} {row['text']} ({_when(row)})" for row in newest.head(3).to_dict("records")]
    return f"{about['short_title'] or about['title']}, newest figures: {join_words(said)}"


def _span(row: pd.Series) -> str:
    """The period of a flow as it stands in a sentence: `on 7 Feb 2026`, `in May 2019`, `for 1 Jan to 20 Feb 2026`."""
    said = period_text(row["period_start"], row["period_end"], str(row["date_precision"]))
    return f"for {said}" if " to " in said else f"{'on' if said[0].isdigit() and len(said) > 4 else 'in'} {said}"


def _told(row: pd.Series, what: str) -> str:
    return f"{row['text']} {what}".strip()


def _when(row: Mapping[str, object]) -> str:
    if isinstance(row["x"], str):
        return row["x"]
    return date_text(pd.Timestamp(str(row["period_end"])), str(row["date_precision"]))


def _subtitle(ledger: Ledger, cut: Cut, about: Mapping[str, str], unit: str) -> str:
    parts = [about["title"], unit_text(unit)]
    if cut.by != "place":
        parts.append(short_names(ledger).get(cut.place, cut.place))
    if cut.by != "origin" and cut.origin != "all":
        parts.append(origin_names(ledger).get(cut.origin, cut.origin))
    if cut.by != "group" and cut.group != "total":
        parts.append(group_name(cut.group).lower())
    if cut.scope:
        parts.append(SCOPES[cut.scope])
    if cut.first or cut.last:
        parts.append(_years_words(cut))
    return "; ".join((", ".join(parts[:2]), *(part for part in parts[2:] if part)))


def _years_words(cut: Cut) -> str:
    if cut.first and cut.last:
        return cut.first if cut.first == cut.last else f"{cut.first} to {cut.last}"
    return f"from {cut.first}" if cut.first else f"to {cut.last}" if cut.last else ""


def _caveats(
    ledger: Ledger, cut: Cut, about: Mapping[str, str], data: pd.DataFrame, names: Mapping[str, str]
) -> tuple[str, ...]:
    found = []
    inside = overlaps(ledger, cut.by, cut.which)
    if inside:
        told = join_words(f"{names.get(part, part)} of {names.get(whole, whole)}" for part, whole in inside[:3])
        found.append(f"Parts and wholes are shown side by side and are never added: {told}.")
    lead = headline_rows(data)
    joined = lead.groupby("series")["publisher"].nunique().max() if len(lead) else 0
    if about["kind"] == "stock" and cut.by != "publisher" and joined > 1:
        found.append("A line joins figures of several publishers, who may count differently; compare by publisher.")
    if about["kind"] == "cumulative" and len(data):
        starts = lead["period_start"].dropna().nunique()
        if starts > 1:
            found.append(f"The running totals start on {starts} different dates, so a lower figure need not be a fall.")
    if cut.scope == YEARS and (data["basis"] == "sum").any():
        found.append(
            "Where no source states a year's total, reported operations are added; unreported ones are missing."
        )
    elif cut.scope in ("part_period", "year_total", "alternative_count"):
        found.append("Each point stands at the end of its period; periods differ in length and may overlap.")
    if cut.by == "publisher":
        found.append("Each publisher is shown with its own statements, whichever of them leads elsewhere.")
    return tuple(found)


def _why_empty(ledger: Ledger, cut: Cut, about: Mapping[str, str], names: Mapping[str, str]) -> str:
    noun = CUT_NAMES[cut.by].lower()
    if not cut.which:
        return f"Choose at least one {noun} to see {about['title'] or 'an indicator'}."
    told = join_words(names.get(value, value) for value in cut.which[:3])
    held = [name for name in (
        short_names(ledger).get(cut.place, cut.place) if cut.by != "place" else "",
        origin_names(ledger).get(cut.origin, cut.origin) if cut.by != "origin" else "",
        group_name(cut.group) if cut.by != "group" else "",
        SCOPES.get(cut.scope, ""),
        _years_words(cut),
    ) if name]  # fmt: skip
    return (
        f"No source states {about['title']} for {told} with these choices: {', '.join(held)}. "
        "Widen the years or choose another value."
    )


def all_statements(ledger: Ledger, cut: Cut) -> ChartSpec:
    """Every statement of a cut within its years, in all kinds of periods, for the table and its CSV; never drawn."""
    about = indicator_facts(ledger, cut.indicator)
    data = _stated(statements(ledger, cut), cut.by, names_of(ledger, cut.by))
    return ChartSpec(
        name="explore.statements",
        title=f"All statements: {about['title']}",
        subtitle=_subtitle(ledger, replace(cut, scope=""), about, about["unit"]),
        mark="dots",
        data=data,
        unit=about["unit"],
        empty=_why_empty(ledger, cut, about, names_of(ledger, cut.by)),
    )


def of_source(ledger: Ledger, source: str, label: str) -> ChartSpec:
    """Every statement that rests on one source, for the table and its CSV; never drawn. `label` names the source."""
    rows = headline(ledger, ledger.observations.loc[ledger.observations["source"] == source])
    ordered = rows.sort_values(["title", "period_end", "line"], kind="stable")
    return ChartSpec(
        name="explore.source",
        title=f"Statements of {label}",
        subtitle="Every figure in the data that rests on this source",
        mark="dots",
        data=points(ordered, series=ordered["title"]) if len(ordered) else empty_points(),
        unit="",
        empty="No figure rests on this source.",
    )


@chart("explore.coverage", lambda _ledger: {"theme": ("", *THEMES)})
def coverage(ledger: Ledger, theme: str = "") -> ChartSpec:
    """Number of statements in the ledger by the year that they hold for, of one theme or of all."""
    rows = ledger.observations
    if theme:
        rows = rows.loc[rows["theme"] == theme]
    what = THEMES.get(theme, "All themes")
    upto = newest_publication(ledger)
    records = [_count(year, part, what, upto) for year, part in rows.groupby(rows["period_end"].dt.year, observed=True)]
    data = pd.DataFrame(records, columns=DRAWN + CITED) if records else empty_points()
    top = data.loc[data["value"].idxmax()] if len(data) else None
    return ChartSpec(
        name="explore.coverage",
        title=f"{what}: most statements are of {top['x']}, {top['text']} of {number_text(len(rows))}"
        if top is not None
        else what,
        subtitle="Statements in the data, number, by the year that their figure holds for",
        mark="column",
        data=data,
        unit="statements",
        x_kind="category",
        colours={what: "blue"},
    )


def _count(year: float, part: pd.DataFrame, what: str, upto: pd.Timestamp) -> dict[str, object]:
    """One drawn point that counts the statements of a year up to a day and cites the sources of all of them."""
    end = pd.Timestamp(int(year), 12, 31)
    publishers = list(part["publisher"].astype(str).value_counts().index)
    sources = list(part["source"].astype(str).unique())
    blank = dict.fromkeys(("low", "high", "rival_low", "rival_high"), float("nan"))
    return {
        **dict.fromkeys(DRAWN + CITED, ""),
        **blank,
        "series": what,
        "x": f"{year:.0f}",
        "start": pd.NaT,
        "value": float(len(part)),
        "qualifier": "exact",
        "unit": "statements",
        "role": "headline",
        "basis": "sum",
        "text": number_text(len(part)),
        "title": "Statements",
        "period_start": pd.Timestamp(int(year), 1, 1),
        "period_end": min(end, upto),
        "date_precision": "year" if end <= upto else "day",
        "as_of": min(end, upto),
        "as_of_precision": "year" if end <= upto else "day",
        "attribution": publishers[0],
        "source": "; ".join(sources),
        "source_title": f"{len(sources)} publications",
        "publisher": publishers[0] if len(publishers) == 1 else f"{publishers[0]} and {len(publishers) - 1} others",
        "published": pd.NaT,
        "published_precision": "day",
        "note": f"Count of {len(part)} statements",
        "statements": len(part),
        "file": "; ".join(part["file"].astype(str).unique()),
        "line": 0,
    }
