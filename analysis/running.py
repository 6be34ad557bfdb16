"""Running totals told by many mouths: which statements can stand in one line that never falls."""

from __future__ import annotations

import pandas as pd

from analysis.headline import headline, primacy
from loaders import Ledger

FELL = "a running total cannot fall, and more statements fit together without this one"


def rising(ledger: Ledger, frame: pd.DataFrame) -> pd.DataFrame:
    """As `headline` for one running total, but a headline that breaks its rise becomes a rival, with the reason.

    The longest run of headline statements in date order whose values never fall stays; of two equally long runs the
    one told by the more primary publishers. `frame` holds one series; nothing is changed but `role` and `clause`.
    """
    marked = headline(ledger, frame)
    lead = marked.loc[marked["role"] == "headline"].sort_values(["period_end", "file", "line"], kind="stable")
    values, ranks = lead["value"].to_list(), primacy(lead).to_list()
    # For every statement: the best run that ends with it, as (length, less the ranks of its publishers), and its
    # predecessor in that run.
    score: list[tuple[int, int]] = []
    before: list[int] = []
    for i, value in enumerate(values):
        earlier = [j for j in range(i) if values[j] <= value]
        best = max(earlier, key=lambda j: score[j], default=-1)
        length, rank = score[best] if best >= 0 else (0, 0)
        score.append((length + 1, rank - ranks[i]))
        before.append(best)
    at = max(range(len(score)), key=lambda j: score[j], default=-1)
    kept = set()
    while at >= 0:
        kept.add(lead.index[at])
        at = before[at]
    fell = marked.index.isin(lead.index.difference(list(kept)))
    return marked.assign(
        role=marked["role"].astype(str).mask(fell, "rival"), clause=marked["clause"].astype(str).mask(fell, FELL)
    )
