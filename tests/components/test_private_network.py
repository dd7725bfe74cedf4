"""The functions' own network: who is where, and what is on record."""

import json

import pulumi_aws as aws
import pytest

from tests.components.networked import inputs, networked, policy, recorded
from tests.fakes.recorder import REGION

CALLS_MERCHANTS = "deliver-events"
CALL_THE_PSP = {
    "operate-payments", "process-dead-letter", "process-payment", "reconcile-payments",
}  # fmt: skip


def test_only_who_calls_the_psp_has_a_way_out() -> None:
    """Whoever reads the PSP's key to call it is placed out; every other function is inside."""
    out, inside = set(), set()
    for function in networked().of(aws.lambda_.Function):
        name = function.inputs["name"].removeprefix("tillstack-prod-")
        if name == CALLS_MERCHANTS:
            continue
        placed = function.inputs["vpcConfig"]["subnetIds"]
        assert len(placed) == 2, name
        if placed == ["network-out-a-id", "network-out-b-id"]:
            out.add(name)
        else:
            assert placed == ["network-inside-a-id", "network-inside-b-id"], name
            assert function.inputs["vpcConfig"]["securityGroupIds"] == ["network-functions-id"]
            inside.add(name)
        called = "PSP_API_BASE" in function.inputs["environment"]["variables"]
        assert called == (name in out), name
    assert out == CALL_THE_PSP
    assert {"receive-webhook", "accept-payment", "notify-customer"} <= inside


def test_who_calls_merchants_is_in_no_network_of_ours() -> None:
    """Their addresses are anywhere; it can't reach what is inside, and its role joins nothing."""
    function = networked().named("events-deliver-events-function").inputs
    assert "vpcConfig" not in function
    joins = [each.name for each in networked().resources if each.name.endswith("-join-network")]
    assert len(joins) == len(networked().of(aws.lambda_.Function)) - 1
    assert not any(CALLS_MERCHANTS in each for each in joins)


@pytest.mark.parametrize("stack", ["local", "dev", "staging"])
def test_without_the_setting_there_is_no_network(stack: str) -> None:
    """A stack that does not ask pays for none, and its roles make no interface."""
    made = recorded(stack).resources
    assert [each.name for each in made if each.type.startswith(("aws:ec2", "aws:vpc"))] == []
    assert [each.name for each in made if each.name.endswith("join-network")] == []
    assert [each.name for each in made if each.inputs.get("vpcConfig")] == []


def test_a_network_may_have_three_zones() -> None:
    """The stack that asks for them has everything three times that a zone has its own of."""
    made = recorded("staging", network='{"zones": ["a", "b", "c"]}')
    zones = sorted(each.inputs["availabilityZone"] for each in made.of(aws.ec2.Subnet))
    assert zones == sorted(2 * [f"{REGION}{letter}" for letter in "abc"])
    assert len(made.named("network-sqs").inputs["subnetIds"]) == 3


def test_every_flow_is_logged_with_our_key_and_kept() -> None:
    """Refused and accepted ones, each minute; the service's role can write there alone."""
    log = inputs("network-flows-log")
    assert (log["vpcId"], log["trafficType"]) == ("network-vpc-id", "ALL")
    assert log["maxAggregationInterval"] == 60
    group = inputs("network-flows-logs")
    assert log["logDestination"] == networked().named("network-flows-logs").outputs["arn"]
    assert group["retentionInDays"] == 731
    assert group["kmsKeyId"] == networked().named("keys-logs").outputs["arn"]
    (write,) = policy("network-flows-write-logs")
    assert write["Resource"] == [f"{log['logDestination']}:*"]
    (trust,) = json.loads(inputs("network-flows-role")["assumeRolePolicy"])["Statement"]
    assert trust["Principal"] == {"Service": "vpc-flow-logs.amazonaws.com"}
    assert "aws:SourceAccount" in trust["Condition"]["StringEquals"]


def test_the_key_of_the_logs_knows_the_flows_group() -> None:
    """CloudWatch Logs may use it for that group, or the log would never be created."""
    statements = policy("keys-logs")
    groups = [
        arn for each in statements for arn in each.get("Condition", {}).get("ArnLike", {}).values()
    ]
    assert any("log-group:/aws/vpc/tillstack-prod-*" in arn for each in groups for arn in each)


def test_there_is_no_second_way_by_ipv6() -> None:
    """No range of it is asked for, in the network, its subnets or its functions."""
    for each in networked().resources:
        if each.type.startswith(("aws:ec2", "aws:vpc", "aws:lambda/function:")):
            assert [key for key in each.inputs if "ipv6" in key.lower()] == []
            assert "ipv6" not in json.dumps(each.inputs.get("vpcConfig", {})).lower()
