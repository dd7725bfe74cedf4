"""The processor's mappings and what its roles add up to."""

import pytest

from tests._policies import grants
from tests.fakes.recorder import program


def test_the_mapping_answers_for_each_message_by_itself() -> None:
    """Batches of ten at once, partial failures, a bound on how many run side by side."""
    inputs = program().named("processor-mapping").inputs
    assert inputs["eventSourceArn"] == program().named("payments-queue").outputs["arn"]
    assert inputs["functionName"].endswith(":function:tillstack-local-process-payment:live")
    assert inputs["batchSize"] == 10
    assert inputs["maximumBatchingWindowInSeconds"] == 0
    assert inputs["functionResponseTypes"] == ["ReportBatchItemFailures"]


def test_the_function_reserves_what_the_mapping_may_use() -> None:
    """A batch that SQS hands over always finds a place to run."""
    mapping = program().named("processor-mapping").inputs
    function = program().named("processor-process-payment-function").inputs
    bound = mapping["scalingConfig"]["maximumConcurrency"]
    assert function["reservedConcurrentExecutions"] == bound >= 2


def test_the_dead_letter_processor_takes_the_payment_queue_s_dead_letters() -> None:
    """The same answer for each message, by few at a time, and no queue beside it."""
    inputs = program().named("processor-dead-letters-mapping").inputs
    assert inputs["eventSourceArn"] == program().named("payments-dead-letters").outputs["arn"]
    assert inputs["functionName"].endswith(":function:tillstack-local-process-dead-letter:live")
    assert inputs["functionResponseTypes"] == ["ReportBatchItemFailures"]
    function = program().named("processor-process-dead-letter-function").inputs
    bound = inputs["scalingConfig"]["maximumConcurrency"]
    assert function["reservedConcurrentExecutions"] == bound == 2


@pytest.mark.parametrize(
    ("handler", "consumes"),
    [("process-payment", "consume-payments"), ("process-dead-letter", "consume-dead-letters")],
)
def test_who_processes_was_granted_this_and_nothing_else(handler: str, consumes: str) -> None:
    """The role of a function that can charge is a list that fits on a screen."""
    assert set(grants(program(), f"tillstack-local-{handler}")) == {
        consumes,
        "open-payment-method",
        "process-payment",
        "read-environment",
        "read-psp-key",
        "send-notifications",
        "send-payments",
        "send-traces",
        "write-logs",
    }
