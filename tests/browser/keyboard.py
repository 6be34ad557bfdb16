"""The way of the Tab key through a page: what it stops at, whether that is seen, and what it never reaches."""

from __future__ import annotations

from typing import NamedTuple

from tests.browser.harness import VisitedPage

MOST = 200  # stops on the way through a page
AT_ONCE = 20  # presses between two looks at what they led to

# Every element that takes the focus from now on, in order, and whether it, or what it stands in, shows that by a ring;
# the first that has had it before ends the way.
LISTEN = """() => {
  window.stops = [];
  window.through = false;
  const ringed = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  document.addEventListener("focusin", ({ target }) => {
    if (target.dataset.reached) { window.through = true; return; }
    target.dataset.reached = "yes";
    // A table or a map shows it all around itself.
    const whole = target.closest("[data-testid=stDataFrame], [data-testid=stDeckGlJsonChart]");
    let around = target, seen = whole !== null && ringed(whole);
    for (let step = 0; step < 4 && around && !seen; step++, around = around.parentElement) seen = ringed(around);
    const name = target.getAttribute("aria-label") || target.innerText || target.tagName;
    window.stops.push([name.slice(0, 60), seen]);
  });
}"""

# What can be pressed or written in and was not reached. Of a group of choices one is; arrows lead to the others.
MISSED = """() => [...document.querySelectorAll(
    "[data-testid=stApp] :is(a[href], button, input, select, textarea, summary, [tabindex='0'])")]
  .filter((one) => one.checkVisibility() && !one.disabled && one.ariaDisabled !== "true" && one.tabIndex >= 0
    && !one.dataset.reached && one.getBoundingClientRect().width > 1 && one.type !== "radio" && one.role !== "radio")
  .map((one) => one.outerHTML.slice(0, 160))"""


class Way(NamedTuple):
    """The first stop, the stops that show no ring, and what was not reached."""

    first: str
    unseen: list[str]
    missed: list[str]


def way_through(page: VisitedPage) -> Way:
    """Press Tab from the top of a page that was just opened until the way begins again."""
    page.page.evaluate(LISTEN)
    for _ in range(MOST // AT_ONCE):
        for _ in range(AT_ONCE):
            page.page.keyboard.press("Tab")
        if page.page.evaluate("window.through"):
            break
    else:
        raise AssertionError(f"the page has no end after {MOST} stops: {page.page.evaluate('window.stops')[-3:]}")
    stops = page.page.evaluate("window.stops")
    return Way(stops[0][0], [name for name, seen in stops if not seen], list(page.page.evaluate(MISSED)))
