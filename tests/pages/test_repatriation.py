"""The page of repatriation: it opens, its filters change what its charts say, and the five steps are on it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def page() -> AppTest:
    """The page of repatriation, opened once."""
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    app.run()
    return app.switch_page("pages/repatriation.py").run()


def title(page: AppTest, card: str) -> str:
    """The headline of one chart card."""
    found = [html.proto.body for html in page.get("html") if f'id="{card}"' in html.proto.body]
    assert found, card
    return found[0].split("</h3>")[0]


def test_the_page_opens_with_the_states_that_took_home_most(page: AppTest) -> None:
    assert not page.exception
    assert page.title[0].value == "Repatriation"
    takeaway = next(html.proto.body for html in page.get("html") if "cs-takeaway" in html.proto.body)
    assert "Kazakhstan (607)" in takeaway


def test_the_five_steps_say_what_is_measured_and_what_is_not(page: AppTest) -> None:
    steps = [html.proto.body for html in page.get("html") if "Step " in html.proto.body]
    assert len(steps) == 5
    silent = [body for body in steps if "Nothing is measured at this step" in body]
    assert len(silent) == 1
    assert "Step 2: Legal arrangements" in silent[0]


def test_a_country_changes_its_charts_and_not_the_others(page: AppTest) -> None:
    names = ("years", "parts", "remaining-country", "operations", "list")
    before = {name: title(page, f"repatriation-{name}") for name in names}
    panels = title(page, "repatriation-panels")
    page.selectbox(key="rep_country").set_value("FRA").run()
    assert not page.exception
    for name, text in before.items():
        after = title(page, f"repatriation-{name}")
        assert after != text
        assert "France" in after
    assert title(page, "repatriation-panels") == panels


def test_an_earlier_year_shows_fewer_states(page: AppTest) -> None:
    page.select_slider(key="rep_year").set_value("2019").run()
    assert not page.exception
    assert "Up to 2019" in title(page, "repatriation-map")
