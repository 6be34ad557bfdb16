"""The first message is the cause: what a file is, or what happened to it, is said in one sentence, on its line."""

import io
import zipfile

import pytest
import xlsxwriter

from loaders.schema import Package
from tests.loaders.samples import DATA, HEADER, Directory, Sheet, file_of, flow, stock


def archive(*names: str) -> bytes:
    """Return a zip archive with empty files of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for name in names:
            zipped.writestr(name, "")
    return out.getvalue()


def workbook() -> bytes:
    """Return an Excel workbook."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet().write(0, 0, "indicator")
    book.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "what", "hint"),
    [
        (workbook(), "an Excel workbook (.xlsx)", "save the sheet as CSV UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "an Excel workbook (.xls)", "save the sheet"),
        (archive("camps.csv"), "a zip archive", "Unpack it"),
        (b"\x1f\x8b\x08\x00" + bytes(20), "a gzip archive", "Unpack it"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document", "by hand"),
        (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "a web page", "asks for a login"),
        (b'{"result": [{"indicator": "idps"}]}', "a JSON file", "python -m loaders import"),
    ],
)
def test_a_file_of_another_kind_is_named(sheet: Sheet, data: bytes, what: str, hint: str) -> None:
    problem = sheet.only("camps", data)
    assert (problem.line, problem.rule, problem.severity) == (0, "file_kind", "error")
    assert problem.message == f"the file is {what}, not a CSV file"
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("own", "other", "path"),
    [
        ("camps", "places", "places.csv"),
        ("camps", "sources", "sources.csv"),
        ("sources", "events", "events.csv"),
        ("places", "camps", "observations/camp_returns.csv"),
        ("not_headline", "attributions", "attributions.csv"),
        ("events", "members", "members.csv"),
    ],
)
def test_another_table_is_named(sheet: Sheet, package: Package, own: str, other: str, path: str) -> None:
    resource = package.resource(other)
    data = ",".join(resource.names) + "\n" + ",".join("x" for _ in resource.names) + "\n"
    problem = sheet.only(own, data.encode())
    assert (problem.line, problem.rule, problem.severity) == (1, "other_table", "error")
    assert problem.message == f"the file is {path} by its columns, not {package.resource(own).path}"


def test_no_table_of_the_data_is_taken_for_another(sheet: Sheet, package: Package) -> None:
    for each in package.resources:
        required = [field.name for field in each.fields if field.required]
        for header in (each.names, required, [*each.names, "remark"]):
            found = sheet.found(each.name, (",".join(header) + "\n").encode())
            assert "other_table" not in {rule for *_, rule in found}, (each.name, header)


@pytest.mark.parametrize(
    ("header", "who"),
    [
        ("Year,ISO3CoO,ISO3CoA,RST,NAT,RET,RDP", "UNHCR"),
        ("id,operation,admin0Name,admin0Pcode,adminLevel,numPresentIdpInd,reportingDate", "IOM DTM"),
        ("countryCode,id,name,code,year,requirements,funding,percentFunded", "OCHA's Financial Tracking Service"),
        ("date,amountUSD,srcOrganization,destOrganization", "OCHA's Financial Tracking Service"),
        ("location_code,has_hrp,admin_level,population,reference_period_start,reference_period_end", "HDX HAPI"),
    ],
)
@pytest.mark.parametrize("above", ["", "Extracted from the site\n\n"])
def test_a_file_of_a_publisher_is_named(sheet: Sheet, header: str, who: str, above: str) -> None:
    found = sheet.read("displacement", f"{above}{header}\n1,2,3,4,5\n".encode()).problems
    problem = next(each for each in found if each.severity == "error")
    assert (problem.rule, problem.message) == ("published_file", f"the file is one of {who}, as it is published")
    assert "python -m loaders import" in problem.hint
    assert [each.rule for each in found if each.severity == "error"] == ["published_file"]


def test_nothing_is_said_of_the_rows_of_a_file_that_belongs_elsewhere(sheet: Sheet) -> None:
    rows = 'Year,ISO3CoO,ISO3CoA,RST\n2020,"IRQ,SYR,1\n2021,SYR,IRQ,2\n'
    assert sheet.only("displacement", rows.encode()).rule == "published_file"


@pytest.mark.parametrize("own", ["camps", "places", "counters", "acknowledged", "briefing-situation"])
def test_every_table_put_in_the_place_of_another_is_named(sheet: Sheet, package: Package, own: str) -> None:
    for other in package.resources:
        if other.table != package.resource(own).table:
            problems = sheet.read(own, (DATA / other.path).read_bytes()).problems
            assert [each.rule for each in problems] == ["other_table"], other.path


def test_a_header_that_is_repeated_is_skipped_on_its_line(sheet: Sheet) -> None:
    data = file_of(stock("1"), HEADER, stock("2"))
    assert sheet.found("camps", data) == [(3, "", "header_again")]
    assert list(sheet.read("camps", data).frame["line"]) == [2, 4]


def test_a_title_above_the_header_is_not_read(sheet: Sheet) -> None:
    data = b"Camps of northeast Syria,,\nAs of October\n\n" + file_of(stock("1"))
    (problem,) = sheet.read("camps", data).problems
    assert (problem.line, problem.rule, problem.severity) == (1, "title_rows", "warning")
    assert problem.message == "the header stands in line 4; what stands above it is not read"
    assert list(sheet.read("camps", data).frame["line"]) == [5]


@pytest.mark.parametrize(
    ("line", "sign"), [("sep=;", ";"), ("sep=,", ","), ('"sep=;"', ";"), ("sep=\t", "\t"), ("SEP=;", ";")]
)
def test_the_line_that_tells_excel_the_delimiter_is_read_past(sheet: Sheet, line: str, sign: str) -> None:
    data = f"{line}\n".encode() + file_of(stock("9000")).replace(b",", sign.encode())
    assert sheet.found("camps", data) == [(1, "", "sep_line")]
    table = sheet.read("camps", data)
    assert (list(table.frame["value"]), list(table.frame["line"])) == ([9000], [3])


def test_merge_marks_name_both_versions_and_leave_the_other_rows(sheet: Sheet) -> None:
    data = file_of(
        stock("1"), "<<<<<<< HEAD", stock("2"), stock("3"), "=======", stock("4"), ">>>>>>> renewed", stock("5")
    )
    (problem,) = sheet.read("camps", data).problems
    assert (problem.line, problem.rule, problem.severity) == (3, "merge_marks", "error")
    assert problem.message == (
        "git could not decide between two versions: lines 4 to 5 as in HEAD, line 7 as in renewed"
    )
    assert problem.hint == "Keep what is right of both, and remove the lines 3, 6 and 8."
    assert list(sheet.read("camps", data).frame["value"]) == [1, 5]


def test_merge_marks_with_the_common_ancestor_name_both_versions(sheet: Sheet) -> None:
    data = file_of("<<<<<<< ours", "||||||| base", stock("1"), "=======", stock("4"), ">>>>>>> theirs", stock("5"))
    (problem,) = sheet.read("camps", data).problems
    assert problem.message.endswith("nothing as in ours, line 6 as in theirs")
    assert "lines 2, 3, 5 and 7" in problem.hint
    assert list(sheet.read("camps", data).frame["line"]) == [8]


def test_two_places_that_git_left_undecided_are_two_findings(sheet: Sheet) -> None:
    block = ("<<<<<<< a", stock("2"), "=======", stock("3"), ">>>>>>> b")
    data = file_of(*block, stock("1"), *block)
    assert sheet.found("camps", data) == [(2, "", "merge_marks"), (8, "", "merge_marks")]


def test_marks_within_a_text_are_text(sheet: Sheet) -> None:
    data = file_of(stock("1", note="<<<<<<< HEAD"), stock("2", note=">>>>>>> x"))
    assert sheet.found("camps", data) == []


NARROW = {
    "themes": ["camps,Camps,1,blue", "detention,Detention,2,blue"],
    "origins": ["FRA,France,nationality", "DEU,Germany,nationality"],
    "parts": ["al-hol,al-hol-annex,A section", "al-hol-and-roj,roj,A camp"],
    "presented": ["ministers,state-2024-may,Their words", "founding,state-2024-may,Their words"],
    "not_added": ["batch-one,Probably held by another", "batch-two,Probably held by another"],
    "counters": ["UN OCHA,OCHA", "SDF,SDF"],
    "pathway": ["1,Identity,Consular consent,,ocha-2020-october", "2,Vetting,Lists,,ocha-2020-october"],
    "places": ["one,One,camp,SYR", "two,Two,camp,SYR"],
}


@pytest.mark.parametrize("name", NARROW)
@pytest.mark.parametrize("closed", ["", "by a later row"])
def test_a_missing_quotation_mark_costs_its_own_row_in_every_table(
    sheet: Sheet, package: Package, name: str, closed: str
) -> None:
    """The row after it is read, whether or not a later row closes the quotation by chance."""
    names = package.resource(name).names
    first, second = (row + "," * (len(names) - 1 - row.count(",")) for row in NARROW[name])
    at = first.index(",") + 1
    broken = f'{first[:at]}"{first[at:]}'
    third = second.replace(second[: second.index(",")], second[: second.index(",")] + "x", 1)
    if closed:
        place = third.index(",") + 1
        third = f'{third[:place]}"{third[place:].replace(",", chr(34) + ",", 1)}'
    data = "\n".join([",".join(names), broken, second, third, ""]).encode()
    found = sheet.found(name, data)
    assert (2, "", "quote_open") in found
    assert 3 in set(sheet.read(name, data).frame["line"])


def test_a_quoted_line_break_in_a_narrow_table_is_kept(sheet: Sheet) -> None:
    data = b'whole,part,note\nal-hol,al-hol-annex,"one, two\nthree, four, five"\nal-hol-and-roj,roj,A camp\n'
    assert sheet.found("parts", data) == []


@pytest.mark.parametrize(
    "name",
    ["camps (1).csv", "camps(2).csv", "camps - Copy.csv", "camps copy.csv", "camps - Kopie.csv", "Copy of camps.CSV"],
)
def test_a_copy_beside_the_file_is_named_as_one(directory: Directory, name: str) -> None:
    (directory.path / "observations" / name).write_bytes(file_of(stock()))
    (problem,) = directory.load().problems
    assert (problem.file, problem.rule) == (f"observations/{name}", "file_copy")
    assert problem.message == "the file is a copy of observations/camps.csv by its name, and is not read"


def test_a_second_download_is_taken_for_the_file_that_it_is(package: Package) -> None:
    assert package.resource("camps (1).csv") is package.resource("camps")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("15/09/2026", "This is day/month/year: write 2026-09-15."),
        ("15.9.2026", "This is day/month/year: write 2026-09-15."),
        ("15-09-26", "This is day/month/year: write 2026-09-15."),
        ("09/15/2026", "This is month/day/year: write 2026-09-15."),
        ("05/05/2026", "Write 2026-05-05."),
        ("04/10/2026", "Day and month cannot be told apart"),
        ("31/31/2026", "Day and month cannot be told apart"),
    ],
)
def test_a_date_in_another_order_is_told_as_what_it_is(sheet: Sheet, text: str, hint: str) -> None:
    problem = sheet.only("camps", file_of(stock(period_end=text)))
    assert (problem.line, problem.column, problem.rule) == (2, "period_end", "date")
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("ocha-2020-november", "Add it to sources.csv first."),
        ("ocha-2021-october", "Add it to sources.csv first."),
        ("OCHA-2020-October", 'Did you mean "ocha-2020-october"?'),
    ],
)
def test_another_publication_is_never_offered_for_one_that_is_not_listed(
    directory: Directory, source: str, hint: str
) -> None:
    directory.write("camp_returns", flow(source=source))
    (problem,) = [each for each in directory.load().problems if each.column == "source"]
    assert problem.hint.startswith(hint) or problem.rule == "pattern"
