"""The identity of a chart in a deck: which chart of which data it is, and what was written around it.

It is kept where PowerPoint keeps what it does not show: in a custom tag of the shape (a `p:tagLst` part), which stays
with the shape when it is moved, restyled, copied or taken to another deck. The embedded workbook holds it a second
time, as a custom document property, for programs that drop tags; and the notes hold the address of the view.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
from lxml import etree
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from analysis.words import period_text
from charts.spec import PROJECTION, ChartSpec
from charts.text import one_line
from exports.briefing import Briefing, BriefingError, Item, from_token, to_token
from exports.deck.merge import Written, written
from exports.deck.ooxml import P, R, element, parse
from loaders.frames import as_records
from render.office.book import MARK
from render.office.native import NativeChart

TAG = "BRIEFING_CHART"
_TAGS_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.tags+xml"
_TAGS_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/tags"
_PML = "http://schemas.openxmlformats.org/presentationml/2006/main"
_MOST_FIGURES = 40


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline figure as a slide showed it: what it is of, its text with hedge, its date, who said it."""

    key: str
    text: str
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class Identity:
    """What is remembered of a chart.

    `texts` holds a short hash of every text as we wrote it (title, subtitle, point, foot, notes), so that a text that
    its user changed is known and left. `digest` is a hash of all that is drawn. `kind` is chart, or facts, sources or
    definitions for the pages that follow from the charts. `places` are the boxes where texts and chart were put (left,
    top, width, height in EMU, and size of the text in hundredths of a point), so that what was not moved may be laid
    out anew. `past` are figures that the chart no longer shows but which own words in the deck still give, so that
    every refresh names them until the words are mended.
    """

    item: Item
    version: str = ""
    known_on: str = ""
    panel: str = ""
    kind: str = "chart"
    texts: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    figures: tuple[Figure, ...] = ()
    address: str = ""
    chart: Written = field(default_factory=Written)
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    past: tuple[Figure, ...] = ()

    def of_panel(self, name: str, chart: NativeChart) -> Identity:
        """The identity of one native chart of the slide; `name` is that of its panel, empty for an only chart."""
        return replace(self, panel=name, chart=written(parse(chart.xml)))


def key_of(item: Item) -> str:
    """What tells one chart of a briefing from another: not the words that go with it."""
    return to_token(Briefing("", (replace(item, title="", point=""),)))


def mark(text: str) -> str:
    """A short hash of a text, the same for texts that differ in blanks only."""
    return hashlib.sha256(one_line(text).encode()).hexdigest()[:16]


def digest_of(spec: ChartSpec) -> str:
    """A hash of all that a chart draws: rows, areas, arcs, events."""
    columns = ["series", "x", "start", "value", "low", "high", "qualifier", "role", "basis", "text", "source"]
    parts = [spec.data[columns].astype(str).to_csv(index=False)]
    if spec.map is not None:
        parts += [one.astype(str).to_csv(index=False) for one in (spec.map.areas, spec.map.arcs) if one is not None]
    parts += [f"{one.when} {one.label}" for one in spec.markers]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


def figures_of(spec: ChartSpec) -> tuple[Figure, ...]:
    """The figures by which a change is told: over time the newest of each series, else every headline row."""
    found = []
    if spec.map is not None and spec.map.areas is not None:
        rows = spec.map.areas.dropna(subset=["value"])
        found += [Figure(str(row["name"]), str(row["text"]), "", "") for row in as_records(rows)]
    found += [figure for figure, _ in told_rows(spec)]
    return tuple(found[:_MOST_FIGURES])


def told_rows(spec: ChartSpec) -> list[tuple[Figure, Mapping[str, Any]]]:
    """The rows of a chart by which a change is told, each with its figure."""
    lead = spec.data[(spec.data["role"] == "headline") & (spec.data["basis"] != PROJECTION)]
    if spec.x_kind == "date" and spec.mark not in ("timeline", "spans", "map"):
        lead = lead.sort_values("period_end", kind="stable").drop_duplicates("series", keep="last")
    return [(_figure(row, spec), row) for row in as_records(lead)]


def _figure(row: Mapping[str, Any], spec: ChartSpec) -> Figure:
    when = ""
    if pd.notna(row["period_end"]):
        when = period_text(row["period_start"], row["period_end"], str(row["date_precision"]))
    lines, who = str(row["text"]).split("\n"), str(row["attribution"] or row["publisher"])
    if spec.mark == "timeline":
        return Figure(str(row["title"]), str(row["series"]), when, who)
    if spec.mark == "spans":
        return Figure(
            f"{row['x']}, {row['title']}",
            lines[2] if len(lines) > 2 else "",
            "",
            who,
        )
    if spec.mark == "sankey":
        names = [f"{row['series']} to {row['x']}"]
    elif spec.mark == "map":
        names = [str(row["place_name"]), str(row["series"])]
    else:
        names = ["" if isinstance(row["x"], pd.Timestamp) else str(row["x"]), str(row["series"])]
    return Figure(
        ", ".join(dict.fromkeys(name for name in names if name)),
        lines[0],
        when,
        who,
    )


def to_text(identity: Identity) -> str:
    """The identity as one line of JSON."""
    return json.dumps(
        {
            "format": 1,
            "kind": identity.kind,
            "show": to_token(Briefing("", (identity.item,))) if identity.item.chart else "",
            "version": identity.version,
            "panel": identity.panel,
            "texts": dict(identity.texts),
            "digest": identity.digest,
            "figures": _listed(identity.figures),
            "past": _listed(identity.past),
            "address": identity.address,
            "places": {role: list(place) for role, place in identity.places.items()},
            "chart": [list(identity.chart.series), list(identity.chart.axes), identity.chart.legend],
        },
        ensure_ascii=True,
        separators=(",", ":"),
    )


def from_text(text: str) -> Identity | None:
    """Read what `to_text` wrote; None for anything else."""
    try:
        found = json.loads(text)
        items = from_token(str(found["show"])).items if found.get("show") else ()
        return Identity(
            item=items[0] if items else Item(""),
            version=str(found["version"]),
            known_on=items[0].known_on if items else "",
            panel=str(found["panel"]),
            kind=str(found["kind"]),
            texts={str(key): str(value) for key, value in dict(found["texts"]).items()},
            digest=str(found["digest"]),
            figures=_figures(found["figures"]),
            past=_figures(found.get("past", [])),
            address=str(found.get("address", "")),
            chart=_written(found.get("chart")),
            places={str(role): tuple(int(n) for n in one) for role, one in dict(found.get("places", {})).items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, BriefingError, RecursionError):
        return None


def _listed(figures: Iterable[Figure]) -> list[list[str]]:
    return [[one.key, one.text, one.when, one.who] for one in figures]


def _figures(found: Any) -> tuple[Figure, ...]:
    return tuple(Figure(*(str(part) for part in one)) for one in found)


def _written(found: Any) -> Written:
    if not found:
        return Written()
    series, axes, legend = found
    return Written(tuple(str(one) for one in series), tuple(str(one) for one in axes), bool(legend))


def tag_shape(part: Any, shape: Any, identity: Identity, number: int) -> None:
    """Hang an identity on a shape of a slide part; `number` names the tag's part and must be free in the package.

    Tags that others have hung on the shape stay.
    """
    holder = properties_of(shape)
    old = holder.find(f"{P}custDataLst/{P}tags")
    others = [] if old is None else [pair for pair in _tags(part, old) if pair[0] != TAG]
    root = etree.Element(f"{P}tagLst", nsmap={"p": _PML})
    for name, value in [*others, (TAG, to_text(identity))]:
        element(root, f"{P}tag", name=name, val=value)
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    made = Part(PackURI(f"/ppt/tags/briefing{number}.xml"), _TAGS_TYPE, part.package, blob)
    rid = part.relate_to(made, _TAGS_REL)
    if old is not None:
        before = old.get(f"{R}id")
        old.set(f"{R}id", rid)
        if not any(before in node.attrib.values() for node in shape.getroottree().iter(f"{P}tags")):
            part.drop_rel(before)
        return
    held = holder.find(f"{P}custDataLst")
    if held is None:
        held = etree.Element(f"{P}custDataLst")
        last = holder.find(f"{P}extLst")
        holder.insert(len(holder) if last is None else holder.index(last), held)
    element(held, f"{P}tags").set(f"{R}id", rid)


def properties_of(shape: Any) -> Any:
    """The `p:nvPr` of a shape, group or graphic frame."""
    return shape[0].find(f"{P}nvPr")


def identity_of(part: Any, shape: Any) -> Identity | None:
    """The identity that a shape carries in its tags; None without one."""
    holder = properties_of(shape) if len(shape) else None
    for node in holder.iterfind(f"{P}custDataLst/{P}tags") if holder is not None else ():
        for name, value in _tags(part, node):
            if name == TAG:
                return from_text(value)
    return None


def _tags(part: Any, node: Any) -> list[tuple[str, str]]:
    try:
        blob = part.related_part(node.get(f"{R}id")).blob
        root = parse(blob)
    except (KeyError, etree.XMLSyntaxError):
        return []
    return [(str(tag.get("name")).upper(), str(tag.get("val"))) for tag in root.iter(f"{P}tag")]


def property_of(workbook: bytes) -> Identity | None:
    """The identity in the custom properties of a workbook; None without one or for bytes that are no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as package:
            if package.getinfo("docProps/custom.xml").file_size > 1_000_000:
                return None
            blob = package.read("docProps/custom.xml")
        root = parse(blob)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, OSError, RuntimeError, ValueError):
        return None
    return from_text("".join(one for held in root if str(held.get("name")).startswith(MARK) for one in held.itertext()))
