"""Sections as a reader meets them: opened by their tabs and by Back, with the actions of their cards, and on paper.

That each is whole and short stands in test_every_page.py, which has the pages open.
"""

from __future__ import annotations

import os
import signal
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from charts.palette import INK
from tests.browser.harness import PAGE_LIMIT, Visitor
from tests.browser.serving import Server
from ui.news import EVERY


def test_a_section_is_a_step_of_the_history_and_keeps_the_filters(visit: Visitor) -> None:
    page = visit("camps?camp=roj")
    page.page.get_by_role("link", name="Safety").click()
    expect(page.page.locator("h2#section-safety")).to_be_visible()
    assert "section=safety" in page.page.url
    assert "camp=roj" in page.page.url
    page.page.get_by_role("link", name="Whole page").click()
    expect(page.page.locator("h2#section-custody")).to_be_attached(timeout=30_000)
    page.settle()
    assert page.page.locator("h2.cs-question").count() == 5
    page.page.go_back()
    expect(page.page.locator("h2#section-custody")).to_have_count(0, timeout=30_000)
    expect(page.page.locator("h2#section-safety")).to_be_visible()
    page.page.go_back()
    expect(page.page.locator("h2#section-people")).to_be_visible()
    page.close()


def test_a_click_right_after_a_change_of_the_window_is_answered(visit: Visitor, server: Server) -> None:
    """The window tells its server of its new width, at which the whole page is run; not in the place of a click."""
    page = visit("camps", width=1400)
    page.page.set_viewport_size({"width": 420, "height": 900})
    page.page.wait_for_timeout(100)
    os.kill(server.process, signal.SIGSTOP)
    try:
        page.page.locator("a[data-act=section]").nth(2).click()
        page.page.wait_for_timeout(1000)
    finally:
        os.kill(server.process, signal.SIGCONT)
    page.settle()
    asked = page.page.locator("a[data-act=section]").nth(2).get_attribute("data-value")
    assert f"section={asked}" in page.page.url
    expect(page.page.locator(f"h2#section-{asked}")).to_be_visible()
    page.close()


def test_a_page_that_is_only_read_asks_nothing_of_its_server_but_for_newer_data(visit: Visitor) -> None:
    """A run that a page asks for by itself could take the place of the one that a click has begun."""
    page = visit("camps")
    answers = len(page.conversation.received)
    with page.page.expect_request("**/newest") as looked:
        page.page.wait_for_timeout(2 * 1000 * EVERY)
    assert looked.value.method == "GET"
    assert len(page.conversation.received) == answers
    page.close()


def test_the_actions_of_a_card_are_reached_by_keyboard_and_keep_the_focus(visit: Visitor) -> None:
    page = visit("camps")
    card = page.page.locator(".st-key-card-camps-population")
    card.get_by_role("button", name="Copy sentence").focus()
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Tab")
    table = card.get_by_role("button", name="Table", exact=True)
    expect(table).to_be_focused()
    page.page.keyboard.press("Enter")
    expect(table).to_have_attribute("aria-expanded", "true", timeout=30_000)
    page.settle()
    expect(table).to_be_focused()
    wide = card.bounding_box()
    inner = card.get_by_test_id("stDataFrame").bounding_box()
    assert wide is not None
    assert inner is not None
    assert inner["width"] > 0.9 * wide["width"]
    assert (inner["height"] - 2) % 33 == 0, "the last row of the table is cut"
    card.get_by_role("button", name="Key").click()
    expect(page.page.locator("#key-to-marks")).to_be_visible()
    page.page.keyboard.press("Escape")
    expect(page.page.locator("#key-to-marks")).to_be_hidden()
    page.close()


def test_a_chart_beside_a_taller_one_uses_the_room(visit: Visitor) -> None:
    """Before: three pairs of bars stood over 130 pixels of nothing, beside dots of nine years."""
    page = visit("camps?section=who")
    left = page.page.evaluate(
        "[...document.querySelectorAll('.cs-below')].map((e) => e.querySelector('.cs-acts').getBoundingClientRect().top"
        " - e.querySelector('.cs-foot').getBoundingClientRect().bottom)"
    )
    assert len(left) == 4
    assert max(left) < 10
    page.close()


def test_lines_of_links_break_evenly_on_a_phone(visit: Visitor) -> None:
    """One of seven actions stood on a line of its own, and so did the second of two links beside the tabs."""
    page = visit("displacement?section=iraq", width=400)
    lines = page.page.evaluate(
        "[...document.querySelectorAll('.cs-acts')].map((e) => Object.values(Object.groupBy([...e.children],"
        " (one) => Math.round(one.getBoundingClientRect().top))).map((line) => line.length))"
    )
    assert max(map(len, lines)) == 2
    assert min(line[-1] for line in lines) > 1
    tops = page.page.evaluate(
        "['.cs-whole', '.cs-paper'].map((e) => document.querySelector(e).getBoundingClientRect().top)"
    )
    assert tops[0] == tops[1]
    page.close()


def test_a_legend_covers_no_row_once_a_window_is_wider(visit: Visitor) -> None:
    """It took three lines before and one then, and stood where the first rows had come to be."""
    page = visit("camps?section=custody", width=800)
    page.page.set_viewport_size({"width": 1400, "height": 1000})
    page.page.wait_for_timeout(1500)
    page.settle()
    legend, bars = (page.page.locator(f".js-plotly-plot {part}").bounding_box() for part in (".legend", ".barlayer"))
    assert legend is not None
    assert bars is not None
    assert legend["y"] + legend["height"] <= bars["y"] + 6  # beneath its last name
    page.close()


def test_a_map_of_the_world_fills_a_window_that_was_made_wider(visit: Visitor) -> None:
    """It stayed as small as in the narrow one, with water around it, under names placed for the wide one."""
    page = visit("repatriation", width=800)
    page.resize(1400)
    page.page.wait_for_timeout(1500)
    page.settle()
    (shown,) = page.maps()
    assert shown.largest_share < 0.85
    page.close()


def test_the_unit_of_a_tile_stays_with_its_number(visit: Visitor) -> None:
    """Before: `at least $17.8`, and `bn` beneath it."""
    page = visit("humanitarian?section=appeals")
    apart = page.page.evaluate(
        """() => [...document.querySelectorAll(".cs-value")].filter((one) => one.textContent.endsWith(" bn"))
        .map((one) => {
        const text = one.firstChild, at = (start, end) => {
            const range = document.createRange();
            range.setStart(text, start); range.setEnd(text, end);
            return range.getBoundingClientRect().top;
        };
        const end = text.length;
        return at(end - 1, end) - at(end - 4, end - 3);
        })"""
    )
    assert len(apart) > 2
    assert max(apart) == 0
    page.close()


def test_the_sentence_of_a_card_is_copied_with_its_source_and_address(visit: Visitor) -> None:
    page = visit("camps?camp=roj&section=who")
    page.page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (t) => { window.copied = t; } } })"
    )
    page.page.locator(".st-key-card-camps-by-origin").get_by_role("button", name="Copy sentence").click()
    page.page.get_by_role("status").get_by_text("Copied").wait_for()
    copied = page.page.evaluate("window.copied")
    assert "Roj camp" in copied
    assert ". Source" in copied
    assert copied.endswith("/camps?camp=roj&section=who#camps-by-origin")
    page.close()


def test_a_page_gives_its_pdf_with_the_choices_that_are_open(visit: Visitor) -> None:
    """By the link beside the tabs, which presses the button at the foot."""
    page = visit("camps?camp=roj&section=safety")
    with page.page.expect_download(timeout=90_000) as taken:
        page.page.get_by_role("link", name="PDF of this page").click()
    assert taken.value.suggested_filename == "camps.pdf"
    text = " ".join(one.extract_text() for one in PdfReader(taken.value.path()).pages)
    assert "Roj camp held" in " ".join(text.split())
    page.close()


def test_on_paper_charts_are_drawn_anew_and_every_sheet_has_its_date(visit: Visitor) -> None:
    """Light from the dark theme, foot below the drawing, folded notes opened; the screen is as before afterwards."""
    page = visit("camps?section=all", theme="dark")
    widths = "() => [...document.querySelectorAll('.js-plotly-plot')].map((one) => one.layout.width)"
    page.page.evaluate(
        "() => addEventListener('beforeprint', () => { window.printed = "
        "[...document.querySelectorAll('.js-plotly-plot .main-svg')].map((one) => one.getAttribute('width')) })"
    )
    before = page.page.evaluate(widths)
    sheets = [one.extract_text() for one in PdfReader(BytesIO(page.page.pdf(prefer_css_page_size=True))).pages]
    assert {float(width) for width in page.page.evaluate("() => window.printed")} == {672.0}
    assert all("As known on" in text and f"{at} / {len(sheets)}" in text for at, text in enumerate(sheets, 1))
    whole = "".join("".join(sheets).split())
    titles = ["".join(title.split()) for title in page.page.locator(".cs-title").all_inner_texts()]
    for title in titles:
        assert title in whole
    assert titles[0] in "".join(sheets[0].split()), "the first chart has room beneath the tiles"
    assert page.page.evaluate(widths) == before
    assert page.page.locator(".cs-foot details[open]").count() == 0
    page.close()


def test_on_paper_legends_stand_off_the_marks_and_cards_on_one_sheet(visit: Visitor) -> None:
    """A legend of several lines lay over the first bars, and the last line of a high card stood on the next sheet."""
    page = visit("detention?section=trials")
    over = page.page.evaluate(
        """() => {
          window.dispatchEvent(new Event("beforeprint"));
          const box = (chart, part) => chart.querySelector(part)?.getBoundingClientRect();
          const charts = [...document.querySelectorAll(".js-plotly-plot:has(.legend)")];
          const below = (chart) => box(chart, ".legend").bottom - box(chart, ".gridlayer").top;
          const found = charts.map((one) => [below(one), one.layout.height]);
          window.dispatchEvent(new Event("afterprint"));
          return found;
        }"""
    )
    assert over
    assert all(below <= 1 and height <= 780 for below, height in over)
    page.close()


@pytest.mark.parametrize("path", ["", "detention", "funding"])
def test_the_first_chart_stands_on_the_first_sheet_and_none_is_empty(visit: Visitor, path: str) -> None:
    """Half of the first sheet was left free, because title, tiles and chart were as large as on the screen."""
    page = visit(path)
    sheets = ["".join(one.extract_text().split()) for one in PdfReader(BytesIO(page.page.pdf())).pages]
    first = page.page.locator(".cs-title").first.inner_text()
    assert "".join(first.split()) in sheets[0]
    bare = len("".join(page.page.title().split())) + len(page.page.url) + 60  # what stands at the edges of a sheet
    assert min(map(len, sheets)) > bare
    page.close()


def test_a_table_is_whole_on_paper_and_drawn_once(visit: Visitor) -> None:
    """Its last column stands on the sheet; on the screen only the table that scrolls is seen."""
    page = visit("sources?section=all")
    printed = page.page.locator(".cs-printed")
    assert printed.count() > 0
    assert not any(one.is_visible() for one in printed.all())
    heads = printed.first.locator("th").all_text_contents()
    page.page.emulate_media(media="print")
    assert all(one.is_visible() for one in printed.all())
    assert not any(one.is_visible() for one in page.page.locator("[data-testid=stDataFrame]").all())
    sheets = "".join(one.extract_text() for one in PdfReader(BytesIO(page.page.pdf())).pages)
    assert all("".join(head.split()) in "".join(sheets.split()) for head in heads)
    page.close()


def test_charts_follow_the_theme_of_the_system_by_themselves(visit: Visitor) -> None:
    """At nightfall nobody presses anything."""
    opened = visit("camps?section=custody")
    opened.page.emulate_media(color_scheme="dark")
    ink = ", ".join(str(part) for part in bytes.fromhex(INK["dark"]["muted"].lstrip("#")))
    words = opened.page.locator(f".js-plotly-plot .xtick text[style*='rgb({ink})']")
    words.first.wait_for(timeout=PAGE_LIMIT * 1000)
    opened.close()


DRAWS = """() => {
  window.widths = new Map();
  const set = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    const cell = this.closest("[data-testid=stGridCell]");
    if (name === "width" && cell && this.classList.contains("main-svg")) {
      const card = cell.querySelector(".cs-title").id;
      window.widths.set(card, [...new Set([...(window.widths.get(card) ?? []), Math.round(value)])]);
    }
    return set.call(this, name, value);
  };
}"""


def test_a_chart_beside_another_is_drawn_for_the_width_that_it_has(visit: Visitor) -> None:
    """And not for that of the whole page first: what is drawn twice comes late."""
    page = visit("camps")
    page.page.evaluate(DRAWS)
    for name in ("Returns", "Camps", "Returns"):
        page.page.evaluate("window.widths.clear()")
        page.page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).first.click()
        page.settle()
        assert page.charts()
    drawn = dict(page.page.evaluate("[...window.widths]"))
    assert {len(widths) for card, widths in drawn.items() if card.startswith("returns")} == {1}, drawn
    page.close()
