"""Findings that follow from another are folded under it, equal ones are one, and none is lost from the count."""

import os
import subprocess
import sys

import pytest

from loaders.__main__ import main
from loaders.ledger import assemble, read_files
from loaders.problems import REPORTED_PER_RULE, grouped, problem
from loaders.schema import Package
from tests.loaders.samples import DATA, Directory, flow, stock


def told(directory: Directory, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return what the check prints."""
    main(["check", str(directory.path)])
    return capsys.readouterr().out.splitlines()


def test_equal_findings_are_one_with_their_lines(directory: Directory, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [stock(source="ocha-2031-may", period_end=f"2020-10-{day:02}") for day in range(4, 18)]
    directory.write("camps", *rows)
    assert told(directory, capsys) == [
        "observations/camps.csv:2:source: 'ocha-2031-may' is not in sources.csv [error]",
        "    Add it to sources.csv first.",
        "    The same in 13 more: line 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 ...",
        "0 observations read; 14 errors, 0 warnings",
    ]


def test_what_follows_from_a_refused_row_is_folded_under_it(
    directory: Directory, capsys: pytest.CaptureFixture[str]
) -> None:
    """The source is refused, so its figure is, so the note on the figure is: one cause."""
    directory.write("sources", "ocha-2020-october,T,OCHA,nobody,2020,year,https://example.org,,en,,")
    for name in ("events", "members", "custody", "pathway", "corrections", "comparisons", "presented", "synonyms"):
        directory.write(name)
    directory.write("camps", stock(), stock(origin="irq"))
    directory.write("not_headline", "camp_population,al-hol,all,total,2020-10-04,ocha-2020-october,Because")
    assert told(directory, capsys) == [
        "sources.csv:2:publisher_kind: 'nobody' is not a value of publisher_kind [error]",
        "    Write one of media, un, government, research, ngo, coalition, igo.",
        "    What follows from it is not listed: 1 in not_headline.csv, 1 in observations/camps.csv",
        "0 observations read; 3 errors, 0 warnings",
    ]


def test_a_note_on_a_refused_figure_follows_from_it(directory: Directory) -> None:
    directory.write("camps", stock("many"), stock(origin="irq"))
    row = "camp_population,al-hol,{},total,2020-10-04,ocha-2020-october,Because"
    directory.write("not_headline", row.format("all"), row.format("irq"), row.format("syr"))
    groups = grouped(directory.load().problems)
    assert [(each.head.file, each.head.line, [follow.line for follow in each.follows]) for each in groups] == [
        ("not_headline.csv", 4, []),
        ("observations/camps.csv", 2, [2]),
    ]


def test_an_ending_of_a_refused_series_and_of_a_refused_event_follow_from_them(
    directory: Directory, package: Package
) -> None:
    cells = {"date": "2020-10-04", "date_precision": "day", "place": "al-hol", "category": "party"}
    cells |= {"title": "Something happened", "source": "ocha-2020-october"}
    directory.write("events", ",".join(cells.get(name, "") for name in package.resource("events").names))
    directory.write("camps", stock("many"))
    directory.write("endings", "2020-10-04,Something happened,closed,camp_population,al-hol,*,*,Because")
    groups = grouped(directory.load().problems)
    assert sorted((each.head.file, len(each.follows)) for each in groups) == [
        ("events.csv", 1),
        ("observations/camps.csv", 1),
    ]


@pytest.mark.parametrize(
    "spoilt", ["sources.csv", "places.csv", "indicators.csv", "events.csv", "observations/camps.csv"]
)
def test_a_file_that_cannot_be_read_is_one_finding(spoilt: str) -> None:
    """Hundreds of rows refer to what it holds; the cause is the file."""
    found = grouped(assemble({**read_files(DATA), spoilt: b"PK\x03\x04xl/workbook.xml"}, DATA).problems)
    assert [(each.head.file, each.head.rule) for each in found] == [(spoilt, "file_kind")]
    assert found[0].follows


def test_a_header_that_cannot_be_read_is_one_finding() -> None:
    files = read_files(DATA)
    camps = files["observations/camps.csv"]
    assert isinstance(camps, bytes)
    spoilt = camps.replace(b"indicator,place,", b"indicator,", 1)
    found = grouped(assemble({**files, "observations/camps.csv": spoilt}, DATA).problems)
    assert [(each.head.line, each.head.column, each.head.rule) for each in found] == [(1, "place", "column_missing")]


def test_findings_in_a_circle_are_all_told() -> None:
    first = problem("digits", "a.csv", 2, "x", "1", severity="error", facts={"clean": "1"}, cause="b.csv, line 3")
    second = problem("digits", "b.csv", 3, "x", "1", severity="error", facts={"clean": "1"}, cause="a.csv, line 2")
    assert len(grouped([first, second])) == 2


def test_the_count_is_true_beyond_what_is_listed(directory: Directory, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [stock(f"many{n}") for n in range(REPORTED_PER_RULE + 7)]
    directory.write("camps", *rows)
    lines = told(directory, capsys)
    assert lines[-1] == f"0 observations read; {REPORTED_PER_RULE + 7} errors, 0 warnings"


def test_equal_findings_beyond_what_is_listed_are_one_with_their_true_count(
    directory: Directory, capsys: pytest.CaptureFixture[str]
) -> None:
    directory.write("camps", *[stock(group="folk")] * (REPORTED_PER_RULE + 7))
    lines = told(directory, capsys)
    assert lines[2].startswith(f"    The same in {REPORTED_PER_RULE + 6} more: line 3, 4,")
    assert len(lines) == 4


@pytest.mark.parametrize(
    "settings",
    [{"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}],
    ids=["Windows", "C"],
)
def test_messages_reach_a_pipe_that_knows_few_letters_whole(directory: Directory, settings: dict[str, str]) -> None:
    directory.write("camps", stock(group="مخيم"), stock(group="é"))
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONIOENCODING", "PYTHONUTF8")}
    ran = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "loaders", "check", str(directory.path)],
        capture_output=True,
        check=False,
        env=kept | settings,
    )
    assert (ran.returncode, ran.stderr) == (1, b"")
    assert b"observations/camps.csv:2:group: '\\u0645\\u062e\\u064a\\u0645' is not a value of group" in ran.stdout
    assert ran.stdout.endswith(b"0 observations read; 2 errors, 0 warnings" + os.linesep.encode())


def test_a_reader_who_has_seen_enough_ends_the_check_in_peace(directory: Directory) -> None:
    directory.write("camps", *[stock(f"many{n}") for n in range(REPORTED_PER_RULE)])
    directory.write("camp_returns", *[flow(f"many{n}", event=f"x{n}") for n in range(REPORTED_PER_RULE)])
    command = [sys.executable, "-m", "loaders", "check", str(directory.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as check:  # noqa: S603 - our own
        assert check.stdout is not None
        assert check.stderr is not None
        check.stdout.readline()
        check.stdout.close()
        assert check.stderr.read() == b""
    assert check.returncode == 1


def test_a_crash_is_no_finding(
    directory: Directory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_path: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("loaders.__main__.load", broken)
    assert main(["check", str(directory.path)]) == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.endswith("The check itself has failed; this says nothing about the data.\n")


def test_nothing_is_lost_from_the_count_when_it_is_folded() -> None:
    files = {**read_files(DATA), "sources.csv": b"source\n"}
    problems = assemble(files, DATA).problems
    groups = grouped(problems)
    folded = sum(each.times + sum(follow.times for follow in each.follows) for each in groups)
    assert folded == sum(each.times for each in problems)
