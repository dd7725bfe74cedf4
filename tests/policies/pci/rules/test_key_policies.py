"""The rule on key policies: what it must report, and what it must not."""

import json
from typing import Any

import pytest

from policies.pci.framework.tokens import EXTERNAL_KEY, IAM_ROLE, KEY, KEY_POLICY, REPLICA_KEY
from policies.pci.platform import unresolved
from policies.pci.rules.key_policies import KMS_LEAST_PRIVILEGE as RULE
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but, said

OURS = "111122223333"
ROOT = {"AWS": f"arn:aws:iam::{OURS}:root"}
ADMIN = {"AWS": f"arn:aws:iam::{OURS}:role/admin"}
APP = {"AWS": f"arn:aws:iam::{OURS}:role/app"}
LOGS = {"Service": "logs.eu-central-1.amazonaws.com"}
VIA = {"StringEquals": {"kms:ViaService": "dynamodb.eu-central-1.amazonaws.com"}}
MANAGE = ["kms:Create*", "kms:Put*", "kms:ScheduleKeyDeletion"]


def allow(principal: Any, action: Any = "kms:Decrypt", **more: Any) -> dict[str, Any]:
    """One statement of a key policy."""
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*"}
    return {**statement, **more}


def key(*statements: Any, kind: str = KEY) -> Any:
    """A key with a policy of these statements."""
    return resource(kind, {"policy": json.dumps({"Statement": list(statements)})})


CONTEXT = {"StringEquals": {"kms:EncryptionContext:purpose": "mail"}}
LOG_CONTEXT = {
    "ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:eu-central-1:{OURS}:*"}
}
FINE = [
    [allow(ROOT, "kms:*")],
    [allow({"AWS": OURS}, "kms:*")],
    [allow("*", "kms:*", Effect="Deny")],
    [allow(ROOT, "kms:*"), allow(ADMIN, MANAGE), allow(APP, Condition=VIA)],
    [allow(APP, "kms:GenerateDataKey*", Condition=CONTEXT)],
    [allow(APP, "kms:CreateGrant", Condition={"Bool": {"kms:GrantIsForAWSResource": "true"}})],
    [allow(APP, "kms:DescribeKey")],
    [allow(LOGS, Condition=LOG_CONTEXT)],
    [allow(LOGS, Condition={"StringEquals": {"aws:SourceAccount": OURS}})],
    [allow("*", Condition={"StringEquals": {**VIA["StringEquals"], "kms:CallerAccount": OURS}})],
]
WRONG = [
    [allow("*")],
    [allow(LOGS, ["kms:Decrypt", "kms:PutKeyPolicy"], Condition=LOG_CONTEXT)],
    [allow(LOGS, "kms:E*", Condition=LOG_CONTEXT)],
    [allow(LOGS, "kms:RetireGrant", Condition=LOG_CONTEXT)],
    [allow({"AWS": "*"}, "KMS:*")],
    [allow(None, NotPrincipal=APP)],
    [allow(APP, "kms:*")],
    [allow(APP, "kms:*", Condition=VIA)],
    [allow(APP)],
    [allow(APP, "kms:De*")],
    [allow(APP, None, NotAction="iam:*")],
    [allow(APP, "kms:CreateGrant")],
    [allow(APP, Condition={"StringNotEquals": VIA["StringEquals"]})],
    [allow(APP, Condition={"StringEqualsIfExists": VIA["StringEquals"]})],
    [allow(APP, Condition={"StringLike": {"kms:ViaService": "*"}})],
    [allow(APP, Condition={"Bool": {"kms:GrantIsForAWSResource": "false"}})],
    [allow(ADMIN, MANAGE), allow(ADMIN, Condition=VIA)],
    [allow(LOGS)],
    [allow(LOGS, Condition={"StringLike": {"kms:EncryptionContext:aws:logs:arn": "*"}})],
]


@pytest.mark.parametrize("statements", FINE)
def test_a_narrow_policy_is_fine(statements: list[Any]) -> None:
    """The account as a whole, managers and bound users apart, services bound, denials."""
    assert said(RULE, key(*statements)) == []


@pytest.mark.parametrize("kind", [KEY, REPLICA_KEY, EXTERNAL_KEY, KEY_POLICY])
@pytest.mark.parametrize("statements", WRONG)
def test_a_wide_policy_is_reported(statements: list[Any], kind: str) -> None:
    """Everybody, unbound use, one who manages and uses, strangers; whatever holds the policy."""
    assert blamed(RULE, key(*statements, kind=kind)) == ["it"]


def test_only_the_listed_manage() -> None:
    """Where the configuration names managers, nobody else is one."""
    listed = {"adminRoles": [ADMIN["AWS"]]}
    assert blamed(RULE, key(allow(ROOT, "kms:*"), allow(ADMIN, MANAGE)), config=listed) == []
    assert blamed(RULE, key(allow(APP, MANAGE)), config=listed) == ["it"]


@pytest.mark.parametrize("kind", [KEY, REPLICA_KEY, EXTERNAL_KEY])
def test_every_key_has_a_policy(kind: str) -> None:
    """Its own or one beside it; AWS's default is not a decision."""
    bare = resource(kind, {})
    text = json.dumps({"Statement": allow(ROOT, "kms:*")})
    beside = resource(
        KEY_POLICY, {"policy": text, "keyId": UNKNOWN}, "beside", made_of={"keyId": [bare]}
    )
    assert blamed(RULE, bare) == ["it"]
    assert blamed(RULE, bare, beside) == []
    assert blamed(RULE, but(bare, policy="{")) == ["it"]


def test_an_unknown_policy_is_left_undecided() -> None:
    """It is no finding here: whoever forbids unknown values reports it."""
    role = resource(IAM_ROLE, {}, "role")
    unknown = resource(KEY, {"policy": UNKNOWN}, made_of={"policy": [role]})
    assert blamed(RULE, unknown, role) == []
    assert blamed(unresolved([RULE]), unknown, role) == []
    assert blamed(unresolved([RULE]), resource(KEY, {"policy": UNKNOWN})) == ["it"]
