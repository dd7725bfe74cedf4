"""What the emulator keeps of its state, and when it writes it."""

from pathlib import Path

import pulumi_aws as aws
import pytest

from local.emulator.emulator import running
from tests._aws import make

pytestmark = pytest.mark.emulator


def test_gap_a_killed_emulator_keeps_nothing(tmp_path: Path) -> None:
    """AWS has written what it has answered; the emulator writes only when it ends in order.

    Leaving the block kills it. That is why a cut of its power writes first.
    """
    for _ in range(2):
        with running(log_dir=tmp_path, state=tmp_path / "state") as emulator:
            sqs = emulator.client("sqs")
            assert sqs.list_queues().get("QueueUrls", []) == []
            sqs.create_queue(QueueName="forgotten")


def test_a_power_cut_keeps_what_was_written_but_the_mailbox(tmp_path: Path) -> None:
    """Items, keys, clients, messages in their order of visibility, rules, and no sent mail."""
    state = tmp_path / "state"
    with running(log_dir=tmp_path, state=state) as emulator:
        _, key = make(emulator, aws.kms.Key)
        url, _ = make(emulator, aws.sqs.Queue, name="kept", visibilityTimeoutSeconds=600)
        table, _ = make(
            emulator,
            aws.dynamodb.Table,
            name="kept",
            billingMode="PAY_PER_REQUEST",
            hashKey="id",
            attributes=[{"name": "id", "type": "S"}],
        )
        make(emulator, aws.cloudwatch.EventRule, name="kept", scheduleExpression="rate(1 minute)")
        dynamodb, sqs = emulator.client("dynamodb"), emulator.client("sqs")
        kms, ses = emulator.client("kms"), emulator.client("sesv2")
        dynamodb.put_item(TableName=table, Item={"id": {"S": "one"}})
        secret = kms.encrypt(KeyId=key["arn"], Plaintext=b"sealed")["CiphertextBlob"]
        sqs.send_message(QueueUrl=url, MessageBody="taken")
        assert sqs.receive_message(QueueUrl=url)["Messages"]
        sqs.send_message(QueueUrl=url, MessageBody="visible")
        ses.create_email_identity(EmailIdentity="kept@example.com")
        ses.send_email(
            FromEmailAddress="kept@example.com",
            Destination={"ToAddresses": ["payer@example.com"]},
            Content={"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}}},
        )
        assert len(emulator.mailbox()) == 1
        emulator.crash()
    with running(emulator.port, log_dir=tmp_path, state=state):
        assert dynamodb.get_item(TableName=table, Key={"id": {"S": "one"}})["Item"]
        assert kms.decrypt(CiphertextBlob=secret)["Plaintext"] == b"sealed"
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
        assert [one["Body"] for one in found] == ["visible"]
        (rule,) = emulator.client("events").list_rules()["Rules"]
        assert (rule["Name"], rule["State"]) == ("kept", "ENABLED")
        assert ses.get_email_identity(EmailIdentity="kept@example.com")
        assert emulator.mailbox() == []
