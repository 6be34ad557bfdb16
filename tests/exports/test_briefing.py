"""A briefing survives a link and a file, and nothing else passes for one."""

import base64
import json
import zlib
from contextlib import suppress

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import as_known_on, with_lead
from charts import catalog
from exports import (
    Briefing,
    BriefingError,
    Item,
    exhibits,
    from_json,
    from_token,
    item_of,
    to_json,
    to_token,
)
from exports.briefing import MOST_ITEMS
from loaders import Ledger

words = st.text(st.characters(categories=("L", "N", "P", "S")), max_size=40)
items = st.builds(
    Item,
    st.sampled_from(catalog.names()),
    st.dictionaries(words, words | st.lists(words, max_size=3).map(tuple), max_size=3),
    st.dates().map(str),
    words,
    words,
    words,
)
briefings = st.builds(Briefing, words, st.lists(items, max_size=5).map(tuple))


@given(briefings)
def test_link_and_file_give_back_the_briefing(briefing: Briefing) -> None:
    """Nothing is lost or added on the way, whatever the reader wrote."""
    assert from_token(to_token(briefing)) == briefing
    assert from_json(to_json(briefing)) == briefing
    assert to_token(briefing).isascii()


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_other_bytes_are_refused_in_words(data: bytes) -> None:
    """Any other file or link gives a BriefingError, never another exception."""
    with suppress(BriefingError):
        assert from_json(data).items == ()
    with suppress(BriefingError):
        assert from_token(data.decode("latin-1")).items == ()


def test_link_that_unpacks_to_very_much_is_refused() -> None:
    """A short link cannot fill the memory of the server."""
    bomb = base64.urlsafe_b64encode(zlib.compress(b" " * 50_000_000, 9)).decode().rstrip("=")
    with pytest.raises(BriefingError, match="more than a briefing"):
        from_token(bomb)


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({"chart": "camps.nothing"}, "no chart"),
        ({"chart": "camps.population", "filters": {"camp": {"a": 1}}}, "filters"),
        ({"chart": "camps.population", "known_on": "31/12/2025"}, "YYYY-MM-DD"),
        ({"chart": "camps.population", "title": "x" * 1000}, "characters"),
        ({"chart": 3}, "names no chart"),
    ],
)
def test_faulty_items_are_named_with_what_is_wrong(entry: dict[str, object], why: str) -> None:
    """The message says which item and what was expected."""
    with pytest.raises(BriefingError, match=why):
        from_json(json.dumps({"title": "x", "items": [entry]}))


def test_too_many_items_are_refused() -> None:
    """A basket has an end."""
    with pytest.raises(BriefingError, match=str(MOST_ITEMS)):
        from_json(json.dumps({"items": [{"chart": "camps.population"}] * (MOST_ITEMS + 1)}))


def test_item_keeps_filters_date_and_lead_of_its_chart(ledger: Ledger) -> None:
    """Building the item again from the newest ledger gives the chart as it was when it was added."""
    then = as_known_on(with_lead(ledger, "highest"), pd.Timestamp("2022-06-30"))
    spec = catalog.build("camps.population", then, camp="roj")
    again = exhibits(Briefing(items=(item_of(spec),)), ledger)[0]
    assert again.spec.title == spec.title
    assert again.spec.subtitle == spec.subtitle
    assert again.spec.data.equals(spec.data)
    assert again.headline == spec.title


def test_item_that_the_data_cannot_build_is_named(ledger: Ledger) -> None:
    """A choice that is gone from the data is reported with its place in the briefing."""
    wrong = Briefing(items=(Item("camps.population"), Item("camps.population", {"camp": "atlantis"})))
    with pytest.raises(BriefingError, match="Item 2"):
        exhibits(wrong, ledger)
    with pytest.raises(BriefingError, match="leading source"):
        exhibits(Briefing(items=(Item("camps.population", lead="by:nobody"),)), ledger)
