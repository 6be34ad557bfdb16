"""Charts of appeals: humanitarian plans, the regional refugee plan and the camp sector, required against received."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from analysis import select
from analysis.sites import told_of
from analysis.words import (
    WORKED_OUT,
    Telling,
    Told,
    funded_by,
    only_required,
    received_of,
    span_text,
    verb,
    with_before,
)
from analysis.words.grammar import keeping, with_room
from charts import takeaway
from charts.catalog import chart
from charts.common import headline_rows, short_names, told
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
    return tuple(sorted({PLACE, *planned(ledger, HUMANITARIAN).index}))


def planned(ledger: Ledger, appeal: Appeal) -> pd.Series:
    """The largest requirement of each place with such plans, the largest first."""
    rows = select(ledger, f"{appeal.stem}_requirements", origin="all")
    return rows.groupby(rows["place"].astype(str))["value"].max().sort_values(ascending=False, kind="stable")


def _place_option(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return {"place": plan_places(ledger)}


def plan_place(ledger: Ledger, place: str) -> str:
    """The short name of a place of plans."""
    return short_names(ledger).get(place, place)


def _drawn_plans(ledger: Ledger, appeal: Appeal, place: str) -> pd.DataFrame:
    """Required and received by plan year (`x`); of years without a total received, the newest sum received so far."""
    what = {f"{appeal.stem}_requirements": REQUIRED, f"{appeal.stem}_funding": RECEIVED}
    data = by_year(ledger, select(ledger, tuple(what), place=place, origin="all"), "indicator", what)
    part = leading(ledger, select(ledger, f"{appeal.stem}_funding_to_date", place=place, origin="all"))
    year = part["period_start"].dt.strftime("%Y")
    part = part[~year.isin(data.loc[data["series"] == RECEIVED, "x"])].groupby(year, sort=False).tail(1)
    if len(part):
        data = pd.concat([data, drawn(part, series=SO_FAR, x=part["period_start"].dt.strftime("%Y"))])
    return data.sort_values(["x", "period_end"], kind="stable").reset_index(drop=True)


def _known(data: pd.DataFrame) -> dict[int, dict[str, Told]]:
    """By plan year and series the figure that leads; where none leads (an early vintage), the one other count known."""
    rows = data[~data["role"].isin(["kept_out", "beside"])]
    rows = rows.sort_values("role", key=lambda role: role != "headline", kind="stable").drop_duplicates(["x", "series"])
    found: dict[int, dict[str, Told]] = {}
    for row in as_records(rows):
        found.setdefault(int(row["x"]), {})[str(row["series"])] = told(row)
    return found


def is_over(ledger: Ledger, year: int) -> bool:
    """Whether a year has ended."""
    return pd.Timestamp(year, 12, 31) <= ledger.today


def _share(ledger: Ledger, indicator: str, place: str, held: Told, asked: Told | None) -> str:
    """The share funded that is stated for the date of what was received, if it agrees with the sums, or empty."""
    rows = leading(ledger, select(ledger, indicator, place=place)) if indicator else None
    rows = rows[rows["period_end"] == held.date] if rows is not None else None
    if rows is None or rows.empty or asked is None:
        return ""
    share = told(rows.iloc[-1])
    off = abs(share.figure.value - 100 * held.figure.value / asked.figure.value)
    # Of the sums alone rows are drawn.
    return Telling(share.figure.text, WORKED_OUT) if off <= 1 else ""


def _sentence(ledger: Ledger, appeal: Appeal, place: str, data: pd.DataFrame) -> str:
    """The newest plan year with money against what it required; what is known to date where its year still runs."""
    known = _known(data)
    name = plan_place(ledger, place)
    money = max((year for year, held in known.items() if set(held) - {REQUIRED}), default=0)
    asked = max((year for year, held in known.items() if REQUIRED in held), default=0)

    def plan(year: int) -> str:
        return appeal.named.format(year=year, place=name)

    if not known:
        return f"No source gives what {appeal.named.format(year='', place=name).replace('  ', ' ')} received"
    if asked >= money + _GAP:
        first = known.get(money, {})
        held = first.get(RECEIVED) or first.get(SO_FAR)
        last = Telling(f"the last known sum received was {held.said} ({money})", held) if held is not None else ""
        return only_required(plan(asked), sum_said(known[asked][REQUIRED]), last, over=is_over(ledger, asked))
    held = known[money].get(RECEIVED)
    needs = known[money].get(REQUIRED)
    required = sum_said(needs)
    if held is None:
        part = known[money][SO_FAR]
        share = _share(ledger, appeal.share_to_date, place, part, needs)
        return funded_by(plan(money), part.by, sum_said(part), required, share)
    share = _share(ledger, appeal.share, place, held, needs)
    more = needs is not None and held.figure.value > needs.figure.value
    text = received_of(plan(money), sum_said(held), required, share, over=is_over(ledger, money), more=more)
    tail = "; no later figure" if asked <= money and ledger.today.year - money >= _GAP else ""
    if asked > money:
        later = known[asked][REQUIRED]
        tail = Telling(f"; that of {asked} {verb('require', past=is_over(ledger, asked))} {later.said}", later)
    return with_room(text, tail)


def sum_said(one: Told | None) -> str:
    """A sum as people say it, which tells its row; empty where none is known."""
    return "" if one is None else Telling(one.said, one)


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
    rows = data[data["series"] == SO_FAR]
    words = (f"What the plan of {r['x']} received is counted up to {told(r).dated} only." for r in as_records(rows))
    return " ".join(words)


def plan_chart(
    ledger: Ledger, name: str, appeal: Appeal, place: str, subtitle: str, caveats: tuple[str, ...] = ()
) -> ChartSpec:
    """Required and received of one kind of plan by year, with the newest year in the title."""
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
    return plan_chart(
        ledger,
        "funding.appeals",
        HUMANITARIAN,
        place,
        "Plan requirements and funding received by plan year, US dollars, nominal",
        remarks(short_plans(data), remark(ledger, "hrp_funding", "definition")),
    )


def short_plans(data: pd.DataFrame) -> str:
    """Name the plans that did not run for a calendar year."""
    rows = data[(data["series"] == REQUIRED) & (data["date_precision"] != "year")]
    words = [f"the plan of {x} ran {within(p)}" for x, p in zip(rows["x"], periods(rows), strict=True)]
    return f"T{'; '.join(words)[1:]}." if words else ""


@chart("funding.shares")
def shares(ledger: Ledger) -> ChartSpec:
    """Share of the humanitarian plans that was funded, Iraq and Syria, by year."""
    labels = place_labels(ledger, plan_places(ledger))
    data = by_year(ledger, select(ledger, "share_funded", place=tuple(labels)), "place", labels)
    data = data.sort_values("period_end", kind="stable").reset_index(drop=True)
    lead = headline_rows(data) if len(headline_rows(data)) else data
    held = [(name, lead[lead["series"] == name]) for name in labels.values()]
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
            text = f"{'that' if len(rows) == 1 else 'those'} for {name} {share} ({years})"
        else:
            plans = f"The plan for {name} was" if len(rows) == 1 else f"Plans for {name} were"
            text = f"{plans} {share} funded ({years})"
        words.append(Telling(text, low) if one else Telling(text, low, high))
    return keeping(", ".join(words), *words) or "No source gives the share of the humanitarian plans that was funded"


@chart("funding.to_date", _place_option)
def to_date(ledger: Ledger, place: str = PLACE) -> ChartSpec:
    """How far the plan of a running year was funded, at each extract."""
    rows = leading(ledger, select(ledger, "share_funded_to_date", place=place))
    data = drawn(rows, series=rows["period_start"].dt.strftime("plan of %Y"), x="period_end")
    return ChartSpec(
        name="funding.to_date",
        title=_funded_so_far(ledger, place, data),
        subtitle=f"Share of the plan for {plan_place(ledger, place)} funded up to the date of the extract, percent",
        mark="dots",
        data=data,
        unit="percent",
        colours=dict(zip(dict.fromkeys(data["series"]), ("gold", "teal", "purple", "blue"), strict=False)),
        caveats=("Each share is of what the plan required on that date; requirements are revised within a year.",),
        empty="No source gives the share funded within a year for this country.",
    )


def _funded_so_far(ledger: Ledger, place: str, data: pd.DataFrame) -> str:
    """`The 2026 humanitarian plan for Syria was 30% funded by 27 Sep 2026, up from 5% in Feb 2026`."""
    name = plan_place(ledger, place)
    if data.empty:
        return f"No source gives the share of the plan for {name} funded within its year"
    last = data.iloc[-1]
    same = data[data["series"] == last["series"]]
    now, first = told(last), told(same.iloc[0])
    plan = HUMANITARIAN.named.format(year=last["period_start"].year, place=name)
    text = funded_by(plan, now.by, share=Telling(now.figure.text, now))
    return with_before(text, now, first if len(same) > 1 else None)


@chart("funding.outside", _place_option)
def outside(ledger: Ledger, place: str = PLACE) -> ChartSpec:
    """Humanitarian money through the plan and outside it."""
    what = {"hrp_funding": "through the plan", "humanitarian_funding_outside_plan": "outside the plan"}
    data = by_year(ledger, select(ledger, tuple(what), place=place, origin="all"), "indicator", what)
    data = data.sort_values(["period_end", "series"], ascending=[True, False], kind="stable").reset_index(drop=True)
    return ChartSpec(
        name="funding.outside",
        title=_ways(ledger, plan_place(ledger, place), data),
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
    does = "received" if is_over(ledger, year or 1900) else "has received"
    if out in held and through in held:
        one, other = held[through], held[out]
        if one.said == other.said:
            alike = f"about as much aid outside the UN plan as through it: {one.said} each"
            return Telling(f"In {year} {name} {does} {alike}", other, one)
        return Telling(
            f"In {year} {name} {does} {one.said} through the UN plan and {other.said} outside it", one, other
        )
    if out in held:
        high = max((one[out] for one in known.values() if out in one), key=lambda one: one.figure.value)
        text = f"In {year} {name} {does} {held[out].said} of humanitarian money outside any UN plan"
        return with_before(Telling(text, held[out]), held[out], high if high.date != held[out].date else None)
    if through in held:
        text = f"In {year} {name} {does} {held[through].said} through the UN plan; no figure outside it found"
        return Telling(text, held[through])
    return f"No source gives the humanitarian money that {name} received outside the UN plan"


@chart("funding.camp_sector", _place_option)
def camp_sector(ledger: Ledger, place: str = PLACE) -> ChartSpec:
    """The camp management sector of the plans: required against received."""
    data = _drawn_plans(ledger, CAMP_SECTOR, place)
    odd = data.loc[~data["note"].astype(str).str.contains(" line of ", regex=False), ["x", "note"]].drop_duplicates()
    return plan_chart(
        ledger,
        "funding.camp_sector",
        CAMP_SECTOR,
        place,
        "Requirements and funding of the camp management sector by plan year, US dollars, nominal",
        tuple(f"{r['x']}: {r['note']}." for r in as_records(odd)),
    )


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
        return takeaway.spoken(text, f"The {newest - 1} plan received {share}")
    return takeaway.spoken(text)


@takeaway.tiles("funding")
def page_tiles(ledger: Ledger, place: str = PLACE) -> list[Tile | None]:
    """Required, received and share of the newest plan with money, money outside it, and what else was given."""
    name = plan_place(ledger, place)
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
            f"US humanitarian aid, {plan_place(ledger, crisis)}",
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
        return rows[rows["period_start"].dt.year == year]

    return (
        year,
        of_year("hrp_requirements"),
        of_year(f"hrp_funding{tail}"),
        of_year(f"share_funded{tail}"),
        running,
    )
