"""A bus, its policy and its archive in the emulator."""

import json
from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made
from tests._wait import until
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator

KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def document(sid: str) -> str:
    """A policy that lets nobody put events."""
    said = {"Sid": sid, "Effect": "Deny", "Principal": "*", "Action": "events:PutEvents"}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**said, "Resource": "*"}]})


def test_a_bus_from_beginning_to_end(emulator: Emulator) -> None:
    """A bus changes its key, its dead letters, its words and its tags in place."""
    events = emulator.client("events")
    life = Life(
        emulator,
        aws.cloudwatch.EventBus,
        {"name": "life-bus", "description": "one", "kmsKeyIdentifier": KEY, "tags": {"a": "b"}},
    )
    life.becomes(description="two", kmsKeyIdentifier=f"{KEY[:-1]}0", tags={"a": "c"})
    life.becomes(deadLetterConfig={"arn": "arn:aws:sqs:eu-central-1:111122223333:lost"})
    life.becomes(deadLetterConfig=None)
    life.drifts(lambda: events.update_event_bus(Name="life-bus", Description="3"), "description")
    life.ends()


def test_a_policy_from_beginning_to_end(make: Callable[..., Made], emulator: Emulator) -> None:
    """A policy is the whole document, and is changed as one."""
    events = emulator.client("events")
    bus, _ = make(aws.cloudwatch.EventBus, name="life-policy")
    life = Life(
        emulator, aws.cloudwatch.EventBusPolicy, {"eventBusName": bus, "policy": document("One")}
    )
    life.becomes(policy=document("Two"))
    life.drifts(lambda: events.put_permission(EventBusName=bus, Policy=document("3")), "policy")
    life.ends()
    life.vanishes(lambda: events.delete_event_bus(Name=bus))


def test_an_archive_from_beginning_to_end(make: Callable[..., Made], emulator: Emulator) -> None:
    """An archive changes its days and its key in place."""
    events = emulator.client("events")
    _, bus = make(aws.cloudwatch.EventBus, name="life-archived")
    given = {"name": "life", "eventSourceArn": bus["arn"], "description": "one"}
    kept = {"retentionDays": 30, "kmsKeyIdentifier": KEY}
    life = Life(emulator, aws.cloudwatch.EventArchive, {**given, **kept})
    life.becomes(retentionDays=31, description=None)
    life.drifts(lambda: events.update_archive(ArchiveName="life", RetentionDays=2), "retentionDays")
    life.ends()


def test_what_is_put_on_a_bus_reaches_the_target_of_a_rule(
    make: Callable[..., Made], emulator: Emulator
) -> None:
    """As `make demo` reads it: a rule by source and type, and a queue behind it."""
    events, sqs = emulator.client("events"), emulator.client("sqs")
    bus, _ = make(aws.cloudwatch.EventBus, name="heard")
    queue, made = make(aws.sqs.Queue, name="hears")
    pattern = {"source": ["tillstack"], "detail-type": ["payment.succeeded"]}
    rule, _ = make(
        aws.cloudwatch.EventRule, name="paid", eventBusName=bus, eventPattern=json.dumps(pattern)
    )
    make(
        aws.cloudwatch.EventTarget,
        rule=rule, targetId="queue", arn=made["arn"], eventBusName=bus,
    )  # fmt: skip
    entry = {"Source": "tillstack", "Detail": '{"merchant": "shop"}', "EventBusName": bus}
    kinds = ("payment.failed", "payment.succeeded")
    answer = events.put_events(Entries=[{**entry, "DetailType": each} for each in kinds])
    assert answer["FailedEntryCount"] == 0

    def heard() -> list[str]:
        return [each["Body"] for each in sqs.receive_message(QueueUrl=queue).get("Messages", ())]

    (told,) = until(heard)
    said = json.loads(told)
    assert (said["detail-type"], said["detail"]) == ("payment.succeeded", {"merchant": "shop"})
    assert said["source"] == "tillstack"
