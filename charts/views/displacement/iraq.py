"""Charts of displacement inside Iraq: every round of IOM's count by governorate, the displaced against the returned."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import headline, select, total
from analysis.headline import mark, primacy
from analysis.words import date_text, direction, on
from analysis.words.displaced import (
    came_mostly_from,
    counts_differed,
    each_had,
    had_most,
    no_figure,
    out_and_back,
    peaked_in,
    said_and_counted,
    untold,
)
from charts import maps
from charts.catalog import chart
from charts.common import (
    event_points,
    event_sentence,
    headline_rows,
    lands,
    past,
    people_sentence,
    series_points,
    short_names,
    told,
)
from charts.spec import ChartSpec, MapView, empty_points, points
from charts.views.displacement.rounds import (
    HUES,
    WHAT,
    WORDS,
    body_of,
    changed_cover,
    coalition_statement,
    factors,
    gaps,
    governorate_rows,
    iraq_places,
    latest_round,
    named,
    national_rows,
    of_one_body,
    of_round,
    of_the_list,
    out_and_back_points,
    rounds,
    thin,
    turns,
)
from loaders import Ledger
from loaders.frames import as_records, row_of_max, texts

IRAQ = (38.6, 28.9, 48.8, 37.5)
_COLOURS = {"Displaced": "orange", "Returned": "blue"}
_NEAR = pd.Timedelta(days=61)
_SAME_TIME = pd.Timedelta(days=31)


def _round_option(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"what": tuple(WHAT), "day": rounds(ledger) or ("",)}


def _on(ledger: Ledger, what: str, day: str) -> pd.DataFrame:
    rows = governorate_rows(ledger, what)
    return rows[rows["period_end"] == (pd.Timestamp(day) if day else pd.NaT)].sort_values(
        "value", ascending=False, kind="stable"
    )


def _no_round(what: str, day: str) -> str:
    return no_figure(f"{WORDS[what]} by governorate of Iraq", on(pd.Timestamp(day)) if day else "")


@chart("displacement.iraq_map", _round_option)
def iraq_map(ledger: Ledger, what: str = "idps", day: str = "") -> ChartSpec:
    """Displaced people or returnees by governorate of Iraq in one round, in classes that hold for all rounds."""
    chosen = day or latest_round(ledger)
    rows = _on(ledger, what, chosen)
    names = short_names(ledger)
    data = points(rows, series=WHAT[what], x=rows["place"].astype(str).map(names)) if len(rows) else empty_points()
    areas: pd.DataFrame | None = None
    bounds: tuple[float, ...] = ()
    title = _no_round(what, chosen)
    if len(rows):
        bounds = maps.breaks(governorate_rows(ledger, what)["value"])
        iso = dict(zip(texts(ledger.places["place"]), texts(ledger.places["iso_3166_2"]), strict=True))
        areas = pd.DataFrame(
            {
                "iso": data["place"].astype(str).map(iso),
                "name": data["x"],
                "value": data["value"],
                "figure": data["text"],
                "text": data["text"] + f" {WORDS[what]}",
                "klass": [maps.klass(v, bounds) for v in data["value"]],
            }
        )
        title = had_most(
            named(ledger, rows, 2),
            f"{WORDS[what]} in Iraq",
            past=past(ledger, rows.iloc[0]),
            whole=total(ledger, rows, "places") if len(rows) > 1 else None,
        )
    return ChartSpec(
        name="displacement.iraq_map",
        title=title,
        subtitle=f"{WORDS[what].capitalize()} by governorate of Iraq, people, {of_round(ledger, rows, chosen)}; "
        "the classes are the same for every round",
        mark="map",
        data=data,
        unit="persons",
        x_kind="category",
        map=MapView(IRAQ, areas=areas, breaks=bounds, area_label=WORDS[what].capitalize()),
        caveats=factors(rows),
        empty=_none(ledger, what),
    )


def _none(ledger: Ledger, what: str) -> str:
    rows = governorate_rows(ledger, what)
    if rows.empty:
        return f"No count of {WORDS[what]} by governorate is known."
    first = date_text(rows["period_end"].min())
    return f"{body_of(rows)} counts {WORDS[what]} by governorate from {first}; choose a later round."


@chart("displacement.iraq_ranked", _round_option)
def iraq_ranked(ledger: Ledger, what: str = "idps", day: str = "") -> ChartSpec:
    """The governorates of Iraq in one round, ranked."""
    chosen = day or latest_round(ledger)
    rows = _on(ledger, what, chosen)
    names = short_names(ledger)
    data = points(rows, series=WHAT[what], x=rows["place"].astype(str).map(names)) if len(rows) else empty_points()
    return ChartSpec(
        name="displacement.iraq_ranked",
        title=each_had(named(ledger, rows, 3), WORDS[what], past=past(ledger, rows.iloc[0]))
        if len(rows)
        else _no_round(what, chosen),
        subtitle=f"{WORDS[what].capitalize()} by governorate of Iraq, people, {of_round(ledger, rows, chosen)}",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours=_COLOURS,
        empty=_none(ledger, what),
    )


def _out_and_back_title(ledger: Ledger, where: str, data: pd.DataFrame, noun: str) -> str:
    """Both stocks in one sentence where one body counts both, else the displaced alone."""
    out, back = headline_rows(data, "Displaced"), headline_rows(data, "Returned")
    if len(out) and len(back) and body_of(out) == body_of(back):
        fled, home = out.iloc[-1], back.iloc[-1]
        return out_and_back(
            where, noun, told(fled), told(home), out_past=past(ledger, fled), back_past=past(ledger, home)
        )
    if out.empty and len(back):
        return people_sentence(ledger, noun, f"back in {where}", back)
    return people_sentence(ledger, noun, f"displaced in {where}", out)


@chart("displacement.iraq_over_time", lambda ledger: {"place": iraq_places(ledger)})
def iraq_over_time(ledger: Ledger, place: str = "iraq") -> ChartSpec:
    """The displaced against the returned in Iraq or one governorate, the last round of IOM's count in each month."""
    data = out_and_back_points(ledger, place, 1)
    where = short_names(ledger).get(place, place)
    notes = factors(governorate_rows(ledger, "idps")) + changed_cover(ledger, data)
    if place == "iraq":
        notes += of_the_list(ledger, governorate_rows(ledger, "idps"))
        notes += of_one_body(national_rows(ledger, "idps")) + gaps(headline_rows(data, "Displaced"))
    return ChartSpec(
        name="displacement.iraq_over_time",
        title=_out_and_back_title(ledger, where, data, "people"),
        subtitle=f"People in {where}: displaced, and back in their district of origin; the last round of each month "
        "and the highest",
        mark="line",
        data=data,
        unit="persons",
        colours=_COLOURS,
        markers=turns(ledger, place, data),
        caveats=notes,
        height=400,
    )


@chart("displacement.iraq_households")
def iraq_households(ledger: Ledger) -> ChartSpec:
    """The same count in households, as IOM takes it."""
    data = out_and_back_points(ledger, "iraq", 3, "households")
    return ChartSpec(
        name="displacement.iraq_households",
        title=_out_and_back_title(ledger, short_names(ledger).get("iraq", "Iraq"), data, "households"),
        subtitle="Households displaced and returned in Iraq, the last round of each quarter and the highest",
        mark="line",
        data=data,
        unit="households",
        colours=_COLOURS,
    )


@chart("displacement.iraq_panels", lambda _ledger: {"what": tuple(WHAT)})
def iraq_panels(ledger: Ledger, what: str = "idps") -> ChartSpec:
    """The six governorates with the highest figures, one panel each, the last round of every half-year."""
    rows = governorate_rows(ledger, what).sort_values(["period_end", "line"], kind="stable")
    place = rows["place"].astype(str)
    highest = rows.groupby(place)["value"].max().sort_values(ascending=False).head(6)
    parts = [thin(rows[place == governorate], 6) for governorate in highest.index]
    kept = pd.concat(parts) if parts else rows
    names = short_names(ledger)
    label = kept["place"].astype(str).map(names)
    data = points(kept, series=label) if len(kept) else empty_points()
    title = no_figure(f"{WORDS[what]} by governorate of Iraq")
    if len(data):
        top = row_of_max(data, "value")
        newest = data.loc[data["series"] == top["series"], "period_end"].max()
        where = (str(top["series"]), told(top))
        title = peaked_in("Displacement" if what == "idps" else "The number of returnees", *where)
        if top["period_end"] == newest:
            title = had_most([where], f"{WORDS[what]} in Iraq", past=past(ledger, top))
    return ChartSpec(
        name="displacement.iraq_panels",
        title=title,
        subtitle=f"{WORDS[what].capitalize()} in the six governorates with the highest figures, the last round of each "
        "half-year and the highest",
        mark="line",
        data=data,
        unit="persons",
        facet=True,
        colours={names.get(p, p): _COLOURS[WHAT[what]] for p in highest.index},
    )


@chart("displacement.iraq_sources")
def iraq_sources(ledger: Ledger) -> ChartSpec:
    """How the bodies with the longest series count the displaced in Iraq at the end of each year."""
    rows = select(ledger, "idps", place="iraq", origin="irq")
    body, year = rows["counter"].astype(str), rows["period_end"].dt.year
    years = year.groupby(body).nunique().sort_values(ascending=False, kind="stable")
    bodies = list(years[years > 1].index[: len(HUES)])
    frames = []
    for name in bodies:
        own = mark(ledger, rows[body == name])
        own = own[own["role"] == "headline"].sort_values("period_end", kind="stable").groupby(year).tail(1)
        frames.append(points(own, series=name))
    data = pd.concat(frames, ignore_index=True) if frames else empty_points()
    differs = ledger.indicators.loc[ledger.indicators["indicator"] == "idps", "differs"].astype(str)
    return ChartSpec(
        name="displacement.iraq_sources",
        title=_sources_title(ledger, data),
        subtitle="Displaced people in Iraq, the last figure of each body in the year",
        mark="line",
        data=data,
        unit="persons",
        colours=dict(zip(bodies, HUES, strict=False)),
        caveats=tuple(text for text in differs if text),
    )


def _sources_title(ledger: Ledger, data: pd.DataFrame) -> str:
    """The year in which figures of the same weeks lie furthest apart, with the lowest and the highest."""
    if data.empty:
        return no_figure("displaced people in Iraq")
    year = data["period_end"].dt.year
    # Figures of another season are no other count of the same time.
    late = data[data["period_end"] >= data["period_end"].groupby(year).transform("max") - _SAME_TIME]
    pairs = [part.sort_values("value", kind="stable") for _, part in late.groupby(year) if len(part) > 1]
    # What rounding alone may explain is no difference.
    pairs = [part for part in pairs if direction(told(part.iloc[-1]), told(part.iloc[0])) > 0]
    if not pairs:
        lead = data[data["series"] == row_of_max(data, "period_end")["series"]]
        return people_sentence(ledger, "people", "displaced in Iraq", lead)
    worst = max(pairs, key=lambda part: float(part["value"].iloc[-1] - part["value"].iloc[0]))
    low, high = worst.iloc[0], worst.iloc[-1]
    return counts_differed(
        "Counts of Iraq's displaced",
        f"in {high['period_end']:%Y}",
        (str(low["series"]), told(low)),
        (str(high["series"]), told(high)),
        past=past(ledger, high),
    )


@chart("displacement.iraq_statement", formerly="displacement.statement_2019")
def iraq_statement(ledger: Ledger) -> ChartSpec:
    """The Coalition's statement on the displaced in Iraq beside the counts of those months."""
    rows = headline(ledger, select(ledger, "idps", place="iraq", origin="irq"))
    stated = coalition_statement(ledger)
    near = rows.iloc[:0]
    if len(stated):
        near = rows[(rows["period_end"] - stated["period_end"].iloc[0]).abs() <= _NEAR]
    near = near.sort_values(["period_end", "value", "line"], kind="stable")
    near = near.drop_duplicates(["counter", "period_end", "value"])
    label = pd.Series(
        [f"{r['counter']}, {date_text(r['period_end'])}" for r in as_records(near)],
        index=near.index,
        dtype=object,
    )
    # Every statement is drawn as what it says, not as a light mark of another.
    data = points(near.assign(role="headline"), series="Displaced", x=label) if len(near) else empty_points()
    return ChartSpec(
        name="displacement.iraq_statement",
        title=_statement_title(stated, near),
        subtitle="Displaced people in Iraq as stated within two months of that day",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Displaced": "orange"},
    )


def _statement_title(stated: pd.DataFrame, near: pd.DataFrame) -> str:
    """What the Coalition said beside the nearest count of another body."""
    if stated.empty:
        return "No statement of the Coalition on the displaced in Iraq is on record"
    one = stated.iloc[0]
    others = near[near["counter"] != str(one["counter"])]
    apart = (others["period_end"] - one["period_end"]).abs()
    ranked = others.assign(_apart=apart, _rank=primacy(others)).sort_values(["_apart", "_rank", "line"], kind="stable")
    count = (str(ranked.iloc[0]["counter"]), told(ranked.iloc[0])) if len(ranked) else None
    return said_and_counted(("The Coalition", told(one)), "displaced in Iraq", count)


@chart("displacement.iraq_home")
def iraq_home(ledger: Ledger) -> ChartSpec:
    """The displaced by the governorate that they fled from."""
    rows = select(ledger, "idps_by_origin_governorate", origin="irq")
    data = series_points(ledger, rows, "place", short_names(ledger), roles=False)
    title = untold("where Iraq's displaced people fled from")
    if len(data):
        newest = data[data["period_end"] == data["period_end"].max()].sort_values(
            "value", ascending=False, kind="stable"
        )
        top = newest.iloc[0]
        title = came_mostly_from(
            "displaced Iraqis", str(top["series"]), told(top), several=len(newest) > 1, past=past(ledger, top)
        )
    order = data.groupby("series")["value"].max().sort_values(ascending=False).index.tolist() if len(data) else []
    return ChartSpec(
        name="displacement.iraq_home",
        title=title,
        subtitle="People displaced anywhere in Iraq by the governorate that they fled from, one scale",
        mark="line",
        data=data,
        unit="persons",
        facet=True,
        colours=dict.fromkeys(order, "orange"),
        caveats=factors(data),
    )


@chart("displacement.timeline")
def timeline(ledger: Ledger) -> ChartSpec:
    """Events that displaced people, by country."""
    rows = ledger.events[ledger.events["category"] == "displacement"]
    rows = rows.sort_values(["date", "line"], kind="stable")
    hues = {"Iraq": "irq", "Syria": "syr", "Elsewhere": "purple"}
    lane = [land if (land := lands(ledger)[place]) in hues else "Elsewhere" for place in texts(rows["place"])]
    return ChartSpec(
        name="displacement.timeline",
        title=event_sentence(rows.iloc[-1]) if len(rows) else "No event of displacement is on record",
        subtitle="Waves of flight, turns and agreements by country",
        mark="timeline",
        data=event_points(rows.assign(lane=lane), by="lane"),
        unit="",
        colours=hues,
    )
