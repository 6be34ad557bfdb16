"""What changed between two dates of knowledge: new statements, revised figures, moved headlines, and what has ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.headline import headline
from analysis.hedge import figure_of
from analysis.origins import origin_kinds
from analysis.vintage import as_known_on
from analysis.words import Told, date_text, direction
from analysis.words.grammar import LONGEST
from analysis.words.measures import (
    COUNTED,
    according_to,
    between,
    first_told,
    has_moved,
    measured,
    moved_from,
    nothing_moved,
    or_none,
    people_of,
    told_now,
)
from loaders import Ledger
from loaders.frames import as_records

SERIES = ["indicator", "place", "origin", "group", "unit"]
MOVED = [
    "title",
    "what",
    "before_text",
    "before_when",
    "after_text",
    "after_when",
    "source",
    "publication",
    "sentence",
    "short",
    "size",
    "later",
]
_TELL = 4  # things that an opening sentence tells of
_ENDED = 2  # of them at most so many that have ended


@dataclass(frozen=True, slots=True)
class Since:
    """What was published between two dates.

    `new` holds the statements published after the first date and by the second. `revised` holds pairs for the same
    series and date where a later source gives another value: before and after with their sources. `moved` holds the
    newest headline figure of each headline series then and now, where it has surely moved or is the first one (columns
    MOVED: in words, `publication` that of the newer one, `size` the difference in people, `later` whether it is of a
    day after the first date). `ended` are the events that have ended counts since, those of most counts first (date,
    date_precision, title, source).
    """

    first: pd.Timestamp
    second: pd.Timestamp
    new: pd.DataFrame
    revised: pd.DataFrame
    moved: pd.DataFrame
    ended: pd.DataFrame

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What the opening tells, each with its publication: what has ended, then what moved most, one of each measure.

        What a count of a later day tells goes before what was only published later.
        """
        ended = [
            (f"{row['title']} ({date_text(row['date'], str(row['date_precision']))})", str(row["source"]))
            for row in as_records(self.ended.head(_ENDED))
        ]
        brief = self.moved[(self.moved["size"] > 0) & (self.moved["short"].str.len() <= LONGEST)]
        large = brief.sort_values(["later", "size"], ascending=False, kind="stable")
        most = large.drop_duplicates("title").head(_TELL - len(ended))
        return (*ended, *zip(most["short"], most["publication"], strict=True))

    @property
    def opening(self) -> str:
        """What has happened, in a few short sentences."""
        told = [words for words, _ in self.told]
        return between(self.first, self.second, told) if told else nothing_moved(self.first, self.second)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The changes in words, ready to paste: the opening, then each headline figure that moved, with its source."""
        return (self.opening, *self.moved["sentence"])


def since(ledger: Ledger, first: pd.Timestamp, second: pd.Timestamp) -> Since:
    """Compare the ledger as known on two dates. Raises ValueError where the second is before the first."""
    if second < first:
        raise ValueError("the second date lies before the first")
    return _since(ledger, first, second)


@lru_cache(maxsize=16)
def _since(ledger: Ledger, first: pd.Timestamp, second: pd.Timestamp) -> Since:
    then, now = as_known_on(ledger, first), as_known_on(ledger, second)
    new = now.observations[~now.observations.index.isin(then.observations.index)]
    new = new.sort_values("published", ascending=False, kind="stable")
    return Since(first, second, new, _revised(then, now), _moved(then, now), _ended(then, now))


def _heads(ledger: Ledger) -> pd.DataFrame:
    marked = headline(ledger, ledger.observations)
    return marked[marked["role"] == "headline"]


def _revised(then: Ledger, now: Ledger) -> pd.DataFrame:
    """Figures of one series and date whose headline is another value than before, with both sources."""
    key = [*SERIES, "period_start", "period_end", "event"]
    columns = [
        *key,
        "date_precision",
        "title",
        "place_name",
        "origin_name",
        "value",
        "low",
        "high",
        "qualifier",
        "attribution",
        "source",
        "published",
    ]
    old, new = (_heads(each)[columns].astype(dict.fromkeys([*SERIES, "event"], str)) for each in (then, now))
    both = new.merge(old, on=key, suffixes=("", "_before")).drop_duplicates(key)
    changed = both[(both["value"] != both["value_before"]) & (both["published"] > both["published_before"])]
    return changed.assign(after_text=_texts(changed, ""), before_text=_texts(changed, "_before")).sort_values(
        "published", ascending=False
    )


def _texts(rows: pd.DataFrame, suffix: str) -> list[str]:
    columns = {f"{name}{suffix}": name for name in ("value", "low", "high", "qualifier")}
    plain = rows[[*columns, "unit"]].rename(columns=columns)
    return [figure_of(row).text for row in as_records(plain)]


def _ended(then: Ledger, now: Ledger) -> pd.DataFrame:
    """Events after the first date that end counts: date, date_precision, title, counts (how many)."""
    key = ["date", "title"]
    fresh = now.events.loc[now.events["date"] > then.known_on, [*key, "date_precision", "source"]]
    known = fresh.astype({"title": str}).drop_duplicates(key)
    ends = now.endings[key].astype({"title": str}).groupby(key).size().rename("counts").reset_index()
    ended = known.merge(ends, on=key)
    return ended.sort_values(["counts", "date"], ascending=[False, True], kind="stable").reset_index(drop=True)


def _moved(then: Ledger, now: Ledger) -> pd.DataFrame:
    """The newest headline figure of every headline stock and running total, where it moved between the two dates."""
    before = {_key(row): row for row in as_records(_newest(then))}
    alone = now.observations.groupby(["indicator", "place"], observed=True)["origin"].nunique()
    dates = _counted(_heads(now)).groupby(SERIES, observed=True)["period_end"].nunique()
    found = []
    for row in as_records(_newest(now)):
        old = before.get(_key(row))
        if old is not None and not _other(row, old):
            continue
        kind = origin_kinds(now).get(str(row["origin"]), "")
        only = int(alone.loc[(row["indicator"], row["place"])]) == 1 and kind == "aggregate"
        first = old is None and int(dates.loc[tuple(row[column] for column in SERIES)]) == 1
        told = _told(row, old, "" if only else _people(row, kind), first=first)
        found.append(told | {"later": row["period_end"] > then.known_on})
    # What has happened since comes before what was only published since, as in the opening.
    found.sort(key=lambda one: (one["before_text"] == "", not one["later"], one["title"], one["what"]))
    return pd.DataFrame(found, columns=MOVED)


def _key(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[column]) for column in SERIES)


def _figure(row: Mapping[str, Any]) -> Told:
    return Told(figure_of(row), row["period_end"], str(row["date_precision"]), row["published"])


def _other(row: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
    """Whether the newest figure of a series is news: another count, of another date, that has surely moved."""
    if row["period_end"] <= old["period_end"]:
        return False
    return not _comparable(row, old) or direction(_figure(row), _figure(old)) != 0


def _comparable(row: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
    """Whether two figures of a series may be compared: of one body where bodies differ, of one running total."""
    if str(row["comparable"]) == "no" and str(row["counter"]) != str(old["counter"]):
        return False
    if str(row["kind"]) != "cumulative":
        return True
    anew = pd.notna(row["period_start"]) and row["period_start"] > old["period_end"]
    return bool(row["value"] >= old["value"]) and not anew


def _people(row: Mapping[str, Any], kind: str) -> str:
    """Of whom a figure is, where the measure has figures of several kinds of people or donors."""
    if str(row["origin"]) == "all":
        return ""
    name = str(row["origin_name"])
    return people_of(name, kind) if str(row["unit"]) in COUNTED else name


def _told(row: Mapping[str, Any], old: Mapping[str, Any] | None, people: str, *, first: bool) -> dict[str, Any]:
    """One moved figure in words; `first` says that its series has no other."""
    what, unit, now = measured(str(row["title"]), str(row["place_name"]), people), str(row["unit"]), _figure(row)
    then = _figure(old) if old is not None and _comparable(row, old) else None
    if then is not None:
        text, short = moved_from(what, unit, then, now), has_moved(what, unit, then, now)
    else:
        text = first_told(what, unit, now) if first else told_now(what, unit, now)
        short = ""
    published = date_text(row["published"], str(row["published_precision"]))
    return {
        "title": str(row["title"]),
        "what": ", ".join(part for part in (str(row["place_name"]), people) if part),
        "before_text": then.figure.text if then is not None else "",
        "before_when": then.dated if then is not None else "",
        "after_text": or_none(now.figure.text, now, unit),
        "after_when": now.dated,
        "source": f"{row['attribution']} ({published})",
        "publication": str(row["source"]),
        "sentence": f"{text}{according_to(str(row['attribution']), published)}.",
        "short": short,
        "size": abs(now.figure.value - then.figure.value) if then is not None and unit == "persons" else 0.0,
    }


def _newest(ledger: Ledger) -> pd.DataFrame:
    """The newest headline figure of each headline stock and running total of all people of a kind."""
    rows = _counted(_heads(ledger))
    return rows.sort_values(["period_end", "line"], kind="stable").groupby(SERIES, observed=True).tail(1)


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of headline stocks and running totals of all people of a kind."""
    kept = (rows["headline"] == "yes") & (rows["kind"] != "flow")
    return rows[kept & (rows["group"] == "total")]
