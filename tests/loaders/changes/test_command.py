"""The maintainer's commands on the command line: add, diff, changelog, undo, due, stale."""

import shutil
import subprocess
from pathlib import Path

import pytest

from loaders.__main__ import main
from tests.loaders.samples import Directory, stock

PAGE = [
    "https://example.org/roj",
    "--title",
    "Roj camp holds 2,145",
    "--publisher",
    "UN OCHA",
    "--published",
    "2021-06-20",
]
ROJ = ["--figure", "indicator=camp_population", "place=roj", "end=2021-06-20", "figure=about 2,145"]


@pytest.fixture
def data(directory: Directory) -> Path:
    directory.write("camps", stock("9000"), stock("2200", place="roj", period_end="2020-12-31"))
    return directory.path


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main([*arguments])
    return code, capsys.readouterr().out


def test_a_figure_is_shown_beside_its_series_written_and_taken_back(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    present = (data / "observations/camps.csv").read_bytes()
    code, told = ran(capsys, "add", *PAGE, *ROJ, "--data", str(data), "--yes", "--who", "A")
    assert code == 0
    assert "new source ocha-2021-" in told or "new source un-2021-" in told
    assert "last figure: 2,200, 31 Dec 2020" in told
    assert "would lead, the newest of its series" in told
    assert "written into sources.csv, observations/camps.csv" in told
    code, told = ran(capsys, "undo", "--data", str(data))
    assert (code, "taken back: Figures of Roj camp holds 2,145" in told) == (0, True)
    assert (data / "observations/camps.csv").read_bytes() == present
    assert ran(capsys, "undo", "--data", str(data)) == (1, "there is no change to take back\n")


def test_without_a_yes_the_lines_to_paste_are_given(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    present = (data / "sources.csv").read_bytes()
    code, told = ran(capsys, "add", *PAGE, *ROJ, "--data", str(data))
    assert code == 0
    assert "observations/camps.csv:\ncamp_population,roj,all,total,,2021-06-20,day,2145,,,about," in told
    assert (data / "sources.csv").read_bytes() == present


def test_a_row_that_breaks_a_rule_is_not_written(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    late = [word.replace("2021-06-20", "2031-06-20") for word in ROJ]
    code, told = ran(capsys, "add", *PAGE, *late, "--data", str(data), "--yes")
    assert code == 1
    assert "[error]" in told
    assert "nothing is written" in told


@pytest.mark.parametrize(
    "words", [["place"], ["where=roj"], ["indicator=camp_population", "place=x", "end=2021", "figure=1"]]
)
def test_what_is_told_wrongly_is_said(data: Path, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    code, told = ran(capsys, "add", *PAGE, "--figure", *words, "--data", str(data), "--yes")
    assert code == 1
    assert told.startswith("figure 1")


def test_two_folders_and_two_revisions_are_compared(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old"
    shutil.copytree(data, old)
    ran(capsys, "add", *PAGE, *ROJ, "--data", str(data), "--yes", "--who", "A")
    code, told = ran(capsys, "diff", str(old), "--data", str(data))
    assert code == 0
    assert "observations/camps.csv: 1 added, 0 changed, 0 removed" in told
    assert ran(capsys, "diff", str(old), str(old), "--data", str(data)) == (0, "no row differs\n")
    code, told = ran(capsys, "changelog", str(old), "--print", "--why", "A new count", "--data", str(data))
    assert "## " in told
    assert "1 figure added; 1 source added" in told
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(data)]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "now"]):
        subprocess.run([*git, *words], check=True)  # noqa: S603 - fixed words
    ran(capsys, "undo", "--data", str(data))
    code, told = ran(capsys, "diff", "HEAD", "--data", str(data))
    assert "observations/camps.csv: 0 added, 0 changed, 1 removed" in told
    code, told = ran(capsys, "diff", "nowhere", "--data", str(data))
    assert (code, "neither a folder nor a git revision" in told) == (1, True)


def test_what_is_due_is_told_with_where_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    code, told = ran(capsys, "due")
    assert code == 0
    assert "days overdue" in told
    assert "https://" in told
    # A camp that has closed is due nothing.
    assert "People in al-Hol" not in told
    code, told = ran(capsys, "stale")
    assert code == 0
    assert "series are older than a year" in told
