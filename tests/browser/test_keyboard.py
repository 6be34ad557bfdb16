"""The keyboard reaches everything that can be pressed, and shows where it is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.harness import VisitedPage, Visitor

MOST = 150  # stops on the way through a page

# What has the focus, and whether it, or what it stands in, shows that by a ring; None at the end of the page.
FOCUSED = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  focused.dataset.reached = "yes";
  const ringed = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  let around = focused, seen = false;
  for (let step = 0; step < 4 && around && !seen; step++, around = around.parentElement) seen = ringed(around);
  return { name: focused.getAttribute("aria-label") || focused.innerText || focused.tagName, seen };
}"""

# What can be pressed or written in and was not reached. Of a group of choices one is; arrows lead to the others.
MISSED = """() => [...document.querySelectorAll(
    "[data-testid=stApp] :is(a[href], button, input, select, textarea, summary, [tabindex='0'])")]
  .filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0 && !one.dataset.reached
    && one.getBoundingClientRect().width > 1 && one.type !== "radio")
  .map((one) => one.outerHTML.slice(0, 160))"""


def way_through(page: VisitedPage) -> list[dict[str, Any]]:
    """Every stop of the Tab key from the top of the page to its end."""
    stops: list[dict[str, Any]] = []
    for _ in range(MOST):
        page.page.keyboard.press("Tab")
        focused = page.page.evaluate(FOCUSED)
        if focused is None:
            return stops
        stops.append(focused)
    raise AssertionError(f"the page has no end after {MOST} stops: {stops[-3:]}")


@pytest.mark.parametrize("path", ["camps", "explore"])
def test_the_keyboard_reaches_everything_and_is_seen(visit: Visitor, path: str) -> None:
    """The way to what the page says is short: the first stop leads past the navigation."""
    page = visit(path)
    stops = way_through(page)
    assert stops[0]["name"] == "Skip to main content"
    assert [stop["name"][:60] for stop in stops if not stop["seen"]] == []
    assert page.page.evaluate(MISSED) == []
    page.close()
