"""Draws docs/architecture.svg from the imports of the code: which folder uses which, and which library.

Run `python -m tools.architecture` (`make docs` does). A test holds the picture to the imports.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "architecture.svg"
# Top to bottom: a folder may import what stands below it. The pages are scripts, no package.
LAYERS = ("pages", "ui", "api", "exports", "render", "charts", "analysis", "loaders")
# The name by which a package of requirements.in is imported, where that is another.
IMPORTED_AS = {
    "python-pptx": "pptx",
    "python-docx": "docx",
    "vl-convert-python": "vl_convert",
    "XlsxWriter": "xlsxwriter",
}
CELL, LEFT, TOP = 22, 170, 118
INK, PALE, BAND, MARK, OTHER = "#1c2733", "#5d6b78", "#f3f5f7", "#1f5a8a", "#b8722c"


def libraries() -> list[str]:
    """The packages of requirements.in by the name by which code imports them, in the order of the file."""
    text = (ROOT / "requirements.in").read_text(encoding="utf-8")
    named = re.findall(r"^([\w-]+)==", text, re.MULTILINE)
    return [IMPORTED_AS.get(name, name) for name in named]


def uses() -> dict[str, set[str]]:
    """For each folder of code the folders of code and the libraries that its modules import."""
    packages = [layer for layer in LAYERS if layer != "pages"]
    graph = grimp.build_graph(*packages, include_external_packages=True)
    folders = {_folder(graph, module) for module in graph.modules if module.partition(".")[0] in packages}
    found: dict[str, set[str]] = {folder: set() for folder in ("pages", *folders)}
    known = {*found, *libraries()}
    for module in graph.modules:
        if module.partition(".")[0] in packages:
            own = _folder(graph, module)
            imported = (_folder(graph, other) for other in graph.find_modules_directly_imported_by(module))
            found[own] |= {other for other in imported if other in known and other != own}
    for page in (ROOT / "app.py", ROOT / "dashboard.py", *(ROOT / "pages").glob("*.py")):
        imported = (_folder(graph, name) for name in _imported(page))
        found["pages"] |= {other for other in imported if other in known}
    touched = {folder for folder, used in found.items() if used}.union(*found.values())
    return {folder: used for folder, used in found.items() if folder in touched}


def _folder(graph: grimp.ImportGraph, module: str) -> str:
    """The folder of a module: `charts.views.camps.population` stands in `charts/views`; a library is itself."""
    top, _, rest = module.partition(".")
    if top not in LAYERS or not rest:
        return top
    has_modules = module in graph.modules and graph.find_children(module)
    return (module if has_modules else module.rpartition(".")[0]).replace(".", "/")


def _imported(script: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def picture() -> str:
    """The picture as SVG: a row a folder, a column each folder and library, a square where the row imports it."""
    found = uses()
    rows = sorted(found, key=lambda folder: (LAYERS.index(folder.partition("/")[0]), folder))
    shown = [library for library in libraries() if any(library in used for used in found.values())]
    columns = [*rows[1:], *shown]
    gap = CELL // 2
    lefts = {name: LEFT + at * CELL + (gap if name in shown else 0) for at, name in enumerate(columns)}
    tops = {name: TOP + at * CELL for at, name in enumerate(rows)}
    width = LEFT + len(columns) * CELL + gap + 60
    height = TOP + len(rows) * CELL + 34
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    told = "A square: a module of the row imports the column. No row imports a layer above its own."
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="Arial, sans-serif" font-size="12">',
        "<title>Which folder imports which, and which library</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_bands(rows, tops, LEFT + len(columns) * CELL + gap),
        *(
            f'<text x="{LEFT - 8}" y="{tops[name] + 15}" text-anchor="end" fill="{INK}">{escape(name)}/</text>'
            for name in rows
        ),
        *(_head(name, lefts[name] + CELL / 2, PALE if name in shown else INK) for name in columns),
        *_squares(found, tops, lefts, shown),
        f'<text x="{LEFT}" y="{height - 12}" fill="{PALE}">{told}</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _bands(rows: Iterable[str], tops: dict[str, int], right: int) -> Iterator[str]:
    for name in rows:
        if LAYERS.index(name.partition("/")[0]) % 2:
            yield f'<rect x="0" y="{tops[name]}" width="{right}" height="{CELL}" fill="{BAND}"/>'


def _head(name: str, x: float, colour: str) -> str:
    y = TOP - 8
    return f'<text transform="translate({x + 4:g} {y}) rotate(-55)" fill="{colour}">{escape(name)}</text>'


def _squares(
    found: dict[str, set[str]], tops: dict[str, int], lefts: dict[str, int], shown: Iterable[str]
) -> Iterator[str]:
    for name, top in tops.items():
        for other in sorted(found[name] & set(lefts)):
            colour = OTHER if other in shown else MARK
            side = CELL - 8
            yield (
                f'<rect x="{lefts[other] + 4}" y="{top + 4}" width="{side}" height="{side}" rx="2" '
                f'fill="{colour}"><title>{escape(name)} imports {escape(other)}</title></rect>'
            )


def main() -> None:
    """Write the picture."""
    PICTURE.write_text(picture(), encoding="utf-8")


if __name__ == "__main__":
    main()
