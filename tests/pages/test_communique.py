"""The page of the communique that the data present follows the data."""

from tests.pages.whole import at


def test_the_page_sets_each_figure_beside_what_is_known_since() -> None:
    page = at("communique").run()
    assert not page.exception
    assert page.title[0].value == "What ministers stated"
    notes = " ".join(str(each.proto.body) for each in page.get("html"))
    assert "found that gives figures on land, people, forces and money together." in notes
    table = page.dataframe[0].value
    freed = table[table["Measure"] == "People freed from ISIS rule, running total"].iloc[0]
    assert freed["As the ministers stated"] == "about 7,700,000 people"
    assert freed["Newest since"] == "about 8,000,000 people"
