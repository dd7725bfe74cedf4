"""Whoever runs `pulumi` on the program finds uv: Pulumi's Python host runs it, and the policies.

What `make` runs is asked in `tests/local/engine/test_engine.py`.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.fakes.recorder import ROOT

RUNS_THE_PROGRAM = re.compile(r"\bpulumi (?:--?\S+ )*(?:preview|up|update|refresh|destroy|watch)\b")
UV = str(ROOT / ".venv" / "bin" / "uv")
PAGES = (ROOT / "README.md", ROOT / "policies" / "README.md", *(ROOT / "docs").rglob("*.md"))


class Job(NamedTuple):
    """A job of a workflow."""

    file: str
    name: str
    steps: list[Mapping[str, Any]]


def jobs() -> Iterator[Job]:
    """The jobs with steps of their own."""
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        for name, job in yaml.safe_load(path.read_text())["jobs"].items():
            yield Job(path.name, name, job.get("steps", []))


def runs_the_program(step: Mapping[str, Any]) -> bool:
    """Whether a step lets Pulumi run the program; its action without a command only installs."""
    if str(step.get("uses", "")).startswith("pulumi/actions@"):
        return "command" in step.get("with", {})
    return RUNS_THE_PROGRAM.search(step.get("run", "")) is not None


def path_after(steps: list[Mapping[str, Any]], folder: Path) -> str:
    """What the steps put before a runner's PATH, once `make setup` has made what is in there."""
    added = folder / "path"
    added.touch()
    ready = False
    for step in steps:
        line = step.get("run", "")
        ready = ready or line.startswith("make setup")
        if ready and "GITHUB_PATH" in line:
            subprocess.run(  # noqa: S603 - the project's own line
                ["/bin/bash", "-eu", "-c", line],
                env={"PATH": os.defpath, "GITHUB_PATH": str(added), "GITHUB_WORKSPACE": str(ROOT)},
                check=True,
            )
    return os.pathsep.join(reversed(added.read_text().splitlines()))


DEPLOYING = [each for each in jobs() if any(map(runs_the_program, each.steps))]


def test_the_jobs_that_run_the_program_are_known() -> None:
    """The preview of a pull request and the deployment of a stack."""
    assert {(each.file, each.name) for each in DEPLOYING} == {
        ("ci.yml", "preview"),
        ("deploy-stack.yml", "up"),
    }


@pytest.mark.parametrize("job", DEPLOYING, ids=lambda job: f"{job.file} {job.name}")
def test_a_runner_has_uv_before_pulumi_runs_the_program(job: Job, tmp_path: Path) -> None:
    """`make setup` and its folder on PATH come before the first such step."""
    first = next(place for place, step in enumerate(job.steps) if runs_the_program(step))
    assert shutil.which("uv", path=path_after(job.steps[:first], tmp_path)) == UV


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_gives_uv_before_it_lets_pulumi_run_the_program(page: Path) -> None:
    """A reader who pastes a page's lines in order has uv on PATH by then."""
    # Another project's program has a toolchain of its own.
    text = page.read_text().partition("## In another project")[0]
    lines = [
        line
        for block in re.findall(r"^ *```(?:ba)?sh\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
        for line in block.splitlines()
    ]
    given = next((n for n, line in enumerate(lines) if "$PWD/.venv/bin:$PATH" in line), len(lines))
    commands = [line.partition("#")[0] for line in lines[:given]]
    assert [each for each in commands if RUNS_THE_PROGRAM.search(each)] == []
