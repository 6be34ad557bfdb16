"""The charts of the catalogue for programs: which there are, their figures, how to cite them, their files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.subjects import resolve
from api import told
from api.choices import choice, shown
from api.errors import ContradictionError, MalformedError, UnknownValueError
from api.figures import chart_page
from api.served import Served
from charts import catalog, choices, highlight
from charts.holding import shelf
from charts.spec import ChartSpec
from charts.text import one_line
from charts.understood import spellings
from exports import Exhibit, item_of
from exports.formats import FORMATS
from exports.kinds import Order, Ratio
from exports.references import cited, own_reference
from loaders import Ledger
from loaders.frames import texts

# The file that each ending is, of those that hold one chart. A PDF is the picture.
FILES = {"json": "json", "csv": "csv", "parquet": "parquet", "svg": "svg", "png": "png", "pdf": "pdf"} | {
    "pptx": "deck",
    "xlsx": "workbook",
}
Filters = Mapping[str, str | Sequence[str]]


def charts(ledger: Ledger) -> dict[str, Any]:
    """Every chart as it comes: name, page, headline, what it measures, whence, and its filters with their choices."""
    rows = []
    for name in catalog.names():
        spec, entry = shelf(ledger).specs[name], catalog.entry(name)
        offered = entry.options(ledger)
        defaults = entry.filters(ledger)
        rows.append(
            {
                "chart": name,
                "view": entry.view,
                "title": told.value(spec.title),
                "subtitle": told.value(spec.subtitle),
                "as_of": told.value(spec.as_of),
                "rows": len(spec.data),
                "filters": [
                    {
                        "name": key,
                        "label": choices.label(name, key),
                        "default": list(default) if isinstance(default, tuple | list) else default,
                        "several": isinstance(default, tuple | list),
                        "offered": list(map(str, offered.get(key, ()))),
                    }
                    for key, default in defaults.items()
                ],
                "page": chart_page(ledger, name, spec.filters),
            }
        )
    return {"total": len(rows), "rows": rows, "ledger": told.edition(ledger)}


def built(served: Served, ledger: Ledger, name: str, filters: Filters) -> ChartSpec:
    """A chart with its choices, which may be ids, names or other spellings.

    Raises:
        UnknownValueError: there is no such chart, filter or choice.
        MalformedError: several choices where one is taken.
        ContradictionError: choices do not go together.
    """
    known = choice("name", catalog.current(name), catalog.names())
    chosen = _chosen(ledger, known, filters)
    try:
        # As it opens a chart is built once for all that ask of a ledger.
        spec: ChartSpec = (
            served.once(catalog.usual, ledger, known)
            if chosen == catalog.entry(known).filters(ledger)
            else served.once(catalog.build, ledger, known, **chosen)
        )
    except (KeyError, ValueError) as error:  # choices that each would do, but not together
        raise ContradictionError(one_line(error.args[0] if error.args else error), "filters") from error
    return spec


def _chosen(ledger: Ledger, name: str, filters: Filters) -> dict[str, Any]:
    """The choices of a chart, each one named in full, so that a default and its value are one chart."""
    entry = catalog.entry(name)
    defaults = entry.filters(ledger)
    offered = entry.options(ledger)
    found: dict[str, Any] = {}
    for key, given in filters.items():
        if key == highlight.KEY:
            found[key] = _subject(ledger, given if isinstance(given, str) else ",".join(given))
            continue
        if key not in defaults:
            known = (*defaults, highlight.KEY)
            raise UnknownValueError(
                f"{shown(key)}: {name} has no such filter; it has {', '.join(known)}.", shown(key), "", (), known
            )
        options = tuple(map(str, offered.get(key, ())))
        parts = [given] if isinstance(given, str) else list(given)
        if not isinstance(defaults[key], tuple | list):
            if len(parts) != 1:
                raise MalformedError(f"{key}: {name} takes one choice.", key, shown(",".join(parts)))
            found[key] = _one(ledger, name, key, parts[0], options, str(defaults[key]))
        else:
            split = [one.strip() for part in parts for one in part.split(",") if one.strip()]
            found[key] = tuple(dict.fromkeys(_one(ledger, name, key, one, options, "") for one in split))
    return defaults | found


def _one(ledger: Ledger, name: str, key: str, text: str, options: tuple[str, ...], default: str) -> str:
    if text == default or key not in catalog.entry(name).options(ledger):
        return text
    return choice(key, text, options, lambda one: choices.text(ledger, name, key, one), spellings(ledger))


def _subject(ledger: Ledger, text: str) -> str:
    found = resolve(ledger, text)
    if text and found is None:
        raise UnknownValueError(f"{highlight.KEY}: “{shown(text)}” is not known.", highlight.KEY, shown(text))
    return found.key if found is not None else ""


def order(served: Served, ledger: Ledger, spec: ChartSpec, *, address: str = "", ratio: Ratio = "16:9") -> Order:
    """An order of a file of one chart; `address` is where the dashboard runs, for links in the file."""
    return Order(spec.title, (Exhibit(item_of(spec), spec),), ledger, served.geo(), address=address, ratio=ratio)


def chart(served: Served, ledger: Ledger, name: str, filters: Filters) -> dict[str, Any]:
    """A chart's figures with what a reader must know beside them: exactly what is drawn, as its JSON file has it.

    Raises:
        QuestionError: as `built`.
    """
    spec = built(served, ledger, name, filters)
    told_in: dict[str, Any] = json.loads(FORMATS["json"].make(order(served, ledger, spec)))
    return told_in | {"page": chart_page(ledger, spec.name, spec.filters), "ledger": told.edition(ledger)}


def cite(served: Served, ledger: Ledger, name: str, filters: Filters) -> dict[str, Any]:
    """How to cite a chart and every publication that it rests on: text, Chicago, APA, BibTeX, RIS.

    Raises:
        QuestionError: as `built`.
    """
    spec = built(served, ledger, name, filters)
    one = order(served, ledger, spec)
    styles = {style: FORMATS[style].make(one).decode() for style in ("chicago", "apa", "bibtex", "ris")}
    rows = cited([spec], ledger.sources)
    return {
        "chart": spec.name,
        "title": told.value(spec.title),
        "reference": own_reference(spec),
        **styles,
        "sources": told.publications(ledger, texts(rows["source"]).tolist()),
        "page": chart_page(ledger, spec.name, spec.filters),
        "ledger": told.edition(ledger),
    }
