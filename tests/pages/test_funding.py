"""The Funding page: it opens, and country, host and currency change their charts."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "app.py"


def opened() -> AppTest:
    """The page as a first visitor sees it."""
    at = AppTest.from_file(APP, default_timeout=120).run()
    return at.switch_page("pages/funding.py").run()


def texts(at: AppTest) -> str:
    """All HTML of the page."""
    return " ".join(str(element.proto.body) for element in at.get("html"))


def test_the_page_opens_with_what_was_raised_and_its_source() -> None:
    at = opened()
    assert not at.exception
    shown = texts(at)
    assert "at least $20 bn" in shown
    assert "Global Coalition against Daesh, 14 Nov 2019" in shown
    assert "The humanitarian plan for Syria in 2025 receives $1.37 bn of the $3.19 bn required" in shown


def test_the_country_changes_the_plans() -> None:
    at = opened()
    at.segmented_control(key="fun_place").set_value("iraq").run()
    assert not at.exception
    assert "The humanitarian plan for Iraq in 2022 receives $361.5 mn of the $400 mn required" in texts(at)


def test_the_host_changes_the_refugee_plan() -> None:
    at = opened()
    at.selectbox(key="fun_host").select("egypt").run()
    assert not at.exception
    assert "The refugee plan for Egypt in 2025" in texts(at)


def test_the_currency_changes_the_conferences_and_nothing_else() -> None:
    at = opened()
    at.segmented_control(key="fun_money").set_value("eur").run()
    assert not at.exception
    shown = texts(at)
    assert "The largest grant pledges for one year: €6.2 bn" in shown
    assert "at least $20 bn" in shown
