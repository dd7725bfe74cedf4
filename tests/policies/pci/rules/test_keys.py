"""Rules about keys: what each must report, and what it must not."""

from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.rule import Rule
from policies.pci.framework.tokens import (
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
)
from policies.pci.rules.keys import (
    KMS_DELETION_WINDOW,
    KMS_FEWEST_PLACES,
    KMS_GRANTS,
    KMS_KEY_PER_DOMAIN,
    KMS_NO_LOCKOUT_BYPASS,
    KMS_ROTATION,
    RULES,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but

GOOD = resource(
    KEY, {"enableKeyRotation": True, "rotationPeriodInDays": 365, "deletionWindowInDays": 30}
)
GRANT = resource(
    KEY_GRANT,
    {"operations": ["Decrypt"], "constraints": [{"encryptionContextEquals": {"purpose": "mail"}}]},
)


@pytest.mark.parametrize("one", [GOOD, GRANT])
def test_a_key_and_a_grant_with_everything_are_fine(one: Declared) -> None:
    """Yearly rotation, thirty days, one encryption context."""
    assert blamed(list(RULES), one) == []


@pytest.mark.parametrize(
    "weak",
    [
        {"enableKeyRotation": None},
        {"enableKeyRotation": False},
        {"rotationPeriodInDays": 366},
        {"enableKeyRotation": None, "customerMasterKeySpec": "SYMMETRIC_DEFAULT"},
    ],
)
def test_a_key_that_does_not_rotate_is_reported(weak: dict[str, Any]) -> None:
    """Never, or too seldom, said or unsaid."""
    assert blamed(KMS_ROTATION, but(GOOD, **weak)) == ["it"]


@pytest.mark.parametrize(
    "other",
    [
        {"customerMasterKeySpec": "RSA_4096"},
        {"customerMasterKeySpec": "HMAC_256", "keyUsage": "GENERATE_VERIFY_MAC"},
        {"keyUsage": "SIGN_VERIFY"},
        {"customKeyStoreId": "cks-1"},
        {"xksKeyId": "somewhere"},
    ],
)
def test_a_key_that_cannot_rotate_is_not_asked(other: dict[str, Any]) -> None:
    """Asymmetric, for hashes, or with its material somewhere else."""
    assert blamed(KMS_ROTATION, resource(KEY, other)) == []


@pytest.mark.parametrize(
    ("kind", "on"), [(KEY, "isEnabled"), (REPLICA_KEY, "enabled"), (EXTERNAL_KEY, "enabled")]
)
def test_a_key_goes_slowly(kind: str, on: str) -> None:
    """Thirty days of every kind of key, and switched on."""
    fine = resource(kind, {"deletionWindowInDays": 30})
    assert blamed(KMS_DELETION_WINDOW, fine) == []
    assert blamed(KMS_DELETION_WINDOW, but(fine, **{on: True})) == []
    for weak in ({on: False}, {"deletionWindowInDays": 29}):
        assert blamed(KMS_DELETION_WINDOW, but(fine, **weak)) == ["it"]


def test_what_kms_does_by_itself_need_not_be_written() -> None:
    """Thirty days of `ScheduleKeyDeletion`, a year of `EnableKeyRotation` (AWS KMS API Reference).

    Rotation itself is off until somebody switches it on.
    """
    rules = [KMS_ROTATION, KMS_DELETION_WINDOW]
    assert blamed(rules, resource(KEY, {"enableKeyRotation": True})) == []
    assert blamed(rules, resource(KEY, {})) == ["it"]


@pytest.mark.parametrize("kind", [KEY, REPLICA_KEY, EXTERNAL_KEY, KEY_POLICY])
def test_nobody_may_lock_everybody_out(kind: str) -> None:
    """The check of KMS stays on wherever a key policy is written."""
    name = "bypassPolicyLockoutSafetyCheck"
    assert blamed(KMS_NO_LOCKOUT_BYPASS, resource(kind, {})) == []
    assert blamed(KMS_NO_LOCKOUT_BYPASS, resource(kind, {name: False})) == []
    assert blamed(KMS_NO_LOCKOUT_BYPASS, resource(kind, {name: True})) == ["it"]


@pytest.mark.parametrize(
    "weak",
    [
        {"operations": ["Decrypt", "CreateGrant"]},
        {"constraints": None},
        {"constraints": [{}]},
        {"constraints": [{"encryptionContextSubset": {}}]},
    ],
)
def test_a_wide_grant_is_reported(weak: dict[str, Any]) -> None:
    """One that can be handed on, or that opens every context."""
    assert blamed(KMS_GRANTS, but(GRANT, **weak)) == ["it"]


@pytest.mark.parametrize(
    "other",
    [
        {"operations": ["Sign", "DescribeKey"], "constraints": None},
        {"constraints": [{"encryptionContextSubset": {"tenant": "acme"}}]},
    ],
)
def test_a_narrow_grant_is_fine(other: dict[str, Any]) -> None:
    """What has no encryption context can't be bound by one; a part of one binds too."""
    assert blamed(KMS_GRANTS, but(GRANT, **other)) == []


def user(kind: str, path: str, *keys: Declared) -> Declared:
    """Something that these keys encrypt."""
    return resource(kind, {path: UNKNOWN}, kind, made_of={path: keys})


def test_each_key_has_one_kind_of_thing() -> None:
    """Tables and secrets are data, queues and topics messages; logs are neither."""
    data, other = resource(KEY, {}, "data"), resource(KEY, {}, "other")
    tables = [user(TABLE, "serverSideEncryption", data), user(SECRET, "kmsKeyId", data)]
    queues = [user(QUEUE, "kmsMasterKeyId", other), user(TOPIC, "kmsMasterKeyId", other)]
    rule: Rule = KMS_KEY_PER_DOMAIN
    assert blamed(rule, data, other, *tables, *queues) == []
    assert blamed(rule, data, *tables, user(LOG_GROUP, "kmsKeyId", data)) == ["data"]
    one = {TABLE: "all", SECRET: "all", LOG_GROUP: "all"}
    mixed = [*tables, user(LOG_GROUP, "kmsKeyId", data)]
    assert blamed(rule, data, *mixed, config={"domains": one}) == []


@pytest.mark.parametrize(
    "weak", [{"multiRegion": True}, {"customKeyStoreId": "cks-1"}, {"xksKeyId": "key"}]
)
def test_a_key_is_in_as_few_places_as_can_be(weak: dict[str, Any]) -> None:
    """In one region, and in KMS itself."""
    assert blamed(KMS_FEWEST_PLACES, but(GOOD, **weak)) == ["it"]
    assert blamed(KMS_FEWEST_PLACES, GOOD) == []
    assert blamed(KMS_FEWEST_PLACES, but(GOOD, multiRegion=False)) == []
