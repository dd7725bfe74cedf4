"""Queues: encrypted with our key, over TLS, for ourselves only, and nothing gets lost in them."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import EnforcementLevel, Severity

from ..framework.actions import named, takes_arns
from ..framework.denials import denies_without_tls
from ..framework.guards import wildcard_actions
from ..framework.predicates import CUSTOMER_KEY, Config, at_most, equal, number
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.statements import attached, no_statement, nobody_else
from ..framework.tokens import KEY, QUEUE, QUEUE_POLICY, TOPIC
from .dead_letters import SOURCES, dead_letter_queues

_DOCUMENTS: Final = {QUEUE: ("policy",), QUEUE_POLICY: ("policy",)}
_WATCHED: Final = {kind: {"policy": (QUEUE, TOPIC)} for kind in _DOCUMENTS}

SQS_CMK_ENCRYPTION: Final = Rule(
    number="31",
    name="sqs-cmk-encryption",
    description="Queues are encrypted with a customer-managed key.",
    severity=Severity.CRITICAL,
    pci=("3.5.1", "3.6.1"),
    references=("CKV_AWS_27", "AwsSolutions-SQS2"),
    property_rules={
        QUEUE: (
            PropertyRule(
                "kmsMasterKeyId",
                CUSTOMER_KEY,
                "Pass the ARN of an aws.kms.Key as kms_master_key_id.",
                producers=(KEY,),
            ),
            PropertyRule(
                "sqsManagedSseEnabled",
                equal(False),
                "Leave it out: the key would be AWS's own.",
                optional=True,
            ),
        )
    },
)

SQS_KMS_REUSE: Final = Rule(
    number="32",
    name="sqs-kms-reuse-period",
    description="A queue asks for a new data key at least once an hour.",
    severity=Severity.LOW,
    pci=(),
    unreviewed_controls=("3.7.4",),
    level=EnforcementLevel.ADVISORY,
    property_rules={
        QUEUE: (
            PropertyRule(
                "kmsDataKeyReusePeriodSeconds",
                at_most("seconds", 3600),
                "Set kms_data_key_reuse_period_seconds to 3600 or less.",
            ),
        )
    },
    config={"seconds": 3600},
)


def _over_tls(stack: Stack, queue: Resource, _config: Config) -> Iterator[Finding]:
    documents = attached(stack, queue, {QUEUE_POLICY: ("queueUrl", "policy")})
    if len(documents) > 1:
        yield Finding("Keep one policy: SQS holds one for a queue, and the last one wins.")
    every = [each for each in named("sqs:*") if takes_arns(each)]
    name = queue.known("name", "")
    if not all(
        any(denies_without_tls(each, queue, name, every) for each in one)
        for one in documents or [()]
    ):
        yield Finding(
            "Deny sqs:* on this queue to everybody where aws:SecureTransport is false, "
            "without any other condition, in its policy."
        )


SQS_TLS_ONLY: Final = Rule(
    number="33",
    name="sqs-tls-only",
    description="Every queue, dead letters included, refuses requests without TLS.",
    severity=Severity.CRITICAL,
    pci=("4.2.1",),
    references=("AwsSolutions-SQS4",),
    subjects=(QUEUE,),
    stack=_over_tls,
    watches={**_WATCHED, QUEUE_POLICY: {"policy": (QUEUE,), "queueUrl": (QUEUE,)}},
)

SQS_NOT_PUBLIC: Final = Rule(
    number="34",
    name="sqs-policy-not-public",
    description="No queue policy lets in everybody, nor a service on anybody's behalf.",
    severity=Severity.CRITICAL,
    pci=("7.2.2", "7.3.1"),
    references=("SQS.3", "CKV_AWS_168"),
    types=tuple(_DOCUMENTS),
    check=nobody_else,
    watches=_WATCHED,
)

SQS_NO_WILDCARD: Final = Rule(
    number="35",
    name="sqs-policy-no-wildcard-action",
    description="Queue policies allow named actions only.",
    severity=Severity.HIGH,
    pci=("7.2.2",),
    references=("CKV_AWS_387",),
    types=tuple(_DOCUMENTS),
    check=no_statement(
        _DOCUMENTS,
        lambda statement, _: wildcard_actions(statement),
        "Write out the actions, for example sqs:SendMessage, without * and without NotAction.",
    ),
    watches=_WATCHED,
)


_HOUR, _DAY = 3600, 86_400


def _keeps_for_days(stack: Stack, queue: Resource, config: Config) -> Iterator[Finding]:
    days = config["deadLetterDays" if queue in dead_letter_queues(stack) else "days"]
    if not _HOUR <= number(queue.known("messageRetentionSeconds")) <= days * _DAY:
        yield Finding(f"Set message_retention_seconds to {days * _DAY} or less, and to an hour.")


SQS_RETENTION: Final = Rule(
    number="39",
    name="sqs-retention-bounded",
    description="Queues keep messages for days only, and say for how many.",
    severity=Severity.MEDIUM,
    pci=("3.2.1",),
    subjects=(QUEUE,),
    stack=_keeps_for_days,
    watches={**SOURCES, QUEUE: {"messageRetentionSeconds": (), **SOURCES[QUEUE]}},
    config={"days": 4, "deadLetterDays": 14},
)

RULES: Final = (
    SQS_CMK_ENCRYPTION,
    SQS_KMS_REUSE,
    SQS_TLS_ONLY,
    SQS_NOT_PUBLIC,
    SQS_NO_WILDCARD,
    SQS_RETENTION,
)
