"""Tables as they travel to the browser."""

from __future__ import annotations

import gc

import pandas as pd

from ui import tables


def test_a_frame_that_is_shown_again_is_made_ready_once() -> None:
    frame = pd.DataFrame({"Camp": ["al-Hol"], "People": [1]})
    first = tables.ready(frame)
    assert tables.ready(frame) is first
    assert first.to_pandas().equals(frame)


def test_what_is_ready_goes_with_its_frame() -> None:
    """Another frame may stand at the address of one that is gone."""
    gc.collect()
    before = len(tables._READY)
    for people in range(20):
        assert tables.ready(pd.DataFrame({"People": [people]}))["People"].to_pylist() == [people]
    gc.collect()
    assert len(tables._READY) == before
