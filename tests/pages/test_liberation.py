"""The Liberation page: it opens, its filters change its charts, what must be on screen is there."""

from streamlit.testing.v1 import AppTest

from tests.pages import whole


def opened(page: str = "liberation") -> AppTest:
    """The page as a first visitor sees it."""
    return whole.opened(page)


def texts(at: AppTest) -> str:
    """All HTML of the page."""
    return " ".join(str(element.proto.body) for element in at.get("html"))


def test_the_page_opens_with_the_statement_of_14_november_2019() -> None:
    at = opened()
    assert not at.exception
    shown = texts(at)
    for said in (
        "about 110,000 km²",
        "at least 40,000",
        "about 7,700,000",
        "at least $20 bn",
        "at least 220,000",
        "at least 100",
        "about 8,000,000",
        "Territory that ISIS held at its peak",
        "stated 14 Nov 2019",
        "ISIS lost its last land in Iraq and Syria in Mar 2019",
        "Global Coalition against Daesh</a>, 14 Nov 2019",
    ):
        assert said in shown, said


def test_the_area_changes_attacks_and_operations() -> None:
    at = opened("attacks")
    assert "ISIS claimed 121 to 253 attacks in Iraq and Syria in 2023" in texts(at)
    at.selectbox(key="lib_area").select("iraq").run()
    assert not at.exception
    shown = texts(at)
    assert "ISIS claimed 141 attacks in Iraq in 2023" in shown
    assert "137 operations against ISIS were carried out with partner forces in Iraq from" in shown


def test_the_nationality_changes_the_chart_of_one_country() -> None:
    at = opened()
    assert "people had travelled from the United States by" in texts(at)
    at.selectbox(key="lib_from").select("FRA").run()
    assert not at.exception
    shown = texts(at)
    assert "people had travelled from France by Oct 2017" in shown
    assert "people had travelled from the United States" not in shown


def test_a_filter_stands_beside_what_it_changes() -> None:
    """What is said on top is of the whole campaign, so that no filter stands above it and none changes it."""

    def head(page: AppTest) -> list[str]:
        """Sentence and tiles; the tabs keep the filters in their addresses."""
        bodies = [str(element.proto.body) for element in page.get("html")]
        return [body for body in bodies if 'class="cs-tabs"' not in body][:2]

    at = opened()
    top = head(at)
    at.selectbox(key="lib_from").select("FRA").run()
    assert head(at) == top
    order = [getattr(element, "key", None) or str(getattr(element.proto, "body", "")) for element in at.main]

    def place(text: str) -> int:
        return next(number for number, each in enumerate(order) if text in each)

    assert place('id="section-travellers"') < order.index("lib_from")
