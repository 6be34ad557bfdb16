"""Documentation is tested: a page, key, command, table, column or package that no text names fails here."""

import json
import re
from pathlib import Path

import pytest

from tests.conftest import WALKS
from tools import architecture
from ui.registry import PAGES, URL_KEYS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PACKAGE = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))


def test_every_page_is_described() -> None:
    for page in PAGES:
        assert f"| {page.title} | `/{page.path}` |" in README, page.title
        assert (ROOT / "pages" / page.file).is_file()


def test_every_page_file_is_in_the_registry() -> None:
    files = {path.name for path in (ROOT / "pages").glob("*.py")}
    assert files == {page.file for page in PAGES}


def test_every_key_of_the_address_is_described() -> None:
    for key in URL_KEYS:
        assert f"| `{key.key}` | {', '.join(key.pages) or 'all'} | {key.meaning} |" in README, key.key
    assert len({key.key for key in URL_KEYS}) == len(URL_KEYS)


def test_every_declared_key_is_used_by_its_page() -> None:
    """A key that no page reads any more is dropped from the registry."""
    for key in URL_KEYS:
        for page in key.pages:
            text = (ROOT / "pages" / f"{page}.py").read_text(encoding="utf-8")
            assert f'"{key.key}"' in text, (key.key, page)


@pytest.mark.parametrize("target", ["run", "test", "quick", "check", "lint", "format", "docs", "screenshots", "clean"])
def test_every_command_is_described(target: str) -> None:
    assert f"`make {target}`" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("walk", WALKS)
def test_every_walk_that_make_quick_leaves_out_is_there(walk: str) -> None:
    """A test that was renamed would be part of it again, unseen."""
    path, _, name = walk.partition("::")
    found = [ROOT / path] if (ROOT / path).exists() else list(ROOT.glob(f"{path}*.py"))
    assert found, path
    assert f"def {name}" in found[0].read_text(encoding="utf-8") if name else True


def test_the_check_command_is_described() -> None:
    assert "python -m loaders check" in README


def test_every_runtime_package_has_its_reason() -> None:
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    for package in [line.partition("==")[0] for line in lines if "==" in line]:
        assert f"| {package} |" in README, package


def test_every_setting_is_in_the_table_of_operations() -> None:
    """Whatever the code reads of the environment under the project's name, and nothing that it does not."""
    code = [
        *ROOT.glob("*.py"),
        *(path for folder in ("loaders", "exports", "api", "ui") for path in (ROOT / folder).rglob("*.py")),
    ]
    read = {name for path in code for name in re.findall(r"CAMPSTATS_[A-Z_]+", path.read_text(encoding="utf-8"))}
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(CAMPSTATS_[A-Z_]+)` \|", told, re.MULTILINE)) == read


def test_every_folder_of_code_is_described() -> None:
    for folder in ("data", "loaders", "analysis", "charts", "exports", "ui", "pages", "tools", "tests"):
        assert f"| `{folder}/` |" in README, folder


def test_every_table_and_column_is_described() -> None:
    """data/README.md names every table of the data package and every field of its schema.

    The files of observations are one a theme: a new theme is no change of it.
    """
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for resource in PACKAGE["resources"]:
        named = "`observations/`" if resource.get("table") == "observations" else resource["path"]
        assert named in text, resource["path"]
        schema = resource["schema"]
        if isinstance(schema, str):
            schema = json.loads((ROOT / "data" / schema).read_text(encoding="utf-8"))
        for field in schema["fields"]:
            assert f"`{field['name']}`" in text, (resource["path"], field["name"])


def test_the_project_speaks_of_itself_alone() -> None:
    """No machine path stands in code or text."""
    for path in [*ROOT.glob("*.md"), *ROOT.glob("*/*.md"), *ROOT.glob("*/*.py"), *ROOT.glob("*/*/*.py")]:
        if ".venv" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/(?:home|root|work)/", text) or path.name == "test_docs.py", path


# --- links and files -------------------------------------------------------------------------------------------------

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").rglob("*.md")])
# What looks like a file of the project: a path with a folder and an ending, or a document at the root.
_NAMED = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|md|csv|json|svg|toml|yml|yaml|cff)|[A-Z]+\.md)`")


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as they are made from their words."""
    heads = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    """Links between documents lead to a file that is there, and to a heading of it."""
    for target in re.findall(r"\]\(([^)]+)\)", document.read_text(encoding="utf-8")):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        found = document.parent / path if path else document
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_is_named_is_there(document: Path) -> None:
    """A file that was moved or deleted is not named any more."""
    for name in _NAMED.findall(document.read_text(encoding="utf-8")):
        assert (ROOT / name).exists() or (document.parent / name).exists() or (ROOT / "data" / name).exists(), name


def test_every_decision_is_listed() -> None:
    listed = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs" / "decisions").glob("*.md"):
        assert page.name == "README.md" or f"]({page.name})" in listed, page.name


def test_the_picture_of_the_architecture_is_that_of_the_imports() -> None:
    """`make docs` draws it anew."""
    assert architecture.PICTURE.read_text(encoding="utf-8") == architecture.picture()
