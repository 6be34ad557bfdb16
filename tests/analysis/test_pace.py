"""The pace: dates agree with the arithmetic shown, bounds hold every true value, and figures come from the data."""

import re
from collections.abc import Callable
from dataclasses import replace
from math import inf, isclose, isinf

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis import Method, Pace, as_known_on, populations
from analysis.pace.backtest import claim_of_years, outcome, record, record_table, tried_camp
from analysis.pace.flows import departures, reported
from analysis.pace.measured import YEAR, Shape, falls
from analysis.pace.outlook import by_number, by_share, pace, remaining
from analysis.pace.words import standing_said
from analysis.pace.years import by_year
from loaders import Ledger

Make = Callable[..., Ledger]
Stated = dict[str, object]
SHAPES: tuple[Shape, ...] = ("number", "share")
QUALIFIERS = ("exact", "about", "estimate", "at_least", "at_most", "range")


def of_roj(made: Ledger, shape: Shape = "number", **method: object) -> Pace:
    """The pace of a small ledger whose rows are figures of Roj, of whom no departures are reported.

    It is told on the day of its newest figure, so that the figure holds.
    """
    made = replace(made, today=made.observations["period_end"].max())
    return pace(made, "camp_population", "roj", method=Method(shape=shape, **method))  # type: ignore[arg-type]


def two(make: Make, before: Stated, after: Stated, days: int = 365) -> Ledger:
    """A ledger of two figures of Roj, `days` apart."""
    end = pd.Timestamp("2024-12-31")
    first = {"place": "roj", "period_end": end - pd.Timedelta(days=days)} | before
    return make(first, {"place": "roj", "period_end": end} | after)


@st.composite
def hedged(draw: st.DrawFn) -> tuple[Stated, float]:
    """A statement with any hedge, and a true number of people that it allows."""
    kind = draw(st.sampled_from(QUALIFIERS))
    value = float(draw(st.integers(2, 90_000)))
    if kind == "range":
        low, high = float(draw(st.integers(1, int(value)))), value + draw(st.integers(0, 9_000))
        row: Stated = {"qualifier": kind, "low": low, "high": high, "value": (low + high) / 2}
        return row, float(draw(st.integers(int(low), int(high))))
    row = {"qualifier": kind, "value": value}
    if kind == "at_least":
        return row, value + draw(st.integers(0, 90_000))
    if kind == "at_most":
        return row, float(draw(st.integers(0, int(value))))
    return row, value


@given(before=hedged(), after=hedged(), days=st.integers(273, 457), shape=st.sampled_from(SHAPES))
def test_the_bounds_hold_every_combination_of_true_values(
    with_rows: Make, before: tuple[Stated, float], after: tuple[Stated, float], days: int, shape: Shape
) -> None:
    """Whatever true numbers are behind two hedged figures, the true time to clearance lies within the bounds.

    So does the date that is told.
    """
    said = of_roj(two(with_rows, before[0], after[0], days), shape)
    assume(said.status in ("clears", "not at this pace"))
    then, now = before[1], after[1]
    span = days / YEAR
    true = by_number(now, then - now, span) if shape == "number" else by_share(now, then / now if now else inf, span)
    first, last = said.years_bounds
    assert first <= true * (1 + 1e-9) + 1e-9
    assert true <= last * (1 + 1e-9) + 1e-9
    low, high = said.per_year_bounds
    assert low - 1e-6 <= (then - now) / span <= high + 1e-6
    if said.clearance is not None:
        assert said.earliest is None or said.earliest <= said.clearance
        assert said.latest is None or said.clearance <= said.latest


@settings(max_examples=20)
@given(stock=st.integers(0, 90_000), rise=st.integers(0, 90_000), shape=st.sampled_from(SHAPES))
def test_a_stock_that_does_not_fall_never_clears(with_rows: Make, stock: int, rise: int, shape: Shape) -> None:
    assume(stock + rise > 0)
    said = of_roj(two(with_rows, {"value": float(stock)}, {"value": float(stock + rise)}), shape)
    assert said.status == "not at this pace"
    assert said.clearance is None
    assert said.latest is None
    assert isinf(said.years)
    assert any("not empty at any date at this pace" in sentence for sentence in said.working)


@settings(max_examples=20)
@given(before=st.integers(101, 90_000), after=st.integers(2, 100), shape=st.sampled_from(SHAPES))
def test_at_least_never_loses_its_open_end(with_rows: Make, before: int, after: int, shape: Shape) -> None:
    """With at least so many left there is no latest date; with at least so many before, no earliest."""
    now = of_roj(two(with_rows, {"value": before}, {"value": after, "qualifier": "at_least"}), shape)
    assert (now.latest, now.years_bounds[1], now.per_year_bounds[0]) == (None, inf, -inf)
    assert now.per_year is not None
    assert now.per_year.qualifier == "at_most"
    then = of_roj(two(with_rows, {"value": before, "qualifier": "at_least"}, {"value": after}), shape)
    assert (then.earliest, then.per_year_bounds[1]) == (None, inf)
    assert then.per_year is not None
    assert then.per_year.qualifier == "at_least"


def number(text: str) -> float:
    """A number as it stands in a sentence."""
    return float(text.replace(",", ""))


@given(before=st.integers(200, 90_000), share=st.floats(0.05, 0.95), days=st.integers(273, 457))
def test_the_date_agrees_with_the_arithmetic_shown(with_rows: Make, before: int, share: float, days: int) -> None:
    """A reader who redoes the sums in the sentences comes to the date in them."""
    after = max(int(before * share), 1)
    said = of_roj(two(with_rows, {"value": float(before)}, {"value": float(after)}, days))
    told = " ".join(said.working)
    found = re.search(r"is ([\d,]+) fewer in ([\d,]+) days; times 365.25 divided by \2 that is ([\d,.]+) people", told)
    assert found
    left, span, yearly = (number(text) for text in found.groups())
    assert left == before - after
    assert span == days
    assert yearly == pytest.approx(left * 365.25 / span, rel=0.005)
    found = re.search(
        r"([\d,]+) people divided by ([\d,.]+) a year is ([\d,.]+) years: ([\d,]+) days after (.+?), on (.+?)\.", told
    )
    assert found
    stock, pace_told, years, wait = (number(text) for text in found.groups()[:4])
    assert stock == after
    assert pace_told == yearly
    assert years == pytest.approx(stock / pace_told, rel=0.02, abs=0.02)
    assert wait == -(-after * days // (before - after)), "whole days, begun days counted"
    start, end = (pd.to_datetime(text, format="%d %b %Y") for text in found.groups()[4:])
    assert end - start == pd.Timedelta(days=wait)
    assert end == said.clearance


@settings(max_examples=20)
@given(before=st.integers(200, 90_000), share=st.floats(0.1, 0.9))
def test_half_are_gone_at_the_half_life_and_one_is_left_at_the_end(with_rows: Make, before: int, share: float) -> None:
    after = int(before * share)
    said = of_roj(two(with_rows, {"value": float(before)}, {"value": float(after)}), "share")
    assert remaining(said, said.half_life) == pytest.approx(after / 2)
    assert remaining(said, said.years) == pytest.approx(1.0)
    straight = of_roj(two(with_rows, {"value": float(before)}, {"value": float(after)}))
    assert remaining(straight, straight.years) == pytest.approx(0.0, abs=1e-6)


@settings(max_examples=20)
@given(slow=st.integers(1, 500), more=st.integers(1, 500), shape=st.sampled_from(SHAPES))
def test_a_faster_set_pace_is_never_later(with_rows: Make, slow: int, more: int, shape: Shape) -> None:
    made = two(with_rows, {"value": 3000.0}, {"value": 2000.0})
    late, early = (of_roj(made, shape, window="set", per_month=float(n)) for n in (slow, slow + more))
    assert early.years < late.years
    assert late.per_year is not None
    assert late.per_year.value == pytest.approx(12 * slow)


def test_no_figure_is_made_up_between_two_figures(with_rows: Make) -> None:
    """A pace over two years and a half is not measured, however straight the line between its ends would be."""
    far = of_roj(two(with_rows, {"value": 3000.0}, {"value": 2000.0}, 900))
    assert far.status == "no pace"
    assert far.per_year is None


def test_a_pace_over_an_odd_span_says_so(with_rows: Make) -> None:
    said = of_roj(two(with_rows, {"value": 3000.0}, {"value": 2000.0}, 610))
    assert said.remarks[0] == "No figure holds near a year before, so the pace is that of 20 months, scaled to a year."


def test_a_figure_of_the_same_body_goes_before_a_nearer_one(with_rows: Make) -> None:
    """Like is compared with like, where both lie near a year before."""
    made = with_rows(
        {"place": "roj", "period_end": "2023-11-20", "value": 3000.0},
        {"place": "roj", "period_end": "2023-12-31", "value": 9000.0, "publisher": "Another"},
        {"place": "roj", "period_end": "2024-12-31", "value": 2000.0},
    )
    said = of_roj(made)
    assert said.measured is not None
    assert said.measured.left == 1000.0


def test_the_fall_between_two_bodies_that_count_differently_is_no_pace(with_rows: Make) -> None:
    """UNHCR's 3.6 million and IOM's 2.3 million two weeks later are no exodus."""
    apart = {"place": "roj", "comparable": "no"}
    first = apart | {"period_end": "2023-12-31", "value": 9000.0, "publisher": "Another"}
    made = with_rows(first, apart | {"period_end": "2024-12-31", "value": 2000.0})
    assert of_roj(made).status == "no pace"
    same = with_rows(first, apart | {"period_end": "2024-12-31", "value": 2000.0, "publisher": "Another"})
    assert of_roj(same).status == "clears"


def test_no_pace_crosses_bodies_that_count_differently(ledger: Ledger) -> None:
    for day in ("2019-06-30", "2021-12-31", "2024-12-31", "2026-11-28"):
        then = as_known_on(ledger, pd.Timestamp(day))
        rows = then.observations
        for one in populations(then).values():
            for fall in falls(then, one):
                if str(rows.loc[fall.rows[0], "comparable"]) == "no":
                    assert len(set(rows.loc[list(fall.rows), "counter"].astype(str))) == 1, one.name


@pytest.mark.parametrize("hedge", ["about", "estimate"])
def test_a_fall_within_the_rounding_of_two_counts_is_no_pace(with_rows: Make, hedge: str) -> None:
    """About 8,600 and about 8,500 may be the same number."""
    said = of_roj(two(with_rows, {"value": 8600.0, "qualifier": hedge}, {"value": 8500.0, "qualifier": hedge}))
    assert said.status == "too rounded"
    assert said.per_year is None
    assert said.clearance is None
    assert any("differ by no more than they are rounded" in sentence for sentence in said.working)
    assert of_roj(two(with_rows, {"value": 8600.0}, {"value": 8500.0})).status == "clears"
    assert of_roj(two(with_rows, {"value": 9600.0, "qualifier": hedge}, {"value": 8500.0})).status == "clears"


def test_an_old_count_is_not_carried_on(with_rows: Make) -> None:
    made = two(with_rows, {"value": 3000.0}, {"value": 2000.0})
    assert of_roj(made).status == "clears"
    later = replace(made, today=pd.Timestamp("2026-03-01"))
    said = pace(later, "camp_population", "roj")
    assert (said.status, said.measured, said.clearance) == ("no longer holds", None, None)
    assert said.working[1].startswith("The count is older than a year")


@pytest.mark.parametrize(
    ("of", "stock", "state", "since"),
    [
        ("remaining-tcn", "about 8,500", "overtaken", ", before Al-Hol camp closed"),
        ("nationals-DEU", "at least 92", "overtaken", ", before many of them left"),
        ("nationals-TJK", "about 500", "overtaken", ", before many of them left"),
        ("nationals-ALB", "about 30", "closed", ", before it closed on 22 Feb 2026"),
        ("nationals-XKX", "about 90", "old", ""),
        ("detainees", "about 9,000", "overtaken", ", before many of them left"),
    ],
)
def test_a_stock_that_no_longer_holds_is_not_projected(
    ledger: Ledger, of: str, stock: str, state: str, since: str
) -> None:
    """Not at any pace, nor by any way of reckoning: what is known is its last count and what came since."""
    one = populations(ledger)[of]
    for method in (Method(), Method("best"), Method("set", per_month=1.0), Method(shape="share"), Method(basis="fall")):
        said = pace(ledger, one.indicator, one.place, one.origin, method=method)
        assert said.status == "no longer holds"
        assert (said.measured, said.clearance, said.per_year) == (None, None, None)
        assert said.stock is not None
        assert (said.stock.text, said.how.state) == (stock, state)
        assert standing_said(ledger, said) == since
        assert any("not carried on" in sentence for sentence in said.working)
        assert not any("is empty" in sentence or "divided by" in sentence for sentence in said.working)


def test_a_stock_is_projected_as_long_as_it_holds(ledger: Ledger) -> None:
    """As known at the end of 2025 the 8,500 still stood: 51 had left in the year to 26 September, so 167 years."""
    said = pace(as_known_on(ledger, pd.Timestamp("2025-12-31")), "nationals_remaining", "ne-syria", "tcn")
    assert said.status == "clears"
    assert said.measured is not None
    assert said.measured.left == 51
    assert said.years == pytest.approx(8_500 / 51)


def test_the_best_months_are_those_since_the_stock_was_highest(with_rows: Make) -> None:
    """Those who left before an influx were other people."""
    values = (
        ("2018-12-31", 16_000.0),
        ("2019-12-31", 4_000.0),
        ("2020-12-31", 70_000.0),
        ("2021-12-31", 60_000.0),
        ("2022-12-31", 58_000.0),
    )
    made = with_rows(*({"place": "roj", "period_end": day, "value": value} for day, value in values))
    said = of_roj(made, window="best")
    assert said.measured is not None
    assert said.measured.left == 10_000.0


@pytest.mark.parametrize("indicator", ["iraqi_returns", "camp_share_children", "no_such_indicator"])
def test_only_a_stock_of_people_can_be_empty(ledger: Ledger, indicator: str) -> None:
    with pytest.raises(ValueError, match="not a stock of people"):
        pace(ledger, indicator, "al-hol")


def test_a_set_pace_is_above_zero(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="above zero"):
        pace(ledger, "camp_population", "roj", method=Method("set", per_month=0.0))


def test_a_part_of_an_emptied_camp_is_empty_too(ledger: Ledger) -> None:
    """The newest count of Iraqis in al-Hol is of January 2026; all people of the camp are 0 in February."""
    said = pace(ledger, "camp_population", "al-hol", "irq")
    assert said.status == "already empty"
    assert said.stock_date == pd.Timestamp("2026-02-22")
    assert said.remarks == ("The figure of 0 is of all people in Al-Hol camp, so of these too.",)


def test_displaced_people_in_iraq(ledger: Ledger) -> None:
    """displacement.csv: IOM counts 997,334 at the end of 2025; UNHCR has 28,794 returns in 2025.

    IOM's count before is of September 2022, too far off for a pace; UNHCR's of the end of 2024 is another count.
    """
    by_report = pace(ledger, "idps", "iraq", "irq")
    assert by_report.stock is not None
    assert by_report.stock.value == 997_334
    assert by_report.per_year is not None
    assert by_report.per_year.value == 28_794
    assert by_report.years == pytest.approx(997_334 / 28_794)
    assert by_report.clearance == pd.Timestamp("2060-08-21")
    assert by_report.comparison is None
    by_fall = pace(ledger, "idps", "iraq", "irq", method=Method(basis="fall"))
    assert (by_fall.status, by_fall.measured) == ("no pace", None)
    fastest = pace(ledger, "idps", "iraq", "irq", method=Method("best", basis="fall")).measured
    assert fastest is not None
    assert set(ledger.observations.loc[list(fastest.rows), "counter"]) == {"IOM"}


def test_roj(ledger: Ledger) -> None:
    """camps.csv: 2,600 on 14 June 2024, about 2,225 on 21 February 2026; 2,225 x 617 / 375 is 3,660.9 days."""
    said = pace(ledger, "camp_population", "roj")
    assert said.measured is not None
    assert (said.measured.left, (said.measured.end - said.measured.start).days) == (375, 617)
    assert said.clearance == pd.Timestamp("2026-02-21") + pd.Timedelta(days=3661)
    assert "20 months" in said.remarks[0]


def test_displaced_people_in_camps_in_iraq_stay_open(ledger: Ledger) -> None:
    """displacement.csv: about 109,000 on 31 December 2024, at least 100,000 on 9 January 2026."""
    said = pace(ledger, "idps_in_camps", "iraq", "irq")
    assert said.per_year is not None
    assert said.per_year.qualifier == "at_most"
    assert said.per_year.value == pytest.approx(9_000 * 365.25 / 374)
    assert (said.clearance, said.latest) == (pd.Timestamp("2037-05-27"), None)


def test_later_transfers_of_detainees_are_told(ledger: Ledger) -> None:
    """detention.csv: US Central Command has about 9,000 on 26 September 2025; then 5,704 were moved to Iraq."""
    said = pace(ledger, "detainees_held", "ne-syria")
    assert said.stock is not None
    assert (said.stock.text, said.stock_date) == ("about 9,000", pd.Timestamp("2025-09-26"))
    assert any("5,704 (13 Feb 2026)" in remark for remark in said.remarks)
    assert "US completes transfer of over 5,700 detainees to Iraq" in said.working[1]


def test_iraqis_in_al_hol_as_known_in_january_2026(ledger: Ledger) -> None:
    """camps.csv: 3,500 on 11 December 2025; the thirteen convoys of the 12 months before took 9,739 people."""
    convoys = (715, 579, 569, 618, 607, 681, 865, 832, 935, 812, 839, 829, 858)
    said = pace(as_known_on(ledger, pd.Timestamp("2026-01-15")), "camp_population", "al-hol", "irq")
    assert said.stock is not None
    assert (said.stock.value, said.stock_date) == (3_500, pd.Timestamp("2025-12-11"))
    assert said.measured is not None
    assert (said.measured.left, len(said.measured.rows)) == (sum(convoys), len(convoys))
    assert said.clearance == pd.Timestamp("2025-12-11") + pd.Timedelta(days=-int(-3500 * 365.25 // sum(convoys)))


def test_al_hol_as_known_at_the_end_of_2024(ledger: Ledger) -> None:
    """camps.csv: about 50,000 on 12 November 2023, 40,000 on 7 September 2024: 10,000 in 300 days, so 1,200 days."""
    said = pace(as_known_on(ledger, pd.Timestamp("2024-12-31")), "camp_population", "al-hol")
    assert said.measured is not None
    assert (said.measured.left, (said.measured.end - said.measured.start).days) == (10_000, 300)
    assert said.clearance == pd.Timestamp("2024-09-07") + pd.Timedelta(days=1200)


def test_departures_are_of_one_scope_and_one_span(ledger: Ledger) -> None:
    """The 18 repatriations of third-country nationals of 2023 known by its end took 671 people, year totals aside."""
    then = as_known_on(ledger, pd.Timestamp("2023-12-31"))
    both = populations(then)["al-hol-and-roj"]
    only = next(flow for flow in both.flows if flow.indicator == "repatriated_persons")
    found = departures(then, replace(both, flows=(only,)), pd.Timestamp("2022-12-31"), pd.Timestamp("2023-12-31"))
    assert found is not None
    assert (found.figure.value, len(found.rows)) == (671, 18)
    scopes = ledger.observations.loc[list(found.rows), "scope"].astype(str).unique()
    assert list(scopes) == ["event"]


def test_the_fall_and_the_reports_of_a_year_are_of_the_same_time(ledger: Ledger) -> None:
    for year in by_year(ledger, populations(ledger)["al-hol-irq"]):
        if year.journeys is not None:
            ends = ledger.observations.loc[list(year.journeys.rows), "period_end"]
            assert ((ends > year.start) & (ends <= year.end)).all()


def test_al_hol_was_empty_when_the_ledger_says_so(ledger: Ledger) -> None:
    happened = outcome(ledger, "al-hol")
    assert happened is not None
    row = ledger.observations.loc[happened.row]
    assert (row["period_end"], row["value"]) == (pd.Timestamp("2026-02-22"), 0)
    assert outcome(as_known_on(ledger, pd.Timestamp("2026-01-31")), "al-hol") is None
    assert outcome(ledger, "roj") is None


def test_no_forecast_uses_what_was_published_later(ledger: Ledger) -> None:
    for one in record(ledger, tried_camp(ledger)):
        assert (ledger.observations.loc[list(one.said.rows), "published"] <= one.standing).all()


def test_the_record_on_al_hol(ledger: Ledger) -> None:
    """Every forecast was too late: by 1.2 to 14.5 years for the fall of the last 12 months at a constant number."""
    forecasts = record(ledger, tried_camp(ledger))
    assert {f"{one.standing:%Y-%m-%d}" for one in forecasts} == {
        *(f"{year}-12-31" for year in range(2020, 2026)),
        "2025-06-30",
    }
    dated = [one for one in forecasts if not pd.isna(one.error_days)]
    assert min(one.error_days for one in dated) > 0
    wanted = Method("last", "number", "fall")
    errors = {f"{one.standing:%Y-%m-%d}": one for one in forecasts if one.said.method == wanted}
    assert errors["2024-12-31"].error_days == (pd.Timestamp("2027-12-21") - pd.Timestamp("2026-02-22")).days
    # At least 53,089 at the end of 2022, about 50,000 on 12 November 2023: 3,089 in 316 days, 5,115 days for the rest.
    assert errors["2023-12-31"].said.clearance == pd.Timestamp("2023-11-12") + pd.Timedelta(days=5115)
    assert errors["2023-12-31"].error_days == 4282
    assert errors["2025-12-31"].error_years == pytest.approx(1.23, abs=0.01)
    assert errors["2022-12-31"].error_years == pytest.approx(14.5, abs=0.05)
    assert len(record_table(forecasts)) == len(forecasts) == 8 * 7


def test_the_claim_of_years_depends_on_the_way_of_reckoning(ledger: Ledger) -> None:
    """10,000 people at 671 a year are 14.9 years; at a constant share decades; by the fall in al-Hol alone 15.7."""
    claim = claim_of_years(ledger)
    assert claim is not None
    assert claim.event["source"] == "mei-global-humanitarian-coalition"
    years = dict(claim.sums)
    assert years["both camps, reported repatriations, constant number"] == pytest.approx(10_000 / 671)
    assert years["both camps, reported repatriations, constant share"] > 100
    assert years["al-Hol alone, fall of the stock, constant number"] == pytest.approx(7_700 / (409 * 365.25 / 304))
    assert "depends on the way of reckoning" in claim.sentences[-1]
    assert claim_of_years(as_known_on(ledger, pd.Timestamp("2023-06-30"))) is None


def test_an_operation_told_in_parts_counts_all_its_people(with_rows: Make) -> None:
    """41 children and 14 women are 55 people; a total beside its parts is counted once."""
    trip = {
        "indicator": "repatriated_persons",
        "kind": "flow",
        "place": "ne-syria",
        "origin": "UKR",
        "scope": "event",
        "period_start": "2021-01-31",
        "aggregation": "over non-overlapping periods",
    }
    stock = {"indicator": "nationals_remaining", "place": "ne-syria", "origin": "tcn", "value": 100.0}
    parts = with_rows(
        stock | {"period_end": "2021-03-31"},
        trip | {"event": "a", "group": "children", "value": 41.0},
        trip | {"event": "a", "group": "women", "value": 14.0},
        trip | {"event": "b", "group": "total", "value": 7.0},
        trip | {"event": "b", "group": "children", "value": 5.0},
    )
    told = reported(parts, populations(parts)["remaining-tcn"])
    assert sorted(told["value"]) == [7.0, 14.0, 41.0]


def test_every_population_has_a_pace_at_any_date(ledger: Ledger) -> None:
    """No earlier vintage breaks the sums, and no sentence shows a raw missing value."""
    for date in ("2015-06-30", "2019-06-30", "2021-12-31", "2024-12-31"):
        then = as_known_on(ledger, pd.Timestamp(date))
        for one in populations(then).values():
            for shape in SHAPES:
                said = pace(then, one.indicator, one.place, one.origin, method=Method(shape=shape))
                told = " ".join((*said.working, *said.remarks))
                assert said.stock is not None
                assert not re.search(r"\b(nan|NaT|None|inf)\b|  ", told), told


def test_a_million_years_are_no_date() -> None:
    assert isclose(by_number(1000.0, 0.001, 1.0), 1e6)
    assert by_share(1000.0, 1.0, 1.0) == inf
    assert by_number(0.0, 5.0, 1.0) == by_share(0.5, 2.0, 1.0) == 0.0
