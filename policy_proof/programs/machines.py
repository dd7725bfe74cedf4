"""Machines and a function in a network of their own, by the types that the fleet does without."""

import base64
from typing import Any

import pulumi_aws as aws
from pulumi_aws import ec2

from policy_proof.programs._common import function, key
from policy_proof.programs.network import OURS, endpoints, record_flows, subnets, trust

DATA = base64.b64encode(b"#!/bin/sh\nexec worker\n").decode()


def declare() -> None:
    """The whole program."""
    vpc = ec2.Vpc("vpc", cidr_block="10.0.0.0/16", enable_dns_hostnames=True)
    ec2.DefaultSecurityGroup("default", vpc_id=vpc.id)
    ec2.DefaultRouteTable("default-routes", default_route_table_id=vpc.default_route_table_id)
    disks = key("disks")
    record_flows(vpc, key("flows-key"))
    private = subnets(vpc)
    endpoints(vpc, private)
    bound(vpc)
    main = ec2.RouteTable("main", vpc_id=vpc.id)
    ec2.MainRouteTableAssociation("main-inside", vpc_id=vpc.id, route_table_id=main.id)
    group = open_inside(vpc)
    machines(private[0], group, disks)
    work(private, group)


def bound(vpc: ec2.Vpc) -> None:
    """One endpoint more, whose policy stands beside it."""
    endpoint = ec2.VpcEndpoint(
        "events-endpoint",
        vpc_id=vpc.id,
        service_name="com.amazonaws.eu-central-1.events",
        vpc_endpoint_type="Interface",
        private_dns_enabled=True,
    )
    ec2.VpcEndpointPolicy("events-policy", vpc_endpoint_id=endpoint.id, policy=OURS)


def open_inside(vpc: ec2.Vpc) -> ec2.SecurityGroup:
    """A group whose rules stand beside it."""
    group = ec2.SecurityGroup("inner", vpc_id=vpc.id, description="Inside only")
    for kind in ("ingress", "egress"):
        ec2.SecurityGroupRule(
            kind,
            type=kind,
            security_group_id=group.id,
            protocol="tcp",
            from_port=443,
            to_port=443,
            cidr_blocks=["10.0.1.0/24"],
            description="To and from the network",
        )
    return group


def machines(subnet: ec2.Subnet, group: ec2.SecurityGroup, ours: aws.kms.Key) -> None:
    """One machine alone, and a configuration of the old kind."""
    role = aws.iam.Role("worker-role", name="worker", assume_role_policy=trust("ec2"))
    profile = aws.iam.InstanceProfile("worker-profile", name="worker", role=role.name)
    disk: Any = {"encrypted": True, "kms_key_id": ours.arn}
    more: Any = [{"device_name": "/dev/xvdb", **disk}]
    ec2.Instance(
        "machine",
        ami="ami-example",
        subnet_id=subnet.id,
        vpc_security_group_ids=[group.id],
        associate_public_ip_address=False,
        iam_instance_profile=profile.name,
        monitoring=True,
        metadata_options={"http_tokens": "required", "http_put_response_hop_limit": 1},
        root_block_device=disk,
        ebs_block_devices=more,
        user_data_base64=DATA,
    )
    ec2.LaunchConfiguration(
        "old",
        image_id="ami-example",
        instance_type="t3.micro",
        associate_public_ip_address=False,
        iam_instance_profile=profile.name,
        enable_monitoring=True,
        metadata_options={"http_tokens": "required", "http_put_response_hop_limit": 1},
        user_data_base64=DATA,
    )


def work(private: list[ec2.Subnet], group: ec2.SecurityGroup) -> None:
    """A function that reaches AWS through the endpoints."""
    function(
        "works-inside",
        vpc_config={
            "subnet_ids": [each.id for each in private],
            "security_group_ids": [group.id],
        },
    )
