"""As known on a date: the ledger as a reader of that day could have had it, and what was published since.

A statement counts from the day on which its source was published; a source dated only to a month or a year counts from
the last day of it; a source without a date is left out and counted. The model is the `as_of` of vintage databases.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from analysis.headline import headline
from analysis.hedge import figure_of
from analysis.words import date_text
from loaders import Ledger

SERIES = ["indicator", "place", "origin", "group", "unit"]


@lru_cache(maxsize=24)
def as_known_on(ledger: Ledger, date: pd.Timestamp) -> Ledger:
    """The ledger with only what had been published by the end of `date`.

    Observations, events, members and custody periods go by the date of their source; `set_aside` counts the
    observations whose source has no date. Raises ValueError for NaT.
    """
    if pd.isna(date):
        raise ValueError("as known on which date?")
    day = pd.Timestamp(date).normalize()
    rows = ledger.observations
    return replace(
        ledger,
        observations=rows.loc[rows["published"] <= day],
        sources=ledger.sources.loc[ledger.sources["published"] <= day],
        endings=ledger.endings.loc[ledger.endings["date"] <= day],
        events=ledger.events.loc[(ledger.events["published"] <= day) & (ledger.events["date"] <= day)],
        members=ledger.members.loc[ledger.members["published"] <= day],
        custody=ledger.custody.loc[ledger.custody["published"] <= day],
        version=f"{ledger.version}@{day:%Y-%m-%d}",
        known_on=day,
        today=min(day, ledger.today),
        set_aside=int(rows["published"].isna().sum()),
    )


def known_dates(ledger: Ledger) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day from which a publication of the ledger counts, none after today."""
    published = ledger.sources["published"]
    known = published.loc[published <= ledger.today]
    return known.min(), known.max()


@dataclass(frozen=True, slots=True)
class Since:
    """What was published between two dates.

    `new` holds the statements published after the first date and by the second. `revised` holds pairs for the same
    series and date where a later source gives another value: before and after with their sources. `moved` holds the
    newest headline figure of each headline series then and now, where it differs.
    """

    first: pd.Timestamp
    second: pd.Timestamp
    new: pd.DataFrame
    revised: pd.DataFrame
    moved: pd.DataFrame

    @property
    def sentences(self) -> tuple[str, ...]:
        """The changes in words, ready to paste: the count of statements, then each headline figure that moved."""
        span = f"Between {date_text(self.first)} and {date_text(self.second)}"
        opening = f"{span} the ledger gains {len(self.new):,} statements and {len(self.revised):,} revised figures."
        told = [
            f"{row['title']}, {row['what']}: {row['before_text']} ({row['before_when']}) becomes {row['after_text']} "
            f"({row['after_when']})."
            if row["before_text"]
            else f"{row['title']}, {row['what']}: first figure, {row['after_text']} ({row['after_when']})."
            for row in self.moved.to_dict("records")
        ]
        return (opening, *told)


def since(ledger: Ledger, first: pd.Timestamp, second: pd.Timestamp) -> Since:
    """Compare the ledger as known on two dates. Raises ValueError where the second is before the first."""
    if second < first:
        raise ValueError("the second date lies before the first")
    then, now = as_known_on(ledger, first), as_known_on(ledger, second)
    new = now.observations.loc[~now.observations.index.isin(then.observations.index)]
    return Since(first, second, new.sort_values("published", ascending=False), _revised(then, now), _moved(then, now))


def _heads(ledger: Ledger) -> pd.DataFrame:
    marked = headline(ledger, ledger.observations)
    return marked.loc[marked["role"] == "headline"]


def _revised(then: Ledger, now: Ledger) -> pd.DataFrame:
    """Figures of one series and date whose headline is another value than before, with both sources."""
    key = [*SERIES, "period_start", "period_end", "event"]
    columns = [
        *key,
        "title",
        "place_name",
        "origin_name",
        "value",
        "low",
        "high",
        "qualifier",
        "publisher",
        "published",
    ]
    old, new = (_heads(each)[columns].astype(dict.fromkeys([*SERIES, "event"], str)) for each in (then, now))
    both = new.merge(old, on=key, suffixes=("", "_before")).drop_duplicates(key)
    changed = both.loc[(both["value"] != both["value_before"]) & (both["published"] > both["published_before"])]
    return changed.assign(after_text=_texts(changed, ""), before_text=_texts(changed, "_before")).sort_values(
        "published", ascending=False
    )


def _texts(rows: pd.DataFrame, suffix: str) -> list[str]:
    columns = {f"{name}{suffix}": name for name in ("value", "low", "high", "qualifier")}
    plain = rows[[*columns, "unit"]].rename(columns=columns)
    return [figure_of(row).text for row in plain.to_dict("records")]


def _moved(then: Ledger, now: Ledger) -> pd.DataFrame:
    """The newest headline figure of every headline stock and running total, where it moved between the two dates."""
    old, new = (_newest(each) for each in (then, now))
    both = new.merge(old, on=SERIES, how="left", suffixes=("", "_before"))
    same = (both["value"] == both["value_before"]) & (both["period_end"] == both["period_end_before"])
    both = both.loc[~same].sort_values(["title", "place_name", "origin_name"])
    return pd.DataFrame(
        {
            "title": both["title"].astype(str),
            "what": both["place_name"].astype(str) + ", " + both["origin_name"].astype(str),
            "before_text": both["text_before"].fillna(""),
            "before_when": both["when_before"].fillna(""),
            "after_text": both["text"],
            "after_when": both["when"],
        }
    )


def _newest(ledger: Ledger) -> pd.DataFrame:
    rows = _heads(ledger)
    kind = rows["kind"].astype(str)
    rows = rows.loc[(rows["headline"].astype(str) == "yes") & (kind != "flow") & (rows["group"].astype(str) == "total")]
    last = rows.sort_values(["period_end", "line"]).groupby(SERIES, observed=True).tail(1)
    dates = zip(last["period_end"], last["date_precision"], strict=True)
    columns = [*SERIES, "value", "period_end", "title", "place_name", "origin_name"]
    return (
        last[columns]
        .assign(text=_texts(last, ""), when=[date_text(d, str(p)) for d, p in dates])
        .astype(dict.fromkeys(SERIES, str))
    )
