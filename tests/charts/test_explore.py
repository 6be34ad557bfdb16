"""Explore: any indicator by any cut, traced by hand from data/observations to what is drawn."""

import re

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis import as_known_on
from analysis.coverage import themes
from analysis.cut import CUTS, Cut, default_cut, documented
from charts import catalog, takeaway
from charts.palette import HUES
from charts.spec import ChartSpec
from charts.views.explore.map import MAP_CUTS, best_year, map_years
from charts.views.explore.series import (
    all_statements,
    distinct_colours,
    names_of,
    of_source,
    of_theme,
    offered_indicators,
)
from exports.tabular import csv_frame
from loaders import Ledger
from render.screen import chart as plotly_chart
from tests.charts.sentences import figures, tense, wording


def drawn(ledger: Ledger, cut: Cut) -> ChartSpec:
    """The chart over time of a cut."""
    return catalog.build(
        "explore.series",
        ledger,
        indicator=cut.indicator,
        by=cut.by,
        which=cut.which,
        place=cut.place,
        origin=cut.origin,
        group=cut.group,
        scope=cut.scope,
        first=cut.first,
        last=cut.last,
    )


def mapped(ledger: Ledger, cut: Cut, year: str = "") -> ChartSpec:
    """The map of a cut."""
    return catalog.build(
        "explore.map",
        ledger,
        indicator=cut.indicator,
        by=cut.by,
        place=cut.place,
        origin=cut.origin,
        group=cut.group,
        year=year,
    )


def test_a_stated_total_of_a_year_leads_and_is_not_added_to_its_operations(ledger: Ledger) -> None:
    """Kyrgyzstan 2023: a stated total of 333 beside the missions of 59, 95, 83 and 96, which make 333 too."""
    cut = Cut("repatriated_persons", "origin", ("KGZ",), "ne-syria", "", "total", "years")
    data = drawn(ledger, cut).data.set_index("x")
    assert data.loc["2023", "value"] == 333
    assert data.loc["2023", "basis"] == "stated"


def test_operations_are_added_where_no_total_is_stated(ledger: Ledger) -> None:
    """Kyrgyzstan 2024: missions of 99 and 22; the 121 stated for January to July is part of a year and not added."""
    cut = Cut("repatriated_persons", "origin", ("KGZ",), "ne-syria", "", "total", "years")
    row = drawn(ledger, cut).data.set_index("x").loc["2024"]
    assert (row["value"], row["basis"], row["statements"]) == (121, "sum", 2)
    assert row["qualifier"] == "at_least", "what no source reports is missing"
    assert row["source"] == "rferl-2024-kgz22; npa-2024-kgz99"


def test_bodies_who_differ_on_a_day_are_drawn_side_by_side(ledger: Ledger) -> None:
    """8 January 2020: Kurdish forces say about 12,000 detainees (Khaleej Times), Rudaw at least 10,000."""
    rows = ledger.observations
    day = rows[
        (rows["indicator"] == "detainees_held")
        & (rows["place"] == "ne-syria")
        & (rows["group"] == "total")
        & (rows["origin"] == "all")
        & (rows["period_end"] == pd.Timestamp(2020, 1, 8))
    ]
    bodies = tuple(day["counter"].astype(str))
    assert len(set(bodies)) == 2
    cut = Cut("detainees_held", "counter", bodies, "ne-syria", "all", "total", "", "2020", "2020")
    data = drawn(ledger, cut).data
    on_day = data[data["period_end"] == pd.Timestamp(2020, 1, 8)]
    assert set(on_day["text"]) == {"about 12,000", "at least 10,000"}
    assert set(on_day["series"]) == {body[:1].upper() + body[1:] for body in bodies}


def test_no_series_joins_bodies_that_count_differently(ledger: Ledger) -> None:
    """IDMC's and UNHCR's year-ends made spikes of a million between IOM's rounds."""
    apart = ledger.indicators.loc[
        (ledger.indicators["comparable"] == "no") & (ledger.indicators["kind"] != "flow"), "indicator"
    ].astype(str)
    for indicator in apart:
        for by in CUTS:
            cut = default_cut(ledger, indicator, by)
            if indicator not in set(documented(ledger).index):
                continue
            data = drawn(ledger, cut).data
            lead = data[data["role"] == "headline"]
            keys = ["series", "indicator", "place", "origin", "group"]
            for _, rows in lead.groupby([lead[key].astype(str) for key in keys]):
                assert len(set(rows["counter"].astype(str))) == 1, (indicator, by)
    iraq = drawn(ledger, Cut("idps", "place", ("iraq",), origin="irq")).data
    assert set(iraq.loc[iraq["role"] == "headline", "counter"].astype(str)) == {"IOM"}
    assert {"UNHCR", "IDMC"} <= set(iraq.loc[iraq["role"] == "context", "series"])


def test_the_chart_says_why_bodies_are_kept_apart(ledger: Ledger) -> None:
    spec = drawn(ledger, Cut("idps", "place", ("iraq",), origin="irq"))
    assert any(caveat.endswith("So a line is of one body only.") for caveat in spec.caveats)
    alike = drawn(ledger, Cut("camp_population", "place", ("al-hol",)))
    assert not any("one body" in caveat for caveat in alike.caveats)


def test_a_later_count_of_another_body_is_told_as_an_answer_to_a_question_tells_it(ledger: Ledger) -> None:
    """The line of US troops in Syria ends in April 2025 with the Pentagon; a news agency counted in 2026."""
    cut = {"indicator": "us_troops", "by": "place", "which": ("syria",), "place": "syria"}
    told = (
        "A later count of another body: about 1,000 (23 Feb 2026), "
        "according to press report, Agence France-Presse (AFP)."
    )
    assert catalog.build("explore.series", ledger, **cut).caveats[0] == told
    assert told not in catalog.build("explore.series", ledger, **cut, last="2024").caveats


def test_other_counts_are_drawn_as_light_marks_when_places_are_compared(ledger: Ledger) -> None:
    data = drawn(ledger, Cut("detainees_held", "place", ("ne-syria", "al-sinaa"), first="2020", last="2020")).data
    on_day = data[(data["period_end"] == pd.Timestamp(2020, 1, 8)) & (data["place"] == "ne-syria")]
    assert sorted(on_day["role"]) == ["beside", "beside"]


def test_money_of_a_year_is_the_stated_total(ledger: Ledger) -> None:
    """The camp sector of Iraq's plan asked for 12,340,197 US dollars in 2014."""
    data = drawn(ledger, Cut("cccm_requirements", "place", ("iraq",), scope="years")).data.set_index("x")
    assert data.loc["2014", "value"] == 12340197
    assert data.loc["2014", "unit"] == "usd"


def test_the_mark_follows_from_the_kind(ledger: Ledger) -> None:
    assert drawn(ledger, Cut("camp_population", "place", ("al-hol",))).mark == "line"
    assert drawn(ledger, Cut("iraqi_return_convoys", "place", ("al-hol",), origin="irq")).mark == "step"
    flow = default_cut(ledger, "repatriated_persons", "origin")
    assert drawn(ledger, flow).mark == "column"
    few = default_cut(ledger, "returnees_charged")
    assert drawn(ledger, few).mark == "dots"


def test_more_than_four_series_become_small_multiples(ledger: Ledger) -> None:
    which = ("iraq", "anbar", "dahuk", "baghdad", "ninewa")
    assert drawn(ledger, Cut("idps", "place", which, origin="irq")).facet
    assert not drawn(ledger, Cut("idps", "place", which[:4], origin="irq")).facet


def test_the_title_is_computed_from_what_is_drawn(ledger: Ledger) -> None:
    whole = drawn(ledger, Cut("camp_population", "place", ("al-hol",)))
    early = drawn(ledger, Cut("camp_population", "place", ("al-hol",), last="2020"))
    assert whole.title == "Al-Hol camp was closed on 22 Feb 2026; it held 73,520 people in May 2019"
    assert "2026" not in early.subtitle
    assert early.subtitle.endswith("to 2020")


def test_the_first_view_tells_the_two_camps_as_on_their_own_page(ledger: Ledger) -> None:
    spec = catalog.build("explore.series", ledger)
    assert spec.title == "Roj camp held about 2,225 people (21 Feb 2026); Al-Hol camp was closed on 22 Feb 2026"
    assert takeaway.say("explore", ledger) == f"{spec.title}."


@pytest.mark.parametrize(
    ("cut", "title"),
    [
        (  # a country of 2025 beside governorates of 2021: each with its date, those that still hold first
            Cut("idps", "place", ("iraq", "dahuk", "anbar"), origin="irq"),
            "Displaced persons: Iraq nearly 1 million (31 Dec 2025); last known, Duhok about 259,000 (28 Feb 2021)",
        ),
        (
            Cut("idps", "place", ("dahuk", "anbar"), origin="irq"),
            "Internally displaced persons: last known, Duhok about 259,000 and Al-Anbar 33,768 (28 Feb 2021)",
        ),
        (
            Cut("idps", "place", ("iraq",), origin="irq"),
            "The number of internally displaced persons in Iraq was nearly 1 million (31 Dec 2025)",
        ),
        (
            Cut("camp_population", "place", ("al-hol",), origin="irq"),
            "The number of Iraqis living in Al-Hol camp was 2,462 (11 Jan 2026), down from 30,897 in Nov 2019",
        ),
        (
            Cut("detainees_held", "place", ("ne-syria",)),
            "The number of people held as ISIS suspects or convicts in Northeast Syria was about 9,000 (26 Sep 2025)",
        ),
        (
            Cut("detainees_transferred_total", "place", ("ne-syria",)),
            "The number of ISIS detainees transferred from Northeast Syria had reached 5,704 by 13 Feb 2026",
        ),
        (
            Cut("repatriated_persons", "origin", ("KGZ",), "ne-syria", "", "total", "years"),
            "Nationals of Kyrgyzstan repatriated by their state from Northeast Syria peaked in 2023: 333",
        ),
        (
            Cut("share_funded", "place", ("iraq",), scope="years"),
            "Share of humanitarian plan funded in Iraq peaked in 2018: 98%",
        ),
    ],
)
def test_any_measure_is_told_as_people_say_it(ledger: Ledger, cut: Cut, title: str) -> None:
    assert drawn(ledger, cut).title == title


def test_years_without_the_body_of_the_line_name_who_counted(ledger: Ledger) -> None:
    """In January 2026 the United Nations and the press count the detainees, whose line is that of the US government."""
    spec = drawn(ledger, Cut("detainees_held", "place", ("ne-syria",), first="2026", last="2026"))
    assert not (spec.data["role"] == "headline").any()
    assert spec.title == "Detainees held: 8,000 to 10,000 by the count of the United Nations (reported 21 Jan 2026)"


@pytest.mark.parametrize(("day", "first"), [("2016-12-31", 0), ("2021-12-31", 3), ("2025-06-30", 6)])
def test_every_title_holds_at_any_date(ledger: Ledger, day: str, first: int) -> None:
    """On each day of another ninth of the measures."""
    then = as_known_on(ledger, pd.Timestamp(day))
    found = []
    for indicator in documented(then).index[first::9]:
        for by in CUTS:
            spec = drawn(then, default_cut(then, indicator, by))
            told = [*wording(spec.title), *tense(spec, then), *([] if spec.is_empty else figures(spec))]
            found += [f"{indicator} by {by}: {spec.title} | {fault}" for fault in told]
    assert found == []


def test_wholes_and_parts_side_by_side_say_so(ledger: Ledger) -> None:
    spec = drawn(ledger, Cut("camp_population", "place", ("al-hol", "al-hol-and-roj")))
    assert any(text.endswith("Al-Hol camp of Al-Hol and Roj camps together.") for text in spec.caveats)


def test_an_empty_choice_explains_itself(ledger: Ledger) -> None:
    none = drawn(ledger, Cut("camp_population", "place", ()))
    assert none.is_empty
    assert none.empty == "Choose at least one place to see People living in camp."
    late = drawn(ledger, Cut("camp_population", "place", ("al-hol",), first="2090"))
    assert late.is_empty
    assert "No source states People living in camp for Al-Hol camp" in late.empty
    assert "from 2090" in late.empty


def test_a_choice_that_is_not_offered_is_refused(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="indicator takes"):
        catalog.build("explore.series", ledger, indicator="no_such")
    with pytest.raises(ValueError, match="which takes"):
        catalog.build("explore.series", ledger, which=("<script>",))


def test_labels_of_a_dimension_are_unique(ledger: Ledger) -> None:
    """Two places with one label would become one series."""
    for by in CUTS:
        used = set(ledger.observations[by].astype(str)) - {""}
        labels = [names_of(ledger, by).get(value, value) for value in used]
        assert len(labels) == len(set(labels)), by


def test_no_two_series_share_a_colour(ledger: Ledger) -> None:
    """Al-Hol and northeast Syria have the same fixed colour on pages where they do not meet."""
    given = distinct_colours(ledger, {"A": "al-hol", "B": "ne-syria", "C": "all", "D": "roj", "E": "x", "F": "y"})
    assert len(set(given.values())) == 6
    assert given["A"] == "blue"
    assert set(given.values()) <= set(HUES)


@pytest.mark.parametrize("by", CUTS)
def test_every_documented_series_can_be_drawn(ledger: Ledger, by: str) -> None:
    for indicator in documented(ledger).index[:100:4]:
        spec = drawn(ledger, default_cut(ledger, indicator, by))
        assert not spec.is_empty, indicator
        assert len(set(spec.data["unit"])) == 1, indicator
        figure = go.Figure(plotly_chart.figure(spec))
        assert len(figure.data), indicator
        assert "nan" not in spec.title.split()


def test_governorates_are_filled_with_the_newest_figure_of_the_year(ledger: Ledger) -> None:
    """Ninewa held 260,218 displaced people in IOM's round 120 of 28 February 2021."""
    cut = default_cut(ledger, "idps")
    spec = mapped(ledger, cut, "2021")
    assert spec.map is not None
    assert spec.map.areas is not None
    areas = spec.map.areas.set_index("iso")
    assert areas.loc["IQ-NI", "value"] == 260218
    assert areas.loc["IQ-NI", "text"] == "260,218, 28 Feb 2021"
    assert len(areas) == 18
    assert "Iraq" in " ".join(spec.caveats)


def test_camps_are_circles_where_they_stand(ledger: Ledger) -> None:
    spec = mapped(ledger, Cut("camp_population", "place"), "2025")
    hol = spec.data[spec.data["place"] == "al-hol"].iloc[0]
    assert hol["value"] == 25301
    assert hol["lon"] == pytest.approx(41.1, abs=0.2)
    assert "al-hol-and-roj" not in set(spec.data["place"])
    assert spec.map is not None
    assert spec.map.areas is None


def test_nationalities_fill_their_countries(ledger: Ledger) -> None:
    spec = mapped(ledger, Cut("repatriated_persons", "origin", (), "ne-syria", "", "total"), "2023")
    assert spec.map is not None
    assert spec.map.base == "world"
    assert spec.map.areas is not None
    areas = spec.map.areas.set_index("iso")
    assert areas.loc["KGZ", "value"] == 333
    assert "tcn" not in areas.index


def test_the_map_starts_with_a_year_that_it_can_show(ledger: Ledger) -> None:
    for indicator in documented(ledger).index[::4]:
        for by in MAP_CUTS:
            cut = default_cut(ledger, indicator, by)
            held = Cut(indicator, by, (), cut.place, cut.origin, cut.group)
            best = best_year(ledger, held)
            assert best in map_years(ledger, held) or not best
            spec = mapped(ledger, cut)
            assert spec.is_empty is not bool(best), (indicator, by)
            if spec.is_empty:
                assert "map" in spec.empty


def test_the_table_holds_every_statement_with_its_line(ledger: Ledger) -> None:
    """All scopes and all rivals, not only what is drawn."""
    cut = Cut("repatriated_persons", "origin", ("KGZ",), "ne-syria", "", "total", "years")
    data = all_statements(ledger, cut).data
    assert sorted(data["line"]) == list(range(366, 375))
    assert set(data["scope"]) == {"event", "alternative_count", "year_total", "part_period"}


def test_a_source_lists_all_that_rests_on_it(ledger: Ledger) -> None:
    spec = of_source(ledger, "wsj-2026-exodus", "The label")
    assert len(spec.data) == int((ledger.observations["source"] == "wsj-2026-exodus").sum())
    assert "at least 23,000" in set(spec.data["text"])
    assert of_source(ledger, "no-such", "x").is_empty


def test_coverage_counts_the_statements_of_a_theme(ledger: Ledger) -> None:
    spec = catalog.build("explore.coverage", ledger, theme="camps")
    assert spec.data["value"].sum() == 502
    assert spec.title == "On camps the record is fullest for 2019 to 2022"
    whole = catalog.build("explore.coverage", ledger)
    assert whole.data["value"].sum() == len(ledger.observations)
    counts = {int(x): value for x, value in zip(whole.data["x"], whole.data["value"], strict=True)}
    first, last = (int(year) for year in re.findall(r"\d{4}", whole.title))
    assert all(counts[year] >= max(counts.values()) / 2 for year in range(first, last + 1))
    assert counts.get(first - 1, 0) < max(counts.values()) / 2


def test_every_theme_of_the_package_has_a_name(ledger: Ledger) -> None:
    assert set(ledger.indicators["theme"].astype(str)) <= set(themes(ledger))
    assert themes(ledger)["camp_returns"] == "Returns from the camps"


def test_indicators_are_offered_headline_series_first(ledger: Ledger) -> None:
    offered = list(offered_indicators(ledger, "camps"))
    assert offered[0] == "camp_population"
    assert len(offered_indicators(ledger, "")) == len(documented(ledger)) == 266


def test_the_file_of_a_theme_holds_every_row_of_it(ledger: Ledger) -> None:
    """The statements on the page are those of one cut of one measure; their columns are the same."""
    rows = ledger.observations[ledger.observations["theme"] == "detention"]
    spec = of_theme(ledger, "detention")
    assert len(spec.data) == len(rows)
    cut = Cut("detainees_held", "place")
    assert list(csv_frame(spec)) == list(csv_frame(all_statements(ledger, cut)))
    assert len(all_statements(ledger, cut).data) < len(rows)
    assert of_theme(ledger, "no-such").is_empty
