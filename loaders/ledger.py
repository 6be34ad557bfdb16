"""The Ledger: every checked table of the data directory, joined and typed, as one frozen object."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from loaders.problems import Problem


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """All tables of one data directory and everything that is wrong with them.

    The frames are shared and must not be changed in place. `version` is a hash of the files' bytes: two ledgers with
    the same version hold the same data, so it can stand for the ledger in a cache key.
    """

    observations: pd.DataFrame
    indicators: pd.DataFrame
    places: pd.DataFrame
    sources: pd.DataFrame
    events: pd.DataFrame
    members: pd.DataFrame
    custody: pd.DataFrame
    pathway: pd.DataFrame
    origins: pd.DataFrame
    parts: pd.DataFrame
    not_headline: pd.DataFrame
    problems: tuple[Problem, ...]
    version: str
    directory: Path
