"""Signing in against a provider that was written by others, who know nothing of the dashboard."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser

from tests.browser.serving import Server, serve
from tests.provider import secrets

USERS = {
    "reader": {"groups": ["statistics", "readers"]},
    "maintainer": {"groups": ["maintainers"]},
    "other": {"groups": ["others"]},
    "nothing said": {},
}


@contextmanager
def providing() -> Iterator[str]:
    """The address of the package oidc-provider-mock, as a program of its own that insists on a nonce."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    users = [given for name, claims in USERS.items() for given in ("--user-claims", json.dumps({"sub": name} | claims))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", *users]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:  # noqa: S603 - our own words
        url = f"http://127.0.0.1:{port}"
        try:
            for _ in range(120):
                try:
                    urllib.request.urlopen(f"{url}/.well-known/openid-configuration", timeout=5).close()  # noqa: S310 - our own server
                    break
                except OSError:
                    time.sleep(0.25)
            yield url
        finally:
            running.terminate()


@pytest.fixture(scope="module")
def guarded() -> Iterator[Server]:
    """The dashboard behind the provider."""
    with providing() as url, serve(secrets=secrets(url)) as running:
        yield running


@pytest.mark.parametrize(
    ("who", "reads"), [("reader", True), ("maintainer", True), ("other", False), ("nothing said", False)]
)
def test_the_providers_word_decides(browser: Browser, guarded: Server, who: str, *, reads: bool) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(guarded.url)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=who, exact=True).click()
    said = page.get_by_role("heading", level=1, name="Camp, detention and returnee statistics")
    said.or_(page.get_by_text("You are signed in, but not as a reader")).wait_for(timeout=30_000)
    assert said.is_visible() == reads
    assert page.request.get(f"{guarded.url}/api/v1/indicators").ok == reads
    context.close()


def test_whoever_is_denied_is_not_let_in(browser: Browser, guarded: Server) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(guarded.url)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Deny").click()
    page.get_by_role("heading", level=1, name="Sign in").wait_for(timeout=30_000)
    assert page.get_by_test_id("stMetric").count() == 0
    assert not page.request.get(f"{guarded.url}/api/v1/indicators").ok
    context.close()
