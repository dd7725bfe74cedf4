"""The key that the secrets of merchants' endpoints are derived from."""

import pulumi_aws as aws

from tests._policies import allows, grants, role_allows
from tests.components.networked import policy
from tests.fakes.recorder import program

KEY = "webhook-key-key"
DERIVES = {"kms:MacAlgorithm": "HMAC_SHA_256"}
ROLE = "arn:aws:iam::111122223333:role/"


def test_it_makes_codes_and_can_be_taken_back_for_a_month() -> None:
    """KMS turns no such key, and it encrypts nothing."""
    inputs = program().named(KEY).inputs
    assert inputs["customerMasterKeySpec"] == "HMAC_256"
    assert inputs["keyUsage"] == "GENERATE_VERIFY_MAC"
    assert inputs["deletionWindowInDays"] == 30
    assert "enableKeyRotation" not in inputs
    assert program().exports["webhook_key_arn"] == program().named(KEY).outputs["arn"]


def test_one_function_derives_and_no_other_role_does() -> None:
    """By one algorithm."""
    arn = program().named(KEY).outputs["arn"]
    found = {
        (each.inputs["name"], context is DERIVES)
        for each in program().of(aws.iam.Role)
        for context in (DERIVES, {"kms:MacAlgorithm": "HMAC_SHA_512"})
        if role_allows(program(), each.inputs["name"], "kms:GenerateMac", arn, context)
    }
    assert found == {("tillstack-local-deliver-events", True)}
    (derive,) = grants(program(), "tillstack-local-deliver-events")["derive-secrets"]
    assert (derive["Action"], derive["Resource"]) == (["kms:GenerateMac"], [arn])


def test_the_key_itself_refuses_every_other_role_of_the_stack() -> None:
    """However wide a grant is. A person, who has a role of the account's own, is IAM's matter."""
    account, *denials = policy(KEY)
    assert account["Sid"] == "AccountDecides"
    granted = [{"Effect": "Allow", "Action": "*", "Resource": "*"}, *denials]
    may = {
        who
        for who in ("tillstack-prod-deliver-events", "tillstack-prod-read-payments", "operator")
        if allows(granted, "kms:GenerateMac", "*", {**DERIVES, "aws:PrincipalArn": f"{ROLE}{who}"})
    }
    assert may == {"tillstack-prod-deliver-events", "operator"}
    for_other = {"kms:MacAlgorithm": "HMAC_SHA_384", "aws:PrincipalArn": f"{ROLE}operator"}
    assert not allows(granted, "kms:GenerateMac", "*", for_other)
