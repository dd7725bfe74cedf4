"""Rules about dead-letter queues: what each must report, and what it must not."""

import json
from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    EVENT_BUS,
    METRIC_ALARM,
    QUEUE,
    REDRIVE,
    REDRIVE_ALLOW,
    TOPIC_SUBSCRIPTION,
)
from policies.pci.rules.dead_letters import SQS_DLQ_ALARM, SQS_HAS_DLQ, SQS_REDRIVE_ALLOW
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but

ARN = "arn:aws:sqs:eu-central-1:111122223333"


def queue(name: str = "jobs", dead: str | None = "jobs-dead", **more: Any) -> Declared:
    """A queue whose failures end in `dead` after five tries."""
    redrive = {"deadLetterTargetArn": f"{ARN}:{dead}", "maxReceiveCount": 5}
    inputs = {"name": name, "redrivePolicy": json.dumps(redrive)} if dead else {"name": name}
    return resource(QUEUE, {**inputs, **more}, name)


DEAD = resource(
    QUEUE,
    {
        "name": "jobs-dead",
        "redriveAllowPolicy": json.dumps(
            {"redrivePermission": "byQueue", "sourceQueueArns": [f"{ARN}:jobs"]}
        ),
    },
    "jobs-dead",
)
ALARM = resource(
    METRIC_ALARM,
    {
        "namespace": "AWS/SQS",
        "metricName": "ApproximateNumberOfMessagesVisible",
        "statistic": "Maximum",
        "period": 60,
        "evaluationPeriods": 1,
        "dimensions": {"QueueName": "jobs-dead"},
        "comparisonOperator": "GreaterThanThreshold",
        "threshold": 0,
        "alarmActions": ["arn:aws:sns:eu-central-1:111122223333:alarms"],
    },
    "alarm",
)


def test_a_queue_with_a_dead_letter_queue_is_fine() -> None:
    """Named by text, by edge, or by a resource of its own; the dead letters need none."""
    by_edge = resource(
        QUEUE, {"name": "jobs", "redrivePolicy": UNKNOWN}, "jobs", made_of={"redrivePolicy": [DEAD]}
    )
    plain = queue(dead=None)
    apart = resource(
        REDRIVE,
        {"queueUrl": UNKNOWN, "redrivePolicy": queue().inputs["redrivePolicy"]},
        "redrive",
        made_of={"queueUrl": [plain]},
    )
    assert blamed(SQS_HAS_DLQ, queue(), DEAD) == []
    assert blamed(SQS_HAS_DLQ, plain, apart, DEAD) == []
    assert SQS_HAS_DLQ.name not in blamed(SQS_HAS_DLQ, by_edge, DEAD)


@pytest.mark.parametrize(
    "broken",
    [
        [queue(dead=None)],
        [queue(dead="elsewhere")],
        [queue(dead="jobs")],
        [queue(redrivePolicy="{")],
        [queue(redrivePolicy='{"maxReceiveCount": 5}')],
        [
            queue(
                redrivePolicy=json.dumps(
                    {"deadLetterTargetArn": f"{ARN}:jobs-dead", "maxReceiveCount": "often"}
                )
            ),
            DEAD,
        ],
        [queue(redrivePolicy=f'{{"deadLetterTargetArn": "{ARN}:jobs-dead"}}'), DEAD],
        *(
            [queue(redrivePolicy={"deadLetterTargetArn": f"{ARN}:jobs-dead", **count}), DEAD]
            for count in ({"maxReceiveCount": 0}, {"maxReceiveCount": "ten"})
        ),
        [
            queue(
                redrivePolicy=json.dumps(
                    {"deadLetterTargetArn": f"{ARN}:jobs-dead", "maxReceiveCount": 1000}
                )
            ),
            DEAD,
        ],
        [queue(fifoQueue=True), DEAD],
    ],
)
def test_a_queue_without_an_end_is_reported(broken: list[Declared]) -> None:
    """None, outside the stack, itself, unreadable, no count, too many tries, of another kind."""
    assert blamed(SQS_HAS_DLQ, *broken) == ["jobs"]


def test_dead_letters_take_from_their_own_sources() -> None:
    """Without `byQueue` any queue of the account could end there; other queues are not asked."""
    apart = resource(
        REDRIVE_ALLOW,
        {"queueUrl": UNKNOWN, "redriveAllowPolicy": DEAD.inputs["redriveAllowPolicy"]},
        "allow",
        made_of={"queueUrl": [but(DEAD, redriveAllowPolicy=None)]},
    )
    assert blamed(SQS_REDRIVE_ALLOW, queue(), DEAD) == []
    assert blamed(SQS_REDRIVE_ALLOW, queue(), but(DEAD, redriveAllowPolicy=None), apart) == []
    for wrong in (None, '{"redrivePermission": "allowAll"}', '{"redrivePermission": "byQueue"}'):
        found = blamed(SQS_REDRIVE_ALLOW, queue(), but(DEAD, redriveAllowPolicy=wrong))
        assert found == ["jobs-dead"]


def test_the_first_dead_letter_calls_somebody() -> None:
    """An alarm at the first message, with an action, on this very queue."""
    assert blamed(SQS_DLQ_ALARM, queue(), DEAD, ALARM) == []
    wrongs: list[dict[str, Any]] = [
        {"threshold": 100},
        {"alarmActions": []},
        {"actionsEnabled": False},
        {"dimensions": {"QueueName": "jobs"}},
        {"comparisonOperator": "LessThanThreshold"},
        {"metricName": "NumberOfMessagesSent"},
    ]
    for wrong in wrongs:
        assert blamed(SQS_DLQ_ALARM, queue(), DEAD, but(ALARM, **wrong)) == ["jobs-dead"]
    assert blamed(SQS_DLQ_ALARM, queue(), DEAD) == ["jobs-dead"]


def test_a_queue_that_is_said_to_be_no_fifo_is_none() -> None:
    """Whether it is left out or written out."""
    for one in (queue(fifoQueue=False), queue()):
        for end in (DEAD, but(DEAD, fifoQueue=False)):
            assert blamed(SQS_HAS_DLQ, one, end) == []
    assert blamed(SQS_HAS_DLQ, queue(), but(DEAD, fifoQueue=True)) == ["jobs"]


def test_what_a_topic_could_not_deliver_ends_in_a_dead_letter_queue_too() -> None:
    """It needs none of its own, takes from no queue, and somebody is told of it."""
    redrive = {"redrivePolicy": json.dumps({"deadLetterTargetArn": f"{ARN}:jobs-dead"})}
    heard = resource(TOPIC_SUBSCRIPTION, redrive, "heard")
    closed = but(DEAD, redriveAllowPolicy=json.dumps({"redrivePermission": "denyAll"}))
    assert blamed(SQS_HAS_DLQ, closed, heard) == []
    assert blamed(SQS_HAS_DLQ, closed) == ["jobs-dead"]
    assert blamed(SQS_HAS_DLQ, closed, but(heard, redrivePolicy="{")) == ["jobs-dead"]
    assert blamed(SQS_REDRIVE_ALLOW, closed, heard) == []
    assert blamed(SQS_REDRIVE_ALLOW, DEAD, heard) == ["jobs-dead"]
    assert blamed(SQS_DLQ_ALARM, closed, heard) == ["jobs-dead"]
    assert blamed(SQS_DLQ_ALARM, closed, heard, ALARM) == []


@pytest.mark.parametrize(
    "bus",
    [
        resource(EVENT_BUS, {"deadLetterConfig": {"arn": f"{ARN}:jobs-dead"}}, "bus"),
        resource(
            EVENT_BUS,
            {"deadLetterConfig": {"arn": UNKNOWN}},
            "bus",
            made_of={"deadLetterConfig": [DEAD]},
        ),
    ],
    ids=["by its name", "by what it is made of"],
)
def test_what_a_bus_could_not_keep_ends_in_a_dead_letter_queue_too(bus: Declared) -> None:
    """As a topic's."""
    closed = but(DEAD, redriveAllowPolicy=json.dumps({"redrivePermission": "denyAll"}))
    assert blamed(SQS_HAS_DLQ, closed, bus) == []
    assert blamed(SQS_REDRIVE_ALLOW, closed, bus) == []
    assert blamed(SQS_REDRIVE_ALLOW, DEAD, bus) == ["jobs-dead"]
    assert blamed(SQS_DLQ_ALARM, closed, bus) == ["jobs-dead"]
    assert blamed(SQS_DLQ_ALARM, closed, bus, ALARM) == []
    assert blamed(SQS_HAS_DLQ, closed, resource(EVENT_BUS, {}, "bus")) == ["jobs-dead"]
