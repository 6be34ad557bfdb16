"""The page of displacement: it opens, and its filters change what its charts say."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.whole import ROOT, opened


@pytest.fixture(scope="module")
def page() -> AppTest:
    """The page of displacement, opened once."""
    return opened("displacement")


def title(page: AppTest, card: str) -> str:
    """The headline of one chart card."""
    found = [html.proto.body for html in page.get("html") if f'id="{card}"' in html.proto.body]
    assert found, card
    return found[0].split("</h3>")[0]


def test_the_page_opens_and_states_what_the_coalition_said(page: AppTest) -> None:
    """More than 1.5 million displaced in Iraq, stated on 14 November 2019, stands on a tile with its publisher."""
    assert not page.exception
    tiles = next(html.proto.body for html in page.get("html") if "cs-tiles" in html.proto.body)
    tile = next(part for part in tiles.split('class="cs-tile"') if "as the Coalition stated" in part)
    assert "at least 1,500,000" in tile
    assert "14 Nov 2019" in tile
    assert "Global Coalition against Daesh" in tile


def test_the_slider_offers_every_round_of_the_count(page: AppTest) -> None:
    options = page.select_slider(key="dis_round").options
    assert len(options) == 120
    assert options[0] == "1 Apr 2014"
    assert options[-1] == "28 Feb 2021"


def test_the_round_changes_the_map_and_the_ranking(page: AppTest) -> None:
    before = title(page, "displacement-iraq-map")
    page.select_slider(key="dis_round").set_value("2016-03-31").run()
    assert not page.exception
    assert "31 Mar 2016" in title(page, "displacement-iraq-map")
    assert title(page, "displacement-iraq-map") != before
    assert "Al-Anbar" in title(page, "displacement-iraq-ranked")


def test_returnees_take_the_place_of_the_displaced(page: AppTest) -> None:
    page.button_group(key="dis_what").set_value("returnees").run()
    assert not page.exception
    assert "returnees" in title(page, "displacement-iraq-map")
    page.select_slider(key="dis_round").set_value("2014-04-01").run()
    assert not page.exception
    said = [each.proto.body for each in page.get("html")]
    assert any("IOM counts returnees by governorate from 10 Apr 2015" in body for body in said)
    page.button_group(key="dis_what").set_value("idps").run()


def test_a_governorate_takes_the_place_of_iraq(page: AppTest) -> None:
    page.selectbox(key="dis_place").set_value("ninewa").run()
    assert not page.exception
    assert "In Ninewa about 260,000 people were displaced" in title(page, "displacement-iraq-over-time")
    said = next(html.proto.body for html in page.get("html") if "cs-takeaway" in html.proto.body)
    assert "In Ninewa" in said
    tiles = next(html.proto.body for html in page.get("html") if "cs-tiles" in html.proto.body)
    assert "Displaced in Ninewa" in tiles
    assert "as the Coalition stated" not in tiles


def test_the_year_and_the_place_change_the_movements_in_syria(page: AppTest) -> None:
    page.select_slider(key="dis_year").set_value("2018").run()
    page.selectbox(key="dis_moves").set_value("raqqa").run()
    assert not page.exception
    assert "2018" in title(page, "displacement-syria-moves-map")
    assert "Ar-Raqqa" in title(page, "displacement-syria-moves")


@pytest.mark.parametrize("known_on", [date(2005, 1, 1), date(2019, 6, 1)])
def test_the_page_opens_as_known_on_an_earlier_date(known_on: date) -> None:
    """What was not yet published is not there, and no card fails for it."""
    app = opened("displacement", as_known_on=known_on)
    assert not app.exception


def test_an_older_link_to_a_section_that_has_moved_opens_it_on_its_page() -> None:
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=120).run()
    app.query_params["section"] = "refugees"
    app.switch_page("pages/displacement.py").run()
    assert not app.exception
    assert [one.value for one in app.title] == ["Refugees"]
    assert app.query_params["section"] == "refugees"
