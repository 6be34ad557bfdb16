"""The browser's Back, Forward and reload bring back the view, and a link opens what it names."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.browser.harness import VisitedPage, Visitor
from tests.browser.test_controls import choose


def asked(page: VisitedPage) -> dict[str, list[str]]:
    """The keys of the address with their values."""
    return parse_qs(urlsplit(page.page.url).query)


def camp(page: VisitedPage) -> str:
    """The camp that the filter names."""
    return page.page.get_by_role("combobox", name="Camp", exact=False).first.input_value()


def test_back_undoes_a_filter_and_forward_brings_it_back(visit: Visitor) -> None:
    page = visit("camps")
    population = page.page.locator(".st-key-card-camps-population")
    choose(page, "Camp", "Roj camp")
    assert asked(page) == {"camp": ["roj"]}
    choose(page, "Camp", "Mahmoudli camp")
    assert asked(page) == {"camp": ["mahmoudli"]}
    expect(population).to_contain_text("Mahmoudli")

    page.page.go_back()
    expect(population).to_contain_text("Roj")
    page.settle()
    assert asked(page) == {"camp": ["roj"]}
    assert camp(page) == "Roj camp"
    page.page.go_back()
    expect(population).to_contain_text("Al-Hol")
    page.settle()
    assert asked(page) == {}
    assert camp(page) == "Al-Hol camp"
    page.page.go_forward()
    expect(population).to_contain_text("Roj")
    page.settle()
    page.page.reload()
    page.settle()
    expect(population).to_contain_text("Roj")
    assert asked(page) == {"camp": ["roj"]}
    page.close()


def scrolled(page: VisitedPage) -> float:
    """How far the page is scrolled, in pixels."""
    return float(page.page.get_by_test_id("stMain").evaluate("main => main.scrollTop"))


def test_a_page_opens_at_its_top_as_one_step_with_what_holds_for_all(visit: Visitor) -> None:
    """From far down, with a date and a filter in the address: the title is the page's own, and one Back undoes it."""
    page = visit("camps?camp=roj&as_known_on=2021-12-31")
    assert page.page.title() == "Camps · Camp, detention and returnee statistics"
    page.page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 900)")
    steps = page.page.evaluate("history.length")
    page.page.get_by_role("link", name="Detention").click()
    expect(page.page).to_have_title("Detention · Camp, detention and returnee statistics")
    page.settle()
    assert scrolled(page) == 0
    assert asked(page) == {"as_known_on": ["2021-12-31"]}
    assert page.page.evaluate("history.length") == steps + 1
    page.page.go_back()
    expect(page.page).to_have_title("Camps · Camp, detention and returnee statistics")
    page.settle()
    assert asked(page) == {"camp": ["roj"], "as_known_on": ["2021-12-31"]}
    assert camp(page) == "Roj camp"
    page.close()


def test_a_link_to_a_chart_opens_it_in_its_place(visit: Visitor) -> None:
    """Also where charts above it are drawn later than it stands there."""
    page = visit("camps#camps-killings")
    card = page.page.locator("#camps-killings")
    expect(card).to_be_in_viewport()
    page.page.wait_for_timeout(1500)
    box = card.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 250
    page.close()


def test_two_quick_choices_both_hold(visit: Visitor) -> None:
    """The second is made before the browser has the address of the first."""
    page = visit("pace")
    page.page.evaluate(
        """() => { const press = (name) => [...document.querySelectorAll('[role=radio]')]
             .find((one) => one.textContent.trim() === name).click();
             press('Constant share'); press('Fastest pace'); }"""
    )
    expect(page.page.get_by_role("radio", name="Fastest pace")).to_be_checked()
    page.page.wait_for_url("**pace_by=best*")
    page.settle()
    assert asked(page) == {"pace_by": ["best"], "pace_shape": ["share"]}
    expect(page.page.get_by_role("radio", name="Constant share")).to_be_checked()
    page.close()


def test_paper_is_light_and_holds_every_chart_whole(visit: Visitor) -> None:
    """At the width of an A4 sheet, of a page that is dark on the screen."""
    page = visit("camps?section=all", theme="dark")
    page.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.page.emulate_media(media="print")
    page.page.set_viewport_size({"width": 703, "height": 1000})
    page.page.wait_for_timeout(500)
    expect(page.page.get_by_test_id("stSidebar")).not_to_be_visible()
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 703
    drawings = page.page.locator(".js-plotly-plot .main-svg >> visible=true").all()
    edges = [box["x"] + box["width"] for one in drawings if (box := one.bounding_box())]
    assert len(edges) > 3
    assert max(edges) <= 704
    ground = page.page.get_by_test_id("stMain").evaluate("main => getComputedStyle(main).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    running = page.page.evaluate("document.getElementById('cs-paper').textContent")
    assert "counter(pages)" in running
    assert "As known on 28 Nov 2026" in running
    page.close()


def test_a_reload_comes_back_to_what_was_looked_at(visit: Visitor) -> None:
    """Before: the page jumped to its top."""
    page = visit("repatriation")
    page.page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 600)")
    page.page.reload()
    page.settle()
    expect(page.page.get_by_test_id("stMain")).to_have_js_property("scrollTop", 600)
    page.close()


def test_a_page_of_half_a_window_opens_with_its_filters_at_their_defaults(visit: Visitor) -> None:
    """Before: told of its room, the server sent the slider without its value, and it stood at its first year."""
    page = visit("repatriation", width=800)
    assert page.page.get_by_test_id("stSlider").first.get_by_role("slider").get_attribute("aria-valuetext") == "2025"
    page.close()
