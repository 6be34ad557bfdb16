"""What is installed is what was locked: every package at one version, with hashes, for any platform and index."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.lock import LOCKS, ROOT


def pins(name: str) -> dict[str, str]:
    """Version by package of a file of requirements, in the spelling that indexes use."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in found}


@pytest.mark.parametrize(("wanted", "locked"), LOCKS.items())
def test_every_named_package_is_locked_at_its_version(wanted: str, locked: str) -> None:
    """`make lock` was run after requirements.in was changed."""
    assert pins(wanted)
    assert pins(wanted).items() <= pins(locked).items()


def test_what_serves_is_what_is_tested() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize("locked", LOCKS.values())
def test_every_package_has_the_hashes_of_its_files(locked: str) -> None:
    """Of all the files of a release, so that another platform finds its own among them."""
    text = (ROOT / locked).read_text(encoding="utf-8")
    blocks = [block for block in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE) if "==" in block]
    assert len(blocks) == len(pins(locked))
    for block in blocks:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block
    pandas = next(block for block in blocks if block.startswith("pandas=="))
    assert pandas.count("--hash=") > 20  # Linux, macOS and Windows, Python 3.11 to 3.14, and the source


@pytest.mark.parametrize("name", [*LOCKS, *LOCKS.values()])
def test_no_index_is_named(name: str) -> None:
    """Whatever index pip is set up for serves."""
    assert not re.search(
        r"https?://|--(?:extra-)?index-url|--find-links|file:", (ROOT / name).read_text(encoding="utf-8")
    )


def test_the_bill_of_materials_names_every_package(tmp_path: Path) -> None:
    target = tmp_path / "sbom.json"
    program = Path(sys.executable).with_name("cyclonedx-py")
    options = ["--output-reproducible", "--output-file", str(target), str(ROOT / "requirements.txt")]
    subprocess.run([str(program), "requirements", *options], check=True, capture_output=True)  # noqa: S603
    told = json.loads(target.read_text(encoding="utf-8"))
    assert told["bomFormat"] == "CycloneDX"
    listed = {re.sub(r"[-_.]+", "-", one["name"]).lower(): one["version"] for one in told["components"]}
    assert listed == pins("requirements.txt")
