"""The keys that merchants encrypt for."""

import json
from typing import Any

import pulumi_aws as aws
import pytest

from runtime.adapters.jwe_messages import KMS_ALGORITHM
from tests._policies import grants, role_allows
from tests.fakes.recorder import ACCOUNT, Recorded, program

READER = "tillstack-local-accept-payment"


def keys() -> list[Recorded]:
    """In the order of the setting, which says 2 and 1 on the local stack."""
    return [program().named(f"message-keys-{number}") for number in (2, 1)]


def variables(handler: str) -> Any:
    """A function's environment."""
    return program().named(f"api-{handler}-function").inputs["environment"]["variables"]


@pytest.mark.parametrize("place", [0, 1])
def test_a_key_is_rsa_for_decryption_and_can_be_taken_back_for_a_month(place: int) -> None:
    """3,072 bits, which KMS turns by itself for nobody."""
    inputs = keys()[place].inputs
    assert inputs["customerMasterKeySpec"] == "RSA_3072"
    assert inputs["keyUsage"] == "ENCRYPT_DECRYPT"
    assert inputs["deletionWindowInDays"] == 30
    assert "enableKeyRotation" not in inputs


def test_both_functions_know_the_keys_in_the_order_of_the_setting() -> None:
    """Who shows them and who opens by them never differ in which is the first."""
    arns = [each.outputs["arn"] for each in keys()]
    for handler in ("accept-payment", "read-payments"):
        assert json.loads(variables(handler)["MESSAGE_KEY_ARNS"]) == arns


def test_one_function_may_open_by_one_algorithm_and_another_may_show() -> None:
    """Of all roles, and of all that can be done with such a key."""
    for key in keys():
        found = {
            (each.inputs["name"], action, algorithm)
            for each in program().of(aws.lambda_.Function)
            for action in ("kms:Decrypt", "kms:Encrypt", "kms:GetPublicKey", "kms:ReEncryptFrom")
            for algorithm in (KMS_ALGORITHM, "RSAES_OAEP_SHA_1", "SYMMETRIC_DEFAULT")
            if role_allows(
                program(),
                each.inputs["name"],
                action,
                key.outputs["arn"],
                {"kms:EncryptionAlgorithm": algorithm},
            )
        }
        shown = {(name, what) for name, what, _ in found if what == "kms:GetPublicKey"}
        assert shown == {("tillstack-local-read-payments", "kms:GetPublicKey")}
        assert {each for each in found if each[1] != "kms:GetPublicKey"} == {
            (READER, "kms:Decrypt", KMS_ALGORITHM)
        }


def test_the_keys_policy_denies_everybody_else_whatever_the_account_allows() -> None:
    """Another role, a person and the root open nothing; nor does the reader by another way."""
    for key in keys():
        _, reader, way, elsewhere = json.loads(key.inputs["policy"])["Statement"]
        for each in (reader, way, elsewhere):
            assert (each["Effect"], each["Principal"], each["Resource"]) == ("Deny", "*", "*")
        assert reader["Action"] == way["Action"] == ["kms:Decrypt"]
        assert (elsewhere["Action"], elsewhere.get("Condition")) == (["kms:ReEncrypt*"], None)
        assert reader["Condition"] == {
            "ArnNotEquals": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/{READER}"}
        }
        assert way["Condition"] == {"StringNotEquals": {"kms:EncryptionAlgorithm": KMS_ALGORITHM}}


def test_the_grants_name_exact_keys_and_the_algorithm() -> None:
    """One action each, on both keys."""
    arns = [each.outputs["arn"] for each in keys()]
    (opens,) = grants(program(), READER)["open-messages"]
    assert (opens["Action"], opens["Resource"]) == (["kms:Decrypt"], arns)
    assert opens["Condition"] == {"StringEquals": {"kms:EncryptionAlgorithm": KMS_ALGORITHM}}
    (shows,) = grants(program(), "tillstack-local-read-payments")["show-message-keys"]
    assert (shows["Action"], shows["Resource"]) == (["kms:GetPublicKey"], arns)
