"""A network with a fleet of machines in it, as the rules want it: no stack of ours has one."""

import base64
import json

import pulumi
import pulumi_aws as aws
from pulumi_aws import ec2

from policy_proof.programs._common import key
from policy_proof.programs._logs import log_group

ACCOUNT = "111122223333"
SERVICES = ("sqs", "sns", "kms", "logs", "secretsmanager", "monitoring")
GATEWAYS = ("dynamodb", "s3")
OURS = json.dumps(
    {
        "Statement": {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "*",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}},
        }
    }
)


def declare() -> None:
    """The whole program."""
    vpc = ec2.Vpc("vpc", cidr_block="10.0.0.0/16", enable_dns_hostnames=True)
    ec2.DefaultSecurityGroup("default", vpc_id=vpc.id)
    own = key("key")
    record_flows(vpc, own)
    private = subnets(vpc)
    endpoints(vpc, private)
    fleet(vpc, private, own)
    watch()


def record_flows(vpc: ec2.Vpc, own: aws.kms.Key) -> None:
    """Every flow, in an encrypted group."""
    group = log_group("flows", own)
    role = aws.iam.Role("flows-role", name="flows", assume_role_policy=trust("vpc-flow-logs"))
    ec2.FlowLog(
        "flow-log",
        vpc_id=vpc.id,
        traffic_type="ALL",
        log_destination=group.arn,
        iam_role_arn=role.arn,
    )


def trust(service: str) -> str:
    """Only this service, and only for our account."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow",
                "Principal": {"Service": f"{service}.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
            },
        }
    )


def subnets(vpc: ec2.Vpc) -> list[ec2.Subnet]:
    """One public subnet with a way out, and two private ones without, which are returned."""
    gateway = ec2.InternetGateway("gateway", vpc_id=vpc.id)
    out = ec2.RouteTable("out", vpc_id=vpc.id)
    ec2.Route(
        "to-the-internet",
        route_table_id=out.id,
        destination_cidr_block="0.0.0.0/0",
        gateway_id=gateway.id,
    )
    edge = ec2.Subnet("public", vpc_id=vpc.id, cidr_block="10.0.0.0/24")
    ec2.RouteTableAssociation("public-out", subnet_id=edge.id, route_table_id=out.id)
    inside = ec2.RouteTable("inside", vpc_id=vpc.id)
    found = []
    for index, zone in enumerate(("a", "b"), start=1):
        one = ec2.Subnet(
            f"private-{zone}",
            vpc_id=vpc.id,
            cidr_block=f"10.0.{index}.0/24",
            availability_zone=f"eu-central-1{zone}",
        )
        ec2.RouteTableAssociation(
            f"private-{zone}-inside", subnet_id=one.id, route_table_id=inside.id
        )
        found.append(one)
    return found


def endpoints(vpc: ec2.Vpc, private: list[ec2.Subnet]) -> None:
    """AWS from inside, for our account only."""
    for each in SERVICES:
        ec2.VpcEndpoint(
            f"{each}-endpoint",
            vpc_id=vpc.id,
            service_name=f"com.amazonaws.eu-central-1.{each}",
            vpc_endpoint_type="Interface",
            private_dns_enabled=True,
            subnet_ids=[one.id for one in private],
            policy=OURS,
        )
    for each in GATEWAYS:
        ec2.VpcEndpoint(
            f"{each}-endpoint",
            vpc_id=vpc.id,
            service_name=f"com.amazonaws.eu-central-1.{each}",
            policy=OURS,
        )


def fleet(vpc: ec2.Vpc, private: list[ec2.Subnet], own: aws.kms.Key) -> None:
    """Machines from one template, in private subnets, that reach the endpoints."""
    group = ec2.SecurityGroup("workers", vpc_id=vpc.id, description="Workers of the fleet")
    inner = ec2.SecurityGroup("endpoints", vpc_id=vpc.id, description="The endpoints")
    aws.vpc.SecurityGroupEgressRule(
        "to-endpoints",
        security_group_id=group.id,
        referenced_security_group_id=inner.id,
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        description="Workers call AWS through the endpoints",
    )
    aws.vpc.SecurityGroupIngressRule(
        "from-subnets",
        security_group_id=inner.id,
        cidr_ipv4=vpc.cidr_block,
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        description="Calls from the network",
    )
    role = aws.iam.Role("worker-role", name="worker", assume_role_policy=trust("ec2"))
    profile = aws.iam.InstanceProfile("worker-profile", name="worker", role=role.name)
    template = ec2.LaunchTemplate(
        "template",
        image_id="ami-example",
        user_data=base64.b64encode(b"#!/bin/sh\nexec worker\n").decode(),
        iam_instance_profile={"name": profile.name},
        metadata_options={"http_tokens": "required", "http_put_response_hop_limit": 1},
        monitoring={"enabled": True},
        network_interfaces=[
            {"associate_public_ip_address": "false", "security_groups": [group.id]}
        ],
        block_device_mappings=[
            {
                "device_name": "/dev/xvda",
                "ebs": {"encrypted": "true", "kms_key_id": own.arn, "volume_type": "gp3"},
            }
        ],
    )
    aws.autoscaling.Group(
        "fleet",
        min_size=2,
        max_size=4,
        launch_template={
            "id": template.id,
            "version": template.latest_version.apply(str),
        },
        vpc_zone_identifiers=[each.id for each in private],
        max_instance_lifetime=604_800,
        instance_refresh={"strategy": "Rolling"},
    )
    pulumi.export("fleet", profile.name)


def watch() -> None:
    """What watches the account."""
    aws.guardduty.Detector("detector", enable=True)
    aws.securityhub.Account("hub")
    role = aws.iam.Role("recorder-role", name="recorder", assume_role_policy=trust("config"))
    recorder = aws.cfg.Recorder("recorder", name="recorder", role_arn=role.arn)
    aws.cfg.RecorderStatus("recording", name=recorder.name, is_enabled=True)
    aws.inspector2.Enabler("inspector", account_ids=[ACCOUNT], resource_types=["EC2", "LAMBDA"])
