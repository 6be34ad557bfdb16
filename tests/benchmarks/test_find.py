"""The benchmark of Find names the questions that take longest."""

from __future__ import annotations

import pytest

from benchmarks import find
from loaders import Ledger


def test_the_three_slowest_questions_are_named(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before: the slowest alone, so that what was mended left the next one to be found by another run."""
    took = {"Roj": 0.1, "al-Hol": 0.4, "France": 0.2, "Iraq": 0.3}
    monkeypatch.setattr(find, "_took", lambda _ledger, words: took[words])
    found = find.cost(ledger, list(took))
    assert [words for words, _ in found.slowest] == ["al-Hol", "Iraq", "France"]
    assert found.worst == 0.4
