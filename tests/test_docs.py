"""Documentation is tested: a page, key, command, table, column or package that no text names fails here."""

import json
import re
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("target", ["run", "test"])
def test_the_two_commands_are_described(target: str) -> None:
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_check_command_is_described() -> None:
    assert "python -m loaders check" in README


def test_every_runtime_package_has_its_reason() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    for package in [line.partition("==")[0] for line in lines if "==" in line]:
        assert f"| {package} |" in README, package


def test_every_folder_of_code_is_described() -> None:
    for folder in ("data", "loaders", "analysis", "charts", "exports", "ui", "pages", "tools", "tests"):
        assert f"| `{folder}/` |" in README, folder


def test_every_table_and_column_is_described() -> None:
    """data/README.md names every resource of the data package and every field of its schema."""
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for resource in PACKAGE["resources"]:
        assert resource["path"] in text, resource["path"]
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
