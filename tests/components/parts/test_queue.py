"""Queues and their dead-letter queues."""

import json

import pulumi_aws as aws
import pytest

from components.parts.queue import USES
from tests._policies import allows, statements
from tests.fakes.recorder import ACCOUNT, REGION, program

PAIRS = [
    ("payments", "payments"),
    ("notifier", "notifications"),
    ("notifier-email-events", "email-events"),
    ("events", "events"),
]
ORDERED = {"contentbaseddeduplication", "deduplicationscope", "fifoqueue", "fifothroughputlimit"}
GROUPS = {
    "fifoQueue": True,
    "deduplicationScope": "messageGroup",
    "fifoThroughputLimit": "perMessageGroupId",
}
FIFO = {"events"}
"""Short names of queues that keep an order, which their names say too."""


def ending(short_name: str) -> str:
    """What the name of such a queue ends with."""
    return ".fifo" if short_name in FIFO else ""


@pytest.mark.parametrize(("component", "short_name"), PAIRS)
def test_a_message_is_tried_ten_times_and_then_kept_for_a_fortnight(
    component: str, short_name: str
) -> None:
    """Dead letters mean that our infrastructure is broken, and there is time to look."""
    queue = program().named(f"{component}-queue").inputs
    dead = program().named(f"{component}-dead-letters").inputs
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:tillstack-local-{short_name}"
    assert json.loads(queue["redrivePolicy"]) == {
        "deadLetterTargetArn": f"{arn}-dead{ending(short_name)}",
        "maxReceiveCount": 10,
    }
    assert json.loads(dead["redriveAllowPolicy"]) == {
        "redrivePermission": "byQueue",
        "sourceQueueArns": [f"{arn}{ending(short_name)}"],
    }
    assert queue["messageRetentionSeconds"] == 4 * 86_400
    assert dead["messageRetentionSeconds"] == 14 * 86_400
    assert queue["receiveWaitTimeSeconds"] == 20


@pytest.mark.fault(
    "F18",
    sees="One charge",
    does=(
        "Messages stay hidden for six timeouts; a second worker meets the lease and waits "
        "for its end"
    ),
)
@pytest.mark.parametrize(("component", "short_name"), PAIRS)
def test_a_message_stays_hidden_for_six_timeouts(component: str, short_name: str) -> None:
    """No batch is delivered again while its first delivery may still be at work."""
    queue = program().named(f"{component}-queue")
    (mapping,) = [
        each
        for each in program().of(aws.lambda_.EventSourceMapping)
        if each.inputs["eventSourceArn"] == queue.outputs["arn"]
    ]
    name = mapping.inputs["functionName"].split(":")[-2]
    (function,) = [
        each for each in program().of(aws.lambda_.Function) if each.inputs["name"] == name
    ]
    assert queue.inputs["visibilityTimeoutSeconds"] == 6 * function.inputs["timeout"]
    dead = program().named(f"{component}-dead-letters").inputs
    assert dead["visibilityTimeoutSeconds"] == queue.inputs["visibilityTimeoutSeconds"]
    assert queue.inputs["name"] == f"tillstack-local-{short_name}{ending(short_name)}"


def test_of_a_fifo_queue_s_groups_one_message_is_in_flight_and_no_group_slows_another() -> None:
    """The dead letters too, since SQS has no others for such a queue.

    What repeats is told by its own token, and by nothing in its text.
    """
    for queue in program().of(aws.sqs.Queue):
        asked = {key: value for key, value in queue.inputs.items() if key.lower() in ORDERED}
        assert asked == (GROUPS if queue.inputs["name"].endswith(".fifo") else {})


def test_every_queue_refuses_what_comes_without_tls() -> None:
    """Dead-letter queues too (PCI DSS 4.2.1)."""
    queues = program().of(aws.sqs.Queue)
    assert len(queues) == 2 * len(PAIRS) + len(["pages-lost", "events-lost"])
    for queue in queues:
        own = statements(queue.inputs["policy"])
        anybody = [*own, {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]
        arn = queue.outputs["arn"]
        assert not allows(anybody, "sqs:SendMessage", arn, {"aws:SecureTransport": "false"})
        assert allows(anybody, "sqs:SendMessage", arn, {"aws:SecureTransport": "true"})


def test_a_queue_lets_nobody_in_by_its_policy_but_what_feeds_it() -> None:
    """Who sends and receives otherwise is decided by the roles' own grants."""
    allowed = {
        (queue.inputs["name"], each["Principal"]["Service"], *each["Action"])
        for queue in program().of(aws.sqs.Queue)
        for each in statements(queue.inputs["policy"])
        if each["Effect"] == "Allow"
    }
    assert allowed == {
        (f"tillstack-local-{name}", "sns.amazonaws.com", "sqs:SendMessage")
        for name in ("email-events", "email-events-dead", "pages-lost")
    } | {("tillstack-local-events-lost", "events.amazonaws.com", "sqs:SendMessage")}


def test_a_verb_takes_what_aws_asks_for_and_no_more() -> None:
    """Sending can't receive, receiving can't send, measuring opens nothing."""
    actions = {verb: set(of_queue) | set(of_key) for verb, (of_queue, of_key) in USES.items()}
    assert actions == {
        "send": {"sqs:SendMessage", "kms:GenerateDataKey", "kms:Decrypt"},
        "consume": {
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "kms:Decrypt",
        },
        "work": {
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibility",
            "kms:Decrypt",
        },
        "measure": {"sqs:GetQueueAttributes"},
    }
