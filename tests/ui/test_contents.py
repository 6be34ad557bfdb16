"""Every chart of the catalogue has its place: one section of one page, which declares what it draws."""

from __future__ import annotations

from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest

from charts import catalog
from loaders import Ledger
from loaders.geo import load_geo
from tests.conftest import ROOT
from ui import card, contents, paper, rehearsal, section
from ui.client import Act
from ui.registry import PAGES
from ui.rehearsal import Scene


def test_every_chart_of_the_catalogue_is_in_one_section_of_one_page() -> None:
    held = [chart for page in PAGES for _, charts in contents.declared(page.file) for chart in charts]
    assert sorted(held) == sorted(set(held))
    assert set(held) == set(catalog.names())


def test_a_chart_leads_to_its_section_with_its_choices() -> None:
    place = contents.place_of("camps.killed_counts")
    assert place is not None
    assert place.address("camps.killed_counts", camp="roj") == "camps?camp=roj&section=safety#camps-killed-counts"
    assert contents.place_of("no.such_chart") is None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path or "overview")
def test_a_section_draws_what_it_declares(page: object, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    file = getattr(page, "file", "")
    drawn: dict[str, list[str]] = {}
    now = [""]

    def rehearse(_head: section.Body, sections: tuple[section.Section, ...]) -> None:
        _head()
        for one in sections:
            now[0] = one.key
            one.body()

    whole = card.rendered

    def note(name: str, *args: object, **kept: object) -> card.Rendered:
        drawn.setdefault(now[0], []).append(name)
        return whole(name, *args, **kept)  # type: ignore[arg-type]

    monkeypatch.setattr(section, "_rehearse", rehearse)
    monkeypatch.setattr(card, "rendered", note)
    rehearsal.rehearse(file, ledger, "light")
    declared = {key: set(charts) for key, charts in contents.declared(file) if charts}
    # A section without charts of its own may show others: the communique sets some beside its figures.
    others = {name for key, names in drawn.items() if key not in declared for name in names}
    assert others <= set(contents.places())
    own = {key: set(names) for key, names in drawn.items() if key in declared}
    # Without a subject in the address a profile is a list of names.
    assert own == ({} if file == "profile.py" else declared)


def test_no_section_holds_more_than_four_charts_and_no_page_more_than_six_sections() -> None:
    for page in PAGES:
        declared = list(contents.declared(page.file))
        assert len(declared) <= 6, page
        assert max((len(charts) for _, charts in declared), default=0) <= 4, page


def test_a_section_that_has_moved_is_where_older_links_lead() -> None:
    sections = {page.path: [key for key, _ in contents.declared(page.file)] for page in PAGES}
    for (page, gone), now in contents.MOVED.items():
        assert gone not in sections[page]
        assert gone in sections[now]
    (old,) = (page for page in PAGES if page.path == "funding")
    found = contents.moved(old, "plans")
    assert found is not None
    assert found.path == "humanitarian"
    assert contents.moved(old, "facility") is None
    assert contents.moved(None, "plans") is None


def test_an_address_sets_a_page_to_the_filters_of_a_chart(ledger: Ledger) -> None:
    """What the page then draws is the chart with these filters, of every filter that is said to be set by a key."""
    geo = load_geo(ROOT / "data")
    wanted: dict[str, dict[str, tuple[str, str, str]]] = {}
    for (where, filtered), key in contents.SETS.items():
        names = [where] if "." in where else [name for name, at in contents.places().items() if at.page.path == where]
        chart = next(name for name in names if filtered in catalog.entry(name).options(ledger))
        usual = catalog.entry(chart).filters(ledger)
        offered = [one for one in catalog.entry(chart).options(ledger)[filtered] if one and one != usual[filtered]]
        choice = offered[len(offered) // 2 - (len(offered) > 1)]
        address = contents.at_its_place(chart, usual | {filtered: choice}, usual)
        if not key:
            assert address == ""
            continue
        assert parse_qs(urlsplit(address).query)[key] == [choice]
        assert urlsplit(address).fragment == contents.anchor(chart)
        wanted.setdefault(contents.places()[chart].page.path, {})[key] = chart, filtered, choice
    for page in (one for one in PAGES if one.path in wanted):
        chosen = {key: (choice,) for key, (_, _, choice) in wanted[page.path].items()}
        made = paper.order_of(page, rehearsal.Scene(ledger, "light", chosen, ledger, []), geo)
        drawn = {(one.item.chart, name, value) for one in made.exhibits for name, value in one.spec.filters.items()}
        assert set(wanted[page.path].values()) <= drawn


def test_an_address_with_a_former_name_leads_to_the_card(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page opened, at its top: no card bore the name, and no section was known to hold it."""
    opened: list[str] = []
    monkeypatch.setattr(section, "open_section", opened.append)
    former = {old: name for name in catalog.names() for old in catalog.former(name)}
    assert former
    for old, name in former.items():
        place = contents.places()[name]
        declared = contents.declared(place.page.file)
        sections = tuple(section.Section(key, key, key, charts, lambda: None) for key, charts in declared)
        section._act(sections, Act("find", contents.anchor(old), ""))
        assert opened.pop() == place.section
        seen: list[str | rehearsal.Sketch] = []
        monkeypatch.setattr(rehearsal, "scene", partial(Scene, ledger, "light", seen=seen))
        card.card(name)
        (drawn,) = (one for one in seen if isinstance(one, rehearsal.Sketch))
        assert f'id="{contents.anchor(name)}"' in drawn.above
        assert f'id="{contents.anchor(old)}"' in drawn.above


def test_what_no_address_can_set_has_no_place(ledger: Ledger) -> None:
    usual = catalog.entry("explore.series").filters(ledger)
    assert contents.at_its_place("explore.series", usual | {"indicator": "idps"}, usual) == ""
    assert contents.at_its_place("no.such_chart", {}, {}) == ""
