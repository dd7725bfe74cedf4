"""Functions that a queue calls."""

import pytest

from tests.fakes.recorder import program

MAPPINGS = {
    "processor-process-payment": "payments-queue",
    "processor-process-dead-letter": "payments-dead-letters",
    "notifier-notify-customer": "notifier-queue",
    "notifier-receive-email-event": "notifier-email-events-queue",
    "events-deliver-events": "events-queue",
}
ONE_BY_ONE = {"events-deliver-events"}
"""Whose queue is FIFO: no batch waits there to be filled, and Lambda takes no window for it."""


@pytest.mark.parametrize(("name", "queue"), MAPPINGS.items())
def test_the_mapping_answers_for_each_message_by_itself(name: str, queue: str) -> None:
    """Batches of ten at once, or one of a FIFO queue; partial failures."""
    inputs = program().named(f"{name}-mapping").inputs
    function = program().named(f"{name}-function").inputs["name"]
    assert inputs["eventSourceArn"] == program().named(queue).outputs["arn"]
    assert inputs["functionName"].endswith(f":function:{function}:live")
    assert inputs["batchSize"] == (1 if name in ONE_BY_ONE else 10)
    window = inputs.get("maximumBatchingWindowInSeconds")
    assert window == (None if name in ONE_BY_ONE else 0)
    assert inputs["functionResponseTypes"] == ["ReportBatchItemFailures"]


@pytest.mark.parametrize("name", MAPPINGS)
def test_the_function_reserves_what_the_mapping_may_use(name: str) -> None:
    """A batch that SQS hands over always finds a place to run."""
    bound = program().named(f"{name}-mapping").inputs["scalingConfig"]["maximumConcurrency"]
    function = program().named(f"{name}-function").inputs
    assert function["reservedConcurrentExecutions"] == bound >= 2


@pytest.mark.parametrize("name", MAPPINGS)
def test_no_mapping_stands_before_its_role_may_receive(name: str) -> None:
    """AWS refuses to create a mapping whose function may not consume."""
    mapping = program().named(f"{name}-mapping")
    before = program().before(mapping)
    assert any("-consume-" in urn and f"{name}-" in urn for urn in before)
