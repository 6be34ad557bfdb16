"""The Liberation page: it opens, its filters change its charts, what must be on screen is there."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "app.py"


def opened() -> AppTest:
    """The page as a first visitor sees it."""
    at = AppTest.from_file(APP, default_timeout=120).run()
    return at.switch_page("pages/liberation.py").run()


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
        "Global Coalition against Daesh, 14 Nov 2019",
    ):
        assert said in shown, said


def test_the_area_changes_attacks_and_operations() -> None:
    at = opened()
    assert "Attacks claimed in Iraq and Syria in 2023: from 121 to 253" in texts(at)
    at.selectbox(key="lib_area").select("iraq").run()
    assert not at.exception
    shown = texts(at)
    assert "Attacks claimed in Iraq in 2022" in shown
    assert "Operations in Iraq " in shown


def test_the_nationality_changes_the_chart_of_one_country() -> None:
    at = opened()
    assert "People who travelled from United States" in texts(at)
    at.selectbox(key="lib_from").select("FRA").run()
    assert not at.exception
    assert "People who travelled from France" in texts(at)
