"""A figure belongs to whoever states it: the speaker of the row, else of the report, else the publisher."""

import pandas as pd
import pytest

from loaders import Ledger
from loaders.tidy import PRESS, attributed

KEY = {"indicator": "camp_population", "place": "al-hol", "origin": "all", "group": "total", "source": "a-source"}
NOBODY = pd.DataFrame(columns=[*KEY, "period_end", "stated_by", "reason"])
ALONE = pd.DataFrame(columns=["name", "counter"])


def rows(publisher: str, kind: str, quotes: str) -> pd.DataFrame:
    """One observation of a publication, as the join has it before attribution."""
    text = KEY | {"publisher": publisher, "publisher_kind": kind, "quotes": quotes}
    frame = pd.DataFrame([text]).astype("category")
    return frame.assign(period_end=pd.Timestamp("2026-01-21"), file="observations/camps.csv", line=2)


@pytest.mark.parametrize(
    ("publisher", "kind", "quotes", "said"),
    [
        ("UNHCR", "un", "", "UNHCR"),
        ("Reuters", "media", "US Central Command", "US Central Command, via Reuters"),
        ("Breitbart", "media", "US official via Reuters", "US official, via Breitbart"),
        ("Rudaw", "media", "UNHCR; Camp administration", "UNHCR, via Rudaw"),
        ("Breitbart", "media", "", "press report, Breitbart"),
        ("BBC", "media", "BBC", "BBC"),
    ],
)
def test_the_speaker_states_and_the_outlet_relays(publisher: str, kind: str, quotes: str, said: str) -> None:
    (row,) = attributed(rows(publisher, kind, quotes), NOBODY, ALONE).to_dict("records")
    assert row["attribution"] == said


def test_a_row_may_name_another_speaker_than_its_report() -> None:
    named = pd.DataFrame([KEY | {"period_end": pd.Timestamp("2026-01-21"), "stated_by": "SDF", "reason": "note"}])
    (row,) = attributed(rows("Reuters", "media", "UNHCR"), named, ALONE).to_dict("records")
    assert (row["stated_by"], row["attribution"], row["counter"]) == ("SDF", "SDF, via Reuters", "SDF")
    (other,) = attributed(
        rows("Reuters", "media", "UNHCR").assign(period_end=pd.Timestamp("2026-01-22")), named, ALONE
    ).to_dict("records")
    assert other["stated_by"] == "UNHCR"


def test_bodies_that_speak_for_one_count_share_their_counter() -> None:
    listed = pd.DataFrame({"name": ["US Central Command", "CJTF-OIR"], "counter": ["US government"] * 2})
    found = attributed(rows("Reuters", "media", "CJTF-OIR"), NOBODY, listed)
    assert found["counter"].astype(str).tolist() == ["US government"]
    assert attributed(rows("Rudaw", "media", ""), NOBODY, listed)["counter"].astype(str).tolist() == [PRESS]


def test_no_outlet_leads_where_its_report_names_a_speaker(ledger: Ledger) -> None:
    """Breitbart relays a US official on the escapes from Shaddadi; it is not the one who says so."""
    held = ledger.observations
    escapes = held[(held["indicator"] == "detainees_escaped") & (held["publisher"] == "Breitbart")]
    assert set(escapes["attribution"].astype(str)) == {"US official, via Breitbart"}


def test_every_statement_says_who_states_it(ledger: Ledger) -> None:
    held = ledger.observations
    assert (held["attribution"].astype(str) != "").all()
    unnamed = held[held["stated_by"].astype(str) == ""]
    assert set(unnamed["publisher_kind"].astype(str)) == {"media"}
    assert unnamed["attribution"].astype(str).str.startswith("press report, ").all()


def test_an_address_at_another_host_names_its_carrier(ledger: Ledger) -> None:
    """`UN News` was read at a mirror, a ministry at a test server: their citations say so."""
    at = ledger.sources.set_index("source")
    mirrors = at[at["url"].str.contains(r"morshedi\.se|gameshavens|cstreetsandbox|docslib|dokumen\.tips")]
    assert len(mirrors) > 5
    assert (mirrors["carried_by"].astype(str) != "").all()
