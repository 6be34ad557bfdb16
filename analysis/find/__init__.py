"""Find: a question in plain words to the figure with hedge, date and source, and all that is near it.

Pure functions on a ledger that return small frozen dataclasses. What an index of a ledger costs is paid once (`ready`).
"""

from analysis.find.answer import Answer
from analysis.find.ask import Found, Thing, ask, others
from analysis.find.index import Index, NoFullTextError, index
from analysis.find.lexicon import lexicon
from analysis.find.periods import Period
from analysis.find.question import Question, understood
from analysis.find.series import shelf
from loaders import Ledger

__all__ = [
    "Answer",
    "Found",
    "Index",
    "NoFullTextError",
    "Period",
    "Question",
    "Thing",
    "ask",
    "index",
    "others",
    "ready",
    "understood",
]


def ready(ledger: Ledger) -> None:
    """Make all that answers to questions on a ledger rest on, so that the first one is as quick as the next."""
    lexicon(ledger)
    index(ledger)
    shelf(ledger)
