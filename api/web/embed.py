"""One chart without the dashboard around it, for a page of an intranet; and what search engines read of the data.

Who may embed it is decided where the server's other headers are (CAMPSTATS_EMBED_HOSTS).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from analysis.words import date_text
from api import told
from api.charts import built
from api.errors import NotReadyError
from api.figures import chart_page
from api.served import Served
from api.web.asked import Asked, File
from charts.alt import describe
from charts.citation import hedge_key, source_line
from charts.maps import disclaimer
from charts.spec import ChartSpec
from exports.references import PRODUCT
from loaders import Ledger
from loaders.schema import PACKAGE_FILE
from render.picture.dark import DARK
from render.picture.picture import chart_svg

STYLE = (Path(__file__).parent / "embed.css").read_bytes()
HTML = "text/html; charset=utf-8"
WIDE, NARROW = (960, 520), (300, 290)  # pixels of the drawing, and of that for a phone


def drawing(asked: Asked) -> File:
    """The drawing of a chart alone as SVG, on no ground, in the size and for the theme that are asked for."""
    spec = built(asked.served, asked.ledger, asked.text("name"), asked.values.get("filters", {}))
    size = asked.number("width", WIDE[0]), asked.number("height", WIDE[1])
    colours = DARK if asked.text("theme") == "dark" else None
    svg = chart_svg(spec, asked.served.geo(), *size, colours)
    return File(svg.encode(), "image/svg+xml", f"{spec.name.replace('.', '-')}.svg")


def embed(asked: Asked) -> File:
    """The page of one chart: headline, drawing, source, date, and links to the whole and to this version."""
    filters: Mapping[str, Sequence[str]] = asked.values.get("filters", {})
    spec = built(asked.served, asked.ledger, asked.text("chart"), filters)
    query = [(key, one) for key, several in filters.items() for one in several]
    query += [(key, asked.text(key)) for key in ("as_known_on", "lead") if asked.text(key)]
    version = told.version(asked.newest)
    lines = [line for line in (hedge_key(spec), disclaimer(spec)) if line]
    expected = asked.text("version")
    if expected and expected != version:
        lines.insert(0, f"The data have changed since version {told.value(expected[:20])}, which this link is of.")
    link = f"embed?{urlencode([('chart', spec.name), *query, ('version', version)])}"
    when = "" if told.value(spec.as_of) is None else f", as of {date_text(spec.as_of)}"
    body = (
        f"<h1>{escape(told.value(spec.title) or '')}</h1>"
        f'<p class="sub">{escape(told.value(spec.subtitle) or "")}{when}</p>'
        f"{_drawn(spec, query)}"
        f'<p class="source">{escape(told.value(source_line(spec)) or "")}</p>'
        f"{''.join(f'<p>{escape(line)}</p>' for line in lines)}"
        f'<p><a href="{escape(chart_page(asked.ledger, spec.name, spec.filters))}" target="_blank" rel="noopener">Open '
        f'the chart with its table and files</a> <a href="{escape(link)}" target="_blank" rel="noopener">Link to this '
        f"version of the data, {escape(version)}</a></p>"
    )
    # Whoever shows a preview of the link knows no page against which an address could be relative.
    picture = f"{asked.site}/api/v1/charts/{quote(spec.name)}.png{_query(query)}" if asked.site else ""
    return File(_page(told.value(spec.title) or PRODUCT, body, describe(spec), picture), HTML, "")


def _drawn(spec: ChartSpec, query: Sequence[tuple[str, str]]) -> str:
    """The drawing for each theme and for a narrow window; the browser fetches the one that it shows."""
    if spec.is_empty:
        return f'<p class="none">{escape(spec.empty)}</p>'

    def at(size: tuple[int, int], theme: str) -> str:
        own = [*query, ("width", str(size[0])), ("height", str(size[1])), ("theme", theme)]
        return escape(f"api/v1/drawings/{quote(spec.name)}.svg{_query(own)}")

    dark, narrow = "(prefers-color-scheme: dark)", "(max-width: 560px)"
    return (
        f'<picture><source media="{dark} and {narrow}" srcset="{at(NARROW, "dark")}">'
        f'<source media="{narrow}" srcset="{at(NARROW, "light")}"><source media="{dark}" srcset="{at(WIDE, "dark")}">'
        f'<img src="{at(WIDE, "light")}" alt="{escape(describe(spec))}"></picture>'
    )


def _query(query: Sequence[tuple[str, str]]) -> str:
    return f"?{urlencode(query)}" if query else ""


def _page(title: str, body: str, about: str, picture: str = "") -> bytes:
    image = f'<meta property="og:image" content="{escape(picture)}">' if picture else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<meta name="description" content="{escape(about)}">
<meta property="og:title" content="{escape(title)}">
<meta property="og:description" content="{escape(about)}">
<meta property="og:type" content="article">
{image}
<link rel="stylesheet" href="api/v1/embed.css">
</head>
<body><main>{body}</main></body>
</html>
""".encode()


def refused(detail: str) -> bytes:
    """The page of a chart that cannot be shown, with the reason."""
    return _page("No chart", f'<h1>No chart</h1><p class="none">{escape(detail)}</p>', detail)


def dataset(asked: Asked) -> File:
    """What the data are, as a schema.org Dataset in JSON-LD: for search engines and catalogues of data."""
    found = described(asked.served, asked.newest)
    return File(orjson.dumps(found, option=orjson.OPT_INDENT_2), "application/ld+json", "dataset.jsonld")


def described(served: Served, ledger: Ledger) -> dict[str, Any]:
    """The Dataset as JSON values; title, licence and keywords are those of the data package."""
    content = served.files().get(PACKAGE_FILE)
    if content is None:
        raise NotReadyError("The files of the data are not at hand.")
    package = orjson.loads(content)
    ends = ledger.observations["period_end"].dropna()
    rows = ledger.places.loc[ledger.places["kind"] == "country", "name"].astype(str)
    held = set(map(str, ledger.observations["place_name"].unique()))
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": package.get("title", PRODUCT),
        "description": package.get("description", ""),
        "keywords": package.get("keywords", []),
        "license": [one.get("path", one.get("name", "")) for one in package.get("licenses", [])],
        "version": told.version(ledger),
        "isAccessibleForFree": True,
        "temporalCoverage": f"{ends.min():%Y-%m-%d}/{ends.max():%Y-%m-%d}" if len(ends) else None,
        "spatialCoverage": sorted({name for name in rows if name in held}),
        "variableMeasured": list(_measures(ledger)),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": address, "encodingFormat": media}
            for address, media in (("datapackage.zip", "application/zip"), ("observations.csv", "text/csv"))
        ],
        "citation": f"{PRODUCT}, version {told.version(ledger)} of the data.",
    }


def _measures(ledger: Ledger) -> Iterator[dict[str, Any]]:
    table = ledger.indicators
    for name, unit, about in zip(table["title"], table["unit"], table["definition"], strict=True):
        yield {
            "@type": "PropertyValue",
            "name": told.value(str(name)),
            "unitText": told.value(str(unit)),
            "description": told.value(str(about)),
        }
