"""A new theme, a new file and a new column are edits of the data alone: nobody writes Python for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.coverage import by_theme_and_year, completeness, find_sources, source_use, themes
from charts import catalog
from charts.views.explore.series import offered_indicators
from loaders import Ledger
from tests.loaders.samples import HEADER, Directory, stock

PACKAGE = "datapackage.json"


def edit(directory: Directory, path: str, change: Any) -> None:
    """Change a JSON file of the directory in place."""
    target = directory.path / path
    described = json.loads(target.read_text(encoding="utf-8"))
    change(described)
    target.write_text(json.dumps(described), encoding="utf-8")


def listed(described: dict[str, Any]) -> None:
    """List observations/trials.csv as the other files of observations are."""
    like = next(each for each in described["resources"] if each["name"] == "camps")
    rule = next(each for each in like["rules"] if each["rule"] == "theme")
    described["resources"].append(
        like
        | {
            "name": "trials",
            "path": "observations/trials.csv",
            "title": "Trials",
            "description": "Trials and verdicts.",
        }
        | {"rules": [rule | {"theme": "trials"}]}
    )


def append(path: Path, *lines: str) -> None:
    """Add lines to a file."""
    path.write_text("\n".join([path.read_text(encoding="utf-8").rstrip("\n"), *lines, ""]), encoding="utf-8")


@pytest.fixture
def with_trials(directory: Directory) -> Ledger:
    """A ledger with a ninth theme of one indicator and one figure."""
    append(directory.path / "themes.csv", "trials,Trials,9,gold")
    append(
        directory.path / "indicators.csv",
        "verdicts,trials,Verdicts of courts,Verdicts,persons,stock,People convicted by the date.,none,yes,yes,,,,",
    )
    edit(directory, PACKAGE, listed)
    directory.write("camps", stock())
    (directory.path / "observations/trials.csv").write_text(
        f"{HEADER}\n{stock('120', indicator='verdicts', place='iraq')}\n", encoding="utf-8"
    )
    return directory.load()


def test_a_new_theme_is_loaded_by_the_plain_rules(with_trials: Ledger) -> None:
    assert with_trials.problems == ()
    assert list(with_trials.observations["theme"]) == ["camps", "trials"]


def test_a_new_theme_is_in_coverage_filters_and_tables(with_trials: Ledger) -> None:
    assert list(themes(with_trials).items())[-1] == ("trials", "Trials")
    assert by_theme_and_year(with_trials).loc["trials", "2020"] == 1
    assert completeness(with_trials).loc["trials", "statements"] == 1
    assert len(find_sources(source_use(with_trials), theme="trials")) == 1
    assert list(offered_indicators(with_trials, "trials")) == ["verdicts"]
    assert "trials" in catalog.entry("explore.coverage").options(with_trials)["theme"]
    spec = catalog.build("explore.coverage", with_trials, theme="trials")
    assert spec.colours == {"Trials": "gold"}
    assert list(spec.data["value"]) == [1]


def test_an_indicator_of_an_unknown_theme_is_refused(directory: Directory) -> None:
    append(
        directory.path / "indicators.csv",
        "verdicts,trial,Verdicts of courts,Verdicts,persons,stock,People convicted by the date.,none,yes,yes,,,,",
    )
    (found,) = directory.load().problems
    assert (found.file, found.column, found.value, found.rule) == ("indicators.csv", "theme", "trial", "foreign_key")


@pytest.mark.parametrize("name", ["observations/trials.csv", "observations/old.CSV", "place.csv"])
def test_a_csv_file_that_the_package_does_not_list_is_reported(directory: Directory, name: str) -> None:
    (directory.path / name).write_text(f"{HEADER}\n{stock()}\n", encoding="utf-8")
    (found,) = directory.load().problems
    assert (found.file, found.rule, found.severity) == (name, "file_unlisted", "error")
    assert name in found.hint


def test_files_that_other_programs_hide_are_no_data(directory: Directory) -> None:
    for name in (".~lock.camps.csv", "~camps.csv", "notes.txt"):
        (directory.path / "observations" / name).write_text("x", encoding="utf-8")
    assert directory.load().problems == ()


def test_a_column_that_the_schema_declares_anew_is_carried_with_empty_cells(directory: Directory) -> None:
    edit(
        directory,
        "schemas/observation.json",
        lambda schema: schema["fields"].append(
            {"name": "confidence", "type": "string", "description": "How sure the maintainer is."}
        ),
    )
    (directory.path / "observations/camps.csv").write_text(f"{HEADER},confidence\n{stock()},high\n", encoding="utf-8")
    append(directory.path / "observations/detention.csv", stock(indicator="detainees_held", place="ne-syria"))
    ledger = directory.load()
    assert ledger.problems == ()
    assert list(ledger.observations["confidence"]) == ["high", ""]
