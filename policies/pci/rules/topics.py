"""Topics: encrypted with our key, over TLS, for ourselves only, and nothing gets lost."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.denials import denies_without_tls
from ..framework.guards import confused, public
from ..framework.predicates import CUSTOMER_KEY, Config, listed
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.statements import attached, no_statement
from ..framework.tokens import KEY, QUEUE, TOPIC, TOPIC_POLICY, TOPIC_SUBSCRIPTION

_DOCUMENTS: Final = {TOPIC: ("policy",), TOPIC_POLICY: ("policy",)}
_WATCHED: Final = {kind: {"policy": (TOPIC, QUEUE)} for kind in _DOCUMENTS}

SNS_CMK: Final = Rule(
    number="66",
    name="sns-cmk",
    description="Topics are encrypted with a customer-managed key.",
    severity=Severity.HIGH,
    pci=("3.5.1", "8.3.2"),
    references=("SNS.1", "CKV_AWS_26"),
    property_rules={
        TOPIC: (
            PropertyRule(
                "kmsMasterKeyId",
                CUSTOMER_KEY,
                "Pass the ARN of an aws.kms.Key as kms_master_key_id.",
                producers=(KEY,),
            ),
        )
    },
)


def _over_tls(stack: Stack, topic: Resource, _config: Config) -> Iterator[Finding]:
    documents = attached(stack, topic, {TOPIC_POLICY: ("arn", "policy")})
    if len(documents) > 1:
        yield Finding("Keep one policy: SNS holds one for a topic, and the last one wins.")
    name = topic.known("name", "")
    if not all(
        any(denies_without_tls(each, topic, name, ("sns:Publish",)) for each in one)
        for one in documents or [()]
    ):
        yield Finding(
            "Deny sns:Publish on this topic to everybody where aws:SecureTransport is false, "
            "without any other condition, in its policy."
        )


SNS_TLS_ONLY: Final = Rule(
    number="67",
    name="sns-tls-only",
    description="Every topic refuses messages that come without TLS.",
    severity=Severity.HIGH,
    pci=("4.2.1",),
    references=("AwsSolutions-SNS3",),
    subjects=(TOPIC,),
    stack=_over_tls,
    watches={**_WATCHED, TOPIC_POLICY: {"policy": (TOPIC, QUEUE), "arn": (TOPIC,)}},
)

SNS_NOT_PUBLIC: Final = Rule(
    number="68",
    name="sns-policy-not-public",
    description="No topic policy allows anybody at all, nor a service on anybody's behalf.",
    severity=Severity.CRITICAL,
    pci=("7.2.2",),
    references=("SNS.4", "CKV_AWS_169"),
    types=tuple(_DOCUMENTS),
    check=no_statement(
        _DOCUMENTS,
        lambda statement, _: public(statement) or confused(statement),
        "Name the principal, or bind the statement by aws:SourceArn or aws:SourceAccount.",
    ),
    watches=_WATCHED,
)


def _failures_are_kept(subscription: Resource, config: Config) -> Iterator[Finding]:
    if subscription.known("protocol", "") not in config["keep"]:
        return
    if not subscription.parsed("redrivePolicy").get("deadLetterTargetArn"):
        yield Finding("redrivePolicy: Name a dead-letter queue in deadLetterTargetArn.")


SNS_SUBSCRIPTION: Final = Rule(
    number="69",
    name="sns-subscription-secure",
    description="Topics deliver over TLS only, and keep what a machine did not take.",
    severity=Severity.HIGH,
    pci=("4.2.1",),
    unreviewed_controls=("10.7.2",),
    property_rules={
        TOPIC_SUBSCRIPTION: (
            PropertyRule(
                "protocol",
                listed("protocols", counterexamples=("http",)),
                "Set protocol to https, sqs, lambda, firehose, email or email-json.",
            ),
        )
    },
    types=(TOPIC_SUBSCRIPTION,),
    check=_failures_are_kept,
    watches={TOPIC_SUBSCRIPTION: {"redrivePolicy": (QUEUE,)}},
    config={
        "protocols": ["email", "email-json", "firehose", "https", "lambda", "sqs"],
        "keep": ["https", "lambda", "sqs"],
    },
)

RULES: Final = (SNS_CMK, SNS_TLS_ONLY, SNS_NOT_PUBLIC, SNS_SUBSCRIPTION)
