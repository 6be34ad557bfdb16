"""The PDF of a page: all that its sections draw, with the choices of its address, made without a session."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from charts import catalog
from exports.formats import FORMATS
from exports.kinds import Order
from exports.paper import Rows, specs_of
from loaders import Ledger
from loaders.geo import Geo
from tests.exports.test_pdf import flat
from ui import contents, paper
from ui.registry import PAGES, Page
from ui.rehearsal import Scene

CHOSEN = {"of": ("FRA",), "q": ("french children remaining",)}
UNCHARTED = {"briefing", "changes", "chart", "sources"}  # that show no chart of the catalogue by themselves


def order(page: Page, ledger: Ledger, geo: Geo, **chosen: str) -> Order:
    choices = CHOSEN | {key: (value,) for key, value in chosen.items()}
    return paper.order_of(page, Scene(ledger, "light", choices, ledger, []), geo)


def headlines(made: Order) -> set[str]:
    return {one.headline for one in made.exhibits}


def outline(reader: PdfReader) -> list[str]:
    """What the outline of a PDF names, in its order: title, parts, charts and tables."""
    return [str(one.title) for one in reader.outline if not isinstance(one, list)]


def page_of(path: str) -> Page:
    return next(page for page in PAGES if page.path == path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path or "overview")
def test_every_page_gives_a_pdf_with_all_its_charts(page: Page, ledger: Ledger, geo: Geo) -> None:
    """Those that its sections declare, each with its headline in the text, below the page's title and sentence."""
    made = order(page, ledger, geo)
    drawn = [spec.name for spec in specs_of(made.parts)]
    declared = [name for _, charts in contents.declared(page.file) for name in charts]
    if page.path != "profile":
        assert set(declared) <= set(drawn)
    assert bool(drawn) == (page.path not in UNCHARTED)
    reader = PdfReader(BytesIO(FORMATS["sheets"].make(made)))
    first = flat(reader.pages[0].extract_text())
    for words in (made.title, made.head.sentence, *(tile.value for tile in made.head.tiles)):
        assert flat(words) in first
    assert [one.headline for one in made.exhibits] == [name for name in outline(reader) if name in headlines(made)]


def test_the_choices_of_the_address_are_those_of_the_sheets(ledger: Ledger, geo: Geo) -> None:
    """A camp, a country of repatriation, and words that the address says otherwise than by their id."""
    camps = page_of("camps")
    (population,) = [
        one for one in order(camps, ledger, geo, camp="roj").exhibits if one.item.chart == "camps.population"
    ]
    assert population.spec.filters["camp"] == "roj"
    assert population.headline == catalog.build("camps.population", ledger, camp="roj").title
    said_so = order(page_of("repatriation"), ledger, geo, rep_country="Germany")
    assert {one.spec.filters.get("country") for one in said_so.exhibits} >= {"DEU"}
    assert order(camps, ledger, geo, camp="nowhere").title == order(camps, ledger, geo).title


def test_parts_are_the_sections_of_the_page_and_tables_go_along(ledger: Ledger, geo: Geo) -> None:
    made = order(page_of("coalition"), ledger, geo)
    questions = [part.question for part in made.parts]
    assert len(questions) == len(list(contents.declared("coalition.py")))
    assert any(isinstance(piece, Rows) for part in made.parts for piece in part.pieces)
    assert made.head.sentence.endswith(".")
