"""What a server shows whose data are faulty or missing from its first start."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import loaders.ledger
import ui.data
from loaders import Problem
from loaders.problems import problem
from tests.loaders.samples import DATA
from tests.pages.whole import ROOT
from tests.ui.desk import CAMPS, Desk, shown
from ui.registry import PAGES


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
