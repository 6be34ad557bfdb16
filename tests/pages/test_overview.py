"""Page Overview: what its figures rest on is told once, whichever sections are open."""

import pytest

from tests.pages import whole


@pytest.mark.parametrize("section", ["where", "changed", "lately", "all"])
def test_what_all_rests_on_is_told_once(section: str) -> None:
    page = whole.opened("overview", section)
    assert not page.exception
    assert sum("statements from" in one.proto.body for one in page.get("html")) == 1
