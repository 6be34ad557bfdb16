"""The ledger: columns and types that others build on, joins that add nothing, files that fail without taking others."""

import dataclasses
import json
from pathlib import Path

import pandas as pd
import pytest

from loaders import Ledger, PackageError, load
from tests.loaders.samples import TABLES, Directory, flow, stock

OBSERVATIONS = [
    *("indicator", "place", "origin", "group", "period_start", "period_end", "date_precision", "value", "low", "high"),
    *("qualifier", "scope", "event", "preferred", "source", "locator", "note", "corrected"),
    *("title", "short_title", "definition", "unit", "kind", "theme", "aggregation", "headline"),
    *("comparable", "differs", "reduced_by"),
    *("place_name", "place_kind", "place_parent", "country", "lat", "lon", "origin_name"),
    *("source_title", "publisher", "publisher_kind", "published", "published_precision", "url"),
    *("carried_by", "language", "quotes"),
    *("stated_by", "attribution", "counter", "file", "line"),
]


def test_observations_have_the_columns_that_others_build_on(ledger: Ledger) -> None:
    assert list(ledger.observations.columns) == OBSERVATIONS


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_every_table_knows_its_file_and_line(ledger: Ledger, name: str) -> None:
    table = getattr(ledger, name)
    assert list(table.columns[-2:]) == ["file", "line"]
    assert (table["line"] >= 2).all()
    assert all((ledger.directory / file).is_file() for file in table["file"].unique())


def test_columns_have_types_made_for_their_work(ledger: Ledger) -> None:
    types = {name: str(kind) for name, kind in ledger.observations.dtypes.items()}
    assert {name for name, kind in types.items() if kind == "datetime64[us]"} == {
        "period_start",
        "period_end",
        "published",
    }
    assert {name for name, kind in types.items() if kind == "float64"} == {"value", "low", "high", "lat", "lon"}
    assert types["line"] == "int64"
    assert {name for name, kind in types.items() if kind == "str"} == {"locator", "note"}
    assert set(types.values()) == {"category", "datetime64[us]", "float64", "int64", "str"}


def test_missing_text_is_empty_and_never_missing(ledger: Ledger) -> None:
    for name in TABLES:
        table = getattr(ledger, name)
        text = table.select_dtypes(include=["category", "str"])
        assert not text.isna().to_numpy().any(), name


def test_households_are_never_called_persons(ledger: Ledger) -> None:
    rows = ledger.observations
    households = rows[rows["group"] == "households"]
    assert "persons" not in set(households["unit"])
    assert set(rows.loc[rows["unit"] == "households", "group"]) <= {"households", "total"}


def test_a_source_dated_to_a_month_counts_as_known_on_its_last_day(ledger: Ledger) -> None:
    rows = ledger.sources.set_index("source")
    assert rows.loc["13news-2024-leadig", "published"] == pd.Timestamp("2024-08-31")
    assert rows.loc["963-2024-69fam", "published"] == pd.Timestamp("2024-05-08")
    undated = rows[rows["published_precision"] == ""]
    assert len(undated) == 11
    assert undated["published"].isna().all()


def test_a_member_dated_to_a_year_counts_as_joined_on_its_last_day(ledger: Ledger) -> None:
    yearly = ledger.members[ledger.members["joined_precision"] == "year"]
    assert {(each.month, each.day) for each in yearly["joined"]} == {(12, 31)}


def test_a_step_of_the_pathway_lists_its_indicators(ledger: Ledger) -> None:
    steps = dict(zip(ledger.pathway["step"], ledger.pathway["indicators"], strict=True))
    assert steps[2] == ()
    assert steps[3] == ("detainees_investigated",)
    known = set(ledger.indicators["indicator"])
    assert all(known.issuperset(each) for each in steps.values())


def test_every_origin_and_no_other_has_a_name(ledger: Ledger) -> None:
    assert set(ledger.origins["origin"]) == set(ledger.observations["origin"])
    names = dict(zip(ledger.origins["origin"], ledger.origins["name"], strict=True))
    assert (names["all"], names["tcn"], names["XKX"]) == ("all nationalities", "third-country", "Kosovo")


def test_the_ledger_cannot_be_changed(ledger: Ledger) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ledger.version = "other"  # type: ignore[misc]


def test_loading_twice_gives_the_same(ledger: Ledger) -> None:
    again = load(ledger.directory)
    assert again.version == ledger.version
    assert again.problems == ledger.problems
    for name in TABLES:
        assert getattr(again, name).equals(getattr(ledger, name)), name


def test_the_version_changes_with_any_file(directory: Directory) -> None:
    before = directory.load().version
    directory.write("camps", stock())
    after = directory.load().version
    directory.write("camps")
    assert before != after
    assert directory.load().version == before


def test_rules_are_part_of_the_version(directory: Directory) -> None:
    before = directory.load().version
    target = directory.path / "datapackage.json"
    target.write_text(target.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert directory.load().version != before


def test_rows_come_in_the_order_of_the_files(directory: Directory) -> None:
    directory.write("camps", stock("2"), stock("1"))
    directory.write("camp_returns", flow("3"))
    assert list(directory.load().observations["value"]) == [3, 2, 1]


def test_a_missing_file_leaves_the_others(directory: Directory) -> None:
    directory.write("camp_returns", flow())
    (directory.path / "observations/camps.csv").unlink()
    assert directory.found() == [("observations/camps.csv", 0, "", "file_missing")]
    assert len(directory.load().observations) == 1


def test_a_folder_in_place_of_a_file_is_named(directory: Directory) -> None:
    target = directory.path / "observations/camps.csv"
    target.unlink()
    target.mkdir()
    assert directory.found() == [("observations/camps.csv", 0, "", "file_is_directory")]


def test_a_table_that_cannot_be_read_keeps_its_columns(directory: Directory, ledger: Ledger) -> None:
    (directory.path / "custody.csv").write_bytes(b"\x00\xff\xfe\x81")
    (directory.path / "members.csv").unlink()
    loaded = directory.load()
    assert {each.rule for each in loaded.problems} == {"encoding_unknown", "file_missing"}
    for name in ("custody", "members"):
        assert getattr(loaded, name).empty
        assert list(getattr(loaded, name).columns) == list(getattr(ledger, name).columns)


def test_rows_without_a_table_to_look_them_up_in_are_counted_once(directory: Directory) -> None:
    directory.write("camps", stock("1"), stock("2"))
    (directory.path / "places.csv").unlink()
    loaded = directory.load()
    told = [each for each in loaded.problems if each.file == "observations/camps.csv"]
    assert [each.message for each in told] == ["2 rows are refused because places.csv holds no rows to look them up in"]
    assert loaded.observations.empty
    assert list(loaded.observations.columns) == OBSERVATIONS


def test_a_row_refused_for_its_key_says_where_the_key_went(directory: Directory) -> None:
    directory.write("camps", stock())
    text = (directory.path / "sources.csv").read_text(encoding="utf-8").splitlines()
    at = next(n for n, line in enumerate(text) if line.startswith("ocha-2020-october,"))
    directory.write("sources", *text[1:at], text[at].replace(",un,", ",unn,"), *text[at + 1 :])
    told = {(each.file, each.rule): each for each in directory.load().problems}
    assert ("sources.csv", "enum") in told
    hint = told["observations/camps.csv", "foreign_key"].hint
    assert hint == f"Its row is refused (sources.csv, line {at + 1}): mend that one first."


def test_an_unknown_key_is_refused_with_the_nearest(directory: Directory) -> None:
    directory.write("camps", stock(place="Al Hol"), stock(source="nobody-1999"), stock(origin="Iraqi"))
    found = directory.load().problems
    assert [(each.line, each.column, each.rule) for each in found] == [
        (2, "place", "foreign_key"),
        (3, "source", "foreign_key"),
        (4, "origin", "foreign_key"),
    ]
    hints = {each.column: each.hint for each in found}
    assert hints["place"] == 'Did you mean "al-hol"?'
    assert hints["source"] == "Add it to sources.csv first."


def test_a_key_twice_is_refused_the_second_time(directory: Directory) -> None:
    text = (directory.path / "origins.csv").read_text(encoding="utf-8").splitlines()
    directory.write("origins", *text[1:], "irq,Iraqi again,aggregate")
    (problem,) = directory.load().problems
    assert (problem.file, problem.line, problem.rule) == ("origins.csv", len(text) + 1, "duplicate_key")
    assert problem.message == "'irq' stands in line 4 already"


def test_a_code_for_the_map_stands_once(directory: Directory) -> None:
    directory.write("synonyms")  # which name the place that is refused
    directory.replace("places", ",IQ-BB,", ",IQ-AN,")
    assert [each[2:] for each in directory.found()] == [("iso_3166_2", "duplicate_key")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not a JSON file"),
        ("[]", "must be a JSON object"),
        ("{}", "lists no resources"),
        ('{"resources": [{}]}', "needs a name"),
        ('{"resources": [{"name": "x", "path": "../x.csv"}]}', "inside the directory"),
        ('{"resources": [{"name": "x", "path": "x.csv", "schema": {"fields": []}}]}', "no fields"),
        ('{"resources": [{"name": "x", "path": "x.csv", "schema": "gone.json"}]}', "gone.json"),
        (
            '{"resources": [{"name": "x", "path": "x.csv", "schema": {"fields": [{"name": "a"}]}}]}',
            "no resource belongs",
        ),
    ],
)
def test_a_package_that_cannot_be_used_says_why(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(PackageError, match=words):
        load(tmp_path)


def test_a_directory_without_package_says_so(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"datapackage\.json: the file is missing"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ({"name": "a", "type": "geopoint"}, "the reader knows"),
        ({"name": "a", "constraints": {"pattern": "("}}, "not a regular expression"),
    ],
)
def test_a_field_that_cannot_be_checked_is_named(tmp_path: Path, field: dict[str, object], words: str) -> None:
    package = {"resources": [{"name": "x", "path": "x.csv", "schema": {"fields": [field]}}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(PackageError, match=words):
        load(tmp_path)
