"""What a profile offers to take along says what it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.subjects import resolve
from analysis.words import number_text
from charts import profile_words
from charts.spec import ChartSpec
from charts.text import file_stem
from loaders import Ledger
from ui import frame, profiles, tables


@pytest.mark.parametrize("key", ["al-hol", "FRA", "UNHCR", "tcn"])
def test_the_file_of_statements_is_named_and_labelled_by_its_subject(
    ledger: Ledger, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was “All statements”, in a file of one name for every subject."""
    offered: list[tuple[ChartSpec, str, str]] = []

    def offer(make: Callable[[], ChartSpec], name: str, label: str) -> None:
        offered.append((make(), name, label))

    monkeypatch.setattr(tables, "csv_button", offer)
    monkeypatch.setattr(tables, "show", lambda *_args, **_named: None)
    monkeypatch.setattr(frame, "note", lambda _text: None)
    subject = resolve(ledger, key)
    assert subject is not None
    profiles.statements(ledger, subject)
    ((spec, name, label),) = offered
    title = profile_words.statements(ledger, subject).title
    assert label == f"All {number_text(len(spec.data))} {title[:1].lower()}{title[1:]} (CSV)"
    assert name == file_stem(title)
