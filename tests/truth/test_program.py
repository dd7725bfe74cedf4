"""AWS's own provider says yes to the program."""

from collections.abc import Iterator
from itertools import chain

import pytest

from local.policy_check.policy_check import STACKS
from tests.fakes.recorder import in_region
from truth.plugin import AwsProvider
from truth.registrations import Registration, recorded, registrations

FIREWALL = "aws_wafv2_web_acl"
"""Its plan takes longer than those of all other resources together."""
WITHOUT_A_MUST = {
    "aws_api_gateway_account",
    "aws_cloudwatch_event_rule",
    "aws_cloudwatch_log_group",
    "aws_default_security_group",
    "aws_flow_log",
    "aws_internet_gateway",
    "aws_kms_key",
    "aws_s3_bucket",
    "aws_secretsmanager_secret",
    "aws_security_group",
    "aws_sns_topic",
    "aws_sqs_queue",
    "aws_vpc",
}
"""Types of which the provider demands nothing that the program gives."""


@pytest.mark.parametrize("stack", STACKS)
def test_every_registration_is_validated_and_planned(aws: AwsProvider, stack: str) -> None:
    """No refusal and no warning; the firewall of every stack is the same, and is planned once."""
    found = list(registrations(recorded(stack), aws))
    assert len(found) > 300
    said = list(
        chain.from_iterable(
            each.judged(aws) for each in found if each.kind != FIREWALL or stack == "prod"
        )
    )
    assert said == []


@pytest.mark.parametrize("region", ["us-gov-west-1", "cn-north-1"])
def test_every_registration_is_right_in_another_partition(aws: AwsProvider, region: str) -> None:
    """GovCloud, and China, where a stack is refused for the services that the region lacks.

    What a registration names there passes too, with the check of the services off.
    """
    found = list(registrations(in_region(region), aws))
    assert len(found) > 300
    said = chain.from_iterable(each.judged(aws) for each in found if each.kind != FIREWALL)
    assert list(said) == []


def test_the_firewalls_differ_in_name_and_tags_only(aws: AwsProvider) -> None:
    """So one plan judges all four."""
    rules = [
        each.config["rule"]
        for stack in STACKS
        for each in registrations(recorded(stack), aws)
        if each.kind == FIREWALL
    ]
    assert len(rules) == len(STACKS)
    assert all(each == rules[0] for each in rules)


def broken(each: Registration) -> Iterator[Registration]:
    """The registration once without each thing that its type demands."""
    musts = [name for name, one in each.block.attributes.items() if one.required]
    musts += [name for name, one in each.block.blocks.items() if one.min_items]
    for name in musts:
        yield each._replace(config={**each.config, name: each.block.empty()[name]})


def test_a_registration_without_what_its_type_demands_is_refused(aws: AwsProvider) -> None:
    """The judge is awake for every type that has such a demand."""
    by_kind = {each.kind: each for each in registrations(recorded("prod"), aws)}
    by_kind |= {each.kind: each for each in registrations(recorded("local"), aws)}
    assert {kind for kind, each in by_kind.items() if not list(broken(each))} == WITHOUT_A_MUST
    taken = [
        f"{one.name} ({one.kind})"
        for each in by_kind.values()
        for one in broken(each)
        if not one.said(aws)
    ]
    assert taken == []
