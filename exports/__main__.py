"""Briefings on the command line: `python -m exports list`, a command a kind of file, `refresh`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from charts.text import cut, file_stem
from exports import command
from exports.archive import pack
from exports.asked import answer_lines, listing_of
from exports.briefing import vintage
from exports.command import Found
from exports.formats import EACH, FORMATS, PAGE
from exports.judged import CommandError, Wanted, judge, judge_data, read, read_date, target
from exports.kinds import RATIOS, Group, Order
from exports.naming import file_names
from loaders import Ledger
from loaders.geo import Geo

_DATA = os.environ.get("CAMPSTATS_DATA_DIR") or "data"
_COLUMNS = 79  # characters of the line of progress: a terminal has 80
# Commands of which each chart makes a file of its own, with the kinds that they offer.
_FOLDERS: dict[str, tuple[Group, str]] = {
    "pictures": ("Picture", "a picture a chart, in a folder or an archive"),
    "data": ("Data", "the figures of each chart, in a folder or an archive"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0 done, 2 not possible, with one line that says why."""
    chosen = _parser().parse_args(arguments)
    try:
        chosen.judge(chosen)
        ledger, geo = command.opened(chosen.data, force=chosen.force)
        chosen.run(chosen, ledger, geo)
    except CommandError as error:
        sys.stderr.write(f"python -m exports: {error}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m exports", description="Makes slides, workbooks, notes and pictures from the data."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=Path, default=Path(_DATA), help="the data directory (data)")
    common.add_argument("--progress", action="store_true", help="say which chart is being made, not on a terminal only")
    common.add_argument("--force", action="store_true", help="export although the data have errors: what is sound")
    listed = commands.add_parser("list", parents=[common], help="ready-made briefings, and charts with their filters")
    listed.add_argument("words", metavar="WORD", nargs="*", help="only charts that these words name, with all choices")
    listed.set_defaults(run=_list, judge=lambda chosen: judge_data(chosen.data))
    asked = commands.add_parser(
        "find", parents=[common], help="a question in plain words: the figure, its citation, charts"
    )
    asked.add_argument("words", metavar="WORDS", nargs="+", help="in any order: french children remaining")
    asked.add_argument("--as-known-on", default="", metavar="DATE", help="what had been published by then: 2025-12-31")
    asked.add_argument("--lead", default="", help="which statement leads where sources differ (see list)")
    asked.set_defaults(run=_find, judge=_judge_find)
    what = argparse.ArgumentParser(add_help=False, parents=[common])
    what.add_argument(
        "name", metavar="NAME", help="a ready-made briefing, a chart or a page (see list), or a briefing file"
    )
    what.add_argument("--country", default="", help="country of the scorecard, by name or code")
    what.add_argument("--choose", action="append", default=[], metavar="FILTER=CHOICE", help="for a chart: one choice")
    what.add_argument("--as-known-on", default="", metavar="DATE", help="what had been published by then: 2025-12-31")
    what.add_argument("--lead", default="", help="which statement leads where sources differ (see list)")
    what.add_argument("--address", default="", metavar="URL", help="where the dashboard runs, for links back to it")
    template = argparse.ArgumentParser(add_help=False)
    template.add_argument("--template", type=Path, metavar="FILE", help="your organisation's .pptx or .potx")
    for kind in PAGE:
        parents = [what, template] if kind.template else [what]
        made = commands.add_parser(kind.name, parents=parents, help=f"{kind.about} (.{kind.ending})")
        made.add_argument("-o", "--output", type=Path, metavar="FILE", help="the file; else named after the briefing")
        made.set_defaults(run=_make, judge=_judge_make)
    for name, (group, told) in _FOLDERS.items():
        kinds = tuple(kind.name for kind in EACH if kind.group == group)
        folder = commands.add_parser(name, parents=[what], help=told)
        folder.add_argument("--kind", choices=kinds, default=kinds[0])
        if group == "Picture":
            folder.add_argument("--ratio", choices=tuple(RATIOS), default="16:9")
        folder.add_argument("-o", "--output", type=Path, metavar="FOLDER|FILE.zip", help="a folder, or an archive")
        folder.set_defaults(run=_folder, judge=_judge_folder)
    refreshed = commands.add_parser("refresh", parents=[common], help="bring a deck made here up to the newest data")
    refreshed.add_argument("deck", type=Path, metavar="DECK", help="the .pptx, however its user has changed it")
    refreshed.add_argument("-o", "--output", type=Path, metavar="FILE", help="the new deck; else DECK-refreshed.pptx")
    dates = refreshed.add_mutually_exclusive_group()
    dates.add_argument("--newest", action="store_true", help="charts pinned to a date count all publications again")
    dates.add_argument("--as-known-on", default="", metavar="DATE", help="pin every chart to what was known by then")
    refreshed.set_defaults(run=_refresh, judge=_judge_refresh)
    return parser


def _list(chosen: argparse.Namespace, ledger: Ledger, _geo: Geo) -> None:
    words = " ".join(chosen.words)
    sys.stdout.write(listing_of(ledger, words) if words else command.listing(ledger))


def _find(chosen: argparse.Namespace, ledger: Ledger, _geo: Geo) -> None:
    day = command.known_day(chosen.as_known_on, ledger)
    then = vintage(ledger, "" if day is None else f"{day:%Y-%m-%d}", command.known_lead(chosen.lead, ledger))
    for line in answer_lines(then, " ".join(chosen.words)):
        print(line, flush=True)


def _judge_find(chosen: argparse.Namespace) -> None:
    judge_data(chosen.data)
    read_date(chosen.as_known_on)


def _wanted(chosen: argparse.Namespace) -> Wanted:
    return Wanted(chosen.name, chosen.country, chosen.as_known_on, chosen.lead, tuple(chosen.choose))


def _judge_make(chosen: argparse.Namespace) -> None:
    judge(_wanted(chosen), chosen.data)
    kind = FORMATS[chosen.command]
    if chosen.output is not None:
        suffix = chosen.output.suffix.lower().lstrip(".")
        others = [one.name for one in PAGE if one.ending == suffix]
        other = f", or use {' or '.join(others)}" if others else ""
        target(chosen.output, chosen.output, (kind.ending,), other)
    if getattr(chosen, "template", None) is not None:
        read(chosen.template)


def _judge_folder(chosen: argparse.Namespace) -> None:
    judge(_wanted(chosen), chosen.data)
    if chosen.output is not None and _is_archive(chosen.output):
        target(chosen.output, chosen.output)
    elif chosen.output is not None and chosen.output.exists() and not chosen.output.is_dir():
        raise CommandError(f"{chosen.output} cannot be made a folder: it is a file; name a folder or a .zip")


def _judge_refresh(chosen: argparse.Namespace) -> None:
    judge_data(chosen.data)
    read_date(chosen.as_known_on)
    read(chosen.deck)
    target(chosen.output, _refreshed(chosen.deck), ("pptx",))


def _found(chosen: argparse.Namespace, ledger: Ledger) -> Found:
    found = command.find(_wanted(chosen), ledger)
    for about in found.left_out:
        _say(f"left out, because too little was known: {about}")
    return found


def _order(chosen: argparse.Namespace, found: Found, ledger: Ledger, geo: Geo) -> Order:
    template = getattr(chosen, "template", None)
    return Order(
        found.title,
        found.exhibits,
        ledger,
        geo,
        template=None if template is None else read(template),
        address=chosen.address,
        ratio=getattr(chosen, "ratio", "16:9"),
        tell=partial(_step, [one.headline for one in found.exhibits], chosen),
        head=found.head,
    )


def _make(chosen: argparse.Namespace, ledger: Ledger, geo: Geo) -> None:
    kind, found = FORMATS[chosen.command], _found(chosen, ledger)
    path = target(chosen.output, Path(kind.file_name(file_stem(found.title))))
    order = _order(chosen, found, ledger, geo)
    if order.template is None:
        content = kind.make(order)
    else:
        from exports.deck import TemplateError, read_template  # PowerPoint's library is heavy: others do without it

        try:
            for remark in read_template(order.template).remarks:
                _say(f"{chosen.template}: {remark}")
            content = kind.make(order)
        except TemplateError as error:
            raise CommandError(f"{chosen.template}: {error}") from error
    command.write(path, content)
    _done(path, len(content), _charts(len(found.exhibits)))


def _folder(chosen: argparse.Namespace, ledger: Ledger, geo: Geo) -> None:
    kind, found = FORMATS[chosen.kind], _found(chosen, ledger)
    place = chosen.output or Path(file_stem(found.title))
    if not (archive := _is_archive(place)):
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"{place} cannot be made a folder: {error.strerror or error}") from error
    order, made = _order(chosen, found, ledger, geo), []
    for number, (name, shown) in enumerate(
        zip(file_names([one.item for one in found.exhibits]), found.exhibits, strict=True), 1
    ):
        _progress(number, len(found.exhibits), shown.headline, chosen)
        made.append((kind.file_name(name), kind.make(replace(order, exhibits=(shown,)))))
    _progress_ends()
    if archive:
        made = [(place.name, pack(made))]
    for name, content in made:
        command.write((place.parent if archive else place) / name, content)
    _done(place, sum(len(content) for _, content in made), _charts(len(found.exhibits)))


def _refresh(chosen: argparse.Namespace, ledger: Ledger, geo: Geo) -> None:
    from exports.deck import Pin, refresh

    known = command.known_day(chosen.as_known_on, ledger)
    old = read(chosen.deck)
    path = target(chosen.output, _refreshed(chosen.deck))
    try:
        found = refresh(old, ledger, geo, known_on=known or (Pin.NEWEST if chosen.newest else Pin.KEEP))
    except ValueError as error:
        raise CommandError(f"{chosen.deck}: {error}") from error
    command.write(path, found.deck)
    if path.resolve() == chosen.deck.resolve():
        _say(f"{path} is overwritten, as -o asked")
    for told in (*found.changes, *found.comparisons, *found.remarks):
        _say(str(told))
    _done(path, len(found.deck), found.outcome)


def _is_archive(path: Path) -> bool:
    return path.suffix.lower() == ".zip"


def _refreshed(deck: Path) -> Path:
    return deck.with_name(f"{deck.stem}-refreshed.pptx")


def _step(headlines: Sequence[str], chosen: argparse.Namespace, done: int, of: int) -> None:
    """Told after each part of a long file: what comes next. The charts are followed by one part, the last."""
    at = done - (of - len(headlines) - 1)
    _progress(done, of, headlines[at] if 0 <= at < len(headlines) else "", chosen)
    if done >= of:
        _progress_ends()


def _progress(done: int, of: int, what: str, chosen: argparse.Namespace) -> None:
    """One line that is written over, on a terminal; a line each where it was asked for."""
    text = cut(f"{done} of {of}{f': {what}' if what else ''}", _COLUMNS)
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{text:<{_COLUMNS}}")
        sys.stderr.flush()
    elif chosen.progress:
        _say(text)


def _progress_ends() -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{'':<{_COLUMNS}}\r")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _charts(count: int) -> str:
    return f"{count} chart{'' if count == 1 else 's'}"


def _done(path: Path, size: int, what: str) -> None:
    _say(f"{path}: {what}, {max(size // 1024, 1):,} KB")


if __name__ == "__main__":
    sys.exit(main())
