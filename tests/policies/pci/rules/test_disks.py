"""Disks of machines: what the rule must report, and what it must not."""

from typing import Any

import pytest

from policies.pci.framework.tokens import INSTANCE
from policies.pci.platform import unresolved
from policies.pci.rules.disks import EBS_CMK
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, said
from tests.policies.network import broken, named, network

KEY = "arn:aws:kms:eu-central-1:111122223333:key/key-id"
FINE = {"encrypted": "true", "kmsKeyId": KEY}


@pytest.mark.parametrize("known", [True, False], ids=["deployed", "first preview"])
def test_the_network_program_is_fine(known: bool) -> None:  # noqa: FBT001 - a parameter
    """Its template's disk has the stack's key."""
    assert blamed([EBS_CMK, unresolved([EBS_CMK])], *network(known=known)) == []


@pytest.mark.parametrize(
    "disks",
    [
        None,
        [],
        [{"deviceName": "/dev/xvda"}],
        [{"ebs": FINE}, {"ebs": {}}],
        [{"ebs": {**FINE, "encrypted": "false"}}],
        [{"ebs": {**FINE, "encrypted": False}}],
        [{"ebs": {"encrypted": True}}],
        [{"ebs": {**FINE, "kmsKeyId": "alias/aws/ebs"}}],
        [7],
        "disks",
    ],
)
def test_a_disk_without_our_key_is_reported(disks: Any) -> None:
    """Undeclared, unencrypted, with AWS's key, or written as nobody can read it."""
    assert blamed(EBS_CMK, *broken("template", blockDeviceMappings=disks)) == ["template"]


def test_a_missing_key_is_told_once() -> None:
    """Of a key that is not there it is not also said that it is another stack's."""
    bare = resource(INSTANCE, {"ami": "ami-1"})
    told = [message for _, _, message in said(EBS_CMK, bare)]
    assert sum("kms_key_id" in each for each in told) == 1
    theirs = resource(INSTANCE, {"rootBlockDevice": {**FINE, "kmsKeyId": KEY}})
    ((_, _, message),) = said(EBS_CMK, theirs)
    assert "is not made of a Key of this stack" in message


def test_holes_and_disks_of_the_machine_itself_are_none() -> None:
    """They have no encryption of their own to set."""
    disks = [{"ebs": FINE}, {"noDevice": "true"}, {"virtualName": "ephemeral0"}]
    assert blamed(EBS_CMK, *broken("template", blockDeviceMappings=disks)) == []


def test_an_instance_is_judged_alike() -> None:
    """Its root disk and every other one."""
    key = named("key")
    made_of = {"rootBlockDevice": [key], "ebsBlockDevices": [key]}
    fine = {"rootBlockDevice": FINE, "ebsBlockDevices": [FINE]}
    assert blamed(EBS_CMK, key, resource(INSTANCE, fine, made_of=made_of)) == []
    wrongs: list[dict[str, Any]] = [
        {"rootBlockDevice": {}},
        {"ebsBlockDevices": [{**FINE, "encrypted": False}]},
    ]
    for wrong in wrongs:
        assert blamed(EBS_CMK, key, resource(INSTANCE, {**fine, **wrong}, made_of=made_of)) == [
            "it"
        ]
    assert blamed(EBS_CMK, key, resource(INSTANCE, {})) == ["it"]


def test_a_key_of_another_stack_is_listed() -> None:
    """Or it is unknown whose it is."""
    machine = resource(INSTANCE, {"rootBlockDevice": FINE})
    assert blamed(EBS_CMK, machine) == ["it"]
    assert blamed(EBS_CMK, machine, config={"externalArns": [KEY]}) == []


def test_unknown_settings_are_undecided_here() -> None:
    """Rule 0.6 wants them made of a key of the stack."""
    disks = [{"ebs": UNKNOWN}]
    rules = [EBS_CMK, unresolved([EBS_CMK])]
    machine = resource(named("template").type, {"blockDeviceMappings": disks})
    assert blamed(EBS_CMK, machine) == []
    assert blamed(rules, machine) == ["it"]
