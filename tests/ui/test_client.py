"""What the browser tells the page by a button is heard, and what a page that is gone still asks is not."""

import pytest

from ui import client
from ui.client import Act


def test_a_button_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Act] = []
    monkeypatch.setattr(
        "ui.client.st.session_state", {client.KEY: {"act": {"act": "table", "card": "camps.population"}}}
    )
    client._heard(heard.append)
    assert heard == [Act("table", "camps.population", "")]


@pytest.mark.parametrize("state", [{}, {client.KEY: {}}, {client.KEY: {"act": None}}])
def test_a_page_that_is_left_asks_for_nothing(monkeypatch: pytest.MonkeyPatch, state: dict[str, object]) -> None:
    """Its state is gone when what it asked arrives: the next page opened with a fault of the server on it."""
    heard: list[Act] = []
    monkeypatch.setattr("ui.client.st.session_state", state)
    client._heard(heard.append)
    assert heard == []
