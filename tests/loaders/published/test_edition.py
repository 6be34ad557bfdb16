"""An edition against the ledger: there, added, revised, refused, gone."""

import dataclasses

import pytest

from loaders.changes.known import Known
from loaders.published import edition
from loaders.published.edition import Difference
from loaders.published.report import Statement


def figure(value: str, place: str = "jordan", year: str = "2020", **cells: str) -> Statement:
    """Return a statement of Syrian refugees at the end of a year."""
    return Statement(
        indicator="refugees_syrian",
        place=place,
        origin="syr",
        period_end=f"{year}-12-31",
        date_precision="year",
        value=value,
        locator="row 2",
        spelling=place,
        **cells,
    )


def source(published: str, key: str = "", publisher: str = "UNHCR") -> dict[str, str]:
    """Return a row of sources.csv."""
    return {"source": key or f"finder-{published}", "publisher": publisher, "published": published}


def holding(known: Known, *editions: tuple[dict[str, str], list[Statement]]) -> Known:
    """Return a ledger with these editions in it."""
    for row, statements in editions:
        known = known.with_rows([each.cells(row["source"]) for each in statements], row)
    return known


def counts(difference: Difference) -> tuple[int, ...]:
    """Return how many are there, added, revised, refused, removed."""
    parts = (difference.there, difference.added, difference.revised, difference.refused, difference.removed)
    return tuple(len(part) for part in parts)


def test_what_is_imported_twice_adds_nothing(known: Known) -> None:
    edition_of = source("2021-06-20"), [figure("500"), figure("70", "lebanon")]
    assert counts(edition.compare(edition_of[1], known, edition_of[0])) == (0, 2, 0, 0, 0)
    assert counts(edition.compare(edition_of[1], holding(known, edition_of), edition_of[0])) == (2, 0, 0, 0, 0)


def test_a_new_edition_tells_what_it_added_revised_and_removed(known: Known) -> None:
    last = source("2021-06-20"), [figure("500"), figure("70", "lebanon"), figure("9", "egypt")]
    new = [figure("510"), figure("70", "lebanon"), figure("80", "lebanon", "2021")]
    difference = edition.compare(new, holding(known, last), source("2022-06-20"))
    assert counts(difference) == (1, 1, 1, 0, 1)
    assert difference.revised[0][1]["value"] == "500"
    assert difference.removed[0]["place"] == "egypt"
    assert [each.value for each in difference.written] == ["80", "510"]


def test_a_revision_imported_twice_adds_nothing(known: Known) -> None:
    editions = (source("2021-06-20"), [figure("500")]), (source("2022-06-20"), [figure("510")])
    assert counts(edition.compare(editions[1][1], holding(known, *editions), editions[1][0])) == (1, 0, 0, 0, 0)


def test_a_figure_that_goes_back_to_an_older_one_is_a_revision(known: Known) -> None:
    editions = (source("2021-06-20"), [figure("500")]), (source("2022-06-20"), [figure("510")])
    difference = edition.compare([figure("500")], holding(known, *editions), source("2023-06-20"))
    assert counts(difference) == (0, 0, 1, 0, 0)


def test_an_older_edition_is_compared_with_what_was_published_before_it(known: Known) -> None:
    later = source("2022-06-20"), [figure("510")]
    difference = edition.compare([figure("500")], holding(known, later), source("2021-06-20"))
    assert counts(difference) == (0, 1, 0, 0, 0)


def test_another_publisher_is_no_edition_of_this_one(known: Known) -> None:
    other = source("2021-06-20", "report", "A newspaper"), [figure("500")]
    assert counts(edition.compare([figure("500")], holding(known, other), source("2022-06-20"))) == (0, 1, 0, 0, 0)


def test_one_source_says_one_figure(known: Known) -> None:
    edition_of = source("2021-06-20"), [figure("500")]
    assert counts(edition.compare([figure("501")], holding(known, edition_of), edition_of[0])) == (0, 0, 0, 1, 0)


@pytest.mark.parametrize(("written", "same"), [("500.0", True), ("500", True), ("500.5", False)])
def test_numbers_are_compared_as_numbers(known: Known, written: str, same: bool) -> None:  # noqa: FBT001
    last = source("2021-06-20"), [figure(written)]
    difference = edition.compare([figure("500")], holding(known, last), source("2022-06-20"))
    assert bool(difference.there) is same


def test_a_source_known_by_its_month_counts_from_its_beginning(known: Known) -> None:
    last = source("2021-06", "june"), [figure("500")]
    assert counts(edition.compare([figure("500")], holding(known, last), source("2021-06-20"))) == (1, 0, 0, 0, 0)


def test_a_file_of_some_places_is_silent_on_the_others(known: Known) -> None:
    hosts = ("jordan", "lebanon", "egypt", "iraq", "germany")
    last = source("2021-06-20"), [figure("5", place) for place in hosts]
    assert edition.compare([figure("5")], holding(known, last), source("2022-06-20")).removed == ()


def idps(place: str, day: str) -> Statement:
    """Return displaced people of a round."""
    return dataclasses.replace(figure("5", place), indicator="idps", origin="irq", period_end=day, date_precision="day")


def test_a_round_that_covers_other_governorates_is_marked_on_the_country(known: Known) -> None:
    before = source("2020-02-01", publisher="IOM"), [idps("anbar", "2020-01-31"), idps("ninewa", "2020-01-31")]
    new = [idps("ninewa", "2020-03-31"), idps("erbil", "2020-03-31"), idps("iraq", "2020-03-31")]
    difference = edition.compare(new, holding(known, before), source("2020-04-01", publisher="IOM"))
    assert difference.breaks == (
        "idps of iraq on 2020-03-31: without anbar and with erbil, otherwise than on 2020-01-31",
    )
    notes = {each.place: each.note for each in difference.added}
    assert notes["iraq"] == "Coverage break: without anbar and with erbil, otherwise than on 2020-01-31"
    assert notes["ninewa"] == ""


def test_a_round_that_covers_the_same_is_not_marked(known: Known) -> None:
    before = source("2020-02-01", publisher="IOM"), [idps("anbar", "2020-01-31"), idps("ninewa", "2020-01-31")]
    new = [idps("ninewa", "2020-03-31"), idps("anbar", "2020-03-31"), idps("iraq", "2020-03-31")]
    assert edition.compare(new, holding(known, before), source("2020-04-01", publisher="IOM")).breaks == ()


def test_a_report_that_names_a_few_governorates_is_no_round(known: Known) -> None:
    four = ("anbar", "ninewa", "erbil", "dahuk")
    before = source("2020-02-01", publisher="IOM"), [idps(each, "2020-01-31") for each in four]
    report = source("2020-02-20", publisher="IOM"), [idps("anbar", "2020-02-20")]
    new = [idps(each, "2020-03-31") for each in (*four, "iraq")]
    ledger = holding(known, before, report)
    assert edition.compare(new, ledger, source("2020-04-01", publisher="IOM")).breaks == ()
