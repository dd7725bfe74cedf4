"""Joining ports to adapters: complete, without a network, and once."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest

from runtime.bootstrap import ACCEPTING, MAILING, WORKING, once

ROOT = Path(__file__).parents[2]

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "POWERTOOLS_SERVICE_NAME": "receive-payment",
    "POWERTOOLS_METRICS_NAMESPACE": "Tillstack",
    "POWERTOOLS_LOG_LEVEL": "INFO",
    "PAYMENTS_TABLE": "payments",
    "ENTRIES_TABLE": "entries",
    "MERCHANTS": '{"client-1": "acme"}',
    "CURRENCIES": '["eur"]',
    "LIVEMODE": "false",
    "TIMING": "{}",
    "PAYMENT_QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012/payments",
    "NOTIFICATION_QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012/mails",
    "SEALING_KEY_ARN": "arn:aws:kms:eu-west-1:123456789012:key/00000000",
    "WEBHOOK_SECRET_ARN": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:psp-webhook",
    "SENDER_ADDRESS": "pay@example.com",
    "CONFIGURATION_SET": "tillstack",
    "TEMPLATES": '{"en-succeeded": "template"}',
}

PROGRAM = """
import json, socket
def refuse(*_):
    raise AssertionError("a socket")
socket.socket.connect = refuse
from runtime import bootstrap
ports = [
    bootstrap.accept_ports, bootstrap.cancel_ports, bootstrap.read_ports, bootstrap.event_ports,
    lambda: bootstrap.notify_ports("request-1"), lambda: bootstrap.sweep_ports(lambda: 1.0),
]
for build in ports:
    bootstrap.warm(build)
again = bootstrap.accept_ports() is bootstrap.accept_ports()
print(json.dumps([again, *sorted(
    {type(getattr(build(), name)).__name__ for build in ports for name in build().__slots__}
)]))
"""


def test_every_functions_ports_are_built_without_a_call() -> None:
    """Warming before a snapshot reaches no service, and what is built is kept."""
    answer = subprocess.run(  # noqa: S603 - this interpreter, on the program above.
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **ENVIRONMENT},
        check=True,
        capture_output=True,
        text=True,
    )
    kept, *kinds = json.loads(answer.stdout)
    assert kept is True
    assert {
        "DynamoDbArchive",
        "DynamoDbLedger",
        "EmfMeter",
        "EnvelopeVault",
        "SesMailer",
        "SqsMailbox",
        "StripeEvents",
        "SystemClock",
        "SystemDice",
        "Timing",
    } <= set(kinds)


def test_many_threads_build_a_thing_once() -> None:
    """While one thread builds, no other does: a second builder never meets the first."""
    built: list[object] = []
    second_builder = Barrier(2, timeout=0.2)

    @once
    def thing() -> object:
        built.append(object())
        with suppress(BrokenBarrierError):
            second_builder.wait()
        return built[0]

    with ThreadPoolExecutor(8) as pool:
        things = list(pool.map(lambda _: thing(), range(8)))
    assert len(built) == 1
    assert things == built * 8


def test_different_arguments_are_different_things() -> None:
    """One thing for each set of arguments."""
    twice = once(lambda number: [number])
    assert twice(1) is twice(1)
    assert twice(1) is not twice(2)


def test_a_failure_is_not_kept() -> None:
    """What could not be built now is tried again when it is next asked for."""
    answers = iter([ConnectionError("down"), None])

    @once
    def thing() -> str:
        if error := next(answers):
            raise error
        return "up"

    with pytest.raises(ConnectionError):
        thing()
    assert thing() == "up"


def test_calls_are_bounded_in_time_and_number() -> None:
    """Accepting has half seconds and two calls; a mail is handed over once; all have limits."""
    # botocore's stubs leave out what a Config keeps.
    accepting, working, mailing = (vars(kind()) for kind in (ACCEPTING, WORKING, MAILING))
    assert (accepting["connect_timeout"], accepting["read_timeout"]) == (0.5, 0.5)
    assert accepting["retries"]["total_max_attempts"] == 2
    assert mailing["retries"]["total_max_attempts"] == 1
    assert working["read_timeout"] <= 5
    for config in (accepting, working, mailing):
        assert "max_attempts" not in config["retries"]
