"""What a one-page note says of each chart: its key figures and the publications behind its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import pandas as pd

from analysis import lead_text
from analysis.words import date_text, number_text, period_text, unit_text
from charts.citation import citation, hedge_key, told_by
from charts.maps import disclaimer
from charts.spec import PROJECTION, ChartSpec, as_of_text, sources_of
from charts.stated import stated
from charts.text import one_line, web_address
from exports.deck.key_figures import last_known
from exports.deck.pages import published_until
from exports.references import cited
from loaders import Ledger
from loaders.frames import as_record, as_records, row_at

# Characters; a longer address, or one in other letters, is cut to its site: the references have all of it.
_LONGEST_ADDRESS = 90


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A row of the table: what is counted, the figure with hedge and unit, the date it holds for, who said so."""

    what: str
    figure: str
    date: str
    publisher: str


def key_rows(spec: ChartSpec) -> pd.DataFrame:
    """The headline figures that a chart is best told by, those that its title states first.

    Then, over time: the newest of each series, and the highest of the series that speaks last; by category: the
    largest. Charts of events and of custody have none.
    """
    data = spec.data
    lead = data[(data["role"] == "headline") & (data["basis"] != PROJECTION) & data["value"].notna()]
    if spec.mark in ("timeline", "spans") or lead.empty:
        return lead.iloc[:0]
    if spec.x_kind == "category" or spec.mark == "map":
        ranked = lead.sort_values("value", ascending=False, kind="stable")
    else:
        newest = lead.groupby("series", sort=False).tail(1).sort_values("period_end", ascending=False, kind="stable")
        last = lead[lead["series"] == newest["series"].iloc[0]]
        ranked = pd.concat([newest, last.loc[[last["value"].idxmax()]]])
    held = {(row["series"], row["x"], row["value"]) for row in stated(spec)}
    told = lead.loc[[one in held for one in zip(lead["series"], lead["x"], lead["value"], strict=True)]]
    if spec.x_kind == "date":
        told = told.sort_values("period_end", ascending=False, kind="stable")
    return pd.concat([told, ranked]).drop_duplicates(["series", "x"])


def key_figures(spec: ChartSpec, then: Ledger, most: int = 9) -> list[KeyFigure]:
    """The first `most` of `key_rows` as rows of a table, each once; `then` is the ledger that the chart was made of."""
    rows = key_rows(spec).head(most)
    return list(dict.fromkeys(_key_figure(spec, row, then) for _, row in rows.iterrows()))


def shared_out(figures: Sequence[Sequence[KeyFigure]], most: int) -> list[KeyFigure]:
    """At most `most` rows of several charts: each gives one in turn, and they are listed in the order of the charts."""
    share = [0] * len(figures)
    while sum(share) < most and any(have < len(found) for have, found in zip(share, figures, strict=True)):
        for at, found in enumerate(figures):
            if sum(share) < most and share[at] < len(found):
                share[at] += 1
    told = [figure for found, count in zip(figures, share, strict=True) for figure in found[:count]]
    return list(dict.fromkeys(told))


def _key_figure(spec: ChartSpec, row: pd.Series, then: Ledger) -> KeyFigure:
    measure, series = one_line(row["title"]) or one_line(spec.subtitle), one_line(row["series"])
    x = one_line(row["x"]) if isinstance(row["x"], str) else one_line(row["place_name"])
    names = [name for name in dict.fromkeys((x, series)) if name and name.casefold() not in measure.casefold()]
    names = [name for name in names if not any(name != other and name in other for other in names)]
    if x and (spec.mark == "map" or len(set(spec.data["series"])) == 1):
        names = names[:1]
    unit = str(row["unit"])
    # Money, percent and area say their unit themselves.
    words = f" {unit_text(unit)}" if unit and number_text(0, unit) == number_text(0) else ""
    figure = f"{one_line(row['text'])}{words}"
    if row["value"] == 0:
        figure = "empty" if spec.mark == "line" and one_line(row["place_name"]) else "none"
    return KeyFigure(
        f"{measure}: {', '.join(names)}" if names else measure,
        figure,
        _when(spec, row, then),
        one_line(row["attribution"]),
    )


def _when(spec: ChartSpec, row: pd.Series, then: Ledger) -> str:
    """The date of a figure; of the newest of its series with what has become of those it counts."""
    same = (spec.data["series"] == row["series"]) & (spec.data["x"] == row["x"] if spec.x_kind == "category" else True)
    own = spec.data.loc[same & (spec.data["role"] == "headline") & (spec.data["basis"] != PROJECTION), "period_end"]
    if row["period_end"] == own.max():
        return last_known(as_record(row), then)
    return period_text(row["period_start"], row["period_end"], str(row["date_precision"]))


def sources_text(spec: ChartSpec, ledger: Ledger, most: int = 2) -> str:
    """The publications behind the sentence on a chart, those of its figures first; then the chart's caveats.

    `most` publications are cited in full, the others are counted.
    """
    known = cited([spec], ledger.sources).set_index("source")
    # The first of each figure of the sentence, so that a sum of many leaves room for the next.
    lead = (one for row in told_by(spec) for one in sources_of(row)[:1])
    keys = (one for row in as_records(key_rows(spec)) for one in sources_of(row))
    ids = dict.fromkeys(one for one in (*lead, *keys, *spec.source_ids) if one in known.index)
    caveats = [one_line(text) for text in spec.caveats]
    if not ids:
        return " ".join(["Source: none.", *caveats])
    shown = [as_record(row_at(known, one)) for one in list(ids)[:most]]
    told = [citation(row | {"url": _short(row["url"])}) for row in shown]
    more = len(ids) - len(told)
    rest = [f"and {more} more publication{'s' if more > 1 else ''} in the chart’s data"] if more else []
    return " ".join([one_line("; ".join([*told, *rest])) + ".", *caveats])


def key_text(specs: Sequence[ChartSpec]) -> str:
    """What a reader needs beneath pictures: how their marks read, each told once, and what a map does not imply."""
    marks = dict.fromkeys(part for spec in specs for part in hedge_key(spec).split("; ") if part)
    found = "; ".join(marks)
    parts = [f"{found[0].upper()}{found[1:]}."] if found else []
    return one_line(" ".join([*parts, *dict.fromkeys(disclaimer(spec) for spec in specs)]))


def _short(url: str) -> str:
    address = web_address(url)
    return address if len(address) <= _LONGEST_ADDRESS and address.isascii() else urlsplit(address).netloc


def newest_text(specs: Iterable[ChartSpec]) -> str:
    """`Figures as of 22 Feb 2026`, or of when the newest is where dates differ; empty where none is dated."""
    dated = [(day, spec) for spec in specs if pd.notna(day := spec.as_of)]
    if not dated:
        return ""
    said = "Newest figure" if len({day for day, _ in dated}) > 1 else "Figures"
    return f"{said} {as_of_text(max(dated, key=lambda one: one[0])[1])}"


def vintage_text(specs: Iterable[ChartSpec], ledger: Ledger | None = None) -> str:
    """`Figures as of 22 Feb 2026, as known on 31 Dec 2025`, with the lead where it is chosen, or that charts differ.

    Of charts whose newest figures have several dates it is that of the newest alone. With the `ledger` charts that
    count all publications are as known on the day up to which these are.
    """
    found = list(specs)
    known = {spec.known_on for spec in found if pd.notna(spec.known_on)}
    if not known and found and pd.notna(day := published_until(found, ledger)):
        return _vintage(found, {day}, every=True)
    return _vintage(found, known, every=all(pd.notna(spec.known_on) for spec in found))


def _vintage(found: Sequence[ChartSpec], known: set[pd.Timestamp], *, every: bool) -> str:
    leads = {spec.lead for spec in found}
    parts = [newest_text(found) or "No dated figure"]
    if known and every and len(known) == 1:
        parts.append(f"as known on {date_text(known.pop())}")
    elif known:
        parts.append("as known on dates that differ between charts")
    text = ", ".join(parts)
    if len(leads) > 1:
        return f"{text}; the leading source differs between charts"
    return f"{text}; {lead_text(lead)}" if (lead := next(iter(leads), "")) else text
