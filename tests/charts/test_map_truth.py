"""Every map of the catalogue, under its filters, on every page: each name stands with what it names, and only there."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from charts import catalog
from charts.map_places import zero_words
from charts.maps import disclaimer
from charts.spec import ChartSpec
from exports.deck.plan import subtitle_text
from loaders import Ledger
from loaders.geo import Geo
from render.plan.map import classes as deck
from render.plan.map.described import described
from render.plan.map.layout import arranged
from render.plan.map.parts import Circle, MapPicture, Sizes
from render.screen.map import framed, high
from tests.charts.map_truth import MAPS, Drawn, Mark, Word, faults, read

ROOT = Path(__file__).resolve().parents[2]
SLIDE = Sizes(label=12, point=12, area=12, small=10.2, legend=12, pad=8.4, close=0.9, margin=0)
# Box of the page, sizes of type, and the scale of circles there: a picture, a slide, a narrow slide.
PAGES = (
    ((0.0, 0.0, 1500.0, 640.0), Sizes(), 1.35),
    ((0.0, 0.0, 870.0, 330.0), SLIDE, 0.82),
    ((0.0, 0.0, 420.0, 300.0), SLIDE, 0.64),
)
SCREENS, PHONE = (440, 860), 320
# Of filters with more choices than this every so many-th is tried, those of measures aside.
MOST = 12
PLAIN = MapPicture(extent=(38.0, 33.0, 46.0, 37.0))


def choices(ledger: Ledger, name: str) -> Iterator[dict[str, Any]]:
    """The default of a chart, then each of its filters' choices alone."""
    yield {}
    for key, offered in catalog.entry(name).options(ledger).items():
        step = 1 if key == "indicator" or len(offered) <= MOST else len(offered) // MOST
        yield from ({key: choice} for choice in offered[::step])


def drawings(spec: ChartSpec, geo: Geo, turn: int | None = None) -> Iterator[tuple[str, Drawn]]:
    """A map as it is drawn on pages of several shapes and on screens, narrow and wide; of each only one in its turn."""
    for box, sizes, scale in PAGES if turn is None else (PAGES[turn % len(PAGES)],):
        picture = described(spec, geo, scale=scale)
        yield f"{box[2]:.0f} wide", read(picture, arranged(picture, box, sizes))
    assert spec.map is not None
    screens = (*SCREENS, *([PHONE] if spec.map.base == "world" else []))
    for width in screens if turn is None else (screens[turn % len(screens)],):
        yield f"screen {width}", read(*framed(spec, geo, "light", width, high(spec.map, width)))


def shown(spec: ChartSpec) -> tuple[Any, ...]:
    """What a map draws, so that choices that change nothing are looked at once."""
    frames = [spec.data.reindex(columns=["x", "text", "lon", "lat", "value"])]
    frames += [frame for frame in (spec.map.areas, spec.map.arcs) if frame is not None] if spec.map else []
    return tuple(frame.to_csv() for frame in frames)


def test_the_maps_of_the_catalogue_are_all_looked_at_and_nothing_else_tells_of_boundaries(ledger: Ledger) -> None:
    specs = [catalog.build(name, ledger) for name in catalog.names()]
    assert {spec.name for spec in specs if spec.mark == "map"} == set(MAPS)
    assert {spec.name for spec in specs if disclaimer(spec)} == set(MAPS)


@pytest.mark.parametrize("name", MAPS)
def test_every_name_stands_with_what_it_names(ledger: Ledger, geo: Geo, name: str) -> None:
    """Nearest to its own circle or joined to it, in its own area or leading to it, clear of all else, in the frame.

    As it opens a map is drawn in every shape, and by each choice in another.
    """
    seen, wrong = set(), {}
    for chosen in choices(ledger, name):
        spec = catalog.build(name, ledger, **chosen)
        if spec.is_empty or spec.map is None or shown(spec) in seen:
            continue
        seen.add(shown(spec))
        for page, drawn in drawings(spec, geo, len(seen) if chosen else None):
            found = faults(drawn)
            if found:
                wrong[f"{chosen} {page}"] = found
    assert seen
    assert not wrong


def test_names_follow_the_numbers(ledger: Ledger, geo: Geo) -> None:
    """The largest circles are named before others: none with a figure is left out where a picture has the room."""
    for name in ("overview.map", "camps.map"):
        spec = catalog.build(name, ledger)
        (_, drawn), *_ = drawings(spec, geo)
        assert {mark.name for mark in drawn.marks} == {
            word.first.split(" (closed")[0] for word in drawn.words if word.of == "circle"
        }


def test_the_largest_circle_has_its_name_on_a_phone(ledger: Ledger, geo: Geo) -> None:
    """Before: with the date behind its name Panorama prison had no room for it."""
    spec = catalog.build("detention.map", ledger)
    assert spec.map is not None
    _, placed = framed(spec, geo, "light", PHONE, high(spec.map, PHONE))
    words = read(_, placed).words
    assert any("Panorama" in word.first for word in words)


def test_no_map_names_its_places_in_code() -> None:
    """Which places are named is reckoned from the data."""
    assert not [
        file.name
        for file in (ROOT / "charts").rglob("*.py")
        if "labels=(" in file.read_text() and "MapView" in file.read_text()
    ]


def test_a_place_of_which_nobody_is_left_is_a_ring_with_a_cross_and_says_so(ledger: Ledger, geo: Geo) -> None:
    spec = catalog.build("camps.map", ledger)
    rows = {row["said"].split(":")[0]: row for row in deck.circle_rows(spec, "light")}
    empty = spec.data.loc[spec.data["value"] == 0, "x"].astype(str).tolist()
    assert empty == ["Al-Hol camp"]
    assert [name for name, row in rows.items() if row["empty"]] == empty
    assert rows["Al-Hol camp"]["label"] == "Al-Hol camp (closed)"
    picture = described(spec, geo)
    assert [item.text for item in picture.legend if item.shape == "cross"] == ["closed"]
    earlier = catalog.build("camps.map", ledger, day="2025-12-31")
    assert not any(row["empty"] for row in deck.circle_rows(earlier, "light"))


def test_a_figure_that_no_longer_holds_is_dated_on_the_map(ledger: Ledger) -> None:
    """Before: the 4,500 of Panorama prison stood as if they were held there still (endings.csv)."""
    labels = [str(row["label"]) for row in deck.circle_rows(catalog.build("overview.map", ledger), "light")]
    assert "Panorama prison, Al-Hasakeh\n4,500 (last known, Mar 2025)" in labels
    assert "Roj camp\nabout 2,225 (Feb 2026)" in labels
    subtitle = catalog.build("overview.map", ledger).subtitle
    assert subtitle.endswith("as of Mar 2025 to Feb 2026")
    assert subtitle_text(catalog.build("overview.map", ledger)) == subtitle


def test_the_maps_of_a_day_date_the_figures_that_were_old_by_it(ledger: Ledger) -> None:
    """Before: Jeddah-1 stood with 6,500 though thousands have left, and Panorama with 4,500 of 2025."""
    labels = {str(row["label"]) for row in deck.circle_rows(catalog.build("camps.map", ledger), "light")}
    assert {"Jeddah-1 centre\nat least 6,500 (last known, Oct 2025)", "Areesha camp\nabout 11,000 (2025)"} <= labels
    assert "Al-Hol camp (closed)" in labels
    held = {str(row["label"]) for row in deck.circle_rows(catalog.build("detention.map", ledger), "light")}
    assert "Panorama prison, men\n4,500 (last known, Mar 2025)" in held
    earlier = catalog.build("camps.map", ledger, day="2025-12-31")
    assert "Areesha camp\nabout 11,000" in {str(row["label"]) for row in deck.circle_rows(earlier, "light")}


@pytest.mark.parametrize("name", ["overview.map", "camps.map", "detention.map"])
def test_the_key_to_the_sizes_dates_the_figure_of_its_circle(ledger: Ledger, geo: Geo, name: str) -> None:
    """Before: the legend gave the largest circle as about 11,000, with no word of the year."""
    picture = described(catalog.build(name, ledger), geo)
    (first, *_) = [item for item in picture.legend if item.size_px and item.shape in ("ring", "circle")]
    assert first.text in ("about 11,000 (2025)", "4,500 (Mar 2025)")


def test_a_place_is_closed_only_once_its_custody_says_so(ledger: Ledger) -> None:
    data = pd.DataFrame({"place": ["al-hol", "roj"], "value": [0.0, 2225.0]})
    closed = ledger.custody[ledger.custody["status"].astype(str) == "closed"]
    day = closed.loc[closed["place"].astype(str) == "al-hol", "start"].iloc[0]
    assert zero_words(ledger, data, day) == {"al-hol": "closed"}
    assert zero_words(ledger, data, day - pd.Timedelta(days=1)) == {"al-hol": "empty"}


def test_places_at_one_point_are_drawn_side_by_side_at_it() -> None:
    """Neither covers the other, the smaller moves farther, and what lies east of them still does."""
    circles = [
        Circle(40.0, 36.0, 40, "#000", "#000", "Large\n900", said="Large: 900"),
        Circle(40.0, 36.0, 20, "#000", "#000", "Small\n200", said="Small: 200"),
        Circle(40.1, 35.98, 6, "#000", "#000", "Empty (closed)", said="Empty: 0", empty=True),
    ]
    picture = replace(PLAIN, circles=circles)
    placed = arranged(picture, PAGES[0][0])
    x, _ = placed.view.point(40.0, 36.0)
    at = {spot.circle.said.split(":")[0]: spot for spot in placed.spots}
    assert at["Large"].x < at["Small"].x < at["Empty"].x
    assert abs(at["Large"].x - x) < abs(at["Small"].x - x) < 2 * 60
    drawn = read(picture, placed)
    assert {word.first for word in drawn.words} == {"Large", "Small", "Empty (closed)"}
    assert not faults(drawn)


def test_a_name_without_room_is_left_out_and_never_given_to_another() -> None:
    """Twenty circles in a heap: those that are named are named rightly, the others are left to their tooltips."""
    circles = [
        Circle(42 + i % 5 * 0.02, 35 + i // 5 * 0.02, 9, "#000", "#000", f"Camp {i}\n1,000", said=f"Camp {i}: 1,000")
        for i in range(20)
    ]
    picture = replace(PLAIN, circles=circles)
    drawn = read(picture, arranged(picture, (0.0, 0.0, 300.0, 200.0)))
    assert 0 < len(drawn.words) < 20
    assert not faults(drawn)


@pytest.fixture(scope="module", params=["overview.map", "camps.map"])
def told(request: pytest.FixtureRequest, ledger: Ledger, geo: Geo) -> Drawn:
    """A map with names at circles, told rightly."""
    (_, drawn), *_ = drawings(catalog.build(request.param, ledger), geo)
    assert not faults(drawn)
    return drawn


def test_two_names_in_each_others_place_are_found(told: Drawn) -> None:
    words = [word for word in told.words if word.of == "circle"]
    for one, other in itertools.combinations(words, 2):
        swapped = [
            replace(word, text={one.text: other.text, other.text: one.text}.get(word.text, word.text))
            for word in told.words
        ]
        assert faults(replace(told, words=swapped)), (one.first, other.first)


def test_a_name_at_another_circle_is_found(told: Drawn) -> None:
    """The first map once had the name of an empty camp on the circle of another."""
    words = [word for word in told.words if word.of == "circle"]
    for word, mark in itertools.product(words, told.marks):
        if not word.first.startswith(mark.name):
            wide, high = word.box[2] - word.box[0], word.box[3] - word.box[1]
            for x in (mark.x - wide / 2, mark.x + mark.radius + 5):
                box = (x, mark.y - high / 2, x + wide, mark.y + high / 2)
                moved = [replace(one, box=box) if one is word else one for one in told.words]
                assert faults(replace(told, words=moved)), (word.first, mark.name)


def test_a_line_that_is_lost_or_crosses_another_circle_is_found() -> None:
    own, other = Mark("Own", 100, 100, 10), Mark("Other", 150, 100, 20)
    word = Word("Own\n5", (190.0, 90.0, 240.0, 110.0))
    base = Drawn([own, other], [word], [((110.0, 100.0), (190.0, 100.0))], (0, 0, 300, 200))
    assert faults(base) == ["the line of Own crosses the circle of Other"]
    assert faults(replace(base, lines=[])) == ["Own is nearest to Other"]
    clear = replace(base, marks=[own, replace(other, y=160.0)])
    assert not faults(clear)


def test_names_of_areas_on_other_areas_and_legends_out_of_the_frame_are_found(ledger: Ledger, geo: Geo) -> None:
    (_, drawn), *_ = drawings(catalog.build("displacement.iraq_map", ledger), geo)
    first, second, *_ = [word for word in drawn.words if word.of == "area"]
    swapped = {first.text: second.box, second.text: first.box}
    moved = [replace(word, box=swapped.get(word.text, word.box)) for word in drawn.words]
    assert faults(replace(drawn, words=moved, lines=[]))
    assert drawn.legend is not None
    x0, y0, x1, y1 = drawn.legend
    assert "the legend leaves the frame" in faults(replace(drawn, legend=(x0 - 60, y0, x1 - 60, y1)))


def test_a_name_on_a_map_of_the_world_stands_on_no_other_country_of_the_map(ledger: Ledger, geo: Geo) -> None:
    (_, drawn), *_ = drawings(catalog.build("repatriation.map", ledger), geo)
    sudan = next(ground for ground in drawn.grounds if ground.name == "Sudan")
    xs, ys = zip(*max(sudan.rings, key=len), strict=True)
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    word = Word("Russia\n1", (x - 20, y - 10, x + 20, y + 10), "area")
    assert "Russia lies on Sudan" in faults(replace(drawn, words=[word], lines=[]))


@pytest.mark.parametrize("country", ["all", "FRA", "UZB"])
def test_a_map_of_the_world_names_what_its_headline_names_and_the_largest(
    ledger: Ledger, geo: Geo, country: str
) -> None:
    """However small it is, and on the smallest map that there is."""
    spec = catalog.build("repatriation.map", ledger, country=country)
    assert spec.map is not None
    assert spec.map.areas is not None
    largest = spec.map.areas.sort_values("value", ascending=False, kind="stable")["name"].astype(str).tolist()[:12]
    told = {name for name in spec.map.areas["name"].astype(str) if name in spec.title}
    assert len(told) == 1
    for page, drawn in drawings(spec, geo):
        named = {word.first for word in drawn.words}
        assert told <= named, page
        assert named <= told | set(largest), page


@pytest.mark.parametrize("name", MAPS)
def test_town_points_are_told_only_of_maps_with_camps_or_prisons(ledger: Ledger, name: str) -> None:
    spec = catalog.build(name, ledger)
    said = disclaimer(spec)
    assert said.startswith("Boundaries and names")
    shows = name in ("camps.map", "detention.map", "explore.map", "overview.map", "returns.flows")
    assert ("Camps and prisons stand at town points" in said) == shows


def test_a_map_of_towns_says_nothing_of_camps(ledger: Ledger) -> None:
    spec = catalog.build("camps.map", ledger)
    towns = replace(spec, data=spec.data.assign(place_kind="city"))
    assert "Camps" not in disclaimer(towns)


def test_a_map_of_places_is_framed_around_them(ledger: Ledger, geo: Geo) -> None:
    """What is drawn fills at least a third of the width or the height of its frame, unless it is one place."""
    for name in ("overview.map", "camps.map", "detention.map", "returns.flows"):
        picture = described(catalog.build(name, ledger), geo)
        west, south, east, north = picture.extent
        lons = [c.lon for c in picture.circles] + [lon for arc in picture.arcs for lon, _ in arc.ends]
        lats = [c.lat for c in picture.circles] + [lat for arc in picture.arcs for _, lat in arc.ends]
        assert west <= min(lons) <= max(lons) <= east
        assert south <= min(lats) <= max(lats) <= north
        assert max((max(lons) - min(lons)) / (east - west), (max(lats) - min(lats)) / (north - south)) > 0.7
