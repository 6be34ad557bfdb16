"""Every sentence that the product says in its default state, as one list: `python -m exports.sentences`.

With a file name the list is written there; docs/sentences.md is kept so, and a test holds it to the data, so that each
change of wording is seen in review.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from analysis.words import date_text
from charts import catalog, takeaway
from charts.text import plain
from exports.briefing import exhibits
from exports.ready import briefings, prepare
from loaders import Ledger, load

_INTRO = (
    "Every computed sentence in the default state: what each page says on top, its tiles, the headline of each chart, "
    "and the slides of the ready-made briefings."
)


def lines(ledger: Ledger) -> Iterator[str]:
    """The list as lines of Markdown."""
    yield "# Sentences"
    yield ""
    yield f"{_INTRO} Told as of {date_text(ledger.today)} by `python -m exports.sentences docs/sentences.md`."
    yield from _pages(ledger)
    yield from _charts(ledger)
    yield from _slides(ledger)


def _pages(ledger: Ledger) -> Iterator[str]:
    for view in takeaway.views():
        yield from ("", f"## Page {view}", "", f"> {plain(takeaway.say(view, ledger))}", "")
        yield from (f"- {plain(one.text)}" for one in takeaway.tiles_of(view, ledger))


def _charts(ledger: Ledger) -> Iterator[str]:
    view = ""
    for name in catalog.names():
        if (own := catalog.entry(name).view) != view:
            view = own
            yield from ("", f"## Charts of {view}", "")
        spec = catalog.build(name, ledger)
        yield f"- `{name}`: {plain(spec.title)}"


def _slides(ledger: Ledger) -> Iterator[str]:
    for key in briefings(ledger):
        briefing = prepare(key, ledger).briefing
        yield from ("", f"## Slides of {key}", "", f"> {plain(briefing.title)}", "")
        yield from (f"{n}. {plain(one.headline)}" for n, one in enumerate(exhibits(briefing, ledger), 1))


def text(ledger: Ledger) -> str:
    """The whole list, with a line end at its end."""
    return "\n".join(lines(ledger)) + "\n"


def main() -> None:
    """Print the list of data/, or write it into the file that is named."""
    told = text(load("data"))
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(told, encoding="utf-8")
    else:
        sys.stdout.write(told)


if __name__ == "__main__":
    main()
