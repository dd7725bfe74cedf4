"""Who may talk to whom: security groups, by reference where both ends are ours."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pulumi
import pulumi_aws as aws

from components.lib.context import StackContext
from components.lib.psp_ranges import in_groups
from components.parts.network_endpoints import GATEWAYS


class Groups(NamedTuple):
    """The groups of a network."""

    functions: aws.ec2.SecurityGroup
    """Of every function: to AWS's endpoints."""
    endpoints: aws.ec2.SecurityGroup
    """Of the endpoints: from the functions."""
    psp: Sequence[aws.ec2.SecurityGroup]
    """Of the functions that call the PSP: to its addresses, as many as one group holds."""


def groups(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    vpc: aws.ec2.Vpc,
    psp_ranges: tuple[str, ...],
) -> Groups:
    """All groups as children of `parent`; the network's default group is closed."""
    child = pulumi.ResourceOptions(parent=parent)
    tags = context.tags("confidential")
    aws.ec2.DefaultSecurityGroup(f"{name}-default", vpc_id=vpc.id, tags=tags, opts=child)
    functions = aws.ec2.SecurityGroup(
        f"{name}-functions",
        name=context.name("functions"),
        description="Functions: out to the endpoints of AWS services",
        vpc_id=vpc.id,
        tags=tags,
        opts=child,
    )
    endpoints = aws.ec2.SecurityGroup(
        f"{name}-endpoints",
        name=context.name("endpoints"),
        description="Endpoints of AWS services: in from the functions",
        vpc_id=vpc.id,
        ingress=[
            {
                "protocol": "tcp",
                "from_port": 443,
                "to_port": 443,
                "security_groups": [functions.id],
                "description": "Functions call AWS",
            }
        ],
        tags=tags,
        opts=child,
    )
    to = {"referenced_security_group_id": endpoints.id}
    _out(parent, f"{name}-to-endpoints", "AWS", context, functions, to)
    psp = [
        aws.ec2.SecurityGroup(
            f"{name}-psp-{number}",
            name=context.name(f"psp-{number}"),
            description="Functions: out to the payment service provider",
            vpc_id=vpc.id,
            egress=[
                {
                    "protocol": "tcp",
                    "from_port": 443,
                    "to_port": 443,
                    "cidr_blocks": list(ranges),
                    "description": "The API of the payment service provider",
                }
            ],
            tags=tags,
            opts=child,
        )
        for number, ranges in enumerate(in_groups(psp_ranges), start=1)
    ]
    return Groups(functions, endpoints, psp)


def out_by_route(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    functions: aws.ec2.SecurityGroup,
    endpoints: Mapping[str, aws.ec2.VpcEndpoint],
) -> None:
    """The functions reach each service by its endpoint's list of addresses."""
    for service, endpoint in endpoints.items():
        to = {"prefix_list_id": endpoint.prefix_list_id}
        _out(parent, f"{name}-to-{service}", GATEWAYS[service], context, functions, to)


def _out(
    parent: pulumi.ComponentResource,
    name: str,
    what: str,
    context: StackContext,
    functions: aws.ec2.SecurityGroup,
    to: Mapping[str, pulumi.Input[str]],
) -> None:
    aws.vpc.SecurityGroupEgressRule(
        name,
        security_group_id=functions.id,
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        description=f"Functions call {what}",
        tags=context.tags("confidential"),
        opts=pulumi.ResourceOptions(parent=parent),
        **to,
    )
