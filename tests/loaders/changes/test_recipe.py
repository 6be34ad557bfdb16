"""The recipe of the README for data in a repository of their own: what the job of the CI writes for a reviewer."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.loaders.samples import Directory, stock

ROOT = Path(__file__).resolve().parents[3]
JOB = next(
    text
    for text in re.findall(r"```yaml\n(.*?)```", (ROOT / "data/README.md").read_text(encoding="utf-8"), re.DOTALL)
    if "jobs:" in text
)


def test_the_job_writes_the_difference_as_markdown_into_its_summary(
    directory: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines of the job run as they stand, on a branch that revises a figure and adds another."""
    lines = re.findall(r"^ +- run: (python -m loaders .*)$", JOB, re.MULTILINE)
    assert [line.split()[3] for line in lines] == ["changelog", "check"]
    place = tmp_path / "repository"
    shutil.copytree(directory.path, place / "data")
    camps = place / "data/observations/camps.csv"
    directory.write("camps", stock("9000"))
    shutil.copy(directory.path / "observations/camps.csv", camps)
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(place)]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "before"], ["branch", "origin/main"]):
        subprocess.run([*git, *words], check=True)  # noqa: S603 - fixed words
    directory.write("camps", stock("9100"), stock("2200", place="roj", period_end="2020-09-01"))
    shutil.copy(directory.path / "observations/camps.csv", camps)
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for line in lines:
        command = line.replace("python", f'"{sys.executable}"', 1)
        done = subprocess.run(command, shell=True, cwd=place, capture_output=True, text=True, check=False)  # noqa: S602 - a line of our own
        assert done.returncode == 0, done.stdout + done.stderr
    shown = MarkdownIt("commonmark").render(summary.read_text(encoding="utf-8"))
    assert re.search(r"<h3>Revised: 1 figure</h3>\s*<ul>\s*<li>[^<]*9,?000[^<]*9,?100", shown), shown
    assert re.search(r"<h3>Added: 1 figure</h3>\s*<ul>\s*<li>[^<]*Roj[^<]*2,?200", shown), shown
