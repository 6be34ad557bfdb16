"""The briefing of a profile: the charts of one country, place or publisher, on each of which it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from analysis.subjects import Subject
from charts import catalog
from charts.common import called
from charts.profile import Chosen, beside, own, stands_out
from charts.spec import LED, ChartSpec
from exports.briefing import Briefing, Item
from exports.ready import LEAST, MOST, Prepared, tells, unlike
from loaders import Ledger
from loaders.frames import texts

_TOGETHER = 5  # charts of a view before those of the next


def briefing_of(ledger: Ledger, subject: Subject) -> Prepared:
    """The charts of a subject that tell something, its own before those in which it stands beside others.

    Each draws figures of the subject; of the charts that draw others, too, only those that it can be told apart in. A
    subject with fewer charts of some size gets the small ones as well.
    """
    known = "" if pd.isna(ledger.known_on) else ledger.known_on.strftime("%Y-%m-%d")
    found = list(_candidates(ledger, subject))
    large = [one for one, size in found if size >= LEAST]
    kept = large if len(large) >= LEAST else [one for one, _ in found]
    items = tuple(Item(one.chart, dict(one.filters), known, ledger.lead) for one in _mixed(kept))
    return Prepared(Briefing(called(ledger, subject), items), ())


def _mixed(charts: list[Chosen]) -> list[Chosen]:
    """Of more charts than a briefing holds some of every view; those of one view stay together, in their order."""
    if len(charts) <= MOST:
        return charts
    seen: Counter[str] = Counter()
    turns = []
    for at, one in enumerate(charts):
        view = one.chart.partition(".")[0]
        turns.append((seen[view] // _TOGETHER, at))
        seen[view] += 1
    return [charts[at] for at in sorted(at for _, at in sorted(turns)[:MOST])]


def _candidates(ledger: Ledger, subject: Subject) -> Iterator[tuple[Chosen, int]]:
    seen: set[str] = set()
    shown: list[frozenset[tuple[str, str, str]]] = []
    # Where it cannot be told apart from others, a slide would be another's.
    others = [one for one in beside(ledger, subject) if subject.body or one.filters]
    for one in (*own(ledger, subject), *others):
        spec = catalog.build(one.chart, ledger, **one.filters)
        if not tells(spec, ledger) or not stands_out(spec, subject):
            continue
        # Two charts with one headline, or with the same figures, say one thing.
        figures = _figures(spec)
        if spec.title not in seen and not any(figures <= other for other in shown if figures):
            seen.add(spec.title)
            shown.append(figures)
            yield one, unlike(spec)


def _figures(spec: ChartSpec) -> frozenset[tuple[str, str, str]]:
    """What a chart draws with full marks: whose, in which year, how many."""
    rows = spec.data[spec.data["role"].isin(LED)]
    years = rows["period_end"].dt.year.astype(str)
    return frozenset(zip(texts(rows["origin"]), years, rows["value"].astype(str), strict=True))
