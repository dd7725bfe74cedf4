"""Rules about queues: what each must report, and what it must not."""

import json
from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import KEY, QUEUE, QUEUE_POLICY
from policies.pci.platform import unresolved
from policies.pci.rules.queues import (
    RULES,
    SQS_CMK_ENCRYPTION,
    SQS_KMS_REUSE,
    SQS_NO_WILDCARD,
    SQS_NOT_PUBLIC,
    SQS_RETENTION,
    SQS_TLS_ONLY,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but

OURS = "111122223333"
KEY_ARN = f"arn:aws:kms:eu-central-1:{OURS}:key/made-up"
ARN = f"arn:aws:sqs:eu-central-1:{OURS}:jobs"
DATA = resource(KEY, {}, "data")
NO_TLS = {"Bool": {"aws:SecureTransport": "false"}}


def deny(**more: Any) -> dict[str, Any]:
    """A denial of everything without TLS."""
    whole = {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": ARN}
    return {**whole, "Condition": NO_TLS, **more}


def document(*statements: Any) -> str:
    """The text of a policy."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


GOOD = resource(
    QUEUE,
    {
        "name": "jobs",
        "kmsMasterKeyId": KEY_ARN,
        "kmsDataKeyReusePeriodSeconds": 300,
        "messageRetentionSeconds": 345_600,
        "policy": document(deny()),
    },
    made_of={"kmsMasterKeyId": [DATA]},
)
BARE = but(GOOD, policy=None)


def beside(queue: Declared, policy: str, name: str = "beside") -> Declared:
    """A policy of this queue as a resource of its own."""
    return resource(
        QUEUE_POLICY, {"queueUrl": UNKNOWN, "policy": policy}, name, made_of={"queueUrl": [queue]}
    )


def test_a_queue_with_everything_is_fine() -> None:
    """Our key, an hour at most, TLS only, four days."""
    assert blamed(list(RULES), GOOD, DATA) == []


@pytest.mark.parametrize(
    "weak",
    [
        {"kmsMasterKeyId": None},
        {"kmsMasterKeyId": None, "sqsManagedSseEnabled": True},
        {"kmsMasterKeyId": ""},
        {"kmsMasterKeyId": "alias/aws/sqs"},
        {"kmsMasterKeyId": "arn:aws:kms:eu-central-1:111122223333:alias/aws/sqs"},
        {"kmsMasterKeyId": [KEY_ARN]},
        {"sqsManagedSseEnabled": True},
    ],
)
def test_a_queue_under_another_key_is_reported(weak: dict[str, Any]) -> None:
    """None, SQS's own, AWS's own, or no text at all."""
    assert blamed(SQS_CMK_ENCRYPTION, but(GOOD, **weak), DATA) == ["it"]


def test_the_key_is_of_this_stack() -> None:
    """An unknown one by its edge, a known one of elsewhere when it is listed."""
    first = resource(QUEUE, {"kmsMasterKeyId": UNKNOWN}, made_of={"kmsMasterKeyId": [DATA]})
    elsewhere = resource(QUEUE, {"kmsMasterKeyId": KEY_ARN})
    assert blamed(SQS_CMK_ENCRYPTION, first, DATA) == []
    nowhere = resource(QUEUE, {"kmsMasterKeyId": UNKNOWN})
    assert blamed(unresolved([SQS_CMK_ENCRYPTION]), nowhere) == ["it"]
    assert blamed(unresolved([SQS_CMK_ENCRYPTION]), first, DATA) == []
    assert blamed(SQS_CMK_ENCRYPTION, elsewhere, DATA) == ["it"]
    assert blamed(SQS_CMK_ENCRYPTION, elsewhere, config={"externalArns": [KEY_ARN]}) == []


@pytest.mark.parametrize("seconds", [None, 3601, -1, "often", True])
def test_a_data_key_that_lasts_is_reported(seconds: Any) -> None:
    """Unsaid, longer than an hour, or no number."""
    assert blamed(SQS_KMS_REUSE, but(GOOD, kmsDataKeyReusePeriodSeconds=seconds)) == ["it"]
    assert blamed(SQS_KMS_REUSE, but(GOOD, kmsDataKeyReusePeriodSeconds="300")) == []


@pytest.mark.parametrize(
    "statement",
    [
        deny(Resource="*"),
        deny(Action=["sqs:*"], Principal={"AWS": ["*"]}),
        deny(Action="*", Condition={"bool": {"AWS:SecureTransport": False}}),
        deny(NotAction="sqs:ListQueues", Action=None),
        {"effect": "deny", **{k.lower(): v for k, v in deny().items() if k != "Effect"}},
    ],
)
def test_a_denial_without_tls_may_be_written_in_many_ways(statement: dict[str, Any]) -> None:
    """The whole queue, lists, letters of any case, all but a harmless action."""
    text = document({"Sid": "Other", **deny(), "Effect": "Allow", "Principal": OURS}, statement)
    assert blamed(SQS_TLS_ONLY, but(GOOD, policy=text)) == []
    assert blamed(SQS_TLS_ONLY, but(GOOD, policy=json.loads(text))) == []


@pytest.mark.parametrize(
    "statement",
    [
        deny(Effect="Allow"),
        deny(Principal={"AWS": OURS}),
        deny(Action="sqs:SendMessage"),
        deny(Resource=f"{ARN}-dead"),
        deny(Condition=None),
        deny(Condition={"Bool": {"aws:SecureTransport": "true"}}),
        deny(Condition={"StringEquals": {"aws:SecureTransport": "false"}}),
        deny(Condition={**NO_TLS, "StringEquals": {"aws:PrincipalAccount": OURS}}),
        {**{k: v for k, v in deny().items() if k != "Action"}, "NotAction": "sqs:Get*"},
        deny(Condition={"Bool": {"aws:SecureTransport": ["true", "false"]}}),
    ],
)
def test_a_queue_that_speaks_in_clear_is_reported(statement: dict[str, Any]) -> None:
    """An allowance, for some, some actions, another queue, inverted, or under a condition."""
    assert blamed(SQS_TLS_ONLY, but(GOOD, policy=document(statement))) == ["it"]


def test_a_queue_without_a_policy_is_reported() -> None:
    """One of another queue is none, nor is one that nobody can read."""
    other = resource(QUEUE, {"name": "other"}, "other")
    assert blamed(SQS_TLS_ONLY, BARE) == ["it"]
    assert blamed(SQS_TLS_ONLY, GOOD, other, beside(GOOD, document(deny()))) == ["other"]
    for text in ("{", "[]", "{}", '{"Statement": [7]}', '{"Statement": [], "statement": []}'):
        assert blamed(SQS_TLS_ONLY, but(GOOD, policy=text)) == ["it"]


def test_the_policy_may_stand_beside_its_queue() -> None:
    """Alone, or again on the queue, as the provider shows it after a refresh."""
    text = document(deny())
    assert blamed(SQS_TLS_ONLY, BARE, beside(BARE, text)) == []
    assert blamed(SQS_TLS_ONLY, but(BARE, policy=""), beside(BARE, text)) == []
    assert blamed(SQS_TLS_ONLY, GOOD, beside(GOOD, text)) == []


def test_two_policies_are_reported() -> None:
    """SQS keeps the one that was written last, and nobody knows which that is."""
    wide = beside(GOOD, document(deny(), {"Effect": "Allow", "Principal": OURS, "Action": "sqs:*"}))
    assert blamed(SQS_TLS_ONLY, GOOD, wide) == ["it"]
    assert blamed(SQS_TLS_ONLY, BARE, beside(BARE, document(deny()), "first"), wide) == ["it"]


def allow(**more: Any) -> dict[str, Any]:
    """An allowance to send."""
    whole = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": ARN}
    return {**whole, **more}


TOPIC = f"arn:aws:sns:eu-central-1:{OURS}:news"


@pytest.mark.parametrize("kind", [QUEUE, QUEUE_POLICY])
@pytest.mark.parametrize(
    ("statement", "fine"),
    [
        (deny(), True),
        (allow(Principal={"AWS": OURS}), True),
        (
            allow(
                Principal={"Service": "sns.amazonaws.com"},
                Condition={"ArnEquals": {"aws:SourceArn": TOPIC}},
            ),
            True,
        ),
        (allow(Condition={"ArnEquals": {"aws:SourceArn": TOPIC}}), True),
        (allow(), False),
        (allow(Principal={"Service": "sns.amazonaws.com"}), False),
        (allow(Principal={"AWS": ["*", OURS]}), False),
        (allow(Principal=None, NotPrincipal={"AWS": OURS}), False),
        (allow(Condition={"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:news"}}), False),
        (allow(Condition={"ArnLike": {"aws:SourceArn": "*"}}), False),
        (allow(Condition={"StringNotEquals": {"aws:SourceAccount": OURS}}), False),
        (allow(Condition={"StringEqualsIfExists": {"aws:SourceAccount": OURS}}), False),
        (allow(Condition={"ForAllValues:StringEquals": {"aws:SourceAccount": OURS}}), False),
        (allow(Condition={"DateGreaterThan": {"aws:CurrentTime": "2020-01-01"}}), False),
    ],
)
def test_nobody_at_all_is_everybody(
    kind: str,
    statement: dict[str, Any],
    fine: bool,  # noqa: FBT001 - a parameter
) -> None:
    """Named, denied or really bound is fine; a condition that binds nobody is not."""
    one = resource(kind, {"policy": document(statement)})
    assert blamed(SQS_NOT_PUBLIC, one) == ([] if fine else ["it"])


@pytest.mark.parametrize("kind", [QUEUE, QUEUE_POLICY])
@pytest.mark.parametrize(
    ("statement", "fine"),
    [
        (deny(), True),
        (allow(Action=["sqs:SendMessage", "sqs:GetQueueUrl"]), True),
        (allow(Action="sqs:*"), False),
        (allow(Action="SQS:Send*"), False),
        (allow(Action=["sqs:SendMessage", "sqs:Get?ueueUrl"]), False),
        (allow(Action=None, NotAction="sqs:DeleteQueue"), False),
    ],
)
def test_actions_are_written_out(
    kind: str,
    statement: dict[str, Any],
    fine: bool,  # noqa: FBT001 - a parameter
) -> None:
    """A denial may name them all; an allowance may not."""
    one = resource(kind, {"policy": document(statement)})
    assert blamed(SQS_NO_WILDCARD, one) == ([] if fine else ["it"])


def test_an_unknown_policy_is_left_undecided() -> None:
    """It is no finding here: whoever forbids unknown values reports it."""
    one = but(GOOD, policy=UNKNOWN)
    assert blamed([SQS_TLS_ONLY, SQS_NOT_PUBLIC, SQS_NO_WILDCARD], one) == []
    for rule in (SQS_TLS_ONLY, SQS_NOT_PUBLIC, SQS_NO_WILDCARD):
        assert blamed(unresolved([rule]), one) == ["it"]


@pytest.mark.parametrize("seconds", [None, 345_601, "345601", "long", True, 0, 60])
def test_messages_go_after_days(seconds: Any) -> None:
    """Four for a queue, fourteen for dead letters, and the number is said."""
    redrive = json.dumps({"deadLetterTargetArn": f"{ARN}-dead", "maxReceiveCount": 5})
    queue = but(GOOD, redrivePolicy=redrive)
    dead = resource(QUEUE, {"name": "jobs-dead", "messageRetentionSeconds": 1_209_600}, "dead")
    assert blamed(SQS_RETENTION, queue, dead) == []
    assert blamed(SQS_RETENTION, but(queue, messageRetentionSeconds=seconds), dead) == ["it"]
    assert blamed(SQS_RETENTION, but(dead, messageRetentionSeconds=seconds)) == ["dead"]
    assert blamed(SQS_RETENTION, dead) == ["dead"]
    assert blamed(SQS_RETENTION, dead, config={"days": 14}) == []
