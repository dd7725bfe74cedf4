"""A program under mocks: what it declares, with and without known outputs."""

import pulumi
import pulumi_aws as aws
import pytest

from local.program.recorder import record

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def declare() -> None:
    """A queue with a key, and an export that is secret."""
    key = aws.kms.Key("key")
    queue = aws.sqs.Queue(
        "queue", kms_master_key_id=key.arn, opts=pulumi.ResourceOptions(protect=True)
    )
    pulumi.export("url", pulumi.Output.secret(queue.url))


def test_every_output_is_known() -> None:
    """As after a deployment: ARNs are made from names, and edges are kept."""
    recording = record(declare)
    queue = recording.named("queue")
    key = recording.named("key")
    arn = f"arn:aws:kms:eu-central-1:111122223333:key/{key.physical}"
    assert queue.inputs == {"kmsMasterKeyId": arn}
    assert queue.request.propertyDependencies["kmsMasterKeyId"].urns == [key.urn]
    assert queue.state["arn"] == "arn:aws:sqs:eu-central-1:111122223333:queue"
    assert (queue.protect, recording.secret_exports) == (True, {"url"})
    assert queue.request.sourcePosition.uri.endswith("test_recorder.py")


def test_outputs_are_unknown_in_a_first_preview() -> None:
    """As the engine sends them: the sentinel, with its edge."""
    queue = record(declare, known=False).named("queue")
    assert queue.request.object["kmsMasterKeyId"] == UNKNOWN
    assert len(queue.request.propertyDependencies["kmsMasterKeyId"].urns) == 1
    assert "arn" not in queue.state


def test_a_program_asks_no_cloud() -> None:
    """What it would ask for must be in its settings."""
    with pytest.raises(Exception, match="getCallerIdentity; what it needs is in its settings"):
        record(lambda: pulumi.export("me", aws.get_caller_identity_output().account_id))
