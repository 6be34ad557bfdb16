"""What the browser tells of the window decides how maps are framed, and nothing else may stand in it."""

from __future__ import annotations

import pytest
import streamlit as st

from ui import window
from ui.card import rendered
from ui.data import newest


@pytest.mark.parametrize(
    ("told", "room"),
    [
        ({}, "wide"),
        ({"window": {"room": "phone"}}, "phone"),
        ({"window": {"room": "half"}}, "half"),
        ({"window": {"room": "<b>"}}, "wide"),
        ({"window": {"room": None}}, "wide"),
        ({"window": None}, "wide"),
    ],
)
def test_only_what_is_known_is_believed(monkeypatch: pytest.MonkeyPatch, told: dict[str, object], room: str) -> None:
    monkeypatch.setattr(st, "session_state", told)
    assert window.room() == room


def test_a_map_of_the_world_is_framed_for_the_room_that_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """The less room, the smaller the scale."""
    zooms = []
    for room in ("wide", "half", "phone"):
        monkeypatch.setattr(st, "session_state", {"window": {"room": room}})
        drawing = rendered("camps.map", newest(), "light", wide=True).drawing
        zooms.append(drawing.initial_view_state.zoom)  # type: ignore[union-attr]
    assert zooms == sorted(zooms, reverse=True)
    assert zooms[0] > zooms[-1]
