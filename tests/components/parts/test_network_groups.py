"""Security groups: by reference inside, and to the PSP's addresses outside."""

import pulumi_aws as aws

from components.lib.psp_ranges import PSP_RANGES
from tests.components.networked import inputs, networked, recorded


def test_the_default_group_is_closed() -> None:
    """Whoever is put into none gets nowhere."""
    group = inputs("network-default")
    assert group["vpcId"] == "network-vpc-id"
    assert not {"ingress", "egress"} & group.keys()


def test_nobody_comes_in_but_the_functions_at_the_endpoints() -> None:
    """One door, by reference; a function is called by Lambda and takes no connection."""
    groups = networked().of(aws.ec2.SecurityGroup)
    entered = {each.name: each.inputs["ingress"] for each in groups if "ingress" in each.inputs}
    assert entered.keys() == {"network-endpoints"}
    (rule,) = entered["network-endpoints"]
    assert (rule["securityGroups"], rule["fromPort"], rule["toPort"], rule["protocol"]) == (
        ["network-functions-id"], 443, 443, "tcp",
    )  # fmt: skip
    assert "cidrBlocks" not in rule


def test_a_function_reaches_endpoints_by_tls_and_nothing_else() -> None:
    """By reference, and by the lists of the endpoints that are routes."""
    rules = networked().of(aws.vpc.SecurityGroupEgressRule)
    assert {each.inputs["securityGroupId"] for each in rules} == {"network-functions-id"}
    assert [(each.inputs["fromPort"], each.inputs["toPort"]) for each in rules] == 3 * [(443, 443)]
    assert {each.inputs.get("referencedSecurityGroupId") for each in rules} == {
        None, "network-endpoints-id",
    }  # fmt: skip
    assert {each.inputs.get("prefixListId") for each in rules} == {
        None, "pl-network-dynamodb-id", "pl-network-s3-id",
    }  # fmt: skip
    assert "egress" not in inputs("network-functions")


def test_the_way_out_ends_at_the_psp() -> None:
    """Every address of the list and no other, at one port, no group above AWS's limit of rules."""
    found = [each for each in networked().of(aws.ec2.SecurityGroup) if "egress" in each.inputs]
    groups = sorted(found, key=lambda each: each.name)
    rules = [rule for each in groups for rule in each.inputs["egress"]]
    assert [len(each.inputs["egress"]) for each in groups] == [1, 1, 1]
    assert all(
        (rule["fromPort"], rule["toPort"], rule["protocol"]) == (443, 443, "tcp") for rule in rules
    )
    assert tuple(cidr for rule in rules for cidr in rule["cidrBlocks"]) == PSP_RANGES
    assert all(len(rule["cidrBlocks"]) <= 60 for rule in rules)


def test_a_stack_may_know_the_psp_s_addresses_better() -> None:
    """A list of its own takes the place of ours, as a whole."""
    given = '{"zones": ["a", "b"], "pspRanges": ["198.51.100.7/32"]}'
    made = recorded("staging", network=given)
    groups = [each for each in made.of(aws.ec2.SecurityGroup) if "egress" in each.inputs]
    assert [each.inputs["egress"][0]["cidrBlocks"] for each in groups] == [["198.51.100.7/32"]]
