"""Newer data in a chart that its user may have restyled: figures and hedges are ours, the formatting is theirs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree

from exports.deck.ooxml import A, C

# What a series says, taken from the newer chart; all else of a series is its formatting and stays.
_DATA = ("idx", "order", "tx", "cat", "val", "xVal", "yVal", "bubbleSize", "errBars", "dPt", "dLbls", "extLst")
# The schema's order of what a series may hold, for every kind of chart that we write.
_ORDER = (
    "idx",
    "order",
    "tx",
    "spPr",
    "invertIfNegative",
    "pictureOptions",
    "marker",
    "explosion",
    "dPt",
    "dLbls",
    "trendline",
    "errBars",
    "cat",
    "xVal",
    "val",
    "yVal",
    "smooth",
    "shape",
    "bubbleSize",
    "bubble3D",
    "extLst",
)
# Names that only series of words beside figures have.
_AID = re.compile(r", figures (?:above|below|left|right)$")
_BEHIND = re.compile(r", behind gap \d+(?=, line$|$)")
_GROUPS = ("scatterChart", "barChart", "lineChart", "areaChart", "bubbleChart", "pieChart", "radarChart")
_AXES = ("valAx", "catAx", "dateAx")
_SAME = {"cat": "xVal", "xVal": "cat", "val": "yVal", "yVal": "val"}


@dataclass(frozen=True, slots=True)
class Written:
    """What of a chart was ours when it was written: names of series, limits of axes, whether it had a legend."""

    series: tuple[str, ...] = ()
    axes: tuple[str, ...] = ()
    legend: bool = False


def written(space: Any) -> Written:
    """Describe a chart as we write it (`c:chartSpace`)."""
    names = tuple(name for one in _series(space) if (name := name_of(one)))
    return Written(names, tuple(_limits(axis) for axis in _axes(space)), _legend(space) is not None)


def merged(old: Any, new: Any, was: Written) -> tuple[Any, list[str]]:
    """The user's chart with the data of the newer one, and remarks on what could not be put into it.

    `old` is the chart as found in the deck, `new` as it would be written today, in the colours of the deck.
    """
    if not _series(old) or old.find(f"{C}chart/{C}plotArea") is None:
        return deepcopy(new), []
    space = deepcopy(old)
    _as_lines(space, new)
    remarks = _merge_series(space, new, was)
    if was == Written():
        # Another program has saved the deck: nobody knows whose its limits are, and no figure may be off its axis.
        pairs = zip(*(sorted(_axes(one), key=lambda axis: str(axis.tag)) for one in (space, new)), strict=False)
        kept = [(axis, fresh) for axis, fresh in pairs if axis.tag == fresh.tag and _hides(axis, fresh)]
    else:
        pairs = zip(_axes(space), _axes(new), strict=False)
        limits = zip(pairs, was.axes, strict=False)
        kept = [pair for pair, old in limits if pair[0].tag == pair[1].tag and _limits(pair[0]) == old]
    for axis, fresh in kept:
        _take_limits(axis, fresh)
    _take_blanks(space, new)
    _merge_legend(space, new, was)
    return space, remarks


def name_of(series: Any) -> str:
    """The name of a series as it is cached."""
    found = series.find(f"{C}tx")
    return "" if found is None else "".join(node.text or "" for node in found.iter(f"{C}v"))


def _as_lines(space: Any, new: Any) -> None:
    """Make a line chart by days of a scatter chart that was ours, whose dates stand along an axis of numbers."""
    groups, days = space.findall(f".//{C}scatterChart"), new.find(f".//{C}dateAx")
    if len(groups) != len(_groups(space)) or days is None or new.find(f".//{C}lineChart") is None:
        return
    for group in groups:
        group.tag = f"{C}lineChart"
        style = group.find(f"{C}scatterStyle")
        style.tag = f"{C}grouping"
        style.set("val", "standard")
        for one in group.findall(f"{C}ser"):
            for tag in ("xVal", "yVal"):
                for node in one.findall(f"{C}{tag}"):
                    node.tag = f"{C}{_SAME[tag]}"
        group.find(f"{C}axId").addprevious(etree.Element(f"{C}marker", {"val": "1"}))
    across = next(axis for axis in _axes(space) if axis.find(f"{C}axPos").get("val") in ("b", "t"))
    made = deepcopy(days)
    for tag in ("axId", "title", "spPr", "txPr", "crossAx"):
        own, theirs = made.find(f"{C}{tag}"), across.find(f"{C}{tag}")
        if own is not None and theirs is not None:
            made.replace(own, deepcopy(theirs))
    across.getparent().replace(across, made)


def _take_blanks(space: Any, new: Any) -> None:
    """Lines run on across empty cells where the newer chart has them do so."""
    old, fresh = (one.find(f"{C}chart/{C}dispBlanksAs") for one in (space, new))
    if old is not None and fresh is not None:
        old.set("val", fresh.get("val"))


def _merge_series(space: Any, new: Any, was: Written) -> list[str]:
    found = _series(space)
    by_key = dict(zip(_keys(found), found, strict=True))
    by_name: dict[str, Any] = {}
    for one in found:
        by_name.setdefault(name_of(one), one)
    fresh = _series(new)
    kept, remarks = set(), []
    pattern = {key: deepcopy(one) for key, one in by_name.items()}
    for key, one in zip(_keys(fresh), fresh, strict=True):
        own = by_key.get(key)
        if own is not None:
            _fill(own, one)
            kept.add(own)
            continue
        like = pattern.get(key[0], pattern.get(_BEHIND.sub("", key[0])))
        group = like.getparent() if like is not None and like.getparent() is not None else _group_for(space, one)
        if group is None:
            remarks.append(f"the chart's type was changed, so the series “{key[0]}” is not drawn")
            continue
        made = deepcopy(one)
        if like is not None:
            _restyle(made, like)
        _insert(group, made)
        kept.add(made)
    # A series that we did not write is the user's own: it keeps its figures, as the workbook no longer holds them.
    ours = {*was.series} if was.series else {name for one in found if _AID.search(name := name_of(one))}
    theirs = [one for one in found if one not in kept and name_of(one) not in ours]
    for one in found:
        if one not in kept and one not in theirs:
            one.getparent().remove(one)
    last = max((int(one.find(f"{C}idx").get("val")) for one in kept), default=-1)
    for number, one in enumerate(theirs, last + 1):
        remarks += _at_days(one, new)
        _literal(one)
        for tag in ("idx", "order"):
            one.find(f"{C}{tag}").set("val", str(number))
    return remarks


def _fill(own: Any, fresh: Any) -> None:
    """Put the data of a newer series into the user's, whose formatting stays."""
    before, after = _colour(own), _colour(fresh)
    had_labels = own.find(f"{C}dLbls") is not None
    shape = "xVal" if own.getparent().tag == f"{C}scatterChart" else "cat"
    for tag in _DATA:
        for node in own.findall(f"{C}{tag}"):
            if tag == "dLbls" and fresh.find(f"{C}dLbls") is None:
                continue
            own.remove(node)
    for node in fresh:
        tag = etree.QName(node).localname
        if tag not in _DATA or (tag in ("dLbls", "extLst") and fresh.find(f"{C}dLbls") is not None and not had_labels):
            continue
        made = deepcopy(node)
        if tag in _SAME and (shape == "cat") != (tag in ("cat", "val")):
            made.tag = f"{C}{_SAME[tag]}"
        if tag == "dPt" and before and after:
            _recolour(made, after, before)
        own.append(made)
    _sort(own)


def _restyle(made: Any, like: Any) -> None:
    """Give a new series the formatting of one that it continues."""
    before, after = _colour(like), _colour(made)
    for tag in ("spPr", "marker"):
        own, theirs = made.find(f"{C}{tag}"), like.find(f"{C}{tag}")
        if own is not None and theirs is not None:
            made.replace(own, deepcopy(theirs))
    for point in made.findall(f"{C}dPt"):
        if before and after:
            _recolour(point, after, before)


def _insert(group: Any, made: Any) -> None:
    """Add a series to a group after its last one."""
    last = group.findall(f"{C}ser")
    position = group.index(last[-1]) + 1 if last else min(2, len(group))
    group.insert(position, made)


def _group_for(space: Any, series: Any) -> Any:
    wanted = series.getparent().tag
    return next((group for group in _groups(space) if group.tag == wanted), None)


def _colour(series: Any) -> tuple[str, str] | None:
    """The first colour of a series: kind and value; that of its marks, where it has any."""
    for tag in ("marker", "spPr"):
        holder = series.find(f"{C}{tag}")
        for node in holder.iter(f"{A}srgbClr", f"{A}schemeClr") if holder is not None else ():
            return node.tag, str(node.get("val"))
    return None


def _recolour(node: Any, old: tuple[str, str], new: tuple[str, str]) -> None:
    for one in list(node.iter(f"{A}srgbClr", f"{A}schemeClr")):
        if (one.tag, one.get("val")) == old:
            one.tag = new[0]
            one.set("val", new[1])


def _at_days(series: Any, new: Any) -> list[str]:
    """Put a user's own figures at the days of a newer line chart, which are those of all of its series."""
    days = new.find(f".//{C}lineChart/{C}ser/{C}cat/{C}numRef/{C}numCache")
    held = [series.find(f"{C}{tag}/*/{C}numCache") for tag in ("cat", "val")]
    if days is None or new.find(f".//{C}dateAx") is None or None in held:
        return []
    at: dict[str, str] = {}
    for one in days.findall(f"{C}pt"):
        at.setdefault(one.findtext(f"{C}v"), one.get("idx"))
    own = {one.get("idx"): one.findtext(f"{C}v") for one in held[0].findall(f"{C}pt")}
    lost = 0
    for point in held[1].findall(f"{C}pt"):
        place = at.get(own.get(point.get("idx"), ""))
        if place is None:
            lost += 1
            held[1].remove(point)
        else:
            point.set("idx", place)
    held[1].find(f"{C}ptCount").set("val", days.find(f"{C}ptCount").get("val"))
    held[0].getparent().getparent().getparent().replace(held[0].getparent().getparent(), _days_of(days))
    gone = f"{lost} of the figures of your series “{name_of(series)}” have no day in the chart and are left out"
    return [gone] if lost else []


def _days_of(days: Any) -> Any:
    made = etree.Element(f"{C}cat")
    literal = deepcopy(days)
    literal.tag = f"{C}numLit"
    made.append(literal)
    return made


def _literal(series: Any) -> None:
    """Turn references into figures of their own."""
    for old, literal in (("numRef", "numLit"), ("strRef", "strLit")):
        for node in list(series.iter(f"{C}{old}")):
            cache = node.find(f"{C}{'numCache' if old == 'numRef' else 'strCache'}")
            parent = node.getparent()
            if cache is None:
                continue
            if etree.QName(parent).localname == "tx":
                value = etree.Element(f"{C}v")
                value.text = "".join(one.text or "" for one in cache.iter(f"{C}v"))
                parent.replace(node, value)
                continue
            made = deepcopy(cache)
            made.tag = f"{C}{literal}"
            parent.replace(node, made)


def _sort(series: Any) -> None:
    rank = {f"{C}{tag}": position for position, tag in enumerate(_ORDER)}
    series[:] = sorted(series, key=lambda node: rank.get(node.tag, len(rank)))


def _series(space: Any) -> list[Any]:
    return [one for group in _groups(space) for one in group.findall(f"{C}ser")]


def _groups(space: Any) -> list[Any]:
    area = space.find(f"{C}chart/{C}plotArea")
    return [] if area is None else [node for tag in _GROUPS for node in area.findall(f"{C}{tag}")]


def _axes(space: Any) -> list[Any]:
    area = space.find(f"{C}chart/{C}plotArea")
    return [] if area is None else [node for node in area if node.tag in {f"{C}{tag}" for tag in _AXES}]


def _legend(space: Any) -> Any:
    return space.find(f"{C}chart/{C}legend")


def _keys(series: Sequence[Any]) -> list[tuple[str, int]]:
    """Each series by its name and how many of that name came before."""
    seen: Counter[str] = Counter()
    keys = []
    for one in series:
        name = name_of(one)
        keys.append((name, seen[name]))
        seen[name] += 1
    return keys


def _limits(axis: Any) -> str:
    """Least, greatest and step of an axis as text."""
    nodes = (axis.find(f"{C}scaling/{C}min"), axis.find(f"{C}scaling/{C}max"), axis.find(f"{C}majorUnit"))
    return " ".join("-" if node is None else f"{float(node.get('val')):g}" for node in nodes)


def _hides(axis: Any, fresh: Any) -> bool:
    """Whether an axis ends before or begins after what the newer one shows."""
    ends = [[one.find(f"{C}scaling/{C}{tag}") for tag in ("min", "max")] for one in (axis, fresh)]
    (least, most), (low, high) = [[None if node is None else float(node.get("val")) for node in pair] for pair in ends]
    above = least is not None and low is not None and least > low
    return above or (most is not None and high is not None and most < high)


def _take_limits(axis: Any, fresh: Any) -> None:
    steps = ("majorUnit", "majorTimeUnit", "minorUnit", "minorTimeUnit", "tickLblSkip")
    for path in (("scaling", "min"), ("scaling", "max"), *((step,) for step in steps)):
        old, new = (one.find("/".join(f"{C}{tag}" for tag in path)) for one in (axis, fresh))
        if old is not None and new is not None:
            old.set("val", new.get("val"))


def _merge_legend(space: Any, new: Any, was: Written) -> None:
    old, fresh = _legend(space), _legend(new)
    if old is not None and fresh is not None:
        for node in old.findall(f"{C}legendEntry"):
            old.remove(node)
        place = 1 if old.find(f"{C}legendPos") is not None else 0
        for node in reversed(fresh.findall(f"{C}legendEntry")):
            old.insert(place, deepcopy(node))
    elif old is None and fresh is not None and not was.legend:
        area = space.find(f"{C}chart/{C}plotArea")
        area.addnext(deepcopy(fresh))
