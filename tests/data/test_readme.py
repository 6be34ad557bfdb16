"""The README of the data describes every file, column, value and rule, and its examples are rows of the files."""

import csv
import io
import re
from pathlib import Path

import pytest

from loaders import load
from loaders.ledger import read_files
from loaders.schema import Package, Resource, parse_package

DATA = Path("data")
TEXT = (DATA / "README.md").read_text(encoding="utf-8")
PACKAGE: Package = parse_package({path: data for path, data in read_files(DATA).items() if isinstance(data, bytes)})
EXAMPLES = re.findall(r"`([\w/]+\.csv)`:\n\n```csv\n(.*?)\n```", TEXT, flags=re.DOTALL)


def section(resource: Resource) -> str:
    """Return the part of the README that describes the columns of a resource."""
    columns = TEXT.split("## The columns")[1].split("## What the checker says")[0]
    # The files of observations are one a theme: the package alone lists them.
    named = "`observations/`" if resource.table == "observations" else f"`{resource.path}`"
    return next(each for each in columns.split("\n### ") if named in each)


@pytest.mark.parametrize("resource", PACKAGE.resources, ids=lambda each: each.name)
def test_every_column_and_value_is_described_in_the_words_of_the_package(resource: Resource) -> None:
    text = section(resource)
    for field in resource.fields:
        (row,) = re.findall(rf"^\| `{field.name}` \|.*$", text, flags=re.MULTILINE)
        assert field.description.replace("|", "/") in row
        assert ("| yes |" in row) == field.required
        for value in field.enum:
            label = f"- `{value}`: {field.labels[value]}" if field.labels else f"`{value}`"
            assert label in text, (field.name, value)


@pytest.mark.parametrize("resource", PACKAGE.resources, ids=lambda each: each.name)
def test_every_rule_is_described_in_the_words_of_the_package(resource: Resource) -> None:
    for rule in (*resource.table_rules, *resource.own_rules):
        assert f"| `{rule.name}` | {rule.severity} | {rule.description} |" in TEXT


def test_nothing_is_described_that_does_not_exist() -> None:
    columns = TEXT.split("## The columns")[1].split("## What the checker says")[0]
    named = set(re.findall(r"^\| `(\w+)` \|", columns, flags=re.MULTILINE))
    assert named == {field.name for each in PACKAGE.resources for field in each.fields}
    paths = set(re.findall(r"`((?:observations/|briefings/)?[\w-]+\.csv)`", TEXT))
    assert paths <= {each.path for each in PACKAGE.resources}
    assert paths >= {each.path for each in PACKAGE.resources if each.table != "observations"}


@pytest.mark.parametrize(("path", "rows"), EXAMPLES)
def test_every_example_is_a_row_of_the_file_it_is_for(path: str, rows: str) -> None:
    lines = (DATA / path).read_text(encoding="utf-8").splitlines()
    assert all(row in lines for row in rows.splitlines())
    assert {len(cells) for cells in csv.reader(io.StringIO(rows))} == {len(PACKAGE.resource(path).names)}


def test_there_is_an_example_of_every_kind_of_row() -> None:
    ledger = load(DATA)
    assert {"sources.csv", "places.csv", "parts.csv", "origins.csv", "indicators.csv", "not_headline.csv"} <= {
        path for path, _ in EXAMPLES
    }
    rows = ledger.observations
    shown = {
        (path, line)
        for path, text in EXAMPLES
        for line, row in enumerate((DATA / path).read_text(encoding="utf-8").splitlines(), start=1)
        if row in text.splitlines()
    }
    examples = rows[[each in shown for each in zip(rows["file"], rows["line"], strict=True)]]
    assert {"stock", "flow"} <= set(examples["kind"])
    assert "range" in set(examples["qualifier"])
    assert {"event", "alternative_count"} <= set(examples["scope"])


def test_the_commands_are_described() -> None:
    assert all(f"python -m loaders {each}" in TEXT for each in ("check", "check DIR", "describe"))
    assert "--strict" in TEXT
