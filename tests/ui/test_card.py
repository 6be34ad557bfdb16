"""Cards: how high their drawings stand."""

from dataclasses import replace

from charts import catalog
from loaders import Ledger
from ui.card import height_of


def test_a_few_lanes_are_not_drawn_out_to_the_height_of_the_card_beside(ledger: Ledger) -> None:
    """Before: who held one prison was a block over the whole card."""
    whole = catalog.build("detention.custody", ledger)
    alone = whole.data[whole.data["x"] == whole.data["x"].iloc[0]]
    assert height_of(whole) == "stretch"
    assert height_of(replace(whole, data=alone)) == "content"
    assert height_of(catalog.build("camps.population", ledger)) == "stretch"
