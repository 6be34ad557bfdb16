"""What keeps a question from being answered, in words that say what would do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_LISTED = 60  # values that an error lists; of more it says how many there are


class QuestionError(ValueError):
    """A question that cannot be answered as it was asked: `field` is at fault, `offered` and `near` are what would do.

    `value` is what was given, empty where nothing was; `offered` lists at most 60 values, of `count`.
    """

    def __init__(
        self, message: str, field: str, value: str = "", near: Sequence[str] = (), offered: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        self.field, self.value = field, value[:200]
        self.near, self.offered, self.count = tuple(near), tuple(offered[:_LISTED]), len(offered)

    @property
    def facts(self) -> dict[str, Any]:
        """The fault as JSON values beside the message."""
        return {
            "field": self.field,
            "value": self.value,
            "near": list(self.near),
            "offered": list(self.offered),
            "offered_count": self.count,
        }


class UnknownValueError(QuestionError):
    """A value that the ledger does not know."""


class MalformedError(QuestionError):
    """A value that is not of the form that its field takes."""


class ContradictionError(QuestionError):
    """Values that each would do, but not together."""


class NotReadyError(RuntimeError):
    """There are no data to answer from yet, or none that can be shown; the message says why."""
