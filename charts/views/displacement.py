"""Charts of displacement inside Iraq: every round of IOM's count by governorate, the displaced against the returned."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from analysis import figure_of, headline, join_words, select, total
from analysis.headline import mark
from analysis.words import date_text
from charts import deck
from charts.catalog import chart
from charts.common import break_markers, event_points, headline_rows, on, series_points, short_names, trend, when
from charts.spec import ChartSpec, MapView, empty_points, points
from loaders import Ledger

IRAQ = (38.6, 28.9, 48.8, 37.5)
WHAT = {"idps": "Displaced", "returnees": "Returned"}
WORDS = {"idps": "displaced people", "returnees": "returnees"}
_COLOURS = {"Displaced": "orange", "Returned": "blue"}
# Publications that carry on IOM's count (Displacement Tracking Matrix) after its own lists end.
_CARRIED = ("acaps-2026-inform-severity",)
_COALITION_2019 = "coalition-2019-novministerial"
_NEAR = pd.Timedelta(days=61)
_SEVERE = {"iraq": "Iraq", "ninewa": "Ninewa", "salah-al-din": "Salah al-Din"}


@lru_cache(maxsize=16)
def governorate_rows(ledger: Ledger, what: str) -> pd.DataFrame:
    """Headline figures of IOM's count by governorate of Iraq, in people; `what` is idps or returnees. Do not change."""
    rows = headline(ledger, select(ledger, what, origin="irq"))
    keep = (rows["role"] == "headline") & (rows["place_kind"].astype(str) == "admin1") & (rows["country"] == "IRQ")
    return rows.loc[keep]


@lru_cache(maxsize=8)
def rounds(ledger: Ledger) -> tuple[str, ...]:
    """Dates of IOM's rounds with figures by governorate, oldest first, as YYYY-MM-DD."""
    found: set[str] = set()
    for what in WHAT:
        rows = governorate_rows(ledger, what)
        size = rows.groupby("period_end", observed=True)["place"].nunique()
        found |= {day.strftime("%Y-%m-%d") for day in size.index[size >= 5]}
    return tuple(sorted(found))


def latest_round(ledger: Ledger) -> str:
    """The newest of `rounds`; empty where the ledger has none."""
    return rounds(ledger)[-1] if rounds(ledger) else ""


@lru_cache(maxsize=8)
def iraq_places(ledger: Ledger) -> tuple[str, ...]:
    """Iraq, then its governorates with figures, the most affected first."""
    rows = governorate_rows(ledger, "idps")
    return ("iraq", *rows.groupby(rows["place"].astype(str))["value"].max().sort_values(ascending=False).index)


def _round_option(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"what": tuple(WHAT), "day": rounds(ledger) or ("",)}


def factors(rows: pd.DataFrame) -> tuple[str, ...]:
    """How people were reckoned from households, as the notes of the data say: one sentence, dated where it changes."""
    note = rows["note"].astype(str).str.extract(r"([^;]*household[^;]*)", expand=False).str.strip()
    told = rows.loc[note.notna()]
    if told.empty:
        return ()
    first = told.assign(how=note, key=note.str.lower()).sort_values("period_end").drop_duplicates("key")
    dates = dict(zip(first["how"], first["period_end"], strict=True))
    how = [f"“{text}” from {date_text(day)}" if len(dates) > 1 else f"“{text}”" for text, day in dates.items()]
    return (f"IOM counts households and reckons people from them. The note on these figures: {join_words(how)}.",)


def thin(rows: pd.DataFrame, months: int) -> pd.DataFrame:
    """The last row of every span of `months` and the highest of all, in date order, so that a chart stays light."""
    if rows.empty:
        return rows
    span = (rows["period_end"].dt.year * 12 + rows["period_end"].dt.month - 1) // months
    last = rows.groupby(span).tail(1)
    top = rows.loc[[rows["value"].idxmax()]]
    both = pd.concat([last, top])
    return both.loc[~both.index.duplicated()].sort_values(["period_end", "line"], kind="stable")


def _on(ledger: Ledger, what: str, day: str) -> pd.DataFrame:
    rows = governorate_rows(ledger, what)
    return rows.loc[rows["period_end"] == (pd.Timestamp(day) if day else pd.NaT)].sort_values(
        "value", ascending=False, kind="stable"
    )


def _day(day: str) -> str:
    return on(pd.Timestamp(day), "day") if day else "no round known"


def _round_title(ledger: Ledger, what: str, rows: pd.DataFrame, day: str) -> str:
    """Which governorate leads in a round, of how many in all, with the round before for scale."""
    if rows.empty:
        return f"No count of {WORDS[what]} by governorate {on(pd.Timestamp(day), 'day') if day else ''}".rstrip()
    top = rows.iloc[0]
    whole = total(ledger, rows, "places")
    name = short_names(ledger)[str(top["place"])]
    verb = "has the most displaced people" if what == "idps" else "has the most returnees"
    return (
        f"{name} {verb} on {date_text(top['period_end'])}: {figure_of(top.to_dict()).text} of {whole.text} "
        f"in {len(rows)} governorates"
    )


@chart("displacement.iraq_map", _round_option)
def iraq_map(ledger: Ledger, what: str = "idps", day: str = "") -> ChartSpec:
    """Displaced people or returnees by governorate of Iraq in one round, in classes that hold for all rounds."""
    chosen = day or latest_round(ledger)
    rows = _on(ledger, what, chosen)
    names = short_names(ledger)
    data = points(rows, series=WHAT[what], x=rows["place"].astype(str).map(names)) if len(rows) else empty_points()
    areas: pd.DataFrame | None = None
    bounds: tuple[float, ...] = ()
    if len(rows):
        bounds = deck.breaks(governorate_rows(ledger, what)["value"])
        iso = dict(zip(ledger.places["place"].astype(str), ledger.places["iso_3166_2"].astype(str), strict=True))
        areas = pd.DataFrame(
            {
                "iso": data["place"].astype(str).map(iso), "name": data["x"], "value": data["value"],
                "text": data["text"] + f" {WORDS[what]}", "klass": [deck.klass(v, bounds) for v in data["value"]],
            }
        )  # fmt: skip
    return ChartSpec(
        name="displacement.iraq_map",
        title=_round_title(ledger, what, rows, chosen),
        subtitle=f"{WORDS[what].capitalize()} by governorate {'of displacement' if what == 'idps' else 'of return'}, "
        f"people, {_day(chosen)}; the classes are the same for every round",
        mark="map",
        data=data,
        unit="persons",
        x_kind="category",
        map=MapView(IRAQ, areas=areas, breaks=bounds, area_label=WORDS[what].capitalize()),
        caveats=factors(rows),
        empty=_none(ledger, what),
    )


def _none(ledger: Ledger, what: str) -> str:
    first = governorate_rows(ledger, what)["period_end"].min()
    if pd.isna(first):
        return f"No count of {WORDS[what]} by governorate is known."
    return f"IOM counts {WORDS[what]} by governorate from {date_text(first)}; choose a later round."


@chart("displacement.iraq_ranked", _round_option)
def iraq_ranked(ledger: Ledger, what: str = "idps", day: str = "") -> ChartSpec:
    """The governorates of Iraq in one round, ranked."""
    chosen = day or latest_round(ledger)
    rows = _on(ledger, what, chosen)
    names = short_names(ledger)
    data = points(rows, series=WHAT[what], x=rows["place"].astype(str).map(names)) if len(rows) else empty_points()
    three = join_words([f"{r['x']} ({r['text']})" for r in data.head(3).to_dict("records")]) if len(data) else ""
    return ChartSpec(
        name="displacement.iraq_ranked",
        title=f"Most {WORDS[what]} are in {three}" if three else _round_title(ledger, what, rows, chosen),
        subtitle=f"{WORDS[what].capitalize()} by governorate, people, {_day(chosen)}",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours=_COLOURS,
        empty=_none(ledger, what),
    )


def _national(ledger: Ledger, what: str, group: str = "total") -> pd.DataFrame:
    """IOM's national figures, judged among themselves, so that the line follows one way of counting."""
    rows = select(ledger, what, place="iraq", origin="irq", group=group)
    own = (rows["publisher"].astype(str) == "IOM") | rows["source"].astype(str).isin(_CARRIED)
    return mark(ledger, rows.loc[own])


@chart("displacement.iraq_over_time", lambda ledger: {"place": iraq_places(ledger)})
def iraq_over_time(ledger: Ledger, place: str = "iraq") -> ChartSpec:
    """The displaced against the returned in Iraq or one governorate, the last round of IOM's count in each month."""
    frames = []
    for what, name in WHAT.items():
        if place == "iraq":
            rows = _national(ledger, what)
            rows = rows.loc[rows["role"] == "headline"]
        else:
            rows = governorate_rows(ledger, what)
            rows = rows.loc[rows["place"].astype(str) == place]
        rows = thin(rows.sort_values(["period_end", "line"], kind="stable"), 1)
        if len(rows):
            frames.append(points(rows, series=name))
    data = pd.concat(frames, ignore_index=True) if frames else empty_points()
    where = short_names(ledger).get(place, place)
    out, back = headline_rows(data, "Displaced"), headline_rows(data, "Returned")
    title = trend(f"Displaced people in {where}", out)
    if len(back):
        title += f"; {back.iloc[-1]['text']} are back {when(back.iloc[-1])}"
    notes = factors(governorate_rows(ledger, "idps"))
    if place == "iraq":
        notes += (
            (
                "The line is IOM's count alone; other sources are in the chart of sources. Figures after the last of "
                "IOM's lists come from its reports, the newest from ACAPS, which quotes them."
            ),
        )
    return ChartSpec(
        name="displacement.iraq_over_time",
        title=title,
        subtitle=f"People in {where}: displaced, and back in their district of origin, by the last of IOM's rounds "
        "in each month and the highest",
        mark="line",
        data=data,
        unit="persons",
        colours=_COLOURS,
        markers=break_markers(ledger, data),
        caveats=notes,
        height=400,
    )


@chart("displacement.iraq_households")
def iraq_households(ledger: Ledger) -> ChartSpec:
    """The same count in households, as IOM takes it."""
    frames = []
    for what, name in WHAT.items():
        rows = _national(ledger, what, "households")
        rows = thin(rows.loc[rows["role"] == "headline"].sort_values(["period_end", "line"], kind="stable"), 3)
        if len(rows):
            frames.append(points(rows, series=name))
    data = pd.concat(frames, ignore_index=True) if frames else empty_points()
    return ChartSpec(
        name="displacement.iraq_households",
        title=trend("Displaced households in Iraq", headline_rows(data, "Displaced"), "households"),
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
    parts = [thin(rows.loc[place == governorate], 6) for governorate in highest.index]
    kept = pd.concat(parts) if parts else rows
    names = short_names(ledger)
    label = kept["place"].astype(str).map(names)
    data = points(kept, series=label) if len(kept) else empty_points()
    top = data.loc[data["value"].idxmax()] if len(data) else None
    return ChartSpec(
        name="displacement.iraq_panels",
        title=f"The highest figure of {WORDS[what]} is that of {top['series']}: {top['text']} {when(top)}"
        if top is not None
        else f"{WORDS[what].capitalize()} by governorate",
        subtitle=f"{WORDS[what].capitalize()} by governorate, the last round of each half-year and the highest",
        mark="line",
        data=data,
        unit="persons",
        facet=True,
        colours={names.get(p, p): _COLOURS[WHAT[what]] for p in highest.index},
    )


@chart("displacement.iraq_sources")
def iraq_sources(ledger: Ledger) -> ChartSpec:
    """How three publishers count the displaced in Iraq at the end of each year."""
    rows = select(ledger, "idps", place="iraq", origin="irq")
    year = rows["period_end"].dt.year
    frames = []
    for publisher, name in (("IOM", "IOM"), ("UNHCR", "UNHCR"), ("IDMC", "IDMC")):
        own = rows.loc[rows["publisher"].astype(str) == publisher]
        if own.empty:
            continue
        own = mark(ledger, own)
        own = own.loc[own["role"] == "headline"].sort_values("period_end", kind="stable").groupby(year).tail(1)
        frames.append(points(own, series=name))
    data = pd.concat(frames, ignore_index=True) if frames else empty_points()
    title = "The displaced in Iraq by source"
    ends = data.assign(year=pd.to_datetime(data["period_end"]).dt.year) if len(data) else data
    if len(ends):
        wide = ends.pivot_table(index="year", columns="series", values="value")
        spread = (wide.max(axis=1) - wide.min(axis=1)).where(wide.notna().sum(axis=1) > 1).dropna()
        if len(spread):
            worst = ends.loc[ends["year"] == spread.idxmax()].sort_values("value")
            title = (
                f"Sources differ most at the end of {spread.idxmax()}: {worst.iloc[0]['series']} has "
                f"{worst.iloc[0]['text']} displaced people, {worst.iloc[-1]['series']} {worst.iloc[-1]['text']}"
            )
    return ChartSpec(
        name="displacement.iraq_sources",
        title=title,
        subtitle="Displaced people in Iraq, the last figure of each publisher in the year",
        mark="line",
        data=data,
        unit="persons",
        colours={"IOM": "orange", "UNHCR": "blue", "IDMC": "purple"},
        caveats=("UNHCR counts those whom it protects or assists; IDMC rounds and counts displacement by conflict.",),
    )


def _cut(name: str) -> str:
    """A publisher's name for the label of a bar; the whole name is in the tooltip and in the table."""
    return name if len(name) <= 18 else f"{name[:17].rstrip()}…"


@chart("displacement.statement_2019")
def statement_2019(ledger: Ledger) -> ChartSpec:
    """The Coalition's statement of November 2019 on the displaced in Iraq beside the counts of those months."""
    rows = headline(ledger, select(ledger, "idps", place="iraq", origin="irq"))
    told = rows.loc[rows["source"].astype(str) == _COALITION_2019]
    if told.empty:
        near = rows.iloc[:0]
    else:
        day = told["period_end"].iloc[0]
        near = rows.loc[(rows["period_end"] - day).abs() <= _NEAR]
    near = near.sort_values(["period_end", "value", "line"], kind="stable")
    near = near.drop_duplicates(["publisher", "period_end", "value"])
    label = pd.Series(
        [f"{_cut(str(r['publisher']))}, {date_text(r['period_end'])}" for r in near.to_dict("records")],
        index=near.index,
        dtype=object,
    )
    # Every statement is drawn as what it says, not as a light mark of another.
    data = points(near.assign(role="headline"), series="Displaced", x=label) if len(near) else empty_points()
    title = "A statement on the displaced in Iraq beside the counts"
    if len(told):
        one = told.iloc[0].to_dict()
        count = data.loc[(data["publisher"].astype(str) == "IOM")].sort_values("period_end")
        title = f"{one['publisher']} says {figure_of(one).text} people are displaced in Iraq {when(one)}"
        if len(count):
            title += f"; IOM counts {count.iloc[0]['text']} {when(count.iloc[0])}"
    return ChartSpec(
        name="displacement.statement_2019",
        title=title,
        subtitle="Displaced people in Iraq as stated within two months of that day",
        mark="bar",
        data=data,
        unit="persons",
        x_kind="category",
        colours={"Displaced": "orange"},
    )


@chart("displacement.iraq_home")
def iraq_home(ledger: Ledger) -> ChartSpec:
    """The displaced by the governorate that they fled from."""
    rows = select(ledger, "idps_by_origin_governorate", origin="irq")
    names = short_names(ledger)
    data = series_points(ledger, rows, "place", names, roles=False)
    newest = (
        data.loc[data["period_end"] == data["period_end"].max()].sort_values("value", ascending=False)
        if len(data)
        else data
    )
    listed = (
        join_words([f"{r['series']} ({r['text']})" for r in newest.head(3).to_dict("records")]) if len(newest) else ""
    )
    order = data.groupby("series")["value"].max().sort_values(ascending=False).index if len(data) else []
    return ChartSpec(
        name="displacement.iraq_home",
        title=f"Most of the displaced come from {listed} {when(newest.iloc[0])}"
        if listed
        else "Displaced by home governorate",
        subtitle="People displaced anywhere in Iraq by the governorate that they fled from, one scale",
        mark="line",
        data=data,
        unit="persons",
        facet=True,
        colours=dict.fromkeys(order, "orange"),
        caveats=factors(data),
    )


@chart("displacement.camp_households")
def camp_households(ledger: Ledger) -> ChartSpec:
    """Displaced households in camps in Iraq."""
    rows = select(ledger, "idps_in_camps", place="iraq", group="households")
    data = series_points(ledger, rows, "place", {"iraq": "In camps"}, roles=False)
    return ChartSpec(
        name="displacement.camp_households",
        title=trend("Displaced households in camps in Iraq", headline_rows(data), "households"),
        subtitle="Households whose shelter is a camp, by IOM's rounds",
        mark="line",
        data=data,
        unit="households",
        colours={"In camps": "orange"},
    )


@chart("displacement.camp_people")
def camp_people(ledger: Ledger) -> ChartSpec:
    """Displaced people in camps in Iraq, and camps still open."""
    rows = select(ledger, "idps_in_camps", place="iraq")
    data = series_points(ledger, rows, "place", {"iraq": "In camps"})
    return ChartSpec(
        name="displacement.camp_people",
        title=trend("Displaced people in camps in Iraq", headline_rows(data), "people"),
        subtitle="People whose shelter is a camp, as stated",
        mark="dots",
        data=data,
        unit="persons",
        colours={"In camps": "orange"},
    )


@chart("displacement.camps_open")
def camps_open(ledger: Ledger) -> ChartSpec:
    """Camps for displaced people still open in Iraq."""
    rows = select(ledger, "idp_camps_open", origin="irq")
    names = {"iraq": "All Iraq", "kurdistan-region-iraq": "Kurdistan Region"}
    data = series_points(ledger, rows, "place", names)
    return ChartSpec(
        name="displacement.camps_open",
        title=trend("Camps open in Iraq", headline_rows(data, "All Iraq")),
        subtitle="Formal camps for displaced people open on the date",
        mark="dots",
        data=data,
        unit="camps",
        colours={"All Iraq": "orange", "Kurdistan Region": "purple"},
    )


@chart("displacement.severe")
def severe(ledger: Ledger) -> ChartSpec:
    """Returnees in Iraq who live in severe conditions."""
    rows = select(ledger, "returnees_high_severity", origin="irq", place=tuple(_SEVERE))
    data = series_points(ledger, rows, "place", _SEVERE)
    lead = headline_rows(data, "Iraq")
    return ChartSpec(
        name="displacement.severe",
        title=trend("Returnees in severe conditions in Iraq", lead, "people"),
        subtitle="People in locations that IOM's Return Index rates high severity; two governorates for scale",
        mark="line",
        data=data,
        unit="persons",
        colours={"Iraq": "orange", "Ninewa": "blue", "Salah al-Din": "purple"},
    )


@chart("displacement.timeline")
def timeline(ledger: Ledger) -> ChartSpec:
    """Events that displaced people, by country."""
    rows = ledger.events.loc[ledger.events["category"].astype(str) == "displacement"]
    country = dict(zip(ledger.places["place"].astype(str), ledger.places["country"].astype(str), strict=True))
    lanes = {"IRQ": "Iraq", "SYR": "Syria"}
    lane = [lanes.get(country.get(place, ""), "Elsewhere") for place in rows["place"].astype(str)]
    data = event_points(rows.assign(lane=lane), by="lane")
    last = data.iloc[-1] if len(data) else None
    return ChartSpec(
        name="displacement.timeline",
        title=f"{len(data)} events of displacement; the newest: {last['title']}, "
        f"{date_text(last['period_start'], str(last['date_precision']))}"
        if last is not None
        else "Events of displacement",
        subtitle="Waves of flight, turns and agreements by country",
        mark="timeline",
        data=data,
        unit="",
        colours={"Iraq": "iraq", "Syria": "syria", "Elsewhere": "purple"},
    )
