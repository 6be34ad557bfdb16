"""Golden values of the Coalition view, traced by hand from coalition.csv, members.csv and events.csv."""

from __future__ import annotations

import pandas as pd
import pytest

from charts import catalog
from charts.deck import area_legend
from charts.views.coalition import lanes, meeting, meeting_table, member_table, regions, shortfall, undated
from loaders import Ledger


def test_the_coalition_has_90_members_on_9_february_2026(ledger: Ledger) -> None:
    """Two sources say so on that day: the official count is one headline and one rival, in the same figure."""
    spec = catalog.build("coalition.members", ledger)
    day = spec.data.loc[(spec.data["series"] == "members") & (spec.data["period_end"] == pd.Timestamp("2026-02-09"))]
    assert day["value"].tolist() == [90, 90]
    assert sorted(day["source"].astype(str)) == ["rudaw-2026-syria90", "shafaq-2026-riyadh"]
    assert sorted(day["role"]) == ["headline", "rival"]
    assert "90 members" in spec.title


def test_members_grow_through_the_counts_of_the_coalition(ledger: Ledger) -> None:
    """74 at the end of 2017, 79 in February 2019, 81 in January 2020, 86 with Togo."""
    data = catalog.build("coalition.members", ledger).data
    lead = data.loc[(data["series"] == "members") & (data["role"] == "headline")]
    stated = dict(zip(lead["period_end"].dt.strftime("%Y-%m-%d"), lead["value"], strict=True))
    wanted = {"2017-12-31": 74, "2019-02-06": 79, "2020-01-31": 81, "2021-12-02": 84, "2023-06-08": 86}
    assert {day: stated[day] for day in wanted} == wanted


def test_about_80_states_form_the_coalition(ledger: Ledger) -> None:
    spec = catalog.build("coalition.members", ledger)
    held = spec.data.loc[spec.data["source"].astype(str) == "mei-global-humanitarian-coalition"]
    assert (held["value"].item(), held["text"].item()) == (80, "about 80")
    assert any("80 states formed the Coalition" in caveat for caveat in spec.caveats)


def test_states_and_all_members_are_two_series(ledger: Ledger) -> None:
    """In January 2020 the 81 members are 76 states and 5 organisations."""
    data = catalog.build("coalition.members", ledger).data
    month = data.loc[data["period_end"] == pd.Timestamp("2020-01-31")]
    assert dict(zip(month["series"], month["value"], strict=True)) == {"members": 81, "of them states": 76}


def test_regions_add_up_to_the_87_members_that_a_source_names(ledger: Ledger) -> None:
    spec = catalog.build("coalition.by_region", ledger)
    members = spec.data.loc[spec.data["series"] == "members"]
    counts = dict(zip(members["x"], members["value"], strict=True))
    assert counts == {
        "Europe": 39,
        "Middle East": 15,
        "Africa": 14,
        "Asia Pacific": 11,
        "International organisation": 5,
        "Americas": 3,
    }
    assert sum(counts.values()) == len(ledger.members) == 87
    assert spec.data.loc[spec.data["series"] != "members", "value"].sum() == 24


def test_the_list_says_that_it_names_fewer_members_than_are_stated(ledger: Ledger) -> None:
    assert shortfall(ledger) == (
        "The list names 87 members, the Coalition states 90 on 9 Feb 2026: not every accession was found in a source."
    )
    assert undated(ledger).startswith("For 65 of 87 members no date of joining was found")


def test_only_dated_members_stand_on_the_line_of_time(ledger: Ledger) -> None:
    """22 dates are known; Burkina Faso joined on 2 December 2021, Cameroon in 2017 and no more exactly."""
    data = catalog.build("coalition.joined", ledger).data
    assert len(data) == 22
    assert data["x"].notna().all()
    text = dict(zip(data["place_name"], data["text"], strict=True))
    assert "joined 2 Dec 2021" in text["Burkina Faso"]
    assert "joined 2017\n" in text["Cameroon"]


def test_the_map_fills_82_states_and_lists_organisations_beside_it(ledger: Ledger) -> None:
    spec = catalog.build("coalition.map", ledger)
    assert spec.map is not None
    assert spec.map.areas is not None
    assert len(spec.map.areas) == 82
    assert len(spec.data) == 87
    assert any("NATO" in caveat and "INTERPOL" in caveat for caveat in spec.caveats)
    level = dict(zip(spec.map.areas["iso"], spec.map.areas["klass"], strict=True))
    assert (level["FRA"], level["TUN"], level["SYR"]) == (0, 1, 4)
    assert [text for _, text in area_legend(spec.map, spec.unit, "light")] == list(spec.map.classes)


def test_the_map_of_the_small_group_shows_its_23_states(ledger: Ledger) -> None:
    spec = catalog.build("coalition.map", ledger, show="small")
    assert spec.map is not None
    assert spec.map.areas is not None
    assert len(spec.map.areas) == 23
    assert len(spec.data) == 24


def test_the_riyadh_meeting_of_9_february_2026_is_held_with_its_source(ledger: Ledger) -> None:
    held = meeting(ledger, "2026-02-09", "riyadh")
    assert held is not None
    assert held["title"] == "Small Group meets in Riyadh; Syria welcomed as 90th member"
    assert (held["publisher"], held["source"]) == ("Türkiye Today", "turkiyetoday-2026-syria90")


@pytest.mark.parametrize("country", ["Burkina Faso", "Cameroon", "Kenya", "Mauritania", "Nigeria", "Senegal", "Togo"])
def test_the_rome_meeting_of_5_december_2023_names_its_african_participants(ledger: Ledger, country: str) -> None:
    held = meeting(ledger, "2023-12-05", "rome")
    assert held is not None
    assert country in held["note"]
    table = meeting_table(ledger)
    rome = table.loc[(table["Date"] == "5 Dec 2023") & (table["Place"] == "Rome")]
    assert country in rome["Remark"].item()


def test_events_are_sorted_by_what_their_titles_say() -> None:
    titles = pd.Series(["Africa Focus Group meets in Niamey", "Libya welcomed as new member", "US forces leave a base"])
    assert lanes(titles).tolist() == ["Meetings", "New members", "Mission and forces"]


def test_a_region_shows_its_own_members_only(ledger: Ledger) -> None:
    for region in regions(ledger)[1:]:
        assert set(member_table(ledger, region)["Region"]) == {region}
    assert len(member_table(ledger)) == 87
