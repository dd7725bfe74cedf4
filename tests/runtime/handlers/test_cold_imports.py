"""How much each handler imports at a cold start, as a count that only goes down."""

import json
import subprocess
import sys

import pytest

from runtime.contract.environments import ENVIRONMENTS
from tests.fakes.recorder import ROOT

MOST = {
    "accept_payment": 298,
    "cancel_payment": 289,
    "deliver_events": 302,
    "expire_payers": 277,
    "notify_customer": 285,
    "operate_payments": 308,
    "process_dead_letter": 282,
    "process_payment": 281,
    "read_payments": 290,
    "receive_email_event": 285,
    "receive_webhook": 271,
    "reconcile_payments": 269,
    "sign_ledger": 262,
    "sweep_events": 267,
    "sweep_payments": 264,
}
"""Handler → its modules of ours and of packages, before it has joined its ports."""
SLACK = 10
"""A library's new version may have so many fewer before the number here follows."""

PROGRAM = """
import json, sys
from importlib import import_module
import_module("runtime.handlers." + sys.argv[1])
from runtime.observability import logger
logger()
print(json.dumps([
    each for each in sys.modules
    if each.partition(".")[0] not in sys.stdlib_module_names and not each.startswith("_")
]))
"""


def imported(handler: str) -> set[str]:
    """The modules of a fresh interpreter that has a handler, those of the library left out."""
    done = subprocess.run(  # noqa: S603 - this interpreter, on a program written above
        [sys.executable, "-P", "-c", PROGRAM, handler],
        env={"PYTHONPATH": str(ROOT), "POWERTOOLS_SERVICE_NAME": handler},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("handler", sorted(ENVIRONMENTS))
def test_a_handler_imports_no_more_than_it_did(handler: str) -> None:
    """What it alone needs; and neither X-Ray's SDK nor what only joined ports bring."""
    found = imported(handler)
    assert MOST[handler] - SLACK <= len(found) <= MOST[handler], len(found)
    packages = {each.partition(".")[0] for each in found}
    assert not packages & {"aws_encryption_sdk", "aws_xray_sdk", "boto3", "joserfc", "stripe"}
