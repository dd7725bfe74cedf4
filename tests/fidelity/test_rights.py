"""What the emulator asks before it does a role's will, and what it never asks.

The mended gaps have two tests: the bare emulator still does not ask (when an upgrade asks, that
test fails and our mend can go), and the emulator as we start it asks as AWS does.
"""

import json
from typing import Any

import pulumi_aws as aws
import pytest
from botocore.exceptions import ClientError
from ministack.core import iam_actions, iam_evaluator

from local.emulator.emulator import Emulator
from tests._aws import caller, make, resource_document, role, session
from tests.fidelity.test_queues import in_clear

pytestmark = pytest.mark.emulator

UPDATE = {
    "TableName": "t",
    "Key": {"id": {"S": "one"}},
    "UpdateExpression": "SET #due = :due REMOVE shard",
    "ConditionExpression": "version = :version",
    "ExpressionAttributeNames": {"#due": "due_at"},
    "ExpressionAttributeValues": {":due": {"N": "1"}, ":version": {"N": "1"}},
    "ReturnValues": "UPDATED_NEW",
}


def table(emulator: Emulator, name: str, **more: Any) -> str:
    """The ARN of a table of one key."""
    _, made = make(
        emulator,
        aws.dynamodb.Table,
        name=name,
        billingMode="PAY_PER_REQUEST",
        hashKey="id",
        attributes=[{"name": "id", "type": "S"}],
        **more,
    )
    return str(made["arn"])


def test_gap_an_update_names_nothing() -> None:
    """The emulator alone fills neither an update's attributes nor what it returns."""
    found = iam_actions.dynamodb_service_context(json.dumps(UPDATE).encode())
    assert found.keys() & {"dynamodb:Attributes", "dynamodb:ReturnValues"} == set()


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"ReturnValues": "ALL_NEW"},
        {"UpdateExpression": "SET #due = :due, amount = :due"},
        {"ConditionExpression": "version = :version AND owner <> :due"},
    ],
    ids=["granted", "all is returned", "another is written", "another is compared"],
)
def test_a_grant_on_attributes_works_and_bites(emulator: Emulator, changed: dict[str, str]) -> None:
    """An update may name what is granted; another attribute, or all of them back, is refused."""
    name = f"attributes-{len(json.dumps(changed))}"
    arn = table(emulator, name)
    when = {
        "ForAllValues:StringEquals": {"dynamodb:Attributes": ["id", "due_at", "shard", "version"]},
        "StringEquals": {"dynamodb:ReturnValues": ["NONE", "UPDATED_NEW"]},
    }
    grant = {"Action": "dynamodb:UpdateItem", "Resource": arn, "Condition": when}
    client = caller(emulator, name, "dynamodb", grant)
    # What is granted gets as far as its condition, which does not hold.
    told = "AccessDenied" if changed else "ConditionalCheckFailed"
    with pytest.raises(ClientError, match=told):
        client.update_item(**{**UPDATE, "TableName": name, **changed})


def test_gap_a_tables_policy_is_not_asked() -> None:
    """The emulator alone keeps a table's policy, and looks only at those of other services."""
    assert "dynamodb" not in iam_evaluator._RESOURCE_POLICY_LOOKUPS


@pytest.mark.fault("F54")
def test_a_tables_policy_is_asked(emulator: Emulator) -> None:
    """Who may do anything is refused what the table's own policy denies, and nothing else."""
    arn = table(emulator, "denied")
    deny = {"Effect": "Deny", "Action": "dynamodb:UpdateItem", "Resource": arn}
    make(
        emulator, aws.dynamodb.ResourcePolicy, resourceArn=arn, policy=resource_document(deny)
    )  # fmt: skip
    writer = caller(emulator, "writer", "dynamodb", {"Action": "dynamodb:*"})
    writer.put_item(TableName="denied", Item={"id": {"S": "one"}})
    with pytest.raises(ClientError, match="explicit deny"):
        writer.update_item(TableName="denied", Key={"id": {"S": "one"}})


SESSION = "arn:aws:sts::111122223333:assumed-role/worker/session"


def test_gap_a_session_goes_by_its_own_name() -> None:
    """The emulator alone tells a session's ARN where AWS tells its role's."""
    asked = iam_evaluator.EvalContext(SESSION, "AssumedRole", "1" * 12, "kms:Decrypt", "*", "x")
    assert iam_evaluator._resolve_condition_key("aws:PrincipalArn", asked) == SESSION


def test_a_session_goes_by_its_role(emulator: Emulator) -> None:
    """A denial for all roles but one lets in that one, by the role's ARN."""
    kms = emulator.client("kms")
    worker, other = (
        role(emulator, name, {"Action": "kms:DescribeKey"}) for name in ("worker", "other")
    )
    allow = {"Action": "kms:*", "Principal": {"AWS": emulator.account_id}}
    others = {"ArnNotEquals": {"aws:PrincipalArn": worker}}
    deny = {"Effect": "Deny", "Action": "kms:DescribeKey", "Condition": others}
    key = kms.create_key(Policy=resource_document(allow, deny))["KeyMetadata"]["KeyId"]
    assert session(emulator, worker, "kms").describe_key(KeyId=key)
    with pytest.raises(ClientError, match="explicit deny"):
        session(emulator, other, "kms").describe_key(KeyId=key)


def test_gap_a_thing_with_a_key_asks_no_key() -> None:
    """The emulator alone decides on the thing; only a key's own calls meet a key's policy."""
    assert {"kms"} == iam_evaluator._POLICY_REQUIRED


CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "dynamodb": ("put_item", {"TableName": "keyed", "Item": {"id": {"S": "one"}}}),
    "sqs": ("send_message", {"QueueUrl": "keyed", "MessageBody": "m"}),
    "s3": ("put_object", {"Bucket": "keyed", "Key": "thing", "Body": b"x"}),
    "secretsmanager": ("get_secret_value", {"SecretId": "keyed"}),
}


@pytest.fixture(scope="module")
def key(emulator: Emulator) -> str:
    """The key of a table, a queue, a secret and a bucket that are all called `keyed`."""
    arn = str(emulator.client("kms").create_key()["KeyMetadata"]["Arn"])
    table(emulator, "keyed", serverSideEncryption={"enabled": True, "kmsKeyArn": arn})
    make(emulator, aws.sqs.Queue, name="keyed", kmsMasterKeyId=arn)
    emulator.client("secretsmanager").create_secret(Name="keyed", SecretString="s", KmsKeyId=arn)
    make(emulator, aws.s3.Bucket, bucket="keyed")
    by = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": arn}
    rules = [{"applyServerSideEncryptionByDefault": by}]
    make(emulator, aws.s3.BucketServerSideEncryptionConfiguration, bucket="keyed", rules=rules)
    return arn


@pytest.mark.parametrize("service", CALLS)
def test_a_thing_with_a_key_is_used_with_a_grant_on_the_key(
    emulator: Emulator, key: str, service: str
) -> None:
    """Through this service alone: without it, or through another, the call is refused."""
    name, params = CALLS[service]
    use = {"Action": f"{service}:*"}
    actions = ["kms:Decrypt", "kms:GenerateDataKey"]

    def through(via: str) -> dict[str, Any]:
        when = {"StringEquals": {"kms:ViaService": f"{via}.{emulator.region}.amazonaws.com"}}
        return {"Action": actions, "Resource": key, "Condition": when}

    granted = caller(emulator, f"keyed-{service}", service, use, through(service))
    assert getattr(granted, name)(**params)
    for number, grants in enumerate(([use], [use, through("lambda")])):
        refused = caller(emulator, f"keyless-{service}-{number}", service, *grants)
        with pytest.raises(ClientError, match="AccessDenied"):
            getattr(refused, name)(**params)


@pytest.mark.parametrize("service", ["dynamodb", "secretsmanager"])
def test_tls_only_refuses_what_is_not_marked(emulator: Emulator, service: str) -> None:
    """A table and a secret whose policy wants TLS refuse a call in clear to who may do anything."""
    name, when = f"tls-{service}", {"Bool": {"aws:SecureTransport": "false"}}
    deny = {"Effect": "Deny", "Action": f"{service}:*", "Condition": when}
    client = caller(emulator, name, service, {"Action": f"{service}:*"})
    params: dict[str, Any]
    if service == "dynamodb":
        arn, call, params = table(emulator, name), client.scan, {"TableName": name}
        policy = resource_document({**deny, "Resource": [arn, f"{arn}/index/*"]})
        make(emulator, aws.dynamodb.ResourcePolicy, resourceArn=arn, policy=policy)
    else:
        secrets = emulator.client("secretsmanager")
        secret = secrets.create_secret(Name=name, SecretString="s")["ARN"]
        call, params = client.get_secret_value, {"SecretId": secret}
        make(
            emulator, aws.secretsmanager.SecretPolicy, secretArn=secret,
            policy=resource_document(deny),
        )  # fmt: skip
    assert call(**params)
    in_clear(client)
    with pytest.raises(ClientError, match="explicit deny"):
        call(**params)
