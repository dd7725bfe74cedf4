"""Disks of machines: encrypted with our key, whatever the image says."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulumi_policy import Severity

from ..framework.predicates import CUSTOMER_KEY, Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import INSTANCE, KEY, LAUNCH_TEMPLATE
from ..framework.values import UNKNOWN, UndecidedError

_DISKS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    LAUNCH_TEMPLATE: (("blockDeviceMappings[]", "ebs"),),
    INSTANCE: (("rootBlockDevice", ""), ("ebsBlockDevices[]", "")),
}
"""Type → where its disks are, and where in each its settings are."""


def _disks(machine: Resource) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The settings of each disk with their path.

    Raises:
        UndecidedError: the settings of a disk are unknown.
    """
    for path, inside in _DISKS[machine.type]:
        for at, disk in machine.each(path):
            found: Any = disk
            if inside and isinstance(disk, Mapping):
                # A hole in the image's list, and a disk that goes with the machine.
                if inside not in disk and {"noDevice", "virtualName"} & disk.keys():
                    continue
                found = disk.get(inside)
            if found is UNKNOWN:
                raise UndecidedError(at)
            yield at, found if isinstance(found, Mapping) else {}


def _are_encrypted(machine: Resource, config: Config) -> Iterator[Finding]:
    disks = list(_disks(machine))
    if not disks:
        yield Finding("Declare its disks: otherwise the image decides about their encryption.")
    for path, settings in disks:
        if settings.get("encrypted") not in (True, "true", UNKNOWN):
            yield Finding(f"{path}: Set encrypted to true.")
        key = settings.get("kmsKeyId")
        if key is not UNKNOWN and not CUSTOMER_KEY.holds(key, config):
            yield Finding(f"{path}: Pass the ARN of an aws.kms.Key as kms_key_id.")


def _with_our_key(_stack: Stack, machine: Resource, config: Config) -> Iterator[Finding]:
    for path, settings in _disks(machine):
        key = settings.get("kmsKeyId")
        ours = key in config["externalArns"] or machine.made_of(_top(path), KEY)
        # What is no key's ARN at all is told above.
        if not ours and (key is UNKNOWN or CUSTOMER_KEY.holds(key, config)):
            yield Finding(
                f"{path}: kms_key_id is not made of a Key of this stack; one of another stack is "
                "allowed by its ARN in the rule's externalArns."
            )


def _top(path: str) -> str:
    return path.partition("[")[0]


EBS_CMK: Final = Rule(
    number="111",
    name="launch-template-ebs-cmk",
    description="Every disk of a machine is encrypted with a customer-managed key.",
    severity=Severity.HIGH,
    pci=("3.5.1", "3.6.1.2"),
    references=("EC2.3", "AwsSolutions-EC26", "CKV_AWS_8"),
    types=tuple(_DISKS),
    check=_are_encrypted,
    subjects=tuple(_DISKS),
    stack=_with_our_key,
    watches={
        LAUNCH_TEMPLATE: {
            "blockDeviceMappings[].ebs.encrypted": (),
            "blockDeviceMappings[].ebs.kmsKeyId": (KEY,),
        },
        INSTANCE: {
            "rootBlockDevice.encrypted": (),
            "rootBlockDevice.kmsKeyId": (KEY,),
            "ebsBlockDevices[].encrypted": (),
            "ebsBlockDevices[].kmsKeyId": (KEY,),
        },
    },
    config={"externalArns": []},
)

RULES: Final = (EBS_CMK,)
