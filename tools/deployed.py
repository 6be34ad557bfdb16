"""Has what is deployed judged by the tools that read it: Helm, Kubernetes' schemas, hadolint, Docker Compose, nginx.

`make deployed` runs it in an environment of its own, from wheels alone and without a cluster or an engine. Each line
says what was looked at; it ends with 1 where something was found. nginx is asked only where it is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import helm_python
import kubernetes_validate
import yaml

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
CHART = DEPLOY / "helm" / "campstats"
KUBERNETES = ("1.31", "1.37")  # the oldest and the newest whose objects the chart is held to
# Each way through the templates: as it stands, with every part, and with a fixed number of copies.
VALUES: dict[str, dict[str, Any]] = {
    "as it stands": {},
    "with every part": {
        "allowFrom": ["ingress-nginx", "monitoring"],
        "dataClaim": "statistics",
        "embedHosts": ["intranet.example.org"],
        "hosts": ["stats.example.org", "stats.example.net"],
        "metrics": True,
        "settings": {"CAMPSTATS_MCP": "yes"},
        "signInNetworks": ["10.2.0.0/16"],
        "signInSecret": "sign-in",
        "tlsSecret": "certificate",
    },
    "without autoscaling": {"autoscaling": {"enabled": False}},
}
PASSING = 1  # Helm's word for what is only recommended


def linted(values: dict[str, Any]) -> list[str]:
    """What Helm finds wrong with the chart, its recommendations left out."""
    messages = helm_python.lint(CHART, values, strict=True)["messages"]
    return [f"{one['path']}: {one['error']}" for one in messages if one["severity"] > PASSING]


def objects(values: dict[str, Any]) -> list[dict[str, Any]]:
    """What Kubernetes would be given."""
    with helm_python.Chart.load(CHART) as chart:
        texts = chart.render(values=values, name="stats")
    return [one for text in texts.values() for one in yaml.safe_load_all(text) if one]


def refused(made: list[dict[str, Any]]) -> Iterator[str]:
    """What Kubernetes' schemas say against objects; a field that is not known is a fault."""
    for version in KUBERNETES:
        for one in made:
            try:
                kubernetes_validate.validate(one, version, strict=True)
            except kubernetes_validate.ValidationError as error:
                yield f"{one['kind']} (Kubernetes {version}): {error.message}"


def commanded(*command: str) -> list[str]:
    """What a command prints where it ends with another code than 0."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).splitlines() or [f"ended with {done.returncode}"] if done.returncode else []


def findings() -> Iterator[tuple[str, list[str]]]:
    """What was looked at, and what was found wrong with it."""
    for name, values in VALUES.items():
        yield f"chart {name}, Helm {helm_python.helm_sdk_version()}", linted(values)
        made = objects(values)
        yield f"chart {name}, {len(made)} objects, Kubernetes {' and '.join(KUBERNETES)}", list(refused(made))
    beside = Path(sys.executable).parent
    yield "Dockerfile, hadolint", commanded(str(beside / "hadolint"), "--no-color", str(DEPLOY / "Dockerfile"))
    compose = str(DEPLOY / "compose.yaml")
    yield "compose.yaml, Docker Compose", commanded(str(beside / "docker-compose"), "-f", compose, "config", "--quiet")
    # Debian keeps it where only the administrator's PATH leads.
    if nginx := shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"):
        yield "nginx.conf, nginx", commanded(nginx, "-t", "-c", str(DEPLOY / "nginx.conf"))
    else:
        print("deployed: nginx.conf was not looked at: nginx is not installed")


def main() -> int:
    """0 where nothing was found."""
    wrong = 0
    for what, found in findings():
        print(f"deployed: {what}: {'; '.join(found) or 'nothing found'}")
        wrong += len(found)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
