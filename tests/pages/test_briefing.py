"""The wiring of Briefing, of the basket that every card fills, and of the page that a slide's link opens."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from exports import Briefing, Item, from_token, to_json, to_token
from exports.ready import briefings
from loaders import Ledger
from tests.pages.whole import at
from ui.basket import LONGEST

POPULATION = Item("camps.population", {"camp": "roj"})
HELD = Item("detention.held")
KILLINGS = Item("camps.killings")


@pytest.fixture
def opened() -> Callable[..., AppTest]:
    """Opens the page with a briefing in the address."""

    def run(*items: Item, title: str = "Weekly", packed: str = "") -> AppTest:
        brief = packed or to_token(Briefing(title, items))
        return at("briefing", **({"brief": brief} if items or packed else {})).run()

    return run


def briefing(page: AppTest) -> Briefing:
    """What the address holds."""
    token = page.query_params["brief"]
    return from_token(token if isinstance(token, str) else token[0])


def charts(page: AppTest) -> list[str]:
    """The charts of the briefing in their order."""
    return [item.chart for item in briefing(page).items]


def texts(page: AppTest) -> str:
    """Everything that the page writes as HTML."""
    return " ".join(str(html.proto.body) for html in page.get("html"))


def said(page: AppTest) -> str:
    """Everything that the page tells in boxes."""
    return " ".join(str(box.value) for box in [*page.info, *page.warning, *page.error])


def link(page: AppTest) -> str:
    """What the sidebar says of the briefing."""
    return str(next(one.proto.label for one in page.sidebar.get("page_link")))


def test_the_empty_page_explains_itself_and_offers_six_briefings(
    opened: Callable[..., AppTest], ledger: Ledger
) -> None:
    page = opened()
    assert not page.exception
    assert "choose “Add” under any chart" in texts(page)
    assert [button.key for button in page.button if str(button.key).startswith("open-")] == [
        f"open-{name}" for name in briefings(ledger)
    ]
    assert link(page) == "Briefing: no chart"


def test_a_link_brings_its_charts_back(opened: Callable[..., AppTest]) -> None:
    page = opened(POPULATION, HELD, title="For the minister")
    assert not page.exception
    assert link(page) == "Briefing: 2 charts"
    assert page.text_input(key="briefing-title").value == "For the minister"
    assert page.text_area(key="title-1").placeholder.startswith("Roj camp")
    assert "Camp: Roj camp" in texts(page)


def test_a_ready_made_briefing_opens_in_one_click_and_can_be_taken_back(opened: Callable[..., AppTest]) -> None:
    page = opened(POPULATION)
    page.button(key="open-funding").click().run()
    assert not page.exception
    assert len(charts(page)) == 10
    assert page.text_input(key="briefing-title").value == "Funding and pledges"
    assert "Opened “Funding and pledges” in place of what was here." in said(page)
    page.button(key="briefing-undo").click().run()
    assert briefing(page) == Briefing("Weekly", (POPULATION,))


def test_a_ready_made_briefing_keeps_the_date_of_the_sidebar_and_says_what_it_leaves_out(
    opened: Callable[..., AppTest],
) -> None:
    page = opened()
    page.text_input(key="as_known_on").set_value("2023-12-31").run()
    page.button(key="open-situation").click().run()
    assert not page.exception
    assert {item.known_on for item in briefing(page).items} == {"2023-12-31"}
    assert "as known on 31 Dec 2023" in texts(page)
    assert "Syrians back from abroad, Humanitarian plan for Syria" in said(page)
    assert "each slide below keeps its own" in texts(page)


def test_the_scorecard_is_of_the_chosen_country(opened: Callable[..., AppTest]) -> None:
    page = opened()
    page.selectbox(key="country-repatriation").set_value("DEU").run()
    page.button(key="open-repatriation").click().run()
    assert not page.exception
    assert briefing(page).title == "Repatriation scorecard: Germany"


def test_charts_move_up_and_down(opened: Callable[..., AppTest]) -> None:
    page = opened(POPULATION, HELD, KILLINGS)
    page.button(key="down-1").click().run()
    assert charts(page) == ["detention.held", "camps.population", "camps.killings"]
    page.button(key="up-3").click().run()
    assert charts(page) == ["detention.held", "camps.killings", "camps.population"]
    assert page.button(key="up-2").disabled
    assert page.button(key="down-1").disabled
    assert not page.exception


def test_a_headline_of_ones_own_stays_with_its_chart_and_an_empty_one_restores_the_computed(
    opened: Callable[..., AppTest],
) -> None:
    page = opened(POPULATION, HELD)
    page.text_area(key="title-1").set_value("Roj is\n  next").run()
    page.text_area(key="point-1").set_value("Ask for a plan.").run()
    page.button(key="down-1").click().run()
    assert briefing(page).items[1].title == "Roj is next"
    assert briefing(page).items[1].point == "Ask for a plan."
    page.text_area(key="title-1").set_value("").run()
    assert briefing(page).items[1].title == ""
    assert not page.exception


def test_a_removed_chart_comes_back_with_its_words(opened: Callable[..., AppTest]) -> None:
    page = opened(Item("detention.held", title="Mine"), KILLINGS)
    page.button(key="remove-1").click().run()
    assert charts(page) == ["camps.killings"]
    page.button(key="briefing-undo").click().run()
    assert [item.title for item in briefing(page).items] == ["Mine", ""]
    assert page.text_area(key="title-1").value == "Mine"


def test_an_emptied_briefing_leaves_the_address_and_comes_back(opened: Callable[..., AppTest]) -> None:
    page = opened(POPULATION)
    page.button(key="briefing-clear").click().run()
    assert "brief" not in page.query_params
    assert link(page) == "Briefing: no chart"
    page.button(key="briefing-undo").click().run()
    assert charts(page) == ["camps.population"]


def test_a_faulty_link_is_told_and_breaks_nothing(opened: Callable[..., AppTest], ledger: Ledger) -> None:
    page = opened(packed="eNqVkE1Ox")
    assert not page.exception
    assert "This link holds no briefing" in said(page)
    page.button(key="open-al-hol").click().run()
    assert "This link holds no briefing" not in said(page)
    assert len(charts(page)) == len(briefings(ledger)["al-hol"].slides)


def test_a_choice_that_the_data_do_not_have_is_told_beside_its_slide(opened: Callable[..., AppTest]) -> None:
    page = opened(Item("camps.population", {"camp": "atlantis"}), HELD)
    assert not page.exception
    assert "no such chart or choice" in said(page)
    assert "1 of 2 slides cannot be made" in texts(page)
    assert "atlantis" not in f"{said(page)} {page.text_area(key='title-1').placeholder}"


def test_the_date_of_a_slide_is_written_as_one_writes_dates(opened: Callable[..., AppTest]) -> None:
    """Before: a field of year, month and day in parts, where 31.12.2020 came to be another date."""
    page = opened(POPULATION)
    page.session_state["choose-1"] = True
    page.run()
    page.text_input(key="known-1").input("someday").run()
    assert page.button(key="swap-1").disabled
    assert any("That is no date from" in caption.value for caption in page.caption)
    page.text_input(key="known-1").input("31.12.2020").run()
    page.button(key="swap-1").click().run()
    assert not page.exception
    assert briefing(page).items[0].known_on == "2020-12-31"


def much(items: int) -> Briefing:
    """A briefing whose words do not repeat, so that they cannot be packed small."""
    texts = ["".join(chr(0x4E00 + (k * 7919 + n * 104729) % 20000) for k in range(600)) for n in range(items)]
    return Briefing("Long", tuple(Item("detention.held", point=text) for text in texts))


def test_a_file_brings_back_what_is_too_long_for_a_link(opened: Callable[..., AppTest]) -> None:
    """The address stays short, and the page says that the file keeps the briefing."""
    page = opened()
    long = much(12)
    assert len(to_token(long)) > LONGEST
    page.file_uploader(key="briefing-file").set_value(("brief.json", to_json(long).encode(), "application/json")).run()
    assert not page.exception
    assert link(page) == "Briefing: 12 charts"
    assert "brief" not in page.query_params
    assert page.text_area(key="point-12").value == long.items[-1].point
    assert any("too long for a link" in caption.value for caption in page.caption)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b'{"items": 3}', b'{"items": [{"chart": "no.such"}]}'])
def test_a_faulty_file_is_told_and_leaves_the_briefing_as_it_is(content: bytes, opened: Callable[..., AppTest]) -> None:
    page = opened(POPULATION)
    page.file_uploader(key="briefing-file").set_value(("brief.json", content, "application/json")).run()
    assert not page.exception
    assert charts(page) == ["camps.population"]
    assert page.warning


@pytest.mark.parametrize("content", [b"", b"no template", b"PK\x05\x06" + bytes(18)])
def test_a_broken_template_is_told_and_the_built_in_look_stays(content: bytes, opened: Callable[..., AppTest]) -> None:
    page = opened(POPULATION)
    page.session_state["template"] = True
    page.run()
    page.file_uploader(key="template-file-0").set_value(("ministry.pptx", content, "")).run()
    assert not page.exception
    assert "ministry.pptx cannot be used" in said(page)


def test_the_link_of_a_slide_opens_its_chart_as_it_was() -> None:
    """With its filter, date and lead in words, whatever the sidebar holds."""
    item = Item("camps.population", {"camp": "roj"}, "2022-06-30", "highest")
    page = at("chart", show=to_token(Briefing("", (item,)))).run()
    assert not page.exception
    assert "Camp: Roj camp; as known on 30 Jun 2022; highest statement leads." in texts(page)
    assert 'id="camps-population"' in texts(page)
    assert "2026" not in texts(page)


@pytest.mark.parametrize("token", ["", "x", to_token(Briefing("", (Item("camps.population", {"camp": "atlantis"}),)))])
def test_a_link_to_no_chart_is_told_in_words(token: str) -> None:
    page = at("chart", show=token).run()
    assert not page.exception
    assert page.title[0].value == "One chart"
    assert "link" in f"{said(page)} {texts(page)}" or "no such chart" in said(page)
    assert "atlantis" not in f"{said(page)} {texts(page)}"
