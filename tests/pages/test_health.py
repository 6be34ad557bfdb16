"""The page Data health: the report, the age of the series, coverage, and the check of an edited file."""

import re
from collections.abc import Mapping
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from charts.palette import Theme
from loaders import Ledger, Upload, check_uploads
from tests.pages.whole import opened
from ui import tables
from ui.health import heat, in_words

ROOT = Path(__file__).resolve().parents[2]
CAMPS = (ROOT / "data" / "observations" / "camps.csv").read_bytes()


# The section where figures and files are given; of the others a test of it asks nothing.
ENTERING = "enter"


@pytest.fixture(scope="module")
def page() -> AppTest:
    """The page, opened once."""
    return opened("health")


@pytest.fixture
def moving() -> None:
    """For a test that asks what a change would move."""


@pytest.fixture(autouse=True)
def still(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what a change would move where a test does not ask: to build half of the charts takes seconds."""
    if "moving" not in request.fixturenames:
        monkeypatch.setattr("ui.entry.effects", lambda *_: None)


@pytest.fixture(scope="module")
def desk() -> AppTest:
    """Where files are given, opened once."""
    return opened("health", ENTERING)


def uploaded(page: AppTest, name: str, content: bytes) -> AppTest:
    """The page after a file was chosen."""
    page.file_uploader(key="upload-file").set_value((name, content, "text/csv")).run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    """All messages on the page."""
    return " ".join(element.value for element in (*page.success, *page.error, *page.markdown))


def test_the_page_shows_what_is_known_with_reason_file_and_line(page: AppTest) -> None:
    assert not page.exception
    assert "The checks find nothing wrong." in words(page)
    known = next(frame.value for frame in page.dataframe if "Why it stands" in frame.value)
    assert (known["Line"] > 1).all()
    assert "observations/camps.csv" in set(known["File"])
    assert known["Why it stands"].str.len().min() > 20
    assert not known["Finding"].str.contains(r"[a-z]_[a-z]").any()


def test_files_and_lines_are_folded_for_maintainers_and_readers_have_a_sentence(page: AppTest) -> None:
    (folded,) = [one for one in page.expander if one.label.startswith("For maintainers")]
    assert not folded.proto.expanded
    assert len(folded.dataframe) == len([one for one in page.dataframe if "Line" in one.value]) > 0
    notes = " ".join(str(one.proto.body) for one in page.get("html"))
    assert re.search(r"The files are checked before they are shown\. \d+ warnings more stand with a reason\.", notes)


ROJ = 'measure, place, date, figure, passage\nPeople living in camp, Roj camp, 2026-11-20, "about {}", lead'


def entered(figure: str, monkeypatch: pytest.MonkeyPatch, folder: Path = ROOT / "data", *, write: str = "") -> AppTest:
    """The page after a count of Roj with a new source was looked at."""
    monkeypatch.setenv("CAMPSTATS_WRITE", write)
    monkeypatch.setattr("ui.data.DATA", folder)
    app = opened("health", ENTERING)
    app.text_input(key="entry-url").set_value("https://example.org/roj").run()
    app.text_input(key="entry-title").set_value("Roj camp holds 2,145 people")
    app.text_input(key="entry-published").set_value("2026-11-20")
    app.selectbox(key="entry-publisher").set_value("UN OCHA")
    app.text_area(key="entry-paste").set_value(ROJ.format(figure))
    app.button(key="entry-check").click().run()
    assert not app.exception
    return app


@pytest.mark.usefixtures("moving")
def test_a_new_figure_is_shown_beside_its_series_with_what_it_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    page = entered("2,145", monkeypatch)
    told = unescape(words(page)).replace("\\", "")
    assert "People living in camp, Roj camp: about 2,145, 20 Nov 2026" in told
    assert "last figure: about 2,225, 21 Feb 2026" in told
    assert "would lead, the newest of its series" in told
    assert "**What moves:**" in told
    moved = next(table.value for table in page.table if list(table.value.columns) == ["Before", "After"])
    assert "People in Roj camp" in set(moved.index)
    assert not moved.index.str.contains("_").any()
    # Where the server does not write, the lines to paste stand there.
    assert any("camp_population,roj,all,total,,2026-11-20,day,2145,,,about" in code.value for code in page.code)
    assert not [button for button in page.button if button.key == "entry-write"]


def test_a_figure_ten_times_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    page = entered("21,450", monkeypatch)
    (told,) = page.warning
    assert "21450 is 9.6 times its neighbours in the series, 2225 and 2201" in told.value
    assert "Look for a digit too many" in told.value


def test_all_that_cannot_be_read_is_said_at_once_by_the_names_of_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    page = entered("many", monkeypatch)
    page.text_area(key="entry-paste").set_value("what, where, on, figure\npeople in kamp, Rojj camp, 20/11/2026, many")
    page.text_input(key="entry-url").set_value("")
    page.button(key="entry-check").click().run()
    (told,) = (unescape(error.value).replace("\\", "") for error in page.error)
    assert [line.partition(":")[0] for line in told.splitlines()] == [
        "- Address of the publication",
        "- Figure 1, Measure",
        "- Figure 1, Place",
        "- Figure 1, Date",
        "- Figure 1, Figure",
    ]
    assert re.search(r"did you mean [^?]*Roj camp[^?]*\?", told)
    assert not re.search(r"[a-z]_[a-z]", told)


HOSTILE = "*Bold* <b>x</b> [a](https://example.org) :material/report: :smile: $x$ `y` "


def test_text_that_is_no_words_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    page = entered("2,145", monkeypatch)
    page.text_input(key="entry-title").set_value(HOSTILE)
    page.selectbox(key="entry-publisher").set_value("UN OCHA")
    page.button(key="entry-check").click().run()
    assert not page.exception
    (told,) = (each.value for each in page.markdown if "New source" in each.value)
    assert unescape(told.replace("\\", "")).startswith(f"**New source:** {HOSTILE.strip()}, UN OCHA")
    assert not re.search(r"(?<!\\)[<\[`$]", told.replace("**", ""))


def test_of_very_many_figures_ten_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    page = entered("2,145", monkeypatch)
    lines = [f"People living in camp, Roj camp, 2025-01-{day:02d}, {2000 + day}" for day in range(1, 13)]
    page.text_area(key="entry-paste").set_value("\n".join(["measure, place, date, figure", *lines]))
    page.button(key="entry-check").click().run()
    assert not page.exception
    assert any("The first 10 of 12 figures are drawn" in each.value for each in page.caption)


def written(page: AppTest, key: str = "entry") -> AppTest:
    """The page after the change was written by somebody with a name."""
    page.text_input(key=f"{key}-who").set_value("A. Maintainer")
    page.button(key=f"{key}-write").click().run()
    assert not page.exception
    return page


def undo(page: AppTest) -> Button:
    """The button that takes the newest change back."""
    (found,) = (button for button in page.button if str(button.key).startswith("entry-undo-"))
    return found


def test_of_two_who_write_the_second_is_refused_and_undo_takes_back_only_what_was_seen(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    camps = folder / "observations" / "camps.csv"
    first, second = (entered(figure, monkeypatch, folder, write="yes") for figure in ("2,145", "2,146"))
    assert "Written into" in words(written(first))
    once = camps.read_bytes()
    assert once.endswith(b"\n")
    assert once.count(b"\n") == CAMPS.count(b"\n") + 1
    assert "was changed by somebody else meanwhile" in words(written(second))
    assert camps.read_bytes() == once
    # Looked at again it sees the other's figure, and may be written.
    second.text_input(key="entry-url").set_value("https://example.org/roj-2").run()
    second.text_input(key="entry-title").set_value("Another page on Roj")
    second.selectbox(key="entry-publisher").set_value("UN OCHA")
    second.text_input(key="entry-published").set_value("2026-11-20")
    second.button(key="entry-check").click().run()
    assert "rival of the same date: about 2,145" in unescape(words(second)).replace("\\", "")
    assert "Written into" in words(written(second))
    twice = camps.read_bytes()
    # The first page still offers to take back its own change, which is no longer the newest.
    assert "the newest change is another one by now" in words(undo(first).click().run())
    assert camps.read_bytes() == twice
    assert "Taken back" in words(undo(second).click().run())
    assert camps.read_bytes() == once
    assert "Taken back" in words(undo(second).click().run())
    assert camps.read_bytes() == CAMPS
    assert not [button for button in second.button if str(button.key).startswith("entry-undo")]


def test_a_file_is_not_accepted_over_what_another_wrote_unseen(folder: Path) -> None:
    camps = folder / "observations" / "camps.csv"
    page = opened("health", ENTERING)
    edited = CAMPS.replace(b"2025-11-01,day,25301,", b"2025-11-01,day,25302,")
    uploaded(page, "camps.csv", edited)
    theirs = CAMPS.replace(b"2025-11-01,day,25301,", b"2025-11-01,day,25303,")
    camps.write_bytes(theirs)
    written(page, "upload")
    assert camps.read_bytes() == theirs
    assert any("Somebody else has changed these files" in each.value for each in page.warning)
    written(page, "upload")
    assert camps.read_bytes() == edited


def test_the_age_of_every_headline_series_is_listed_oldest_first(page: AppTest) -> None:
    ages = next(frame.value for frame in page.dataframe if "Days old" in frame.value)
    assert len(ages) == 50
    assert ages["Days old"].is_monotonic_decreasing
    assert sum(tables.fitted(ages).values()) <= tables.ROOM, "who states it is in view"
    page.selectbox(key="health_theme").set_value("camps").run()
    assert not page.exception
    fewer = next(frame.value for frame in page.dataframe if "Days old" in frame.value)
    assert set(fewer["Series"]) < set(ages["Series"])
    assert "People living in camp" in set(fewer["Series"])
    assert any("On camps the record is fullest for" in html.proto.body for html in page.get("html"))
    page.selectbox(key="health_theme").set_value("").run()


def test_coverage_is_a_table_of_themes_and_years(page: AppTest, ledger: Ledger) -> None:
    table = next(frame.value for frame in page.dataframe if "2019" in frame.value.columns)
    assert table.loc["Camps"].sum() == CAMPS.count(b"\n") - 1
    assert int(table.to_numpy().sum()) == len(ledger.observations), "no theme is lost"


def test_a_series_that_has_ended_is_told_as_ended_and_not_as_old(page: AppTest) -> None:
    ages = next(frame.value for frame in page.dataframe if "Days old" in frame.value)
    standing = ages.set_index("Series")["Standing"]
    assert standing["Territory held by ISIS"] == "ended"
    assert standing["People living in camp"] in {"current", "ended: closed"}
    assert set(standing) <= {
        "current",
        "older than a year",
        "overtaken since",
        "ended",
        "ended: closed",
        "ended: emptied",
    }
    assert any(
        "headline series that go on have a figure of the past year" in html.proto.body for html in page.get("html")
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_figures_of_the_heat_table_can_be_read_on_every_shade(theme: Theme) -> None:
    """Text needs 4.5:1 against its ground."""
    counts = pd.DataFrame({"2019": [1, 10, 50, 200, 500]})
    cells = cast("Any", heat(counts, theme))._compute().ctx.values()
    assert len(cells) == 5
    for rules in cells:
        styles = dict(rules)
        light, dark = sorted((luminance(styles["color"]), luminance(styles["background-color"])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, styles


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_present_file_can_replace_itself_and_changes_nothing(desk: AppTest) -> None:
    said = words(uploaded(desk, "camps.csv", CAMPS))
    assert "The file can replace" in said
    assert "0 added, 0 changed, 0 removed" in said


def test_a_file_is_checked_once_however_often_the_page_is_drawn(desk: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A press of any button draws the page anew, and to check a file with all others takes a second."""
    checked: list[object] = []

    def counted(files: Mapping[str, bytes], ledger: Ledger) -> Upload:
        checked.append(files)
        return check_uploads(files, ledger)

    monkeypatch.setattr("ui.upload.check_uploads", counted)
    uploaded(desk, "camps.csv", CAMPS.replace(b"2025-11-01,day,25301,", b"2025-11-01,day,25304,"))
    assert "The file can replace" in words(desk.run())
    assert len(checked) == 1


def test_a_changed_figure_is_shown_with_what_stood_there(desk: AppTest) -> None:
    """25,301 people in al-Hol on 1 November 2025 become 25,302."""
    edited = CAMPS.replace(b"2025-11-01,day,25301,", b"2025-11-01,day,25302,")
    assert edited != CAMPS
    said = words(uploaded(desk, "camps.csv", edited))
    assert "0 added, 1 changed, 0 removed" in said
    changed = next(frame.value for frame in desk.dataframe if "Was" in frame.value)
    assert list(changed["Was"]) == ["Figure: 25301 to 25302"]
    assert list(changed["Place"]) == ["profile?of=Al-Hol%20camp"]
    assert list(changed["Measure"]) == ["People living in camp"]
    assert not [name for name in changed.columns if "_" in name or name != name[:1].upper() + name[1:]]


def test_a_wrong_cell_is_named_by_line_and_column_and_refused(desk: AppTest) -> None:
    lines = CAMPS.split(b"\n")
    at = next(n for n, line in enumerate(lines) if b"2025-11-01,day,25301," in line)
    lines[at] = lines[at].replace(b"25301", b"many")
    said = words(uploaded(desk, "camps.csv", b"\n".join(lines)))
    assert "The file cannot replace" in said
    reports = [frame.value for frame in desk.dataframe if "Severity" in frame.value]
    found = next(frame for frame in reports if "error" in set(frame["Severity"]))
    wrong = found[found["Severity"] == "error"].iloc[0]
    assert (wrong["Line"], wrong["Column"], wrong["Value"]) == (at + 1, "value", "many")


def test_a_published_file_is_recognised_and_told_with_what_it_adds(desk: AppTest) -> None:
    """A UNHCR file of made-up numbers: one figure of a country that has such a series."""
    table = b"Year,ISO3CoO,ISO3CoA,REF\n2031,SYR,JOR,500\n"
    desk.selectbox(key="upload-table").set_value("").run()
    said = words(uploaded(desk, "population.csv", table))
    assert "does not say when it was published" in said or "UNHCR" in said
    desk.text_input(key="published-day").set_value("2026-06-20").run()
    assert not desk.exception
    assert "UNHCR" in words(desk)
    desk.text_input(key="published-day").set_value("20/06/2026").run()
    assert "is no day" in words(desk)


def test_a_file_of_another_name_asks_which_one_it_is(desk: AppTest) -> None:
    desk.selectbox(key="upload-table").set_value("").run()
    uploaded(desk, "my edit.csv", CAMPS)
    assert any("No data file is called" in caption.value for caption in desk.caption)
    desk.selectbox(key="upload-table").set_value("camps").run()
    assert not desk.exception
    assert "The file can replace" in words(desk)
    desk.selectbox(key="upload-table").set_value("").run()


@settings(max_examples=6)
@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-16"))))
def test_any_bytes_give_a_report(desk: AppTest, data: bytes) -> None:
    said = words(uploaded(desk, "camps.csv", data))
    assert "The file cannot replace" in said


def test_nothing_of_an_upload_stays_on_the_server(desk: AppTest) -> None:
    uploaded(desk, "camps.csv", b"not a table")
    assert (ROOT / "data" / "observations" / "camps.csv").read_bytes() == CAMPS


@pytest.mark.parametrize("known_on", [date(2005, 1, 1), date(2019, 6, 1)])
def test_the_page_opens_as_known_on_an_earlier_date(known_on: date) -> None:
    assert not opened("health", as_known_on=known_on).exception


def test_the_day_of_the_newest_change_reads_as_dates_do() -> None:
    assert in_words("2026-11-09: 5 figures added") == "9 Nov 2026: 5 figures added"
    assert in_words("Of 2026-99-99 and other days") == "Of 2026-99-99 and other days"
    assert in_words("2026-99-99: 5 figures added") == "2026-99-99: 5 figures added"


def test_how_well_themes_are_documented_can_be_read_and_scrolled_by_keyboard(page: AppTest) -> None:
    """A plain table had an empty heading, and on a phone a part that only a finger could reach."""
    assert [list(one.value.columns) for one in page.table] == []
    (documented,) = [one.value for one in page.dataframe if "Place in document" in one.value.columns]
    assert list(documented.columns)[:2] == ["Theme", "Exact figure"]
    assert set(documented["With address"]) == {"100%"}
