"""Workers of a running stack: whose rights they have, and how they end."""

import subprocess
import sys
from pathlib import Path

import pytest

from local.stack import workers
from local.stack.stack import LocalStack
from runtime.contract.env_timed import WorkerEnv
from tests._wait import until


@pytest.mark.emulator
def test_a_worker_is_the_processor(stack: LocalStack) -> None:
    """Its environment is complete, and its credentials are a session of the function's role."""
    own = workers.environment(stack.emulator, stack.outputs)
    assert set(WorkerEnv.model_fields) <= {*own, "IN_FLIGHT", "HEALTH_FILE"}
    assert own["AWS_ACCESS_KEY_ID"] != stack.emulator.account_id
    again = workers.environment(stack.emulator, stack.outputs)
    iam, role = stack.emulator.client("iam"), stack.outputs["functions"]["process_payment"]
    trust = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
    assert len(trust["Statement"]) == 2
    assert again["AWS_SESSION_TOKEN"] != own["AWS_SESSION_TOKEN"]


@pytest.mark.emulator
def test_all_of_them_end_with_the_block(stack: LocalStack, tmp_path: Path) -> None:
    """Each was alive, has a log of its own, and is told to end."""
    with workers.running(stack.emulator, stack.outputs, 2, tmp_path) as running:
        logs = [tmp_path / "worker-1.log", tmp_path / "worker-2.log"]
        until(lambda: all("worker.started" in each.read_text() for each in logs), 60)
        assert [each.poll() for each in running] == [None, None]
    assert [each.returncode for each in running] == [0, 0]


def test_one_that_has_ended_is_no_trouble() -> None:
    """Whoever died before is passed over."""
    with subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.PIPE) as dead:
        dead.wait()
        workers.stop([dead])
    assert dead.returncode == 0
