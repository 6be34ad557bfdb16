"""A point is held against the boundaries: the country that the place names, and the governorate that it lies in."""

import json
from pathlib import Path

import pytest

from loaders.rules.points import FILES, boundaries
from tests.loaders.samples import DATA, Directory

ROJ = ",SYR,Al-Hasakeh,hasakah,,,"


@pytest.fixture
def mapped(directory: Directory) -> Directory:
    """A directory with the boundaries too."""
    (directory.path / "geo").mkdir()
    for path in FILES:
        (directory.path / path).write_bytes((DATA / path).read_bytes())
    known = (DATA / "acknowledged.csv").read_text(encoding="utf-8").splitlines()
    directory.write("acknowledged", *(row for row in known if row.startswith("point_")))
    return directory


def moved(directory: Directory, place: str, lat: str, lon: str) -> int:
    """Give a place another point; return its line."""
    target = directory.path / "places.csv"
    lines = target.read_text(encoding="utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith(f"{place},"))
    head, sep, rest = lines[at].partition(ROJ)
    assert sep
    lines[at] = f"{head}{sep}{lat},{lon},{rest.split(',', 2)[2]}"
    target.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return at + 1


def test_the_points_of_the_data_lie_where_they_belong(mapped: Directory) -> None:
    assert mapped.found() == []


@pytest.mark.parametrize(
    ("lat", "lon", "message", "hint"),
    [
        ("48.8", "2.35", "km outside SYR, which the place names", "Look for a digit or a sign"),
        ("36.8", "-42.1", "outside SYR", "Look for a digit or a sign"),
        ("38.27", "35.77", "outside SYR", "Latitude and longitude are swapped: write 35.77 as lat and 38.27 as lon."),
        ("0", "0", "outside SYR", "A zero stands for a point that is not known"),
    ],
)
def test_a_point_outside_its_country_is_found(mapped: Directory, lat: str, lon: str, message: str, hint: str) -> None:
    line = moved(mapped, "roj", lat, lon)
    found = next(each for each in mapped.load().problems if each.rule == "point_in_country")
    assert (found.file, found.line, found.column, found.severity) == ("places.csv", line, "lat", "warning")
    assert message in found.message
    assert found.hint.startswith(hint)


def test_a_point_far_from_its_parent_is_found(mapped: Directory) -> None:
    """Aleppo is in Syria, but Roj lies in the governorate of Hasakah."""
    line = moved(mapped, "roj", "36.2", "37.15")
    assert mapped.found() == [("places.csv", line, "lat", "point_near_parent")]


def test_a_point_just_beyond_a_simplified_line_passes(mapped: Directory) -> None:
    moved(mapped, "roj", "37.15", "42.1")
    assert mapped.found() == []


def test_without_boundaries_nothing_is_judged(directory: Directory) -> None:
    moved(directory, "roj", "48.8", "2.35")
    assert directory.found() == []


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"features": [{"properties": {}, "geometry": 3}]}'])
def test_boundaries_that_cannot_be_read_are_left_out(data: bytes) -> None:
    assert boundaries({FILES[0]: data}).empty


def test_a_country_is_drawn_from_its_governorates_where_they_are() -> None:
    own = {path: Path(DATA, path).read_bytes() for path in FILES}
    sides = boundaries(own).groupby("code").size()
    governorates = json.loads(own[FILES[1]])["features"]
    assert sides["SYR"] == sum(
        sides[f["properties"]["place"]] for f in governorates if f["properties"]["country"] == "SYR"
    )
