"""Somebody who reads the stack's bus of events: a rule, and the queue that is its target."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from local.stack.stack import LocalStack
from runtime.adapters.eventbridge_bus import SOURCE

RULE: Final = "reader"
"""Of the rule and the queue."""


class BusReader:
    """Keeps what came."""

    def __init__(self, stack: LocalStack) -> None:
        self._sqs = stack.emulator.client("sqs")
        self._events = stack.emulator.client("events")
        self._bus = str(stack.outputs["event_bus_arn"]).rpartition("/")[2]
        self._queue: str = self._sqs.create_queue(QueueName=RULE)["QueueUrl"]
        self._came: list[Mapping[str, Any]] = []

    def begin(self) -> None:
        """Have everything of our source come to the queue."""
        names: list[Any] = ["QueueArn"]
        queue = self._sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=names)
        pattern = json.dumps({"source": [SOURCE]})
        self._events.put_rule(Name=RULE, EventBusName=self._bus, EventPattern=pattern)
        target = {"Id": "1", "Arn": queue["Attributes"]["QueueArn"]}
        self._events.put_targets(Rule=RULE, EventBusName=self._bus, Targets=[target])

    def end(self) -> None:
        """Leave nothing behind."""
        self._events.remove_targets(Rule=RULE, EventBusName=self._bus, Ids=["1"])
        self._events.delete_rule(Name=RULE, EventBusName=self._bus)
        self._sqs.delete_queue(QueueUrl=self._queue)

    def came(self) -> list[Mapping[str, Any]]:
        """All that came until now, as a rule's target receives it, repeats included."""
        while found := self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            self._came += [json.loads(message["Body"]) for message in found]
            self._sqs.delete_message_batch(
                QueueUrl=self._queue,
                Entries=[
                    {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
                    for number, message in enumerate(found)
                ],
            )
        return self._came


@contextmanager
def reading(stack: LocalStack) -> Iterator[BusReader | None]:
    """Somebody who reads until the block ends; None where the stack has no bus."""
    if "event_bus_arn" not in stack.outputs:
        yield None
        return
    reader = BusReader(stack)
    reader.begin()
    try:
        yield reader
    finally:
        reader.end()
