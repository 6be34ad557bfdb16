"""What happened last is told in lines, each with its source, whatever stands in the data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loaders import Ledger
from ui import data, listing


def test_the_newest_events_are_lines_that_wrap_and_lead_to_their_sources(
    monkeypatch: pytest.MonkeyPatch, ledger: Ledger
) -> None:
    """A table of them was cut at its right edge: of its words in any window, of four of its columns on a phone."""
    events = ledger.events.sort_values(["date", "line"]).tail(3)
    first, second, third = events.index
    events = events.astype({"title": object, "publisher": object, "place_name": object, "url": object})
    events.loc[first, ["title", "url"]] = ["A <b>convoy</b> leaves", "javascript:alert(1)"]
    events.loc[second, ["publisher", "place_name", "url"]] = ["UNHCR", "", "https://example.org/a?b=1&c=2"]
    known = replace(ledger, events=events)
    monkeypatch.setattr(data, "ledger", lambda: known)
    told = listing.happened(known)
    assert told.count("<li>") == 3
    assert "A &lt;b&gt;convoy&lt;/b&gt; leaves. " in told
    assert "javascript" not in told
    assert '. <a href="profile?of=UNHCR" data-go>UNHCR</a> (<a href="https://example.org/a?b=1&amp;c=2"' in told
    assert told.index(str(events.loc[third, "title"])) < told.index("convoy")
