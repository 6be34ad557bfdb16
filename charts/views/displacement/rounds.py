"""The count in Iraq, round by round: its rows by governorate, its dates, how people are reckoned, whose a line is."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from analysis import headline, join_words, select
from analysis.words import date_text
from analysis.words.displaced import Named, gap_text
from charts.common import break_markers, short_names, told
from charts.markers import markers
from charts.spec import Marker, empty_points, points
from loaders import Ledger
from loaders.frames import as_records

WHAT = {"idps": "Displaced", "returnees": "Returned"}
WORDS = {"idps": "displaced people", "returnees": "returnees"}
HUES = ("orange", "blue", "purple")  # of lines of which none is the subject
_GAP_DAYS = 366
_MOST = 3  # names in a list


@lru_cache(maxsize=16)
def governorate_rows(ledger: Ledger, what: str) -> pd.DataFrame:
    """Headline figures of the count by governorate of Iraq, in people; `what` is idps or returnees. Do not change."""
    rows = headline(ledger, select(ledger, what, origin="irq"))
    keep = (rows["role"] == "headline") & (rows["place_kind"] == "admin1") & (rows["country"] == "IRQ")
    return rows.loc[keep]


@lru_cache(maxsize=8)
def rounds(ledger: Ledger) -> tuple[str, ...]:
    """Dates of the rounds with figures by governorate, oldest first, as YYYY-MM-DD."""
    found: set[str] = set()
    for what in WHAT:
        rows = governorate_rows(ledger, what)
        size = rows.groupby("period_end", observed=True)["place"].nunique()
        found |= {day.strftime("%Y-%m-%d") for day in size.index[size >= 5]}
    return tuple(sorted(found))


@lru_cache(maxsize=16)
def latest_round(ledger: Ledger) -> str:
    """The newest of `rounds`; empty where the ledger has none."""
    return rounds(ledger)[-1] if rounds(ledger) else ""


@lru_cache(maxsize=8)
def iraq_places(ledger: Ledger) -> tuple[str, ...]:
    """Iraq, then its governorates with figures, the most affected first."""
    rows = governorate_rows(ledger, "idps")
    return ("iraq", *rows.groupby(rows["place"].astype(str))["value"].max().sort_values(ascending=False).index)


def body_of(rows: pd.DataFrame) -> str:
    """The body whose count rows or drawn points in date order are: that of the newest; empty without one."""
    return str(rows.iloc[-1]["counter"]) if len(rows) else ""


def factors(rows: pd.DataFrame) -> tuple[str, ...]:
    """How people were reckoned from households, as the notes of the data say: one sentence, dated where it changes."""
    note = rows["note"].astype(str).str.extract(r"([^;]*household[^;]*)", expand=False).str.strip()
    noted = rows[note.notna()]
    if noted.empty:
        return ()
    first = noted.assign(how=note, key=note.str.lower()).sort_values("period_end").drop_duplicates("key")
    dates = dict(zip(first["how"], first["period_end"], strict=True))
    how = [f"“{text}” from {date_text(day)}" if len(dates) > 1 else f"“{text}”" for text, day in dates.items()]
    return (f"{body_of(noted)} counts households and reckons people from them: {join_words(how)}.",)


def of_the_list(ledger: Ledger, rows: pd.DataFrame) -> tuple[str, ...]:
    """What sources.csv remarks on the publication that most of `rows` are from, as a caveat."""
    if rows.empty:
        return ()
    most = rows["source"].astype(str).value_counts().index[0]
    note = ledger.sources.loc[ledger.sources["source"] == most, "note"].astype(str).iloc[0]
    return (f"{note.rstrip('.')}.",) if note else ()


def of_one_body(marked: pd.DataFrame) -> tuple[str, ...]:
    """Whose count a line is and who counts otherwise: one sentence, or nothing where one body alone counts.

    `marked` are observations of one series as `analysis.headline` returns them.
    """
    lead = marked[marked["role"] == "headline"].sort_values("period_end", kind="stable")
    beside = marked[(marked["role"] == "beside") & (marked["counter"] != body_of(lead))]
    dates = beside.groupby(beside["counter"].astype(str))["period_end"].nunique().sort_values(ascending=False)
    others = list(dates[dates > 2].index[:_MOST])
    if lead.empty or not others:
        return ()
    does = "counts" if len(others) == 1 else "count"
    return (f"The line is the count of {body_of(lead)} alone; {join_words(others)} {does} otherwise.",)


def gaps(rows: pd.DataFrame) -> tuple[str, ...]:
    """The longest hole of more than a year in a line, as a sentence; `rows` in date order."""
    if len(rows) < 2:
        return ()
    days = rows["period_end"].diff().dt.days.reset_index(drop=True)
    at = int(days.idxmax())
    if days.iloc[at] <= _GAP_DAYS:
        return ()
    return (gap_text(told(rows.iloc[at - 1]), told(rows.iloc[at])),)


def changed_cover(ledger: Ledger, data: pd.DataFrame) -> tuple[str, ...]:
    """The days from which the drawn counts cover another area or other people, as one sentence."""
    days = [date_text(day) for day in sorted({one.date for one in break_markers(ledger, data)})]
    return (f"What the rounds cover changed on {join_words(days)}.",) if days else ()


def turns(ledger: Ledger, place: str, data: pd.DataFrame) -> tuple[Marker, ...]:
    """Events of displacement at a place that are known to the day and lie within the drawn dates."""
    if data.empty:
        return ()
    rows = ledger.events
    keep = (rows["category"] == "displacement") & (rows["place"] == place)
    keep &= (rows["date_precision"] == "day") & rows["date"].between(data["x"].min(), data["x"].max())
    return markers(rows.loc[keep].drop_duplicates("date"))


def thin(rows: pd.DataFrame, months: int) -> pd.DataFrame:
    """The last row of every span of `months` and the highest of all, in date order, so that a chart stays light."""
    if rows.empty:
        return rows
    span = (rows["period_end"].dt.year * 12 + rows["period_end"].dt.month - 1) // months
    last = rows.groupby(span).tail(1)
    top = rows.loc[[rows["value"].idxmax()]]
    both = pd.concat([last, top])
    return both[~both.index.duplicated()].sort_values(["period_end", "line"], kind="stable")


def national_rows(ledger: Ledger, what: str, group: str = "total") -> pd.DataFrame:
    """All statements for Iraq with their roles, oldest first: the headlines among them are one body's count."""
    rows = headline(ledger, select(ledger, what, place="iraq", origin="irq", group=group))
    return rows.sort_values(["period_end", "line"], kind="stable")


def out_and_back_points(ledger: Ledger, place: str, months: int, group: str = "total") -> pd.DataFrame:
    """Drawn points of the displaced and the returned in Iraq or a governorate, the last of every span of `months`."""
    frames = []
    for what, name in WHAT.items():
        if place == "iraq":
            rows = national_rows(ledger, what, group)
            rows = rows[rows["role"] == "headline"]
        else:
            rows = governorate_rows(ledger, what)
            rows = rows[rows["place"] == place]
        rows = thin(rows.sort_values(["period_end", "line"], kind="stable"), months)
        if len(rows):
            frames.append(points(rows, series=name))
    return pd.concat(frames, ignore_index=True) if frames else empty_points()


def coalition_statement(ledger: Ledger) -> pd.DataFrame:
    """What the Coalition last stated on the displaced in Iraq: one marked row, or none."""
    rows = headline(ledger, select(ledger, "idps", place="iraq", origin="irq"))
    return rows[rows["publisher_kind"] == "coalition"].sort_values("period_end", kind="stable").tail(1)


def of_round(ledger: Ledger, rows: pd.DataFrame, day: str) -> str:
    """`28 Feb 2021, the newest round of IOM by governorate`: the date of a round, in a subtitle."""
    if not day:
        return "no round known"
    newest = len(rows) > 0 and day == latest_round(ledger)
    return date_text(pd.Timestamp(day)) + (f", the newest round of {body_of(rows)} by governorate" if newest else "")


def named(ledger: Ledger, rows: pd.DataFrame, most: int) -> list[Named]:
    """The first rows with their places' names."""
    names = short_names(ledger)
    return [(names[str(row["place"])], told(row)) for row in as_records(rows.head(most))]
