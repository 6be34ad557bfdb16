"""A table is read and checked again only where its files, or a table that it asked, are others: never too seldom."""

import pytest

from loaders import kept, ledger
from loaders.files.reader import read_table
from tests.loaders.samples import Directory


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tables that are read from here on; none is kept from before."""
    names: list[str] = []

    def noted(resources, files):  # type: ignore[no-untyped-def]
        names.append(resources[0].table)
        return read_table(resources, files)

    monkeypatch.setattr(ledger, "read_table", noted)
    kept.forget()
    return names


def test_what_has_not_changed_is_not_read_again(directory: Directory, read: list[str]) -> None:
    first = directory.load()
    read.clear()
    again = directory.load()
    assert read == []
    assert again.problems == first.problems
    assert again.places is first.places


def test_a_file_that_changed_is_read_with_what_looks_things_up_in_it(directory: Directory, read: list[str]) -> None:
    directory.load()
    read.clear()
    directory.replace("themes", "Coalition", "The Coalition")
    found = directory.load()
    assert "The Coalition" in set(found.themes["title"])
    # Measures name a theme by its key, which is the same: nothing has come of it for those who name measures.
    assert {"themes", "indicators"} <= set(read)
    assert not {"places", "sources", "observations", "headlines"} & set(read)


def test_a_key_that_is_gone_is_told_by_every_table_that_names_it(directory: Directory, read: list[str]) -> None:
    directory.load()
    read.clear()
    directory.replace("themes", "coalition,Coalition", "the-coalition,Coalition")
    told = {each.file for each in directory.load().problems}
    assert {"themes", "indicators", "observations", "headlines"} <= set(read)
    assert {"indicators.csv", "themes.csv"} <= told


def test_what_was_before_is_found_again_and_tells_what_it_told(directory: Directory, read: list[str]) -> None:
    sound = directory.load().problems
    path = directory.path / "places.csv"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"al-hol,", b"al-hol-camp,", 1))
    broken = directory.load().problems
    assert broken
    assert broken != sound
    path.write_bytes(before)
    read.clear()
    assert directory.load().problems == sound
    assert read == []


def test_another_day_is_another_check(directory: Directory, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    directory.load()
    read.clear()
    monkeypatch.setenv("CAMPSTATS_TODAY", "2019-01-01")
    assert any(each.rule == "not_ahead" or "today" in each.message for each in directory.load().problems)
    assert "events" in read
