"""Golden values of the Coalition view, traced by hand from coalition.csv, members.csv and events.csv."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pandas as pd
import pytest

from analysis import as_known_on, with_lead
from charts import catalog, takeaway
from charts.gaps import gaps
from charts.views.coalition.listed import joining_periods, member_table, regions, shortfall, undated
from charts.views.coalition.meetings import MISSION, coalition_events, meeting_table, newest_meetings
from loaders import Ledger
from render.plan.map.classes import area_legend
from tests.charts.sentences import figures, tense, wording

NAMES = catalog.names("coalition")


def faults(ledger: Ledger) -> list[tuple[str, str]]:
    """Faults of all titles of the view, under every choice, and of its sentences."""
    found = []
    for name in NAMES:
        options = catalog.entry(name).options(ledger)
        for chosen in product(*options.values()):
            spec = catalog.build(name, ledger, **dict(zip(options, chosen, strict=True)))
            more = () if spec.is_empty else (*figures(spec), *tense(spec, ledger))
            found += [(spec.title, fault) for fault in (*wording(spec.title), *more)]
    said = takeaway.say("coalition", ledger)
    assert said.endswith(".")
    return found + [(one, fault) for one in said.removesuffix(".").split(". ") for fault in wording(one)]


def test_the_coalition_has_90_members_on_9_february_2026(ledger: Ledger) -> None:
    """Two sources say so on that day: the official count is one headline and one rival, in the same figure."""
    spec = catalog.build("coalition.members", ledger)
    day = spec.data[(spec.data["series"] == "members") & (spec.data["period_end"] == pd.Timestamp("2026-02-09"))]
    assert day["value"].tolist() == [90, 90]
    assert sorted(day["source"].astype(str)) == ["rudaw-2026-syria90", "shafaq-2026-riyadh"]
    assert sorted(day["role"]) == ["headline", "rival"]
    assert spec.title == "The Coalition counted 90 members (9 Feb 2026), up from 62 in Sep 2014"


def test_the_page_says_how_many_members_are_counted_and_how_many_are_named(ledger: Ledger) -> None:
    """Before: `82 states and 5 organisations are named as members` beside 90 members, without a word."""
    assert takeaway.say("coalition", ledger) == (
        "The Coalition counted 90 members (9 Feb 2026), up from 62 in Sep 2014; sources name 87 of them. "
        "Coalition forces left Erbil; Operation Inherent Resolve ended in Iraq (30 Sep 2026)."
    )
    tiles = {tile.label: tile.value for tile in takeaway.tiles_of("coalition", ledger)}
    assert tiles["Members that the Coalition counts"] == "90"
    assert tiles["Members that sources name"] == "87"
    assert len(tiles) == 5


def test_the_end_of_the_mission_is_told_while_it_is_news(ledger: Ledger) -> None:
    """events.csv and endings.csv: the forces left Erbil on 30 September 2026; before that day nobody could say so."""
    turn = "Coalition forces left Erbil; Operation Inherent Resolve ended in Iraq (30 Sep 2026)."
    assert takeaway.say("overview", ledger).endswith(turn)
    before = as_known_on(ledger, pd.Timestamp("2026-08-31"))
    assert "Erbil" not in takeaway.say("coalition", before)
    assert "Erbil" not in takeaway.say("overview", before)
    # The Ministerial Council of a government is no meeting of the Coalition.
    assert catalog.build("coalition.meetings", ledger).title.startswith("Latest meeting: Small Group meets in Riyadh")


def test_what_one_text_says_of_the_founding_is_dated_to_the_text(ledger: Ledger) -> None:
    """Before: `about 80 states, as of 2023`, of a founding in 2014."""
    tile = next(one for one in takeaway.tiles_of("coalition", ledger) if "formed" in one.label)
    assert (tile.value, tile.when) == ("about 80", "stated 2023")
    assert tile.source.startswith("Middle East Institute")


def test_members_grow_through_the_counts_of_the_coalition(ledger: Ledger) -> None:
    """74 at the end of 2017, 79 in February 2019, 81 in January 2020, 86 with Togo."""
    data = catalog.build("coalition.members", ledger).data
    lead = data[(data["series"] == "members") & (data["role"] == "headline")]
    stated = dict(zip(lead["period_end"].dt.strftime("%Y-%m-%d"), lead["value"], strict=True))
    wanted = {"2017-12-31": 74, "2019-02-06": 79, "2020-01-31": 81, "2021-12-02": 84, "2023-06-08": 86}
    assert {day: stated[day] for day in wanted} == wanted


def test_about_80_states_form_the_coalition(ledger: Ledger) -> None:
    spec = catalog.build("coalition.members", ledger)
    held = spec.data[spec.data["source"].astype(str) == "mei-global-humanitarian-coalition"]
    assert (held["value"].item(), held["text"].item()) == (80, "about 80")
    assert any("80 states formed the Coalition" in caveat for caveat in spec.caveats)


def test_states_and_all_members_are_two_series(ledger: Ledger) -> None:
    """In January 2020 the 81 members are 76 states and 5 organisations."""
    data = catalog.build("coalition.members", ledger).data
    month = data[data["period_end"] == pd.Timestamp("2020-01-31")]
    assert dict(zip(month["series"], month["value"], strict=True)) == {"members": 81, "of them states": 76}


def test_regions_add_up_to_the_87_members_that_a_source_names(ledger: Ledger) -> None:
    spec = catalog.build("coalition.by_region", ledger)
    members = spec.data[spec.data["series"] == "members"]
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
    assert spec.title == (
        "Sources name 87 members of the Coalition: 39 in Europe, 15 in the Middle East and 14 in Africa"
    )
    small = spec.data[spec.data["series"] != "members"].set_index("x")
    assert small["value"].sum() == 24
    # A region of which the list names nobody in the Small Group is counted and has none: that is a figure.
    assert (small.loc["Africa", "text"], small.loc["Africa", "note"]) == ("0", "None of the 14 members listed")
    assert not gaps(spec)


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


@pytest.mark.parametrize(
    ("region", "title"),
    [
        ("all", "Syria joined the Coalition most recently, in Nov 2025"),
        ("Africa", "Of the members in Africa, Togo joined the Coalition most recently, on 8 Jun 2023"),
        ("Middle East", "Of the members in the Middle East, Syria joined the Coalition most recently, in Nov 2025"),
        (
            "International organisation",
            "Of the international organisations, NATO joined the Coalition most recently, in 2017",
        ),
        ("Americas", "No source says when any of the members in the Americas joined"),
    ],
)
def test_the_last_to_join_is_told_of_the_chosen_region(ledger: Ledger, region: str, title: str) -> None:
    assert catalog.build("coalition.joined", ledger, region=region).title == title


def test_more_than_three_who_joined_together_are_counted_and_not_listed(ledger: Ledger) -> None:
    known = as_known_on(ledger, pd.Timestamp("2017-09-30"))
    assert catalog.build("coalition.joined", known).title == "5 members joined the Coalition most recently, in 2017"


def test_a_count_of_the_list_names_the_newest_publication_with_its_own_date(ledger: Ledger) -> None:
    """Before: the first publisher stood beside the date of another one's publication."""
    data = catalog.build("coalition.by_region", ledger).data
    dates = ledger.sources.astype({"source": str, "publisher": str}).set_index("source")
    for drawn in data.to_dict("records"):
        first = drawn["source"].split("; ")[0]
        assert drawn["publisher"].startswith(dates.loc[first, "publisher"])
        told = dates.loc[first, "published"]
        assert told == drawn["published"] or (pd.isna(told) and pd.isna(drawn["published"]))


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


def test_the_spans_of_the_map_end_with_the_newest_accession(ledger: Ledger) -> None:
    assert joining_periods(ledger) == [(2015, 2017), (2018, 2020), (2021, 2023), (2024, 2025)]
    early = as_known_on(ledger, pd.Timestamp("2017-12-31"))
    assert joining_periods(early)[-1][1] == early.members["joined"].max().year


def test_the_map_of_the_small_group_shows_its_23_states(ledger: Ledger) -> None:
    spec = catalog.build("coalition.map", ledger, show="small")
    assert spec.map is not None
    assert spec.map.areas is not None
    assert len(spec.map.areas) == 23
    assert len(spec.data) == 24
    assert spec.title == "23 states and 1 organisation were in the Small Group (Rome statement, February 2016)"


def test_the_size_of_the_small_group_is_told_by_one_body(ledger: Ledger) -> None:
    """21 delegations at one meeting and 32 members are counts of different bodies: no growth is told."""
    spec = catalog.build("coalition.small_group", ledger)
    assert spec.title == "The Small Group had 32 delegations (4 Jun 2020)"
    assert sorted(spec.data["value"]) == [21, 24, 25, 32]


def test_countries_with_troops_are_those_of_one_day(ledger: Ledger) -> None:
    """`At least 30 over its life` is no count of a day: it stands in a caveat."""
    spec = catalog.build("coalition.contributors", ledger)
    assert spec.title == "32 countries had troops in Iraq and Syria on 6 Feb 2019 (US Department of State)"
    assert any("Countries in the task force over its life" in caveat for caveat in spec.caveats)


def test_the_timeline_tells_the_latest_meeting(ledger: Ledger) -> None:
    """Before: `30 meetings; the newest, ...`."""
    assert catalog.build("coalition.meetings", ledger).title == (
        "Latest meeting: Small Group meets in Riyadh; Syria welcomed as 90th member (9 Feb 2026)"
    )


def test_the_riyadh_meeting_of_9_february_2026_is_held_with_its_source(ledger: Ledger) -> None:
    held, _ = newest_meetings(ledger)
    assert held["title"] == "Small Group meets in Riyadh; Syria welcomed as 90th member"
    assert (held["publisher"], held["source"]) == ("Türkiye Today", "turkiyetoday-2026-syria90")


@pytest.mark.parametrize("country", ["Burkina Faso", "Cameroon", "Kenya", "Mauritania", "Nigeria", "Senegal", "Togo"])
def test_the_rome_meeting_of_5_december_2023_names_its_african_participants(ledger: Ledger, country: str) -> None:
    _, held = newest_meetings(ledger)
    assert (held["date"], held["place"]) == (pd.Timestamp("2023-12-05"), "rome")
    assert country in held["note"]
    table = meeting_table(ledger)
    rome = table[(table["Date"] == "5 Dec 2023") & (table["Place"] == "Rome")]
    assert country in rome["Remark"].item()


def test_an_event_stands_in_the_lane_that_the_data_give_it(ledger: Ledger) -> None:
    """Before: words of its title decided, and a summit, a gathering or a convention was no meeting."""
    newest = coalition_events(ledger).index[0]
    rows = ledger.events.astype({"title": object, "lane": object})
    rows.loc[newest, ["title", "lane"]] = ["Coalition summit in Baghdad", "meeting"]
    other = replace(ledger, events=rows, version="summit")
    assert catalog.build("coalition.meetings", other).title.startswith("Latest meeting: Coalition summit in Baghdad")
    assert meeting_table(other)["Meeting"].iloc[0] == "Coalition summit in Baghdad"
    rows.loc[newest, "lane"] = ""
    assert coalition_events(replace(ledger, events=rows, version="none"))["lane"].iloc[0] == MISSION


def test_a_region_shows_its_own_members_only(ledger: Ledger) -> None:
    for region in regions(ledger)[1:]:
        assert set(member_table(ledger, region)["Region"]) == {region}
    assert len(member_table(ledger)) == 87


def test_every_sentence_holds_under_every_choice(ledger: Ledger) -> None:
    assert faults(ledger) == []


@pytest.mark.parametrize(("day", "lead"), [("2014-12-31", ""), ("2019-06-30", "lowest"), ("2023-12-31", "kind:media")])
def test_every_sentence_holds_for_an_earlier_day_and_another_lead(ledger: Ledger, day: str, lead: str) -> None:
    assert faults(as_known_on(with_lead(ledger, lead), pd.Timestamp(day))) == []


def test_every_sentence_holds_when_all_figures_have_grown_old(ledger: Ledger) -> None:
    later = replace(ledger, today=pd.Timestamp("2028-06-30"), version=f"{ledger.version}, 2028")
    assert faults(later) == []
    assert catalog.build("coalition.members", later).title.startswith("The Coalition counted 90 members")
