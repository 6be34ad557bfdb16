"""What tests of decks that are refreshed share."""

import pytest

from loaders import Ledger
from tests.exports.decks import loaded_earlier


@pytest.fixture(scope="session")
def before(ledger: Ledger) -> Ledger:
    """The ledger as it would have been loaded in the middle of 2025."""
    return loaded_earlier(ledger)
