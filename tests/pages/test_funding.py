"""The pages of money: they open, and country, host and currency change their charts."""

from streamlit.testing.v1 import AppTest

from tests.pages import whole


def opened(page: str = "humanitarian") -> AppTest:
    """The page as a first visitor sees it."""
    return whole.opened(page)


def texts(at: AppTest) -> str:
    """All HTML of the page."""
    return " ".join(str(element.proto.body) for element in at.get("html"))


def test_the_page_opens_with_what_was_raised_and_its_source() -> None:
    at = opened("funding")
    assert not at.exception
    shown = texts(at)
    assert "at least $20 bn" in shown
    assert "Global Coalition against Daesh</a>, 14 Nov 2019" in shown


def test_the_humanitarian_page_opens_with_the_newest_plan() -> None:
    at = opened()
    assert not at.exception
    shown = texts(at)
    assert "The 2026 humanitarian plan for Syria was 32% funded by 9 Oct 2026: $935 mn of $2.92 bn" in shown
    assert "The 2025 plan received 43%." in shown


def test_the_country_changes_the_plans() -> None:
    at = opened()
    at.segmented_control(key="fun_place").set_value("iraq").run()
    assert not at.exception
    shown = texts(at)
    assert "The 2022 humanitarian plan for Iraq received 90% of the $400 mn it required" in shown
    assert "The 2026 humanitarian plan for Syria" not in shown
    assert "Required by the 2022 plan for Iraq" in shown


def test_the_host_changes_the_refugee_plan() -> None:
    at = opened()
    at.selectbox(key="fun_host").select("egypt").run()
    assert not at.exception
    assert "The 2025 plan for Syrian refugees in Egypt received 76% of the $51.6 mn it required" in texts(at)


def test_the_currency_changes_the_conferences_and_nothing_else() -> None:
    at = opened()
    at.segmented_control(key="fun_money").set_value("eur").run()
    assert not at.exception
    shown = texts(at)
    assert "Donors pledged €4.2 bn for Syria and region in Mar 2025; the most for one year was €6.2 bn (2019)" in shown
    assert "at least $20 bn" in shown
