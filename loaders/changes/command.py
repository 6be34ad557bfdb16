"""The maintainer's commands on changes: `add`, `diff`, `acknowledge`, `accept` and others of `python -m loaders`."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Protocol

from loaders.changes import acknowledging, changelog, difference, entry, loss, store, writing
from loaders.changes.known import read_known
from loaders.clock import today
from loaders.ledger import Ledger, load
from loaders.schema import PackageError

Look = Callable[[Ledger, Mapping[str, str]], Sequence[str]]
_CELLS = [each.name for each in fields(entry.Told)]


class Commands(Protocol):
    """What argparse gives to add a command to."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002 - the name that argparse has
        """Add a command."""
        ...


def add_arguments(commands: Commands) -> None:
    """Add the commands with their arguments."""
    add = commands.add_parser("add", help="add figures and their source")
    add.add_argument("url", help="address of the publication, or its key in sources.csv")
    add.add_argument(
        "--figure",
        nargs="+",
        action="append",
        default=[],
        metavar="NAME=WORDS",
        help=f"one figure, as name=words of {', '.join(_CELLS)}; give it again for each figure",
    )
    add.add_argument(
        "--table", type=Path, metavar="FILE", help="many figures: a table with these columns; - reads here"
    )
    for each in fields(entry.Publication)[1:]:
        add.add_argument(f"--{each.name.replace('_', '-')}", default="", metavar="TEXT", help=_HELP[each.name])
    add.add_argument("--yes", action="store_true", help="write without asking")
    diff = commands.add_parser("diff", help="say how the data of two folders or git revisions differ")
    log = commands.add_parser("changelog", help="write an entry of DATA-CHANGELOG.md from two folders or git revisions")
    for one in (diff, log):
        one.add_argument("old", help="the older folder or git revision")
        one.add_argument("new", nargs="?", default="", help="the newer one (the data directory)")
    log.add_argument("--print", action="store_true", help="print the entry and write nothing")
    undo = commands.add_parser("undo", help="take back the newest change")
    known = commands.add_parser("acknowledge", help="say of a warning why it stands, so that a new one is the only one")
    known.add_argument("where", metavar="FILE:LINE", help="where the check tells of it, or FILE:LINE:COLUMN")
    known.add_argument("--finding", default="", metavar="NAME", help="its name, where several stand there")
    known.add_argument("--until", default="", metavar="DAY", help="until when that holds, YYYY-MM-DD")
    accept = commands.add_parser("accept", help="accept files that were kept back because they lost many rows")
    accept.add_argument("old", nargs="?", default="HEAD", help="the version before: a folder or git revision (HEAD)")
    for one in (known, accept):
        one.add_argument("--yes", action="store_true", help="write without asking")
    for one in (add, diff, log, undo, known, accept):
        one.add_argument("--data", default="data", type=Path, metavar="DIR", help="the data directory (data)")
    for one in (add, log, known, accept):
        one.add_argument("--why", default="", metavar="TEXT", help="the reason, for the changelog")
        one.add_argument("--who", default="", metavar="NAME", help="by whom, for the changelog (you)")


_HELP = {
    "title": "title of the publication",
    "publisher": "who publishes it",
    "published": "when: 2026-11-20, 2026-11 or 2026",
    "publisher_kind": "what a publisher that is new here is",
    "language": "language of the page (that of the publisher's others)",
    "quotes": "whom a news report relays",
    "carried_by": "the site that carries it, where that is another",
    "note": "remark on the publication",
}


def run(chosen: argparse.Namespace, look: Look) -> int:
    """Run a command and return its exit code: 0 done, 1 refused.

    `look` tells of a new figure beside its series, given the ledger with it and its row.
    """
    try:
        if chosen.command == "add":
            return _add(chosen, look)
        for line in _COMMANDS[chosen.command](chosen):
            sys.stdout.write(f"{line}\n")
    except _REFUSED as error:
        sys.stdout.write(f"{error}\n")
        return 1
    return 0


def _add(chosen: argparse.Namespace, look: Look) -> int:
    known = read_known(chosen.data)
    publication = entry.Publication(*(getattr(chosen, each.name) for each in fields(entry.Publication)))
    figures = _figures(chosen)
    try:
        proposal = entry.propose(known, figures, publication)
    except entry.EntryError as error:
        for found in entry.faults(known, figures, publication) or [error]:
            sys.stdout.write(f"{found}\n")
        return 1
    for line in _shown(proposal, look):
        sys.stdout.write(f"{line}\n")
    if not proposal.sound:
        sys.stdout.write("nothing is written: mend what is wrong first\n")
        return 1
    if not chosen.yes and not _agreed():
        sys.stdout.write("nothing is written; to enter it by hand, add to each file:\n")
        for path, lines in proposal.added.items():
            sys.stdout.write(f"{path}:\n{lines}")
        return 0
    kept = writing.write(
        known.directory,
        known.files,
        proposal.texts,
        who=chosen.who or _user(),
        why=chosen.why or f"Figures of {proposal.source['title']}",
    )
    sys.stdout.write(f"written into {', '.join(proposal.texts)}; python -m loaders undo takes {kept.name} back\n")
    return 0


def _figures(chosen: argparse.Namespace) -> list[entry.Told]:
    found = [_figure(words, at) for at, words in enumerate(chosen.figure, 1)]
    if chosen.table is not None:
        text = sys.stdin.read() if str(chosen.table) == "-" else chosen.table.read_text(encoding="utf-8-sig")
        found += entry.read_table(text)
    return found


def _figure(words: Sequence[str], at: int) -> entry.Told:
    given: dict[str, str] = {}
    for word in words:
        name, sign, text = word.partition("=")
        if not sign or name not in _CELLS:
            raise entry.EntryError(at, "figure", f"{word!r} is not NAME=WORDS with a name of {', '.join(_CELLS)}")
        given[name] = text
    return entry.Told(**{"indicator": "", "place": "", "end": "", "figure": "", **given})


def _shown(proposal: entry.Proposal, look: Look) -> Iterator[str]:
    source = proposal.source
    new = "new source" if proposal.new_source else "source that is listed"
    yield f"{new} {source['source']}: {source['title']} ({source['publisher']}, {source['published']})"
    for row in proposal.rows:
        first, *others = look(proposal.ledger, row) or ["a figure that the checks refuse"]
        yield first
        yield from (f"    {line}" for line in others)
    for found in proposal.problems:
        yield f"{found} [{found.severity}]"
        yield f"    {found.hint}"


def _agreed() -> bool:
    if not sys.stdin.isatty():
        return False
    sys.stdout.write("write this? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def _versions(chosen: argparse.Namespace) -> tuple[dict[str, bytes], dict[str, bytes]]:
    old = difference.version_at(chosen.old, chosen.data)
    return old, difference.version_at(chosen.new or str(chosen.data), chosen.data)


def _diff(chosen: argparse.Namespace) -> Iterator[str]:
    changes = difference.between(*_versions(chosen))
    yield from difference.told(changes)
    if not changes:
        yield "no row differs"


def _changelog(chosen: argparse.Namespace) -> Iterator[str]:
    old, new = _versions(chosen)
    changes = difference.between(old, new)
    if not changes:
        yield "no row differs"
        return
    text = changelog.entry(changes, old, new, day=f"{today():%Y-%m-%d}", who=chosen.who, why=chosen.why)
    if chosen.print:
        yield text
        return
    path = chosen.data / changelog.FILE
    present = path.read_bytes() if path.exists() else b""
    store.accept(
        chosen.data,
        {changelog.FILE: changelog.with_entry(present, text)},
        {changelog.FILE: present},
        who=chosen.who or _user(),
        why="An entry in the changelog",
    )
    yield f"written into {path}"


def _undo(chosen: argparse.Namespace) -> Iterator[str]:
    last = store.undo(chosen.data)
    yield f"taken back: {last.why or 'a change'} ({last.name}); {', '.join(last.before)} are as before"


def _acknowledge(chosen: argparse.Namespace) -> Iterator[str]:
    found = acknowledging.warnings_at(load(chosen.data).problems, chosen.where, chosen.finding)
    if len({each.rule for each in found}) > 1:
        names = ", ".join(sorted({each.rule for each in found}))
        raise acknowledging.RefusedError(f"several warnings stand at {chosen.where}: choose with --finding: {names}")
    said = acknowledging.Words(chosen.why, chosen.who or _user(), chosen.until)
    proposal = acknowledging.propose(chosen.data, found, said)
    for each in found:
        yield f"{each} [warning {each.rule}]"
    if not chosen.yes and not _agreed():
        yield "nothing is written; to enter it by hand, add to acknowledged.csv:"
        yield from next(iter(proposal.added.values())).splitlines()
        return
    why = f"A warning is known: {said.reason}"
    kept = writing.write(chosen.data, proposal.seen, proposal.texts, who=said.who, why=why)
    yield f"written into {', '.join(proposal.texts)}; python -m loaders undo takes {kept.name} back"


def _accept(chosen: argparse.Namespace) -> Iterator[str]:
    before = difference.version_at(chosen.old, chosen.data)
    now = difference.version_at(str(chosen.data), chosen.data)
    for each in loss.losses(before, now):
        yield str(each)
    if not chosen.yes and not _agreed():
        yield "nothing is written"
        return
    kept, _ = loss.accept(chosen.data, before, who=chosen.who or _user(), why=chosen.why)
    yield f"accepted; python -m loaders undo brings the version of {chosen.old} back ({kept.name})"


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], Iterator[str]]] = {
    "diff": _diff,
    "changelog": _changelog,
    "undo": _undo,
    "acknowledge": _acknowledge,
    "accept": _accept,
}
_REFUSED = (
    entry.EntryError,
    acknowledging.RefusedError,
    store.NotWrittenError,
    difference.UnknownVersionError,
    PackageError,
    OSError,
)
# The commands of this module, for who asks which they are.
NAMES = ("add", *_COMMANDS)
