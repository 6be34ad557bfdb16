"""Charts of disagreement: who said how many, in words, from the statements that are drawn."""

import pandas as pd
import pytest

from analysis import as_known_on, figure_of
from charts import catalog, few, takeaway
from charts.views.disputes import dispute_rows, labels
from loaders import Ledger
from loaders.frames import as_records
from tests.charts.sentences import figures, wording

SHADDADI = "ISIS detainees escaped or missing, Shaddadi prison, 19 Jan 2026"


def test_the_widest_dispute_is_told_with_who_said_what(ledger: Ledger) -> None:
    """detention.csv: about 120 (Syrian Interior Ministry), about 200 (a US official), about 1,500 (SDF)."""
    assert labels(ledger)[0] == SHADDADI
    spec = catalog.build("disputes.one", ledger)
    assert spec.title == ("ISIS detainees escaped or missing from Shaddadi prison: about 120 to 1,500 (19 Jan 2026)")
    assert spec.subtitle.startswith("Every statement of the figure (19 Jan 2026); ")
    # Each bar is named by who speaks, which its number need not say again.
    assert [one.said.count("via Reuters") for one in few.told(spec)] == [1, 1, 0, 0]
    assert takeaway.say("disputes", ledger).startswith(
        "Sources differ on the number of ISIS detainees escaped or missing from Shaddadi prison (19 Jan 2026). "
        "The Syrian Interior Ministry said about 120, a US official about 200 and the SDF about 1,500."
    )
    assert catalog.build("disputes.widest", ledger).title == (
        "Sources differ most on detainees missing from Shaddadi prison (19 Jan 2026): about 120 to 1,500"
    )


def test_no_outlet_is_told_as_the_one_who_says_it(ledger: Ledger) -> None:
    """Breitbart relays the US official; on the axis it stands behind whom it relays."""
    spec = catalog.build("disputes.one", ledger)
    assert any(str(x).startswith("US official, via Breitbart") for x in spec.data["x"])
    assert not any(str(x).startswith("Breitbart") for x in spec.data["x"])
    assert "US official, via Breitbart" in spec.subtitle
    assert "leads" not in spec.subtitle


@pytest.mark.parametrize("day", ["2019-06-30", "2026-11-28"])
def test_every_dispute_is_told_by_its_lowest_and_highest_statement(ledger: Ledger, day: str) -> None:
    then = as_known_on(ledger, pd.Timestamp(day))
    found = []
    for row in dispute_rows(then).to_dict("records"):
        spec = catalog.build("disputes.one", then, dispute=row["label"])
        found += [f"{spec.title} | {fault}" for fault in (*wording(spec.title), *figures(spec))]
        page = takeaway.say("disputes", then, dispute=row["label"])
        found += [f"{page} | {fault}" for one in page.removesuffix(".").split(". ") for fault in wording(one)]
        stated = [figure_of(each).bounds for each in as_records(then.observations.loc[list(row["rows"])])]
        assert len(spec.data) == len(stated)
    assert found == []


def test_a_comparison_is_told_in_words(ledger: Ledger) -> None:
    spec = catalog.build("disputes.comparison", ledger)
    assert spec.title == "People killed in Al-Hol camp in 2021: counts from 73 to 126"
