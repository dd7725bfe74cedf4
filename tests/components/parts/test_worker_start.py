"""What an instance runs when it starts: read, and its parts run in a shell."""

import base64
import hashlib
import os
import re
import subprocess
import tarfile
import time
from functools import cache
from pathlib import Path

import pytest

from components.packaging.artifacts import Artifact
from components.parts.worker_artifacts import WorkerArtifacts
from components.parts.worker_start import SILENT_MINUTES, TEMPLATE, WorkerStart, start_text
from runtime.contract import env_timed
from tests.components.networked import fleeted

EC2_LIMIT = 16_384
"""Bytes of user data before base64 (Amazon EC2, "Run commands when you launch an instance")."""
KEY = "sk_live_standin"


@cache
def text() -> str:
    """The text of the production stack's fleet."""
    return base64.b64decode(fleeted().named("workers-template").inputs["userData"]).decode()


def heredoc(after: str) -> str:
    """What the text writes into the file that `after` names."""
    (found,) = re.findall(rf"cat > {re.escape(after)} <<'END'\n(.*?)\nEND\n", text(), re.DOTALL)
    return str(found)


def run(script: str, folder: Path, **commands: str) -> subprocess.CompletedProcess[str]:
    """`script` in a shell that finds these commands first; each writes down how it was called."""
    stubs = folder / "bin"
    stubs.mkdir(exist_ok=True)
    for name, does in commands.items():
        stub = stubs / name
        stub.write_text(f'#!/bin/bash\necho "{name} $*" >> {folder}/calls\n{does}\n')
        stub.chmod(0o755)
    (folder / "calls").touch()
    return subprocess.run(  # noqa: S603 - the text above, in a shell
        ["/bin/bash", "-c", script],
        cwd=folder,
        env={"PATH": f"{stubs}:{os.environ['PATH']}"},
        text=True,
        capture_output=True,
        check=False,
    )


def calls(folder: Path) -> list[str]:
    """How the stubs were called."""
    return (folder / "calls").read_text().splitlines()


def test_the_text_is_a_script_that_ec2_takes(tmp_path: Path) -> None:
    """The shell reads it to its end, nothing is left to fill in, and it is short enough."""
    assert run(f"bash -n <<'WHOLE'\n{text()}\nWHOLE", tmp_path).stderr == ""
    assert re.findall(r"@[A-Z_]+@", text()) == []
    assert re.findall(r"@[A-Z_]+@", TEMPLATE.read_text())
    assert len(text().encode()) <= EC2_LIMIT


def test_a_worker_finds_in_it_what_it_reads() -> None:
    """The environment is the processor's and the worker's own, whole, as systemd reads it."""
    lines = [line.partition("=") for line in heredoc("/etc/worker/environment").splitlines()]
    told = {name: value.removeprefix("'").removesuffix("'") for name, _, value in lines}
    worker = env_timed.WorkerEnv.model_validate(told)
    assert worker.IN_FLIGHT == 10
    assert worker.HEALTH_FILE == "/run/worker/health"
    assert worker.PAYMENT_QUEUE_URL.endswith("/tillstack-prod-payments")


def test_no_secret_is_in_it() -> None:
    """Anybody on an instance can read it; the key lies in Secrets Manager, and its ARN is here."""
    assert KEY not in text()
    assert "PSP_SECRET_ARN='arn:aws:secretsmanager:" in text()


@pytest.mark.parametrize("value", ["it's", "two\nlines", "a@b"])
def test_what_systemd_would_read_otherwise_is_refused(value: str) -> None:
    """By its name, and without the value."""
    file = Artifact(Path("x"), "code-0.tar")
    start = WorkerStart("eu-central-1", WorkerArtifacts("b", file, file, ()), 1, 60, "/aws/ec2/x")
    with pytest.raises(ValueError, match="TIMING") as refused:
        start_text(start, {"TIMING": value})
    assert value not in str(refused.value)


@pytest.mark.parametrize("right", [True, False])
def test_only_what_has_its_hash_is_unpacked(tmp_path: Path, right: bool) -> None:  # noqa: FBT001 - a parameter
    """Whoever could write into the bucket could make no instance run it; it turns itself off."""
    (tmp_path / "code.py").write_text("x = 1")
    with tarfile.open(tmp_path / "kept.tar", "w") as out:
        out.add(tmp_path / "code.py", "runtime/code.py")
    digest = hashlib.sha256((tmp_path / "kept.tar").read_bytes()).hexdigest()
    key = f"code-{digest if right else '0' * 64}.tar"
    head = "".join(
        line + "\n" for line in text().splitlines()[:4] if line.startswith(("set", "trap"))
    )
    fetch = text()[text().index("fetch()") : text().index("\n}\n") + 3]
    (tmp_path / "to").mkdir()
    done = run(
        f"{head}{fetch}fetch {key} to; echo on",
        tmp_path,
        aws='cp kept.tar "${@: -1}"',
        shutdown="",
    )
    assert (tmp_path / "to" / "runtime" / "code.py").exists() is right
    assert ("on" in done.stdout) is right
    assert ("shutdown --poweroff now" in calls(tmp_path)) is not right


@pytest.mark.parametrize(("state", "stops"), [("Terminated", True), ("InService", False)])
def test_an_instance_that_is_ended_stops_its_worker(
    tmp_path: Path,
    state: str,
    stops: bool,  # noqa: FBT001 - a parameter
) -> None:
    """It asks the metadata, by session, what the group has in mind for it."""
    drain = heredoc("/usr/local/sbin/worker-drain")
    run(drain, tmp_path, curl=f'[[ "$*" == *token-ttl* ]] && echo t || echo {state}', systemctl="")
    assert ("systemctl stop worker" in calls(tmp_path)) is stops
    asked = [each for each in calls(tmp_path) if each.startswith("curl")]
    assert "--request PUT" in asked[0]
    assert "X-aws-ec2-metadata-token: t" in asked[1]
    assert asked[1].endswith("/meta-data/autoscaling/target-lifecycle-state")


@pytest.mark.parametrize(("minutes", "active", "restarts"), [(0, 0, 0), (9, 0, 1), (9, 3, 0)])
def test_a_worker_that_looks_for_nothing_is_started_anew(
    tmp_path: Path, minutes: int, active: int, restarts: int
) -> None:
    """After some silent minutes; one that was stopped stays so."""
    file = tmp_path / "health"
    file.touch()
    then = time.time() - minutes * 60
    os.utime(file, (then, then))
    health = heredoc("/usr/local/sbin/worker-health").replace("/run/worker/health", str(file))
    assert f"+{SILENT_MINUTES}" in health
    run(health, tmp_path, systemctl=f'[ "$1" != is-active ] || exit {active}')
    assert calls(tmp_path).count("systemctl restart worker") == restarts


def test_systemd_gives_a_worker_the_time_that_its_payments_take() -> None:
    """Longer than a step, shorter than the hook by which the group waits."""
    unit = heredoc("/etc/systemd/system/worker.service")
    (stops,) = re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    (hook,) = fleeted().named("workers-group").inputs["initialLifecycleHooks"]
    assert 45 < int(stops) < hook["heartbeatTimeout"]
    assert "ExecStart=/usr/bin/python3.13 -m runtime.worker" in unit
    assert "User=worker" in unit
