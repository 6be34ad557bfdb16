"""Each control of the dashboard is used as a reader would, and the result is read off the screen."""

from __future__ import annotations

import csv
import io
from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browser.harness import VisitedPage, Visitor

pytestmark = pytest.mark.browser


def text_of(page: VisitedPage) -> str:
    """All text on the page."""
    return " ".join(page.texts())


def choose(page: VisitedPage, label: str, option: str) -> None:
    """Pick an option of a select box by typing it."""
    box, found = page.page.get_by_role("combobox", name=label), page.page.get_by_role("option", name=option, exact=True)
    for _ in range(4):  # a list that opens while its page is still being drawn may be shut by it
        box.click()
        box.fill(option)
        with suppress(PlaywrightTimeoutError):
            found.first.wait_for(timeout=8000)
            break
        box.press("Escape")
    # By keyboard: near the end of a page the list may still move under the pointer.
    for _ in range(20):
        page.page.wait_for_timeout(100)  # the mark follows a key a moment later
        marked = box.get_attribute("aria-activedescendant")
        if marked and page.page.locator(f"[id='{marked}']").inner_text().strip() == option:
            break
        box.press("ArrowDown")
    box.press("Enter")
    page.settle()


def test_the_camp_filter_changes_the_chart_and_the_address(visit: Visitor) -> None:
    page = visit("camps")
    choose(page, "Camp", "Roj camp")
    assert "Roj camp held about" in text_of(page)
    assert "camp=roj" in page.page.url
    page.close()


def test_a_link_reopens_the_same_view(visit: Visitor) -> None:
    page = visit("camps?camp=Roj+camp")
    assert "People in Roj camp" in text_of(page)
    page.close()


def test_a_value_that_is_not_offered_is_told_and_not_shown(visit: Visitor) -> None:
    """An address made by hand, with markup in it, opens the page as it is without, and one line says so."""
    page = visit("camps?section=where&camp=%3Cscript%3Ealert(1)%3C/script%3E&day=never")
    assert "People in Al-Hol camp" in text_of(page)
    assert "which is not offered under Camp; shown: Al-Hol camp." in text_of(page)
    assert "“never”, which is not offered under Date of the map" in text_of(page)
    assert not page.page_errors
    page.close()


def test_a_date_of_knowledge_in_the_address_holds_on_every_page(visit: Visitor) -> None:
    """As known on the last day of 2021 nothing later is told, and the date stays when the page changes."""
    page = visit("camps?as_known_on=2021-12-31")
    assert "As known on 31 Dec 2021" in text_of(page)
    assert "22 Feb 2026" not in text_of(page)
    page.page.get_by_role("link", name="Detention").click()
    page.settle()
    assert "As known on 31 Dec 2021" in text_of(page)
    assert "as_known_on=2021-12-31" in page.page.url
    page.close()


def test_a_date_of_knowledge_is_typed_in_the_sidebar(visit: Visitor) -> None:
    """The date chosen in the sidebar takes the charts back to what had been published by then."""
    page = visit("camps")
    assert "22 Feb 2026" in text_of(page)
    page.page.get_by_role("textbox", name="As known on").click()
    page.page.keyboard.type("31.12.2021")
    page.page.keyboard.press("Enter")
    page.page.wait_for_url("**as_known_on=2021-12-31*")
    page.settle()
    assert "As known on 31 Dec 2021" in text_of(page)
    assert "22 Feb 2026" not in text_of(page)
    page.page.get_by_role("button", name="Show everything").click()
    page.page.wait_for_url(lambda url: "as_known_on" not in url)
    page.settle()
    assert "22 Feb 2026" in text_of(page)
    assert "As known on 31 Dec 2021" not in text_of(page)
    page.close()


def test_a_disputed_figure_is_chosen_and_told_in_full(visit: Visitor) -> None:
    """Its statements stand in a table with hedge, dates, publisher, kind and place in the source."""
    page = visit("disputes")
    name = "ISIS revenue, estimate, Iraq and Syria, 2015"
    choose(page, "Disputed figure", name)
    told = page.page.locator(".st-key-card-disputes-one").inner_text()
    assert "Sources put ISIS revenue in Iraq and Syria at about $1 bn to an estimated $2.4 bn (2015)" in told
    assert "dispute=isis_revenue.iraq-syria.all.total.2015-12-31" in page.page.url
    table = page.page.get_by_label(f"Every statement of: {name}")
    assert table.first.is_visible()
    page.close()


def test_the_pace_can_be_a_share_and_come_from_the_stock_alone(visit: Visitor) -> None:
    """Shape and source of the pace change the arithmetic."""
    page = visit("pace")
    before = text_of(page)
    page.page.get_by_role("radio", name="Constant share").click()
    page.settle()
    share = text_of(page)
    assert "pace_shape=" in page.page.url
    assert share != before
    choose(page, "Departures from", "Reported departures")
    assert "pace_from=" in page.page.url
    assert text_of(page) != share
    page.close()


def test_the_flows_of_chosen_months_are_told(visit: Visitor) -> None:
    """Own months open two further choices, and the title follows them."""
    page = visit("flows")
    choose(page, "Period", "Own months")
    choose(page, "From", "1 Jan 2023")
    choose(page, "To", "30 Jun 2023")
    assert "flow_from=" in page.page.url
    assert "flow_to=" in page.page.url
    assert "Jun 2023" in page.page.locator(".st-key-card-flows-sankey").inner_text()
    page.close()


def test_another_lead_is_named_under_every_chart(visit: Visitor) -> None:
    page = visit("camps")
    choose(page, "Where sources differ", "Highest statement leads")
    assert "highest statement leads" in text_of(page)
    assert "lead=" in page.page.url
    page.close()


def test_the_table_under_a_chart_opens_with_its_sources(visit: Visitor) -> None:
    page = visit("camps")
    card = page.page.locator(".st-key-card-camps-population")
    button = card.get_by_role("button", name="Table", exact=True)
    assert button.get_attribute("aria-expanded") == "false"
    button.click()
    page.settle()
    assert button.get_attribute("aria-expanded") == "true"
    assert card.get_by_test_id("stDataFrame").is_visible()
    assert "Agence France-Presse" in card.inner_text()
    page.close()


def test_the_downloaded_csv_holds_the_figures_of_the_chart(visit: Visitor) -> None:
    """The file has the figure that the title states, with its source."""
    page = visit("camps")
    card = page.page.locator(".st-key-card-camps-population")
    card.get_by_role("button", name="Download").click()
    page.settle()
    with page.page.expect_download() as waiting:
        page.page.get_by_text("Data (CSV)").click()
    content = waiting.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    first = [row for row in rows if row["period_end"] == "2019-05-05" and row["role"] == "headline"]
    assert [row["value"] for row in first] == ["73520.0"]
    assert first[0]["publisher"] == "REACH Initiative"
    page.close()


def test_a_dispute_opens_from_the_chart(visit: Visitor) -> None:
    """One click leads from a chart to all statements of its widest dispute."""
    page = visit("detention")
    page.page.get_by_role("link", name="Dispute", exact=True).first.click()
    page.page.wait_for_url("**/disputes?dispute=*")
    page.settle()
    assert page.headings() == ["Disputes"]
    assert "dispute=" in page.page.url
    assert "Every statement of the figure" in page.page.locator(".st-key-card-disputes-one").inner_text()
    page.close()


def _type_day(page: VisitedPage, label: str, day: str) -> None:
    field = page.page.get_by_role("textbox", name=label, exact=True)
    field.fill(day)
    field.press("Enter")
    page.settle()


def test_what_changed_since_is_told_between_two_dates(visit: Visitor) -> None:
    """Both dates are chosen on the page; a second date that is not after the first is answered in words."""
    page = visit("changes")
    _type_day(page, "Known on", "31.12.2019")
    _type_day(page, "Compared with", "30 Jun 2020")
    assert "between 31 Dec 2019 and 30 Jun 2020" in text_of(page).replace("Between", "between")
    assert "chg_from=" in page.page.url
    assert "chg_to=" in page.page.url
    _type_day(page, "Known on", "31 Dec 2020")
    assert "Choose a second date after the first." in text_of(page)
    page.close()


def test_another_declared_comparison_is_shown(visit: Visitor) -> None:
    """Counts of the same thing under different names stand side by side, reopened by a link."""
    page = visit("disputes?section=apart")
    card = page.page.locator(".st-key-card-disputes-comparison")
    before = card.inner_text()
    assert "People killed in Al-Hol camp in 2021" in before
    choose(page, "Comparison", "Attacks claimed by ISIS in Iraq and Syria in 2023")
    after = card.inner_text()
    assert after.splitlines()[0] != before.splitlines()[0]
    assert "cmp=" in page.page.url
    page.page.reload()
    page.settle()
    assert card.inner_text().splitlines()[0] == after.splitlines()[0]
    page.close()


def test_the_theme_holds_for_the_list_and_the_chart_of_disputes(visit: Visitor) -> None:
    """Of another theme the widest dispute is another one."""
    page = visit("disputes?section=all_of_them")
    card = page.page.locator(".st-key-card-disputes-widest")
    before = card.inner_text()
    choose(page, "Theme", "Funding")
    assert "dsp_theme=" in page.page.url
    assert card.inner_text().splitlines()[0] != before.splitlines()[0]
    page.close()


def test_the_set_pace_moves_by_keyboard(visit: Visitor) -> None:
    """The arrow keys move the slider, and tiles, sentence and address follow."""
    page = visit("pace?pace_by=Set+pace")
    slider = page.page.get_by_role("slider", name="Set pace, people a month")
    before, sentence = slider.get_attribute("aria-valuetext"), page.page.locator(".cs-takeaway").inner_text()
    slider.focus()
    slider.press("ArrowRight")
    page.settle()
    assert slider.get_attribute("aria-valuetext") != before
    assert page.page.locator(".cs-takeaway").inner_text() != sentence
    assert "pace_set=" in page.page.url
    page.close()


def test_compare_switches_between_places_and_nationalities_and_its_ways(visit: Visitor) -> None:
    """Each switch changes the chart, and the order of the table follows its own control."""
    page = visit("compare")
    card = page.page.locator(".st-key-card-compare-series")
    assert "Roj camp" in card.inner_text()
    page.page.get_by_role("radio", name="Nationalities and donors").click()
    page.settle()
    assert "cmp_by=" in page.page.url
    assert "Roj camp" not in card.inner_text().splitlines()[0]
    choose(page, "Shown as", "Index, each one's first figure = 100")
    assert "cmp_as=" in page.page.url
    page.page.get_by_role("link", name="Taken back").click()
    page.settle()
    assert "section=scorecard" in page.page.url
    choose(page, "Largest first by", "Share repatriated")
    assert "cmp_sort=" in page.page.url
    page.close()


def test_the_pace_is_reckoned_for_the_chosen_population(visit: Visitor) -> None:
    """Another population and a set pace change the sentence, the arithmetic and the address."""
    page = visit("pace")
    before = text_of(page)
    choose(page, "Population", "Displaced people in Iraq")
    assert "Displaced people in Iraq" in text_of(page)
    assert text_of(page) != before
    page.page.get_by_role("radio", name="Set pace").click()
    page.settle()
    assert "pace_by=" in page.page.url
    for tab, told in (("A claim", "A claim of 2023"), ("Tried on history", "Each forecast uses only")):
        page.page.get_by_role("link", name=tab).click()
        page.settle()
        assert told in text_of(page)
    page.close()


def test_the_flows_of_another_year_balance_on_the_screen(visit: Visitor) -> None:
    page = visit("flows")
    choose(page, "Period", "2024")
    assert "In 2024" in text_of(page)
    assert "flow_period=2024" in page.page.url
    assert page.charts()
    page.close()


def test_a_comparison_is_reopened_by_its_link(visit: Visitor) -> None:
    page = visit("compare")
    choose(page, "Measure", "People living in camp")
    page.page.reload()
    page.settle()
    assert "People living in camp" in text_of(page)
    page.close()
