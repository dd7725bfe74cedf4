"""Workers of the payment queue on one machine: `python -m runtime.worker`, N times.

None outlives who started it. Each is the processor: its environment is the deployed function's,
and its rights are those of the function's role, with one more: a worker prolongs what it works on,
where Lambda does that for a function. The role lets the account's root take it for that.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from local.emulator.emulator import Emulator
from local.lib.children import ended
from local.lib.partitions import partition

ROOT: Final = Path(__file__).parents[2]
SESSION_SECONDS: Final = 12 * 3600
"""The longest that AWS knows."""
LONGEST_STOP_SECONDS: Final = 90
"""A worker finishes what it began, and then ends; one that does not is killed."""
HANDLER: Final = "process_payment"
HOLD: Final = "hold-payments"
Running = Sequence[subprocess.Popen[bytes]]
"""The processes, in the order of their numbers."""


@contextmanager
def running(
    cloud: Emulator, outputs: Mapping[str, Any], count: int, log_dir: Path, in_flight: int = 10
) -> Iterator[Running]:
    """`count` workers of the stack with these outputs; at the end each is stopped as by systemd.

    Each logs to `log_dir/worker-<number>.log`.
    """
    log_dir.mkdir(parents=True, exist_ok=True)
    own = environment(cloud, outputs)
    workers: list[subprocess.Popen[bytes]] = []
    with TemporaryDirectory() as folder:
        try:
            for number in range(1, count + 1):
                health = Path(folder) / f"health-{number}"
                told = own | {"IN_FLIGHT": str(in_flight), "HEALTH_FILE": str(health)}
                workers.append(_started(told, log_dir / f"worker-{number}.log"))
            yield workers
        finally:
            stop(workers)


def stop(workers: Running) -> None:
    """SIGTERM to all that run, and wait until the last has ended."""
    for each in workers:
        each.terminate()
    try:
        for each in workers:
            with suppress(subprocess.TimeoutExpired):
                each.wait(LONGEST_STOP_SECONDS)
    finally:
        for each in workers:
            each.kill()
            with ended(each):
                """Its standard input is closed too."""


def environment(cloud: Emulator, outputs: Mapping[str, Any]) -> dict[str, str]:
    """What a worker is told: nothing of the user's own AWS set-up."""
    function = cloud.client("lambda").get_function_configuration(
        FunctionName=outputs["functions"][HANDLER]
    )
    variables: dict[str, str] = function["Environment"]["Variables"]
    session = _session(cloud, function["Role"], outputs["payment_queue_url"])
    return {
        **variables,
        "AWS_ENDPOINT_URL": cloud.endpoint,
        "AWS_DEFAULT_REGION": cloud.region,
        "AWS_ACCESS_KEY_ID": session["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": session["SecretAccessKey"],
        "AWS_SESSION_TOKEN": session["SessionToken"],
        "POWERTOOLS_TRACE_DISABLED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_PROXY": "127.0.0.1",
    }


def _started(told: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "local.stack._worker_process"],
            cwd=ROOT,
            env=dict(told),
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for who started them, and that one tells them.
            start_new_session=True,
        )


def _session(cloud: Emulator, role_arn: str, queue_url: str) -> dict[str, str]:
    """Credentials of the processor's role, which may prolong from now on."""
    iam, role = cloud.client("iam"), role_arn.rpartition("/")[2]
    trust = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
    where = partition(cloud.region)
    root = {"AWS": f"arn:{where}:iam::{cloud.account_id}:root"}
    ours = {"Effect": "Allow", "Principal": root, "Action": "sts:AssumeRole"}
    if ours not in trust["Statement"]:
        wider = {**trust, "Statement": [*trust["Statement"], ours]}
        iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(wider))
    queue = queue_url.rpartition("/")[2]
    hold = {
        "Effect": "Allow",
        "Action": "sqs:ChangeMessageVisibility",
        "Resource": f"arn:{where}:sqs:{cloud.region}:{cloud.account_id}:{queue}",
    }
    iam.put_role_policy(
        RoleName=role,
        PolicyName=HOLD,
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [hold]}),
    )
    taken = cloud.client("sts").assume_role(
        RoleArn=role_arn, RoleSessionName="worker", DurationSeconds=SESSION_SECONDS
    )
    return dict(taken["Credentials"])
