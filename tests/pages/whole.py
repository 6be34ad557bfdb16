"""Pages as a test opens them: by their own address, with all their sections one below the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def at(page: str, **asked: str | list[str]) -> AppTest:
    """The dashboard as it is about to open the page of this name in pages/, asked for so in its address.

    No other page is run before it: the first page of an early date would be drawn for nobody.
    """
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=180)
    if page != "overview":  # which is what opens without an address
        app.switch_page(f"pages/{page}.py")
    for key, value in asked.items():
        app.query_params[key] = value
    return app


def opened(page: str, section: str = "all", **session: object) -> AppTest:
    """A page as it opens with one section or all of them, in a session with these values."""
    app = at(page, section=section)
    for key, value in session.items():
        app.session_state[key] = value
    return app.run()


@contextmanager
def looked_through_once() -> Iterator[None]:
    """Have the installed packages looked through for components once, and not by every page that is opened."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield
