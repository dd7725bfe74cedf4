"""How a function joins the network: Lambda may, in its place; the function's own code may not."""

import pulumi_aws as aws

from tests.components.networked import networked, policy

OUT = "processor-process-payment-join-network"


def test_interfaces_are_made_in_the_function_s_own_place_only() -> None:
    """Exact subnets and groups; whatever has no name yet is bound to the network."""
    interfaces, places, looks, _ = policy(OUT)
    vpc = networked().named("network-vpc").outputs["arn"]
    assert interfaces["Condition"] == {"ArnEquals": {"ec2:Vpc": vpc}}
    own = ["network-out-a", "network-out-b", "network-functions"]
    own += [f"network-psp-{number}" for number in (1, 2, 3)]
    assert places["Resource"] == [networked().named(each).outputs["arn"] for each in own]
    assert places["Action"] == ["ec2:CreateNetworkInterface"]
    assert all(each.startswith("ec2:Describe") for each in looks["Action"])


def test_the_function_s_own_code_is_refused_the_same() -> None:
    """The role is Lambda's hand: what it may do for Lambda, a request from the code may not."""
    *allowed, denied = policy(OUT)
    assert denied["Effect"] == "Deny"
    (source,) = denied["Condition"]["ArnEquals"].items()
    assert source[0] == "lambda:SourceFunctionArn"
    assert source[1].endswith(":function:tillstack-prod-process-payment")
    assert {each for one in allowed for each in one["Action"]} <= set(denied["Action"])


def test_every_function_waits_for_its_right_to_join() -> None:
    """Lambda tries at the creation, and refuses a role that may not."""
    within = [each for each in networked().of(aws.lambda_.Function) if "vpcConfig" in each.inputs]
    assert len(within) > 10
    for function in within:
        before = networked().before(function)
        assert any(urn.endswith("-join-network") for urn in before), function.name
