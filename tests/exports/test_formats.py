"""The registry of kinds of files: what it holds is what is offered, everywhere."""

import re

from exports.__main__ import _parser
from exports.formats import CARD, FORMATS, KEPT, PAGE
from tests.conftest import ROOT


def test_the_readme_tells_of_every_file_of_a_briefing() -> None:
    """In the order of the page; a link is no file."""
    text = (ROOT / "README.md").read_text()
    table = text[text.index("| you get | what is in it |") :].split("\n\n")[0]
    rows = [line.split("|")[1].strip().removesuffix(", Link") for line in table.splitlines()[2:]]
    assert rows == [kind.page for kind in PAGE]


def test_every_file_of_a_briefing_is_a_command() -> None:
    told = _parser().format_help()
    assert all(re.search(rf"^ +{kind.name} ", told, re.MULTILINE) for kind in PAGE)


def test_no_kind_is_offered_nowhere_and_no_two_under_one_name() -> None:
    """A file of one chart never overwrites another of it."""
    assert all(kind.card or kind.page or kind.kept for kind in FORMATS.values())
    assert len({kind.file_name("roj", "1:1") for kind in CARD}) == len(CARD)
    assert len({kind.kept for kind in KEPT}) == len(KEPT)
    assert all(kind.kept.endswith(f".{kind.ending}") for kind in KEPT)
