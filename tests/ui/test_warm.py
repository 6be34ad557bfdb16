"""What is made ready of a data version before a reader asks for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from charts import catalog
from loaders import Ledger
from ui import card, frame, kept, warm


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two charts and one view stand for all."""
    monkeypatch.setattr(warm, "_names", lambda: iter(("camps.population", "camps.custody")))
    monkeypatch.setattr("charts.takeaway.views", lambda: ("camps",))
    monkeypatch.setattr(warm, "_PAUSE", 0.0)
    monkeypatch.setattr(kept, "_ANSWERS", kept.Kept(6000))


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the charts that are built from now on."""
    found: list[str] = []
    build = catalog.build

    def counted(name: str, ledger: Ledger, **filters: object) -> object:
        found.append(name)
        return build(name, ledger, **filters)

    monkeypatch.setattr(catalog, "build", counted)
    return found


@pytest.mark.usefixtures("few")
def test_a_page_in_its_default_state_is_built_before_it_is_asked_for(ledger: Ledger, built: list[str]) -> None:
    warm.prepare(ledger, None)
    assert built == ["camps.population", "camps.custody"]
    for theme in warm._THEMES:
        card.rendered("camps.population", ledger, theme, camp="al-hol")
        card.rendered("camps.custody", ledger, theme)
    assert len(built) == 2


@pytest.mark.usefixtures("few")
def test_what_readers_had_open_is_built_again_for_newer_data(ledger: Ledger, built: list[str]) -> None:
    """With the choices that they had made, and without those that the newer data do not offer."""
    card.rendered("camps.population", ledger, "light", camp="roj")
    said = frame.sentence_of("camps", ledger, camp="roj")
    newer = replace(ledger, version="newer")
    warm.prepare(newer, ledger)
    count = len(built)
    card.rendered("camps.population", newer, "light", camp="roj")
    assert len(built) == count
    assert frame.sentence_of("camps", newer, camp="roj") == said


@pytest.mark.usefixtures("few")
def test_a_chart_that_cannot_be_built_keeps_no_other_from_being_ready(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm, "_names", lambda: iter(("camps.nothing", "camps.custody")))
    warm.prepare(ledger, None)
    made = [one.first for one in kept._ANSWERS.held() if isinstance(one, kept.Asked)]
    assert any("camps.custody" in first for first in made)
    assert not any("camps.nothing" in first for first in made)
