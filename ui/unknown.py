"""What an address asks that no page has: a key written otherwise, and the page or key that it comes near to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from urllib.parse import urlencode

from charts import understood
from charts.text import one_line
from ui.registry import PAGES, URL_KEYS, Page

_TOLD = 60  # letters of what an address asks that are said again


def near_key(page: Page, key: str) -> str:
    """The key of a page that an unknown one comes near to; empty for a known one and for what is like none.

    What is like none is left alone: links from elsewhere carry keys of their own.
    """
    if any(one.key == key for one in URL_KEYS):
        return ""
    own = [one.key for one in URL_KEYS if not one.pages or page.path in one.pages]
    bare = {one.partition("_")[2] or one: one for one in own}
    found = understood.near(key, own) or [bare[one] for one in understood.near(key, list(bare))]
    return found[0] if found else ""


def keys_html(page: Page, given: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """What is said of each key of an address that the page does not have, with the near one as a link that sets it."""
    for key, values in given.items():
        if near := near_key(page, key):
            rest = {one: list(held) for one, held in given.items() if one not in (key, near)}
            to = escape(f"{page.path or '.'}?{urlencode(rest | {near: list(values)}, doseq=True)}")
            asked = escape(one_line(f"{key}={','.join(values)}")[:_TOLD])
            yield (
                f"The address asks for “{asked}”, which this page does not know; near: "
                f'<a href="{to}" data-go>{escape(near)}</a>.'
            )


def pages() -> list[tuple[str, str]]:
    """Path and title of every page, by which the browser names the nearest to an address that has none."""
    return [(one.path, one.title) for one in PAGES if one.path]
