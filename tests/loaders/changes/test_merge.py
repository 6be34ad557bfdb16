"""Edits made again on a file that somebody else has changed meanwhile."""

import pytest

from loaders.changes.merge import merged
from loaders.schema import Package
from tests.loaders.samples import file_of, stock

ONE, TWO, THREE = (stock(value, period_end=f"2020-10-0{day}") for day, value in enumerate(("100", "200", "300"), 1))
TWO_MINE = stock("250", period_end="2020-10-02", note="mended")
THEIRS, NEW = stock("400", period_end="2020-10-04"), stock("500", period_end="2020-10-05")
BASE = file_of(ONE, TWO, THREE)


@pytest.mark.parametrize(
    ("mine", "now", "wanted"),
    [
        (file_of(ONE, TWO_MINE, THREE), file_of(ONE, TWO, THREE, THEIRS), file_of(ONE, TWO_MINE, THREE, THEIRS)),
        (file_of(ONE, TWO, THREE, NEW), file_of(TWO, THREE, THEIRS), file_of(TWO, THREE, THEIRS, NEW)),
        (file_of(ONE, THREE), file_of(THEIRS, ONE, TWO, THREE), file_of(THEIRS, ONE, THREE)),
        (file_of(ONE, TWO_MINE, THREE, NEW), file_of(ONE, TWO_MINE, THREE, NEW), file_of(ONE, TWO_MINE, THREE, NEW)),
        (BASE, file_of(THEIRS), file_of(THEIRS)),
        (file_of(ONE, THREE), file_of(ONE, THREE), file_of(ONE, THREE)),
    ],
)
def test_edits_are_made_again_beside_the_others(package: Package, mine: bytes, now: bytes, wanted: bytes) -> None:
    assert merged(package.resource("camps"), BASE, mine, now) == (wanted, [])


def test_what_both_have_changed_is_left_to_the_other_and_named(package: Package) -> None:
    theirs = stock("222", period_end="2020-10-02")
    made, left = merged(package.resource("camps"), BASE, file_of(ONE, TWO_MINE, THREE), file_of(ONE, theirs, THREE))
    assert made == file_of(ONE, theirs, THREE)
    assert left == ["camp_population al-hol all total 2020-10-02 ocha-2020-october = 250"]
    made, left = merged(package.resource("camps"), BASE, file_of(ONE, THREE), file_of(ONE, theirs, THREE))
    assert made == file_of(ONE, theirs, THREE)
    assert left == ["camp_population al-hol all total 2020-10-02 ocha-2020-october = 200"]
    made, left = merged(package.resource("camps"), BASE, file_of(ONE, TWO_MINE, THREE), file_of(ONE, THREE))
    assert (made, len(left)) == (file_of(ONE, THREE), 1)
