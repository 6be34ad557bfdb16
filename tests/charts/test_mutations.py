"""Each rule that keeps a claim true is needed: without it a finder of faults finds some."""

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis import Standing, add
from charts import catalog
from charts.spec import ChartSpec, combined
from loaders import Ledger
from tests.charts.sentences import exact_sums, figures, joined_unlike, mispaired, stale_ahead, tense

# The package gives its function the same name, so the module is taken from where Python keeps it.
HEADLINE = sys.modules["analysis.headline"]
PACE = sys.modules["analysis.pace.outlook"]
Faults = Callable[[ChartSpec, Ledger], list[str]]


@pytest.fixture
def without(ledger: Ledger) -> Ledger:
    """The ledger under another version, so that nothing worked out with all rules is found again without one."""
    return replace(ledger, version="without")


def found(ledger: Ledger, faults: Faults, *views: str) -> list[str]:
    """The faults of all charts of some views."""
    return [
        fault for view in views for name in catalog.names(view) for fault in faults(catalog.build(name, ledger), ledger)
    ]


def in_tense(spec: ChartSpec, ledger: Ledger) -> list[str]:
    """Present tenses of what is long past."""
    return [f"{spec.title}: {fault}" for fault in tense(spec, ledger)]


def in_figures(spec: ChartSpec, _ledger: Ledger) -> list[str]:
    """Figures of a title that the drawn rows do not hold."""
    return [] if spec.is_empty else [f"{spec.title}: {fault}" for fault in figures(spec)]


def test_a_hedge_dropped_from_a_sum_is_found(ledger: Ledger, without: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(ledger, exact_sums, "camps") == []
    monkeypatch.setattr("analysis.totals.reported_sum", add)
    assert found(without, exact_sums, "camps")


def test_the_date_of_the_newest_part_lost_is_found(
    ledger: Ledger, without: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(ledger, mispaired, "returns") == []
    honest = combined

    def first_publisher(parts: Any) -> dict[str, Any]:
        """The sources of the oldest part first, the date of the newest: what a source line once joined."""
        record = honest(parts)
        return record | {"source": "; ".join(reversed(str(record["source"]).split("; ")))}

    monkeypatch.setattr("charts.spec.combined", first_publisher)
    assert found(without, mispaired, "returns")


def test_bases_mixed_in_one_line_are_found(ledger: Ledger, without: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(ledger, joined_unlike, "detention", "explore", "displacement") == []
    monkeypatch.setattr(HEADLINE, "counts_apart", lambda frame: pd.Series(data=False, index=frame.index))
    assert found(without, joined_unlike, "detention", "displacement")


def test_a_running_total_that_falls_is_found(without: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HEADLINE, "mark_falls", lambda frame: frame)
    monkeypatch.setattr(HEADLINE, "counts_apart", lambda frame: pd.Series(data=False, index=frame.index))
    assert found(without, joined_unlike, "returns", "liberation")


def test_a_tense_that_ignores_age_and_events_is_found(
    ledger: Ledger, without: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(ledger, in_tense, "camps", "detention") == []
    monkeypatch.setattr("charts.common.standing", lambda _ledger, _row: Standing("current"))
    assert found(without, in_tense, "camps", "detention")


def test_a_stale_stock_that_is_projected_is_found(
    ledger: Ledger, without: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For every population that a pace can be asked of."""
    offered = catalog.entry("pace.fan").options(ledger)["of"]
    drawn = [catalog.build("pace.fan", ledger, of=of) for of in offered]
    assert [fault for spec in drawn for fault in stale_ahead(spec, ledger)] == []
    monkeypatch.setattr(PACE, "standing", lambda _ledger, _row: Standing("current"))
    assert [fault for of in offered for fault in stale_ahead(catalog.build("pace.fan", without, of=of), without)]


def test_a_figure_that_no_row_holds_is_found(ledger: Ledger) -> None:
    spec = catalog.build("camps.departures", ledger)
    assert in_figures(spec, ledger) == []
    assert in_figures(replace(spec, title=spec.title.replace("10,579", "10,939")), ledger)
