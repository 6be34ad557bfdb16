"""The measure of pages opens every section, and marks those that are too tall."""

from benchmarks.pages import TALLEST, Opened, addresses, table
from ui.contents import declared
from ui.registry import PAGES


def test_every_section_of_every_page_has_an_address() -> None:
    found = list(addresses([]))
    assert len(set(found)) == len(found)
    for page in PAGES:
        of_it = [address for address in found if address.split("?")[0] == page.path]
        assert len(of_it) == max(1, len(list(declared(page.file)))), page.path
    assert list(addresses(["find"])) == ["find?q=children+in+roj"]


def test_the_table_marks_what_is_too_tall_and_ends_with_the_most_of_each() -> None:
    rows = [Opened("camps?section=people", TALLEST + 1, 40, 90.25), Opened("health", 800, 60, 10.0)]
    lines = table(rows).splitlines()
    assert lines[2:] == [
        "| `/camps?section=people` | 3,001 (too tall) | 40 | 90.2 |",
        "| `/health` | 800 | 60 | 10.0 |",
        "| **most of any** | 3,001 (at most 3,000) | 60 | 90.2 |",
    ]
