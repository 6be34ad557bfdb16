"""The page of the API for people: what can be asked, with examples to copy; it loads nothing from another host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from analysis.vocabulary import Hedge
from api.web.asked import LONGEST, Operation
from api.web.operations import EVERY, MEDIA_OF, MOST_ROWS, OPERATIONS
from exports.references import PRODUCT


class Example(NamedTuple):
    """How a program asks: what it is of, and its text, in which {api} stands for the address of the API."""

    name: str
    about: str
    text: str


_ONE = "headline{form}?indicator=camp_population&place=roj"
# Of all people: a frame of every nationality and group, households among them, is no series.
SERIES = "observations.csv?indicator=camp_population&place=al-hol&origin=all&group=total&role=headline"
EXAMPLES = (
    Example(
        "curl",
        "One figure with its hedge, date and source; then a series into a file",
        f"curl -s '{{api}}/{_ONE.format(form='')}'\ncurl -s '{{api}}/{SERIES}' -o al-hol.csv",
    ),
    Example(
        "pandas",
        "A series as a frame",
        "import pandas as pd\n\n"
        f'address = "{{api}}/{SERIES}"\n'
        'al_hol = pd.read_csv(address, parse_dates=["period_end"])\n'
        'print(al_hol[["period_end", "value", "text", "attribution"]].tail().to_string(index=False))',
    ),
    Example(
        "R",
        "The same in R, without a package",
        f'al_hol <- read.csv("{{api}}/{SERIES}")\n'
        "al_hol$period_end <- as.Date(al_hol$period_end)\n"
        'tail(al_hol[, c("period_end", "value", "text", "attribution")])',
    ),
    Example(
        "Excel (Power Query)",
        "Data, Get data, From other sources, Blank query, Advanced editor",
        "let\n"
        f'  Answer = Csv.Document(Web.Contents("{{api}}/{SERIES}"), [Delimiter=",", Encoding=65001]),\n'
        "  Table = Table.PromoteHeaders(Answer, [PromoteAllScalars=true])\n"
        "in\n"
        "  Table",
    ),
    Example(
        "IMPORTDATA",
        "Google Sheets, where it can reach this address: a row with all that belongs to one figure; its value alone",
        f'=IMPORTDATA("{{api}}/{_ONE.format(form=".csv")}")\n'
        f'=INDEX(IMPORTDATA("{{api}}/{_ONE.format(form=".csv")}"), 2, 5)',
    ),
)
STYLE = (Path(__file__).parent / "page.css").read_bytes()


@lru_cache(maxsize=8)
def page(api: str, dataset: bytes = b"") -> bytes:
    """The page as HTML; `api` is the address below which the API answers, `dataset` the data in JSON-LD."""
    # What would end the element early is written as JSON writes it too.
    facts = dataset.decode().replace("<", "\\u003c")
    told = f'<script type="application/ld+json">{facts}</script>' if facts else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Figures for programs: {escape(PRODUCT)}</title>
<link rel="stylesheet" href="page.css">
<link rel="describedby" href="openapi.json" type="application/json">
<link rel="alternate" href="dataset.jsonld" type="application/ld+json">
{told}
</head>
<body>
<main>
<h1>Figures for programs</h1>
<p>{escape(PRODUCT)}: the same numbers as on <a href="../../">the dashboard</a>, from the same version of the data,
read-only. Every figure carries its hedge, its date, who says it and where. What the data do not hold is said to be
absent. The description for machines is <a href="openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<h2>Examples</h2>
{"".join(_example(one, api) for one in EXAMPLES)}
<h2>What to know</h2>
<ul>{"".join(f"<li>{one}</li>" for one in _known())}</ul>
<h2>What can be asked</h2>
<p>Each of these takes too: {_names()}.</p>
{"".join(_operation(one, api) for one in OPERATIONS)}
</main>
</body>
</html>
""".encode()


def _example(one: Example, api: str) -> str:
    text = escape(one.text.replace("{api}", api))
    return (
        f"<h3>{escape(one.name)}</h3><p>{escape(one.about)}.</p>"
        f'<pre tabindex="0" aria-label="{escape(one.name)}"><code>{text}</code></pre>'
    )


def _known() -> Iterator[str]:
    hedges = "; ".join(f"<code>{hedge}</code>: {escape(hedge.label)}" for hedge in Hedge)
    yield f"<b>Hedges</b> (<code>qualifier</code>): {hedges}. Give <code>text</code>, which has it, where you can."
    yield (
        "<b>Where sources differ</b>, <code>role</code> says which statement leads (<code>headline</code>) and which "
        "are its rivals; <code>clause</code> says why. Statements are never averaged."
    )
    yield "<b>Names</b> are understood as on the pages: ids, titles, ISO codes, other spellings."
    yield (
        "<b>Faults</b> are problems (RFC 9457) that name the field, what is near and what would do: 400 for a wrong "
        "form, 404 for what the data do not know, 409 for values that do not go together."
    )
    yield (
        f"<b>Many rows</b> come in pages of at most {MOST_ROWS:,}, in an order that stays: follow the "
        "<code>Link</code> header; <code>X-Total-Count</code> says how many there are."
    )
    yield (
        "<b>The version</b> of the data stands in <code>X-Data-Version</code> and in every JSON answer. With "
        "<code>version=</code> in the address the answer says where they have changed since; with "
        "<code>If-None-Match</code> what has not changed is not sent again (304)."
    )
    yield (
        "<b>Limits</b>: a value has at most "
        f"{LONGEST} characters, and a few files are made at a time; 503 with <code>Retry-After</code> says when to ask "
        "again."
    )


def _names() -> str:
    return ", ".join(f"<code>{one.name}</code> ({_marked(one.about)})" for one in EVERY)


def _marked(text: str) -> str:
    """A text as HTML; what stands between backticks is code."""
    return re.sub("`(.*?)`", r"<code>\1</code>", escape(text))


def _operation(one: Operation, api: str) -> str:
    own = [each for each in one.parameters if each not in EVERY]
    rows = "".join(
        f"<tr><td><code>{escape(each.name)}</code>{' (must be given)' if each.required else ''}</td>"
        f"<td>{_marked(each.about)}{f', such as <code>{escape(each.example)}</code>' if each.example else ''}</td></tr>"
        for each in own
    )
    table = (
        '<div class="wide" tabindex="0"><table><thead><tr><th scope="col">Parameter</th><th scope="col">Meaning</th>'
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    forms = ", ".join(f"<code>{form}</code> ({MEDIA_OF[form].partition(';')[0]})" for form in one.forms)
    ask = escape(one.example)
    return (
        f"<h3><code>{escape(one.path)}</code></h3><p>{escape(one.about)}.</p>{table if rows else ''}"
        f'<p class="forms">Forms: {forms}. For example <a href="{escape(api)}{ask}"><code>{ask}</code></a></p>'
    )
