"""The sealing key's own policy; `tests/rights/test_sealing_key.py` tries it."""

import json
from typing import Any

import pulumi_aws as aws

from tests.fakes.recorder import ACCOUNT, program

WHO = "aws:PrincipalArn"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/tillstack-local-"


def statements() -> dict[str, dict[str, Any]]:
    """The statements of the policy by what they are called."""
    (policy,) = program().of(aws.kms.KeyPolicy)
    return {one["Sid"]: one for one in json.loads(policy.inputs["policy"])["Statement"]}


def test_the_policy_is_the_sealing_key_s_and_no_other_is() -> None:
    """The key itself says none, so that the two never overwrite each other."""
    (policy,) = program().of(aws.kms.KeyPolicy)
    key = program().named("keys-sealing")
    assert policy.inputs["keyId"] == key.outputs["keyId"]
    assert "policy" not in key.inputs


def test_the_account_manages_the_key_and_the_rest_denies() -> None:
    """Nothing but the account's own IAM policies allows, and what is denied is use alone."""
    account, *others = statements().values()
    assert account["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    assert (account["Effect"], account["Action"]) == ("Allow", "kms:*")
    assert {(one["Effect"], one["Principal"]) for one in others} == {("Deny", "*")}
    used = {action for one in others for action in one["Action"]}
    assert used == {
        "kms:Decrypt",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyPair",
        "kms:GenerateDataKeyPairWithoutPlaintext",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncrypt*",
    }


def test_who_is_let_in_is_named_by_role() -> None:
    """The acceptor seals; the workers open payment methods, the notifier opens customers."""
    named = {
        sid: [
            arn.removeprefix(ROLE) for arn in one["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]
        ]
        for sid, one in statements().items()
        if "ArnNotEquals" in one.get("Condition", {})
    }
    assert named == {
        "SealersSeal": ["accept-payment"],
        "OpenersOpenPaymentMethod": ["process-payment", "process-dead-letter"],
        "OpenersOpenCustomer": ["notify-customer"],
    }


def test_what_was_sealed_without_a_schema_version_may_be_opened() -> None:
    """Texts of the first release have none: sealing needs it, opening does not."""
    asking = {
        sid: one["Action"] for sid, one in statements().items() if "schema_version" in str(one)
    }
    assert asking == {"OfASchema": ["kms:GenerateDataKey"]}


def test_the_policy_comes_after_the_functions_that_it_holds_to_it() -> None:
    """Else the version before, which still takes payments, would be refused by its own key."""
    (policy,) = program().of(aws.kms.KeyPolicy)
    aliases = {
        one.urn
        for one in program().of(aws.lambda_.Alias)
        if any(
            f"{handler}-live" in one.name
            for handler in (
                "accept-payment",
                "process-payment",
                "process-dead-letter",
                "notify-customer",
            )
        )
    }
    assert len(aliases) == 4
    assert aliases <= policy.dependencies
