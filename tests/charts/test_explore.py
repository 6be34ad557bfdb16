"""Explore: any indicator by any cut, traced by hand from data/observations to what is drawn."""

import pandas as pd
import pytest

from analysis.cut import CUTS, Cut, default_cut, documented
from charts import catalog, plotly_chart
from charts.palette import HUES
from charts.spec import ChartSpec
from charts.views.explore import all_statements, distinct_colours, names_of, of_source, offered_indicators
from charts.views.explore_map import MAP_CUTS, best_year, map_years
from loaders import Ledger


def drawn(ledger: Ledger, cut: Cut) -> ChartSpec:
    """The chart over time of a cut."""
    return catalog.build(
        "explore.series", ledger, indicator=cut.indicator, by=cut.by, which=cut.which, place=cut.place,
        origin=cut.origin, group=cut.group, scope=cut.scope, first=cut.first, last=cut.last,
    )  # fmt: skip


def mapped(ledger: Ledger, cut: Cut, year: str = "") -> ChartSpec:
    """The map of a cut."""
    return catalog.build(
        "explore.map", ledger, indicator=cut.indicator, by=cut.by, place=cut.place, origin=cut.origin, group=cut.group,
        year=year,
    )  # fmt: skip


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
    assert row["source"] == "npa-2024-kgz99; rferl-2024-kgz22"


def test_publishers_who_differ_on_a_day_are_drawn_side_by_side(ledger: Ledger) -> None:
    """8 January 2020: Khaleej Online relays about 12,000 detainees, Rudaw at least 10,000."""
    rows = ledger.observations
    day = rows.loc[
        (rows["indicator"] == "detainees_held") & (rows["place"] == "ne-syria") & (rows["group"] == "total")
        & (rows["origin"] == "all") & (rows["period_end"] == pd.Timestamp(2020, 1, 8))
    ]  # fmt: skip
    publishers = tuple(day["publisher"].astype(str))
    cut = Cut("detainees_held", "publisher", publishers, "ne-syria", "all", "total", "", "2020", "2020")
    data = drawn(ledger, cut).data
    on_day = data.loc[data["period_end"] == pd.Timestamp(2020, 1, 8)]
    assert set(on_day["text"]) == {"about 12,000", "at least 10,000"}
    assert set(on_day["role"]) == {"headline"}


def test_rivals_are_drawn_as_light_marks_when_places_are_compared(ledger: Ledger) -> None:
    data = drawn(ledger, Cut("detainees_held", "place", ("ne-syria",), first="2020", last="2020")).data
    on_day = data.loc[data["period_end"] == pd.Timestamp(2020, 1, 8)]
    assert sorted(on_day["role"]) == ["headline", "rival"]


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
    assert "an estimated 0 people on 22 Feb 2026" in whole.title
    assert "2026" not in early.title
    assert early.subtitle.endswith("to 2020")


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


def test_no_two_series_share_a_colour() -> None:
    """Al-Hol and northeast Syria have the same fixed colour on pages where they do not meet."""
    given = distinct_colours({"A": "al-hol", "B": "ne-syria", "C": "all", "D": "roj", "E": "x", "F": "y"})
    assert len(set(given.values())) == 6
    assert given["A"] == "blue"
    assert set(given.values()) <= set(HUES)


@pytest.mark.parametrize("by", CUTS)
def test_every_documented_series_can_be_drawn(ledger: Ledger, by: str) -> None:
    for indicator in documented(ledger).index[:100:4]:
        spec = drawn(ledger, default_cut(ledger, indicator, by))
        assert not spec.is_empty, indicator
        assert len(set(spec.data["unit"])) == 1, indicator
        figure = plotly_chart.figure(spec)
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
    hol = spec.data.loc[spec.data["place"] == "al-hol"].iloc[0]
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
    assert sorted(data["line"]) == list(range(365, 374))
    assert set(data["scope"]) == {"event", "alternative_count", "year_total", "part_period"}


def test_a_source_lists_all_that_rests_on_it(ledger: Ledger) -> None:
    spec = of_source(ledger, "wsj-2026-exodus", "The label")
    assert len(spec.data) == int((ledger.observations["source"] == "wsj-2026-exodus").sum())
    assert "at least 23,000" in set(spec.data["text"])
    assert of_source(ledger, "no-such", "x").is_empty


def test_coverage_counts_the_statements_of_a_theme(ledger: Ledger) -> None:
    spec = catalog.build("explore.coverage", ledger, theme="camps")
    assert spec.data["value"].sum() == 501
    assert "of 501" in spec.title
    whole = catalog.build("explore.coverage", ledger)
    assert whole.data["value"].sum() == len(ledger.observations)


def test_indicators_are_offered_headline_series_first(ledger: Ledger) -> None:
    offered = list(offered_indicators(ledger, "camps"))
    assert offered[0] == "camp_population"
    assert len(offered_indicators(ledger, "")) == len(documented(ledger)) == 265
