"""Keys: they rotate, they go slowly, their grants are narrow, and each has one kind of thing."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from pulumi_policy import EnforcementLevel, Severity

from ..framework.predicates import UNSET, Config, at_least, at_most, equal
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import (
    BUCKET_ENCRYPTION,
    EXTERNAL_KEY,
    KEY,
    KEY_GRANT,
    KEY_POLICY,
    LOG_GROUP,
    QUEUE,
    REPLICA_KEY,
    SECRET,
    TABLE,
    TOPIC,
    TRAIL,
)
from ..framework.values import ABSENT

_KINDS: Final = {"customerMasterKeySpec": "SYMMETRIC_DEFAULT", "keyUsage": "ENCRYPT_DECRYPT"}
_ELSEWHERE: Final = ("customKeyStoreId", "xksKeyId")


def _can_rotate(key: Resource) -> bool:
    """KMS makes new material for symmetric encryption keys of its own only."""
    return all(key.known(path, kind) == kind for path, kind in _KINDS.items()) and all(
        key.known(path) is ABSENT for path in _ELSEWHERE
    )


KMS_ROTATION: Final = Rule(
    number="70",
    name="kms-rotation",
    description="Every key that can rotate does so once a year.",
    severity=Severity.HIGH,
    pci=("3.7.4",),
    references=("KMS.4", "CKV_AWS_7", "AwsSolutions-KMS5"),
    when=_can_rotate,
    property_rules={
        KEY: (
            PropertyRule("enableKeyRotation", equal(wanted=True), "Set enable_key_rotation=True."),
            PropertyRule(
                "rotationPeriodInDays",
                at_most("days", 365),
                "Set rotation_period_in_days to 365 or less, or leave it out.",
                optional=True,
            ),
        )
    },
    watches={KEY: dict.fromkeys((*_KINDS, *_ELSEWHERE), ())},
    config={"days": 365},
)

_DAYS: Final = PropertyRule(
    "deletionWindowInDays",
    at_least("days", 30),
    "Set deletion_window_in_days to 30, or leave it out.",
    optional=True,
)
_ON: Final = equal(wanted=True)
_KEEP_ON: Final = "A disabled key stops everything that it encrypts; leave it out."

KMS_DELETION_WINDOW: Final = Rule(
    number="71",
    name="kms-deletion-window",
    description=(
        "A key that is to be deleted can be saved for thirty days, and none is switched off."
    ),
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("3.7.5",),
    property_rules={
        KEY: (_DAYS, PropertyRule("isEnabled", _ON, _KEEP_ON, optional=True)),
        REPLICA_KEY: (_DAYS, PropertyRule("enabled", _ON, _KEEP_ON, optional=True)),
        EXTERNAL_KEY: (_DAYS, PropertyRule("enabled", _ON, _KEEP_ON, optional=True)),
    },
    config={"days": 30},
)

_NO_BYPASS: Final = PropertyRule(
    "bypassPolicyLockoutSafetyCheck",
    equal(wanted=False),
    "Leave it out: a policy that locks everybody out loses what the key encrypts.",
    optional=True,
)

KMS_NO_LOCKOUT_BYPASS: Final = Rule(
    number="73",
    name="kms-no-lockout-bypass",
    description="KMS may refuse a key policy that would lock everybody out.",
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("3.6.1",),
    property_rules=dict.fromkeys((KEY, REPLICA_KEY, EXTERNAL_KEY, KEY_POLICY), (_NO_BYPASS,)),
)

_BOUND_BY_CONTEXT: Final = frozenset({
    "Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom",
    "ReEncryptTo",
})  # fmt: skip
"""Operations that have an encryption context; KMS refuses constraints on grants of others."""


_CONSTRAINTS: Final = (
    "constraints[].encryptionContextEquals", "constraints[].encryptionContextSubset",
)  # fmt: skip


def _narrow(grant: Resource, _config: Config) -> Iterator[Finding]:
    operations = [value for _, value in grant.each_known("operations[]")]
    if "CreateGrant" in operations:
        yield Finding("operations: Leave CreateGrant out, or whoever has the grant gives more.")
    contexts = [value for path in _CONSTRAINTS for _, value in grant.each_known(path)]
    if not (_BOUND_BY_CONTEXT.isdisjoint(map(str, operations)) or any(
        each not in (ABSENT, {}) for each in contexts
    )):  # fmt: skip
        yield Finding("constraints: Bind the grant by encryption_context_equals.")


_HERE: Final = "Leave it out: a key is kept in as few places as can be."

KMS_FEWEST_PLACES: Final = Rule(
    number="126",
    name="kms-fewest-places",
    description="A key is in one region, and in KMS itself.",
    severity=Severity.MEDIUM,
    pci=("3.6.1.4",),
    property_rules={
        KEY: (
            PropertyRule("multiRegion", equal(wanted=False), _HERE, optional=True),
            *(PropertyRule(path, UNSET, _HERE, optional=True) for path in _ELSEWHERE),
        )
    },
)

KMS_GRANTS: Final = Rule(
    number="74",
    name="kms-grants-constrained",
    description="A grant opens one encryption context and can't be handed on.",
    severity=Severity.MEDIUM,
    pci=("3.6.1.3",),
    types=(KEY_GRANT,),
    check=_narrow,
    watches={KEY_GRANT: dict.fromkeys(("operations[]", *_CONSTRAINTS), ())},
)

_USED_AT: Final = {
    BUCKET_ENCRYPTION: "rules",
    LOG_GROUP: "kmsKeyId",
    QUEUE: "kmsMasterKeyId",
    SECRET: "kmsKeyId",
    TABLE: "serverSideEncryption",
    TOPIC: "kmsMasterKeyId",
    TRAIL: "kmsKeyId",
}


def _one_domain_each(stack: Stack, config: Config) -> Iterator[Finding]:
    domains = defaultdict(set)
    for each in stack.of(*_USED_AT):
        for key in each.made_of(_USED_AT[each.type], KEY):
            domains[key.urn].add(str(config["domains"].get(each.type)))
    for urn, found in domains.items():
        if len(found) > 1:
            yield Finding("Make a key for each kind of thing: one grant opens all of these.", urn)


KMS_KEY_PER_DOMAIN: Final = Rule(
    number="75",
    name="kms-key-per-domain",
    description="Data, messages, logs and the audit trail have keys of their own.",
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("3.7",),
    level=EnforcementLevel.ADVISORY,
    stack_check=_one_domain_each,
    watches={kind: {path: (KEY,)} for kind, path in _USED_AT.items()},
    config={
        "domains": {
            BUCKET_ENCRYPTION: "audit",
            LOG_GROUP: "logs",
            QUEUE: "messages",
            SECRET: "data",
            TABLE: "data",
            TOPIC: "messages",
            TRAIL: "audit",
        }
    },
)

RULES: Final = (
    KMS_ROTATION,
    KMS_DELETION_WINDOW,
    KMS_NO_LOCKOUT_BYPASS,
    KMS_FEWEST_PLACES,
    KMS_GRANTS,
    KMS_KEY_PER_DOMAIN,
)
