"""What an address asks of a filter in vain is said in one quiet line, once, with what is shown instead."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def opened(page: str, **asked: str | list[str]) -> AppTest:
    """A page of the dashboard opened by an address."""
    app = AppTest.from_file("../../app.py", default_timeout=60)
    app.switch_page(f"pages/{page}.py")
    for key, value in asked.items():
        app.query_params[key] = value
    return app.run()


def said(page: AppTest) -> list[str]:
    """The quiet lines that speak of the address."""
    notes = [str(getattr(each, "value", "")) for each in page.get("html")]
    return [text for text in notes if "The address asks" in text]


def test_an_unknown_choice_of_a_list_is_named_with_what_is_shown() -> None:
    page = opened("camps", camp="Atlantis")
    assert not page.exception
    (line,) = said(page)
    assert "“Atlantis”, which is not offered under Camp; shown: Al-Hol camp." in line
    assert page.selectbox(key="camp").value == "al-hol"


def test_a_known_choice_says_nothing() -> None:
    page = opened("camps", camp="Roj camp")
    assert page.selectbox(key="camp").value == "roj"
    assert said(page) == []


def test_the_line_stays_until_the_reader_chooses() -> None:
    page = opened("camps", camp="Atlantis")
    assert len(said(page.run())) == 1
    page.selectbox(key="camp").set_value("roj").run()
    assert said(page) == []


def test_what_is_asked_cannot_write_into_the_page() -> None:
    (line,) = said(opened("camps", camp="<img src=x onerror=alert(1)>"))
    assert "&lt;img src=x" in line
    assert "<img" not in line


@pytest.mark.parametrize(
    ("page", "asked", "line"),
    [
        ("camps", {"day": "yesterday"}, "“yesterday”, which is not offered under Date of the map; shown: "),
        ("funding", {"fun_place": "Mars"}, "“Mars”, which is not offered under Plans for; shown: "),
        ("compare", {"cmp_which": ["Roj camp", "Mars"]}, "“Mars”, which is not offered under Places, two to six"),
        ("camps", {"lead": "loudest"}, "“loudest”, which is not offered under Where sources differ; shown: Headline"),
        ("camps", {"as_known_on": "1066-10-14"}, "“1066-10-14”, which is not offered under As known on; shown: every"),
    ],
)
def test_every_kind_of_filter_says_what_it_does_not_offer(page: str, asked: dict[str, str], line: str) -> None:
    found = opened(page, **asked)
    assert not found.exception
    assert [line in text for text in said(found)] == [True]
