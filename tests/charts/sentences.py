"""What every computed sentence must hold to, as questions that give the faults found; the tests ask them of everything.

A fault is a short text, so that a failing test reads as a list of sentences to mend.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis import standing
from analysis.words import WORKED_OUT, Fact, Told, number_text
from analysis.words.grammar import told_in
from analysis.words.sentences import identity
from charts import takeaway
from charts.citation import how_to_read, source_line
from charts.spec import CONTEXT, PROJECTION, ChartSpec, as_of_text
from charts.stated import quoted, totals
from loaders import Ledger
from loaders.frames import as_records

LONGEST = 110  # characters of any headline
BY_DEFAULT = 97  # characters of a first headline, which is said in one breath; most are under 90

# States of the data, method and database words that no adviser would say.
NOT_SAID = re.compile(
    r"\bhave a figure\b|\bwith a figure\b|\bmoved most\b|\bnewest figures?\b|\bstatements? (?:are|is) of\b|"
    r"\bReports explain\b|\bleads\b|\bby report\b|\b\d+ events\b|\bis counted in people\b|\bare counted in people\b|"
    r"\b1 (?:groups|trips|operations|states|countries|people|convoys)\b|\ban estimated 0\b|\bNaN\b|\bnan\b|\bNone\b|"
    r"\bNaT\b|\bhighest figure stated\b|\bline found\b|\bheadline\b|\bovertaken\b|\blately\b|\bwas counted:|"
    r"\bReports (?:name|show)\b|\bit can be told\b|\bClosed \(closed\b|\bEmpty \(empty\b|\bwith a known date\b"
)
SCREEN_WORDS = re.compile(
    # `Above 3.4 million` speaks of a number.
    r"\b(?:(?:(?<!percent )(?<!stands )above|below)\b(?! \d)|hover|click|on the left|on the right|in the chart)\b",
    re.IGNORECASE,
)
RAW = re.compile(r"\b[a-z]+_[a-z_]+\b|\{|\}|\b[a-z]+-[a-z]+-20\d\d\b")
DATE = re.compile(r"\b(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* \d{4}\b|\bQ[1-4] \d{4}\b")
DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]{2} \d{4}\b")
NUMBER = re.compile(
    r"(?P<sign>[$€£]?)(?P<number>\d[\d,]*(?:\.\d+)?)(?P<size> (?:million|billion|mn|bn)\b)?(?P<percent>%)?"
)
SIZES = {" million": 1e6, " mn": 1e6, " billion": 1e9, " bn": 1e9, None: 1.0}
PRESENT = re.compile(
    # Not the infinitive (`was expected to have`), nor nouns and what a measure is of by its name (`people in need`).
    r"(?<!\bto )(?<!\bin )(?<!\bacute )(?<!\bReconstruction )(?<!^States that )"
    r"\b(?:is|are|has|have|holds|hold|remains|remain|stands|stand|leads|lives|live|needs|need|receives|receive)\b"
)


def wording(text: str) -> Iterator[str]:
    """Faults of a sentence that show in its words alone."""
    if len(text) > LONGEST:
        yield f"{len(text)} characters"
    for pattern, what in ((NOT_SAID, "not said aloud"), (SCREEN_WORDS, "speaks of the screen"), (RAW, "raw id")):
        if found := pattern.search(text):
            yield f"{what}: {found.group()}"
    if "…" in text or "..." in text:
        yield "ellipsis"
    if "  " in text or text != text.strip() or " ," in text or ",," in text or "()" in text:
        yield "stray spaces or marks"
    if text[:1].islower():
        yield "begins small"
    dates = DATE.findall(text)
    if len(dates) != len(set(dates)):
        yield f"doubled date: {dates}"


def numbers_in(text: str) -> list[tuple[float, bool, bool]]:
    """Numbers that a sentence states, dates, years and ordinals aside: value, whether percent, whether money."""
    # `7 to 9 May 2019` names month and year once for both.
    bare = DATE.sub(" ", re.sub(rf"\b\d{{1,2}} to (?={DATE.pattern})", " ", text))
    # `1.3 to 1.8 million` names the size once for both.
    bare = re.sub(r"(?<![\d,.])(\d{1,3}(?:\.\d+)?) to (\d[\d,.]*)( (?:million|billion|mn|bn)\b)", r"\1\3 to \2\3", bare)
    bare = re.sub(r"\b(?:19|20)\d\d(?:-\d\d)?\b", " ", bare)
    # A pace that the reader sets, and a time that is told as longer than so many years, stand in no row.
    bare = re.sub(r"^At (?:the share that )?[\d,]+ (?:people|person) a month\b|\bmore than \d+ years\b", " ", bare)
    bare = re.sub(r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b", " ", bare)
    bare = re.sub(r"[A-Za-zÀ-ÿ'’]+-\d+\b|\b[Uu]nder \d+\b|\b3RP\b|\bbatch \d+\b|\b\d+(?:st|nd|rd|th)\b", " ", bare)
    return [
        (float(m["number"].replace(",", "")) * SIZES[m["size"]], bool(m["percent"]), bool(m["sign"]))
        for m in NUMBER.finditer(bare)
    ]


def _near(said: float, value: float, off: float = 0.006) -> bool:
    """Whether a number said is a value as people round it: within half a unit of its third figure, or to a thousand."""
    return abs(said - value) <= max(off * abs(value), 0.51 if abs(value) < 1000 and said != round(said) else 1e-6)


def held(spec: ChartSpec) -> list[float]:
    """Numbers that the drawn rows hold or that follow from them: values, bounds, counts, sums by series or category."""
    data = spec.data
    rows = data[data["role"].isin(["headline", "projection", "rival", "kept_out", "echo"])]
    values = [float(v) for column in ("value", "low", "high", "rival_low", "rival_high") for v in rows[column].dropna()]
    lead = rows[rows["role"] == "headline"]
    lead = lead.assign(low=lead["low"].fillna(lead["value"]), high=lead["high"].fillna(lead["value"]))
    counts = [float(len(rows)), float(len(lead))]
    counts += [float(rows[column].astype(str).nunique()) for column in ("x", "series", "place", "origin")]
    counts += [float(n) for by in ("series", "x") for n in rows.groupby(rows[by].astype(str)).size()]
    shapes = [] if spec.map is None else [f for f in (spec.map.areas, spec.map.arcs) if f is not None]
    values += [float(v) for shape in shapes for v in shape["value"].dropna()]
    counts += [float(len(shape)) for shape in shapes]
    sums = _sums(lead)
    if spec.mark == "sankey":
        # Who left: from a node in the middle to one that is no count of the same site.
        middle = set(lead["series"].astype(str)) & set(lead["x"].astype(str))
        ways = lead[lead["series"].astype(str).isin(middle) & lead["basis"].isin(["stated", "sum"])]
        own = [not str(x).startswith((str(s), "Left outside")) for s, x in zip(ways["series"], ways["x"], strict=True)]
        sums += _sums(ways.loc[own])
    return [*values, *counts, *sums]


def _sums(lead: pd.DataFrame) -> list[float]:
    """Sums of values and bounds, of all rows, of each series and category, and of all series but one."""
    if lead.empty:
        return []
    ends = ["value", "low", "high"]
    whole = lead[ends].sum()
    parts = [lead.groupby(lead[by].astype(str))[ends].sum() for by in ("series", "x")]
    rests = whole - parts[0]
    return [float(v) for v in [*whole, *(v for part in (*parts, rests) for v in part.to_numpy().ravel())]]


def figures(spec: ChartSpec) -> Iterator[str]:
    """Numbers of a title that no drawn row holds."""
    known = held(spec)
    # A bound is rounded away from its value by up to a whole unit of the third figure.
    bounded = re.search(r"\bat (?:least|most)\b|\d(?: \w+)? to \d", spec.title, re.IGNORECASE)
    off = 0.0101 if bounded else 0.006
    words = " ".join([*spec.data["text"].astype(str), *spec.data["title"].astype(str)])
    # A row that is the size of a change states in its note the two figures it lies between.
    changed = spec.data["basis"].isin(["change", "index", "rate"])
    words += " " + " ".join(spec.data.loc[changed, "note"].astype(str))
    for said, percent, _money in numbers_in(spec.title):
        if any(_near(said, value, off) for value in known):
            continue
        if percent and any(
            _near(said, 100 * a / b) or abs(said - 100 * a / b) <= 0.51
            for a in known
            for b in known
            if b > 0 and a <= b
        ):
            continue
        # A title of an event may hold a number in words of its own: `394 million USD`.
        if number_text(said) in words or any(_near(said, other, off) for other, _, _ in numbers_in(words)):
            continue
        yield f"{said:g} is in no drawn row"


def tense(spec: ChartSpec, ledger: Ledger) -> Iterator[str]:
    """A present tense whose every drawn headline figure is older than a year."""
    lead = spec.data[(spec.data["role"] == "headline") & (spec.data["basis"] == "stated")]
    newest = pd.to_datetime(lead["as_of"]).max() if len(lead) else pd.NaT
    # What someone says is told in the tense it was said in.
    own = re.sub(r"\bsays\b.*", "", spec.title)
    if pd.notna(newest) and (ledger.today - newest).days > 366 and (found := PRESENT.search(own)):
        yield f"“{found.group()}” of {newest:%Y-%m-%d}"


def stale_ahead(spec: ChartSpec, ledger: Ledger) -> list[str]:
    """Projections that start from a count which no longer holds, by its age or by what has happened since."""
    counted = spec.data[(spec.data["basis"] == "stated") & (spec.data["role"] == "headline")]
    if not (spec.data["basis"] == PROJECTION).any() or counted.empty:
        return []
    last = counted.sort_values("period_end", kind="stable").iloc[-1]
    now = standing(ledger, last)
    return [] if now.holds else [f"{spec.title}: projected from a count that is {now.state}"]


def joined_unlike(spec: ChartSpec, ledger: Ledger) -> list[str]:
    """Lines that join counts of several bodies where these count differently, and running totals that fall."""
    if spec.mark not in ("line", "step"):
        return []
    table = ledger.indicators.astype({"indicator": str})
    apart = set(table.loc[table["comparable"] == "no", "indicator"])
    totals = set(table.loc[table["kind"] == "cumulative", "indicator"])
    led = spec.data[spec.data["role"].isin(["headline", "context"]) & (spec.data["basis"] == "stated")]
    found = []
    for series, rows in led.groupby(led["series"].astype(str)):
        for key, one in rows.groupby(["indicator", "place", "origin", "group"], observed=True):
            bodies = sorted(set(one["counter"].astype(str)))
            if key[0] in apart and len(bodies) > 1:
                found.append(f"{spec.name}, {series}: {', '.join(bodies)}")
            if key[0] in totals and (one["role"] == "headline").all():
                run = one.sort_values("period_end")
                anew = run["period_start"] > run["period_end"].shift()
                if not ((run["value"].diff().fillna(0) >= 0) | anew).all():
                    found.append(f"{spec.name}, {series}: falls")
    return found


def mispaired(spec: ChartSpec, ledger: Ledger) -> list[str]:
    """Headline rows whose date of publication is not that of the source that is named first."""
    lead = spec.data[(spec.data["role"] == "headline") & (spec.data["source"].astype(str) != "")]
    published = dict(zip(ledger.sources["source"].astype(str), ledger.sources["published"], strict=True))
    ends = dict.fromkeys(published, pd.NaT)
    dated = pd.concat(
        [
            ledger.observations[["source", "period_end"]],
            ledger.members[["source", "joined"]].set_axis(["source", "period_end"], axis=1),
        ]
    ).dropna()
    for source, end in zip(dated["source"].astype(str), dated["period_end"], strict=True):
        ends[source] = end if pd.isna(ends[source]) else max(ends[source], end)
    found = []
    for row in lead.to_dict("records"):
        first, *others = str(row["source"]).split("; ")
        if pd.notna(row["published"]) and published.get(first) != row["published"]:
            found.append(f"{spec.name}, {row['x']}: {row['attribution']} with the date of another publication")
        if (
            row["basis"] == "sum"
            and others
            and pd.notna(row["as_of"])
            and pd.notna(ends[first])
            and row["as_of"] > ends[first]
        ):
            found.append(f"{spec.name}, {row['x']}: as of {row['as_of']:%Y-%m-%d}, later than its first source")
    return found


def exact_sums(spec: ChartSpec, ledger: Ledger) -> list[str]:
    """Sums of reported movements of people that are told as exact."""
    flows = set(ledger.indicators.loc[ledger.indicators["kind"] == "flow", "indicator"].astype(str))
    rows = spec.data
    added = rows[(rows["basis"] == "sum") & rows["indicator"].astype(str).isin(flows) & (rows["unit"] == "persons")]
    exact = added[added["qualifier"] == "exact"]
    return [f"{spec.name}, {row['x']}: {row['text']}" for row in exact.to_dict("records")]


def undated(spec: ChartSpec) -> list[str]:
    """Headlines that do not say when; what has no date of its own says so by standing in UNDATED."""
    return [] if re.search(r"\b(?:19|20)\d\d\b", spec.title) else [f"{spec.name}: {spec.title}"]


def dated_by_a_light_mark(spec: ChartSpec) -> list[str]:
    """An as-of date that no figure has which the chart itself says."""
    said = spec.data[spec.data["role"].isin(["headline", CONTEXT]) & (spec.data["basis"] != PROJECTION)]
    dates = {*said["as_of"].dropna(), *said["published"].dropna()}
    return [] if said["as_of"].isna().all() or spec.as_of in dates else [f"{spec.name}: {as_of_text(spec)}"]


def said_twice(subtitle: str) -> list[str]:
    """Days that a subtitle names twice."""
    told = DAY.findall(subtitle)
    return [subtitle] if len(told) != len(set(told)) else []


def led_by_no_figure(spec: ChartSpec) -> list[str]:
    """A source line that names first who states no figure of the chart, where others do."""
    lead = spec.data[(spec.data["role"] == "headline") & (spec.data["source"].astype(str) != "")]
    figured = set(lead.loc[lead["value"].notna(), "attribution"].astype(str))
    figured |= {str(row["attribution"]) for row in quoted(spec)}  # a range in a headline begins with a light mark
    line = source_line(spec)
    return [f"{spec.name}: {line}"] if figured and not any(who in line for who in figured) else []


def untold(spec: ChartSpec) -> list[str]:
    """Numbers of a headline that no row holds which it tells, and what it tells that is not drawn or not said."""
    rows, title = quoted(spec), [number for number, _, _ in numbers_in(spec.title)]
    known = [value for row in rows for value in _numbers_of(row)]
    known += [number for one in totals(spec) for number, _, _ in numbers_in(spec.totals[one])]
    left = [said for said in title if not any(_near_aloud(said, value) for value in known)]
    own = told_in(spec.title).count(WORKED_OUT)
    told = [one for one in told_in(spec.title) if isinstance(one, (Told, Fact))]
    drawn = {identity(row) for row in as_records(spec.data)}
    facts = {one.of for one in told if isinstance(one, Fact)}
    figures = [row for row in rows if pd.notna(row["value"]) and identity(row) not in facts]
    unsaid = [row for row in figures if not _is_said(row, title)]
    return [
        *([f"told by no row: {left}"] if len(left) > own else []),
        *(f"not drawn: {one.of}" for one in told if one.of not in drawn),
        *(f"not said: {row['x']}, {row['text']}" for row in unsaid),
    ]


def _is_said(row: Mapping[str, Any], title: list[float]) -> bool:
    """Whether a figure stands in a headline; nobody and a share may be told in words."""
    in_words = row["value"] == 0 or row["unit"] == "percent"
    return in_words or any(_near_aloud(said, value) for said in title for value in _numbers_of(row))


def _numbers_of(row: Mapping[str, Any]) -> list[float]:
    """The figure of a row, its bounds, and the numbers of its words."""
    held = [float(row[name]) for name in ("value", "low", "high")]
    return [*held, *(number for number, _, _ in numbers_in(str(row["text"])))]


def _near_aloud(said: float, value: float) -> bool:
    """Whether a number said is a value as it is rounded aloud."""
    return abs(said - value) <= max(0.0101 * abs(value), 0.51)


def faults(spec: ChartSpec, ledger: Ledger) -> list[str]:
    """What is wrong with the words of one chart."""
    told = f"{spec.name} {dict(spec.filters)}: {spec.title}"
    found = [*wording(spec.title), *tense(spec, ledger)]
    found += [] if spec.is_empty else figures(spec)
    for text in (spec.subtitle, *spec.caveats, *how_to_read(spec)):
        found += [f"speaks of the screen: {text}"] if SCREEN_WORDS.search(text) else []
    return [f"{told} | {fault}" for fault in found]


def tops(ledger: Ledger, view: str, **chosen: Any) -> list[str]:
    """What is wrong with the words on top of a page."""
    said = takeaway.say(view, ledger, **chosen)
    found = [
        f"{view} {chosen}: {said} | {fault}" for one in said.removesuffix(".").split(". ") for fault in wording(one)
    ]
    return found + [f"{view} {chosen}: no stop: {said}" for _ in [0] if said and not said.endswith(".")]
