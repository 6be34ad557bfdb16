"""The headline rule: who leads among rivals, and that nothing is lost."""

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import headline, latest, select, series
from analysis.headline import mark
from analysis.vocabulary import Role
from loaders import Ledger

Make = Callable[..., Ledger]


def lead(ledger: Ledger) -> pd.Series:
    """The one headline row of a small ledger."""
    marked = headline(ledger, ledger.observations)
    rows = marked[marked["role"] == "headline"]
    assert len(rows) == 1
    return rows.iloc[0]


def test_the_more_primary_publisher_leads_whatever_is_newer(with_rows: Make) -> None:
    """A UN count leads a later, rounder news figure of the same date."""
    made = with_rows(
        {"value": 68000.0, "publisher_kind": "media", "published": "2021-09-01", "source": "news"},
        {"value": 64619.0, "publisher_kind": "un", "published": "2021-02-01", "source": "un"},
    )
    assert lead(made)["source"] == "un"
    assert lead(made)["clause"] == "more primary publisher"
    assert (lead(made)["rival_low"], lead(made)["rival_high"]) == (64619.0, 68000.0)


def test_a_news_report_that_quotes_an_official_leads_one_that_quotes_nobody(with_rows: Make) -> None:
    made = with_rows(
        {"publisher_kind": "media", "quotes": "", "source": "plain", "published": "2021-03-01"},
        {"publisher_kind": "media", "quotes": "Camp administration", "source": "relayed"},
    )
    assert lead(made)["source"] == "relayed"


def test_among_equal_publishers_the_later_publication_leads(with_rows: Make) -> None:
    made = with_rows({"published": "2021-02-01", "source": "old"}, {"published": "2021-03-01", "source": "new"})
    assert (lead(made)["source"], lead(made)["clause"]) == ("new", "later publication")


def test_among_publications_of_one_day_the_more_exact_leads(with_rows: Make) -> None:
    made = with_rows({"qualifier": "about", "source": "round"}, {"qualifier": "exact", "source": "exact"})
    assert (lead(made)["source"], lead(made)["clause"]) == ("exact", "more exact figure")


def test_a_count_marked_to_use_leads_its_alternatives(with_rows: Make) -> None:
    """For an event, `preferred` decides before any other clause."""
    event = {"kind": "flow", "scope": "event", "event": "batch", "period_start": "2021-01-31"}
    made = with_rows(
        event | {"preferred": "yes", "publisher_kind": "media", "source": "chosen"},
        event | {"preferred": "no", "publisher_kind": "un", "scope": "alternative_count", "source": "other"},
    )
    assert (lead(made)["source"], lead(made)["clause"]) == ("chosen", "marked as the count to use")


def test_a_rounded_figure_near_an_exact_one_is_an_echo(with_rows: Make) -> None:
    """A round news figure two weeks after a count does not bend the line."""
    made = with_rows(
        {"period_end": "2020-10-04", "value": 64619.0},
        {"period_end": "2020-10-20", "value": 68000.0, "qualifier": "about", "publisher_kind": "media"},
    )
    roles = headline(made, made.observations)["role"].astype(str).tolist()
    assert roles == ["headline", "echo"]


def test_a_rounded_figure_far_from_any_count_stays_in_the_line(with_rows: Make) -> None:
    made = with_rows({"period_end": "2020-10-04"}, {"period_end": "2021-10-04", "qualifier": "about"})
    assert (headline(made, made.observations)["role"] == "headline").all()


def test_households_are_never_rivals_of_persons(with_rows: Make) -> None:
    made = with_rows({}, {"group": "households", "unit": "households"})
    assert (headline(made, made.observations)["role"] == "headline").all()


def test_the_outlier_of_march_2019_never_leads(ledger: Ledger) -> None:
    """The 1,000 detainees of a summary of March 2019 stay visible and never lead."""
    marked = headline(ledger, select(ledger, "detainees_held", place="ne-syria", origin="all"))
    outlier = marked[marked["source"].astype(str) == "dodig-2019-q1"]
    assert outlier["role"].astype(str).tolist() == ["kept_out"]


def test_every_statement_keeps_its_place_and_value(ledger: Ledger) -> None:
    """Marking adds columns; it drops, moves and changes nothing."""
    marked = headline(ledger, ledger.observations)
    assert marked.index.equals(ledger.observations.index)
    assert marked["value"].equals(ledger.observations["value"])
    assert set(marked["role"].astype(str)) <= set(Role)


def test_every_series_of_the_ledger_has_at_most_one_headline_a_figure(ledger: Ledger) -> None:
    """On one date a stock of one place, origin and group has one headline at most."""
    marked = headline(ledger, ledger.observations)
    stock = marked[(marked["role"] == "headline") & (marked["kind"].astype(str) != "flow")]
    key = ["indicator", "place", "origin", "group", "unit", "period_end"]
    assert not stock.astype(dict.fromkeys(key[:-1], str)).duplicated(key).any()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["un", "ngo", "media"]),
            st.sampled_from(["exact", "about", "at_least"]),
            st.integers(1, 28),
            st.integers(1, 1000),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_the_lead_is_always_one_of_the_statements(with_rows: Make, rows: list[tuple[str, str, int, int]]) -> None:
    """Nothing is averaged or invented: the headline value is a value that a source stated."""
    made = with_rows(
        *(
            {"publisher_kind": kind, "qualifier": hedge, "published": f"2021-02-{day:02}", "value": float(value)}
            for kind, hedge, day, value in rows
        )
    )
    assert lead(made)["value"] in {float(value) for *_, value in rows}


def test_order_of_the_file_does_not_decide_between_unequal_rivals(with_rows: Make) -> None:
    first = {"source": "un", "publisher_kind": "un"}
    second = {"source": "ngo", "publisher_kind": "ngo", "published": "2022-01-01"}
    assert lead(with_rows(first, second))["source"] == lead(with_rows(second, first))["source"] == "un"


def test_latest_refuses_a_question_with_two_answers(ledger: Ledger) -> None:
    """Two places on the newest date are two series."""
    rows = select(ledger, "refugees_syrian", place=("jordan", "lebanon"))
    with pytest.raises(ValueError, match="select one series"):
        latest(ledger, rows)


def test_an_empty_frame_has_no_headline(ledger: Ledger) -> None:
    none = select(ledger, "camp_population", place="nowhere")
    assert latest(ledger, none) is None
    assert series(ledger, none).empty
    assert mark(ledger, none).empty
