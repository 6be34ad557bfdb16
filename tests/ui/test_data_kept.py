"""Nothing takes good data off the screen, and whatever is wrong with newer files is named."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui.data
from loaders import Ledger
from tests.loaders.samples import stock
from tests.ui.desk import CAMPS, Desk, figures, said, shown


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
