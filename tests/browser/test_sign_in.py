"""Signing in against a provider on this machine: who gets in, who does not, and what programs are told."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from time import time
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.serving import Server, serve
from tests.provider import Provider, providing, secrets
from ui.returning import COOKIE


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """The provider, the same for all tests."""
    with providing() as running:
        yield running


@pytest.fixture(scope="module")
def guarded(provider: Provider) -> Iterator[Server]:
    """The dashboard behind it, which allows maintainers to write."""
    with serve(secrets=secrets(provider.url), settings={"CAMPSTATS_WRITE": "yes"}) as running:
        yield running


@pytest.fixture
def page(browser: Browser, provider: Provider) -> Iterator[Page]:
    """A browser that has never been here, and a provider that says nothing out of order."""
    provider.claims, provider.forged, provider.nonce = {}, False, ""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def sign_in(page: Page, guarded: Server, path: str = "") -> None:
    """Come to the dashboard and press the button; ends where the provider has sent the browser back."""
    page.goto(f"{guarded.url}/{path}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{guarded.url}/**", wait_until="load")
    page.get_by_test_id("stMain").locator("h1").wait_for(timeout=30_000)


def title(page: Page, expected: str) -> str:
    """The page's title, once it is the one that is expected, or after ten seconds."""
    page.get_by_role("heading", level=1, name=expected).wait_for(timeout=30_000)
    return page.locator("h1").first.inner_text()


def test_nobody_sees_a_figure_before_signing_in(page: Page, guarded: Server) -> None:
    for path in ("", "camps", "health"):
        page.goto(f"{guarded.url}/{path}")
        assert title(page, "Sign in") == "Sign in"
        assert page.get_by_test_id("stSidebarNavLink").count() == 0
        assert page.get_by_test_id("stMetric").count() == 0
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{guarded.url}/api/v1/indicators", timeout=20)  # noqa: S310 - our own server
    with refused.value as answer:
        assert answer.status == 401
        assert json.loads(answer.read())["detail"].startswith("Sign in first")


def test_a_reader_reads_pages_and_programs_answers(page: Page, guarded: Server, provider: Provider) -> None:
    provider.claims = {"groups": ["readers"]}
    sign_in(page, guarded)
    assert title(page, "Camp, detention and returnee statistics")
    assert page.request.get(f"{guarded.url}/api/v1/indicators").ok
    page.goto(f"{guarded.url}/health")
    assert title(page, "Data health")
    assert page.get_by_test_id("stSidebarNavLink").count() > 5


def test_whoever_signs_in_comes_back_to_what_they_asked_for(page: Page, guarded: Server, provider: Provider) -> None:
    provider.claims = {"groups": ["readers"]}
    sign_in(page, guarded, "camps?section=custody&camp=roj")
    assert title(page, "Camps") == "Camps"
    assert "section=custody" in page.url
    assert [one["name"] for one in page.context.cookies() if one["name"] == COOKIE] == []


@pytest.mark.parametrize(
    "claims",
    [{}, {"groups": ["others"]}, {"groups": ["readers"], "iat": int(time()) - 7200}],
    ids=["no claim", "another group", "two hours old"],
)
def test_who_is_no_reader_sees_nothing(page: Page, guarded: Server, provider: Provider, claims: dict[str, Any]) -> None:
    provider.claims = claims
    sign_in(page, guarded)
    page.get_by_text("You are signed in, but not as a reader").wait_for(timeout=30_000)
    assert not page.request.get(f"{guarded.url}/api/v1/indicators").ok


@pytest.mark.parametrize(
    ("claims", "forged", "nonce"),
    [
        ({"groups": ["maintainers"]}, "forged", ""),
        ({"groups": ["maintainers"], "exp": int(time()) - 7200}, "", ""),
        ({"groups": ["maintainers"], "aud": "another client"}, "", ""),
        ({"groups": ["maintainers"], "iss": "https://elsewhere.example.org"}, "", ""),
        ({"groups": ["maintainers"]}, "", "of another sign-in"),
    ],
    ids=["forged", "expired", "of another client", "of another provider", "replayed"],
)
def test_a_token_that_is_not_the_providers_word_for_this_sign_in_is_refused(
    page: Page, guarded: Server, provider: Provider, claims: dict[str, Any], forged: str, nonce: str
) -> None:
    provider.claims, provider.forged, provider.nonce = claims, forged == "forged", nonce
    sign_in(page, guarded)
    assert title(page, "Sign in") == "Sign in"
    page.get_by_text("The figures are shown to readers who have signed in.").wait_for(timeout=30_000)
    assert not page.request.get(f"{guarded.url}/api/v1/indicators").ok


def test_a_cookie_that_the_server_did_not_sign_is_nobodys(page: Page, guarded: Server) -> None:
    told = json.dumps({"is_logged_in": True, "groups": ["maintainers"], "iat": time(), "exp": time() + 3600})
    page.context.add_cookies([{"name": "_streamlit_user", "value": told, "url": guarded.url}])
    page.goto(guarded.url)
    assert title(page, "Sign in") == "Sign in"
    assert not page.request.get(f"{guarded.url}/api/v1/indicators").ok
