"""What somebody changed by hand is seen, and put right by the next `up`."""

import pytest

from tests.engine.deployed_stack import DeployedStack, worked

pytestmark = pytest.mark.engine


def test_drift_is_seen_and_mended(deployed: DeployedStack) -> None:
    """A queue set by hand and an alarm taken away come back, and nothing else is touched."""
    sqs, alarms = deployed.emulator.client("sqs"), deployed.emulator.client("cloudwatch")
    queue = deployed.workspace.outputs()["payment_queue_url"]

    def visibility() -> str:
        answer = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["VisibilityTimeout"])
        return str(answer["Attributes"]["VisibilityTimeout"])

    def names() -> set[str]:
        return {one["AlarmName"] for one in alarms.describe_alarms()["MetricAlarms"]}

    wanted, all_names = visibility(), names()
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "7"})
    alarms.delete_alarms(AlarmNames=[min(all_names)])

    seen = deployed.steps("--refresh")
    assert {op for op, _ in seen} == {"update", "create"}
    assert ("update", "payments-queue") in seen
    assert len(seen) == 2

    worked(deployed.run("refresh"))
    deployed.come_up()
    assert (visibility(), names()) == (wanted, all_names)
    assert deployed.steps() == set()
