"""What is deployed agrees with itself: the chart's templates with its values, and both with the settings that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
CHART = ROOT / "deploy" / "helm" / "campstats"
TEMPLATES = sorted((CHART / "templates").glob("*.yaml"))
VALUES: dict[str, Any] = yaml.safe_load((CHART / "values.yaml").read_text(encoding="utf-8"))


def _held(values: dict[str, Any], path: str) -> bool:
    first, _, rest = path.partition(".")
    return first in values and (not rest or _held(values[first], rest))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.stem)
def test_templates_ask_for_values_that_have_a_default(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    asked = set(re.findall(r"\.Values\.([\w.]+)", text))
    assert [path for path in asked if not _held(VALUES, path)] == []
    assert text.count("{{") == text.count("}}")
    opened = len(re.findall(r"\{\{-? ?(?:if|range) ", text))
    assert len(re.findall(r"\{\{-? ?end ?-?\}\}", text)) == opened


def test_no_value_is_left_unused() -> None:
    text = "".join(one.read_text(encoding="utf-8") for one in TEMPLATES)
    assert [name for name in VALUES if f".Values.{name}" not in text] == []


def test_what_is_deployed_sets_only_settings_that_exist() -> None:
    told = set(re.findall(r"`(CAMPSTATS_\w+)`", (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")))
    files = [*TEMPLATES, *(one for one in (ROOT / "deploy").iterdir() if one.is_file())]
    used = {name for one in files for name in re.findall(r"CAMPSTATS_\w+", one.read_text(encoding="utf-8"))}
    assert {"CAMPSTATS_HOSTS", "CAMPSTATS_DATA_DIR"} <= used
    assert used - told == set()


def test_a_disruption_leaves_a_copy_and_the_chart_runs_without_rights() -> None:
    assert 0 < VALUES["minAvailable"] < VALUES["replicas"] <= VALUES["autoscaling"]["maxReplicas"]
    deployment = (CHART / "templates" / "deployment.yaml").read_text(encoding="utf-8")
    for line in ("runAsNonRoot: true", "readOnlyRootFilesystem: true", "allowPrivilegeEscalation: false"):
        assert line in deployment


def test_the_image_holds_every_folder_that_the_dashboard_imports() -> None:
    image = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    copied = set(re.findall(r"^COPY (\w+) \1$", image, re.MULTILINE))
    needed = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "tools", "benchmarks"}
    assert needed | {"pages", "data"} <= copied


def test_a_copy_is_asked_by_its_address_where_its_metrics_are_told() -> None:
    """Prometheus names no host but the copy's own address, and any other name is refused."""
    deployment = (CHART / "templates" / "deployment.yaml").read_text(encoding="utf-8")
    address, _, hosts = deployment.partition("- name: CAMPSTATS_HOSTS")
    assert "{{- if .Values.metrics }}" in address.partition("env:")[2]
    assert "fieldPath: status.podIP" in address
    assert "{{ if .Values.metrics }} $(POD_IP){{ end }}" in hosts.partition("- name:")[0]


def test_no_probe_gives_up_on_a_busy_copy_after_a_second() -> None:
    deployment = (CHART / "templates" / "deployment.yaml").read_text(encoding="utf-8")
    probes = re.split(r"(?m)^ {10}(?=\w+Probe:)", deployment)[1:]
    assert [one.partition(":")[0] for one in probes if "timeoutSeconds: 5" not in one] == []
    assert len(probes) == 3


def test_everything_that_is_deployed_is_judged_by_the_tool_that_reads_it() -> None:
    """`make deployed`: of the folder's files, the others are what Docker and pip are told."""
    judge = (ROOT / "tools" / "deployed.py").read_text(encoding="utf-8")
    files = {one.name for one in (ROOT / "deploy").iterdir() if one.is_file()}
    assert {one for one in files if f'"{one}"' not in judge} == {"Dockerfile.dockerignore", "requirements.txt"}
