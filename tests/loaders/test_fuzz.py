"""A thousand spoilt files, and 86 MB of rows, each run in a process of its own, whose memory is its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.loaders import fuzz

ROOT = Path(__file__).resolve().parents[2]


def ran(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program as `make fuzz` does."""
    command = [sys.executable, "-m", "tests.loaders.fuzz", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=os.environ)  # noqa: S603 - our own program


def test_a_thousand_spoilt_files_end_in_a_load_or_a_report() -> None:
    done = ran("1000")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1,000 cases, 0 of them wrong" in done.stdout


def test_86_megabytes_of_rows_with_one_fault_take_less_than_a_gigabyte() -> None:
    done = ran("--large")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "86 MB in" in done.stdout


@pytest.mark.parametrize("fault", ["own", "rule"])
def test_86_megabytes_of_rows_that_are_all_faulty_take_less_than_a_gigabyte(fault: str) -> None:
    done = ran("--faulty", fault)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "86 MB in" in done.stdout


def test_a_fault_that_is_not_told_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a reader that keeps silent every seeded fault is one that went wrong, and says how to run it again."""
    monkeypatch.setattr(fuzz, "_read", lambda *_: fuzz.material().tables["pathway"])
    assert "--case fault 7: NotToldError: " in fuzz.run(fuzz.fault, 7)


def test_a_case_that_goes_on_for_ever_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def forever(chance: object) -> None:
        while chance:
            pass

    monkeypatch.setattr(fuzz, "SECONDS", 0.2)
    assert "TooSlowError" in fuzz.run(forever, 0)


def test_a_traceback_is_found() -> None:
    def broken(chance: object) -> None:
        raise IndexError(chance)

    assert "IndexError" in fuzz.run(broken, 0)


def test_the_cases_are_the_same_in_every_run_and_of_every_kind() -> None:
    first = [(case.__name__, number) for case, number in fuzz.cases(200)]
    assert first == [(case.__name__, number) for case, number in fuzz.cases(200)]
    assert {kind for kind, _ in first} == set(fuzz.KINDS)
