"""What the account's root can do to functions and their queues: call, pause, look, forbid."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from local.stack.stack import LocalStack


def call(stack: LocalStack, handler: str, event: dict[str, Any]) -> dict[str, Any] | None:
    """What the function answers; None if it raised or is at its concurrency."""
    client = stack.emulator.client("lambda")
    try:
        answer = client.invoke(
            FunctionName=stack.outputs["functions"][handler],
            Qualifier="live",
            Payload=json.dumps(event),
        )
    except client.exceptions.TooManyRequestsException:
        return None
    payload = json.loads(answer["Payload"].read())
    return None if "FunctionError" in answer else dict(payload)


@contextmanager
def hurried(stack: LocalStack, name: str) -> Iterator[tuple[str, str]]:
    """The queue of this name and its dead letters: a message is parked after two quick receives."""
    sqs = stack.emulator.client("sqs")
    queue, dead = (stack.outputs[f"{name}_{which}_url"] for which in ("queue", "dead_letter"))
    names = ["VisibilityTimeout", "RedrivePolicy"]
    usual = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
    redrive = json.dumps({**json.loads(usual["RedrivePolicy"]), "maxReceiveCount": 2})
    quick = {"VisibilityTimeout": "3", "RedrivePolicy": redrive}
    sqs.set_queue_attributes(QueueUrl=queue, Attributes=quick)
    try:
        yield queue, dead
    finally:
        sqs.set_queue_attributes(QueueUrl=queue, Attributes=usual)
        sqs.purge_queue(QueueUrl=dead)


def lying(stack: LocalStack, queue: str) -> int:
    """How many messages the queue holds, those that a function has taken included."""
    names: list[Any] = [
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible",
    ]
    answer = stack.emulator.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=names)
    return sum(int(answer["Attributes"][name]) for name in names)


def sweep(stack: LocalStack) -> dict[str, Any] | None:
    """One run of the sweeper; the schedule may be running one, then it is None."""
    return call(stack, "sweep_payments", {})


@contextmanager
def paused(stack: LocalStack, handler: str = "process_payment") -> Iterator[None]:
    """Nothing is taken from the function's queue, so payments stay queued, or untold."""
    client = stack.emulator.client("lambda")
    function = stack.outputs["functions"][handler]
    (mapping,) = (
        one["UUID"]
        for one in client.list_event_source_mappings()["EventSourceMappings"]
        if f":{function}:" in one["FunctionArn"]
    )
    client.update_event_source_mapping(UUID=mapping, Enabled=False)
    try:
        yield
    finally:
        client.update_event_source_mapping(UUID=mapping, Enabled=True)


@contextmanager
def without(stack: LocalStack, handler: str, grant: str) -> Iterator[None]:
    """The function's role lacks one of its grants."""
    iam = stack.emulator.client("iam")
    function = stack.outputs["functions"][handler]
    arn = stack.emulator.client("lambda").get_function_configuration(FunctionName=function)["Role"]
    where = {"RoleName": arn.rpartition("/")[2], "PolicyName": grant}
    document = iam.get_role_policy(**where)["PolicyDocument"]
    iam.delete_role_policy(**where)
    try:
        yield
    finally:
        iam.put_role_policy(**where, PolicyDocument=json.dumps(document))
