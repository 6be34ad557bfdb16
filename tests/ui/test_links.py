"""Names of places, countries and publishers lead to their profiles, in HTML and in tables, and nothing else does."""

import pandas as pd
import pytest

from loaders import Ledger
from ui import data, links
from ui.answers import _row as tell_answers


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch, ledger: Ledger) -> None:
    monkeypatch.setattr(data, "ledger", lambda: ledger)


def test_a_name_within_a_text_is_a_link_and_the_rest_is_escaped(ledger: Ledger) -> None:
    told = links.within(ledger, "Source: <b>UNHCR</b>, via UN OCHA (1 Feb 2026)", ("UNHCR", "UN OCHA", "Nobody"))
    assert told == (
        'Source: &lt;b&gt;<a href="profile?of=UNHCR" data-go>UNHCR</a>&lt;/b&gt;, via '
        '<a href="profile?of=UN%20OCHA" data-go>UN OCHA</a> (1 Feb 2026)'
    )


def test_a_column_of_names_is_of_links_and_one_with_other_texts_stays() -> None:
    table = pd.DataFrame({"Country": ["Germany", "Türkiye"], "Publisher": ["UNHCR and 3 others", "IOM"]})
    made, names = links.linked(table)
    assert names == ["Country"]
    assert list(made["Country"]) == ["profile?of=Germany", "profile?of=T%C3%BCrkiye"]
    assert list(made["Publisher"]) == list(table["Publisher"])
    assert links.linked(table)[0] is made


def test_an_empty_cell_is_no_link() -> None:
    made, names = links.linked(pd.DataFrame({"Where": ["Al-Hol camp", ""]}))
    assert names == ["Where"]
    assert made["Where"].iloc[0] == "profile?of=Al-Hol%20camp"
    assert pd.isna(made["Where"].iloc[1])


def test_hostile_text_in_a_name_cannot_leave_its_link(ledger: Ledger) -> None:
    assert links.address('"><script>') == "profile?of=%22%3E%3Cscript%3E"
    assert "<script>" not in links.within(ledger, "<script>alert(1)</script> UNHCR", ("UNHCR",))


def test_who_says_an_answer_of_the_overview_leads_to_a_profile(ledger: Ledger) -> None:
    """Before: the tiles of every other page did so, those of the Overview were plain text."""
    row = tell_answers(ledger)
    assert '<p class="cs-said"><a href="profile?of=IOM" data-go>IOM</a>, in ' in row
