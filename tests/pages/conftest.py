"""What the tests of pages share: the packages that are installed are looked through once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.pages.whole import looked_through_once


@pytest.fixture(scope="session", autouse=True)
def no_page_looks_for_components_again() -> Iterator[None]:
    """A page that a test opens asks every installed package for components of Streamlit: a fifth of its time."""
    with looked_through_once():
        yield
