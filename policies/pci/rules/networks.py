"""Networks: every flow is recorded, no machine is public, AWS is reached from inside."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework import foreign_services
from ..framework.documents import Statement
from ..framework.guards import NARROWING, narrows
from ..framework.predicates import Config, equal
from ..framework.resource import Resource, Stack
from ..framework.routes import WATCHED, leads_out
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.statements import attached
from ..framework.tokens import (
    BUCKET,
    FLOW_LOG,
    KEY,
    LOG_GROUP,
    QUEUE,
    SECRET,
    SUBNET,
    TABLE,
    TOPIC,
    VPC,
    VPC_ENDPOINT,
    VPC_ENDPOINT_POLICY,
)


def _is_recorded(stack: Stack, vpc: Resource, config: Config) -> Iterator[Finding]:
    if not any(_records(each, config) for each in stack.naming(vpc, FLOW_LOG, "vpcId", "id")):
        yield Finding(
            "Add an aws.ec2.FlowLog of this network with traffic_type ALL and log_destination a "
            "log group or bucket of this stack, or one of the rule's externalArns."
        )


def _records(log: Resource, config: Config) -> bool:
    return log.known("trafficType") == "ALL" and (
        bool(log.made_of("logDestination", LOG_GROUP, BUCKET))
        or log.get("logDestination") in config["externalArns"]
    )


VPC_FLOW_LOGS: Final = Rule(
    number="105",
    name="vpc-flow-logs",
    description="Every flow in a network is recorded, the refused and the accepted.",
    severity=Severity.HIGH,
    pci=("10.2.1",),
    references=("EC2.6", "AwsSolutions-VPC7", "CKV2_AWS_11"),
    subjects=(VPC,),
    stack=_is_recorded,
    watches={FLOW_LOG: {"vpcId": (VPC,), "trafficType": (), "logDestination": (LOG_GROUP, BUCKET)}},
    config={"externalArns": []},
)

SUBNET_NO_PUBLIC_IP: Final = Rule(
    number="106",
    name="subnet-no-public-ip",
    description="No subnet gives its machines a public address by itself.",
    severity=Severity.HIGH,
    pci=("1.4.2",),
    references=("EC2.15", "CKV_AWS_130"),
    property_rules={
        SUBNET: (
            PropertyRule(
                "mapPublicIpOnLaunch",
                equal(wanted=False),
                "Leave map_public_ip_on_launch false.",
                optional=True,
            ),
        )
    },
)


def _stays_inside(stack: Stack, subnet: Resource, config: Config) -> Iterator[Finding]:
    if subnet.name not in config["public"] and leads_out(stack, subnet):
        yield Finding(
            "Take the route to the internet gateway out of its route table, or list the subnet's "
            "name in the rule's public."
        )


PRIVATE_SUBNETS: Final = Rule(
    number="107",
    name="private-subnets-no-igw",
    description="Only subnets that are named as public have a route to the internet.",
    severity=Severity.HIGH,
    pci=("1.4.1",),
    subjects=(SUBNET,),
    stack=_stays_inside,
    watches={**WATCHED},
    config={"public": []},
)

_INTERFACE: Final = "Interface"


def _endpoints_are_there(stack: Stack, vpc: Resource, config: Config) -> Iterator[Finding]:
    endpoints = stack.naming(vpc, VPC_ENDPOINT, "vpcId", "id")
    there = {str(each.known("serviceName", "")).rpartition(".")[2] for each in endpoints}
    missing = sorted(set(config["services"]) - there)
    if missing:
        yield Finding(f"Add endpoints for {', '.join(missing)}: calls must not leave the network.")
    for each in endpoints:
        private = each.known("privateDnsEnabled", default=False) in (True, "true")
        if each.known("vpcEndpointType", "Gateway") == _INTERFACE and not private:
            yield Finding("Set private_dns_enabled, or calls pass the endpoint by.", each.urn)


VPC_ENDPOINTS: Final = Rule(
    number="108",
    name="vpc-endpoints-present",
    description="A network reaches the AWS services it works with without the internet.",
    severity=Severity.HIGH,
    pci=("1.4.1", "1.3.2"),
    subjects=(VPC,),
    stack=_endpoints_are_there,
    watches={
        VPC_ENDPOINT: {
            "vpcId": (VPC,),
            "serviceName": (),
            "privateDnsEnabled": (),
            "vpcEndpointType": (),
        }
    },
    config={
        "services": [
            "sqs", "sns", "kms", "logs", "secretsmanager", "dynamodb", "s3", "monitoring",
        ],
    },
)  # fmt: skip

_OURS: Final = NARROWING | {"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"}


def _anybody(statement: Statement) -> bool:
    everybody = statement.everybody or not statement.principals
    return (
        statement.allows
        and everybody
        and not _fetches_packages(statement)
        and not any(narrows(each, _OURS) for each in statement.conditions)
    )


def _fetches_packages(statement: Statement) -> bool:
    """Whether it only reads buckets of AWS's own, which are read without an account."""
    return (
        set(statement.actions) == {"s3:GetObject"}
        and bool(statement.resources)
        and all(foreign_services.lends(each) for each in statement.resources)
    )


def _is_scoped(stack: Stack, endpoint: Resource, _config: Config) -> Iterator[Finding]:
    # An endpoint of a load balancer has no policy.
    if str(endpoint.known("vpcEndpointType", "Gateway")).startswith("GatewayLoadBalancer"):
        return
    documents = attached(stack, endpoint, {VPC_ENDPOINT_POLICY: ("vpcEndpointId", "policy")})
    if not documents or any(_anybody(each) for one in documents for each in one):
        yield Finding(
            "Give the endpoint a policy that is bound by aws:PrincipalAccount or "
            "aws:ResourceAccount: without one it carries anybody's data anywhere."
        )


_DOCUMENT: Final = (BUCKET, KEY, QUEUE, SECRET, TABLE, TOPIC, VPC, VPC_ENDPOINT)

ENDPOINT_POLICIES: Final = Rule(
    number="109",
    name="vpc-endpoint-policy-scoped",
    description="An endpoint carries calls of our own accounts only.",
    severity=Severity.HIGH,
    pci=("1.3.1", "7.3.1"),
    subjects=(VPC_ENDPOINT,),
    stack=_is_scoped,
    watches={
        VPC_ENDPOINT: {"policy": _DOCUMENT, "vpcEndpointType": ()},
        VPC_ENDPOINT_POLICY: {"policy": _DOCUMENT, "vpcEndpointId": (VPC_ENDPOINT,)},
    },
)

RULES: Final = (
    VPC_FLOW_LOGS,
    SUBNET_NO_PUBLIC_IP,
    PRIVATE_SUBNETS,
    VPC_ENDPOINTS,
    ENDPOINT_POLICIES,
)
