"""What the ledger knows of one country, place or publisher, and by which names it is asked after."""

from collections.abc import Callable

import pytest

from analysis import figure_of
from analysis.profile import (
    alike,
    custody_of,
    disputed,
    events_of,
    kin,
    missing,
    newest,
    rows_of,
    stale,
)
from analysis.subjects import near, resolve, subjects
from loaders import Ledger


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("FRA", "FRA"),
        ("fra", "FRA"),
        (" France.", "FRA"),
        ("iraqi", "IRQ"),
        ("iq", "IRQ"),
        ("DE", "DEU"),
        ("UK", "GBR"),
        ("french", "FRA"),
        ("Turkey", "TUR"),
        ("الهول", "al-hol"),
        ("al-hol", "al-hol"),
        ("Al Hol camp", "al-hol"),
        ("Turkiye", "TUR"),
        ("al-sina'a prison", "al-sinaa"),
        ("NINEWA", "ninewa"),
        ("IQ-NI", "ninewa"),
        ("un ocha", "UN OCHA"),
        ("UN OCHA", "UN OCHA"),
    ],
)
def test_a_subject_is_known_by_its_key_its_codes_and_its_names(ledger: Ledger, asked: str, key: str) -> None:
    found = resolve(ledger, asked)
    assert found is not None
    assert found.key == key


def test_what_names_nothing_leads_to_what_is_near(ledger: Ledger) -> None:
    assert resolve(ledger, "Germny") is None
    assert near(ledger, "Germny")[0].key == "DEU"
    assert near(ledger, "al-hool")[0].key == "al-hol"
    assert near(ledger, "") == []


def test_a_country_is_its_place_its_nationals_and_its_government(ledger: Ledger) -> None:
    iraq = subjects(ledger)["IRQ"]
    assert (iraq.place, iraq.origins, iraq.member, iraq.kind) == ("iraq", ("irq", "IRQ"), "IRQ", "country")
    rows = rows_of(ledger, iraq)
    assert ((rows["place"] == "iraq") | rows["origin"].isin(["irq", "IRQ"])).all()
    every = ledger.observations
    assert len(rows) == ((every["place"] == "iraq") | every["origin"].isin(["irq", "IRQ"])).sum()


def test_no_statement_and_no_member_is_without_a_subject(ledger: Ledger) -> None:
    every = subjects(ledger)
    assert set(ledger.observations["place"].astype(str)) <= {one.place for one in every.values()}
    named = {origin for one in every.values() for origin in one.origins}
    assert set(ledger.observations["origin"].astype(str)) <= {*named, "all"}
    assert set(ledger.sources["publisher"].astype(str)) <= {one.body or one.key for one in every.values()}
    assert set(ledger.members["iso3_or_slug"].astype(str)) <= {one.member for one in every.values()}


def figure(ledger: Ledger, key: str, indicator: str, place: str, origin: str, group: str = "total") -> tuple[str, int]:
    """The newest figure of a series in a profile, with its line in the data file."""
    rows = newest(ledger, subjects(ledger)[key])
    picked = (rows["indicator"] == indicator) & (rows["place"] == place)
    row = rows[picked & (rows["origin"] == origin) & (rows["group"] == group)].iloc[0]
    return figure_of(row).text, int(row["line"])


def test_the_newest_figures_are_those_of_the_files(ledger: Ledger) -> None:
    """Traced by hand in data/observations: one country, camp, prison, governorate and publisher."""
    assert figure(ledger, "FRA", "nationals_remaining", "ne-syria", "FRA", "children") == ("about 120", 76)
    assert figure(ledger, "FRA", "repatriated_persons", "ne-syria", "FRA") == ("13", 324)
    assert figure(ledger, "al-hol", "camp_population", "al-hol", "all") == ("an estimated 0", 211)
    assert figure(ledger, "ninewa", "idps", "ninewa", "irq") == ("260,218", 2610)
    assert figure(ledger, "UN OCHA", "hrp_requirements", "syria", "all") == ("$2.92 bn", 367)
    text, line = figure(ledger, "al-sinaa", "detainees_held", "al-sinaa", "all")
    assert (text, line) == ("at least 5,000", 54)


def test_a_publisher_is_told_by_what_it_states_itself_and_through_others(ledger: Ledger) -> None:
    rows = rows_of(ledger, subjects(ledger)["US Central Command"])
    assert (rows["publisher"] == "US Central Command").any()
    assert (rows["publisher"] != "US Central Command").any()
    assert ((rows["publisher"] == "US Central Command") | (rows["stated_by"] == "US Central Command")).all()


def test_custody_and_kin_of_a_camp(ledger: Ledger) -> None:
    camp = subjects(ledger)["al-hol"]
    assert list(custody_of(ledger, camp)["place"].astype(str).unique()) == ["al-hol"]
    assert [one.key for one in kin(ledger, camp).wholes][:2] == ["hasakah", "SYR"]
    assert [one.key for one in kin(ledger, camp).parts] == ["al-hol-annex"]
    inside = set(custody_of(ledger, subjects(ledger)["hasakah"])["place"].astype(str))
    assert {"al-hol", "al-sinaa"} <= inside


def test_an_event_is_of_its_place_of_what_holds_that_and_of_what_its_title_names(ledger: Ledger) -> None:
    closed = "Al-Hol camp declared closed after full evacuation"
    for key in ("al-hol", "hasakah", "SYR"):
        assert closed in set(events_of(ledger, subjects(ledger)[key])["title"].astype(str)), key
    assert "France resumes returns after two years" in set(events_of(ledger, subjects(ledger)["FRA"])["title"])
    # Nigeria is no Niger.
    titles = " ".join(events_of(ledger, subjects(ledger)["NER"])["title"].astype(str))
    assert "Nigeria" not in titles


def test_disputes_are_those_in_which_a_statement_of_the_subject_takes_part(ledger: Ledger) -> None:
    prison = subjects(ledger)["al-sinaa"]
    own = set(rows_of(ledger, prison).index)
    found = disputed(ledger, prison)
    assert len(found)
    assert all(own & set(rows) for rows in found["rows"])


def test_a_measure_is_missed_where_enough_of_its_like_have_it(with_rows: Callable[..., Ledger], ledger: Ledger) -> None:
    camps = [one.place for one in alike(ledger, subjects(ledger)["washokani"]) if one.place]
    assert "washokani" in camps
    others = [place for place in camps if place != "washokani"][:3]
    assert len(others) == 3
    rows = [{"place": place, "indicator": "camp_share_children", "source": place} for place in others]
    made = with_rows(*rows, {"place": "washokani", "indicator": "camp_population"})
    found = missing(made, subjects(made)["washokani"])
    assert found[["indicator", "have", "of"]].to_numpy().tolist() == [["camp_share_children", 3, 3]]
    two = with_rows(*rows[:2], {"place": "washokani", "indicator": "camp_population"})
    assert missing(two, subjects(two)["washokani"]).empty


def test_an_old_stock_is_stale_unless_an_event_ended_it(ledger: Ledger) -> None:
    found = stale(ledger, subjects(ledger)["ninewa"])
    assert "idps" in set(found["indicator"].astype(str))
    assert found["period_end"].is_monotonic_increasing
    assert "camp_population" not in set(stale(ledger, subjects(ledger)["al-hol"])["indicator"].astype(str))
