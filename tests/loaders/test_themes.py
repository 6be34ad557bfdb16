"""Each theme's module is the specification of its file: its example is a row of the file, its columns are real."""

import importlib
import pkgutil
import re

import pytest

import loaders.themes
from loaders import Ledger
from loaders.schema import Package
from tests.loaders.samples import DATA, Directory

# The themes whose rules go beyond those that hold for all.
THEMES = sorted(found.name for found in pkgutil.iter_modules(loaders.themes.__path__))


def docstring(theme: str) -> str:
    """Return the docstring of a theme's module."""
    text = importlib.import_module(f"loaders.themes.{theme}").__doc__
    assert text
    return text


def example(theme: str) -> str:
    """Return the example row of a theme's docstring, which is broken over lines after commas."""
    _, lines = docstring(theme).split("Example:\n")
    return "".join(line.strip() for line in lines.strip().splitlines())


@pytest.mark.parametrize("theme", THEMES)
def test_the_example_is_a_row_of_the_file(theme: str) -> None:
    assert example(theme) in (DATA / f"observations/{theme}.csv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("theme", THEMES)
def test_the_example_is_read_without_a_finding(directory: Directory, theme: str) -> None:
    directory.write(theme, example(theme))
    ledger = directory.load()
    assert ledger.problems == ()
    assert list(ledger.observations["theme"]) == [theme]


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_has_a_check_of_its_own(package: Package, theme: str) -> None:
    own = {rule.name for rule in package.resource(theme).own_rules} - {"theme"}
    checks = importlib.import_module(f"loaders.themes.{theme}").CHECKS
    assert checks
    assert set(checks) <= own


@pytest.mark.parametrize("theme", THEMES)
def test_indicators_named_in_the_specification_exist(ledger: Ledger, theme: str) -> None:
    known = set(ledger.indicators["indicator"])
    named = re.findall(r"`([a-z0-9_]+_[a-z0-9_]+\*?)`", docstring(theme))
    assert named
    for name in named:
        assert any(re.fullmatch(name.replace("*", ".*"), each) for each in known), name


def test_every_module_and_every_file_is_of_a_theme(ledger: Ledger, package: Package) -> None:
    """A file's title in the package is what the theme is called everywhere."""
    titles = dict(zip(ledger.themes["theme"], ledger.themes["title"], strict=True))
    assert titles == {each.name: each.title for each in package.table("observations")}
    assert set(THEMES) <= set(titles)
