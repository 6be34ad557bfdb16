"""Corrections change one cell that still holds what they expect; any other is reported and changes nothing."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis import headline
from charts import catalog
from charts.spec import ChartSpec, points
from charts.table import screen_frame
from exports import csv_frame
from loaders import Ledger, load
from loaders.schema import Package
from render.screen.parts import hover
from tests.loaders.samples import DATA

ROW = "camp_population,al-hol,tcn,total,2020-10-04,ocha-2020-october"
WHY = "Digits swapped,UN OCHA,2026-02-02"
SAID = "value 9,462 corrected to 9,642: Digits swapped, reported by UN OCHA, 2 Feb 2026"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project's data."""
    return shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("geo"))


def with_corrections(copy: Path, *rows: str) -> Ledger:
    """The ledger of the copy with these corrections, each beside what was wrong when it was entered."""
    target = copy / "corrections.csv"
    header = target.read_text(encoding="utf-8").splitlines()[0]
    target.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return load(copy)


def row_of(ledger: Ledger) -> pd.Series:
    """The observation that the tests correct."""
    rows = ledger.observations
    one = rows[
        (rows["source"] == "ocha-2020-october") & (rows["origin"] == "tcn") & (rows["indicator"] == "camp_population")
    ]
    assert len(one) == 1
    return one.iloc[0]


def told(ledger: Ledger) -> list[tuple[int, str, str]]:
    """Line, column and message of every problem of a correction."""
    return [(each.line, each.column, each.message) for each in ledger.problems if each.rule == "correction"]


def test_no_correction_is_known_and_nothing_is_marked(ledger: Ledger, package: Package) -> None:
    assert ledger.corrections.empty
    assert list(ledger.corrections.columns) == [*package.resource("corrections").names, "file", "line"]
    assert set(ledger.observations["corrected"]) == {""}


def test_a_correction_changes_its_cell_and_says_so(ledger: Ledger, copy: Path) -> None:
    mended = with_corrections(copy, f"{ROW},value,9462,9642,{WHY}")
    assert row_of(ledger)["value"] == 9462
    assert row_of(mended)["value"] == 9642
    assert row_of(mended)["corrected"] == SAID
    assert not told(mended)
    assert len(mended.corrections) == 1


def test_a_correction_changes_nothing_else(ledger: Ledger, copy: Path) -> None:
    mended = with_corrections(copy, f"{ROW},value,9462,9642,{WHY}").observations
    changed = mended["corrected"] != ""
    assert changed.sum() == 1
    other = [column for column in mended.columns if column not in ("value", "corrected")]
    assert mended[other].astype(str).equals(ledger.observations[other].astype(str))
    assert mended.loc[~changed, "value"].equals(ledger.observations.loc[~changed, "value"])


def test_two_cells_of_one_row_are_corrected_and_both_are_told(copy: Path) -> None:
    mended = with_corrections(copy, f"{ROW},value,9462,9642,{WHY}", f"{ROW},qualifier,exact,about,{WHY}")
    row = row_of(mended)
    assert (row["value"], row["qualifier"]) == (9642, "about")
    assert row["corrected"].startswith(f"{SAID}; qualifier exact corrected to about: ")


def test_a_corrected_date_moves_the_figure(copy: Path) -> None:
    row = row_of(with_corrections(copy, f"{ROW},period_end,2020-10-04,2020-10-05,{WHY}"))
    assert row["period_end"] == pd.Timestamp(2020, 10, 5)
    assert row["corrected"].startswith("period_end 4 Oct 2020 corrected to 5 Oct 2020: ")


def test_a_cell_is_emptied(copy: Path) -> None:
    row = row_of(with_corrections(copy, f"{ROW},locator,Highlights,,{WHY}"))
    assert row["locator"] == ""
    assert row["corrected"].startswith("locator Highlights corrected to nothing: ")


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        (f"{ROW},value,9000,9642,{WHY}", "expected", "value holds 9,462, not 9000"),
        (f"{ROW},qualifier,about,exact,{WHY}", "expected", "qualifier holds exact, not about"),
        (
            f"{ROW.replace('2020-10-04', '2020-10-06')},value,9462,9642,{WHY}",
            "indicator",
            "no observation is described by it",
        ),
        (f"{ROW},value,9462,nine,{WHY}", "corrected", "'nine' is not a number"),
        (f"{ROW},qualifier,exact,roughly,{WHY}", "corrected", "'roughly' is not a value of qualifier"),
        (
            f"{ROW},period_end,2020-10-04,5.10.2020,{WHY}",
            "corrected",
            "'5.10.2020' is not a date of the form YYYY-MM-DD",
        ),
        (f"{ROW},value,9462,,{WHY}", "corrected", "value must not be empty"),
        (f"{ROW},qualifier,exact,range,{WHY}", "corrected", "the row would break the rule range_bounds: "),
        (f"{ROW},scope,,event,{WHY}", "corrected", "the row would break the rule scope_of_kind: "),
    ],
)
def test_a_correction_that_does_not_fit_is_reported_and_not_applied(
    ledger: Ledger, copy: Path, line: str, column: str, message: str
) -> None:
    kept = with_corrections(copy, line)
    ((at, where, said),) = told(kept)
    assert (at, where) == (2, column)
    assert said.startswith(f"the correction is not applied: {message}")
    assert kept.corrections.empty
    assert kept.observations.equals(ledger.observations)
    (found,) = [each for each in kept.problems if each.rule == "correction"]
    assert found.file == "corrections.csv"
    assert found.severity == "error"
    assert found.hint


def test_a_correction_that_fits_two_rows_is_not_applied(copy: Path) -> None:
    """One publication tells two counts of one prison on one day, so the six columns name both."""
    row = "detainees_held,al-sinaa,all,total,2020-03-29,spains-2020-riot"
    kept = with_corrections(copy, f"{row},qualifier,at_least,about,{WHY}")
    assert told(kept) == [(2, "expected", "the correction is not applied: 2 observations fit it")]
    mended = with_corrections(copy, f"{row},value,3000,3500,{WHY}").observations
    assert mended.loc[mended["source"] == "spains-2020-riot", "value"].isin([3500, 5000]).all()


def test_a_correction_that_makes_a_figure_odd_is_applied_with_a_warning(ledger: Ledger, copy: Path) -> None:
    mended = with_corrections(copy, f"{ROW},value,9462,9462.5,{WHY}")
    new = {str(each) for each in mended.problems} - {str(each) for each in ledger.problems}
    assert any("is not a whole number" in each for each in new)
    assert row_of(mended)["value"] == 9462.5


def test_every_rendering_says_that_a_figure_was_corrected(copy: Path) -> None:
    mended = with_corrections(copy, f"{ROW},value,9462,9642,{WHY}")
    rows = mended.observations[mended.observations["source"] == "ocha-2020-october"].head(12)
    rows = rows[rows["indicator"] == "camp_population"]
    drawn = points(headline(mended, rows), series="al-Hol")
    assert SAID in set(drawn["corrected"])
    assert any(f"corrected: {SAID}" in each for each in hover(drawn, several=False))
    spec = ChartSpec("drawn", "al-Hol", "People", "line", drawn, "persons")
    assert SAID in set(csv_frame(spec)["corrected"])
    assert SAID in set(screen_frame(spec)["Correction"])


def test_a_table_without_corrections_has_no_such_column(ledger: Ledger) -> None:
    assert "Correction" not in screen_frame(catalog.build("camps.population", ledger))
