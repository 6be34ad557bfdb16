"""The registry of kinds of files: what it holds is what is offered, everywhere."""

import io
import re

from pptx import Presentation

from charts.citation import source_line
from exports.__main__ import _parser
from exports.briefing import Item, exhibit
from exports.formats import CARD, FORMATS, KEPT, PAGE
from exports.kinds import Order
from loaders import Ledger
from loaders.geo import load_geo
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


def test_a_chart_by_itself_is_one_slide_with_its_sources(ledger: Ledger) -> None:
    """It goes into another deck as it is: no cover, no slide of sources, but citations in its notes."""
    shown = exhibit(Item("camps.population"), ledger)
    made = FORMATS["deck"].make(Order("One", (shown,), ledger, load_geo(ROOT / "data")))
    (slide,) = Presentation(io.BytesIO(made)).slides
    assert slide.shapes.title.text_frame.text == shown.headline
    assert sum(shape.has_chart for shape in slide.shapes) == 1
    assert any(source_line(shown.spec) in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert str(shown.spec.data["source_title"].iloc[-1]) in slide.notes_slide.notes_text_frame.text
