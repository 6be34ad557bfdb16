"""Roles and labels of places: what a place is for stands in places.csv, and a wrong role is refused."""

from __future__ import annotations

import pytest

from analysis.sites import receivers, with_role
from charts.common import short_names
from loaders import Ledger
from tests.loaders.samples import Directory


def test_every_camp_and_place_of_detention_has_a_role(ledger: Ledger) -> None:
    rows = ledger.places[ledger.places["kind"].isin(["camp", "detention_facility"])]
    assert len(rows)
    assert (rows["role"] != "").all()


def test_an_annex_is_a_part_of_a_camp(ledger: Ledger) -> None:
    whole = dict(zip(ledger.parts["part"].astype(str), ledger.parts["whole"].astype(str), strict=True))
    camps = {*with_role(ledger, "holding_camp"), *with_role(ledger, "displacement_camp")}
    assert with_role(ledger, "annex")
    assert all(whole[annex] in camps for annex in with_role(ledger, "annex"))


def test_a_label_is_shorter_than_the_name_and_stands_for_it(ledger: Ledger) -> None:
    named = ledger.places[ledger.places["label"].astype(str) != ""]
    assert all(len(label) < len(name) for label, name in zip(named["label"], named["name"], strict=True))
    assert short_names(ledger)["areesha"] == "Areesha camp"
    assert short_names(ledger)["roj"] == "Roj camp"
    assert not [name for name in short_names(ledger).values() if "(" in name]


@pytest.mark.parametrize(("kind", "role"), [("camp", "prison"), ("country", "annex"), ("detention_facility", "annex")])
def test_a_role_of_another_kind_is_refused(directory: Directory, kind: str, role: str) -> None:
    target = directory.path / "places.csv"
    lines = target.read_text(encoding="utf-8").splitlines()
    target.write_text("\n".join([*lines, f"hope,Hope,{kind},SYR,,syria,,,,,,{role},,,,", ""]), encoding="utf-8")
    (found,) = directory.load().problems
    assert (found.file, found.line, found.column, found.rule) == ("places.csv", len(lines) + 1, "role", "role_of_kind")
    assert kind in found.message


@pytest.mark.parametrize(("category", "lane"), [("coalition", ""), ("camp", "meeting")])
def test_a_coalition_event_without_a_lane_and_a_lane_of_another_event_are_asked_about(
    directory: Directory, category: str, lane: str
) -> None:
    target = directory.path / "events.csv"
    lines = target.read_text(encoding="utf-8").splitlines()
    added = f"2021-01-01,day,,al-hol,{category},{lane},Something happened,ocha-2020-october,,"
    target.write_text("\n".join([*lines, added, ""]), encoding="utf-8")
    (found,) = directory.load().problems
    assert (found.line, found.column, found.rule) == (len(lines) + 1, "lane", "lane_of_category")
    assert found.severity == "warning"
    assert category in found.message


def test_who_receives_whose_people_is_told_by_the_data(ledger: Ledger) -> None:
    assert receivers(ledger, "al-hol", "transit_centre") == ("jeddah-1",)
    assert receivers(ledger, "al-hol", "displacement_camp") == ("akhtarin",)
    assert receivers(ledger, "roj") == ()


@pytest.mark.parametrize(("colour", "receives", "column"), [("pink", "", "colour"), ("", "nowhere", "receives_from")])
def test_an_unknown_colour_or_place_of_origin_is_refused(
    directory: Directory, colour: str, receives: str, column: str
) -> None:
    target = directory.path / "places.csv"
    lines = target.read_text(encoding="utf-8").splitlines()
    added = f"hope,Hope,camp,SYR,,syria,,,,,,displacement_camp,{colour},{receives},,"
    target.write_text("\n".join([*lines, added, ""]), encoding="utf-8")
    found = next(one for one in directory.load().problems if one.severity == "error")
    assert (found.file, found.line, found.column) == ("places.csv", len(lines) + 1, column)
