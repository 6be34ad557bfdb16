"""Sources and hedges of a chart as words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from analysis.origins import is_state
from analysis.vocabulary import Hedge, Role
from analysis.words import count_text, date_text, join_words, number_text, period_text
from charts.maps import disclaimer
from charts.spec import CONTEXT, PROJECTION, ChartSpec, sources_of
from charts.stated import opening, quoted
from loaders.frames import as_records, texts

On = Literal["point", "office", "bar", "circle"]
LISTED = 3  # sources of a headline that states no figure of a row


@dataclass(frozen=True, slots=True)
class Marked:
    """What the mark of a hedge is called: of a point, of a point in Office, of a bar, of a circle on a map."""

    point: str
    office: str
    bar: str
    circle: str

    @property
    def told(self) -> str:
        """Point and bar, as a key to all charts tells them."""
        return f"{self.point}, {self.bar}"


_PALE = ("pale bar", "pale circle")
# LibreOffice shows the inside of a mark without its edge, which is therefore pale and not left open.
_OPEN = Marked("open mark", "open or pale mark", *_PALE)
MARKS: Mapping[str, Marked] = {
    Hedge.EXACT: Marked("filled mark", "filled mark", "solid bar", "strong circle"),
    Hedge.ABOUT: _OPEN,
    Hedge.ESTIMATE: _OPEN,
    Hedge.AT_LEAST: Marked("open triangle up", "open or pale triangle", *_PALE),
    # Office has no triangle that points down.
    Hedge.AT_MOST: Marked("open triangle down", "open or pale diamond", *_PALE),
    Hedge.RANGE: Marked("whisker", "whisker", *_PALE),
}


def marks_text(found: Collection[str], on: On) -> list[str]:
    """How the marks of these hedges read: `open mark: about or estimate`, `whisker: range`."""
    keys: dict[str, list[Hedge]] = {}
    for hedge in Hedge:
        keys.setdefault(getattr(MARKS[hedge], on), []).append(hedge)
    return [
        f"{mark}: {join_words([hedge.label for hedge in hedges], 'or')}"
        for mark, hedges in keys.items()
        if any(hedge in found for hedge in hedges)
    ]


def citation(row: Mapping[str, Any]) -> str:
    """`Publisher, “Title”, 7 Feb 2026, as carried by Outlet, address` for one source; what is not known is left out."""
    when = date_text(row["published"], str(row["published_precision"])) if pd.notna(row["published"]) else "undated"
    parts = [str(row["publisher"]), f"“{row['source_title']}”", when]
    if row.get("carried_by"):
        parts.append(f"as carried by {row['carried_by']}")
    if row.get("url"):
        parts.append(str(row["url"]))
    return ", ".join(parts)


def source_line(spec: ChartSpec) -> str:
    """`Source: US Central Command, via Reuters (1 May 2019) and 34 others`, led by who states the headline's figure.

    That is the figure, or the closure of a place, with which the headline begins; of one that was added from several
    statements its newest part, with that part's own date of publication. Where the headline begins with no figure of a
    row, the newest row leads.
    """
    lead = _lead(spec)
    return _line([] if lead is None else [lead], spec)


def sentence(spec: ChartSpec) -> str:
    """The headline with the sources of all that it states, to be quoted without the chart."""
    return f"{spec.title.rstrip('.')}. {_line(told_by(spec), spec)}."


def told_by(spec: ChartSpec) -> list[Mapping[str, Any]]:
    """The rows of all that the headline states, in the order of the headline.

    Where it begins with a figure that is worked out, the newest row of the chart comes first; where it states nothing
    of single rows, a few of the newest are all.
    """
    first = opening(spec)
    rows = [row for row in quoted(spec) if row["source"]]
    return rows if first is not None else [*_newest(spec, 1 if rows else LISTED), *rows]


def lead_source(spec: ChartSpec) -> str:
    """The id of the publication that `source_line` names; empty for a chart without one."""
    lead = _lead(spec)
    return "" if lead is None else next(iter(sources_of(lead)), "")


def _line(rows: Sequence[Mapping[str, Any]], spec: ChartSpec) -> str:
    """The sources of some rows by name and date, each once, and how many more the chart has."""
    if not rows:
        return "Source: none"
    named = list(dict.fromkeys(map(_speaker, rows)))
    told = "; ".join(named)
    others = len({*spec.source_ids} - {one for row in rows for one in sources_of(row)[:1]})
    if not others:
        return f"Source{'s' if len(named) > 1 else ''}: {told}"
    return f"Sources: {told} and {count_text(others, 'other')}"


def _speaker(row: Mapping[str, Any]) -> str:
    """`US Central Command, via Reuters (1 May 2019)`."""
    day = row["published"]
    when = "" if pd.isna(day) else f" ({date_text(day, str(row['published_precision']))})"
    return f"{row['attribution']}{when}"


def _lead(spec: ChartSpec) -> Mapping[str, Any] | None:
    """The row whose source is named first."""
    row = opening(spec)
    return row if row is not None and row["source"] else next(iter(_newest(spec, 1)), None)


def _newest(spec: ChartSpec, most: int) -> Sequence[Mapping[str, Any]]:
    """The newest headline rows with a source, one of each first publication."""
    if spec.data.empty or not (spec.data["source"] != "").any():
        return []
    cited = spec.data[spec.data["source"] != ""]
    lead = cited[cited["role"] == "headline"]
    pool = lead if len(lead) else cited
    pool = pool[pool["value"].notna()] if pool["value"].notna().any() else pool
    ordered = pool.sort_values(["as_of", "value"], kind="stable", na_position="first")[::-1]
    return as_records(ordered.drop_duplicates("source").head(most))


def hedge_key(spec: ChartSpec, *, office: bool = False) -> str:
    """How to read the marks of this chart: `open mark: about or estimate; whisker: range`; empty if all are exact.

    With `office` the marks are those of a native Office chart (`exports.native`).
    """
    if spec.data.empty or spec.mark in ("timeline", "spans", "sankey"):
        return ""
    if spec.mark == "map" and ("lon" not in spec.data or spec.data["lon"].isna().all()):
        return ""
    found = set(texts(spec.data.loc[spec.data["basis"] != PROJECTION, "qualifier"]))
    bars = spec.mark in ("column", "stacked", "bar")
    if office and spec.mark == "column" and spec.x_kind == "date":
        bars = False  # drawn as stems with a mark each
    on: On = "circle" if spec.mark == "map" else "bar" if bars else "office" if office else "point"
    words = marks_text(found, on) if found - {Hedge.EXACT} else []
    roles = set(texts(spec.data["role"]))
    if spec.mark != "map" and roles - {Role.HEADLINE, PROJECTION, CONTEXT}:
        words.append("faint mark: another statement of the same figure")
    if CONTEXT in roles:
        words.append("grey: counts of other bodies, which count differently")
    if PROJECTION in roles:
        words.append("dashed line: projection, not an observation")
    return "; ".join(words)


def dispute_line(spec: ChartSpec) -> str:
    """Where sources differ on drawn figures: how far on the widest, which is shown, and why; empty where they agree.

    Where a subject stands out among others, only on its own.
    """
    lead = spec.own_data.loc[lambda rows: (rows["role"] == "headline") & (rows["basis"] == "stated")]
    apart = lead[(lead["statements"] > 1) & (lead["rival_low"] < lead["rival_high"])]
    if apart.empty:
        return ""
    spread = (apart["rival_high"] - apart["rival_low"]) / apart["value"].where(apart["value"] > 0)
    widest = apart.iloc[int(spread.fillna(0).argmax())]
    when = period_text(widest["period_start"], widest["period_end"], str(widest["date_precision"]))
    span = [number_text(widest[bound], str(widest["unit"])) for bound in ("rival_low", "rival_high")]
    count = "one drawn figure" if len(apart) == 1 else f"{len(apart)} drawn figures, most"
    # Among several peoples a place alone does not say whose figure it is.
    several = is_state(str(widest["origin"])) and len(set(texts(spec.data["origin"]))) > 1
    whose = f" ({widest['origin_name']})" if several else ""
    # A count that stands alone at its place leads by no rule.
    shown = ": ".join(part for part in (str(widest["attribution"]), str(widest["clause"])) if part)
    return (
        f"Sources differ on {count} for {widest['place_name']}{whose} on {when}: {span[0]} to {span[1]}; "
        f"the chart shows {widest['text']} ({shown})."
    )


def key_line(spec: ChartSpec, *, office: bool = False) -> list[str]:
    """`hedge_key` as a sentence; none where no mark needs it."""
    marks = hedge_key(spec, office=office)
    return [f"{marks[0].upper()}{marks[1:]}."] if marks else []


def how_to_read(spec: ChartSpec, *, office: bool = False) -> list[str]:
    """What stands under a chart on the screen: its marks, where sources differ, caveats, what a map does not imply.

    `office` as for `hedge_key`.
    """
    parts = [*key_line(spec, office=office), *(text for text in (dispute_line(spec), *spec.caveats) if text)]
    implied = disclaimer(spec)
    return [*parts, implied] if implied else parts


def remarks(spec: ChartSpec, *, office: bool = False) -> list[str]:
    """All that must go with a chart that leaves the screen, but its sources: numbered events, then `how_to_read`."""
    return [f"{n}: {m.when}, {m.label}." for n, m in enumerate(spec.markers, 1)] + how_to_read(spec, office=office)
