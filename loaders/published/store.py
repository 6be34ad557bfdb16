"""New rows into the files of a data directory: all of them or none that breaks a rule, `sources.csv` first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loaders.changes import store, writing
from loaders.changes.entry import lines_of, with_lines
from loaders.changes.known import Known
from loaders.problems import Problem
from loaders.published.edition import Difference


class NotWrittenError(store.NotWrittenError):
    """Nothing was written, and why; `problems` are errors that the new rows would cause."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


def new_texts(changes: Sequence[tuple[Difference, Mapping[str, str]]], known: Known) -> dict[str, bytes]:
    """Return the files that the changes touch, by relative path, as they will read; each change with its source."""
    sources = known.package.resource("sources").path
    rows: dict[str, list[dict[str, str]]] = {}
    listed = set(known.sources)
    for difference, source in changes:
        if difference.written and source["source"] not in listed:
            rows.setdefault(sources, []).append(dict(source))
            listed.add(source["source"])
        for each in difference.written:
            rows.setdefault(known.path_of(each.indicator), []).append(each.cells(source["source"]))
    ordered = sorted(rows, key=lambda path: path != sources)
    present = {path: known.files[path] for path in ordered}
    return {path: with_lines(data, lines_of(data, rows[path])) for path, data in present.items()}


def write(texts: Mapping[str, bytes], known: Known, *, why: str = "Published files") -> None:
    """Put new texts in the place of files of the data directory, with an entry in DATA-CHANGELOG.md.

    Raises:
        NotWrittenError: a file was changed by somebody else since it was read, or is being written by somebody else,
            or cannot be written.
    """
    try:
        writing.write(known.directory, known.files, texts, who="python -m loaders import", why=why)
    except store.NotWrittenError as error:
        raise NotWrittenError(str(error)) from error
