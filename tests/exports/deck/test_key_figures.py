"""The cards that a deck opens with: each names what its figure counts."""

from __future__ import annotations

import pytest

from exports.briefing import Item, exhibit
from exports.deck.key_figures import key_figure
from loaders import Ledger


@pytest.mark.parametrize(
    ("chart", "number", "what"),
    [
        ("detention.held", "9,000", "People held as ISIS suspects or convicts in Northeast Syria"),
        ("detention.children", "1,000", "People held as ISIS suspects or convicts in Northeast Syria: boys"),
        ("detention.split", "9,000", "People held as ISIS suspects or convicts in Northeast Syria: men"),
        ("detention.map", "4,500", "People held as ISIS suspects or convicts in Panorama prison, Al-Hasakeh: men"),
    ],
)
def test_a_part_of_the_people_does_not_stand_under_the_name_of_all(
    chart: str, number: str, what: str, ledger: Ledger
) -> None:
    """Before: 9,000 and 1,000 people held stood side by side under one name; the 1,000 were boys."""
    figure = key_figure(exhibit(Item(chart, {}, "", ledger.lead), ledger), ledger)
    assert figure is not None
    assert (figure.number, figure.what) == (number, what)
