"""The Coalition page: it opens, its filters change map and list, the two meetings are on screen with their sources."""

from streamlit.testing.v1 import AppTest

from tests.pages import whole


def opened() -> AppTest:
    """The page as a first visitor sees it."""
    return whole.opened("coalition")


def texts(at: AppTest) -> str:
    """All HTML and Markdown of the page."""
    html = [str(element.proto.body) for element in at.get("html")]
    return " ".join(html + [str(element.value) for element in at.markdown])


def test_the_page_shows_members_meetings_and_their_sources() -> None:
    at = opened()
    assert not at.exception
    shown = texts(at)
    for said in (
        "The Coalition counted 90 members (9 Feb 2026), up from 62 in Sep 2014; sources name 87 of them.",
        "about 80",
        "Middle East Institute",
        "9 Feb 2026, Riyadh",
        "Türkiye Today",
        "5 Dec 2023, Rome",
        "Burkina Faso, Cameroon, Kenya, Mauritania, Nigeria, Senegal and Togo",
        "The list names 87 members",
    ):
        assert said in shown, said


def test_the_map_changes_to_the_small_group() -> None:
    at = opened()
    assert "Sources name 82 states and 5 organisations as members of the Coalition" in texts(at)
    at.segmented_control(key="coa_map").set_value("small").run()
    assert not at.exception
    assert "23 states and 1 organisation were in the Small Group (Rome statement, February 2016)" in texts(at)


def test_a_region_narrows_the_list_and_the_line_of_time() -> None:
    at = opened()
    assert len(at.dataframe[0].value) == 87
    at.selectbox(key="coa_region").select("Africa").run()
    assert not at.exception
    assert len(at.dataframe[0].value) == 14
    assert "Of the members in Africa, Togo joined the Coalition most recently" in texts(at)
