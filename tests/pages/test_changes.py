"""The page of what changed since: two dates choose what is listed, and the sentences can be pasted."""

from streamlit.testing.v1 import AppTest


def opened() -> AppTest:
    """The page as a first visitor sees it."""
    at = AppTest.from_file("../../app.py", default_timeout=60).run()
    return at.switch_page("pages/changes.py").run()


def said(at: AppTest) -> str:
    """All Markdown of the page."""
    return " ".join(each.value for each in at.markdown)


def test_the_page_opens_with_the_newest_changes() -> None:
    at = opened()
    assert not at.exception
    assert "Between 31 Dec 2025 and 25 Jun 2026 the ledger gains " in said(at)
    assert any("becomes an estimated 0 (22 Feb 2026)." in each.value for each in at.code)


def test_the_dates_choose_what_is_listed() -> None:
    at = opened()
    before = len(at.dataframe[-1].value)
    at.selectbox(key="chg_from").select("2020-12-31").run()
    assert not at.exception
    assert "Between 31 Dec 2020 and 25 Jun 2026" in said(at)
    assert len(at.dataframe[-1].value) > before


def test_the_first_date_must_come_first() -> None:
    at = opened()
    at.selectbox(key="chg_to").select("2019-12-31").run()
    assert not at.exception
    assert [each.value for each in at.info] == ["Choose a second date after the first."]
