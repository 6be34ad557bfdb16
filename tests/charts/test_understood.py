"""What people write is understood where it can mean one choice only, and never guessed."""

import pytest

from charts.understood import as_day, folded, near, spellings, understood
from loaders import Ledger

CAMPS = {"al-hol": "Al-Hol camp", "roj": "Roj camp", "newroz": "Newroz camp"}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020-12-31", "2020-12-31"),
        ("31.12.2020", "2020-12-31"),
        ("1.2.2020", "2020-02-01"),
        ("31/12/2020", "2020-12-31"),
        ("12/31/2020", "2020-12-31"),
        ("5/5/2020", "2020-05-05"),
        ("31 Dec 2020", "2020-12-31"),
        ("31 december 2020.", "2020-12-31"),
        ("December 31st, 2020", "2020-12-31"),
        ("3 Sept 2020", "2020-09-03"),
    ],
)
def test_a_date_is_read_as_people_write_it(written: str, day: str) -> None:
    assert f"{as_day(written)}" == day


@pytest.mark.parametrize("written", ["03/04/2020", "31.13.2020", "2020", "31 Foo 2020", "yesterday", ""])
def test_what_is_no_date_or_two_is_none(written: str) -> None:
    assert as_day(written) is None


@pytest.mark.parametrize("written", ["roj", "Roj camp", "ROJ CAMP", " roj ", "Roj.", "rój"])
def test_a_choice_is_known_by_its_id_and_name(written: str) -> None:
    assert understood(written, list(CAMPS), CAMPS.__getitem__) == "roj"


def test_what_may_mean_two_choices_means_none() -> None:
    names = {"a": "Same", "b": "same"}
    assert understood("SAME", list(names), names.__getitem__) is None
    assert understood("Same", list(names), names.__getitem__) == "a"


def test_what_is_near_is_named_nearest_first() -> None:
    assert near("newros", list(CAMPS), CAMPS.__getitem__)[0] == "Newroz camp"
    assert near("hole", list(CAMPS), CAMPS.__getitem__) == ["Al-Hol camp"]
    assert near("Atlantis", list(CAMPS), CAMPS.__getitem__) == []
    assert near("roj cmap", list(CAMPS), CAMPS.__getitem__) == ["Roj camp"]
    assert near("", list(CAMPS), CAMPS.__getitem__) == []


def test_near_a_date_are_the_two_around_it() -> None:
    days = ["2019-05-01", "2020-05-01", "2021-05-01"]
    assert near("1 Jan 2021", days) == ["2020-05-01", "2021-05-01"]
    assert near("1 Jan 2001", days) == ["2019-05-01"]


def test_a_country_is_one_thing_as_a_place_and_as_a_nationality(ledger: Ledger) -> None:
    words = spellings(ledger)
    assert words["germany"] == words["deu"] == {"germany", "DEU"}
    assert understood("deu", ["france", "germany"], str, words) == "germany"
    assert understood("Germans", ["FRA", "DEU"], str, words) == "DEU"
    assert understood("Türkiye", ["TUR", "FRA"], str, words) == "TUR"


def test_every_place_and_nationality_is_known_by_its_name(ledger: Ledger) -> None:
    """Where two have one name, a list that offers both must not guess."""
    words = spellings(ledger)
    named = {str(one): str(name) for one, name in zip(ledger.places["place"], ledger.places["name"], strict=True)}
    for one, name in named.items():
        assert one in words[folded(name)]
        assert understood(f" {name.upper()}. ", list(named), named.__getitem__, words) in (one, None)
