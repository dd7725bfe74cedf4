"""The processor's mapping and what its role adds up to."""

from tests._policies import grants
from tests._recorder import program


def test_the_mapping_answers_for_each_message_by_itself() -> None:
    """Batches of ten at once, partial failures, a bound on how many run side by side."""
    inputs = program().named("processor-mapping").inputs
    assert inputs["eventSourceArn"] == program().named("payments-queue").outputs["arn"]
    assert inputs["functionName"].endswith(":function:tillstack-local-process-payments:live")
    assert inputs["batchSize"] == 10
    assert inputs["maximumBatchingWindowInSeconds"] == 0
    assert inputs["functionResponseTypes"] == ["ReportBatchItemFailures"]


def test_the_function_reserves_what_the_mapping_may_use() -> None:
    """A batch that SQS hands over always finds a place to run."""
    mapping = program().named("processor-mapping").inputs
    function = program().named("processor-process-payments-function").inputs
    bound = mapping["scalingConfig"]["maximumConcurrency"]
    assert function["reservedConcurrentExecutions"] == bound >= 2


def test_the_processor_was_granted_this_and_nothing_else() -> None:
    """The role of the function that can charge is a list that fits on a screen."""
    assert set(grants(program(), "tillstack-local-process-payments")) == {
        "consume-payments",
        "open-payment-method",
        "process-payments",
        "read-environment",
        "read-psp-key",
        "send-notifications",
        "send-payments",
        "send-traces",
        "write-logs",
    }
