"""The wiring of Profile: its address, its index, and a profile of each kind of subject."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from exports import from_token
from tests.pages import whole


@pytest.fixture
def opened() -> Callable[..., AppTest]:
    """Opens the page of a subject, or without one."""

    def run(of: str = "", **more: str) -> AppTest:
        return whole.at("profile", section="all", **({"of": of} if of else {}), **more).run()

    return run


def texts(page: AppTest) -> str:
    """Everything that the page writes as HTML."""
    return " ".join(str(html.proto.body) for html in page.get("html"))


@pytest.mark.parametrize(
    ("of", "title", "said"),
    [
        ("FRA", "France", "France had taken home at least 239 people by 16 Sep 2025"),
        ("al-hol", "Al-Hol camp", "Al-Hol camp was closed on 22 Feb 2026"),
        ("al-sinaa", "Al-Sina&#x27;a prison (Ghwayran), Al-Hasakeh", "at least 5,000 (Mar 2023)"),
        ("Ninewa", "Ninewa", "260,218"),
        ("UN OCHA", "UN OCHA", "UN OCHA states 1,154 figures"),
    ],
)
def test_a_profile_of_each_kind(opened: Callable[..., AppTest], of: str, title: str, said: str) -> None:
    page = opened(of)
    assert not page.exception
    assert page.title[0].value.replace("'", "&#x27;") == title
    assert said in texts(page)


def test_without_a_subject_all_names_are_listed(opened: Callable[..., AppTest]) -> None:
    page = opened()
    assert not page.exception
    assert page.title[0].value == "Profiles"
    assert 'href="profile?of=FRA" data-go>France</a> <span>85</span>' in texts(page)


def test_words_find_names_of_any_kind(opened: Callable[..., AppTest]) -> None:
    page = opened(pro_find="hol camp")
    assert not page.exception
    assert ">Al-Hol camp</a>" in texts(page)
    assert ">France</a>" not in texts(page)


def test_an_unknown_name_says_what_is_near_and_shows_itself_as_text(opened: Callable[..., AppTest]) -> None:
    page = opened("Germny")
    assert not page.exception
    assert "Germny" in page.warning[0].value
    assert ">Germany</a>" in texts(page)
    evil = opened("<img src=x onerror=alert(1)>")
    assert not evil.exception
    assert "<img" not in texts(evil)
    assert "\\<img" in evil.warning[0].value


def test_one_click_makes_its_briefing(opened: Callable[..., AppTest]) -> None:
    page = opened("DEU")
    page.button(key="profile-briefing").click().run()
    assert not page.exception
    token = page.query_params["brief"]
    made = from_token(token if isinstance(token, str) else token[0])
    assert made.title == "Germany"
    assert 3 <= len(made.items) <= 10
    assert made.items[0].filters["country"] == "DEU"
