"""IDMC GIDD: the stock of conflict, as it is published."""

from loaders.changes.known import Known
from loaders.published import gidd
from tests.loaders.published.samples import example, one, only, said, workbook

HEADER = ("ISO3", "Name", "Year", "Conflict Stock Displacement", "Disaster Stock Displacement")


def test_the_example_of_the_specification_is_read_in_its_rounded_column(known: Known) -> None:
    statement = only(one(known, example(gidd)))
    assert (statement.indicator, statement.place, statement.value) == ("idps", "syria", "5100000")
    assert (statement.qualifier, statement.period_end, statement.date_precision) == ("estimate", "2030-12-31", "year")


def test_a_workbook_with_tags_and_a_second_sheet_is_read(known: Known) -> None:
    tags = ("#country+code", "#country+name", "#date+year", "#affected+idps+ind+stock+conflict", "#affected+idps+d")
    rows = [HEADER, tags, ("IRQ", "Iraq", 2030, 1200000.0, 5), ("IRQ", "Iraq", 2031, None, 7)]
    reading = one(known, workbook({"Displacement data": rows, "Read me": [("Terms",), ("of use",)]}), "idmc.xlsx")
    assert only(reading).locator == 'file idmc.xlsx, sheet Displacement data, row 3, "Iraq"'
    assert "stock: the cell holds no figure (row 4)" in said(reading)
    assert "sheet Read me: 1 columns 'Terms'" in said(reading)
