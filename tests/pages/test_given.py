"""Files given on Data health and written: a new camp in one archive, files as their publishers publish them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.loaders.published.samples import archive
from tests.pages.test_health_decisions import said
from tests.pages.whole import at, opened
from ui import data


def given(name: str, content: bytes) -> AppTest:
    """The page after a file was chosen."""
    page = opened("health", "enter")
    page.file_uploader(key="upload-file").set_value((name, content, "application/octet-stream")).run()
    assert not page.exception
    return page


def accepted(page: AppTest, key: str) -> str:
    """What the page says once somebody with a name has written what was given."""
    page.text_input(key=f"{key}-who").set_value("A. Maintainer")
    page.button(key=f"{key}-write").click().run()
    told = said(page)
    assert "Written into" in told
    return told


def undone(page: AppTest) -> None:
    """Take the newest change back."""
    next(each for each in page.button if str(each.key).startswith("entry-undo-")).click().run()
    assert "Taken back" in said(page)


def newest() -> None:
    """Have the files read that were written."""
    before = data.newest().version
    for now in (10.0, 13.0, 16.0):
        data.look(now)
    data.settle()
    assert data.newest().version != before


def everything(page: AppTest) -> str:
    """All that the page sends to the browser, as text."""
    return " ".join(str(getattr(each, "proto", "")) for each in page._tree)


NEW = "qanat"
SOURCE = {"source": "ocha-2026-qanat", "title": "Qanat camp opens", "publisher": "UN OCHA", "publisher_kind": "un"} | {
    "published": "2026-11-21",
    "published_precision": "day",
    "url": "https://example.org/qanat",
    "language": "en",
}


def with_row(folder: Path, path: str, like: dict[str, str], **cells: str) -> bytes:
    """A file with a row more: the first one with the cells `like`, and other cells."""
    present = (folder / path).read_bytes()
    header, *rows = csv.reader(io.StringIO(present.decode(), newline=""))
    records = (dict(zip(header, row, strict=True)) for row in rows)
    row = next((each for each in records if like.items() <= each.items()), {}) | cells
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\n").writerow([row.get(name, "") for name in header])
    return present + made.getvalue().encode()


def test_a_new_camp_stands_on_every_page_where_camps_stand(folder: Path) -> None:
    """Place, source, population, custody, event and headline come in one archive; no line of code knows the camp."""
    roj = {"place": "roj"}
    asked = {"indicator": "camp_population", "place": "roj", "origin": "all"}
    count = {"period_end": "2026-11-20", "value": "3210", "qualifier": "exact", "source": SOURCE["source"], "note": ""}
    stock = {"indicator": "camp_population", "place": "roj", "origin": "all", "group": "total", "date_precision": "day"}
    held = {"start": "2026-11-01", "end": "", "source": SOURCE["source"], "note": ""}
    opening = {"date": "2026-11-01", "title": "Qanat camp opened", "source": SOURCE["source"], "note": ""}
    parts = {
        "places.csv": with_row(folder, "places.csv", roj, place=NEW, name="Qanat camp", label="", colour=""),
        "sources.csv": with_row(folder, "sources.csv", {"source": "none"}, **SOURCE),
        "camps.csv": with_row(folder, "observations/camps.csv", stock, **count, place=NEW),
        "custody.csv": with_row(folder, "custody.csv", roj, **held, place=NEW),
        "events.csv": with_row(folder, "events.csv", roj, **opening, place=NEW),
        "headlines.csv": with_row(folder, "headlines.csv", asked, place=NEW, label="People in Qanat camp", order="975"),
    }
    desk = given("new-camp.zip", archive(parts))
    assert "can replace" in said(desk)
    assert "What moves:" in said(desk)
    assert "Qanat camp" in everything(desk)
    accepted(desk, "upload")
    newest()
    where: list[tuple[str, dict[str, str | list[str]], str]] = [
        ("camps", {"camp": "Qanat camp"}, "3,210"),
        ("camps", {"section": "where"}, "Qanat"),
        ("camps", {"section": "custody"}, "Qanat"),
        ("profile", {"of": "qanat"}, "3,210"),
        ("explore", {"ex_indicator": "camp_population", "ex_by": "place", "ex_which": "qanat"}, "3,210"),
        ("find", {"q": "people in Qanat camp"}, "3,210"),
        ("compare", {"cmp_which": ["Qanat camp", "Roj camp"]}, "Qanat camp"),
        ("pace", {"pace_of": "qanat"}, "in Qanat camp"),
        # A map says what it shows by its name.
        ("overview", {"section": "where"}, "Qanat camp"),
        ("overview", {"section": "lately"}, "Qanat camp opened"),
    ]
    for page, chosen, words in where:
        shown = at(page, **chosen).run()
        assert not shown.exception, page
        assert words in everything(shown), (page, chosen)
    undone(desk)
    assert NEW.encode() not in (folder / "places.csv").read_bytes()


FTS = (
    "countryCode,id,name,code,typeId,typeName,startDate,endDate,year,requirements,funding,percentFunded\n"
    "SYR,9001,Syrian Arab Republic 2025,HSYR25,4,Humanitarian response plan,2025-01-01,2025-12-31,2025,3190000001,"
    "1110000001,35\n"
)
UNHCR = (
    "Extracted from the UNHCR Population Statistics Database on 2026-06-20\n\nYear,Country of origin (ISO),"
    "Country of asylum (ISO),Refugees under UNHCR's mandate\n2025,SYR,JOR,443211\n"
)


@pytest.mark.parametrize(
    ("name", "content", "day", "path", "written"),
    [
        ("requirements.csv", FTS.encode(), "2026-02-01", "funding", "hrp_requirements,syria"),
        ("population.zip", archive({"population.csv": UNHCR}), "", "displacement", "refugees_syrian,jordan"),
    ],
    ids=["FTS", "UNHCR"],
)
def test_a_published_file_comes_in_by_upload(
    folder: Path, name: str, content: bytes, day: str, path: str, written: str
) -> None:
    file = folder / "observations" / f"{path}.csv"
    present = file.read_bytes()
    desk = given(name, content)
    if day:
        desk.text_input(key="published-day").set_value(day).run()
    assert "figures added" in said(desk)
    assert "What moves:" in said(desk)
    assert "Written into sources.csv" in accepted(desk, "published")
    added = file.read_bytes().removeprefix(present).decode()
    assert added.startswith(written) or f"\n{written}" in added
    undone(desk)
    assert file.read_bytes() == present
