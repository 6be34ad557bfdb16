"""Finding in a real browser: a key leads to the field, words lead to the answer, and from there into a briefing."""

from tests.browser.harness import Visitor


def test_from_a_key_to_the_figure_into_the_briefing(visit: Visitor) -> None:
    opened = visit("sources")
    page = opened.page
    page.keyboard.press("/")
    page.keyboard.type("dutch kids remaning")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find?q=*")
    opened.settle()
    answer = page.get_by_label("Answer")
    assert "about 75" in answer.inner_text()
    assert "AIVD" in answer.inner_text()
    copy = answer.get_by_role("button", name="Copy sentence")
    assert "according to AIVD" in (copy.get_attribute("data-copy") or "")
    assert page.get_by_role("link", name="Netherlands").first.get_attribute("href") == "profile?of=NLD"
    assert opened.overflow() == []
    page.get_by_role("button", name="Add to briefing").first.click()
    page.get_by_role("button", name="In the briefing").first.wait_for()
    page.get_by_role("link", name="Briefing: 1 chart").click()
    opened.settle()
    assert "1 slide in this order" in page.inner_text("body")
    assert opened.exceptions() == []
    opened.close()


def test_what_is_found_leads_on_and_another_question_is_answered(visit: Visitor) -> None:
    """The words in the field do not lead back to the answer once a link of it is followed."""
    opened = visit("")
    page = opened.page
    field = page.get_by_label("Find", exact=True)
    field.fill("Germany")
    field.press("Enter")
    page.wait_for_url("**/find?q=Germany")
    opened.settle()
    page.get_by_text("Everything on").get_by_role("link", name="Germany").click()
    page.wait_for_url("**/profile?of=DEU")
    opened.settle()
    assert opened.headings() == ["Germany"]
    field.fill("France")
    field.press("Enter")
    page.wait_for_url("**/find?q=France")
    opened.settle()
    assert "France" in page.get_by_label("Answer").inner_text()
    opened.close()


def test_a_second_question_keeps_the_date_and_the_lead(visit: Visitor) -> None:
    """Before: asked on Find itself, it was answered as of today under a date that the reader had set."""
    opened = visit("?as_known_on=2021-12-31&lead=highest")
    page = opened.page
    field = page.get_by_label("Find", exact=True)
    for words, path in (("detainees held northeast Syria", "detainees"), ("Iraqis returned from al-Hol", "Iraqis")):
        field.fill(words)
        field.press("Enter")
        page.wait_for_url(f"**/find?*q={path}*")
        opened.settle()
        assert "as_known_on=2021-12-31" in page.url
        assert "lead=highest" in page.url
        assert page.get_by_label("As known on", exact=True).input_value() == "31 Dec 2021"
        assert "2021" in page.get_by_label("Answer").inner_text()
    opened.close()
