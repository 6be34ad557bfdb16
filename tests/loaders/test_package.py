"""The data package: valid for others' tools, and our reader finds all that they find, on the right line."""

from pathlib import Path

import frictionless
import pytest

from loaders import load
from loaders.schema import Package
from tests.loaders.samples import DATA, HEADER, Directory, stock


def test_the_data_are_valid_for_frictionless() -> None:
    report = frictionless.validate(str(DATA / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])


def test_every_csv_file_is_described(package: Package) -> None:
    present = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv")}
    assert present == {each.path for each in package.resources}


def test_every_table_and_column_is_described_in_words(package: Package) -> None:
    assert all(len(each.description) > 20 for each in package.resources)
    assert all(len(field.description) > 5 for each in package.resources for field in each.fields)


def test_the_package_says_where_it_comes_from(package: Package) -> None:
    described = frictionless.Package(str(DATA / "datapackage.json"))
    assert described.version
    assert described.created
    assert described.licenses
    assert described.sources
    assert len(described.resources) == len(package.resources)


def test_every_value_with_a_label_is_a_value_of_the_vocabulary(package: Package) -> None:
    labelled = [field for each in package.resources for field in each.fields if field.labels]
    assert labelled
    assert all(set(field.labels) == set(field.enum) for field in labelled)


def test_a_resource_is_found_by_name_path_or_file_name(package: Package) -> None:
    camps = package.resource("camps")
    assert package.resource("observations/camps.csv") is camps
    assert package.resource("camps.csv") is camps
    with pytest.raises(KeyError, match="there are camp_returns, camps"):
        package.resource("kamps")


FAULTS = {
    "a bad date": stock(period_end="2020-13-45"),
    "a letter for a digit": stock("1O00"),
    "a key that no table holds": stock(place="Irak"),
    "a negative figure": stock("-5"),
    "a value outside the vocabulary": stock(group="folk"),
    "an empty cell that must be filled": stock(source=""),
    "a short row": stock().rsplit(",", 3)[0],
    "a long row": stock() + ",more",
    "an empty row": "",
}


def test_we_find_what_frictionless_finds_on_the_line_where_it_is(directory: Directory) -> None:
    """Frictionless counts records: below a quoted line break its row is one less than the line."""
    target = directory.write("camps", stock("1", note='"one\ntwo"'), *FAULTS.values(), stock("3"))
    report = frictionless.validate(str(directory.path / "datapackage.json"), resource_name="camps")
    theirs = {row + 1 for (row,) in report.flatten(["rowNumber"]) if row}
    problems = [each for each in load(directory.path).problems if each.rule != "said_twice"]
    ours = {each.line for each in problems if each.file == f"observations/{target.name}"}
    assert theirs == set(range(4, 4 + len(FAULTS)))
    assert ours == theirs


@pytest.mark.parametrize(
    "header",
    [
        HEADER.replace("locator", "locater"),
        HEADER.removeprefix("indicator,"),
        HEADER + ",value",
        HEADER + ",extra",
    ],
)
def test_we_find_the_faulty_headers_that_frictionless_finds(directory: Directory, header: str) -> None:
    target: Path = directory.path / "observations/camps.csv"
    target.write_text(header + "\n", encoding="utf-8")
    report = frictionless.validate(str(directory.path / "datapackage.json"), resource_name="camps")
    assert not report.valid
    assert any(each.severity == "error" for each in load(directory.path).problems)


def test_a_column_that_may_be_empty_may_be_absent_for_frictionless_too(directory: Directory) -> None:
    target = directory.path / "observations/camps.csv"
    target.write_text(f"{HEADER.removesuffix(',note')}\n{stock().rsplit(',', 1)[0]}\n", encoding="utf-8")
    assert frictionless.validate(str(directory.path / "datapackage.json"), resource_name="camps").valid
    assert directory.load().problems == ()


def test_we_find_the_key_that_frictionless_finds_twice(directory: Directory) -> None:
    text = (directory.path / "origins.csv").read_text(encoding="utf-8").splitlines()
    directory.write("origins", *text[1:], "irq,Iraqi again,aggregate")
    report = frictionless.validate(str(directory.path / "datapackage.json"), resource_name="origins")
    assert [row for (row,) in report.flatten(["rowNumber"])] == [len(text) + 1]
    assert [each.line for each in load(directory.path).problems] == [len(text) + 1]
