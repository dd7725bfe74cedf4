"""Tables: encrypted with our key, recoverable, hard to lose, and without card data in sight."""

import re
from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from ..framework import retention
from ..framework.predicates import CUSTOMER_KEY, Config, at_least, equal
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.statements import nobody_else_and_named_actions
from ..framework.tokens import (
    EVENT_SOURCE_MAPPING,
    KEY,
    QUEUE,
    REPLICA_KEY,
    TABLE,
    TABLE_REPLICA,
    TABLE_RESOURCE_POLICY,
)
from ..framework.values import ABSENT

_TRUE: Final = equal(wanted=True)
_KEY: Final = "Pass the ARN of an aws.kms.Key as kms_key_arn."
_REPLICA_KEY: Final = "Pass the ARN of a key of the replica's region as kms_key_arn."
_RECOVERY: Final = "Set point_in_time_recovery: enabled, for 35 days."

DYNAMODB_CMK: Final = Rule(
    number="55",
    name="dynamodb-cmk",
    description="Tables and their replicas are encrypted with a customer-managed key.",
    severity=Severity.CRITICAL,
    pci=("3.5.1", "3.6.1"),
    references=("CKV_AWS_119",),
    property_rules={
        TABLE: (
            PropertyRule(
                "serverSideEncryption.enabled", _TRUE, "Set it to True, with a kms_key_arn."
            ),
            PropertyRule("serverSideEncryption.kmsKeyArn", CUSTOMER_KEY, _KEY, producers=(KEY,)),
            PropertyRule(
                "replicas[].kmsKeyArn", CUSTOMER_KEY, _REPLICA_KEY, producers=(KEY, REPLICA_KEY)
            ),
        ),
        TABLE_REPLICA: (
            PropertyRule("kmsKeyArn", CUSTOMER_KEY, _REPLICA_KEY, producers=(KEY, REPLICA_KEY)),
        ),
    },
)

DYNAMODB_PITR: Final = Rule(
    number="56",
    name="dynamodb-pitr",
    description="Tables and their replicas can be restored to any moment of the last 35 days.",
    severity=Severity.HIGH,
    pci=("10.3.3", "10.5.1"),
    references=("DynamoDB.2", "CKV_AWS_28", "AwsSolutions-DDB3"),
    property_rules={
        TABLE: (
            PropertyRule("pointInTimeRecovery.enabled", _TRUE, _RECOVERY),
            PropertyRule(
                "pointInTimeRecovery.recoveryPeriodInDays",
                at_least("days", 35),
                "Set recovery_period_in_days to 35, or leave it out.",
                optional=True,
            ),
            PropertyRule(
                "replicas[].pointInTimeRecovery", _TRUE, "Set it to True for each replica."
            ),
        ),
        TABLE_REPLICA: (
            PropertyRule("pointInTimeRecovery", _TRUE, "Set point_in_time_recovery=True."),
        ),
    },
    config={"days": 35},
)

_PROTECTED: Final = {
    TABLE: ("deletionProtectionEnabled", "replicas[].deletionProtectionEnabled"),
    TABLE_REPLICA: ("deletionProtectionEnabled",),
}


def _cannot_be_deleted(table: Resource, config: Config) -> Iterator[Finding]:
    if not retention.keeps(table.urn, config):
        return
    for path in _PROTECTED[table.type]:
        for at, value in table.each_known(path):
            if not _TRUE.holds(value, config):
                yield Finding(f"{at}: Set deletion_protection_enabled=True.")


DYNAMODB_DELETION_PROTECTION: Final = Rule(
    number="57",
    name="dynamodb-deletion-protection",
    description="Tables of a stack that keeps its data refuse to be deleted.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("10.3.3",),
    references=("DynamoDB.6",),
    types=tuple(_PROTECTED),
    check=_cannot_be_deleted,
    watches={kind: dict.fromkeys(paths, ()) for kind, paths in _PROTECTED.items()},
    config=retention.CONFIG,
)


def _streams(stack: Stack, table: Resource, config: Config) -> Iterator[Finding]:
    if table.get("name") not in config["tables"]:
        return
    both = table.known("streamViewType") == "NEW_AND_OLD_IMAGES"
    if not (both and _TRUE.holds(table.known("streamEnabled"), config)):
        yield Finding("Set stream_enabled=True and stream_view_type='NEW_AND_OLD_IMAGES'.")
    readers = stack.naming(table, EVENT_SOURCE_MAPPING, "eventSourceArn", "streamArn")
    if not any(each.get("enabled") not in (False, "false") for each in readers):
        yield Finding("Add an aws.lambda_.EventSourceMapping that reads this table's stream.")


def _listed_tables_exist(stack: Stack, config: Config) -> Iterator[Finding]:
    names = [each.get("name") for each in stack.of(TABLE)]
    if any(each not in names for each in config["tables"]):
        yield Finding("A table that the rule's configuration lists is not in this stack.")


DYNAMODB_STREAM: Final = Rule(
    number="58",
    name="dynamodb-stream-ledger",
    description="Every change of a listed table is streamed, before and after, to a function.",
    severity=Severity.MEDIUM,
    pci=("11.5.2",),
    subjects=(TABLE,),
    stack=_streams,
    stack_check=_listed_tables_exist,
    watches={
        TABLE: {"streamEnabled": (), "streamViewType": ()},
        # A mapping of a queue is another rule's to judge.
        EVENT_SOURCE_MAPPING: {"eventSourceArn": (TABLE, QUEUE), "enabled": ()},
    },
    config={"tables": []},
)


DYNAMODB_POLICY_SCOPED: Final = Rule(
    number="60",
    name="dynamodb-resource-policy-scoped",
    description="A table's own policy lets in nobody that it does not name.",
    severity=Severity.CRITICAL,
    pci=("7.2.2",),
    types=(TABLE_RESOURCE_POLICY,),
    property_rules={
        TABLE_RESOURCE_POLICY: (
            PropertyRule(
                "confirmRemoveSelfResourceAccess",
                equal(False),
                "Leave it out: DynamoDB may refuse a policy that locks its own author out.",
                optional=True,
            ),
        )
    },
    check=nobody_else_and_named_actions,
    watches={TABLE_RESOURCE_POLICY: {"policy": (TABLE,)}},
)

_NAMES: Final = (
    "attributes[].name", "hashKey", "rangeKey", "ttl.attributeName",
    "globalSecondaryIndexes[].hashKey", "globalSecondaryIndexes[].rangeKey",
    "globalSecondaryIndexes[].keySchemas[].attributeName",
    "localSecondaryIndexes[].rangeKey",
)  # fmt: skip
_PROJECTED: Final = ("globalSecondaryIndexes[].nonKeyAttributes[]",
                     "localSecondaryIndexes[].nonKeyAttributes[]")  # fmt: skip
CARD_DATA: Final = [
    "pan", "cardnumber", "cardno", "ccn", "ccnum", "ccnumber", "primaryaccountnumber", "cvv",
    "cvv2", "cvc", "cvc2", "cvn", "csc", "cav2", "track1", "track2", "trackdata", "magstripe",
    "pin", "pinblock",
]  # fmt: skip
"""Words that name a card's number or what proves it (PCI DSS v4.0.1, 3.3.1 and 3.5.1)."""
_WORD: Final = re.compile(r"[A-Z]?[a-z]+\d*|[A-Z]+\d*(?![a-z])|\d+")


def card_data(name: Any, forbidden: list[str]) -> bool:
    """Whether a word of the name, or up to three side by side, are forbidden.

    So `cardNumber`, `the_pan` and `primary-account-number`.
    """
    words = [each.lower() for each in _WORD.findall(str(name))]
    joined = ("".join(words[at : at + many]) for many in (1, 2, 3) for at in range(len(words)))
    return any(each in forbidden for each in joined)


def _no_card_data(table: Resource, config: Config) -> Iterator[Finding]:
    for path in (*_NAMES, *_PROJECTED):
        for at, value in table.each_known(path):
            if value is not ABSENT and card_data(value, config["names"]):
                yield Finding(f"{at}: Keep card data out of the table; store the PSP's token.")


DYNAMODB_NO_PAN: Final = Rule(
    number="61",
    name="dynamodb-no-pan-attributes",
    description="No attribute that a table knows by name is card data.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("3.3.1", "3.5.1"),
    types=(TABLE,),
    check=_no_card_data,
    watches={TABLE: dict.fromkeys((*_NAMES, *_PROJECTED), ())},
    config={"names": CARD_DATA},
)

RULES: Final = (
    DYNAMODB_CMK,
    DYNAMODB_PITR,
    DYNAMODB_DELETION_PROTECTION,
    DYNAMODB_STREAM,
    DYNAMODB_POLICY_SCOPED,
    DYNAMODB_NO_PAN,
)
