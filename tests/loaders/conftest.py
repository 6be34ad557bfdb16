"""What the tests of the loaders share."""

from pathlib import Path

import pytest

from loaders.ledger import read_files
from loaders.schema import Package, parse_package
from tests.loaders.samples import DATA, Directory, Sheet


@pytest.fixture(scope="session")
def package() -> Package:
    """The project's own data package."""
    return parse_package({path: data for path, data in read_files(DATA).items() if isinstance(data, bytes)})


@pytest.fixture
def directory(tmp_path: Path, package: Package) -> Directory:
    """A data directory with the real tables and no observations."""
    return Directory(tmp_path / "data", package)


@pytest.fixture(scope="session")
def sheet(package: Package) -> Sheet:
    """The reader, one file at a time."""
    return Sheet(package)
