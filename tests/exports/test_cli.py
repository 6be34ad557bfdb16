"""The command line: what it makes, and the one line that it says when it cannot."""

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation

from analysis import as_known_on
from analysis.subjects import subjects
from exports import Briefing, Item, command, exhibits, to_json
from exports import __main__ as commands
from exports.__main__ import main
from exports.judged import CommandError
from exports.naming import file_names
from exports.of_subject import briefing_of
from exports.ready import briefings, prepare
from loaders import Ledger
from loaders.geo import Geo
from tests.conftest import ROOT

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    ledger: Ledger, geo: Geo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Run:
    """Runs a command in an empty folder with the project's data; returns exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(commands, "_DATA", str(ROOT / "data"))
    monkeypatch.setattr(command, "opened", lambda _folder, force: (ledger, geo))  # noqa: ARG005 - the data stay loaded

    def ran(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        told = capsys.readouterr()
        return code, told.out, told.err

    return ran


def titles(path: Path) -> list[str]:
    """Titles of the slides of a deck."""
    deck = Presentation(io.BytesIO(path.read_bytes()))
    return [slide.shapes.title.text_frame.text for slide in deck.slides if slide.shapes.title is not None]


def test_list_names_every_briefing_and_chart_with_its_choices(run: Run, ledger: Ledger) -> None:
    code, out, _ = run("list")
    assert code == 0
    for name in briefings(ledger):
        assert f"  {name}" in out
    assert "camps.population\n    camp: al-hol, roj" in out
    assert "kind:un: UN statements lead" in out


def test_a_deck_of_a_ready_made_briefing_as_known_then(run: Run, ledger: Ledger) -> None:
    """The command of those who brief every week, with the date on every slide and what is left out told."""
    code, _, err = run("deck", "situation", "--as-known-on", "2023-12-31", "-o", "brief.pptx")
    assert code == 0
    then = prepare("situation", as_known_on(ledger, pd.Timestamp("2023-12-31")))
    assert "left out, because too little was known: Syrians back from abroad" in err
    assert f"brief.pptx: {len(then.briefing.items)} charts" in err
    headlines = [one.headline for one in exhibits(then.briefing, ledger)]
    assert [title for title in titles(Path("brief.pptx")) if title in headlines] == headlines
    assert not any("2026" in title for title in titles(Path("brief.pptx")))


def test_a_template_of_an_organisation_is_used(run: Run, tmp_path: Path) -> None:
    Presentation().save(str(tmp_path / "ministry.pptx"))
    code, _, _ = run("deck", "camps.killings", "--template", "ministry.pptx", "-o", "brief.pptx")
    assert code == 0
    assert Presentation("brief.pptx").slide_width == Presentation().slide_width


def test_a_chart_with_a_choice_in_words_or_as_key(run: Run) -> None:
    for choice in ("camp=roj", "camp=Roj camp"):
        code, _, _ = run("workbook", "camps.population", "--choose", choice, "-o", "roj.xlsx")
        assert code == 0
        book = openpyxl.load_workbook("roj.xlsx")
        assert any("Roj camp" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_briefing_file_keeps_its_words_and_takes_another_date(run: Run) -> None:
    own = Briefing("Weekly", (Item("camps.population", {"camp": "al-hol"}, title="In our words"),))
    Path("weekly.json").write_text(to_json(own), encoding="utf-8")
    code, _, err = run("note", "weekly.json", "--as-known-on", "2024-12-31")
    assert (code, "weekly.docx: 1 chart" in err) == (0, True)
    with ZipFile("weekly.docx") as archive:
        text = archive.read("word/document.xml").decode()
    assert "In our words" in text
    assert "31 Dec 2024" in text


def picture_name(kind: str) -> str:
    return f"{file_names([Item('camps.killings', {})])[0]}.{kind}"


@pytest.mark.parametrize(("kind", "start"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("pdf", b"%PDF")])
def test_pictures_go_into_a_folder(run: Run, kind: str, start: bytes) -> None:
    code, _, _ = run("pictures", "camps.killings", "--kind", kind, "--ratio", "4:3", "-o", "out")
    files = list(Path("out").iterdir())
    assert code == 0
    assert [file.name for file in files] == [picture_name(kind)]
    assert files[0].read_bytes().lstrip().startswith(start)


def test_all_of_a_subject_is_what_its_profile_hands_on(run: Run, ledger: Ledger) -> None:
    """Before: a deck of a country could be made on the page alone, and its name was no briefing."""
    code, _, err = run("data", "of:areesha", "--kind", "csv", "-o", "areesha.zip")
    assert code == 0, err
    charts = briefing_of(ledger, subjects(ledger)["areesha"]).briefing.items
    assert len(charts) > 2
    assert ZipFile("areesha.zip").namelist() == [f"{name}.csv" for name in file_names(list(charts))]


def test_pictures_go_into_an_archive(run: Run) -> None:
    code, _, _ = run("pictures", "camps.killings", "--kind", "svg", "-o", "out.zip")
    assert code == 0
    assert ZipFile("out.zip").namelist() == [picture_name("svg")]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("deck", "sitation"), "there is no briefing or chart “sitation”; did you mean situation"),
        (("deck", "camps"), "there is no briefing or chart “camps”; did you mean page:camps"),
        (("deck", "Germany"), "all of a country, place or publisher: of:NAME"),
        (("deck", "of:Germny"), "the data know no country, place or publisher “Germny”; did you mean of:Germany"),
        (("deck", "of:DEU", "--choose", "camp=roj"), "--choose is for a chart"),
        (("deck", "repatriation", "--country", "Germny"), "did you mean Germany"),
        (("deck", "situation", "--country", "Germany"), "not about a single country"),
        (("deck", "situation", "--as-known-on", "31/12/2025"), "write it as 2025-12-31"),
        (("deck", "situation", "--as-known-on", "1990-01-01"), "nothing had been published by 1990-01-01"),
        (("deck", "situation", "--as-known-on", "2027-01-01"), "2027-01-01 cannot be told; today is 2026-11-28"),
        (("deck", "situation", "--lead", "hihest"), "did you mean highest"),
        (("deck", "situation", "--choose", "camp=roj"), "takes no --choose"),
        (("deck", "camps.population", "--choose", "camp=roy"), "“roy” is no camp; did you mean roj"),
        (
            ("deck", "camps.population", "--choose", "kamp"),
            "--choose kamp: camps.population has camp, as FILTER=CHOICE",
        ),
        (("deck", "camps.population", "--country", "Germany"), "--country is for ready-made briefings"),
        (("deck", "none.json"), "none.json cannot be read"),
        (("deck", "bad.json"), "bad.json: This is not a briefing file"),
        (("deck", "camps.killings", "--template", "none.potx"), "none.potx cannot be read"),
        (("deck", "camps.killings", "--template", "bad.json"), "bad.json: "),
        (("deck", "camps.killings", "-o", "nowhere/x.pptx"), "its folder is not there"),
        (("deck", "camps.killings", "-o", "."), "it is a folder"),
        (("pictures", "camps.killings", "-o", "bad.json"), "cannot be made a folder"),
        (
            ("deck", "camps.killings", "-o", "x.pdf"),
            "this makes a .pptx file, not .pdf; call it x.pptx, or use deck-pdf or note-pdf",
        ),
        (("workbook", "camps.killings", "-o", "x.csv"), "call it x.xlsx"),
        (("deck", "camps.killings", "--data", "nowhere"), "nowhere holds no data package"),
        (("list", "--data", "nowhere"), "name the folder with --data"),
        (("refresh", "none.pptx"), "none.pptx cannot be read"),
        (("refresh", "bad.json"), "bad.json: "),
        (("refresh", "bad.json", "--as-known-on", "2025"), "write it as 2025-12-31"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run: Run, arguments: tuple[str, ...], why: str) -> None:
    """Exit code 2, one line, nothing written."""
    Path("bad.json").write_text("no briefing", encoding="utf-8")
    code, out, err = run(*arguments)
    assert code == 2
    assert out == ""
    assert err.startswith("python -m exports: ")
    assert err.count("\n") == 1
    assert why in err
    assert [path.name for path in Path().iterdir()] == ["bad.json"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("deck", "sitation"),
        ("deck", "situation", "--as-known-on", "31/12/2025"),
        ("deck", "situation", "--choose", "camp=roj"),
        ("deck", "camps.population", "--choose", "kamp=roj"),
        ("deck", "camps.population", "--country", "Germany"),
        ("deck", "none.json"),
        ("deck", "bad.json"),
        ("deck", "camps.killings", "--template", "none.potx"),
        ("deck", "camps.killings", "-o", "nowhere/x.pptx"),
        ("deck", "camps.killings", "-o", "x.pdf"),
        ("pictures", "camps.killings", "-o", "bad.json"),
        ("pictures", "camps.killings", "-o", "nowhere/x.zip"),
        ("refresh", "none.pptx"),
        ("refresh", "bad.json", "--as-known-on", "2025"),
        ("list", "--data", "nowhere"),
    ],
)
def test_what_no_data_could_mend_is_said_before_they_are_read(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """Names, dates, formats and paths are judged first: an answer takes no load."""
    opened: list[Path] = []
    monkeypatch.setattr(command, "opened", lambda folder, force: opened.append(folder))  # noqa: ARG005 - as it is called
    Path("bad.json").write_text("no briefing", encoding="utf-8")
    assert run(*arguments)[0] == 2
    assert not opened


def test_what_is_not_needed_is_not_loaded(tmp_path: Path) -> None:
    """A wrong name costs no library that draws, and a deck of one chart none of maps, of screens or of PDF."""
    made = "import sys; from exports.__main__ import main; code = main(sys.argv[1:]); print(code, *sys.modules)"
    heavy = {"plotly", "pydeck", "streamlit", "scipy", "docx", "pypdf"}
    for arguments, more in (
        (["deck", "sitation"], {"pptx", "xlsxwriter", "vl_convert"}),
        (["deck", "camps.killings", "-o", str(tmp_path / "one.pptx")], set()),
    ):
        ran = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-c", made, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
        )
        loaded = set(ran.stdout.split())
        assert not loaded & (heavy | more), arguments
        assert "pandas" in loaded


def test_progress_names_the_chart_where_it_is_asked_for(run: Run) -> None:
    """A line each with the headline of what is being made, none of more than 80 characters; silent otherwise."""
    own = Briefing("Weekly", (Item("camps.killings", title="First chart"), Item("camps.ages", title="Second chart")))
    Path("weekly.json").write_text(to_json(own), encoding="utf-8")
    _, _, silent = run("deck", "weekly.json", "-o", "one.pptx")
    assert silent.splitlines() == ["one.pptx: 2 charts, " + silent.rpartition("charts, ")[2].strip()]
    _, _, told = run("deck", "weekly.json", "--progress", "-o", "two.pptx")
    assert told.splitlines()[:-1] == ["1 of 4: First chart", "2 of 4: Second chart", "3 of 4", "4 of 4"]
    _, _, told = run("pictures", "weekly.json", "--kind", "svg", "--progress", "-o", "folder")
    assert told.splitlines()[:-1] == ["1 of 2: First chart", "2 of 2: Second chart"]


def test_the_list_and_the_help_fit_a_terminal(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line of more than 80 characters, but for a name that is longer."""
    monkeypatch.setenv("COLUMNS", "80")
    for arguments in (["-h"], ["deck", "-h"], ["pictures", "-h"], ["refresh", "-h"]):
        with pytest.raises(SystemExit):
            main(arguments)
    told = capsys.readouterr().out.splitlines() + run("list")[1].splitlines()
    assert len(told) > 300
    assert [one for one in told if len(one) > 80 and " " in one.strip()] == []


def test_a_file_that_nobody_named_is_never_overwritten(run: Run) -> None:
    assert run("workbook", "camps.killings")[0] == 0
    code, _, err = run("workbook", "camps.killings")
    assert code == 2
    assert "is there already; name the file with -o" in err


def test_a_refreshed_deck_stands_beside_the_old_one(run: Run) -> None:
    run("deck", "camps.killings", "-o", "brief.pptx")
    before = Path("brief.pptx").read_bytes()
    code, _, err = run("refresh", "brief.pptx")
    assert code == 0
    assert "brief-refreshed.pptx" in err
    assert Path("brief.pptx").read_bytes() == before
    assert titles(Path("brief-refreshed.pptx"))[: len(titles(Path("brief.pptx")))]
    code, _, err = run("refresh", "brief.pptx", "-o", "brief.pptx")
    assert code == 0
    assert "brief.pptx is overwritten" in err


def test_a_pinned_deck_is_told_as_pinned_and_brought_up_to_the_newest(run: Run) -> None:
    """The last line claims nothing that was not compared, and the way forward that it names leads there."""
    run("deck", "camps.population", "--as-known-on", "2025-06-30", "-o", "brief.pptx")
    code, _, err = run("refresh", "brief.pptx")
    assert code == 0
    assert "Slide 1: pinned to 30 Jun 2025; compared only with what was known on that date" in err
    assert "--newest" in err
    assert "--as-known-on YYYY-MM-DD" in err
    assert "brief-refreshed.pptx: 1 chart pinned to 30 Jun 2025, not compared with newer publications, " in err
    assert "change" not in err
    code, _, err = run("refresh", "brief-refreshed.pptx", "--newest", "-o", "new.pptx")
    assert code == 0
    assert "Slide 1: no longer pinned to 30 Jun 2025; compared with all publications up to" in err
    assert "-> closed on 22 Feb 2026" in err
    code, _, err = run("refresh", "new.pptx", "--as-known-on", "2023-12-31", "-o", "then.pptx")
    assert code == 0
    assert "Slide 1: now pinned to 31 Dec 2023 (before: not pinned)" in err
    assert run("refresh", "new.pptx", "--as-known-on", "2030-01-01")[0] == 2


def test_a_deck_is_brought_up_to_the_newest_or_to_a_date_not_both(run: Run) -> None:
    with pytest.raises(SystemExit) as refused:
        run("refresh", "brief.pptx", "--newest", "--as-known-on", "2025-06-30")
    assert refused.value.code == 2


def test_data_with_errors_are_not_exported_unless_asked(tmp_path: Path) -> None:
    """The line names the first error; --force exports what is sound."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    camps = tmp_path / "data" / "observations" / "camps.csv"
    lines = camps.read_text(encoding="utf-8").splitlines()
    camps.write_text("\n".join([*lines, lines[1].replace(lines[1].split(",")[0], "no_such_measure", 1)]) + "\n")
    with pytest.raises(CommandError, match=r"the data have 1 error.*camps\.csv"):
        command.opened(tmp_path / "data")
    ledger, _ = command.opened(tmp_path / "data", force=True)
    assert len(ledger.observations) > 5000
    with pytest.raises(CommandError, match="holds no data package"):
        command.opened(tmp_path)


def test_broken_boundaries_are_told_in_one_line(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "data" / "geo" / "region.geojson").write_text("{}", encoding="utf-8")
    with pytest.raises(CommandError, match=r"boundaries .* cannot be used: geo/region\.geojson: is not a GeoJSON"):
        command.opened(tmp_path / "data")
