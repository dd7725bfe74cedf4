"""AWS from inside the network: one endpoint per service, for this stack's own things only."""

from collections.abc import Iterator, Mapping, Sequence

import pulumi
import pulumi_aws as aws

from components.lib.bucket_names import code_buckets, roots_buckets
from components.lib.context import StackContext
from components.lib.iam import Statement, document

GATEWAYS: Mapping[str, str] = {"dynamodb": "DynamoDB", "s3": "S3"}
"""Endpoints that are routes, and cost nothing; each as AWS writes it for people."""
INTERFACES = ("email", "kms", "logs", "monitoring", "secretsmanager", "sns", "sqs")
"""Endpoints that are addresses, one in each zone, each at a price.

Logs, monitoring and SNS are called by no function: the policy pack asks for them in every
network (`vpc-endpoints-present`), and they let nothing through but what workers log.
"""
CALLED: Mapping[str, Sequence[str]] = {
    "dynamodb": ("BatchGetItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"),
    "email": ("SendEmail", "SendTemplatedEmail"),
    "kms": ("Decrypt", "GenerateDataKey", "GetPublicKey", "Sign"),
    "s3": ("GetObject", "ListBucket", "PutObject"),
    "secretsmanager": ("GetSecretValue",),
    "sqs": ("GetQueueAttributes", "SendMessage"),
}
"""Service → what the functions themselves call; a test compares with what their roles may do."""
WORKED: Mapping[str, Sequence[str]] = {
    "logs": ("CreateLogStream", "DescribeLogStreams", "PutLogEvents"),
    "sqs": ("ChangeMessageVisibility", "DeleteMessage", "ReceiveMessage"),
}
"""Service → what workers call besides: nobody polls or logs for them."""
PREFIX = {"email": "ses"}
"""Service → what its actions begin with, where that is not its name."""


def calls(*, workers: bool) -> dict[str, tuple[str, ...]]:
    """Service → what is called from inside, where there are workers or not."""
    more = WORKED if workers else {}
    services = sorted({*CALLED, *more})
    return {each: (*CALLED.get(each, ()), *more.get(each, ())) for each in services}


def package_bucket(context: StackContext) -> str:
    """Where Amazon Linux 2023 keeps the packages of its system for a region."""
    return f"al2023-repos-{context.region}-de612dc2"


def gateway_endpoints(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    vpc: aws.ec2.Vpc,
    tables: Sequence[aws.ec2.RouteTable],
    *,
    workers: bool,
) -> dict[str, aws.ec2.VpcEndpoint]:
    """Endpoints that are routes in `tables`, by service."""
    table_arns = [context.arn("dynamodb", f"table/{context.name('*')}")]
    policies = {
        "dynamodb": policy(context, "dynamodb", table_arns),
        "s3": document(*_storage(context, workers=workers)),
    }
    return {
        service: aws.ec2.VpcEndpoint(
            f"{name}-{service}",
            vpc_id=vpc.id,
            service_name=f"com.amazonaws.{context.region}.{service}",
            vpc_endpoint_type="Gateway",
            route_table_ids=[table.id for table in tables],
            policy=policies[service],
            tags=context.tags("confidential"),
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for service in GATEWAYS
    }


def interface_endpoints(
    parent: pulumi.ComponentResource,
    name: str,
    context: StackContext,
    vpc: aws.ec2.Vpc,
    subnets: Sequence[aws.ec2.Subnet],
    group: aws.ec2.SecurityGroup,
    keys: Sequence[pulumi.Input[str]],
    *,
    workers: bool,
) -> None:
    """Endpoints with an address in each of `subnets`, under the services' own names.

    `keys`: ARNs of those that the functions themselves use.
    """
    own: Mapping[str, list[pulumi.Input[str]]] = {
        "email": [
            context.arn("ses", "identity/*"),
            context.arn("ses", f"template/{context.name('*')}"),
            context.arn("ses", f"configuration-set/{context.name('*')}"),
        ],
        "kms": [*keys],
        "logs": [context.arn("logs", f"log-group:/aws/ec2/{context.name('*')}")],
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
            policy=_made_of(context, service, own.get(service, []), workers=workers),
            tags=context.tags("confidential"),
            opts=pulumi.ResourceOptions(parent=parent),
        )


def policy(
    context: StackContext, service: str, resources: Sequence[str], *, workers: bool = False
) -> str:
    """What may pass an endpoint: what is called, by this account, about this stack's things."""
    if service not in calls(workers=workers):
        return document({"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"})
    return document(_ours(context, service, resources, workers=workers))


def _ours(
    context: StackContext, service: str, resources: Sequence[str], *, workers: bool
) -> Statement:
    prefix = PREFIX.get(service, service)
    return {
        "Effect": "Allow",
        "Principal": "*",
        "Action": [f"{prefix}:{each}" for each in calls(workers=workers)[service]],
        "Resource": list(resources),
        "Condition": {"StringEquals": {"aws:PrincipalAccount": context.account}},
    }


def _storage(context: StackContext, *, workers: bool) -> Iterator[Statement]:
    """The ledger's roots; for workers what they run, and the packages of their system.

    Those are signed, and fetched without an account.
    """
    of_account = [roots_buckets, *([code_buckets] if workers else [])]
    arns = [context.bucket_arn(context.name(each(context.account)[0])) for each in of_account]
    yield _ours(context, "s3", [*arns, *(f"{each}/*" for each in arns)], workers=workers)
    if workers:
        yield {
            "Effect": "Allow",
            "Principal": "*",
            "Action": ["s3:GetObject"],
            "Resource": [f"{context.bucket_arn(package_bucket(context))}/*"],
        }


def _made_of(
    context: StackContext, service: str, resources: Sequence[pulumi.Input[str]], *, workers: bool
) -> pulumi.Input[str]:
    if all(isinstance(each, str) for each in resources):
        return policy(context, service, [str(each) for each in resources], workers=workers)
    return pulumi.Output.all(*resources).apply(
        lambda arns: policy(context, service, [str(each) for each in arns], workers=workers)
    )
