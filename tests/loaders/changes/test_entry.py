"""Figures entered as people write them: keys, dates, sources, and messages that say what would do."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from loaders import load
from loaders.changes import changelog, difference, entry, store, writing
from loaders.changes.entry import EntryError, Publication, Told
from loaders.changes.known import Known, read_known
from tests.loaders.samples import Directory, stock

PAGE = Publication("https://example.org/roj?utm_source=x", "Roj camp holds 2,145 people", "UN OCHA", "2021-06-20")
ROJ = Told("people living in camp", "Roj camp", "2021-06-20", "about 2,145", locator="lead")


@pytest.fixture
def known(directory: Directory) -> Known:
    directory.write("camps", stock("9000"), stock("2200", place="roj", period_end="2020-12-31"))
    return read_known(directory.path)


def test_names_hedges_and_dates_become_a_row_with_its_source(known: Known) -> None:
    made = entry.propose(known, [ROJ], PAGE)
    (row,) = made.rows
    assert (row["indicator"], row["place"], row["origin"], row["group"]) == ("camp_population", "roj", "all", "total")
    assert (row["value"], row["qualifier"], row["period_end"], row["date_precision"]) == (
        "2145",
        "about",
        "2021-06-20",
        "day",
    )
    assert made.new_source
    assert made.source["publisher_kind"] == "un"
    assert made.source["source"] not in known.sources
    assert list(made.texts) == ["sources.csv", "observations/camps.csv"]
    assert made.sound
    assert len(made.ledger.observations) == 3


def test_a_source_is_found_by_its_address(known: Known) -> None:
    listed = next(row for row in known.sources.values() if row["url"].startswith("https://www."))
    again = listed["url"].replace("https://www.", "http://") + "/?utm_medium=mail"
    assert entry.source_row(known, Publication(again)) == (listed, False)
    assert entry.source_row(known, Publication(listed["source"])) == (listed, False)


@pytest.mark.parametrize(
    ("figure", "column", "says"),
    [
        (Told("people living in kamp", "roj", "2021-06-20", "5"), "indicator", "did you mean camp_population"),
        (Told("camp_population", "Rojj camp", "2021-06-20", "5"), "place", r"did you mean .*roj"),
        (Told("camp_population", "roj", "20/06/2021", "5"), "end", "can be read as"),
        (Told("camp_population", "roj", "soon", "5"), "end", "is no date"),
        (Told("camp_population", "roj", "2021-06-20", "many"), "figure", "is no figure"),
        (Told("camp_population", "", "2021-06-20", "5"), "place", "nothing was given"),
        (Told("camp_population", "roj", "2021-06-20", "5", origin="Frnace"), "origin", "did you mean FRA"),
    ],
)
def test_what_cannot_be_understood_is_told_with_what_would_do(
    known: Known, figure: Told, column: str, says: str
) -> None:
    with pytest.raises(EntryError, match=says) as caught:
        entry.propose(known, [figure], PAGE)
    assert (caught.value.row, caught.value.column) == (1, column)


@pytest.mark.parametrize(
    ("publication", "column"),
    [
        (Publication("example"), "url"),
        (Publication("https://example.org/new"), "title"),
        (Publication("https://example.org/new", "Title"), "publisher"),
        (Publication("https://example.org/new", "Title", "UN OCHA"), "published"),
        (Publication("https://example.org/new", "Title", "UN OCHA", "2021-02-30"), "published"),
        (Publication("https://example.org/new", "Title", "A new paper", "2021-06-20"), "publisher_kind"),
    ],
)
def test_a_new_source_needs_what_a_citation_needs(known: Known, publication: Publication, column: str) -> None:
    with pytest.raises(EntryError) as caught:
        entry.propose(known, [ROJ], publication)
    assert (caught.value.row, caught.value.column) == (0, column)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-11-20", ("2026-11-20", "day", "2026-11-20")),
        ("20 Nov 2026", ("2026-11-20", "day", "2026-11-20")),
        ("Nov 2026", ("2026-11-30", "month", "2026-11-01")),
        ("February 2024", ("2024-02-29", "month", "2024-02-01")),
        ("2026-11", ("2026-11-30", "month", "2026-11-01")),
        ("Q3 2026", ("2026-09-30", "quarter", "2026-07-01")),
        ("2026", ("2026-12-31", "year", "2026-01-01")),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(text: str, read: tuple[str, str, str]) -> None:
    assert entry.read_date(text) == read


def test_ten_figures_of_one_page_are_one_table(known: Known) -> None:
    lines = [f'People living in camp, Roj camp, 2021-0{month}, "{2000 + month:,}", lead' for month in range(1, 10)]
    figures = entry.read_table("\n".join(["measure, place, date, figure, passage", *lines]))
    made = entry.propose(known, figures, PAGE)
    assert [row["value"] for row in made.rows] == [str(2000 + month) for month in range(1, 10)]
    assert len({row["source"] for row in made.rows}) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("measure;place", "a header and one line"),
        ("what;where;when;figure\na;b;c;d", "unknown: when; missing: end"),
        ("measure,place,date,figure\na,b,c,1,234", "quote a cell"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(text: str, says: str) -> None:
    with pytest.raises(EntryError, match=says):
        entry.read_table(text)


def test_what_is_there_already_is_refused(known: Known) -> None:
    listed = next(iter(known.sources))
    figure = Told("camp_population", "al-hol", "2020-10-04", "9000")
    row = next(one for one in known.observations if one["value"] == "9000")
    with pytest.raises(EntryError, match="in the data already"):
        entry.propose(known, [figure], Publication(row["source"]))
    assert listed


def test_figure_source_and_changelog_are_written_together_and_taken_back_together(known: Known) -> None:
    paths = ("sources.csv", "observations/camps.csv", changelog.FILE)
    before = {path: (known.directory / path).read_bytes() for path in paths}
    made = entry.propose(known, [ROJ], PAGE)
    writing.write(known.directory, known.files, made.texts, who="A. Maintainer", why="A new count")
    ledger = load(known.directory)
    assert not [found for found in ledger.problems if found.severity == "error"]
    assert set(ledger.observations["value"]) == {9000, 2200, 2145}
    title, text = changelog.newest((known.directory / changelog.FILE).read_bytes())
    assert "1 figure added; 1 source added" in title
    assert "A new count. By A. Maintainer." in text
    assert "People living in camp, Roj camp, 2021-06-20: about 2145 (UN OCHA)" in text
    store.undo(known.directory)
    assert {path: (known.directory / path).read_bytes() for path in before} == before


def test_text_from_the_data_is_no_markdown(known: Known) -> None:
    page = Publication("https://example.org/x", "T", "*Bold* <b>[paper](x)", "2021-06-20", "media")
    made = entry.propose(known, [ROJ], page)
    after = {**known.files, **made.texts}
    told = changelog.entry(difference.between(known.files, after), known.files, after, day="2021-06-21")
    assert r"\*Bold\* \<b\>\[paper\](x)" in told


def test_the_newest_entry_stands_first() -> None:
    once = changelog.with_entry(b"", "## 2026-01-01: one\n\ntext")
    twice = changelog.with_entry(once, "## 2026-02-02: two\n\nmore")
    assert changelog.newest(twice) == ("2026-02-02: two", "more")
    assert twice.decode().index("two") < twice.decode().index("one")
    assert twice.decode().startswith(changelog.HEAD.rstrip())


def test_versions_are_folders_and_revisions(known: Known, tmp_path: Path) -> None:
    made = entry.propose(known, [ROJ], PAGE)
    old = difference.version_at(str(known.directory), known.directory)
    (change, sources) = difference.between({**old, **made.texts}, old)[::1]
    assert {change.resource.name, sources.resource.name} == {"camps", "sources"}
    assert len(change.removed) == len(sources.removed) == 1
    with pytest.raises(difference.UnknownVersionError, match="neither a folder nor a git revision"):
        difference.version_at("no-such-revision", Path("data"))
    with pytest.raises(difference.UnknownVersionError):
        difference.version_at("--output=/tmp/x", tmp_path)


def test_a_mended_date_is_a_change_and_not_another_row(known: Known) -> None:
    path = "observations/camps.csv"
    new = {**known.files, path: known.files[path].replace(b"2020-12-31", b"2020-12-30")}
    (change,) = difference.between(known.files, new)
    assert list(change.changed["changes"]) == ["period_end: 2020-12-31 -> 2020-12-30"]
    assert change.added.empty
    assert change.removed.empty
    assert next(iter(difference.told((change,)))) == f"{path}: 0 added, 1 changed, 0 removed"


def test_all_that_cannot_be_understood_is_told_at_once_without_keys_for_the_form(known: Known) -> None:
    wrong = Told("people living in kamp", "Rojj camp", "20/06/2021", "many")
    found = entry.faults(known, [ROJ, wrong], Publication(""))
    assert [(one.row, one.column) for one in found] == [
        (0, "url"),
        (2, "indicator"),
        (2, "place"),
        (2, "end"),
        (2, "figure"),
    ]
    assert "did you mean camp_population" in str(found[1])
    assert "did you mean People living in camp" in found[1].words
    assert "camp_population" not in found[1].words
    assert [one.column for one in entry.faults(known, [], PAGE)] == ["figure"]
    assert not entry.faults(known, [ROJ], PAGE)


@pytest.mark.parametrize(
    "url",
    [
        "https://[abc",
        "https://exam\u2100ple.org/x",
        "javascript:alert(1)",
        'https://a.org/"><script>',
        "https://a.org/b c",
    ],
)
def test_what_is_no_address_is_refused(known: Known, url: str) -> None:
    with pytest.raises(EntryError, match="neither an address"):
        entry.propose(known, [ROJ], replace(PAGE, url=url))


@pytest.mark.parametrize(
    ("figure", "publication", "column"),
    [
        (replace(ROJ, locator="x" * 3000), PAGE, "locator"),
        (ROJ, replace(PAGE, title="x" * 3000), "title"),
        (ROJ, replace(PAGE, title="Roj \ud800"), "title"),
        (replace(ROJ, figure="9" * 400), PAGE, "figure"),
        (replace(ROJ, figure="9" * 30), PAGE, "figure"),
        (replace(ROJ, end="Q1 0000"), PAGE, "end"),
        (replace(ROJ, end="Jan 0000"), PAGE, "end"),
        (ROJ, replace(PAGE, published="2021-13"), "published"),
    ],
)
def test_what_no_file_can_hold_is_refused_in_a_short_message(
    known: Known, figure: Told, publication: Publication, column: str
) -> None:
    with pytest.raises(EntryError) as caught:
        entry.propose(known, [figure], publication)
    assert caught.value.column == column
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-HYPERLINK(x)"])
def test_a_formula_is_written_into_no_cell(known: Known, text: str) -> None:
    for figure, publication in ((replace(ROJ, locator=text), PAGE), (ROJ, replace(PAGE, title=f"{text} camp"))):
        made = entry.propose(known, [figure], publication)
        assert not made.sound
        assert "formula" in {found.rule for found in made.problems}


def test_a_title_that_turns_the_letters_around_is_refused(known: Known) -> None:
    made = entry.propose(known, [ROJ], replace(PAGE, title="Roj camp \u202efdp.exe"))
    assert "control_character" in {found.rule for found in made.problems}


def test_a_date_ahead_is_refused(known: Known) -> None:
    assert not entry.propose(known, [replace(ROJ, end="2031-06-20")], PAGE).sound


def test_a_path_or_a_word_without_end_as_publisher_makes_a_plain_key(known: Known) -> None:
    for publisher in ("../../etc/passwd", "b" * 1900):
        page = replace(PAGE, publisher=publisher, publisher_kind="media", title=f"{'a' * 900} {'c' * 900}")
        (source, new) = entry.source_row(known, page)
        assert new
        assert re.fullmatch(r"[a-z0-9-]{5,80}", source["source"])


def test_cells_are_of_one_line(known: Known) -> None:
    made = entry.propose(known, [replace(ROJ, locator="a\nb\r\n c")], PAGE)
    assert made.rows[0]["locator"] == "a b c"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("measure,measure,place,date,figure\na,b,c,d,e", "two columns are indicator"),
        ("measure,place,date,figure\n" + "a" * 200_000 + ",b,c,d", "cannot be read"),
    ],
)
def test_a_table_that_is_too_much_says_so(text: str, says: str) -> None:
    with pytest.raises(EntryError, match=says):
        entry.read_table(text)


def test_the_changelog_names_who_changed_what_without_a_reason(known: Known) -> None:
    made = entry.propose(known, [ROJ], PAGE)
    writing.write(known.directory, known.files, made.texts, who="A. Maintainer", why="")
    _, text = changelog.newest((known.directory / changelog.FILE).read_bytes())
    assert text.startswith("By A. Maintainer.")
