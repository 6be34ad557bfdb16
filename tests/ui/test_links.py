"""Names of places, countries and publishers lead to their profiles, in HTML and in tables, and nothing else does."""

from urllib.parse import unquote

import pandas as pd
import pytest

from analysis.subjects import resolve
from charts.profile_words import disputes_table
from charts.views.disputes import dispute_ids
from exports.quoted import cited
from loaders import Ledger
from loaders.frames import as_records
from ui import data, find, links, profiles
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


def test_a_column_of_attributions_has_one_of_profiles_beside_it() -> None:
    """Before: who stated a figure was plain text in every table of statements."""
    stated_by = ["US Central Command, via Shafaq News", "Somebody unknown"]
    table = pd.DataFrame({"Figure": ["1", "2"], "Stated by": stated_by})
    made, names = links.linked(table)
    assert names == ["Profile"]
    assert list(made.columns) == ["Figure", "Stated by", "Profile"]
    assert made["Profile"].iloc[0] == "profile?of=US%20Central%20Command"
    assert made["Profile"].iloc[1] is None
    alone = links.linked(pd.DataFrame({"Stated by": ["UNHCR"]}))
    assert alone[1] == ["Stated by"]


def test_the_publisher_of_a_citation_leads_to_its_profile(ledger: Ledger) -> None:
    row = cited(ledger, [str(ledger.sources["source"].iloc[0])])[0]
    told = links.source(ledger, row)
    assert told.startswith('<a href="profile?of=')
    assert told.count("<a ") == 2


def test_an_event_leads_to_its_place_and_to_who_tells_of_it(ledger: Ledger) -> None:
    row = ledger.events[ledger.events["title"] == "Iraqi prime minister declares victory in Mosul"]
    told = find.event_html(ledger, as_records(row)[0])
    assert '<a href="profile?of=mosul" data-go>' in told
    assert "Agence%20France-Presse" in told


def test_a_disputed_figure_of_a_profile_leads_to_its_dispute(ledger: Ledger) -> None:
    """Before: a button led to the page Disputes, which opened with another figure."""
    subject = resolve(ledger, "al-hol")
    assert subject is not None
    rows = disputes_table(ledger, subject)
    addresses = profiles.dispute_addresses(ledger, rows.index)
    ids = set(dispute_ids(ledger).values())
    assert len(addresses) == len(rows)
    assert {unquote(one.partition("dispute=")[2]) for one in addresses} <= ids


def test_a_column_of_profiles_pushes_no_other_out_of_view() -> None:
    """Of a table that would no longer fit it is left out; one that does not fit anyhow has it."""
    table = pd.DataFrame({"Figure": ["about 120"], "Stated by": ["US Central Command, via Shafaq News"]})
    assert links.PROFILE in links.linked(table.copy())[0]
    assert links.PROFILE not in links.linked(table.copy(), lambda frame: len(frame.columns) < 3)[0]
    assert links.PROFILE in links.linked(table.copy(), lambda _frame: False)[0]
