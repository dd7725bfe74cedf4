"""Whose the rights to network interfaces are: what the rule must report, and what it must not."""

import json
from typing import Any, Final

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import FUNCTION, IAM_ROLE, ROLE_POLICY, ROLE_POLICY_ATTACHMENT
from policies.pci.rules.network_rights import NETWORK_RIGHTS
from policy_proof.resources import UNKNOWN, resource
from policy_proof.stacks import ours
from tests.policies.case import blamed, but

HOME: Final = "eu-central-1:111122223333"
ARN: Final = f"arn:aws:lambda:{HOME}:function:pay"
INTERFACES: Final = f"arn:aws:ec2:{HOME}:network-interface/*"
JOIN: Final = [
    "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
]  # fmt: skip
LOOK: Final = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]
ROLE: Final = resource(
    IAM_ROLE, {"name": "pay", "arn": "arn:aws:iam::111122223333:role/pay"}, "pay"
)
PLACE: Final = {"subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": ["sg-1"]}
PAY: Final = resource(
    FUNCTION,
    {"name": "pay", "arn": ARN, "role": ROLE.inputs["arn"], "vpcConfig": PLACE},
    "payer",
    made_of={"role": [ROLE]},
)
ALLOW: Final = {"Effect": "Allow", "Action": JOIN, "Resource": INTERFACES}
SEES: Final = {"Effect": "Allow", "Action": LOOK, "Resource": "*"}
DENY: Final[dict[str, Any]] = {
    "Effect": "Deny",
    "Action": [*JOIN, *LOOK],
    "Resource": "*",
    "Condition": {"ArnEquals": {"lambda:SourceFunctionArn": ARN}},
}


def beside(*statements: dict[str, Any]) -> Declared:
    """The role's own document."""
    text = json.dumps({"Version": "2012-10-17", "Statement": statements})
    return resource(ROLE_POLICY, {"role": "pay", "policy": text}, "join", made_of={"role": [ROLE]})


def test_rights_that_the_function_is_denied_are_fine() -> None:
    """And so is a function outside of any network, whatever its role may."""
    assert blamed(NETWORK_RIGHTS, PAY, ROLE, beside(ALLOW, SEES, DENY)) == []
    outside = but(PAY, vpcConfig=None)
    assert blamed(NETWORK_RIGHTS, outside, ROLE, beside(ALLOW)) == []
    like = {**DENY, "Condition": {"StringLike": {"lambda:SourceFunctionArn": ARN[:-1] + "*"}}}
    assert blamed(NETWORK_RIGHTS, PAY, ROLE, beside(ALLOW, like)) == []


@pytest.mark.parametrize(
    "more",
    [
        {"Effect": "Allow"},
        {"Action": JOIN[1:]},
        {"Resource": INTERFACES},
        {"Condition": {"ArnNotEquals": {"lambda:SourceFunctionArn": ARN}}},
        {"Condition": {"ArnEquals": {"lambda:SourceFunctionArn": f"{ARN}-other"}}},
        {"Condition": {**DENY["Condition"], "Bool": {"aws:ViaAWSService": "true"}}},
    ],
)
def test_a_weaker_denial_is_none(more: dict[str, Any]) -> None:
    """Of less, elsewhere, or for somebody else."""
    assert blamed(NETWORK_RIGHTS, PAY, ROLE, beside(ALLOW, {**DENY, **more})) == ["payer"]


@pytest.mark.parametrize(
    "more",
    [
        {"Resource": "*"},
        {"Resource": f"arn:aws:ec2:{HOME}:*"},
        {"Resource": f"arn:aws:ec2:{HOME}:instance/*"},
    ],
)
def test_what_is_meant_is_named(more: dict[str, Any]) -> None:
    """Interfaces, subnets and groups, and nothing else that the actions could be about."""
    assert blamed(NETWORK_RIGHTS, PAY, ROLE, beside({**ALLOW, **more}, DENY)) == ["payer"]
    unlike = {"Effect": "Allow", "Action": JOIN, "NotResource": INTERFACES}
    assert blamed(NETWORK_RIGHTS, PAY, ROLE, beside(unlike, DENY)) == ["payer"]


def test_the_rights_of_awss_own_policy_are_denied_too() -> None:
    """They are the same rights, and the function's code has them as well."""
    own = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
    made = {"role": [ROLE]}
    inputs = {"role": "pay", "policyArn": own}
    attached = resource(ROLE_POLICY_ATTACHMENT, inputs, "aws", made_of=made)
    assert blamed(NETWORK_RIGHTS, PAY, ROLE, attached) == ["payer"]
    assert blamed(NETWORK_RIGHTS, PAY, ROLE, attached, beside(DENY)) == []


def test_before_a_function_has_an_arn_its_name_decides() -> None:
    """In a first preview the denial names the function that will be."""
    soon = but(PAY, arn=UNKNOWN)
    assert blamed(NETWORK_RIGHTS, soon, ROLE, beside(ALLOW, SEES, DENY)) == []
    other = {**DENY, "Condition": {"ArnEquals": {"lambda:SourceFunctionArn": f"{ARN}-other"}}}
    assert blamed(NETWORK_RIGHTS, soon, ROLE, beside(ALLOW, other)) == ["payer"]


def test_our_own_functions_are_asked() -> None:
    """Each of those in the network; one without its denial is named."""
    stack = ours("prod")
    assert blamed(NETWORK_RIGHTS, *stack) == []
    joins = [each for each in stack if "join-network" in each.name]
    # One calls merchants, from outside of the network.
    assert len(joins) == len([each for each in stack if each.type == FUNCTION]) - 1
    for join in joins[:2]:
        statements = json.loads(str(join.inputs["policy"]))["Statement"]
        weak = but(join, policy=json.dumps({"Version": "2012-10-17", "Statement": statements[:-1]}))
        others = [each for each in stack if each != join]
        assert blamed(NETWORK_RIGHTS, *others, weak) == [
            f"{join.name.removesuffix('-join-network')}-function"
        ]
