"""What the command line does: find the briefing that is meant, make its file, write it, say what was done."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import wrap

import pandas as pd

from analysis import known_dates, lead_choices, lead_text
from analysis.subjects import Subject, near, resolve
from analysis.words import capital
from charts import catalog, choices, takeaway
from charts.defaults import defaults
from exports.briefing import Briefing, BriefingError, Exhibit, Item, exhibits, from_json, vintage
from exports.judged import OF, PAGE, CommandError, Wanted, hint, line, read, read_date, views
from exports.of_subject import briefing_of
from exports.paper import NO_HEAD, Head
from exports.ready import briefings, country_of, faults, prepare
from loaders import Ledger, PackageError, load
from loaders.geo import Geo, GeoError, load_geo

_WIDTH = 79  # characters of a line of the list: a terminal has 80


@dataclass(frozen=True, slots=True)
class Found:
    """A briefing with its charts built, and what it leaves out."""

    title: str
    exhibits: tuple[Exhibit, ...]
    left_out: tuple[str, ...] = ()
    head: Head = NO_HEAD


def opened(folder: Path, *, force: bool = False) -> tuple[Ledger, Geo]:
    """The data of a folder. Raises CommandError where it is none, or has errors and `force` is not given."""
    try:
        ledger, geo = load(folder), load_geo(folder)
    except (PackageError, OSError) as error:
        raise CommandError(f"{folder} holds no data package: {line(error)}") from error
    except GeoError as error:
        raise CommandError(f"the boundaries in {folder} cannot be used: {line(error)}") from error
    faults = [problem for problem in ledger.problems if problem.severity == "error"]
    if faults and not force:
        raise CommandError(
            f"the data have {len(faults)} error{'s' if len(faults) > 1 else ''}, first: {line(faults[0])} Mend them "
            "(python -m loaders check), or export what is sound with --force"
        )
    return ledger, geo


def find(wanted: Wanted, ledger: Ledger) -> Found:
    """Build the charts of what was asked for, which `exports.judged.judge` has found to be possible.

    Raises CommandError for what these data do not have, with the nearest names.
    """
    lead, day = known_lead(wanted.lead, ledger), known_day(wanted.known_on, ledger)
    known = "" if day is None else f"{day:%Y-%m-%d}"
    head = NO_HEAD
    if wanted.name in briefings(ledger):
        then = vintage(ledger, known, lead)
        try:
            made = prepare(wanted.name, then, country=country_of(then, wanted.country))
        except ValueError as error:
            raise CommandError(line(error)) from error
        briefing, left_out = made.briefing, made.left_out
    elif wanted.name.startswith(OF):
        then = vintage(ledger, known, lead)
        briefing, left_out = briefing_of(then, _subject(wanted.name.removeprefix(OF), then)).briefing, ()
    else:
        briefing, left_out = _own(wanted, ledger), ()
        if wanted.name.startswith(PAGE):
            head = _head(wanted.name.removeprefix(PAGE), vintage(ledger, known, lead))
        items = (replace(i, known_on=known or i.known_on, lead=lead or i.lead) for i in briefing.items)
        briefing = replace(briefing, items=tuple(items))
    if not briefing.items:
        raise CommandError(f"{wanted.name} has no chart with a figure")
    try:
        built = exhibits(briefing, ledger)
        return Found(briefing.title or built[0].headline, built, left_out, head)
    except BriefingError as error:
        raise CommandError(line(error)) from error


def listing(ledger: Ledger) -> str:
    """Ready-made briefings, choices of the lead, and every chart with the choices of its filters, for a terminal."""
    lines = ["Ready-made briefings"]
    for name, plan in briefings(ledger).items():
        country = " [--country NAME]" if plan.by_country else ""
        lines.append(f"  {name}{country}: {plan.title}. {plan.answers}")
    lines += [f"  {found} {found.hint}".rstrip() for found in faults(ledger)]
    first, last = known_dates(ledger)
    lines += [
        "",
        f"--as-known-on: a day from {first:%Y-%m-%d} to {last:%Y-%m-%d}",
        "",
        "--lead: what leads where sources differ",
    ]
    lines += [f"  {lead}: {lead_text(lead)}" for lead in lead_choices(ledger) if lead]
    lines += ["", "Pages: all charts of one", f"  {', '.join(f'{PAGE}{view}' for view in views())}"]
    lines += ["", "Countries, places and publishers: all that is known of one", f"  {OF}NAME, by name, key or code"]
    lines += ["", "Charts, with --choose FILTER=CHOICE"]
    for name in sorted(catalog.names()):
        lines.append(f"  {name}")
        for key, offered in choices.offered(ledger, name).items():
            lines.append(f"    {key}: {', '.join(one or '(newest)' for one in offered)}")
    return "".join(f"{part}\n" for one in lines for part in _folded(one))


def _folded(text: str) -> list[str]:
    """A line of the list as lines that fit a terminal; what goes on stands further in."""
    start = text[: len(text) - len(text.lstrip())]
    return wrap(
        text.strip(),
        _WIDTH,
        initial_indent=start,
        subsequent_indent=f"{start}    ",
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises CommandError where it cannot be written."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as part:
            part.write(content)
        Path(part.name).chmod(0o644)
        Path(part.name).replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror or error}") from error


def _own(wanted: Wanted, ledger: Ledger) -> Briefing:
    """The briefing of a file, of one chart of the catalogue, or of all those of a page that have figures."""
    if wanted.name.startswith(PAGE):
        view = wanted.name.removeprefix(PAGE)
        shown = (name for name in catalog.names(view) if not catalog.build(name, ledger).is_empty)
        return Briefing(capital(view), tuple(Item(name) for name in shown))
    if (name := catalog.current(wanted.name)) in catalog.names():
        return Briefing("", (Item(name, _chosen(wanted, ledger)),))
    return from_json(read(Path(wanted.name)))


def _subject(text: str, ledger: Ledger) -> Subject:
    """Whom a name means. Raises CommandError where it means nobody, with whose names are like it."""
    found = resolve(ledger, text)
    if found is None:
        names = [f"{OF}{one.name}" for one in near(ledger, text, 2)]
        like = f"; did you mean {' or '.join(names)}?" if names else ""
        raise CommandError(f"the data know no country, place or publisher “{text}”{like}")
    return found


def _head(view: str, ledger: Ledger) -> Head:
    """What a page says before its charts, with its first choices."""
    if view not in takeaway.views():
        return NO_HEAD
    top = takeaway.top(view)
    said = takeaway.say(view, ledger, **defaults(top.sentence, ledger)) if top.sentence else ""
    return Head(said, tuple(takeaway.tiles_of(view, ledger, **(defaults(top.tiles, ledger) if top.tiles else {}))))


def _chosen(wanted: Wanted, ledger: Ledger) -> dict[str, str]:
    """`camp=roj` or `camp=Roj camp` as filters of the chart."""
    offered = catalog.entry(wanted.name).options(ledger)
    found = {}
    for text in wanted.filters:
        key, sign, value = text.partition("=")
        if not sign or key not in offered:
            raise CommandError(
                f"--choose {text}: {wanted.name} has {', '.join(offered) or 'no filters'}, as FILTER=CHOICE"
            )
        named = {choices.text(ledger, wanted.name, key, one).casefold(): one for one in offered[key]}
        choice = value if value in offered[key] else named.get(value.casefold())
        if choice is None:
            raise CommandError(f"--choose {text}: “{value}” is no {key}{hint(value, [*offered[key], *named])}")
        found[key] = choice
    return found


def known_lead(text: str, ledger: Ledger) -> str:
    """The lead that `--lead` names, by its id or in words. Raises CommandError for one that is not offered."""
    offered = lead_choices(ledger)
    named = {lead_text(lead).casefold(): lead for lead in offered}
    found = text if text in offered else named.get(text.casefold())
    if found is None:
        raise CommandError(f"no lead is called “{text}”{hint(text, [*filter(None, offered), *named])}")
    return found


def known_day(text: str, ledger: Ledger) -> pd.Timestamp | None:
    """The day of `--as-known-on`, None for an empty text.

    Raises CommandError for what is no date, for a day before the first publication and for one that lies ahead.
    """
    day = read_date(text)
    if day is None:
        return None
    first, _ = known_dates(ledger)
    if pd.Timestamp(day) < first:
        raise CommandError(f"nothing had been published by {day}; the first publication is of {first:%Y-%m-%d}")
    if pd.Timestamp(day) > ledger.today:
        raise CommandError(f"what will be known on {day} cannot be told; today is {ledger.today:%Y-%m-%d}")
    return pd.Timestamp(day)
