"""What AWS checks and the emulator does not: may each principal use the keys that it needs?"""

import json
import re
from collections.abc import Iterator

import pulumi_aws as aws
import pytest

from tests._policies import delegates, grants, role_allows, service_allowed
from tests.fakes.recorder import ACCOUNT, REGION, Recorded, program

LOGS = f"logs.{REGION}.amazonaws.com"


def functions() -> list[Recorded]:
    """Every function; its role has its name."""
    return program().of(aws.lambda_.Function)


def function(handler: str) -> str:
    """The role, and name, of one function."""
    return f"tillstack-local-{handler}"


def key(arn: str) -> Recorded:
    """The key with this ARN, which must be one of ours."""
    (found,) = [each for each in program().of(aws.kms.Key) if each.outputs["arn"] == arn]
    return found


def via(service: str, **context: str) -> dict[str, str]:
    """The context of a key that a service uses for a role."""
    extra = {f"kms:EncryptionContext:{name}": value for name, value in context.items()}
    return {"kms:ViaService": f"{service}.{REGION}.amazonaws.com", **extra}


def test_every_key_leaves_its_use_to_the_account_and_only_denies_by_role() -> None:
    """A grant on a role counts only where the key's policy delegates to the account.

    A role in what a policy denies gives nobody anything.
    """
    keys = program().of(aws.kms.Key)
    policies = [each for each in keys if "policy" in each.inputs]
    assert (len(keys), len(policies)) == (11, 10)
    policies += program().of(aws.kms.KeyPolicy)
    assert [each.name for each in policies if not delegates(each, ACCOUNT)] == []
    allowed = [
        json.dumps(statement)
        for each in policies
        for statement in json.loads(each.inputs["policy"])["Statement"]
        if statement["Effect"] == "Allow"
    ]
    assert [each for each in allowed if ":role/" in each] == []


def test_the_sealing_key_lets_in_whoever_is_granted_it_and_nobody_else() -> None:
    """The roles' own policies and the key's policy name the same functions."""
    (policy,) = program().of(aws.kms.KeyPolicy)
    granted = {
        each.inputs["name"]
        for each in functions()
        if any(
            program().named("keys-sealing").outputs["arn"] in one["Resource"]
            for some in grants(program(), each.inputs["name"]).values()
            for one in some
        )
    }
    named = set(re.findall(r":role/([a-z-]+)", policy.inputs["policy"]))
    assert granted == named
    assert len(granted) == 4


def test_who_uses_a_queue_may_use_its_key_through_sqs() -> None:
    """Sending takes GenerateDataKey and Decrypt, receiving takes Decrypt, through SQS alone."""
    seen = 0
    for queue in program().of(aws.sqs.Queue):
        arn, key_arn = queue.outputs["arn"], key(queue.inputs["kmsMasterKeyId"]).outputs["arn"]
        for each in functions():
            role = each.inputs["name"]
            needs = set()
            if may(role, "sqs:SendMessage", arn):
                needs |= {"kms:GenerateDataKey", "kms:Decrypt"}
            if may(role, "sqs:ReceiveMessage", arn):
                needs |= {"kms:Decrypt"}
            for action in needs:
                seen += 1
                assert role_allows(program(), role, action, key_arn, via("sqs")), (role, action)
                assert not role_allows(program(), role, action, key_arn), (role, action)
    assert seen == 31


def may(role: str, action: str, arn: str) -> bool:
    """Whether a role may do something, to whichever attributes of an item."""
    any_item = {"dynamodb:Attributes": [], "dynamodb:ReturnValues": "NONE"}
    return role_allows(program(), role, action, arn, any_item)


def test_a_topic_that_feeds_a_queue_may_use_the_queue_s_key() -> None:
    """And that of the dead letters, where SNS puts what the queue did not take; no other topic."""
    queues = {each.outputs["arn"]: each for each in program().of(aws.sqs.Queue)}
    fed = [
        (each.inputs["topic"], arn)
        for each in program().of(aws.sns.TopicSubscription)
        if each.inputs["protocol"] == "sqs"
        for arn in (
            each.inputs["endpoint"],
            json.loads(each.inputs["redrivePolicy"])["deadLetterTargetArn"],
        )
    ]
    assert len(fed) == 2
    for topic, arn in fed:
        policy = key(queues[arn].inputs["kmsMasterKeyId"]).inputs["policy"]
        for action in ("kms:GenerateDataKey", "kms:Decrypt"):
            for source, allowed in ((topic, True), (f"{topic}-other", False)):
                context = {"aws:SourceArn": source}
                found = service_allowed(policy, "sns.amazonaws.com", action, "*", context)
                assert found is allowed, (source, action)


def test_who_uses_a_table_may_use_its_key_through_dynamodb() -> None:
    """Reading takes Decrypt, writing GenerateDataKey too, through DynamoDB alone."""
    seen = 0
    for table in program().of(aws.dynamodb.Table):
        arn = table.outputs["arn"]
        key_arn = key(table.inputs["serverSideEncryption"]["kmsKeyArn"]).outputs["arn"]
        for each in functions():
            role = each.inputs["name"]
            writes = any(
                may(role, f"dynamodb:{action}", arn) for action in ("PutItem", "UpdateItem")
            )
            reads = any(
                may(role, f"dynamodb:{action}", arn)
                for action in ("BatchGetItem", "GetItem", "Query")
            )
            for action in ["kms:Decrypt"] * reads + ["kms:GenerateDataKey", "kms:Decrypt"] * writes:
                seen += 1
                assert role_allows(program(), role, action, key_arn, via("dynamodb")), role
    assert seen == 87


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (
            "psp",
            ("process-payment", "process-dead-letter", "operate-payments", "reconcile-payments"),
        ),
        ("psp-webhook", ("receive-webhook",)),
    ],
)
def test_who_reads_a_secret_may_use_its_key_for_it(name: str, wanted: tuple[str, ...]) -> None:
    """Who calls the PSP opens its key, who hears it its signers; the context is the secret."""
    secret = program().named(f"{name}-secret")
    arn = secret.outputs["arn"]
    readers = {
        each.inputs["name"]
        for each in functions()
        if may(each.inputs["name"], "secretsmanager:GetSecretValue", arn)
    }
    assert readers == {function(each) for each in wanted}
    key_arn = key(secret.inputs["kmsKeyId"]).outputs["arn"]
    context = via("secretsmanager", SecretARN=arn)
    for role in readers:
        assert role_allows(program(), role, "kms:Decrypt", key_arn, context)
        assert not role_allows(program(), role, "kms:Decrypt", key_arn, via("secretsmanager"))


def test_each_function_may_open_its_own_environment_and_no_other() -> None:
    """Lambda decrypts an environment with the role's permission, for that function."""
    for each in functions():
        key_arn = key(each.inputs["kmsKeyArn"]).outputs["arn"]
        for other in functions():
            context = via("lambda", **{"aws:lambda:FunctionArn": other.outputs["arn"]})
            allowed = role_allows(program(), each.inputs["name"], "kms:Decrypt", key_arn, context)
            assert allowed is (each is other)


def test_sealed_fields_open_for_their_reader_alone() -> None:
    """The acceptor seals, who processes opens payment methods, the notifier opens customers."""
    (sealing,) = [each for each in program().of(aws.kms.Key) if each.name == "keys-sealing"]
    found = {
        (each.inputs["name"].removeprefix("tillstack-local-"), action, purpose)
        for each in functions()
        for action in ("kms:GenerateDataKey", "kms:Decrypt", "kms:Encrypt")
        for purpose in ("payment_method", "customer", "anything")
        if role_allows(
            program(),
            each.inputs["name"],
            action,
            sealing.outputs["arn"],
            {"kms:EncryptionContext:purpose": purpose},
        )
    }
    assert found == {
        ("accept-payment", "kms:GenerateDataKey", "payment_method"),
        ("accept-payment", "kms:GenerateDataKey", "customer"),
        ("process-payment", "kms:Decrypt", "payment_method"),
        ("process-dead-letter", "kms:Decrypt", "payment_method"),
        ("notify-customer", "kms:Decrypt", "customer"),
    }


def test_cloudwatch_logs_may_use_the_key_of_every_log_group() -> None:
    """A log group whose key refuses the service can't be made."""
    groups = program().of(aws.cloudwatch.LogGroup)
    assert len(groups) == 18
    for group in groups:
        policy = key(group.inputs["kmsKeyId"]).inputs["policy"]
        for action in ("kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"):
            context = {"kms:EncryptionContext:aws:logs:arn": group.outputs["arn"]}
            assert service_allowed(policy, LOGS, action, "*", context), group.name
            foreign = {name: arn.replace(ACCOUNT, "9") for name, arn in context.items()}
            assert not service_allowed(policy, LOGS, action, "*", foreign)


def publishers() -> Iterator[tuple[str, str, str]]:
    """Each service that publishes to a topic, on whose behalf, and to which topic."""
    alarms = (aws.cloudwatch.MetricAlarm, aws.cloudwatch.CompositeAlarm)
    for alarm in (each for kind in alarms for each in program().of(kind)):
        # A part of a composite alarm tells nobody itself.
        for topic in [*alarm.inputs.get("alarmActions", ()), *alarm.inputs.get("okActions", ())]:
            yield "cloudwatch.amazonaws.com", alarm.outputs["arn"], topic
    for told in program().of(aws.sesv2.ConfigurationSetEventDestination):
        name = told.inputs["configurationSetName"]
        source = f"arn:aws:ses:{REGION}:{ACCOUNT}:configuration-set/{name}"
        topic = told.inputs["eventDestination"]["snsDestination"]["topicArn"]
        yield ("ses.amazonaws.com", source, topic)


@pytest.mark.fault("F71")
def test_who_publishes_to_a_topic_may_use_the_topic_and_its_key() -> None:
    """An alarm or a bounce that can't be encrypted is never heard of (reliability: F71)."""
    topics = {each.outputs["arn"]: each for each in program().of(aws.sns.Topic)}
    found = list(publishers())
    assert {topic for _, _, topic in found} == set(topics)
    for service, source, arn in found:
        topic = topics[arn]
        ours = {
            "aws:SourceAccount": ACCOUNT,
            "aws:SourceArn": source,
            "aws:SecureTransport": "true",
        }
        policy = key(topic.inputs["kmsMasterKeyId"]).inputs["policy"]
        for action in ("kms:GenerateDataKey", "kms:Decrypt"):
            assert service_allowed(policy, service, action, "*", ours), source
        assert service_allowed(topic.inputs["policy"], service, "sns:Publish", arn, ours), source
        for wrong in ({"aws:SourceAccount": "999999999999"}, {"aws:SecureTransport": "false"}):
            context = ours | wrong
            assert not service_allowed(topic.inputs["policy"], service, "sns:Publish", arn, context)
