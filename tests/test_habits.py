"""Habits of the code that no linter knows: one word for one thing, categories compared as categories, reasons given."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path for folder in ("render", "exports", "ui") for path in (ROOT / folder).rglob("*.py"))
MODULES += sorted((ROOT / "charts").glob("*.py"))


def names(tree: ast.AST) -> Iterator[str]:
    """What a module calls its functions, its parameters and what it imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name
            yield from (one.arg for one in (*node.args.args, *node.args.kwonlyargs))
        elif isinstance(node, ast.alias):
            yield node.asname or node.name


def as_text(node: ast.AST) -> bool:
    """Whether it is a whole column turned into text, `….astype(str)`."""
    return isinstance(node, ast.Call) and ast.unparse(node).endswith(".astype(str)")


def test_a_deck_is_a_deck_of_slides() -> None:
    """Maps of pydeck are maps: two things of one name are taken for each other."""
    drawing = [path for path in MODULES if path.parts[-2] != "deck" and "render" in path.parts]
    found = {path.name: "deck" in names(ast.parse(path.read_text("utf-8"))) for path in drawing}
    found |= {"card.py": "deck" in names(ast.parse((ROOT / "ui" / "card.py").read_text("utf-8")))}
    assert [name for name, is_deck in found.items() if is_deck] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_columns_are_compared_as_they_are(path: Path) -> None:
    """A column of categories made into text to be compared costs some thirty times as much."""
    compared = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Compare)]
    assert [ast.unparse(one) for one in compared if any(map(as_text, (one.left, *one.comparators)))] == []


def test_dates_are_not_read_back_from_their_words() -> None:
    """`as of 19 Jan 2026` is for readers: who needs the date alone asks for it."""
    files = [path for path in MODULES if "exports" in path.parts or path.name == "few.py"]
    assert [path.name for path in files if 'removeprefix("as of ")' in path.read_text("utf-8")] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_types_are_ignored_for_is_said(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert [line for line in lines if re.search(r"type: ignore(\[[^\]]*\])?\s*$", line)] == []
