"""The data on the command line: `python -m loaders check`, `describe`, `import`, `add`, `diff`, `due` and others.

What is told of a series is worked out above the loaders, so this program, and nothing else in its folder, asks there.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.coverage import series_age
from analysis.entered import entered, told
from analysis.listed import due, upkeep
from analysis.standing import FINAL
from analysis.words import OLD_DAYS, date_text
from loaders.changes import command as changing
from loaders.frames import as_records
from loaders.ledger import Ledger, load, read_files
from loaders.problems import Problem, beneath, grouped
from loaders.published import command
from loaders.schema import PackageError, parse_package


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code.

    0: all is in order; 1: something is wrong with the data; 2: the command is not understood, or has failed itself.
    """
    for stream in (sys.stdout, sys.stderr):
        # A pipe on Windows and the locale C know few letters: the others are written by their numbers, none is lost.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        return _run(arguments)
    except BrokenPipeError:
        # Whoever reads has seen enough; what is still to be written goes nowhere, and the interpreter ends in peace.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception:  # noqa: BLE001 - whatever it is, it is no finding
        traceback.print_exc()
        sys.stderr.write("The check itself has failed; this says nothing about the data.\n")
        return 2


def _run(arguments: Sequence[str] | None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m loaders", description="Checks the CSV files of a data directory, and adds to them."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="print every problem as file:line:column: message")
    check.add_argument("--strict", action="store_true", help="exit with 1 for warnings too")
    describe = commands.add_parser("describe", help="print every table and column with what it holds")
    overdue = commands.add_parser("due", help="headline series without a figure in the time in which one is expected")
    stale = commands.add_parser("stale", help="series whose newest figure is older than a year")
    for each in (check, describe, overdue, stale):
        each.add_argument("directory", nargs="?", default="data", type=Path, help="the data directory (data)")
    importing = commands.add_parser("import", help="read files as their publishers publish them")
    command.add_arguments(importing)
    changing.add_arguments(commands)
    chosen = parser.parse_args(arguments)
    if chosen.command == "import":
        return command.run(chosen)
    if chosen.command in changing.NAMES:
        return changing.run(chosen, _beside)
    try:
        if chosen.command in ("due", "stale"):
            return (_due if chosen.command == "due" else _stale)(load(chosen.directory))
        return _describe(chosen.directory) if chosen.command == "describe" else _check(chosen.directory, chosen.strict)
    except PackageError as error:
        sys.stdout.write(f"{error}\n    {error.problem.hint}\n")
        return 1


def _check(directory: Path, strict: bool) -> int:  # noqa: FBT001 - the flag of the command line, passed on
    ledger = load(directory)
    for each in grouped(ledger.problems):
        sys.stdout.write(f"{each.head} [{_kind(each.head)}]\n")
        sys.stdout.writelines(f"    {line}\n" for line in beneath(each))
    errors, warnings = (
        sum(found.times for found in ledger.problems if found.severity == severity) for severity in ("error", "warning")
    )
    known = f", {len(ledger.acknowledged)} acknowledged" if ledger.acknowledged else ""
    sys.stdout.write(f"{len(ledger.observations)} observations read; {errors} errors, {warnings} warnings{known}\n")
    return 1 if errors or (strict and warnings) else 0


def _beside(ledger: Ledger, row: Mapping[str, str]) -> Sequence[str]:
    found = entered(ledger, row)
    return told(found) if found is not None else ()


def _due(ledger: Ledger) -> int:
    for row in as_records(due(ledger, ledger.today)):
        newest = date_text(row["newest"], row["precision"])
        sys.stdout.write(f"{row['label']}: {row['overdue']} days overdue, newest {newest} ({row['keeper']})\n")
        sys.stdout.write(f"    {row['url']}\n")
    late = int((upkeep(ledger, ledger.today)["overdue"] > 0).sum())
    sys.stdout.write(f"{late} headline series are overdue\n")
    return 0


def _stale(ledger: Ledger) -> int:
    age = series_age(ledger, ledger.today)
    old = age[(age["headline"] == "yes") & (age["days"] > OLD_DAYS) & ~age["state"].isin(FINAL)]
    for row in as_records(old):
        newest = date_text(row["newest"], row["precision"])
        sys.stdout.write(f"{row['title']}: {row['figure']} in {row['place_name']}, {newest} ({row['attribution']})\n")
    sys.stdout.write(f"{len(old)} series are older than a year\n")
    return 0


def _kind(found: Problem) -> str:
    """How serious a finding is, and of a warning also its name, by which acknowledged.csv can list it."""
    return found.severity if found.severity == "error" else f"{found.severity}: {found.rule}"


def _describe(directory: Path) -> int:
    files = read_files(directory)
    package = parse_package({path: data for path, data in files.items() if isinstance(data, bytes)})
    for table in package.tables:
        resources = package.table(table)
        sys.stdout.write(f"{table}: {', '.join(each.path for each in resources)}\n")
        for field in resources[0].fields:
            need = "required" if field.required else "optional"
            values = f" One of {', '.join(field.enum)}." if field.enum else ""
            sys.stdout.write(f"    {field.name} ({field.type}, {need}): {field.description}{values}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
