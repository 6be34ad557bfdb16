"""Every chart of the catalogue that Office draws, built once for the tests of this folder."""

import pytest

from charts import catalog
from charts.spec import ChartSpec
from loaders import Ledger
from render.office.native import MARKS, NativeChart, native_charts


@pytest.fixture(scope="session")
def specs(ledger: Ledger) -> dict[str, ChartSpec]:
    found = {name: catalog.build(name, ledger) for name in catalog.names()}
    return {name: spec for name, spec in found.items() if spec.mark in MARKS}


@pytest.fixture(scope="session")
def made(specs: dict[str, ChartSpec]) -> dict[str, list[NativeChart]]:
    return {name: native_charts(spec) for name, spec in specs.items()}
