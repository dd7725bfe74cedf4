"""How a function comes into the stack's own network."""

import pulumi

from components.lib.context import StackContext
from components.lib.iam import allow, document
from components.lib.outputs import NetworkRefs, Placement

_INTERFACES = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
)
_LOOKS = ("ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets")
"""EC2 knows no resource here: AWS accepts nothing but "*"."""


def placed(
    network: NetworkRefs | None, *, calls_psp: bool, calls_merchants: bool
) -> Placement | None:
    """Where a function goes: out of the network only if it must.

    What calls merchants is in no network of ours: their addresses are anywhere, the network's own
    way out ends at the provider's, and from outside nothing within is reached.
    """
    if network is None or calls_merchants:
        return None
    return network.out if calls_psp else network.inside


def may_join(context: StackContext, service: str, place: Placement) -> pulumi.Output[str]:
    """Lambda may make the function's interfaces, in its own subnets with its own groups.

    Lambda acts by the function's role, so the function's own code is refused the same
    (AWS Lambda, "Giving Lambda functions access to resources in an Amazon VPC", best practice).
    """
    any_interface = context.arn("ec2", "network-interface/*")
    own_code = {
        "Sid": "NotTheFunctionItself",
        "Effect": "Deny",
        "Action": [*_INTERFACES, *_LOOKS, "ec2:DetachNetworkInterface"],
        "Resource": "*",
        "Condition": {
            "ArnEquals": {"lambda:SourceFunctionArn": context.arn("lambda", f"function:{service}")}
        },
    }
    return pulumi.Output.all(place.vpc_arn, *place.subnet_arns, *place.group_arns).apply(
        lambda arns: document(
            allow(_INTERFACES, [any_interface], {"ArnEquals": {"ec2:Vpc": arns[0]}}),
            allow(["ec2:CreateNetworkInterface"], arns[1:]),
            allow(_LOOKS, ["*"]),
            own_code,
        )
    )
