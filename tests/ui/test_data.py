"""The ledger of the process: only quiet versions are published."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

import pytest

import ui.data
from loaders import Problem
from loaders.ledger import read_files
from tests.ui.desk import CAMPS, Desk, figures, shown

WATCH = ui.data.watch


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
