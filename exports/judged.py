"""Arguments of the command line judged before any data are read: names, choices, dates and paths that cannot do."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from inspect import signature
from pathlib import Path

from charts import catalog
from exports.briefing import BriefingError, from_json

_PACKAGE = "datapackage.json"
_BRIEFINGS = "briefings"
PAGE = "page:"  # before the name of a page of the dashboard, all charts of which are meant
OF = "of:"  # before the name of a country, place or publisher, the charts of whose profile are meant


class CommandError(ValueError):
    """What was asked for cannot be done; the message says why in one line and what would work."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: a ready-made briefing, its file, a chart, a page or a subject, and how it is cut."""

    name: str
    country: str = ""
    known_on: str = ""
    lead: str = ""
    filters: tuple[str, ...] = ()


def judge(wanted: Wanted, folder: Path) -> None:
    """Raise CommandError, with what would do, for what no data could make right.

    The names of ready-made briefings are those of the files in the data folder.
    """
    judge_data(folder)
    read_date(wanted.known_on)
    if wanted.name in ready_names(folder):
        refuse(wanted.filters, f"{wanted.name} takes no --choose; it has --country, --as-known-on and --lead")
        return
    refuse(wanted.country, "--country is for ready-made briefings")
    if wanted.name.startswith(PAGE):
        refuse(wanted.filters, "--choose is for a chart; a page shows each with its first choices")
        view = wanted.name.removeprefix(PAGE)
        if view not in views():
            # All of them: the charts of some pages, such as Refugees, bear the name of another.
            raise CommandError(f"no chart has a name that begins with “{view}.”; {PAGE} takes {', '.join(views())}")
        return
    if wanted.name.startswith(OF):
        refuse(wanted.filters, "--choose is for a chart; each chart of a profile is set to its subject")
        return
    if catalog.current(wanted.name) not in catalog.names():
        _judge_file(wanted, folder)
        return
    known = list(signature(catalog.entry(wanted.name).build).parameters)[1:]
    for text in wanted.filters:
        key, sign, _ = text.partition("=")
        if not sign or key not in known:
            raise CommandError(
                f"--choose {text}: {wanted.name} has {', '.join(known) or 'no filters'}, as FILTER=CHOICE"
            )


def views() -> list[str]:
    """The pages of the dashboard that have charts of the catalogue."""
    return list(dict.fromkeys(name.partition(".")[0] for name in catalog.names()))


def _page(text: str) -> str:
    """The name of the page that a text names without saying that it is one; empty for another text."""
    return f"{PAGE}{view}" if (view := text.strip().casefold()) in views() else ""


def judge_data(folder: Path) -> None:
    """Raise CommandError for a folder that cannot be one of data."""
    if not (folder / _PACKAGE).is_file():
        raise CommandError(f"{folder} holds no data package: there is no {_PACKAGE} in it; name the folder with --data")


def ready_names(folder: Path) -> list[str]:
    """The names of the ready-made briefings: those of their files."""
    return sorted(path.stem for path in (folder / _BRIEFINGS).glob("*.csv"))


def _judge_file(wanted: Wanted, folder: Path) -> None:
    path = Path(wanted.name)
    if path.suffix.lower() != ".json" and not path.is_file():
        names = [*ready_names(folder), *catalog.names()]
        other = f"all of a country, place or publisher: {OF}NAME"
        near = f"; did you mean {page}?" if (page := _page(wanted.name)) else hint(wanted.name, names)
        raise CommandError(f"there is no briefing or chart “{wanted.name}”{near} ({other})")
    refuse(wanted.filters, "--choose is for a chart; a briefing file has its own choices")
    try:
        from_json(read(path))
    except BriefingError as error:
        raise CommandError(f"{path}: {line(error)}") from error


def read_date(text: str) -> date | None:
    """The day that a text names, None for an empty one. Raises CommandError for what is no date."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise CommandError(f"“{text}” is not a date; write it as 2025-12-31") from error


def read(path: Path) -> bytes:
    """The content of a file. Raises CommandError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror or error}") from error


def target(asked: Path | None, usual: Path, endings: Sequence[str] = (), other: str = "") -> Path:
    """Where to write. A file that nobody named is never overwritten, and none is called what it is not.

    `endings` are those that the file may have, all where there are none; `other` is what else would do. Raises
    CommandError.
    """
    path = asked or usual
    if asked is None and path.exists():
        raise CommandError(f"{path} is there already; name the file with -o")
    if path.is_dir():
        raise CommandError(f"{path} cannot be written: it is a folder")
    if endings and path.suffix and path.suffix.lower().lstrip(".") not in endings:
        fitting = path.with_suffix(f".{endings[0]}").name
        raise CommandError(f"this makes a .{endings[0]} file, not {path.suffix}; call it {fitting}{other}")
    if not os.access(path.parent, os.W_OK):
        raise CommandError(f"{path} cannot be written: its folder is not there or is closed to you")
    return path


def refuse(given: Sequence[str], why: str) -> None:
    """Raise CommandError with the reason where anything is given."""
    if given:
        raise CommandError(why)


def hint(text: str, names: Iterable[str]) -> str:
    """The names nearest to a text, or where they are listed."""
    near = get_close_matches(text.casefold(), list(names), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else "; see python -m exports list"


def line(error: object) -> str:
    """What an error says, in one line."""
    text = error.args[0] if isinstance(error, KeyError) and error.args else error
    return " ".join(str(text).split())
