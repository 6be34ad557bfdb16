"""The checker on the command line says what is wrong where, and its exit code says whether anything is."""

import re
import subprocess
import sys

import pytest

from loaders.__main__ import main
from loaders.schema import Package
from tests.loaders.samples import Directory, stock


def test_data_in_order_end_in_success(directory: Directory, capsys: pytest.CaptureFixture[str]) -> None:
    directory.write("camps", stock())
    assert main(["check", str(directory.path)]) == 0
    assert capsys.readouterr().out == "1 observations read; 0 errors, 0 warnings\n"


def test_an_error_is_printed_with_file_line_and_column(
    directory: Directory, capsys: pytest.CaptureFixture[str]
) -> None:
    directory.write("camps", stock(), stock(place="Irak"))
    assert main(["check", str(directory.path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "observations/camps.csv:3:place: 'Irak' is not in places.csv [error]",
        '    Did you mean "iraq"?',
        "1 observations read; 1 errors, 0 warnings",
    ]


def test_a_warning_fails_only_a_strict_check(directory: Directory) -> None:
    directory.write("camps", stock('"9,000"'))
    assert main(["check", str(directory.path)]) == 0
    assert main(["check", "--strict", str(directory.path)]) == 1


def test_a_directory_without_package_fails_with_the_mend(
    directory: Directory, capsys: pytest.CaptureFixture[str]
) -> None:
    (directory.path / "datapackage.json").unlink()
    assert main(["check", str(directory.path)]) == 1
    told = "datapackage.json: the file is missing\n    Put datapackage.json back, and check who may read it.\n"
    assert capsys.readouterr().out == told


def test_a_broken_package_is_told_by_line_and_column_with_the_mend(
    directory: Directory, capsys: pytest.CaptureFixture[str]
) -> None:
    (directory.path / "datapackage.json").write_text('{\n "resources": [,]\n}\n', encoding="utf-8")
    assert main(["check", str(directory.path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "datapackage.json:2:16: not a JSON file: a value was expected here",
        "    Mend datapackage.json, line 2, or put the last good version of it back.",
    ]


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["mend"])
    assert stopped.value.code == 2
    assert "invalid choice" in capsys.readouterr().err


def test_describe_names_every_table_and_column(package: Package, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe"]) == 0
    told = capsys.readouterr().out
    for each in package.resources:
        assert each.path in told
        assert all(f"    {field.name} (" in told for field in each.fields)


def test_the_command_runs_as_a_module_on_the_projects_data() -> None:
    ran = subprocess.run([sys.executable, "-m", "loaders", "check"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert re.fullmatch(r"\d{4} observations read; 0 errors, 0 warnings, \d+ acknowledged\n", ran.stdout)
