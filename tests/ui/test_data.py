"""The ledger of the process: quiet versions are published, and nothing takes good data off the screen."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import loaders.ledger
import ui.data
from loaders import Ledger, Problem
from loaders.clock import VARIABLE
from loaders.ledger import read_files
from loaders.problems import problem
from loaders.schema import parse_package
from tests.loaders.samples import DATA, Directory, stock
from ui.registry import PAGES

ROOT = Path(__file__).resolve().parents[2]
CAMPS = "observations/camps.csv"
WATCH = ui.data.watch
SCRIPT = """
import streamlit as st
from ui import frame, news

led = frame.opened()
news.show()
frame.top("Test", "")
st.write(str(len(led.observations)))
"""


@dataclass
class Desk:
    """A data folder that a maintainer edits, and a clock that stands still until it is moved."""

    directory: Directory
    now: float = field(default_factory=lambda: monotonic() + 60)

    def pass_(self, seconds: float) -> None:
        """Let time go by, and the files be looked at once."""
        self.now += seconds
        ui.data.look(self.now)

    def quiet(self) -> None:
        """Let what was written be seen, and stand for as long as it must."""
        self.pass_(0.5)
        self.pass_(ui.data.QUIET)

    def camps(self, *rows: str) -> Path:
        """Write the figures of the camps."""
        return self.directory.write("camps", *rows)

    def change(self) -> None:
        """Write another good version."""
        self.camps(*figures(60))


def figures(count: int) -> list[str]:
    """So many figures, each of another day."""
    return [stock(str(2000 + n), period_end=f"{2018 + n // 12}-{n % 12 + 1:02}-04") for n in range(count)]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A folder with fifty figures, served."""
    package = parse_package({path: data for path, data in read_files(DATA).items() if isinstance(data, bytes)})
    directory = Directory(tmp_path / "data", package)
    directory.write("camps", *figures(50))
    shutil.copytree(DATA / "geo", directory.path / "geo")
    for path in directory.path.rglob("*.*"):
        os.utime(path, (1e9, 1e9))
    monkeypatch.setattr(ui.data, "DATA", directory.path)
    # The files are looked at when the test says so.
    monkeypatch.setattr(ui.data, "watch", lambda: None)
    ui.data._shelf.cache_clear()
    yield Desk(directory)
    ui.data._shelf.cache_clear()


def shown() -> int:
    """How many figures are on screen."""
    return len(ui.data.newest().observations)


def said(page: AppTest) -> str:
    """The notice of a page that is run now."""
    page.run()
    assert not page.exception
    return " ".join(each.value for each in page.warning).replace("\\", "").replace("&#58;", ":")


@pytest.fixture
def page() -> AppTest:
    """A page that shows how many figures there are."""
    return AppTest.from_string(SCRIPT, default_timeout=60)


# --- quiet versions ---------------------------------------------------------------------------------------------------


def test_a_new_row_shows_once_the_files_have_stood_for_two_seconds(desk: Desk) -> None:
    assert shown() == 50
    desk.camps(*figures(51))
    desk.pass_(0.5)
    desk.pass_(1.9)
    assert shown() == 50
    desk.pass_(0.1)
    assert shown() == 51
    assert ui.data.kept_back() == ()


def test_files_that_go_on_changing_are_not_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy that takes a minute is not shown in parts, though each part is sound."""
    assert shown() == 50
    read = []

    def counted(root: Path) -> Mapping[str, bytes | Problem]:
        read.append(root)
        return read_files(root)

    monkeypatch.setattr(ui.data, "read_files", counted)
    for count in range(51, 60):
        desk.camps(*figures(count))
        desk.pass_(1.5)
    assert not read
    assert shown() == 50
    desk.quiet()
    assert (len(read), shown()) == (1, 59)


def changing(desk: Desk, times: int) -> Callable[[Path], Mapping[str, bytes | Problem]]:
    """Read files, which change the first `times` after they were read."""
    left = list(range(times))

    def read(root: Path) -> Mapping[str, bytes | Problem]:
        files = read_files(root)
        if left:
            desk.camps(*figures(70 + left.pop()))
        return files

    return read


def test_files_that_change_while_they_are_read_are_not_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown() == 50
    monkeypatch.setattr(ui.data, "read_files", changing(desk, 1))
    desk.camps(*figures(51))
    desk.quiet()
    assert shown() == 50
    assert ui.data.kept_back() == ()
    desk.quiet()
    assert shown() == 70


def test_at_the_first_start_too_what_changed_while_it_was_read_is_read_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.data, "QUIET", 0.0)
    monkeypatch.setattr(ui.data, "read_files", changing(desk, 2))
    assert shown() == 70


def test_files_that_never_stand_still_are_named_until_they_do(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.data, "QUIET", 0.0)
    monkeypatch.setattr(ui.data, "read_files", changing(desk, 5))
    with pytest.raises(ui.data.NothingToShow, match="the files change while they are read"):
        ui.data.newest()
    desk.quiet()
    assert shown() == 70


def test_the_first_start_waits_for_files_that_were_written_a_moment_ago(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    written = desk.camps(*figures(51)).stat().st_mtime
    monkeypatch.setattr(ui.data, "time", lambda: written + 0.5)
    monkeypatch.setattr(ui.data, "sleep", waited.append)
    assert shown() == 51
    assert waited == [pytest.approx(1.5, abs=0.01)]


def test_what_an_office_program_lays_beside_an_open_file_is_no_change(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shown() == 50
    monkeypatch.setattr(ui.data, "read_files", lambda _: pytest.fail("read"))
    for name in (".~lock.camps.csv#", "~$camps.csv", ".camps.csv.swp", ".camps.csv"):
        (desk.directory.path / "observations" / name).write_bytes(b"somebody")
    desk.quiet()


def test_boundaries_belong_to_the_version_and_stay_the_same_while_their_files_do(desk: Desk) -> None:
    before = ui.data.geo()
    desk.change()
    desk.quiet()
    assert ui.data.geo() is before
    file = desk.directory.path / "geo" / "region.geojson"
    drawn = json.loads(file.read_text(encoding="utf-8"))
    drawn["features"] = drawn["features"][:2]
    file.write_text(json.dumps(drawn), encoding="utf-8")
    desk.quiet()
    assert len(ui.data.geo().region["features"]) == 2
    assert len(before.region["features"]) > 2


def test_files_that_were_only_touched_stay_as_they_are(desk: Desk) -> None:
    before = ui.data.newest()
    (desk.directory.path / CAMPS).touch()
    desk.quiet()
    assert ui.data.newest() is before


@pytest.mark.usefixtures("desk")
def test_the_watch_begins_once_goes_on_after_a_fault_and_ends_with_its_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    looks, enough = [], Event()

    def look(_: object, now: float) -> None:
        looks.append(now)
        if len(looks) == 3:
            enough.set()
        raise OSError("a share that is gone")

    monkeypatch.setattr(ui.data, "_look", look)
    monkeypatch.setattr(ui.data, "LOOK_EVERY", 0.001)
    WATCH()
    thread = ui.data._shelf().watching
    WATCH()
    assert thread is not None
    assert ui.data._shelf().watching is thread
    assert enough.wait(5)
    assert sorted(looks) == looks
    ui.data._shelf.cache_clear()
    thread.join(5)
    assert not thread.is_alive()


# --- the last good data stay up ---------------------------------------------------------------------------------------


def test_a_row_with_an_error_leaves_the_last_good_data_up_and_is_named(desk: Desk, page: AppTest) -> None:
    assert said(page) == ""
    desk.camps(*figures(49), stock(place="al-hole"))
    desk.quiet()
    told = said(page)
    assert page.markdown[-1].value == "50"
    assert f"{CAMPS}, line 51, column place: 'al-hole' is not in places.csv. Did you mean" in told
    assert "so the data read on " in told
    assert ui.data.refused() is not None


def test_a_file_that_lost_rows_is_kept_back_with_both_numbers_and_the_mend(desk: Desk, page: AppTest) -> None:
    """What is left is sound: no check of the rows could find it."""
    assert said(page) == ""
    desk.camps(*figures(29))
    desk.quiet()
    told = said(page)
    assert page.markdown[-1].value == "50"
    assert f"{CAMPS}: the file has 29 rows, and the version on screen has 50: at most 20 rows may go at once." in told
    assert f"Save or copy {CAMPS} whole again." in told
    desk.camps(*figures(30))
    desk.quiet()
    assert said(page) == ""
    assert page.markdown[-1].value == "30"


def test_rows_that_were_meant_to_go_are_gone_after_a_start(desk: Desk) -> None:
    assert shown() == 50
    desk.camps(*figures(3))
    desk.quiet()
    assert shown() == 50
    ui.data._shelf.cache_clear()
    os.utime(desk.directory.path / CAMPS, (1e9, 1e9))
    assert shown() == 3


def test_a_row_that_is_cut_is_the_first_thing_said(desk: Desk, page: AppTest) -> None:
    said(page)
    file = desk.directory.path / CAMPS
    file.write_bytes(file.read_bytes()[: -len("2049,,,exact,,,,ocha-2020-october,,\n")])
    desk.quiet()
    told = said(page)
    assert page.markdown[-1].value == "50"
    assert f"{CAMPS}, line 51: the file ends in the middle of a row: its last line has 8 of 17 cells" in told
    assert f"Data health lists all {len(ui.data.kept_back())} findings." in told


@pytest.mark.parametrize(
    "damage", [CAMPS, "geo/world.geojson", "sources.csv", "datapackage.json", "schemas/observation.json"]
)
def test_a_destroyed_file_leaves_the_last_good_data_up_and_is_named_as_the_cause(
    desk: Desk, page: AppTest, damage: str
) -> None:
    """Any bytes give a notice, never a traceback, and nothing is lost; what follows from it comes later."""
    said(page)
    file = desk.directory.path / damage
    good = file.read_bytes()
    file.write_bytes(b"\x00\xff\xfe PK\x03\x04 nonsense")
    desk.quiet()
    assert f"stay on screen. {damage}" in said(page)
    assert page.markdown[-1].value == "50"
    file.write_bytes(good)
    desk.quiet()
    assert said(page) == ""


def test_a_fault_of_the_package_is_told_with_line_and_column(desk: Desk, page: AppTest) -> None:
    said(page)
    file = desk.directory.path / "datapackage.json"
    lines = file.read_text(encoding="utf-8").split("\n")
    assert lines[1].endswith(",")
    lines[1] = lines[1][:-1]
    file.write_text("\n".join(lines), encoding="utf-8")
    desk.quiet()
    told = said(page)
    assert (
        "datapackage.json, line 3, column 3: not a JSON file: a comma or a closing bracket was expected here." in told
    )
    assert "Mend datapackage.json, line 3, or put the last good version of it back." in told


def test_any_error_of_a_load_keeps_the_data_up_and_names_the_file_that_changed(
    desk: Desk, page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(page)

    def fails(*_: object) -> Ledger:
        raise KeyError("no check foresaw this")

    with monkeypatch.context() as patch:
        patch.setattr(ui.data, "assemble", fails)
        desk.change()
        desk.quiet()
    told = said(page)
    assert page.markdown[-1].value == "50"
    assert f"{CAMPS}: reading it fails in a way that no check foresees (KeyError). Take back the last change" in told
    desk.camps(*figures(61))
    desk.quiet()
    assert said(page) == ""
    assert page.markdown[-1].value == "61"


def test_a_file_that_nobody_may_read_is_tried_again_until_somebody_may(
    desk: Desk, page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A permission that comes back leaves no trace in the file's date."""
    said(page)
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "camps.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    desk.change()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refused)
        desk.quiet()
        assert f"{CAMPS}: the file cannot be opened: Permission denied. Check who may read the file." in said(page)
        assert page.markdown[-1].value == "50"
    desk.pass_(1)
    desk.pass_(9)
    assert shown() == 50
    desk.pass_(1)
    assert said(page) == ""
    assert shown() == 60


@pytest.mark.parametrize("folder", ["", "observations"])
def test_a_folder_that_nobody_may_look_into_does_no_harm(
    desk: Desk, page: AppTest, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    said(page)
    closed = desk.directory.path / folder

    def guarded(opened: Callable[..., object]) -> Callable[..., object]:
        def look(path: str | Path) -> object:
            if Path(path) == closed:
                raise PermissionError(13, "Permission denied", str(path))
            return opened(path)

        return look

    read = Path.read_bytes
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", guarded(os.scandir))
        patch.setattr(Path, "iterdir", guarded(Path.iterdir))
        patch.setattr(Path, "read_bytes", lambda path: guarded(lambda _: read(path))(path.parent))
        desk.quiet()
        assert "cannot be opened: Permission denied" in said(page)
        assert page.markdown[-1].value == "50"
    desk.quiet()
    assert said(page) == ""


def test_a_share_that_is_gone_leaves_the_last_good_data_up(desk: Desk, page: AppTest, tmp_path: Path) -> None:
    said(page)
    desk.directory.path.rename(tmp_path / "elsewhere")
    desk.quiet()
    told = said(page)
    assert "data/: the folder of the data cannot be opened: No such file or directory. Mount or restore" in told
    assert str(tmp_path) not in told
    assert page.markdown[-1].value == "50"
    (tmp_path / "elsewhere").rename(desk.directory.path)
    desk.quiet()
    assert said(page) == ""


# --- made ready, and offered ------------------------------------------------------------------------------------------


@dataclass
class Preparing:
    """Makes pages ready for as long as a test wants."""

    asked: list[tuple[int, int | None]]
    go: Event

    def __call__(self, fresh: Ledger, before: Ledger | None) -> None:
        """Note what is made ready after what, and wait for the test, but not with the first version."""
        self.asked.append((len(fresh.observations), None if before is None else len(before.observations)))
        if before is not None:
            assert self.go.wait(10)


@pytest.fixture
def preparing(desk: Desk) -> Iterator[Preparing]:
    """The pages of a newer version are not ready until the test says so."""
    assert desk.now
    made = Preparing([], Event())
    ui.data.prepare_by(made)
    yield made
    made.go.set()
    ui.data.settle()


def test_a_newer_version_is_known_at_once_and_shown_when_its_pages_are_ready(desk: Desk, preparing: Preparing) -> None:
    before = ui.data.newest()
    assert ui.data.latest() == before.version
    ui.data.settle()
    desk.change()
    desk.quiet()
    assert shown() == 50
    assert not ui.data.same_data(ui.data.latest(), before.version)
    preparing.go.set()
    ui.data.settle()
    assert shown() == 60
    assert preparing.asked == [(50, None), (60, 50)]


def test_a_still_newer_version_takes_the_place_of_one_that_is_not_ready(desk: Desk, preparing: Preparing) -> None:
    assert shown() == 50
    ui.data.settle()
    desk.change()
    desk.quiet()
    desk.camps(*figures(61))
    desk.quiet()
    preparing.go.set()
    ui.data.settle()
    assert shown() == 61
    assert preparing.asked == [(50, None), (60, 50), (61, 50)]


def test_a_reader_who_does_not_wait_sees_them_at_once(desk: Desk, preparing: Preparing) -> None:
    assert shown() == 50
    ui.data.settle()
    desk.change()
    desk.quiet()
    ui.data.show_latest()
    assert shown() == 60
    preparing.go.set()
    ui.data.settle()
    assert shown() == 60


def test_pages_that_cannot_be_made_ready_keep_nothing_back(desk: Desk) -> None:
    def fails(_fresh: Ledger, _before: Ledger | None) -> None:
        raise ZeroDivisionError

    ui.data.prepare_by(fails)
    assert shown() == 50
    ui.data.settle()
    desk.change()
    desk.quiet()
    ui.data.settle()
    assert shown() == 60


@pytest.mark.usefixtures("preparing")
def test_an_open_page_offers_newer_data_and_shows_them_when_asked(desk: Desk, page: AppTest) -> None:
    said(page)
    assert not page.button
    ui.data.settle()
    desk.change()
    desk.quiet()
    page.run()
    assert page.markdown[-1].value == "50"
    (offer,) = page.button
    assert offer.label == "Show them"
    assert any('<p role="status">Newer data were read at ' in each.proto.body for each in page.get("html"))
    offer.click().run()
    assert not page.exception
    assert page.markdown[-1].value == "60"
    assert not page.button


def test_a_new_day_is_no_news(desk: Desk, page: AppTest, preparing: Preparing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ages are told anew, of the same data."""
    said(page)
    ui.data.settle()
    day = ui.data.newest().today
    monkeypatch.setenv(VARIABLE, f"{day + pd.Timedelta(days=1):%Y-%m-%d}")
    desk.quiet()
    assert ui.data.latest() != ui.data.newest().version
    page.run()
    assert not page.button
    preparing.go.set()
    ui.data.settle()
    assert ui.data.newest().today > day


def test_a_section_without_its_table_says_so_and_takes_no_other_with_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a first start with a faulty file what is sound is shown."""
    whole = DATA / CAMPS
    monkeypatch.setattr(ui.data, "DATA", desk.directory.path)
    for each in (DATA / "observations").glob("*.csv"):
        (desk.directory.path / "observations" / each.name).write_bytes(each.read_bytes())
    (desk.directory.path / CAMPS).write_bytes(whole.read_bytes().replace(b",", b";", 7))
    app = AppTest.from_file(ROOT / "pages" / "camps.py", default_timeout=60)
    app.query_params["section"] = "all"
    page = app.run()
    assert not page.exception
    told = [each.value for each in page.warning]
    assert "Rows with an error are left out of what is shown. observations/camps.csv, line 1" in told[0].replace(
        "&#58;", ":"
    )
    assert any("needs rows that could not be read" in each for each in told)
    assert any("section-custody" in each.proto.body for each in page.get("html"))


# --- nothing to show at the first start -------------------------------------------------------------------------------


@pytest.mark.parametrize("view", PAGES, ids=lambda view: view.path or "overview")
def test_every_page_is_data_health_while_there_is_nothing_to_show(desk: Desk, view: object) -> None:
    """Also where a page is the very first thing that is asked of a server."""
    file = desk.directory.path / "datapackage.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"resources": [', '"resources": [,', 1), encoding="utf-8")
    os.utime(file, (1e9, 1e9))
    page = AppTest.from_file(ROOT / "pages" / getattr(view, "file", ""), default_timeout=60).run()
    assert not page.exception
    assert [each.value for each in page.title] == ["Data health"]
    assert "nothing to show yet" in page.error[0].value
    body = " ".join(each.proto.body for each in page.get("html"))
    for told in ("<dd>datapackage.json</dd>", "<dt>Line</dt>", "<dt>Value</dt>", "a value was expected here"):
        assert told in body
    assert "or put the last good version of it back" in body


def test_the_app_opens_by_itself_once_the_package_is_mended(desk: Desk) -> None:
    file = desk.directory.path / "datapackage.json"
    good = file.read_bytes()
    file.write_bytes(good[: len(good) // 2])
    os.utime(file, (1e9, 1e9))
    page = AppTest.from_file(ROOT / "dashboard.py", default_timeout=60).run()
    assert [each.value for each in page.title] == ["Data health"]
    assert any("the file ends too early" in each.proto.body for each in page.get("html"))
    file.write_bytes(good)
    desk.quiet()
    page.run()
    assert not page.exception
    assert [each.value for each in page.title] != ["Data health"]


@pytest.mark.parametrize("away", ["", "observations", "sources.csv", "geo/governorates.geojson", CAMPS])
def test_what_is_missing_at_the_first_start_is_named_first(desk: Desk, tmp_path: Path, away: str) -> None:
    (desk.directory.path / away).rename(tmp_path / "elsewhere")
    page = AppTest.from_file(ROOT / "dashboard.py", default_timeout=60).run()
    assert not page.exception
    body = " ".join(each.proto.body for each in page.get("html"))
    first = {"": "data/", "observations": "observations/camp_returns.csv"}.get(away, away)
    assert f"<dt>File</dt><dd>{first}</dd>" in body


def test_a_file_that_nobody_may_read_at_the_first_start_is_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(loaders.ledger, "read_bytes", lambda _, path: refusal(path))
        with pytest.raises(ui.data.NothingToShow, match="Permission denied") as raised:
            ui.data.newest()
    assert raised.value.problems[0].file == "datapackage.json"
    desk.pass_(1)
    desk.pass_(10)
    assert shown() == 50


def refusal(path: str) -> Problem:
    """What the reader says of a file that nobody may read."""
    return problem("file_unreadable", path, facts={"reason": "Permission denied"})
