"""What the workflows of a public repository promise: nothing is skipped in green, all is pinned."""

import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = {
    path.stem: yaml.safe_load(path.read_text())
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))
}
GATED = ("ci", "nightly")
"""Workflows whose last job says for all of them."""
MAY_BE_SKIPPED = {"ci": {"preview", "comment"}, "nightly": set[str]()}
REQUIRED = re.compile(r"\bTILLSTACK_REQUIRE_\w+\b")


def steps(workflow: str) -> Iterator[Mapping[str, Any]]:
    """Every step of a workflow's jobs."""
    return itertools.chain.from_iterable(
        job.get("steps", ()) for job in WORKFLOWS[workflow]["jobs"].values()
    )


def every_step() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every step of all workflows, and the workflow's name."""
    return ((name, step) for name in WORKFLOWS for step in steps(name))


def gate(workflow: str, results: Mapping[str, str]) -> int:
    """What the last job exits with when the others ended so."""
    (step,) = WORKFLOWS[workflow]["jobs"]["all"]["steps"]
    needs = json.dumps({job: {"result": result} for job, result in results.items()})
    done = subprocess.run(  # noqa: S603 - the workflow's own lines
        [sys.executable, "-c", step["run"]],
        env={**os.environ, "NEEDS": needs},
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode == 0) == (done.stderr == "")
    return done.returncode


def test_both_ends_of_the_pythons_are_tested() -> None:
    """The oldest that `pyproject.toml` allows, and the one that the deployment uses."""
    job = WORKFLOWS["ci"]["jobs"]["check-and-test"]
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.13"]
    (python,) = (step for step in job["steps"] if "setup-python@" in step.get("uses", ""))
    assert python["with"]["python-version"] == "${{ matrix.python }}"
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text()


def test_no_test_may_skip_in_green() -> None:
    """Whatever lets a test say "not at hand" is forbidden where all is installed."""
    asked = {
        name
        for path in (ROOT / "tests").rglob("*.py")
        if path != Path(__file__)
        for name in REQUIRED.findall(path.read_text())
    }
    job = WORKFLOWS["ci"]["jobs"]["check-and-test"]
    assert asked
    assert set(REQUIRED.findall((ROOT / ".ci" / "run").read_text())) == asked
    assert {name for name, value in job["env"].items() if value == "1"} == asked
    runs = [step.get("run", "") for step in job["steps"]]
    assert runs.index(".ci/tools ~/.tools") < runs.index(".ci/run")


@pytest.mark.parametrize("workflow", GATED)
def test_the_last_job_needs_all_the_others(workflow: str) -> None:
    """A job that it does not wait for could fail unseen; without `always()` it would be skipped."""
    jobs = WORKFLOWS[workflow]["jobs"]
    assert sorted(jobs["all"]["needs"]) == sorted(jobs.keys() - {"all"})
    assert jobs["all"]["if"] == "always()"


@pytest.mark.parametrize("workflow", GATED)
def test_the_last_job_fails_with_any_other(workflow: str) -> None:
    """Failed, canceled or skipped: only a preview and its comment may be skipped."""
    others = WORKFLOWS[workflow]["jobs"]["all"]["needs"]
    well = dict.fromkeys(others, "success")
    assert gate(workflow, well) == 0
    for job, result in itertools.product(others, ("failure", "cancelled", "skipped")):
        allowed = result == "skipped" and job in MAY_BE_SKIPPED[workflow]
        assert (gate(workflow, {**well, job: result}) == 0) == allowed, (job, result)


def test_every_target_that_a_workflow_runs_is_there() -> None:
    """A renamed target of the Makefile breaks here, not at night."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    lines = [step.get("run", "") for _, step in every_step()]
    named = set(re.findall(r"\bmake ([a-z-]+)", "\n".join(lines)))
    named |= {
        target
        for workflow in WORKFLOWS.values()
        for job in workflow["jobs"].values()
        for target in job.get("strategy", {}).get("matrix", {}).get("target", ())
    }
    assert {"setup", "sim", "policy-prove", "faults", "restore-drill", "bench"} <= named
    assert named <= targets


def test_at_night_there_are_fifty_thousand_histories() -> None:
    """Other ones each night, none of them twice."""
    (line,) = (line for s in steps("nightly") if "SEEDS=" in (line := s.get("run", "")))
    assert "SEEDS=50000" in line
    assert "--first $((FIRST * 50000))" in line


def test_an_action_is_a_commit_with_its_version_beside_it() -> None:
    """A tag can be moved; of one action there is one version."""
    used: dict[str, set[str]] = {}
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        for action, pin in re.findall(
            r"uses: ([\w./-]+/[\w./-]+)(.*)$", path.read_text(), re.MULTILINE
        ):
            if not action.startswith("./"):
                assert re.fullmatch(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+", pin), (path.name, action)
                used.setdefault("/".join(action.split("/")[:2]), set()).add(pin)
    assert {action for action, pins in used.items() if len(pins) > 1} == set()


def test_the_engine_is_one_version_everywhere() -> None:
    """What a pull request is tested with is what deploys it."""
    installs = [s for _, s in every_step() if s.get("uses", "").startswith("pulumi/actions@")]
    assert len({str(step["with"]["pulumi-version"]) for step in installs}) == 1
