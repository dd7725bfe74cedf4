"""Machines: their metadata, network, start-up text and fleets, however they are declared."""

from collections.abc import Iterator, Mapping
from typing import Final

from pulumi_policy import Severity

from ..framework.predicates import NOT_EMPTY, Config, at_least, at_most, equal
from ..framework.resource import Resource, Stack
from ..framework.routes import WATCHED, leads_out
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.start_up import decoded
from ..framework.tokens import (
    AUTO_SCALING_GROUP,
    BUCKET,
    IAM_ROLE,
    INSTANCE,
    INSTANCE_PROFILE,
    KEY,
    LAUNCH_CONFIGURATION,
    LAUNCH_TEMPLATE,
    LOG_GROUP,
    QUEUE,
    SECRET,
    SUBNET,
    TABLE,
    TOPIC,
)
from ..framework.values import ABSENT
from . import secrets_scan

_MACHINES: Final = (LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION, INSTANCE)

IMDSV2: Final = Rule(
    number="110",
    name="launch-template-imdsv2",
    description="A machine gives its credentials only to who holds a session, and only to itself.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("2.2.6",),
    references=("EC2.8", "EC2.170", "CKV_AWS_79", "CKV_AWS_341"),
    property_rules={
        kind: (
            PropertyRule(
                "metadataOptions.httpTokens",
                equal("required"),
                "Set http_tokens of metadata_options to required.",
            ),
            PropertyRule(
                "metadataOptions.httpPutResponseHopLimit",
                at_most("hop", 1),
                "Set http_put_response_hop_limit of metadata_options to 1.",
            ),
        )
        for kind in _MACHINES
    },
    config={"hop": 1},
)

_MONITORED: Final = "Switch detailed monitoring on."
_PRIVATE: Final = "Set associate_public_ip_address to false."


def _network(machine: Resource, _config: Config) -> Iterator[Finding]:
    if machine.known("keyName", "") != "":
        yield Finding("Take key_name away: people come in by Session Manager, under their names.")
    if machine.type == LAUNCH_TEMPLATE and machine.known("networkInterfaces", []) == []:
        yield Finding(f"Declare network_interfaces. {_PRIVATE}")


_PROFILE: Final = PropertyRule(
    "iamInstanceProfile",
    NOT_EMPTY,
    "Set iam_instance_profile to a profile of this stack.",
    producers=(INSTANCE_PROFILE, IAM_ROLE),
)
_ALONE: Final = PropertyRule("associatePublicIpAddress", equal(wanted=False), _PRIVATE)

MACHINE_NETWORK: Final = Rule(
    number="112",
    name="launch-template-network",
    description=(
        "A machine has no public address and no shared key, but a role and close monitoring."
    ),
    severity=Severity.HIGH,
    pci=("1.4.2", "7.2.2", "8.2.2", "10.2.1"),
    references=("EC2.9", "EC2.25", "AwsSolutions-EC28", "CKV_AWS_88", "CKV_AWS_126"),
    property_rules={
        LAUNCH_TEMPLATE: (
            PropertyRule(
                "networkInterfaces[].associatePublicIpAddress", equal(wanted=False), _PRIVATE
            ),
            _PROFILE,
            PropertyRule("monitoring.enabled", equal(wanted=True), _MONITORED),
        ),
        LAUNCH_CONFIGURATION: (
            _ALONE,
            _PROFILE,
            PropertyRule("enableMonitoring", equal(wanted=True), _MONITORED),
        ),
        INSTANCE: (_ALONE, _PROFILE, PropertyRule("monitoring", equal(wanted=True), _MONITORED)),
    },
    types=_MACHINES,
    check=_network,
    watches={
        LAUNCH_TEMPLATE: {"keyName": (), "networkInterfaces": ()},
        LAUNCH_CONFIGURATION: {"keyName": ()},
        INSTANCE: {"keyName": ()},
    },
)

_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    LAUNCH_TEMPLATE: ("userData",),
    LAUNCH_CONFIGURATION: ("userData", "userDataBase64"),
    INSTANCE: ("userData", "userDataBase64"),
}

_TOLD: Final = (BUCKET, KEY, LOG_GROUP, QUEUE, SECRET, TABLE, TOPIC)
"""Whose names a machine is told; a secret's ARN is none of its value."""


def _no_secrets(machine: Resource, _config: Config) -> Iterator[Finding]:
    for path in _TEXTS[machine.type]:
        text = str(machine.known(path, ""))
        kinds = {kind for each in decoded(text) for kind in secrets_scan.finds(each)}
        for kind in sorted(kinds):
            yield Finding(f"{path} holds {kind}: let the machine read it from Secrets Manager.")


USER_DATA: Final = Rule(
    number="114",
    name="user-data-no-secrets",
    description="The text that a machine starts with holds no secret; everybody on it can read it.",
    severity=Severity.CRITICAL,
    pci=("8.6.2",),
    references=("CKV_AWS_46",),
    types=_MACHINES,
    check=_no_secrets,
    watches={kind: dict.fromkeys(paths, _TOLD) for kind, paths in _TEXTS.items()},
)

_ZONES: Final = 2


def _group_is_sound(stack: Stack, group: Resource, config: Config) -> Iterator[Finding]:
    templates = group.made_of("launchTemplate", LAUNCH_TEMPLATE)
    mixed = group.made_of("mixedInstancesPolicy", LAUNCH_TEMPLATE)
    if group.get("launchConfiguration") is not ABSENT or not (templates or mixed):
        yield Finding("Set launch_template to a template of this stack, which is judged here.")
    if "$Latest" in str(group.get("launchTemplate")) + str(group.get("mixedInstancesPolicy")):
        yield Finding("Set the version to the template's latest_version: it is rolled out then.")
    subnets = group.made_of("vpcZoneIdentifiers", SUBNET)
    zones = {str(each.get("availabilityZone")) for each in subnets}
    if len(subnets) < _ZONES or len(zones) < _ZONES:
        yield Finding("Set vpc_zone_identifiers to subnets of this stack in two zones.")
    if any(each.name in config["public"] or leads_out(stack, each) for each in subnets):
        yield Finding("Set vpc_zone_identifiers to private subnets.")
    if group.get("instanceRefresh") is ABSENT:
        yield Finding("Set instance_refresh, so that a new template reaches every machine.")


AUTO_SCALING: Final = Rule(
    number="113",
    name="asg-uses-template-in-private",
    description=(
        "A fleet is made from a judged template, in private subnets of two zones, and renewed."
    ),
    severity=Severity.MEDIUM,
    pci=("6.3.3",),
    unreviewed_controls=("1.4.1",),
    references=("AutoScaling.2", "AutoScaling.9", "CKV_AWS_315"),
    property_rules={
        AUTO_SCALING_GROUP: tuple(
            PropertyRule(
                "maxInstanceLifetime",
                predicate,
                "Set max_instance_lifetime: 1 to 30 days, in seconds.",
            )
            for predicate in (at_least("least", 86_400), at_most("most", 2_592_000))
        )
    },
    subjects=(AUTO_SCALING_GROUP,),
    stack=_group_is_sound,
    watches={
        **WATCHED,
        SUBNET: {**WATCHED[SUBNET], "availabilityZone": ()},
        AUTO_SCALING_GROUP: {
            "launchTemplate": (LAUNCH_TEMPLATE,),
            "mixedInstancesPolicy": (LAUNCH_TEMPLATE,),
            "launchConfiguration": (),
            "vpcZoneIdentifiers": (SUBNET,),
            "instanceRefresh": (),
        },
    },
    config={"public": [], "least": 86_400, "most": 2_592_000},
)

RULES: Final = (IMDSV2, MACHINE_NETWORK, AUTO_SCALING, USER_DATA)
