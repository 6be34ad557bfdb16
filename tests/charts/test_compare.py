"""Charts of Compare: figures as the files state them, indices and rates that name both statements, gaps that stay."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis import as_known_on, with_lead
from charts import catalog, takeaway
from charts.spec import ChartSpec
from charts.views.compare.nationals import scorecard_points, scorecard_sentence, scorecard_spec, scorecard_table
from charts.views.compare.series import BY, MODES, comparable, modes, rounded
from charts.views.repatriation.sums import country_totals
from exports import csv_frame
from loaders import Ledger
from loaders.frames import row_at
from render.screen import chart as plotly_chart


def series(ledger: Ledger, **filters: object) -> ChartSpec:
    """The chart of al-Hol's people by nationality, with other choices as given."""
    chosen = {"by": "origin", "which": ("syr", "irq", "tcn"), "place": "al-hol"} | filters
    return catalog.build("compare.series", ledger, **chosen)


def point(spec: ChartSpec, name: str, day: str) -> pd.Series:
    """The headline point of a series on a date."""
    found = spec.data[(spec.data["series"] == name) & (spec.data["period_end"] == pd.Timestamp(day))]
    found = found[found["role"] == "headline"]
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (
            {"by": "place", "which": ("al-hol", "roj"), "origin": "all"},
            "People in camp: Roj camp had about 2,225 on 21 Feb 2026 and Al-Hol camp was closed on 22 Feb 2026",
        ),
        ({}, "People in camp: Syrian nationals numbered 14,694 on 11 Jan 2026 and third-country nationals 6,220"),
        (
            {"mode": "common", "which": ("syr", "tcn")},
            "People in camp, Mar 2019 = 100: third-country nationals came to 56.3 on 11 Jan 2026 and Syrian nationals 46.7",  # noqa: E501
        ),
        (
            {"indicator": "detainees_held", "by": "place", "which": ("iraq", "ne-syria"), "origin": "all"},
            "Detainees held: Iraq had at least 20,000 on 29 Dec 2022 and Northeast Syria about 9,000 on 26 Sep 2025",
        ),
        (
            {"indicator": "repatriated_persons_cumulative", "which": ("KAZ", "KGZ"), "place": "ne-syria"},
            "Repatriated, running total: Kazakhstan had 607 by the end of 2021 and Kyrgyzstan 454 by Jul 2024",
        ),
    ],
)
def test_each_newest_figure_is_told_with_its_own_date(ledger: Ledger, chosen: dict[str, object], told: str) -> None:
    """A place that has closed is told so, a date of two figures once, and nothing old stands in the present."""
    assert series(ledger, **chosen).title == told


def test_counts_that_hold_are_told_before_those_that_are_past(ledger: Ledger) -> None:
    """Roj's about 2,225 of 2026 come before Areesha's 11,000 where that is older than a year."""
    later = replace(ledger, today=pd.Timestamp("2027-01-31"), version="later")
    chosen = {"by": "place", "which": ("areesha", "roj"), "origin": "all"}
    assert series(later, **chosen).title.startswith("People in camp: Roj camp had about 2,225")
    assert series(ledger, **chosen).title.startswith("People in camp: Areesha camp had about 11,000")


def test_third_country_nationals_fell_to_56_against_march_2019(ledger: Ledger) -> None:
    """6,220 on 11 January 2026 of 11,039 on 25 March 2019 is 56.3, and both statements are cited."""
    row = point(series(ledger, mode="common"), "Third-country", "2026-01-11")
    assert (row["text"], row["unit"], row["basis"], row["line"]) == ("56.3", "index", "index", 0)
    assert row["value"] == round(6_220 / 11_039 * 100, 1)
    assert row["note"].startswith("6,220 (11 Jan 2026, Damapost) / 11,039 (25 Mar 2019")
    assert len(row["sources"]) == 2


def test_as_stated_keeps_the_rivals_and_the_index_draws_headlines_alone(ledger: Ledger) -> None:
    assert (series(ledger).data["role"] != "headline").any()
    assert (series(ledger, mode="own").data["role"] == "headline").all()


def test_an_at_least_figure_has_an_index_at_least(ledger: Ledger) -> None:
    stated, index = series(ledger), series(ledger, mode="own")
    hedged = stated.data[(stated.data["role"] == "headline") & (stated.data["qualifier"] == "at_least")]
    assert len(hedged)
    for row in hedged.to_dict("records"):
        found = point(index, row["series"], f"{row['period_end']:%Y-%m-%d}")
        assert found["qualifier"] in ("at_least", "about")
        assert found["text"].startswith("at least") or "open to both sides" in found["text"]


def test_iraqi_returns_of_2026_are_at_least_7_7_per_100_of_those_counted_in_january(ledger: Ledger) -> None:
    """191 who left on 19 February 2026 of 2,462 Iraqis in al-Hol on 11 January 2026."""
    chosen = {"indicator": "iraqi_returns", "by": "place", "which": ("al-hol", "roj"), "origin": "irq"}
    spec = catalog.build("compare.series", ledger, mode="stock", **chosen)
    row = spec.data[spec.data["x"] == "2026"].iloc[0]
    assert (row["text"], row["basis"], row["unit"]) == ("at least 7.7%", "rate", "percent")
    assert "/ 2,462 (11 Jan 2026" in row["note"]
    assert any("Left out for want of a base or a stock: Roj camp" in text for text in spec.caveats)


def test_flows_are_compared_by_calendar_year(ledger: Ledger) -> None:
    """Kyrgyzstan 2024: 99 in February and 22 in July."""
    chosen = {"indicator": "repatriated_persons", "which": ("KGZ", "RUS", "FRA"), "place": "ne-syria"}
    data = series(ledger, **chosen).data
    row = data[(data["series"] == "Kyrgyzstan") & (data["x"] == "2024")].iloc[0]
    assert (row["value"], row["basis"]) == (99 + 22, "sum")


@pytest.mark.parametrize(("which", "words"), [(("syr",), "two to six"), ((), "two to six")])
def test_one_alone_is_no_comparison(ledger: Ledger, which: tuple[str, ...], words: str) -> None:
    spec = series(ledger, which=which)
    assert spec.is_empty
    assert words in spec.empty


def test_series_without_a_common_date_say_so(ledger: Ledger) -> None:
    """Roj and Mahmoudli are never counted within a month of each other."""
    spec = catalog.build("compare.series", ledger, by="place", which=("roj", "mahmoudli"), mode="common")
    assert spec.is_empty
    assert "share no date" in spec.empty


def test_measures_offered_have_two_or_more_to_compare(ledger: Ledger) -> None:
    for by in BY:
        offered = comparable(ledger, by)
        assert "camp_population" in offered
        rows = ledger.observations
        for indicator in offered:
            assert rows.loc[rows["indicator"] == indicator, by].nunique() >= 2
    assert modes("camp_population") == ("stated", "own", "common")
    assert modes("iraqi_returns") == tuple(MODES)


def test_bounds_are_rounded_outwards() -> None:
    from analysis import Figure

    nan = float("nan")
    assert rounded(Figure(57.36, nan, nan, "at_least", "percent")).value == 57.3
    assert rounded(Figure(95.21, nan, nan, "at_most", "percent")).value == 95.3
    found = rounded(Figure(43.25, 43.21, 76.19, "range", "percent"))
    assert (found.low, found.high) == (43.2, 76.2)
    assert rounded(Figure(30.0, nan, nan, "at_least", "percent")).value == 30.0


def test_the_people_repatriated_are_those_of_the_page_of_repatriation(ledger: Ledger) -> None:
    """One figure on both pages, with its hedge and date, for every country."""
    columns = ["text", "value", "qualifier", "basis", "as_of", "published", "source", "note"]
    here = scorecard_points(ledger)
    here = here[here["series"] == "Repatriated"].set_index("x")[columns]
    there = country_totals(ledger).set_index("x")[columns]
    pd.testing.assert_frame_equal(here.sort_index(), there.sort_index())
    table = scorecard_table(ledger).set_index("Country")["Repatriated"]
    assert all(table[name].startswith(f"{text} (") for name, text in zip(there.index, there["text"], strict=True))


def test_gaps_are_named_as_gaps(ledger: Ledger) -> None:
    table = scorecard_table(ledger).set_index("Country")
    assert table.loc["France", "Remaining"] == "not stated"
    assert table.loc["Bosnia and Herzegovina", "Remaining"] == "118 (last known, 22 Apr 2025, Syria)"
    assert table.loc["Bosnia and Herzegovina", "Share repatriated"] == "at least 17.4% (22 Apr 2025)"
    tajik = table.loc["Tajikistan", "Remaining"]
    assert tajik == "about 500 (last known, 27 Jul 2020, Northeast Syria, at least 297 left since)"
    gaps = next(text for text in catalog.build("compare.share", ledger).caveats if text.startswith("Gaps"))
    assert "France" in gaps
    assert "Kosovo" not in gaps


def test_the_table_can_be_ordered_by_every_column(ledger: Ledger) -> None:
    by_home = scorecard_table(ledger, "repatriated")
    assert list(by_home["Country"][:2]) == ["Kazakhstan", "Russia"]
    assert (by_home["Repatriated"].iloc[-1]) == "not stated"
    assert sorted(by_home["Country"]) == sorted(scorecard_table(ledger)["Country"])


def test_a_share_is_drawn_with_its_bounds_and_never_passes_100(ledger: Ledger) -> None:
    """At least 110 Kosovars were home before the count of about 90 in July 2021: at least 55%, perhaps all."""
    data = catalog.build("compare.share", ledger).data.set_index("x")
    assert (data[["value", "low", "high"]].max() <= 100).all()
    assert tuple(data.loc["Kosovo (Jul 2021)", ["value", "low", "high"]]) == (55.0, 55.0, 100.0)
    assert row_at(data, "Kosovo (Jul 2021)")["note"].startswith("at least 110 repatriated (20 Apr 2019")
    assert not set(data["text"]) & {"at least 100%", "at most 0%"}
    assert not data.index.str.startswith("Austria").any()


def test_two_open_ends_give_no_share(ledger: Ledger) -> None:
    """At least 626 home and at least 30 left in Kazakhstan's count of March 2025 allow anything."""
    assert "Kazakhstan" not in " ".join(catalog.build("compare.share", ledger).data["x"])
    both = catalog.build("compare.both", ledger)
    assert "Kazakhstan (Mar 2025)" in set(both.data["x"])
    assert both.title == "Austria and Kosovo had taken home more people than were known to remain at the last count"


def test_both_figures_of_a_pair_are_of_the_date_of_the_count(ledger: Ledger) -> None:
    """Tajikistan: 84 were home in July 2020 when about 500 were counted, not the 385 of 2024; they are named apart."""
    rows = catalog.build("compare.both", ledger).data
    tajik = rows[rows["x"] == "Tajikistan (Jul 2020)"].set_index("series")["text"]
    assert tajik.to_dict() == {"Repatriated before the count": "at least 84", "Remaining": "about 500"}
    pairs = rows.pivot_table(index="x", columns="series", values="period_end", aggfunc="max")
    assert (pairs["Repatriated before the count"] <= pairs["Remaining"]).all()


def test_old_and_overtaken_counts_are_grey_and_never_ranked_with_fresh_ones(ledger: Ledger) -> None:
    old = catalog.build("compare.share", ledger)
    assert set(old.data["series"]) == {"older or overtaken count"}
    assert old.colours["older or overtaken count"] == "grey"
    assert old.title == "Bosnia and Herzegovina had taken home at least 17% of its nationals by Apr 2025"
    then = catalog.build("compare.share", as_known_on(ledger, pd.Timestamp("2025-06-30"))).data
    fresh = then["series"] == "counted in the past year"
    assert fresh.any()
    assert not fresh.all()
    assert list(fresh) == sorted(fresh, reverse=True)
    assert then.loc[fresh, "value"].is_monotonic_decreasing


def test_a_country_without_a_share_has_no_chart_of_shares(ledger: Ledger) -> None:
    """Germany's last count of all its nationals is of March 2018, before any return."""
    empty = catalog.build("compare.share", ledger, country="DEU")
    assert empty.is_empty
    assert empty.title == "No source lets it be told what share of the nationals of Germany came home"
    spec = catalog.build("compare.share", ledger, country="XKX")
    assert spec.title == "Kosovo had taken home at least 55% of its nationals by Jul 2021"
    assert set(spec.data["series"]) == {"Kosovo", "Other states"}


def test_the_file_of_the_table_holds_every_cell_with_its_source(ledger: Ledger) -> None:
    spec = scorecard_spec(ledger)
    frame = csv_frame(spec)
    assert set(frame["series"]) == {
        "Travelled",
        "Back by any route",
        "Repatriated",
        "Remaining",
        "Killed",
        "Share repatriated",
    }
    assert (frame["source"] != "").all()
    assert not frame.duplicated(["series", "x"]).any()


@pytest.mark.parametrize("known", ["2015-06-30", "2019-06-30", "2021-12-31", "2024-12-31"])
@pytest.mark.parametrize("lead", ["", "highest"])
def test_every_vintage_and_lead_draws_or_says_why_not(ledger: Ledger, known: str, lead: str) -> None:
    led = as_known_on(with_lead(ledger, lead), pd.Timestamp(known))
    assert scorecard_sentence(led)
    assert takeaway.say("compare", led).endswith(f"{scorecard_sentence(led)}.")
    for name in catalog.names("compare"):
        for mode in MODES if name == "compare.series" else ("",):
            spec = catalog.build(name, led, **({"mode": mode} if mode else {}))
            assert spec.title
            assert spec.empty if spec.is_empty else plotly_chart.figure(spec)
            assert (spec.data["published"] <= led.known_on).all()
