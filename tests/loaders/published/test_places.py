"""Publishers' spellings of places are found, and what is not found is not guessed."""

from dataclasses import replace

import pytest

from loaders.changes.known import Known, read_known
from loaders.published.places import Gazetteer
from tests.loaders.published.samples import one, only, said
from tests.loaders.samples import DATA


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
    assert Gazetteer(known.places, spellings=known.spellings).governorate("Al Diwaniya") == "qadissiya"
    assert Gazetteer(known.places, {"Al Diwaniya": "najaf"}, known.spellings).governorate("al-diwaniya") == "najaf"
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


@pytest.mark.parametrize("row", read_known(DATA).spellings, ids=lambda row: row["spelling"])
def test_every_spelling_of_the_table_leads_to_what_it_says_and_to_nothing_else(
    known: Known, row: dict[str, str]
) -> None:
    assert bool(row["place"]) != bool(row["indicator"])
    if row["place"]:
        gazetteer = Gazetteer(known.places, spellings=known.spellings)
        assert gazetteer.any(row["spelling"]) == row["place"]
        # A name that places.csv has needs no spelling.
        assert Gazetteer(known.places).any(row["spelling"]) != row["place"]


def test_the_tag_of_a_column_says_what_it_counts_by_the_table(known: Known) -> None:
    data = "#adm1+name,#date,#affected+idps\nNinewa,2030-04-30,9\n"
    assert only(one(known, data)).indicator == "idps"
    rows = [{**row, "indicator": "returnees" if row["spelling"] == "#affected+idps" else ""} for row in known.spellings]
    assert only(one(replace(known, spellings=rows), data)).indicator == "returnees"
    assert "'#affected+idps' is no indicator" in said(one(replace(known, spellings=()), data))


def test_an_unknown_spelling_is_reported_with_what_is_near(known: Known) -> None:
    data = "location_code,admin1_code,admin1_name,admin_level,operation,population,reporting_round,"
    data += "reference_period_start,reference_period_end,warning,error\n"
    rows = ("Ninewah", "Atlantis")
    data += "".join(f"IRQ,,{name},1,Iraq,9,140,2030-04-30,2030-04-30,,\n" for name in rows)
    told = said(one(known, data))
    assert "'Ninewah' is not in places.csv; near is ninewa; say which it is with --place 'Ninewah'=ninewa" in told
    assert "'Atlantis' is not in places.csv; say which it is with --place 'Atlantis'=KEY" in told
