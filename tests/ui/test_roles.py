"""Who is what by the claims that a provider signed."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st

from loaders.changes import store
from ui import entry, roles

NOW = 1_800_000_000.0
RULES = {"claim": "groups", "reader": "readers", "maintainer": "maintainers", "minutes": 30}


def claims(**more: Any) -> dict[str, Any]:
    """Claims of a signed-in reader; None takes one away."""
    known = {"is_logged_in": True, "iat": NOW - 60, "exp": NOW + 3600, "groups": ["readers"]} | more
    return {name: value for name, value in known.items() if value is not None}


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Signing in is configured."""
    held: dict[str, Any] = dict(RULES)
    monkeypatch.setattr(roles, "secrets_singleton", {"roles": held})
    monkeypatch.setattr(roles, "get_secrets_auth_section", lambda: {"client_id": "dashboard"})
    return held


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (claims(), "reader"),
        (claims(groups=["readers", "maintainers"]), "maintainer"),
        (claims(groups="maintainers"), "maintainer"),
        (claims(groups=["others"]), ""),
        (claims(groups="maintainers-of-something-else"), ""),
        (claims(groups=None), ""),
        (claims(groups={"maintainers": True}), ""),
        (claims(groups=[["maintainers"]]), ""),
        (claims(is_logged_in=None), ""),
        (claims(is_logged_in="True"), ""),
        (claims(exp=NOW - 120), ""),
        (claims(exp=None), ""),
        (claims(iat=None), ""),
        (claims(iat=NOW + 600), ""),
        (claims(iat=NOW - 31 * 60), ""),
        (claims(iat="yesterday"), ""),
        ({}, ""),
    ],
)
def test_a_role_is_what_a_fresh_token_says(said: dict[str, Any], expected: str) -> None:
    assert roles.role(said, NOW) == expected


def test_without_the_name_of_readers_whoever_signs_in_may_read(rules: dict[str, Any]) -> None:
    del rules["reader"]
    assert roles.role(claims(groups=None), NOW) == "reader"


def test_without_the_name_of_maintainers_nobody_may_write(rules: dict[str, Any]) -> None:
    del rules["maintainer"]
    assert roles.role(claims(groups=["readers", "maintainers", "None"]), NOW) == "reader"


class _User(dict[str, Any]):
    def to_dict(self) -> dict[str, Any]:
        """As `st.user` gives its claims."""
        return dict(self)


def test_a_role_that_is_lost_ends_writing_at_the_moment_of_the_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """The button was drawn for a maintainer; pressed later, or by a message made by hand, it does nothing."""
    user = _User(claims(groups=["maintainers"]))
    monkeypatch.setenv("CAMPSTATS_WRITE", "yes")
    monkeypatch.setattr(st, "user", user)
    monkeypatch.setattr(roles, "time", lambda: NOW)
    undone: list[str] = []
    monkeypatch.setattr(store, "undo", lambda _data, name: undone.append(name))
    held: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", held)
    assert entry.allowed()
    monkeypatch.setattr(roles, "time", lambda: NOW + 31 * 60)
    assert not entry.allowed()
    entry._undo("20260101T000000Z")
    assert undone == []
    assert held["entry-sent"] == ("undo", "Only maintainers write; sign in again.", False)


def test_a_maintainer_writes_only_where_the_server_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "user", _User(claims(groups=["maintainers"])))
    monkeypatch.setattr(roles, "time", lambda: NOW)
    monkeypatch.delenv("CAMPSTATS_WRITE", raising=False)
    assert not entry.allowed()
