"""The pages of the dashboard: which of them a question in plain words names."""

import pytest

from ui.registry import PAGES, titled

FILLERS = frozenset({"what", "since", "who", "the"})


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("what changed since 1 Jan 2026", ("changes",)),
        ("disputes on Iraqis", ("disputes",)),
        ("when is Roj empty at this pace", ("pace",)),
        ("humanitarian funding for Syria", ("funding", "humanitarian")),
        ("how much of the Syria plan 2026 is funded", ()),
        ("which dispute is the widest", ("disputes",)),
        ("French children", ()),
        ("find the one chart", ()),
    ],
)
def test_a_question_names_the_pages_whose_titles_it_holds(words: str, path: tuple[str, ...]) -> None:
    assert tuple(page.path for page in titled(words, FILLERS)) == path


def test_a_title_of_nothing_but_idle_words_is_never_named() -> None:
    assert titled("", {word.casefold() for page in PAGES for word in page.title.split()}) == ()
