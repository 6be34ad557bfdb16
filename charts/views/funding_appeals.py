"""Charts of appeals: humanitarian plans, the regional refugee plan and the camp sector, required against received."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from analysis import select
from analysis.sites import inside, told_of, with_role
from analysis.words import Told, capital, funded_by, only_required, received_of, span_text, verb, with_before
from analysis.words.grammar import with_room
from charts import takeaway
from charts.catalog import chart
from charts.common import headline_rows, series_points, short_names, told
from charts.defaults import of_ledger
from charts.spec import ChartSpec
from charts.tiles import Tile, tile
from charts.views.campaign import by_year, drawn, leading, periods, place_colours, place_labels, remark, remarks, within
from loaders import Ledger
from loaders.frames import as_records, row_of_max, row_of_min

PLACE = "syria"  # whose plans are shown first
REQUIRED, RECEIVED, SO_FAR = "required", "received", "received so far"
US_AID = "us_humanitarian_assistance"
COLOURS = {REQUIRED: "grey", RECEIVED: "blue", SO_FAR: "teal"}
# A gap of as many years from the newest year with money to today is told: no later figure is known.
_GAP = 2


@dataclass(frozen=True, slots=True)
class Appeal:
    """A kind of plan: stem of its indicators, its shares funded (of the year, to date), how it is named with its year.

    In `named` `{year}` and `{place}` stand for themselves.
    """

    stem: str
    share: str
    share_to_date: str
    named: str


HUMANITARIAN = Appeal("hrp", "share_funded", "share_funded_to_date", "the {year} humanitarian plan for {place}")
REFUGEE = Appeal("rrp", "rrp_share_funded", "", "the {year} plan for Syrian refugees in {place}")
REGIONAL = Appeal("rrp", "rrp_share_funded", "share_funded_to_date", "the {year} regional plan for Syrian refugees")
CAMP_SECTOR = Appeal("cccm", "cccm_share_funded", "", "the camp sector of the {year} plan for {place}")


@lru_cache(maxsize=16)
def plan_places(ledger: Ledger) -> tuple[str, ...]:
    """Places with a humanitarian plan, in order of their keys; the one shown first is always among them."""
    return tuple(sorted({PLACE, *_planned(ledger, HUMANITARIAN).index}))


@lru_cache(maxsize=16)
def hosts(ledger: Ledger) -> tuple[str, ...]:
    """Countries with a chapter of the refugee plan, the largest first, then what is planned for several together.

    Where no plan is known, the host countries with figures of refugees, in order of their keys.
    """
    planned = _planned(ledger, REFUGEE)
    kinds = dict(zip(ledger.places["place"].astype(str), ledger.places["kind"].astype(str), strict=True))
    countries = [place for place in planned.index if kinds.get(place) == "country"]
    return tuple(dict.fromkeys((*(countries or _known_hosts(ledger)), *planned.index)))


def _known_hosts(ledger: Ledger) -> tuple[str, ...]:
    """Host countries of the regional plan (parts.csv), in the order of their table."""
    return tuple(part for whole in with_role(ledger, "host_countries") for part in inside(ledger, whole)[1:])


HOST = of_ledger(lambda ledger: hosts(ledger)[0])


def _planned(ledger: Ledger, appeal: Appeal) -> pd.Series:
    """The largest requirement of each place with such plans, the largest first."""
    rows = select(ledger, f"{appeal.stem}_requirements", origin="all")
    return rows.groupby(rows["place"].astype(str))["value"].max().sort_values(ascending=False, kind="stable")


def _place_option(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"place": plan_places(ledger)}


def _name(ledger: Ledger, place: str) -> str:
    return short_names(ledger).get(place, place)


def _drawn_plans(ledger: Ledger, appeal: Appeal, place: str) -> pd.DataFrame:
    """Required and received by plan year (`x`); of years without a total received, the newest sum received so far."""
    what = {f"{appeal.stem}_requirements": REQUIRED, f"{appeal.stem}_funding": RECEIVED}
    data = by_year(ledger, select(ledger, tuple(what), place=place, origin="all"), "indicator", what)
    part = leading(ledger, select(ledger, f"{appeal.stem}_funding_to_date", place=place, origin="all"))
    year = part["period_start"].dt.strftime("%Y")
    part = part.loc[~year.isin(data.loc[data["series"] == RECEIVED, "x"])].groupby(year, sort=False).tail(1)
    if len(part):
        data = pd.concat([data, drawn(part, series=SO_FAR, x=part["period_start"].dt.strftime("%Y"))])
    return data.sort_values(["x", "period_end"], kind="stable").reset_index(drop=True)


def _known(data: pd.DataFrame) -> dict[int, dict[str, Told]]:
    """By plan year and series the figure that leads; where none leads (an early vintage), the one other count known."""
    rows = data.loc[~data["role"].isin(["kept_out", "beside"])]
    rows = rows.sort_values("role", key=lambda role: role != "headline", kind="stable").drop_duplicates(["x", "series"])
    found: dict[int, dict[str, Told]] = {}
    for row in as_records(rows):
        found.setdefault(int(row["x"]), {})[str(row["series"])] = told(row)
    return found


def _over(ledger: Ledger, year: int) -> bool:
    return pd.Timestamp(year, 12, 31) <= ledger.today


def _share(ledger: Ledger, indicator: str, place: str, held: Told, asked: Told | None) -> str:
    """The share funded that is stated for the date of what was received, if it agrees with the sums, or empty."""
    rows = leading(ledger, select(ledger, indicator, place=place)) if indicator else None
    rows = rows.loc[rows["period_end"] == held.date] if rows is not None else None
    if rows is None or rows.empty or asked is None:
        return ""
    share = told(rows.iloc[-1])
    off = abs(share.figure.value - 100 * held.figure.value / asked.figure.value)
    return share.figure.text if off <= 1 else ""


def _sentence(ledger: Ledger, appeal: Appeal, place: str, data: pd.DataFrame) -> str:
    """The newest plan year with money against what it required; what is known to date where its year still runs."""
    known = _known(data)
    name = _name(ledger, place)
    money = max((year for year, held in known.items() if set(held) - {REQUIRED}), default=0)
    asked = max((year for year, held in known.items() if REQUIRED in held), default=0)

    def plan(year: int) -> str:
        return appeal.named.format(year=year, place=name)

    if not known:
        return f"No source gives what {appeal.named.format(year='', place=name).replace('  ', ' ')} received"
    if asked >= money + _GAP:
        first = known.get(money, {})
        held = first.get(RECEIVED) or first.get(SO_FAR)
        last = f"the last known sum received was {held.said} ({money})" if held is not None else ""
        return only_required(plan(asked), known[asked][REQUIRED].said, last, over=_over(ledger, asked))
    held = known[money].get(RECEIVED)
    needs = known[money].get(REQUIRED)
    required = needs.said if needs is not None else ""
    if held is None:
        part = known[money][SO_FAR]
        share = _share(ledger, appeal.share_to_date, place, part, needs)
        return funded_by(plan(money), part.by, part.said, required, share)
    share = _share(ledger, appeal.share, place, held, needs)
    more = needs is not None and held.figure.value > needs.figure.value
    text = received_of(plan(money), held.said, required, share, over=_over(ledger, money), more=more)
    tail = "; no later figure" if asked <= money and ledger.today.year - money >= _GAP else ""
    if asked > money:
        tail = f"; that of {asked} {verb('require', past=_over(ledger, asked))} {known[asked][REQUIRED].said}"
    return with_room(text, tail)


def _open_years(data: pd.DataFrame) -> str:
    """Say of which years nothing received is drawn, so that no blank is read as zero."""
    known = _known(data)
    years = sorted(year for year, held in known.items() if set(held) == {REQUIRED})
    if not years:
        return ""
    whole = len(years) == years[-1] - years[0] + 1
    first, last = (pd.Timestamp(year, 1, 1) for year in (years[0], years[-1]))
    text = span_text(first, last) if whole else ", ".join(str(year) for year in years)
    return f"No figure of what was received: {text}."


def _so_far(data: pd.DataFrame) -> str:
    """Say to which date a running year is counted."""
    rows = data.loc[data["series"] == SO_FAR]
    words = (f"What the plan of {r['x']} received is counted up to {told(r).dated} only." for r in as_records(rows))
    return " ".join(words)


def _plan_chart(
    ledger: Ledger, name: str, appeal: Appeal, place: str, subtitle: str, caveats: tuple[str, ...] = ()
) -> ChartSpec:
    data = _drawn_plans(ledger, appeal, place)
    shown = set(data["series"])
    return ChartSpec(
        name=name,
        title=_sentence(ledger, appeal, place, data),
        subtitle=subtitle,
        mark="column",
        data=data,
        unit="usd",
        x_kind="category",
        colours={series: colour for series, colour in COLOURS.items() if series in shown or series != SO_FAR},
        caveats=remarks(_so_far(data), _open_years(data), *caveats),
    )


@chart("funding.appeals", _place_option)
def appeals(ledger: Ledger, place: str = PLACE) -> ChartSpec:
    """Humanitarian plans of one country: required against received, by year."""
    data = _drawn_plans(ledger, HUMANITARIAN, place)
    return _plan_chart(
        ledger,
        "funding.appeals",
        HUMANITARIAN,
        place,
        "Plan requirements and funding received by plan year, US dollars, nominal",
        remarks(_short_plans(data), remark(ledger, "hrp_funding", "definition")),
    )


def _short_plans(data: pd.DataFrame) -> str:
    """Name the plans that did not run for a calendar year."""
    rows = data.loc[(data["series"] == REQUIRED) & (data["date_precision"] != "year")]
    words = [f"the plan of {x} ran {within(p)}" for x, p in zip(rows["x"], periods(rows), strict=True)]
    return f"T{'; '.join(words)[1:]}." if words else ""


@chart("funding.shares")
def shares(ledger: Ledger) -> ChartSpec:
    """Share of the humanitarian plans that was funded, Iraq and Syria, by year."""
    labels = place_labels(ledger, plan_places(ledger))
    data = by_year(ledger, select(ledger, "share_funded", place=tuple(labels)), "place", labels)
    data = data.sort_values("period_end", kind="stable").reset_index(drop=True)
    lead = headline_rows(data) if len(headline_rows(data)) else data
    held = [(name, lead.loc[lead["series"] == name]) for name in labels.values()]
    return ChartSpec(
        name="funding.shares",
        title=_funded_between([(name, rows) for name, rows in held if len(rows)]),
        subtitle="Funding received as a share of plan requirements by plan year, percent",
        mark="column",
        data=data,
        unit="percent",
        x_kind="category",
        colours=place_colours(labels),
    )


def _funded_between(held: list[tuple[str, pd.DataFrame]]) -> str:
    """`Plans for Iraq were 65% to 98% funded (2014 to 2022), those for Syria 38% to 69% (2012 to 2025)`."""
    words: list[str] = []
    for name, rows in held:
        low, high = (told(row_of_min(rows, "value")), told(row_of_max(rows, "value")))
        years = span_text(rows["period_end"].min(), rows["period_end"].max())
        one = low.figure.value == high.figure.value
        share = low.figure.text if one else f"{low.figure.text.removesuffix('%')}% to {high.figure.text}"
        if words:
            words.append(f"{'that' if len(rows) == 1 else 'those'} for {name} {share} ({years})")
        else:
            plans = f"The plan for {name} was" if len(rows) == 1 else f"Plans for {name} were"
            words.append(f"{plans} {share} funded ({years})")
    return ", ".join(words) or "No source gives the share of the humanitarian plans that was funded"


@chart("funding.to_date", _place_option)
def to_date(ledger: Ledger, place: str = PLACE) -> ChartSpec:
    """How far the plan of a running year was funded, at each extract."""
    rows = leading(ledger, select(ledger, "share_funded_to_date", place=place))
    data = drawn(rows, series=rows["period_start"].dt.strftime("plan of %Y"), x="period_end")
    return ChartSpec(
        name="funding.to_date",
        title=_funded_so_far(ledger, place, data),
        subtitle=f"Share of the plan for {_name(ledger, place)} funded up to the date of the extract, percent",
        mark="dots",
        data=data,
        unit="percent",
        colours=dict(zip(dict.fromkeys(data["series"]), ("gold", "teal", "purple", "blue"), strict=False)),
        caveats=("Each share is of what the plan required on that date; requirements are revised within a year.",),
        empty="No source gives the share funded within a year for this country.",
    )


def _funded_so_far(ledger: Ledger, place: str, data: pd.DataFrame) -> str:
    """`The 2026 humanitarian plan for Syria was 30% funded by 27 Sep 2026, up from 5% in Feb 2026`."""
    name = _name(ledger, place)
    if data.empty:
        return f"No source gives the share of the plan for {name} funded within its year"
    last = data.iloc[-1]
    same = data.loc[data["series"] == last["series"]]
    now, first = told(last), told(same.iloc[0])
    plan = HUMANITARIAN.named.format(year=last["period_start"].year, place=name)
    text = funded_by(plan, now.by, share=now.figure.text)
    return with_before(text, now, first if len(same) > 1 else None)


@chart("funding.outside", _place_option)
def outside(ledger: Ledger, place: str = PLACE) -> ChartSpec:
    """Humanitarian money through the plan and outside it."""
    what = {"hrp_funding": "through the plan", "humanitarian_funding_outside_plan": "outside the plan"}
    data = by_year(ledger, select(ledger, tuple(what), place=place, origin="all"), "indicator", what)
    data = data.sort_values(["period_end", "series"], ascending=[True, False], kind="stable").reset_index(drop=True)
    return ChartSpec(
        name="funding.outside",
        title=_ways(ledger, _name(ledger, place), data),
        subtitle="Humanitarian funding reported through the plan and outside it by year, US dollars, nominal",
        mark="column",
        data=data,
        unit="usd",
        x_kind="category",
        colours={"through the plan": "blue", "outside the plan": "orange"},
        caveats=remarks(remark(ledger, "humanitarian_funding_outside_plan", "definition")),
    )


def _ways(ledger: Ledger, name: str, data: pd.DataFrame) -> str:
    """What came through the plan and outside it in the newest year that has both, or the one that is known."""
    known = _known(data)
    out, through = "outside the plan", "through the plan"
    year = max((y for y, held in known.items() if out in held), default=0) or max(known, default=0)
    held = known.get(year, {})
    does = "received" if _over(ledger, year or 1900) else "has received"
    if out in held and through in held:
        if held[out].said == held[through].said:
            return f"In {year} {name} {does} about as much aid outside the UN plan as through it: {held[out].said} each"
        return f"In {year} {name} {does} {held[through].said} through the UN plan and {held[out].said} outside it"
    if out in held:
        high = max((one[out] for one in known.values() if out in one), key=lambda one: one.figure.value)
        text = f"In {year} {name} {does} {held[out].said} of humanitarian money outside any UN plan"
        return with_before(text, held[out], high if high.date != held[out].date else None)
    if through in held:
        return f"In {year} {name} {does} {held[through].said} through the UN plan; no figure outside it found"
    return f"No source gives the humanitarian money that {name} received outside the UN plan"


@chart("funding.camp_sector", _place_option)
def camp_sector(ledger: Ledger, place: str = PLACE) -> ChartSpec:
    """The camp management sector of the plans: required against received."""
    data = _drawn_plans(ledger, CAMP_SECTOR, place)
    odd = data.loc[~data["note"].astype(str).str.contains(" line of ", regex=False), ["x", "note"]].drop_duplicates()
    return _plan_chart(
        ledger,
        "funding.camp_sector",
        CAMP_SECTOR,
        place,
        "Requirements and funding of the camp management sector by plan year, US dollars, nominal",
        tuple(f"{r['x']}: {r['note']}." for r in as_records(odd)),
    )


@chart("funding.refugee_plan", lambda ledger: {"host": hosts(ledger)})
def refugee_plan(ledger: Ledger, host: str = HOST) -> ChartSpec:
    """The regional refugee plan in one host country, or as a whole: required against received."""
    kinds = dict(zip(ledger.places["place"].astype(str), ledger.places["kind"].astype(str), strict=True))
    return _plan_chart(
        ledger,
        "funding.refugee_plan",
        REFUGEE if kinds.get(host) == "country" else REGIONAL,
        host,
        "Requirements and funding of the Syria regional refugee plan (3RP) by year, US dollars, nominal",
        ("The country chapters are parts of the plan for the whole region and are not added to it.",),
    )


@chart("funding.refugee_shares")
def refugee_shares(ledger: Ledger) -> ChartSpec:
    """Share of each country chapter of the refugee plan that was funded."""
    rows = select(ledger, "rrp_share_funded", place=hosts(ledger))
    rows = rows.loc[rows["place_kind"].astype(str) == "country"]
    names = place_labels(ledger, tuple(dict.fromkeys(rows["place"].astype(str))))
    data = series_points(ledger, rows, "place", names)
    lead = headline_rows(data)
    newest = lead.loc[lead["period_end"] == lead["period_end"].max()].sort_values("value") if len(lead) else lead
    missing = sorted(set(lead["series"]) - set(newest["series"]))
    return ChartSpec(
        name="funding.refugee_shares",
        title=_least_and_best(ledger, newest),
        subtitle="Funding received as a share of the requirements of each country chapter by year, percent",
        mark="line",
        data=data,
        unit="percent",
        facet=True,
        colours=dict.fromkeys(names.values(), "blue"),
        caveats=remarks(f"No figure for {newest.iloc[0]['period_end']:%Y}: {', '.join(missing)}." if missing else ""),
    )


def _least_and_best(ledger: Ledger, rows: pd.DataFrame) -> str:
    """The least and the best funded chapter of one year; `rows` are sorted by their share."""
    if rows.empty:
        return "No source gives the share of the plans for Syrian refugees that was funded"
    low, high = rows.iloc[0], rows.iloc[-1]
    year = int(low["period_end"].year)
    does = "was" if _over(ledger, year) else "is"
    if len(rows) == 1:
        plan = REFUGEE.named.format(year=year, place=low["series"])
        return capital(f"{plan} {does} {low['text']} funded")
    return (
        f"The {year} plan for Syrian refugees {does} funded least in {low['series']} ({low['text']}), "
        f"best in {high['series']} ({high['text']})"
    )


@chart("funding.flash")
def flash(ledger: Ledger) -> ChartSpec:
    """Flash appeals beside the yearly plans: required against received."""
    names = short_names(ledger)
    what = {"flash_appeal_requirements": REQUIRED, "flash_appeal_funding": RECEIVED}
    rows = leading(ledger, select(ledger, tuple(what))).sort_values(
        ["period_end", "indicator"], ascending=[False, False], kind="stable"
    )
    label = rows["place"].astype(str).map(names) + ", " + periods(rows)
    data = drawn(rows, series=rows["indicator"].astype(str).map(what), x=label)
    return ChartSpec(
        name="funding.flash",
        title=_newest_flash(data, names),
        subtitle="Requirements and funding of flash appeals in addition to the yearly plans, US dollars, nominal",
        mark="bar",
        data=data,
        unit="usd",
        x_kind="category",
        colours={REQUIRED: COLOURS[REQUIRED], RECEIVED: COLOURS[RECEIVED]},
        caveats=tuple(dict.fromkeys(f"{r['x']}: {r['note']}." for r in as_records(data))),
    )


def _newest_flash(data: pd.DataFrame, names: Mapping[str, str]) -> str:
    """What the newest flash appeal with money received of what it required."""
    gifts = data.loc[data["series"] == RECEIVED]
    if gifts.empty:
        return "No source gives what a flash appeal received"
    row = gifts.iloc[0]
    needs = data.loc[(data["series"] == REQUIRED) & (data["x"] == row["x"])]
    period = periods(gifts.head(1)).iloc[0]
    plan = f"the flash appeal for {names[str(row['place'])]} of {period}"
    asked = told(needs.iloc[0]) if len(needs) else None
    more = asked is not None and row["value"] > asked.figure.value
    return received_of(plan, told(row).said, asked.said if asked is not None else "", more=more)


@takeaway.sentence("funding", _place_option)
def sentence(ledger: Ledger, place: str = PLACE) -> str:
    """The newest plan with money, and what the year before received where it still runs."""
    data = _drawn_plans(ledger, HUMANITARIAN, place)
    text = _sentence(ledger, HUMANITARIAN, place, data)
    known = _known(data)
    newest = max((year for year, held in known.items() if set(held) - {REQUIRED}), default=0)
    before = known.get(newest - 1, {})
    if SO_FAR in known.get(newest, {}) and RECEIVED in before:
        held = before[RECEIVED]
        share = _share(ledger, HUMANITARIAN.share, place, held, before.get(REQUIRED)) or held.said
        text += f". The {newest - 1} plan received {share}"
    return f"{text}."


@takeaway.tiles("funding")
def page_tiles(ledger: Ledger, place: str = PLACE) -> list[Tile | None]:
    """Required, received and share of the newest plan with money, money outside it, and what else was given."""
    name = _name(ledger, place)
    # Aid to a country at the heart of a wider response is counted for the response.
    crisis = told_of(ledger, US_AID, place)
    year, required, received, share, running = newest_plan(ledger, place)
    so_far = " so far" if running else ""
    other = tile(
        ledger, select(ledger, "ffs_contributions", place=place, origin="all"), "Given to UNDP's stabilisation facility"
    )
    raised = tile(ledger, select(ledger, "coalition_assistance_raised"), "Raised by Coalition members")
    return [
        tile(ledger, required, f"Required by the {year} plan for {name}"),
        tile(ledger, received, f"Received{so_far} by the {year} plan"),
        tile(ledger, share, f"Share of the {year} plan funded{so_far}"),
        tile(
            ledger,
            select(ledger, "humanitarian_funding_outside_plan", place=place, origin="all"),
            f"Received outside any plan, {name}",
        ),
        tile(
            ledger,
            select(ledger, US_AID, place=crisis),
            f"US humanitarian aid, {_name(ledger, crisis)}",
        ),
        other or raised,
    ]


def newest_plan(ledger: Ledger, place: str) -> tuple[int, pd.DataFrame, pd.DataFrame, pd.DataFrame, bool]:
    """Year of the newest plan with money, what it required, received and its share, and whether only to a date."""
    known = _known(_drawn_plans(ledger, HUMANITARIAN, place))
    year = max((y for y, held in known.items() if set(held) - {REQUIRED}), default=0)
    running = bool(year) and RECEIVED not in known[year]
    tail = "_to_date" if running else ""

    def of_year(indicator: str) -> pd.DataFrame:
        rows = select(ledger, indicator, place=place, origin="all")
        return rows.loc[rows["period_start"].dt.year == year]

    return (
        year,
        of_year("hrp_requirements"),
        of_year(f"hrp_funding{tail}"),
        of_year(f"share_funded{tail}"),
        running,
    )
