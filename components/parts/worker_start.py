"""The text that an instance starts with: it holds names and hashes, and no secret."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from components.parts.worker_artifacts import WorkerArtifacts

TEMPLATE: Final = Path(__file__).with_name("worker_start.sh")
LOG_FILE: Final = "/var/log/worker/worker.log"
LOOK_SECONDS: Final = 5
SILENT_MINUTES: Final = 3
"""Longer than a long poll, or than a worker with full hands needs for one payment."""


@dataclass(frozen=True)
class WorkerStart:
    """What the text says beside the environment."""

    region: str
    artifacts: WorkerArtifacts
    in_flight: int
    drain_seconds: int
    """Until a worker that was told to stop is killed."""
    log_group: str


def start_text(start: WorkerStart, environment: Mapping[str, str]) -> str:
    """The text in base64, as a launch template wants it.

    Raises:
        ValueError: a variable can't be told to systemd as it is.
    """
    code, packages = start.artifacts.code, start.artifacts.packages
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, told in {
        "REGION": start.region,
        "BUCKET": start.artifacts.bucket,
        "CODE_KEY": code.key,
        "PACKAGES_KEY": packages.key,
        "IN_FLIGHT": str(start.in_flight),
        "DRAIN_SECONDS": str(start.drain_seconds),
        "LOOK_SECONDS": str(LOOK_SECONDS),
        "SILENT_MINUTES": str(SILENT_MINUTES),
        "AGENT": _agent(start.log_group),
        "ENVIRONMENT": "\n".join(_line(*each) for each in sorted(environment.items())),
    }.items():
        text = text.replace(f"@{name}@", told)
    return base64.b64encode(text.encode()).decode()


def _line(name: str, value: str) -> str:
    """A line of an EnvironmentFile: within single quotes all stands for itself (systemd.exec)."""
    if set(value) & set("'\n@"):
        raise ValueError(f"{name} holds a quote, a line's end or an @.")
    return f"{name}='{value}'"


def _agent(log_group: str) -> str:
    """The CloudWatch agent's configuration: one file into one group, a stream per instance."""
    file = {
        "file_path": LOG_FILE,
        "log_group_name": log_group,
        "log_stream_name": "{instance_id}",
    }
    return json.dumps({"logs": {"logs_collected": {"files": {"collect_list": [file]}}}})
