"""Publishers' spellings of places are found, and what is not found is not guessed."""

import pytest

from loaders.changes.known import Known
from loaders.published.places import Gazetteer
from tests.loaders.published.samples import one, only


@pytest.fixture(scope="module")
def gazetteer(known: Known) -> Gazetteer:
    return Gazetteer(known.places)


@pytest.mark.parametrize(
    ("spelling", "place"),
    [
        ("Al Anbar", "anbar"),
        ("Al-Ḥasakeh", "hasakah"),
        ("Salahal Din", "salah-al-din"),
        ("Thi-Qar", "thi-qar"),
        ("THI QAR", "thi-qar"),
        ("Dahuk", "dahuk"),
        ("Duhok", "dahuk"),
        ("Ar-Raqqa", "raqqa"),
        ("Dar'a", "daraa"),
        ("Deir-ez-Zor", "deir-ez-zor"),
    ],
)
def test_usual_spellings_of_a_governorate_are_one_place(gazetteer: Gazetteer, spelling: str, place: str) -> None:
    assert gazetteer.governorate(spelling) == place


def test_a_spelling_with_an_apostrophe_stands_in_the_locator_as_it_is(known: Known) -> None:
    data = "#adm1+name,#date,#affected+idps\nDar'a,2030-04-30,9\n"
    assert only(one(known, data)).locator == 'file file.csv, row 2, "Dar\'a"'


def test_an_unusual_spelling_is_not_guessed_but_can_be_said(known: Known, gazetteer: Gazetteer) -> None:
    assert gazetteer.governorate("Al Diwaniya") == ""
    assert Gazetteer(known.places, {"Al Diwaniya": "qadissiya"}).governorate("al-diwaniya") == "qadissiya"


def test_the_name_goes_before_the_p_code(gazetteer: Gazetteer) -> None:
    """Several numberings of the governorates of Iraq are in use."""
    of_another = next(code for code, place in gazetteer._pcodes.items() if place == "baghdad")
    assert gazetteer.governorate("Ninewa", of_another) == "ninewa"
    assert gazetteer.governorate("", of_another) == "baghdad"
    assert gazetteer.governorate("Nowhere", of_another) == ""


def test_a_code_that_is_no_iso_code_is_no_country(gazetteer: Gazetteer) -> None:
    assert gazetteer.country("SYR") == "syria"
    assert gazetteer.country("XXA", "Syrian Arab Republic") == ""


def test_a_governorate_lies_in_the_country_that_is_asked_for(gazetteer: Gazetteer) -> None:
    assert gazetteer.governorate("Ninewa", country="SYR") == ""
