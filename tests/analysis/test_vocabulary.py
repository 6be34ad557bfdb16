"""What the coded values of the data are called: every value of the package has its words, and they are told once."""

from dataclasses import replace
from pathlib import Path

import pytest

from analysis import vocabulary
from analysis.origins import counted_as
from charts import catalog
from charts.common import custody_points
from loaders import Ledger
from loaders.ledger import read_files
from loaders.schema import Field, parse_package
from ui.listing import newest_events

FILES = {path: data for path, data in read_files(Path("data")).items() if isinstance(data, bytes)}


def field(resource: str, name: str) -> Field:
    """A column as the data package describes it."""
    return next(one for one in parse_package(FILES).resource(resource).fields if one.name == name)


@pytest.mark.parametrize(
    ("resource", "column", "named"),
    [
        ("events", "category", vocabulary.EVENT_CATEGORIES),
        ("custody", "holder_kind", vocabulary.HOLDERS),
        ("places", "role", vocabulary.PLACE_ROLES),
        ("sources", "publisher_kind", vocabulary.PUBLISHER_KINDS),
        ("camps", "group", vocabulary.GROUPS),
        ("camps", "qualifier", tuple(vocabulary.Hedge)),
        ("camps", "scope", tuple(vocabulary.Scope)),
    ],
)
def test_every_value_that_a_file_may_hold_has_its_words(resource: str, column: str, named: object) -> None:
    assert isinstance(named, (dict, tuple))
    assert set(named) == set(field(resource, column).enum)


def test_a_hedge_means_what_the_data_package_says_of_it() -> None:
    labels = field("camps", "qualifier").labels
    assert {hedge: hedge.means for hedge in vocabulary.Hedge} == {
        value: f"{label[:1].upper()}{label[1:]}." for value, label in labels.items()
    }


def test_groups_of_nationalities_are_those_of_the_codebook_and_read_in_a_sentence(ledger: Ledger) -> None:
    origins = ledger.origins
    groups = set(origins.loc[origins["kind"] == "aggregate", "origin"].astype(str)) - {"all"}
    assert set(vocabulary.NATIONALS) == groups
    assert {counted_as(origin) for origin in ("SYR", "IRQ", "FRA")} == {"syr", "irq", "tcn"} <= groups
    names = dict(zip(origins["origin"].astype(str), origins["name"].astype(str), strict=True))
    assert all(names[origin].startswith(people.adjective) for origin, people in vocabulary.NATIONALS.items())


@pytest.mark.parametrize(
    ("name", "moved"), [("liberation.timeline", "events"), ("displacement.episodes", "observations")]
)
def test_what_happened_in_a_third_country_stands_under_its_name(ledger: Ledger, name: str, moved: str) -> None:
    """Before: beside Iraq and Syria a country had no name of a series, or counted as both of them."""
    rows = getattr(ledger, moved)
    at = rows.index[rows["category"] == "military"][-1:] if moved == "events" else rows.index[:0]
    if moved == "observations":
        at = rows.index[rows["indicator"] == "new_displacement"]
    place = rows["place"].astype(str).where(~rows.index.isin(at), "jordan").astype("category")
    other = replace(ledger, **{moved: rows.assign(place=place)}, version=f"third {moved}")
    spec = catalog.build(name, other)
    assert "Jordan" in set(spec.data["series"])
    assert spec.data["series"].notna().all()


def test_an_event_of_a_category_without_a_name_is_drawn_by_its_own_words(ledger: Ledger) -> None:
    """Before: its subject was NaN in a table, and its dot had no colour."""
    at = ledger.events.sort_values(["date", "line"]).index[-1]
    category = ledger.events["category"].astype(str).where(ledger.events.index != at, "aid_convoy")
    other = replace(ledger, events=ledger.events.assign(category=category), version="aid")
    assert newest_events(other)["Subject"].iloc[0] == "Aid convoy"
    assert newest_events(other)["Subject"].notna().all()
    spec = catalog.build("overview.events", other)
    assert spec.colours["Aid convoy"] == vocabulary.NO_HUE
    assert set(spec.data["series"]) <= set(spec.colours)


def test_a_holder_of_a_kind_without_a_name_is_drawn_by_its_own_words(ledger: Ledger) -> None:
    kind = ledger.custody["holder_kind"].astype(str).replace("none", "joint_force")
    other = replace(ledger, custody=ledger.custody.assign(holder_kind=kind), version="joint")
    assert "joint force" in set(custody_points(other)["series"])
    for name in ("camps.custody", "detention.custody"):
        spec = catalog.build(name, other)
        assert set(spec.data["series"]) <= set(spec.colours)
        assert spec.colours["joint force"] == vocabulary.NO_HUE
