"""A data package that cannot be used says where and why, whatever is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.ledger import assemble, read_files
from loaders.problems import Problem
from loaders.schema import PACKAGE_FILE, PackageError, parse_package, schema_paths
from tests.loaders.samples import DATA, Directory

SCHEMA = "schemas/observation.json"
FILES = {path: data for path, data in read_files(DATA).items() if isinstance(data, bytes)}
TEXT = FILES[PACKAGE_FILE].decode("utf-8")


def refused(path: str, data: bytes) -> Problem:
    """What is said of the package with these bytes in one of its files."""
    with pytest.raises(PackageError) as raised:
        parse_package({**FILES, path: data})
    return raised.value.problem


def line_of(text: str, piece: str) -> int:
    """The line on which a piece of text begins."""
    return text[: text.index(piece)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"resources": [', '"resources" [', "a colon was expected after the name"),
        ('"resources": [', '"resources": [,', "a value was expected here"),
        ('"resources": [', '"resources": [] [', "a comma or a closing bracket was expected here"),
        ('"resources": [', "resources: [", "a name in straight double quotes was expected here"),
        ('"resources": [', '"resources": "a\nb', "a text runs over the end of its line"),
        ('"resources": [', '"resources\\q": [', "a backslash within a text is written twice"),
    ],
)
def test_a_fault_of_form_is_told_with_line_column_and_what_was_expected(old: str, new: str, expected: str) -> None:
    found = refused(PACKAGE_FILE, TEXT.replace(old, new, 1).encode())
    assert found.message == f"not a JSON file: {expected}"
    assert found.line == line_of(TEXT, old)
    assert int(found.column) > 1
    assert found.value in new
    assert found.hint == f"Mend datapackage.json, line {found.line}, or put the last good version of it back."
    assert found.severity == "error"


def test_a_comma_before_a_closing_bracket_is_told_as_that() -> None:
    text = '{\n "resources": [\n  {"name": "x"},\n ]\n}\n'
    found = refused(PACKAGE_FILE, text.encode())
    assert found.message == "not a JSON file: a comma stands before the closing bracket"
    assert found.line in (3, 4)


@pytest.mark.parametrize("part", [0.1, 0.35, 0.5, 0.8, 0.99])
def test_a_package_that_was_written_in_part_ends_too_early(part: float) -> None:
    found = refused(PACKAGE_FILE, TEXT[: int(part * len(TEXT))].encode())
    assert "the file ends too early" in found.message


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 0, "not a JSON file: the file is empty"),
        (b"{\n\xff", 2, "not a JSON file: it is not text in UTF-8"),
        (b"[]", 0, "must be a JSON object: it begins with { and ends with }"),
        (TEXT.encode() + b"}", TEXT.count("\n") + 1, "not a JSON file: the file goes on after its end"),
        (b'{"resources": ' + b"[" * 100_000, 0, "not a JSON file: maximum recursion depth exceeded"),
    ],
)
def test_other_bytes_are_told_as_what_they_are(data: bytes, line: int, message: str) -> None:
    found = refused(PACKAGE_FILE, data)
    assert (found.line, found.message.partition(" while ")[0]) == (line, message)


@pytest.mark.parametrize("path", [PACKAGE_FILE, SCHEMA])
def test_a_file_of_the_package_that_is_missing_is_named(directory: Directory, path: str) -> None:
    (directory.path / path).unlink()
    with pytest.raises(PackageError) as raised:
        directory.load()
    assert str(raised.value) == f"{path}: the file is missing"
    assert raised.value.problem.hint == f"Put {path} back, and check who may read it."


def test_a_folder_that_is_not_there_is_named_without_its_path(directory: Directory) -> None:
    directory.path.rename(directory.path.with_name("gone"))
    with pytest.raises(PackageError) as raised:
        directory.load()
    assert str(raised.value) == "data/: the folder of the data cannot be opened: No such file or directory"


def test_a_wrong_type_is_told_at_its_line_in_the_file_where_it_stands() -> None:
    text = FILES[SCHEMA].decode("utf-8")
    start = text.index('"name": "value"')
    at = text.index('"type": "number"', start)
    found = refused(SCHEMA, (text[:at] + '"type": "figure"' + text[at + len('"type": "number"') :]).encode())
    assert (found.file, found.line, found.value) == (SCHEMA, text[:at].count("\n") + 1, "figure")
    assert found.message == "value: its type is 'figure'; the reader knows string, number, integer, date"


def test_an_unknown_rule_is_told_by_its_name(directory: Directory) -> None:
    target = directory.path / PACKAGE_FILE
    target.write_text(
        target.read_text(encoding="utf-8").replace('"rule": "theme"', '"rule": "topic"', 1), encoding="utf-8"
    )
    with pytest.raises(PackageError, match="has the unknown rule 'topic'") as raised:
        directory.load()
    assert raised.value.problem.value == "topic"


@pytest.mark.parametrize("path", ["../outside.json", "/etc/hostname", "", "a\0b"])
def test_no_schema_is_read_from_outside_the_folder(path: str) -> None:
    package = json.dumps({"resources": [{"name": "x", "path": "x.csv", "schema": path}]}).encode()
    with pytest.raises(PackageError, match="inside the directory"):
        schema_paths(package)


# --- any value anywhere -----------------------------------------------------------------------------------------------


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value in a JSON document."""
    yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from places(each, (*way, key))


def put(document: Any, way: tuple[Any, ...], value: Any) -> Any:
    """A copy of a JSON document with another value at one place."""
    copy = json.loads(json.dumps(document))
    if not way:
        return value
    at = copy
    for key in way[:-1]:
        at = at[key]
    at[way[-1]] = value
    return copy


def finding(read: Callable[[], object]) -> Problem | None:
    """What is said of a package that is read, where something is; any other error is one of the test."""
    try:
        read()
    except PackageError as error:
        return error.problem
    return None


DOCUMENTS = {path: json.loads(data) for path, data in FILES.items() if path.endswith(".json")}
WAYS = [(path, way) for path, document in DOCUMENTS.items() for way in places(document)]
VALUES: tuple[Any, ...] = (None, True, 0, -1.5, "", "x", "(", [], [1], ["x"], {}, {"name": "x"}, [[]], [{}])


@given(at=st.sampled_from(WAYS), value=st.sampled_from(VALUES))
@settings(max_examples=400)
def test_any_value_anywhere_in_the_package_makes_a_package_or_a_finding(
    at: tuple[str, tuple[Any, ...]], value: Any
) -> None:
    path, way = at
    data = json.dumps(put(DOCUMENTS[path], way, value), indent=1).encode()
    found = finding(lambda: (schema_paths({**FILES, path: data}[PACKAGE_FILE]), parse_package({**FILES, path: data})))
    if found is not None:
        assert found.file in (path, PACKAGE_FILE)
        assert found.message
        assert found.hint
        assert found.line <= data.count(b"\n") + 1 or found.file != path
        assert "\n" not in str(found)


@given(cut=st.integers(min_value=0, max_value=len(TEXT)), byte=st.binary(min_size=1, max_size=3))
@settings(max_examples=60)
def test_any_bytes_in_the_package_make_a_package_or_a_finding(cut: int, byte: bytes) -> None:
    data = TEXT.encode()
    found = finding(lambda: assemble({**FILES, PACKAGE_FILE: data[:cut] + byte + data[cut + 1 :]}, DATA))
    assert found is None or found.hint
