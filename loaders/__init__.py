"""Checked, tidy frames from the CSV files of a data directory: `load` is all that the layers above need."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from loaders import tidy
from loaders.ledger import Ledger
from loaders.problems import Problem

__all__ = ["Ledger", "Problem", "load"]

_DATES = ("period_start", "period_end", "date", "end_date", "start", "end")
_NUMBERS = ("value", "low", "high", "lat", "lon")
_PLAIN = ("note", "locator", "url", "definition", "joined", "published", "indicators", "reason")


def load(directory: str | Path = "data") -> Ledger:
    """Return the Ledger of the CSV files in `directory`."""
    root = Path(directory)
    names = ("indicators", "places", "sources", "events", "members", "custody", "pathway")
    names += ("origins", "parts", "not_headline")
    t = {name: _read([root / f"{name}.csv"], root) for name in names}
    stated = _read(sorted((root / "observations").glob("*.csv")), root)
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.csv")):
        digest.update(path.read_bytes())
    dated = t["sources"].assign(published=tidy.last_day(t["sources"]["published"]))
    return Ledger(
        observations=tidy.observations(stated, t["indicators"], t["places"], t["sources"], t["origins"]),
        indicators=t["indicators"],
        places=t["places"],
        sources=dated,
        events=tidy.events(t["events"], t["places"], t["sources"]),
        members=tidy.members(t["members"], t["sources"]),
        custody=tidy.custody(t["custody"], t["places"], t["sources"]),
        pathway=tidy.pathway(t["pathway"]),
        origins=t["origins"],
        parts=t["parts"],
        not_headline=t["not_headline"],
        problems=(),
        version=digest.hexdigest()[:16],
        directory=root,
    )


def _read(paths: list[Path], root: Path) -> pd.DataFrame:
    frames = []
    for path in paths:
        frame = pd.read_csv(path, dtype=object, keep_default_na=False)
        frame["file"] = path.relative_to(root).as_posix()
        frame["line"] = range(2, len(frame) + 2)
        frames.append(frame)
    whole = pd.concat(frames, ignore_index=True)
    for name in whole.columns:
        if name in _DATES:
            whole[name] = pd.to_datetime(whole[name].replace("", None)).astype("datetime64[us]")
        elif name in _NUMBERS:
            whole[name] = pd.to_numeric(whole[name].replace("", None)).astype(float)
        elif name == "line":
            whole[name] = whole[name].astype("int64")
        elif name in _PLAIN:
            whole[name] = whole[name].astype("str")
        else:
            whole[name] = whole[name].astype("category")
    return whole
