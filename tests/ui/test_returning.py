"""The way back from the provider leads to the page that was left, and never to another host."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.returning import COOKIE, Returning


async def _login(_request: Request) -> RedirectResponse:
    return RedirectResponse("https://provider.example/authorize", 302)


async def _back(_request: Request) -> RedirectResponse:
    return RedirectResponse("/", 302)


@pytest.fixture
def client() -> TestClient:
    """A server that signs in as Streamlit does: it sends everybody to the first page."""
    routes = [Route("/auth/login", _login), Route("/oauth2callback", _back)]
    application = Starlette(routes=routes, middleware=[Middleware(Returning)])
    return TestClient(application, base_url="http://stats.example", follow_redirects=False)


def test_the_page_with_its_filters_is_come_back_to_once(client: TestClient) -> None:
    page = "/camps?section=custody&camp=roj&q=%C3%BC"
    away = client.get("/auth/login", headers={"Referer": f"http://stats.example{page}"})
    assert away.headers["Location"] == "https://provider.example/authorize"
    assert "HttpOnly; SameSite=Lax" in away.headers["Set-Cookie"]
    assert client.get("/oauth2callback").headers["Location"] == page
    assert client.get("/oauth2callback").headers["Location"] == "/"


@pytest.mark.parametrize(
    "referer",
    ["http://evil.example/camps", "http://stats.example.evil.example/", "", "http://stats.example/auth/login"],
)
def test_a_page_of_another_site_is_not_noted(client: TestClient, referer: str) -> None:
    assert "Set-Cookie" not in client.get("/auth/login", headers={"Referer": referer}).headers


@pytest.mark.parametrize(
    "told",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/a\r\nSet-Cookie: x=1",
        "/" + "a" * 5000,
        "camps",
        "",
    ],
)
def test_no_cookie_leads_to_another_host(client: TestClient, told: str) -> None:
    answer = client.get("/oauth2callback", headers={"Cookie": f"{COOKIE}={quote(told, safe='/')}"})
    assert answer.headers["Location"] == "/"
