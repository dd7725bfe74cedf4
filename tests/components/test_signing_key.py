"""The key that signs the ledger's roots."""

import pulumi_aws as aws

from runtime.adapters.kms_root_signer import ALGORITHM
from tests._policies import grants, role_allows
from tests.components.networked import policy
from tests.fakes.recorder import program

KEY = "signing-key-key"
SIGNS = {"kms:SigningAlgorithm": ALGORITHM, "kms:MessageType": "DIGEST"}


def test_it_signs_by_an_elliptic_curve_and_can_be_taken_back_for_a_month() -> None:
    """KMS turns no such key by itself."""
    inputs = program().named(KEY).inputs
    assert inputs["customerMasterKeySpec"] == "ECC_NIST_P256"
    assert inputs["keyUsage"] == "SIGN_VERIFY"
    assert inputs["deletionWindowInDays"] == 30
    assert "enableKeyRotation" not in inputs


def test_one_function_signs_hashes_and_no_other_role_signs_anything() -> None:
    """By one algorithm."""
    arn = program().named(KEY).outputs["arn"]
    other = {**SIGNS, "kms:SigningAlgorithm": "ECDSA_SHA_384"}
    found = {
        (each.inputs["name"], context is SIGNS)
        for each in program().of(aws.iam.Role)
        for context in (SIGNS, other, {**SIGNS, "kms:MessageType": "RAW"})
        if role_allows(program(), each.inputs["name"], "kms:Sign", arn, context)
    }
    assert found == {("tillstack-local-sign-ledger", True)}
    sign, show = grants(program(), "tillstack-local-sign-ledger")["sign-roots"]
    assert (sign["Resource"], show["Action"]) == ([arn], ["kms:GetPublicKey"])


def test_the_key_itself_refuses_everybody_else() -> None:
    """However wide a grant is; who reads the public half is for IAM to say."""
    account, *denials = policy(KEY)
    assert account["Sid"] == "AccountDecides"
    assert {each["Sid"]: each["Condition"] for each in denials} == {
        "OneSigner": {
            "ArnNotEquals": {
                "aws:PrincipalArn": "arn:aws:iam::111122223333:role/tillstack-prod-sign-ledger"
            }
        },
        "OneSigningAlgorithm": {"StringNotEquals": {"kms:SigningAlgorithm": ALGORITHM}},
        "OneMessageType": {"StringNotEquals": {"kms:MessageType": "DIGEST"}},
    }
    assert all((each["Effect"], each["Action"]) == ("Deny", ["kms:Sign"]) for each in denials)
