"""The page of repatriation: it opens, its filters change what its charts say, and the five steps are on it."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.whole import opened


@pytest.fixture(scope="module")
def page() -> AppTest:
    """The page of repatriation, opened once."""
    return opened("repatriation")


def title(page: AppTest, card: str) -> str:
    """The headline of one chart card."""
    found = [html.proto.body for html in page.get("html") if f'id="{card}"' in html.proto.body]
    assert found, card
    return found[0].split("</h3>")[0]


def takeaway(page: AppTest) -> str:
    """The sentence under the title."""
    return str(next(html.proto.body for html in page.get("html") if "cs-takeaway" in html.proto.body))


def test_the_page_opens_with_who_was_taken_home_and_who_remains(page: AppTest) -> None:
    assert not page.exception
    assert page.title[0].value == "Repatriation"
    assert "At least 35 states had taken people home by 25 Nov 2025" in takeaway(page)
    assert "About 8,500 third-country nationals remained in Northeast Syria on 26 Sep 2025" in takeaway(page)


def test_the_five_steps_say_what_is_measured_and_what_is_not(page: AppTest) -> None:
    steps = [html.proto.body for html in page.get("html") if "Step " in html.proto.body]
    assert len(steps) == 5
    silent = [body for body in steps if "Nothing is measured at this step" in body]
    assert len(silent) == 1
    assert "Step 2: Legal arrangements" in silent[0]


def test_a_country_changes_the_first_screen_and_its_charts(page: AppTest) -> None:
    names = (
        "map",
        "totals",
        "travelled",
        "years",
        "parts",
        "remaining-country",
        "operations",
        "list",
        "missions",
        "own",
        "after",
        "killed",
    )
    before = {name: title(page, f"repatriation-{name}") for name in names}
    panels = title(page, "repatriation-panels")
    page.selectbox(key="rep_country").set_value("FRA").run()
    assert not page.exception
    assert "France had taken home at least 239 people by 16 Sep 2025." in takeaway(page)
    assert "third-country" not in takeaway(page)
    tiles = next(html.proto.body for html in page.get("html") if "cs-tiles" in html.proto.body)
    assert "at least 239" in tiles
    assert "8,500" not in tiles
    for name, text in before.items():
        after = title(page, f"repatriation-{name}")
        assert after != text
        assert "France" in after
    assert title(page, "repatriation-panels") == panels


def test_what_is_of_all_states_stands_below_what_is_of_the_chosen_one(page: AppTest) -> None:
    page.selectbox(key="rep_country").set_value("FRA").run()
    bodies = [html.proto.body for html in page.get("html")]

    def at(text: str, start: int = 0) -> int:
        return next(i for i, body in enumerate(bodies) if i >= start and text in body)

    for question, own, other in (
        ("section-by_year", "repatriation-parts", "repatriation-panels"),
        ("section-remain", "repatriation-remaining-country", "repatriation-remaining-time"),
        ("section-by_year", "repatriation-parts", "repatriation-states"),
    ):
        begin = at(question)
        parted = at(">All states<", begin)
        assert begin < at(f'id="{own}"', begin) < parted < at(f'id="{other}"', begin)


def test_an_earlier_year_shows_fewer_states(page: AppTest) -> None:
    page.selectbox(key="rep_country").set_value("all").run()
    page.select_slider(key="rep_year").set_value("2019").run()
    assert not page.exception
    assert "At least 19 states had taken people home by Dec 2019" in title(page, "repatriation-map")
