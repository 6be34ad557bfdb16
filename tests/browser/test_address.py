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
