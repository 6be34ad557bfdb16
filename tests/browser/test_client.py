"""The buttons that stand in HTML: copied in the browser, told to the server, and links from page to page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.harness import VisitedPage, Visitor
from tests.browser.serving import ROOT, serve

APP = f"""
import sys

sys.path.insert(0, {str(ROOT)!r})
import streamlit as st
from ui import client


def do(act):
    st.session_state["said"] = "|".join(act)


@st.fragment
def first():
    st.html(
        '<button data-copy="Held: &quot;42&quot;." data-link="one">Copy</button>'
        '<button data-act="table" data-card="one" aria-expanded="false">Table</button>'
        '<h3 id="one">One</h3><a data-go href="other?of=FRA">Other</a>'
    )
    client.listen(do)
    st.text("said " + st.session_state.get("said", "nothing"))


def other():
    st.text(f"other {{dict(st.query_params)}}")


st.navigation([st.Page(first, default=True), st.Page(other, url_path="other")]).run()
"""


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[VisitedPage]:
    """A page of two buttons and a link, with a stand-in for a clipboard that can be read."""
    app: Path = tmp_path_factory.mktemp("client") / "app.py"
    app.write_text(APP, encoding="utf-8")
    with serve(app) as server:
        visitor = Visitor(browser, server)
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        visitor._contexts["light"] = context
        opened = visitor("?lead=highest&brief=x")
        yield opened
        opened.close()
        context.close()


def test_a_button_copies_its_words_and_the_address_of_its_card(page: VisitedPage) -> None:
    button = page.page.get_by_role("button", name="Copy")
    button.click()
    page.page.get_by_role("status").get_by_text("Copied").wait_for()
    copied = page.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith('Held: "42". http://127.0.0.1:')
    assert copied.endswith("/?lead=highest#one")
    page.page.get_by_role("button", name="Copy", exact=True).wait_for(timeout=4000)


def test_without_a_clipboard_a_selection_is_copied(page: VisitedPage) -> None:
    page.page.evaluate("navigator.clipboard.writeText('before')")
    page.page.evaluate("Object.defineProperty(window, 'isSecureContext', { value: false, configurable: true })")
    page.page.get_by_role("button", name="Copy").click()
    page.page.get_by_role("status").get_by_text("Copied").wait_for()
    assert page.page.evaluate("navigator.clipboard.readText()").startswith('Held: "42".')


def test_a_button_tells_the_server_what_is_asked_of_which_card(page: VisitedPage) -> None:
    button = page.page.get_by_role("button", name="Table")
    button.focus()
    button.press("Enter")
    page.page.get_by_text("said table|one|").wait_for()


def test_a_link_opens_another_page_with_what_holds_for_all(page: VisitedPage) -> None:
    page.page.evaluate("window.stayed = true")
    page.page.get_by_role("link", name="Other", exact=True).last.click()
    page.page.get_by_text("other {'of': 'FRA', 'lead': 'highest', 'brief': 'x'}").wait_for()
    assert page.page.evaluate("window.stayed")
    assert page.page_errors == []
