"""What is made ready of a data version before a reader asks for it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import latest, select
from charts import catalog, profile
from charts.views.camps.population import map_days
from loaders import Ledger, load
from ui import card, data, frame, kept, rehearsal, section, warm
from ui.registry import PAGES


@pytest.fixture
def camps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of camps stands for all, and nothing is kept of other tests."""
    monkeypatch.setattr(warm, "PAGES", tuple(page for page in PAGES if page.path == "camps"))
    monkeypatch.setattr(warm, "_PAUSE", 0.0)
    monkeypatch.setattr(section, "_PAUSE", 0.0)
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


@pytest.mark.usefixtures("camps")
def test_all_that_a_page_shows_in_its_default_state_is_built_before_it_is_asked_for(
    ledger: Ledger, built: list[str]
) -> None:
    """As the page shows it: with the choices that it makes itself, such as the newest day of its map."""
    warm.prepare(ledger, None)
    count = len(built)
    assert {"camps.population", "camps.map", "camps.custody"} <= set(built)
    for theme in warm._THEMES:
        card.rendered("camps.population", ledger, theme, camp="al-hol")
        card.rendered("camps.map", ledger, theme, day=map_days(ledger)[-1])
    profile.drawn(ledger)  # what every profile asks
    assert len(built) == count


@pytest.mark.usefixtures("camps")
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


@pytest.mark.usefixtures("camps")
def test_a_page_that_cannot_be_drawn_keeps_no_other_from_being_ready(
    ledger: Ledger, built: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    absent = replace(PAGES[0], file="nothing.py", title="Nothing")
    camps = next(page for page in PAGES if page.path == "camps")
    monkeypatch.setattr(warm, "PAGES", (absent, camps))
    warm.prepare(ledger, None)
    assert "camps.custody" in built
    assert "The page Nothing cannot be made ready" in caplog.text


def test_a_page_drawn_for_nobody_follows_its_own_data_and_colours(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """And says nothing in the log, where each element without a reader would be a line."""
    seen: list[tuple[Ledger, Ledger, str]] = []
    monkeypatch.setattr(section, "lay_out", lambda *_: seen.append((data.ledger(), data.newest(), frame.theme())))
    other = replace(ledger, version="other")
    rehearsal.rehearse("camps.py", other, "dark")
    assert seen == [(other, other, "dark")]
    assert rehearsal.scene() is None
    assert "ScriptRunContext" not in caplog.text


def test_filters_that_follow_others_stand_at_their_defaults_when_nobody_looks(ledger: Ledger) -> None:
    """Of Explore the chart is made ready that a reader sees first: with its places, which the filters choose."""
    answers = kept.Kept[object](6000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "_ANSWERS", answers)
        patch.setattr(section, "_PAUSE", 0.0)
        rehearsal.rehearse("explore.py", ledger, "light")
    asked = [one for one in answers.held() if isinstance(one, kept.Asked) and "explore.series" in one.first]
    assert asked
    assert all(dict(one.choices)["which"] for one in asked)


@pytest.mark.usefixtures("camps")
def test_a_new_figure_has_only_the_charts_drawn_anew_that_it_changes(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version of the data is another ledger; what a chart holds is the same in both, and so is its drawing."""
    # What other tests asked for may have gone from one of the two and not from the other.
    monkeypatch.setattr(kept, "_ANSWERS", kept.Kept(100))
    monkeypatch.setattr(kept, "_DRAWN", kept.Kept(100))
    newest = latest(ledger, select(ledger, "camp_population", place="roj", origin="all"))
    assert newest is not None
    shutil.copytree(ledger.directory, tmp_path / "data")
    path = tmp_path / "data" / str(newest["file"])
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at, value = int(newest["line"]) - 1, f"{newest['value']:.0f}"
    assert lines[at].count(f",{value},") == 1
    lines[at] = lines[at].replace(f",{value},", f",{newest['value'] + 1:.0f},")
    path.write_text("".join(lines), encoding="utf-8")
    newer = load(tmp_path / "data")
    assert newer.version != ledger.version

    def drawings(of: Ledger, name: str, **filters: Any) -> tuple[dict[str, Any], ...]:
        found = (card.rendered(name, of, theme, **filters).drawing for theme in warm._THEMES)
        return tuple(one.to_dict() for one in found if isinstance(one, card.Figure))

    for name in ("detention.transfer", "funding.appeals", "liberation.strikes"):
        before, after = drawings(ledger, name), drawings(newer, name)
        assert len(before) == 2
        assert all(one is other for one, other in zip(before, after, strict=True)), name
    before, after = (drawings(of, "camps.population", camp="roj") for of in (ledger, newer))
    assert len(before) == 2
    assert all(one != other for one, other in zip(before, after, strict=True))


def test_contents_that_are_equal_are_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether two equal texts are one object depends on what was asked before, and decides nothing."""
    monkeypatch.setattr(kept, "_DRAWN", kept.Kept(100))
    place = "Al-Hol camp"
    assert kept.drawn(list, (place, place)) is kept.drawn(list, (place, place[:6] + place[6:]))


def test_a_frame_is_known_by_its_columns_however_it_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns that were added one by one are held apart, and together once the frame is copied."""
    monkeypatch.setattr(kept, "_DRAWN", kept.Kept(100))
    apart = pd.DataFrame({"place": ["roj"]}).assign(value=[2225.0], low=[np.nan])
    together = pd.DataFrame({"place": ["roj"], "value": [2225.0], "low": [np.nan]})
    assert kept.drawn(list, apart) is kept.drawn(list, together)
    assert kept.drawn(list, apart) is not kept.drawn(list, together.assign(value=[2226.0]))
    assert kept.drawn(list, apart) is not kept.drawn(list, together.rename(columns={"low": "high"}))
