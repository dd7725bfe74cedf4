"""Rules about topics: what each must report, and what it must not."""

import json
from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import KEY, TOPIC, TOPIC_POLICY, TOPIC_SUBSCRIPTION
from policies.pci.rules.topics import SNS_CMK, SNS_NOT_PUBLIC, SNS_SUBSCRIPTION, SNS_TLS_ONLY
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but, said

ARN = "arn:aws:sns:eu-central-1:111122223333:bell"
KMS = resource(KEY, {}, "key")
DENY = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "sns:Publish",
    "Resource": ARN,
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
ALLOW = {
    "Effect": "Allow",
    "Principal": {"Service": "cloudwatch.amazonaws.com"},
    "Action": "sns:Publish",
    "Resource": ARN,
    "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}},
}


def document(*statements: Any) -> str:
    """A policy document, JSON."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def topic(policy: Any = None, key: Any = UNKNOWN) -> Declared:
    """A topic with this policy."""
    inputs = {"name": "bell", "kmsMasterKeyId": key, **({"policy": policy} if policy else {})}
    return resource(TOPIC, inputs, "bell", made_of={"kmsMasterKeyId": [KMS]})


GOOD = topic(document(ALLOW, DENY))
RULES = (SNS_CMK, SNS_TLS_ONLY, SNS_NOT_PUBLIC)


def apart(policy: Any) -> Declared:
    """A topic policy as a resource of its own."""
    return resource(TOPIC_POLICY, {"arn": UNKNOWN, "policy": policy}, "apart", made_of=ON_BELL)


ON_BELL = {"arn": [topic()]}


@pytest.mark.parametrize("fine", [[GOOD], [topic(), apart(document(ALLOW, DENY))]])
def test_a_good_topic_is_left_alone(fine: list[Declared]) -> None:
    """With its policy inside, or as a resource of its own."""
    assert said(RULES, KMS, *fine) == []


def test_a_topic_without_our_key_is_reported() -> None:
    """None, AWS's own, or one of nowhere."""
    assert blamed(SNS_CMK, topic(key=None), KMS) == ["bell"]
    assert blamed(SNS_CMK, topic(key="alias/aws/sns"), KMS) == ["bell"]
    elsewhere = "arn:aws:kms:eu-central-1:111122223333:key/elsewhere"
    stranger = resource(TOPIC, {"name": "bell", "kmsMasterKeyId": elsewhere}, "bell")
    assert blamed(SNS_CMK, stranger, KMS) == ["bell"]


@pytest.mark.parametrize(
    "broken",
    [
        [topic()],
        [topic(document(ALLOW))],
        [topic(document({**DENY, "Condition": {}}))],
        [topic(document({**DENY, "Condition": {"Bool": {"aws:SecureTransport": "true"}}}))],
        [topic(document({**DENY, "Resource": f"{ARN}-other"}))],
        [topic(document({**DENY, "Principal": {"AWS": "111122223333"}}))],
        [topic(document({**DENY, "Action": "sns:Subscribe"}))],
        [topic(document(DENY)), apart(document(ALLOW))],
        [topic("{")],
    ],
)
def test_a_topic_that_takes_messages_in_clear_is_reported(broken: list[Declared]) -> None:
    """SNS's default policy, half a refusal, another topic's, two policies, no JSON."""
    assert blamed(SNS_TLS_ONLY, *broken) == ["bell"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"Principal": "*", "Condition": {}},
        {"Principal": {"AWS": "*"}, "Condition": {"StringLike": {"aws:SourceArn": "*"}}},
        {"Condition": {}},
        {"NotPrincipal": {"AWS": "111122223333"}, "Condition": {}},
    ],
)
def test_an_open_topic_is_reported(wrong: dict[str, Any]) -> None:
    """For anybody, on anybody's behalf, or for all but some; wherever the policy stands."""
    opened = document({**ALLOW, **wrong}, DENY)
    assert blamed(SNS_NOT_PUBLIC, topic(opened)) == ["bell"]
    assert blamed(SNS_NOT_PUBLIC, topic(), apart(opened)) == ["apart"]


def test_sns_s_own_default_policy_is_not_public() -> None:
    """It names everybody, but binds them to the topic's owner."""
    owner = {"StringEquals": {"AWS:SourceOwner": "111122223333"}}
    default = document({**ALLOW, "Principal": {"AWS": "*"}, "Condition": owner})
    assert blamed(SNS_NOT_PUBLIC, topic(default)) == []


DEAD = json.dumps({"deadLetterTargetArn": "arn:aws:sqs:eu-central-1:111122223333:dead"})


@pytest.mark.parametrize(
    "fine",
    [
        {"protocol": "email"},
        {"protocol": "firehose"},
        {"protocol": "sqs", "redrivePolicy": DEAD},
        {"protocol": "https", "redrivePolicy": DEAD},
        {"protocol": "lambda", "redrivePolicy": UNKNOWN},
    ],
)
def test_a_subscription_that_keeps_failures_is_fine(fine: dict[str, Any]) -> None:
    """A person or a stream needs no dead letters."""
    assert blamed(SNS_SUBSCRIPTION, resource(TOPIC_SUBSCRIPTION, fine)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"protocol": "http", "redrivePolicy": DEAD},
        {"protocol": "sqs"},
        {"protocol": "lambda", "redrivePolicy": "{}"},
        {"protocol": "https", "redrivePolicy": "["},
        {"protocol": "sqs", "redrivePolicy": "[]"},
    ],
)
def test_a_subscription_in_clear_or_without_dead_letters_is_reported(wrong: dict[str, Any]) -> None:
    """`http`, or a machine whose failures nobody keeps."""
    assert blamed(SNS_SUBSCRIPTION, resource(TOPIC_SUBSCRIPTION, wrong)) == ["it"]


def test_a_known_topic_is_still_the_same_topic() -> None:
    """A policy's ARN in text names the topic too."""
    named = but(apart(document(ALLOW, DENY)), arn=ARN)
    assert blamed(SNS_TLS_ONLY, topic(), named) == []
