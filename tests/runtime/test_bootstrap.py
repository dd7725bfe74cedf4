"""Joining ports to adapters: complete, without a network, and once."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "POWERTOOLS_SERVICE_NAME": "accept-payment",
    "POWERTOOLS_METRICS_NAMESPACE": "Tillstack",
    "POWERTOOLS_LOG_LEVEL": "INFO",
    "PAYMENTS_TABLE": "payments",
    "ENTRIES_TABLE": "entries",
    "EVENTS_TABLE": "events",
    "MERCHANTS_TABLE": "merchants",
    "MERCHANT_LIMIT": '{"rate": 5, "burst": 5}',
    "FOUR_EYES_ABOVE": "{}",
    "CURRENCIES": '["eur"]',
    "LIVEMODE": "false",
    "TIMING": "{}",
    "PAYMENT_QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012/payments",
    "NOTIFICATION_QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012/mails",
    "EVENT_BUS": "arn:aws:events:eu-west-1:123456789012:event-bus/tillstack-test-events",
    "EVENT_QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012/events.fifo",
    "WEBHOOK_KEY_ARN": "arn:aws:kms:eu-west-1:123456789012:key/00000002",
    "WEBHOOKS_TO_LOOPBACK": "",
    "MESSAGE_KEY_ARNS": '["arn:aws:kms:eu-west-1:123456789012:key/00000001"]',
    "SEALING_KEY_ARN": "arn:aws:kms:eu-west-1:123456789012:key/00000000",
    "PSP_SECRET_ARN": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:psp",
    "PSP_API_BASE": "https://api.stripe.com",
    "WEBHOOK_SECRET_ARN": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:psp-webhook",
    "SENDER_ADDRESS": "pay@example.com",
    "CONFIGURATION_SET": "tillstack",
    "TEMPLATES": '{"en-succeeded": "template"}',
    "MERCHANT_TEMPLATES": '{"en-webhook-paused": "template"}',
}

PROGRAM = """
import json, socket
def refuse(*_):
    raise AssertionError("a socket")
socket.socket.connect = refuse
from runtime import bootstrap, bootstrap_queues, bootstrap_schedules
from runtime.invocation.snapshot import warm
ports = [
    bootstrap.accept_payment_ports, bootstrap.cancel_payment_ports,
    bootstrap.read_payments_ports, bootstrap.operate_payments_ports,
    bootstrap.receive_webhook_ports,
    lambda: bootstrap_queues.receive_email_event_ports("request-1"),
    lambda: bootstrap_queues.notify_customer_ports("request-1"),
    lambda: bootstrap_schedules.sweep_payments_ports(lambda: 1.0),
    lambda: bootstrap_queues.deliver_events_ports(lambda: 1.0),
    lambda: bootstrap_queues.bus_publisher(lambda: 1.0).keywords["ports"],
    lambda: bootstrap_schedules.sweep_events_ports(lambda: 1.0),
]
warm(bootstrap.callers, bootstrap.message_opener, bootstrap.public_keys, *ports)
again = bootstrap.accept_payment_ports() is bootstrap.accept_payment_ports()
print(json.dumps([again, *sorted(
    {type(getattr(build(), name)).__name__ for build in ports for name in build().__slots__}
)]))
"""

ASKED_FOR = """
import json, sys
from runtime import bootstrap, bootstrap_queues
{join}
print(json.dumps(sorted({{each.partition(".")[0] for each in sys.modules}} & {{
    "aws_encryption_sdk", "http_message_signatures"
}})))
"""


def printed(program: str) -> Any:
    """What a program prints as JSON that knows the functions' environment and nothing else."""
    answer = subprocess.run(  # noqa: S603 - this interpreter, on the programs above.
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **ENVIRONMENT},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(answer.stdout)


@pytest.mark.parametrize(
    ("join", "brought"),
    [
        ("bootstrap.callers(), bootstrap.read_payments_ports()", []),
        ("bootstrap.callers(), bootstrap.request_signatures()", ["http_message_signatures"]),
        ("bootstrap_queues.notify_customer_ports('request-1')", []),
        ("bootstrap.accept_payment_ports()", ["aws_encryption_sdk"]),
    ],
)
def test_what_few_need_is_brought_when_it_is_asked_for(join: str, brought: list[str]) -> None:
    """Signatures by the first client that signs, the encryption SDK by what is opened.

    Whoever accepts seals, and has it from the start.
    """
    assert printed(ASKED_FOR.format(join=join)) == brought


def test_every_functions_ports_are_built_without_a_call() -> None:
    """Warming before a snapshot reaches no service, and what is built is kept."""
    kept, *kinds = printed(PROGRAM)
    assert kept is True
    assert {
        "DynamoDbOpenRows",
        "CountedCipher",
        "CountedLedger",
        "EmfMetrics",
        "SesEmailEvents",
        "LoggedMailer",
        "LoggedQueue",
        "StripeWebhooks",
        "SystemClock",
        "SystemRandom",
        "Timing",
    } <= set(kinds)
