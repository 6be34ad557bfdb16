"""What the command line answers: a question in plain words, and the charts that a word names with all their choices."""

from __future__ import annotations

from collections.abc import Iterator

from analysis import figure_of
from analysis.find import Found, ask, others
from analysis.words import date_text, period_text
from analysis.words.measures import with_unit
from charts import catalog, choices, highlight
from charts.citation import citation
from charts.holding import Held, holding, named, shelf
from charts.text import one_line
from exports.quoted import cited, quoted
from loaders import Ledger
from loaders.frames import as_records

_STATEMENTS = 12  # newest statements that are printed
_CHARTS = 8
# What the kinds of places are called beside a name.
KINDS = {"admin1": "governorate", "detention_facility": "prison"}


def answer_lines(ledger: Ledger, words: str) -> Iterator[str]:
    """The answer to a question with its citation in three forms, then charts, other figures, statements, by lines.

    The answer is there before the charts have been looked through, which takes most of the time.
    """
    return (one_line(line) if line.strip() else "" for line in _answer(ledger, words))


def _answer(ledger: Ledger, words: str) -> Iterator[str]:
    found = ask(ledger, words)
    ledger = found.ledger
    yield from (f"Read “{word}” as “{meant}”." for word, meant in found.question.corrected)
    if found.both:
        yield f"Several things were asked by “{words}”. Each by itself:"
        for one in found.both:
            yield from ("", one.sentence, *one.remarks)
    elif found.answer is None:
        yield f"No figure answers “{words}”."
        if found.near:
            yield f"Near it: {'; '.join(found.near)}."
    else:
        yield found.answer.sentence
        yield from found.answer.remarks
        copied = quoted(ledger, found.answer)
        for name, text in (("Plain", copied.plain), ("Markdown", copied.markdown), ("HTML", copied.html)):
            yield from ("", f"{name}: {text}")
    yield from _part("Charts", (_chart(one) for one in charts_of(ledger, found, words)))
    yield from _part("Other figures", (one.sentence for one in others(found) if one not in found.both))
    yield from _part("Statements, newest first", _statements(ledger, found))
    yield from _part(
        "Named", (f"{one.name} ({one.kind.replace('_', ' ').replace('admin1', 'governorate')})" for one in found.things)
    )
    events = as_records(ledger.events.loc[list(found.events)])
    yield from _part(
        "Events", (f"{date_text(one['date'], str(one['date_precision']))}: {one['title']}" for one in events)
    )
    yield from _part("Sources", (citation(row) for row in cited(ledger, found.sources)))


def charts_of(ledger: Ledger, found: Found, words: str, known: Ledger | None = None) -> list[Held]:
    """The charts that hold the answer, then those that the words name, each once."""
    told = found.both or ((found.answer,) if found.answer is not None else ())
    held = [one for answer in told for one in holding(ledger, answer, known=known)]
    held = list({(one.name, str(one.filters)): one for one in held}.values())
    seen = {one.name for one in held}
    return [*held, *(one for one in named(ledger, words, _CHARTS, known) if one.name not in seen)][:_CHARTS]


def _part(title: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", f"{title}:", *found)


def _chart(held: Held) -> str:
    own = {name: value for name, value in held.filters.items() if isinstance(value, str) and name != highlight.KEY}
    chosen = " ".join(f"--choose {name}={value}" for name, value in own.items())
    woven = " (on its own page)" if choices.is_woven(held.name) else f" {chosen}" if chosen else ""
    return f"{held.name}{woven}: {held.title}"


def _statements(ledger: Ledger, found: Found) -> Iterator[str]:
    for row in as_records(ledger.observations.loc[list(found.statements[:_STATEMENTS])]):
        start = row["period_start"] if str(row["kind"]) == "flow" else row["period_end"]
        when = period_text(start, row["period_end"], str(row["date_precision"]))
        published = date_text(row["published"], str(row["published_precision"]))
        yield f"{when}: {with_unit(figure_of(row).text, str(row['unit']))}, {row['attribution']} ({published})"
    more = len(found.statements) - _STATEMENTS
    if more > 0:
        yield f"and {more} older"


def listing_of(ledger: Ledger, words: str) -> str:
    """The charts that words name: name, title, and every choice of each filter."""
    found = named(ledger, words, len(shelf(ledger).specs))
    lines = [] if found else [f"No chart is named by “{words}”."]
    for held in found:
        lines += [held.name, f"  {held.title}"]
        offered = {} if choices.is_woven(held.name) else catalog.entry(held.name).options(ledger)
        for name, values in offered.items():
            told = (f"{one or '(newest)'} ({choices.text(ledger, held.name, name, one)})" for one in values)
            lines.append(f"  {name}: {', '.join(told)}")
    return "\n".join(map(str.rstrip, lines)) + "\n"
