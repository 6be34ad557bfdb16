"""What can be wrong with a data file, as data: one catalogue entry per rule, with the sentence and the hint it prints.

Nothing here reads a file. The reader and the checks name a rule and its facts; the words come from `CATALOGUE` alone,
so that the same fault is described in the same words everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: where it is, what stands there, which rule it breaks and how to mend it.

    `line` is the physical line on which the record starts (1 is the header), 0 when the whole file is meant.
    `column` is a column's name, empty when the whole row or file is meant.
    """

    file: str
    line: int
    column: str
    value: str
    rule: str
    message: str
    hint: str
    severity: Severity

    def __str__(self) -> str:
        """Return `file:line:column: message`, the form that editors turn into a link."""
        return f"{self.file}:{self.line}:{self.column}: {self.message}"
