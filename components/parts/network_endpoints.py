"""AWS from inside the network: one endpoint per service, for this stack's own things only."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from components.lib.context import StackContext
from components.lib.iam import Statement, document

GATEWAYS = ("dynamodb", "s3")
"""Endpoints that are routes, and cost nothing."""
INTERFACES = ("email", "kms", "logs", "monitoring", "secretsmanager", "sns", "sqs")
"""Endpoints that are addresses, one in each zone, each at a price.

Logs, monitoring, SNS and S3 are called by no function: the policy pack asks for them in every
network (`vpc-endpoints-present`), and they let nothing through.
"""
CALLED: Mapping[str, Sequence[str]] = {
    "dynamodb": ("BatchGetItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"),
    "email": ("SendEmail", "SendTemplatedEmail"),
    "kms": ("Decrypt", "GenerateDataKey", "GetPublicKey"),
    "secretsmanager": ("GetSecretValue",),
    "sqs": ("GetQueueAttributes", "SendMessage"),
}
"""Service → what the functions themselves call; a test compares with what their roles may do."""
PREFIX = {"email": "ses"}
"""Service → what its actions begin with, where that is not its name."""


def gateway_endpoints(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    vpc: aws.ec2.Vpc,
    tables: Sequence[aws.ec2.RouteTable],
) -> aws.ec2.VpcEndpoint:
    """Endpoints that are routes in `tables`; returns DynamoDB's."""
    table_arns = [context.arn("dynamodb", f"table/{context.name('*')}")]
    made = {
        service: aws.ec2.VpcEndpoint(
            f"{name}-{service}",
            vpc_id=vpc.id,
            service_name=f"com.amazonaws.{context.region}.{service}",
            vpc_endpoint_type="Gateway",
            route_table_ids=[table.id for table in tables],
            policy=policy(context, service, table_arns),
            tags=context.tags("confidential"),
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for service in GATEWAYS
    }
    return made["dynamodb"]


def interface_endpoints(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    vpc: aws.ec2.Vpc,
    subnets: Sequence[aws.ec2.Subnet],
    group: aws.ec2.SecurityGroup,
    keys: Sequence[pulumi.Input[str]],
) -> None:
    """Endpoints with an address in each of `subnets`, under the services' own names.

    `keys`: ARNs of what the functions themselves decrypt with.
    """
    own: Mapping[str, list[pulumi.Input[str]]] = {
        "email": [
            context.arn("ses", "identity/*"),
            context.arn("ses", f"template/{context.name('*')}"),
            context.arn("ses", f"configuration-set/{context.name('*')}"),
        ],
        "kms": [*keys],
        "secretsmanager": [context.arn("secretsmanager", f"secret:{context.name('psp*')}")],
        "sqs": [context.arn("sqs", context.name("*"))],
    }
    for service in INTERFACES:
        aws.ec2.VpcEndpoint(
            f"{name}-{service}",
            vpc_id=vpc.id,
            service_name=f"com.amazonaws.{context.region}.{service}",
            vpc_endpoint_type="Interface",
            private_dns_enabled=True,
            subnet_ids=[each.id for each in subnets],
            security_group_ids=[group.id],
            policy=_made_of(context, service, own.get(service, [])),
            tags=context.tags("confidential"),
            opts=pulumi.ResourceOptions(parent=parent),
        )


def policy(context: StackContext, service: str, resources: Sequence[str]) -> str:
    """What may pass an endpoint: what is called, by this account, about this stack's things."""
    actions = [f"{PREFIX.get(service, service)}:{each}" for each in CALLED.get(service, ())]
    if not actions:
        return document({"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"})
    ours: Statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": actions,
        "Resource": list(resources),
        "Condition": {"StringEquals": {"aws:PrincipalAccount": context.account}},
    }
    return document(ours)


def _made_of(
    context: StackContext, service: str, resources: Sequence[pulumi.Input[str]]
) -> pulumi.Input[str]:
    if all(isinstance(each, str) for each in resources):
        return policy(context, service, [str(each) for each in resources])
    return pulumi.Output.all(*resources).apply(
        lambda arns: policy(context, service, [str(each) for each in arns])
    )
