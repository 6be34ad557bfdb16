"""Charts of Compare: figures as the files state them, indices and rates that name both statements, gaps that stay."""

import pandas as pd
import pytest

from analysis import as_known_on, with_lead
from charts import catalog, plotly_chart
from charts.spec import ChartSpec
from charts.views.compare import BY, MODES, comparable, modes, rounded
from charts.views.compare_nationals import scorecard_points, scorecard_sentence, scorecard_spec, scorecard_table
from charts.views.repatriation_sums import country_totals
from exports import csv_frame
from loaders import Ledger


def series(ledger: Ledger, **filters: object) -> ChartSpec:
    """The chart of al-Hol's people by nationality, with other choices as given."""
    chosen = {"by": "origin", "which": ("syr", "irq", "tcn"), "place": "al-hol"} | filters
    return catalog.build("compare.series", ledger, **chosen)


def point(spec: ChartSpec, name: str, day: str) -> pd.Series:
    """The headline point of a series on a date."""
    found = spec.data.loc[(spec.data["series"] == name) & (spec.data["period_end"] == pd.Timestamp(day))]
    found = found.loc[found["role"] == "headline"]
    assert len(found) == 1
    return found.iloc[0]


def test_third_country_nationals_fell_to_56_against_march_2019(ledger: Ledger) -> None:
    """6,220 on 11 January 2026 of 11,039 on 25 March 2019 is 56.3, and both statements are cited."""
    row = point(series(ledger, mode="common"), "Third-country", "2026-01-11")
    assert (row["text"], row["unit"], row["basis"], row["line"]) == ("56.3", "index", "index", 0)
    assert row["value"] == round(6_220 / 11_039 * 100, 1)
    assert row["note"].startswith("6,220 (11 Jan 2026, Damapost) / 11,039 (25 Mar 2019")
    assert len(row["source"].split("; ")) == 2


def test_as_stated_keeps_the_rivals_and_the_index_draws_headlines_alone(ledger: Ledger) -> None:
    assert (series(ledger).data["role"] != "headline").any()
    assert (series(ledger, mode="own").data["role"] == "headline").all()


def test_an_at_least_figure_has_an_index_at_least(ledger: Ledger) -> None:
    stated, index = series(ledger), series(ledger, mode="own")
    hedged = stated.data.loc[(stated.data["role"] == "headline") & (stated.data["qualifier"] == "at_least")]
    assert len(hedged)
    for row in hedged.to_dict("records"):
        found = point(index, row["series"], f"{row['period_end']:%Y-%m-%d}")
        assert found["qualifier"] in ("at_least", "about")
        assert found["text"].startswith("at least") or "open to both sides" in found["text"]


def test_iraqi_returns_of_2026_are_8_per_100_of_those_counted_in_january(ledger: Ledger) -> None:
    """191 who left on 19 February 2026 of 2,462 Iraqis in al-Hol on 11 January 2026."""
    chosen = {"indicator": "iraqi_returns", "by": "place", "which": ("al-hol", "roj"), "origin": "irq"}
    spec = catalog.build("compare.series", ledger, mode="stock", **chosen)
    row = spec.data.loc[spec.data["x"] == "2026"].iloc[0]
    assert (row["text"], row["basis"], row["unit"]) == ("7.8%", "rate", "percent")
    assert "/ 2,462 (11 Jan 2026" in row["note"]
    assert any("Left out for want of a base or a stock: Roj camp" in text for text in spec.caveats)


def test_flows_are_compared_by_calendar_year(ledger: Ledger) -> None:
    """Kyrgyzstan 2024: 99 in February and 22 in July."""
    chosen = {"indicator": "repatriated_persons", "which": ("KGZ", "RUS", "FRA"), "place": "ne-syria"}
    data = series(ledger, **chosen).data
    row = data.loc[(data["series"] == "Kyrgyzstan") & (data["x"] == "2024")].iloc[0]
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
    """One number on both pages, for every country."""
    here = scorecard_points(ledger)
    here = here.loc[here["series"] == "Repatriated"].set_index("x")["value"].to_dict()
    totals = country_totals(ledger, "2100")
    there = dict(zip(totals["x"], totals["value"], strict=True))
    assert here == there


def test_gaps_are_named_as_gaps(ledger: Ledger) -> None:
    table = scorecard_table(ledger).set_index("Country")
    assert table.loc["France", "Remaining"] == "not stated"
    assert table.loc["Bosnia and Herzegovina", "Remaining"] == "118 (22 Apr 2025, Syria)"
    assert table.loc["Bosnia and Herzegovina", "Share repatriated"] == "17.5%"
    gaps = next(text for text in catalog.build("compare.share", ledger).caveats if text.startswith("Gaps"))
    assert "France" in gaps
    assert "Austria" not in gaps


def test_the_table_can_be_ordered_by_every_column(ledger: Ledger) -> None:
    by_home = scorecard_table(ledger, "repatriated")
    assert list(by_home["Country"][:2]) == ["Kazakhstan", "Russia"]
    assert (by_home["Repatriated"].iloc[-1]) == "not stated"
    assert sorted(by_home["Country"]) == sorted(scorecard_table(ledger)["Country"])


def test_a_share_is_drawn_with_its_bounds_and_never_passes_100(ledger: Ledger) -> None:
    data = catalog.build("compare.share", ledger).data.set_index("x")
    assert (data[["value", "low", "high"]].max() <= 100).all()
    assert tuple(data.loc["Kosovo", ["value", "low", "high"]]) == (57.3, 57.3, 100.0)
    assert tuple(data.loc["Kazakhstan", ["value", "low", "high"]]) == (95.3, 0.0, 95.3)
    assert "607 repatriated" in data.loc["Kazakhstan", "note"]
    assert "at least 30 remaining" in data.loc["Kazakhstan", "note"]


def test_the_file_of_the_table_holds_every_cell_with_its_source(ledger: Ledger) -> None:
    spec = scorecard_spec(ledger)
    frame = csv_frame(spec)
    assert set(frame["series"]) == {
        "Travelled", "Back by any route", "Repatriated", "Remaining", "Killed", "Share repatriated",
    }  # fmt: skip
    assert (frame["source"] != "").all()
    assert not frame.duplicated(["series", "x"]).any()


@pytest.mark.parametrize("known", ["2015-06-30", "2019-06-30", "2021-12-31", "2024-12-31"])
@pytest.mark.parametrize("lead", ["", "highest"])
def test_every_vintage_and_lead_draws_or_says_why_not(ledger: Ledger, known: str, lead: str) -> None:
    led = as_known_on(with_lead(ledger, lead), pd.Timestamp(known))
    assert scorecard_sentence(led)
    for name in catalog.names("compare"):
        for mode in MODES if name == "compare.series" else ("",):
            spec = catalog.build(name, led, **({"mode": mode} if mode else {}))
            assert spec.title
            assert spec.empty if spec.is_empty else plotly_chart.figure(spec)
            assert (spec.data["published"] <= led.known_on).all()
