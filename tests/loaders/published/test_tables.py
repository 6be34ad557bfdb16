"""Files are opened within limits, recognised by their header, or told for what they are."""

import io
import json
import zipfile

import openpyxl
import pytest

from loaders.changes.known import Known
from loaders.files import tables
from loaders.files.tables import UnreadableError, open_grids
from loaders.published.base import Options
from loaders.published.importer import FORMATS, UnknownFormatError, known_formats, read_published
from tests.loaders.published.samples import archive, one, said, workbook

UNHCR = "Year,ISO3CoO,ISO3CoA,REF\n2030,SYR,JOR,5\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty"),
        (b"  \n ", "the file is empty"),
        (b"%PDF-1.7", "a PDF"),
        (b"<!DOCTYPE html><html>", "a web page, not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old workbook"),
        (b"PK\x03\x04broken", "cannot be unpacked"),
        (b'{"result": ', "begins like JSON and is not"),
        (b'{"result": 5}', "holds no list of rows"),
        (b"[1, 2]", "holds no list of rows"),
        (b"[" * 100_000, "begins like JSON and is not"),
        (b"a\x00b\xff\xfe\xfa\x01", "not text in a known encoding"),
        (b'Year,ISO3CoO\n"' + b"x" * 200_000, "is not CSV"),
        (b"Year,Name\n2030,L\xebs\xf2\n", "could be .* or .*: save it as CSV UTF-8"),
    ],
)
def test_what_is_no_table_is_told_by_what_it_is(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        [list(grid.rows) for grid in open_grids("file", data)]


def test_an_archive_that_unpacks_beyond_its_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_UNPACKED", 1_000_000)
    with pytest.raises(UnreadableError, match="unpacks to more than 1,000,000 bytes"):
        list(open_grids("bomb.zip", archive({"a.csv": b"0" * 800_000, "b.csv": b"0" * 800_000})))


def test_what_an_archive_says_of_its_sizes_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The size in the directory of a zip is what its maker wrote there."""
    monkeypatch.setattr(tables, "MOST_UNPACKED", 1_000_000)
    data = archive({"a.csv": b"0" * 3_000_000}).replace((3_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(UnreadableError):
        list(open_grids("liar.zip", data))


def test_an_archive_of_too_many_files_or_within_an_archive_is_refused() -> None:
    with pytest.raises(UnreadableError, match="holds 201 files"):
        list(open_grids("many.zip", archive({f"{number}.csv": "a" for number in range(201)})))
    with pytest.raises(UnreadableError, match="an archive within the archive"):
        list(open_grids("outer.zip", archive({"inner.csv": archive({"a.csv": UNHCR})})))


def test_a_file_larger_than_the_limit_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_BYTES", 10)
    with pytest.raises(UnreadableError, match="at most 10 are read"):
        list(open_grids("large.csv", b"x" * 11))


def test_a_workbook_with_a_single_cell_far_out_is_refused() -> None:
    """The reader would hold every cell before it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["XFD1048576"] = "Year", 1
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(UnreadableError, match="reaches to row 1,048,576 and column 16,384"):
        list(open_grids("far.xlsx", buffer.getvalue()))


def test_an_archive_that_calls_itself_a_workbook_is_not_unpacked_further() -> None:
    with pytest.raises(UnreadableError, match="an archive within the archive"):
        list(open_grids("outer.zip", archive({"inner.xlsx": archive({"a.csv": UNHCR})})))
    sheets = workbook({"IDPs": [["Governorate", "District", "Households"], ["Anbar", "Falluja", 5]]})
    grids = list(open_grids("outer.zip", archive({"inner.xlsx": sheets})))
    assert [each.name for each in grids] == ["outer.zip: inner.xlsx, sheet IDPs"]


def test_json_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_JSON", 10)
    with pytest.raises(UnreadableError, match="take the CSV"):
        list(open_grids("large.json", b'{"items": []}'))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_system_ends_them(end: str) -> None:
    (grid,) = open_grids("a.csv", f'a,b{end}"one{end}two",2{end}3,4'.encode())
    assert list(grid.rows) == [(1, ["a", "b"]), (2, [f"one{end}two", "2"]), (4, ["3", "4"])]


def test_a_workbook_without_its_parts_is_told() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(UnreadableError, match="the workbook cannot be read"):
        list(open_grids("empty.xlsx", buffer.getvalue()))


@pytest.mark.parametrize("sign", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_delimiters_and_encodings_are_read(known: Known, sign: str, encoding: str) -> None:
    data = UNHCR.replace(",", sign).encode(encoding)
    assert one(known, data).statements[0].value == "5"


def test_a_file_of_no_known_format_says_what_was_seen_and_what_is_near(known: Known) -> None:
    data = "countryCode,id,name,year,requirements\nSYR,1,Plan,2030,5\n"
    with pytest.raises(UnknownFormatError) as caught:
        read_published({"fts.csv": data.encode()}, known, Options())
    assert "saw fts.csv: 5 columns 'countryCode', 'id', 'name'" in str(caught.value)
    assert "nearest is OCHA FTS requirements and funding, by plan or cluster (CSV), which needs funding too" in str(
        caught.value
    )


def test_a_table_of_nothing_is_told(known: Known) -> None:
    with pytest.raises(UnknownFormatError, match="nothing that is a table"):
        read_published({"empty.json": json.dumps({"items": []}).encode()}, known, Options())


def test_every_format_says_what_it_is() -> None:
    listed = known_formats().splitlines()
    assert len(listed) == len(set(listed)) == len({each.key for each in FORMATS})


def test_a_workbook_of_several_sheets_is_read_sheet_by_sheet(known: Known) -> None:
    rows: list[list[object]] = [["Governorate", "District", "Households"], ["Anbar", "Falluja", 5]]
    data = workbook({"IDPs": rows, "Returnees": rows, "Notes": [["Read this"]]})
    reading = one(known, data, "lists.xlsx", as_of="2030-04-30")
    assert {each.indicator for each in reading.statements} == {"idps", "returnees"}
    assert "sheet Notes: 1 columns 'Read this'" in said(reading)


def test_two_files_of_one_format_are_one_edition(known: Known) -> None:
    other = UNHCR.replace("JOR", "LBN")
    readings = read_published({"a.csv": UNHCR.encode(), "b.csv": other.encode()}, known, Options(everywhere=True))
    assert [each.files for each in readings] == [("a.csv", "b.csv")]
    assert [each.place for each in readings[0].statements] == ["jordan", "lebanon"]


def test_one_figure_twice_is_taken_once_and_two_for_one_thing_not_at_all(known: Known) -> None:
    same = one(known, UNHCR + "2030,SYR,JOR,5\n")
    assert len(same.statements) == 1
    assert "stands there twice" in said(same)
    against = one(known, UNHCR + "2030,SYR,JOR,6\n")
    assert against.statements == ()
    assert "two figures for refugees_syrian of jordan" in said(against)


def test_places_where_the_ledger_has_no_such_series_are_left_out_and_told(known: Known) -> None:
    import dataclasses

    follows = dataclasses.replace(known, covered=frozenset({("refugees_syrian", "jordan")}))
    reading = one(follows, UNHCR + "2030,SYR,LBN,7\n", everywhere=False)
    assert [each.place for each in reading.statements] == ["jordan"]
    assert "refugees_syrian of lebanon: the ledger has no such series" in said(reading)
